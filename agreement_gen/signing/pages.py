"""Whether the pages of a PDF say and show what the agreement says, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2 as pdfium

from agreement_gen.document.tree import Table, fold, text_of
from agreement_gen.formats.text_check import difference
from agreement_gen.signing.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agreement_gen.document.tree import Document
    from agreement_gen.formats.pdf.reader import PageText

_SHOWN = 60
"""Signs shown of a text that should not be there."""


def agreement_length(document: Document, pages: Sequence[PageText]) -> int | None:
    """How many pages, from the first, hold exactly the document's text; None if no number does."""
    whole = ""
    for number, page in enumerate(pages, start=1):
        whole += page.body
        if page.body and difference(document, whole) is None:
            return number
    return None


def text_findings(document: Document, pages: Sequence[PageText]) -> Iterator[Finding]:
    """Whether the body's text is the document's, wherever the agreement ends."""
    whole = "".join(page.body for page in pages)
    if whole:
        if agreement_length(document, pages) is not None:
            yield Finding("text", "holds", "the text is that of the workspace")
        else:
            where = difference(document, whole)
            yield Finding("text", "fails", f"the text is not that of the workspace: {where}")
    elif any(page.outside for page in pages):
        why = "whether the text is that of the workspace: the PDF has lost its structure (tags)"
        yield Finding("text", "unproved", why)
    else:
        why = "whether the text is that of the workspace: the PDF holds no text (a scanned paper)"
        yield Finding("text", "unproved", why)


def header_footer_findings(
    document: Document, pages: Sequence[PageText], count: int
) -> Iterator[tuple[int, str]]:
    """What stands on the agreement's ``count`` pages beside its text: page number and words."""
    for number, page in enumerate(pages[:count], start=1):
        rest = page.outside
        for piece in sorted(_header_footer(document, number, count), key=len, reverse=True):
            rest = rest.replace(piece, "")
        if rest:
            yield number, f"the text «{rest[:_SHOWN]}»"
        if page.has_pictures:
            yield number, "a picture"


def _header_footer(document: Document, page: int, count: int) -> set[str]:
    """What a page may say outside the body: header, footer, draft mark, a table's repeated head."""
    header_footer = document.header_footer
    heads = [
        text_of(column.title)
        for clause in document.clauses
        for block in clause.blocks
        if isinstance(block, Table)
        for column in block.columns
    ]
    label = f"{header_footer.page_label} {page} ({count})"
    pieces = [
        header_footer.header_start,
        header_footer.header_end,
        header_footer.draft or "",
        label,
        *heads,
    ]
    return {fold(piece) for piece in pieces if piece}


def same_look(data: bytes, rendered: bytes) -> tuple[int, ...]:
    """The pages of ``rendered`` that ``data`` shows otherwise, signatures' stamps not counted.

    Raises:
        ValueError: one of the files cannot be drawn.
    """
    try:
        pdf, wanted = pdfium.PdfDocument(data), pdfium.PdfDocument(rendered)
        try:
            return tuple(
                number + 1
                for number in range(len(wanted))
                if number >= len(pdf) or _drawn(pdf[number]) != _drawn(wanted[number])
            )
        finally:
            pdf.close()
            wanted.close()
    except pdfium.PdfiumError as error:
        raise ValueError(f"the PDF cannot be drawn: {error}") from error


def _drawn(page: pdfium.PdfPage) -> tuple[int, int, bytes]:
    bitmap = page.render(scale=1, may_draw_forms=False, draw_annots=False)
    try:
        return bitmap.width, bitmap.height, bytes(bitmap.buffer)
    finally:
        bitmap.close()
