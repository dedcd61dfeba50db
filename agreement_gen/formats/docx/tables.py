"""Tables and signature blocks of a Word file."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from agreement_gen.document.tree import Run, text_of
from agreement_gen.formats.docx.reference_styles import RowFormat
from agreement_gen.formats.docx.runs import inherited, mark, paragraph
from agreement_gen.formats.docx.xml import keep_with_next, tag, w

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from agreement_gen.document.tree import (
        Column,
        Row,
        Runs,
        Signature,
        Signatures,
        Table,
        TrackedChange,
    )
    from agreement_gen.formats.docx.context import WritingContext

# The parts of the table style that are used: the header row and the first column.
_STYLED_PARTS: Final = {
    "firstRow": 1,
    "lastRow": 0,
    "firstColumn": 1,
    "lastColumn": 0,
    "noHBand": 1,
    "noVBand": 1,
}
_STYLES: Final = {"start": "Table text", "center": "Table text", "end": "Table figure"}
# Twips for a letter of table text (10 pt), and for the empty space on both sides of a cell.
_LETTER: Final = 118
_CELL_MARGINS: Final = 260
# Twips (4 mm) above a table without a caption.
_SPACE_ABOVE: Final = 227
_SIDE_BY_SIDE: Final = 2
# A table of so few rows is not split over pages.
_SHORT: Final = 6


def table(
    context: WritingContext, block: Table, change: TrackedChange | None, indent: int = 0
) -> Iterator[_Element]:
    """The caption's paragraph and the table (ECMA-376, part 1, clause 17.4).

    Args:
        context: What the body's parts share.
        block: The table.
        change: The mark of change of the node that it is in.
        indent: How far in the table begins, in twips.

    Raises:
        ValueError: A row has more or fewer cells than the table has columns, so that a cell
            would be lost; a group row has not just one; the table has no column.
    """
    change = inherited(change, block.change)
    if block.caption:
        yield paragraph(context, "caption", block.caption, change=change, indent=indent)
    else:
        # Without a caption the text above would touch the table's first line.
        lead = paragraph(context, "Table end", (), change=change, indent=indent)
        lead[0].insert(1, w("spacing", before=_SPACE_ABOVE))
        keep_with_next((lead,))
        yield lead
    widths = _widths(block, context.styles.text_width - indent)
    header = _header_row(context, block.columns, widths, change)
    keep_with_next((header,))
    element = w("tbl", _table_properties(context, block, widths, indent), _grid(widths), header)
    for row, following in zip(block.rows, (*block.rows[1:], None), strict=True):
        row_element = _table_row(context, row, block.columns, widths, change)
        # No group's name at the foot of a page, no sum alone at the head of one.
        ends = row.role == "group" or (following and following.role in ("sum", "total"))
        if ends or (following and len(block.rows) <= _SHORT):
            keep_with_next((row_element,))
        element.append(row_element)
    yield element


def signatures(
    context: WritingContext, block: Signatures, change: TrackedChange | None
) -> Iterator[_Element]:
    """The parties' signatures, two beside each other, as a table without lines.

    Everything but the last row is kept on the page of what follows.

    Raises:
        ValueError: A signature has another mark of change than the node that it is in.
    """
    if not block.signatures:
        return
    width = context.styles.text_width // _SIDE_BY_SIDE
    element = w(
        "tbl",
        w(
            "tblPr",
            w("tblStyle", val=context.styles.ids["Signature Table"]),
            w("tblW", w=width * _SIDE_BY_SIDE, type="dxa"),
            w("tblLayout", type="fixed"),
            w("tblLook", val="0000"),
        ),
        _grid([width] * _SIDE_BY_SIDE),
    )
    for start in range(0, len(block.signatures), _SIDE_BY_SIDE):
        beside = block.signatures[start : start + _SIDE_BY_SIDE]
        element.append(_signature_row(context, beside, width, change))
    keep_with_next((element,))
    yield element


def _signature_row(
    context: WritingContext,
    beside: tuple[Signature, ...],
    width: int,
    change: TrackedChange | None,
) -> _Element:
    """A row of cells ``width`` twips wide, one for each of the signatures beside each other."""
    properties = w("trPr", w("cantSplit"))
    if absent := _SIDE_BY_SIDE - len(beside):
        properties.insert(0, w("gridAfter", val=absent))
        properties.insert(1, w("wAfter", w=absent * width, type="dxa"))
    row = w("tr", properties)
    most = max(len(signature.details) for signature in beside)
    for signature in beside:
        missing = most - len(signature.details)
        cell = w("tc", w("tcPr", w("tcW", w=width, type="dxa")))
        cell.extend(_signature(context, signature, missing, change))
        row.append(cell)
    return row


def _signature(
    context: WritingContext, signature: Signature, missing: int, change: TrackedChange | None
) -> Iterator[_Element]:
    """One party's cell, with ``missing`` fewer details than the cell beside it."""
    change = inherited(change, signature.change)
    yield paragraph(context, "Signature heading", signature.heading, change=change)
    for detail in signature.details:
        yield paragraph(context, "Signature detail", detail, change=change)
    for index, line in enumerate(signature.lines):
        mark_of_line = inherited(change, line.change)
        # The style draws the line below this paragraph; without a value it is there to write on.
        on_line = (Run(line.value),) if line.value else ()
        on_line_element = paragraph(context, "Signature line", on_line, change=mark_of_line)
        if index == 0 and missing:
            # The parties' lines are level, though one has more details above them.
            gap = context.styles.signature_gap + missing * context.styles.detail_height
            on_line_element[0].insert(1, w("spacing", before=gap))
        yield on_line_element
        yield paragraph(context, "Signature label", (Run(line.label),), change=mark_of_line)


