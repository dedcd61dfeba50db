"""Puts one PDF to the proof: is it what was agreed, and who signed it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreement_gen.document.tree import Signatures
from agreement_gen.formats.pdf.reader import pdf_pages
from agreement_gen.problems import InputError, Location, Problem
from agreement_gen.signing.findings import Finding, FoundSignature, Verification
from agreement_gen.signing.pages import (
    agreement_length,
    header_footer_findings,
    same_look,
    text_findings,
)
from agreement_gen.signing.reading import LINK_OUT, contents
from agreement_gen.signing.signatures import added_since_built, empty_fields, signatures
from agreement_gen.signing.stamps import stamp_findings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from asn1crypto.x509 import Certificate

    from agreement_gen.document.tree import Document
    from agreement_gen.formats.pdf.reader import PageText
    from agreement_gen.signing.findings import Subject
    from agreement_gen.signing.reading import Contents


@dataclass(frozen=True, slots=True)
class Expected:
    """What a file should be.

    ``source`` is the name and the bytes of the municipality's file, which may be attached;
    ``rendered`` the PDF that the program makes of the document today, None if it cannot.
    """

    document: Document
    source: tuple[str, bytes] | None = None
    rendered: bytes | None = None


@dataclass(frozen=True, slots=True)
class ParsedPdf:
    """A PDF that was read once: its bytes, its pages' text, all else that it holds."""

    name: str
    data: bytes
    pages: tuple[PageText, ...]
    contents: Contents


def open_file(data: bytes, name: str) -> ParsedPdf:
    """Read a PDF; ``name`` is told in errors.

    Raises:
        InputError: the file is empty, no PDF, encrypted or damaged.
    """
    held = contents(data, name)
    try:
        pages = pdf_pages(data)
    except ValueError as error:
        raise InputError([Problem(Location(name), "bad-pdf", str(error))]) from error
    return ParsedPdf(name, data, pages, held)


def verify(
    pdf: bytes, expected: Expected | None, trust: Sequence[Certificate] = (), name: str = "PDF"
) -> Verification:
    """Compare a PDF with what it should be, and judge its signatures.

    Args:
        pdf: The file, unsigned or signed any number of times.
        expected: The agreement; None to judge the signatures alone.
        trust: Certificates to which the signers' certificates must lead.
        name: How errors name the file.

    Raises:
        InputError: the file is empty, no PDF, encrypted or damaged.
    """
    return verify_opened(open_file(pdf, name), expected, trust)


def verify_opened(
    file: ParsedPdf, expected: Expected | None, trust: Sequence[Certificate] = ()
) -> Verification:
    """Like :func:`verify`, for a file that was read already.

    Raises:
        InputError: the file is damaged where its signatures stand.
    """
    judged = signatures(file.data, trust, file.name)
    signed = tuple(each for each, _ in judged)
    findings: list[Finding] = []
    if expected is None:
        why = "whether the text is that of a workspace: there is none to compare with"
        findings.append(Finding("text", "unproved", why))
    else:
        findings += _content_findings(file, expected, signed)
    findings += [finding for _, each in judged for finding in each]
    findings += _signing_findings(file, signed)
    return Verification(hashlib.sha256(file.data).hexdigest(), tuple(findings), signed)


def _content_findings(
    file: ParsedPdf, expected: Expected, signed: Sequence[FoundSignature]
) -> Iterator[Finding]:
    document, rendered = expected.document, expected.rendered
    if rendered is not None and file.data.startswith(rendered):
        yield from _bytes_findings(file, rendered)
    count = agreement_length(document, file.pages)
    if count is None and rendered is not None and _looks_the_same(file, rendered):
        count = len(pdf_pages(rendered))
        yield Finding("text", "holds", "every page looks exactly as the one that was built")
    else:
        yield from text_findings(document, file.pages)
        if count is not None:
            yield from _page_findings(file, expected, count)
    if document.header_footer.draft:
        said = f"it is a draft ({document.header_footer.draft}), not to be signed"
        yield Finding("text", "note", said)
    for number, page in enumerate(file.pages[count:] if count else (), start=(count or 0) + 1):
        words = " ".join((page.body + page.outside).split())
        said = f"page {number} was added after the agreement's {count}: «{words[:60]}»"
        yield _addition("pages", said, expected, signed)
    yield from stamp_findings(file.data, len(file.pages) if count is None else count)
    yield from _attachment_findings(file.contents, expected, signed)
    for extra in file.contents.extras:
        said = f"the file holds {extra}"
        if extra.startswith(LINK_OUT):
            yield _addition("extras", said, expected, signed)
        else:
            yield Finding("extras", "fails", said)


