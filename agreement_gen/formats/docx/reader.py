"""The lines of text that a Word file shows, with the numbers and bullets that Word would show.

Read from the file's XML alone, so that it says nothing that the file does not say: numbers are
counted from the numbering part and the styles (ECMA-376, part 1, clause 17.9), tracked changes
are taken as accepted or as rejected (clause 17.13.5).
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final, Literal, TypeAlias
from zipfile import BadZipFile, ZipFile

from lxml import etree

from agreement_gen.formats import messages
from agreement_gen.formats.docx.reader_numbering import Numbering, read_numbering
from agreement_gen.formats.errors import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

View: TypeAlias = Literal["accepted", "rejected"]

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_RELATION_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_EMBED: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_RELATIONS: Final = "word/_rels/document.xml.rels"
_DROPPED: Final = {"accepted": ("del", "moveFrom"), "rejected": ("ins", "moveTo")}
_WRAPPERS: Final = ("ins", "del", "moveFrom", "moveTo", "hyperlink", "smartTag", "customXml")
_WRAPPERS_TOO: Final = ("sdt", "sdtContent", "fldSimple", "dir", "bdo")
_INLINE: Final = frozenset(f"{_W}{name}" for name in _WRAPPERS + _WRAPPERS_TOO)
_MARKS: Final = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "\u2011",
}
# Far more than an agreement holds; a zip file can name any size.
_MOST_BYTES: Final = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is needed to read a part: the numbering, and the marks whose content is dropped."""

    numbering: Numbering
    dropped: tuple[str, ...]


def docx_lines(data: bytes, *, view: View = "accepted") -> list[str]:
    """The lines of a Word file's body in reading order.

    They are those of :func:`agreement_gen.document.tree.lines`.

    A line for each paragraph and each table cell; a cell with several paragraphs gives one for
    each. Empty paragraphs give none, nor do empty cells of a table that has no header row: it
    only sets things beside each other. Other empty cells give an empty line.

    Args:
        data: The file's bytes.
        view: With all tracked changes accepted, or with all rejected.

    Raises:
        UnreadableFileError: It is not a Word file, or has numbers of a kind that is not known.
    """
    parts = _parts(data)
    numbering = read_numbering(_optional(parts, "numbering"), _optional(parts, "styles"))
    reading = _Reading(numbering, _DROPPED[view])
    return list(_block_lines(reading, _body(parts)))


def docx_header(data: bytes) -> list[str]:
    """The lines of the header of a Word file's last section, with the values that its fields hold.

    Raises:
        UnreadableFileError: It is not a Word file.
    """
    parts = _parts(data)
    section = _body(parts).find(f"{_W}sectPr")
    reading = _Reading(read_numbering(None, None), _DROPPED["accepted"])
    references = [] if section is None else section.findall(f"{_W}headerReference")
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in _relations(parts)
        if relation.get("Type", "").endswith("/header")
    }
    lines: list[str] = []
    for reference in references:
        target = targets.get(reference.get(_RELATION_ID))
        if target is not None and reference.get(f"{_W}type") == "default":
            lines += _block_lines(reading, _xml(parts, _member(target)))
    return lines


def _relations(parts: dict[str, bytes]) -> list[_Element]:
    """The relationships of the main part."""
    if "word/_rels/document.xml.rels" not in parts:
        return []
    return list(_xml(parts, "word/_rels/document.xml.rels").iter(_RELATION))


def docx_pictures(data: bytes, *, view: View = "accepted") -> list[tuple[str, str]]:
    """The SHA-256 and the alternative text of each picture of a Word file's body, in order.

    Args:
        data: The file's bytes.
        view: With all tracked changes accepted, or with all rejected.

    Raises:
        UnreadableFileError: It is not a Word file, or lacks the file of a picture.
    """
    parts = _parts(data)
    targets = {
        relation.get("Id"): _member(relation.get("Target", ""))
        for relation in _xml(parts, _RELATIONS).iter(_RELATION)
        if relation.get("Type", "").endswith("/image")
    }
    dropped = {f"{_W}{name}" for name in _DROPPED[view]}
    found = []
    for inline in _body(parts).iter(f"{_WP}inline", f"{_WP}anchor"):
        if any(above.tag in dropped for above in inline.iterancestors()):
            continue
        properties, blip = inline.find(f"{_WP}docPr"), next(inline.iter(f"{_A}blip"), None)
        alternative = "" if properties is None else properties.get("descr", "")
        member = targets.get("" if blip is None else blip.get(_EMBED))
        if member is None:
            raise UnreadableFileError(messages.WORD_WITHOUT_PART(part="word/media"))
        found.append((_digest_of(data, member), alternative))
    return found


