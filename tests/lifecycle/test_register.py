"""The register of agreements: parties, decisions, deviations."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from agreement_gen.lifecycle.register import register, sheet
from tests.support.workspaces import (
    SIGNED_2020,
    edit,
    entry,
    load,
    repository_workspace,
    with_filled_posts,
)

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("swedish")

ON = dt.date(2022, 1, 1)


def test_the_register_has_parties_decisions_and_deviations(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path)
    family = root / "templates" / "halsocenter" / "family.yaml"
    allowed = "overridable: {terms: [notice_months]}\n"
    family.write_text(family.read_text(encoding="utf-8") + allowed, encoding="utf-8")
    edit(
        root,
        "municipalities/vetlanda.yaml",
        {
            "decision: {body: null, date: null": "decision: {body: Nämnden, date: 2021-02-03",
            "valid_from:\n": "valid_from: 2021-06-01\n"
            "overrides: {terms: {notice_months: {value: 6, reason: Beslut i nämnden}}}\n",
        },
    )
    workspace = load(root)
    standard = workspace.standards["halsocenter"].family.record
    [row] = register(workspace, [entry(workspace, "vetlanda")], ON)
    assert row.annual_amount_sek == 461_000
    assert [party.name for party in row.parties] == ["Region Jönköpings län", "Vetlanda kommun"]
    assert row.parties[1].decision.date == dt.date(2021, 2, 3)
    months = standard.terms.notice_months
    expected = f"Uppsägningstid (månader): 6 i stället för {months} (Beslut i nämnden)"
    assert row.deviations == (expected,)


@pytest.mark.parametrize(
    ("recorded", "shown"),
    [
        (f', text: "{"b" * 64}"', "ja"),
        (f', text: "{"b" * 64}", scanned: true', "nej, inskannat papper, läst av den som"),
        (", outside: true", "nej, undertecknad utanför programmet"),
        ("", "uppgift saknas"),
    ],
)
def test_the_register_tells_how_the_signed_text_was_compared(
    tmp_path: Path, recorded: str, shown: str
) -> None:
    root = with_filled_posts(repository_workspace(tmp_path))
    signed = SIGNED_2020.removesuffix("}")
    edit(root, "municipalities/vetlanda.yaml", {SIGNED_2020: f"{signed}{recorded}}}"})
    workspace = load(root)
    found = sheet(register(workspace, [entry(workspace, "vetlanda")], ON))
    column = found.headings.index("Undertecknad text jämförd med den som byggdes")
    assert str(found.rows[0][column]).startswith(shown)


def test_between_two_terms_the_register_has_the_file_that_was_in_force_last(tmp_path: Path) -> None:
    """An extension that begins after a gap is no more than agreed until its first day."""
    root = with_filled_posts(repository_workspace(tmp_path))
    family = root / "templates" / "halsocenter" / "family.yaml"
    terms = "terms: {duration: until_further_notice, notice_months: 12, revision_months: 24}"
    edit(
        root,
        str(family.relative_to(root)),
        {terms: "terms: {duration: fixed_term, term_months: 12}"},
    )
    edition = dt.date(2020, 12, 22)
    later = f'{{date: 2021-06-01, edition: {edition}, sha256: "{"c" * 64}", effective: 2022-03-01}}'
    vetlanda = root / "municipalities" / "vetlanda.yaml"
    text = vetlanda.read_text("utf-8").replace(f"signed: {SIGNED_2020}\n", f"signed: {later}\n")
    past = f"history: [{{edition: {edition}, signed: {SIGNED_2020}, valid_to: 2021-12-31}}]\n"
    vetlanda.write_text(text + past, "utf-8")
    workspace = load(root)
    chosen = [entry(workspace, "vetlanda")]
    [row] = register(workspace, chosen, ON)
    assert row.sha256 == "a" * 64
    assert row.status.current is not None
    assert row.status.current.last == dt.date(2021, 12, 31)
    [row] = register(workspace, chosen, dt.date(2022, 3, 1))
    assert row.sha256 == "c" * 64
