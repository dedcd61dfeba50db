"""A fault in one agreement's file holds up that agreement, not the work on the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.cli import run_cli
from tests.support.workspaces import edit

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
