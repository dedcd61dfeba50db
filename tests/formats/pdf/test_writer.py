"""The PDF is valid, the same each time, and never silently less than the tree."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from agreement_gen.document.tree import Clause, Document, fold, lines
from agreement_gen.formats.errors import RenderFailure
from agreement_gen.formats.pdf.page_sheet import mark_sheet
from agreement_gen.formats.pdf.reader import pdf_text
from agreement_gen.formats.pdf.writer import write_pdf
from tests.support.pdf_samples import CREATED, CSS, SOURCE, rendered
from tests.support.peers import verapdf
from tests.support.programs import output_of
from tests.support.sample_documents import LOREM, draft_document, final_document, paragraph, plain
from tests.support.sample_redline import changed_document
from tests.support.workspaces import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(data))


def with_text(text: str) -> Document:
    clause = Clause("a", 1, plain("Rubrik"), (paragraph(text),))
    return replace(final_document(), clauses=(clause,))


def elements(node: Any, kind: str) -> list[Any]:
    """The structure elements of one kind below ``node``, in reading order."""
    found = [node] if node.get("/S") == f"/{kind}" else []
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            found += elements(kid, kind)
    return found


@pytest.mark.peer
def test_files_are_archivable_and_accessible(tmp_path: Path) -> None:
    documents = {
        "final": final_document(),
        "three": final_document(3, 45),
        "draft": draft_document(),
        "changed": changed_document(),
    }
    paths = [tmp_path / f"{name}.pdf" for name in documents]
    for path, document in zip(paths, documents.values(), strict=True):
        path.write_bytes(rendered(document, provenance={"commit": "a<b & c", "edition": "å"}))
    assert verapdf(paths, "2a", "ua1") == {path: [] for path in paths}


@pytest.mark.peer
def test_a_file_with_attachments_is_archivable_and_accessible(tmp_path: Path) -> None:
    path = tmp_path / "attached.pdf"
    second = replace(SOURCE, name="b.json", mime="application/json", relationship="Data")
    path.write_bytes(rendered(final_document(), attachments=[SOURCE, second]))
    assert verapdf([path], "3a", "ua1") == {path: []}


@pytest.mark.slow
def test_same_bytes_anywhere(tmp_path: Path) -> None:
    digests = {
        output_of(
            "hash_pdf_file.py",
            folder=folder,
            environment={"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale},
        )
        for seed, zone, locale, folder in (
            ("1", "UTC", "C", REPOSITORY),
            ("2", "Asia/Tokyo", "sv_SE.UTF-8", tmp_path),
        )
    }
    assert len(digests) == 1


def test_a_file_does_not_depend_on_what_was_rendered_before() -> None:
    alone = rendered(final_document())
    rendered(changed_document())
    assert rendered(final_document()) == alone


def test_the_moment_of_creation_is_the_same_in_every_zone() -> None:
    elsewhere = CREATED.astimezone(timezone(timedelta(hours=9)))
    assert write_pdf(final_document(), CSS, created=elsewhere) == rendered(final_document())
    with opened(rendered(final_document())) as pdf:
        assert str(pdf.docinfo["/CreationDate"]) == "D:20260102030405Z"
    with pytest.raises(ValueError, match="time zone"):
        write_pdf(final_document(), CSS, created=CREATED.replace(tzinfo=None))


def test_properties_are_those_of_the_tree() -> None:
    with opened(rendered(final_document(), provenance={"commit": "a<b"})) as pdf:
        meta = pdf.open_metadata()
        assert meta["dc:title"] == final_document().metadata.title
        assert meta["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert meta["{http://www.aiim.org/pdfa/ns/id/}conformance"] == "A"
        assert meta["{urn:agreement-gen:provenance:1#}commit"] == "a<b"
        assert str(pdf.Root.Lang) == "sv-SE"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root[0].children]
    assert titles[:2] == ["1 Bakgrund och syfte", "2 Ekonomi"]


@pytest.mark.parametrize("key", ["a b", "å", "", "1a", "x><"])
def test_a_provenance_key_that_is_no_name_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="cannot name a property"):
        rendered(final_document(), provenance={key: "x"})


def test_attachments_are_embedded_with_type_and_relationship() -> None:
    with opened(rendered(final_document(), attachments=[SOURCE])) as pdf:
        assert pdf.attachments["sjöby.yaml"].get_file().read_bytes() == b"a: 1\n"
        [filespec] = pdf.Root.AF
        assert filespec.AFRelationship == "/Source"
        assert filespec.EF.F.Subtype == "/application/yaml"
    with opened(rendered(final_document())) as pdf:
        assert list(pdf.attachments) == []


def test_a_table_over_pages_is_one_table() -> None:
    with opened(rendered(final_document(table_rows=45))) as pdf:
        assert len(pdf.pages) > 3
        tables = elements(pdf.Root.StructTreeRoot.K[0], "Table")
        assert len(tables) == 2
        assert len(elements(tables[0], "THead")) == 1
        ids = {str(cell.ID) for cell in elements(tables[0], "TH")}
        named = [{str(name) for name in cell.A.Headers} for cell in elements(tables[0], "TD")]
        assert len(named) == 2 * (2 * 45 + 3)
        assert all(len(names) == 2 and names <= ids for names in named)


def test_an_item_holds_its_nested_list_and_what_follows_it() -> None:
    with opened(rendered(changed_document())) as pdf:
        lists = elements(pdf.Root.StructTreeRoot.K[0], "L")
        assert any(elements(item, "L") for each in lists for item in elements(each, "LBody"))
        for each in lists:
            for item in each.K:
                assert item.S == "/LI"
                assert [str(part.S) for part in item.K] == ["/Lbl", "/LBody"]


def test_a_link_says_where_it_leads() -> None:
    with opened(rendered(final_document())) as pdf:
        links = [note for page in pdf.pages for note in page.get("/Annots", [])]
        assert {str(link.Contents) for link in links} == {"3 Lokal överenskommelse"}


def test_only_the_fonts_of_the_project_are_embedded() -> None:
    with opened(rendered(changed_document())) as pdf:
        names = {str(o.FontName) for o in pdf.objects if _is(o, "/FontDescriptor")}
        assert names
        assert all("Source-S" in name for name in names)


def _is(obj: Any, kind: str) -> bool:
    return isinstance(obj, pikepdf.Dictionary) and obj.get("/Type") == kind


def pages(document: Document) -> list[str]:
    """The folded text of every page, header and footer too."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(rendered(document))
    try:
        texts = []
        for page in pdf:
            text_page = page.get_textpage()
            texts.append(fold(text_page.get_text_bounded()))
            text_page.close()
        return texts
    finally:
        pdf.close()


