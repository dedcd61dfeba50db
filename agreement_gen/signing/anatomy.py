"""What a PDF shows, reads out and lists beside the text of its pages, as values to compare.

The values do not depend on how the file is written: its objects' numbers, their order, compression
and the number of times that it was saved make no difference. They are read from the file's own
objects and share nothing with what writes them.
"""

from __future__ import annotations

import hashlib
import re
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeAlias

import pikepdf
from lxml import etree

from agreement_gen.formats.errors import UnreadableFileError
from agreement_gen.formats.messages import PDF_BROKEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Object: TypeAlias = Any
"""An object of a PDF, whose type is only known when it is looked at."""

Box: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right and top in points from the page's lower left corner."""

_SETTINGS = (
    "/Lang",
    "/MarkInfo",
    "/OutputIntents",
    "/PageLabels",
    "/PageLayout",
    "/PageMode",
    "/ViewerPreferences",
)
"""The catalogue's entries that decide how a file is shown, numbered and read out."""

_DEFAULTS = {"/PageLayout": "'/SinglePage'", "/PageMode": "'/UseNone'"}
"""What an entry that is left out means (ISO 32000-2, table 29)."""

_PROPERTIES = ("/Author", "/Keywords", "/Subject", "/Title")
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_ADOBE_PDF = "{http://ns.adobe.com/pdf/1.3/}"
_RDF_ITEM = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li"
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

_SPOKEN = ("/ActualText", "/Alt", "/E", "/Lang", "/Phoneme", "/T")
"""What is read out instead of a text, and how (ISO 32000-2, 14.9)."""

_TREE = frozenset(("/K", "/P", "/Pg", "/Type"))
_WRITTEN = frozenset(("/Length", "/Filter", "/DecodeParms", "/DL"))
_UPWARDS = frozenset(("/P", "/Parent", "/StructParent", "/StructParents"))
_SIGNED = frozenset(("/AP", "/Border", "/BS", "/DA", "/F", "/MK", "/V"))
"""What a program that signs may write into a field."""

_HIDDEN = 2
"""The flag of an annotation that is neither shown nor printed (ISO 32000-2, table 167)."""

_MOST = 200_000
"""How many objects, elements or instructions are looked at; an agreement has some thousands."""

_DRAWN = ("/Resources", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Group")
"""What decides how a page's content is drawn."""

_SPEAKING = re.compile(rb"\b(BDC|DP)\b")

_DEPTH = 60
"""How deep objects may be in each other; those of a page are about ten deep."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """One bookmark: how deep it is below others, its title and where it leads."""

    depth: int
    title: str
    target: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """Something that is read out instead of a text: which kind of entry, and its words."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Element:
    """One element of the structure (ISO 32000-2, 14.7.2).

    Attributes:
        depth: How deep it is in others.
        digest: Stands for its kind and all that it states itself.
        spoken: What is read out instead of its text.
    """

    depth: int
    digest: str
    spoken: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Marked content (its number) or an annotation (its subtype) in the structure, and its page."""

    page: int | None
    content: int | str


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation of a page (ISO 32000-2, 12.5).

    Attributes:
        subtype: As ``/Link``.
        digest: Stands for all that it states, but for its place in the structure.
        frame: Stands for what of it stays when somebody signs in it.
        box: Its rectangle.
        field: The full name of the form field that it shows; empty if it shows none.
        is_signature: Whether that field is for signing.
        is_signed: Whether somebody has signed in it.
        is_listed: Whether that field is one of the form's.
        is_visible: Whether it can show anything.
        is_plain: Whether it shows one appearance and does nothing.
    """

    subtype: str
    digest: str
    frame: str
    box: Box
    field: str
    is_signature: bool
    is_signed: bool
    is_listed: bool
    is_visible: bool
    is_plain: bool


@dataclass(frozen=True, slots=True)
class PageAnatomy:
    """One page: a digest of what its content draws, its annotations, what its content speaks."""

    digest: str
    annotations: tuple[Annotation, ...]
    spoken: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True)
