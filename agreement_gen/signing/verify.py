"""Verifies one PDF: whether it is what was agreed, and who signed it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreement_gen.document.tree import Signatures
from agreement_gen.formats.errors import UnreadableFileError
from agreement_gen.formats.pdf.reader import pdf_pages
from agreement_gen.problems import Location, fault
from agreement_gen.signing.anatomy import anatomy
from agreement_gen.signing.findings import (
    SHOWN,
    FoundSignature,
    Subject,
    Verification,
    fails,
    holds,
    note,
    shortened,
    unverified,
)
from agreement_gen.signing.messages import (
    APPEARANCE_DIFFERS,
    APPEARANCE_HOLDS,
    APPEARANCE_UNKNOWN,
    ATTACHED,
    CHANGED_UNSIGNED,
    FIELD_EMPTY,
    FIELDS_FILLED,
    IS_DRAFT,
    NOBODY_SIGNED,
    NOT_SEALED,
    NOTHING_ELSE,
    PAGE_ADDED,
    PAGES_REORDERED,
    PAGES_REVERSED,
    READING_HOLDS,
    READING_UNKNOWN,
    SAME_APPEARANCE,
    SAME_BYTES,
    SAME_START,
    SEALED,
    SOURCE_DIFFERS,
    SOURCE_HOLDS,
    ExtraKind,
    SigningCode,
)
from agreement_gen.signing.pages import (
    agreement_length,
    differently_drawn,
    foreign_content,
    page_order,
    text_finding,
    untagged_finding,
)
from agreement_gen.signing.reading import contents
from agreement_gen.signing.signatures import added_since_built, empty_fields, signatures
from agreement_gen.signing.stamps import covered_text
from agreement_gen.signing.surface import mark_finding, reading_findings, surface

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from asn1crypto.x509 import Certificate

    from agreement_gen.document.tree import Document
    from agreement_gen.messages import Text
    from agreement_gen.signing.anatomy import Anatomy
    from agreement_gen.signing.findings import Finding
    from agreement_gen.signing.reading import Contents, Extra, ParsedPdf


_ORDER = {PAGES_REORDERED, PAGES_REVERSED}
"""What makes every link and bookmark lead to another page too, which is then not reported."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a file should be.

    Attributes:
        document: The agreement.
        source: The name and the bytes of the municipality's file, which may be attached.
        rendered: The PDF that the program makes of the document today; None if it cannot.
    """

    document: Document
    source: tuple[str, bytes]
    rendered: bytes | None


def verify(file: ParsedPdf, expected: Expected, trust: Sequence[Certificate] = ()) -> Verification:
    """Compare a PDF with what it should be, and validate its signatures.

    Args:
        file: The file, unsigned or signed any number of times.
        expected: What it should be.
        trust: Certificates to which the signers' certificates must lead; without any, nothing is
            found out about who signed.

    Raises:
        InputError: the file's signatures cannot be read, or its pages cannot be drawn.
    """
    found = signatures(file.data, trust, file.name)
    signed = tuple(signature for signature, _ in found)
    try:
        content = list(_content_findings(file, expected, signed))
    except UnreadableFileError as error:
        where = Location(file.name)
        raise fault(where, SigningCode.UNUSABLE_PAGES, reason=error.reason) from error
    findings = [
        *content,
        *(finding for _, findings in found for finding in findings),
        *_signing_findings(file, signed, is_asked=bool(trust)),
    ]
    return Verification(hashlib.sha256(file.data).hexdigest(), tuple(findings), signed)


def _content_findings(
    file: ParsedPdf, expected: Expected, signed: Sequence[FoundSignature]
) -> Iterator[Finding]:
    """Whether the file is the agreement, in all that it says, shows and lists, and nothing more."""
    document, rendered = expected.document, expected.rendered
    if rendered is not None and file.data.startswith(rendered):
        yield from _bytes_findings(file, rendered)
    count, findings = _extent(file, expected)
    yield from findings
    if document.header_footer.draft:
        yield note(Subject.TEXT, IS_DRAFT(mark=document.header_footer.draft))
    if count is not None:
        yield from _added_pages(file, expected, signed, count)
    own_pages = len(file.pages) if count is None else count
    yield from covered_text(file.data, own_pages)
    is_changed = file.contents.revisions > 1 and not signed
    if rendered is None:
        yield unverified(Subject.PAGES, APPEARANCE_UNKNOWN())
        yield unverified(Subject.READING, READING_UNKNOWN())
    elif file.data == rendered:
        yield holds(Subject.PAGES, APPEARANCE_HOLDS())
        yield holds(Subject.READING, READING_HOLDS())
    else:
        found, right = anatomy(file.data, only=own_pages), anatomy(rendered)
        is_changed = is_changed and found != right
        if not any(finding.text.template in _ORDER for finding in findings):
            yield from _surface_findings(found, right)
        if count is not None:
            yield _appearance_finding(file, rendered, found, right)
    if is_changed:
        yield fails(Subject.CHANGES, CHANGED_UNSIGNED())
    yield from _attachment_findings(file.contents, expected, signed)
    own = () if rendered is None or not file.contents.extras else contents(rendered, "").extras
    extras = [extra for extra in file.contents.extras if extra not in own]
    yield from _extra_findings(extras, expected, signed, own_pages)


def _extent(file: ParsedPdf, expected: Expected) -> tuple[int | None, list[Finding]]:
    """How many of the file's pages are the agreement's, and what is to report of their text."""
    document, rendered = expected.document, expected.rendered
    count = agreement_length(document, file.pages)
    if count is not None:
        foreign = list(foreign_content(document, file.pages[:count], rendered))
        if not foreign and len(file.pages) == count:
            foreign.append(holds(Subject.PAGES, NOTHING_ELSE(count=count)))
        return count, [text_finding(document, file.pages), *foreign]
    if rendered is not None:
        pages = pdf_pages(rendered)
        if not any(page.body for page in file.pages) and not differently_drawn(file.data, rendered):
            return len(pages), [holds(Subject.TEXT, SAME_APPEARANCE())]
        order = page_order(file.pages, pages)
        if order is not None:
            is_reverse = list(order) == sorted(order, reverse=True)
            numbers = ", ".join(map(str, order))
            text = PAGES_REVERSED() if is_reverse else PAGES_REORDERED(pages=numbers)
            return None, [fails(Subject.PAGES, text)]
        if not any(page.body for page in file.pages) and any(page.outside for page in file.pages):
            return None, [untagged_finding(file.pages, pages)]
    return None, [text_finding(document, file.pages)]


def _surface_findings(found: Anatomy, expected: Anatomy) -> Iterator[Finding]:
    """Whether a file shows, reads out and lists what the program writes, and nothing else."""
    yield from reading_findings(found, expected)
    shown = surface(found.pages, expected.pages)
    yield from shown.findings
    yield from (mark_finding(page, mark) for page, mark in shown.marks)


def _appearance_finding(
    file: ParsedPdf, rendered: bytes, found: Anatomy, expected: Anatomy
) -> Finding:
    """Whether the agreement's pages look as the program draws them."""
    pages = zip(found.pages, expected.pages, strict=False)
    other = frozenset(index for index, (page, right) in enumerate(pages) if page != right)
    fields = surface(found.pages, expected.pages).own_fields
    different = differently_drawn(file.data, rendered, among=other, left_out=fields)
    if different:
        numbers = ", ".join(map(str, different))
        return unverified(Subject.PAGES, APPEARANCE_DIFFERS(pages=numbers))
    return holds(Subject.PAGES, APPEARANCE_HOLDS())


