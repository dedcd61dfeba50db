"""Redlines: agreements with their changes marked, proved before they are written.

A redline is the new agreement with all that went from the old one. Whoever accepts every change
must have the new agreement, and whoever rejects every change the old one; that is read out of the
finished file, and a file that does not hold both is never given away.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

from agreement_gen import clock
from agreement_gen.build.compose import compose
from agreement_gen.document.diff import (
    accept,
    changed_clauses,
    is_changed,
    normalise,
    redline,
    reject,
    says_the_same,
)
from agreement_gen.formats.text_check import difference
from agreement_gen.problems import InputError, Location, Problem
from agreement_gen.workspace import git
from agreement_gen.workspace.reader import MUNICIPALITIES, REGION_FILE, TEMPLATES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from agreement_gen.document.tree import Document
    from agreement_gen.workspace.reader import Entry, Workspace

RedlineFormat = Literal["docx", "pdf", "html"]
FORMATS: tuple[RedlineFormat, ...] = get_args(RedlineFormat)


@dataclass(frozen=True, slots=True)
class Author:
    """Who made the changes and when (with a time zone)."""

    name: str
    date: dt.datetime


@dataclass(frozen=True, slots=True)
class Side:
    """One municipality's agreement in one state of a workspace, and what that state is called."""

    state: str
    workspace: Workspace
    entry: Entry


@dataclass(frozen=True, slots=True)
class Redline:
    """One municipality's redline: the clauses with changes, and its files by name."""

    municipality: str
    clauses: tuple[str, ...]
    files: Mapping[str, bytes]


def author_of(root: Path, revision: str | None, workspace: Workspace) -> Author:
    """Who made the changes: of the last commit that changed what agreements are made from.

    Where the files differ from that commit, or no revision is meant, it is the region, today.

    Raises:
        InputError: see :func:`agreement_gen.workspace.git.resolve`.
    """
    inputs = (REGION_FILE, TEMPLATES, MUNICIPALITIES)
    if revision is None:
        if git.find_repository(root) is None or not git.is_clean(root, inputs):
            return Author(workspace.region.record.name, clock.stamp(clock.today()))
        revision = "HEAD"
    commit = git.last_commit(root, inputs, revision) or git.commit_of(root, revision)
    return Author(commit.author, commit.date)


def make(old: Side, new: Side, formats: Sequence[RedlineFormat], author: Author) -> Redline | None:
    """The proved redline of one municipality's agreement; None if nothing in it changed.

    Raises:
        InputError: if an agreement cannot be composed, or a file would not be what it says.
    """
    standard = new.workspace.standard(new.entry)
    before, after = _document(old), _document(new)
    merged = redline(before, after)
    if standard is None or not is_changed(merged):
        return None
    name = new.entry.record.municipality
    family = standard.family.record
    # A redline is read, never signed.
    shown = replace(
        merged,
        header_footer=replace(merged.header_footer, draft=family.draft_mark),
        metadata=replace(merged.metadata, title=f"{merged.metadata.title} – ändringar"),
    )
    prefix = f"{family.file_prefix}-{new.entry.slug}-andringar"
    files: dict[str, bytes] = {}
    faults = tree_faults(merged, before, after)
    for output_format in formats:
        data, found = _file(
            output_format, shown, (before, after), standard.css, standard.reference, author
        )
        files[f"{prefix}.{output_format}"] = data
        faults += tuple(f"{output_format}: {fault}" for fault in found)
    if faults:
        raise InputError(
            Problem(
                Location(new.entry.path),
                "unproved-redline",
                f"the redline of {name} does not hold both texts: {fault}",
                "nothing was written; please report this with both versions of the file",
            )
            for fault in faults
        )
    return Redline(name, changed_clauses(merged), files)


def _document(side: Side) -> Document:
    try:
        return compose(side.workspace, side.entry).document
    except InputError as error:
        raise InputError(
            replace(p, location=replace(p.location, file=f"{side.state}: {p.location.file}"))
            for p in error.problems
        ) from None


def _file(
    output_format: RedlineFormat,
    merged: Document,
    sides: tuple[Document, Document],
    css: str,
    reference: bytes,
    author: Author,
) -> tuple[bytes, tuple[str, ...]]:
    """A redline's file with the faults that were found in it."""
    from agreement_gen.formats.docx.reference_styles import MissingStyleError
    from agreement_gen.formats.pdf.writer import RenderError

    old, new = sides
    try:
        match output_format:
            case "docx":
                from agreement_gen.formats.docx.writer import RevisionMark, write_docx

                revision = RevisionMark(author.name, author.date)
                data = write_docx(merged, reference, created=author.date, revision=revision)
                return data, docx_faults(data, old, new)
            case "pdf":
                from agreement_gen.formats.pdf.reader import pdf_text
                from agreement_gen.formats.pdf.writer import write_pdf

                data = write_pdf(merged, css, created=author.date)
                fault = difference(merged, pdf_text(data))
                return data, () if fault is None else (fault,)
            case "html":
                from agreement_gen.formats.html import write_html

                page = write_html(merged, css)
                return page.encode("utf-8"), html_faults(page, merged)
    except (RenderError, MissingStyleError, ValueError) as error:
        # A writer refuses a tree that its format cannot hold as it is.
        return b"", (str(error),)


def tree_faults(merged: Document, old: Document, new: Document) -> tuple[str, ...]:
    """Where the merged tree is not the new one once accepted, or the old one once rejected."""
    faults = []
    for word, taken, wanted in (
        ("accepted", accept(merged), new),
        ("rejected", reject(merged), old),
    ):
        if not says_the_same(taken, wanted):
            pairs = zip(normalise(taken).clauses, normalise(wanted).clauses, strict=False)
            places = [str(a.number) for a, b in pairs if a.blocks != b.blocks or a.id != b.id]
            faults.append(f"{word}, it differs in clauses {', '.join(places) or '(outside them)'}")
    return tuple(faults)


def docx_faults(data: bytes, old: Document, new: Document) -> tuple[str, ...]:
    """Where a Word file is not the new text once accepted, or the old text once rejected."""
    from agreement_gen.formats.docx.reader import docx_lines

    accepted = difference(new, "\n".join(docx_lines(data, view="accepted")))
    rejected = difference(old, "\n".join(docx_lines(data, view="rejected")))
    told = (("accepted", accepted), ("rejected", rejected))
    return tuple(f"{word}, {fault}" for word, fault in told if fault is not None)


def html_faults(page: str, merged: Document) -> tuple[str, ...]:
    """Where a web page without its ``del`` is not the new text, or without its ``ins`` the old."""
    from agreement_gen.formats.html import write_html

    faults = []
    for word, gone, taken in (
        ("accepted", "del", accept(merged)),
        ("rejected", "ins", reject(merged)),
    ):
        if _said(page, gone) != _said(write_html(taken, ""), None):
            faults.append(f"{word}, the page says something else")
    return tuple(faults)


def _said(page: str, gone: str | None) -> str:
    """A page's text without one kind of mark, without clause numbers (they are of one side)."""
    from lxml import html

    body = html.fromstring(page).find("body")
    if body is None:
        return ""
    for element in [*body.iter("span"), *(body.iter(gone) if gone else ())]:
        if element.tag == gone or element.get("class") == "number":
            element.drop_tree()
    return "".join("".join(body.itertext()).split())
