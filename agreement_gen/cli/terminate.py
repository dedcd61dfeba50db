"""``agreement-gen terminate``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from agreement_gen.cli.app import Folder, pass_folder, reports_problems
from agreement_gen.cli.command import command
from agreement_gen.cli.messages import ALREADY_CONFIRMED, TERMINATED
from agreement_gen.cli.output import say
from agreement_gen.cli.params import Day, one_agreement_options

if TYPE_CHECKING:
    import datetime as dt

    from agreement_gen.workspace.reader import Selection


@command
@one_agreement_options
@click.option("--by", required=True, metavar="PARTY", help="The party that gives notice.")
@click.option(
    "--received", required=True, type=Day(), metavar="DATE", help="When the other party had it."
)
@click.option(
    "--ends", type=Day(), metavar="DATE",
    help="The last day in force. Default: the first one that the period of notice allows.",
)  # fmt: skip
@click.option(
    "--source", required=True, metavar="TEXT", help="Where that is recorded: a case number."
)
@click.option(
    "--agreed", is_flag=True, help="The parties agree on an end that notice would not give."
)
@pass_folder
@reports_problems
def terminate(
    folder: Folder,
    name: Selection,
    by: str,
    received: dt.date,
    ends: dt.date | None,
    source: str,
    *,
    agreed: bool,
) -> None:
    """Record that notice was given, and with which day the agreement ends.

    State, calendar, register and invoice follow. Nothing is deleted.
    """
    from agreement_gen.agreement_state.standard import standard_of
    from agreement_gen.lifecycle.events import terminate as recorded
    from agreement_gen.workspace.journal import write_all
    from agreement_gen.workspace.reader import select_one

    workspace = folder.load()
    entry = select_one(workspace, name)
    standard = standard_of(workspace, entry)
    data, last = recorded(
        workspace,
        entry,
        standard,
        by=by,
        received=received,
        ends=ends,
        source=source,
        agreed=agreed,
    )
    if data == entry.data:
        say(ALREADY_CONFIRMED(path=entry.path))
        return
    write_all(folder.root, {entry.path: data}, workspace.files)
    say(TERMINATED(path=entry.path, by=by, received=received, ends=last))
