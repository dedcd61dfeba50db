"""Resolving a document that has change marks to its old or its new text.

:func:`accept` and :func:`reject` are what a reader's word processor does with all changes at
once; :func:`normalise` and :func:`says_the_same` say when two trees count as the same text.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, assert_never

from agreement_gen.document.text_diff import joined
from agreement_gen.document.tree import (
    Block,
    Clause,
    Document,
    Heading,
    ItemList,
    LocalText,
    Paragraph,
    Picture,
    Runs,
    Signature,
    Signatures,
    Table,
    TrackedChange,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


_Side: TypeAlias = Literal["old", "new", "both"]
"""Which text of a redline: that of the old document, that of the new, or both with their marks."""

_HIDDEN: Final[Mapping[_Side, TrackedChange | None]] = MappingProxyType(
    {"old": TrackedChange.INSERTED, "new": TrackedChange.DELETED, "both": None}
)
"""The marks of what is not part of a text."""


def accept(document: Document) -> Document:
    """The new text of a redline, normalised, its clauses numbered from 1."""
    return _numbered(_resolved(document, "new"))


def reject(document: Document) -> Document:
    """The old text of a redline, normalised, its clauses numbered from 1."""
    return _numbered(_resolved(document, "old"))


def normalise(document: Document) -> Document:
    """The same document in the one form that all trees have that show the same.

    Neighbouring runs of one style are joined; runs, details, items, lists and blocks of
    signatures that are empty, and so show nothing, are left out. Marks stay.
    """
    return _resolved(document, "both")


def says_the_same(one: Document, other: Document) -> bool:
    """Whether two documents have the same title, subtitle, front and clauses once normalised.

    Clauses' numbers and everything about blocks, rows and runs count; header and footer, metadata
    and ``keep_with_previous`` do not.
    """
    return _text(one) == _text(other)


def is_changed(document: Document) -> bool:
    """Whether any part of the document has a change mark."""
    return _resolved(document, "both") != _resolved(document, "new")


def changed_clauses(merged: Document) -> tuple[str, ...]:
    """The ids of the clauses that have a mark on or in them, each once, in reading order."""
    changed = (
        clause.id
        for clause in merged.clauses
        if _resolved_clause(clause, "both") != _resolved_clause(clause, "new")
    )
    return tuple(dict.fromkeys(changed))


def _text(document: Document) -> tuple[Runs, Runs, tuple[Block, ...], tuple[Clause, ...]]:
    normal = normalise(document)
    clauses = tuple(replace(clause, keep_with_previous=False) for clause in normal.clauses)
    return normal.title, normal.subtitle, normal.front, clauses


def _resolved(document: Document, side: _Side) -> Document:
    """One text of a document without marks, or both with them; normalised."""
    clauses = (_resolved_clause(clause, side) for clause in document.clauses)
    return replace(
        document,
        title=_resolved_runs(document.title, side),
        subtitle=_resolved_runs(document.subtitle, side),
        front=_resolved_blocks(document.front, side),
        clauses=tuple(clause for clause in clauses if clause is not None),
    )


def _numbered(document: Document) -> Document:
    """The document with its clauses numbered from 1, and the annexes of each name too."""
    counts: Counter[str] = Counter()
    clauses = []
    for clause in document.clauses:
        counts[clause.annex] += 1
        clauses.append(replace(clause, number=counts[clause.annex]))
    return replace(document, clauses=tuple(clauses))


def _is_hidden(change: TrackedChange | None, side: _Side) -> bool:
    return change is not None and change is _HIDDEN[side]


def _remaining(change: TrackedChange | None, side: _Side) -> TrackedChange | None:
    """The mark that is left: both texts together keep their marks, one text alone has none."""
    return change if side == "both" else None


def _resolved_runs(runs: Runs, side: _Side) -> Runs:
    return joined(
        replace(run, change=_remaining(run.change, side))
        for run in runs
        if not _is_hidden(run.change, side)
    )


def _resolved_texts(texts: Iterable[Runs], side: _Side) -> tuple[Runs, ...]:
    return tuple(_resolved_runs(runs, side) for runs in texts)


def _resolved_clause(clause: Clause, side: _Side) -> Clause | None:
    if _is_hidden(clause.change, side):
        return None
    return replace(
        clause,
        title=_resolved_runs(clause.title, side),
        blocks=_resolved_blocks(clause.blocks, side),
        change=_remaining(clause.change, side),
    )


def _resolved_blocks(blocks: Iterable[Block], side: _Side) -> tuple[Block, ...]:
    resolved = (_resolved_block(block, side) for block in blocks)
    return tuple(block for block in resolved if block is not None)


def _resolved_block(block: Block, side: _Side) -> Block | None:
    match block:
        case ItemList():
            items = tuple(
                replace(
                    item,
                    blocks=_resolved_blocks(item.blocks, side),
                    change=_remaining(item.change, side),
                )
                for item in block.items
                if not _is_hidden(item.change, side)
            )
            items = tuple(item for item in items if item.blocks)
            return replace(block, items=items) if items else None
        case Signatures():
            signatures = tuple(
                _resolved_signature(signature, side)
                for signature in block.signatures
                if not _is_hidden(signature.change, side)
            )
            return replace(block, signatures=signatures) if signatures else None
        case Paragraph() | Heading() | LocalText() | Table() | Picture() if _is_hidden(
            block.change, side
        ):
            return None
        case Paragraph() | Heading():
            runs = _resolved_runs(block.runs, side)
            return replace(block, runs=runs, change=_remaining(block.change, side))
        case LocalText():
            return replace(
                block,
                label=_resolved_runs(block.label, side),
                blocks=_resolved_blocks(block.blocks, side),
                change=_remaining(block.change, side),
            )
        case Picture():
            return replace(block, change=_remaining(block.change, side))
        case Table():
            return _resolved_table(block, side)
        case _:
            assert_never(block)


def _resolved_signature(signature: Signature, side: _Side) -> Signature:
    details = _resolved_texts(signature.details, side)
    return replace(
        signature,
        heading=_resolved_runs(signature.heading, side),
        details=tuple(detail for detail in details if detail),
        lines=tuple(
            replace(line, change=_remaining(line.change, side))
            for line in signature.lines
            if not _is_hidden(line.change, side)
        ),
        change=_remaining(signature.change, side),
    )


def _resolved_table(table: Table, side: _Side) -> Table:
    columns = tuple(
        replace(column, title=_resolved_runs(column.title, side)) for column in table.columns
    )
    rows = tuple(
        replace(row, cells=_resolved_texts(row.cells, side), change=_remaining(row.change, side))
        for row in table.rows
        if not _is_hidden(row.change, side)
    )
    return replace(
        table,
        caption=_resolved_runs(table.caption, side),
        columns=columns,
        rows=rows,
        change=_remaining(table.change, side),
    )