class Anatomy:
    """What a PDF holds beside its pages' text.

    Attributes:
        settings: What stands for each entry of the catalogue that decides how the file is shown.
        properties: What it states of itself: title, author, subject, keywords, by the names of
            the information dictionary and of XMP; each can be stated several times.
        bookmarks: In order.
        destinations: Where each named place is, to which links lead.
        elements: The structure's elements, each before those in it; empty without structure.
        order: The content that the structure holds, in the order in which it is read out.
        roles: Stands for what the structure's root states of its elements' kinds.
        pages: In order.
    """

    settings: Mapping[str, str]
    properties: Mapping[str, tuple[str, ...]]
    bookmarks: tuple[Bookmark, ...]
    destinations: Mapping[str, str]
    elements: tuple[Element, ...]
    order: tuple[Piece, ...]
    roles: str
    pages: tuple[PageAnatomy, ...]


def anatomy(data: bytes, *, only: int | None = None) -> Anatomy:
    """Read what a PDF holds beside its pages' text.

    Args:
        data: The file.
        only: How many pages, from the first, belong to the agreement; what the structure holds
            of later ones is left out.

    Raises:
        UnreadableFileError: the file is broken, or its objects have no end.
    """
    with _opened(data) as pdf:
        objects = _Objects({page.obj.objgen: number for number, page in enumerate(pdf.pages)})
        root = pdf.Root
        listed = _listed_fields(root)
        tree = root.get("/StructTreeRoot")
        structure = _Structure(objects, only)
        if isinstance(tree, pikepdf.Dictionary):
            structure.read(tree)
        return Anatomy(
            _settings(root, objects),
            _properties(pdf),
            tuple(_bookmarks(root, objects)),
            _destinations(root, objects),
            tuple(structure.elements()),
            tuple(structure.order),
            _roles(objects, tree),
            tuple(_page(objects, page.obj, listed) for page in pdf.pages),
        )


@contextmanager
def _opened(data: bytes) -> Iterator[pikepdf.Pdf]:
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            yield pdf
    except (UnreadableFileError, MemoryError):
        raise
    except Exception as error:  # a file can break the format in any way, anywhere
        reason = str(error) or type(error).__name__
        raise UnreadableFileError(PDF_BROKEN(reason=reason[:200])) from error


@dataclass(slots=True)
class _Objects:
    """The objects of a file, each of which is looked at once."""

    pages: Mapping[tuple[int, int], int]
    known: dict[tuple[int, int], str] = field(default_factory=dict)
    count: int = 0

    def counted(self) -> None:
        """Count one thing that is looked at.

        Raises:
            ValueError: there are too many.
        """
        self.count += 1
        if self.count > _MOST:
            raise ValueError(f"more than {_MOST} objects")

    def digest(self, value: Object, without: frozenset[str] = frozenset(), depth: int = 0) -> str:
        """What stands for a value and all that it leads to, but for some of its own entries."""
        self.counted()
        if depth > _DEPTH:
            raise ValueError("objects in each other without end")
        if not isinstance(value, pikepdf.Object):
            return _scalar(value)
        name = value.objgen
        if name in self.pages:
            return f"page {self.pages[name]}"
        is_shared = name != (0, 0) and not without
        if is_shared and name in self.known:
            return self.known[name]
        if is_shared:
            self.known[name] = "around"  # what leads back to itself
        text = self._text(value, without, depth)
        found = text if len(text) <= 64 else hashlib.sha256(text.encode()).hexdigest()
        if is_shared:
            self.known[name] = found
        return found

    def _text(self, value: Object, without: frozenset[str], depth: int) -> str:
        if isinstance(value, pikepdf.Array):
            return f"[{' '.join(self.digest(item, depth=depth + 1) for item in value)}]"
        if isinstance(value, pikepdf.Stream):
            content = hashlib.sha256(_decoded(value)).hexdigest()
            return f"{self._entries(value, without | _WRITTEN, depth)} {content}"
        if isinstance(value, pikepdf.Dictionary):
            return self._entries(value, without, depth)
        return repr(str(value))

    def _entries(self, value: Object, without: frozenset[str], depth: int) -> str:
        return " ".join(
            f"{key} {self.digest(value[key], depth=depth + 1)}"
            for key in sorted(value.keys())
            if key not in without
        )


