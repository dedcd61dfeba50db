"""What no composed document may hold, wherever in it it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from agreement_gen.document.gate import document_problems
from agreement_gen.document.tree import (
    CaseNumber,
    Column,
    HeaderFooter,
    ItemList,
    ListItem,
    LocalText,
    Paragraph,
    Run,
    Signature,
    SignatureLine,
    Signatures,
    Table,
)
from agreement_gen.problems import Location
from tests.support.sample_documents import draft_document, final_document

if TYPE_CHECKING:
    from agreement_gen.document.tree import Block, Document

HERE = Location("municipalities/sjoby.yaml")
HIDDEN = "Bad\u202e"


def codes(document: Document) -> list[str]:
    return [found.code for found in document_problems(document, HERE)]


def with_block(block: Block) -> Document:
    document = final_document()
    clause = replace(document.clauses[0], blocks=(block,))
    return replace(document, clauses=(clause, *document.clauses[1:]))


def runs(text: str) -> tuple[Run, ...]:
    return (Run(text),)


def test_the_samples_pass() -> None:
    assert codes(final_document()) == codes(draft_document()) == []


@pytest.mark.parametrize(
    "document",
    [
        replace(final_document(), title=runs(HIDDEN)),
        replace(final_document(), subtitle=runs(HIDDEN)),
        replace(final_document(), front=(Paragraph(runs(HIDDEN)),)),
        with_block(ItemList((ListItem((Paragraph(runs(HIDDEN)),)),))),
        with_block(LocalText("a", runs(HIDDEN), ())),
        with_block(Table("a", runs(HIDDEN), (), ())),
        with_block(Table("a", (), (Column(runs(HIDDEN)),), ())),
        with_block(Signatures((Signature("a", (), (), (SignatureLine(HIDDEN),)),))),
        with_block(Signatures((Signature("a", (), (), (SignatureLine("a", HIDDEN),)),))),
        *(
            replace(
                final_document(),
                header_footer=header_footer,
            )
            for header_footer in (
                HeaderFooter(HIDDEN, "", ""),
                HeaderFooter("", HIDDEN, ""),
                HeaderFooter("", "", HIDDEN),
                HeaderFooter("", "", "", HIDDEN),
                HeaderFooter("", "", "", case_numbers=(CaseNumber("", HIDDEN),)),
            )
        ),
        replace(final_document(), metadata=replace(final_document().metadata, title=HIDDEN)),
        replace(final_document(), metadata=replace(final_document().metadata, keywords=(HIDDEN,))),
    ],
)
def test_a_character_that_cannot_be_seen_is_found_anywhere(document: Document) -> None:
    (found,) = document_problems(document, HERE)
    assert found.location == HERE
    assert found.message.endswith("Bad»")
    assert "U+202E RIGHT-TO-LEFT OVERRIDE" in found.message


@pytest.mark.parametrize(
    ("block", "code"),
    [
        (Paragraph(runs("b" * 100_000)), "wide-word"),
        (Table("a", (), tuple(Column(runs("x")) for _ in range(1000)), ()), "many-columns"),
        (
            LocalText("a", (), (Table("a", (), tuple(Column(()) for _ in range(13)), ()),)),
            "many-columns",
        ),
        (ItemList(tuple(ListItem((Paragraph(runs("a")),)) for _ in range(10_000))), "many-lines"),
        (Paragraph(runs("a b " * 130_000)), "many-characters"),
    ],
)
def test_what_no_page_has_room_for(block: Block, code: str) -> None:
    assert codes(with_block(block)) == [code]
