"""``agreement-gen deviations``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from agreement_gen.cli.app import Folder, pass_folder, print_problems, reports_problems
from agreement_gen.cli.params import format_option, names_argument

if TYPE_CHECKING:
    from agreement_gen.changes.deviations_table import TableFormat


@click.command()
@names_argument
@format_option(
    "text",
    "markdown",
    "csv",
    help_="How to print the table; csv has semicolons, for a spreadsheet in Swedish.",
)
@pass_folder
@reports_problems
def deviations(folder: Folder, names: tuple[str, ...], output_format: TableFormat) -> None:
    """Show where agreements deviate from the standard: municipalities by terms and clauses."""
    from agreement_gen.changes.deviations_table import overview
    from agreement_gen.workspace.reader import select

    workspace = folder.load()
    click.echo(overview(workspace, select(workspace, names), output_format), nl=False)
    print_problems(workspace.problems)
