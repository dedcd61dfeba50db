"""Verifies one PDF: whether it is what was agreed, and who signed it."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreement_gen.formats.errors import UnreadableFileError
from agreement_gen.formats.pdf.reader import pdf_pages
from agreement_gen.problems import InputError, Location, fault
from agreement_gen.signing.anatomy import anatomy
from agreement_gen.signing.findings import (
    SHOWN,
    FoundSignature,
    Outcome,
    Subject,
    Verdict,
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
    FOREIGN_PICTURE,
    FOREIGN_TEXT,
    IS_DRAFT,
    MARKED,
    MARKS_COVER,
    NOBODY_SIGNED,
    NOT_SEALED,
    NOTHING_ELSE,
    ORIGINAL_FAILS,
    ORIGINAL_HOLDS,
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
    TOO_MANY_PAGES,
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
from agreement_gen.signing.reading import contents, parse_pdf
from agreement_gen.signing.service import is_within, seal
from agreement_gen.signing.signatures import added_since_built, empty_fields, signatures
from agreement_gen.signing.stamps import covered_text, text_in
from agreement_gen.signing.surface import mark_finding, reading_findings, surface

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from asn1crypto.x509 import Certificate

    from agreement_gen.document.tree import Document
    from agreement_gen.messages import Text
    from agreement_gen.signing.anatomy import Anatomy
    from agreement_gen.signing.findings import Finding
    from agreement_gen.signing.reading import Extra, ParsedPdf
    from agreement_gen.signing.service import Seal, Service


_MARKS = {FOREIGN_PICTURE, FOREIGN_TEXT}
"""What a service's mark on a page of the agreement is, too."""

_ORDER = {PAGES_REORDERED, PAGES_REVERSED}
"""What makes every link and bookmark lead to another page too, which is then not reported."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a file should be.

    Attributes:
        document: The agreement.
        source: The name and the bytes of the municipality's file, which may be attached.
        rendered: The PDF that the program makes of the document today; None if it cannot.
        service: The signing service that the workspace names.
    """

    document: Document
    source: tuple[str, bytes]
    rendered: bytes | None
    service: Service | None = None


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
    service = expected.service
    # The service's own seal need not be named again.
    trusted = (*trust, *service.trust) if trust and service is not None else trust
    found = signatures(file.data, trusted, file.name)
    signed = tuple(signature for signature, _ in found)
    try:
        vouching = seal(file, expected.document, service, signed)
        content = list(_content_findings(file, expected, vouching))
    except UnreadableFileError as error:
        where = Location(file.name)
        raise fault(where, SigningCode.UNUSABLE_PAGES, reason=error.reason) from error
    findings = [
        *content,
        *(finding for _, findings in found for finding in findings),
        *_signing_findings(file, signed, is_asked=bool(trust)),
    ]
    return Verification(hashlib.sha256(file.data).hexdigest(), tuple(findings), signed)


def _content_findings(file: ParsedPdf, expected: Expected, vouching: Seal) -> Iterator[Finding]:
    """Whether the file is the agreement, in all that it says, shows and lists, and nothing more."""
    document, rendered = expected.document, expected.rendered
    if rendered is not None and file.data.startswith(rendered):
        yield from _bytes_findings(file, rendered)
    count, findings = _extent(file, expected)
    if document.header_footer.draft:
        yield note(Subject.TEXT, IS_DRAFT(mark=document.header_footer.draft))
    own_pages = len(file.pages) if count is None else count
    is_changed = file.contents.revisions > 1 and not vouching.is_signed
    if rendered is None:
        yield from findings
        yield unverified(Subject.PAGES, APPEARANCE_UNKNOWN())
        yield unverified(Subject.READING, READING_UNKNOWN())
    elif file.data == rendered:
        yield from findings
        yield holds(Subject.PAGES, APPEARANCE_HOLDS())
        yield holds(Subject.READING, READING_HOLDS())
    else:
        found, right = anatomy(file.data, only=own_pages), anatomy(rendered)
        is_changed = is_changed and found != right
        is_reordered = any(finding.text.template in _ORDER for finding in findings)
        if count is None:
            yield from findings
        else:
            yield from _drawn_findings(file, rendered, (found, right), findings, vouching)
        if not is_reordered:
            yield from _surface_findings(found, right, vouching)
    if count is not None:
        yield from _added_pages(file, vouching, count)
    yield from covered_text(file.data, own_pages)
    if is_changed:
        yield fails(Subject.CHANGES, CHANGED_UNSIGNED())
    yield from _attachment_findings(file, expected, vouching)
    own = () if rendered is None or not file.contents.extras else contents(rendered, "").extras
    extras = [extra for extra in file.contents.extras if extra not in own]
    yield from _extra_findings(extras, vouching, own_pages)


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


def _surface_findings(found: Anatomy, expected: Anatomy, vouching: Seal) -> Iterator[Finding]:
    """Whether a file shows, reads out and lists what the program writes, and nothing else."""
    yield from reading_findings(found, expected)
    shown = surface(found.pages, expected.pages)
    yield from shown.findings
    for page, mark in shown.marks:
        if vouching.allows(mark.box):
            yield _addition(Subject.PAGES, MARKED(page=page + 1), vouching)
        else:
            yield mark_finding(page, mark)


