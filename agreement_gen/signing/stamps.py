"""Whether the picture of a signature covers the agreement's text.

The first signer may put a field, with any picture, anywhere on a page. The text below it stays
in the file, but cannot be read on the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import pypdfium2 as pdfium
from pypdfium2 import raw

from agreement_gen.formats.errors import UnreadableFileError
from agreement_gen.formats.messages import PDF_BROKEN
from agreement_gen.signing.findings import SHOWN, Subject, unverified
from agreement_gen.signing.messages import PAGE_COVERED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agreement_gen.signing.findings import Finding

Box: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right and top in points from the page's lower left corner."""


def covered_text(data: bytes, count: int) -> Iterator[Finding]:
    """The text under the form fields of a PDF's first ``count`` pages, a finding for each page.

    Raises:
        UnreadableFileError: the file cannot be read.
    """
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise UnreadableFileError(PDF_BROKEN(reason=str(error))) from error
    try:
        for number in range(min(count, len(pdf))):
            covered = _covered(pdf[number])
            if covered:
                text = PAGE_COVERED(page=number + 1, text=covered[:SHOWN])
                yield unverified(Subject.PAGES, text)
    finally:
        pdf.close()


def text_in(data: bytes, number: int, box: Box) -> str:
    """The text in a box on one page; ``number`` is the page's index.

    Raises:
        UnreadableFileError: the file cannot be read.
    """
    try:
        pdf = pdfium.PdfDocument(data)
        try:
            return _text_under(pdf[number], [box]) if number < len(pdf) else ""
        finally:
            pdf.close()
    except pdfium.PdfiumError as error:
        raise UnreadableFileError(PDF_BROKEN(reason=str(error))) from error


def _covered(page: pdfium.PdfPage) -> str:
    """The text whose characters have their middle under a field."""
    return _text_under(page, list(_fields(page)))


def _text_under(page: pdfium.PdfPage, boxes: list[Box]) -> str:
    if not boxes:
        return ""
    text = page.get_textpage()
    try:
        characters = [
            text.get_text_range(index, 1)
            for index in range(text.count_chars())
            if _is_under(text.get_charbox(index), boxes)
        ]
    finally:
        text.close()
    return " ".join("".join(characters).split())


def _is_under(character: Box, boxes: list[Box]) -> bool:
    left, bottom, right, top = character
    across, up = (left + right) / 2, (bottom + top) / 2
    return right > left and any(box[0] < across < box[2] and box[1] < up < box[3] for box in boxes)


def _fields(page: pdfium.PdfPage) -> Iterator[Box]:
    """The rectangles of a page's form fields (ISO 32000-2, 12.5.6.19, widget annotations)."""
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            if raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_WIDGET:
                box = raw.FS_RECTF()
                if raw.FPDFAnnot_GetRect(annotation, box):
                    bottom, top = sorted((box.bottom, box.top))
                    left, right = sorted((box.left, box.right))
                    yield left, bottom, right, top
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