def _scalar(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return str(value)
    # Programs write the same number with more or fewer digits.
    return f"{round(float(value), 2):g}"  # type: ignore[arg-type]


def _decoded(stream: Object) -> bytes:
    """A stream's bytes; those of a picture as they are written, where only its own reader knows."""
    try:
        data: bytes = stream.read_bytes()
    except pikepdf.PdfError:
        data = stream.read_raw_bytes()
    return data


def _settings(root: Object, objects: _Objects) -> dict[str, str]:
    found = {name: objects.digest(root[name]) for name in _SETTINGS if name in root}
    return {name: value for name, value in found.items() if value != _DEFAULTS.get(name)}


def _properties(pdf: pikepdf.Pdf) -> dict[str, tuple[str, ...]]:
    """Title, author, subject and keywords, of the information dictionary and of XMP."""
    found: dict[str, list[str]] = {}
    info: Object = pdf.trailer.get("/Info", {})
    for name in _PROPERTIES:
        if name in info:
            found[name[1:]] = [str(info[name])]
    for name, text in _xmp(pdf.Root.get("/Metadata")):
        found.setdefault(name, []).append(text)
    return {name: tuple(texts) for name, texts in found.items()}


def _xmp(stream: Object) -> Iterator[tuple[str, str]]:
    """The properties that a reader shows (ISO 16684-1), as elements, attributes or lists."""
    if not isinstance(stream, pikepdf.Stream):
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        packet = etree.fromstring(stream.read_bytes(), parser)
    except etree.XMLSyntaxError:
        return
    if packet.getroottree().docinfo.doctype:
        return
    for element in packet.iter(etree.Element):
        pairs = [(str(key), element) for key in (element.tag, *element.attrib)]
        for key, holder in pairs:
            name = _shown_name(key)
            if name is None:
                continue
            if key in holder.attrib:
                yield name, str(holder.attrib[key])
            else:
                for item in list(holder.iter(_RDF_ITEM)) or [holder]:
                    language = item.get(_XML_LANGUAGE, "")
                    text = "".join(item.itertext()).strip()
                    yield name, f"{language}: {text}" if language else text


def _shown_name(key: str) -> str | None:
    if key.startswith(_DUBLIN_CORE) and key != f"{_DUBLIN_CORE}format":
        return f"dc:{key.removeprefix(_DUBLIN_CORE)}"
    return "pdf:Keywords" if key == f"{_ADOBE_PDF}Keywords" else None


def _bookmarks(root: Object, objects: _Objects) -> Iterator[Bookmark]:
    """The outline's items, each before those below it (ISO 32000-2, 12.3.3)."""
    outline = root.get("/Outlines")
    waiting = deque([(0, outline.get("/First"))]) if outline is not None else deque()
    while waiting:
        depth, item = waiting.popleft()
        if item is None:
            continue
        objects.counted()
        rest = frozenset(("/First", "/Last", "/Next", "/Prev", "/Parent", "/Title", "/Count"))
        yield Bookmark(depth, str(item.get("/Title", "")), objects.digest(item, rest))
        waiting.extendleft([(depth, item.get("/Next")), (depth + 1, item.get("/First"))])


def _destinations(root: Object, objects: _Objects) -> dict[str, str]:
    """The named destinations, of the name tree and of the older dictionary (12.3.2.4)."""
    found = {str(name): value for name, value in root.get("/Dests", {}).items()}
    waiting = [root.get("/Names", {}).get("/Dests")]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Dictionary):
            objects.counted()
            waiting += _several(node.get("/Kids"))
            names = list(_several(node.get("/Names")))
            found |= {str(name): each for name, each in zip(names[::2], names[1::2], strict=False)}
    return {name: objects.digest(value) for name, value in found.items()}


def _roles(objects: _Objects, tree: Object) -> str:
    if not isinstance(tree, pikepdf.Dictionary):
        return ""
    numbers = frozenset(("/ParentTree", "/ParentTreeNextKey", "/IDTree"))
    return objects.digest(tree, _TREE | numbers)


