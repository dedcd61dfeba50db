"""``agreement-gen revise``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from agreement_gen.cli.app import Folder, names_argument, pass_folder, reports_problems
from agreement_gen.cli.status import Day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from agreement_gen.lifecycle.revise import FileRevision, Revision


@click.command()
@names_argument
@click.option(
    "--edition", type=Day(), required=True, metavar="DATE",
    help="The edition to follow; the standard's own, changed first.",
)  # fmt: skip
@click.option(
    "--index", "year", type=click.IntRange(1), metavar="YEAR",
    help="Raise the yearly amounts to this year's level.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Print what would change; change nothing.")
@pass_folder
@reports_problems
def revise(
    folder: Folder, names: tuple[str, ...], edition: dt.date, year: int | None, dry_run: bool
) -> None:
    """Let all agreements, or those named, follow the standard's new edition.

    The files are edited in place, all of them or none.
    """
    from agreement_gen.funding.table import index_lines
    from agreement_gen.lifecycle.revise import revise as work_out
    from agreement_gen.workspace.reader import select
    from agreement_gen.workspace.transaction import write_all
    from agreement_gen.workspace.tree import DiskTree

    workspace = folder.load()
    revision = work_out(workspace, DiskTree(folder.root), select(workspace, names), edition, year)
    for line in matrix(revision):
        click.echo(line)
    if year is not None:
        click.echo()
        for line in index_lines(workspace, year):
            click.echo(line)
    if dry_run:
        click.echo("\nDry run; nothing changed.")
        return
    write_all(folder.root, revision.files)
    count = len(revision.files)
    click.echo(f"\n{count} {'file' if count == 1 else 'files'} changed.")
    if revision.changes:
        click.echo("Next: git diff, then agreement-gen build; docs/revision.md shows the rest.")


def matrix(revision: Revision) -> Iterator[str]:
    """The matrix municipality x change, the region's changes, and who needed none."""
    rows: list[tuple[str, ...]] = [
        ("Municipality", "Edition", "Yearly amount (kr)", "Signed", "Added", "Dropped")
    ]
    rows += [_row(change) for change in revision.changes]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows if revision.changes else []:
        yield "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip()
    for change in revision.changes:
        for note in change.notes:
            yield f"{change.municipality}: {note}"
    if revision.region:
        yield ""
        yield from (f"region.yaml: {line}" for line in revision.region)
    if revision.unchanged:
        yield f"Nothing to change: {', '.join(revision.unchanged)}"


def _row(change: FileRevision) -> tuple[str, ...]:
    edition = (
        f"{change.old_edition} → {change.new_edition}"
        if change.old_edition != change.new_edition
        else "–"
    )
    amount = (
        f"{change.old_amount_sek} → {change.new_amount_sek}"
        if change.old_amount_sek != change.new_amount_sek
        else "–"
    )
    return (
        change.municipality,
        edition,
        amount,
        "to history" if change.signed_to_history else "–",
        ", ".join(change.added) or "–",
        ", ".join(change.dropped) or "–",
    )
