"""Whether the picture of a signature stands over what the agreement says.

Whoever signs first may put a field, with any picture, anywhere on a page. The text below it stays
in the file, but nobody who looks at the page can read it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import pypdfium2 as pdfium
from pypdfium2 import raw

from agreement_gen.signing.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

Box: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right and top in points from the page's lower left corner."""

_SHOWN = 60
"""Signs shown of a text that is covered."""


def stamp_findings(data: bytes, count: int) -> Iterator[Finding]:
    """What stands under the fields of a PDF's first ``count`` pages, a finding for each page.

    Raises:
        ValueError: the file cannot be read.
    """
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise ValueError(f"the PDF cannot be read: {error}") from error
    try:
        for number in range(min(count, len(pdf))):
            covered = _covered(pdf[number])
            if covered:
                said = (
                    f"that all of page {number + 1} can be read: the picture of a signature "
                    f"stands over «{covered[:_SHOWN]}»"
                )
                yield Finding("pages", "unproved", said)
    finally:
        pdf.close()


def _covered(page: pdfium.PdfPage) -> str:
    """The text whose signs have their middle under a field."""
    boxes = list(_fields(page))
    if not boxes:
        return ""
    text = page.get_textpage()
    try:
        signs = [
            text.get_text_range(index, 1)
            for index in range(text.count_chars())
            if _is_under(text.get_charbox(index), boxes)
        ]
    finally:
        text.close()
    return " ".join("".join(signs).split())


def _is_under(sign: Box, boxes: list[Box]) -> bool:
    left, bottom, right, top = sign
    across, up = (left + right) / 2, (bottom + top) / 2
    return right > left and any(box[0] < across < box[2] and box[1] < up < box[3] for box in boxes)


def _fields(page: pdfium.PdfPage) -> Iterator[Box]:
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
