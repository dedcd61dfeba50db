"""The funding table as data: published figures, what they add up to, what an index makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from agreement_gen.formats.spreadsheet import Cell, Sheet
from agreement_gen.funding.indexing import amount_for, base_set_aside, raised, whole_kronor
from agreement_gen.funding.totals import accepted_key, differences
from agreement_gen.problems import InputError
from agreement_gen.swedish import alphabetical
from agreement_gen.workspace.model import AMOUNT, SET_ASIDE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from agreement_gen.funding.money import IndexedAmount
    from agreement_gen.funding.totals import Difference
    from agreement_gen.problems import Problem
    from agreement_gen.workspace.reader import Standard, Workspace

LineKind = Literal["row", "sum", "total", "set_aside"]


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A line of the table.

    Attributes:
        kind: A municipality's row, a group's sum, the total, or the amount set aside.
        group: The group it belongs to, or none.
        title: The municipality's name or the sum's title.
        published: The published figure of each column, by its key.
        computed: What the parts add up to: a sum's rows, a row's parts; only where there are any.
        raised_sek: The amount at the level of the year asked for; a sum's is that of its rows.
    """

    kind: LineKind
    group: str
    title: str
    published: Mapping[str, int]
    computed: Mapping[str, int]
    raised_sek: int | None


@dataclass(frozen=True, slots=True)
class FundingFigures:
    """One standard's table; ``columns`` are pairs of key and title, each title with its unit.

    ``index`` tells how the amounts were raised, a line each: figures with sources, the rounding.
    """

    standard: str
    year: int | None
    columns: tuple[tuple[str, str], ...]
    lines: tuple[FigureLine, ...]
    differences: tuple[tuple[Difference, bool], ...]
    index: tuple[str, ...]


def funding_table(
    workspace: Workspace, standard: Standard, year: int | None = None
) -> FundingFigures:
    """The table of one standard, with amounts at a year's level if one is given.

    Raises:
        InputError: if the index lacks a year that is needed, or no file says for which year the
            amounts hold.
    """
    region = workspace.region.record.funding
    words = standard.family.record.funding
    keys = [column.key for column in words.columns]
    members = [e for e in workspace.entries if e.record.agreement == standard.key]
    members.sort(key=lambda entry: alphabetical(entry.record.municipality))
    problems: list[Problem] = []
    at_level: dict[str, IndexedAmount] = {}
    for entry in members if year is not None else []:
        try:
            at_level[entry.slug] = raised(workspace, entry, year or 0)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    lines = []

    def total_of(slugs: Sequence[str]) -> int | None:
        return sum(whole_kronor(at_level[slug]) for slug in slugs) if year is not None else None

    def sums(figures: Sequence[Mapping[str, int]]) -> dict[str, int]:
        return {key: sum(row.get(key, 0) for row in figures) for key in keys}

    for group in region.groups:
        rows = [entry for entry in members if entry.record.group == group.name]
        for entry in rows:
            figures = entry.record.funding
            parts = {
                column.key: sum(figures.get(part, 0) for part in column.parts)
                for column in words.columns
                if column.parts
            }
            amount = total_of([entry.slug])
            title = entry.record.municipality
            lines.append(FigureLine("row", group.name, title, figures, parts, amount))
        computed = sums([entry.record.funding for entry in rows])
        amount = total_of([entry.slug for entry in rows])
        lines.append(
            FigureLine("sum", group.name, group.sum_title, group.published, computed, amount)
        )
    computed = sums([entry.record.funding for entry in members])
    amount = total_of([entry.slug for entry in members])
    lines.append(
        FigureLine("total", "", region.total.title, region.total.published, computed, amount)
    )
    set_aside = None
    if year is not None:
        place = workspace.region.at("funding", SET_ASIDE)
        set_aside = whole_kronor(amount_for(workspace, base_set_aside(workspace), year, place))
    shared_out = {AMOUNT: region.total.published[AMOUNT]}
    lines.append(
        FigureLine(
            "set_aside", "", SET_ASIDE_TITLE, {AMOUNT: region.set_aside_sek}, shared_out, set_aside
        )
    )
    accepted = {accepted_key(item) for item in region.accepted_differences}
    return FundingFigures(
        standard=standard.key,
        year=year,
        columns=tuple((c.key, _with_unit(c.title, c.unit)) for c in words.columns),
        lines=tuple(lines),
        differences=tuple((d, d.key in accepted) for d in differences(workspace, standard)),
        index=index_lines(workspace, year) if year is not None else (),
    )


SET_ASIDE_TITLE = "Avsatt belopp"


def index_lines(workspace: Workspace, year: int) -> tuple[str, ...]:
    """The figures up to a year with their sources, and the rounding, a line each, in English."""
    index = workspace.region.record.index
    figures = sorted((f for f in index.figures if f.year <= year), key=lambda f: f.year)
    unit, mode = index.rounding.unit_sek, index.rounding.mode
    return (
        *(f"index {f.year}: {f.figure} ({f.source}, {f.dated})" for f in figures),
        f"amounts are rounded to {unit} kr ({mode.replace('_', ' ')}), once, from the base year",
    )


def sheets(table: FundingFigures) -> tuple[Sheet, Sheet]:
    """The table and its differences as sheets, with Swedish headings."""
    headings = ["Grupp", "Rad", *(title for _, title in table.columns)]
    headings += [f"Summerat: {title}" for _, title in table.columns]
    if table.year is not None:
        headings.append(f"Uppräknat till {table.year} (kr)")
    rows = []
    for line in table.lines:
        cells: list[Cell] = [line.group, line.title]
        cells += [line.published.get(key) for key, _ in table.columns]
        cells += [line.computed.get(key) for key, _ in table.columns]
        if table.year is not None:
            cells.append(line.raised_sek)
        rows.append(tuple(cells))
    found: list[tuple[Cell, ...]] = [
        (
            SET_ASIDE_TITLE if difference.row == SET_ASIDE else difference.row,
            dict(table.columns)[difference.column],
            difference.published,
            difference.computed,
            difference.published - difference.computed,
            "ja" if is_accepted else "nej",
        )
        for difference, is_accepted in table.differences
    ]
    columns = ("Rad", "Kolumn", "Publicerat tal", "Uträknat tal", "Skillnad", "Känd skillnad")
    return (
        Sheet("Fördelning", tuple(headings), tuple(rows)),
        Sheet("Skillnader", columns, tuple(found)),
    )


def as_data(table: FundingFigures) -> dict[str, Any]:
    """The table for JSON; amounts are whole kronor a year, each key says its unit."""
    return {
        "standard": table.standard,
        "year": table.year,
        "lines": [
            {
                "kind": line.kind,
                "group": line.group,
                "title": line.title,
                "published": dict(line.published),
                "computed": dict(line.computed),
                "raised_sek": line.raised_sek,
            }
            for line in table.lines
        ],
        "differences": [
            {
                "row": difference.row,
                "column": difference.column,
                "published": difference.published,
                "computed": difference.computed,
                "accepted": is_accepted,
            }
            for difference, is_accepted in table.differences
        ],
        "index": list(table.index),
    }


def _with_unit(title: str, unit: str) -> str:
    return title if f"({unit})" in title else f"{title} ({unit})"
