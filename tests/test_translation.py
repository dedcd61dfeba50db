"""The catalogues of translations: complete, exact, and in the language that they are in.

After a text is added: ``python -m scripts.translations``, then the translation in the ``.po``
file, then the script once more.
"""

from __future__ import annotations

import io
import re
from string import Formatter
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po

from agreement_gen import translation
from agreement_gen.messages import Template
from agreement_gen.translation import (
    LANGUAGES,
    SOURCE,
    in_language,
    known_language,
    language_of_environment,
    language_of_locale,
)
from scripts import translations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog, Message

TRANSLATED = [language for language in LANGUAGES if language != SOURCE]

ENGLISH = re.compile(
    r"\b(the|of|is|are|not|and|this|that|with|from|must|cannot|there|which|has|have|was|"
    r"agreement|agreements|clause|clauses|edition|editions|draft|drafts|signed|sign|family|"
    r"municipality|municipalities|error|errors|warning|missing|unknown|key|keys|value|values|"
    r"file|files|folder|directory|line|ready|due|overdue|terminated|expired|term|terms|"
    r"amount|decision|figure|figures|field|fields|row|rows|column|columns|workspace|"
    r"revision|notice|party|parties|signature|signatory|signatories|default|required|usage|"
    r"date|name|names|text|texts|type|kind|true|false)\b",
    re.IGNORECASE,
)
"""Words that a Swedish sentence does not have."""

SWEDISH_TOO = {"text", "under"}
"""Words of both languages."""

LITERAL = re.compile(
    r"\{\{\w+: .*|"
    r"`[^`]*`|'[^']*'|\"[^\"]*\"|\{[^}]*\}|--?[a-z][\w-]*|agreement-gen( [a-z]+)*|git( [a-z]+)*"
    r"|[\w/.-]+\.(ya?ml|css|docx|md|csv|ics)\b|[\w-]+/|overridable\.\S+|[a-z]+_[a-z_]+"
    r"|\w+: (true|false)|\w[\w.]*\(.*?\)|true or false|true eller false|fetch-depth: 0"
    r"|number eller money|safe\.directory|HEAD~1|heads/\w+|\(municipality, family, region\)"
    r"|line-through"
)
"""What a sentence quotes: codes, commands, options, the names of files and of keys."""


def catalogue(language: str) -> Catalog:
    """A language's catalogue as it is kept."""
    data = translations.path_of(language, ".po").read_bytes()
    return read_po(io.BytesIO(data), language)


def pairs(language: str) -> Iterator[tuple[str, str]]:
    """Each text with its translation, both forms of a plural by themselves."""
    for message in catalogue(language):
        if not message.id:
            continue
        if isinstance(message.id, str):
            assert isinstance(message.string, str)
            yield message.id, message.string
        else:
            yield from zip(message.id, message.string or (), strict=True)


def is_about_a_key(message: Message) -> bool:
    """Whether a text is only about keys or a part of a file, which has keys as they are."""
    places = {path.rpartition("/")[2] for path, _ in message.locations}
    return places <= {"model.py", "own_fields.py", "template.py", "new_municipality_file.py"}


def names(text: str) -> list[str]:
    """The placeholders of a text."""
    return sorted({name for _, name, _, _ in Formatter().parse(text) if name is not None})


def english_words(text: str) -> list[str]:
    """The English words that a translated text has outside what it quotes."""
    rest = LITERAL.sub(" ", text)
    return [found for found in ENGLISH.findall(rest) if found.lower() not in SWEDISH_TOO]


