"""Markdown to blocks of the document tree: a stated subset, and an error for all else.

Local texts may hold paragraphs, bullet lists, lists numbered from 1, emphasis and strong
emphasis. Clauses may also hold headings, tables, links to other clauses and directives. What is not
understood is never passed on as text, because nobody would see it before it was signed.

Nothing is lost either: :mod:`agreement_gen.document.markdown_proof` compares what was read with
the text, character by character, and each text that was read with it is reported where they
differ.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.entities import html5
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from agreement_gen.characters import composed, unseen
from agreement_gen.document import markdown_directive, markdown_table
from agreement_gen.document.markdown_proof import Alignment, shown
from agreement_gen.document.messages import (
    LIST_WITH_PARENTHESIS,
    OTHER_MARKUP,
    REFUSED_MARKUP,
    MarkdownCode,
)
from agreement_gen.document.tree import (
    Column,
    Heading,
    ItemList,
    ListItem,
    Paragraph,
    Picture,
    Row,
    Run,
    Runs,
    Table,
    fold,
    text_of,
)
from agreement_gen.problems import problem
from agreement_gen.swedish import NO_BREAK_SPACE, tie

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from markdown_it.token import Token

    from agreement_gen.document.tree import Block
    from agreement_gen.messages import Value
    from agreement_gen.problems import Location, Problem, ProblemCode

MAX_LIST_DEPTH = 3
MAX_HEADING_LEVEL = 3

MAX_CHARACTERS = 100_000
"""Characters of one text; the longest clause of the example has about 2 500."""

MAX_PARAGRAPH = 10_000
"""Characters of one paragraph, which is more than three full pages."""

MAX_WORD = 150
"""Characters without a space between them: more than the longest address that is printed."""

MAX_ITEMS = 200
"""Items of one list, and rows of one table."""

DECORATIVE = "decorative"
"""Written after a picture's name, if it says nothing."""

PICTURE_WIDTHS = range(5, 161)
"""How wide a picture may be, in millimetres; the text of a page is 160 wide."""

MAX_COLUMNS = 12
"""Columns of a table: on a page of A4 each has about a centimetre."""

_PARSER = (
    MarkdownIt("commonmark", {"maxNesting": 20})
    .enable(["table", "strikethrough"])
    # Both make something of what is written that nobody sees in the text.
    .disable(["entity", "reference"])
    # It would join an escaped character, as it is shown, to the text around it.
    .disable("text_join")
    .use(markdown_directive.use_directives)
)

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|([A-Za-z][A-Za-z0-9]{0,31}));")
_DEFINITION = re.compile(r"\[(?:[^\[\]\\]|\\.)+\]:", re.DOTALL)


@dataclass(frozen=True, slots=True)
class RefusedPicture:
    """Why a picture cannot be shown: a problem's code and the values of its sentence."""

    code: ProblemCode
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Clauses:
    """What a clause's text may use that a local text may not.

    Attributes:
        link_text: The number of a clause by its id, or None if there is no such clause.
        directive: The blocks of a directive by its name and its place, or None if there is no
            such directive.
        picture: The picture of a file's name, with its alternative text and its width in
            millimetres, if one is given; a problem's code and values if there is none.
    """

    link_text: Callable[[str], str | None]
    directive: Callable[[str, Location], tuple[Block, ...] | None]
    picture: Callable[[str, str, int | None], Picture | RefusedPicture]


@dataclass(frozen=True, slots=True)
class Parsed:
    """The blocks of a text, and what was wrong with it."""

    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...]


def parse(
    text: str, locate: Callable[[int, int], Location], clauses: Clauses | None = None
) -> Parsed:
    """Read a text as Markdown (CommonMark 0.31), as far as agreements allow it.

    If no problem is reported, each character of the text but white space is in the blocks, in
    order, or is the markup that they were read from.

    Args:
        text: The text.
        locate: Gives the location in a file of one of its lines and columns, which count from 0.
        clauses: What the text may use if it is a clause's; without it, it is a local text.
    """
    # Spaces at the end of a line cannot be seen, so they mean nothing (in CommonMark, two of them
    # are a line break).
    text = "\n".join(line.rstrip(" \t") for line in composed(text).split("\n"))
    if len(text) > MAX_CHARACTERS:
        found = problem(locate(0, 0), MarkdownCode.TOO_LONG, count=len(text), most=MAX_CHARACTERS)
        return Parsed((), (found,))
    try:
        tokens = _PARSER.parse(text)
    except Exception:
        # A fault of the parser's. It has had some that a few characters of text lead to.
        return Parsed((), (problem(locate(0, 0), MarkdownCode.UNREADABLE),))
    reader = _Reader(text, tokens, locate, clauses)
    reader.check_characters()
    blocks = reader.blocks(tokens, depth=0)
    reader.check_nothing_lost(tokens, blocks)
    return Parsed(blocks, tuple(reader.problems))


