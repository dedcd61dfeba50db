"""``agreement-gen invoice``."""

from __future__ import annotations

from pathlib import Path

import click

from agreement_gen.cli.app import (
    Folder,
    chosen_from,
    names_argument,
    pass_folder,
    report,
    reports_problems,
)


@click.command()
@click.argument("year", type=click.IntRange(1900, 9998))
@names_argument
@click.option(
    "--to",
    "formats",
    default="pdf,docx,xlsx",
    show_default=True,
    callback=chosen_from("pdf", "docx", "csv", "xlsx"),
    metavar="FORMATS",
    help="What to write: pdf, docx, csv, xlsx, with commas between.",
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where to write. Default: output/ in the workspace.",
)
@pass_folder
@reports_problems
def invoice(
    folder: Folder,
    year: int,
    names: tuple[str, ...],
    formats: tuple[str, ...],
    output: Path | None,
) -> None:
    """Write the basis for each municipality's yearly invoice, every step of it shown.

    One PDF and one Word file for each municipality, one spreadsheet for all.
    """
    import datetime as dt

    from agreement_gen import clock
    from agreement_gen.invoicing.document import kronor
    from agreement_gen.invoicing.files import files, reckon
    from agreement_gen.workspace.reader import OUTPUT, select
    from agreement_gen.workspace.transaction import write_files
    from agreement_gen.workspace.tree import DiskTree

    workspace = folder.load()
    entries = select(workspace, names)
    invoices, without_posts, warnings = reckon(workspace, entries, year)
    created = clock.stamp(dt.date(year, 12, 31))
    written = files(workspace, DiskTree(folder.root), invoices, formats, year, created)
    target = output if output is not None else folder.root / OUTPUT
    target.mkdir(parents=True, exist_ok=True)
    write_files(target, written)
    report(warnings)
    width = max((len(entry.record.municipality) for entry in entries), default=0)
    for item in invoices:
        name = item.entry.record.municipality.ljust(width)
        click.echo(f"{name}  {kronor(item.basis.amount_ore).rjust(16)}")
    for entry in without_posts:
        click.echo(f"{entry.record.municipality.ljust(width)}  not yet invoiceable: no posts")
    click.echo(f"\n{len(written)} {'file' if len(written) == 1 else 'files'} in {target}")
