"""Whether the pages of a PDF have the agreement's text and appearance, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2 as pdfium

from agreement_gen.document.tree import Table, fold, text_of
from agreement_gen.formats.errors import UnreadableFileError
from agreement_gen.formats.messages import PDF_BROKEN
from agreement_gen.formats.text_check import difference
from agreement_gen.signing.findings import SHOWN, Subject, fails, holds, unverified
from agreement_gen.signing.messages import (
    FOREIGN_PICTURE,
    FOREIGN_TEXT,
    TEXT_DIFFERS,
    TEXT_HOLDS,
    TEXT_SCANNED,
    TEXT_UNTAGGED,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agreement_gen.document.tree import Document
    from agreement_gen.formats.pdf.reader import PageText
    from agreement_gen.signing.findings import Finding


def agreement_length(document: Document, pages: Sequence[PageText]) -> int | None:
    """How many pages, from the first, hold exactly the document's text; None if no number does."""
    whole = ""
    for number, page in enumerate(pages, start=1):
        whole += page.body
        if page.body and difference(document, whole) is None:
            return number
    return None


def text_finding(document: Document, pages: Sequence[PageText]) -> Finding:
    """Whether the body's text is the document's, wherever the agreement ends."""
    whole = "".join(page.body for page in pages)
    if whole:
        if agreement_length(document, pages) is not None:
            return holds(Subject.TEXT, TEXT_HOLDS())
        where = difference(document, whole) or ""
        return fails(Subject.TEXT, TEXT_DIFFERS(difference=where))
    if any(page.outside for page in pages):
        return unverified(Subject.TEXT, TEXT_UNTAGGED())
    return unverified(Subject.TEXT, TEXT_SCANNED())


def foreign_content(document: Document, pages: Sequence[PageText]) -> Iterator[Finding]:
    """What is on the agreement's own pages and is not the agreement's: texts and pictures.

    The pages are those that hold the document's text. No seal vouches for such content: one party
    could write on a page what the other never read.
    """
    for number, page in enumerate(pages, start=1):
        rest = page.outside
        pieces = _header_footer(document, number, len(pages))
        for piece in sorted(pieces, key=len, reverse=True):
            rest = rest.replace(piece, "")
        if rest:
            yield fails(Subject.PAGES, FOREIGN_TEXT(page=number, text=rest[:SHOWN]))
        if page.has_pictures:
            yield fails(Subject.PAGES, FOREIGN_PICTURE(page=number))


def _header_footer(document: Document, page: int, count: int) -> set[str]:
    """What a page may hold outside the body: header, draft mark, repeated table heads."""
    heads = [
        text_of(column.title)
        for clause in document.clauses
        for block in clause.blocks
        if isinstance(block, Table)
        for column in block.columns
    ]
    pieces = (*document.header_footer.lines(page, count), *heads)
    return {fold(piece) for piece in pieces if piece}


def differently_drawn(data: bytes, rendered: bytes) -> tuple[int, ...]:
    """The numbers of the pages of ``rendered`` that ``data`` lacks or shows differently.

    Annotations are not drawn, so that the pictures of signatures do not count.

    Raises:
        UnreadableFileError: one of the files cannot be drawn.
    """
    try:
        pdf, expected = pdfium.PdfDocument(data), pdfium.PdfDocument(rendered)
        try:
            return tuple(
                number + 1
                for number in range(len(expected))
                if number >= len(pdf) or _differs(pdf[number], expected[number])
            )
        finally:
            pdf.close()
            expected.close()
    except pdfium.PdfiumError as error:
        raise UnreadableFileError(PDF_BROKEN(reason=str(error))) from error


def _differs(page: pdfium.PdfPage, expected: pdfium.PdfPage) -> bool:
    """Whether a page looks different; one of another size is not drawn, as it may be enormous."""
    sizes = zip(page.get_size(), expected.get_size(), strict=True)
    return any(abs(one - other) > 1 for one, other in sizes) or _drawn(page) != _drawn(expected)


def _drawn(page: pdfium.PdfPage) -> tuple[int, int, bytes]:
    bitmap = page.render(scale=1, may_draw_forms=False, draw_annots=False)
    try:
        return bitmap.width, bitmap.height, bytes(bitmap.buffer)
    finally:
        bitmap.close()
