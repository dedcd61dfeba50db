"""Reads the text of a tagged PDF in its reading order, as a person or a screen reader gets it.

Only content that the file's structure holds is text; page headers, footers, watermarks and
repeated table headings are artifacts and are outside it.
"""

from __future__ import annotations

import ctypes
import hashlib
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from agreement_gen.document.tree import fold
from agreement_gen.formats import messages
from agreement_gen.formats.errors import UnreadableFileError
from agreement_gen.formats.pdf.writer import LINE_END_HYPHEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_MOST_PIXEL_BYTES = 100_000_000
# How a hyphen at the end of a line is given by PDFium, whatever it was written with.
_PDFIUM_HYPHENS = dict.fromkeys((0x02, 0xFFFE), "-")


def pdf_text(data: bytes) -> str:
    """The body's text: one line for each piece of marked content, hyphenation undone.

    It is in the order of the structure (ISO 32000-1, 14.7), without what is an artifact (14.8.2.2).
    White space is not as it was; compare texts with :func:`agreement_gen.document.tree.fold`.

    Raises:
        UnreadableFileError: The file is broken, encrypted, without pages or without structure.
    """
    return read_pdf(data).text


@dataclass(frozen=True, slots=True)
class PdfContents:
    """What a tagged PDF says.

    Attributes:
        text: The body's text, as :func:`pdf_text` gives it.
        pieces: For each page the text of each piece of marked content by its number, each with
            its line end, or without one where a word goes on in the next.
        outside: For each page what no structure holds, such as its header, without white space.
    """

    text: str
    pieces: tuple[Mapping[int, str], ...]
    outside: tuple[str, ...]


def read_pdf(data: bytes) -> PdfContents:
    """The body's text, and the pieces that it is made of.

    Raises:
        UnreadableFileError: as :func:`pdf_text`.
    """
    text: list[str] = []
    pieces: list[Mapping[int, str]] = []
    outside: list[str] = []
    with _opened(data) as pdf:
        for page in pdf:
            of_page = {number: _ended(piece) for number, piece in _contents(page).items()}
            numbers = _page_numbers(page)
            pieces.append(of_page)
            text += [of_page.get(number, "\n") for number in numbers]
            outside.append(_outside(of_page, numbers))
    if not text:
        raise UnreadableFileError(messages.PDF_WITHOUT_TEXT())
    return PdfContents("".join(text), tuple(pieces), tuple(outside))


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of one page: ``body`` as in :func:`pdf_text`, and what is outside it.

    ``outside`` is what no structure holds, such as header and footer, without white space.
    ``pictures`` are the SHA-256 of the pixels of each image that the page shows, as they are kept.
    """

    body: str
    outside: str
    pictures: frozenset[str]


def pdf_pages(data: bytes) -> tuple[PageText, ...]:
    """All the text of each page, also of a PDF without structure.

    Raises:
        UnreadableFileError: The file is broken, encrypted or without pages.
    """
    with _opened(data) as pdf:
        return tuple(
            PageText(
                "".join(_page_pieces(page)),
                _outside(_contents(page), _page_numbers(page)),
                _picture_digests(page),
            )
            for page in pdf
        )


def _outside(contents: Mapping[int, str], numbers: Sequence[int]) -> str:
    inside = set(numbers)
    return fold("".join(text for number, text in contents.items() if number not in inside))


def _picture_digests(page: pdfium.PdfPage) -> frozenset[str]:
    images = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])
    return frozenset(hashlib.sha256(bytes(_pixels(image.raw))).hexdigest() for image in images)


def _pixels(image: Any) -> Any:  # noqa: ANN401 - a pointer of PDFium
    """The bytes of an image's stream, without the filters that lose nothing."""
    size = raw.FPDFImageObj_GetImageDataDecoded(image, None, 0)
    if size > _MOST_PIXEL_BYTES:
        return b"too large"
    buffer = (ctypes.c_ubyte * size)()
    raw.FPDFImageObj_GetImageDataDecoded(image, buffer, size)
    return buffer


def pdf_page_count(data: bytes) -> int:
    """The number of pages.

    Raises:
        UnreadableFileError: The file is broken, encrypted or without pages.
    """
    with _opened(data) as pdf:
        return len(pdf)


@contextmanager
def _opened(data: bytes) -> Iterator[pdfium.PdfDocument]:
    if not data:
        raise UnreadableFileError(messages.PDF_EMPTY())
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableFileError(messages.PDF_WITH_PASSWORD()) from error
        raise UnreadableFileError(messages.PDF_BROKEN(reason=str(error))) from error
    try:
        if len(pdf) == 0:
            raise UnreadableFileError(messages.PDF_WITHOUT_PAGES())
        yield pdf
    except pdfium.PdfiumError as error:  # a page that cannot be loaded
        raise UnreadableFileError(messages.PDF_BROKEN(reason=str(error))) from error
    finally:
        pdf.close()


def _page_pieces(page: pdfium.PdfPage) -> Iterator[str]:
    """The pieces of one page's text, in the order of the structure; a piece ends its line."""
    contents = _contents(page)
    for number in _page_numbers(page):
        yield _ended(contents[number])


def _ended(piece: str) -> str:
    """A piece with its line end, or without the hyphen that the line breaker set."""
    whole = piece.removesuffix(LINE_END_HYPHEN)
    return whole if whole != piece else f"{piece}\n"


def _page_numbers(page: pdfium.PdfPage) -> list[int]:
    """The numbers of the marked content that the page's structure holds, in reading order."""
    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return []
    try:
        children = range(raw.FPDF_StructTree_CountChildren(tree))
        tops = [raw.FPDF_StructTree_GetChildAtIndex(tree, index) for index in children]
        return [number for top in tops for number in _numbers(top)]
    finally:
        raw.FPDF_StructTree_Close(tree)


def _numbers(element: Any) -> Iterator[int]:  # noqa: ANN401 - a pointer of PDFium
    """The numbers of the marked content below an element, in reading order."""
    for index in range(raw.FPDF_StructElement_CountChildren(element)):
        child = raw.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            yield from _numbers(child)
        elif (number := raw.FPDF_StructElement_GetChildMarkedContentID(element, index)) >= 0:
            yield number


def _contents(page: pdfium.PdfPage) -> defaultdict[int, str]:
    """The text of each piece of marked content on a page, by number; of all the rest by -1."""
    contents: defaultdict[int, str] = defaultdict(str)
    text_page = page.get_textpage()
    try:
        for index in range(raw.FPDFText_CountChars(text_page)):
            owner = raw.FPDFText_GetTextObject(text_page, index)
            number = raw.FPDFPageObj_GetMarkedContentID(owner) if owner else -1
            if raw.FPDFText_IsGenerated(text_page, index) != 1:
                code = raw.FPDFText_GetUnicode(text_page, index)
                contents[number] += _PDFIUM_HYPHENS.get(code, chr(code))
    finally:
        text_page.close()
    return contents