@dataclass(slots=True)
class _Node:
    """An element while it is read: whether it holds content itself, and of later pages."""

    element: Element
    has_own: bool = False
    has_later: bool = False


@dataclass(slots=True)
class _Structure:
    """What has been read of the structure."""

    objects: _Objects
    only: int | None
    nodes: list[_Node] = field(default_factory=list)
    order: list[Piece] = field(default_factory=list)

    def read(self, tree: Object) -> None:
        """Read all elements, without recursion: they may be in each other without end."""
        waiting: deque[tuple[Object, int, int | None, _Node | None]] = deque(
            (kid, 0, None, None) for kid in _several(tree.get("/K"))
        )
        while waiting:
            item, depth, page, above = waiting.popleft()
            self.objects.counted()
            if isinstance(item, int):
                self._take(above, page, item)
                continue
            page = self._page_of(item, page)
            if item.get("/Type") == "/MCR":
                self._take(above, page, int(item.MCID))
            elif item.get("/Type") == "/OBJR":
                self._take(above, page, _subtype_and_field(item.get("/Obj")))
            elif "/S" in item:
                digest = self.objects.digest(item, _TREE)
                node = _Node(Element(depth, digest, tuple(_spoken(item))))
                self.nodes.append(node)
                below = [(kid, depth + 1, page, node) for kid in _several(item.get("/K"))]
                waiting.extendleft(reversed(below))

    def _page_of(self, item: Object, otherwise: int | None) -> int | None:
        page = item.get("/Pg")
        return otherwise if page is None else self.objects.pages.get(page.objgen)

    def _take(self, node: _Node | None, page: int | None, content: int | str) -> None:
        is_later = self.only is not None and page is not None and page >= self.only
        if not is_later:
            self.order.append(Piece(page, content))
        if node is not None:
            node.has_own |= not is_later
            node.has_later |= is_later

    def elements(self) -> Iterator[Element]:
        """The elements, without those of which all is on later pages."""
        kept: list[Element] = []
        following = 0
        for node in reversed(self.nodes):
            depth = node.element.depth
            has_kept = node.has_own or bool(kept and kept[-1].depth > depth)
            if has_kept or not (node.has_later or following > depth):
                kept.append(node.element)
            following = depth
        yield from reversed(kept)


def _subtype_and_field(annotation: Object) -> str:
    if not isinstance(annotation, pikepdf.Dictionary):
        return ""
    subtype = str(annotation.get("/Subtype", ""))
    return f"{subtype} {_full_name(annotation)}" if subtype == "/Widget" else subtype


def _several(kids: Object) -> Iterator[Object]:
    if isinstance(kids, pikepdf.Array):
        yield from kids
    elif kids is not None:
        yield kids


def _spoken(holder: Object) -> Iterator[Spoken]:
    for key in _SPOKEN:
        if key in holder:
            yield Spoken(key[1:], str(holder[key]))


def _page(objects: _Objects, page: Object, listed: frozenset[tuple[int, int]]) -> PageAnatomy:
    annotations = page.get("/Annots")
    shown = annotations if isinstance(annotations, pikepdf.Array) else ()
    drawn = {key: _inherited(page, key) for key in _DRAWN}
    parts = [
        hashlib.sha256(_content(page)).hexdigest(),
        *(f"{key} {objects.digest(value)}" for key, value in drawn.items() if value is not None),
    ]
    return PageAnatomy(
        " ".join(parts),
        tuple(
            _annotation(objects, each, listed)
            for each in shown
            if isinstance(each, pikepdf.Dictionary)
        ),
        tuple(_spoken_in(objects, page)),
    )


def _inherited(page: Object, key: str) -> Object:
    """An entry of a page or of a group of pages that it is in (ISO 32000-2, 7.7.3.4)."""
    for _ in range(_DEPTH):
        if page is None or key in page:
            break
        page = page.get("/Parent")
    return None if page is None else page.get(key)


