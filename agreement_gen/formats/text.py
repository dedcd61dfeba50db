"""Writes a document as plain text, for reading in a terminal, in an e-mail or in a diff.

A mark of change is written ``[-deleted-]`` and ``{+inserted+}``, whole on each line.
"""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, assert_never

from agreement_gen.document.tree import (
    Heading,
    ItemList,
    LocalText,
    Paragraph,
    Picture,
    Signatures,
    Table,
    TrackedChange,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agreement_gen.document.tree import Block, Document, Row, Runs, Signature

_MARKS = {TrackedChange.INSERTED: ("{+", "+}"), TrackedChange.DELETED: ("[-", "-]")}
_GAP = 2
_PLACE = {"start": str.ljust, "center": str.center, "end": str.rjust}
_UNDERLINES = {1: "=", 2: "-", 3: "~", 4: "."}


def write_text(document: Document, width: int = 78) -> str:
    """The document's body as text whose lines are at most ``width`` characters where words allow.

    It begins with what a page's header says, without the page's number; the mark of a draft is the
    first line.
    """
    header = document.header_footer
    above = (header.header_start, header.header_end, *(line.text for line in header.case_numbers))
    parts = [[] if header.draft is None else [header.draft]]
    parts.append([line for text in above if text for line in _fill(text, width)])
    parts.append(_heading(_text(document.title, None), 1, width))
    parts.append(_fill(_text(document.subtitle, None), width))
    parts += _blocks(document.front, width, None)
    for clause in document.clauses:
        title = _marked(f"{clause.mark} {_text(clause.title, None)}", clause.change)
        parts.append(_heading(title, 2, width))
        parts += _blocks(clause.blocks, width, clause.change)
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _marked(text: str, change: TrackedChange | None) -> str:
    if change is None or not text:
        return text
    before, after = _MARKS[change]
    return f"{before}{text}{after}"


def _text(runs: Runs, change: TrackedChange | None) -> str:
    """The text of some runs; a mark around them all replaces the marks inside."""
    if change is not None:
        return _marked("".join(run.text for run in runs), change)
    return "".join(_marked(run.text, run.change) for run in runs)


def _fill(text: str, width: int) -> list[str]:
    """Text in lines; words and what no-break spaces join stay whole."""
    return wrap(text, max(width, 1), break_long_words=False, break_on_hyphens=False)


def _heading(text: str, level: int, width: int) -> list[str]:
    filled = _fill(text, width)
    return [*filled, _UNDERLINES[level] * max(map(len, filled), default=0)]


def _indented(lines: Iterable[str], first: str, rest: str) -> list[str]:
    return [
        f"{first if index == 0 else rest}{line}".rstrip(" ") for index, line in enumerate(lines)
    ]


def _blocks(
    blocks: Iterable[Block], width: int, within: TrackedChange | None
) -> Iterator[list[str]]:
    """The lines of each block; ``within`` is the mark of a node around them."""
    for block in blocks:
        match block:
            case Paragraph():
                text = _text(block.runs, block.change or within)
                yield [*_fill(text, width), *(["_" * width] if block.role == "fill_in" else [])]
            case Heading():
                yield _heading(_text(block.runs, block.change or within), block.level + 1, width)
            case ItemList():
                yield _list(block, width, within)
            case LocalText():
                change = block.change or within
                inner = _joined(_blocks(block.blocks, width - 2, change))
                label = _fill(_text(block.label, change), width)
                yield [*label, *_indented(inner, "  ", "  ")]
            case Table():
                yield _table(block, width, within)
            case Picture():
                # Nothing stands for a picture that only decorates.
                if block.alternative:
                    shown = f"[{block.alternative}]"
                    yield _fill(_marked(shown, block.change or within), width)
            case Signatures():
                change = within
                yield _joined(_signature(one, width, change) for one in block.signatures)
            case _:
                assert_never(block)


def _joined(parts: Iterable[list[str]]) -> list[str]:
    """Parts under one another with an empty line between two."""
    lines: list[str] = []
    for part in parts:
        lines += [*([""] if lines else []), *part]
    return lines


def _list(block: ItemList, width: int, within: TrackedChange | None) -> list[str]:
    lines: list[str] = []
    for number, item in enumerate(block.items, start=1):
        mark = f"{number}. " if block.ordered else "• "
        inner = _joined(_blocks(item.blocks, width - len(mark), item.change or within))
        lines += _indented(inner or [""], mark, " " * len(mark))
    return lines


def _table(table: Table, width: int, within: TrackedChange | None) -> list[str]:
    """Columns side by side; one that would not fit is filled to what the others leave.

    The own municipality's row is marked with ``>``.
    """
    change = table.change or within
    heads = [_text(column.title, change) for column in table.columns]
    rows = [(row, _cells(row, change)) for row in table.rows]
    full = [heads, *(cells for row, cells in rows if row.role != "group")]
    widths = _widths([max(map(len, column)) for column in zip(*full, strict=True)], width - 2)
    aligns = [column.align for column in table.columns]
    rule = "  " + "-" * (sum(widths) + _GAP * (len(widths) - 1))

    def line(cells: list[str], lead: str) -> list[str]:
        filled = [_fill(cell, size) or [""] for cell, size in zip(cells, widths, strict=True)]
        height = max(map(len, filled))
        padded = [cell + [""] * (height - len(cell)) for cell in filled]
        joined = (
            (" " * _GAP).join(
                _PLACE[align](part, size)
                for part, size, align in zip(parts, widths, aligns, strict=True)
            )
            for parts in zip(*padded, strict=True)
        )
        return _indented(joined, lead, "  ")

    lines = [*_fill(_text(table.caption, change), width), *line(heads, "  "), rule]
    for row, cells in rows:
        if row.role == "group":
            (only,) = cells
            lines += _indented(_fill(only, width - 2), "  ", "  ")
            continue
        if row.role == "total":
            lines.append(rule)
        lines += line(cells, "> " if row.own else "  ")
    return lines


def _cells(row: Row, within: TrackedChange | None) -> list[str]:
    return [_text(cell, row.change or within) for cell in row.cells]


def _widths(natural: list[int], width: int) -> list[int]:
    """Column widths of at most ``width`` in all: the widest columns give way, to no less than 8."""
    widths = list(natural)
    while sum(widths) + _GAP * (len(widths) - 1) > width and max(widths) > 8:
        widths[widths.index(max(widths))] -= 1
    return widths


def _signature(signature: Signature, width: int, within: TrackedChange | None) -> list[str]:
    change = signature.change or within
    lines = _fill(_text(signature.heading, change), width)
    for detail in signature.details:
        lines += _fill(_text(detail, change), width)
    for line in signature.lines:
        mark = line.change or change
        value = _fill(_marked(line.value, mark), width) if line.value is not None else []
        lines += ["", *value, "_" * min(width, 40), *_fill(_marked(line.label, mark), width)]
    return lines
