"""Taking the old or the new text out of a document that has change marks.

:func:`accept` and :func:`reject` are what a reader's word processor does with all changes at
once; :func:`normalise` and :func:`says_the_same` say when two trees count as the same text.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from agreement_gen.document.text_diff import joined
from agreement_gen.document.tree import (
    Block,
    Clause,
    Column,
    Document,
    Heading,
    ItemList,
    LocalText,
    Paragraph,
    Runs,
    Signature,
    Signatures,
    Table,
    TrackedChange,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


def accept(document: Document) -> Document:
    """The new text of a redline, normalised, its clauses numbered from 1."""
    return _numbered(_settled(document, TrackedChange.DELETED))


def reject(document: Document) -> Document:
    """The old text of a redline, normalised, its clauses numbered from 1."""
    return _numbered(_settled(document, TrackedChange.INSERTED))


def normalise(document: Document) -> Document:
    """The same document in the one form that all trees that show the same have.

    Neighbouring runs of one look are joined; runs, details, items, lists and blocks of
    signatures that hold nothing, and so show nothing, are left out. Marks stay.
    """
    return _settled(document, None)


def says_the_same(one: Document, other: Document) -> bool:
    """Whether two documents have the same title, subtitle, front and clauses once normalised.

    Clauses' numbers and everything about blocks, rows and runs count; header_footer, metadata and
    ``keep_with_previous`` do not.
    """
    return _text(one) == _text(other)


def is_changed(document: Document) -> bool:
    """Whether any part of the document has a change mark."""
    return _settled(document, None) != _settled(document, TrackedChange.DELETED)


def changed_clauses(merged: Document) -> tuple[str, ...]:
    """The ids of the clauses that have a mark on or in them, each once, in reading order."""
    changed = (
        clause.id
        for clause in merged.clauses
        if _settled_clause(clause, None) != _settled_clause(clause, TrackedChange.DELETED)
    )
    return tuple(dict.fromkeys(changed))


def _text(document: Document) -> tuple[Runs, Runs, tuple[Block, ...], tuple[Clause, ...]]:
    normal = normalise(document)
    clauses = tuple(replace(clause, keep_with_previous=False) for clause in normal.clauses)
    return normal.title, normal.subtitle, normal.front, clauses


def _settled(document: Document, drop: TrackedChange | None) -> Document:
    """The document without what is marked ``drop`` and without marks; with all if it is None."""
    clauses = (_settled_clause(clause, drop) for clause in document.clauses)
    return replace(
        document,
        title=_settled_runs(document.title, drop),
        subtitle=_settled_runs(document.subtitle, drop),
        front=_settled_blocks(document.front, drop),
        clauses=tuple(clause for clause in clauses if clause is not None),
    )


def _numbered(document: Document) -> Document:
    clauses = enumerate(document.clauses, start=1)
    return replace(document, clauses=tuple(replace(c, number=number) for number, c in clauses))


def _gone(change: TrackedChange | None, drop: TrackedChange | None) -> bool:
    return drop is not None and change is drop


def _left(change: TrackedChange | None, drop: TrackedChange | None) -> TrackedChange | None:
    return change if drop is None else None


def _settled_runs(runs: Runs, drop: TrackedChange | None) -> Runs:
    return joined(
        replace(run, change=_left(run.change, drop)) for run in runs if not _gone(run.change, drop)
    )


def _settled_texts(texts: Iterable[Runs], drop: TrackedChange | None) -> tuple[Runs, ...]:
    return tuple(_settled_runs(runs, drop) for runs in texts)


def _settled_clause(clause: Clause, drop: TrackedChange | None) -> Clause | None:
    if _gone(clause.change, drop):
        return None
    return replace(
        clause,
        title=_settled_runs(clause.title, drop),
        blocks=_settled_blocks(clause.blocks, drop),
        change=_left(clause.change, drop),
    )


def _settled_blocks(blocks: Iterable[Block], drop: TrackedChange | None) -> tuple[Block, ...]:
    settled = (_settled_block(block, drop) for block in blocks)
    return tuple(block for block in settled if block is not None)


def _settled_block(block: Block, drop: TrackedChange | None) -> Block | None:
    match block:
        case ItemList():
            items = tuple(
                replace(
                    item,
                    blocks=_settled_blocks(item.blocks, drop),
                    change=_left(item.change, drop),
                )
                for item in block.items
                if not _gone(item.change, drop)
            )
            items = tuple(item for item in items if item.blocks)
            return replace(block, items=items) if items else None
        case Signatures():
            signatures = tuple(
                _settled_signature(signature, drop)
                for signature in block.signatures
                if not _gone(signature.change, drop)
            )
            return replace(block, signatures=signatures) if signatures else None
        case Paragraph() | Heading() | LocalText() | Table() if _gone(block.change, drop):
            return None
        case Paragraph() | Heading():
            runs = _settled_runs(block.runs, drop)
            return replace(block, runs=runs, change=_left(block.change, drop))
        case LocalText():
            return replace(
                block,
                label=_settled_runs(block.label, drop),
                blocks=_settled_blocks(block.blocks, drop),
                change=_left(block.change, drop),
            )
        case Table():
            return _settled_table(block, drop)
        case _:
            assert_never(block)


def _settled_signature(signature: Signature, drop: TrackedChange | None) -> Signature:
    details = _settled_texts(signature.details, drop)
    return replace(
        signature,
        heading=_settled_runs(signature.heading, drop),
        details=tuple(detail for detail in details if detail),
        lines=tuple(
            replace(line, change=_left(line.change, drop))
            for line in signature.lines
            if not _gone(line.change, drop)
        ),
        change=_left(signature.change, drop),
    )


def _settled_table(table: Table, drop: TrackedChange | None) -> Table:
    columns = tuple(
        Column(_settled_runs(column.title, drop), column.align) for column in table.columns
    )
    rows = tuple(
        replace(row, cells=_settled_texts(row.cells, drop), change=_left(row.change, drop))
        for row in table.rows
        if not _gone(row.change, drop)
    )
    return replace(
        table,
        caption=_settled_runs(table.caption, drop),
        columns=columns,
        rows=rows,
        change=_left(table.change, drop),
    )
