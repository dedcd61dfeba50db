"""``agreement-gen status``."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from agreement_gen.cli.app import (
    Folder,
    pass_folder,
    print_problems,
    reports_problems,
    sound_part,
)
from agreement_gen.cli.command import command
from agreement_gen.cli.messages import (
    COUNT_HEADING,
    DATE_HEADING,
    EDITION,
    ENDS,
    MISSING,
    MISSING_LOCALLY,
    MISSING_REGION,
    MUNICIPALITY,
    NEXT_REVISION,
    NOTHING_MISSING,
    NOTICE_BY,
    NOTICE_TODAY_ENDS,
    OLD_DECISION,
    OLD_DECISIONS,
    SIGNED,
    STATE,
    STATE_AND_NEXT,
    STATES,
    TO_END_ON,
)
from agreement_gen.cli.output import say, write_data, write_json
from agreement_gen.cli.params import (
    Day,
    format_option,
    output_file_option,
    reference_date_option,
    selection_options,
)
from agreement_gen.cli.table import Cell, Column, table_lines

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from agreement_gen.formats.spreadsheet import Sheet
    from agreement_gen.lifecycle.status import Status
    from agreement_gen.problems import Problem
    from agreement_gen.workspace.reader import Entry, Selection, Workspace


@command
@selection_options
@reference_date_option
@click.option(
    "--end", type=Day(), metavar="DATE",
    help="The end for which the last day of notice is shown. Default: the next revision.",
)  # fmt: skip
@format_option("text", "json", "csv")
@output_file_option("--ics", "Write also a calendar file.")
@pass_folder
@reports_problems
def status(
    folder: Folder,
    names: Selection,
    on: dt.date | None,
    end: dt.date | None,
    output_format: str,
    ics: Path | None,
) -> None:
    """Show each agreement's state, next revision, last day for notice, and what is missing.

    Exits with status 1 if a revision is overdue.
    """
    from agreement_gen import clock
    from agreement_gen.build.publication import interrupted
    from agreement_gen.checks.messages import RuleCode
    from agreement_gen.problems import has_errors
    from agreement_gen.workspace.reader import OUTPUT

    workspace = folder.load()
    half_built = interrupted(folder.root / OUTPUT)
    if half_built is not None:
        print_problems([half_built])
    day = on or clock.today()
    with sound_part(workspace, names) as part:
        if not has_errors(part.problems):  # those are printed with all else
            old = [one for one in part.problems if one.code == RuleCode.DECIDED_BEFORE_EDITION]
            print_problems(old)
        _show(workspace, part.entries, day, end, output_format, ics)


def _show(
    workspace: Workspace,
    entries: Sequence[Entry],
    day: dt.date,
    end: dt.date | None,
    output_format: str,
    ics: Path | None,
) -> None:
    from agreement_gen import clock
    from agreement_gen.formats.spreadsheet import write_csv
    from agreement_gen.lifecycle.status import statuses

    found = statuses(workspace, entries, day, end)
    if ics is not None:
        from agreement_gen.build.compose import compose
        from agreement_gen.document.tree import text_of
        from agreement_gen.lifecycle.calendar import calendar_file
        from agreement_gen.workspace.transaction import write_files

        titles = {
            entry.slug: text_of(compose(workspace, entry).document.title) for entry in entries
        }
        calendar = calendar_file(found, titles, clock.stamp(day), day)
        write_files(ics.parent, {ics.name: calendar})
    if output_format == "json":
        paths = {entry.slug: entry.path for entry in entries}
        data = [_data(row, paths[row.slug]) for row in found]
        write_json(json.dumps(data, ensure_ascii=False, indent=2))
    elif output_format == "csv":
        write_data(write_csv(_sheet(found)))
    else:
        paths = {entry.slug: entry.path for entry in entries}
        headings = [*(h for _, h in _COLUMNS), MISSING_LOCALLY, MISSING_REGION]
        rows: list[tuple[Any, ...]] = [
            (*_cells(row), *_missing(row, paths[row.slug])) for row in found
        ]
        if any(row.old_decisions for row in found):
            headings.append(OLD_DECISIONS)
            rows = [(*cells, _old(row)) for cells, row in zip(rows, found, strict=True)]
        columns = [Column(heading()) for heading in headings]
        for line in table_lines(columns, rows):
            say(line)
    if any(row.state == "overdue" for row in found):
        sys.exit(1)


_COLUMNS = (
    ("municipality", MUNICIPALITY),
    ("state", STATE),
    ("edition", EDITION),
    ("signed", SIGNED),
    ("next_revision", NEXT_REVISION),
    ("notice_by", NOTICE_BY),
    ("end", TO_END_ON),
    ("notice_today_ends", NOTICE_TODAY_ENDS),
    ("ends", ENDS),
)
"""The fields that are shown, and their headings."""


def _cells(row: Status) -> tuple[Any, ...]:
    return tuple(_state(row) if key == "state" else getattr(row, key) for key, _ in _COLUMNS)


def _state(row: Status) -> str:
    """The state in words, with what is drafted to follow."""
    state = STATES[row.state]()
    if row.preparing is None:
        return str(state)
    return str(STATE_AND_NEXT(state=state, edition=row.edition, next_state=STATES[row.preparing]()))


def _old(row: Status) -> str:
    """The decisions that are older than the edition, each with its age when that was made."""
    return ", ".join(
        str(OLD_DECISION(party=party, decided=decided, count=(row.edition - decided).days))
        for party, decided in row.old_decisions
    )


def _missing(row: Status, path: str) -> tuple[Cell, Cell]:
    """What the agreement's own file lacks, and what the region is to settle."""
    from agreement_gen.checks.letter import owner_of

    of_region = [gap for gap in row.missing if owner_of(gap, path) == "region"]
    return _counted([gap for gap in row.missing if gap not in of_region]), _counted(of_region)