def test_every_page_of_a_draft_says_so_twice_and_of_a_final_never() -> None:
    # In the header line and across the page.
    assert all("UTKAST" in text for text in pages(draft_document()))
    assert not any("UTKAST" in text for text in pages(final_document()))


def test_every_page_counts_itself_and_names_the_edition() -> None:
    texts = pages(final_document(table_rows=30))
    for number, text in enumerate(texts, start=1):
        assert f"Sida{number}({len(texts)})" in text
        assert "Utgåva2020-12-22" in text


@pytest.mark.parametrize("fillers", [22, 23, 24, 25, 33, 34, 35, 36, 37, 38])
def test_the_approval_stands_whole_on_the_page_where_the_clause_before_it_ends(
    fillers: int,
) -> None:
    document = final_document()
    first = Clause(
        "a",
        1,
        plain("Rubrik"),
        (*(paragraph(f"Rad {n}.") for n in range(fillers)), paragraph(LOREM)),
    )
    texts = pages(replace(document, clauses=(first, *document.clauses[3:])))
    last = texts[-1]
    assert "TvistavgörsavReKo." in last
    assert "5Godkännande" in last
    assert last.count("Förtydligande") == 2
    assert sum("Förtydligande" in text for text in texts) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Glad 😀 text", r"U\+1F600 GRINNING FACE"),
        ("漢字", r"U\+6F22"),
        ("mjukt\u00adbinde", r"U\+00AD SOFT HYPHEN"),
        ("a\u200bb", r"U\+200B ZERO WIDTH SPACE"),
        ("Sja\u030alv", "NFC"),
        ("12\u2007000", r"U\+2007 FIGURE SPACE"),
    ],
)
def test_a_character_that_cannot_be_shown_is_an_error(text: str, message: str) -> None:
    with pytest.raises(RenderFailure, match=message):
        rendered(with_text(text))


def test_swedish_and_typographic_characters_can_be_shown() -> None:
    text = "Åäö ÉÜ § 37 – ”så” … • 5\u00a0000 kr, 50 % × ½ € @ & <x> ’s ø æ č ł"
    assert fold(text) in fold(pdf_text(rendered(with_text(text))))


@pytest.mark.usefixtures("any_style")
@pytest.mark.parametrize(
    ("css", "message"),
    [
        ("p { colour: red }", "colour"),
        ("p { background: url(https://example.org/x.png) }", "example.org"),
        ("p { background: url(file:///etc/passwd) }", "passwd"),
        ("@import url(other.css);", "base URI"),
        ('p { font-family: "DejaVu Sans", sans-serif }', "is not one of"),
        ("@page { @top-left { opacity: 0.5 } }", "transparent"),
    ],
)
def test_what_the_renderer_would_only_log_is_an_error(css: str, message: str) -> None:
    for _ in range(2):
        with pytest.raises(RenderFailure) as caught:
            rendered(final_document(), f"{css}\n{CSS}" if "@import" in css else f"{CSS}\n{css}")
        assert message in str(caught.value)
    assert fold(pdf_text(rendered(final_document()))) == fold("".join(lines(final_document())))


def test_the_pdf_takes_the_same_style_sheets_as_the_web_page() -> None:
    with pytest.raises(RenderFailure, match=r"line 1, column 5: `opacity` may not be set"):
        rendered(final_document(), f"p {{ opacity: 0 }}\n{CSS}")


def test_a_reference_that_leads_nowhere_is_an_error() -> None:
    document = final_document()
    clauses = tuple(clause for clause in document.clauses if clause.id != "lokal")
    with pytest.raises(RenderFailure, match="lokal"):
        rendered(replace(document, clauses=clauses))


def test_the_renderer_is_not_imported_before_it_is_needed() -> None:
    modules = ("agreement_gen.formats.html", "weasyprint")
    imported = output_of("imports_by.py", "agreement_gen.formats.pdf.writer", *modules)
    assert imported == "agreement_gen.formats.html"


def test_a_long_mark_is_smaller_so_that_the_page_has_room_for_all_its_letters() -> None:
    assert mark_sheet("UTKAST") == mark_sheet(None) == ""
    assert "font-size: 66pt" in mark_sheet("PRELIMINÄRT")
