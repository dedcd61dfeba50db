"""``agreement-gen verify``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from agreement_gen.cli.app import Folder, pass_folder, print_problems, reports_problems
from agreement_gen.cli.output import say_report, write_json
from agreement_gen.cli.params import EXISTING_FILE, format_option, trust_option

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.signing.report import VerifiedFile


@click.command()
@click.argument("files", nargs=-1, required=True, type=EXISTING_FILE, metavar="FILE.pdf...")
@trust_option
@format_option("text", "json")
@pass_folder
@reports_problems
def verify(
    folder: Folder, files: tuple[Path, ...], trust: tuple[Path, ...], output_format: str
) -> None:
    """Verify signed or unsigned PDF files against the workspace that they were built from.

    The agreement is composed again, at the commit that the file names. Exits with status 0 when no
    problems are found, with status 1 when a file is not as agreed or cannot be read.
    """
    from agreement_gen.build.publication import interrupted
    from agreement_gen.cli.limits import within_limits
    from agreement_gen.problems import InputError
    from agreement_gen.signing.report import render_json, render_text, verify_file
    from agreement_gen.signing.signatures import read_certificates
    from agreement_gen.workspace.journal import require_none_interrupted

    require_none_interrupted(folder.root)
    print_problems(
        found for parent in {file.parent for file in files} if (found := interrupted(parent))
    )
    trusted = read_certificates(trust)
    verified: list[VerifiedFile] = []
    for file in files:
        try:
            verified.append(within_limits(str(file), verify_file, folder.root, file, trusted))
        except InputError as error:
            print_problems(error.problems)
    if output_format == "json":
        write_json(render_json(verified))
    else:
        say_report(render_text(verified))
    if len(verified) < len(files) or any(file.verification.has_failed for file in verified):
        sys.exit(1)
