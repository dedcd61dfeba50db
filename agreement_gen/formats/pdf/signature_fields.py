"""Empty signature fields in a rendered PDF, one on each line that a party signs electronically.

A field is tagged so that the file stays accessible (ISO 14289-1, 7.18.4) and archivable
(ISO 19005-2, 6.4.1). Its lock (ISO 32000-1, table 233) closes the field itself and, by ``P`` of
ISO 32000-2, the whole document, except that other fields may be filled in: the other parties can
still sign, in any order, and nothing else may change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agreement_gen.document.tracked_changes import is_changed
from agreement_gen.document.tree import Signatures, text_of
from agreement_gen.formats import messages
from agreement_gen.formats.errors import RenderFailure
from agreement_gen.formats.html import field_anchor
from agreement_gen.formats.pdf.tags import below, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agreement_gen.document.tree import Document, Signature, SignatureLine
    from agreement_gen.formats.pdf.tags import Element, Pdf

_POINTS_PER_PIXEL = 0.75
_PRINTED = 4
"""The flag of an annotation that is printed (ISO 32000-1, table 165)."""
_FIELDS_AND_APPEND_ONLY = 3
"""The form's flags: it has signature fields; save by appending (ISO 32000-1, table 219)."""
_FILL_IN_ONLY = 2
"""What may change after signing: fields are filled in and signed (ISO 32000-2, table 236)."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field to add.

    Attributes:
        party: The party that signs in it; it becomes the field's name.
        description: What a screen reader calls it.
        page: The index of its page.
        box: Left, top, right and bottom on the page, in points from the top left corner.
        blank: The index of its line among all the signature lines without a printed value.
    """

    party: str
    description: str
    page: int
    box: tuple[float, float, float, float]
    blank: int


def place_fields(document: Document, pages: Sequence[Any]) -> tuple[Field, ...]:
    """The fields of ``document`` on the renderer's laid-out ``pages``; none on a comparison.

    Raises:
        RenderFailure: Two lines are to be the field of one party, or a line is not on one page.
    """
    if is_changed(document):
        return ()
    fields: list[Field] = []
    for blank, (signature, line) in enumerate(_blank_lines(document)):
        if not line.is_field:
            continue
        if any(field.party == signature.party for field in fields):
            raise RenderFailure([messages.TWO_FIELDS(party=signature.party)])
        anchor = field_anchor(signature.party)
        found = [n for n, page in enumerate(pages) if anchor in page.anchors]
        if len(found) != 1:
            raise RenderFailure([messages.FIELD_NOT_ON_ONE_PAGE(party=signature.party)])
        left, top, right, bottom = (
            round(value * _POINTS_PER_PIXEL, 2) for value in pages[found[0]].anchors[anchor]
        )
        description = f"{text_of(signature.heading)}: {line.label}"
        fields.append(
            Field(signature.party, description, found[0], (left, top, right, bottom), blank)
        )
    return tuple(fields)


def _blank_lines(document: Document) -> Iterator[tuple[Signature, SignatureLine]]:
    blocks = [*document.front, *(block for clause in document.clauses for block in clause.blocks)]
    for block in blocks:
        if isinstance(block, Signatures):
            for signature in block.signatures:
                yield from ((signature, line) for line in signature.lines if line.value is None)


def add_fields(pdf: Pdf, fields: Sequence[Field]) -> None:
    """Add the fields to a tagged PDF, each as a part of its line's structure (ISO 32000-1, 12.7).

    Raises:
        RenderFailure: The line of a field is not in the file's structure, or on another page.
    """
    import pydyf

    if not fields:
        return
    root = resolve(pdf, pdf.catalog["StructTreeRoot"])
    numbers = resolve(pdf, root["ParentTree"])["Nums"]
    lines = [each for each in below(pdf, root) if each["S"] == "/P" and not each["K"]]
    form = pydyf.Dictionary({"Fields": pydyf.Array(), "SigFlags": _FIELDS_AND_APPEND_ONLY})
    pdf.add_object(form)
    pdf.catalog["AcroForm"] = form.reference
    for field in fields:
        line = _structure_of(pdf, field, lines)
        page = resolve(pdf, pdf.page_references[field.page])
        key = numbers[-2] + 1
        widget = _widget(pdf, field, page, key)
        form["Fields"].append(widget.reference)
        page.setdefault("Annots", pydyf.Array()).append(widget.reference)
        page["Tabs"] = "/S"
        element = _form_element(pdf, field, line, widget)
        line["K"].append(element.reference)
        numbers.extend([key, element.reference])


def _structure_of(pdf: Pdf, field: Field, lines: Sequence[Element]) -> Element:
    """The structure element of a field's line; ``lines`` are those of all blank lines, in order.

    Raises:
        RenderFailure: It does not exist, or is on another page than the field.
    """
    if field.blank >= len(lines):
        raise RenderFailure([messages.FIELD_WITHOUT_LINE(party=field.party)])
    line = lines[field.blank]
    if line["Pg"] != pdf.page_references[field.page]:
        raise RenderFailure([messages.FIELD_NOT_ON_ONE_PAGE(party=field.party)])
    return line


def _form_element(pdf: Pdf, field: Field, line: Element, widget: Element) -> Element:
    """The structure element that makes a widget part of its line (ISO 14289-1, 7.18.4)."""
    import pydyf

    page = pdf.page_references[field.page]
    link = pydyf.Dictionary({"Type": "/OBJR", "Obj": widget.reference, "Pg": page})
    pdf.add_object(link)
    element = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": "/Form",
            "P": line.reference,
            "Pg": page,
            # Not in an array: pyHanko lets a signed field change only where it is written so.
            "K": link.reference,
        }
    )
    pdf.add_object(element)
    return element


def _widget(pdf: Pdf, field: Field, page: Element, key: int) -> Element:
    """The field and its only widget in one dictionary, with an appearance that shows nothing."""
    import pydyf

    left, top, right, bottom = field.box
    height = float(page["MediaBox"][3])
    appearance = pydyf.Stream(
        [],
        {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": pydyf.Array([0, 0, round(right - left, 2), round(bottom - top, 2)]),
            "Resources": pydyf.Dictionary({}),
        },
    )
    pdf.add_object(appearance)
    lock = pydyf.Dictionary(
        {
            "Type": "/SigFieldLock",
            "Action": "/Include",
            "Fields": pydyf.Array([pydyf.String(field.party)]),
            "P": _FILL_IN_ONLY,
        }
    )
    pdf.add_object(lock)
    rectangle = [left, round(height - bottom, 2), right, round(height - top, 2)]
    widget = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(field.party),
            "TU": pydyf.String(field.description),
            "F": _PRINTED,
            "Rect": pydyf.Array(rectangle),
            "P": page.reference,
            "AP": pydyf.Dictionary({"N": appearance.reference}),
            "Lock": lock.reference,
            "StructParent": key,
        }
    )
    pdf.add_object(widget)
    return widget
