"""What a finished PDF states about itself: PDF/UA identification, provenance, attachments' types.

PDF/A allows a property outside its own schemas only with a description of it (ISO 19005-2,
6.6.2.3.3), and all of a packet is in its one ``rdf:RDF`` element.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PROVENANCE_NAMESPACE = "urn:agreement-gen:provenance:1#"

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_END = b"</rdf:RDF>"


def complete_xmp(pdf: Any, provenance: Mapping[str, str]) -> None:  # noqa: ANN401
    """Add the identification as PDF/UA-1 (ISO 14289-1, 5) and ``provenance`` to the XMP packet.

    Raises:
        ValueError: a key of ``provenance`` is no name of ASCII letters, digits, hyphens and
            underscores.
    """
    for key in provenance:
        if not _NAME.fullmatch(key):
            raise ValueError(f"{key!r} cannot name a property: use letters, digits, hyphens")
    stream = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    [packet] = stream.stream
    schemas = [
        _schema(
            "PDF/UA identification",
            "http://www.aiim.org/pdfua/ns/id/",
            "pdfuaid",
            [("part", "Integer", "internal", "Part of ISO 14289 that the file follows")],
        )
    ]
    values = (
        '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
        "<pdfuaid:part>1</pdfuaid:part></rdf:Description>"
    )
    if provenance:
        schemas.append(
            _schema(
                "What the agreement was made from",
                PROVENANCE_NAMESPACE,
                "agreement",
                [(key, "Text", "external", f"Provenance: {key}") for key in provenance],
            )
        )
        inner = "".join(
            f"<agreement:{key}>{escape(value)}</agreement:{key}>"
            for key, value in provenance.items()
        )
        values += (
            f'<rdf:Description rdf:about="" xmlns:agreement="{PROVENANCE_NAMESPACE}">'
            f"{inner}</rdf:Description>"
        )
    described = (
        '<rdf:Description rdf:about=""'
        ' xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
        ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
        ' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
        f"<pdfaExtension:schemas><rdf:Bag>{''.join(schemas)}</rdf:Bag></pdfaExtension:schemas>"
        "</rdf:Description>"
    )
    before, after = packet.rsplit(_END, 1)
    stream.stream[:] = [before + (described + values).encode() + _END + after]


def _schema(
    title: str, namespace: str, prefix: str, properties: Sequence[tuple[str, str, str, str]]
) -> str:
    """A schema's description; a property is its name, value type, category and description."""
    items = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name>"
        f"<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
        f"<pdfaProperty:category>{category}</pdfaProperty:category>"
        f"<pdfaProperty:description>{description}</pdfaProperty:description></rdf:li>"
        for name, kind, category, description in properties
    )
    return (
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaSchema:schema>{title}</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{namespace}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{items}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )


def describe_attachments(pdf: Any, types: Sequence[str]) -> None:  # noqa: ANN401
    """Write the media types of the embedded files, in order, and their names as PDF strings.

    The renderer guesses the type, writes a name as bare UTF-8 and associates each file twice.
    """
    specifications = [
        obj for obj in pdf.objects if isinstance(obj, dict) and obj.get("Type") == "/Filespec"
    ]
    for specification, media_type in zip(specifications, types, strict=True):
        specification["F"].string = specification["UF"].string
        stream = pdf.objects[int(specification["EF"]["F"].split()[0])]
        stream.extra["Subtype"] = "/" + media_type.replace("/", "#2f")
    if specifications:
        pdf.catalog["AF"][:] = list(dict.fromkeys(pdf.catalog["AF"]))
