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
from agreement_gen.cli.command import command
from agreement_gen.cli.messages import (
    FILES_WRITTEN,
    MONEY_OF_YEAR,
    MONEY_OF_YEAR_PRELIMINARY,
    MONTHS,
    MUNICIPALITY,
    NOT_IN_FORCE,
    NOTHING_INVOICED,
    SUM,
    SUM_PRELIMINARY,
    TO_INVOICE,
    WITHOUT_MONEY,
    WITHOUT_POSTS,
)
from agreement_gen.cli.output import say
from agreement_gen.cli.params import (
    YEAR,
    formats_option,
    output_folder_option,
    reference_date_option,
    selection_options,
)
from agreement_gen.cli.table import Cell, Column, table_lines
from agreement_gen.translation import translated

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from agreement_gen.invoicing.invoice import YearOfInvoices
    from agreement_gen.messages import Text
    from agreement_gen.workspace.reader import Selection, Workspace


@command
@click.argument("year", type=YEAR)
@selection_options
@formats_option("pdf", "docx", "csv", "xlsx", default="pdf,docx,xlsx")
@output_folder_option("output")
@reference_date_option
@click.option(
    "--preliminary", is_flag=True,
    help="Write also what is not signed, marked as preliminary on every page and sheet.",
)  # fmt: skip
@pass_folder
@reports_problems
def invoice(
    folder: Folder,
    year: int,
    names: Selection,
    formats: tuple[str, ...],
    output: Path | None,
    on: dt.date | None,
    *,
    preliminary: bool,
) -> None:
    """Write the basis for each municipality's yearly invoice, every step of it shown.

    One PDF and one Word file for each municipality, one spreadsheet for all. An agreement that is
    not signed is refused, because nothing is payable for a draft.
    """
    from agreement_gen import clock
    from agreement_gen.invoicing.invoice import invoices_of

    workspace = folder.load()
    with sound_part(workspace, names) as part:
        day = on or clock.today()
        found = invoices_of(workspace, part.entries, year, day, is_preliminary=preliminary)
        part.problems.extend(found.refused)
        written = _write(folder.root, workspace, found, formats, output)
        _show(workspace, found)
        say(written)


def _write(
    root: Path,
    workspace: Workspace,
    found: YearOfInvoices,
    formats: Sequence[str],
    output: Path | None,
) -> Text:
    """Write the files, none where nothing is invoiced; gives what to print of them."""
    import datetime as dt

    from agreement_gen import clock
    from agreement_gen.invoicing.files import files
    from agreement_gen.workspace.reader import OUTPUT
    from agreement_gen.workspace.transaction import write_results
    from agreement_gen.workspace.tree import DiskTree

    if not found.invoices:
        return NOTHING_INVOICED()
    created = clock.stamp(dt.date(found.year, 12, 31))
    written = files(workspace, DiskTree(root), found, formats, created)
    target = write_results(root, written, output, OUTPUT)
    return FILES_WRITTEN(count=len(written), directory=str(target))


def _show(workspace: Workspace, found: YearOfInvoices) -> None:
    """Print each municipality's sum, and the money of each family in the year."""
    from agreement_gen import swedish
    from agreement_gen.invoicing.amounts import decimal, kronor
    from agreement_gen.invoicing.messages import PRELIMINARY
    from agreement_gen.invoicing.sheets import family_title

    print_problems(found.warnings)
    rows: list[tuple[Cell, ...]] = [
        (
            item.entry.label,
            decimal(item.basis.paid_months),
            kronor(item.basis.amount_ore),
            translated(PRELIMINARY) if item.is_preliminary else "",
        )
        for item in found.invoices
    ]
    if found.invoices:
        total = sum(item.basis.amount_ore for item in found.invoices)
        title = SUM_PRELIMINARY if found.is_preliminary else SUM
        rows.append((title(), None, kronor(total), ""))
    rows += [(entry.label, None, None, WITHOUT_POSTS()) for entry in found.without_posts]
    rows += [(entry.label, None, None, NOT_IN_FORCE()) for entry in found.not_in_force]
    columns = (
        Column(MUNICIPALITY()),
        Column(MONTHS(), "right"),
        Column(TO_INVOICE(), "right"),
        Column(),
    )
    for line in table_lines(columns, rows) if rows else ():
        say(line)
    if found.without_money and not rows:
        say(WITHOUT_MONEY(count=len(found.without_money)))
    money = MONEY_OF_YEAR_PRELIMINARY if found.is_preliminary else MONEY_OF_YEAR
    for family in found.families:
        say()
        say(
            money(
                family=family_title(workspace, family.key),
                year=str(found.year),
                set_aside=swedish.kronor(family.set_aside_sek),
                allocated=swedish.kronor(family.allocated_sek),
                invoiced=kronor(family.invoiced_ore),
            )
        )
    if rows:
        say()
