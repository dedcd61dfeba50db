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

from agreement_gen.document.messages import OTHER_MARKUP, REFUSED_MARKUP, MarkdownCode
from agreement_gen.document.tree import (
    Heading,
    ItemList,
    ListItem,
    Paragraph,
    Run,
    Runs,
)
from agreement_gen.problems import problem
from agreement_gen.swedish import NO_BREAK_SPACE, tie

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it.token import Token

    from agreement_gen.document.tree import Block
    from agreement_gen.messages import Value
    from agreement_gen.problems import Location, Problem

MAX_LIST_DEPTH = 3
MAX_HEADING_LEVEL = 3

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(colon_fence_plugin)

_UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
"""The categories of Unicode whose characters show nothing: controls, formats, unassigned."""


@dataclass(frozen=True, slots=True)
class Clauses:
    """What a clause's text may use that a local text may not.

    Attributes:
        link_text: The number of a clause by its id, or None if there is no such clause.
        directive: The block of a directive by its name, or None if there is no such directive.
    """

    link_text: Callable[[str], str | None]
    directive: Callable[[str], Block | None]


@dataclass(frozen=True, slots=True)
class Parsed:
    """The blocks of a text, and what was wrong with it."""

    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...]


def parse(text: str, locate: Callable[[int], Location], clauses: Clauses | None = None) -> Parsed:
    """Read a text as Markdown (CommonMark 0.31), as far as agreements allow it.

    Args:
        text: The text.
        locate: Gives the location in a file of one of its lines, which count from 0.
        clauses: What the text may use if it is a clause's; without it, it is a local text.
    """
    # Spaces at the end of a line cannot be seen, so they mean nothing (in CommonMark, two of them
    # are a line break).
    text = re.sub(r"[ \t]+$", "", unicodedata.normalize("NFC", text), flags=re.MULTILINE)
    reader = _Reader(locate, clauses)
    reader.check_characters(text)
    blocks = reader.blocks(_PARSER.parse(text), depth=0)
    return Parsed(blocks, tuple(reader.problems))


def plain(text: str) -> Runs:
    """A text that is not Markdown as runs, with its no-break spaces set."""
    return (Run(tie(unicodedata.normalize("NFC", text))),)


class _Reader:
    def __init__(self, locate: Callable[[int], Location], clauses: Clauses | None) -> None:
        self.locate = locate
        self.clauses = clauses
        self.problems: list[Problem] = []

    def report(self, line: int, code: MarkdownCode, **values: Value) -> None:
        self.problems.append(problem(self.locate(line), code, **values))

    def refuse(self, line: int, token: str) -> None:
        """Report markup that the text may not have, by the type of its token."""
        known = REFUSED_MARKUP.get(token)
        markup = OTHER_MARKUP(token=token) if known is None else known()
        self.report(line, MarkdownCode.MARKUP, markup=markup)

    def check_characters(self, text: str) -> None:
        for number, line in enumerate(text.splitlines()):
            for character in line:
                if unicodedata.category(character) in _UNSEEN_CATEGORIES and character != "\t":
                    self.report(
                        number,
                        MarkdownCode.INVISIBLE_CHARACTER,
                        codepoint=f"{ord(character):04X}",
                        name=unicodedata.name(character, "a control character").lower(),
                    )

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
                    found.append(self.heading(token, inner, line))
                case "colon_fence" if self.clauses is not None:
                    block = self.directive(token, line, self.clauses)
                    if block is not None:
                        found.append(block)
                case other:
                    self.refuse(line, other)
            position = end + 1
        return tuple(found)

    def heading(self, token: Token, inner: Sequence[Token], line: int) -> Heading:
        level = int(token.tag[1:])
        if level > MAX_HEADING_LEVEL:
            self.report(line, MarkdownCode.HEADING_LEVEL)
        return Heading(self.runs(inner[0], line), min(level, MAX_HEADING_LEVEL))

    def directive(self, token: Token, line: int, clauses: Clauses) -> Block | None:
        name = token.info.strip()
        block = clauses.directive(name)
        if token.content.strip():
            self.report(line + 1, MarkdownCode.DIRECTIVE_CONTENT)
        if block is None:
            self.report(line, MarkdownCode.UNKNOWN_DIRECTIVE, name=name)
        return block

    def item_list(self, token: Token, inner: Sequence[Token], depth: int, line: int) -> ItemList:
        if depth >= MAX_LIST_DEPTH:
            self.report(line, MarkdownCode.LIST_DEPTH, depth=MAX_LIST_DEPTH)
        start = token.attrGet("start")
        if start not in {None, 1}:
            self.report(line, MarkdownCode.LIST_START, number=str(start))
        items = []
        position = 0
        while position < len(inner):
            end = _closing(inner, position)
            blocks = self.blocks(inner[position + 1 : end], depth + 1)
            if not blocks or not isinstance(blocks[0], Paragraph):
                lines = inner[position].map
                self.report(lines[0] if lines else line, MarkdownCode.EMPTY_LIST_ITEM)
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
                case other if token.nesting >= 0:  # what opens is reported, its end says no more
                    self.refuse(line, other)
        return _tied(runs)

    def target(self, href: str, line: int) -> str | None:
        target = href.removeprefix("#")
        if not href.startswith("#"):
            self.report(line, MarkdownCode.EXTERNAL_LINK, address=href)
            return None
        if self.clauses is None or self.clauses.link_text(target) is None:
            self.report(line, MarkdownCode.UNKNOWN_LINK, clause=target)
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
    """Runs of one style joined, with no-break spaces set across their borders too."""
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
