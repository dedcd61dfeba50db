"""Clauses that one agreement adds, and annexes after the signatures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from agreement_gen.build.compose import compose
from agreement_gen.changes.compare import compare
from agreement_gen.changes.deviations_table import overview
from agreement_gen.changes.report import headline
from agreement_gen.changes.states import WorkspaceState
from agreement_gen.document.tree import Clause, clause_lines
from agreement_gen.formats.docx.reader import docx_lines
from agreement_gen.formats.docx.writer import write_docx
from agreement_gen.formats.html import write_html
from agreement_gen.formats.pdf.reader import pdf_pages
from agreement_gen.formats.pdf.structure_check import read_back
from agreement_gen.formats.pdf.writer import write_pdf
from agreement_gen.formats.text import write_text
from agreement_gen.formats.text_check import difference
from agreement_gen.problems import InputError
from agreement_gen.workspace.tree import DiskTree
from tests.support.docx_samples import REFERENCE
from tests.support.outline import outline
from tests.support.pdf_samples import CREATED, CSS
from tests.support.peers import libreoffice_convert, ooxml_errors, pdf_text, verapdf
from tests.support.workspaces import CASES, edit, entry, load, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.document.tree import Document

ALBY = "municipalities/alby.yaml"
CLOSING = "templates/samverkan/clauses/underskrift.md.j2"
PLAN = "templates/samverkan/annexes/handlingsplan.md.j2"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_workspace(tmp_path / "new", CASES / "annexes")


def composed(root: Path, slug: str) -> Document:
    workspace = load(root)
    return compose(workspace, entry(workspace, slug)).document


def faults(root: Path) -> list[str]:
    with pytest.raises(InputError) as raised:
        composed(root, "alby")
    return [f"{found.location} {found.code}" for found in raised.value.problems]


def heading(clause: Clause) -> str:
    return next(clause_lines(clause)).replace("\u00a0", " ")


def test_annexes_have_numbers_of_their_own_and_added_clauses_those_of_their_place(
    root: Path,
) -> None:
    assert [heading(clause) for clause in composed(root, "alby").clauses] == [
        "1 Mål",
        "2 Sommaröppet",
        "3 Åtagande",
        "4 Underskrift",
        "Bilaga 1 Handlingsplan",
        "Bilaga 2 Hallar",
        "Bilaga 3 Karta över hallarna",
    ]
    assert [heading(clause) for clause in composed(root, "osby-a").clauses][2:] == [
        "3 Underskrift",
        "Bilaga 1 Handlingsplan",
        "Bilaga 2 Hallar",
    ]


def test_the_agreement_lists_its_annexes_and_links_to_them(root: Path) -> None:
    tree = outline(composed(root, "alby"))
    assert "paragraph (body): [Bilaga~3 Karta över hallarna](#karta)" in tree
    assert "paragraph (body): Hallarna är öppna i juli, se [bilaga~3](#karta)." in tree
    assert "Planen följer [avsnitt~1](#mal), och lokalerna finns i [bilaga~2](#hallar)." in tree


def test_an_agreement_without_annexes_says_so(root: Path) -> None:
    family = "templates/samverkan/family.yaml"
    edit(root, family, {"order: [handlingsplan, hallar]": "order: []"})
    lines = "\n".join(clause_lines(composed(root, "osby-a").clauses[2]))
    assert "Planen har inga bilagor." in lines


def test_each_annex_begins_a_page_and_all_formats_say_the_same(root: Path) -> None:
    document = composed(root, "alby")
    pdf = write_pdf(document, CSS, created=CREATED)
    assert read_back(document, pdf).difference is None
    pages = [re.sub(r"\s+", " ", page.body) for page in pdf_pages(pdf)]
    assert [page[:18].strip() for page in pages[-3:]] == [
        "Bilaga 1 Handlings",
        "Bilaga 2 Hallar 1.",
        "Bilaga 3 Karta öve",
    ]
    word = write_docx(document, REFERENCE, created=CREATED)
    assert difference(document, "\n".join(docx_lines(word))) is None
    page = write_html(document, CSS)
    assert '<section id="karta" class="annex">' in page
    assert "Bilaga\u00a03 Karta över hallarna\n----" in write_text(document)


@pytest.mark.usefixtures("swedish")
def test_what_one_agreement_adds_is_a_deviation_with_its_reason(root: Path) -> None:
    table = overview(load(root), load(root).entries, "text")
    assert "Alby · Sommaröppet: eget avsnitt – Albys sommarprogram" in table
    assert "Alby · Karta över hallarna: egen bilaga – Två hallar delar ingång" in table


@pytest.mark.usefixtures("swedish")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"ingång\n": "ingång\n    extra: {text: '# Extra', reason: Prov}\n"}, "Egen bilaga"),
        ({"after: mal": "after: atagande"}, "Eget avsnitt: plats"),
        ({"är öppna i juli": "är stängda i juli"}, "Eget avsnitt"),
        ({"reason: Albys sommarprogram": "reason: Annat"}, "Eget avsnitt"),
    ],
)
def test_a_change_of_what_is_added_is_reported(
    changes: dict[str, str], expected: str, root: Path, tmp_path: Path
) -> None:
    old = small_workspace(tmp_path / "old", CASES / "annexes")
    edit(root, ALBY, changes)
    states = [WorkspaceState("", DiskTree(path)) for path in (old, root)]
    lines = [headline(change) for change in compare(states[0], states[1]).changes]
    assert [line for line in lines if expected in line]


@pytest.mark.parametrize(
    ("file", "changes", "expected"),
    [
        (CLOSING, {"::: annexes\n:::": "inget"}, "annexes-not-listed"),
        (PLAN, {"## Året": "::: annexes\n:::"}, "annexes-in-annex"),
        (PLAN, {"## Året": "::: signatures\n:::"}, "signatures-in-annex"),
        (ALBY, {"after: mal": "after: underskrift"}, "added-after-signatures"),
        (ALBY, {"after: mal": "after: malet"}, "unknown-clause"),
        (ALBY, {"    karta:": "    hallar:"}, "id-taken"),
        (ALBY, {"# Karta": "# {{ Karta"}, "template-in-clause"),
        (PLAN, {"#hallar": "#hall"}, "unknown-link"),
    ],
)
def test_what_annexes_and_added_clauses_may_not_be(
    file: str, changes: dict[str, str], expected: str, root: Path
) -> None:
    edit(root, file, changes)
    assert [fault for fault in faults(root) if fault.endswith(f" {expected}")]


@pytest.mark.peer
def test_other_programs_accept_annexes_and_show_them_on_their_own_pages(
    root: Path, tmp_path: Path
) -> None:
    document = composed(root, "alby")
    pdf, word = tmp_path / "a.pdf", tmp_path / "a.docx"
    pdf.write_bytes(write_pdf(document, CSS, created=CREATED))
    word.write_bytes(write_docx(document, REFERENCE, created=CREATED))
    assert verapdf([pdf], "2a", "ua1") == {pdf: []}
    assert ooxml_errors([word]) == {word: []}
    (converted,) = libreoffice_convert([word], "pdf", tmp_path / "converted")
    pages = pdf_text(converted, layout=True).replace("\u00a0", " ").split("\f")
    for title in ("Bilaga 1 Handlingsplan", "Bilaga 2 Hallar", "Bilaga 3 Karta över hallarna"):
        (page,) = [page for page in pages if re.search(rf"^ *{title}", page, re.MULTILINE)]
        above = page.split(title)[0].strip().split("\n")
        assert len(above) <= 2, above
