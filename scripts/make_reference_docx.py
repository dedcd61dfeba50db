"""Make the reference document that Word agreements take their style from.

It is a starting point. From there on a person opens ``reference.docx`` in Word, changes the
styles (Home, Styles, Modify) and saves; no code is needed. What must stay:

- the styles' names, which the program looks for; it reports which are missing;
- the numbering of the styles "heading 1", "List Number" and "List Bullet";
- in the table style "Agreement Table", the odd bands are the style of group rows, the even bands
  that of the municipality's own row, the total row that of sums (borders, shading, text colour).

The text of the reference shows each style and is never part of an agreement.

    python -m scripts.make_reference_docx templates/halsocenter/reference.docx
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from scripts.reference_styles import (
    ACCENT,
    CHARACTERS,
    FONT,
    HEAD,
    HEADER,
    MARGIN,
    MARGIN_BOTTOM,
    MARGIN_TOP,
    PAGE,
    PARAGRAPHS,
    STEP,
    W,
    styles_xml,
)

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def level(number: int, form: str, text: str, left: int, style: str = "", font: str = "") -> str:
    """One level of a list, its number hanging one step left of the text."""
    link = f'<w:pStyle w:val="{style}"/>' if style else ""
    hanging = min(left, STEP + 142 if style.startswith("Heading") else STEP)
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{link}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr>{font}</w:lvl>'
    )


def numbering_xml() -> str:
    """The numbering part: clauses, numbered lists, bullet lists."""
    accent = f'<w:rPr><w:color w:val="{ACCENT}"/></w:rPr>'
    clauses = level(0, "decimal", "%1", STEP + 142, "Heading1", accent) + "".join(
        level(n, "none", "", 0) for n in range(1, 9)
    )
    ordered = "".join(
        level(n, "decimal", f"%{n + 1}.", STEP * (n + 1), "" if n else "ListNumber")
        for n in range(9)
    )
    font = f'<w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"/></w:rPr>'
    bullets = "".join(
        level(n, "bullet", "•", STEP * (n + 1), "" if n else "ListBullet", font) for n in range(9)
    )
    lists = (clauses, ordered, bullets)
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:nsid w:val="4A5E100{n}"/>'
        f'<w:multiLevelType w:val="multilevel"/><w:tmpl w:val="4A5E200{n}"/>{levels}'
        "</w:abstractNum>"
        for n, levels in enumerate(lists, start=1)
    )
    nums = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>'
        for n in range(1, len(lists) + 1)
    )
    return f"{HEAD}<w:numbering {W}>{abstract}{nums}</w:numbering>"


def settings_xml() -> str:
    """The settings part: hyphenation, and Word's present way of laying out a page."""
    uri = "http://schemas.microsoft.com/office/word"
    return (
        f'{HEAD}<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="1304"/>'
        "<w:autoHyphenation/>"
        '<w:consecutiveHyphenLimit w:val="2"/><w:hyphenationZone w:val="425"/>'
        "<w:doNotHyphenateCaps/>"
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f'<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="{uri}" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="sv-SE"/><w:decimalSymbol w:val=","/>'
        '<w:listSeparator w:val=";"/></w:settings>'
    )


def sample_table(row: int) -> str:
    """A small table in the agreement's table style; ``row`` rows below its header."""
    cell = '<w:tc><w:tcPr><w:tcW w:w="4536" w:type="dxa"/></w:tcPr>{}</w:tc>'
    cells = "".join(
        cell.format(f'<w:p><w:pPr><w:pStyle w:val="{s}"/></w:pPr><w:r><w:t>{s}</w:t></w:r></w:p>')
        for s in ("TableText", "TableFigure")
    )
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="AgreementTable"/><w:tblW w:w="9072" w:type="dxa"/>'
        '<w:tblLook w:val="0460" w:firstRow="1" w:lastRow="1" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr>'
        '<w:tblGrid><w:gridCol w:w="4536"/><w:gridCol w:w="4536"/></w:tblGrid>'
        + f"<w:tr>{cells}</w:tr>" * (row + 1)
        + "</w:tbl>"
    )


def document_xml() -> str:
    """The main part: each style with its name as text, a table, and the page."""
    shown = [style for style in PARAGRAPHS if style.id not in ("TableText", "TableFigure")]
    texts = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{s.id}"/></w:pPr><w:r><w:t>{s.name}</w:t></w:r></w:p>'
        for s in shown
    )
    runs = "".join(
        f'<w:r><w:rPr><w:rStyle w:val="{s.id}"/></w:rPr>'
        f'<w:t xml:space="preserve">{s.name} </w:t></w:r>'
        for s in CHARACTERS[1:]
    )
    width, height = PAGE
    page = (
        f'<w:sectPr><w:pgSz w:w="{width}" w:h="{height}"/><w:pgMar w:top="{MARGIN_TOP}" '
        f'w:right="{MARGIN}" w:bottom="{MARGIN_BOTTOM}" w:left="{MARGIN}" w:header="{HEADER}" '
        'w:footer="567" w:gutter="0"/></w:sectPr>'
    )
    closing = f'<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr>{runs}</w:p>'
    body = f"<w:body>{texts}{sample_table(4)}{closing}{page}</w:body>"
    return f"{HEAD}<w:document {W}>{body}</w:document>"


def members() -> dict[str, str]:
    """The parts of the package by name."""
    parts = {
        "word/document.xml": (f"{TYPE}.document.main+xml", document_xml()),
        "word/numbering.xml": (f"{TYPE}.numbering+xml", numbering_xml()),
        "word/settings.xml": (f"{TYPE}.settings+xml", settings_xml()),
        "word/styles.xml": (f"{TYPE}.styles+xml", styles_xml()),
    }
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, (kind, _) in parts.items()
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATION}/{kind}" Target="{kind}.xml"/>'
        for n, kind in enumerate(("numbering", "settings", "styles"), start=1)
    )
    found = {name: text for name, (_, text) in parts.items()}
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    found["[Content_Types].xml"] = (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{rels}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    found["_rels/.rels"] = (
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATION}/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    found["word/_rels/document.xml.rels"] = (
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'
    )
    return dict(sorted(found.items()))


def reference_docx() -> bytes:
    """The reference document's bytes, the same on each run."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, text in members().items():
            member = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.compress_type = ZIP_DEFLATED
            member.create_system = 0
            archive.writestr(member, text.encode())
    return packed.getvalue()


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(reference_docx())
