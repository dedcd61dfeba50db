"""A family's own colour and fonts, in its style sheet and its Word file alike."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from agreement_gen.build.compose import compose
from agreement_gen.build.style import style_of
from agreement_gen.formats.docx.writer import write_docx
from agreement_gen.formats.html import write_html
from agreement_gen.formats.look import Look, styled_css, styled_reference
from agreement_gen.formats.pdf.writer import write_pdf
from tests.support.docx_samples import REFERENCE
from tests.support.pdf_samples import CREATED, CSS
from tests.support.peers import ooxml_errors, verapdf
from tests.support.workspaces import edit, entry, load, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

FAMILY = "templates/samverkan/family.yaml"
OWN = 'style: {accent: "#7a1f3d", text_font: Source Sans Pro, heading_font: Source Serif Pro}\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = small_workspace(tmp_path / "w")
    edit(root, FAMILY, {"posts: true\n": f"posts: true\n{OWN}"})
    return root


def part(word: bytes, name: str) -> str:
    with ZipFile(BytesIO(word)) as archive:
        return archive.read(name).decode()


def test_a_family_without_a_look_keeps_its_files_to_the_byte(tmp_path: Path) -> None:
    standard = load(small_workspace(tmp_path)).standards["samverkan"]
    style = style_of(standard)
    assert (style.css, style.reference) == (standard.css, standard.reference)


def test_the_style_sheet_has_the_familys_values_once(root: Path) -> None:
    css = style_of(load(root).standards["samverkan"]).css
    assert "--accent: #7a1f3d;" in css
    assert '--text-font: "Source Sans Pro", "Segoe UI", Arial, sans-serif;' in css
    assert '--heading-font: "Source Serif Pro", Georgia, "Times New Roman", serif;' in css
    assert "#1f4e79" not in css


def test_word_has_the_colour_and_the_fonts_of_the_pdf(root: Path) -> None:
    workspace = load(root)
    style = style_of(workspace.standards["samverkan"])
    document = compose(workspace, entry(workspace, "alby")).document
    word = write_docx(document, style.reference, created=CREATED)
    styles = part(word, "word/styles.xml")
    assert "1F4E79" not in styles + part(word, "word/numbering.xml")
    assert "7A1F3D" in styles
    [title] = re.findall(r'<w:style [^>]*w:styleId="Title".*?</w:style>', styles, re.DOTALL)
    [body] = re.findall(r'<w:style [^>]*w:styleId="BodyText".*?</w:style>', styles, re.DOTALL)
    assert 'w:ascii="Source Serif Pro"' in title
    assert 'w:ascii="Source Sans Pro"' in body
    assert "Source Sans Pro" in write_html(document, style.css)


def test_the_same_look_gives_the_same_bytes() -> None:
    look = Look("#7a1f3d", "Source Sans Pro", None)
    first = styled_reference(REFERENCE, CSS, look)
    styled_reference.cache_clear()
    assert styled_reference(REFERENCE, CSS, look) == first
    assert styled_css(styled_css(CSS, look), look) == styled_css(CSS, look)


@pytest.mark.peer
def test_other_programs_accept_a_look(root: Path, tmp_path: Path) -> None:
    workspace = load(root)
    style = style_of(workspace.standards["samverkan"])
    document = compose(workspace, entry(workspace, "alby")).document
    pdf, word = tmp_path / "a.pdf", tmp_path / "a.docx"
    pdf.write_bytes(write_pdf(document, style.css, created=CREATED))
    word.write_bytes(write_docx(document, style.reference, created=CREATED))
    assert verapdf([pdf], "2a", "ua1") == {pdf: []}
    assert ooxml_errors([word]) == {word: []}
