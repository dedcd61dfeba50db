"""Markdown to blocks: what is allowed, and what is refused instead of passed on."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreement_gen.characters import unseen
from agreement_gen.document.markdown import Clauses, RefusedPicture, parse
from agreement_gen.document.messages import MarkdownCode
from agreement_gen.document.tree import (
    Heading,
    ItemList,
    ListItem,
    Paragraph,
    Picture,
    Run,
    Table,
    block_lines,
    fold,
    text_of,
)
from agreement_gen.problems import Location


def here(line: int, column: int) -> Location:
    return Location("text", line + 1, column + 1)


CLAUSES = Clauses(
    link_text={"ekonomi": "3"}.get,
    directive=lambda name, _: (Table(name, (Run("PLACED"),), (), ()),) if name == "table" else None,
    picture=lambda name, alternative, width: (
        Picture(name, b"", "image/png", alternative, width or 1, 1)
        if name == "karta.png"
        else RefusedPicture(MarkdownCode.UNREADABLE, {})
    ),
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
    assert "U+202E RIGHT-TO-LEFT OVERRIDE" in problem.message
    assert str(problem.location) == "text:1:2"


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
        Table("table", (Run("PLACED"),), (), ()),
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


def test_a_table_in_a_clause_is_read_with_its_alignments_and_every_cell() -> None:
    head = "| Vad | När | kr |\n|:--|:-:|--:|\n"
    text = f"{head}| a \\| *b* | | 1 |\n| se [avsnitt](#ekonomi) | d | \\\\ |"
    (table,) = parse(text, here, CLAUSES).blocks
    assert isinstance(table, Table)
    assert (table.caption, [column.align for column in table.columns]) == (
        (),
        ["start", "center", "end"],
    )
    assert [[text_of(cell) for cell in row.cells] for row in table.rows] == [
        ["a | b", "", "1"],
        ["se avsnitt\u00a03", "d", "\\"],
    ]


def test_a_table_without_pipes_at_its_ends_and_in_a_list_is_read_too() -> None:
    parsed = parse("- x\n\n  a | b\n  -|-\n  1 | 2", here, CLAUSES)
    assert parsed.problems == ()
    assert fold("".join(line for block in parsed.blocks for line in block_lines(block))) == "•xab12"


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("|a|b|\n|-|-|\n|1|2|\n|3|", "4:1", MarkdownCode.TABLE_CELLS),
        ("|a|b|\n|-|-|\n|1|2|3|\n|3|4|", "3:1", MarkdownCode.TABLE_CELLS),
        ("|a|b|\n|-|-|\n|1|2|\nefter", "4:1", MarkdownCode.TABLE_CELLS),
        ("a\n\n|a|\n|-|", "3:1", MarkdownCode.EMPTY_TABLE),
        ("|" + "a|" * 13 + "\n|" + "-|" * 13 + "\n|" + "b|" * 13, "1:1", MarkdownCode.WIDE_TABLE),
        ("|a|\n|-|\n" + "|b|\n" * 201, "203:1", MarkdownCode.LONG_TABLE),
        ("|a|\n|-|\n|`b`|", "3:2", MarkdownCode.MARKUP),
        ("|a|\n|-|\n|&shy;|", "3:2", MarkdownCode.ENTITY),
    ],
)
def test_what_a_table_may_not_be(text: str, place: str, code: MarkdownCode) -> None:
    found = [(str(p.location), p.code) for p in parse(text, here, CLAUSES).problems]
    assert (f"text:{place}", code) in found


# Nothing vanishes, and nothing becomes what is not written


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        # What Markdown decodes into another character.
        ("a &#x202e; b", "1:3", "entity"),
        ("a\n\n- b &#8203;c", "3:5", "entity"),
        ("&shy;", "1:1", "entity"),
        ("*a &#7; b*", "1:4", "entity"),
        ("a &#xe000;", "1:3", "entity"),
        ("a &amp; b", "1:3", "entity"),
        ("a &nbsp;&emsp; b", "1:3", "entity"),
        ("**a&#0;**", "1:4", "entity"),
        # What it takes out of the text.
        ("Hyran betalas.\n\n[Lokal]: Storgatan\n", "3:1", "markup"),
        ("[a]: /b 'c'\n[d]: e\n\nf", "1:1", "markup"),
        ("- [a\n  b]: c", "1:3", "markup"),
        ("[a\\]b]: c", "1:1", "markup"),
        ("1. a\n2. b\n4. c", "3:1", "list-number"),
        ("1. a\n1. b", "2:1", "list-number"),
        ("01. a", "1:1", "list-start"),
        ("1) a\n2) b", "1:1", "markup"),
        ("0. a", "1:1", "list-start"),
        ("1986. Ett gott år", "1:1", "list-start"),
        ("- - - - - - - - - - - - a", "1:7", "list-depth"),
        ("> " * 30 + "a", "1:1", "markup"),
        ("***", "1:1", "markup"),
        ("<!-- a -->", "1:1", "markup"),
        ("a\n<script>b</script>", "2:1", "markup"),
        ("<https://example.org>", "1:1", "markup"),
        ("\ta", "1:2", "markup"),
        ("a\n-", "1:1", "markup"),
        ("~~~\na", "1:1", "markup"),
        # What no reader sees, or no line has room for.
        ("a\x00b", "1:2", "invisible-character"),
        ("a\rb", "1:2", "invisible-character"),
        ("a\x85b", "1:2", "invisible-character"),
        ("a\u2028b", "1:2", "invisible-character"),
        ("å\n\nb\U000e0041c", "3:2", "invisible-character"),
        ("a\u0336b", "1:2", "invisible-character"),
        ("a " + "b" * 151, "1:3", "long-word"),
        ("x" * 10 + " a" * 5000, "1:1", "long-paragraph"),
        ("- a\n" * 201, "201:1", "long-list"),
        ("a " * 50_001, "1:1", "text-too-long"),
    ],
)
def test_what_would_be_lost_or_hidden_in_a_local_text(text: str, place: str, code: str) -> None:
    found = [(str(p.location), p.code) for p in parse(text, here).problems]
    assert (f"text:{place}", code) in found


@pytest.mark.parametrize(
    ("text", "place", "lost"),
    [
        ("# A ##", "1:5", "##"),
        ("# A #", "1:5", "#"),
        ("# A\n\n::: table", None, None),
        ("# A\n\n::: table\n:::: ", None, None),
        ("# A\n\n::: table\n\n:\n", "4:1", ""),
        ("# A\n\n- ::: table\n:::", "4:1", ""),
        ("# A [b](<#ekonomi>)", "1:7", "](<#ekonomi>)"),
        ("# A [b](#eko\\nomi)", "", ""),
        ("# A [b](#ekonom&#105;)", "", ""),
        ("# A [b]( #ekonomi )", None, None),
    ],
)
def test_what_a_clause_would_lose(text: str, place: str | None, lost: str | None) -> None:
    found = parse(text, here, CLAUSES).problems
    if place is None:
        assert found == ()
    elif lost:
        (only,) = found
        assert (str(only.location), only.code) == (f"text:{place}", MarkdownCode.TEXT_LOST)
        assert only.message.endswith(f"`{lost}`")
    else:
        assert found


def test_the_title_of_a_link_is_not_shown_and_so_refused() -> None:
    (found,) = parse('# A\n\nse [b](#ekonomi "c")', here, CLAUSES).problems
    assert (str(found.location), found.code) == ("text:3:4", MarkdownCode.MARKUP)


@pytest.mark.parametrize(
    "text",
    [
        "AT&T; & FoU&I; &c &#; &#x; &;",
        r"\&shy; \&#8203;",
        "se [Lokal] eller [a][b], [c]",
        r"\[Lokal]: Storgatan",
        "a * b _c d__e *f",
        "12. ",
        "5 < 6 > 4",
        "# ".strip() + "a",
        "a\tb",
        "1.a",
    ],
)
def test_what_is_no_markup_is_kept_as_it_is_written(text: str) -> None:
    parsed = parse(f"a {text}", here)
    assert parsed.problems == ()
    shown = "".join(line for block in parsed.blocks for line in block_lines(block))
    assert fold(shown) == fold(f"a {text}".replace("\\", ""))


def letters(text: str) -> str:
    """The letters and digits of a text, of any script, composed."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(character for character in composed if character.isalnum())


