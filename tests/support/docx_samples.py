"""Writing samples as Word files and looking into their parts, for the tests of the Word writer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import docx
from docx.oxml.ns import qn
from lxml import etree

from agreement_gen.formats.docx.writer import RevisionMark, write_docx
from tests.support.sample_documents import final_document

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

    from agreement_gen.document.tree import Block, Document

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = (ROOT / "templates" / "halsocenter" / "reference.docx").read_bytes()
CREATED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
REVISION = RevisionMark("Region Norr", CREATED)


def written(document: Document, reference: bytes = REFERENCE) -> bytes:
    return write_docx(document, reference, created=CREATED, revision=REVISION)


def part(data: bytes, name: str) -> _Element:
    with ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def found(root: _Element, path: str) -> list[_Element]:
    return root.findall(path, {"w": etree.QName(qn("w:p")).namespace or ""})


def body(data: bytes) -> _Element:
    return part(data, "word/document.xml")


def header_part(data: bytes) -> _Element:
    element: _Element = docx.Document(BytesIO(data)).sections[0].header.part.element
    return element


def with_blocks(*blocks: Block) -> Document:
    """The final document with ``blocks`` as its first clause's text."""
    final = final_document()
    first = replace(final.clauses[0], blocks=blocks)
    return replace(final, clauses=(first, *final.clauses[1:]))


def edited(edit: Callable[[str, bytes], bytes], reference: bytes = REFERENCE) -> bytes:
    """A reference with each part put through ``edit``."""
    new = BytesIO()
    with ZipFile(BytesIO(reference)) as old, ZipFile(new, "w") as target:
        for name in old.namelist():
            target.writestr(name, edit(name, old.read(name)))
    return new.getvalue()
