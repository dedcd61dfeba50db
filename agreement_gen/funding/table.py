"""The funding table as data: published figures, what they add up to, amounts of a later year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from agreement_gen.formats.spreadsheet import Cell, Sheet
from agreement_gen.funding import messages
from agreement_gen.funding.indexing import raised, raised_set_aside, whole_kronor
from agreement_gen.funding.totals import (
    accepted_key,
    column_sums,
    differences,
    members_of,
    part_sums,
)
from agreement_gen.problems import InputError
from agreement_gen.swedish import alphabetical
from agreement_gen.workspace.model import AMOUNT, SET_ASIDE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from agreement_gen.funding.totals import Difference
    from agreement_gen.problems import Problem
    from agreement_gen.workspace.reader import Entry, Standard, Workspace

LineKind = Literal["row", "sum", "total", "set_aside"]


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A line of the table.

    Attributes:
        kind: A municipality's row, a group's sum, the total, or the amount set aside.
        group: The group it belongs to, or none.
        title: The municipality's name or the sum's title.
        members: The slugs of the municipalities whose rows the line covers.
        published: The published figure of each column, by its key, in the column's unit.
        computed: What the parts add up to: a sum's rows, a row's parts; only where there are any.
        raised_sek: The amount at the level of the year asked for; a sum's is that of its rows.
            None when no year is asked for.
    """

    kind: LineKind
    group: str
    title: str
    members: tuple[str, ...]
    published: Mapping[str, int]
    computed: Mapping[str, int]
    raised_sek: int | None = None


@dataclass(frozen=True, slots=True)
class FundingFigures:
    """One standard's table.

    Attributes:
        standard: The key of the standard.
        year: The year whose amounts are shown too, or None.
        columns: Pairs of key and title, each title with its unit.
        lines: The table's lines in order.
        differences: Each published figure that is not its computed sum, with whether the
            region's file lists it as known.
        index: How the amounts were raised, a line each: figures with sources, the rounding.
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
        InputError: if the index lacks a year that is needed, or no file states for which year
            the amounts hold.
    """
    members = members_of(workspace, standard)
    members.sort(key=lambda entry: alphabetical(entry.record.municipality))
    lines = tuple(_lines(workspace, standard, members))
    index: tuple[str, ...] = ()
    if year is not None:
        lines = _at_level(workspace, members, lines, year)
        index = index_lines(workspace, year)
    columns = standard.family.record.funding.columns
    known = {accepted_key(d) for d in workspace.region.record.funding.accepted_differences}
    return FundingFigures(
        standard=standard.key,
        year=year,
        columns=tuple((column.key, _with_unit(column.title, column.unit)) for column in columns),
        lines=lines,
        differences=tuple((d, d.key in known) for d in differences(workspace, standard)),
        index=index,
    )


def _lines(
    workspace: Workspace, standard: Standard, members: Sequence[Entry]
) -> Iterator[FigureLine]:
    """The lines as they are published: each group's rows and its sum, the total, the set-aside."""
    region = workspace.region.record.funding
    columns = [column.key for column in standard.family.record.funding.columns]
    for group in region.groups:
        rows = [entry for entry in members if entry.record.group == group.name]
        for entry in rows:
            figures, title = entry.record.funding, entry.record.municipality
            parts = part_sums(figures, standard)
            yield FigureLine("row", group.name, title, (entry.slug,), figures, parts)
        slugs = tuple(entry.slug for entry in rows)
        computed = column_sums((entry.record.funding for entry in rows), columns)
        yield FigureLine("sum", group.name, group.sum_title, slugs, group.published, computed)
    slugs = tuple(entry.slug for entry in members)
    computed = column_sums((entry.record.funding for entry in members), columns)
    yield FigureLine("total", "", region.total.title, slugs, region.total.published, computed)
    published = {AMOUNT: region.set_aside_sek}
    computed = {AMOUNT: region.total.published[AMOUNT]}
    yield FigureLine("set_aside", "", messages.ROW_SET_ASIDE, (), published, computed)


def _at_level(
    workspace: Workspace, members: Sequence[Entry], lines: Sequence[FigureLine], year: int
) -> tuple[FigureLine, ...]:
    """The lines with their amounts at a year's level; a sum's is the sum of its raised rows."""
    amounts = _raised_by_slug(workspace, members, year)
    set_aside = whole_kronor(raised_set_aside(workspace, year))
    return tuple(
        replace(
            line,
            raised_sek=set_aside
            if line.kind == "set_aside"
            else sum(amounts[slug] for slug in line.members),
        )
        for line in lines
    )


def _raised_by_slug(workspace: Workspace, members: Sequence[Entry], year: int) -> dict[str, int]:
    amounts: dict[str, int] = {}
    problems: list[Problem] = []
    for entry in members:
        try:
            amounts[entry.slug] = whole_kronor(raised(workspace, entry, year))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return amounts


def index_lines(workspace: Workspace, year: int) -> tuple[str, ...]:
    """The figures up to a year with their sources, and the rounding, a line each, in English."""
    index = workspace.region.record.index
    figures = sorted((f for f in index.figures if f.year <= year), key=lambda f: f.year)
    mode = messages.ROUNDING_MODES[index.rounding.mode]()
    return (
        *(
            str(messages.INDEX_FIGURE(year=f.year, figure=f.figure, source=f.source, dated=f.dated))
            for f in figures
        ),
        str(messages.INDEX_ROUNDING(unit=index.rounding.unit_sek, mode=mode)),
    )


def sheets(table: FundingFigures) -> tuple[Sheet, Sheet]:
    """The table and its differences as sheets, with Swedish headings.

    Figures are in the unit that their column's heading states, raised amounts in whole kronor.
    """
    titles = dict(table.columns)
    headings = [messages.COLUMN_GROUP, messages.COLUMN_ROW, *titles.values()]
    headings += [str(messages.COLUMN_COMPUTED(title=title)) for title in titles.values()]
    if table.year is not None:
        headings.append(str(messages.COLUMN_RAISED(year=table.year)))
    rows = []
    for line in table.lines:
        cells: list[Cell] = [line.group, line.title]
        cells += [line.published.get(key) for key in titles]
        cells += [line.computed.get(key) for key in titles]
        if table.year is not None:
            cells.append(line.raised_sek)
        rows.append(tuple(cells))
    found: list[tuple[Cell, ...]] = [
        (
            messages.ROW_SET_ASIDE if difference.row == SET_ASIDE else difference.row,
            titles[difference.column],
            difference.published,
            difference.computed,
            difference.published - difference.computed,
            messages.YES if is_accepted else messages.NO,
        )
        for difference, is_accepted in table.differences
    ]
    return (
        Sheet(messages.SHEET_TABLE, tuple(headings), tuple(rows)),
        Sheet(messages.SHEET_DIFFERENCES, messages.DIFFERENCE_COLUMNS, tuple(found)),
    )


def as_data(table: FundingFigures) -> dict[str, Any]:
    """The table for JSON; amounts are whole kronor a year, each key states its unit."""
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
