"""Every agreement of this repository and of the examples, as real peers see its files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from agreement_gen.build.build import Options, build
from agreement_gen.build.compose import compose
from agreement_gen.document.tree import fold, lines
from agreement_gen.formats.docx.reader import docx_lines
from agreement_gen.formats.pdf.reader import pdf_text
from tests.support import peers
from tests.support.workspaces import REPOSITORY, load

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.document.tree import Document

pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True)
class Agreement:
    """One built agreement."""

    document: Document
    pdf: Path
    docx: Path


@pytest.fixture(scope="module")
def agreements(tmp_path_factory: pytest.TempPathFactory) -> list[Agreement]:
    found = []
    examples = sorted(path.parent for path in REPOSITORY.glob("examples/*/region.yaml"))
    for number, root in enumerate((REPOSITORY, *examples)):
        workspace = load(root)
        output = tmp_path_factory.mktemp(f"output{number}")
        rows = build(workspace, workspace.entries, output, Options(jobs=2))
        for own, row in zip(workspace.entries, rows, strict=True):
            pdf, docx = (output / name for name in row.files)
            found.append(Agreement(compose(workspace, own).document, pdf, docx))
    return found


def test_all_13_municipalities_and_the_examples_are_built(agreements: list[Agreement]) -> None:
    names = {agreement.pdf.name for agreement in agreements}
    assert len(names) >= 14
    assert "overenskommelse-halsocenter-vetlanda.pdf" in names


def test_tree_word_and_pdf_have_the_same_text(agreements: list[Agreement]) -> None:
    for agreement in agreements:
        text = fold("".join(lines(agreement.document)))
        assert fold("".join(docx_lines(agreement.docx.read_bytes()))) == text, agreement.docx
        assert fold(pdf_text(agreement.pdf.read_bytes())) == text, agreement.pdf


@pytest.mark.peer
def test_a_draft_is_marked_on_every_page_and_a_complete_one_on_none(
    agreements: list[Agreement],
) -> None:
    states = set()
    for agreement in agreements:
        mark = agreement.document.header_footer.draft
        states.add(mark is None)
        pages = peers.pdf_text(agreement.pdf).rstrip("\f").split("\f")
        for number, page in enumerate(pages, start=1):
            assert ("UTKAST" in page) == (mark is not None), f"{agreement.pdf.name} page {number}"
            assert f"Sida {number} ({len(pages)})" in page
            assert "Utgåva" in page
    assert states == {True, False}, "the examples hold a complete agreement and drafts"


@pytest.mark.peer
def test_every_pdf_is_archivable_and_accessible(agreements: list[Agreement]) -> None:
    faults = peers.verapdf([agreement.pdf for agreement in agreements], "2a", "ua1")
    assert faults == {agreement.pdf: [] for agreement in agreements}


@pytest.mark.peer
def test_every_word_file_is_valid_open_xml(agreements: list[Agreement]) -> None:
    faults = peers.ooxml_errors([agreement.docx for agreement in agreements])
    assert faults == {agreement.docx: [] for agreement in agreements}


@pytest.mark.peer
def test_libreoffice_opens_every_word_file(agreements: list[Agreement], tmp_path: Path) -> None:
    files = [agreement.docx for agreement in agreements]
    converted = peers.libreoffice_convert(files, "pdf", tmp_path)
    assert [path.stem for path in converted] == [path.stem for path in files]
    for agreement, path in zip(agreements, converted, strict=True):
        text = fold(peers.pdf_text(path, layout=True))
        for clause in agreement.document.clauses:
            title = "".join(run.text for run in clause.title)
            assert fold(f"{clause.number} {title}") in text, f"{path.name}: {title}"
        pages = peers.pdf_text(path).rstrip("\f").split("\f")
        assert fold(f"Sida {len(pages)} ({len(pages)})") in fold(pages[-1])
        assert ("UTKAST" in text) == (agreement.document.header_footer.draft is not None)
