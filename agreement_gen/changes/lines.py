"""The lines of a redline that hold marks, each as runs; what was not changed is left out."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from agreement_gen.changes import messages
from agreement_gen.document.diff import redline
from agreement_gen.document.text_diff import marked
from agreement_gen.document.tree import (
    Block,
    Clause,
    Document,
    HeaderFooter,
    Heading,
    ItemList,
    LocalText,
    Metadata,
    Paragraph,
    Picture,
    Run,
    Runs,
    Signatures,
    Table,
    TrackedChange,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_EMPTY = Document((), (), (), HeaderFooter("", "", ""), Metadata("", "", "", ""))


def changed_lines(clause: Clause) -> tuple[Runs, ...]:
    """The lines of a redline's clause that have inserted or deleted text, its title first."""
    every = [_under(clause.title, clause.change), *_blocks(clause.blocks, clause.change)]
    return tuple(line for line in every if any(run.change is not None for run in line))


def blocks_diff(old: Iterable[Block], new: Iterable[Block]) -> tuple[Runs, ...]:
    """The changed lines between two texts."""
    return clause_diff(Clause("_", 1, (), tuple(old)), Clause("_", 1, (), tuple(new)))


def clause_diff(old: Clause, new: Clause) -> tuple[Runs, ...]:
    """The changed lines between two clauses of the same id."""
    before, after = (replace(_EMPTY, clauses=(clause,)) for clause in (old, new))
    return tuple(
        line for clause in redline(before, after).clauses for line in changed_lines(clause)
    )


def texts_diff(old: Iterable[str], new: Iterable[str]) -> tuple[Runs, ...]:
    """The changed lines between two lists of plain texts."""
    return blocks_diff(
        (Paragraph((Run(text),)) for text in old), (Paragraph((Run(text),)) for text in new)
    )


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a Markdown text, however their lines are folded, with markup as written."""
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]


def _under(runs: Runs, change: TrackedChange | None) -> Runs:
    return runs if change is None else marked(runs, change)


def _blocks(blocks: Iterable[Block], change: TrackedChange | None) -> Iterator[Runs]:
    for block in blocks:
        yield from _block(block, change)


def _block(block: Block, above: TrackedChange | None) -> Iterator[Runs]:
    match block:
        case Paragraph() | Heading():
            yield _under(block.runs, above or block.change)
        case ItemList():
            for item in block.items:
                change = above or item.change
                inner = list(_blocks(item.blocks, change))
                yield (Run("• ", change=change), *inner[0])
                yield from inner[1:]
        case LocalText():
            change = above or block.change
            yield _under(block.label, change)
            yield from _blocks(block.blocks, change)
        case Table():
            change = above or block.change
            if block.caption:
                yield _under(block.caption, change)
            yield _cells((column.title for column in block.columns), change)
            for row in block.rows:
                yield _cells(row.cells, change or row.change)
        case Picture():
            shown = messages.PICTURE(
                name=block.name, digest=block.digest[:8], alternative=block.alternative or "–"
            )
            yield (Run(str(shown), change=above or block.change),)
        case Signatures():
            for signature in block.signatures:
                change = above or signature.change
                yield _under(signature.heading, change)
                for detail in signature.details:
                    yield _under(detail, change)
                for line in signature.lines:
                    text = line.label if line.value is None else f"{line.label}: {line.value}"
                    yield (Run(text, change=change or line.change),)
        case _:
            assert_never(block)


def _cells(cells: Iterable[Runs], change: TrackedChange | None) -> Runs:
    line: list[Run] = []
    for cell in cells:
        if line:
            line.append(Run(" | ", change=change))
        line += _under(cell, change)
    return tuple(line)
