"""Prints the SHA-256 of a sample redline as a Word file."""

from __future__ import annotations

import hashlib
import sys

from agreement_gen.formats.docx.writer import write_docx
from tests.support.docx_samples import CREATED, REFERENCE, REVISION
from tests.support.sample_redline import changed_document

if __name__ == "__main__":
    data = write_docx(
        changed_document(),
        REFERENCE,
        created=CREATED,
        revision=REVISION,
        properties={"b": "1", "a": "2"},
    )
    sys.stdout.write(hashlib.sha256(data).hexdigest())
