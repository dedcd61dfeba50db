"""A PDF, read once: its pages' text, its origin, its attachments, everything unexpected."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from lxml import etree
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, PdfObject, StreamObject
from pyhanko.pdf_utils.reader import PdfFileReader

from agreement_gen.formats.errors import UnreadableFileError
from agreement_gen.formats.pdf.reader import pdf_pages
from agreement_gen.formats.pdf.xmp import PROVENANCE_NAMESPACE
from agreement_gen.problems import InputError, Location, fault
from agreement_gen.signing.findings import shortened
from agreement_gen.signing.messages import ExtraKind, SigningCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from agreement_gen.formats.pdf.reader import PageText
    from agreement_gen.messages import Text

_MAX_DEPTH = 30
"""Levels of a tree of names, fields or pages that are followed; a real file has three."""

_MOST_PAGES = 10_000
_MOST_ATTACHMENTS = 100
_MOST_FIELDS = 1_000
_MOST_EXTRAS = 1_000
"""How many of each are read; a tree may lead to the same leaf on a thousand million ways."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Extra:
    """Something that an agreement never holds, with its page and an annotation's subtype."""

    kind: ExtraKind
    page: int | None = None
    subtype: str = ""

    @property
    def text(self) -> Text:
        """The sentence that reports it."""
        return self.kind.value(page=self.page or 0, subtype=shortened(self.subtype))


@dataclass(frozen=True, slots=True)
class Contents:
    """What a PDF holds beside its pages' text.

    Attributes:
        facts: Its provenance by name, as it states it.
        attachments: Its embedded files by name.
        extras: What an agreement never holds.
        revisions: The number of times it was saved (incremental updates, ISO 32000-2, 7.5.6).
    """

    facts: Mapping[str, str]
    attachments: tuple[tuple[str, bytes], ...]
    extras: tuple[Extra, ...]
    revisions: int


@dataclass(frozen=True, slots=True)
class ParsedPdf:
    """A PDF that was read once: its name in errors, its bytes, its pages' text, all else in it."""

    name: str
    data: bytes
    pages: tuple[PageText, ...]
    contents: Contents


def parse_pdf(data: bytes, name: str) -> ParsedPdf:
    """Read a PDF; ``name`` locates it in errors.

    Raises:
        InputError: the file is empty, no PDF, encrypted or damaged.
    """
    found = contents(data, name)
    try:
        pages = pdf_pages(data)
    except UnreadableFileError as error:
        raise fault(Location(name), SigningCode.UNUSABLE_PAGES, reason=error.reason) from error
    return ParsedPdf(name, data, pages, found)


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Turn whatever a damaged file makes the parser raise into an error that names the file.

    Raises:
        InputError: the file cannot be read.
    """
    # The parser logs what it also raises.
    log = logging.getLogger("pyhanko")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    except (InputError, MemoryError):
        raise
    except Exception as error:  # a damaged file fails in any way, in any part of the parser
        reason = shortened(str(error) or type(error).__name__)
        raise fault(Location(name), SigningCode.DAMAGED_PDF, reason=reason) from error
    finally:
        log.setLevel(level)


def open_pdf(data: bytes, name: str, *, strict: bool = True) -> PdfFileReader:
    """Open a PDF; a reader serves one purpose, as reading some objects changes them in it.

    Many scanners write PDFs that break small rules of the format. They can be opened with
    ``strict`` false, where nothing is to be verified from them.

    Raises:
        InputError: the file is empty, no PDF, encrypted or damaged.
    """
    where = Location(name)
    if not data:
        raise fault(where, SigningCode.EMPTY_PDF)
    if b"%PDF-" not in data[:1024]:
        raise fault(where, SigningCode.NOT_PDF)
    with reading(name):
        reader = PdfFileReader(BytesIO(data), strict=strict)
        if reader.encrypted:
            raise fault(where, SigningCode.ENCRYPTED)
        if not int(reader.root["/Pages"]["/Count"]):
            raise fault(where, SigningCode.NO_PAGES)
    return reader


def contents(data: bytes, name: str, *, strict: bool = True) -> Contents:
    """Read what a PDF holds beside its pages' text; ``strict`` as in :func:`open_pdf`.

    Raises:
        InputError: see :func:`open_pdf`.
    """
    reader = open_pdf(data, name, strict=strict)
    with reading(name):
        return Contents(
            _facts(reader.root),
            tuple(_attachments(reader.root)),
            tuple(dict.fromkeys(_at_most(_MOST_EXTRAS, _extras(reader.root)))),
            reader.xrefs.total_revisions,
        )


def _at_most(count: int, items: Iterable[T]) -> Iterator[T]:
    """The items, of which there are not more than a count.

    Raises:
        ValueError: there are more.
    """
    for number, item in enumerate(items):
        if number == count:
            raise ValueError(f"more than {count} pages, files, fields or annotations")
        yield item


def _facts(root: DictionaryObject) -> dict[str, str]:
    """The provenance in the XMP packet (ISO 16684-1), written as elements or as attributes."""
    stream = _value(root, "/Metadata")
    if not isinstance(stream, StreamObject):
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        packet = etree.fromstring(stream.data, parser)
    except etree.XMLSyntaxError:
        return {}
    if packet.getroottree().docinfo.doctype:  # no packet has one, and its entities could grow
        return {}
    facts: dict[str, str] = {}
    start = f"{{{PROVENANCE_NAMESPACE}}}"
    for element in packet.iter(etree.Element):
        pairs = [(str(key), str(value)) for key, value in element.attrib.items()]
        for key, value in [(str(element.tag), element.text or ""), *pairs]:
            if key.startswith(start):
                facts[key.removeprefix(start)] = value.strip()
    return facts


def _value(parent: DictionaryObject, key: str) -> PdfObject | None:
    """The value of a key, None without one; `get` would give a reference to it."""
    return parent[key] if key in parent else None  # noqa: SIM401


def _dictionary(parent: DictionaryObject, key: str) -> DictionaryObject:
    """The dictionary that is a key's value; an empty one if there is none."""
    value = _value(parent, key)
    return value if isinstance(value, DictionaryObject) else DictionaryObject({})  # type: ignore[no-untyped-call]


