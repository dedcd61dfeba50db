"""Markdown to blocks of the document tree: a stated subset, and an error for all else.

Local texts may hold paragraphs, bullet lists, lists numbered from 1, emphasis and strong
emphasis. Clauses may also hold headings, links to other clauses and directives. What is not
understood is never passed on as text, because nobody would see it before it was signed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from mdit_py_plugins.colon_fence import colon_fence_plugin

from agreement_gen.document.tree import (
    Heading,
    ItemList,
    ListItem,
    Paragraph,
    Run,
    Runs,
)
from agreement_gen.problems import Location, Problem
from agreement_gen.swedish import NO_BREAK_SPACE, tie

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it.token import Token

    from agreement_gen.document.tree import Block

MAX_LIST_DEPTH = 3

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(colon_fence_plugin)

_REFUSED = {
    "heading_open": "a heading",
    "code_block": "a text indented by four spaces",
    "fence": "a block of code",
    "colon_fence": "a directive",
    "html_block": "HTML",
    "html_inline": "HTML",
    "blockquote_open": "a quotation (`>`)",
    "hr": "a rule",
    "table_open": "a table",
    "image": "a picture",
    "code_inline": "code (a pair of backticks)",
    "s_open": "struck-out text (`~~`)",
    "link_open": "a link",
    "hardbreak": "a forced line break (`\\` at the end of a line)",
}
_HINT = (
    "use paragraphs, `- ` or `1. ` lists, *emphasis*, **strong**; "
    "put `\\` before a sign that is meant as it stands"
)


@dataclass(frozen=True, slots=True)
class Clauses:
    """What a clause's text may use beyond a local text: links by id and directives by name."""

    link_text: Callable[[str], str | None]
    directive: Callable[[str], Block | None]


@dataclass(frozen=True, slots=True)
class Parsed:
    """The blocks of a text, and what was wrong with it."""

    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...]


def parse(text: str, locate: Callable[[int], Location], clauses: Clauses | None = None) -> Parsed:
    """Read a text as Markdown; ``locate`` tells where its line (from 0) stands in a file.

    With ``clauses`` the text is a clause's, otherwise it is a local text.
    """
    # Spaces at the end of a line are not seen, so they mean nothing (to Markdown, two are a break).
    text = re.sub(r"[ \t]+$", "", unicodedata.normalize("NFC", text), flags=re.MULTILINE)
    reader = _Reader(locate, clauses)
    reader.check_characters(text)
    blocks = reader.blocks(_PARSER.parse(text), depth=0)
    return Parsed(blocks, tuple(reader.problems))


def plain(text: str) -> Runs:
    """A text that is no Markdown as runs, with its no-break spaces set."""
    return (Run(tie(unicodedata.normalize("NFC", text))),)


