"""Makes a rendered PDF's structure say what the page shows, for those who hear it read.

What the renderer leaves: page headers and footers that are marked as content but are in no
structure, items of a list without a body, a nested list beside its item instead of in it, whatever
crosses a page as a new element on each page (a paragraph, a list, an item, a table with its heading
repeated), and links described by an internal name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from agreement_gen.formats import messages
from agreement_gen.formats.errors import RenderFailure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# Objects of pydyf and of the renderer, which have no types.
Pdf: TypeAlias = Any
Element: TypeAlias = Any
Box: TypeAlias = Any

_UNTAGGED = ("html", "body")
_IN_LINES = ("/Span", "/Link", "/NonStruct", "/Figure", "/Form")
"""The elements inside lines of text; they may be several, one on each line."""


def tidy_tags(pdf: Pdf, pages: Sequence[Any], labels: Mapping[str, str]) -> None:
    """Complete the structure of ``pdf`` as PDF/UA-1 wants it (ISO 14289-1, 7).

    Args:
        pdf: The rendered file, changed in place.
        pages: The renderer's laid-out pages.
        labels: What a link's destination is called, by clause id.

    Raises:
        RenderFailure: A page's header or footer is drawn through a transparency group, where it
            cannot be marked as an artifact.
    """
    root = resolve(pdf, pdf.catalog["StructTreeRoot"])
    _join_pages(pdf, pages)
    _drop_decorative(pdf, root)
    _complete_lists(pdf, root)
    _mark_scopes(pdf, root)
    _hide_unlinked(pdf, root)
    _describe_links(pdf, labels)


def resolve(pdf: Pdf, reference: bytes) -> Element:
    """The object that a reference names."""
    return pdf.objects[int(reference.split()[0])]


def _kids(pdf: Pdf, element: Element) -> list[Element]:
    """The elements right below ``element``, without content and object references."""
    kids = [resolve(pdf, kid) for kid in element["K"] if isinstance(kid, bytes)]
    return [kid for kid in kids if kid.get("Type") == "/StructElem"]


def below(pdf: Pdf, element: Element) -> Iterator[Element]:
    """The elements below ``element``, in reading order."""
    for kid in _kids(pdf, element):
        yield kid
        yield from below(pdf, kid)


def _all(pdf: Pdf, element: Element, kind: str) -> list[Element]:
    return [found for found in below(pdf, element) if found["S"] == kind]


def _drop_decorative(pdf: Pdf, root: Element) -> None:
    """Take pictures without an alternative text out of the structure, so that they are passed over.

    They only decorate: the composer lets no other picture be without one.
    """
    for figure in _all(pdf, root, "/Figure"):
        if "Alt" not in figure:
            resolve(pdf, figure["P"])["K"].remove(figure.reference)


def _complete_lists(pdf: Pdf, root: Element) -> None:
    """Give each item a body that holds all but its label, a list nested in it too.

    An LI holds Lbl and LBody and nothing else (ISO 14289-1, 7.2; ISO 32000-1, table 336).
    """
    import pydyf

    for outer in _all(pdf, root, "/L"):
        body: Element = None
        for kid in _kids(pdf, outer):
            if kid["S"] == "/L" and body is not None:
                outer["K"].remove(kid.reference)
                _adopt(body, kid)
                body["K"].sort(key=lambda ref: _position(pdf, resolve(pdf, ref)))
            elif kid["S"] == "/LI":
                body = pydyf.Dictionary(kid | {"S": "/LBody", "K": pydyf.Array()})
                pdf.add_object(body)
                for part in _kids(pdf, kid):
                    if part["S"] != "/Lbl":
                        kid["K"].remove(part.reference)
                        _adopt(body, part)
                _adopt(kid, body)


def _adopt(parent: Element, child: Element) -> None:
    child["P"] = parent.reference
    parent["K"].append(child.reference)


def _position(pdf: Pdf, element: Element) -> tuple[int, float]:
    """Where the element's first content is: page and number on it, for putting in order."""
    positions = [
        (pdf.page_references.index(one["Pg"]), kid)
        for one in (element, *below(pdf, element))
        if one["S"] != "/Lbl"
        for kid in one["K"]
        if isinstance(kid, int)
    ]
    return min(positions, default=(pdf.page_references.index(element["Pg"]), -1))


