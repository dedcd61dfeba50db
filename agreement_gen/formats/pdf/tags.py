"""Makes a rendered PDF's structure say what the page shows, for those who hear it read.

What the renderer leaves: page headers and footers that are marked as content but are in no
structure, items of a list without a body, a nested list beside its item instead of in it, a
table that is a new table on each page with its heading repeated, and links described by an
internal name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from agreement_gen.formats import messages
from agreement_gen.formats.errors import RenderFailure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Objects of pydyf, which has no types.
Pdf: TypeAlias = Any
Element: TypeAlias = Any


def tidy_tags(pdf: Pdf, labels: Mapping[str, str]) -> None:
    """Complete the structure of ``pdf`` as PDF/UA-1 wants it (ISO 14289-1, 7).

    Args:
        pdf: The rendered file, changed in place.
        labels: What a link's destination is called, by clause id.

    Raises:
        RenderFailure: A page's header or footer is drawn through a transparency group, where it
            cannot be marked as an artifact.
    """
    root = resolve(pdf, pdf.catalog["StructTreeRoot"])
    _complete_lists(pdf, root)
    _join_tables(pdf, root)
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


def _join_tables(pdf: Pdf, root: Element) -> None:
    """Make one table of its parts on several pages; a part without a caption continues."""
    first: Element = None
    for table in _all(pdf, root, "/Table"):
        kids = _kids(pdf, table)
        if first is None or any(kid["S"] == "/Caption" for kid in kids):
            first = table
            continue
        new_ids: dict[bytes, Any] = {}
        for kid in kids:
            if kid["S"] == "/THead":
                (head,) = _heads(pdf, first)
                old_ids = [name.data for name in _ids(pdf, kid)]
                new_ids |= zip(old_ids, _ids(pdf, head), strict=True)
                continue
            _adopt(first, kid)
            for cell in _all(pdf, kid, "/TD"):
                headers = cell["A"].get("Headers", ())
                headers[:] = [new_ids.get(header.data, header) for header in headers]
        resolve(pdf, table["P"])["K"].remove(table.reference)


def _heads(pdf: Pdf, table: Element) -> list[Element]:
    return [kid for kid in _kids(pdf, table) if kid["S"] == "/THead"]


def _ids(pdf: Pdf, head: Element) -> list[Any]:
    return [cell["ID"] for cell in _all(pdf, head, "/TH")]


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