def _table_properties(
    context: WritingContext, block: Table, widths: list[int], indent: int
) -> _Element:
    return w(
        "tblPr",
        w("tblStyle", val=context.styles.ids["Agreement Table"]),
        w("tblW", w=sum(widths), type="dxa"),
        *((w("tblInd", w=indent, type="dxa"),) if indent else ()),
        w("tblLayout", type="fixed"),
        w("tblLook", val="06A0", **_STYLED_PARTS),
        *((w("tblCaption", val=text_of(block.caption)),) if block.caption else ()),
        w("tblDescription", val=", ".join(text_of(c.title) for c in block.columns)),
    )


def _header_row(
    context: WritingContext,
    columns: tuple[Column, ...],
    widths: list[int],
    change: TrackedChange | None,
) -> _Element:
    """The row of the columns' titles, which Word repeats on each page."""
    properties = w("trPr", w("cantSplit"), w("tblHeader"), *_row_mark(context, change))
    cells = (
        _cell(context, _strong(column.title), column, width, change)
        for column, width in zip(columns, widths, strict=True)
    )
    return w("tr", properties, *cells)


def _table_row(
    context: WritingContext,
    row: Row,
    columns: tuple[Column, ...],
    widths: list[int],
    change: TrackedChange | None,
) -> _Element:
    change = inherited(change, row.change)
    expected = 1 if row.role == "group" else len(columns)
    if len(row.cells) != expected:
        raise ValueError(f"a {row.role} row has {len(row.cells)} cells where {expected} are due")
    properties = w("trPr", w("cantSplit"), *_row_mark(context, change))
    role = "own" if row.own and row.role == "body" else row.role
    row_format = context.styles.row_formats.get(role, RowFormat())
    is_strong = role != "body"
    if row.role == "group":
        span = len(columns)
        cell = _cell(context, _strong(row.cells[0]), columns[0], sum(widths), change, span=span)
        _dress(cell, row_format, is_first=True)
        return w("tr", properties, cell)
    element = w("tr", properties)
    for index, (runs, column, width) in enumerate(zip(row.cells, columns, widths, strict=True)):
        shown = _strong(runs) if is_strong else runs
        cell = _cell(context, shown, column, width, change)
        _dress(cell, row_format, is_first=index == 0)
        element.append(cell)
    return element


def _dress(cell: _Element, row_format: RowFormat, *, is_first: bool) -> None:
    """Give a cell the style of its row; a border at the row's left is only the first cell's."""
    properties = cell[0]
    for part in map(deepcopy, row_format.cells):
        if not is_first:
            for border in part.findall(tag("left")):
                part.remove(border)
        if len(part) or part.tag != tag("tcBorders"):
            properties.append(part)
    if row_format.color is not None:
        for run in cell.iter(tag("r")):
            run_properties = run.find(tag("rPr"))
            if run_properties is None:
                run_properties = w("rPr")
                run.insert(0, run_properties)
            run_properties.append(deepcopy(row_format.color))


def _row_mark(context: WritingContext, change: TrackedChange | None) -> tuple[_Element, ...]:
    return () if change is None else (mark(context, change),)


def _cell(
    context: WritingContext,
    runs: Runs,
    column: Column,
    width: int,
    change: TrackedChange | None,
    *,
    span: int = 1,
) -> _Element:
    """A cell ``width`` twips wide over ``span`` columns, aligned as ``column`` is."""
    properties = w("tcPr", w("tcW", w=width, type="dxa"))
    if span > 1:
        properties.append(w("gridSpan", val=span))
    text = paragraph(context, _STYLES[column.align], runs, change=change)
    if column.align == "center":
        text[0].insert(1, w("jc", val="center"))
    return w("tc", properties, text)


def _strong(runs: Runs) -> Runs:
    return tuple(replace(run, strong=True) for run in runs)


def _grid(widths: list[int]) -> _Element:
    return w("tblGrid", *(w("gridCol", w=width) for width in widths))


def _widths(block: Table, available: int) -> list[int]:
    """Column widths in twips that fill ``available``, by the columns' shares if they have any.

    Without shares, figures take their need, and words the rest.

    Raises:
        ValueError: The table has no column.
    """
    if not block.columns:
        raise ValueError(f"the table {block.kind!r} has no columns")
    shares = [column.width for column in block.columns if column.width is not None]
    if len(shares) == len(block.columns):
        given = [available * share // sum(shares) for share in shares]
        given[0] += available - sum(given)
        return given
    rows = [row.cells for row in block.rows if len(row.cells) == len(block.columns)]
    needs = []
    for index, column in enumerate(block.columns):
        texts = [text_of(row[index]) for row in rows]
        longest = max(map(len, texts), default=0)
        title = text_of(column.title)
        if column.align == "end":
            # A figure may not break; a heading may, between words and over two lines.
            longest = max(longest, len(title) * 2 // 3 + 2, *map(len, title.split(" ")))
        else:
            longest = max(longest, len(title))
        needs.append(min(longest, 60) * _LETTER + _CELL_MARGINS)
    spare = available - sum(needs)
    words = [i for i, column in enumerate(block.columns) if column.align == "start"]
    flexible = words if words and spare > 0 else range(len(needs))
    base = sum(needs[i] for i in flexible)
    widths = list(needs)
    for i in flexible:
        widths[i] += spare * needs[i] // base
    widths[words[-1] if words else -1] += available - sum(widths)
    return widths
