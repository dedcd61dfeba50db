"""The words of each language that is fuzzed, and what else goes into its inputs.

Those of a language are in ``words/``, one a line with Python's escapes.
"""

from __future__ import annotations

from pathlib import Path

_WORDS = Path(__file__).parent / "words"


def _words(language: str) -> tuple[bytes, ...]:
    lines = (_WORDS / f"{language}.txt").read_text(encoding="ascii").splitlines()
    return tuple(line.encode().decode("unicode_escape").encode("latin-1") for line in lines)


YAML = (*_words("yaml"), b"[" * 100)
MARKDOWN = (*_words("markdown"), b"x" * 300, b"[" * 200, b"*" * 200, b"- " * 60, b"> " * 60)
CLAUSE = (*MARKDOWN, *_words("clause"), b"{% if copies %}" * 100, b"(" * 300)
CSS = (*_words("css"), b"a{" * 300, b"((" * 300)
WORD = (*_words("word"), b"<w:p>" * 300, b"<w:tbl><w:tr><w:tc>" * 60)
PDF = (*_words("pdf"), b"[" * 2000, b"q " * 2000)
ARGUMENTS = tuple(
    word.decode("utf-8", "surrogateescape") for word in (*_words("arguments"), b"x" * 300)
)

LOCAL_TEXTS = (
    "Kommunen upplåter *två* hallar:\n\n- Norra hallen\n- Södra hallen\n".encode(),
    "1. Ett\n2. **Två**\n\n   Mer text.\n\nSlut.\n".encode(),
    b"Tio ledare utbildas.\n",
)
"""Local texts that are as they should be."""

_RELATIONSHIPS = (
    b"<?xml version='1.0'?><Relationships xmlns="
    b"'http://schemas.openxmlformats.org/package/2006/relationships'>"
    b"<Relationship Id='a' Type='http://schemas.openxmlformats.org/officeDocument/2006/"
    b"relationships/attachedTemplate' Target='http://e.se/x.dotm' TargetMode='External'/>"
    b"</Relationships>"
)

MEMBERS = {
    "word/_rels/settings.xml.rels": _RELATIONSHIPS,
    "word/vbaProject.bin": b"\xd0\xcf\x11\xe0",
    "word/document.xml": b"<x/>",
    "word/styles.xml": b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]><x>&a;</x>",
    "word/embeddings/x.bin": b"x",
    "[Content_Types].xml": b"",
    "docProps/core.xml": b"<x/>",
    "bomb.xml": b"<x>" + b" " * 30_000_000 + b"</x>",
}
"""Members that a Word file may get, by name."""
