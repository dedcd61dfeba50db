"""The Word writer: what is in the file that it writes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta, timezone
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from agreement_gen.document.tree import ItemList, ListItem, Row, Signatures, text_of
from agreement_gen.formats.docx.reader import docx_header
from agreement_gen.formats.docx.writer import RevisionMark, write_docx
from tests.support.docx_samples import (
    CREATED,
    REFERENCE,
    REVISION,
    body,
    edited,
    found,
    header_part,
    part,
    with_blocks,
    written,
)
from tests.support.programs import output_of
from tests.support.sample_documents import (
    draft_document,
    final_document,
    funding_table,
    items,
    local_resources,
    paragraph,
    plain,
    steering_table,
    with_long_header,
)
from tests.support.sample_redline import changed_document

if TYPE_CHECKING:
    from pathlib import Path

# Numbers and styles are Word's own


def test_headings_are_numbered_by_a_list_and_hold_no_typed_number() -> None:
    headings = [
        p
        for p in docx.Document(BytesIO(written(final_document()))).paragraphs
        if p.style is not None and p.style.name == "Heading 1"
    ]
    assert [h.text for h in headings] == [text_of(c.title) for c in final_document().clauses]


def test_each_ordered_list_restarts_by_a_numbering_of_its_own() -> None:
    data = written(final_document())
    nums = {num.get(qn("w:numId")): num for num in found(part(data, "word/numbering.xml"), "w:num")}
    used = [
        (num.get(qn("w:val")), level.get(qn("w:val")))
        for num, level in zip(
            found(body(data), ".//w:numPr/w:numId"),
            found(body(data), ".//w:numPr/w:ilvl"),
            strict=True,
        )
    ]
    ordered = {place for place in used if found(nums[place[0]], "w:lvlOverride")}
    # Two lists in the text, the list of resources and the list inside it.
    assert len(ordered) == 4
    for num, level in ordered:
        (override,) = found(nums[num], "w:lvlOverride")
        assert override.get(qn("w:ilvl")) == level
        assert found(override, "w:startOverride")[0].get(qn("w:val")) == "1"


def test_no_text_is_spaced_by_empty_paragraphs() -> None:
    for p in found(body(written(final_document())), ".//w:p"):
        style = found(p, "w:pPr/w:pStyle")[0].get(qn("w:val"))
        if not found(p, ".//w:t"):
            assert style in ("TableEnd", "SignatureLine")


def test_the_language_of_the_text_is_that_of_the_document() -> None:
    final = final_document()
    nynorsk = replace(final, metadata=replace(final.metadata, language="nn-NO"))
    path = "w:docDefaults/w:rPrDefault/w:rPr/w:lang"
    for document, language in ((final, "sv-SE"), (nynorsk, "nn-NO")):
        (lang,) = found(part(written(document), "word/styles.xml"), path)
        assert lang.get(qn("w:val")) == language


def test_words_are_hyphenated() -> None:
    assert found(part(written(final_document()), "word/settings.xml"), "w:autoHyphenation")


def test_a_reference_links_to_the_heading_of_its_clause() -> None:
    root = body(written(final_document()))
    (link,) = found(root, ".//w:hyperlink")
    assert "".join(link.itertext()) == "punkt 3 Lokal överenskommelse"
    (target,) = [
        b
        for b in found(root, ".//w:bookmarkStart")
        if b.get(qn("w:name")) == link.get(qn("w:anchor"))
    ]
    heading = target.getparent()
    assert heading is not None
    assert "".join(heading.itertext()) == "Lokal överenskommelse"


# Tables and signatures


def test_the_header_row_repeats_and_rows_stay_whole() -> None:
    root = body(written(final_document()))
    data_tables = found(root, ".//w:tbl")[:2]
    for table in data_tables:
        first, *others = found(table, "w:tr")
        assert found(first, "w:trPr/w:tblHeader")
        assert not [row for row in others if found(row, "w:trPr/w:tblHeader")]
        assert all(found(row, "w:trPr/w:cantSplit") for row in (first, *others))
        assert found(table, "w:tblPr/w:tblCaption")[0].get(qn("w:val"))


def test_column_widths_fill_the_text() -> None:
    for table in found(body(written(final_document())), ".//w:tbl"):
        widths = [int(c.get(qn("w:w"), "0")) for c in found(table, "w:tblGrid/w:gridCol")]
        assert sum(widths) == 11906 - 2 * 1417
        assert min(widths) > 600


def test_the_own_row_is_marked_by_more_than_colour() -> None:
    root = body(written(final_document()))
    (own,) = [r for r in found(root, ".//w:tr") if "Höglandetby 2" in "".join(r.itertext())]
    (plain_row,) = [r for r in found(root, ".//w:tr") if "Höglandetby 1" in "".join(r.itertext())]
    styles = [s.get(qn("w:val")) for s in found(own, ".//w:rPr/w:rStyle")]
    assert styles == ["Strong"] * 3
    assert found(own, ".//w:shd")
    assert not found(plain_row, ".//w:shd")
    assert not found(plain_row, ".//w:rStyle")


def test_signatures_stay_on_the_page_of_the_clause_before() -> None:
    elements = list(found(body(written(final_document())), "w:body")[0])
    texts = ["".join(element.itertext()) for element in elements]
    start, end = texts.index("Tvist avgörs av ReKo."), len(elements) - 2
    for element in elements[start:end]:
        for p in element.iter(qn("w:p")):
            assert found(p, "w:pPr/w:keepNext"), "".join(p.itertext())
    # Only the end of the clause before is held, not all that came before it.
    assert not found(elements[start - 1], "w:pPr/w:keepNext")


def test_a_table_before_the_signatures_does_not_part_them_from_the_clause() -> None:
    final = final_document()
    approval = final.clauses[-1]
    blocks = (*approval.blocks[:-1], steering_table(), approval.blocks[-1])
    clauses = (*final.clauses[:-1], replace(approval, blocks=blocks))
    elements = list(found(body(written(replace(final, clauses=clauses))), "w:body")[0])
    separator, signatures = elements[-4:-2]
    assert not "".join(separator.itertext())
    assert signatures.tag == qn("w:tbl")
    assert found(separator, "w:pPr/w:keepNext")


def test_what_leads_to_a_list_or_to_a_local_text_stays_on_its_page() -> None:
    """Guards against an item on one page and its *Specificeras:* on the next."""
    nested = ItemList(
        (ListItem((paragraph("Överst"), items("Inuti"), paragraph("Efter"))),), ordered=True
    )
    document = with_blocks(
        paragraph("Fri"), paragraph("Leder"), nested, local_resources(complete=True)
    )
    kept = {
        "".join(p.itertext()): bool(found(p, "w:pPr/w:keepNext"))
        for p in found(body(written(document)), ".//w:p")
    }
    assert [text for text in ("Fri", "Leder", "Överst", "Inuti") if kept[text]] == [
        "Leder",
        "Överst",
    ]
    assert kept["Ändamålsenliga lokaler."], "an item and its text to specify"
    assert kept["Lokaler i sim- och sporthallen:"], "a list inside a local text"
    assert not kept["Arbetsgivare för hälsocoachen."]


@pytest.mark.parametrize("parties", [1, 2, 3, 4])
def test_any_number_of_parties_sign_two_beside_each_other(parties: int) -> None:
    table = found(body(written(final_document(parties))), ".//w:tbl")[-1]
    cells = [len(found(row, "w:tc")) for row in found(table, "w:tr")]
    assert cells == [2] * (parties // 2) + [1] * (parties % 2)


def test_the_lines_of_a_party_with_fewer_details_stand_level_with_the_others() -> None:
    final = final_document()
    block = final.clauses[-1].blocks[-1]
    assert isinstance(block, Signatures)
    region, municipality = block.signatures
    uneven = Signatures((region, replace(municipality, details=municipality.details[:1])))
    table = found(body(written(with_blocks(uneven))), ".//w:tbl")[0]
    left, right = (
        [
            int(spacing[0].get(qn("w:before"), "0")) if spacing else None
            for p in found(cell, "w:p")
            if found(p, "w:pPr/w:pStyle")[0].get(qn("w:val")) == "SignatureLine"
            for spacing in [found(p, "w:pPr/w:spacing")]
        ]
        for cell in found(table, ".//w:tc")
    )
    assert left == [None] * 3
    # 24 pt of the style's own, and a line of 11 pt Calibri.
    assert right == [480 + 268, None, None]


@pytest.mark.parametrize(("rows", "whole"), [(3, True), (30, False)])
def test_a_short_table_is_not_split_over_pages(rows: int, whole: bool) -> None:
    table = replace(
        funding_table(), rows=tuple(Row((plain("a"), plain("1"), plain("2"))) for _ in range(rows))
    )
    first_table = found(body(written(with_blocks(table))), ".//w:tbl")[0]
    kept = [bool(found(row, ".//w:keepNext")) for row in found(first_table, "w:tr")]
    assert kept == [True, *[whole] * (rows - 1), False]


# Header and properties


def test_the_header_says_whose_agreement_it_is_and_counts_pages_with_fields() -> None:
    document = with_long_header()
    data = written(document)
    codes = [e.text for e in found(header_part(data), ".//w:instrText")]
    assert codes == [" PAGE ", " NUMPAGES "]
    assert docx_header(data) == list(document.header_footer.lines(1, 1))
    # The sides are cells of their own, so that neither can run into the other.
    [row] = found(header_part(data), "w:tbl/w:tr")
    assert len(found(row, "w:tc")) == 2
    aligned = [len(found(cell, ".//w:jc[@w:val='right']")) for cell in found(row, "w:tc")]
    assert aligned == [0, 1 + 3]
    assert not docx.Document(BytesIO(data)).sections[0].footer.paragraphs[0].text


def test_no_field_of_any_part_shows_a_day() -> None:
    with ZipFile(BytesIO(written(draft_document()))) as archive:
        xml = [archive.read(name) for name in archive.namelist() if name.endswith(".xml")]
    codes = {
        code
        for data in xml
        for code in re.findall(rb"(?:<w:instrText[^>]*>|w:instr=\") *(\w+)", data)
    }
    assert codes == {b"PAGE", b"NUMPAGES"}


def test_a_draft_is_marked_in_the_header_and_across_the_page() -> None:
    draft = header_part(written(draft_document()))
    final = header_part(written(final_document()))
    marks = [e.get("string") for e in draft.iter("{urn:schemas-microsoft-com:vml}textpath")]
    assert "UTKAST" in marks
    assert docx_header(written(draft_document()))[0] == "UTKAST"
    assert b"UTKAST" not in etree.tostring(final)
    assert not list(final.iter("{urn:schemas-microsoft-com:vml}shape"))


def test_no_page_escapes_the_draft_mark() -> None:
    def own_first_page(name: str, data: bytes) -> bytes:
        if name == "word/document.xml":
            return data.replace(b"</w:sectPr>", b"<w:titlePg/></w:sectPr>")
        if name == "word/settings.xml":
            return data.replace(b"<w:characterS", b"<w:evenAndOddHeaders/><w:characterS")
        return data

    reference = edited(own_first_page)
    assert docx.Document(BytesIO(reference)).sections[0].different_first_page_header_footer
    word = docx.Document(BytesIO(written(draft_document(), reference)))
    assert not word.sections[0].different_first_page_header_footer
    assert not word.settings.odd_and_even_pages_header_footer


def test_properties_are_the_documents_own_and_not_those_of_who_made_the_reference() -> None:
    restyled = docx.Document(BytesIO(REFERENCE))
    restyled.core_properties.author = "Kim Maker"
    restyled.core_properties.comments = "Kim Maker"
    saved = BytesIO()
    restyled.save(saved)
    data = write_docx(
        final_document(), saved.getvalue(), created=CREATED, properties={"b": "två", "a": "<ett>"}
    )
    core = docx.Document(BytesIO(data)).core_properties
    meta = final_document().metadata
    assert (core.title, core.subject, core.author) == (meta.title, meta.subject, meta.author)
    assert (core.language, core.keywords) == ("sv-SE", "överenskommelse, Sjöby")
    assert core.created == core.modified == CREATED
    with ZipFile(BytesIO(data)) as archive:
        assert not [n for n in archive.namelist() if b"Kim Maker" in archive.read(n)]
    custom = part(data, "docProps/custom.xml")
    assert [(p.get("name"), "".join(p.itertext())) for p in custom] == [
        ("a", "<ett>"),
        ("b", "två"),
    ]


# Same input, same bytes


def test_the_same_moment_in_another_zone_gives_the_same_bytes() -> None:
    elsewhere = CREATED.astimezone(timezone(timedelta(hours=9)))
    here = write_docx(changed_document(), REFERENCE, created=CREATED, revision=REVISION)
    there = write_docx(
        changed_document(),
        REFERENCE,
        created=elsewhere,
        revision=RevisionMark("Region Norr", elsewhere),
    )
    assert here == there


def test_bytes_do_not_depend_on_the_machines_settings(tmp_path: Path) -> None:
    digests = {
        output_of(
            "hash_word_file.py",
            folder=tmp_path,
            environment={"TZ": zone, "PYTHONHASHSEED": seed, "LANG": language},
        )
        for zone, seed, language in (("UTC", "1", "C"), ("Asia/Tokyo", "2", "sv_SE.UTF-8"))
    }
    assert len(digests) == 1
