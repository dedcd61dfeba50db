"""``agreement-gen status``."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from agreement_gen.cli.app import Folder, names_argument, pass_folder, reports_problems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agreement_gen.lifecycle.status import Status


class Day(click.ParamType[dt.date]):
    """A date as 2026-09-01."""

    name = "date"

    def convert(
        self, value: str | dt.date, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        """See :class:`click.ParamType`."""
        if isinstance(value, dt.date):
            return value
        message = f"`{value}` is not a date; write it as 2026-09-01"
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            try:
                return dt.date.fromisoformat(value)
            except ValueError:
                message = f"the date {value} does not exist"
        raise click.BadParameter(message, ctx, param)


@click.command()
@names_argument
@click.option("--on", type=Day(), metavar="DATE", help="The day to judge by. Default: today.")
@click.option(
    "--end", type=Day(), metavar="DATE",
    help="The end to tell the last day of notice for. Default: the next revision.",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "csv"]), default="text",
    show_default=True, help="How to print.",
)  # fmt: skip
@click.option(
    "--ics", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Write also a calendar file.",
)  # fmt: skip
@pass_folder
@reports_problems
def status(
    folder: Folder,
    names: tuple[str, ...],
    on: dt.date | None,
    end: dt.date | None,
    form: str,
    ics: Path | None,
) -> None:
    """Tell where each agreement stands: state, next revision, last day for notice, what is missing.

    Exit code 1 if a revision is overdue.
    """
    from agreement_gen import clock
    from agreement_gen.formats.spreadsheet import write_csv
    from agreement_gen.lifecycle.status import statuses
    from agreement_gen.problems import InputError
    from agreement_gen.workspace.reader import select

    workspace = folder.load()
    if workspace.problems:
        raise InputError(workspace.problems)
    day = on or clock.today()
    entries = select(workspace, names)
    found = statuses(workspace, entries, day, end)
    if ics is not None:
        from agreement_gen.build.compose import compose
        from agreement_gen.document.tree import text_of
        from agreement_gen.lifecycle.calendar import calendar_file
        from agreement_gen.workspace.transaction import write_files

        titles = {
            entry.record.code: text_of(compose(workspace, entry).document.title)
            for entry in entries
        }
        calendar = calendar_file(found, titles, clock.stamp(day))
        write_files(ics.parent, {ics.name: calendar})
    if form == "json":
        click.echo(json.dumps([_data(row) for row in found], ensure_ascii=False, indent=2))
    elif form == "csv":
        sys.stdout.buffer.write(write_csv(sheet(found)))
    else:
        for line in table(found):
            click.echo(line)
    if any(row.state == "overdue" for row in found):
        sys.exit(1)


_COLUMNS = (
    ("municipality", "Municipality"),
    ("state", "State"),
    ("edition", "Edition"),
    ("signed", "Signed"),
    ("next_revision", "Next revision"),
    ("notice_by", "Notice by"),
    ("end", "to end on"),
    ("notice_today_ends", "Notice today ends"),
)


def table(found: Sequence[Status]) -> Iterator[str]:
    """The lines of the table on a terminal, then what is missing, counted by kind."""
    rows = [(*tuple(title for _, title in _COLUMNS), "Missing")]
    for row in found:
        cells = [getattr(row, key) for key, _ in _COLUMNS]
        rows.append((*("–" if cell is None else str(cell) for cell in cells), _missing(row)))
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for line in rows:
        yield "  ".join(
            cell.ljust(width) for cell, width in zip(line, widths, strict=True)
        ).rstrip()


def _missing(row: Status) -> str:
    counts: dict[str, int] = {}
    for problem in row.missing:
        kind = problem.code.removeprefix("missing-")
        counts[kind] = counts.get(kind, 0) + 1
    return ", ".join(f"{count} {kind}" for kind, count in counts.items()) or "nothing"


def _data(row: Status) -> dict[str, Any]:
    days = (
        "edition",
        "in_force_edition",
        "signed",
        "starts",
        "next_revision",
        "warn_from",
        "term_ends",
        "end",
        "notice_by",
        "notice_today_ends",
    )
    return {
        "municipality": row.municipality,
        "code": row.code,
        "agreement": row.agreement,
        "state": row.state,
        **{key: None if (day := getattr(row, key)) is None else day.isoformat() for key in days},
        "missing": [
            {"file": p.location.file, "line": p.location.line, "message": p.message}
            for p in row.missing
        ],
    }


def sheet(found: Sequence[Status]) -> Any:  # noqa: ANN401
    """The statuses as a sheet, a row for each agreement."""
    from agreement_gen.formats.spreadsheet import Sheet

    headings = tuple(
        title if key in {"municipality", "state"} else f"{title} (date)" for key, title in _COLUMNS
    )
    return Sheet(
        "Status",
        (*headings, "Missing (count)"),
        tuple((*(getattr(row, key) for key, _ in _COLUMNS), len(row.missing)) for row in found),
    )
