"""``agreement-gen invoice``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from agreement_gen.cli.app import (
    Folder,
    pass_folder,
    print_problems,
    reports_problems,
    sound_part,
)
from agreement_gen.cli.messages import FILES_WRITTEN, WITHOUT_POSTS
from agreement_gen.cli.output import say
from agreement_gen.cli.params import YEAR, formats_option, output_folder_option, selection_options
from agreement_gen.cli.table import Cell, Column, table_lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from agreement_gen.invoicing.invoice import YearOfInvoices
    from agreement_gen.workspace.reader import Selection, Workspace


@click.command()
@click.argument("year", type=YEAR)
@selection_options
@formats_option("pdf", "docx", "csv", "xlsx", default="pdf,docx,xlsx")
@output_folder_option("output")
@pass_folder
@reports_problems
def invoice(
    folder: Folder,
    year: int,
    names: Selection,
    formats: tuple[str, ...],
    output: Path | None,
) -> None:
    """Write the basis for each municipality's yearly invoice, every step of it shown.

    One PDF and one Word file for each municipality, one spreadsheet for all.
    """
    from agreement_gen.invoicing.invoice import invoices_of

    workspace = folder.load()
    with sound_part(workspace, names) as part:
        found = invoices_of(workspace, part.entries, year)
        part.problems.extend(found.refused)
        if found.invoices or found.without_posts:
            _write(folder.root, workspace, found, formats, output)


def _write(
    root: Path,
    workspace: Workspace,
    found: YearOfInvoices,
    formats: Sequence[str],
    output: Path | None,
) -> None:
    import datetime as dt

    from agreement_gen import clock
    from agreement_gen.invoicing.amounts import kronor
    from agreement_gen.invoicing.files import files
    from agreement_gen.workspace.reader import OUTPUT
    from agreement_gen.workspace.transaction import write_results
    from agreement_gen.workspace.tree import DiskTree

    created = clock.stamp(dt.date(found.year, 12, 31))
    written = files(workspace, DiskTree(root), found.invoices, formats, found.year, created)
    target = write_results(root, written, output, OUTPUT)
    print_problems(found.warnings)
    rows: list[tuple[Cell, ...]] = [
        (item.entry.label, kronor(item.basis.amount_ore), "") for item in found.invoices
    ]
    rows += [(entry.label, None, WITHOUT_POSTS()) for entry in found.without_posts]
    for line in table_lines((Column(), Column(align="right"), Column()), rows):
        say(line)
    say()
    say(FILES_WRITTEN(count=len(written), directory=str(target)))
