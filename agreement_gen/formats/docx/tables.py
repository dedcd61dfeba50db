"""Tables and signature blocks of a Word file."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from agreement_gen.document.tree import Run, text_of
from agreement_gen.formats.docx.runs import inherited, mark, paragraph
from agreement_gen.formats.docx.xml import keep_with_next, w

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
    from agreement_gen.formats.docx.runs import Sheet

_STYLES: Final = {"start": "Table text", "end": "Table figure"}
# Twips for a letter of table text (10 pt), and for what stands empty on both sides of a cell.
_LETTER: Final = 118
_CELL_MARGINS: Final = 260
_SIDE_BY_SIDE: Final = 2
# A table of so few rows is not split over pages.
_SHORT: Final = 6


def table(
    sheet: Sheet, block: Table, change: TrackedChange | None, indent: int = 0
) -> Iterator[_Element]:
    """The caption's paragraph and the table, ``indent`` twips in.

    Raises:
        ValueError: A row has more or fewer cells than the table has columns, so that a cell
            would be lost; a group row has not just one.
    """
    change = inherited(change, block.change)
    yield paragraph(sheet, "caption", block.caption, change=change, indent=indent)
    widths = _widths(block, sheet.look.text_width - indent)
    title = text_of(block.caption)
    properties = w(
        "tblPr",
        w("tblStyle", val=sheet.look.styles["Agreement Table"]),
        w("tblW", w=sum(widths), type="dxa"),
        *((w("tblInd", w=indent, type="dxa"),) if indent else ()),
        w("tblLayout", type="fixed"),
        w("tblLook", val="06A0", **_LOOK),
        w("tblCaption", val=title),
        w("tblDescription", val=", ".join(text_of(c.title) for c in block.columns)),
    )
    header = _row(sheet, change, header=True)
    for column, width in zip(block.columns, widths, strict=True):
        header.append(_cell(sheet, _strong(column.title), column, width, change))
    keep_with_next((header,))
    element = w("tbl", properties, _grid(widths), header)
    for row, following in zip(block.rows, (*block.rows[1:], None), strict=True):
        row_element = _table_row(sheet, row, block.columns, widths, change)
        # No group's name at the foot of a page, no sum alone at the head of one.
        ends = row.role == "group" or (following and following.role in ("sum", "total"))
        if ends or (following and len(block.rows) <= _SHORT):
            keep_with_next((row_element,))
        element.append(row_element)
    yield element


def signatures(sheet: Sheet, block: Signatures, change: TrackedChange | None) -> Iterator[_Element]:
    """The parties' signatures, two beside each other, as a table without lines.

    Everything but the last row is kept on the page of what follows.
    """
    if not block.signatures:
        return
    width = sheet.look.text_width // _SIDE_BY_SIDE
    element = w(
        "tbl",
        w(
            "tblPr",
            w("tblStyle", val=sheet.look.styles["Signature Table"]),
            w("tblW", w=width * _SIDE_BY_SIDE, type="dxa"),
            w("tblLayout", type="fixed"),
            w("tblLook", val="0000"),
        ),
        _grid([width] * _SIDE_BY_SIDE),
    )
    for start in range(0, len(block.signatures), _SIDE_BY_SIDE):
        beside = block.signatures[start : start + _SIDE_BY_SIDE]
        row_properties = w("trPr", w("cantSplit"))
        if absent := _SIDE_BY_SIDE - len(beside):
            row_properties.insert(0, w("gridAfter", val=absent))
            row_properties.insert(1, w("wAfter", w=absent * width, type="dxa"))
        row = w("tr", row_properties)
        most = max(len(signature.details) for signature in beside)
        for signature in beside:
            missing = most - len(signature.details)
            cell = w("tc", w("tcPr", w("tcW", w=width, type="dxa")))
            cell.extend(_signature(sheet, signature, missing, change))
            row.append(cell)
        element.append(row)
    keep_with_next((element,))
    yield element


def _signature(
    sheet: Sheet, signature: Signature, missing: int, change: TrackedChange | None
) -> Iterator[_Element]:
    """One party's cell, with ``missing`` fewer details than the cell beside it."""
    change = inherited(change, signature.change)
    yield paragraph(sheet, "Signature heading", signature.heading, change=change)
    for detail in signature.details:
        yield paragraph(sheet, "Signature detail", detail, change=change)
    for place, line in enumerate(signature.lines):
        mark_of_line = inherited(change, line.change)
        # The style draws the line below this paragraph; without a value it is there to write on.
        on_line = (Run(line.value),) if line.value else ()
        on_line_element = paragraph(sheet, "Signature line", on_line, change=mark_of_line)
        if place == 0 and missing:
            # The parties' lines stand level, though one has more to say above them.
            gap = sheet.look.signature_gap + missing * sheet.look.detail_height
            on_line_element[0].insert(1, w("spacing", before=gap))
        yield on_line_element
        yield paragraph(sheet, "Signature label", (Run(line.label),), change=mark_of_line)