def plain(text: str) -> Runs:
    """A text that is not Markdown as runs, with its no-break spaces set."""
    return (Run(tie(composed(text))),)


class _Reader:
    def __init__(
        self,
        text: str,
        tokens: Sequence[Token],
        locate: Callable[[int, int], Location],
        clauses: Clauses | None,
    ) -> None:
        self.text = text
        self.alignment = Alignment(text, tokens)
        self.locate = locate
        self.clauses = clauses
        self.problems: list[Problem] = []
        self.placed: list[Block] = []

    def report(self, offset: int, code: ProblemCode, **values: Value) -> None:
        """Report a problem at an offset of the text."""
        location = self.locate(*self.alignment.line_and_column(offset))
        self.problems.append(problem(location, code, **values))

    def refuse(self, token: Token) -> None:
        """Report markup that the text may not have, by the type of its token."""
        known = REFUSED_MARKUP.get(token.type)
        markup = OTHER_MARKUP(token=token.type) if known is None else known()
        self.report(self.alignment.offset(token), MarkdownCode.MARKUP, markup=markup)

    def check_characters(self) -> None:
        """Report what cannot be seen, and words that no line has room for."""
        for found in unseen(self.text):
            codepoint = found.code_point
            self.report(found.index, MarkdownCode.INVISIBLE_CHARACTER, codepoint=codepoint)
        for word in re.finditer(rf"\S{{{MAX_WORD + 1},}}", self.text):
            count = len(word.group())
            self.report(word.start(), MarkdownCode.LONG_WORD, count=count, most=MAX_WORD)

    def check_nothing_lost(self, tokens: Sequence[Token], blocks: Sequence[Block]) -> None:
        """Report text that is not in the tree; what is refused is not there anyway."""
        if self.problems:
            return
        if self.alignment.lost is not None:
            offset = self.alignment.lost
            (line,) = self.text[offset:].splitlines()[:1] or [""]
            self.report(offset, MarkdownCode.TEXT_LOST, text=line[:40])
            return
        expected = fold("".join(shown(tokens, self.number)))
        found = fold("".join(self.texts(blocks)))
        if found != expected:  # pragma: no cover - shows a fault of this module
            self.report(0, MarkdownCode.TEXT_LOST, text=self.text[:40])
        for character in unseen(found):  # pragma: no cover - they would be in the text
            codepoint = character.code_point
            self.report(0, MarkdownCode.INVISIBLE_CHARACTER, codepoint=codepoint)

    def texts(self, blocks: Sequence[Block]) -> Iterator[str]:
        """The texts of some blocks, without those of the blocks that directives placed."""
        for block in blocks:
            if any(block is placed for placed in self.placed):
                continue
            match block:
                case Paragraph() | Heading():
                    yield text_of(block.runs)
                case ItemList():
                    for item in block.items:
                        yield from self.texts(item.blocks)
                case Table():
                    yield from map(text_of, (column.title for column in block.columns))
                    yield from (text_of(cell) for row in block.rows for cell in row.cells)

    def number(self, href: str) -> str:
        """What is written after a link: the number of the clause that it leads to."""
        target = href.removeprefix("#")
        return (self.clauses.link_text(target) if self.clauses is not None else None) or ""

    def blocks(self, tokens: Sequence[Token], depth: int) -> tuple[Block, ...]:
        found: list[Block] = []
        for token, inner in _parts(tokens):
            match token.type:
                case "paragraph_open":
                    match inner[0].children:
                        case [image] if image.type == "image" and self.clauses is not None:
                            found += self.picture(image, self.clauses)
                        case _:
                            found.append(self.paragraph(inner[0]))
                case "bullet_list_open" | "ordered_list_open":
                    found.append(self.item_list(token, inner, depth))
                case "heading_open" if self.clauses is not None and token.markup[0] == "#":
                    found.append(self.heading(token, inner))
                case "heading_open" if self.clauses is not None:
                    self.refuse_underlined(token)
                case "table_open" if self.clauses is not None:
                    found.append(self.table(token, inner))
                case markdown_directive.TOKEN if self.clauses is not None:
                    placed = self.directive(token, self.clauses)
                    found += placed
                    self.placed += placed
                case _:
                    self.refuse(token)
        return tuple(found)

    def paragraph(self, inline: Token) -> Paragraph:
        if _DEFINITION.match(inline.content):
            offset = self.alignment.offset(inline)
            self.report(offset, MarkdownCode.MARKUP, markup=REFUSED_MARKUP["definition"]())
        if len(inline.content) > MAX_PARAGRAPH:
            offset = self.alignment.offset(inline)
            count, most = len(inline.content), MAX_PARAGRAPH
            self.report(offset, MarkdownCode.LONG_PARAGRAPH, count=count, most=most)
        return Paragraph(self.runs(inline))

    def picture(self, token: Token, clauses: Clauses) -> Iterator[Picture]:
        """The picture that a paragraph consists of, if it can be shown."""
        name = str(token.attrGet("src") or "")
        offset = self.alignment.offset(token)
        parts = [part.strip() for part in str(token.attrGet("title") or "").split(",")]
        width: int | None = None
        for part in filter(None, parts):
            if found := re.fullmatch(r"([0-9]{1,3}) ?mm", part):
                width = int(found[1])
            if part != DECORATIVE and (width is None or width not in PICTURE_WIDTHS):
                self.report(offset, MarkdownCode.PICTURE_TITLE, title=part)
                width = None
        alternative = composed("".join(child.content for child in token.children or ()).strip())
        is_decorative = DECORATIVE in parts
        if not alternative and not is_decorative:
            self.report(offset, MarkdownCode.PICTURE_WITHOUT_TEXT, name=name)
        if alternative and is_decorative:
            self.report(offset, MarkdownCode.PICTURE_WITH_BOTH, name=name)
        picture = clauses.picture(name, alternative, width)
        if isinstance(picture, RefusedPicture):
            self.report(offset, picture.code, **picture.values)
        else:
            yield picture

    def heading(self, token: Token, inner: Sequence[Token]) -> Heading:
        level = int(token.tag[1:])
        if level > MAX_HEADING_LEVEL:
            self.report(self.alignment.offset(token), MarkdownCode.HEADING_LEVEL)
        return Heading(self.runs(inner[0]), min(level, MAX_HEADING_LEVEL))

    def refuse_underlined(self, token: Token) -> None:
        markup = REFUSED_MARKUP["underlined_heading"]()
        self.report(self.alignment.offset(token), MarkdownCode.MARKUP, markup=markup)

    def directive(self, token: Token, clauses: Clauses) -> tuple[Block, ...]:
        name = " ".join(token.info.split())
        offset = self.alignment.offset(token)
        blocks = clauses.directive(name, self.locate(*self.alignment.line_and_column(offset)))
        if token.content.strip():
            after = self.text.find("\n", offset) + 1
            self.report(after, MarkdownCode.DIRECTIVE_CONTENT)
        if blocks is None:
            self.report(offset, MarkdownCode.UNKNOWN_DIRECTIVE, name=name)
        return blocks or ()

    def table(self, token: Token, inner: Sequence[Token]) -> Table:
        """A table written with pipes; its first row holds the columns' headings."""
        start = self.alignment.offset_of_line(token)
        head, *bodies = (content for _, content in _parts(inner))
        (heading,) = (content for _, content in _parts(head))
        columns = tuple(
            Column(self.runs(content[0]), markdown_table.alignment_of(cell))
            for cell, content in _parts(heading)
        )
        if len(columns) > MAX_COLUMNS:
            self.report(start, MarkdownCode.WIDE_TABLE, count=len(columns), most=MAX_COLUMNS)
        rows: list[Row] = []
        for row, content in (part for body in bodies for part in _parts(body)):
            offset = self.alignment.offset_of_line(row)
            if len(rows) == MAX_ITEMS:
                self.report(offset, MarkdownCode.LONG_TABLE, most=MAX_ITEMS)
            written = markdown_table.cell_count(self.alignment.line_of(row))
            if written != len(columns):
                counts = {"written": written, "expected": len(columns)}
                self.report(offset, MarkdownCode.TABLE_CELLS, **counts)
            rows.append(Row(tuple(self.runs(cell[0]) for _, cell in _parts(content))))
        if not rows:
            self.report(start, MarkdownCode.EMPTY_TABLE)
        return Table(markdown_table.KIND, (), columns, tuple(rows))

    def item_list(self, token: Token, inner: Sequence[Token], depth: int) -> ItemList:
        start = self.alignment.offset(token)
        ordered = token.type == "ordered_list_open"
        if depth >= MAX_LIST_DEPTH:
            self.report(start, MarkdownCode.LIST_DEPTH, depth=MAX_LIST_DEPTH)
        if ordered and token.markup != ".":
            self.report(start, MarkdownCode.MARKUP, markup=LIST_WITH_PARENTHESIS())
        items = []
        for position, (item, content) in enumerate(_parts(inner), start=1):
            offset = self.alignment.offset(item)
            if position == MAX_ITEMS + 1:
                self.report(offset, MarkdownCode.LONG_LIST, most=MAX_ITEMS)
            if ordered and item.info != str(position):
                self.report_number(offset, item.info, position)
            blocks = self.blocks(content, depth + 1)
            if not blocks or not isinstance(blocks[0], Paragraph):
                self.report(offset, MarkdownCode.EMPTY_LIST_ITEM)
                blocks = (Paragraph(()), *blocks)
            items.append(ListItem(blocks))
        return ItemList(tuple(items), ordered)

    def report_number(self, offset: int, written: str, position: int) -> None:
        """Report the number of a list's item that would be shown with another one."""
        if position == 1:
            self.report(offset, MarkdownCode.LIST_START, number=written)
        else:
            self.report(offset, MarkdownCode.LIST_NUMBER, written=written, shown=position)

    def runs(self, inline: Token) -> Runs:
        runs: list[Run] = []
        strong = emphasis = 0
        target: str | None = None
        for token in inline.children or []:
            match token.type:
                case "text" | "text_special":
                    if token.type == "text":
                        self.refuse_entities(token)
                    if token.content:
                        text = token.content.replace("\t", " ")
                        runs.append(Run(text, strong > 0, emphasis > 0, target))
                case "softbreak":
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
                    target = self.target(token)
                case "link_close":
                    if target is not None and self.clauses is not None:
                        number = self.clauses.link_text(target)
                        runs.append(Run(f"{NO_BREAK_SPACE}{number}", False, False, target))
                    target = None
                case "image" if self.clauses is not None:
                    self.report(self.alignment.offset(token), MarkdownCode.PICTURE_IN_TEXT)
                case _ if token.nesting >= 0:  # what opens is reported, its end says no more
                    self.refuse(token)
        return _tied(runs)

    def refuse_entities(self, token: Token) -> None:
        """Report what other readers of Markdown would show as another character, or not at all."""
        for found in _ENTITY.finditer(token.content):
            name = found.group(1)
            if name is None or f"{name};" in html5:
                offset = self.alignment.offset(token, found.start())
                self.report(offset, MarkdownCode.ENTITY, entity=found.group())

    def target(self, token: Token) -> str | None:
        href = str(token.attrGet("href") or "")
        target = href.removeprefix("#")
        offset = self.alignment.offset(token)
        if token.attrGet("title") is not None:
            self.report(offset, MarkdownCode.MARKUP, markup=REFUSED_MARKUP["link_title"]())
        if not href.startswith("#"):
            self.report(offset, MarkdownCode.EXTERNAL_LINK, address=href)
            return None
        if self.clauses is None or self.clauses.link_text(target) is None:
            self.report(offset, MarkdownCode.UNKNOWN_LINK, clause=target)
            return None
        return target


def _parts(tokens: Sequence[Token]) -> Iterator[tuple[Token, Sequence[Token]]]:
    """Each token of the outermost level, with the tokens between it and the one that closes it."""
    position = 0
    while position < len(tokens):
        end = _closing(tokens, position)
        yield tokens[position], tokens[position + 1 : end]
        position = end + 1


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
    styles: list[tuple[bool, bool, str | None]] = []
    texts: list[list[str]] = []
    for run in runs:
        style = (run.strong, run.emphasis, run.target)
        if not styles or styles[-1] != style:
            styles.append(style)
            texts.append([])
        texts[-1].append(run.text)
    joined = ["".join(parts) for parts in texts]
    whole = tie("".join(joined))
    tied = []
    start = 0
    for text, (strong, emphasis, target) in zip(joined, styles, strict=True):
        end = start + len(text)
        tied.append(Run(whole[start:end], strong, emphasis, target))
        start = end
    return tuple(tied)