class _Reader:
    def __init__(self, locate: Callable[[int], Location], clauses: Clauses | None) -> None:
        self.locate = locate
        self.clauses = clauses
        self.problems: list[Problem] = []

    def refuse(self, line: int, what: str, hint: str = _HINT) -> None:
        message = f"{what} may not stand in this text"
        self.problems.append(Problem(self.locate(line), "markup", message, hint))

    def check_characters(self, text: str) -> None:
        # A character that is not seen, or that turns the reading order, changes what is signed.
        for number, line in enumerate(text.splitlines()):
            for sign in line:
                if unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cs", "Cn"} and sign != "\t":
                    name = unicodedata.name(sign, "a control character").lower()
                    sign_name = f"the invisible sign U+{ord(sign):04X} ({name})"
                    self.refuse(number, sign_name, "delete it")

    def blocks(self, tokens: Sequence[Token], depth: int) -> tuple[Block, ...]:
        found: list[Block] = []
        position = 0
        while position < len(tokens):
            token = tokens[position]
            end = _closing(tokens, position)
            inner = tokens[position + 1 : end]
            line = token.map[0] if token.map else 0
            match token.type:
                case "paragraph_open":
                    found.append(Paragraph(self.runs(inner[0], line)))
                case "bullet_list_open" | "ordered_list_open":
                    found.append(self.item_list(token, inner, depth, line))
                case "heading_open" if self.clauses is not None:
                    level = int(token.tag[1:])
                    if level > 3:
                        self.refuse(line, "a heading of the fourth level or below", "use ## or ###")
                    found.append(Heading(self.runs(inner[0], line), min(level, 3)))
                case "colon_fence" if self.clauses is not None:
                    name = token.info.strip()
                    block = self.clauses.directive(name)
                    if token.content.strip():
                        self.refuse(
                            line + 1, "text inside a directive", "close it with `:::` first"
                        )
                    if block is None:
                        self.refuse(line, f"the directive `{name}`, which is not known,", "")
                    else:
                        found.append(block)
                case other:
                    self.refuse(line, _REFUSED.get(other, f"`{other}`"))
            position = end + 1
        return tuple(found)

    def item_list(self, token: Token, inner: Sequence[Token], depth: int, line: int) -> ItemList:
        if depth >= MAX_LIST_DEPTH:
            self.refuse(line, f"a list below {MAX_LIST_DEPTH} others", "write fewer levels")
        start = token.attrGet("start")
        if start not in {None, 1}:
            self.refuse(line, f"a list that starts at {start}", "lists are numbered from 1")
        items = []
        position = 0
        while position < len(inner):
            end = _closing(inner, position)
            blocks = self.blocks(inner[position + 1 : end], depth + 1)
            if not blocks or not isinstance(blocks[0], Paragraph):
                place = inner[position].map
                self.refuse(place[0] if place else line, "a list item without text", "write it out")
                blocks = (Paragraph(()), *blocks)
            items.append(ListItem(blocks))
            position = end + 1
        return ItemList(tuple(items), ordered=token.type == "ordered_list_open")

    def runs(self, inline: Token, line: int) -> Runs:
        runs: list[Run] = []
        strong = emphasis = 0
        target: str | None = None
        for token in inline.children or []:
            match token.type:
                case "text" | "text_special":
                    if token.content:
                        runs.append(Run(token.content, strong > 0, emphasis > 0, target))
                case "softbreak":
                    line += 1
                    runs.append(Run(" ", strong > 0, emphasis > 0, target))
                case "strong_open":
                    strong += 1
                case "strong_close":
                    strong -= 1
                case "em_open":
                    emphasis += 1
                case "em_close":
                    emphasis -= 1
                case "link_open" if self.clauses is not None:
                    target = self.target(str(token.attrGet("href") or ""), line)
                case "link_close":
                    if target is not None and self.clauses is not None:
                        number = self.clauses.link_text(target)
                        runs.append(Run(f"{NO_BREAK_SPACE}{number}", False, False, target))
                    target = None
                case other if token.nesting >= 0:  # what opens was told of; its end says no more
                    self.refuse(line, _REFUSED.get(other, f"`{other}`"))
        return _tied(runs)

    def target(self, href: str, line: int) -> str | None:
        target = href.removeprefix("#")
        if not href.startswith("#"):
            self.refuse(line, f"a link to `{href}`", "link to a clause: [avsnitt](#its-id)")
            return None
        if self.clauses is None or self.clauses.link_text(target) is None:
            self.refuse(line, f"a link to the clause `{target}`, which does not exist,", "")
            return None
        return target


def _closing(tokens: Sequence[Token], position: int) -> int:
    """The index of the token that closes the one at ``position`` (itself if it opens nothing)."""
    depth = 0
    for index in range(position, len(tokens)):
        depth += tokens[index].nesting
        if depth == 0:
            return index
    raise AssertionError("the Markdown parser left a block open")


def _tied(runs: Sequence[Run]) -> Runs:
    """Runs of one look joined, with no-break spaces set across the seams too."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last is not None and (last.strong, last.emphasis, last.target) == (
            run.strong,
            run.emphasis,
            run.target,
        ):
            joined[-1] = Run(last.text + run.text, run.strong, run.emphasis, run.target)
        else:
            joined.append(run)
    whole = tie("".join(run.text for run in joined))
    tied = []
    start = 0
    for run in joined:
        end = start + len(run.text)
        tied.append(Run(whole[start:end], run.strong, run.emphasis, run.target))
        start = end
    return tuple(tied)
