"""The body of a Word file: clauses, headings, paragraphs, lists and local texts."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Final, assert_never

from agreement_gen.document.tree import (
    Block,
    Heading,
    ItemList,
    ListItem,
    LocalText,
    Paragraph,
    Picture,
    Signatures,
    Table,
    TrackedChange,
)
from agreement_gen.formats import messages
from agreement_gen.formats.docx.context import ListNumber
from agreement_gen.formats.docx.pictures import picture
from agreement_gen.formats.docx.runs import inherited, is_marked, paragraph
from agreement_gen.formats.docx.tables import signatures, table
from agreement_gen.formats.docx.xml import keep_with_next, paragraphs, tag, value, w
from agreement_gen.formats.errors import RenderFailure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.etree import _Element

    from agreement_gen.document.tree import Clause, Document
    from agreement_gen.formats.docx.context import WritingContext

_ROLE_STYLES: Final = {"body": "Body Text", "label": "Lead-in", "fill_in": "Fill-in line"}
_BOOKMARK_LENGTH: Final = 40
"""The most characters of a bookmark's name that Word allows."""


def bookmark_names(document: Document) -> dict[str, str]:
    """Bookmark names by clause id; of two clauses with one id, that which is not deleted."""
    names: dict[str, str] = {}
    for index, clause in enumerate(document.clauses):
        if clause.change is not TrackedChange.DELETED or clause.id not in names:
            names[clause.id] = _bookmark_name(clause, index)
    return names


def body(context: WritingContext, document: Document) -> list[_Element]:
    """The paragraphs and tables of a document, in order (ECMA-376, part 1, clause 17.2).

    ``context.list_levels`` then has the level of each ordered list; the caller adds their
    numbering to the numbering part.

    Raises:
        RenderFailure: Lists are deeper than the reference's numbering.
        ValueError: Something would read otherwise in Word than in the tree: a clause whose number
            is not its position, a list item that begins with something that can have no number,
            a reference to a clause that does not exist, a table row of the wrong length, marks of
            change without a revision.
    """
    _check_numbers(document)
    elements = [
        paragraph(context, "Title", document.title),
        paragraph(context, "Subtitle", document.subtitle),
        *_blocks(context, document.front),
    ]
    for index, clause in enumerate(document.clauses):
        clause_elements = list(_clause(context, clause, index))
        if clause.keep_with_previous:
            _keep_end(elements)
            keep_with_next(clause_elements)
        elements += clause_elements
    _sign_moves(elements)
    return list(_with_separators(context, elements))


_MOVED: Final = " \u2194"
"""What is added to the author's name where a text was moved here."""


def _sign_moves(elements: Sequence[_Element]) -> None:
    """Distinguish the paragraphs that were moved from those that are new, by the author's name.

    LibreOffice takes a text that one author deleted and inserted elsewhere for one that moved, and
    when the changes are rejected it gives the paragraph after it the style of its last one.
    """
    marked = [(each, _mark_of(each)) for each in elements if each.tag == tag("p")]
    deleted = {_words(each) for each, change in marked if change is TrackedChange.DELETED} - {""}
    for element, change in marked:
        if change is TrackedChange.INSERTED and _words(element) in deleted:
            for insertion in element.iter(tag("ins")):
                author = insertion.get(tag("author"), "")
                insertion.set(tag("author"), author + _MOVED)


def _words(element: _Element) -> str:
    """The text of a paragraph, whether it is deleted or not."""
    return "".join(str(each.text or "") for each in element.iter(tag("t"), tag("delText")))


def _check_numbers(document: Document) -> None:
    counts: Counter[str] = Counter()
    for clause in document.clauses:
        if clause.change is TrackedChange.DELETED:
            continue
        counts[clause.annex] += 1
        if clause.number != counts[clause.annex]:
            raise ValueError(
                f"the clause {clause.id!r} has the number {clause.number}, "
                f"but Word would number it {counts[clause.annex]}"
            )


def _bookmark_name(clause: Clause, index: int) -> str:
    # Word allows letters, digits and underscores; the number keeps it unique.
    name = f"clause_{index + 1}_{re.sub(r'[^A-Za-z0-9_]', '_', clause.id)}"
    return name[:_BOOKMARK_LENGTH]


def _clause(context: WritingContext, clause: Clause, index: int) -> Iterator[_Element]:
    number = context.annex_number(clause.annex) if clause.annex else None
    heading = paragraph(context, "heading 1", clause.title, change=clause.change, number=number)
    if clause.annex:
        heading[0].insert(1, w("pageBreakBefore"))
    bookmark = context.next_id()
    heading.insert(1, w("bookmarkStart", id=bookmark, name=_bookmark_name(clause, index)))
    heading.append(w("bookmarkEnd", id=bookmark))
    yield heading
    yield from _blocks(context, clause.blocks, clause.change)


def _blocks(
    context: WritingContext,
    blocks: Sequence[Block],
    change: TrackedChange | None = None,
    depth: int = 0,
) -> Iterator[_Element]:
    for block, following in _with_following(blocks):
        yield from _leading_to(following, _block(context, block, change, depth))


def _with_following(blocks: Sequence[Block]) -> Iterator[tuple[Block, Block | None]]:
    return zip_longest(blocks, blocks[1:])


def _leading_to(following: Block | None, elements: Iterable[_Element]) -> list[_Element]:
    """The elements before a list or a local text, which lead to it, kept on its page."""
    found = list(elements)
    if isinstance(following, ItemList | LocalText):
        keep_with_next(found[-1:])
    return found


