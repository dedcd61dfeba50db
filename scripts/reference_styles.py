"""The styles of the reference document, as the styles part of a Word file."""

from __future__ import annotations

from dataclasses import dataclass

# The colours and spaces are those of agreement.css, so that Word and PDF look alike.
INK = "1C1C1C"
ACCENT = "1F4E79"
MUTED = "55585C"
RULE = "8A8F96"
HAIR = "C9CDD2"
OWN = "EAF0F6"
FONT = "Calibri"
# Twips: A4, the margins (2.5, 3 and 1.8 cm) and the header's place below the edge.
PAGE = (11906, 16838)
MARGIN = 1417
MARGIN_TOP = 1701
MARGIN_BOTTOM = 1020
HEADER = 624
# Twips from one level of a list to the next.
STEP = 425

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@dataclass(frozen=True, slots=True)
class Style:
    """A style: paragraph and character properties as XML; built-in ones have Word's name."""

    id: str
    name: str
    ppr: str = ""
    rpr: str = ""
    based_on: str | None = "Normal"
    following: str | None = None
    kind: str = "paragraph"
    custom: bool = False


def size(points: float) -> str:
    """A font size; Word counts half points."""
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def color(value: str) -> str:
    """A text colour."""
    return f'<w:color w:val="{value}"/>'


def space(before: float = 0, after: float = 0, rest: str = "") -> str:
    """Space before and after a paragraph in points, with other attributes in ``rest``."""
    return f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"{rest}/>'


def line(side: str, width: float, gap: int = 1, value: str = RULE) -> str:
    """A border line ``width`` points wide, ``gap`` points from the text."""
    return f'<w:{side} w:val="single" w:sz="{round(width * 8)}" w:space="{gap}" w:color="{value}"/>'


def borders(*lines: str) -> str:
    """A paragraph's borders."""
    return f"<w:pBdr>{''.join(lines)}</w:pBdr>"


KEEP = "<w:keepNext/><w:keepLines/>"
BOLD = "<w:b/><w:bCs/>"
SINGLE = ' w:line="240" w:lineRule="auto"'
LINES = ' w:line="271" w:lineRule="auto"'


def outline(level: int) -> str:
    """The level of a heading in the navigation pane."""
    return f'<w:outlineLvl w:val="{level}"/>'


def numbered(num: int) -> str:
    """A style's numbering."""
    return f'<w:numPr><w:numId w:val="{num}"/></w:numPr>'


# Space is before a paragraph, not after it, so that there is some after a table too.
PARAGRAPHS = (
    Style("Normal", "Normal", based_on=None),
    Style("BodyText", "Body Text", space(7)),
    Style(
        "Title",
        "Title",
        "<w:keepNext/>" + space(0, 2, SINGLE) + "<w:contextualSpacing/>",
        BOLD + color(ACCENT) + size(24),
        following="Subtitle",
    ),
    Style(
        "Subtitle",
        "Subtitle",
        "<w:keepNext/>" + borders(line("bottom", 1.5, 11, ACCENT)) + space(0, 8, SINGLE),
        color(MUTED) + size(12.5),
        following="BodyText",
    ),
    Style(
        "Heading1",
        "heading 1",
        KEEP + numbered(1) + space(22, 0, SINGLE) + outline(0),
        BOLD + color(INK) + size(15),
        following="BodyText",
    ),
    Style(
        "Heading2",
        "heading 2",
        KEEP + space(15.5, 0, SINGLE) + outline(1),
        BOLD + color(INK) + size(12),
        following="BodyText",
    ),
    Style(
        "Heading3",
        "heading 3",
        KEEP + space(11, 0, SINGLE) + outline(2),
        BOLD + color(INK) + size(11),
        following="BodyText",
    ),
    Style("Lead-in", "Lead-in", KEEP, BOLD, based_on="BodyText", custom=True),
    Style("ListNumber", "List Number", numbered(2) + space(3), based_on="BodyText"),
    Style("ListBullet", "List Bullet", numbered(3) + space(3), based_on="BodyText"),
    Style(
        "LocalTextLabel",
        "Local text label",
        KEEP + space(4),
        BOLD + color(MUTED) + size(10),
        based_on="BodyText",
        custom=True,
    ),
    Style("LocalText", "Local text", space(3), based_on="BodyText", custom=True),
    Style(
        "Fill-inLine",
        "Fill-in line",
        borders(line("bottom", 0.75, 1, MUTED), line("between", 0.75, 1, MUTED)) + space(14, 6),
        "<w:i/><w:iCs/>" + color(MUTED) + size(9),
        based_on="BodyText",
        custom=True,
    ),
    Style(
        "Caption",
        "caption",
        KEEP + space(14, 4, SINGLE),
        BOLD + color(INK) + size(10.5),
        following="BodyText",
    ),
    Style(
        "TableText",
        "Table text",
        "<w:suppressAutoHyphens/>" + space(2.5, 2.5, SINGLE),
        size(10),
        custom=True,
    ),
    Style(
        "TableFigure", "Table figure", '<w:jc w:val="right"/>', based_on="TableText", custom=True
    ),
    Style(
        "TableEnd",
        "Table end",
        space(0, 0, ' w:line="20" w:lineRule="exact"'),
        size(1),
        custom=True,
    ),
    Style(
        "SignatureHeading",
        "Signature heading",
        KEEP + space(16, 2, SINGLE),
        BOLD + color(INK) + size(12),
        custom=True,
    ),
    Style("SignatureDetail", "Signature detail", KEEP + space(0, 0, SINGLE), custom=True),
    Style(
        "SignatureLine",
        "Signature line",
        KEEP + borders(line("bottom", 0.75, 2, "000000")) + space(24, 0, SINGLE),
        custom=True,
    ),
    Style(
        "SignatureLabel",
        "Signature label",
        "<w:keepLines/>" + space(2, 0, SINGLE),
        color(MUTED) + size(9),
        custom=True,
    ),
    Style(
        "Header",
        "header",
        "<w:suppressAutoHyphens/>" + space(0, 0, SINGLE),
        color(MUTED) + size(8.5),
    ),
)

