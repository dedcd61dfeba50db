"""``agreement-gen deviations``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from agreement_gen.cli.app import Folder, names_argument, pass_folder, reports_problems

if TYPE_CHECKING:
    from agreement_gen.changes.deviations_table import TableFormat


@click.command()
@names_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "csv"]),
    default="text",
    show_default=True,
    help="How to show it; csv has semicolons, for a spreadsheet in Swedish.",
)
@pass_folder
@reports_problems
def deviations(folder: Folder, names: tuple[str, ...], form: TableFormat) -> None:
    """Show where agreements deviate from the standard: municipalities by terms and clauses."""
    from agreement_gen.changes.deviations_table import overview
    from agreement_gen.cli.app import report
    from agreement_gen.workspace.reader import select

    workspace = folder.load()
    click.echo(overview(workspace, select(workspace, names), form), nl=False)
    report(workspace.problems)