_LOOK: Final = {
    "firstRow": 1,
    "lastRow": 0,
    "firstColumn": 1,
    "lastColumn": 0,
    "noHBand": 1,
    "noVBand": 1,
}


def _table_row(
    sheet: Sheet,
    row: Row,
    columns: tuple[Column, ...],
    widths: list[int],
    change: TrackedChange | None,
) -> _Element:
    change = inherited(change, row.change)
    wanted = 1 if row.role == "group" else len(columns)
    if len(row.cells) != wanted:
        raise ValueError(f"a {row.role} row has {len(row.cells)} cells where {wanted} are due")
    element = _row(sheet, change)
    role = "own" if row.own and row.role == "body" else row.role
    looks = sheet.look.row_formats.get(role, ())
    strong = role != "body"
    if row.role == "group":
        runs = _strong(row.cells[0])
        element.append(
            _cell(sheet, runs, columns[0], sum(widths), change, looks, span=len(columns))
        )
        return element
    for cell, column, width in zip(row.cells, columns, widths, strict=True):
        runs = _strong(cell) if strong else cell
        element.append(_cell(sheet, runs, column, width, change, looks))
    return element


def _row(sheet: Sheet, change: TrackedChange | None, *, header: bool = False) -> _Element:
    properties = w("trPr", w("cantSplit"))
    if header:
        properties.append(w("tblHeader"))
    if change is not None:
        properties.append(mark(sheet, change))
    return w("tr", properties)


def _cell(
    sheet: Sheet,
    runs: Runs,
    column: Column,
    width: int,
    change: TrackedChange | None,
    looks: Iterable[_Element] = (),
    *,
    span: int = 1,
) -> _Element:
    properties = w("tcPr", w("tcW", w=width, type="dxa"))
    if span > 1:
        properties.append(w("gridSpan", val=span))
    properties.extend(deepcopy(look) for look in looks)
    return w("tc", properties, paragraph(sheet, _STYLES[column.align], runs, change=change))


def _strong(runs: Runs) -> Runs:
    return tuple(replace(run, strong=True) for run in runs)


def _grid(widths: list[int]) -> _Element:
    return w("tblGrid", *(w("gridCol", w=width) for width in widths))


def _widths(block: Table, room: int) -> list[int]:
    """Column widths in twips that fill ``room``: figures take what they need, words the rest.

    Raises:
        ValueError: The table has no column.
    """
    if not block.columns:
        raise ValueError(f"the table {block.kind!r} has no columns")
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
    spare = room - sum(needs)
    words = [i for i, column in enumerate(block.columns) if column.align == "start"]
    flexible = words if words and spare > 0 else range(len(needs))
    base = sum(needs[i] for i in flexible)
    widths = list(needs)
    for i in flexible:
        widths[i] += spare * needs[i] // base
    widths[words[-1] if words else -1] += room - sum(widths)
    return widths
