"""Pairs of agreements that differ by one kind of edit, where styles and numbers meet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agreement_gen.document.tree import Clause, Heading, ListItem, LocalText, Paragraph
from tests.support.sample_documents import final_document, funding_table, items, paragraph, plain

if TYPE_CHECKING:
    from agreement_gen.document.tree import Block, Document

ONE, TWO, NEW = (paragraph(f"{word} stycket i klausulen.") for word in ("Första", "Andra", "Nya"))
LABEL = Paragraph(plain("Regionen ska:"), role="label")
HEADING = Heading(plain("Mellanrubrik"))
NUMBERED = items("ett", "två", "tre", ordered=True)
BULLETS = items("äpple", "päron", ordered=False)
LOCAL = LocalText("lokala", plain("Lokala resurser"), (paragraph("En halv tjänst."),))
LOCAL_LIST = LocalText("lokala", plain("Lokala resurser"), (ONE, BULLETS))
NESTED = replace(NUMBERED, items=(ListItem((NEW, BULLETS)), *NUMBERED.items[1:]))


def agreement(*clauses: tuple[Block, ...]) -> Document:
    """An agreement of clauses with these blocks, and a last one that never changes."""
    numbered = [
        Clause(f"klausul{number}", number, plain(f"Klausul {number}"), blocks)
        for number, blocks in enumerate((*clauses, (ONE,)), start=1)
    ]
    return replace(final_document(), clauses=tuple(numbered))


def without_clause(document: Document, index: int) -> Document:
    """The agreement without one clause, the others numbered again."""
    kept = (*document.clauses[:index], *document.clauses[index + 1 :])
    clauses = tuple(replace(each, number=number) for number, each in enumerate(kept, start=1))
    return replace(document, clauses=clauses)


def _pairs() -> dict[str, tuple[Document, Document]]:
    """Each pair in one direction."""
    three = agreement((ONE, NUMBERED), (TWO, HEADING, BULLETS), (NEW, LOCAL))
    swapped = replace(
        three,
        clauses=tuple(
            replace(three.clauses[old], number=new) for new, old in enumerate((1, 0, 2, 3), start=1)
        ),
    )
    blocks: dict[str, tuple[tuple[Block, ...], tuple[Block, ...]]] = {
        "paragraph between": ((ONE, TWO), (ONE, NEW, TWO)),
        "paragraph at the end": ((ONE,), (ONE, NEW)),
        "paragraph at the start": ((ONE,), (NEW, ONE)),
        "paragraph before a list": ((ONE, NUMBERED), (ONE, NEW, NUMBERED)),
        "paragraph after a list": ((NUMBERED, ONE), (NUMBERED, NEW, ONE)),
        "item at the end": ((items("ett", "två", ordered=True), ONE), (NUMBERED, ONE)),
        "item at the start": ((items("två", "tre", ordered=True), ONE), (NUMBERED, ONE)),
        "list at the end": ((ONE,), (ONE, NUMBERED)),
        "list between": ((ONE, TWO), (ONE, BULLETS, TWO)),
        "lead-in and list": ((ONE, TWO), (ONE, LABEL, BULLETS, TWO)),
        "heading": ((ONE, TWO), (ONE, HEADING, TWO)),
        "heading and text": ((ONE,), (ONE, HEADING, TWO)),
        "heading before a list": ((ONE, NUMBERED), (ONE, HEADING, NUMBERED)),
        "text for list": ((ONE, NUMBERED, TWO), (ONE, NEW, TWO)),
        "bullets for numbers": ((ONE, NUMBERED, TWO), (ONE, BULLETS, TWO)),
        "lead-in for text": ((NEW, BULLETS), (LABEL, BULLETS)),
        "local text": ((ONE, TWO), (ONE, LOCAL, TWO)),
        "local text at the end": ((ONE,), (ONE, LOCAL)),
        "local text with a list": ((ONE, TWO), (ONE, LOCAL_LIST, TWO)),
        "item with items": ((ONE, NUMBERED, TWO), (ONE, NESTED, TWO)),
        "item that has another text": ((ONE, NUMBERED), (ONE, items("ett", "fyra", ordered=True))),
        "two lists": ((ONE, TWO), (ONE, NUMBERED, TWO, BULLETS)),
        "all of a clause": ((ONE,), (LABEL, BULLETS, HEADING, NUMBERED)),
        "table between": ((ONE, TWO), (ONE, funding_table(2), TWO)),
        "table at the end": ((ONE,), (ONE, funding_table(2))),
        "table and text": ((ONE,), (ONE, funding_table(2), NEW)),
    }
    starts: dict[str, tuple[Block, ...]] = {"text": (ONE,), "list": (ONE, BULLETS)}
    ends: dict[str, tuple[Block, ...]] = {
        "list": (ONE, NUMBERED),
        "heading": (ONE, HEADING),
        "local text": (ONE, LOCAL),
        "table": (ONE, funding_table(2)),
    }
    return {
        **{
            name: (agreement(old, (TWO,)), agreement(new, (TWO,)))
            for name, (old, new) in blocks.items()
        },
        **{
            f"clause that ends with a {end_name} after a {start_name}": (
                agreement(start, (TWO,)),
                agreement(start, end, (TWO,)),
            )
            for start_name, start in starts.items()
            for end_name, end in ends.items()
        },
        "clause first": (without_clause(three, 0), three),
        "clause between": (without_clause(three, 1), three),
        "clause last": (without_clause(three, 3), three),
        "clauses in another order": (three, swapped),
        "list in another clause": (
            agreement((ONE, NUMBERED), (TWO, BULLETS), (NEW,)),
            agreement((ONE,), (TWO, BULLETS, NUMBERED), (NEW,)),
        ),
        "clause in another place and changed": (
            three,
            replace(
                swapped,
                clauses=(
                    swapped.clauses[0],
                    replace(swapped.clauses[1], blocks=(NEW, NUMBERED)),
                    *swapped.clauses[2:],
                ),
            ),
        ),
    }


def pairs() -> dict[str, tuple[Document, Document]]:
    """Each pair in both directions: what was added in one was removed in the other."""
    there = {f"{name}, added": pair for name, pair in _pairs().items()}
    back = {f"{name}, removed": (new, old) for name, (old, new) in _pairs().items()}
    return {**there, **back}
