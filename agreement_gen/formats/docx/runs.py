"""Paragraphs and runs of a Word file, with their links and tracked changes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreement_gen.document.tree import TrackedChange
from agreement_gen.formats.docx.xml import tag, text_element, w

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

    from agreement_gen.document.tree import Run, Runs
    from agreement_gen.formats.docx.reference_styles import ReferenceStyles

# Characters that Word keeps as elements of their own; U+2011 as text would change the font.
_SPECIAL = {"\t": "tab", "\n": "br", "\u2011": "noBreakHyphen"}
_SPLIT = re.compile("([\t\n\u2011])")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What all parts of one body share while it is written.

    Attributes:
        look: The reference's styles.
        stamp: Author and date (as Word writes it) of tracked changes, if there may be any.
        anchors: Bookmark names by clause id.
        ids: Numbers for bookmarks and tracked changes, which must differ in a file.
        lists: The level of each ordered list so far, in reading order.
        first_num: The number of the first ordered list's ``w:num``.
    """

    look: ReferenceStyles
    stamp: tuple[str, str] | None
    anchors: Mapping[str, str]
    ids: Iterator[int]
    lists: list[int]
    first_num: int


@dataclass(frozen=True, slots=True)
class Number:
    """A paragraph's place in a list: its ``w:num`` and level from 0."""

    num: int
    level: int


def inherited(outer: TrackedChange | None, inner: TrackedChange | None) -> TrackedChange | None:
    """The mark that holds for a node inside another.

    Raises:
        ValueError: One is inserted and the other deleted, so the node was never seen.
    """
    if outer is not None and inner is not None and outer is not inner:
        raise ValueError("a node has another mark of change than the node that it is in")
    return outer or inner


def mark(sheet: Sheet, change: TrackedChange, *children: _Element) -> _Element:
    """A ``w:ins`` or ``w:del``.

    Raises:
        ValueError: The document has marks of change, but no revision was given.
    """
    if sheet.stamp is None:
        raise ValueError("a document with marks of change needs a revision (author and date)")
    author, date = sheet.stamp
    return w(change.value, *children, id=next(sheet.ids), author=author, date=date)


def paragraph(
    sheet: Sheet,
    style: str,
    runs: Runs,
    *,
    change: TrackedChange | None = None,
    number: Number | None = None,
    indent: int = 0,
) -> _Element:
    """A paragraph in the style named ``style``; ``indent`` is the depth of its list in twips."""
    properties = w("pPr", w("pStyle", val=sheet.look.styles[style]))
    if number is not None:
        properties.append(w("numPr", w("ilvl", val=number.level), w("numId", val=number.num)))
    elif indent:
        # The depth is the text's, not the look's, so no style can hold it.
        properties.append(w("ind", left=indent))
    if change is not None:
        properties.append(w("rPr", mark(sheet, change)))
    return w("p", properties, *run_elements(sheet, runs, change))


def run_elements(sheet: Sheet, runs: Runs, change: TrackedChange | None) -> Iterator[_Element]:
    """The runs of a paragraph that has the mark ``change``."""
    for run in runs:
        if run.text:
            yield _run(sheet, run, inherited(change, run.change))


def _run(sheet: Sheet, run: Run, change: TrackedChange | None) -> _Element:
    anchor = None
    if run.target is not None:
        anchor = sheet.anchors.get(run.target)
        if anchor is None and change is None:
            raise ValueError(f"a reference to the clause {run.target!r}, which is not there")
    element = w("r", *_run_properties(sheet, run, linked=anchor is not None))
    element.extend(_content(run.text, "delText" if change is TrackedChange.DELETED else "t"))
    if change is not None:
        element = mark(sheet, change, element)
    if anchor is not None:
        # A hyperlink may hold tracked changes, but no tracked change a hyperlink.
        element = w("hyperlink", element, anchor=anchor, history=1)
    return element


def _run_properties(sheet: Sheet, run: Run, *, linked: bool) -> Iterator[_Element]:
    """``w:rPr``, if any; a run can have one character style, what else it has is set on it."""
    style = "Hyperlink" if linked else "Strong" if run.strong else None
    if style is None and run.emphasis:
        style = "Emphasis"
    if style is None:
        return
    properties = w("rPr", w("rStyle", val=sheet.look.styles[style]))
    if run.strong and style != "Strong":
        properties.extend((w("b"), w("bCs")))
    if run.emphasis and style != "Emphasis":
        properties.extend((w("i"), w("iCs")))
    yield properties


def _content(text: str, name: str) -> Iterator[_Element]:
    for piece in _SPLIT.split(text):
        if piece in _SPECIAL:
            yield w(_SPECIAL[piece])
        elif piece:
            yield text_element(name, piece)


def is_marked(element: _Element) -> bool:
    """Whether a paragraph is inserted or deleted as a whole."""
    properties = element.find(f"{tag('pPr')}/{tag('rPr')}")
    return properties is not None and len(properties) > 0