WORDS = st.text(st.characters(codec="utf-8"), max_size=12)
MARKUP = st.sampled_from(
    (
        *("\n", "\n\n", " ", "  \n", "\\\n", "\t", "    ", "\\", "\r\n", "a", "1", "ö", "o\u0308"),
        *("*", "**", "***", "_", "__", "- ", "+ ", "* ", "1. ", "2. ", "3. ", "1) ", "0. "),
        *("  - ", "   1. ", "    2. ", "# ", "## ", " ##", "===", "---", "> ", "`", "``", "```\n"),
        *("[", "]", "[a]: b", "](", "(#ekonomi)", "[avsnitt](#ekonomi)", '"c")', "![", "<", ">"),
        *(
            "<b>",
            "<!--",
            "-->",
            "<?",
            "&amp;",
            "&#x202e;",
            "&shy;",
            "&",
            ";",
            "~~",
            "|",
            "|-|\n",
            "\\|",
        ),
        *("|a|b|\n|-|-:|\n|", "|a|b|\n|-|-|\n|1|2|\n", "| c | d |\n"),
        *("::: table\n:::\n", ":::", "table", "\u200b", "\u202e", "\u00a0", "\u00ad", "½", "²"),
    )
)
TEXTS = st.lists(WORDS | MARKUP | MARKUP, max_size=12).map("".join)


@given(TEXTS)
def test_every_letter_and_digit_of_a_local_text_is_shown_in_order(text: str) -> None:
    """What is not refused is all there, with the numbers of its lists as they are written."""
    parsed = parse(text, here)
    if parsed.problems:
        return
    shown = "".join(line for block in parsed.blocks for line in block_lines(block))
    assert letters(shown) == letters(text)
    assert not any(unseen(shown))


@given(TEXTS)
def test_every_letter_and_digit_of_a_clause_is_shown_in_order(text: str) -> None:
    """Of a link the number is shown instead of the address, of a directive what it places."""
    parsed = parse(text, here, CLAUSES)
    if parsed.problems:
        return
    shown = "".join(line for block in parsed.blocks for line in block_lines(block))
    if "#ekonomi" in shown:  # what looks like the end of a link and is none
        return
    shown = shown.replace("PLACED", "")
    expected = re.sub(r"^([*+-] |\d+\. | )*:{3,} *table *$", r"\1", text, flags=re.MULTILINE)
    expected = re.sub(r"\]\(\s*#ekonomi\s*\)", "3", expected)
    assert letters(shown) == letters(expected)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "*a_ " * 25_000,
        "> " * 50_000,
        "- " * 50_000,
        "".join(" " * (2 * depth) + "- a\n" for depth in range(300)),
        "|a" * 12_000 + "\n" + "|-" * 12_000 + "\n" + "|\n" * 20_000,
        "a " + " " * 99_000 + "b",
        "<!--a " * 16_000,
        "`a" * 50_000,
        "![a](" * 20_000,
    ],
)
def test_no_text_takes_the_parser_long_or_deep(text: str) -> None:
    """Each would take minutes, or end with an exception, if the parser were not bounded."""
    parse(text, here)
    parse(text, here, CLAUSES)