def test_the_template_has_exactly_the_texts_of_the_code() -> None:
    """A text that was added or changed: run ``python -m scripts.translations``."""
    assert translations.TEMPLATE.read_bytes() == translations.as_po(translations.extracted())


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_has_exactly_the_texts_of_the_code(language: str) -> None:
    kept = translations.path_of(language, ".po").read_bytes()
    assert kept == translations.as_po(translations.updated(language))
    assert catalogue(language).obsolete == {}


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated_and_nothing_is_fuzzy(language: str) -> None:
    assert [text for text, translated in pairs(language) if not translated.strip()] == []
    assert [message.id for message in catalogue(language) if message.id and message.fuzzy] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_compiled_catalogue_is_that_of_the_text(language: str) -> None:
    data = translations.path_of(language, ".po").read_bytes()
    compiled = translations.path_of(language, ".mo").read_bytes()
    assert compiled == translations.as_mo(data, language)


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_placeholders_of_its_text(language: str) -> None:
    wrong = [text for text, translated in pairs(language) if names(text) != names(translated)]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_begins_and_ends_as_its_text(language: str) -> None:
    """Line ends and indents are part of a layout, and a sentence ends as a sentence."""

    def edges(text: str) -> tuple[str, str, str]:
        spaces = re.match(r"\s*", text)
        end = re.search(r"\s*$", text)
        assert spaces is not None
        assert end is not None
        return spaces[0], end[0], text.strip()[-1] if text.strip()[-1] in ".:" else ""

    assert [text for text, translated in pairs(language) if edges(text) != edges(translated)] == []


def test_a_swedish_text_has_no_english_word_but_what_it_quotes() -> None:
    about_keys = {message.id for message in catalogue("sv") if is_about_a_key(message)}
    texts = [translated for text, translated in pairs("sv") if text not in about_keys]
    assert len(texts) > 1000
    found = {text: words for text in texts if (words := english_words(text))}
    assert found == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("avtalet är signed", ["signed"]),
        ("nyckeln `signed` saknas", []),
        ("kör agreement-gen check --ready", []),
        ("läget är draft i family.yaml", ["draft"]),
    ],
)
def test_an_english_word_is_found(text: str, words: list[str]) -> None:
    assert english_words(text) == words


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_key_or_code_that_a_text_quotes_is_the_same_in_its_translation(language: str) -> None:
    """Keys, options and names of files never change with the language."""
    quoted = re.compile(
        r"`([a-z]+_[a-z_]+)(?::[^`]*)?`|(?<![\w-])(--[a-z-]+)|([\w-]+\.(?:yaml|css|docx))"
    )
    wrong = {
        text: translated
        for text, translated in pairs(language)
        if {*filter(None, sum(quoted.findall(text), ()))}
        != {*filter(None, sum(quoted.findall(translated), ()))}
    }
    assert wrong == {}


def test_a_text_is_in_the_language_in_which_it_is_asked_for() -> None:
    text = Template("{count} file", "{count} files")(count=2)
    word = Template("warning")()
    assert (str(text), str(word)) == ("2 files", "warning")
    with in_language("sv"):
        assert (str(text), str(word)) == ("2 filer", "varning")
        nested = Template("{path} is written")(path=Template("a list")())
        assert str(nested) == "en lista är skriven"
    assert str(word) == "warning"


def test_a_text_without_translation_is_shown_as_it_is() -> None:
    with in_language("sv"):
        assert str(Template("no such text {a}")(a=1)) == "no such text 1"
        assert str(Template("")()) == ""


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("sv", "sv"), ("sv-SE", "sv"), ("sv_SE.UTF-8", "sv"), ("sv_FI@euro", "sv"), ("en_GB", "en"),
        ("SV", "sv"), ("C", None), ("C.UTF-8", None), ("POSIX", None), ("de_DE", None), ("", None),
        ("sve", None),
    ],
)  # fmt: skip
def test_the_language_of_a_tag_or_a_locale(name: str, language: str | None) -> None:
    assert known_language(name) == language


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "en"),
        ({"LANG": "sv_SE.UTF-8"}, "sv"),
        ({"LC_ALL": "C", "LANG": "sv_SE.UTF-8"}, "en"),
        ({"LC_MESSAGES": "sv_SE", "LANG": "en_GB"}, "sv"),
        ({"LC_ALL": "", "LANG": "sv_SE"}, "sv"),
        ({"LANG": "de_DE"}, "en"),
    ],
)
def test_the_language_of_the_locale(variables: dict[str, str], language: str) -> None:
    assert language_of_locale(variables) == language
    assert language_of_environment(variables) is None


def test_english_reads_no_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start-up in English costs nothing."""
    monkeypatch.setattr(translation, "_catalogue", None)
    assert str(Template("warning")()) == "warning"
