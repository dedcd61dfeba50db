"""Every page says whose agreement it is, in which edition, and under which case numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2
import pypdfium2.raw as raw
import pytest

from agreement_gen.document.tree import CaseNumber, Clause, HeaderFooter, fold
from agreement_gen.formats.pdf.reader import read_pdf
from agreement_gen.formats.pdf.structure_check import read_back
from agreement_gen.formats.render import DocumentStyle, Origin, render
from tests.support.docx_samples import CREATED, REFERENCE
from tests.support.pdf_samples import CSS, rendered
from tests.support.peers import libreoffice_convert, verapdf
from tests.support.sample_documents import (
    LOREM,
    draft_document,
    final_document,
    paragraph,
    plain,
    with_long_header,
)

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.document.tree import Document

DOCUMENTS = {
    "final": final_document(),
    "draft": draft_document(),
    "long": with_long_header(),
    "long-draft": with_long_header(draft_document()),
    "page-number-alone": replace(final_document(), header_footer=HeaderFooter("A", "", "Sida")),
}
"""Documents of several pages whose headers have as little, and as much, as a header may have."""

HYPHENS = dict.fromkeys((0x02, 0xFFFE), "-")
"""What PDFium gives for a hyphen at the end of a line."""

every_document = pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)


class Box(NamedTuple):
    """Where a character is on its page, in points from the lower left corner."""

    left: float
    right: float
    bottom: float
    top: float
    is_text: bool


def boxes(data: bytes) -> list[tuple[float, list[Box]]]:
    """For each page its height and the boxes of its characters; a draft's mark is left out."""
    pages = []
    with pypdfium2.PdfDocument(data) as pdf:
        for page in pdf:
            text = page.get_textpage()
            found = [_box(text, index) for index in range(text.count_chars())]
            # The mark across the page has letters of 92 points.
            pages.append((page.get_height(), [box for box in found if box.top - box.bottom < 40]))
            text.close()
    return pages


def _box(text: pypdfium2.PdfTextPage, index: int) -> Box:
    values = [raw.c_double() for _ in range(4)]
    assert raw.FPDFText_GetCharBox(text, index, *values)
    owner = raw.FPDFText_GetTextObject(text, index)
    is_text = bool(owner) and raw.FPDFPageObj_GetMarkedContentID(owner) >= 0
    left, right, bottom, top = (value.value for value in values)
    return Box(left, right, bottom, top, is_text)


@every_document
def test_every_page_shows_the_whole_header(document: Document) -> None:
    pages = read_pdf(rendered(document)).outside
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        for line in document.header_footer.lines(number, len(pages)):
            assert fold(line) in page


@every_document
def test_the_header_is_on_the_page_above_the_text_and_its_sides_are_apart(
    document: Document,
) -> None:
    clause = Clause("a", 1, plain("Rubrik"), tuple(paragraph(LOREM) for _ in range(30)))
    for height, found in boxes(rendered(replace(document, clauses=(clause,)))):
        header = [box for box in found if not box.is_text and box.top > box.bottom]
        text = [box for box in found if box.is_text]
        assert max(box.top for box in header) < height - 20
        assert min(box.bottom for box in header) - max(box.top for box in text) > 8
        assert min(box.left for box in header) > 60
        between = [box for box in header if 272 < (box.left + box.right) / 2 < 280]
        assert not between, "the left side ends where the right one may begin"


def test_a_draft_is_laid_out_as_the_final_agreement() -> None:
    """Guards against a heading's margin at the top of a draft's pages, which made one page more."""
    texts = tuple(paragraph(LOREM) for _ in range(2))
    clauses = tuple(Clause(f"a{n}", n, plain(f"Rubrik {n}"), texts) for n in range(1, 40))
    final = replace(final_document(), clauses=clauses)
    draft = replace(final, header_footer=replace(final.header_footer, draft="UTKAST"))
    tops = [
        [max(box.top for box in found if box.is_text) for _, found in boxes(rendered(each))]
        for each in (final, draft)
    ]
    assert len(tops[0]) > 4
    assert tops[0] == tops[1]


def test_a_header_that_differs_is_found_with_its_page() -> None:
    document = with_long_header()
    other = replace(
        document,
        header_footer=replace(
            document.header_footer, case_numbers=(CaseNumber("Diarienummer:", "A 1"),)
        ),
    )
    found = read_back(other, rendered(document)).difference
    assert str(found).startswith("page 1 should show «Diarienummer: A 1», its header says «Samv")
    assert read_back(document, rendered(document)).difference is None


def test_a_header_is_no_part_of_the_text_that_is_read_aloud() -> None:
    text = read_pdf(rendered(with_long_header())).text
    assert "Diarienummer" not in text
    assert "Utgåva 2020-12-22\n" in text, "the text before the first clause"
    assert text.count("Utgåva") == 1


@pytest.mark.peer
def test_a_long_header_is_accessible_and_holds_in_word_too(tmp_path: Path) -> None:
    document = with_long_header(draft_document())
    style = DocumentStyle(CSS, REFERENCE)
    files = dict(render(document, style, ("pdf", "docx"), Origin(CREATED)).files)
    pdf, word = tmp_path / "a.pdf", tmp_path / "b.docx"
    pdf.write_bytes(files["pdf"])
    word.write_bytes(files["docx"])
    assert verapdf([pdf], "2a", "ua1") == {pdf: []}
    [converted] = libreoffice_convert([word], "pdf", tmp_path / "out")
    with pypdfium2.PdfDocument(converted) as pages:
        count = len(pages)
        for number, page in enumerate(pages, start=1):
            text = fold(page.get_textpage().get_text_range().translate(HYPHENS))
            for line in document.header_footer.lines(number, count):
                assert fold(line) in text, number
