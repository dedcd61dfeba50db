"""Whether a file says what its document says, and where it first does not.

Compared is the text in reading order without white space: how lines break is the renderer's
affair, every other character is the agreement's.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from agreement_gen.document.tree import block_lines, clause_lines, fold, pictures, text_of
from agreement_gen.formats import messages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agreement_gen.document.tree import Document
    from agreement_gen.messages import Text

_CONTEXT = 40
"""Characters shown from the first difference."""
_BEFORE = 15
"""Characters shown before it."""
_HEADER_SHOWN = 200
"""Characters shown of a page's header."""


def difference(document: Document, text: str) -> Text | None:
    """Where a file's text first differs from its document's, as a text; None if it does not.

    The text names the clause (or the title) and shows what both say there.
    """
    file_text = fold(text)
    position = 0
    for part, line in _parts(document):
        expected = fold(line)
        if file_text[position : position + len(expected)] != expected:
            offset = _common(expected, file_text[position:])
            # From a little before, so that a number is shown whole.
            start = max(0, offset - _BEFORE)
            return messages.TEXT_DIFFERS(
                part=part,
                expected=expected[start : offset + _CONTEXT],
                found=file_text[position + start : position + offset + _CONTEXT],
            )
        position += len(expected)
    if position < len(file_text):
        return messages.TEXT_ADDED(found=file_text[position:][:_CONTEXT])
    return None


def picture_difference(document: Document, found: Sequence[tuple[str, str]]) -> Text | None:
    """Where a file's pictures first differ from its document's, as a text, or None.

    Args:
        document: The document.
        found: The SHA-256 of each picture's file and its alternative text, in reading order.
    """
    expected = [(picture.digest, picture.alternative) for picture in pictures(document)]
    for number, (wanted, shown) in enumerate(zip_longest(expected, found), start=1):
        if wanted != shown:
            return messages.PICTURE_DIFFERS(number=number, expected=len(expected), found=len(found))
    return None


def header_difference(document: Document, pages: Sequence[str]) -> Text | None:
    """What a page first lacks of the header that the document gives it, as a text, or None.

    Args:
        document: The document.
        pages: For each page the text that it shows beside the document's, without white space.
    """
    for number, page in enumerate(pages, start=1):
        for line in document.header_footer.lines(number, len(pages)):
            if fold(line) not in page:
                return messages.HEADER_LACKS(page=number, expected=line, found=page[:_HEADER_SHOWN])
    return None


def _parts(document: Document) -> Iterator[tuple[Text, str]]:
    """Every line of the document, with a text that says which part of it the line is in."""
    yield messages.THE_TITLE(), text_of(document.title)
    yield messages.THE_SUBTITLE(), text_of(document.subtitle)
    for block in document.front:
        for line in block_lines(block):
            yield messages.THE_FRONT(), line
    for clause in document.clauses:
        name = messages.THE_CLAUSE(number=clause.mark, title=text_of(clause.title))
        for line in clause_lines(clause):
            yield name, line


def _common(first: str, second: str) -> int:
    """How many characters two texts begin with in common."""
    pairs = zip(first, second, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(first), len(second)))
