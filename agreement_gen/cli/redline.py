"""``agreement-gen redline``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agreement_gen.cli.app import Folder, pass_folder, reports_problems
from agreement_gen.cli.command import command
from agreement_gen.cli.messages import (
    FILES_WRITTEN,
    NO_CHANGE,
    NOT_IN_OLD,
    PDF_COMMIT,
    PDF_OF_ONE,
    PDF_WITHOUT_COMMIT,
    REDLINE_VERIFIED,
)
from agreement_gen.cli.output import say
from agreement_gen.cli.params import formats_option, output_folder_option, selection_options
from agreement_gen.cli.revisions import workspace_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agreement_gen.changes.redline import RedlineFormat, Side
    from agreement_gen.messages import Text
    from agreement_gen.workspace.reader import Entry, Selection, Workspace


@command
@selection_options
@click.option(
    "--from",
    "start",
    required=True,
    metavar="REV|FILE.pdf",
    help="The old agreement: a git revision, or a PDF with an embedded source.",
)
@click.option("--to", "end", metavar="REV", help="The new one. Default: the files on the disk.")
@formats_option("docx", "pdf", "html", default="docx,pdf", name="--to-format")
@output_folder_option("output/redline")
@pass_folder
@reports_problems
def redline(
    folder: Folder,
    names: Selection,
    start: str,
    end: str | None,
    formats: tuple[RedlineFormat, ...],
    output: Path | None,
) -> None:
    """Write agreements with their changes marked: tracked changes in Word, ins and del elsewhere.

    Each file is read back before it is written: all changes accepted it must be the new agreement,
    all rejected the old one. If one is not, no file is written.
    """
    from agreement_gen.changes.redline import Side, author_of, verified_redline
    from agreement_gen.changes.states import require_readable_state, require_sound_state
    from agreement_gen.checks.gate import SUMS
    from agreement_gen.workspace.reader import OUTPUT, load_workspace, select
    from agreement_gen.workspace.transaction import write_results

    root = folder.root
    is_pdf = start.lower().endswith(".pdf") and Path(start).is_file()
    new = workspace_at(root, end)
    pairs: list[tuple[Entry | None, Entry]]
    after = load_workspace(new.tree)
    if is_pdf:
        before, of_pdf = _of_pdf(Path(start), root, names)
        old_name = Path(start).name
        same = [entry for entry in after.entries if _identity(entry) == _identity(of_pdf)]
        pairs = [(of_pdf, now) for now in same or select(after, (of_pdf.slug,))]
    else:
        old = workspace_at(root, start)
        before, old_name = load_workspace(old.tree), old.name
        if not names.names:  # nobody knows which family a file follows that cannot be read
            require_readable_state(old_name, before)
            require_readable_state(new.name, after)
        pairs = list(_pairs(before, select(after, names)))
    if is_pdf:
        # The file may be of another time than the edition and the sums of the present standard.
        require_sound_state(old_name, before, (), SUMS)
    else:
        require_sound_state(old_name, before, (was for was, _ in pairs if was is not None))
    require_sound_state(new.name, after, (now for _, now in pairs))
    author = author_of(root, end, after)
    files: dict[str, bytes] = {}
    results: list[Text] = []
    for was, now in pairs:
        name = now.label
        if was is None:
            results.append(NOT_IN_OLD(municipality=name, old=old_name))
            continue
        sides: tuple[Side, Side] = Side(old_name, before, was), Side(new.name, after, now)
        verified = verified_redline(*sides, formats, author)
        if verified is None:
            results.append(NO_CHANGE(municipality=name))
            continue
        files |= verified.files
        results.append(REDLINE_VERIFIED(municipality=name, files=", ".join(verified.files)))
    target = write_results(root, files, output, f"{OUTPUT}/redline") if files else None
    for result in results:
        say(result)
    if target is not None:
        say(FILES_WRITTEN(count=len(files), directory=str(target)))


def _of_pdf(pdf: Path, root: Path, names: Selection) -> tuple[Workspace, Entry]:
    """The workspace that a PDF with an embedded source was built from, and its agreement there."""
    from agreement_gen.cli.limits import within_limits
    from agreement_gen.signing.embedded_source import embedded_source, read_contents
    from agreement_gen.workspace.reader import select

    found = within_limits(str(pdf), read_contents, pdf)
    source = embedded_source(found, str(pdf), root)
    if source.commit is None:
        say(PDF_WITHOUT_COMMIT(file=pdf.name), err=True)
    else:
        say(PDF_COMMIT(file=pdf.name, commit=source.commit[:12]), err=True)
    entry = source.entry
    for name in names.names or (None,):
        named = select(source.workspace, replace(names, names=() if name is None else (name,)))
        if entry.slug not in {each.slug for each in named}:
            raise click.UsageError(str(PDF_OF_ONE(file=pdf.name, municipality=entry.slug)))
    return source.workspace, entry


def _pairs(before: Workspace, chosen: Sequence[Entry]) -> Iterator[tuple[Entry | None, Entry]]:
    old = {_identity(entry): entry for entry in before.entries}
    for entry in chosen:
        yield old.get(_identity(entry)), entry


def _identity(entry: Entry) -> tuple[str, str]:
    """What is the same in both states, so that a file may be renamed."""
    return entry.record.agreement, entry.record.code or entry.name
