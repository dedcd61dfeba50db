"""A family's own fields are compared field by field, and row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from agreement_gen.changes.report import report
from tests.support.changes import ALBY, FAMILY, compared, reported, words
from tests.support.workspaces import CASES, edit, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("swedish")


@pytest.fixture
def states(tmp_path: Path) -> tuple[Path, Path]:
    """The workspace with fields, twice."""
    old, new = (small_workspace(tmp_path / name, CASES / "fields") for name in ("old", "new"))
    return old, new


ROW = "    - {activity: Prova på-dag, by: Kommunen, due: 2024-05-01"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("budget: 125000", "budget: 130000", "Alby · Mål · Insats: 125 000 → 130 000 kr"),
        ("budget: 125000", "budget:", "Alby · Mål · Insats: 125 000 → –"),
        ("level: hög", "level: låg", "Alby · Mål · Nivå: hög → låg"),
        ("schema: false", "schema: true", "Alby · Mål · Enligt ett schema: nej → ja"),
        ("2024-02-01", "2024-02-02", "Alby · Mål · Beslutad: 2024-02-01 → 2024-02-02"),
        ("A 17", "A 18", "Alby · Nummer i registret: A 17 → A 18"),
        (
            "due: 2024-05-01",
            "due: 2024-06-01",
            "Alby · Mål · Handlingsplan · Prova på-dag · Klart: 2024-05-01 → 2024-06-01",
        ),
        (
            "cost: 15000",
            "cost: 16000",
            "Alby · Mål · Handlingsplan · Prova på-dag · Kostnad: 15 000 → 16 000 kr",
        ),
        (
            ROW,
            f"    - {{activity: Läger, by: Förbundet, cost: 9000}}\n{ROW}",
            "Alby · Mål · Handlingsplan · Läger: – → Läger, Förbundet, 9 000",
        ),
        # What is wrong in one of the states is compared as it is written.
        ("2024-02-01", "hösten", "Alby · Mål · Beslutad: 2024-02-01 → hösten"),
    ],
)
def test_a_change_is_reported_with_the_field_the_row_and_the_clause(
    states: tuple[Path, Path], before: str, after: str, expected: str
) -> None:
    old, new = states
    edit(new, ALBY, {before: after})
    assert [line.replace("\u00a0", " ").partition(" [")[0] for line in reported(
        compared(old, new))] == [expected]  # fmt: skip


def test_a_text_and_a_list_are_compared_by_words(states: tuple[Path, Path]) -> None:
    old, new = states
    edit(new, ALBY, {"    - unga.": "    - alla unga.", "[barn, unga]": "[barn, äldre]"})
    text, lines = compared(old, new).changes
    assert (text.label, words(text)) == ("Mål för året", ["• +alla +unga."])
    assert (lines.label, words(lines)) == ("Målgrupper", ["-unga-", "+äldre+"])


def test_rows_in_another_order_are_reported(states: tuple[Path, Path]) -> None:
    old, new = states
    text = (new / ALBY).read_text(encoding="utf-8")
    first, second = text.splitlines(keepends=True)[-2:]
    (new / ALBY).write_text(text.replace(first + second, second + first), encoding="utf-8")
    [change] = compared(old, new).changes
    assert change.label == "Handlingsplan"
    assert words(change)


def test_a_field_that_is_no_longer_described_is_known_by_its_old_title(
    states: tuple[Path, Path],
) -> None:
    old, new = states
    edit(new, FAMILY, {"  - {key: halls, title: Antal hallar, type: number}\n": ""})
    edit(new, ALBY, {"  halls: 1200\n": ""})
    edit(new, "templates/samverkan/clauses/mal.md.j2", {
        " och hallarna är {{ fields.halls | number }}": ""})  # fmt: skip
    text = report(compared(old, new), "text")
    assert "Antal hallar: 1 200 → –" in text.replace("\u00a0", " ")


def test_an_agreement_differs_in_nothing_from_itself(states: tuple[Path, Path]) -> None:
    assert not compared(*states)
