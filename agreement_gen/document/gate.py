"""What no document may hold, wherever its text came from: the last gate before it is written.

What is read from files is checked where it is read, with line and column. This gate is for what
is made of it: values that templates join, lines that directives place, tables that grow.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agreement_gen.characters import unseen
from agreement_gen.document.markdown import MAX_COLUMNS, MAX_WORD
from agreement_gen.document.messages import DocumentCode
from agreement_gen.document.tree import ItemList, LocalText, Table, all_pictures, lines
from agreement_gen.problems import problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agreement_gen.document.tree import Block, Document
    from agreement_gen.problems import Location, Problem

MAX_LINES = 5_000
"""Paragraphs, list items and table cells: about a hundred pages."""

MAX_PICTURES = 40
"""Pictures of a whole document."""

MAX_PICTURE_BYTES = 20_000_000
"""Bytes of all pictures of a document, each as often as it is shown."""

MAX_CHARACTERS = 500_000
"""Characters of a whole document; the longest agreement of the example has about 15 000."""

_LONG_WORD = re.compile(rf"\S{{{MAX_WORD + 1},}}")


def document_problems(document: Document, location: Location) -> Iterator[Problem]:
    """What keeps a document from being written, each at ``location``, where it was made."""
    shown = list(all_pictures(document))
    if len(shown) > MAX_PICTURES:
        yield problem(location, DocumentCode.MANY_PICTURES, count=len(shown), most=MAX_PICTURES)
    size = sum(len(picture.data) for picture in shown)
    if size > MAX_PICTURE_BYTES:
        most = MAX_PICTURE_BYTES // 1_000_000
        yield problem(location, DocumentCode.LARGE_PICTURES, most=most)
    alternatives = (picture.alternative for picture in shown)
    texts = [*lines(document), *alternatives, *_outside(document)]
    if len(texts) > MAX_LINES:
        yield problem(location, DocumentCode.MANY_LINES, count=len(texts), most=MAX_LINES)
    count = sum(map(len, texts))
    if count > MAX_CHARACTERS:
        yield problem(location, DocumentCode.MANY_CHARACTERS, count=count, most=MAX_CHARACTERS)
    blocks = [*document.front, *(block for clause in document.clauses for block in clause.blocks)]
    for columns in _column_counts(blocks):
        if columns > MAX_COLUMNS:
            code = DocumentCode.MANY_COLUMNS
            yield problem(location, code, count=columns, most=MAX_COLUMNS)
    whole = "\n".join(texts)
    for character in unseen(whole):
        start = whole.rfind("\n", 0, character.index) + 1
        yield problem(
            location,
            DocumentCode.HIDDEN_CHARACTER,
            codepoint=character.code_point,
            before=whole[start : character.index][-40:],
        )
    for word in _LONG_WORD.finditer(whole):
        count, before = len(word.group()), word.group()[:40]
        yield problem(location, DocumentCode.WIDE_WORD, count=count, most=MAX_WORD, begins=before)


def _outside(document: Document) -> Iterator[str]:
    """What is not in the body: the page's header, and the file's properties."""
    header_footer, metadata = document.header_footer, document.metadata
    yield from header_footer.lines(1, 1)
    yield from (metadata.title, metadata.subject, metadata.author, metadata.language)
    yield from metadata.keywords


def _column_counts(blocks: Iterable[Block]) -> Iterator[int]:
    for block in blocks:
        match block:
            case Table():
                yield len(block.columns)
            case ItemList():
                for item in block.items:
                    yield from _column_counts(item.blocks)
            case LocalText():
                yield from _column_counts(block.blocks)
