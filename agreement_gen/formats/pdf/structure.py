"""Reads a tagged PDF's structure, bookmarks and languages from the file's own objects.

It shares nothing with what writes them; that makes the comparison with the document a proof.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeAlias

import pikepdf

from agreement_gen.formats import messages
from agreement_gen.formats.errors import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# An object of a PDF, whose type is only known when it is looked at.
Object: TypeAlias = Any
Pages: TypeAlias = "Mapping[tuple[int, int], int]"
"""The indexes of the pages by the number and generation of their objects."""

_GROUPING = ("Document", "Part", "Sect", "Div", "TBody", "NonStruct")
_TRANSPARENT = frozenset((*_GROUPING, "Span", "Link", "Form"))
"""Kinds of elements that only hold others, or a part of a line; their text is the text around."""


@dataclass(frozen=True, slots=True)
class StructureRow:
    """One element of a PDF's structure.

    Attributes:
        path: The kinds of the element and of those that it is in, as ``L/LI/LBody/P``; of what
            only groups there is nothing in it, and a heading cell has its scope: ``TH Row``.
        text: The text in it and in no element inside it that has a row of its own.
        page: The index of the page that its text begins on; None without text.
    """

    path: str
    text: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Bookmark:
    """One bookmark: how deep it is below others, from 0, its title and its page's index."""

    depth: int
    title: str
    page: int | None


@dataclass(frozen=True, slots=True)
class PdfStructure:
    """A PDF's elements and bookmarks in reading order, and every language that it states.

    The first language is that of the whole, empty if none is stated.
    """

    languages: tuple[str, ...]
    rows: tuple[StructureRow, ...]
    bookmarks: tuple[Bookmark, ...]


def read_structure(data: bytes, pieces: Sequence[Mapping[int, str]]) -> PdfStructure:
    """Read a PDF's structure (ISO 32000-1, 14.7.2), outline (12.3.3) and languages (14.9.2).

    Args:
        data: The file.
        pieces: The text of each piece of marked content, as
            :func:`agreement_gen.formats.pdf.reader.read_pdf` gives it.

    Raises:
        UnreadableFileError: The file is broken, encrypted, or has no structure.
    """
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            pages = {_id(page): index for index, page in enumerate(pdf.pages)}
            root = pdf.Root.get("/StructTreeRoot")
            if root is None:
                raise UnreadableFileError(messages.PDF_WITHOUT_TEXT())
            reading = _Reading(pages, pieces)
            for element in _several(root.get("/K")):
                reading.read(element, None, None)
            return PdfStructure(
                (str(pdf.Root.get("/Lang", "")), *reading.languages),
                tuple(StructureRow(row.path, "".join(row.text), row.page) for row in reading.rows),
                tuple(_bookmarks(pdf.Root.get("/Outlines"), pages, 0)),
            )
    except pikepdf.PdfError as error:
        raise UnreadableFileError(messages.PDF_BROKEN(reason=str(error))) from error


@dataclass(slots=True)
class _Row:
    """A row while it is read."""

    path: str
    text: list[str] = field(default_factory=list)
    page: int | None = None


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    pages: Pages
    pieces: Sequence[Mapping[int, str]]
    rows: list[_Row] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)

    def read(self, element: Object, above: _Row | None, page: int | None) -> None:
        """Read one element, inside the row ``above``; ``page`` is the index of its page."""
        kind = str(element.get("/S", "/?"))[1:]
        page = self.page_of(element, page)
        if "/Lang" in element:
            self.languages.append(str(element.Lang))
        row = above
        if kind not in _TRANSPARENT:
            if kind == "TH":
                kind = f"TH {str(element.get('/A', {}).get('/Scope', '/?'))[1:]}"
            row = self.add(kind if above is None else f"{above.path}/{kind}")
            if kind == "Figure":
                # What is heard of a picture is its alternative text (ISO 32000-1, 14.9.3).
                row.text.append(str(element.get("/Alt", "")))
        for kid in _several(element.get("/K")):
            if isinstance(kid, int):
                self.take(row, kid, page)
            elif kid.get("/Type") == "/MCR":
                self.take(row, int(kid.MCID), self.page_of(kid, page))
            elif "/S" in kid:
                self.read(kid, row, page)

    def add(self, path: str) -> _Row:
        """Begin a row."""
        self.rows.append(_Row(path))
        return self.rows[-1]

    def take(self, row: _Row | None, number: int, page: int | None) -> None:
        """Add a piece of marked content to a row; one of its own if it is in none."""
        row = row or self.add("")
        if page is not None:
            row.text.append(self.pieces[page].get(number, "\n"))
            if row.page is None:
                row.page = page

    def page_of(self, holder: Object, otherwise: int | None) -> int | None:
        """The index of the page that an object names as its own."""
        page = holder.get("/Pg")
        return otherwise if page is None else self.pages.get(_id(page))


def _id(holder: Object) -> tuple[int, int]:
    number, generation = holder.objgen
    return number, generation


def _several(kids: Object) -> Iterator[Object]:
    """The kids of an element, which may be one, several or none."""
    if isinstance(kids, pikepdf.Array):
        yield from kids
    elif kids is not None:
        yield kids


def _bookmarks(parent: Object, pages: Pages, depth: int) -> Iterator[Bookmark]:
    """The bookmarks below a bookmark or the outline itself."""
    item = None if parent is None else parent.get("/First")
    while item is not None:
        target = item.get("/Dest")
        page = pages.get(_id(target[0])) if isinstance(target, pikepdf.Array) else None
        yield Bookmark(depth, str(item.get("/Title", "")), page)
        yield from _bookmarks(item, pages, depth + 1)
        item = item.get("/Next")
