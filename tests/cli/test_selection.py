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
    assert select_one(workspace, Selection(("provby",))).record.agreement == "samverkansplan"
    assert select_one(workspace, Selection(("provby-rehabbad",))).record.agreement == "rehabbad"
    with pytest.raises(InputError) as raised:
        select_one(workspace, Selection(("Provby",)))
    [found] = raised.value.problems
    assert (found.code, found.hint) == (
        "several-agreements",
        "name the file of one, or give its family with --agreement: provby-rehabbad, provby",
    )


@pytest.mark.parametrize("name", ["Provby", "9911", "provby"])
def test_one_agreement_of_several_is_named_by_its_family(name: str) -> None:
    found = select_one(load(EXAMPLE), Selection((name,), "rehabbad"))
    assert found.slug == "provby-rehabbad"


BY = ("--source", "KS 2027/1")
SIGNED = ("--on", "2027-02-01", *BY)


@pytest.mark.parametrize(
    "words",
    [
        ("amend", *SIGNED, "--from", "2027-03-01", "--text", "Avgiften sänks."),
        ("confirm", *SIGNED, "--by", "Badchef"),
        ("extend", *SIGNED, "--to", "2029-12-31"),
        ("signed", __file__, "--on", "2027-02-01", "--outside", "--edition", "2026-10-01"),
        ("terminate", *BY, "--by", "municipality", "--received", "2027-02-01"),
    ],
)
def test_each_command_on_one_agreement_takes_its_family(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    root = tmp_path / "example"
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("output"))
    command, *rest = words
    several = run_cli(command, "Provby", *rest, root=root, exit_code=1)
    assert "[several-agreements]" in several.output
    for family, path in (("samverkansplan", "provby.yaml"), ("rehabbad", "provby-rehabbad.yaml")):
        # Whatever the command then finds is of that family's file.
        done = run_cli(command, "Provby", *rest, "--agreement", family, root=root, exit_code=None)
        assert f"municipalities/{path}" in done.output
    none = run_cli(command, "Testvik", *rest, "--agreement", "rehabbad", root=root, exit_code=1)
    assert "[nothing-chosen]" in none.output


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


def test_changes_are_marked_in_the_agreements_of_one_family(tmp_path: Path) -> None:
    root = tmp_path / "example"
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("output"))
    git(root, "init", "--quiet")
    commit(root)
    edit(root, "municipalities/provby.yaml", {"meetings: 4": "meetings: 5"})
    edit(root, "municipalities/provby-rehabbad.yaml", {"fee: 450": "fee: 475"})
    call = ("redline", "Provby", "--from", "HEAD", "--to-format", "html")
    run_cli(*call, "--agreement", "rehabbad", "--output", tmp_path / "one", root=root)
    assert [path.name for path in (tmp_path / "one").iterdir()] == [
        "rehabbad-provby-rehabbad-andringar.html"
    ]
    run_cli(*call, "--county", "99", "--output", tmp_path / "both", root=root)
    assert len(list((tmp_path / "both").iterdir())) == 2


def test_changes_since_a_pdf_are_those_of_its_own_agreement(tmp_path: Path) -> None:
    root = tmp_path / "example"
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("output"))
    built = ("--to", "pdf", "--embed-source", "--output", tmp_path / "built")
    run_cli("build", "Provby", "--agreement", "samverkansplan", *built, root=root)
    [pdf] = (tmp_path / "built").glob("*.pdf")
    edit(root, "municipalities/provby.yaml", {"meetings: 4": "meetings: 5"})
    edit(root, "municipalities/provby-rehabbad.yaml", {"fee: 450": "fee: 475"})
    call = ("redline", "--from", pdf, "--to-format", "html")
    # Its file's name is also the municipality's, and that has two agreements.
    run_cli(*call, "Provby", "--output", tmp_path / "marked", root=root)
    assert [path.name for path in (tmp_path / "marked").iterdir()] == [
        "samverkansplan-provby-andringar.html"
    ]
    other = run_cli(*call, "--agreement", "rehabbad", root=root, exit_code=2)
    assert "is the agreement of provby alone" in other.output
