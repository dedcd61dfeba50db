"""Pictures in clauses and annexes: shown, described and compared in every format."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pikepdf
import pytest
from PIL import Image

from agreement_gen.build.build import fingerprint
from agreement_gen.build.compose import compose
from agreement_gen.changes.compare import compare
from agreement_gen.changes.redline import docx_faults, html_faults
from agreement_gen.changes.states import WorkspaceState
from agreement_gen.document.diff import is_changed, redline
from agreement_gen.document.tree import Document, Picture, pictures
from agreement_gen.formats.docx.reader import docx_pictures
from agreement_gen.formats.docx.revision import RevisionMark
from agreement_gen.formats.docx.writer import write_docx
from agreement_gen.formats.html import write_html
from agreement_gen.formats.pdf.structure_check import read_back
from agreement_gen.formats.pdf.writer import write_pdf
from agreement_gen.formats.render import DocumentStyle, Origin, render
from agreement_gen.formats.text import write_text
from agreement_gen.formats.text_check import picture_difference
from agreement_gen.problems import InputError
from agreement_gen.workspace.tree import DiskTree
from tests.support.docx_samples import REFERENCE
from tests.support.outline import outline
from tests.support.pdf_samples import CREATED, CSS
from tests.support.peers import libreoffice_convert, ooxml_errors, verapdf
from tests.support.pictures import png, saved, svg
from tests.support.workspaces import CASES, edit, entry, load, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

HALLS = "templates/samverkan/annexes/hallar.md.j2"
SHOWN = """\
1. Norra hallen

   ![Norra hallens ingång]({a} "30 mm")
2. Södra hallen

![Karta över hallarna i {{{{ parties.municipality.name }}}}](karta.svg "80 mm")

