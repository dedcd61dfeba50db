"""``agreement-gen redline``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from agreement_gen.cli.app import Folder, chosen_from, names_argument, pass_folder, reports_problems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agreement_gen.changes.redline import RedlineFormat, Side
    from agreement_gen.workspace.reader import Entry, Workspace


@click.command()
@names_argument
@click.option(
    "--from",
    "start",
    required=True,
    metavar="REV|FILE.pdf",
    help="The old agreement: a git revision, or a PDF with an embedded source.",
)
@click.option("--to", "end", metavar="REV", help="The new one. Default: the files as they stand.")
@click.option(
    "--to-format",
    "formats",
    default="docx,pdf",
    show_default=True,
    callback=chosen_from("docx", "pdf", "html"),
    metavar="FORMATS",
    help="What to write: docx, pdf, html, with commas between.",
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where to write. Default: output/redline/ in the workspace.",
)
@pass_folder
@reports_problems
def redline(
    folder: Folder,
    names: tuple[str, ...],
    start: str,
    end: str | None,
    formats: tuple[RedlineFormat, ...],
    output: Path | None,
) -> None:
    """Write agreements with their changes marked: tracked changes in Word, ins and del elsewhere.

    Each file is read back before it is written: all changes accepted it must be the new agreement,
    all rejected the old one. If one is not, no file is written.
    """
    from agreement_gen.changes.redline import Side, author_of, make
    from agreement_gen.cli.diff import state
    from agreement_gen.workspace.reader import OUTPUT, load_workspace, select
    from agreement_gen.workspace.transaction import write_files

    root = folder.root
    is_pdf = start.lower().endswith(".pdf") and Path(start).is_file()
    new = state(root, end)
    after = load_workspace(new.tree)
    if is_pdf:
        before, names = _of_pdf(Path(start), root, names)
        old_name = Path(start).name
    else:
        old = state(root, start)
        before, old_name = load_workspace(old.tree), old.name
    author = author_of(root, end, after)
    files: dict[str, bytes] = {}
    told = []
    for was, now in _pairs(before, select(after, names)):
        name = now.record.municipality
        if was is None:
            told.append(f"{name}: not in {old_name}, so there is nothing to compare with")
            continue
        sides: tuple[Side, Side] = Side(old_name, before, was), Side(new.name, after, now)
        made = make(*sides, formats, author)
        if made is None:
            told.append(f"{name}: no change")
            continue
        files |= made.files
        told.append(f"{name}: proved, {', '.join(made.files)}")
    target = output if output is not None else root / OUTPUT / "redline"
    if files:
        target.mkdir(parents=True, exist_ok=True)
        write_files(target, files)
    for line in told:
        click.echo(line)
    if files:
        click.echo(f"{len(files)} {'file' if len(files) == 1 else 'files'} in {target}")


def _of_pdf(pdf: Path, root: Path, names: Sequence[str]) -> tuple[Workspace, tuple[str, ...]]:
    from agreement_gen.signing.embedded_source import origin_of
    from agreement_gen.workspace.reader import select

    origin = origin_of(pdf, root)
    if origin.commit is None:
        click.echo(
            f"{pdf.name} names no commit that is here; its text is composed with the present "
            "standard, so changes of the standard do not show",
            err=True,
        )
    else:
        click.echo(f"{pdf.name} was made of commit {origin.commit[:12]}", err=True)
    chosen = {entry.record.code for entry in select(origin.workspace, names)} if names else set()
    if chosen - {origin.municipality}:
        raise click.UsageError(f"{pdf.name} is the agreement of {origin.municipality} alone")
    return origin.workspace, (origin.municipality,)


def _pairs(before: Workspace, chosen: Sequence[Entry]) -> Iterator[tuple[Entry | None, Entry]]:
    old = {entry.record.code: entry for entry in before.entries}
    for entry in chosen:
        yield old.get(entry.record.code), entry
