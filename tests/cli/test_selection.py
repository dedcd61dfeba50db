"""Which agreements a command works with: by name, by family and by county."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from agreement_gen.problems import InputError
from agreement_gen.workspace.reader import Selection, select, select_one
from tests.support.changes import compared
from tests.support.cli import run_cli
from tests.support.repositories import commit, git
from tests.support.workspaces import REPOSITORY, edit, load

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = REPOSITORY / "examples" / "samverkansplan"


def chosen(*names: str, agreement: str | None = None, county: str | None = None) -> list[str]:
    found = select(load(EXAMPLE), Selection(names, agreement, county))
    return [entry.slug for entry in found]


def test_a_selection_is_of_what_is_all_that_is_asked() -> None:
    assert chosen() == ["provby-rehabbad", "provby", "testvik"]
    assert chosen(agreement="rehabbad") == ["provby-rehabbad"]
    assert chosen(county="99") == ["provby-rehabbad", "provby", "testvik"]
    assert chosen("Provby") == ["provby-rehabbad", "provby"]
    assert chosen("9911", "Testvik", agreement="samverkansplan") == ["provby", "testvik"]


@pytest.mark.parametrize(
    ("names", "agreement", "county", "message"),
    [
        ((), "rehabad", None, "there is no folder templates/rehabad with a family.yaml"),
        (("Testvik",), "rehabbad", None, "no agreement is all of this"),
        ((), None, "06", "no agreement is all of this"),
        ((), None, "x", "no agreement is all of this"),
        (("Provbi",), "rehabbad", None, "no such municipality"),
    ],
)
def test_a_selection_of_nothing_is_reported(
    names: tuple[str, ...], agreement: str | None, county: str | None, message: str
) -> None:
    with pytest.raises(InputError) as raised:
        chosen(*names, agreement=agreement, county=county)
    assert raised.value.problems[-1].message == message


def test_counties_are_those_of_all_municipalities_that_are_parties(tmp_path: Path) -> None:
    root = tmp_path / "example"
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("output"))
    edit(root, "municipalities/testvik.yaml", {'code: "9912"': 'code: "0612"'})
    workspace = load(root)
    assert [e.slug for e in select(workspace, Selection((), None, "06"))] == ["testvik"]


def test_one_agreement_of_several_is_named_by_its_file() -> None:
    workspace = load(EXAMPLE)
    assert select_one(workspace, "provby").record.agreement == "samverkansplan"
    assert select_one(workspace, "provby-rehabbad").record.agreement == "rehabbad"
    with pytest.raises(InputError) as raised:
        select_one(workspace, "Provby")
    [found] = raised.value.problems
    assert (found.code, found.hint) == (
        "several-agreements",
        "name the file of one: provby-rehabbad, provby",
    )


@pytest.mark.parametrize(
    "command",
    [
        ("status", "--on", "2027-02-01"),
        ("register", "--format", "csv"),
        ("check",),
        ("deviations",),
        ("build", "--to", "txt"),
    ],
)
def test_each_command_takes_a_family_and_a_county(command: tuple[str, ...], tmp_path: Path) -> None:
    output = ("--output", tmp_path) if command[0] == "build" else ()
    one = run_cli(*command, *output, "--agreement", "rehabbad", root=EXAMPLE).stdout
    assert "Testvik" not in one
    run_cli(*command, *output, "--county", "98", root=EXAMPLE, exit_code=1)


def test_a_comparison_of_one_family_leaves_out_the_other(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for root in (old, new):
        shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("output"))
    edit(new, "municipalities/provby.yaml", {"meetings: 4": "meetings: 5"})
    edit(new, "municipalities/provby-rehabbad.yaml", {"fee: 450": "fee: 475"})
    edit(new, "templates/rehabbad/family.yaml", {"notice_months: 6": "notice_months: 9"})
    assert len(compared(old, new).changes) == 3
    plan = compared(old, new, Selection((), "samverkansplan")).changes
    assert [change.label for change in plan] == ["Antal möten"]
    bath = compared(old, new, Selection(("Provby",), "rehabbad")).changes
    assert {change.label for change in bath} >= {"Ersättning per tillfälle"}
    assert "Antal möten" not in {change.label for change in bath}


def test_the_command_compares_one_family(tmp_path: Path) -> None:
    root = tmp_path / "example"
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("output"))
    git(root, "init", "--quiet")
    commit(root)
    edit(root, "municipalities/provby.yaml", {"meetings: 4": "meetings: 5"})
    assert "Antal möten" in run_cli("diff", "--agreement", "samverkansplan", root=root).stdout
    assert "Antal möten" not in run_cli("diff", "--agreement", "rehabbad", root=root).stdout
