"""A municipality's own term goes before the standard's, and only that one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreement_gen.agreement_state.terms import terms_of
from tests.support.workspaces import entry, load, small_workspace

if TYPE_CHECKING:
    from pathlib import Path


def test_an_own_term_replaces_the_standards_for_this_municipality_alone(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    with (root / "municipalities/alby.yaml").open("a", encoding="utf-8") as file:
        file.write("overrides: {terms: {notice_months: {value: 9, reason: Beslut}}}\n")
    workspace = load(root)
    standard = workspace.standards["samverkan"]
    own, others = (terms_of(entry(workspace, slug), standard) for slug in ("alby", "osby-a"))
    assert (own.notice_months, own.revision_months, own.term_months) == (9, 12, 36)
    assert others == standard.family.record.terms
