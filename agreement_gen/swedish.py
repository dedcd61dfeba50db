"""How Swedish texts write amounts, dates and numbers, and where a line may not break."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal

LOCALE = "sv"
NO_BREAK_SPACE = "\u00a0"

_MOST_DIGITS = 100

_NUMBER_WORDS = "noll ett två tre fyra fem sex sju åtta nio tio elva tolv".split()  # noqa: SIM905


@functools.lru_cache(maxsize=4096)
def number(value: int | Decimal) -> str:
    """A number with its digits in groups of three: ``120 000``, with no-break spaces."""
    import decimal

    from babel.numbers import format_decimal

    # The library rounds in the current context, whose 28 digits an indexed amount can exceed.
    with decimal.localcontext(prec=_MOST_DIGITS):
        return format_decimal(value, locale=LOCALE).replace("\u202f", NO_BREAK_SPACE)


def kronor(amount_sek: int) -> str:
    """A whole number of kronor: ``120 000 kr``."""
    return f"{number(amount_sek)}{NO_BREAK_SPACE}kr"


def million_kronor(amount_sek: int) -> str:
    """An amount in millions of kronor: ``5 miljoner kronor``; decimals only if it has them."""
    from decimal import Decimal

    millions = Decimal(amount_sek) / 1_000_000
    noun = "miljon" if millions == 1 else "miljoner"
    return f"{number(millions.normalize())}{NO_BREAK_SPACE}{noun} kronor"


def months(count: int) -> str:
    """A number of months: ``12 månader``."""
    return f"{count}{NO_BREAK_SPACE}{'månad' if count == 1 else 'månader'}"


def every(count: int) -> str:
    """How often, for an interval in months: ``varje år``, ``vartannat år``, ``var 18:e månad``."""
    years, rest = divmod(count, 12)
    if rest or years > 3:
        in_words = {1: "varje månad", 2: "varannan månad", 3: "var tredje månad"}
        # The ordinal of a number that ends in "ett" or "två" in words: 21:a, but 11:e.
        suffix = "a" if count % 10 in {1, 2} and count % 100 not in {11, 12} else "e"
        return in_words.get(count, f"var {count}:{suffix} månad")
    return {1: "varje år", 2: "vartannat år", 3: "vart tredje år"}[years]


def words(count: int) -> str:
    """A number up to twelve in words, a larger one in digits."""
    return _NUMBER_WORDS[count] if 0 <= count < len(_NUMBER_WORDS) else number(count)


def day(date: dt.date) -> str:
    """A date as running text writes it: ``1 september 2021``."""
    from babel.dates import format_date

    return format_date(date, "d MMMM y", locale=LOCALE).replace(" ", NO_BREAK_SPACE)


def month(number_: int) -> str:
    """The name of a month by its number from 1: ``september``."""
    return _MONTHS.split("|")[number_ - 1]


def lower_first(text: str) -> str:
    """A text whose first letter is small, for a title inside a sentence."""
    return text[:1].lower() + text[1:]


def alphabetical(name: str) -> str:
    """A sort key for Swedish: å, ä and ö come after z, in that order."""
    return name.casefold().translate({ord("å"): "{", ord("ä"): "|", ord("ö"): "}"})


_MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
_ENGLISH_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
)
_TIES = re.compile(
    r"(?<=\d) (?=\d{3}(?!\d))"
    r"|(?<=\d) (?=(?:kr|kronor|öre|procent|%|miljon(?:er)?|månad(?:er)?|år|timm(?:e|ar)|kap\.|§"
    rf"|{_MONTHS}"
    rf"|per cent|million|months?|years?|hours?|{_ENGLISH_MONTHS})(?!\w))"
    r"|(?<=\bSEK) (?=\d)"
    r"|(?<=\b[Ss]ection) (?=\d)"
    r"|(?<=§) (?=\d)"
    r"|(?<=kap\.) (?=\d)"
    r"|(?<=\bavsnitt) (?=\d)"
)
_MONTH_AND_YEAR = re.compile(rf"(\d\u00a0(?:{_MONTHS}|{_ENGLISH_MONTHS})) (?=\d{{4}})")


def tie(text: str) -> str:
    """The text with no-break spaces where a line may not break: amounts, units, dates, clauses.

    The words are those of every language that a family can have.
    """
    return _MONTH_AND_YEAR.sub(rf"\1{NO_BREAK_SPACE}", _TIES.sub(NO_BREAK_SPACE, text))
