"""``agreement-gen verify``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from agreement_gen.cli.app import Folder, pass_folder, print_problems, reports_problems
from agreement_gen.cli.command import command
from agreement_gen.cli.output import say_report, write_json
from agreement_gen.cli.params import EXISTING_FILE, format_option, trust_option

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.signing.report import UnreadFile, VerifiedFile

_UNPROVED = 3
"""The exit status when no file fails and one cannot be proved."""


@command
@click.argument("files", nargs=-1, required=True, type=EXISTING_FILE, metavar="FILE.pdf...")
@trust_option
@format_option("text", "json")
@pass_folder
@reports_problems
def verify(
    folder: Folder, files: tuple[Path, ...], trust: tuple[Path, ...], output_format: str
) -> None:
    """Verify signed or unsigned PDF files against the workspace that they were built from.

    The agreement is composed again, at the commit that the file names, and all that the file says,
    shows, reads out and lists is compared with it.

    Exits with status 0 when every file is proved to be what was agreed, with status 1 when one is
    not or cannot be read, and otherwise with status 3 when one cannot be proved.
    """
    from agreement_gen.build.publication import interrupted
    from agreement_gen.cli.limits import within_limits
    from agreement_gen.problems import InputError
    from agreement_gen.signing.findings import Outcome
    from agreement_gen.signing.report import UnreadFile, render_json, render_text, verify_file
    from agreement_gen.signing.signatures import read_certificates
    from agreement_gen.workspace.journal import require_none_interrupted

    require_none_interrupted(folder.root)
    print_problems(
        found for parent in {file.parent for file in files} if (found := interrupted(parent))
    )
    trusted = read_certificates(trust)
    results: list[VerifiedFile | UnreadFile] = []
    for file in files:
        try:
            results.append(within_limits(str(file), verify_file, folder.root, file, trusted))
        except InputError as error:
            print_problems(error.problems)
            results.append(UnreadFile(str(file), error.problems))
    if output_format == "json":
        write_json(render_json(results))
    else:
        say_report(render_text(file for file in results if not isinstance(file, UnreadFile)))
    outcomes = {file.outcome for file in results}
    if Outcome.FAILS in outcomes:
        sys.exit(1)
    if Outcome.UNPROVED in outcomes:
        sys.exit(_UNPROVED)
