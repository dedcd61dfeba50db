"""The difference between two documents, as one document with change marks.

:func:`redline` gives a tree that holds both texts; :func:`accept` takes the new text out of
it and :func:`reject` the old. That is what makes a redline trustworthy, and it holds in the
sense of :func:`says_the_same`: for any documents ``a`` and ``b`` without marks,
``accept(redline(a, b))`` says the same as ``b``, and ``reject(redline(a, b))`` the same as
``a``.

What is around the text (header and footer, metadata, whether a clause is kept with the one
before) is that of the new document, in the redline and in both texts taken out of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar, assert_never

from agreement_gen.document.text_diff import (
    MAX_PAIRS,
    MAX_READ_PAIRS,
    READABLE,
    align,
    marked,
    runs_diff,
    similarity,
    words,
)
from agreement_gen.document.tracked_changes import (
    accept,
    changed_clauses,
    is_changed,
    normalise,
    reject,
    says_the_same,
)
from agreement_gen.document.tree import (
    Block,
    Clause,
    Document,
    Heading,
    ItemList,
    ListItem,
    LocalText,
    Paragraph,
    Picture,
    Row,
    Runs,
    Signature,
    SignatureLine,
    Signatures,
    Table,
    TrackedChange,
    block_lines,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "accept",
    "changed_clauses",
    "is_changed",
    "normalise",
    "redline",
    "reject",
    "says_the_same",
]

_SAME = 2.0
_SAME_KEY = 1.5


def redline(old: Document, new: Document) -> Document:
    """One document that shows how ``old`` became ``new``.

    Clauses are paired by id, local texts by item, table rows by role and first cell, parties'
    signatures by party, other blocks by similarity; inside a pair, words are marked. A clause
    that was moved is deleted in its old place and inserted in its new one, so its id may occur
    twice. A clause that was deleted keeps its old number; the others have their new ones.

    Raises:
        ValueError: One of the documents has change marks already.
    """
    if is_changed(old) or is_changed(new):
        raise ValueError("a document that has change marks cannot be compared again")
    old, new = normalise(old), normalise(new)
    return replace(
        new,
        title=runs_diff(old.title, new.title),
        subtitle=runs_diff(old.subtitle, new.subtitle),
        front=_blocks(old.front, new.front),
        clauses=_paired(old.clauses, new.clauses, _clause_score, _clause, _mark),
    )


_Marked = TypeVar("_Marked", Clause, ListItem, Row, Signature, SignatureLine)
_T = TypeVar("_T")


def _paired(
    old: tuple[_T, ...],
    new: tuple[_T, ...],
    score: Callable[[_T, _T], float],
    merge: Callable[[_T, _T], _T],
    mark: Callable[[_T, TrackedChange], _T],
    most: int = MAX_PAIRS,
) -> tuple[_T, ...]:
    """Both sequences as one: pairs merged, what has no partner marked."""
    found: list[_T] = []
    for before, after in align(old, new, score, most):
        if before is None:
            assert after is not None  # noqa: S101 - a pair has a part on at least one side
            found.append(mark(after, TrackedChange.INSERTED))
        elif after is None:
            found.append(mark(before, TrackedChange.DELETED))
        else:
            found.append(merge(before, after))
    return tuple(found)


def _mark(part: _Marked, change: TrackedChange) -> _Marked:
    return replace(part, change=change)


def _clause_score(old: Clause, new: Clause) -> float:
    return _SAME if (old.id, old.annex) == (new.id, new.annex) else 0.0


def _clause(old: Clause, new: Clause) -> Clause:
    return replace(
        new, title=runs_diff(old.title, new.title), blocks=_blocks(old.blocks, new.blocks)
    )


def _word_counter() -> Callable[[Block | ListItem], tuple[str, ...]]:
    """A function that gives a node's words and cuts each node's text only once.

    It knows a node by its identity, so the nodes must outlive it.
    """
    known: dict[int, tuple[str, ...]] = {}

    def words_of(node: Block | ListItem) -> tuple[str, ...]:
        if id(node) not in known:
            blocks = node.blocks if isinstance(node, ListItem) else (node,)
            text = "\n".join(line for block in blocks for line in block_lines(block))
            known[id(node)] = words(text)
        return known[id(node)]

    return words_of


def _if_readable(score: float) -> float:
    """The score of parts whose words can be marked; others are not paired."""
    return score if score >= READABLE else 0.0


def _blocks(old: tuple[Block, ...], new: tuple[Block, ...]) -> tuple[Block, ...]:
    words_of = _word_counter()

    def score(before: Block, after: Block) -> float:
        if before == after:
            return _SAME
        if not _pairable(before, after):
            return 0.0
        if isinstance(before, LocalText):
            return _SAME_KEY
        found = similarity(words_of(before), words_of(after))
        if isinstance(before, Paragraph | Heading):
            return _if_readable(found)
        return max(found, READABLE)  # the parts inside are marked one by one

    return _paired(old, new, score, _block, _mark_block, MAX_READ_PAIRS)


def _pairable(old: Block, new: Block) -> bool:
    """Whether two blocks differ in nothing but what marks inside them can show."""
    match old, new:
        case Paragraph(), Paragraph():
            return old.role == new.role
        case Heading(), Heading():
            return old.level == new.level
        case ItemList(), ItemList():
            return old.ordered == new.ordered
        case LocalText(), LocalText():
            return old.item == new.item
        case Table(), Table():
            return _shape(old) == _shape(new)
        case _:
            return isinstance(old, Signatures) and isinstance(new, Signatures)


def _shape(table: Table) -> tuple[str, ...]:
    return (table.kind, *(column.align for column in table.columns))


def _block(old: Block, new: Block) -> Block:
    match old, new:
        case Paragraph(), Paragraph():
            return replace(new, runs=runs_diff(old.runs, new.runs))
        case Heading(), Heading():
            return replace(new, runs=runs_diff(old.runs, new.runs))
        case ItemList(), ItemList():
            return replace(new, items=_items(old.items, new.items))
        case LocalText(), LocalText():
            return replace(
                new, label=runs_diff(old.label, new.label), blocks=_blocks(old.blocks, new.blocks)
            )
        case Table(), Table():
            return _table(old, new)
        case Picture(), Picture() if old == new:
            return new
        case Signatures(), Signatures():
            pairs = _paired(old.signatures, new.signatures, _party_score, _signature, _mark)
            return replace(new, signatures=pairs)
        case _:  # pragma: no cover - such blocks are never paired
            raise AssertionError(old, new)


def _mark_block(block: Block, change: TrackedChange) -> Block:
    match block:
        case ItemList():
            return replace(block, items=tuple(_mark(item, change) for item in block.items))
        case Signatures():
            signatures = tuple(_mark(signature, change) for signature in block.signatures)
            return replace(block, signatures=signatures)
        case Paragraph() | Heading() | LocalText() | Table() | Picture():
            return replace(block, change=change)
        case _:
            assert_never(block)


def _items(old: tuple[ListItem, ...], new: tuple[ListItem, ...]) -> tuple[ListItem, ...]:
    words_of = _word_counter()

    def score(before: ListItem, after: ListItem) -> float:
        if before == after:
            return _SAME
        # The first block is beside the bullet: it is never left to be replaced alone.
        first, now = before.blocks[0], after.blocks[0]
        if not _pairable(first, now) or similarity(words_of(first), words_of(now)) < READABLE:
            return 0.0
        return _if_readable(similarity(words_of(before), words_of(after)))

    return _paired(old, new, score, _item, _mark, MAX_READ_PAIRS)


def _item(old: ListItem, new: ListItem) -> ListItem:
    first = _block(old.blocks[0], new.blocks[0])
    return replace(new, blocks=(first, *_blocks(old.blocks[1:], new.blocks[1:])))


def _table(old: Table, new: Table) -> Table:
    columns = tuple(
        replace(after, title=runs_diff(before.title, after.title))
        for before, after in zip(old.columns, new.columns, strict=True)
    )
    rows = _paired(old.rows, new.rows, _row_score, _row, _mark)
    return replace(new, caption=runs_diff(old.caption, new.caption), columns=columns, rows=rows)


def _row_score(old: Row, new: Row) -> float:
    if old == new:
        return _SAME
    return _SAME_KEY if _row_key(old) == _row_key(new) else 0.0


def _row_key(row: Row) -> tuple[str, bool, int, str]:
    return row.role, row.own, len(row.cells), text_of(row.cells[0]) if row.cells else ""


def _row(old: Row, new: Row) -> Row:
    return replace(new, cells=_each(old.cells, new.cells))


def _each(old: tuple[Runs, ...], new: tuple[Runs, ...]) -> tuple[Runs, ...]:
    return tuple(runs_diff(before, after) for before, after in zip(old, new, strict=True))


def _party_score(old: Signature, new: Signature) -> float:
    if old == new:
        return _SAME
    return _SAME_KEY if old.party == new.party else 0.0


def _signature(old: Signature, new: Signature) -> Signature:
    return replace(
        new,
        heading=runs_diff(old.heading, new.heading),
        details=_paired(old.details, new.details, _detail_score, runs_diff, marked),
        lines=_paired(old.lines, new.lines, _line_score, _line, _mark),
    )


def _detail_score(old: Runs, new: Runs) -> float:
    if old == new:
        return _SAME
    return _if_readable(similarity(words(text_of(old)), words(text_of(new))))


def _line_score(old: SignatureLine, new: SignatureLine) -> float:
    return _SAME if old == new else 0.0


def _line(_old: SignatureLine, new: SignatureLine) -> SignatureLine:
    return new