def _digest_of(data: bytes, member: str) -> str:
    """The SHA-256 of a member of the zip file."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            if archive.getinfo(member).file_size > _MOST_BYTES:
                raise UnreadableFileError(messages.WORD_TOO_LARGE())
            return hashlib.sha256(archive.read(member)).hexdigest()
    except (KeyError, BadZipFile, RuntimeError, NotImplementedError, zlib.error) as error:
        raise UnreadableFileError(messages.WORD_BROKEN(reason=str(error))) from error


def _block_lines(reading: _Reading, parent: _Element) -> Iterator[str]:
    """The lines of the paragraphs and tables in ``parent``: the body, a cell, a control."""
    before = ""
    for element in _blocks(parent):
        if element.tag == f"{_W}tbl":
            if before:
                yield before
            before = ""
            yield from _table_lines(reading, element)
            continue
        text = before + _text(element, reading.dropped)
        if _mark_is_dropped(element, reading.dropped):
            # Without its mark a paragraph runs into the next one, and takes that one's number.
            before = text
            continue
        before = ""
        number = reading.numbering.next(element)
        if number or text:
            yield " ".join(filter(None, (number, text)))
    if before:
        yield before


def _blocks(parent: _Element) -> Iterator[_Element]:
    for element in parent:
        if element.tag in (f"{_W}p", f"{_W}tbl"):
            yield element
        elif element.tag in _INLINE:
            yield from _blocks(element)


def _table_lines(reading: _Reading, table: _Element) -> Iterator[str]:
    has_header = table.find(f"{_W}tr/{_W}trPr/{_W}tblHeader") is not None
    for row in table.iter(f"{_W}tr"):
        if _nearest(row, "tbl") is not table:
            continue
        properties = row.find(f"{_W}trPr")
        if properties is not None and _has_any(properties, reading.dropped):
            continue
        for cell in row.iter(f"{_W}tc"):
            if _nearest(cell, "tr") is row:
                lines = list(_block_lines(reading, cell))
                yield from lines or ([""] if has_header else [])


def _nearest(element: _Element, name: str) -> _Element | None:
    return next(element.iterancestors(f"{_W}{name}"), None)


def _has_any(element: _Element, names: tuple[str, ...]) -> bool:
    return any(element.find(f"{_W}{name}") is not None for name in names)


def _mark_is_dropped(paragraph: _Element, dropped: tuple[str, ...]) -> bool:
    properties = paragraph.find(f"{_W}pPr/{_W}rPr")
    return properties is not None and _has_any(properties, dropped)


def _text(parent: _Element, dropped: tuple[str, ...]) -> str:
    """The text of a paragraph or a part of it; a field's instructions are no text."""
    pieces = []
    for element in parent:
        if element.tag == f"{_W}r":
            for child in element:
                if child.tag in (f"{_W}t", f"{_W}delText"):
                    pieces.append(child.text or "")
                elif isinstance(child.tag, str):
                    pieces.append(_MARKS.get(child.tag, ""))
        elif element.tag in _INLINE and element.tag not in {f"{_W}{name}" for name in dropped}:
            pieces.append(_text(element, dropped))
    return "".join(pieces)


def _parts(data: bytes) -> dict[str, bytes]:
    """The members of the zip file that are XML, by name."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            members = [m for m in archive.infolist() if m.filename.endswith((".xml", ".rels"))]
            if sum(member.file_size for member in members) > _MOST_BYTES:
                raise UnreadableFileError(messages.WORD_TOO_LARGE())
            return {member.filename: archive.read(member) for member in members}
    except (BadZipFile, RuntimeError, NotImplementedError) as error:
        raise UnreadableFileError(messages.WORD_BROKEN(reason=str(error))) from error


def _body(parts: dict[str, bytes]) -> _Element:
    body = _xml(parts, "word/document.xml").find(f"{_W}body")
    if body is None:
        raise UnreadableFileError(messages.WORD_WITHOUT_BODY())
    return body


def _xml(parts: dict[str, bytes], name: str) -> _Element:
    if name not in parts:
        raise UnreadableFileError(messages.WORD_WITHOUT_PART(part=name))
    try:
        return etree.fromstring(parts[name], etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError as error:
        reason = str(error)
        raise UnreadableFileError(messages.WORD_BROKEN_PART(part=name, reason=reason)) from error


def _member(target: str) -> str:
    return target[1:] if target.startswith("/") else f"word/{target}"


def _optional(parts: dict[str, bytes], kind: str) -> _Element | None:
    """The numbering or styles part, which a file may lack, by its relationship's type."""
    for relation in _relations(parts):
        if relation.get("Type", "").endswith(f"/{kind}"):
            return _xml(parts, _member(relation.get("Target", "")))
    return None