def _array(parent: DictionaryObject, key: str) -> list[PdfObject]:
    """The items of the array that is a key's value; none if there is no array."""
    value = _value(parent, key)
    # Iterating over the array itself would give references.
    return [value[n] for n in range(len(value))] if isinstance(value, ArrayObject) else []


def _dictionaries(parent: DictionaryObject, key: str) -> Iterator[DictionaryObject]:
    """The items of an array of dictionaries.

    Raises:
        TypeError: an item is something else.
    """
    for item in _array(parent, key):
        if not isinstance(item, DictionaryObject):
            raise TypeError(f"{key} holds something that is no dictionary")
        yield item


def _attachments(root: DictionaryObject) -> Iterator[tuple[str, bytes]]:
    """The embedded files, each once, whether in the name tree or only associated.

    ISO 32000-2, 7.11.4 (embedded file streams) and 14.13 (associated files).
    """
    tree = _dictionary(_dictionary(root, "/Names"), "/EmbeddedFiles")
    seen = []
    for specification in _at_most(_MOST_ATTACHMENTS, chain(_leaves(tree, 0), _array(root, "/AF"))):
        if not isinstance(specification, DictionaryObject) or specification in seen:
            continue
        seen.append(specification)
        files = _dictionary(specification, "/EF")
        stream = _value(files, "/UF") or _value(files, "/F")
        if isinstance(stream, StreamObject):
            name = _value(specification, "/UF") or _value(specification, "/F") or ""
            yield str(name), stream.data


def _leaves(node: DictionaryObject, depth: int) -> Iterator[PdfObject]:
    """The values of a name tree (ISO 32000-2, 7.9.6)."""
    if depth > _MAX_DEPTH:
        raise ValueError("a name tree without end")
    yield from _array(node, "/Names")[1::2]
    for kid in _dictionaries(node, "/Kids"):
        yield from _leaves(kid, depth + 1)


_CATALOG_ENTRIES = frozenset(
    (
        *("/AF", "/AcroForm", "/DSS", "/Dests", "/Extensions", "/Lang", "/Legal", "/MarkInfo"),
        *("/Metadata", "/Names", "/Outlines", "/OutputIntents", "/PageLabels", "/PageLayout"),
        *("/PageMode", "/Pages", "/Perms", "/PieceInfo", "/StructTreeRoot", "/Type", "/Version"),
        "/ViewerPreferences",
    )
)
_NAMES = frozenset(("/Dests", "/EmbeddedFiles"))
_FORM_ENTRIES = frozenset(("/DA", "/DR", "/Fields", "/NeedAppearances", "/Q", "/SigFlags"))
_PAGE_ENTRIES = frozenset(
    (
        *("/Annots", "/ArtBox", "/BleedBox", "/Contents", "/CropBox", "/Group", "/ID"),
        *("/LastModified", "/MediaBox", "/Metadata", "/Parent", "/PieceInfo", "/Resources"),
        *("/Rotate", "/StructParents", "/Tabs", "/TrimBox", "/Type", "/UserUnit"),
    )
)
"""Entries that an agreement has or a program that signs adds; all others show or do more.

ISO 32000-2, 7.7.2 (catalogue), 7.7.4 (names), 12.7.3 (form) and 7.7.3.3 (pages).
"""