def _content(page: Object) -> bytes:
    """What a page draws; in which streams it is divided makes no difference."""
    streams = [each for each in _several(page.get("/Contents")) if isinstance(each, pikepdf.Stream)]
    return b"\n".join(_decoded(stream).strip() for stream in streams)


def _annotation(
    objects: _Objects, annotation: Object, listed: frozenset[tuple[int, int]]
) -> Annotation:
    subtype = str(annotation.get("/Subtype", ""))
    is_widget = subtype == "/Widget"
    top = _top(annotation)
    appearances = annotation.get("/AP", {})
    box = _box(annotation.get("/Rect"))
    return Annotation(
        subtype=subtype,
        digest=objects.digest(annotation, _UPWARDS),
        frame=objects.digest(annotation, _UPWARDS | _SIGNED),
        box=box,
        field=_full_name(annotation) if is_widget else "",
        is_signature=is_widget and _inherited(annotation, "/FT") == "/Sig",
        is_signed=is_widget and _inherited(annotation, "/V") is not None,
        is_listed=top.objgen in listed,
        is_visible=(
            box[2] - box[0] > 0
            and box[3] - box[1] > 0
            and "/AP" in annotation
            and not int(annotation.get("/F", 0)) & _HIDDEN
        ),
        is_plain=(
            not {"/A", "/AA", "/OC", "/AS"} & set(annotation.keys())
            and set(appearances.keys()) <= {"/N"}
            and isinstance(appearances.get("/N"), pikepdf.Stream | None)
        ),
    )


def _box(rectangle: Object) -> Box:
    numbers = [float(number) for number in rectangle or ()]
    left, bottom, right, top = numbers if len(numbers) == 4 else (0.0, 0.0, 0.0, 0.0)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _top(field_: Object) -> Object:
    """The field of the form that a field or widget is below of."""
    for _ in range(_DEPTH):
        parent = field_.get("/Parent")
        if not isinstance(parent, pikepdf.Dictionary):
            break
        field_ = parent
    return field_


def _full_name(field_: Object) -> str:
    """A field's name with those of the fields that it is in (ISO 32000-2, 12.7.4.2)."""
    names: list[str] = []
    for _ in range(_DEPTH):
        if not isinstance(field_, pikepdf.Dictionary):
            break
        if "/T" in field_:
            names.append(str(field_.T))
        field_ = field_.get("/Parent")
    return ".".join(reversed(names))


def _listed_fields(root: Object) -> frozenset[tuple[int, int]]:
    """The numbers of the fields that the form lists itself."""
    form = root.get("/AcroForm")
    fields = form.get("/Fields") if isinstance(form, pikepdf.Dictionary) else None
    return frozenset(each.objgen for each in _several(fields) if isinstance(each, pikepdf.Object))


def _spoken_in(objects: _Objects, page: Object) -> Iterator[Spoken]:
    """What a page's content has read out instead of its text (ISO 32000-2, 14.6)."""
    waiting: list[tuple[Object, Object]] = [(page, _inherited(page, "/Resources"))]
    seen: set[tuple[int, int]] = set()
    while waiting:
        drawn, resources = waiting.pop()
        resources = resources if isinstance(resources, pikepdf.Dictionary) else pikepdf.Dictionary()
        if _SPEAKING.search(_content(drawn) if "/Contents" in drawn else _decoded_form(drawn)):
            for instruction in pikepdf.parse_content_stream(drawn, "BDC DP"):
                objects.counted()
                operands: Object = instruction.operands
                stated = operands[1] if len(operands) == 2 else None
                if isinstance(stated, pikepdf.Name):
                    named: Object = resources.get("/Properties", pikepdf.Dictionary())
                    stated = named.get(str(stated))
                if isinstance(stated, pikepdf.Dictionary):
                    yield from _spoken(stated)
        forms: Object = resources.get("/XObject", pikepdf.Dictionary())
        for form in forms.values():
            if form.get("/Subtype") == "/Form" and form.objgen not in seen:
                seen.add(form.objgen)
                objects.counted()
                waiting.append((form, form.get("/Resources")))


def _decoded_form(form: Object) -> bytes:
    return _decoded(form) if isinstance(form, pikepdf.Stream) else b""
