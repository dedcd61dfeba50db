"""Pictures of a Word file (ECMA-376, part 1, clause 20)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from lxml import etree

from agreement_gen.formats.docx.runs import mark, paragraph
from agreement_gen.formats.docx.xml import w

if TYPE_CHECKING:
    from lxml.etree import _Element

    from agreement_gen.document.tree import Picture, TrackedChange
    from agreement_gen.formats.docx.context import WritingContext

_WP: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC: Final = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# [MS-ODRAWXML] 2.3: that a drawing says nothing; readers of the screen pass over it.
_DECORATIVE: Final = "http://schemas.microsoft.com/office/drawing/2017/decorative"
_DECORATIVE_URI: Final = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
_TENTHS_OF_TWIP: Final = 254 / 1440
_EMU: Final = 3600
"""Word's unit of length for a tenth of a millimetre."""


def picture(
    context: WritingContext, block: Picture, change: TrackedChange | None, indent: int = 0
) -> _Element:
    """A picture's paragraph, whose text begins ``indent`` twips in."""
    relationship = context.embed(block.data)
    available = round((context.styles.text_width - indent) * _TENTHS_OF_TWIP)
    if block.width > available:
        height = block.height * available // block.width
        block = replace(block, width=available, height=max(1, height))
    run = w("r", w("drawing", inline(block, relationship, context.next_id())))
    element = paragraph(context, "Body Text", (), change=change, indent=indent)
    element.append(run if change is None else mark(context, change, run))
    return element


def inline(block: Picture, relationship: str, number: int) -> _Element:
    """A picture as a part of a line, with its alternative text, or the mark that it decorates.

    Args:
        block: The picture.
        relationship: The id of the relationship to its file.
        number: A number that no other drawing of the file has.
    """
    size = {"cx": str(block.width * _EMU), "cy": str(block.height * _EMU)}
    element = etree.Element(
        f"{{{_WP}}}inline",
        dict.fromkeys(("distT", "distB", "distL", "distR"), "0"),
        nsmap={"wp": _WP, "a": _A, "pic": _PIC, "r": _R},
    )
    etree.SubElement(element, f"{{{_WP}}}extent", size)
    about = {"id": str(number), "name": block.name}
    properties = etree.SubElement(element, f"{{{_WP}}}docPr", about | {"descr": block.alternative})
    if not block.alternative:
        extensions = etree.SubElement(properties, f"{{{_A}}}extLst")
        extension = etree.SubElement(extensions, f"{{{_A}}}ext", {"uri": _DECORATIVE_URI})
        nsmap = {"adec": _DECORATIVE}
        etree.SubElement(extension, f"{{{_DECORATIVE}}}decorative", {"val": "1"}, nsmap=nsmap)
    frame = etree.SubElement(element, f"{{{_WP}}}cNvGraphicFramePr")
    etree.SubElement(frame, f"{{{_A}}}graphicFrameLocks", {"noChangeAspect": "1"})
    graphic = etree.SubElement(element, f"{{{_A}}}graphic")
    data = etree.SubElement(graphic, f"{{{_A}}}graphicData", {"uri": _PIC})
    pic = etree.SubElement(data, f"{{{_PIC}}}pic")
    names = etree.SubElement(pic, f"{{{_PIC}}}nvPicPr")
    etree.SubElement(names, f"{{{_PIC}}}cNvPr", about)
    etree.SubElement(names, f"{{{_PIC}}}cNvPicPr")
    fill = etree.SubElement(pic, f"{{{_PIC}}}blipFill")
    etree.SubElement(fill, f"{{{_A}}}blip", {f"{{{_R}}}embed": relationship})
    stretch = etree.SubElement(fill, f"{{{_A}}}stretch")
    etree.SubElement(stretch, f"{{{_A}}}fillRect")
    shape = etree.SubElement(pic, f"{{{_PIC}}}spPr")
    transform = etree.SubElement(shape, f"{{{_A}}}xfrm")
    etree.SubElement(transform, f"{{{_A}}}off", {"x": "0", "y": "0"})
    etree.SubElement(transform, f"{{{_A}}}ext", size)
    geometry = etree.SubElement(shape, f"{{{_A}}}prstGeom", {"prst": "rect"})
    etree.SubElement(geometry, f"{{{_A}}}avLst")
    return element