def _block(
    context: WritingContext,
    block: Block,
    change: TrackedChange | None,
    depth: int,
    number: ListNumber | None = None,
    style: str | None = None,
) -> Iterator[_Element]:
    """One block inside ``depth`` lists; ``number`` and ``style`` are for the first of an item."""
    indent = _indent(context, depth)
    match block:
        case Paragraph():
            style = style if style and block.role == "body" else _ROLE_STYLES[block.role]
            mark = inherited(change, block.change)
            yield paragraph(context, style, block.runs, change=mark, number=number, indent=indent)
        case Heading():
            mark = inherited(change, block.change)
            style = f"heading {block.level}"
            yield paragraph(context, style, block.runs, change=mark, number=number, indent=indent)
        case ItemList():
            yield from _list(context, block, change, depth)
        case LocalText():
            mark = inherited(change, block.change)
            style = "Local text label"
            yield paragraph(context, style, block.label, change=mark, number=number, indent=indent)
            for child, following in _with_following(block.blocks):
                elements = _block(context, child, mark, depth, style="Local text")
                yield from _leading_to(following, elements)
        case Table():
            yield from table(context, block, change, indent)
        case Picture():
            yield picture(context, block, inherited(change, block.change), indent)
        case Signatures():
            yield from signatures(context, block, change)
        case _:
            assert_never(block)


def _indent(context: WritingContext, depth: int) -> int:
    """How far in the text of a list item begins, in twips; the same in all kinds of lists."""
    indents = context.styles.numbered.indents
    if depth > len(indents):
        raise RenderFailure([messages.LIST_TOO_DEEP(depth=depth, levels=len(indents))])
    return indents[depth - 1] if depth else 0


def _list(
    context: WritingContext, block: ItemList, change: TrackedChange | None, depth: int
) -> Iterator[_Element]:
    if block.ordered:
        number, style = context.begin_ordered_list(depth), "List Number"
    else:
        number, style = ListNumber(context.styles.bullets.num, depth), "List Bullet"
    for item in block.items:
        mark = inherited(change, item.change)
        first = _first_blocks(item, mark)
        for index, (child, following) in enumerate(_with_following(item.blocks)):
            if index not in first:
                elements = _block(context, child, mark, depth + 1)
            elif isinstance(child, Paragraph | Heading | LocalText):
                elements = _block(context, child, mark, depth + 1, number, style)
            else:
                raise ValueError("a list item must begin with a text to set its number beside")
            yield from _leading_to(following, elements)


def _first_blocks(item: ListItem, change: TrackedChange | None) -> set[int]:
    """The indexes of the block that comes first in the new text and of that in the old.

    Both carry the item's number, so that it has one whichever text the reader takes.
    """
    if not item.blocks:
        raise ValueError("a list item without a text")
    marks = [inherited(change, getattr(block, "change", None)) for block in item.blocks]
    return {
        next((index for index, mark in enumerate(marks) if mark is not dropped), 0)
        for dropped in (TrackedChange.DELETED, TrackedChange.INSERTED)
    }


def _keep_end(elements: list[_Element]) -> None:
    """Keep the last text of ``elements``, and the deleted texts after it, with what follows."""
    for element in reversed(elements):
        if element.tag == tag("tbl"):
            keep_with_next(element.findall(tag("tr"))[-1:])
            return
        keep_with_next((element,))
        if not is_marked(element):
            return


def _with_separators(context: WritingContext, elements: list[_Element]) -> Iterator[_Element]:
    """The elements with a paragraph of one point where Word must have one.

    Word joins two tables that have no lasting paragraph between them, and wants one at the end.

    A paragraph that is dropped, as deleted or as not inserted, is joined with the paragraph after
    it. Before a table and at the end there is none, and the first of the dropped paragraphs stays,
    empty: were it a heading or an item, it would still be numbered.
    """
    for change, group in groupby(elements, key=_mark_of):
        together = list(group)
        end = elements.index(together[-1]) + 1
        following = elements[end : end + 1]
        before_table = bool(following) and following[0].tag == tag("tbl")
        is_stuck = change is not None and (before_table or not following)
        if is_stuck and _is_numbered(context, together[0]):
            lead = paragraph(context, "Table end", (), change=change)
            keep_with_next((lead,))
            yield lead
        for index, element in enumerate(together, start=1):
            yield element
            if element.tag == tag("tbl") and _needs_end([*together[index:], *elements[end:]]):
                yield _end_of_table(context, element)
        if change is not None and not following:
            yield paragraph(context, "Table end", ())


def _end_of_table(context: WritingContext, table: _Element) -> _Element:
    """The paragraph after a table, which stays with what follows if the table's end does."""
    end = paragraph(context, "Table end", ())
    last_row = paragraphs(table.findall(tag("tr"))[-1:])
    if any(each.find(f"{tag('pPr')}/{tag('keepNext')}") is not None for each in last_row):
        keep_with_next((end,))
    return end


def _mark_of(element: _Element) -> TrackedChange | None:
    """The mark of a paragraph that is inserted or deleted as a whole; None for all else."""
    for change in TrackedChange:
        if element.find("/".join(map(tag, ("pPr", "rPr", change.value)))) is not None:
            return change
    return None


def _is_numbered(context: WritingContext, element: _Element) -> bool:
    properties = element.find(tag("pPr"))
    if properties is None:
        return False
    style = value(properties.find(tag("pStyle")))
    return style == context.styles.ids["heading 1"] or properties.find(tag("numPr")) is not None


def _needs_end(following: list[_Element]) -> bool:
    """Whether no paragraph that is sure to stay comes before the next table or the end."""
    for element in following:
        if element.tag == tag("tbl"):
            return True
        if not all(map(is_marked, paragraphs((element,)))):
            return False
    return True
