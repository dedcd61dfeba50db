"""``agreement-gen textconv``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from agreement_gen.cli.app import reports_problems
from agreement_gen.cli.command import command
from agreement_gen.cli.messages import CliCode
from agreement_gen.cli.output import write_text
from agreement_gen.cli.params import EXISTING_FILE

if TYPE_CHECKING:
    from pathlib import Path


@command
@click.argument("file", type=EXISTING_FILE)
@reports_problems
def textconv(file: Path) -> None:
    """Print the text of a Word or PDF file, so that `git diff` and `git log -p` can show it.

    A Word file with tracked changes is shown with all of them accepted. In .gitattributes:
    `*.docx diff=agreement-gen` and `*.pdf diff=agreement-gen`.
    """
    from agreement_gen.cli.limits import within_limits
    from agreement_gen.formats.errors import UnreadableFileError
    from agreement_gen.problems import Location, fault
    from agreement_gen.workspace.files import MOST_OF_DOCUMENT, read_file

    data = read_file(file, MOST_OF_DOCUMENT)
    try:
        # Git hands over a temporary file, so its name need not show its format.
        read = _pdf_text if data.startswith(b"%PDF") else _word_text
        text = within_limits(str(file), read, data)
    except UnreadableFileError as error:
        raise fault(Location(str(file)), CliCode.UNREADABLE_FILE, reason=error.reason) from None
    write_text(text.rstrip("\n") + "\n")


def _pdf_text(data: bytes) -> str:
    from agreement_gen.formats.pdf.reader import pdf_text

    return pdf_text(data)


def _word_text(data: bytes) -> str:
    from agreement_gen.formats.docx.reader import docx_lines

    return "\n".join(docx_lines(data))
