"""A fault in one agreement's file holds up that agreement, not the work on the others."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.support.cli import run_cli
from tests.support.workspaces import REPOSITORY, edit

if TYPE_CHECKING:
    from pathlib import Path

OSBY = "municipalities/osby-a.yaml"
FAULTS = {
    "unknown key": {"steering_group: []": "steering_grupp: []"},
    "edition of another day": {"edition: 2024-01-15": "edition: 2023-01-15"},
    "wrong type": {"signatory: {title: Fritidschef}": "signatory: Fritidschef"},
    "unknown local item": {"  leaders:": "  leader:"},
}
WAITS = "edition of another day"
"""What is no fault for the commands that list agreements: it has not followed a revision yet."""

OF_THE_ROW = {
    "figure": {"hours_per_week: 6": "hours_per_week: sex"},
    "sum": {"hours_per_week: 6": "hours_per_week: 7"},
    "group": {"group: Södra": "group: Sodra"},
    "YAML": {"municipality: Ösby Å": "municipality: [Ösby Å"},
}


@pytest.fixture(params=FAULTS)
def faulty(workspace: Path, request: pytest.FixtureRequest) -> Path:
    """The small workspace with a fault in the file of one of its two agreements."""
    edit(workspace, OSBY, FAULTS[request.param])
    return workspace


def test_the_other_agreement_is_built(faulty: Path) -> None:
    result = run_cli("build", "--to", "txt", "--jobs", "1", exit_code=1)
    assert "samverkansplan-alby.txt" in result.stdout
    assert OSBY in result.stderr
    assert sorted(path.name for path in (faulty / "output").iterdir()) == [
        "manifest.json",
        "samverkansplan-alby.txt",
    ]


@pytest.mark.usefixtures("faulty")
def test_the_other_agreement_alone_is_built_without_a_word() -> None:
    result = run_cli("build", "Alby", "--to", "txt", "--jobs", "1")
    assert OSBY not in result.stderr


def test_what_was_built_of_the_faulty_agreement_stays(workspace: Path) -> None:
    run_cli("build", "--to", "txt", "--jobs", "1")
    old = (workspace / "output" / "samverkansplan-osby-a.txt").read_bytes()
    edit(workspace, OSBY, FAULTS["unknown key"])
    run_cli("build", "--to", "txt", "--jobs", "1", exit_code=1)
    assert (workspace / "output" / "samverkansplan-osby-a.txt").read_bytes() == old


@pytest.mark.parametrize("words", [("status",), ("register", "--format", "csv")])
@pytest.mark.parametrize("fault", [each for each in FAULTS if each != WAITS])
def test_the_other_agreement_is_listed(workspace: Path, fault: str, words: tuple[str, ...]) -> None:
    edit(workspace, OSBY, FAULTS[fault])
    result = run_cli(*words, exit_code=1)
    assert "Alby" in result.stdout
    assert "Ösby" not in result.stdout
    assert OSBY in result.stderr


@pytest.mark.parametrize("fault", OF_THE_ROW)
def test_a_fault_in_a_row_that_others_show_holds_them_up(workspace: Path, fault: str) -> None:
    edit(workspace, OSBY, OF_THE_ROW[fault])
    result = run_cli("build", "--to", "txt", "--jobs", "1", exit_code=1)
    assert OSBY in result.stderr or "funding.yaml" in result.stderr
    assert not (workspace / "output").exists()


@pytest.mark.usefixtures("faulty")
def test_the_check_of_the_whole_workspace_names_it() -> None:
    result = run_cli("check", exit_code=1)
    assert OSBY in result.stdout + result.stderr


@pytest.fixture
def two_families(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace in which a municipality has an agreement of each of two families."""
    root = tmp_path / "plan"
    shutil.copytree(REPOSITORY / "examples/samverkansplan", root)
    monkeypatch.chdir(root)
    return root


@pytest.mark.parametrize(
    ("file", "changes"),
    [
        ("family.yaml", {"title:": "titel:"}),
        ("family.yaml", {"edition: 2026-09-15": "edition: i går"}),
        ("clauses/underskrift.md.j2", {"{% if": "{% iff"}),
        ("agreement.css", {"body {": "body { display: none;"}),
    ],
)
def test_a_fault_in_one_family_holds_up_only_its_agreements(
    two_families: Path, file: str, changes: dict[str, str]
) -> None:
    path = two_families / "templates/rehabbad" / file
    text = path.read_text(encoding="utf-8")
    for old, new in changes.items():
        text = text.replace(old, new, 1) if old in text else f"{new}\n{text}"
    path.write_text(text, encoding="utf-8")
    result = run_cli("build", "--to", "txt", "--jobs", "1", exit_code=1)
    assert "samverkansplan-provby.txt" in result.stdout
    assert "rehabbad-provby" not in result.stdout
    assert f"templates/rehabbad/{file}" in result.stderr
    assert "[unknown-standard]" not in result.stderr
    run_cli("diff", exit_code=1)


@pytest.mark.usefixtures("two_families")
def test_two_agreements_of_one_municipality_are_told_apart() -> None:
    """A table with the same name twice does not say which is which."""
    shown = run_cli("status").stdout
    assert "Provby (rehabbad)" in shown
    assert "Provby (samverkansplan)" in shown
    assert "Testvik (" not in shown
    one = run_cli("build", "provby (rehabbad)", "--to", "txt", "--jobs", "1").stdout
    assert "rehabbad-provby" in one
    assert "samverkansplan-provby" not in one


def test_no_document_names_the_folder_of_a_family(two_families: Path) -> None:
    """What tells two agreements apart on the terminal is no word of a contract."""
    run_cli("build", "--to", "txt", "--jobs", "1")
    texts = [path.read_text("utf-8") for path in (two_families / "output").glob("*.txt")]
    assert len(texts) == 3
    for text in texts:
        assert "(rehabbad)" not in text
        assert "(samverkansplan)" not in text