def _extras(root: DictionaryObject) -> Iterator[Extra]:
    """What an agreement never holds and what could change what a person sees or does."""
    if "/OpenAction" in root or "/AA" in root:
        yield Extra(ExtraKind.OPEN_ACTION)
    names, form = _dictionary(root, "/Names"), _dictionary(root, "/AcroForm")
    if "/JavaScript" in names:
        yield Extra(ExtraKind.SCRIPT)
    if "/OCProperties" in root:
        yield Extra(ExtraKind.LAYERS)
    if "/Collection" in root:
        yield Extra(ExtraKind.COLLECTION)
    if "/XFA" in form:
        yield Extra(ExtraKind.XFA_FORM)
    known = {"/OpenAction", "/AA", "/JavaScript", "/OCProperties", "/Collection", "/XFA"}
    for holder, entries in (
        (root, _CATALOG_ENTRIES),
        (names, _NAMES),
        (form, _FORM_ENTRIES),
    ):
        for name in sorted(holder.keys() - entries - known):
            yield Extra(ExtraKind.ENTRY, subtype=name[1:])
    fields = _field_types(_dictionaries(form, "/Fields"), None, 0)
    for field_type in _at_most(_MOST_FIELDS, fields):
        if field_type != "/Sig":
            yield Extra(ExtraKind.FORM_FIELD)
    pages = _at_most(_MOST_PAGES, _pages(_dictionary(root, "/Pages"), 0))
    for number, page in enumerate(pages, start=1):
        if "/AA" in page:
            yield Extra(ExtraKind.PAGE_ACTION, number)
        for name in sorted(page.keys() - _PAGE_ENTRIES - {"/AA"}):
            yield Extra(ExtraKind.PAGE_ENTRY, number, name[1:])
        for annotation in _array(page, "/Annots"):
            if isinstance(annotation, DictionaryObject):
                yield from _annotation_extras(annotation, number)


def _annotation_extras(annotation: DictionaryObject, page: int) -> Iterator[Extra]:
    """A link out of the document, or an annotation that is neither link nor form field."""
    subtype = str(_value(annotation, "/Subtype"))[1:]
    kind = str(_value(_dictionary(annotation, "/A"), "/S") or "")[1:]
    if "/AA" in annotation or (kind and subtype != "Link"):
        yield Extra(ExtraKind.ANNOTATION_ACTION, page, subtype)
    elif kind in {"URI", "GoTo"}:
        yield Extra(ExtraKind.LINK_OUT, page)
    elif kind:
        yield Extra(ExtraKind.LINK_ACTION, page, kind)
    if subtype == "Link" and "/AP" in annotation:
        yield Extra(ExtraKind.LINK_DRAWN, page)
    if subtype not in {"Link", "Widget"}:
        yield Extra(ExtraKind.ANNOTATION, page, subtype)


def _field_types(
    fields: Iterator[DictionaryObject], inherited: str | None, depth: int
) -> Iterator[str | None]:
    """The types of a form's fields, which a field may inherit (ISO 32000-2, 12.7.4.1)."""
    if depth > _MAX_DEPTH:
        raise ValueError("a form without end")
    for field in fields:
        field_type = str(field["/FT"]) if "/FT" in field else inherited
        kids = [kid for kid in _dictionaries(field, "/Kids") if "/T" in kid]
        if kids:
            yield from _field_types(iter(kids), field_type, depth + 1)
        else:
            yield field_type


def _pages(node: DictionaryObject, depth: int) -> Iterator[DictionaryObject]:
    """The pages of a page tree, in order (ISO 32000-2, 7.7.3)."""
    if depth > _MAX_DEPTH:
        raise ValueError("a page tree without end")
    if "/Kids" not in node:
        yield node
    for kid in _dictionaries(node, "/Kids"):
        yield from _pages(kid, depth + 1)
