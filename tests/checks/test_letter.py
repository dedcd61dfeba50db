"""What an agreement lacks, as a letter: who is to give it, in words without keys and codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from agreement_gen.build.compose import compose
from agreement_gen.checks import letter as letters
from agreement_gen.checks.letter import letter, owner_of
from agreement_gen.checks.messages import MissingCode
from tests.support.cli import run_cli
from tests.support.workspaces import edit, load, repository_workspace, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

IN_FULL = {
    MissingCode.LOCAL_TEXT,
    MissingCode.UNCONFIRMED,
    MissingCode.CHANGED,
    MissingCode.FIGURE,
    MissingCode.DECISION,
}
"""Those that are asked for with words of the standard, or together."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return repository_workspace(tmp_path / "w")


def lines(root: Path, slug: str) -> list[str]:
    """The letter about an agreement."""
    workspace = load(root)
    [(entry, standard)] = [pair for pair in workspace.with_standards() if pair[0].slug == slug]
    return [str(line) for line in letter(entry, standard, compose(workspace, entry).missing)]


def test_what_the_region_lacks_is_told_apart(root: Path) -> None:
    found = lines(root, "vetlanda")
    own = found.index("Vetlanda kommun is asked to give:")
    region = found.index("The region itself is to settle:")
    assert own < region
    assert "- the local text on “Marknadsföring”" in found[own:region]
    assert "- the day from which the agreement applies" in found[region:]
    name = "- the name of the person who signs for Region Jönköpings län"
    assert name in found[region:]


def test_the_parts_of_a_decision_are_one_item(root: Path) -> None:
    text = "- from the decision of Aneby kommun: body, date, paragraph and case number"
    assert lines(root, "aneby").count(text) == 1


def test_a_letter_has_no_keys_codes_or_places(root: Path) -> None:
    for entry in load(root).entries:
        text = "\n".join(lines(root, entry.slug))
        assert not {*"`[]_"} & {*text}, text
        assert ".yaml" not in text


def test_every_kind_that_can_be_missing_has_words_of_its_own() -> None:
    assert {*MissingCode} - IN_FULL == {*letters._BY_TITLE}


def test_a_shared_file_is_the_region_s(root: Path) -> None:
    workspace = load(root)
    entry = workspace.entries[0]
    gaps = compose(workspace, entry).missing
    owners = {gap.location.file: owner_of(gap, entry.path) for gap in gaps}
    assert owners["region.yaml"] == "region"


def test_the_command_prints_a_letter_for_each_and_fails_while_anything_is_missing(
    root: Path,
) -> None:
    result = run_cli("check", "--letter", "Aneby", "Habo", root=root, exit_code=1)
    assert result.stdout.startswith("Aneby: what is missing before edition 2020-12-22")
    assert "\n\nHabo: what is missing before" in result.stdout
    assert result.stderr == ""


def test_status_counts_both_apart(root: Path) -> None:
    shown = run_cli("status", "Vetlanda", root=root).stdout
    assert "Missing locally" in shown
    assert "Missing from the region" in shown


def test_what_is_ready_has_a_letter_that_says_so(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path / "small")
    result = run_cli("check", "--letter", "Alby", root=workspace)
    assert result.stdout == "Alby: nothing is missing; the agreement can be signed\n"


def test_a_fault_is_reported_instead_of_a_letter(root: Path) -> None:
    edit(root, "municipalities/aneby.yaml", {"edition: ": "edition: x"})
    result = run_cli("check", "--letter", root=root, exit_code=1)
    assert result.stdout == ""
    assert "[not-a-date]" in result.stderr
