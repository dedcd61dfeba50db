"""The body of a Word file: clauses, headings, paragraphs, lists and local texts."""

from __future__ import annotations

import re
from itertools import count, groupby
from typing import TYPE_CHECKING, Final, assert_never

from agreement_gen.document.tree import (
    Block,
    Heading,
    ItemList,
    ListItem,
    LocalText,
    Paragraph,
    Signatures,
    Table,
    TrackedChange,
)
from agreement_gen.formats.docx.runs import Number, Sheet, inherited, is_marked, paragraph
from agreement_gen.formats.docx.tables import signatures, table
from agreement_gen.formats.docx.xml import keep_with_next, paragraphs, tag, value, w

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

    from agreement_gen.document.tree import Clause, Document
    from agreement_gen.formats.docx.reference_styles import ReferenceStyles

_ROLE_STYLES: Final = {"body": "Body Text", "label": "Lead-in", "fill_in": "Fill-in line"}


def body(
    document: Document, look: ReferenceStyles, stamp: tuple[str, str] | None, first_num: int
) -> tuple[list[_Element], list[int]]:
    """The paragraphs and tables of a document, in order, and the levels of its ordered lists.

    The ordered list at place ``i`` is numbered by the ``w:num`` ``first_num + i``, which the
    caller adds to the numbering part.

    Raises:
        ValueError: Something would read otherwise in Word than in the tree: a clause whose number
            is not its place, a list item that begins with something that can have no number,
            lists deeper than the reference's numbering, a reference to a clause that is not
            there, a table row of the wrong length, marks of change without ``stamp``.
    """
    _check_numbers(document)
    sheet = Sheet(look, stamp, _anchors(document), count(1), [], first_num)
    elements = [
        paragraph(sheet, "Title", document.title),
        paragraph(sheet, "Subtitle", document.subtitle),
        *_blocks(sheet, document.front),
    ]
    for place, clause in enumerate(document.clauses):
        clause_elements = list(_clause(sheet, clause, place))
        if clause.keep_with_previous:
            _keep_end(elements)
            keep_with_next(clause_elements)
        elements += clause_elements
    return list(_apart(sheet, elements)), sheet.lists


def _check_numbers(document: Document) -> None:
    kept = (clause for clause in document.clauses if clause.change is not TrackedChange.DELETED)
    for place, clause in enumerate(kept, start=1):
        if clause.number != place:
            raise ValueError(
                f"the clause {clause.id!r} has the number {clause.number}, "
                f"but Word would number it {place}"
            )


def _anchors(document: Document) -> dict[str, str]:
    """Bookmark names by clause id; of two clauses with one id, that which is not deleted."""
    names: dict[str, str] = {}
    for place, clause in enumerate(document.clauses):
        if clause.change is not TrackedChange.DELETED or clause.id not in names:
            names[clause.id] = _anchor(clause, place)
    return names


def _anchor(clause: Clause, place: int) -> str:
    # Word allows letters, digits and low lines, 40 characters in all; the place keeps it unique.
    return f"clause_{place + 1}_{re.sub(r'[^A-Za-z0-9_]', '_', clause.id)}"[:40]


def _clause(sheet: Sheet, clause: Clause, place: int) -> Iterator[_Element]:
    heading = paragraph(sheet, "heading 1", clause.title, change=clause.change)
    bookmark = next(sheet.ids)
    heading.insert(1, w("bookmarkStart", id=bookmark, name=_anchor(clause, place)))
    heading.append(w("bookmarkEnd", id=bookmark))
    yield heading
    yield from _blocks(sheet, clause.blocks, clause.change)


def _blocks(
    sheet: Sheet, blocks: Sequence[Block], change: TrackedChange | None = None, depth: int = 0
) -> Iterator[_Element]:
    for block in blocks:
        yield from _block(sheet, block, change, depth)


def _block(
    sheet: Sheet,
    block: Block,
    change: TrackedChange | None,
    depth: int,
    number: Number | None = None,
    style: str | None = None,
) -> Iterator[_Element]:
    """One block inside ``depth`` lists; ``number`` and ``style`` are for the first of an item."""
    indent = _indent(sheet, depth)
    match block:
        case Paragraph():
            style = style if style and block.role == "body" else _ROLE_STYLES[block.role]
            mark = inherited(change, block.change)
            yield paragraph(sheet, style, block.runs, change=mark, number=number, indent=indent)
        case Heading():
            mark = inherited(change, block.change)
            style = f"heading {block.level}"
            yield paragraph(sheet, style, block.runs, change=mark, number=number, indent=indent)
        case ItemList():
            yield from _list(sheet, block, change, depth)
        case LocalText():
            mark = inherited(change, block.change)
            style = "Local text label"
            yield paragraph(sheet, style, block.label, change=mark, number=number, indent=indent)
            for child in block.blocks:
                yield from _block(sheet, child, mark, depth, style="Local text")
        case Table():
            yield from table(sheet, block, change, indent)
        case Signatures():
            yield from signatures(sheet, block, change)
        case _:
            assert_never(block)


