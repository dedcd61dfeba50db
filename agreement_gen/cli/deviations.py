"""``agreement-gen deviations``."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from agreement_gen.cli.app import Folder, pass_folder, print_problems, reports_problems
from agreement_gen.cli.command import command
from agreement_gen.cli.output import say_report, write_data, write_text
from agreement_gen.cli.params import format_option, selection_options

if TYPE_CHECKING:
    from typing import Literal

    from agreement_gen.changes.deviations_table import TableFormat
    from agreement_gen.workspace.reader import Selection


@command
@selection_options
@format_option(
    "text",
    "markdown",
    "csv",
    help_="How to print the table; csv has semicolons, for a spreadsheet in Swedish.",
)
@pass_folder
@reports_problems
def deviations(
    folder: Folder, names: Selection, output_format: TableFormat | Literal["csv"]
) -> None:
    """Show where agreements deviate from the standard: municipalities by terms and clauses."""
    from agreement_gen.changes.deviations_table import overview, sheets
    from agreement_gen.formats.spreadsheet import write_csv
    from agreement_gen.workspace.reader import select

    workspace = folder.load()
    entries = select(workspace, names)
    match output_format:
        case "text":
            say_report(overview(workspace, entries, output_format))
        case "markdown":
            write_text(overview(workspace, entries, output_format))
        case "csv":
            write_data(write_csv(*sheets(workspace, entries)))
        case _:
            assert_never(output_format)
    print_problems(workspace.problems)
