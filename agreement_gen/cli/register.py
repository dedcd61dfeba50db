"""``agreement-gen register``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agreement_gen.cli.app import Folder, names_argument, pass_folder, reports_problems
from agreement_gen.cli.status import Day

if TYPE_CHECKING:
    import datetime as dt
    from typing import Literal

    from agreement_gen.formats.render import OutputFormat

    SheetFormat = Literal["csv", "xlsx", "json"]


@click.command()
@names_argument
@click.option(
    "--format", "form", type=click.Choice(["csv", "xlsx", "json", "pdf", "docx"]), default="csv",
    show_default=True, help="What to write.",
)  # fmt: skip
@click.option("--on", type=Day(), metavar="DATE", help="The day to judge by. Default: today.")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Where to write. Default: standard output.",
)  # fmt: skip
@pass_folder
@reports_problems
def register(
    folder: Folder,
    names: tuple[str, ...],
    form: SheetFormat | OutputFormat,
    on: dt.date | None,
    output: Path | None,
) -> None:
    """Write the register of agreements: parties, dates, amounts, decisions, state, deviations."""
    from agreement_gen import clock
    from agreement_gen.formats.spreadsheet import write_csv, write_xlsx
    from agreement_gen.lifecycle.register import as_data, document, sheet
    from agreement_gen.lifecycle.register import register as all_agreements
    from agreement_gen.problems import InputError, Location, Problem
    from agreement_gen.workspace.reader import MUNICIPALITIES, select
    from agreement_gen.workspace.transaction import write_files

    workspace = folder.load()
    if workspace.problems:
        raise InputError(workspace.problems)
    day = on or clock.today()
    entries = select(workspace, names)
    rows = all_agreements(workspace, entries, day)
    if form == "json":
        data = (json.dumps(as_data(rows), ensure_ascii=False, indent=2) + "\n").encode()
    elif form == "csv":
        data = write_csv(sheet(rows))
    elif form == "xlsx":
        data = write_xlsx([sheet(rows)], clock.stamp(day))
    else:
        from agreement_gen.formats.render import DocumentStyle, Origin, RenderFailure, render

        # The look is that of the first agreement's standard.
        standard = next((standard for _, standard in workspace.with_standards()), None)
        if standard is None:
            said = "there is no agreement to list"
            hint = "`agreement-gen new NAME` adds a municipality"
            raise InputError([Problem(Location(MUNICIPALITIES), "no-agreement", said, hint)])
        look = DocumentStyle(standard.css, standard.reference)
        try:
            made = render(document(workspace, rows, day), look, [form], Origin(clock.stamp(day)))
        except RenderFailure as failure:
            where = Location("register")
            raise InputError([Problem(where, "render", m) for m in failure.messages]) from None
        data = made.files[0][1]
    if output is None:
        sys.stdout.buffer.write(data)
    else:
        write_files(output.parent, {output.name: data})
