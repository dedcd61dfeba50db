"""The document tree as a Word file in the styles of a reference document.

The reference gives styles, numbering, page size and margins; its own text is left out. All
numbers and bullets are Word's own, so that they move when a person edits the text.
"""

from __future__ import annotations

from copy import deepcopy
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING

import docx

from agreement_gen.formats import messages
from agreement_gen.formats.docx.body import body, bookmark_names
from agreement_gen.formats.docx.context import WritingContext
from agreement_gen.formats.docx.header_footer import header
from agreement_gen.formats.docx.package import add_header, keep_only_look, packed, set_properties
from agreement_gen.formats.docx.reference_check import reference_faults
from agreement_gen.formats.docx.reference_styles import read_styles
from agreement_gen.formats.docx.revision import RevisionMark
from agreement_gen.formats.docx.xml import tag, value, w
from agreement_gen.formats.errors import RenderFailure

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from docx.document import Document as WordFile
    from lxml.etree import _Element

    from agreement_gen.document.tree import Document

__all__ = ["RevisionMark", "write_docx"]


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
        RenderFailure: The reference is not a Word file, or lacks what the document needs; all
            that is missing is named.
        ValueError: A time has no time zone, the document has marks of change but no revision was
            given, or Word would show another text than the tree (see
            :func:`agreement_gen.formats.docx.body.body`).
    """
    word = _open(reference)
    root = word.element.body
    section = root.sectPr
    if section is None:
        raise RenderFailure([messages.MISSING_PAGE_SIZE()])
    numbering = _numbering(word)
    keep_only_look(word)
    styles = read_styles(word.styles.element, numbering, section)
    nums = [int(value(num, "numId") or 0) for num in numbering.findall(tag("num"))]
    annex_names = len({clause.annex for clause in document.clauses} - {""})
    context = WritingContext(
        styles=styles,
        bookmarks=bookmark_names(document),
        change_attributes=None if revision is None else revision.attributes(),
        embed=lambda data: str(word.part.get_or_add_image(BytesIO(data))[0]),
        first_annex_num=1 + max(nums),
        first_num=1 + max(nums) + annex_names,
    )
    root[:] = [*body(context, document), section]
    _number_annexes(numbering, context)
    _number_lists(numbering, context)
    _set_language(word.styles.element, document.metadata.language)
    add_header(word, lambda embed: header(document.header_footer, styles, embed))
    author = revision.author if revision is not None else document.metadata.author
    set_properties(word, document.metadata, created, author, properties)
    return packed(word)


def _open(reference: bytes) -> WordFile:
    faults = reference_faults(reference)
    if faults:
        raise RenderFailure(faults)
    try:
        return docx.Document(BytesIO(reference))
    except Exception as error:  # a package can be wrong in ways that the library has not thought of
        raise RenderFailure([messages.NOT_WORD(reason=str(error))]) from error


def _numbering(word: WordFile) -> _Element:
    try:
        numbering: _Element = word.part.numbering_part.element
    except (KeyError, NotImplementedError):
        # Reading the styles then names the lists that have no numbering.
        return w("numbering", w("num", numId=0))
    return numbering


def _number_annexes(numbering: _Element, context: WritingContext) -> None:
    """Give the annexes of each name their own numbers, with the name before them."""
    abstracts = numbering.findall(tag("abstractNum"))
    first = 1 + max(int(value(found, "abstractNumId") or 0) for found in abstracts)
    for offset, name in enumerate(context.annexes):
        level = w(
            "lvl",
            w("start", val=1),
            w("numFmt", val="decimal"),
            w("suff", val="space"),
            w("lvlText", val=f"{name}\u00a0%1"),
            w("lvlJc", val="left"),
            w("pPr", w("ind", left=0, firstLine=0)),
            ilvl=0,
        )
        if context.styles.clause_number is not None:
            level.append(deepcopy(context.styles.clause_number))
        abstract = w("abstractNum", w("multiLevelType", val="singleLevel"), level)
        abstract.set(tag("abstractNumId"), str(first + offset))
        numbering.insert(numbering.index(abstracts[-1]) + 1 + offset, abstract)
        num = w(
            "num", w("abstractNumId", val=first + offset), numId=context.first_annex_num + offset
        )
        numbering.insert(numbering.index(numbering.findall(tag("num"))[-1]) + 1, num)


def _number_lists(numbering: _Element, context: WritingContext) -> None:
    """Give each ordered list a numbering of its own that starts from one (ECMA-376, 17.9)."""
    index = numbering.index(numbering.findall(tag("num"))[-1]) + 1
    for offset, level in enumerate(context.list_levels):
        restart = w("lvlOverride", w("startOverride", val=1), ilvl=level)
        abstract = w("abstractNumId", val=context.styles.numbered.abstract)
        num = w("num", abstract, restart, numId=context.first_num + offset)
        numbering.insert(index + offset, num)


def _set_language(styles: _Element, language: str) -> None:
    """Set the language that Word hyphenates and a screen reader speaks in."""
    properties = styles.find("/".join(map(tag, ("docDefaults", "rPrDefault", "rPr"))))
    if properties is None:
        raise RenderFailure([messages.MISSING_DEFAULTS()])
    for found in properties.findall(tag("lang")):
        found.set(tag("val"), language)
        return
    properties.append(w("lang", val=language))
