"""``agreement-gen register``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from agreement_gen.cli.app import Folder, pass_folder, reports_problems, sound_part
from agreement_gen.cli.command import command
from agreement_gen.cli.messages import CliCode
from agreement_gen.cli.output import json_bytes, write_data, write_file
from agreement_gen.cli.params import (
    format_option,
    output_file_option,
    reference_date_option,
    selection_options,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Literal

    from agreement_gen.formats.render import OutputFormat
    from agreement_gen.lifecycle.register import Registered
    from agreement_gen.workspace.reader import Entry, Selection, Workspace

    SheetFormat = Literal["csv", "xlsx", "json"]


@command
@selection_options
@format_option("csv", "xlsx", "json", "pdf", "docx", help_="What to write.")
@reference_date_option
@output_file_option(
    "--output", "Where to write. Default: standard output; output/ for xlsx, pdf and docx."
)
@pass_folder
@reports_problems
def register(
    folder: Folder,
    names: Selection,
    output_format: SheetFormat | OutputFormat,
    on: dt.date | None,
    output: Path | None,
) -> None:
    """Write the register of agreements: parties, dates, amounts, decisions, state, deviations."""
    from agreement_gen import clock

    workspace = folder.load()
    with sound_part(workspace, names) as part:
        _write(folder.root, workspace, part.entries, on or clock.today(), output_format, output)


def _write(
    root: Path,
    workspace: Workspace,
    entries: Sequence[Entry],
    day: dt.date,
    output_format: SheetFormat | OutputFormat,
    output: Path | None,
) -> None:
    from agreement_gen import clock
    from agreement_gen.formats.spreadsheet import write_csv, write_xlsx
    from agreement_gen.lifecycle.messages import FILE_OF_REGISTER
    from agreement_gen.lifecycle.register import as_data, sheet
    from agreement_gen.lifecycle.register import register as all_agreements
    from agreement_gen.workspace.transaction import write_files

    rows = all_agreements(workspace, entries, day)
    if output_format == "json":
        data = json_bytes(json.dumps(as_data(rows), ensure_ascii=False, indent=2))
    elif output_format == "csv":
        data = write_csv(sheet(rows))
    elif output_format == "xlsx":
        data = write_xlsx([sheet(rows)], clock.stamp(day))
    else:
        data = _document(workspace, rows, day, output_format)
    if output_format in {"xlsx", "pdf", "docx"}:
        write_file(root, f"{FILE_OF_REGISTER(date=day)}.{output_format}", data, output)
    elif output is None:
        write_data(data)
    else:
        write_files(output.parent, {output.name: data})


def _document(
    workspace: Workspace, rows: Sequence[Registered], day: dt.date, output_format: OutputFormat
) -> bytes:
    """The register as a document, in the style of the first agreement's standard.

    Raises:
        InputError: there is no agreement, or the renderer reports a fault.
    """
    from agreement_gen import clock
    from agreement_gen.build.messages import BuildCode
    from agreement_gen.build.style import style_of
    from agreement_gen.formats.render import Origin, RenderFailure, render
    from agreement_gen.lifecycle.register import document
    from agreement_gen.problems import InputError, Location, fault, problem
    from agreement_gen.workspace.reader import MUNICIPALITIES

    standard = next((standard for _, standard in workspace.with_standards()), None)
    if standard is None:
        raise fault(Location(MUNICIPALITIES), CliCode.EMPTY_REGISTER)
    style = style_of(standard)
    origin = Origin(clock.stamp(day))
    try:
        rendered = render(document(workspace, rows, day), style, [output_format], origin)
    except RenderFailure as failure:
        where = Location("register")
        raise InputError(
            problem(where, BuildCode.RENDER, reason=message) for message in failure.messages
        ) from None
    return rendered.files[0][1]