def _bytes_findings(file: ParsedPdf, rendered: bytes) -> Iterator[Finding]:
    if file.data == rendered:
        said = "byte for byte the file that is built from the workspace"
        yield Finding("pages", "holds", said)
        return
    said = "the file begins with the one that is built from the workspace, byte for byte"
    yield Finding("pages", "holds", said)
    fields = added_since_built(file.data, file.name)
    if fields:
        said = f"since it was built only signature fields were filled in: {', '.join(fields)}"
        yield Finding("changes", "holds", said)


def _page_findings(file: ParsedPdf, expected: Expected, count: int) -> Iterator[Finding]:
    """What the agreement's own pages hold beside its text, and how they look."""
    found = list(header_footer_findings(expected.document, file.pages, count))
    for number, what in found:
        # No seal vouches for this: one party could write on a page what the other never read.
        said = f"page {number} holds what the agreement does not: {what}"
        yield Finding("pages", "fails", said)
    if not found and len(file.pages) == count:
        yield Finding("pages", "holds", f"its {count} pages hold nothing beside the agreement")
    if expected.rendered is None:
        yield Finding("pages", "unproved", "that the pages look as they were built")
        return
    other = _other_look(file, expected.rendered)
    if not other:
        yield Finding("pages", "holds", "the pages look as the program draws them")
    else:
        which = ", ".join(map(str, other))
        said = f"that nothing is hidden or drawn over: these pages are drawn otherwise: {which}"
        yield Finding("pages", "unproved", said)


def _looks_the_same(file: ParsedPdf, rendered: bytes) -> bool:
    """Whether a file whose structure is gone still looks as it was built."""
    return not any(page.body for page in file.pages) and not _other_look(file, rendered)


def _other_look(file: ParsedPdf, rendered: bytes) -> tuple[int, ...]:
    try:
        return same_look(file.data, rendered)
    except ValueError as error:
        raise InputError([Problem(Location(file.name), "bad-pdf", str(error))]) from error


def _addition(
    subject: Subject, said: str, expected: Expected, signed: Sequence[FoundSignature]
) -> Finding:
    """Something more than the agreement: a service adds it under its own seal, others may not."""
    parties = _parties(expected.document)
    seals = [s for s in signed if s.is_intact and s.is_trusted and s.only_permitted_changes]
    vouching = [seal.signer for seal in seals if seal.field not in parties]
    if vouching:
        by = ", ".join(dict.fromkeys(vouching))
        return Finding(subject, "note", f"{said}; signed for by {by}")
    hint = " (if a signing service added it, name its certificate with --trust)" if signed else ""
    return Finding(subject, "fails", f"{said}{hint}")


def _parties(document: Document) -> set[str]:
    """The names of the parties' own signature fields; who signs there seals nothing else."""
    return {
        signature.party
        for clause in document.clauses
        for block in clause.blocks
        if isinstance(block, Signatures)
        for signature in block.signatures
    }


def _attachment_findings(
    found: Contents, expected: Expected, signed: Sequence[FoundSignature]
) -> Iterator[Finding]:
    source = expected.source
    for name, data in found.attachments:
        if source is None or name != source[0]:
            yield _addition("attachments", f"the file «{name}» is attached", expected, signed)
        elif data == source[1]:
            said = f"the attached {name} is that of the workspace"
            yield Finding("attachments", "holds", said)
        else:
            said = f"the attached {name} is not that of the workspace"
            yield Finding("attachments", "fails", said)


def _signing_findings(file: ParsedPdf, signed: Sequence[FoundSignature]) -> Iterator[Finding]:
    if not signed:
        yield Finding("signature", "unproved", "who agreed to it: no electronic signature in it")
        if file.contents.revisions > 1:
            said = "the file was changed after it was built, and nobody signed that"
            yield Finding("changes", "fails", said)
    for field in empty_fields(file.data, file.name):
        yield Finding("signature", "note", f"nobody has signed in the field «{field}»")
