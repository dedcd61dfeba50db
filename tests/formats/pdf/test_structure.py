"""A PDF's structure is that of its document, and a file whose structure is not is refused."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from hypothesis import HealthCheck, assume, given, settings

from agreement_gen.document.tree import (
    Clause,
    Document,
    ItemList,
    ListItem,
    LocalText,
    fold,
    lines,
)
from agreement_gen.formats.errors import RenderFailure, UnreadableFileError
from agreement_gen.formats.pdf import tags
from agreement_gen.formats.pdf.reader import read_pdf
from agreement_gen.formats.pdf.structure import read_structure
from agreement_gen.formats.pdf.structure_check import read_back
from agreement_gen.formats.render import DocumentStyle, Origin, render
from tests.support.docx_samples import REFERENCE
from tests.support.pdf_samples import CREATED, CSS, rendered
from tests.support.peers import verapdf
from tests.support.printable import printable_documents
from tests.support.sample_documents import (
    LOREM,
    draft_document,
    final_document,
    items,
    paragraph,
    plain,
)
from tests.support.sample_redline import changed_document
from tests.support.strategies import examples

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SMALL_PAGES = f"""{CSS}
@page {{ size: 148mm 105mm; margin: 25mm 10mm 12mm }}
p {{ orphans: 1; widows: 1 }}
.signatures {{ display: block }}
.signatures, .signature, .keep-with-previous, .local-text, tbody, tr, li, p, .signs-for {{
  break-before: auto !important; break-inside: auto !important; break-after: auto !important }}
