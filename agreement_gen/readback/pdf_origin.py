"""What a PDF carries of its origin: the facts in its XMP metadata and the files embedded in it."""

from __future__ import annotations

import re
from xml.sax.saxutils import unescape

import pypdfium2 as pdfium

from agreement_gen.writers.pdf_xmp import PROVENANCE_NAMESPACE

_FACTS = re.compile(
    rb'<rdf:Description rdf:about="" xmlns:agreement="%s">(.*?)</rdf:Description>'
    % re.escape(PROVENANCE_NAMESPACE.encode()),
    re.DOTALL,
)
_FACT = re.compile(rb"<agreement:([A-Za-z0-9_]+)>(.*?)</agreement:\1>", re.DOTALL)


def pdf_facts(data: bytes) -> dict[str, str]:
    """The facts of provenance that a file written here says of itself; none in another's file.

    PDF/A keeps the metadata readable without a PDF reader (ISO 19005-2, 6.6.2.1). The last
    packet counts, because a signature adds to the file's end.
    """
    packets = _FACTS.findall(data)
    facts = _FACT.findall(packets[-1]) if packets else []
    return {name.decode("ascii"): unescape(value.decode("utf-8")) for name, value in facts}


def pdf_attachments(data: bytes) -> dict[str, bytes]:
    """The files embedded in a PDF, by name.

    Raises:
        ValueError: the file is broken, or asks for a password.
    """
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise ValueError(f"the PDF cannot be read: {error}") from error
    try:
        found = (pdf.get_attachment(number) for number in range(pdf.count_attachments()))
        return {attachment.get_name(): bytes(attachment.get_data()) for attachment in found}
    finally:
        pdf.close()
