"""What is read of a PDF that somebody sent, and what is shown of it, has bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pypdfium2 import PdfDocument

from agreement_gen.formats.errors import UnreadableFileError
from agreement_gen.formats.pdf.reader import pdf_pages
from agreement_gen.problems import InputError
from agreement_gen.signing.embedded_source import embedded_source
from agreement_gen.signing.findings import SHOWN, shortened
from agreement_gen.signing.pages import differently_drawn
from agreement_gen.signing.reading import Contents, contents
from agreement_gen.workspace.files import MOST_OF_TEXT
from tests.support.hostile_files import EMPTY, PDF_FILES, one_page

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", ["names-doubling", "attachments-many"])
def test_a_tree_that_leads_to_many_leaves_is_given_up(name: str) -> None:
    with pytest.raises(InputError, match="more than"):
        contents(PDF_FILES[name](), "x.pdf")


def test_annotations_of_one_kind_are_reported_once() -> None:
    annotations = b"<</Subtype/Movie/Rect[0 0 1 1]>>" * 1000
    file = one_page(EMPTY, page=b"/MediaBox[0 0 595 842]/Annots[%s]" % annotations)
    assert len(contents(file, "x.pdf").extras) == 1


def test_metadata_with_entities_state_nothing() -> None:
    assert contents(PDF_FILES["metadata-laughs"](), "x.pdf").facts == {}


def test_a_page_of_another_size_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    enormous = one_page(EMPTY, page=b"/MediaBox[0 0 14000 14000]")
    drawn: list[tuple[float, float]] = []

    def draw(page: object, *_: object) -> tuple[int, int, bytes]:
        drawn.append(page.get_size())  # type: ignore[attr-defined]
        return 0, 0, b""

    monkeypatch.setattr("agreement_gen.signing.pages._drawn", draw)
    assert differently_drawn(enormous, one_page(EMPTY)) == (1,)
    assert differently_drawn(one_page(EMPTY), one_page(EMPTY)) == ()
    assert set(drawn) == {(595, 842)}


def test_a_page_that_cannot_be_loaded_makes_a_file_unreadable() -> None:
    file = PDF_FILES["pages-many"]().replace(b"3 0 R " * 1_000_000, b"9 0 R ")
    PdfDocument(file).close()
    with pytest.raises(UnreadableFileError):
        pdf_pages(file)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Tjärnhult", "Tjärnhult"),
        ("a" * SHOWN, "a" * SHOWN),
        ("a" * 10_000_000, "a" * SHOWN + "…"),
        ("a\r\n::error::", "a ::error::"),
    ],
)
def test_only_the_beginning_of_a_text_is_shown_in_one_line(text: str, shown: str) -> None:
    assert shortened(text) == shown


def test_an_embedded_file_that_is_larger_than_any_is_refused(tmp_path: Path) -> None:
    found = Contents({}, (("a.yaml", b"#" * (MOST_OF_TEXT + 1)),), (), 1)
    with pytest.raises(InputError, match="larger than 1 MB"):
        embedded_source(found, "x.pdf", tmp_path)
