"""A family's own colour and fonts, put into its style sheet and its Word file.

The style sheet names them once, as ``--accent``, ``--text-font`` and ``--heading-font``; the Word
file has the colour wherever the style sheet's own value of ``--accent`` is written in its styles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

from agreement_gen.formats.docx.xml import tag, value, w

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_PARTS: Final = ("word/styles.xml", "word/numbering.xml")
_COLORS: Final = ("val", "fill", "color")
_TEXT_STYLES: Final = frozenset(
    ("body text", "list number", "list bullet", "local text", "fill-in line", "normal")
)
"""The paragraph styles of running text; all others are set like headings."""
_SAFE_FONTS: Final = {
    "Source Sans Pro": '"Segoe UI", Arial, sans-serif',
    "Source Serif Pro": 'Georgia, "Times New Roman", serif',
}


@dataclass(frozen=True, slots=True)
class Look:
    """A colour, as ``#1f4e79``, and two font families; None for what is as it was."""

    accent: str | None = None
    text_font: str | None = None
    heading_font: str | None = None


def unnamed(css: str, look: Look) -> Iterator[str]:
    """The parts of a look that a style sheet has no name for, by their keys."""
    for field in fields(look):
        if getattr(look, field.name) is not None and _named(css, field.name) is None:
            yield field.name


def styled_css(css: str, look: Look) -> str:
    """A style sheet with the values of a look."""
    for field in fields(look):
        wanted, found = getattr(look, field.name), _named(css, field.name)
        if wanted is None or found is None:
            continue
        if field.name != "accent":
            wanted = f'"{wanted}", {_SAFE_FONTS[wanted]}'
        css = f"{css[: found.start(1)]}{wanted}{css[found.end(1) :]}"
    return css


def _named(css: str, key: str) -> re.Match[str] | None:
    return re.search(rf"--{key.replace('_', '-')}\s*:\s*([^;}}]*?)\s*[;}}]", css)


@lru_cache(maxsize=32)
def styled_reference(reference: bytes, css: str, look: Look) -> bytes:
    """A Word file with the values of a look; ``css`` is the style sheet without them.

    A file that is no Word file is given back, for the writer to refuse.
    """
    if look == Look():
        return reference
    found = _named(css, "accent")
    old = "" if found is None else found[1].lstrip("#").upper()
    out = BytesIO()
    try:
        with ZipFile(BytesIO(reference)) as source, ZipFile(out, "w") as target:
            for info in source.infolist():
                data = source.read(info)
                if info.filename in _PARTS:
                    data = _styled(data, old, look)
                member = ZipInfo(info.filename, _EPOCH)
                member.compress_type = ZIP_DEFLATED
                member.create_system = 0
                target.writestr(member, data)
    except (BadZipFile, etree.XMLSyntaxError, RuntimeError, NotImplementedError):
        return reference
    return out.getvalue()


def _styled(data: bytes, old: str, look: Look) -> bytes:
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    if look.accent is not None and old:
        for element in root.iter():
            for name in _COLORS:
                if (element.get(tag(name)) or "").upper() == old:
                    element.set(tag(name), look.accent.lstrip("#").upper())
    default = root.find("/".join(map(tag, ("docDefaults", "rPrDefault", "rPr"))))
    if default is not None and look.text_font is not None:
        _set_font(default, look.text_font)
    for style in root.iter(tag("style")):
        name = (value(style.find(tag("name"))) or "").lower()
        font = look.text_font if name in _TEXT_STYLES else look.heading_font
        if value(style, "type") == "paragraph" and font is not None:
            properties = style.find(tag("rPr"))
            if properties is None:
                properties = w("rPr")
                before = style.find(tag("pPr"))
                style.insert(len(style) if before is None else style.index(before) + 1, properties)
            _set_font(properties, font)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _set_font(properties: _Element, font: str) -> None:
    fonts = properties.find(tag("rFonts"))
    if fonts is not None:
        properties.remove(fonts)
    # In the schema it comes after a character style alone, which a style cannot have.
    properties.insert(0, w("rFonts", ascii=font, hAnsi=font, cs=font))