CHARACTERS = (
    Style("DefaultParagraphFont", "Default Paragraph Font", based_on=None, kind="character"),
    Style("Strong", "Strong", rpr=BOLD, based_on="DefaultParagraphFont", kind="character"),
    Style(
        "Emphasis",
        "Emphasis",
        rpr="<w:i/><w:iCs/>",
        based_on="DefaultParagraphFont",
        kind="character",
    ),
    Style(
        "Hyperlink",
        "Hyperlink",
        rpr=color(ACCENT),
        based_on="DefaultParagraphFont",
        kind="character",
    ),
    Style(
        "DraftMark",
        "Draft mark",
        rpr=BOLD + color("A01818") + '<w:spacing w:val="30"/>' + size(10),
        based_on="DefaultParagraphFont",
        kind="character",
        custom=True,
    ),
)


def style_xml(style: Style) -> str:
    """One ``w:style``."""
    default = style.name in ("Normal", "Default Paragraph Font")
    flags = (' w:default="1"' if default else "") + (' w:customStyle="1"' if style.custom else "")
    parts = [f'<w:style w:type="{style.kind}"{flags} w:styleId="{style.id}">']
    parts.append(f'<w:name w:val="{style.name}"/>')
    if style.based_on:
        parts.append(f'<w:basedOn w:val="{style.based_on}"/>')
    if style.following:
        parts.append(f'<w:next w:val="{style.following}"/>')
    parts.append('<w:uiPriority w:val="1"/><w:qFormat/>')
    if style.ppr:
        parts.append(f"<w:pPr>{style.ppr}</w:pPr>")
    if style.rpr:
        parts.append(f"<w:rPr>{style.rpr}</w:rPr>")
    return "".join([*parts, "</w:style>"])


def shade(fill: str) -> str:
    """A cell's shading."""
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'


def cell_part(kind: str, cell: str, *, run: str = BOLD) -> str:
    """The style of one part of a table."""
    return (
        f'<w:tblStylePr w:type="{kind}"><w:rPr>{run}</w:rPr><w:tcPr>{cell}</w:tcPr></w:tblStylePr>'
    )


def margins(left: int, right: int, below: int = 0) -> str:
    """The space on the sides of each cell, in twips."""
    sides = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 0), ("left", left), ("bottom", below), ("right", right))
    )
    return f"<w:tblCellMar>{sides}</w:tblCellMar>"


def table_styles() -> str:
    """The table styles: Word's own default, the agreement's tables, the signatures."""
    edges = line("top", 1, 0, INK) + line("bottom", 1, 0, INK) + line("insideH", 0.5, 0, HAIR)
    top_and_bottom = line("top", 1, 0, INK) + line("bottom", 1, 0, INK)
    head = '<w:style w:type="table"'
    custom = '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="1"/><w:qFormat/>'
    return (
        f'{head} w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>'
        f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{margins(108, 108)}</w:tblPr></w:style>'
        f'{head} w:customStyle="1" w:styleId="AgreementTable"><w:name w:val="Agreement Table"/>'
        f'{custom}<w:tblPr><w:tblStyleRowBandSize w:val="1"/>'
        f"<w:tblBorders>{edges}</w:tblBorders>{margins(100, 100)}</w:tblPr>"
        + cell_part(
            "firstRow",
            f'<w:tcBorders>{top_and_bottom}</w:tcBorders><w:vAlign w:val="bottom"/>',
        )
        + cell_part("lastRow", f"<w:tcBorders>{top_and_bottom}</w:tcBorders>")
        + cell_part("band1Horz", "", run=BOLD + color(ACCENT))
        + cell_part(
            "band2Horz", f"<w:tcBorders>{line('left', 3, 0, ACCENT)}</w:tcBorders>{shade(OWN)}"
        )
        + "</w:style>"
        f'{head} w:customStyle="1" w:styleId="SignatureTable"><w:name w:val="Signature Table"/>'
        f"{custom}<w:tblPr>{margins(0, 480)}</w:tblPr></w:style>"
        f'{head} w:customStyle="1" w:styleId="HeaderTable"><w:name w:val="Header Table"/>'
        f"{custom}<w:tblPr><w:tblBorders>{line('bottom', 0.5, 0)}</w:tblBorders>"
        f"{margins(0, 0, below=85)}</w:tblPr></w:style>"
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
    )


def styles_xml() -> str:
    """The styles part."""
    fonts = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
    language = '<w:lang w:val="sv-SE" w:eastAsia="sv-SE" w:bidi="ar-SA"/>'
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts}{size(11)}{language}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault><w:pPr>{space(0, 0, LINES)}</w:pPr>"
        "</w:pPrDefault></w:docDefaults>"
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1" '
        'w:defUnhideWhenUsed="1" w:defQFormat="0" w:count="376"/>'
    )
    listed = "".join(map(style_xml, PARAGRAPHS + CHARACTERS))
    return f"{HEAD}<w:styles {W}>{defaults}{listed}{table_styles()}</w:styles>"
