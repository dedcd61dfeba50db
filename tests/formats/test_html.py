"""The web page says all that the tree says, in elements that mean what they should."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from dataclasses import replace
from typing import Any

import lxml.html
import pytest
from hypothesis import given, settings

from agreement_gen.document.tree import Clause, Document, LocalText, Paragraph, Run, fold, lines
from agreement_gen.formats.errors import RenderFailure
from agreement_gen.formats.html import write_html
from tests.support.pdf_samples import CSS
from tests.support.printable import printable_documents
from tests.support.sample_documents import (
    draft_document,
    final_document,
    paragraph,
    plain,
    with_long_header,
)
from tests.support.sample_redline import changed_document
from tests.support.strategies import examples


def page(document: Document) -> Any:
    return lxml.html.document_fromstring(write_html(document, ""))


def seen_text(document: Document) -> str:
    """What a browser shows of the text, with the marks that it draws before the items of lists."""
    body = page(document).body
    body.find("div[@class='page-header']").drop_tree()
    for item in body.iter("li"):
        parent = item.getparent()
        assert parent is not None
        number = parent.findall("li").index(item) + 1
        mark = lxml.html.Element("b")
        mark.text = f"{number}." if parent.tag == "ol" else "•"
        item.insert(0, mark)
    return str(body.text_content())


@pytest.mark.parametrize(
    "document", [final_document(), draft_document(), changed_document(), final_document(4, 30)]
)
def test_the_page_says_what_the_tree_says(document: Document) -> None:
    assert fold(seen_text(document)) == fold("".join(lines(document)))


@settings(max_examples=examples(60), deadline=None)
@given(printable_documents())
def test_any_tree_is_written_whole(document: Document) -> None:
    assert fold(seen_text(document)) == fold("".join(lines(document)))


def test_text_never_becomes_markup() -> None:
    text = """<script>alert("1")</script> & 'x' </p>"""
    clause = Clause('a"b', 1, plain(text), (Paragraph((Run(text, target='a"b'),)),))
    document = replace(final_document(), clauses=(clause,), title=plain(text))
    found = page(document)
    assert found.findall(".//script") == []
    assert found.find(".//h1").text_content() == text
    assert found.find(".//section").get("id") == 'a"b'
    assert found.find(".//section//a").get("href") == '#a"b'


def test_head_names_language_title_and_author() -> None:
    found = page(final_document())
    assert found.get("lang") == "sv-SE"
    assert found.findtext(".//title") == final_document().metadata.title
    authors = [meta.get("content") for meta in found.findall(".//meta[@name='author']")]
    assert authors == ["Region Norr"]


def test_references_lead_to_a_clause_of_the_page() -> None:
    found = page(final_document())
    ids = {section.get("id") for section in found.iter("section")}
    assert {link.get("href") for link in found.iter("a")} == {"#lokal"}
    assert "lokal" in ids


def test_an_id_occurs_once_though_two_clauses_have_it() -> None:
    twice = tuple(Clause("ny", n, plain("Ny"), (paragraph("Text."),)) for n in (1, 2))
    found = page(replace(final_document(), clauses=twice))
    assert [section.get("id") for section in found.iter("section")] == ["ny", None]


def test_table_cells_know_their_headings() -> None:
    table = page(final_document()).find(".//table")
    assert table.findtext("caption") == "Fördelning av medel"
    assert [cell.get("scope") for cell in table.findall("thead/tr/th")] == ["col"] * 3
    bodies = table.findall("tbody")
    assert [body.find("tr").get("class") for body in bodies] == ["group", "group", "total"]
    group = bodies[0].find("tr")
    assert [(cell.get("scope"), cell.get("colspan")) for cell in group] == [("rowgroup", "3")]
    own = bodies[0].find("tr[@class='own']")
    assert own.find("th").get("scope") == "row"
    assert [cell.get("class") for cell in own.findall("td")] == ["end", "end"]


def test_headings_descend_from_the_title() -> None:
    found = page(final_document())
    clause = found.get_element_by_id("ekonomi")
    assert [heading.tag for heading in clause.iter("h2", "h3", "h4")] == ["h2", "h3", "h4"]
    assert clause.find("h2/span").text == "2"
    assert len(found.findall(".//h1")) == 1


def test_a_text_to_fill_in_differs_from_one_that_is_written() -> None:
    filled = page(draft_document()).findall(".//p[@class='fill-in']")
    assert [element.text for element in filled] == ["Skriv kommunens text här"]
    assert page(final_document()).findall(".//p[@class='fill-in']") == []


def test_the_page_begins_with_its_header_and_a_draft_says_that_it_is_one() -> None:
    draft, final = page(draft_document()).body, page(with_long_header()).body
    assert (draft.get("data-draft"), draft.get("class")) == ("UTKAST", "draft")
    assert (final.get("data-draft"), final.get("class")) == (None, None)
    header = with_long_header().header_footer
    assert [p.text_content() for p in final[0].iter("p")] == [
        header.header_start,
        header.header_end,
        *(line.text for line in header.case_numbers),
    ]
    assert draft[0].find(".//p").text == "UTKAST"
    # A browser has no pages; who prints the page counts them.
    assert final[0].find(".//span").get("data-before") == " · Sida "
    assert final[0].find(".//span").text is None


def test_every_marked_text_is_inserted_or_deleted_once() -> None:
    local = LocalText("a", plain("Specificeras:"), (paragraph("Gammal text."),))
    for change in ("ins", "del"):
        clauses = [c for c in changed_document().clauses if c.change and c.change.value == change]
        assert clauses
        clause = replace(clauses[0], blocks=(*clauses[0].blocks, local))
        found = page(replace(final_document(), clauses=(clause,))).find(".//section")
        marked = [mark.text_content() for mark in found.iter(change)]
        assert fold("".join(marked)) == fold(found.text_content())
        assert found.findall(f".//{change}//{change}") == []


def test_a_redline_shows_both_texts() -> None:
    first = page(changed_document()).get_element_by_id("bakgrund")
    assert [mark.text_content() for mark in first.iter("del")][:2] == ["sex", "punkt 2"]
    assert "tolv" in [mark.text_content() for mark in first.iter("ins")]


@pytest.mark.parametrize("css", ["p { } </STYLE><script>", "p { display: none }"])
def test_a_style_sheet_that_is_no_house_style_is_refused(css: str) -> None:
    with pytest.raises(RenderFailure, match="line 1"):
        write_html(final_document(), css)


def test_the_page_allows_its_own_style_sheet_and_nothing_else() -> None:
    page = write_html(final_document(), CSS)
    found = lxml.html.document_fromstring(page)
    (policy,) = found.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    style = found.findtext(".//style") or ""
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-{digest}'"
    )
    assert found.xpath("//meta[@name='referrer']/@content") == ["no-referrer"]
    # A policy holds only for what comes after it.
    assert page.index("Content-Security-Policy") < page.index("<title>") < page.index("<style>")


def test_nothing_in_the_page_names_another_file() -> None:
    page = write_html(draft_document(), CSS)
    assert not re.search(r"\b(src|srcset|action|data|poster|background)\s*=", page)
    assert all(href.startswith("#") for href in re.findall(r'href="([^"]*)"', page))
    assert not re.search(r"<(script|link|iframe|object|embed|base|form|img|svg)\b", page)
    assert "url(" not in page
