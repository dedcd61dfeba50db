"""Prints the SHA-256 of a sample draft as a PDF file with an attachment."""

from __future__ import annotations

import hashlib
import sys

from tests.support.pdf_samples import SOURCE, rendered
from tests.support.sample_documents import draft_document

if __name__ == "__main__":
    data = rendered(draft_document(), provenance={"a": "b"}, attachments=[SOURCE])
    sys.stdout.write(hashlib.sha256(data).hexdigest())
