"""What a reader cannot see is found, and what Swedish needs is let through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreement_gen.characters import composed, mixed_scripts, unseen, visible


@pytest.mark.parametrize(
    "character",
    [
        "\x00", "\x07", "\x1b", "\r", "\x7f", "\x85", "\u00ad", "\u034f", "\u061c", "\u200b",
        "\u200d", "\u200e", "\u2028", "\u2029", "\u202e", "\u2060", "\u2066", "\u206a", "\ufe0f",
        "\ufeff", "\ufff9", "\uffff", "\ue000", "\ud800", "\u0378", "\u3164", "\u2800", "\u0336",
        "\u20dd", "\u2003", "\u3000", "\ufffc", "\U0001d159", "\U000e0041",
        "\U000f0000",
    ],
)  # fmt: skip
def test_a_character_that_no_reader_sees_is_found(character: str) -> None:
    [found] = unseen(f"ab{character}c")
    assert (found.index, found.character) == (2, character)
    assert found.code_point.startswith(f"U+{ord(character):04X}")
    assert character not in visible(character)


def test_the_mark_of_a_lost_character_is_found() -> None:
    [found] = unseen("ab\ufffdc")
    assert found.code_point == "U+FFFD REPLACEMENT CHARACTER"


@pytest.mark.parametrize(
    "text",
    ["Överenskommelse – § 37, 5 %", "Jönköpings\u00a0kommun", "461\u202f000", "hälso\u2011kurva",
     "rad ett\nrad två\t", "José, Dvořák, Łódź, Ǫ", "”citat” ’s … • ½ ² µg ª", "Ἑλλάς Київ 東京"],
)  # fmt: skip
def test_what_texts_need_is_let_through(text: str) -> None:
    assert list(unseen(composed(text))) == []


def test_a_letter_and_its_mark_become_one_character() -> None:
    assert composed("Jo\u0308nko\u0308ping") == "Jönköping"
    assert list(unseen(composed("o\u0308"))) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Vetl\u0430nda kommun", ["Vetl\u0430nda"]),
        ("Київ och Kyiv", []),
        ("10 µg, 5 kΩ", ["kΩ"]),
        ("\uff21neby", ["\uff21neby"]),
    ],
)
def test_a_word_of_several_scripts_is_found(text: str, words: list[str]) -> None:
    assert list(mixed_scripts(text)) == words


@given(st.text())
def test_what_is_written_to_a_log_begins_no_line_and_hides_nothing(text: str) -> None:
    shown = visible(text)
    assert list(unseen(composed(shown))) == []
    assert not set("\n\r\t\x1b") & set(shown)