def _bytes_findings(file: ParsedPdf, rendered: bytes) -> Iterator[Finding]:
    """What a file that begins with the bytes of the built one adds to them."""
    if file.data == rendered:
        yield holds(Subject.PAGES, SAME_BYTES())
        return
    yield holds(Subject.PAGES, SAME_START())
    fields = added_since_built(file.data, file.name)
    if fields:
        yield holds(Subject.CHANGES, FIELDS_FILLED(fields=shortened(", ".join(fields))))


def _added_pages(
    file: ParsedPdf, expected: Expected, signed: Sequence[FoundSignature], count: int
) -> Iterator[Finding]:
    for number, page in enumerate(file.pages[count:], start=count + 1):
        words = " ".join((page.body + page.outside).split())
        added = PAGE_ADDED(page=number, count=count, text=words[:SHOWN])
        yield _addition(Subject.PAGES, added, expected, signed)


def _attachment_findings(
    found: Contents, expected: Expected, signed: Sequence[FoundSignature]
) -> Iterator[Finding]:
    source_name, source = expected.source
    for name, data in found.attachments:
        if name != source_name:
            yield _addition(Subject.ATTACHMENTS, ATTACHED(name=shortened(name)), expected, signed)
        elif data == source:
            yield holds(Subject.ATTACHMENTS, SOURCE_HOLDS(name=name))
        else:
            yield fails(Subject.ATTACHMENTS, SOURCE_DIFFERS(name=name))


def _extra_findings(
    extras: Sequence[Extra], expected: Expected, signed: Sequence[FoundSignature], count: int
) -> Iterator[Finding]:
    for extra in extras:
        # A link shows nothing and does nothing until somebody follows it.
        if extra.kind is ExtraKind.LINK_OUT and (extra.page or 0) > count:
            yield _addition(Subject.EXTRAS, extra.text, expected, signed)
        else:
            yield fails(Subject.EXTRAS, extra.text)


def _addition(
    subject: Subject, addition: Text, expected: Expected, signed: Sequence[FoundSignature]
) -> Finding:
    """Something more than the agreement: a service adds it under its own seal, others may not."""
    parties = _parties(expected.document)
    seals = [s for s in signed if s.is_intact and s.is_trusted and s.only_permitted_changes]
    vouching = [seal.signer for seal in seals if seal.field not in parties]
    if vouching:
        signers = shortened(", ".join(dict.fromkeys(vouching)))
        return note(subject, SEALED(addition=addition, signers=signers))
    return fails(subject, NOT_SEALED(addition=addition) if signed else addition)


def _parties(document: Document) -> set[str]:
    """The names of the parties' own signature fields; a signature there seals nothing else."""
    return {
        signature.party
        for clause in document.clauses
        for block in clause.blocks
        if isinstance(block, Signatures)
        for signature in block.signatures
    }


def _signing_findings(
    file: ParsedPdf, signed: Sequence[FoundSignature], *, is_asked: bool
) -> Iterator[Finding]:
    """Who has not signed; ``is_asked`` says whether somebody must have, with a certificate."""
    if not signed:
        yield unverified(Subject.SIGNER if is_asked else Subject.SIGNATURE, NOBODY_SIGNED())
    for field in empty_fields(file.data, file.name):
        yield note(Subject.SIGNATURE, FIELD_EMPTY(field=shortened(field)))