def _join_pages(pdf: Pdf, pages: Sequence[Any]) -> None:
    """Make one element of the parts that something has on several pages.

    The first part takes in what the others hold. A table's heading that a page repeats is left
    out of the structure, and the cells below it then name the cells of the first one.
    """
    first: dict[tuple[int, str, str], Element] = {}
    new_ids: dict[str, Any] = {}
    repeated: set[bytes] = set()
    for element, box in _with_boxes(pdf, pages):
        if box is None or box.element is None or element["S"] in _IN_LINES:
            continue
        part_of = (id(box.element), box.element_tag, element["S"])
        whole: Element = first.setdefault(part_of, element)
        if whole["Pg"] == element["Pg"]:
            continue
        if "ID" in element:
            new_ids[element["ID"].data] = whole["ID"]
        if element["P"] in repeated:
            repeated.add(element.reference)
            continue
        resolve(pdf, element["P"])["K"].remove(element.reference)
        if element["S"] == "/THead":
            repeated.add(element.reference)
            continue
        for kid in _kids(pdf, element):
            _adopt(whole, kid)
    for element in _elements(pdf):
        if headers := element.get("A", {}).get("Headers"):
            headers[:] = [new_ids.get(header.data, header) for header in headers]


def _elements(pdf: Pdf) -> list[Element]:
    """All elements but the one for the whole document, in the order in which they were made."""
    dictionaries = (each for each in pdf.objects if isinstance(each, dict))
    return [each for each in dictionaries if each.get("Type") == "/StructElem"][1:]


def _with_boxes(pdf: Pdf, pages: Sequence[Any]) -> Iterator[tuple[Element, Box | None]]:
    """Each element with the renderer's box that it was made for, in the order of their making.

    ``weasyprint.pdf.tags`` makes an element for nearly every box, page by page, from the outside
    in; this goes the same way.
    """
    elements = iter(_elements(pdf))
    for page in pages:
        yield from _boxes(page._page_box, elements, is_text=True)
    if next(elements, None) is not None:
        raise AssertionError("an element of the structure has no box")


def _boxes(
    box: Box, elements: Iterator[Element], *, is_text: bool
) -> Iterator[tuple[Element, Box | None]]:
    """The next elements with their boxes: ``box`` and all inside it.

    What is in a page's margin has elements that belong to nothing, and None for their boxes.
    """
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout.absolute import AbsolutePlaceholder

    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    children = getattr(box, "children", ())
    is_line = isinstance(box, boxes.LineBox)
    if isinstance(box, boxes.PageBox | boxes.MarginBox) or (
        box.element_tag in _UNTAGGED and not is_line
    ):
        is_text = is_text and not isinstance(box, boxes.MarginBox)
        for child in children:
            yield from _boxes(child, elements, is_text=is_text)
        return
    element = next(elements)
    yield element, box if is_text else None
    if element["S"] == "/LI" and not _has_marker(box):
        yield next(elements), box if is_text else None
    if element["S"] == "/Table" and box.is_table_wrapper:
        table = box.get_wrapped_table()
        parts = (child.children if child is table else [child] for child in children)
        children = [each for part in parts for each in part]
    for child in children:
        for each in child.children if isinstance(child, boxes.LineBox) else [child]:
            if not isinstance(each, boxes.TextBox):
                yield from _boxes(each, elements, is_text=is_text)
            elif element["S"] != "/Link":
                yield next(elements), each if is_text else None


def _has_marker(box: Box) -> bool:
    return "list-item" in box.style["display"] and box.style["list_style_type"] != "none"


def _mark_scopes(pdf: Pdf, root: Element) -> None:
    """Say of a heading cell whether it heads its column or its row (ISO 32000-1, table 349)."""
    for table in _all(pdf, root, "/Table"):
        for kid in _kids(pdf, table):
            scope = "/Column" if kid["S"] == "/THead" else "/Row"
            for cell in _all(pdf, kid, "/TH"):
                cell["A"]["Scope"] = scope


def _hide_unlinked(pdf: Pdf, root: Element) -> None:
    """Mark as artifact all content that no element of the structure holds."""
    linked = {element.reference for element in below(pdf, root)}
    numbers = resolve(pdf, root["ParentTree"])["Nums"]
    for index, page in enumerate(pdf.page_references):
        parents = numbers[2 * index + 1]
        hidden = {mcid for mcid, parent in enumerate(parents) if parent not in linked}
        stream = resolve(pdf, resolve(pdf, page)["Contents"]).stream
        _as_artifacts(stream, set(hidden))
        for mcid in hidden:
            parents[mcid] = "null"


def _as_artifacts(stream: list[Any], hidden: set[int]) -> None:
    """Turn the marked content of those numbers into artifacts, in place."""
    for index in range(1, len(stream) - 1):
        if stream[index + 1] == b"BDC" and stream[index].get("MCID") in hidden:
            hidden.remove(stream[index]["MCID"])
            stream[index - 1 : index + 2] = ["/Artifact", b"", b"BMC"]
    if hidden:
        raise RenderFailure([messages.TRANSPARENT_HEADER()])


def _describe_links(pdf: Pdf, labels: Mapping[str, str]) -> None:
    """Give each link the label of the clause it leads to as its description."""
    import pydyf

    for obj in pdf.objects:
        if isinstance(obj, dict) and obj.get("Subtype") == "/Link" and "Dest" in obj:
            target = obj["Dest"].string
            obj["Contents"] = pydyf.String(labels.get(target, target))
