"""Tables on a terminal: columns as wide as their widest cell, two spaces between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from agreement_gen import swedish
from agreement_gen.cli.output import shown
from agreement_gen.messages import Text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

Cell: TypeAlias = "str | Text | int | dt.date | None"
"""A cell's value; None is shown as a dash, an empty text as nothing, a number in groups."""

_NONE = "–"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading (empty: none) and how its cells are aligned."""

    heading: str | Text = ""
    align: Literal["left", "right"] = "left"


def table_lines(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The lines of a table, without spaces at their ends.

    A first line holds the headings, unless all of them are empty.

    Args:
        columns: One for each cell of a row.
        rows: The cells of each row.

    Raises:
        ValueError: a row has more or fewer cells than there are columns.
    """
    headings = [shown(column.heading) for column in columns]
    lines = [headings] if any(headings) else []
    lines += [[_shown(cell) for cell in row] for row in rows]
    widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
    for row in lines:
        cells = zip(row, columns, widths, strict=True)
        yield "  ".join(_aligned(*cell) for cell in cells).rstrip()


def _shown(cell: Cell) -> str:
    if isinstance(cell, str | Text):
        return shown(cell)
    if isinstance(cell, int):
        return swedish.number(cell)
    return _NONE if cell is None else str(cell)


def _aligned(text: str, column: Column, width: int) -> str:
    return text.rjust(width) if column.align == "right" else text.ljust(width)
