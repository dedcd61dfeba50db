"""Whether a file says what its document says, and where it first does not.

Compared is the text in reading order without white space: how lines break is the renderer's
affair, every other sign is the agreement's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreement_gen.document.tree import block_lines, clause_lines, fold, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agreement_gen.document.tree import Document

_CONTEXT = 40
"""Signs shown from the first difference."""
_BEFORE = 15
"""Signs shown before it."""


def difference(document: Document, text: str) -> str | None:
    """Where a file's text first differs from its document's, in words; None if it does not.

    The words name the clause (or the title) and show both texts at that place.
    """
    said = fold(text)
    position = 0
    for part, line in _parts(document):
        expected = fold(line)
        if said[position : position + len(expected)] != expected:
            offset = _common(expected, said[position:])
            # From a little before, so that a number is shown whole.
            start = max(0, offset - _BEFORE)
            found = said[position + start : position + offset + _CONTEXT]
            wanted = expected[start : offset + _CONTEXT]
            return f"{part}: the agreement says «{wanted}», the file says «{found}»"
        position += len(expected)
    if position < len(said):
        return f"after the last clause the file also says «{said[position:][:_CONTEXT]}»"
    return None


def _parts(document: Document) -> Iterator[tuple[str, str]]:
    yield "the title", text_of(document.title)
    yield "the subtitle", text_of(document.subtitle)
    for block in document.front:
        for line in block_lines(block):
            yield "before the first clause", line
    for clause in document.clauses:
        name = f"clause {clause.number} ({text_of(clause.title)})"
        for line in clause_lines(clause):
            yield name, line


def _common(first: str, second: str) -> int:
    """How many signs two texts begin with in common."""
    pairs = zip(first, second, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(first), len(second)))