def _indent(sheet: Sheet, depth: int) -> int:
    """Where the text of a list item stands, in twips; ordered and bullet lists stand alike."""
    indents = sheet.look.numbered.indents
    if depth > len(indents):
        raise ValueError(f"a list {depth} levels deep; Word's numbering has {len(indents)}")
    return indents[depth - 1] if depth else 0


def _list(
    sheet: Sheet, block: ItemList, change: TrackedChange | None, depth: int
) -> Iterator[_Element]:
    if block.ordered:
        number = Number(sheet.first_num + len(sheet.lists), depth)
        sheet.lists.append(depth)
        style = "List Number"
    else:
        number = Number(sheet.look.bullets.num, depth)
        style = "List Bullet"
    for item in block.items:
        mark = inherited(change, item.change)
        first = _first(item, mark)
        for place, child in enumerate(item.blocks):
            numbered = place in first
            if numbered and not isinstance(child, Paragraph | Heading | LocalText):
                raise ValueError("a list item must begin with a text to set its number beside")
            yield from _block(
                sheet,
                child,
                mark,
                depth + 1,
                number if numbered else None,
                style if numbered else None,
            )


def _first(item: ListItem, change: TrackedChange | None) -> set[int]:
    """The places of the block that comes first in the new text and of that in the old.

    Both carry the item's number, so that it has one whichever text the reader takes.
    """
    if not item.blocks:
        raise ValueError("a list item without a text")
    marks = [inherited(change, getattr(block, "change", None)) for block in item.blocks]
    both = (TrackedChange.DELETED, TrackedChange.INSERTED)
    return {next((i for i, m in enumerate(marks) if m is not gone), 0) for gone in both}


def _keep_end(elements: list[_Element]) -> None:
    """Keep the last text of ``elements``, and the deleted texts after it, with what follows."""
    for element in reversed(elements):
        if element.tag == tag("tbl"):
            keep_with_next(element.findall(tag("tr"))[-1:])
            return
        keep_with_next((element,))
        if not is_marked(element):
            return


def _apart(sheet: Sheet, elements: list[_Element]) -> Iterator[_Element]:
    """The elements with a paragraph of one point where Word must have one.

    It joins two tables that have no lasting paragraph between them, and wants one at the end.

    A paragraph that goes is drawn together with the paragraph after it. Before a table and at the
    end there is none, and the first of the paragraphs that go stays, empty: were it a heading or
    an item, it would still be numbered.
    """
    for change, group in groupby(elements, key=_mark_of):
        together = list(group)
        place = elements.index(together[-1]) + 1
        following = elements[place : place + 1]
        before_table = bool(following) and following[0].tag == tag("tbl")
        is_stuck = change is not None and (before_table or not following)
        if is_stuck and _is_numbered(sheet, together[0]):
            lead = paragraph(sheet, "Table end", (), change=change)
            keep_with_next((lead,))
            yield lead
        for number, element in enumerate(together):
            yield element
            if element.tag == tag("tbl") and _needs_end(
                [*together[number + 1 :], *elements[place:]]
            ):
                yield paragraph(sheet, "Table end", ())
        if change is not None and not following:
            yield paragraph(sheet, "Table end", ())


def _mark_of(element: _Element) -> TrackedChange | None:
    """The mark of a paragraph that goes as a whole; None for all else."""
    for change in TrackedChange:
        if element.find("/".join(map(tag, ("pPr", "rPr", change.value)))) is not None:
            return change
    return None


def _is_numbered(sheet: Sheet, element: _Element) -> bool:
    properties = element.find(tag("pPr"))
    if properties is None:
        return False
    style = value(properties.find(tag("pStyle")))
    return style == sheet.look.styles["heading 1"] or properties.find(tag("numPr")) is not None


def _needs_end(following: list[_Element]) -> bool:
    for element in following:
        if element.tag == tag("tbl"):
            return True
        if not all(map(is_marked, paragraphs((element,)))):
            return False
    return True
