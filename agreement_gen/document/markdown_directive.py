"""The syntax of a directive in Markdown: a line ``::: name``, and a line ``:::`` that closes it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

TOKEN = "directive"  # noqa: S105 - the type of a token of Markdown
"""Its token has the name as ``info``, what is between the lines as ``content``, and the line that
closes it as ``meta["closing"]`` (empty, if the text ends before)."""

_OPENING = re.compile(r"(:{3,})(.*)")
_MOST_INDENT = 3


def use_directives(parser: MarkdownIt) -> None:
    """Let a parser read directives."""
    options: dict[str, list[str]] = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.before("fence", TOKEN, _rule, options)  # type: ignore[arg-type]


def _rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A rule of markdown-it's block parser."""
    opening = _OPENING.fullmatch(_line(state, start_line))
    if opening is None or state.sCount[start_line] - state.blkIndent > _MOST_INDENT:
        return False
    if silent:
        return True
    markup, name = opening.groups()
    line = start_line + 1
    closing = ""
    while line < end_line:
        text = _line(state, line)
        if text and state.sCount[line] < state.blkIndent:
            break  # the list that the directive is in ends here
        if len(text) >= len(markup) and not text.strip(":"):
            closing = text
            break
        line += 1
    token = state.push(TOKEN, "", 0)
    token.markup, token.info = markup, name
    token.content = state.getLines(start_line + 1, line, state.sCount[start_line], True)
    token.meta = {"closing": closing}
    state.line = line + (1 if closing else 0)
    token.map = [start_line, state.line]
    return True


def _line(state: StateBlock, line: int) -> str:
    """A line without what is before and after its text."""
    start = state.bMarks[line] + state.tShift[line]
    return state.src[start : state.eMarks[line]].rstrip(" \t")
