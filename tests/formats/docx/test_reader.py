"""What is written to Word is what is read from it, by this project and by other programs."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, assume, given, settings

from agreement_gen.document.diff import accept, normalise, redline, reject
from agreement_gen.document.tree import fold, lines
from agreement_gen.formats.docx.reader import docx_lines
from tests.support.docx_samples import REFERENCE, written
from tests.support.peers import libreoffice_convert, ooxml_errors, pdf_text
from tests.support.sample_documents import draft_document, final_document
from tests.support.sample_redline import changed_document
from tests.support.strategies import edited_documents, examples

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from agreement_gen.document.tree import Document


def shown(texts: list[str]) -> list[str]:
    """What of some lines can be seen."""
    return [text for text in map(fold, texts) if text]


def with_document(data: bytes, edit: Callable[[bytes], bytes], name: str) -> bytes:
    """The Word file with its part ``name`` put through ``edit``."""
    new = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(new, "w") as target:
        for member in old.namelist():
            part = old.read(member)
            target.writestr(member, edit(part) if member == name else part)
    return new.getvalue()


@pytest.mark.parametrize(
    "document",
    [final_document(), final_document(3, 40), draft_document()],
    ids=["final", "long", "draft"],
)
def test_lines_are_the_trees(document: Document) -> None:
    assert docx_lines(written(document)) == list(lines(document))


def test_accepting_and_rejecting_changes_gives_the_new_and_the_old_text() -> None:
    changed = changed_document()
    new, old = list(lines(accept(changed))), list(lines(reject(changed)))
    assert new != old
    assert docx_lines(written(changed)) == new
    assert docx_lines(written(changed), view="rejected") == old


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(edited_documents())
def test_a_comparison_holds_both_texts(edit: tuple[Document, Document]) -> None:
    merged = redline(*map(normalise, edit))
    try:
        data = written(merged)
    except ValueError:
        assume(False)
    assert shown(docx_lines(data)) == shown(list(lines(accept(merged))))
    assert shown(docx_lines(data, view="rejected")) == shown(list(lines(reject(merged))))


# The reader sees what is wrong


def test_a_changed_amount_is_seen() -> None:
    data = written(final_document())
    wrong = with_document(
        data,
        lambda part: part.replace("4\u00a0999".encode(), "4\u00a0998".encode()),
        "word/document.xml",
    )
    assert docx_lines(wrong) != docx_lines(data)


def test_a_list_that_counts_on_is_seen() -> None:
    def count_on(part: bytes) -> bytes:
        return part.replace(b"<w:startOverride", b"<w:removed").replace(b"startOverride>", b"x>")

    data = written(final_document())
    found = docx_lines(with_document(data, count_on, "word/numbering.xml"))
    assert "3. Fakturering en gång om året." in found
    assert "1. Fakturering en gång om året." in docx_lines(data)


def test_a_rejected_paragraph_mark_joins_two_paragraphs() -> None:
    mark = b'<w:rPr><w:ins w:id="900" w:author="A" w:date="2026-01-01T00:00:00Z"/></w:rPr></w:pPr>'

    def insert_mark(part: bytes) -> bytes:
        before, text, after = part.partition("Utgåva 2020".encode())
        head, end, tail = before.rpartition(b"</w:pPr>")
        assert end
        return head + mark + tail + text + after

    data = with_document(written(final_document()), insert_mark, "word/document.xml")
    assert "Utgåva 2020-12-22" in docx_lines(data)
    # The joined paragraph is the second one, so it has that one's number.
    assert "1 Utgåva 2020-12-22Bakgrund och syfte" in docx_lines(data, view="rejected")


@pytest.mark.parametrize("kind", ["no zip", "no part", "no XML"])
def test_what_is_no_word_file_is_refused(kind: str) -> None:
    archive = BytesIO()
    with ZipFile(archive, "w") as file:
        file.writestr("word/document.xml" if kind == "no XML" else "other.xml", "<a")
    data = b"PK nothing" if kind == "no zip" else archive.getvalue()
    with pytest.raises(ValueError, match="not a Word file"):
        docx_lines(data)


# Other programs


@pytest.mark.peer
def test_the_open_xml_sdk_finds_no_fault(tmp_path: Path) -> None:
    documents = {
        "final": final_document(),
        "draft": draft_document(),
        "changed": changed_document(),
        "parties": final_document(3, 40),
        "compared": redline(draft_document(), final_document(4, 3)),
    }
    paths = [tmp_path / "reference.docx"]
    paths[0].write_bytes(REFERENCE)
    for name, document in documents.items():
        paths.append(tmp_path / f"{name}.docx")
        paths[-1].write_bytes(written(document))
    assert ooxml_errors(paths) == {path: [] for path in paths}


@pytest.mark.peer
def test_libreoffice_numbers_and_reads_as_the_tree_does(tmp_path: Path) -> None:
    document = final_document(3, 3)
    path = tmp_path / "final.docx"
    path.write_bytes(written(document))
    (text,) = libreoffice_convert([path], "txt:Text (encoded):UTF8", tmp_path / "out")
    # As plain text LibreOffice gives the bullets of each level a character of their own.
    found = text.read_text("utf-8-sig").replace("◦", "•")
    assert fold(found) == fold("".join(lines(document)))


@pytest.mark.peer
def test_libreoffice_marks_each_page_of_a_draft(tmp_path: Path) -> None:
    path = tmp_path / "draft.docx"
    path.write_bytes(written(draft_document()))
    (pdf,) = libreoffice_convert([path], "pdf", tmp_path / "out")
    pages = pdf_text(pdf).split("\f")[:-1]
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert "UTKAST" in page
        assert f"Sida {number} ({len(pages)})" in page
    assert "Tvist avgörs av ReKo." in pages[-1]
