"""What every page of a Word file shows beside the text: its header, and the mark of a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

from agreement_gen.document.tree import SEPARATOR
from agreement_gen.formats.docx.pictures import inline
from agreement_gen.formats.docx.xml import tag, text_element, w

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

    from agreement_gen.document.tree import HeaderFooter
    from agreement_gen.formats.docx.reference_styles import ReferenceStyles

_V: Final = "urn:schemas-microsoft-com:vml"
_O: Final = "urn:schemas-microsoft-com:office:office"
_W10: Final = "urn:schemas-microsoft-com:office:word"
# The shape type of Word's own watermarks: a straight text path (ECMA-376, part 4, clause 19.1).
_TEXT_PATH: Final = "_x0000_t136"
# The diagonal mark, as in the PDF: its height, and its width for each letter, in points.
_HEIGHT: Final = 76
_LETTER: Final = 62
_MARK_COLOR: Final = "#f6e8e8"
_MARK_DEGREES: Final = -55
_START_PERCENT: Final = 44
"""How much of the header's width its left side has, as in the PDF."""
_FIRST_DRAWING: Final = 100_000
"""The number of the first drawing of a header, beyond those of the text."""
_SPACE_BELOW: Final = 227
"""Twips (4 mm) below a header that is higher than the page's margin."""


def header(
    header_footer: HeaderFooter, styles: ReferenceStyles, embed: Callable[[bytes], str]
) -> list[_Element]:
    """The header: its two sides in a table, so that neither runs into the other (clause 17.10).

    At the left the mark of a draft and what the document is; at the right its edition, the page
    and the number of pages, and the case numbers. Behind the page is a draft's mark again.
    Above the left side are the logotypes; ``embed`` puts a picture's file into the header's part
    and gives the id of the relationship to it.
    """
    mark = header_footer.draft
    start = [_paragraph(styles, "header", _text(header_footer.header_start))]
    if mark is not None:
        properties = w("rPr", w("rStyle", val=styles.ids["Draft mark"]))
        start.insert(0, _paragraph(styles, "header", w("r", properties, text_element("t", mark))))
    if header_footer.logotypes:
        drawn = (
            w("r", w("drawing", inline(logotype, embed(logotype.data), _FIRST_DRAWING + number)))
            for number, logotype in enumerate(header_footer.logotypes)
        )
        apart = (part for run in drawn for part in (run, _text("\u00a0\u00a0")))
        start.insert(0, _paragraph(styles, "header", *apart))
    label = f"{header_footer.page_label} "
    if header_footer.header_end:
        label = f"{header_footer.header_end}{SEPARATOR}{label}"
    end = [
        _paragraph(
            styles,
            "header",
            *(_text(label), *_field("PAGE"), _text(" ("), *_field("NUMPAGES"), _text(")")),
            align="right",
        ),
        *(
            _paragraph(styles, "header", _text(line.text), align="right")
            for line in header_footer.case_numbers
        ),
    ]
    left = styles.text_width * _START_PERCENT // 100
    widths = (left, styles.text_width - left)
    table = w(
        "tbl",
        w(
            "tblPr",
            w("tblStyle", val=styles.ids["Header Table"]),
            w("tblW", w=styles.text_width, type="dxa"),
            w("tblLayout", type="fixed"),
            w("tblLook", val="0000"),
        ),
        w("tblGrid", *(w("gridCol", w=width) for width in widths)),
        w(
            "tr",
            *(
                w("tc", w("tcPr", w("tcW", w=width, type="dxa")), *side)
                for width, side in zip(widths, (start, end), strict=True)
            ),
        ),
    )
    # Word wants a paragraph after a table; a draft's mark across the page is anchored to it.
    marks = () if mark is None else (_watermark(mark),)
    end_of_table = _paragraph(styles, "Table end", *marks)
    end_of_table[0].append(w("spacing", after=_SPACE_BELOW))
    return [table, end_of_table]


def _paragraph(
    styles: ReferenceStyles, style: str, *content: _Element, align: str | None = None
) -> _Element:
    properties = w("pPr", w("pStyle", val=styles.ids[style]))
    if align is not None:
        properties.append(w("jc", val=align))
    return w("p", properties, *content)


def _text(text: str) -> _Element:
    return w("r", text_element("t", text))


def _field(name: str) -> list[_Element]:
    """A field with a value to show until Word counts, which it does when it lays out a page."""
    return [
        w("r", w("fldChar", fldCharType="begin")),
        w("r", text_element("instrText", f" {name} ")),
        w("r", w("fldChar", fldCharType="separate")),
        w("r", text_element("t", "1")),
        w("r", w("fldChar", fldCharType="end")),
    ]


def _watermark(text: str) -> _Element:
    """A mark across the page as Word makes it, so that Word's own menu can remove it."""
    nsmap = {"v": _V, "o": _O, "w10": _W10}
    pict = etree.Element(tag("pict"), nsmap=nsmap)
    kind = etree.SubElement(
        pict,
        f"{{{_V}}}shapetype",
        {
            "id": _TEXT_PATH,
            "coordsize": "21600,21600",
            f"{{{_O}}}spt": "136",
            "adj": "10800",
            "path": "m@7,l@8,m@5,21600l@6,21600e",
        },
    )
    formulas = etree.SubElement(kind, f"{{{_V}}}formulas")
    for formula in (
        "sum #0 0 10800",
        "prod #0 2 1",
        "sum 21600 0 @1",
        "sum 0 0 @2",
        "sum 21600 0 @3",
        "if @0 @3 0",
        "if @0 21600 @1",
        "if @0 0 @2",
        "if @0 @4 21600",
    ):
        etree.SubElement(formulas, f"{{{_V}}}f", {"eqn": formula})
    etree.SubElement(kind, f"{{{_V}}}path", {"textpathok": "t", f"{{{_O}}}connecttype": "rect"})
    etree.SubElement(kind, f"{{{_V}}}textpath", {"on": "t", "fitshape": "t"})
    style = (
        "position:absolute;margin-left:0;margin-top:0;"
        f"width:{max(len(text), 4) * _LETTER}pt;height:{_HEIGHT}pt;"
        f"rotation:{_MARK_DEGREES % 360};z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    shape = etree.SubElement(
        pict,
        f"{{{_V}}}shape",
        {
            "id": "PowerPlusWaterMarkObject1",
            f"{{{_O}}}spid": "_x0000_s2049",
            "type": f"#{_TEXT_PATH}",
            "alt": text,
            "style": style,
            f"{{{_O}}}allowincell": "f",
            "fillcolor": _MARK_COLOR,
            "stroked": "f",
        },
    )
    path_style = 'font-family:"Calibri";font-size:1pt'
    etree.SubElement(shape, f"{{{_V}}}textpath", {"style": path_style, "string": text})
    etree.SubElement(shape, f"{{{_W10}}}wrap", {"anchorx": "margin", "anchory": "margin"})
    gallery = w("docPartObj", w("docPartGallery", val="Watermarks"), w("docPartUnique"))
    return w(
        "sdt",
        w("sdtPr", w("id", val=1), gallery),
        w("sdtContent", w("r", w("rPr", w("noProof")), pict)),
    )
