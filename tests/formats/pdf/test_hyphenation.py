"""Words that the dictionary divides wrongly are divided as the exceptions say."""

from __future__ import annotations

import pyphen
import pytest

from agreement_gen.formats.pdf.hyphenation import exceptions, use_exceptions
from tests.support.pdf_samples import rendered
from tests.support.sample_documents import final_document


def divided(word: str) -> str:
    rendered(final_document())
    language = pyphen.language_fallback("sv-SE")
    return str(pyphen.Pyphen(lang=language, left=4, right=4).inserted(word))


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("hälsopedagogiska", "hälso-peda"),
        ("Hälsopedagog", "Hälso-peda"),
        ("Regionstyrelsen", "Region-styrelsen"),
        ("fördelningsnyckel", "fördelnings-nyckel"),
        ("kulturunderstödd", "kultur-under-stödd"),
        ("arbetsgivaransvaret", "arbets-givar-ansva"),
        ("överenskommelsen", "över-ens-kom-melsen"),
    ],
)
def test_a_word_is_divided_at_its_parts(word: str, expected: str) -> None:
    assert divided(word).startswith(expected)


def test_an_exception_is_divided_where_it_says_and_nowhere_else() -> None:
    use_exceptions()
    dictionary = pyphen.Pyphen(lang="sv", left=2, right=2)
    for exception in exceptions():
        word = exception.replace("-", "")
        assert dictionary.inserted(word) == exception
