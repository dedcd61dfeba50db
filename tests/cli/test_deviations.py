"""`agreement-gen deviations`: the table of those named, in each format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.cli import run_cli
from tests.support.workspaces import edit, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("swedish")

ALLOWED = "overridable: {terms: [notice_months]}\n"
OVERRIDES = "overrides: {terms: {notice_months: {value: 9, reason: Enligt nämndens beslut}}}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small workspace, in which Alby has a notice of its own."""
    root = small_workspace(tmp_path / "workspace")
    for path, text in (
        ("templates/samverkan/family.yaml", ALLOWED),
        ("municipalities/alby.yaml", OVERRIDES),
    ):
        with (root / path).open("a", encoding="utf-8") as file:
            file.write(text)
    edit(
        root,
        "templates/samverkan/clauses/mal.md.j2",
        {
            "terms.term_months | months }}.": (
                "terms.term_months | months }}.\n"
                "Uppsägningstiden är {{ terms.notice_months | months }}."
            )
        },
    )
    return root


def test_a_deviation_is_shown_with_its_reason(root: Path) -> None:
    assert "Enligt nämndens beslut" in run_cli("deviations", root=root).stdout
    markdown = run_cli("deviations", "--format", "markdown", root=root).stdout
    assert "| Alby | 9 mån." in markdown


def test_those_named_are_shown_and_when_nobody_deviates_that_is_reported(root: Path) -> None:
    output = run_cli("deviations", "9902", root=root).stdout
    assert "Alby" not in output
    assert "Ingen kommun avviker från standarden." in output


def test_check_warns_of_each_deviation_with_its_reason(root: Path) -> None:
    output = run_cli("check", root=root).stderr
    assert "9 i stället för 3 (skäl: Enligt nämndens beslut)" in output
