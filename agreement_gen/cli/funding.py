"""``agreement-gen funding``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from agreement_gen import swedish
from agreement_gen.cli.app import Folder, pass_folder, reports_problems
from agreement_gen.cli.command import command
from agreement_gen.cli.messages import (
    AMOUNT_OF_YEAR,
    KNOWN_DIFFERENCE,
    OTHER_SUM,
    ROW_IN_GROUP,
    UNKNOWN_DIFFERENCE,
)
from agreement_gen.cli.output import say, write_data, write_file, write_json
from agreement_gen.cli.params import (
    YEAR,
    format_option,
    output_file_option,
    selection_options,
)
from agreement_gen.cli.table import Cell, Column, table_lines
from agreement_gen.translation import translated

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from agreement_gen.funding.table import FundingFigures
    from agreement_gen.funding.totals import Difference
    from agreement_gen.messages import Text
    from agreement_gen.workspace.reader import Selection, Standard, Workspace


@command
@selection_options
@click.option("--year", type=YEAR, metavar="YEAR", help="Show also the amounts of this year.")
@format_option("text", "csv", "xlsx", "json", help_="How to print; xlsx goes to a file.")
@output_file_option("--output", "Where xlsx is written. Default: output/ in the workspace.")
@pass_folder
@reports_problems
def funding(
    folder: Folder,
    names: Selection,
    year: int | None,
    output_format: str,
    output: Path | None,
) -> None:
    """Show the county's table: published figures, computed sums, amounts at the index.

    Each family with money has one. With names or a county only their rows are shown, without sums.
    """
    from agreement_gen import clock
    from agreement_gen.checks.gate import SUMS
    from agreement_gen.formats.spreadsheet import write_csv, write_xlsx
    from agreement_gen.funding.messages import FILE_OF_TABLE
    from agreement_gen.funding.table import as_data, funding_table, rows_of, sheets
    from agreement_gen.invoicing.sheets import family_title
    from agreement_gen.workspace.reader import select

    workspace = folder.load_sound(SUMS)
    standards = _with_money(workspace, names)
    tables = [funding_table(workspace, standard, year) for standard in standards]
    if names.names or names.county is not None:
        slugs = {entry.slug for entry in select(workspace, names)}
        tables = [rows_of(table, slugs) for table in tables]
    if output_format == "json":
        write_json(json.dumps([as_data(table) for table in tables], ensure_ascii=False, indent=2))
    elif output_format == "csv":
        write_data(write_csv(*(sheets(table)[0] for table in tables)))
    elif output_format == "xlsx":
        edition = max(standard.family.record.edition for standard in standards)
        pages = [sheet for table in tables for sheet in sheets(table)]
        data = write_xlsx(pages, clock.stamp(edition))
        write_file(folder.root, f"{FILE_OF_TABLE(edition=edition)}.xlsx", data, output)
    else:
        for number, table in enumerate(tables):
            if len(tables) > 1:
                if number:
                    say()
                say(family_title(workspace, table.standard))
            for line in _lines(table):
                say(line)


def _with_money(workspace: Workspace, names: Selection) -> list[Standard]:
    """The families with money that are asked for, or whose agreements are.

    Raises:
        InputError: if nothing that is asked for has money.
    """
    from agreement_gen.funding.indexing import funding_of
    from agreement_gen.funding.messages import FundingCode
    from agreement_gen.problems import Location, fault
    from agreement_gen.workspace.reader import select
    from agreement_gen.workspace.root import TEMPLATES

    keys = {*workspace.standards}
    if names.agreement in keys and not names.names and names.county is None:
        keys = {names.agreement}
    elif names:
        keys = {entry.record.agreement for entry in select(workspace, names)}
    asked = [standard for key, standard in workspace.standards.items() if key in keys]
    found = [standard for standard in asked if standard.funding is not None]
    if not found:
        for standard in asked:
            funding_of(standard)
        raise fault(Location(TEMPLATES), FundingCode.NO_FAMILY)
    return found


def _lines(table: FundingFigures) -> Iterator[str]:
    """The table on a terminal: published figures, differences in brackets, the index."""
    columns = [Column(), *(Column(title, "right") for _, title in table.columns)]
    if table.year is not None:
        columns.append(Column(AMOUNT_OF_YEAR(year=str(table.year)), "right"))
    yield from table_lines(columns, _rows(table))
    if table.differences:
        yield ""
    titles = dict(table.columns)
    for difference, is_accepted in table.differences:
        shown = KNOWN_DIFFERENCE if is_accepted else UNKNOWN_DIFFERENCE
        yield str(shown(difference=_in_words(difference, titles)))
    if table.index:
        yield ""
        yield from table.index


def _in_words(difference: Difference, titles: Mapping[str, str]) -> Text:
    """A difference with the titles of its row and its column, and grouped digits."""
    from agreement_gen.funding.messages import DIFFERENCE, ROW_SET_ASIDE
    from agreement_gen.workspace.model import SET_ASIDE

    row = translated(ROW_SET_ASIDE) if difference.row == SET_ASIDE else difference.row
    gap = difference.published - difference.computed
    return DIFFERENCE(
        row=row,
        column=titles.get(difference.column, difference.column),
        published=swedish.number(difference.published),
        computed=swedish.number(difference.computed),
        difference=f"{'+' if gap > 0 else ''}{swedish.number(gap)}",
    )


def _rows(table: FundingFigures) -> Iterator[list[Cell]]:
    """A row for each line, with a row for each group's name before its municipalities."""
    width = len(table.columns) + (0 if table.year is None else 1)
    group = ""
    for line in table.lines:
        if line.group != group and line.kind == "row":
            yield [line.group, *("" for _ in range(width))]
        group = line.group
        row: list[Cell] = [ROW_IN_GROUP(title=line.title) if line.kind == "row" else line.title]
        for key, _ in table.columns:
            row.append(_figure(line.published.get(key), line.computed.get(key)))
        if table.year is not None:
            row.append("" if line.raised_sek is None else line.raised_sek)
        yield row


def _figure(published: int | None, computed: int | None) -> Cell:
    if published is None:
        return ""
    if computed is None or computed == published:
        return published
    return OTHER_SUM(published=swedish.number(published), computed=swedish.number(computed))
