"""Markdown to blocks: what is allowed, and what is refused instead of passed on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreement_gen.document.markdown import Clauses, parse
from agreement_gen.document.messages import MarkdownCode
from agreement_gen.document.tree import (
    Heading,
    ItemList,
    ListItem,
    Paragraph,
    Run,
    Table,
    fold,
    text_of,
)
from agreement_gen.problems import Location
from tests.support.outline import outline_blocks


def here(line: int) -> Location:
    return Location("text", line + 1, 1)


CLAUSES = Clauses(
    link_text={"ekonomi": "3"}.get,
    directive=lambda name: Table(name, (), (), ()) if name == "table" else None,
)


def problems(text: str, clauses: Clauses | None = None) -> list[tuple[int, str]]:
    """Line and code of each problem of a text."""
    return [(p.location.line, p.code) for p in parse(text, here, clauses).problems]


def test_paragraphs_and_emphasis() -> None:
    assert parse("Ett *två* **tre**\nfyra.\n\nFem.", here).blocks == (
        Paragraph(
            (
                Run("Ett "),
                Run("två", emphasis=True),
                Run(" "),
                Run("tre", strong=True),
                Run(" fyra."),
            )
        ),
        Paragraph((Run("Fem."),)),
    )


def test_lists_nest() -> None:
    item = Paragraph((Run("inre"),))
    inner = ItemList((ListItem((item,)),), ordered=True)
    assert parse("- yttre\n  1. inre\n", here).blocks == (
        ItemList((ListItem((Paragraph((Run("yttre"),)), inner)),)),
    )


@pytest.mark.parametrize(
    ("text", "line", "markup"),
    [
        ("# A", 1, "a heading"),
        ("A\n===", 1, "a heading"),
        ("a\n\n    kod", 3, "a text indented by four spaces"),
        ("```\nkod\n```", 1, "a block of code"),
        ("a\n\n> b", 3, "a quotation (`>`)"),
        ("a\n\n---", 3, "a rule"),
        ("<div>", 1, "HTML"),
        ("a <br> b", 1, "HTML"),
        ("![x](y)", 1, "a picture"),
        ("a\nb [x](#ekonomi)", 2, "a link"),
        ("`x`", 1, "code (a pair of backticks)"),
        ("~~x~~", 1, "struck-out text (`~~`)"),
        ("a\\\nb", 1, "a forced line break (`\\` at the end of a line)"),
        ("|a|\n|-|\n|b|", 1, "a table"),
        ("::: table\n:::", 1, "a directive"),
    ],
)
def test_other_markup_in_a_local_text_is_refused(text: str, line: int, markup: str) -> None:
    (problem,) = parse(text, here).problems
    assert (problem.location.line, problem.code) == (line, MarkdownCode.MARKUP)
    assert problem.message == f"{markup} may not be used in this text"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2. a", [(1, "list-start")]),
        ("- a\n\n- ", [(3, "empty-list-item")]),
        ("- # a", [(1, "markup"), (1, "empty-list-item")]),
        ("- a\n  - b\n    - c\n      - d", [(4, "list-depth")]),
        ("a\u202eb", [(1, "invisible-character")]),
        ("a\n\nb\u00adc", [(3, "invisible-character")]),
    ],
)
def test_lists_and_characters_that_are_refused(text: str, expected: list[tuple[int, str]]) -> None:
    assert problems(text) == expected


def test_an_invisible_character_is_named() -> None:
    (problem,) = parse("a\u202eb", here).problems
    assert "U+202E (right-to-left override)" in problem.message


def test_a_character_after_a_backslash_is_meant_literally() -> None:
    [block] = parse(r"\# Nej \*inte\* \[så\](x) 1\. \<b\>", here).blocks
    assert isinstance(block, Paragraph)
    assert text_of(block.runs) == "# Nej *inte* [så](x) 1. <b>"


def test_no_break_spaces_are_set_across_runs() -> None:
    [block] = parse("Den *1* september 2021 betalas 120 000 kr, se avsnitt 3.", here).blocks
    assert isinstance(block, Paragraph)
    assert text_of(block.runs) == (
        "Den 1\u00a0september\u00a02021 betalas 120\u00a0000\u00a0kr, se avsnitt\u00a03."
    )


def test_letters_are_composed() -> None:
    [block] = parse("A\u030a", here).blocks
    assert block == Paragraph((Run("Å"),))


def test_a_clause_may_hold_headings_links_and_directives() -> None:
    parsed = parse("# A\n\n## B\n\nSe [avsnitt](#ekonomi).\n\n::: table\n:::\n", here, CLAUSES)
    assert parsed.problems == ()
    assert parsed.blocks == (
        Heading((Run("A"),), 1),
        Heading((Run("B"),), 2),
        Paragraph((Run("Se "), Run("avsnitt\u00a03", target="ekonomi"), Run("."))),
        Table("table", (), (), ()),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](#nowhere)", [(1, "unknown-link")]),
        ("[a](https://example.com)", [(1, "external-link")]),
        ("a\n\n::: other\n:::", [(3, "unknown-directive")]),
        ("::: table\ntext\n:::", [(2, "directive-content")]),
        ("#### a", [(1, "heading-level")]),
    ],
)
def test_what_a_clause_may_not_hold(text: str, expected: list[tuple[int, str]]) -> None:
    assert problems(text, CLAUSES) == expected


WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=80)


@given(WORDS)
def test_no_character_of_a_plain_line_is_lost(text: str) -> None:
    """What is not refused is all there: every letter of it, without the markup."""
    parsed = parse(text, here)
    parsed_text = fold("".join(outline_blocks(parsed.blocks)))
    letters = [character for character in text if character.isalpha() and ord(character) < 0x300]
    assert parsed.problems or all(letter in parsed_text for letter in letters)
