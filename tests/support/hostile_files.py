"""PDF and Word files that are made to hang, exhaust or crash whatever reads them."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

GIGABYTE = 1_000_000_000
BOX = b"/MediaBox[0 0 595 842]"


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of objects, numbered from 1; the first is the catalogue."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        start,
    )
    return bytes(out)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream whose bytes are as they are given."""
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), entries, data)


def packed(data: bytes, entries: bytes = b"") -> bytes:
    """A compressed stream."""
    return stream(zlib.compress(data, 9), b"/Filter/FlateDecode" + entries)


def bomb(size: int, entries: bytes = b"", *, times: int = 1) -> bytes:
    """A stream that is ``size`` bytes long when it is unpacked ``times`` times."""
    packer = zlib.compressobj(9)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    # Each block begins anew, so that one can be repeated; nobody gets as far as the checksum.
    data = head + block * (size // 1_000_000) + packer.flush()
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    return stream(data, b"/Filter[%s]" % (b"/FlateDecode" * times) + entries)


def one_page(content: bytes, *more: bytes, page: bytes = b"", root: bytes = b"") -> bytes:
    """A PDF of one page, whose content is object 4; ``more`` are objects from 5."""
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R%s>>" % root,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R%s%s>>" % (page or BOX, b""),
        content,
        *more,
    )


FONT = b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
EMPTY = stream(b"")


def _doubling_names() -> bytes:
    """A name tree each of whose nodes is reached twice from the one above it."""
    nodes = [b"<</Kids[%d 0 R %d 0 R]>>" % (n, n) for n in range(6, 34)]
    leaf = b"<</Names[(a)<</EF<</F 4 0 R>>/F(a)>>]>>"
    return one_page(EMPTY, *nodes, leaf, root=b"/Names<</EmbeddedFiles 5 0 R>>")


def _doubling_pages() -> bytes:
    nodes = [b"<</Type/Pages/Count 2/Kids[%d 0 R %d 0 R]>>" % (n, n) for n in range(3, 30)]
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", *nodes, b"<</Type/Page/Parent 2 0 R%s>>" % BOX)


def _forms(depth: int, times: int) -> bytes:
    """Content that draws another ten times, which draws another ten times, and so on."""
    forms = []
    for number in range(5, 5 + depth):
        draw = b"/X Do " * times if number < 4 + depth else b"0 0 1 1 re f " * times
        entries = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]"
        entries += b"/Resources<</XObject<</X %d 0 R>>>>" % (number + 1)
        forms.append(stream(draw, entries))
    page = BOX + b"/Resources<</XObject<</X 5 0 R>>>>"
    return one_page(stream(b"/X Do"), *forms, page=page)


def _pattern() -> bytes:
    """A page that is filled with a pattern of tiles that are far too small to be seen."""
    entries = b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]"
    entries += b"/XStep 0.00001/YStep 0.00001/Resources<<>>"
    page = BOX + b"/Resources<</Pattern<</P 5 0 R>>>>"
    draw = b"/Pattern cs /P scn 0 0 595 842 re f"
    return one_page(stream(draw), stream(b"0 0 1 1 re f", entries), page=page)


def _image(width: int, height: int) -> bytes:
    entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d" % (width, height)
    entries += b"/ColorSpace/DeviceRGB/BitsPerComponent 8"
    page = BOX + b"/Resources<</XObject<</X 5 0 R>>>>"
    return one_page(stream(b"595 0 0 842 0 0 cm /X Do"), bomb(GIGABYTE, entries), page=page)


def _structure(depth: int) -> bytes:
    """A page whose structure is that many elements deep."""
    first = 6
    elements = [
        b"<</Type/StructElem/S/Div/Pg 3 0 R/P %d 0 R/K %s>>"
        % (n - 1, b"0" if n == first + depth else b"%d 0 R" % (n + 1))
        for n in range(first, first + depth + 1)
    ]
    return one_page(
        stream(b"/P<</MCID 0>>BDC BT /F 12 Tf 100 700 Td (text) Tj ET EMC"),
        b"<</Type/StructTreeRoot/K 6 0 R/ParentTree<</Nums[0[%d 0 R]]>>>>" % (first + depth),
        *elements,
        page=BOX + FONT + b"/StructParents 0",
        root=b"/StructTreeRoot 5 0 R/MarkInfo<</Marked true>>",
    )


