"""What a reference document may hold: the look of Word files, and nothing that acts or hides.

A region's reference comes from somebody's Word. It is checked before anything is taken from it,
without the library that opens it for writing, which trusts its parts.
"""

from __future__ import annotations

import functools
import posixpath
from io import BytesIO
from typing import TYPE_CHECKING, Final
from zipfile import ZipFile

from lxml import etree

from agreement_gen.characters import one_line
from agreement_gen.formats import messages
from agreement_gen.formats.docx.reference_styles import (
    CHARACTER_STYLES,
    PARAGRAPH_STYLES,
    TABLE_STYLES,
    read_styles,
)
from agreement_gen.formats.docx.xml import tag, value, w
from agreement_gen.formats.errors import RenderFailure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

    from agreement_gen.messages import Text

_MOST_BYTES: Final = 20_000_000
_MOST_PARTS: Final = 1_000
_MEGABYTE: Final = 1_000_000
_MOST_SHOWN: Final = 200

_CONTENT_TYPES: Final = "[Content_Types].xml"
_MAIN_TYPE: Final = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
)
_RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OF_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"

# Content types end with one of these; the parts of a macro, a control, an embedded object and
# another document end otherwise.
_KINDS: Final = (
    "document.main+xml",
    "styles+xml",
    "stylesWithEffects+xml",
    "numbering+xml",
    "settings+xml",
    "webSettings+xml",
    "fontTable+xml",
    "theme+xml",
    "footnotes+xml",
    "endnotes+xml",
    "header+xml",
    "footer+xml",
    "comments+xml",
    "commentsExtended+xml",
    "commentsIds+xml",
    "commentsExtensible+xml",
    "people+xml",
    "core-properties+xml",
    "extended-properties+xml",
    "custom-properties+xml",
    "customXmlProperties+xml",
    "relationships+xml",
    "application/xml",
    "obfuscatedFont",
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/x-emf",
    "image/x-wmf",
)

_REFUSED_SETTINGS: Final = (
    "attachedTemplate",
    "mailMerge",
    "saveThroughXslt",
    "documentProtection",
    "writeProtection",
)

_HIDING: Final = ("vanish", "specVanish", "webHidden", "strike", "dstrike")
_OFF: Final = frozenset({"0", "false", "off"})
# Half points: smaller letters than 6 pt are not read, and larger than 72 pt leave the page.
_SMALLEST: Final = 12
_LARGEST: Final = 144
# Style "Table end" has no text: Word wants a paragraph after a table.
_WITHOUT_TEXT: Final = frozenset({"Table end"})
_LIGHT_THEME_COLOURS: Final = frozenset({"background1", "background2", "light1", "light2"})
# WCAG 2.2, 1.4.3: the contrast of large text against white.
_LEAST_CONTRAST: Final = 3.0


def _shown(text: str) -> str:
    """The beginning of a name that may be of any length."""
    return one_line(text[:_MOST_SHOWN])


@functools.lru_cache(maxsize=8)
def reference_faults(data: bytes) -> tuple[Text, ...]:
    """What keeps a file from being the reference document of Word files; () if nothing does.

    It is a package of ECMA-376, part 2, without macros, embedded objects, relationships to
    anything outside (attached template, mail merge, linked pictures) or document type
    definitions; its styles show every text.
    """
    try:
        parts = _parts(data)
        faults = [*_faults_of_package(parts)]
        if faults:
            return tuple(faults)
        return tuple(_faults_of_styles(parts))
    except RenderFailure as failure:
        return failure.messages


def _parts(data: bytes) -> dict[str, bytes]:
    """The parts by name, within limits of number and size.

    Raises:
        RenderFailure: it is no zip file that can be read, or too large.
    """
    parts: dict[str, bytes] = {}
    try:
        with ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            _limit(len(members) <= _MOST_PARTS, messages.REFERENCE_PARTS(most=_MOST_PARTS))
            left = _MOST_BYTES
            for member in members:
                name = member.filename
                _limit(name not in parts, messages.REFERENCE_PART_TWICE(part=_shown(name)))
                with archive.open(member) as part:
                    # A zip file may state another size than it has.
                    parts[name] = part.read(left + 1)
                left -= len(parts[name])
                most = _MOST_BYTES // _MEGABYTE
                _limit(left >= 0, messages.REFERENCE_TOO_LARGE(most=most))
    except RenderFailure:
        raise
    except Exception as error:  # a broken archive fails in any way, in any of its decoders
        reason = str(error) or type(error).__name__
        raise RenderFailure([messages.NOT_WORD(reason=reason)]) from error
    return parts


def _limit(is_kept: bool, fault: Text) -> None:
    if not is_kept:
        raise RenderFailure([fault])


def _faults_of_package(parts: Mapping[str, bytes]) -> Iterator[Text]:
    """Parts of a kind that the look does not need, and what leads out of the file."""
    for part in (_CONTENT_TYPES, "word/document.xml", "word/styles.xml"):
        if part not in parts:
            yield messages.REFERENCE_WITHOUT_PART(part=part)
            return
    for part, kind in sorted(_kinds(parts).items()):
        if not kind.endswith(_KINDS) or (kind.endswith("main+xml") and kind != _MAIN_TYPE):
            yield messages.REFERENCE_PART(part=_shown(part), kind=_shown(kind) or "–")
    for part in sorted(parts):
        if part.endswith(".rels"):
            for relation in _xml(parts, part).iter(_RELATION):
                if relation.get("TargetMode") == "External":
                    name = posixpath.basename(relation.get("Type", ""))
                    target = _shown(relation.get("Target", ""))
                    yield messages.REFERENCE_EXTERNAL(kind=_shown(name), target=target)
        elif part.endswith(".xml"):
            root = _xml(parts, part)
            for name in _REFUSED_SETTINGS:
                if root.tag == tag("settings") and root.find(tag(name)) is not None:
                    yield messages.REFERENCE_SETTING(name=name)


