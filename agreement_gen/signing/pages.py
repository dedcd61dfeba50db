"""Whether the pages of a PDF have the agreement's text and appearance, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2 as pdfium

from agreement_gen.document.tree import Table, all_pictures, fold, text_of
from agreement_gen.formats.errors import UnreadableFileError
from agreement_gen.formats.messages import PDF_BROKEN
from agreement_gen.formats.pdf.reader import pdf_pages
from agreement_gen.formats.text_check import difference
from agreement_gen.signing.findings import SHOWN, Subject, fails, holds, unverified
from agreement_gen.signing.messages import (
    FOREIGN_PICTURE,
    FOREIGN_TEXT,
    TEXT_DIFFERS,
    TEXT_HOLDS,
    TEXT_SCANNED,
    TEXT_UNTAGGED,
    UNTAGGED_DIFFERS,
    UNTAGGED_HOLDS,
)

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from agreement_gen.document.tree import Document
    from agreement_gen.formats.pdf.reader import PageText
    from agreement_gen.signing.anatomy import Box
    from agreement_gen.signing.findings import Finding

_SCALE = 1.5
"""Pixels for each point of a page that is compared."""


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


def foreign_content(
    document: Document, pages: Sequence[PageText], rendered: bytes | None
) -> Iterator[Finding]:
    """What is on the agreement's own pages and is not the agreement's: texts and pictures.

    The pages are those that hold the document's text. No seal vouches for such content: one party
    could write on a page what the other never read. ``rendered`` is the PDF that the program makes
    of the document; without it, nothing is known of the pictures of a document that has any.
    """
    own: frozenset[str] | None = frozenset()
    if any(True for _ in all_pictures(document)):
        own = None if rendered is None else _own_pictures(rendered)
    for number, page in enumerate(pages, start=1):
        rest = page.outside
        pieces = _header_footer(document, number, len(pages))
        for piece in sorted(pieces, key=len, reverse=True):
            rest = rest.replace(piece, "")
        if rest:
            yield fails(Subject.PAGES, FOREIGN_TEXT(page=number, text=rest[:SHOWN]))
        if own is not None and page.pictures - own:
            yield fails(Subject.PAGES, FOREIGN_PICTURE(page=number))


def _own_pictures(rendered: bytes) -> frozenset[str]:
    return frozenset().union(*(page.pictures for page in pdf_pages(rendered)))


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


def differently_drawn(
    data: bytes,
    rendered: bytes,
    *,
    among: Container[int] | None = None,
    left_out: Sequence[Sequence[Box]] = (),
) -> tuple[int, ...]:
    """The numbers of the pages of ``rendered`` that ``data`` lacks or shows differently.

    They are compared as they are shown on a screen and as they are printed, with annotations.

    Args:
        data: The file.
        rendered: What it should look like.
        among: The indexes of the pages that are compared; all, if there are none.
        left_out: For each page the boxes that may look different, in which a party signs.

    Raises:
        UnreadableFileError: one of the files cannot be drawn.
    """
    try:
        pdf, expected = pdfium.PdfDocument(data), pdfium.PdfDocument(rendered)
        try:
            return tuple(
                index + 1
                for index in range(len(expected))
                if (among is None or index in among)
                and (
                    index >= len(pdf)
                    or _differs(
                        pdf[index],
                        expected[index],
                        left_out[index] if index < len(left_out) else (),
                    )
                )
            )
        finally:
            pdf.close()
            expected.close()
    except pdfium.PdfiumError as error:
        raise UnreadableFileError(PDF_BROKEN(reason=str(error))) from error


def _differs(page: pdfium.PdfPage, expected: pdfium.PdfPage, left_out: Sequence[Box]) -> bool:
    """Whether a page looks different; one of another size is not drawn, as it may be enormous."""
    sizes = zip(page.get_size(), expected.get_size(), strict=True)
    if any(abs(one - other) > 1 for one, other in sizes):
        return True
    return any(
        _drawn(page, left_out, mode) != _drawn(expected, left_out, mode) for mode in (None, "print")
    )


def _drawn(
    page: pdfium.PdfPage, left_out: Sequence[Box], mode: str | None
) -> tuple[int, int, bytes]:
    """A page's picture, for the screen or for printing, with some boxes of it blackened."""
    bitmap = page.render(
        scale=_SCALE, may_draw_forms=False, draw_annots=True, optimize_mode=mode, rev_byteorder=True
    )
    try:
        height = page.get_height()
        for left, bottom, right, top in left_out:
            x, y = int(left * _SCALE) - 1, int((height - top) * _SCALE) - 1
            across, down = int((right - left) * _SCALE) + 3, int((top - bottom) * _SCALE) + 3
            bitmap.fill_rect((0, 0, 0, 255), x, y, across, down)
        return bitmap.width, bitmap.height, bytes(bitmap.buffer)
    finally:
        bitmap.close()


def page_order(pages: Sequence[PageText], expected: Sequence[PageText]) -> tuple[int, ...] | None:
    """Which of the expected pages each page is, by number, where they are only in another order.

    None where they are in the agreement's order, or not the agreement's.
    """
    if len(pages) < len(expected):
        return None
    numbers = {_letters(page): number for number, page in enumerate(expected, start=1)}
    order = [numbers.get(_letters(page), 0) for page in pages]
    found = [number for number in order if number]
    if sorted(found) != list(range(1, len(expected) + 1)) or found == sorted(found):
        return None
    return tuple(found)


def untagged_finding(pages: Sequence[PageText], expected: Sequence[PageText]) -> Finding:
    """Whether the pages of a file without structure hold what the agreement's do."""
    if len(pages) != len(expected):
        return unverified(Subject.TEXT, TEXT_UNTAGGED())
    different = [
        str(number)
        for number, (page, right) in enumerate(zip(pages, expected, strict=True), start=1)
        if _letters(page) != _letters(right)
    ]
    if different:
        return unverified(Subject.TEXT, UNTAGGED_DIFFERS(pages=", ".join(different)))
    return unverified(Subject.TEXT, UNTAGGED_HOLDS())


def _letters(page: PageText) -> str:
    """All that is on a page, in whatever order it is drawn and however its lines are broken."""
    return "".join(sorted(fold(page.body + page.outside).replace("-", "")))
