"""``agreement-gen funding``."""

from __future__ import annotations

import json
import sys
from codecs import BOM_UTF8
from typing import TYPE_CHECKING

import click

from agreement_gen.cli.app import Folder, pass_folder, reports_problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agreement_gen.funding.table import FundingFigures


@click.command()
@click.option(
    "--year", type=click.IntRange(1), metavar="YEAR", help="Show also the amounts of this year."
)
@click.option(
    "--format", "form", type=click.Choice(["text", "csv", "xlsx", "json"]), default="text",
    show_default=True, help="How to print; xlsx goes to a file: > table.xlsx",
)  # fmt: skip
@pass_folder
@reports_problems
def funding(folder: Folder, year: int | None, form: str) -> None:
    """Show the county's table: published figures, what they add up to, what the index makes."""
    from agreement_gen import clock
    from agreement_gen.formats.spreadsheet import write_csv, write_xlsx
    from agreement_gen.funding.table import as_data, funding_table, sheets
    from agreement_gen.problems import InputError

    workspace = folder.load()
    if workspace.problems:
        raise InputError(workspace.problems)
    tables = [funding_table(workspace, s, year) for s in workspace.standards.values()]
    if form == "json":
        click.echo(json.dumps([as_data(table) for table in tables], ensure_ascii=False, indent=2))
    elif form == "csv":
        for number, table in enumerate(tables):
            data = write_csv(sheets(table)[0])
            # One byte order mark begins the whole; an empty row stands between two tables.
            sys.stdout.buffer.write(b"\r\n" + data.removeprefix(BOM_UTF8) if number else data)
    elif form == "xlsx":
        edition = max(s.family.record.edition for s in workspace.standards.values())
        pages = [sheet for table in tables for sheet in sheets(table)]
        sys.stdout.buffer.write(write_xlsx(pages, clock.stamp(edition)))
    else:
        for table in tables:
            for line in lines(table):
                click.echo(line)


def lines(table: FundingFigures) -> Iterator[str]:
    """The table on a terminal: published figures, differences in brackets, the index."""
    heads = ["", *(title for _, title in table.columns)]
    if table.year is not None:
        heads.append(f"{table.year} (kr)")
    rows = [heads]
    group = ""
    for line in table.lines:
        if line.group != group and line.kind == "row":
            rows.append([line.group, *("" for _ in heads[1:])])
        group = line.group
        row = [f"  {line.title}" if line.kind == "row" else line.title]
        for key, _ in table.columns:
            published, computed = line.published.get(key), line.computed.get(key)
            cell = "" if published is None else str(published)
            if published is not None and computed is not None and computed != published:
                cell += f" (sum {computed})"
            row.append(cell)
        if table.year is not None:
            row.append("" if line.raised_sek is None else str(line.raised_sek))
        rows.append(row)
    widths = [max(len(row[place]) for row in rows) for place in range(len(heads))]
    for row in rows:
        first = row[0].ljust(widths[0])
        rest = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        yield "  ".join([first, *rest]).rstrip()
    if table.differences:
        yield ""
    for difference, is_accepted in table.differences:
        yield f"{difference}; {'known' if is_accepted else 'NOT LISTED as known'}"
    if table.index:
        yield ""
        yield from table.index
