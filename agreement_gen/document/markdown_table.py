"""The syntax of a table in Markdown: rows of cells between pipes, as GitHub's Markdown has it.

The second row says how each column is aligned. A pipe in a cell is written with a backslash before
it. A row that has more or fewer cells than the first one is not completed or cut here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

    from agreement_gen.document.tree import Align

KIND = "text-table"
"""What the tables that are written in a text are called in the tree and in style sheets."""

_PIPE = re.compile(r"(?<!\\)\|")
_STYLES: dict[str | int | float | None, Align] = {
    "text-align:right": "end",
    "text-align:center": "center",
}


def alignment_of(cell: Token) -> Align:
    """How the column of a heading cell is aligned."""
    return _STYLES.get(cell.attrGet("style"), "start")


def cell_count(row: str) -> int:
    """How many cells a row has as it is written; the pipes at its ends may be left out."""
    cells = _PIPE.split(row.strip())
    return len(cells) - (cells[0] == "") - (len(cells) > 1 and cells[-1] == "")


def escaped(text: str) -> str:
    """The text of a cell as it is written."""
    return text.replace("|", r"\|")
