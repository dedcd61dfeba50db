"""``agreement-gen textconv``."""

from __future__ import annotations

from pathlib import Path

import click

from agreement_gen.cli.app import reports_problems


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@reports_problems
def textconv(file: Path) -> None:
    """Print the text of a Word or PDF file, so that `git diff` and `git log -p` can show it.

    A Word file with tracked changes is shown with all of them accepted. In .gitattributes:
    `*.docx diff=agreement-gen` and `*.pdf diff=agreement-gen`.
    """
    from agreement_gen.problems import InputError, Location, Problem

    data = file.read_bytes()
    try:
        # Git hands over a temporary file, so that the name cannot be trusted to say what it is.
        if data.startswith(b"%PDF"):
            from agreement_gen.formats.pdf.reader import pdf_text

            text = pdf_text(data)
        else:
            from agreement_gen.formats.docx.reader import docx_lines

            text = "\n".join(docx_lines(data))
    except ValueError as error:
        raise InputError([Problem(Location(str(file)), "no-text", str(error))]) from None
    click.echo(text.rstrip("\n"))
