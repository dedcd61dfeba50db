"""The parties' logotypes in the header of every page, in PDF, Word and web page alike."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from agreement_gen.build.compose import compose
from agreement_gen.changes.compare import compare
from agreement_gen.changes.states import WorkspaceState
from agreement_gen.formats.docx.writer import write_docx
from agreement_gen.formats.html import write_html
from agreement_gen.formats.pdf.reader import pdf_pages
from agreement_gen.formats.pdf.structure_check import read_back
from agreement_gen.formats.pdf.writer import write_pdf
from agreement_gen.formats.render import DocumentStyle, Origin, render
from agreement_gen.problems import InputError
from agreement_gen.signing.pages import foreign_content
from agreement_gen.workspace.tree import DiskTree
from tests.support.docx_samples import REFERENCE
from tests.support.pdf_samples import CREATED, CSS
from tests.support.peers import libreoffice_convert, ooxml_errors, verapdf
from tests.support.pictures import png, svg
from tests.support.workspaces import edit, entry, load, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.document.tree import Document

PICTURES = "templates/shared/pictures"


def with_logotypes(root: Path) -> Path:
    """A workspace in which the region and one of two municipalities have a logotype."""
    small_workspace(root)
    (root / PICTURES).mkdir(parents=True)
    circle = '<circle cx="50" cy="50" r="50" fill="#1f4e79"/>'
    mark = f'{circle}<rect x="110" y="30" width="90" height="40"/>'
    (root / PICTURES / "region.svg").write_bytes(svg(mark))
    (root / PICTURES / "alby.png").write_bytes(png((30, 120, 60), (600, 60)))
    region = (root / "region.yaml").read_text("utf-8")
    start = region.index("  region:\n") + len("  region:\n")
    changed = f"{region[:start]}    logotype: region.svg\n{region[start:]}"
    (root / "region.yaml").write_text(changed, "utf-8")
    edit(root, "municipalities/alby.yaml", {"legal_name:": "logotype: alby.png\nlegal_name:"})
    return root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return with_logotypes(tmp_path / "new")


def composed(root: Path, slug: str = "alby") -> Document:
    workspace = load(root)
    return compose(workspace, entry(workspace, slug)).document


def test_logotypes_are_in_the_order_of_the_parties_and_any_may_be_missing(root: Path) -> None:
    shown = composed(root).header_footer.logotypes
    assert [(each.alternative, each.width, each.height) for each in shown] == [
        ("Region Testmark", 200, 100),
        ("Alby kommun", 320, 32),
    ]
    shown = composed(root, "osby-a").header_footer.logotypes
    assert [each.name for each in shown] == ["region.svg"]


def test_every_page_of_a_pdf_shows_them_beside_its_text(root: Path) -> None:
    document = composed(root)
    data = write_pdf(document, CSS, created=CREATED)
    assert read_back(document, data).difference is None
    pages = pdf_pages(data)
    assert len(pages) > 1
    assert all(len(page.pictures) == 2 for page in pages)
    assert write_pdf(document, CSS, created=CREATED) == data


def test_a_word_file_and_a_web_page_show_them_with_the_parties_names(root: Path) -> None:
    document = composed(root)
    with ZipFile(BytesIO(write_docx(document, REFERENCE, created=CREATED))) as word:
        headers = [word.read(n).decode() for n in word.namelist() if "word/header" in n]
        assert len([n for n in word.namelist() if n.startswith("word/media/")]) == 2
    assert sum(header.count('descr="Region Testmark"') for header in headers) == 1
    assert sum(header.count('descr="Alby kommun"') for header in headers) == 1
    page = write_html(document, CSS)
    assert page.count("<img ") == 2
    assert "img-src data:" in page


def test_everything_is_read_back_in_a_build(root: Path) -> None:
    style = DocumentStyle(CSS, REFERENCE)
    assert render(composed(root), style, ("pdf", "docx", "html", "txt"), Origin(CREATED)).pages


def test_a_picture_that_is_no_logotype_of_the_agreement_is_foreign(root: Path) -> None:
    document = composed(root)
    data = write_pdf(document, CSS, created=CREATED)
    assert list(foreign_content(document, pdf_pages(data), data)) == []
    (root / PICTURES / "alby.png").write_bytes(png((1, 2, 3), (600, 60)))
    other = write_pdf(composed(root), CSS, created=CREATED)
    assert len(list(foreign_content(document, pdf_pages(other), data))) == len(pdf_pages(data))


@pytest.mark.usefixtures("swedish")
def test_another_file_of_the_same_name_is_a_change(root: Path, tmp_path: Path) -> None:
    old = with_logotypes(tmp_path / "old")
    (root / PICTURES / "alby.png").write_bytes(png((1, 2, 3), (600, 60)))
    states = [WorkspaceState("", DiskTree(path)) for path in (old, root)]
    (change,) = compare(states[0], states[1]).changes
    assert change.label == "Logotyp"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("alba.png", "unknown-picture"),
        ("trasig.png", "unusable-picture"),
        ("../../region.yaml", "bad-picture-name"),
        ("/etc/passwd", "bad-picture-name"),
    ],
)
def test_a_logotype_that_cannot_be_shown_is_reported(written: str, code: str, root: Path) -> None:
    (root / PICTURES / "trasig.png").write_bytes(b"GIF89a")
    edit(root, "municipalities/alby.yaml", {"logotype: alby.png": f"logotype: {written}"})
    workspace = load(root)
    problems = workspace.problems
    if not problems:
        with pytest.raises(InputError) as raised:
            compose(workspace, entry(workspace, "alby"))
        problems = raised.value.problems
    (found,) = problems
    assert (found.code, found.location.file) == (code, "municipalities/alby.yaml")


@pytest.mark.peer
def test_other_programs_accept_logotypes(root: Path, tmp_path: Path) -> None:
    document = composed(root)
    pdf, word = tmp_path / "a.pdf", tmp_path / "a.docx"
    pdf.write_bytes(write_pdf(document, CSS, created=CREATED))
    word.write_bytes(write_docx(document, REFERENCE, created=CREATED))
    assert verapdf([pdf], "2a", "ua1") == {pdf: []}
    assert ooxml_errors([word]) == {word: []}
    assert libreoffice_convert([word], "pdf", tmp_path / "converted")
