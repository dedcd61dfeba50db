"""The languages that a family of agreements can be written in.

What the program itself writes in a document - dates, amounts, numbers, the words for yes and no,
what goes before a delegation - follows the family's language; all other words are the family's own.
Where a line may not break is the same rule for both (:func:`agreement_gen.swedish.tie`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreement_gen import english, swedish

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Language:
    """How one language writes what the program itself writes in a document.

    Attributes:
        tag: Its BCP 47 tag with a region, because Word hyphenates by it.
        number: Writes a number with its digits in groups.
        kronor: Writes a whole number of kronor.
        million_kronor: Writes an amount in kronor as millions.
        months: Writes a number of months.
        every: Writes how often, for an interval in months.
        words: Writes a small number in words.
        day: Writes a date.
        yes: The word for yes.
        no: The word for no.
        delegation: What goes before a delegation, where the family has no words for it.
        source: What a PDF calls the file that it holds the agreement's own facts in.
        changes: What follows the title of a document that shows changes.
    """

    tag: str
    number: Callable[[int | Decimal], str]
    kronor: Callable[[int], str]
    million_kronor: Callable[[int], str]
    months: Callable[[int], str]
    every: Callable[[int], str]
    words: Callable[[int], str]
    day: Callable[[dt.date], str]
    yes: str
    no: str
    delegation: str
    source: str
    changes: str


SWEDISH = Language(
    tag="sv-SE",
    number=swedish.number,
    kronor=swedish.kronor,
    million_kronor=swedish.million_kronor,
    months=swedish.months,
    every=swedish.every,
    words=swedish.words,
    day=swedish.day,
    yes="Ja",
    no="Nej",
    delegation="Enligt",
    source="Källan till överenskommelsens lokala uppgifter",
    changes="ändringar",
)

ENGLISH = Language(
    tag="en-GB",
    number=english.number,
    kronor=english.kronor,
    million_kronor=english.million_kronor,
    months=english.months,
    every=english.every,
    words=english.words,
    day=english.day,
    yes="Yes",
    no="No",
    delegation="Under",
    source="The source of the agreement's local facts",
    changes="changes",
)

LANGUAGES: Mapping[str, Language] = {"sv": SWEDISH, "en": ENGLISH}
"""Every supported language by its BCP 47 primary language subtag."""


def language_of(tag: str) -> Language:
    """The supported language of a BCP 47 tag, such as ``sv`` or ``en-GB``.

    Raises:
        KeyError: the language is not supported.
    """
    return LANGUAGES[tag.partition("-")[0].lower()]


def full_tag(tag: str) -> str:
    """The tag with a region: ``sv-SE`` for ``sv``, and a tag that has a region as it is."""
    return tag if "-" in tag else language_of(tag).tag
