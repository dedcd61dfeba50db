"""A PDF is read back word for word, without its page headers and footers."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from hypothesis import assume, given, settings

from agreement_gen.document.tree import Clause, Document, fold, lines
from agreement_gen.formats.pdf.reader import pdf_page_count, pdf_text
from agreement_gen.formats.pdf.writer import LINE_END_HYPHEN
from tests.support.pdf_samples import CSS, rendered
from tests.support.printable import printable_documents
from tests.support.sample_documents import draft_document, final_document, items, paragraph, plain
from tests.support.sample_redline import changed_document
from tests.support.strategies import examples

HYPHENS = (
    "Verksamhetsutvecklingsplaneringen för fritids- och kulturförvaltningen, e-posthanteringen, "
    "hälso-, sjukvårds- och folkhälsosamverkansorganisationen samt Sandö-Björkös "
    "kommunfullmäktigeordförandeskap. "
)


def hyphenated() -> Document:
    """Texts that begin at every position of a line, so that each hyphen is once at its end."""
    blocks = [paragraph("x" * n + " " + HYPHENS * 2) for n in range(12)]
    clause = Clause(
        "a", 1, plain("Rubrik"), (*blocks, items(*[HYPHENS + "y" * n for n in range(9)]))
    )
    return replace(final_document(), clauses=(clause,))


def resaved(data: bytes, password: str | None = None) -> bytes:
    target = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        if password is None:
            del pdf.Root.StructTreeRoot
            pdf.save(target)
        else:
            pdf.save(target, encryption=pikepdf.Encryption(owner=password, user=password))
    return target.getvalue()


@pytest.mark.parametrize(
    "document",
    [final_document(), final_document(4, 45), draft_document(), changed_document()],
    ids=["final", "long-table", "draft", "changed"],
)
def test_the_text_is_that_of_the_tree(document: Document) -> None:
    text = fold("".join(lines(document)))
    assert fold(pdf_text(rendered(document))) == text


def test_hyphenation_is_undone_and_written_hyphens_stay() -> None:
    document = hyphenated()
    data = rendered(document)
    assert fold(pdf_text(data)) == fold("".join(lines(document)))
    # Without hyphens from the line breaker the test would show nothing.
    assert rendered(document, CSS.replace("hyphens: auto", "hyphens: manual")) != data


@settings(max_examples=examples(40), deadline=None)
@given(printable_documents())
def test_any_tree_is_read_back_whole(document: Document) -> None:
    text = fold("".join(lines(document)))
    assume(text)  # a document without any text has no structure to read
    assert fold(pdf_text(rendered(document))) == text


@pytest.mark.usefixtures("any_style")
def test_a_lost_word_is_noticed() -> None:
    document = final_document()
    css = CSS + "\nsection:nth-of-type(4) p { display: none }"
    assert "avgörsavReKo" not in fold(pdf_text(rendered(document, css)))


def test_page_headers_and_footers_are_left_out() -> None:
    data = rendered(draft_document())
    text = pdf_text(data)
    assert pdf_page_count(data) > 1
    assert "UTKAST" not in text
    assert "Sida" not in text
    # The header's text is also the title, which is in the body once.
    assert text.count("Samverkan i Norra länet") == 1


def test_a_table_heading_that_repeats_counts_once() -> None:
    data = rendered(final_document(table_rows=60))
    assert pdf_page_count(data) > 3
    assert pdf_text(data).count("Viktad fördelning (kr)") == 1


def test_no_hyphen_of_a_line_end_is_left() -> None:
    assert LINE_END_HYPHEN not in pdf_text(rendered(hyphenated()))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"no PDF at all", "cannot be read"),
        (b"%PDF-1.7\n1 0 obj\n<<", "cannot be read"),
    ],
)
def test_a_broken_file_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        pdf_text(data)
    with pytest.raises(ValueError, match=message):
        pdf_page_count(data)


def test_a_file_behind_a_password_is_refused() -> None:
    with pytest.raises(ValueError, match="password"):
        pdf_text(resaved(rendered(final_document()), password="hemligt"))


def test_a_file_without_structure_is_refused() -> None:
    with pytest.raises(ValueError, match="no text with structure"):
        pdf_text(resaved(rendered(final_document())))
