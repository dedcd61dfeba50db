"""``agreement-gen revise``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from agreement_gen import swedish
from agreement_gen.cli.app import Folder, pass_folder, reports_problems
from agreement_gen.cli.command import command
from agreement_gen.cli.messages import (
    ADDED,
    BOTH_DAYS,
    DROPPED,
    DRY_RUN,
    EDITION,
    FILES_CHANGED,
    FROM_TO,
    MISSING_EDITION,
    MONEY_CHANGE,
    MUNICIPALITY,
    NOTE_ON,
    RECOVER_ALONE,
    RECOVERED,
    REVISE_NEXT,
    SIGNED,
    STEP,
    STEP_BUILD,
    STEP_DECISIONS,
    STEP_READY,
    STEP_REVIEW,
    STEP_SIGN,
    STEP_TEXTS,
    STILL_IN_FORCE,
    TO_HISTORY,
    UNCHANGED,
    YEARLY_AMOUNT,
)
from agreement_gen.cli.output import say
from agreement_gen.cli.params import YEAR, Day, selection_options
from agreement_gen.cli.table import Cell, Column, table_lines

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from agreement_gen.lifecycle.revise import FileRevision, Revision
    from agreement_gen.messages import Text
    from agreement_gen.workspace.reader import Selection


@command
@selection_options
@click.option(
    "--edition", type=Day(), metavar="DATE",
    help="The edition to follow; the standard's own, changed first.",
)  # fmt: skip
@click.option(
    "--index", "year", type=YEAR, metavar="YEAR",
    help="Raise the yearly amounts to this year's level.",
)  # fmt: skip
@click.option(
    "--from", "starts", type=Day(), metavar="DATE", help="The first day of a new fixed term."
)
@click.option("--to", "ends", type=Day(), metavar="DATE", help="Its last day.")
@click.option("--dry-run", is_flag=True, help="Print what would change; change nothing.")
@click.option(
    "--recover", "is_recovery", is_flag=True,
    help="Restore the files that an interrupted revision has changed.",
)  # fmt: skip
@pass_folder
@reports_problems
def revise(
    folder: Folder,
    names: Selection,
    edition: dt.date | None,
    year: int | None,
    starts: dt.date | None,
    ends: dt.date | None,
    dry_run: bool,
    is_recovery: bool,
) -> None:
    """Let all agreements, or those named, follow the standard's new edition.

    The files are edited in place, all of them or none. If the machine stops meanwhile, every
    command reports it, and --recover restores the files.
    """
    from agreement_gen.checks.gate import SUMS
    from agreement_gen.funding.table import index_lines
    from agreement_gen.lifecycle.revise import revise as work_out
    from agreement_gen.workspace.journal import recover, write_all
    from agreement_gen.workspace.reader import select
    from agreement_gen.workspace.schema import FOLDER as SCHEMA_FOLDER
    from agreement_gen.workspace.schema import write_schemas
    from agreement_gen.workspace.tree import DiskTree

    if is_recovery:
        if names or edition or year or dry_run:
            raise click.UsageError(str(RECOVER_ALONE()))
        say(RECOVERED(count=len(recover(folder.root))))
        return
    if edition is None:
        raise click.UsageError(str(MISSING_EDITION()))
    if (starts is None) != (ends is None):
        raise click.UsageError(str(BOTH_DAYS()))
    days = None if starts is None or ends is None else (starts, ends)
    workspace = folder.load_sound(SUMS)
    entries = select(workspace, names)
    revision = work_out(workspace, DiskTree(folder.root), entries, edition, year, days)
    for line in _lines(revision):
        say(line)
    if year is not None:
        say()
        for line in index_lines(workspace, year):
            say(line)
    if dry_run:
        say(DRY_RUN())
        return
    write_all(folder.root, revision.files, workspace.files)
    if any((folder.root / SCHEMA_FOLDER).glob("*.schema.json")):
        write_schemas(folder.root, folder.load())
    say(FILES_CHANGED(count=len(revision.files)))
    for step in _next_steps(revision):
        say(step)


def _next_steps(revision: Revision) -> Iterator[Text]:
    """What is left to do after a revision, in order, each only where it is needed."""
    if not revision.changes:
        return
    yield REVISE_NEXT()
    steps = [STEP_REVIEW()]
    added = sum(len(change.added) for change in revision.changes)
    if added:
        steps.append(STEP_TEXTS(count=added))
    decisions = sum(any(_is_decision(note) for note in c.notes) for c in revision.changes)
    if decisions:
        steps.append(STEP_DECISIONS(count=decisions))
    steps += [STEP_READY(), STEP_BUILD(), STEP_SIGN()]
    for number, step in enumerate(steps, start=1):
        yield STEP(number=number, step=step)
    kept = sum(change.signed_to_history for change in revision.changes)
    if kept:
        yield STILL_IN_FORCE(count=kept)


def _is_decision(note: Text) -> bool:
    from agreement_gen.lifecycle.messages import DECISION_KEPT

    return note.template is DECISION_KEPT


def _lines(revision: Revision) -> Iterator[str]:
    """A table of the changes by municipality, notes, the changes in the money, who needed none."""
    headings = (MUNICIPALITY, EDITION, YEARLY_AMOUNT, SIGNED, ADDED, DROPPED)
    if revision.changes:
        columns = [Column(heading()) for heading in headings]
        yield from table_lines(columns, map(_row, revision.changes))
    for change in revision.changes:
        for note in change.notes:
            yield str(NOTE_ON(municipality=change.municipality, note=note))
    if revision.funding:
        yield ""
        for file, lines in revision.funding.items():
            yield from (str(MONEY_CHANGE(file=file, change=line)) for line in lines)
    if revision.unchanged:
        yield str(UNCHANGED(municipalities=", ".join(revision.unchanged)))


def _row(change: FileRevision) -> tuple[Cell, ...]:
    return (
        change.municipality,
        _from_to(change.old_edition, change.new_edition),
        _from_to(change.old_amount_sek, change.new_amount_sek),
        TO_HISTORY() if change.signed_to_history else None,
        ", ".join(change.added) or None,
        ", ".join(change.dropped) or None,
    )


def _from_to(old: dt.date | int | None, new: dt.date | int | None) -> Cell:
    if old is None or new is None or old == new:
        return None
    return FROM_TO(old=_grouped(old), new=_grouped(new))


def _grouped(value: dt.date | int) -> dt.date | str:
    return swedish.number(value) if isinstance(value, int) else value
