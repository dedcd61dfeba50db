"""``agreement-gen diff``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal, assert_never

import click

from agreement_gen.cli.app import Folder, pass_folder, reports_problems
from agreement_gen.cli.command import command
from agreement_gen.cli.output import say_report, write_json, write_text
from agreement_gen.cli.params import agreement_option, county_option, format_option
from agreement_gen.cli.revisions import split_revisions, workspace_at

if TYPE_CHECKING:
    DiffFormat = Literal["text", "markdown", "html", "json"]


@command
@click.argument("arguments", nargs=-1, metavar="[FROM [TO]] [NAME]...")
@format_option("text", "markdown", "html", "json")
@agreement_option
@county_option
@click.option("--exit-code", is_flag=True, help="Exit with status 1 if anything changed.")
@pass_folder
@reports_problems
def diff(
    folder: Folder,
    arguments: tuple[str, ...],
    output_format: DiffFormat,
    agreement: str | None,
    county: str | None,
    exit_code: bool,
) -> None:
    """Report what changed between two revisions, by municipality and clause, and why.

    Without FROM, the last commit is compared with the files on the disk; with FROM alone, that
    revision is. An argument that names a municipality is a NAME; of the others, the first two may
    be revisions. A branch named like a municipality is written heads/BRANCH.
    """
    from agreement_gen.changes.compare import compare
    from agreement_gen.changes.report import report
    from agreement_gen.workspace.reader import Selection

    revisions, names = split_revisions(folder.root, arguments)
    old = workspace_at(folder.root, revisions[0] if revisions else "HEAD")
    new = workspace_at(folder.root, revisions[1] if len(revisions) > 1 else None)
    changes = compare(old, new, Selection(tuple(names), agreement, county))
    text = report(changes, output_format)
    match output_format:
        case "text":
            say_report(text)
        case "markdown" | "html":
            write_text(text)
        case "json":
            write_json(text)
        case _:
            assert_never(output_format)
    if exit_code and changes:
        sys.exit(1)
