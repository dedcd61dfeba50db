"""What a Word file takes from its reference document: style ids, lists, page and table colours.

Styles are found by name, since Word translates their ids when a person saves the reference in
another language (``Heading1`` becomes ``Rubrik1``) but never the names of built-in styles.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from agreement_gen.formats import messages
from agreement_gen.formats.docx.xml import tag, value
from agreement_gen.formats.errors import RenderFailure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

PARAGRAPH_STYLES: Final = (
    "Title",
    "Subtitle",
    "heading 1",
    "heading 2",
    "heading 3",
    "Body Text",
    "Lead-in",
    "List Number",
    "List Bullet",
    "Local text label",
    "Local text",
    "Fill-in line",
    "caption",
    "Table text",
    "Table figure",
    "Table end",
    "Signature heading",
    "Signature detail",
    "Signature line",
    "Signature label",
    "header",
)
CHARACTER_STYLES: Final = ("Strong", "Emphasis", "Hyperlink", "Draft mark")
TABLE_STYLES: Final = ("Agreement Table", "Signature Table", "Header Table")

# Word offers no row styles. A row's style is therefore kept in those parts of the table style that
# a person can edit in Word: odd bands for groups, even bands for the own row, total row for sums.
_ROW_FORMATS: Final = {
    "group": "band1Horz",
    "own": "band2Horz",
    "sum": "lastRow",
    "total": "lastRow",
}

# Word's font size (in half points) where a file states none, and Calibri's line by its size.
_HALF_POINTS: Final = 20
_LINE: Final = 1.22


@dataclass(frozen=True, slots=True)
class ListStyle:
    """A list style's numbering: its ``w:num`` and ``w:abstractNum`` and text indents in twips."""

    num: int
    abstract: int
    indents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RowFormat:
    """How a table's row looks: its cells' borders and shading, and the colour of its text.

    A border at the left is that of the row's first cell.
    """

    cells: tuple[_Element, ...] = ()
    color: _Element | None = None


@dataclass(frozen=True, slots=True)
class ReferenceStyles:
    """What the writer needs to know of a reference; lengths are in twips.

    Attributes:
        ids: Style ids by style name.
        numbered: The style of numbered lists.
        bullets: The style of bullet lists.
        clause_number: The character format of the clauses' numbers; None for that of their titles.
        text_width: The width of the text.
        signature_gap: The space before a line to sign on.
        detail_height: The height of one line of the details above it.
        row_formats: The style of a table's row, by the row's role.
    """

    ids: Mapping[str, str]
    numbered: ListStyle
    bullets: ListStyle
    clause_number: _Element | None
    text_width: int
    signature_gap: int
    detail_height: int
    row_formats: Mapping[str, RowFormat]


def read_styles(styles: _Element, numbering: _Element, section: _Element) -> ReferenceStyles:
    """Read ``w:styles``, ``w:numbering`` and the last ``w:sectPr`` of a reference document.

    They are those of ECMA-376, part 1, clauses 17.7, 17.9 and 17.6.

    Raises:
        RenderFailure: Styles are missing, list or heading styles have no numbering, or the margins
            leave no room for text; all that is missing is named.
    """
    found = {
        (value(style, "type") or "", (value(style.find(tag("name"))) or "").lower()): style
        for style in styles.iter(tag("style"))
    }
    wanted = [
        *(("paragraph", name) for name in PARAGRAPH_STYLES),
        *(("character", name) for name in CHARACTER_STYLES),
        *(("table", name) for name in TABLE_STYLES),
    ]
    missing = [
        messages.MISSING_STYLES[kind](name=name)
        for kind, name in wanted
        if (kind, name.lower()) not in found
    ]
    lists: dict[str, ListStyle] = {}
    for name in ("heading 1", "List Number", "List Bullet"):
        style = found.get(("paragraph", name.lower()))
        if style is None:
            continue
        list_style = _list_style(style, numbering)
        if list_style is None:
            missing.append(messages.MISSING_NUMBERING(name=name))
        else:
            lists[name] = list_style
    if missing:
        raise RenderFailure(missing)
    return ReferenceStyles(
        ids={name: value(found[kind, name.lower()], "styleId") or "" for kind, name in wanted},
        numbered=lists["List Number"],
        bullets=lists["List Bullet"],
        clause_number=_number_format(numbering, lists["heading 1"].abstract),
        text_width=_text_width(section),
        signature_gap=_space_before(found["paragraph", "signature line"]),
        detail_height=_line_height(found["paragraph", "signature detail"], styles),
        row_formats=_row_formats(found["table", "agreement table"]),
    )


def _list_style(style: _Element, numbering: _Element) -> ListStyle | None:
    num_id = value(style.find(f"{tag('pPr')}/{tag('numPr')}/{tag('numId')}"))
    num = _with_id(numbering, "num", "numId", num_id)
    abstract_id = None if num is None else value(num.find(tag("abstractNumId")))
    abstract = _with_id(numbering, "abstractNum", "abstractNumId", abstract_id)
    if num_id is None or abstract_id is None or abstract is None:
        return None
    indents = []
    for level in abstract.findall(tag("lvl")):
        indent = level.find(f"{tag('pPr')}/{tag('ind')}")
        indents.append(int(value(indent, "left") or value(indent, "start") or 0))
    return ListStyle(int(num_id), int(abstract_id), tuple(indents))


def _number_format(numbering: _Element, abstract: int) -> _Element | None:
    found = _with_id(numbering, "abstractNum", "abstractNumId", str(abstract))
    return None if found is None else found.find(f"{tag('lvl')}/{tag('rPr')}")


def _with_id(parent: _Element, name: str, key: str, wanted: str | None) -> _Element | None:
    return next((e for e in parent.findall(tag(name)) if value(e, key) == wanted), None)


def _text_width(section: _Element) -> int:
    size, margins = section.find(tag("pgSz")), section.find(tag("pgMar"))
    page = int(value(size, "w") or 0)
    width = page - sum(int(value(margins, side) or 0) for side in ("left", "right", "gutter"))
    if width <= 0:
        raise RenderFailure([messages.NO_ROOM_FOR_TEXT()])
    return width


def _space_before(style: _Element) -> int:
    return int(value(style.find(f"{tag('pPr')}/{tag('spacing')}"), "before") or 0)


def _line_height(style: _Element, styles: _Element) -> int:
    """The height of a line in single spacing, for the fonts of Word's own styles."""
    own = style.find(f"{tag('rPr')}/{tag('sz')}")
    default = styles.find("/".join(map(tag, ("docDefaults", "rPrDefault", "rPr", "sz"))))
    half_points = int(value(own) or value(default) or _HALF_POINTS)
    return round(half_points * 10 * _LINE)


def _row_formats(table_style: _Element) -> dict[str, RowFormat]:
    parts = {value(part, "type"): part for part in table_style.findall(tag("tblStylePr"))}
    formats: dict[str, RowFormat] = {}
    for role, part_type in _ROW_FORMATS.items():
        part = parts.get(part_type)
        if part is not None:
            cells = (part.find(f"{tag('tcPr')}/{tag(name)}") for name in ("tcBorders", "shd"))
            color = part.find(f"{tag('rPr')}/{tag('color')}")
            formats[role] = RowFormat(tuple(each for each in cells if each is not None), color)
    return formats
