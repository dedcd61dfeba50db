"""What a PDF holds beside its pages' text: its origin, its attachments, everything unexpected."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from lxml import etree
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, StreamObject
from pyhanko.pdf_utils.reader import PdfFileReader

from agreement_gen.formats.pdf.xmp import PROVENANCE_NAMESPACE
from agreement_gen.problems import InputError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LINK_OUT = "a link out of the document"
"""How an extra begins that shows nothing and does nothing until somebody follows it."""

_MAX_DEPTH = 30
"""Levels of a tree of names or fields that are followed; a real file has three."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a PDF holds beside its pages' text.

    ``facts`` is its provenance by name, ``attachments`` its embedded files by name, ``extras``
    what an agreement never holds, in words, ``revisions`` the number of times it was saved.
    """

    facts: Mapping[str, str]
    attachments: tuple[tuple[str, bytes], ...]
    extras: tuple[str, ...]
    revisions: int


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
    except InputError:
        raise
    except Exception as error:  # a damaged file fails in any way, in any part of the parser
        raise _fault(name, "bad-pdf", f"the PDF is damaged or cut off: {error}") from error
    finally:
        log.setLevel(level)


def open_pdf(data: bytes, name: str, *, strict: bool = True) -> PdfFileReader:
    """Open a PDF; a reader serves one purpose, as reading some objects changes them in it.

    Many scanners write PDFs that break small rules of the format. They can be opened when nothing
    is to be proved from them, with ``strict`` false.

    Raises:
        InputError: the file is empty, no PDF, encrypted or damaged.
    """
    if not data:
        raise _fault(name, "empty-file", "the file is empty")
    if b"%PDF-" not in data[:1024]:
        raise _fault(name, "not-pdf", "this is not a PDF file")
    with reading(name):
        reader = PdfFileReader(BytesIO(data), strict=strict)
        if reader.encrypted:
            raise _fault(
                name,
                "encrypted",
                "the PDF is encrypted, so nothing in it can be proved",
                "ask for a copy without password or restrictions",
            )
        if not int(reader.root["/Pages"]["/Count"]):
            raise _fault(name, "bad-pdf", "the PDF has no pages")
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
            tuple(_extras(reader.root)),
            reader.xrefs.total_revisions,
        )


def _fault(name: str, code: str, message: str, hint: str = "") -> InputError:
    return InputError([Problem(Location(name), code, message, hint)])


def _facts(root: DictionaryObject) -> dict[str, str]:
    """The provenance in the XMP packet, written as elements or as attributes."""
    stream = _value(root, "/Metadata")
    if not isinstance(stream, StreamObject):
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        packet = etree.fromstring(stream.data, parser)
    except etree.XMLSyntaxError:
        return {}
    facts: dict[str, str] = {}
    start = f"{{{PROVENANCE_NAMESPACE}}}"
    for element in packet.iter(etree.Element):
        pairs = [(str(key), str(value)) for key, value in element.attrib.items()]
        for key, value in [(str(element.tag), element.text or ""), *pairs]:
            if key.startswith(start):
                facts[key.removeprefix(start)] = value.strip()
    return facts


def _value(parent: DictionaryObject, key: str) -> Any:  # noqa: ANN401
    """The value of a key, None without one; `get` would give a reference to it."""
    return parent[key] if key in parent else None  # noqa: SIM401


def _dictionary(parent: DictionaryObject, key: str) -> DictionaryObject:
    value = _value(parent, key)
    return value if isinstance(value, DictionaryObject) else DictionaryObject({})  # type: ignore[no-untyped-call]


def _array(parent: DictionaryObject, key: str) -> list[Any]:
    value = _value(parent, key)
    # Iterating over the array itself would give references.
    return [value[n] for n in range(len(value))] if isinstance(value, ArrayObject) else []


def _attachments(root: DictionaryObject) -> Iterator[tuple[str, bytes]]:
    """The embedded files, each once, whether named in the name tree or only associated."""
    tree = _dictionary(_dictionary(root, "/Names"), "/EmbeddedFiles")
    seen = []
    for specification in [*_leaves(tree, 0), *_array(root, "/AF")]:
        if not isinstance(specification, DictionaryObject) or specification in seen:
            continue
        seen.append(specification)
        files = _dictionary(specification, "/EF")
        stream = _value(files, "/UF") or _value(files, "/F")
        if isinstance(stream, StreamObject):
            named = _value(specification, "/UF") or _value(specification, "/F") or ""
            yield str(named), stream.data


def _leaves(node: DictionaryObject, depth: int) -> Iterator[Any]:
    """The values of a name tree."""
    if depth > _MAX_DEPTH:
        raise ValueError("a name tree without end")
    yield from _array(node, "/Names")[1::2]
    for kid in _array(node, "/Kids"):
        yield from _leaves(kid, depth + 1)


def _extras(root: DictionaryObject) -> Iterator[str]:
    """What an agreement never holds and what could change what a person sees or does."""
    if "/OpenAction" in root or "/AA" in root:
        yield "an action that runs when the file is opened"
    if "/JavaScript" in _dictionary(root, "/Names"):
        yield "a script"
    if "/OCProperties" in root:
        yield "layers that can be shown and hidden"
    form = _dictionary(root, "/AcroForm")
    if "/XFA" in form:
        yield "an XFA form"
    for kind in _field_kinds(_array(form, "/Fields"), None, 0):
        if kind != "/Sig":
            yield "a form field that is not for signing"
    for number, page in enumerate(_pages(root["/Pages"], 0), start=1):
        if "/AA" in page:
            yield f"an action on page {number}"
        for note in _array(page, "/Annots"):
            if not isinstance(note, DictionaryObject):
                continue
            kind = str(_value(note, "/Subtype"))[1:]
            if kind == "Link" and "/A" in note:
                yield f"{LINK_OUT} on page {number}"
            elif kind not in {"Link", "Widget"}:
                yield f"a comment or drawing ({kind}) on page {number}"


def _field_kinds(fields: list[Any], inherited: str | None, depth: int) -> Iterator[str | None]:
    if depth > _MAX_DEPTH:
        raise ValueError("a form without end")
    for field in fields:
        kind = str(field["/FT"]) if "/FT" in field else inherited
        kids = [kid for kid in _array(field, "/Kids") if "/T" in kid]
        if kids:
            yield from _field_kinds(kids, kind, depth + 1)
        else:
            yield kind


def _pages(node: DictionaryObject, depth: int) -> Iterator[DictionaryObject]:
    if depth > _MAX_DEPTH:
        raise ValueError("a page tree without end")
    if "/Kids" not in node:
        yield node
    for kid in _array(node, "/Kids"):
        yield from _pages(kid, depth + 1)