![](rand.png "decorative, 160mm")
"""


def with_pictures(root: Path) -> Path:
    """A workspace with a photograph in a list, a map, and a line that only decorates."""
    small_workspace(root, CASES / "annexes")
    folder = root / "templates/samverkan/pictures"
    folder.mkdir()
    photograph = saved(Image.linear_gradient("L").convert("RGB"), "JPEG")
    (folder / "hall.jpg").write_bytes(photograph)
    drawing = '<rect width="200" height="100" fill="#def"/><circle cx="50" cy="50" r="40"/>'
    (folder / "karta.svg").write_bytes(svg(drawing))
    (folder / "rand.png").write_bytes(png((31, 78, 121, 128), (640, 20)))
    edit(root, HALLS, {"1. Norra hallen\n2. Södra hallen\n": SHOWN.format(a="hall.jpg")})
    return root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return with_pictures(tmp_path / "new")


def composed(root: Path) -> Document:
    workspace = load(root)
    return compose(workspace, entry(workspace, "alby")).document


def test_pictures_are_in_the_tree_with_their_sizes_and_texts(root: Path) -> None:
    tree = outline(composed(root))
    assert "picture hall.jpg, 30 × 30 mm: Norra hallens ingång" in tree
    assert "picture karta.svg, 80 × 40 mm: Karta över hallarna i Alby kommun" in tree
    assert "picture rand.png, 160 × 5 mm: (decorative)" in tree


def test_a_pdf_describes_each_picture_but_those_that_decorate(root: Path) -> None:
    document = composed(root)
    data = write_pdf(document, CSS, created=CREATED)
    assert read_back(document, data).difference is None
    with pikepdf.open(BytesIO(data)) as pdf:
        figures = [
            str(each.Alt)
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary)
            and each.get("/S") == "/Figure"
            and "/Alt" in each
        ]
        content = b"".join(page.Contents.read_bytes() for page in pdf.pages)
    assert figures == ["Norra hallens ingång", "Karta över hallarna i Alby kommun"]
    assert content.count(b"/Figure") == 2
    assert write_pdf(document, CSS, created=CREATED) == data


def test_another_text_of_a_picture_is_seen_in_a_pdf(root: Path) -> None:
    document = composed(root)
    data = write_pdf(document, CSS, created=CREATED)
    (annex,) = [clause for clause in document.clauses if clause.id == "hallar"]
    shown = annex.blocks[1]
    assert isinstance(shown, Picture)
    other = replace(annex, blocks=(annex.blocks[0], replace(shown, alternative="x")))
    parts = tuple(other if clause is annex else clause for clause in document.clauses)
    assert read_back(replace(document, clauses=parts), data).difference is not None


def test_a_word_file_holds_the_pictures_with_their_texts(root: Path) -> None:
    document = composed(root)
    data = write_docx(document, REFERENCE, created=CREATED)
    assert [text for _, text in docx_pictures(data)] == [
        "Norra hallens ingång",
        "Karta över hallarna i Alby kommun",
        "",
    ]
    assert picture_difference(document, docx_pictures(data)) is None
    xml = ZipFile(BytesIO(data)).read("word/document.xml").decode()
    assert xml.count("<adec:decorative ") == 1
    assert write_docx(document, REFERENCE, created=CREATED) == data


def test_a_picture_that_a_word_file_lacks_or_has_otherwise_is_found(root: Path) -> None:
    document = composed(root)
    shown = docx_pictures(write_docx(document, REFERENCE, created=CREATED))
    for other in (shown[:2], shown[::-1], [*shown, shown[0]], [("0", shown[0][1]), *shown[1:]]):
        assert picture_difference(document, other) is not None


def test_a_web_page_holds_its_pictures_and_loads_none(root: Path) -> None:
    page = write_html(composed(root), CSS)
    assert re.findall(r'alt="([^"]*)"', page) == [
        "Norra hallens ingång",
        "Karta över hallarna i Alby kommun",
        "",
    ]
    assert len(re.findall(r'src="data:image/(?:png|jpeg);base64,', page)) == 3
    assert page.count("src=") == 3
    assert "img-src data:" in page


def test_a_text_has_the_pictures_texts(root: Path) -> None:
    text = write_text(composed(root))
    assert "\n[Karta över hallarna i Alby kommun]\n" in text.replace("\u00a0", " ")


def test_everything_is_read_back_in_a_build(root: Path) -> None:
    style = DocumentStyle(CSS, REFERENCE)
    assert render(composed(root), style, ("pdf", "docx", "html", "txt"), Origin(CREATED)).pages


def test_a_changed_picture_is_built_anew(root: Path) -> None:
    origin, style = Origin(CREATED), DocumentStyle(CSS, REFERENCE)
    before = fingerprint(composed(root), style, origin)
    assert fingerprint(composed(root), style, origin) == before
    (root / "templates/samverkan/pictures/rand.png").write_bytes(png((1, 2, 3), (640, 20)))
    assert fingerprint(composed(root), style, origin) != before


@pytest.mark.usefixtures("swedish")
def test_a_changed_picture_of_the_same_name_is_a_change(root: Path, tmp_path: Path) -> None:
    old = with_pictures(tmp_path / "old")
    (root / "templates/samverkan/pictures/karta.svg").write_bytes(
        svg("<rect width='90' height='9'/>")
    )
    changes = compare(WorkspaceState("", DiskTree(old)), WorkspaceState("", DiskTree(root))).changes
    (change,) = [change for change in changes if change.clause == "Hallar"]
    lines = ["".join(run.text for run in line) for line in getattr(change, "lines", ())]
    assert len(lines) == 2
    assert all("Bild karta.svg (" in line for line in lines)
    before, after = composed(old), composed(root)
    merged = redline(before, after)
    assert is_changed(merged)
    assert len(list(pictures(merged))) == 4
    author = RevisionMark("Region", CREATED)
    word = write_docx(merged, REFERENCE, created=CREATED, revision=author)
    assert docx_faults(word, before, after) == ()
    assert docx_faults(word, after, before) != ()
    assert html_faults(write_html(merged, CSS), merged) == ()
    assert read_back(merged, write_pdf(merged, CSS, created=CREATED)).difference is None


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("![]({a})", "picture-without-text"),
        ('![Hall]({a} "decorative")', "picture-with-both"),
        ('![Hall]({a} "500 mm")', "picture-title"),
        ('![Hall]({a} "Norra hallen")', "picture-title"),
        ("Se ![Hall]({a}) här.", "picture-in-text"),
        ("![Hall](hal.jpg)", "unknown-picture"),
        ("![Hall](../clauses/mal.md.j2)", "unknown-picture"),
        ("![Hall](/etc/passwd)", "unknown-picture"),
        ("![Hall](https://example.org/a.png)", "unknown-picture"),
        ("![Hall](trasig.png)", "unusable-picture"),
    ],
)
def test_what_a_picture_may_not_be(written: str, code: str, root: Path) -> None:
    (root / "templates/samverkan/pictures/trasig.png").write_bytes(b"GIF89a")
    edit(root, HALLS, {'![Norra hallens ingång](hall.jpg "30 mm")': written.format(a="hall.jpg")})
    with pytest.raises(InputError) as raised:
        composed(root)
    (found,) = raised.value.problems
    assert (found.code, str(found.location).rsplit(":", 1)[0]) == (code, f"{HALLS}:5")


@pytest.mark.peer
def test_other_programs_accept_pictures(root: Path, tmp_path: Path) -> None:
    document = composed(root)
    pdf, word = tmp_path / "a.pdf", tmp_path / "a.docx"
    pdf.write_bytes(write_pdf(document, CSS, created=CREATED))
    word.write_bytes(write_docx(document, REFERENCE, created=CREATED))
    assert verapdf([pdf], "2a", "ua1") == {pdf: []}
    assert ooxml_errors([word]) == {word: []}
    assert libreoffice_convert([word], "pdf", tmp_path / "converted")
