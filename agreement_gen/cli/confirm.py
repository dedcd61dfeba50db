"""``agreement-gen confirm``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from agreement_gen.cli.app import Folder, pass_folder, reports_problems
from agreement_gen.cli.command import command
from agreement_gen.cli.messages import ALREADY_CONFIRMED, CONFIRMED, IN_THE_FUTURE
from agreement_gen.cli.output import say
from agreement_gen.cli.params import Day, one_agreement_options

if TYPE_CHECKING:
    import datetime as dt

    from agreement_gen.workspace.reader import Selection


@command
@one_agreement_options
@click.argument("texts", nargs=-1, metavar="[TEXT]...")
@click.option("--by", required=True, metavar="ROLE", help="Who confirmed: a role, not a name.")
@click.option("--on", required=True, type=Day(), metavar="DATE", help="When it was confirmed.")
@click.option(
    "--source", required=True, metavar="TEXT", help="Where that is recorded: a case number, a form."
)
@pass_folder
@reports_problems
def confirm(
    folder: Folder, name: Selection, texts: tuple[str, ...], by: str, on: dt.date, source: str
) -> None:
    """Record that a municipality has confirmed its own texts: all, or those named by their keys.

    A text that is changed afterwards counts as unconfirmed again.
    """
    from agreement_gen import clock
    from agreement_gen.lifecycle.confirm import confirm as confirmed
    from agreement_gen.workspace.journal import write_all
    from agreement_gen.workspace.reader import select_one

    workspace = folder.load()
    entry = select_one(workspace, name)
    data, keys = confirmed(entry, texts, by=by, on=on, source=source)
    if data == entry.data:
        say(ALREADY_CONFIRMED(path=entry.path))
        return
    write_all(folder.root, {entry.path: data}, workspace.files)
    if on > clock.today():
        say(IN_THE_FUTURE(date=on), err=True)
    for key in keys:
        say(CONFIRMED(path=entry.path, key=key, by=by, on=on))
