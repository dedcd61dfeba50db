"""Whether all of a Markdown text is in the tokens that it was read as, and where they are in it.

The text of an agreement is signed as it is shown. So each character of the source but white space
has to be accounted for: as text that is shown, or as the markup of something that is. What a
parser drops in silence (a link definition, a closing ``##``, what is nested too deeply) is found
by that, whatever it is.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from agreement_gen.document import markdown_directive, markdown_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from markdown_it.token import Token


class Alignment:
    """A text laid beside its tokens.

    Attributes:
        lost: The offset of the first character that no token accounts for; None if there is none.
    """

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self._lines = [0, *(n + 1 for n, character in enumerate(text) if character == "\n")]
        # The text without white space, and the offset of each of its characters.
        self._offsets = [n for n, character in enumerate(text) if not character.isspace()]
        self._folded = "".join(text[n] for n in self._offsets)
        self._text = text
        self._is_table = False
        self._at = 0
        self._ends: int = len(text)
        self._starts: dict[int, int] = {}
        self._alignments = ""
        self.lost: int | None = None
        for token in tokens:
            self._block(token)
        if self._at < len(self._folded):
            self._lose()

    def offset(self, token: Token, within: int = 0) -> int:
        """Where a token is in the text, or a character of its content."""
        start = self._starts[id(token)]
        return self._offset(start + len("".join(token.content[:within].split())))

    def line_of(self, token: Token) -> str:
        """The first line of the text that a block's token was read from."""
        start = self._lines[self._line_number(token)]
        return self._text[start:].split("\n", 1)[0]

    def offset_of_line(self, token: Token) -> int:
        """The offset of the first character of that line that is no white space."""
        start = self._lines[self._line_number(token)]
        return self._offset(bisect_right(self._offsets, start - 1))

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset, both from 0."""
        line = bisect_right(self._lines, offset) - 1
        return line, offset - self._lines[line]

    def _offset(self, index: int) -> int:
        return self._offsets[index] if index < len(self._offsets) else self._ends

    def _block(self, token: Token) -> None:
        if self.lost is not None and token.map is not None and token.nesting >= 0:
            # What is after a character that is lost is found again by its line.
            line = self._line_number(token)
            self._at = max(self._at, bisect_right(self._offsets, self._lines[line] - 1))
        self._starts[id(token)] = self._at
        self._part_of_table(token)
        for part in _block_source(token):
            self._take(part)
        address = ""
        for child in token.children or ():
            self._starts[id(child)] = self._at
            match child.type:
                case "link_open":
                    address = str(child.attrGet("href") or "")
                    self._take("[")
                case "link_close":
                    self._take(f"]({address})")
                case _:
                    self._take(_inline_source(child))

    def _line_number(self, token: Token) -> int:
        line = 0 if token.map is None else token.map[0]
        return min(line, len(self._lines) - 1)

    def _part_of_table(self, token: Token) -> None:
        """Account for the pipes around a table's cells, and for the row of hyphens."""
        match token.type:
            case "table_open":
                self._is_table = True
                hyphens = self._lines[self._line_number(token) + 1]
                self._alignments = self._text[hyphens:].split("\n", 1)[0]
            case "tr_open" | "th_close" | "td_close" if self._folded.startswith("|", self._at):
                self._at += 1
            case "thead_close":
                self._take(self._alignments, is_written=True)
            case "table_close":
                self._is_table = False

    def _take(self, source: str, *, is_written: bool = False) -> None:
        folded = "".join(source.split())
        if self._is_table and not is_written:
            folded = markdown_table.escaped(folded)
        if self._folded.startswith(folded, self._at):
            self._at += len(folded)
        else:
            self._lose()

    def _lose(self) -> None:
        if self.lost is None:
            self.lost = self._offset(self._at)


def _block_source(token: Token) -> Iterator[str]:
    """What a token of a block accounts for, without the tokens inside it."""
    match token.type:
        case "list_item_open":
            yield f"{token.info}{token.markup}"
        case "heading_open":
            yield token.markup
        case markdown_directive.TOKEN:
            yield from (token.markup, token.info, token.content, token.meta["closing"])
        case "code_block" | "html_block":
            yield token.content
        case "fence":
            yield from (token.markup, token.info, token.content, token.markup)


def _inline_source(token: Token) -> str:
    """What a token inside a paragraph or heading accounts for; nothing, if it is not known."""
    match token.type:
        case "text" | "html_inline":
            return token.content
        case "text_special" | "em_open" | "em_close" | "strong_open" | "strong_close":
            return token.markup
        case "s_open" | "s_close":
            return token.markup
        case "code_inline":
            return f"{token.markup}{token.content}{token.markup}"
        case "hardbreak":
            return "\\"
        case "image":
            title = token.attrGet("title")
            after = "" if title is None else f'"{title}"'
            return f"![{token.content}]({token.attrGet('src')}{after})"
        case _:
            return ""


def shown(tokens: Sequence[Token], number: Callable[[str], str]) -> Iterator[str]:
    """The text that is to be shown of tokens, in order.

    ``number`` gives what is written after a link, by its address.
    """
    address = ""
    for token in tokens:
        for child in token.children or ():
            match child.type:
                case "text" | "text_special":
                    yield child.content
                case "link_open":
                    address = str(child.attrGet("href") or "")
                case "link_close":
                    yield number(address)
