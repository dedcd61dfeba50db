"""The last clause stays with the one before it where a page has room for both, and only there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agreement_gen.document.tree import Clause, Document
from agreement_gen.formats.pdf.reader import pdf_pages
from tests.support.pdf_samples import rendered
from tests.support.sample_documents import final_document, paragraph, plain


def document(first: int, last: int) -> Document:
    """Three clauses: of ``first`` lines, of one, and of ``last`` ones that are kept together."""

    def clause(number: int, lines: int, *, keep: bool = False) -> Clause:
        blocks = tuple(paragraph(f"Rad {line} i avsnitt {number}.") for line in range(lines))
        title = plain(f"Rubrik {number}")
        return Clause(f"c{number}", number, title, blocks, keep_with_previous=keep)

    clauses = (clause(1, first), clause(2, 1), clause(3, last, keep=True))
    return replace(final_document(), clauses=clauses)


def pages_of(data: Document) -> list[list[str]]:
    """For each page the titles on it."""
    texts = [page.body for page in pdf_pages(rendered(data))]
    titles = [f"Rubrik {number}" for number in (1, 2, 3)]
    return [[title for title in titles if title in text] for text in texts]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (5, 5, [["Rubrik 1", "Rubrik 2", "Rubrik 3"]]),
        (15, 20, [["Rubrik 1"], ["Rubrik 2", "Rubrik 3"]]),
        (15, 29, [["Rubrik 1", "Rubrik 2"], ["Rubrik 3"]]),
    ],
    ids=["all on one page", "both on the next page", "no page has room for both"],
)
def test_no_clause_leaves_its_page_in_vain(
    first: int, last: int, expected: list[list[str]]
) -> None:
    assert pages_of(document(first, last)) == expected
