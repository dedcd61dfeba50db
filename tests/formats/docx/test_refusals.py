"""What the Word writer asks of its reference and of the tree, and refuses to write without."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from agreement_gen.document.tree import ItemList, ListItem, Paragraph, Row, Run, TrackedChange
from agreement_gen.formats import messages
from agreement_gen.formats.docx.writer import write_docx
from agreement_gen.formats.errors import RenderFailure
from tests.support.docx_samples import (
    CREATED,
    REFERENCE,
    ROOT,
    body,
    edited,
    with_blocks,
    written,
)
from tests.support.sample_documents import final_document, funding_table, items, paragraph, plain
from tests.support.sample_redline import changed_document

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.document.tree import Block


# The reference


def test_all_missing_styles_are_named() -> None:
    def rename(_name: str, data: bytes) -> bytes:
        data = data.replace(b'w:name w:val="Local text"', b'w:name w:val="Lokal text"')
        return data.replace(b'w:name w:val="Draft mark"', b'w:name w:val="Utkast"')

    with pytest.raises(RenderFailure) as caught:
        written(final_document(), edited(rename))
    assert caught.value.messages == (
        messages.MISSING_STYLES["paragraph"](name="Local text"),
        messages.MISSING_STYLES["character"](name="Draft mark"),
    )


def test_a_heading_style_without_numbering_is_refused() -> None:
    def unnumber(_name: str, data: bytes) -> bytes:
        return data.replace(b'<w:numPr><w:numId w:val="1"/></w:numPr>', b"")

    with pytest.raises(RenderFailure) as caught:
        written(final_document(), edited(unnumber))
    assert caught.value.messages == (messages.MISSING_NUMBERING(name="heading 1"),)


def test_styles_are_found_when_word_has_translated_their_ids() -> None:
    def translate(_name: str, data: bytes) -> bytes:
        return data.replace(b'"Heading1"', b'"Rubrik1"').replace(b'"ListNumber"', b'"Numlista"')

    assert b'w:val="Rubrik1"' in etree.tostring(body(written(final_document(), edited(translate))))


def test_what_is_no_word_file_is_refused_as_a_reference() -> None:
    with pytest.raises(RenderFailure, match="not a Word file"):
        written(final_document(), b"%PDF-1.7")


def test_the_reference_is_made_the_same_on_each_run(tmp_path: Path) -> None:
    made = [tmp_path / "a.docx", tmp_path / "b.docx"]
    for path in made:
        command = [sys.executable, "-m", "scripts.make_reference_docx", str(path)]
        subprocess.run(command, cwd=ROOT, check=True)
    assert made[0].read_bytes() == made[1].read_bytes()
    assert written(final_document(), made[0].read_bytes())


# What Word would show otherwise than the tree says is refused


def test_changes_need_an_author() -> None:
    with pytest.raises(ValueError, match="revision"):
        write_docx(changed_document(), REFERENCE, created=CREATED)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        write_docx(final_document(), REFERENCE, created=datetime(2026, 1, 2))


def test_a_clause_that_word_would_number_otherwise_is_refused() -> None:
    final = final_document()
    with pytest.raises(ValueError, match="'bakgrund' has the number 2"):
        written(replace(final, clauses=(replace(final.clauses[0], number=2), *final.clauses[1:])))


@pytest.mark.parametrize(
    ("block", "message"),
    [
        (Paragraph((Run("se", target="finns-inte"),)), "finns-inte"),
        (ItemList((ListItem((items("inre"),)),)), "begin with a text"),
        (ItemList((ListItem(()),)), "without a text"),
        (replace(funding_table(), rows=(Row((plain("en"), plain("två"))),)), "2 cells where 3"),
        (replace(funding_table(), rows=(Row((plain("a"), plain("b")), "group"),)), "2 cells"),
        (
            Paragraph((Run("x", change=TrackedChange.DELETED),), change=TrackedChange.INSERTED),
            "another mark",
        ),
    ],
)
def test_a_block_that_would_lose_text_is_refused(block: Block, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        written(with_blocks(block))


def test_lists_deeper_than_words_nine_levels_are_refused() -> None:
    def nested(depth: int) -> ItemList:
        inner = (nested(depth - 1),) if depth > 1 else ()
        return ItemList((ListItem((paragraph(f"nivå {depth}"), *inner)),), ordered=True)

    assert written(with_blocks(nested(9)))
    with pytest.raises(RenderFailure, match="levels deep"):
        written(with_blocks(nested(10)))