def _updates(count: int) -> bytes:
    """A PDF that was saved very many times."""
    out = bytearray(one_page(EMPTY))
    before = out.rindex(b"xref", 0, out.rindex(b"startxref"))
    for _ in range(count):
        start = len(out)
        out += b"xref\n0 0\ntrailer\n<</Size 5/Root 1 0 R/Prev %d>>\n" % before
        out += b"startxref\n%d\n%%%%EOF\n" % start
        before = start
    return bytes(out)


def _metadata(packet: bytes) -> bytes:
    entries = b"/Type/Metadata/Subtype/XML"
    return one_page(EMPTY, packed(packet, entries), root=b"/Metadata 5 0 R")


def _laughs() -> bytes:
    """The XML whose entities double and double (a billion laughs)."""
    entities = b"".join(b'<!ENTITY e%d "%s">' % (n + 1, b"&e%d;" % n * 10) for n in range(12))
    return b'<!DOCTYPE x [<!ENTITY e0 "ha">%s]><x a="&e12;">&e12;</x>' % entities


def _signed(contents: bytes) -> bytes:
    """A PDF with something in the place of a signature."""
    signature = b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached"
    signature += b"/ByteRange[0 10 20 30]/Contents<%s>>>" % contents.hex().encode()
    field = b"<</Type/Annot/Subtype/Widget/FT/Sig/T(S)/V 6 0 R/Rect[0 0 0 0]/P 3 0 R>>"
    return one_page(
        EMPTY, field, signature, page=BOX + b"/Annots[5 0 R]",
        root=b"/AcroForm<</Fields[5 0 R]/SigFlags 3>>",
    )  # fmt: skip


def _annotations(count: int) -> bytes:
    items = b"".join(b"<</Subtype/K%d/Rect[0 0 1 1]>>" % n for n in range(count))
    return one_page(EMPTY, page=BOX + b"/Annots[%s]" % items)


def _attachments(count: int) -> bytes:
    names = b"".join(
        b"(n%d)<</EF<</F 5 0 R>>/UF(%s%d)>>" % (n, b"n" * 1000, n) for n in range(count)
    )
    return one_page(EMPTY, stream(b"a"), root=b"/Names<</EmbeddedFiles<</Names[%s]>>>>" % names)


