"""Writing samples as PDF files in the standard's own style, for the tests of PDF files."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from agreement_gen.formats.pdf.writer import Attachment, write_pdf
from tests.support.workspaces import REPOSITORY

if TYPE_CHECKING:
    from agreement_gen.document.tree import Document

CSS = (REPOSITORY / "templates/halsocenter/agreement.css").read_text(encoding="utf-8")
CREATED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
SOURCE = Attachment("sjöby.yaml", b"a: 1\n", "Källan", "application/yaml", "Source")


def rendered(document: Document, css: str = CSS, **more: Any) -> bytes:
    return write_pdf(document, css, created=CREATED, **more)