def _drawn_findings(
    file: ParsedPdf,
    rendered: bytes,
    anatomies: tuple[Anatomy, Anatomy],
    findings: Iterable[Finding],
    vouching: Seal,
) -> Iterator[Finding]:
    """Whether the agreement's pages look as the program draws them, but for a service's marks.

    Args:
        file: The file.
        rendered: What the program makes of the agreement today.
        anatomies: What the two hold.
        findings: What is on the pages beside the agreement, of which the marks are no faults.
        vouching: Who vouches for marks.
    """
    found, expected = anatomies
    both = enumerate(zip(found.pages, expected.pages, strict=False))
    other = frozenset(index for index, (page, right) in both if page != right)
    area = vouching.area if vouching.signers else None
    marks = () if area is None else (area,)
    boxes = [(*fields, *marks) for fields in surface(found.pages, expected.pages).own_fields]
    different = differently_drawn(file.data, rendered, among=other, left_out=boxes)
    marked: dict[int, str] = {}
    if area is not None:
        pages = pdf_pages(rendered)
        for index in sorted(other - {number - 1 for number in different}):
            added = Counter(file.pages[index].outside) - Counter(pages[index].outside)
            if is_within("".join(added.elements()), text_in(file.data, index, area)):
                marked[index + 1] = " ".join(text_in(rendered, index, area).split())
    for finding in findings:
        page = dict(finding.text.values).get("page")
        if finding.text.template in _MARKS and page in marked:
            yield _addition(Subject.PAGES, MARKED(page=page), vouching)
        else:
            yield finding
    for number, covered in marked.items():
        if covered:
            text = MARKS_COVER(page=number, text=shortened(covered))
            yield unverified(Subject.PAGES, text)
    if different:
        numbers = ", ".join(map(str, different))
        yield unverified(Subject.PAGES, APPEARANCE_DIFFERS(pages=numbers))
    else:
        yield holds(Subject.PAGES, APPEARANCE_HOLDS())


def _bytes_findings(file: ParsedPdf, rendered: bytes) -> Iterator[Finding]:
    """What a file that begins with the bytes of the built one adds to them."""
    if file.data == rendered:
        yield holds(Subject.PAGES, SAME_BYTES())
        return
    yield holds(Subject.PAGES, SAME_START())
    fields = added_since_built(file.data, file.name)
    if fields:
        yield holds(Subject.CHANGES, FIELDS_FILLED(fields=shortened(", ".join(fields))))


def _added_pages(file: ParsedPdf, vouching: Seal, count: int) -> Iterator[Finding]:
    for number, page in enumerate(file.pages[count:], start=count + 1):
        words = " ".join((page.body + page.outside).split())
        added = PAGE_ADDED(page=number, count=count, text=words[:SHOWN])
        most = vouching.added_pages
        if vouching.signers and most is not None and number - count > most:
            yield fails(Subject.PAGES, TOO_MANY_PAGES(addition=added, count=most))
        else:
            yield _addition(Subject.PAGES, added, vouching)


def _attachment_findings(file: ParsedPdf, expected: Expected, vouching: Seal) -> Iterator[Finding]:
    source_name, source = expected.source
    for name, data in file.contents.attachments:
        if name == source_name:
            same = data == source
            yield (
                holds(Subject.ATTACHMENTS, SOURCE_HOLDS(name=name))
                if same
                else fails(Subject.ATTACHMENTS, SOURCE_DIFFERS(name=name))
            )
        elif data.startswith(b"%PDF-"):
            yield _original_finding(name, data, expected)
        else:
            yield _addition(Subject.ATTACHMENTS, ATTACHED(name=shortened(name)), vouching)


def _original_finding(name: str, data: bytes, expected: Expected) -> Finding:
    """Whether a PDF that a service attached to its own copy is what was agreed."""
    shown = shortened(name)
    try:
        inner = parse_pdf(data, name)
        plain = not any(each.startswith(b"%PDF-") for _, each in inner.contents.attachments)
        result = verify(inner, expected) if plain else None
    except InputError as error:
        reason = error.problems[0].message
        return fails(Subject.ATTACHMENTS, ORIGINAL_FAILS(name=shown, finding=shortened(reason)))
    if result is None:
        return fails(Subject.ATTACHMENTS, ATTACHED(name=shown))
    if result.outcome is Outcome.PROVED:
        return holds(Subject.ATTACHMENTS, ORIGINAL_HOLDS(name=shown))
    doubts = {Verdict.FAILS, Verdict.UNVERIFIED}
    worst = [finding for finding in result.findings if finding.verdict in doubts]
    worst.sort(key=lambda finding: finding.verdict is not Verdict.FAILS)
    return fails(Subject.ATTACHMENTS, ORIGINAL_FAILS(name=shown, finding=worst[0].text))


def _extra_findings(extras: Iterable[Extra], vouching: Seal, count: int) -> Iterator[Finding]:
    for extra in extras:
        # A link shows nothing and does nothing until somebody follows it.
        if extra.kind is ExtraKind.LINK_OUT and (extra.page or 0) > count:
            yield _addition(Subject.EXTRAS, extra.text, vouching)
        else:
            yield fails(Subject.EXTRAS, extra.text)


def _addition(subject: Subject, addition: Text, vouching: Seal) -> Finding:
    """Something more than the agreement: a service adds it under its own seal, others may not."""
    if vouching.signers:
        signers = shortened(", ".join(vouching.signers))
        return note(subject, SEALED(addition=addition, signers=signers))
    return fails(subject, NOT_SEALED(addition=addition) if vouching.is_signed else addition)


def _signing_findings(
    file: ParsedPdf, signed: Sequence[FoundSignature], *, is_asked: bool
) -> Iterator[Finding]:
    """Who has not signed; ``is_asked`` says whether somebody must have, with a certificate."""
    if not signed:
        yield unverified(Subject.SIGNER if is_asked else Subject.SIGNATURE, NOBODY_SIGNED())
    for field in empty_fields(file.data, file.name):
        yield note(Subject.SIGNATURE, FIELD_EMPTY(field=shortened(field)))
