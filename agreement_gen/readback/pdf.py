"""Reads the text of a tagged PDF in its reading order, as a person or a screen reader gets it.

Only content that the file's structure holds is text; page headers, footers, watermarks and
repeated table headings are artifacts and stand outside it.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from agreement_gen.writers.pdf import LINE_END_HYPHEN

if TYPE_CHECKING:
    from collections.abc import Iterator

# How a hyphen at the end of a line is given by PDFium, whatever it was written with.
_PDFIUM_HYPHENS = dict.fromkeys((0x02, 0xFFFE), "-")


def pdf_text(data: bytes) -> str:
    """The body's text: one line for each piece of marked content, hyphenation undone.

    White space is not kept as it was; compare texts with ``document.fold``.

    Raises:
        ValueError: the file is broken, encrypted, without pages or without structure.
    """
    with _opened(data) as pdf:
        pieces = [piece for page in pdf for piece in _page_pieces(page)]
    if not pieces:
        raise ValueError("the PDF has no text with structure (it is not a tagged PDF)")
    return "".join(pieces)


def pdf_page_count(data: bytes) -> int:
    """The number of pages.

    Raises:
        ValueError: the file is broken, encrypted or without pages.
    """
    with _opened(data) as pdf:
        return len(pdf)


@contextmanager
def _opened(data: bytes) -> Iterator[pdfium.PdfDocument]:
    if not data:
        raise ValueError("the PDF is empty")
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        reason = "it asks for a password" if "password" in str(error).lower() else str(error)
        raise ValueError(f"the PDF cannot be read: {reason}") from error
    try:
        if len(pdf) == 0:
            raise ValueError("the PDF has no pages")
        yield pdf
    finally:
        pdf.close()


def _page_pieces(page: pdfium.PdfPage) -> Iterator[str]:
    """The pieces of one page's text, in the order of the structure; a piece ends its line."""
    contents = _marked_contents(page)
    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return
    try:
        for index in range(raw.FPDF_StructTree_CountChildren(tree)):
            for number in _numbers(raw.FPDF_StructTree_GetChildAtIndex(tree, index)):
                text = contents[number]
                whole = text.removesuffix(LINE_END_HYPHEN)
                yield whole if whole != text else f"{text}\n"
    finally:
        raw.FPDF_StructTree_Close(tree)


def _numbers(element: Any) -> Iterator[int]:  # noqa: ANN401 - a pointer of PDFium
    """The numbers of the marked content below an element, in reading order."""
    for index in range(raw.FPDF_StructElement_CountChildren(element)):
        child = raw.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            yield from _numbers(child)
        elif (number := raw.FPDF_StructElement_GetChildMarkedContentID(element, index)) >= 0:
            yield number


def _marked_contents(page: pdfium.PdfPage) -> defaultdict[int, str]:
    """The text of each numbered piece of marked content on a page."""
    contents: defaultdict[int, str] = defaultdict(str)
    text_page = page.get_textpage()
    try:
        for index in range(raw.FPDFText_CountChars(text_page)):
            owner = raw.FPDFText_GetTextObject(text_page, index)
            number = raw.FPDFPageObj_GetMarkedContentID(owner) if owner else -1
            if number >= 0 and raw.FPDFText_IsGenerated(text_page, index) != 1:
                code = raw.FPDFText_GetUnicode(text_page, index)
                contents[number] += _PDFIUM_HYPHENS.get(code, chr(code))
    finally:
        text_page.close()
    return contents
