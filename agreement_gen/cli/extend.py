"""``agreement-gen extend``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from agreement_gen.cli.app import Folder, pass_folder, reports_problems
from agreement_gen.cli.command import command
from agreement_gen.cli.messages import ALREADY_CONFIRMED, EXTENDED
from agreement_gen.cli.output import say
from agreement_gen.cli.params import Day, one_agreement_options

if TYPE_CHECKING:
    import datetime as dt

    from agreement_gen.workspace.reader import Selection


@command
@one_agreement_options
@click.option(
    "--on", "signed", required=True, type=Day(), metavar="DATE",
    help="The date of the last signature.",
)  # fmt: skip
@click.option(
    "--from", "starts", type=Day(), metavar="DATE",
    help="The first day of the new term. Default: the day after the present one.",
)  # fmt: skip
@click.option(
    "--to", "ends", required=True, type=Day(), metavar="DATE", help="The last day of the new term."
)
@click.option(
    "--source", required=True, metavar="TEXT", help="Where that is recorded: a case number."
)
@pass_folder
@reports_problems
def extend(
    folder: Folder,
    name: Selection,
    signed: dt.date,
    starts: dt.date | None,
    ends: dt.date,
    source: str,
) -> None:
    """Record that a fixed term is extended, with its new days."""
    from agreement_gen.agreement_state.standard import standard_of
    from agreement_gen.lifecycle.events import extend as recorded
    from agreement_gen.workspace.journal import write_all
    from agreement_gen.workspace.reader import select_one

    workspace = folder.load()
    entry = select_one(workspace, name)
    standard = standard_of(workspace, entry)
    data, first = recorded(
        workspace, entry, standard, signed=signed, starts=starts, ends=ends, source=source
    )
    if data == entry.data:
        say(ALREADY_CONFIRMED(path=entry.path))
        return
    write_all(folder.root, {entry.path: data}, workspace.files)
    say(EXTENDED(path=entry.path, starts=first, ends=ends))