def _word(**parts: bytes) -> bytes:
    """A Word file of parts; each name's ``_`` stands for a dot and ``__`` for a slash."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return out.getvalue()


W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LINKS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="a" Type="x/numbering" Target="numbering.xml"/></Relationships>'
)


def _body(content: bytes, numbering: bytes = b"") -> bytes:
    document = b"<w:document %s><w:body>%s</w:body></w:document>" % (W, content)
    if not numbering:
        return _word(word__document_xml=document)
    return _word_with_links(document, b"<w:numbering %s>%s</w:numbering>" % (W, numbering))


def _word_with_links(document: bytes, numbering: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
        archive.writestr("word/_rels/document.xml.rels", LINKS)
        archive.writestr("word/numbering.xml", numbering)
    return out.getvalue()


def _numbered(level: bytes, count: int) -> bytes:
    definition = b'<w:abstractNum w:abstractNumId="1">%s</w:abstractNum>' % level
    definition += b'<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    paragraph = (
        b'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'
    )
    return _body(paragraph * count, definition)


def _many_members(count: int) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(count):
            archive.writestr(f"{number}.xml", b"")
    return out.getvalue()


def _broken_deflate() -> bytes:
    data = bytearray(_body(b"<w:p/>" * 1000))
    place = data.index(b"word/document.xml") + len("word/document.xml")
    data[place : place + 40] = b"\xff" * 40
    return bytes(data)


def _tables(depth: int) -> bytes:
    start, end = b"<w:tbl><w:tr><w:tc>", b"</w:tc></w:tr></w:tbl>"
    return _body(start * depth + b"<w:p/>" * 1000 + end * depth)


PDF_FILES: Mapping[str, Callable[[], bytes]] = MappingProxyType(
    {
        "content-bomb": lambda: one_page(bomb(4 * GIGABYTE)),
        "content-bomb-of-bombs": lambda: one_page(bomb(4 * GIGABYTE, times=3)),
        "metadata-bomb": lambda: one_page(EMPTY, bomb(4 * GIGABYTE), root=b"/Metadata 5 0 R"),
        "attachment-bomb": lambda: one_page(
            EMPTY,
            bomb(4 * GIGABYTE),
            root=b"/Names<</EmbeddedFiles<</Names[(a)<</EF<</F 5 0 R>>/F(a.yaml)>>]>>>>",
        ),
        "pages-count": lambda: pdf(
            b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 2147483647>>"
        ),
        "pages-loop": lambda: pdf(
            b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"
        ),
        "pages-many": lambda: pdf(
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[%s]/Count 1000000>>" % (b"3 0 R " * 1_000_000),
            b"<</Type/Page/Parent 2 0 R%s>>" % BOX,
        ),
        "pages-doubling": _doubling_pages,
        "names-doubling": _doubling_names,
        "forms-drawn-in-forms": lambda: _forms(10, 20),
        "text-endless": lambda: one_page(
            packed(b"BT /F 1 Tf " + b"(aaaaaaaaaaaaaaaaaaaa) Tj " * 2_000_000 + b"ET"),
            page=BOX + FONT,
        ),
        "page-enormous": lambda: one_page(EMPTY, page=b"/MediaBox[0 0 100000000 100000000]"),
        "page-with-unit": lambda: one_page(EMPTY, page=BOX + b"/UserUnit 100000000"),
        "image-enormous": lambda: _image(200_000, 200_000),
        "pattern-of-dust": _pattern,
        "structure-deep": lambda: _structure(50_000),
        "array-deep": lambda: one_page(EMPTY, root=b"/X" + b"[" * 200_000),
        "dictionary-deep": lambda: one_page(EMPTY, root=b"/X" + b"<</X" * 200_000),
        "updates-many": lambda: _updates(20_000),
        "xref-loop": lambda: one_page(EMPTY).replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev 15"),
        "metadata-laughs": lambda: _metadata(_laughs()),
        "metadata-deep": lambda: _metadata(b"<a>" * 1_000_000),
        "signature-deep": lambda: _signed(b"\x30\x80" * 100_000),
        "signature-nonsense": lambda: _signed(b"\x30\x03\x02\x01\x01"),
        "annotations-many": lambda: _annotations(200_000),
        "attachments-many": lambda: _attachments(20_000),
        "fields-loop": lambda: one_page(
            EMPTY, b"<</T(a)/Kids[5 0 R]>>", root=b"/AcroForm<</Fields[5 0 R]>>"
        ),
        "root-missing": lambda: b"%PDF-1.7\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF",
        "root-wrong": lambda: pdf(b"(text)"),
        "pages-wrong": lambda: pdf(b"<</Type/Catalog/Pages(text)>>"),
        "numbers-long": lambda: one_page(EMPTY, root=b"/X " + b"9" * 1_000_000),
        "names-long": lambda: one_page(
            EMPTY, page=BOX + b"/Annots[<</Subtype/" + b"A" * 10_000_000 + b">>]"
        ),
        "start-beyond": lambda: (
            one_page(EMPTY).rpartition(b"startxref")[0] + b"startxref\n99999999999999999999\n%%EOF"
        ),
    }
)
"""Each function makes one file."""

WORD_FILES: Mapping[str, Callable[[], bytes]] = MappingProxyType(
    {
        "bomb": lambda: _body(b" " * (GIGABYTE // 8)),
        "members-many": lambda: _many_members(200_000),
        "deflate-broken": _broken_deflate,
        "laughs": lambda: _word(word__document_xml=_laughs()),
        "elements-deep": lambda: _body(b"<w:sdt>" * 100_000 + b"</w:sdt>" * 100_000),
        "tables-deep": lambda: _tables(60),
        "paragraphs-many": lambda: _body(b"<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 1_000_000),
        "numbers-long": lambda: _numbered(
            b'<w:lvl w:ilvl="0"><w:lvlText w:val="%s"/></w:lvl>' % (b"%1" * 50_000), 50_000
        ),
        "number-no-number": lambda: _numbered(b'<w:lvl w:ilvl="x"/>', 1),
        "number-enormous": lambda: _numbered(
            b'<w:lvl w:ilvl="0"><w:start w:val="%s"/></w:lvl>' % (b"9" * 5000), 1
        ),
        "body-missing": lambda: _word(word__document_xml=b"<a/>"),
        "encoding-wrong": lambda: _word(
            word__document_xml=b'<?xml version="1.0" encoding="x"?><a/>'
        ),
        "no-zip": lambda: b"PK\x03\x04" + b"\xff" * 1000,
    }
)
