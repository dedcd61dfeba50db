"""The plain text says all that the tree says, within its width."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from agreement_gen.document.tree import Clause, Document, fold, lines, pictures
from agreement_gen.formats.text import write_text
from tests.support.printable import printable_documents
from tests.support.sample_documents import draft_document, final_document, paragraph, plain
from tests.support.sample_redline import changed_document
from tests.support.strategies import examples

RULE = re.compile(r"^[\s]*([=\-~._])\1{2,}$", re.MULTILINE)


def words_of(text: str) -> str:
    """The words of a written text, without the lines that are drawn in it."""
    return fold(re.sub(r"^> ", "  ", RULE.sub("", text), flags=re.MULTILINE))


def header_of(document: Document) -> str:
    header = document.header_footer
    numbers = (line.text for line in header.case_numbers)
    return fold("".join((header.header_start, header.header_end, *numbers)))


def clause(*texts: str) -> Document:
    blocks = tuple(paragraph(text) for text in texts)
    return replace(final_document(), clauses=(Clause("a", 1, plain("Rubrik"), blocks),))


@pytest.mark.parametrize("width", [40, 78, 200])
def test_words_are_those_of_the_tree(width: int) -> None:
    document = final_document(3)
    tables = replace(document, clauses=tuple(c for c in document.clauses if c.id != "ekonomi"))
    wide = document if width > 60 else tables
    if width < 60:
        # A filled cell is read across its row, so that only what fits has the tree's order.
        wide = replace(wide, clauses=tuple(c for c in wide.clauses if c.id != "lokal"))
    assert words_of(write_text(wide, width)) == header_of(wide) + fold("".join(lines(wide)))


@settings(max_examples=examples(60), deadline=None)
@given(printable_documents())
def test_any_tree_is_written_whole(document: Document) -> None:
    written = fold(write_text(document, 2000))
    for shown in (picture.alternative for picture in pictures(document) if picture.alternative):
        # It may come between the mark of an item and the item's first line of text.
        written = written.replace(fold(f"[{shown}]"), "", 1)
    for line in lines(document):
        assert fold(line) in written


def test_no_line_is_wider_than_asked_for() -> None:
    for width in (50, 78):
        assert max(map(len, write_text(final_document(4), width).splitlines())) <= width


def test_what_a_no_break_space_joins_stays_on_one_line() -> None:
    amount = "5\u00a0000\u00a0000\u00a0kronor"
    text = write_text(clause(f"Regionen har under året avsatt {amount} till detta."), 38)
    assert [line for line in text.splitlines() if amount in line]


def test_headings_are_underlined_as_long_as_they_are() -> None:
    found = write_text(final_document()).splitlines()
    assert found[:3] == ["Samverkan i Norra länet", "Utgåva 2020-12-22", ""]
    assert found[4] == "=" * len("Samverkan i Norra länet")
    assert found[found.index("2 Ekonomi") + 1] == "-" * len("2 Ekonomi")


def test_figures_end_in_one_column_and_the_own_row_is_marked() -> None:
    rows = [line for line in write_text(final_document()).splitlines() if "by 2 " in line]
    assert len(rows) == 2
    assert all(row.startswith("> ") and row.endswith(" 31") for row in rows)
    assert len({len(row) for row in rows}) == 1
    assert len({row.index("102\u00a0000") for row in rows}) == 1


def test_changes_are_marked_by_characters() -> None:
    text = write_text(changed_document())
    assert "Uppsägningstiden är [-sex-]{+tolv+} månader" in text
    assert "[-Hela stycket utgår.-]" in text
    assert "{+Hela stycket tillkommer.+}" in text


def test_a_draft_says_so_first() -> None:
    assert write_text(draft_document()).startswith("UTKAST\n\n")
    assert "UTKAST" not in write_text(final_document())
