"""The languages of families: what each writes, and that Swedish and English have the same parts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from agreement_gen.build.compose import compose
from agreement_gen.document.tree import lines
from agreement_gen.languages import ENGLISH, SWEDISH, full_tag, language_of
from agreement_gen.swedish import tie
from tests.support.workspaces import edit, entry, load, small_workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from agreement_gen.languages import Language

DAY = dt.date(2027, 5, 1)


@pytest.mark.parametrize(
    ("write", "swedish", "english"),
    [
        (lambda x: x.number(1234567), "1 234 567", "1,234,567"),
        (lambda x: x.kronor(120000), "120 000 kr", "SEK 120,000"),
        (lambda x: x.million_kronor(5_000_000), "5 miljoner kronor", "SEK 5 million"),
        (lambda x: x.million_kronor(1_500_000), "1,5 miljoner kronor", "SEK 1.5 million"),
        (lambda x: x.months(1), "1 månad", "1 month"),
        (lambda x: x.months(12), "12 månader", "12 months"),
        (lambda x: x.every(12), "varje år", "every year"),
        (lambda x: x.every(24), "vartannat år", "every two years"),
        (lambda x: x.every(18), "var 18:e månad", "every 18 months"),
        (lambda x: x.every(1), "varje månad", "every month"),
        (lambda x: x.every(2), "varannan månad", "every 2 months"),
        (lambda x: x.every(3), "var tredje månad", "every 3 months"),
        (lambda x: x.every(6), "var 6:e månad", "every 6 months"),
        (lambda x: x.every(11), "var 11:e månad", "every 11 months"),
        (lambda x: x.every(42), "var 42:a månad", "every 42 months"),
        (lambda x: x.words(3), "tre", "three"),
        (lambda x: x.words(13), "13", "13"),
        (lambda x: x.day(DAY), "1 maj 2027", "1 May 2027"),
        (lambda x: x.yes, "Ja", "Yes"),
        (lambda x: x.no, "Nej", "No"),
        (lambda x: x.delegation, "Enligt", "Under"),
    ],
)
def test_each_language_writes_in_its_own_way(
    write: Callable[[Language], str], swedish: str, english: str
) -> None:
    written = [write(language).replace("\u00a0", " ") for language in (SWEDISH, ENGLISH)]
    assert written == [swedish, english]


def test_a_line_never_breaks_inside_what_a_language_writes() -> None:
    for language in (SWEDISH, ENGLISH):
        for text in (language.kronor(1000000), language.months(3), language.day(DAY)):
            assert " " not in text
            # Words that a person wrote with ordinary spaces are tied in the same places.
            assert tie(f"x {text.replace(chr(160), ' ')} y") == f"x {text} y"
    assert tie("see section 4") == "see section\u00a04"


@pytest.mark.parametrize(
    ("tag", "full"), [("sv", "sv-SE"), ("en", "en-GB"), ("sv-FI", "sv-FI"), ("en-IE", "en-IE")]
)
def test_a_tag_without_a_region_gets_the_usual_one(tag: str, full: str) -> None:
    assert full_tag(tag) == full
    assert language_of(tag) is (SWEDISH if tag.startswith("sv") else ENGLISH)


def test_what_the_program_writes_in_an_agreement_follows_the_family(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    folder = "templates/samverkan"
    edit(root, f"{folder}/family.yaml", {"language: sv-SE": "language: en"})
    edit(root, f"{folder}/clauses/mal.md.j2", {"Planen gäller": "From {{ edition | day }}"})
    workspace = load(root)
    document = compose(workspace, entry(workspace, "alby")).document
    text = "\n".join(lines(document)).replace("\u00a0", " ")
    assert document.metadata.language == "en-GB"
    for words in (
        "From 15 January 2024",
        "36 months",
        "three exemplar",
        "SEK 200,000",
        "\n200,000",
    ):
        assert words in text
    for word in ("januari", "månader", "200 000"):
        assert word not in text