"""
"""Pages so small that everything breaks, wherever it is."""


def crossing() -> Document:
    """Every kind of block over several page ends, lists inside lists and local texts too."""
    deep = ListItem((paragraph(LOREM), items(*[LOREM] * 4, ordered=True), paragraph(LOREM)))
    local = LocalText("premises", plain("Specificeras:"), (paragraph(LOREM), items(*[LOREM] * 5)))
    clause = Clause(
        "a",
        1,
        plain("Rubrik"),
        (
            paragraph(" ".join([LOREM] * 6)),
            ItemList((deep, deep, ListItem((paragraph(LOREM), local, paragraph(LOREM))))),
            items(*[LOREM] * 8, ordered=True),
        ),
    )
    final = final_document(4, 30)
    rest = (replace(part, number=part.number + 1) for part in final.clauses)
    return replace(final, clauses=(clause, *rest))


def rows_of(data: bytes) -> list[tuple[str, int | None]]:
    structure = read_structure(data, read_pdf(data).pieces)
    return [(row.path, row.page) for row in structure.rows]


@pytest.mark.usefixtures("any_style")
@pytest.mark.parametrize("css", [CSS, SMALL_PAGES], ids=["pages", "small-pages"])
@pytest.mark.parametrize(
    "document",
    [final_document(), draft_document(), changed_document(), crossing()],
    ids=["final", "draft", "changed", "crossing"],
)
def test_the_structure_is_that_of_the_tree(document: Document, css: str) -> None:
    assert read_back(document, rendered(document, css)).difference is None


def test_a_list_over_a_page_end_is_one_list_and_an_item_one_item() -> None:
    texts = [f"{n} {LOREM} {LOREM}" for n in range(40)]
    document = replace(
        final_document(), clauses=(Clause("a", 1, plain("Rubrik"), (items(*texts, ordered=True),)),)
    )
    data = rendered(document)
    rows = rows_of(data)
    assert len(read_pdf(data).pieces) > 2
    assert [path for path, _ in rows].count("L") == 1
    assert [path for path, _ in rows].count("L/LI") == 40
    assert [path for path, _ in rows].count("L/LI/LBody/P") == 40
    with pikepdf.open(BytesIO(data)) as pdf:
        pages = {str(o.Pg.objgen) for o in pdf.objects if _is(o, "/P")}
        crossed = [o for o in pdf.objects if _is(o, "/P") and len(_pages_below(o)) > 1]
    assert len(pages) > 2
    assert crossed, "an item crosses a page end, otherwise the test shows nothing"


def _is(obj: Any, kind: str) -> bool:
    return isinstance(obj, pikepdf.Dictionary) and obj.get("/S") == kind


def _pages_below(element: Any) -> set[tuple[int, int]]:
    kids = element.get("/K", [])
    return {kid.Pg.objgen for kid in kids if isinstance(kid, pikepdf.Dictionary)}


@pytest.mark.usefixtures("any_style")
@settings(
    max_examples=examples(20),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(printable_documents())
def test_the_structure_of_any_tree_is_that_of_the_tree(document: Document) -> None:
    assume(fold("".join(lines(document))))  # without any text there is no structure to read
    assert read_back(document, rendered(document, SMALL_PAGES)).difference is None


@pytest.mark.peer
@pytest.mark.usefixtures("any_style")
def test_what_crosses_pages_stays_accessible(tmp_path: Path) -> None:
    path = tmp_path / "crossing.pdf"
    path.write_bytes(rendered(crossing(), SMALL_PAGES))
    assert verapdf([path], "2a", "ua1") == {path: []}


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """The file with a change in its objects."""
    target = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(target)
    return target.getvalue()


def first(pdf: pikepdf.Pdf, kind: str) -> Any:
    """The first element of a kind whose parent has other kids too."""
    return next(o for o in pdf.objects if _is(o, kind) and len(o.P.K) > 1)


def call_a_paragraph_a_heading(pdf: pikepdf.Pdf) -> None:
    first(pdf, "/P").S = pikepdf.Name.H3


def lower_a_heading(pdf: pikepdf.Pdf) -> None:
    first(pdf, "/H3").S = pikepdf.Name.H4


def split_a_list(pdf: pikepdf.Pdf) -> None:
    whole = first(pdf, "/L")
    half = pdf.make_indirect(pikepdf.Dictionary(whole))
    half.K = pikepdf.Array(list(whole.K)[1:])
    whole.K = pikepdf.Array(list(whole.K)[:1])
    for item in half.K:
        item.P = half
    kids = list(whole.P.K)
    place = [kid.objgen for kid in kids].index(whole.objgen)
    whole.P.K = pikepdf.Array([*kids[: place + 1], half, *kids[place + 1 :]])


def swap_two_items(pdf: pikepdf.Pdf) -> None:
    items_of = first(pdf, "/L").K
    items_of[0], items_of[1] = items_of[1], items_of[0]


def drop_the_table_heading(pdf: pikepdf.Pdf) -> None:
    head = first(pdf, "/THead")
    head.S = pikepdf.Name.TBody


def turn_a_scope(pdf: pikepdf.Pdf) -> None:
    first(pdf, "/TH").A.Scope = pikepdf.Name.Row


def drop_a_bookmark(pdf: pikepdf.Pdf) -> None:
    clause = pdf.Root.Outlines.First.First
    clause.Next = clause.Next.Next


def lead_a_bookmark_elsewhere(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.First.Dest[0] = pdf.pages[-1].obj


def rename_a_bookmark(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.First.Title = pikepdf.String("1 Bakgrund")


def speak_english(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Lang = pikepdf.String("en")


def speak_english_once(pdf: pikepdf.Pdf) -> None:
    first(pdf, "/P").Lang = pikepdf.String("en")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (call_a_paragraph_a_heading, "the subtitle: .*P «Överenskommelse mellan .*, it has H3 «Ö"),
        (lower_a_heading, r"clause 2 \(Ekonomi\): .*H3 «Grundfinansiering», it has H4 «Grund"),
        (split_a_list, r"clause 1 \(Bakgrund och syfte\): .*L/LI «», it has L «»"),
        (swap_two_items, r"clause 1 .*: the agreement says «•Regionen.*, the file says «•Kommunen"),
        (drop_the_table_heading, r"clause 2 \(Ekonomi\): .*Table/THead «», it has Table/TR"),
        (turn_a_scope, r"clause 2 .*TH Column «Kommun», it has Table/THead/TR/TH Row «Kommun»"),
        (drop_a_bookmark, r"clause 2 \(Ekonomi\): the bookmarks .* «2 Ekonomi», .* «3 Lokal"),
        (lead_a_bookmark_elsewhere, r"clause 1 .*bookmarks .*level 2, page 1 .*level 2, page 3 "),
        (rename_a_bookmark, r"clause 1 .*«1 Bakgrund och syfte», .*«1 Bakgrund»"),
        (speak_english, "states the language “en”, the agreement is in “sv-SE”"),
        (speak_english_once, "states the language “en”, the agreement is in “sv-SE”"),
    ],
)
def test_a_difference_names_the_clause(change: Callable[[pikepdf.Pdf], None], message: str) -> None:
    document = final_document()
    found = read_back(document, changed(rendered(document), change)).difference
    assert re.search(message, str(found)), found


def test_an_unchanged_file_that_was_saved_again_has_no_difference() -> None:
    document = final_document()
    assert read_back(document, changed(rendered(document), lambda _: None)).difference is None


def test_a_build_fails_where_the_structure_is_not_that_of_the_tree(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # What the renderer leaves where a paragraph, a list or a table crosses a page.
    monkeypatch.setattr(tags, "_join_pages", lambda *_: None)
    text = items(*[LOREM] * 20)
    document = replace(
        final_document(), clauses=(Clause("a", 1, plain("Rubrik"), (paragraph(LOREM), text)),)
    )
    with pytest.raises(
        RenderFailure, match=r"the pdf file .*clause 1 \(Rubrik\): the structure of"
    ):
        render(document, DocumentStyle(CSS, REFERENCE), ["pdf"], Origin(CREATED))


@pytest.mark.parametrize(
    ("data", "message"), [(b"no PDF at all", "cannot be read"), (b"%PDF-1.7\n1 0 obj", "be read")]
)
def test_a_broken_file_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFileError, match=message):
        read_structure(data, ())


def test_a_file_without_structure_is_refused() -> None:
    def drop(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.StructTreeRoot

    with pytest.raises(UnreadableFileError, match="no text with structure"):
        read_structure(changed(rendered(final_document()), drop), ())
