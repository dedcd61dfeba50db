"""The language in which people are addressed, and its catalogue of translations.

The texts of the code are English. A translation is a gettext catalogue of the package,
``locale/LANGUAGE/LC_MESSAGES/agreement_gen.mo``, read when the first text in that language is
shown; English needs none. What a program reads - JSON, SARIF - is always English.
"""

from __future__ import annotations

import functools
import gettext
import os
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SOURCE = "en"
"""The language of the texts in the code."""

LANGUAGES = ("sv", SOURCE)
"""Every language that people can be addressed in, by its BCP 47 primary language subtag."""

DOMAIN = "agreement_gen"
FOLDER = Path(__file__).parent / "locale"

VARIABLE = "AGREEMENT_GEN_LANG"
"""The environment variable that chooses the language."""

_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The first that is set names the locale of messages (POSIX, 8.2)."""

_language = ContextVar("language", default=SOURCE)
_language_of_people = ContextVar("language_of_people", default=SOURCE)


def current_language() -> str:
    """The language of the texts that are made now."""
    return _language.get()


def use_language(language: str) -> None:
    """Make all texts from now on in a language; one that is not known is English."""
    known = language if language in LANGUAGES else SOURCE
    _language.set(known)
    _language_of_people.set(known)


def use_source_for_programs() -> None:
    """Make the texts from now on in English, because a program reads them.

    What is shown to a person besides keeps its language; see :func:`for_people`.
    """
    _language.set(SOURCE)


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Make the texts of a block in the language of a tag; one that is not known is English."""
    before = _language.set(known_language(language) or SOURCE)
    try:
        yield
    finally:
        _language.reset(before)


@contextmanager
def for_people() -> Iterator[None]:
    """Make the texts of a block in the language of people, also where a program reads the rest."""
    with in_language(_language_of_people.get()):
        yield


def translated(text: str) -> str:
    """A text of the code in the present language; as it is where there is no translation."""
    language = _language.get()
    return text if language == SOURCE or not text else _catalogue(language).gettext(text)


def translated_number(text: str, plural: str, count: int) -> str:
    """A text for a number of things in the present language, in the form that the number asks."""
    language = _language.get()
    if language == SOURCE:
        return text if count == 1 else plural
    return _catalogue(language).ngettext(text, plural, count)


@functools.cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, FOLDER, [language], fallback=True)


def known_language(tag: str) -> str | None:
    """The language of a tag or a locale's name, ``sv-SE`` or ``sv_SE.UTF-8``; None if not known."""
    language = tag.replace("-", "_").partition(".")[0].partition("@")[0].partition("_")[0].lower()
    return language if language in LANGUAGES else None


def language_of_environment(environment: Mapping[str, str] = os.environ) -> str | None:
    """The language that :data:`VARIABLE` chooses; None where it names none that is known."""
    return known_language(environment.get(VARIABLE, ""))


def language_of_locale(environment: Mapping[str, str] = os.environ) -> str:
    """The language of the locale; English where the locale has another, or none is set."""
    name = next(filter(None, map(environment.get, _LOCALE_VARIABLES)), "")
    return known_language(name) or SOURCE
