"""Whether a PDF's structure is that of its document, and where it first is not.

Those who hear a PDF read get what its structure holds, in that order: headings with their levels,
paragraphs, lists and their items, tables with their headings. Each must be one element, also
where it crosses a page. Bookmarks lead to every heading, and the language is the document's.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, TypeAlias, assert_never

from agreement_gen.document.tree import (
    Heading,
    ItemList,
    LocalText,
    Paragraph,
    Picture,
    Signatures,
    Table,
    fold,
    text_of,
)
from agreement_gen.formats import messages
from agreement_gen.formats.pdf.reader import read_pdf
from agreement_gen.formats.pdf.structure import Bookmark, StructureRow, read_structure
from agreement_gen.formats.text_check import difference, header_difference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agreement_gen.document.tree import Block, Document, Row, Runs
    from agreement_gen.formats.pdf.structure import PdfStructure
    from agreement_gen.messages import Text

_SHOWN = 40
"""Characters shown of a text."""
_HEADINGS = tuple(f"H{level}" for level in range(1, 7))

Rows: TypeAlias = "Iterator[tuple[str, str]]"


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What reading a PDF back showed: where it first differs, if it does, and its pages."""

    difference: Text | None
    pages: int


def read_back(document: Document, data: bytes) -> ReadBack:
    """Compare a PDF's text, its structure and its pages' headers with its document.

    Raises:
        UnreadableFileError: The file is broken, encrypted or has no structure.
    """
    contents = read_pdf(data)
    where = difference(document, contents.text)
    if where is None:
        where = structure_difference(document, read_structure(data, contents.pieces))
    if where is None:
        where = header_difference(document, contents.outside)
    return ReadBack(where, len(contents.pieces))


def structure_difference(document: Document, structure: PdfStructure) -> Text | None:
    """Where a PDF's structure first differs from its document's, as a text; None if it does not.

    Compared are the kind of each element, what it is inside of, its text without white space, and
    the order; then the bookmarks' titles, levels and pages; then the languages.
    """
    return (
        _row_difference(document, structure)
        or _bookmark_difference(document, structure)
        or _language_difference(document, structure)
    )


def _row_difference(document: Document, structure: PdfStructure) -> Text | None:
    for expected, found in zip_longest(_parts(document), structure.rows):
        part, path, text = expected or (messages.THE_END(), "", "")
        is_same = expected is not None and found is not None and found.path == path
        if not is_same or fold(found.text) != fold(text):
            return messages.STRUCTURE_DIFFERS(
                part=part,
                expected=messages.NOTHING() if expected is None else _shown(path, text),
                found=messages.NOTHING() if found is None else _shown(found.path, found.text),
            )
    return None


def _shown(path: str, text: str) -> Text:
    return messages.ELEMENT(path=path or "?", text=" ".join(text.split())[:_SHOWN])


def _parts(document: Document) -> Iterator[tuple[Text, str, str]]:
    """Every element that the document should have, with the part of the document it is in."""
    yield messages.THE_TITLE(), "H1", text_of(document.title)
    yield messages.THE_SUBTITLE(), "P", text_of(document.subtitle)
    for path, text in _blocks(document.front, ""):
        yield messages.THE_FRONT(), path, text
    for clause in document.clauses:
        title = text_of(clause.title)
        part = messages.THE_CLAUSE(number=clause.mark, title=title)
        yield part, "H2", f"{clause.mark} {title}"
        for path, text in _blocks(clause.blocks, ""):
            yield part, path, text


def _blocks(blocks: Iterable[Block], above: str) -> Rows:
    for block in blocks:
        yield from _block(block, above)


def _block(block: Block, above: str) -> Rows:
    """The paths and texts of a block's elements; ``above`` is the path that they are below."""
    match block:
        case Paragraph():
            yield f"{above}P", text_of(block.runs)
        case Heading():
            yield f"{above}H{block.level + 1}", text_of(block.runs)
        case ItemList():
            yield f"{above}L", ""
            for number, item in enumerate(block.items, start=1):
                yield f"{above}L/LI", ""
                yield f"{above}L/LI/Lbl", f"{number}." if block.ordered else "•"
                yield f"{above}L/LI/LBody", ""
                yield from _blocks(item.blocks, f"{above}L/LI/LBody/")
        case LocalText():
            yield f"{above}P", text_of(block.label)
            yield from _blocks(block.blocks, above)
        case Table():
            yield from _table(block, f"{above}Table")
        case Picture():
            if block.alternative:
                yield f"{above}Figure", block.alternative
        case Signatures():
            for signature in block.signatures:
                for runs in (signature.heading, *signature.details):
                    yield f"{above}P", text_of(runs)
                for line in signature.lines:
                    yield f"{above}P", line.value or ""
                    yield f"{above}P", line.label
        case _:
            assert_never(block)


def _table(table: Table, path: str) -> Rows:
    yield path, ""
    if table.caption:
        yield f"{path}/Caption", text_of(table.caption)
    yield f"{path}/THead", ""
    yield f"{path}/THead/TR", ""
    for column in table.columns:
        yield f"{path}/THead/TR/TH Column", text_of(column.title)
    for row in table.rows:
        yield f"{path}/TR", ""
        yield from _cells(row, f"{path}/TR")


def _cells(row: Row, path: str) -> Rows:
    """A row's cells, of which the first is the row's heading."""
    first: Runs = row.cells[0]
    yield f"{path}/TH Row", text_of(first)
    for cell in row.cells[1:]:
        yield f"{path}/TD", text_of(cell)


def _bookmark_difference(document: Document, structure: PdfStructure) -> Text | None:
    """Compare the bookmarks; ``structure.rows`` are known to be the document's."""
    headings = [
        (part, row)
        for (part, _, _), row in zip(_parts(document), structure.rows, strict=True)
        if row.path.rpartition("/")[2] in _HEADINGS and fold(row.text)
    ]
    for expected, found in zip_longest(_bookmarks(headings), structure.bookmarks):
        part, bookmark = expected or (messages.THE_END(), None)
        if _folded(bookmark) != _folded(found):
            return messages.BOOKMARK_DIFFERS(
                part=part, expected=_bookmark(bookmark), found=_bookmark(found)
            )
    return None


def _bookmarks(headings: Iterable[tuple[Text, StructureRow]]) -> Iterator[tuple[Text, Bookmark]]:
    """A bookmark for each heading, below the last one of a higher level."""
    levels: list[int] = []
    for part, row in headings:
        level = int(row.path[-1])
        while levels and levels[-1] >= level:
            levels.pop()
        yield part, Bookmark(len(levels), row.text, row.page)
        levels.append(level)


def _folded(bookmark: Bookmark | None) -> tuple[int, str, int | None] | None:
    if bookmark is None:
        return None
    return bookmark.depth, fold(bookmark.title), bookmark.page


def _bookmark(bookmark: Bookmark | None) -> Text:
    if bookmark is None:
        return messages.NOTHING()
    text = " ".join(bookmark.title.split())[:_SHOWN]
    page = "?" if bookmark.page is None else bookmark.page + 1
    return messages.BOOKMARK(level=bookmark.depth + 1, page=page, text=text)


def _language_difference(document: Document, structure: PdfStructure) -> Text | None:
    expected = document.metadata.language
    wrong = next((found for found in structure.languages if found != expected), None)
    if wrong is None:
        return None
    return messages.LANGUAGE_DIFFERS(found=wrong, expected=expected)
