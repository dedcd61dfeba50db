"""The funding table as data: published figures, what they add up to, amounts of a later year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from agreement_gen.formats.spreadsheet import Cell, Sheet
from agreement_gen.funding import messages
from agreement_gen.funding.indexing import (
    funding_of,
    index_of,
    raised,
    raised_set_aside,
    whole_kronor,
)
from agreement_gen.funding.messages import FundingCode
from agreement_gen.funding.totals import (
    accepted_key,
    column_sums,
    differences,
    members_of,
    part_sums,
    table_rows,
)
from agreement_gen.problems import InputError, fault
from agreement_gen.translation import translated
from agreement_gen.workspace.model import AMOUNT, SET_ASIDE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from agreement_gen.funding.totals import Difference, TableRow
    from agreement_gen.messages import Text
    from agreement_gen.problems import Problem
    from agreement_gen.workspace.model import FundingTable, IndexFigure, PublishedFunding
    from agreement_gen.workspace.reader import Standard, Workspace

LineKind = Literal["row", "sum", "total", "set_aside"]


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A line of the table.

    Attributes:
        kind: A municipality's row, a group's sum, the total, or the amount set aside.
        group: The group it belongs to, or none.
        title: The municipality's name or the sum's title.
        members: The slugs of the municipalities whose rows the line covers.
        published: The published figure of each column, by its key, in the column's unit; None
            for one that is not set yet.
        computed: What the parts add up to: a sum's rows, a row's parts; only where there are any.
        raised_sek: The amount at the level of the year asked for; a sum's is that of its rows.
            None when no year is asked for.
    """

    kind: LineKind
    group: str
    title: str
    members: tuple[str, ...]
    published: Mapping[str, int | None]
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
        InputError: if the family has no money, if the index lacks a year that is needed, or if no
            file states for which year the amounts hold.
    """
    funding, table = funding_of(standard).record, table_of(standard)
    lines = tuple(_lines(funding, table, table_rows(workspace, standard)))
    index: tuple[str, ...] = ()
    if year is not None:
        lines = _at_level(workspace, standard, lines, year)
        index = index_lines(workspace, year)
    columns = table.columns
    known = {accepted_key(difference) for difference in funding.accepted_differences}
    return FundingFigures(
        standard=standard.key,
        year=year,
        columns=tuple((column.key, _with_unit(column.title, column.unit)) for column in columns),
        lines=lines,
        differences=tuple((d, d.key in known) for d in differences(workspace, standard)),
        index=index,
    )


def rows_of(table: FundingFigures, slugs: Collection[str]) -> FundingFigures:
    """The rows of some municipalities, without the sums, which are of all."""
    lines = tuple(
        line for line in table.lines if line.kind == "row" and set(line.members) <= set(slugs)
    )
    titles = {line.title for line in lines}
    differences = tuple(each for each in table.differences if each[0].row in titles)
    return replace(table, lines=lines, differences=differences)


def table_of(standard: Standard) -> FundingTable:
    """How a family's funding table looks.

    Raises:
        InputError: if the family describes none.
    """
    table = standard.family.record.funding
    if table is None:
        raise fault(standard.family.at(), FundingCode.NO_FUNDING, family=standard.key)
    return table


def _lines(
    funding: PublishedFunding,
    table: FundingTable,
    rows: Sequence[TableRow],
) -> Iterator[FigureLine]:
    """The lines as they are published: each group's rows and its sum, the total, the set-aside."""
    columns = [column.key for column in table.columns]
    groups = [group.name for group in funding.groups]
    for group in funding.groups:
        members = [row for row in rows if row.group == group.name]
        yield from (_row_line(row, table) for row in members)
        slugs = tuple(row.slug for row in members)
        computed = column_sums((row.figures for row in members), columns)
        yield FigureLine("sum", group.name, group.sum_title, slugs, group.published, computed)
    yield from (_row_line(row, table) for row in rows if row.group not in groups)
    slugs = tuple(row.slug for row in rows)
    computed = column_sums((row.figures for row in rows), columns)
    yield FigureLine("total", "", funding.total.title, slugs, funding.total.published, computed)
    published = {AMOUNT: funding.set_aside_sek}
    computed = {AMOUNT: funding.total.published[AMOUNT]}
    yield FigureLine("set_aside", "", translated(messages.ROW_SET_ASIDE), (), published, computed)


def _row_line(row: TableRow, table: FundingTable) -> FigureLine:
    parts = part_sums(row.figures, table)
    return FigureLine("row", row.group or "", row.title, (row.slug,), row.figures, parts)


def _at_level(
    workspace: Workspace, standard: Standard, lines: Sequence[FigureLine], year: int
) -> tuple[FigureLine, ...]:
    """The lines with their amounts at a year's level; a sum's is the sum of its raised rows."""
    amounts = _raised_by_slug(workspace, standard, year)
    set_aside = whole_kronor(raised_set_aside(workspace, standard, year))
    return tuple(
        replace(
            line,
            raised_sek=set_aside
            if line.kind == "set_aside"
            else sum(amounts[slug] for slug in line.members),
        )
        for line in lines
    )


def _raised_by_slug(workspace: Workspace, standard: Standard, year: int) -> dict[str, int]:
    amounts: dict[str, int] = {}
    problems: list[Problem] = list(workspace.problems)
    for entry in members_of(workspace, standard):
        try:
            amounts[entry.slug] = whole_kronor(raised(workspace, standard, entry, year))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return amounts


def index_lines(workspace: Workspace, year: int) -> tuple[str, ...]:
    """The figures up to a year with their sources, and the rounding, a line each, in English.

    Raises:
        InputError: if the region's file describes no index.
    """
    index = index_of(workspace)
    figures = sorted((f for f in index.figures if f.year <= year), key=lambda f: f.year)
    mode = messages.ROUNDING_MODES[index.rounding.mode]()
    return (
        *(str(_index_line(figure)) for figure in figures),
        str(messages.INDEX_ROUNDING(unit=index.rounding.unit_sek, mode=mode)),
    )


def _index_line(figure: IndexFigure) -> Text:
    year, source, dated = figure.year, figure.source, figure.dated
    if figure.percent is not None:
        percent = figure.percent
        return messages.INDEX_CHANGE(year=year, percent=percent, source=source, dated=dated)
    level = figure.figure or 0
    return messages.INDEX_FIGURE(year=year, figure=level, source=source, dated=dated)


def sheets(table: FundingFigures) -> tuple[Sheet, Sheet]:
    """The table and its differences as sheets.

    Figures are in the unit that their column's heading states, raised amounts in whole kronor.
    """
    titles = dict(table.columns)
    headings = [
        translated(messages.COLUMN_GROUP),
        translated(messages.COLUMN_ROW),
        *titles.values(),
    ]
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
            translated(messages.ROW_SET_ASIDE) if difference.row == SET_ASIDE else difference.row,
            titles[difference.column],
            difference.published,
            difference.computed,
            difference.published - difference.computed,
            translated(messages.YES if is_accepted else messages.NO),
        )
        for difference, is_accepted in table.differences
    ]
    return (
        Sheet(translated(messages.SHEET_TABLE), tuple(headings), tuple(rows)),
        Sheet(
            translated(messages.SHEET_DIFFERENCES),
            tuple(map(translated, messages.DIFFERENCE_COLUMNS)),
            tuple(found),
        ),
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