def _kinds(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The content type of each part, "" for one that has none (ECMA-376, part 2, 7.2.3)."""
    types = _xml(parts, _CONTENT_TYPES)
    by_name = {
        each.get("PartName", "").removeprefix("/").lower(): each.get("ContentType", "")
        for each in types.iter(f"{_OF_TYPES}Override")
    }
    by_ending = {
        each.get("Extension", "").lower(): each.get("ContentType", "")
        for each in types.iter(f"{_OF_TYPES}Default")
    }
    return {
        part: by_name.get(part.lower()) or by_ending.get(part.lower().rpartition(".")[2], "")
        for part in parts
        if part != _CONTENT_TYPES and not part.endswith("/")
    }


def _xml(parts: Mapping[str, bytes], part: str) -> _Element:
    """A part's root.

    Raises:
        RenderFailure: it is not well formed, or has a document type definition, which could read
            other files or grow without end.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(parts[part], parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        fault = messages.REFERENCE_BROKEN_PART(part=_shown(part), reason=str(error))
        raise RenderFailure([fault]) from error
    if root.getroottree().docinfo.doctype:
        raise RenderFailure([messages.REFERENCE_DOCTYPE(part=_shown(part))])
    return root


def _faults_of_styles(parts: Mapping[str, bytes]) -> Iterator[Text]:
    """What the writer misses, and styles that would hide what an agreement says."""
    styles = _xml(parts, "word/styles.xml")
    body = _xml(parts, "word/document.xml").find(tag("body"))
    section = None if body is None else body.find(tag("sectPr"))
    if section is None:
        yield messages.MISSING_PAGE_SIZE()
        return
    numbering = (
        _xml(parts, "word/numbering.xml")
        if "word/numbering.xml" in parts
        else w("numbering", w("num", numId=0))
    )
    if styles.find("/".join(map(tag, ("docDefaults", "rPrDefault", "rPr")))) is None:
        yield messages.MISSING_DEFAULTS()
    try:
        read_styles(styles, numbering, section)
        for num in numbering.findall(tag("num")):
            int(value(num, "numId") or 0)
    except RenderFailure as failure:
        yield from failure.messages
        return
    except ValueError as error:  # a measure that is no number
        yield messages.REFERENCE_MEASURE(reason=str(error))
        return
    for name, properties in _text_properties(styles, numbering):
        yield from _hiding(name, properties)


def _text_properties(styles: _Element, numbering: _Element) -> Iterator[tuple[str, _Element]]:
    """The properties of text that an agreement's text can have, each with its style's name."""
    used = {name.lower() for name in (*PARAGRAPH_STYLES, *CHARACTER_STYLES, *TABLE_STYLES)}
    used -= {name.lower() for name in _WITHOUT_TEXT}
    by_id = {value(style, "styleId"): style for style in styles.iter(tag("style"))}
    waiting = [
        style
        for style in by_id.values()
        if (value(style.find(tag("name"))) or "").lower() in used
        or value(style, "default") is not None
    ]
    seen: set[_Element] = set()
    while waiting:
        style = waiting.pop(0)
        if style in seen:
            continue
        seen.add(style)
        base = by_id.get(value(style.find(tag("basedOn"))))
        if base is not None:
            waiting.append(base)
        for properties in style.iter(tag("rPr")):
            yield value(style.find(tag("name"))) or "", properties
    for defaults in styles.iter(tag("docDefaults")):
        for properties in defaults.iter(tag("rPr")):
            yield "docDefaults", properties
    for properties in numbering.iter(tag("rPr")):
        yield "numbering", properties


def _hiding(style: str, properties: _Element) -> Iterator[Text]:
    for name in _HIDING:
        found = properties.find(tag(name))
        if found is not None and (value(found) or "1") not in _OFF:
            yield messages.REFERENCE_HIDES(style=style, property=f"w:{name}")
    for name in ("sz", "szCs"):
        size = value(properties.find(tag(name)))
        if size is not None and not (size.isdecimal() and _SMALLEST <= int(size) <= _LARGEST):
            yield messages.REFERENCE_SIZE(
                style=style, size=size, least=_SMALLEST // 2, most=_LARGEST // 2
            )
    colour = properties.find(tag("color"))
    if colour is not None and _is_light(colour):
        shown = value(colour) or value(colour, "themeColor") or ""
        yield messages.REFERENCE_COLOUR(style=style, colour=shown)


def _is_light(colour: _Element) -> bool:
    if value(colour, "themeColor") in _LIGHT_THEME_COLOURS:
        return True
    text = value(colour) or "auto"
    if text == "auto":
        return False
    try:
        channels = [int(text[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    except ValueError:
        return True  # no colour, and programs differ in what they show instead
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 1.05 / (luminance + 0.05) < _LEAST_CONTRAST
