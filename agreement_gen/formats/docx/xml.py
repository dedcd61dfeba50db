"""Building blocks of WordprocessingML (ECMA-376, part 1, clause 17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NSMAP = {"w": W}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def tag(name: str) -> str:
    """The qualified name of a WordprocessingML element or attribute."""
    return f"{{{W}}}{name}"


def w(name: str, /, *children: _Element, **attributes: str | int) -> _Element:
    """A WordprocessingML element; ``attributes`` are in the same namespace."""
    element = etree.Element(
        tag(name), {tag(key): str(value) for key, value in attributes.items()}, nsmap=NSMAP
    )
    element.extend(children)
    return element


def text_element(name: str, text: str) -> _Element:
    """A ``w:t`` or ``w:delText`` whose white space Word keeps."""
    element = w(name)
    element.text = text
    if text != text.strip():
        element.set(_SPACE, "preserve")
    return element


def value(element: _Element | None, name: str = "val") -> str | None:
    """A ``w:`` attribute of an element that may be missing."""
    return None if element is None else element.get(tag(name))


def paragraphs(elements: Iterable[_Element]) -> Iterator[_Element]:
    """All paragraphs in some body elements, those of table cells too."""
    for element in elements:
        yield from element.iter(tag("p"))


def keep_with_next(elements: Iterable[_Element]) -> None:
    """Keep each paragraph whole and on the page of the one that follows it.

    In a table Word takes this to mean that the row stays with the next row.
    """
    for paragraph in paragraphs(elements):
        properties = paragraph.find(tag("pPr"))
        if properties is None or properties.find(tag("keepNext")) is not None:
            continue
        # In the schema these two follow the style, which always comes first here.
        properties.insert(1, w("keepNext"))
        properties.insert(2, w("keepLines"))
