"""``agreement-gen verify``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from agreement_gen.cli.app import Folder, pass_folder, print_problems, reports_problems
from agreement_gen.cli.params import EXISTING_FILE, format_option, trust_option

if TYPE_CHECKING:
    from pathlib import Path

    from asn1crypto.x509 import Certificate

    from agreement_gen.signing.report import Report


@click.command()
@click.argument("files", nargs=-1, required=True, type=EXISTING_FILE, metavar="FILE.pdf...")
@trust_option
@format_option("text", "json")
@pass_folder
@reports_problems
def verify(
    folder: Folder, files: tuple[Path, ...], trust: tuple[Path, ...], output_format: str
) -> None:
    """Prove signed or unsigned PDF files against the workspace that they were built from.

    The agreement is composed again, at the commit that the file names. Ends with 0 when nothing
    speaks against the files, with 1 when something does or a file cannot be read.
    """
    from agreement_gen.problems import InputError
    from agreement_gen.signing.report import render_json, render_text

    known = certificates_of(trust)
    reports: list[Report] = []
    is_unreadable = False
    for file in files:
        try:
            reports.append(verified(folder, file, known))
        except InputError as error:
            print_problems(error.problems)
            is_unreadable = True
    click.echo(render_json(reports) if output_format == "json" else render_text(reports), nl=False)
    if is_unreadable or any(each.verification.has_failed for each in reports):
        sys.exit(1)


def certificates_of(paths: tuple[Path, ...]) -> list[Certificate]:
    """The certificates in some files.

    Raises:
        InputError: a file holds none.
    """
    from agreement_gen.signing.signatures import certificates

    return [each for path in paths for each in certificates(path.read_bytes(), str(path))]


def verified(folder: Folder, path: Path, trust: list[Certificate]) -> Report:
    """The result for one file.

    Raises:
        InputError: the file cannot be read or is of another workspace, or this one is faulty.
    """
    from dataclasses import replace

    from agreement_gen.signing.basis import find_basis
    from agreement_gen.signing.report import Report
    from agreement_gen.signing.verify import open_file, verify_opened

    file = open_file(path.read_bytes(), str(path))
    basis = find_basis(folder.root, file)
    result = verify_opened(file, basis.expected, trust)
    return Report(str(path), basis, replace(result, findings=(*basis.findings, *result.findings)))
