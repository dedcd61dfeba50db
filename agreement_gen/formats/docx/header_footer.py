"""What every page of a Word file shows: header, footer and the mark of a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

from agreement_gen.formats.docx.xml import tag, text_element, w

if TYPE_CHECKING:
    from lxml.etree import _Element

    from agreement_gen.document.tree import HeaderFooter
    from agreement_gen.formats.docx.reference_styles import ReferenceStyles

_V: Final = "urn:schemas-microsoft-com:vml"
_O: Final = "urn:schemas-microsoft-com:office:office"
_W10: Final = "urn:schemas-microsoft-com:office:word"
# The shape type of Word's own watermarks: a straight text path (ECMA-376, part 4, clause 19.1).
_TEXT_PATH: Final = "_x0000_t136"
# The height of the diagonal mark, and its width for each letter, in points.
_HEIGHT: Final = 110
_LETTER: Final = 72
_EM_SPACE: Final = "\u2003"


def header(header_footer: HeaderFooter, styles: ReferenceStyles) -> list[_Element]:
    """The header's one paragraph (ECMA-376, part 1, clause 17.10).

    It has the header's two sides and, on a draft, its mark in the line and behind it.
    """
    element = w("p", w("pPr", w("pStyle", val=styles.ids["header"])))
    if header_footer.draft is not None:
        element.append(_watermark(header_footer.draft))
        properties = w("rPr", w("rStyle", val=styles.ids["Draft mark"]))
        element.append(w("r", properties, text_element("t", header_footer.draft)))
        element.append(w("r", text_element("t", _EM_SPACE)))
    element.append(w("r", text_element("t", header_footer.header_start)))
    # A tab of the style's right-hand stop divides the two sides.
    element.append(w("r", w("tab"), text_element("t", header_footer.header_end)))
    return [element]


def footer(header_footer: HeaderFooter, styles: ReferenceStyles) -> list[_Element]:
    """The footer's one paragraph: the label, the page and the number of pages (clause 17.10)."""
    return [
        w(
            "p",
            w("pPr", w("pStyle", val=styles.ids["footer"])),
            w("r", text_element("t", f"{header_footer.page_label} ")),
            *_field("PAGE"),
            w("r", text_element("t", " (")),
            *_field("NUMPAGES"),
            w("r", text_element("t", ")")),
        )
    ]


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
        f"width:{max(len(text), 4) * _LETTER}pt;height:{_HEIGHT}pt;rotation:315;z-index:-251658752;"
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
            "fillcolor": "silver",
            "stroked": "f",
        },
    )
    etree.SubElement(shape, f"{{{_V}}}fill", {"opacity": ".5"})
    path_style = 'font-family:"Calibri";font-size:1pt'
    etree.SubElement(shape, f"{{{_V}}}textpath", {"style": path_style, "string": text})
    etree.SubElement(shape, f"{{{_W10}}}wrap", {"anchorx": "margin", "anchory": "margin"})
    gallery = w("docPartObj", w("docPartGallery", val="Watermarks"), w("docPartUnique"))
    return w(
        "sdt",
        w("sdtPr", w("id", val=1), gallery),
        w("sdtContent", w("r", w("rPr", w("noProof")), pict)),
    )
