"""The one document tree that every writer writes from.

A :class:`Document` is a frozen tree of plain records: clauses hold blocks, blocks
hold runs. Everything a reader can see is a run's text or is numbered by position
(clauses, ordered lists), so two writers that walk the same tree cannot say different
things. Text is final in the tree: amounts and dates are written out and no-break spaces
are set; a writer formats nothing.

A tree that shows the difference between two others carries :class:`TrackedChange` marks; a
tree to be signed carries none.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


SEPARATOR = " · "
"""Between two facts on one line of a page's header."""


class TrackedChange(Enum):
    """The mark of a node of a comparison that only the new text has, or only the old one.

    A mark applies to everything inside its node, and nothing inside a marked node is marked
    again. A list or a block of signatures that is new or deleted has each of its parts marked.
    """

    INSERTED = "ins"
    DELETED = "del"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style.

    ``target`` is the id of the clause that the run refers to and links to, if any.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    target: str | None = None
    change: TrackedChange | None = None


Runs: TypeAlias = tuple[Run, ...]

ParagraphRole = Literal["body", "label", "fill_in"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph.

    ``label`` leads into what follows it and stays on its page; ``fill_in`` is for text
    that is still to be written, drawn as a line to fill in.
    """

    runs: Runs
    role: ParagraphRole = "body"
    change: TrackedChange | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a clause; ``level`` is 2 or 3 (the clause's own title is level 1)."""

    runs: Runs
    level: int = 2
    change: TrackedChange | None = None


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item of a list; its first block is beside the bullet or number."""

    blocks: tuple[Block, ...]
    change: TrackedChange | None = None


@dataclass(frozen=True, slots=True)
class ItemList:
    """A bullet list or a list numbered 1, 2, 3 … from one."""

    items: tuple[ListItem, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class LocalText:
    """A municipality's own text for the item ``item``, introduced by ``label``.

    An empty text holds one ``fill_in`` paragraph.
    """

    item: str
    label: Runs
    blocks: tuple[Block, ...]
    change: TrackedChange | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a paragraph of its own, as a file of pixels that every format embeds as it is.

    ``alternative`` is what those get who do not see it; empty for a picture that only decorates.
    ``name`` is the file that it was made from, ``width`` and ``height`` are tenths of millimetres.
    """

    name: str
    data: bytes = field(repr=False)
    media_type: Literal["image/png", "image/jpeg"]
    alternative: str
    width: int
    height: int
    change: TrackedChange | None = None

    @property
    def digest(self) -> str:
        """The SHA-256 of the file that is embedded."""
        return hashlib.sha256(self.data).hexdigest()


Align = Literal["start", "center", "end"]
RowRole = Literal["body", "group", "sum", "total"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading and how its cells are aligned; figures are aligned at the end.

    ``width`` is its share of the table's width beside those of the other columns; None, for all of
    them, where each takes what it needs.
    """

    title: Runs
    align: Align = "start"
    width: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a cell (of runs) for each column; the first cell is the row's heading.

    A ``group`` row has one cell that spans the table. ``own`` marks the row of the
    agreement's own municipality.
    """

    cells: tuple[Runs, ...]
    role: RowRole = "body"
    own: bool = False
    change: TrackedChange | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header row that repeats on each page, and rows; ``caption`` may be empty."""

    kind: str
    caption: Runs
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    change: TrackedChange | None = None


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """A line to write on, with its label below; ``value`` is printed on it when it is known.

    ``is_field`` makes the line, which then has no value, a signature field in a PDF.
    """

    label: str
    value: str | None = None
    change: TrackedChange | None = None
    is_field: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """Where one party signs: whom it signs for, details under the name, lines to write on."""

    party: str
    heading: Runs
    details: tuple[Runs, ...]
    lines: tuple[SignatureLine, ...]
    change: TrackedChange | None = None


@dataclass(frozen=True, slots=True)
class Signatures:
    """The signatures of all parties, in order, kept on one page.

    ``room_below`` keeps space free under them for the stamp of a signing service.
    """

    signatures: tuple[Signature, ...]
    room_below: bool = False


Block: TypeAlias = Paragraph | Heading | ItemList | LocalText | Table | Picture | Signatures


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered clause, or an annex, which begins a page and is numbered by itself.

    ``id`` is stable over editions, ``number`` is the position (from 1) among the clauses or among
    the annexes. ``annex`` is the word before an annex's number, as ``Bilaga``; empty for a clause.
    Annexes follow the last clause. ``keep_with_previous`` keeps the clause whole and on the same
    page as the end of the clause before it, so that nobody signs a page that says nothing.
    """

    id: str
    number: int
    title: Runs
    blocks: tuple[Block, ...]
    keep_with_previous: bool = False
    change: TrackedChange | None = None
    annex: str = ""

    @property
    def mark(self) -> str:
        """The number as it is shown before the title: ``3``, or ``Bilaga 1``."""
        return f"{self.annex}\u00a0{self.number}" if self.annex else str(self.number)


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """A line of a page's header: what the number is, and the number, which no line breaks."""

    label: str
    number: str

    @property
    def text(self) -> str:
        """The whole line."""
        return f"{self.label} {self.number}"


@dataclass(frozen=True, slots=True)
class HeaderFooter:
    """What every page shows beside the text, in its header.

    Attributes:
        header_start: At the left: what the document is, and whose it is.
        header_end: At the right, before the page's number: its edition or date; may be empty.
        page_label: Before the page's number, which reads ``{page_label} 1 (8)``.
        draft: The mark of a document that may not be signed (``UTKAST``), or None.
        logotypes: At the left, above the rest: the parties' logotypes, each with its party's name.
        case_numbers: At the right, below the page's number: each party's case number.
    """

    header_start: str
    header_end: str
    page_label: str
    draft: str | None = None
    case_numbers: tuple[CaseNumber, ...] = ()
    logotypes: tuple[Picture, ...] = ()

    def lines(self, page: int, pages: int) -> tuple[str, ...]:
        """What page ``page`` of ``pages`` shows: the draft mark, the left side, the right side."""
        number = f"{self.page_label} {page} ({pages})"
        first = f"{self.header_end}{SEPARATOR}{number}" if self.header_end else number
        mark = () if self.draft is None else (self.draft,)
        return (*mark, self.header_start, first, *(line.text for line in self.case_numbers))


@dataclass(frozen=True, slots=True)
class Metadata:
    """The document's properties, seen in a file's details; ``language`` is a BCP 47 tag."""

    title: str
    subject: str
    author: str
    language: str
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole agreement; its annexes are the last of its clauses."""

    title: Runs
    subtitle: Runs
    clauses: tuple[Clause, ...]
    header_footer: HeaderFooter
    metadata: Metadata
    front: tuple[Block, ...] = field(default=())


def pictures(document: Document) -> Iterator[Picture]:
    """The pictures of a document's body, in reading order."""
    yield from pictures_of(document.front)
    for clause in document.clauses:
        yield from pictures_of(clause.blocks)


def all_pictures(document: Document) -> Iterator[Picture]:
    """The pictures that a document embeds: its logotypes and those of its body."""
    yield from document.header_footer.logotypes
    yield from pictures(document)


def pictures_of(blocks: Iterable[Block]) -> Iterator[Picture]:
    """The pictures of some blocks, in reading order."""
    for block in blocks:
        match block:
            case Picture():
                yield block
            case ItemList():
                for item in block.items:
                    yield from pictures_of(item.blocks)
            case LocalText():
                yield from pictures_of(block.blocks)


def text_of(runs: Runs) -> str:
    """The plain text of some runs."""
    return "".join(run.text for run in runs)


def lines(document: Document) -> Iterator[str]:
    """Every line of text that a reader sees in the document's body, in reading order.

    One line for each paragraph, heading, table cell and signature line, each with the number or
    bullet that it is shown with. What every page shows beside the text is left out.
    """
    yield text_of(document.title)
    yield text_of(document.subtitle)
    for block in document.front:
        yield from block_lines(block)
    for clause in document.clauses:
        yield from clause_lines(clause)


def clause_lines(clause: Clause) -> Iterator[str]:
    """The lines of one clause, its numbered title first; see :func:`lines`."""
    yield f"{clause.mark} {text_of(clause.title)}"
    for block in clause.blocks:
        yield from block_lines(block)


def block_lines(block: Block) -> Iterator[str]:
    """The lines of one block; see :func:`lines`."""
    match block:
        case Paragraph() | Heading():
            yield text_of(block.runs)
        case ItemList():
            for number, item in enumerate(block.items, start=1):
                mark = f"{number}." if block.ordered else "•"
                inner = [line for child in item.blocks for line in block_lines(child)]
                yield f"{mark} {inner[0]}" if inner else mark
                yield from inner[1:]
        case LocalText():
            yield text_of(block.label)
            for child in block.blocks:
                yield from block_lines(child)
        case Table():
            if block.caption:
                yield text_of(block.caption)
            for column in block.columns:
                yield text_of(column.title)
            for row in block.rows:
                for cell in row.cells:
                    yield text_of(cell)
        case Signatures():
            for signature in block.signatures:
                yield text_of(signature.heading)
                for detail in signature.details:
                    yield text_of(detail)
                for line in signature.lines:
                    if line.value is not None:
                        yield line.value
                    yield line.label
        case Picture():
            pass
        case _:
            assert_never(block)


def fold(text: str) -> str:
    """Text without any white space, for comparing what two renderings say."""
    return "".join(text.split())
