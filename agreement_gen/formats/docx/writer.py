"""The document tree as a Word file that looks like a reference document.

The reference gives styles, numbering, page size and margins; its own text is left out. All
numbers and bullets are Word's own, so that they move when a person edits the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import docx

from agreement_gen.formats.docx.body import body
from agreement_gen.formats.docx.header_footer import footer, header
from agreement_gen.formats.docx.package import packed, replace_header_footer, set_properties, utc
from agreement_gen.formats.docx.reference_styles import (
    MissingStyleError,
    ReferenceStyles,
    read_look,
)
from agreement_gen.formats.docx.xml import tag, value, w

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from docx.document import Document as WordFile
    from lxml.etree import _Element

    from agreement_gen.document.tree import Document

__all__ = ["MissingStyleError", "RevisionMark", "write_docx"]


@dataclass(frozen=True, slots=True)
class RevisionMark:
    """Who made the tracked changes and when; ``date`` has a time zone and is written in UTC."""

    author: str
    date: datetime


def write_docx(
    document: Document,
    reference: bytes,
    *,
    created: datetime,
    revision: RevisionMark | None = None,
    properties: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """Write a document as a Word file (ECMA-376, transitional); same input, same bytes.

    Marks of change become tracked changes that Word can accept and reject.

    Args:
        document: What to write.
        reference: The bytes of the reference document.
        created: When the document was made, with its time zone.
        revision: Whose the changes are; needed when the document has marks of change.
        properties: Custom document properties.

    Raises:
        MissingStyleError: The reference lacks styles or their numbering; all are named.
        ValueError: The reference is not a Word file, a time has no time zone, the document has
            marks of change but no revision was given, or Word would show another text than
            the tree (see :func:`agreement_gen.formats.docx.body.body`).
    """
    word = _open(reference)
    root = word.element.body
    section = root.sectPr
    if section is None:
        raise MissingStyleError(("a page size and margins",))
    numbering = _numbering(word)
    look = read_look(word.styles.element, numbering, section)
    stamp = None
    if revision is not None:
        stamp = revision.author, f"{utc(revision.date):%Y-%m-%dT%H:%M:%S}Z"
    first_num = 1 + max(int(value(num, "numId") or 0) for num in numbering.findall(tag("num")))
    elements, levels = body(document, look, stamp, first_num)
    root[:] = [*elements, section]
    _number_lists(numbering, look, levels, first_num)
    _set_language(word.styles.element, document.metadata.language)
    replace_header_footer(
        word, header(document.header_footer, look), footer(document.header_footer, look)
    )
    author = revision.author if revision is not None else document.metadata.author
    set_properties(word, document.metadata, created, author, properties)
    return packed(word)


def _open(reference: bytes) -> WordFile:
    try:
        return docx.Document(BytesIO(reference))
    except (BadZipFile, KeyError, ValueError) as error:
        raise ValueError(f"the reference document is not a Word file: {error}") from error


def _numbering(word: WordFile) -> _Element:
    try:
        numbering: _Element = word.part.numbering_part.element
    except (KeyError, NotImplementedError):
        # The reader of the look then names the lists that have no numbering.
        return w("numbering", w("num", numId=0))
    return numbering


def _number_lists(
    numbering: _Element, look: ReferenceStyles, levels: list[int], first_num: int
) -> None:
    """Give each ordered list a numbering of its own that starts from one."""
    place = numbering.index(numbering.findall(tag("num"))[-1]) + 1
    for offset, level in enumerate(levels):
        restart = w("lvlOverride", w("startOverride", val=1), ilvl=level)
        abstract = w("abstractNumId", val=look.numbered.abstract)
        numbering.insert(place + offset, w("num", abstract, restart, numId=first_num + offset))


def _set_language(styles: _Element, language: str) -> None:
    """Set the language that Word hyphenates and a screen reader speaks in."""
    properties = styles.find("/".join(map(tag, ("docDefaults", "rPrDefault", "rPr"))))
    if properties is None:
        raise MissingStyleError(("default properties of text (w:rPrDefault)",))
    for found in properties.findall(tag("lang")):
        found.set(tag("val"), language)
        return
    properties.append(w("lang", val=language))
