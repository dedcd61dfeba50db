"""Redlines: agreements with their changes marked, verified before they are written.

A redline is the new agreement with all that was deleted from the old one. With all changes
accepted it must be the new agreement, with all rejected the old one. That is read back from the
finished file, and a file that does not hold both is never written.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, assert_never

from agreement_gen import clock
from agreement_gen.build.compose import compose
from agreement_gen.build.style import style_of
from agreement_gen.changes import messages
from agreement_gen.changes.messages import RedlineCode
from agreement_gen.document.diff import (
    accept,
    changed_clauses,
    is_changed,
    normalise,
    redline,
    reject,
    says_the_same,
)
from agreement_gen.formats.docx.revision import RevisionMark
from agreement_gen.formats.errors import RenderFailure
from agreement_gen.formats.text_check import difference, picture_difference
from agreement_gen.languages import language_of
from agreement_gen.problems import InputError, Location, problem
from agreement_gen.workspace import git
from agreement_gen.workspace.reader import INPUTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from agreement_gen.document.tree import Document
    from agreement_gen.messages import Text, Value
    from agreement_gen.problems import Problem
    from agreement_gen.workspace.reader import Entry, Standard, Workspace

RedlineFormat = Literal["docx", "pdf", "html"]


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


def author_of(root: Path, revision: str | None, workspace: Workspace) -> RevisionMark:
    """Who made the changes and when: of the last commit that changed what agreements are made of.

    Args:
        root: The workspace's folder.
        revision: The revision of the new agreements; None for the files on the disk. If these
            differ from the last commit, or there is no git, it is the region, today.
        workspace: The new state.

    Raises:
        InputError: see :func:`agreement_gen.workspace.git.resolve`.
    """
    if revision is None:
        if git.find_repository(root) is None or not git.is_clean(root, INPUTS):
            return RevisionMark(workspace.region.record.name, clock.stamp(clock.today()))
        revision = "HEAD"
    commit = git.last_commit(root, INPUTS, revision) or git.commit_of(root, revision)
    return RevisionMark(commit.author, commit.date)


def verified_redline(
    old: Side, new: Side, formats: Sequence[RedlineFormat], author: RevisionMark
) -> Redline | None:
    """The verified redline of one municipality's agreement; None if nothing in it changed.

    Args:
        old: The agreement before the changes.
        new: The agreement after them.
        formats: What to write; every file is read back and compared with both agreements.
        author: Who made the changes, for Word's tracked changes.

    Raises:
        InputError: An agreement cannot be composed, or a file cannot be written or would not hold
            both agreements.
    """
    standard = new.workspace.standard(new.entry)
    before, after = _document(old), _document(new)
    merged = redline(before, after)
    if standard is None or not is_changed(merged):
        return None
    family = standard.family.record
    prefix = f"{family.file_prefix}-{new.entry.slug}-andringar"
    shown = _not_to_be_signed(merged, family.draft_mark)
    files: dict[str, bytes] = {}
    problems = [
        _problem(new, RedlineCode.UNVERIFIED, fault=fault)
        for fault in tree_faults(merged, before, after)
    ]
    for output_format in formats:
        try:
            data = _write(output_format, shown, standard, author)
            faults = _file_faults(output_format, data, shown, before, after)
        except RenderFailure as failure:
            problems += [
                _problem(new, RedlineCode.NOT_RENDERED, format=output_format, reason=message)
                for message in failure.messages
            ]
            continue
        except ValueError as error:
            # The writer refuses a tree that its format cannot hold as it is.
            data, faults = b"", (messages.NOT_WRITABLE(reason=str(error)),)
        files[f"{prefix}.{output_format}"] = data
        problems += [
            _problem(
                new,
                RedlineCode.UNVERIFIED,
                fault=messages.FILE_FAULT(format=output_format, fault=fault),
            )
            for fault in faults
        ]
    if problems:
        raise InputError(problems)
    return Redline(new.entry.label, changed_clauses(merged), files)


def _document(side: Side) -> Document:
    try:
        return compose(side.workspace, side.entry).document
    except InputError as error:
        raise InputError(
            replace(p, location=replace(p.location, file=f"{side.state}: {p.location.file}"))
            for p in error.problems
        ) from None


def _not_to_be_signed(merged: Document, draft_mark: str) -> Document:
    """A redline as it is written: marked as a draft, because it is read and never signed."""
    title = f"{merged.metadata.title} – {language_of(merged.metadata.language).changes}"
    return replace(
        merged,
        header_footer=replace(merged.header_footer, draft=draft_mark),
        metadata=replace(merged.metadata, title=title),
    )


def _problem(side: Side, code: RedlineCode, **values: Value) -> Problem:
    return problem(
        Location(side.entry.path),
        code,
        municipality=side.entry.label,
        **values,
    )


def _write(
    output_format: RedlineFormat, merged: Document, standard: Standard, author: RevisionMark
) -> bytes:
    match output_format:
        case "docx":
            from agreement_gen.formats.docx.writer import write_docx

            return write_docx(
                merged, style_of(standard).reference, created=author.date, revision=author
            )
        case "pdf":
            from agreement_gen.formats.pdf.writer import write_pdf

            return write_pdf(merged, style_of(standard).css, created=author.date)
        case "html":
            from agreement_gen.formats.html import write_html

            return write_html(merged, style_of(standard).css).encode("utf-8")
        case _:
            assert_never(output_format)


def _file_faults(
    output_format: RedlineFormat, data: bytes, merged: Document, old: Document, new: Document
) -> tuple[Text, ...]:
    match output_format:
        case "docx":
            return docx_faults(data, old, new)
        case "pdf":
            from agreement_gen.formats.pdf.structure_check import read_back

            fault = read_back(merged, data).difference
            return () if fault is None else (fault,)
        case "html":
            return html_faults(data.decode("utf-8"), merged)
        case _:
            assert_never(output_format)


def tree_faults(merged: Document, old: Document, new: Document) -> tuple[Text, ...]:
    """Where the merged tree is not the new one once accepted, or the old one once rejected."""
    faults = []
    for template, resolved, expected in (
        (messages.ACCEPTED_DIFFERS, accept(merged), new),
        (messages.REJECTED_DIFFERS, reject(merged), old),
    ):
        if not says_the_same(resolved, expected):
            faults.append(template(difference=_clause_difference(resolved, expected)))
    return tuple(faults)


def _clause_difference(one: Document, other: Document) -> Text:
    pairs = zip(normalise(one).clauses, normalise(other).clauses, strict=False)
    numbers = [a.mark for a, b in pairs if a.blocks != b.blocks or a.id != b.id]
    if numbers:
        return messages.CLAUSES_DIFFER(numbers=", ".join(numbers))
    return messages.DIFFERS_OUTSIDE_CLAUSES()


def docx_faults(data: bytes, old: Document, new: Document) -> tuple[Text, ...]:
    """Where a Word file is not the new text once accepted, or the old text once rejected.

    Raises:
        UnreadableFileError: It is not a Word file.
    """
    from agreement_gen.formats.docx.reader import docx_lines, docx_pictures

    accepted = difference(new, "\n".join(docx_lines(data, view="accepted")))
    accepted = accepted or picture_difference(new, docx_pictures(data, view="accepted"))
    rejected = difference(old, "\n".join(docx_lines(data, view="rejected")))
    rejected = rejected or picture_difference(old, docx_pictures(data, view="rejected"))
    differences = (
        (messages.ACCEPTED_DIFFERS, accepted),
        (messages.REJECTED_DIFFERS, rejected),
    )
    return tuple(template(difference=found) for template, found in differences if found is not None)


def html_faults(page: str, merged: Document) -> tuple[Text, ...]:
    """Where a web page without its ``del`` is not the new text, or without its ``ins`` the old."""
    from agreement_gen.formats.html import write_html

    faults = []
    for template, dropped, resolved in (
        (messages.ACCEPTED_DIFFERS, "del", accept(merged)),
        (messages.REJECTED_DIFFERS, "ins", reject(merged)),
    ):
        if _page_text(page, dropped) != _page_text(write_html(resolved, ""), None):
            faults.append(template(difference=messages.PAGE_DIFFERS()))
    return tuple(faults)


def _page_text(page: str, dropped: str | None) -> str:
    """A page's text without the elements ``dropped`` and without the numbers of clauses.

    The numbers are left out because a redline shows them of one side only.
    """
    from lxml import html

    body = html.fromstring(page).find("body")
    if body is None:
        return ""
    for image in body.iter("img"):
        image.text = f"{image.get('alt')}{image.get('src')}"
    for element in [*body.iter("span"), *(body.iter(dropped) if dropped else ())]:
        if element.tag == dropped or element.get("class") == "number":
            element.drop_tree()
    return "".join("".join(body.itertext()).split())
