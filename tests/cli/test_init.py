"""`agreement-gen init`: a whole workspace to start from."""

from __future__ import annotations

from pathlib import Path

import pytest

from agreement_gen.checks.rules import check
from tests.support.cli import run_cli
from tests.support.workspaces import load


def test_init_makes_a_workspace_without_faults_and_with_the_schemas_its_files_name(
    tmp_path: Path,
) -> None:
    target = tmp_path / "nya avtal"
    done = run_cli("init", target)
    assert f"agreement-gen -C '{target}' build" in done.output
    assert check(load(target)) == ()
    for path in target.rglob("*.yaml"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        if "$schema=" in first:
            assert (path.parent / first.partition("$schema=")[2]).is_file()
    assert sorted(p.name for p in (target / ".agreement-gen").iterdir()) == [
        "facts.schema.json",
        "family.schema.json",
        "funding.schema.json",
        "municipality.schema.json",
        "party.schema.json",
        "region.schema.json",
    ]
    assert (target / ".gitignore").read_text(encoding="utf-8") == "/output/\n.agreement-gen-*\n"
    assert [p.name for p in tmp_path.iterdir()] == ["nya avtal"]


def test_init_refuses_a_folder_that_holds_something_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    done = run_cli("init", tmp_path, exit_code=1)
    assert "it holds letter.txt" in done.output
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]


def test_init_fills_the_fresh_clone_that_the_user_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = tmp_path / "clone"
    (clone / ".git").mkdir(parents=True)
    monkeypatch.chdir(clone)
    run_cli("init", ".")
    assert Path("region.yaml").is_file()
    assert [p.name for p in tmp_path.iterdir()] == ["clone"]


@pytest.mark.parametrize(
    ("kind", "ready", "drafts", "command"),
    [
        ("halsocenter", 1, 2, "agreement-gen new KOMMUN --code KOMMUNKOD --group GRUPP"),
        ("samverkansplan", 2, 1, "agreement-gen new KOMMUN --agreement samverkansplan"),
        ("blank", 0, 1, "agreement-gen new KOMMUN --code KOMMUNKOD --title TITEL"),
    ],
)
def test_each_kind_of_workspace_is_checked_and_built_in_an_empty_folder(
    tmp_path: Path, kind: str, ready: int, drafts: int, command: str
) -> None:
    target = tmp_path / "avtal"
    run_cli("init", "--kind", kind, target)
    assert run_cli("check", root=target).stderr == ""
    rows = run_cli("build", "--to", "docx,txt", root=target).stdout.splitlines()[1:]
    assert [sum(f"  {state}" in row for row in rows) for state in ("ready", "draft (")] == [
        ready,
        drafts,
    ]
    # What a person reads first is in the language of the agreements, and works as it is written.
    readme = (target / "README.md").read_text(encoding="utf-8")
    assert "## Kom i gång" in readme
    assert command in readme
    for path in target.rglob("*.yaml"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        if "$schema=" in first:
            assert (path.parent / first.partition("$schema=")[2]).is_file(), path
    assert run_cli("schema", "--write", root=target).exit_code == 0


def test_init_makes_a_workspace_of_no_other_kind(tmp_path: Path) -> None:
    done = run_cli("init", "--kind", "annat", tmp_path / "avtal", exit_code=2)
    assert "halsocenter" in done.output
    assert list(tmp_path.iterdir()) == []
