"""``agreement-gen amend``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from agreement_gen.cli.app import Folder, pass_folder, reports_problems
from agreement_gen.cli.command import command
from agreement_gen.cli.messages import ALREADY_CONFIRMED, AMENDED, TEXT_OR_FILE
from agreement_gen.cli.output import say
from agreement_gen.cli.params import EXISTING_FILE, KRONOR, YEAR, Day, one_agreement_options

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from agreement_gen.workspace.reader import Selection


@command
@one_agreement_options
@click.option(
    "--on", "signed", required=True, type=Day(), metavar="DATE",
    help="The date of the last signature.",
)  # fmt: skip
@click.option(
    "--from", "effective", required=True, type=Day(), metavar="DATE", help="Its first day."
)
@click.option("--text", metavar="TEXT", help="What was agreed, in its own words.")
@click.option(
    "--text-file", type=EXISTING_FILE, metavar="FILE", help="The same, as a text file in UTF-8."
)
@click.option(
    "--amount", "amount_sek", type=KRONOR, metavar="KRONOR",
    help="The new yearly amount, if it changes.",
)  # fmt: skip
@click.option(
    "--price-year", type=YEAR, metavar="YEAR",
    help="The year that the amount holds for. Default: that of its first day.",
)  # fmt: skip
@click.option("--file", type=EXISTING_FILE, metavar="FILE", help="The signed file, for its hash.")
@click.option(
    "--source", required=True, metavar="TEXT", help="Where that is recorded: a case number."
)
@pass_folder
@reports_problems
def amend(
    folder: Folder,
    name: Selection,
    signed: dt.date,
    effective: dt.date,
    text: str | None,
    text_file: Path | None,
    amount_sek: int | None,
    price_year: int | None,
    file: Path | None,
    source: str,
) -> None:
    """Record a supplementary agreement: its text, its signing, its first day, a new amount.

    State, register and invoice follow from its first day on. The agreement's own text stays.
    """
    import hashlib

    from agreement_gen.agreement_state.standard import standard_of
    from agreement_gen.decoding import plain_text
    from agreement_gen.lifecycle.events import amend as recorded
    from agreement_gen.workspace.files import MOST_OF_DOCUMENT, read_file
    from agreement_gen.workspace.journal import write_all
    from agreement_gen.workspace.reader import select_one

    workspace = folder.load()
    entry = select_one(workspace, name)
    standard = standard_of(workspace, entry)
    if text_file is not None and text is None:
        text = plain_text(read_file(text_file, MOST_OF_DOCUMENT), str(text_file))
    elif text is None or text_file is not None:
        raise click.UsageError(str(TEXT_OR_FILE()))
    sha256 = None
    if file is not None:
        sha256 = hashlib.sha256(read_file(file, MOST_OF_DOCUMENT)).hexdigest()
    data = recorded(
        workspace,
        entry,
        standard,
        signed=signed,
        effective=effective,
        text=text,
        source=source,
        amount_sek=amount_sek,
        price_year=price_year,
        sha256=sha256,
    )
    if data == entry.data:
        say(ALREADY_CONFIRMED(path=entry.path))
        return
    write_all(folder.root, {entry.path: data}, workspace.files)
    say(AMENDED(path=entry.path, date=signed, effective=effective))
