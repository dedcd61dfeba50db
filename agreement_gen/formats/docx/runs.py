"""Paragraphs and runs of a Word file, with their links and tracked changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from agreement_gen.document.tree import TrackedChange
from agreement_gen.formats.docx.xml import tag, text_element, w

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from agreement_gen.document.tree import Run, Runs
    from agreement_gen.formats.docx.context import ListNumber, WritingContext

# Characters that Word keeps as elements of their own; U+2011 as text would change the font.
_SPECIAL: Final = {"\t": "tab", "\n": "br", "\u2011": "noBreakHyphen"}
_SPLIT: Final = re.compile("([\t\n\u2011])")


def inherited(outer: TrackedChange | None, inner: TrackedChange | None) -> TrackedChange | None:
    """The mark that holds for a node inside another.

    Raises:
        ValueError: One is inserted and the other deleted, so the node is in neither text.
    """
    if outer is not None and inner is not None and outer is not inner:
        raise ValueError("a node has another mark of change than the node that it is in")
    return outer or inner


def mark(context: WritingContext, change: TrackedChange, *children: _Element) -> _Element:
    """A tracked change, ``w:ins`` or ``w:del`` (ECMA-376, part 1, clause 17.13.5).

    Raises:
        ValueError: The document has marks of change, but no revision was given.
    """
    if context.change_attributes is None:
        raise ValueError("a document with marks of change needs a revision (author and date)")
    return w(change.value, *children, id=context.next_id(), **context.change_attributes)


def paragraph(
    context: WritingContext,
    style: str,
    runs: Runs,
    *,
    change: TrackedChange | None = None,
    number: ListNumber | None = None,
    indent: int = 0,
) -> _Element:
    """A paragraph (ECMA-376, part 1, clause 17.3.1).

    Args:
        context: What the body's parts share.
        style: The name of its style in the reference.
        runs: Its text.
        change: The mark of change of the whole paragraph.
        number: What it is numbered by.
        indent: How far in its text begins, in twips, where it is in a list but not numbered.

    Raises:
        ValueError: See :func:`run_elements`.
    """
    properties = w("pPr", w("pStyle", val=context.styles.ids[style]))
    if number is not None:
        properties.append(w("numPr", w("ilvl", val=number.level), w("numId", val=number.num)))
    elif indent:
        # The depth is the text's, not the style's, so no style can hold it.
        properties.append(w("ind", left=indent))
    if change is not None:
        properties.append(w("rPr", mark(context, change)))
    return w("p", properties, *run_elements(context, runs, change))


def run_elements(
    context: WritingContext, runs: Runs, change: TrackedChange | None
) -> Iterator[_Element]:
    """The runs of a paragraph that has the mark ``change``.

    Raises:
        ValueError: A run refers to a clause that does not exist, or has the other mark of change.
    """
    for run in runs:
        if run.text:
            yield _run(context, run, inherited(change, run.change))


def _run(context: WritingContext, run: Run, change: TrackedChange | None) -> _Element:
    bookmark = None
    if run.target is not None:
        bookmark = context.bookmarks.get(run.target)
        if bookmark is None and change is None:
            raise ValueError(f"a reference to the clause {run.target!r}, which does not exist")
    style = "Hyperlink" if bookmark is not None else _character_style(run)
    element = w("r", *_run_properties(context, run, style))
    element.extend(_content(run.text, "delText" if change is TrackedChange.DELETED else "t"))
    if change is not None:
        element = mark(context, change, element)
    if bookmark is not None:
        # A hyperlink may hold tracked changes, but no tracked change a hyperlink.
        element = w("hyperlink", element, anchor=bookmark, history=1)
    return element


def _character_style(run: Run) -> str | None:
    if run.strong:
        return "Strong"
    return "Emphasis" if run.emphasis else None


def _run_properties(context: WritingContext, run: Run, style: str | None) -> Iterator[_Element]:
    """``w:rPr``, if any; a run can have one character style, what else it has is set on it."""
    if style is None:
        return
    properties = w("rPr", w("rStyle", val=context.styles.ids[style]))
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
