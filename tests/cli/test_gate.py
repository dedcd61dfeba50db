"""What `check` refuses is refused by every command that composes agreements or computes amounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from agreement_gen.cli import group
from tests.support.cli import run_cli
from tests.support.repositories import commit
from tests.support.workspaces import edit, small_workspace

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

GATED = {
    "build": ("build", "--to", "txt", "--jobs", "1"),
    "register": ("register",),
    "redline": ("redline", "--from", "HEAD", "--to-format", "html"),
    "status": ("status",),
    "calendar": ("status", "--ics", "dates.ics"),
    "invoice": ("invoice", "2024", "--to", "csv"),
    "funding": ("funding",),
    "funding of a year": ("funding", "--year", "2023"),
}
"""Commands that refuse what `check` refuses."""

READING = {
    "diff": ("diff",),
    "deviations": ("deviations",),
    "check": ("check", "--ready"),
    "revise": ("revise", "--edition", "2024-01-15", "--index", "2023", "--dry-run"),
    "new": ("new", "Nyby", "--code", "9909", "--group", "Norra", "--title", "Chef"),
}
"""Commands that a fault does not stop, or that have rules of their own; none ends in a fault."""

MONEY = "templates/samverkan/funding.yaml"

FAULTS = {
    "a misspelt column": {
        "municipalities/alby.yaml": {"annual_amount_sek: 200000": "anual_amount_sek: 200000"}
    },
    "a column that is missing": {"municipalities/osby-a.yaml": {", hours_per_week: 6}": "}"}},
    "a total without amounts": {MONEY: {"published: {annual_amount_sek: 300000, ": "published: {"}},
    "a group without amounts": {MONEY: {"published: {annual_amount_sek: 200000, ": "published: {"}},
    "a table without amounts": {
        "templates/samverkan/family.yaml": {"key: annual_amount_sek": "key: amount_sek"}
    },
    "a column twice": {
        "templates/samverkan/family.yaml": {"key: hours_per_week": "key: annual_amount_sek"}
    },
    "an unknown standard": {"municipalities/alby.yaml": {"agreement: samverkan": "agreement: x"}},
    "an unknown party": {"region.yaml": {"  forbund:": "  forbundet:"}},
    "an unknown group": {"municipalities/alby.yaml": {"group: Norra": "group: Norr"}},
    "a local text without its key": {
        "municipalities/alby.yaml": {"  leaders: Tio": "  leadres: Tio"}
    },
}

OF_ONE_AGREEMENT = {"an unknown standard", "a local text without its key"}
"""Faults that concern one agreement; what the commands do with the others: test_one_fault.py."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A sound workspace that is committed, with an index."""
    root = small_workspace(tmp_path / "workspace")
    figures = ", ".join(
        f"{{year: {year}, figure: {year - 1923}, source: Invented, dated: {year}-01-01}}"
        for year in (2023, 2024)
    )
    edit(root, "region.yaml", {"figures: []": f"figures: [{figures}]"})
    edit(root, MONEY, {"total: {": "price_year: 2023\ntotal: {"})
    commit(root, "sound")
    return root


def break_it(root: Path, fault: str) -> None:
    for path, changes in FAULTS[fault].items():
        edit(root, path, changes)
    run_cli("check", root=root, exit_code=1)


def files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if ".git" not in path.parts)


@pytest.mark.parametrize("fault", [each for each in FAULTS if each not in OF_ONE_AGREEMENT])
def test_what_check_refuses_no_command_works_with(
    fault: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    break_it(root, fault)
    before = files(root)
    for name, words in GATED.items():
        result = run_cli(*words, exit_code=1)
        assert "error: " in result.stderr, name
        assert result.stdout == "", name
    assert files(root) == before


def check_that_each_ends_well(words: Iterable[tuple[str, ...]]) -> None:
    """Run commands, each of which succeeds or reports faults; one of the program is raised."""
    for each in words:
        result = CliRunner().invoke(group, each, catch_exceptions=False)
        assert result.exit_code in {0, 1}, (each, result.output)


@pytest.mark.parametrize("fault", FAULTS)
def test_no_fault_of_the_files_is_one_of_the_program(
    fault: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    break_it(root, fault)
    check_that_each_ends_well(READING.values())


def test_the_old_side_of_a_redline_is_named(root: Path) -> None:
    break_it(root, "a misspelt column")
    broken = commit(root, "broken")
    edit(root, "municipalities/alby.yaml", {"anual_amount_sek": "annual_amount_sek"})
    result = run_cli("redline", "--from", broken, root=root, exit_code=1)
    assert f"{broken}: municipalities/alby.yaml:7:" in result.stderr


def test_who_has_not_followed_a_revision_is_still_listed(root: Path) -> None:
    """Between a new edition and `revise` the state of the agreements is what one asks for."""
    edit(root, "templates/samverkan/family.yaml", {"edition: 2024-01-15": "edition: 2026-01-15"})
    run_cli("check", root=root, exit_code=1)
    for name in ("register", "status", "funding", "invoice"):
        run_cli(*GATED[name], root=root)
    for name in ("build", "redline"):
        assert "[other-edition]" in run_cli(*GATED[name], root=root, exit_code=1).stderr


def test_sums_that_do_not_add_up_are_shown_by_the_table_alone(root: Path) -> None:
    edit(root, "municipalities/alby.yaml", {"hours_per_week: 12": "hours_per_week: 13"})
    assert "NOT LISTED" in run_cli("funding", root=root).stdout
    assert "[sum]" in run_cli("invoice", "2024", root=root, exit_code=1).stderr