def _counted(gaps: Sequence[Problem]) -> Cell:
    """What is missing, counted by kind."""
    from agreement_gen.agreement_state.messages import CHANGED_SINCE_SIGNED, SignedTextCode
    from agreement_gen.build.messages import EMPTY_VALUES, BuildCode
    from agreement_gen.checks.messages import MISSING_KINDS

    counts = Counter(gap.code for gap in gaps)
    words = {**MISSING_KINDS, BuildCode.EMPTY_VALUE: EMPTY_VALUES}
    words |= dict.fromkeys(SignedTextCode, CHANGED_SINCE_SIGNED)
    kinds = [str(words[code](count=count)) for code, count in counts.items()]
    return ", ".join(kinds) or NOTHING_MISSING()


def _data(row: Status, path: str) -> dict[str, Any]:
    from agreement_gen.checks.letter import owner_of

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
        "received",
        "ends",
    )
    return {
        "municipality": row.municipality,
        "code": row.code,
        "agreement": row.agreement,
        "state": row.state,
        "preparing": row.preparing,
        "outside": row.is_outside,
        "scanned": row.is_scanned,
        "compared": row.is_compared,
        "annual_amount_sek": row.amount_sek,
        "old_decisions": [
            {"party": party, "decided": decided.isoformat()} for party, decided in row.old_decisions
        ],
        **{key: None if (day := getattr(row, key)) is None else day.isoformat() for key in days},
        "missing": [
            {
                "file": p.location.file,
                "line": p.location.line,
                "message": p.message,
                "owner": owner_of(p, path),
            }
            for p in row.missing
        ],
    }


def _sheet(found: tuple[Status, ...]) -> Sheet:
    """The statuses as a sheet, a row for each agreement."""
    from agreement_gen.formats.spreadsheet import Sheet

    headings = [
        str(heading() if key in {"municipality", "state"} else DATE_HEADING(heading=heading()))
        for key, heading in _COLUMNS
    ]
    headings.append(str(COUNT_HEADING(heading=MISSING())))
    return Sheet("Status", tuple(headings), tuple((*_cells(r), len(r.missing)) for r in found))
