"""How English texts write amounts, dates and numbers."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from agreement_gen.swedish import NO_BREAK_SPACE

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal

LOCALE = "en_GB"

_NUMBER_WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
)  # fmt: skip


@functools.lru_cache(maxsize=4096)
def number(value: int | Decimal) -> str:
    """A number with its digits in groups of three: ``120,000``."""
    from babel.numbers import format_decimal

    return format_decimal(value, locale=LOCALE)


def kronor(amount_sek: int) -> str:
    """A whole number of kronor: ``SEK 120,000``."""
    return f"SEK{NO_BREAK_SPACE}{number(amount_sek)}"


def million_kronor(amount_sek: int) -> str:
    """An amount in millions of kronor: ``SEK 5 million``; decimals only if it has them."""
    from decimal import Decimal

    millions = Decimal(amount_sek) / 1_000_000
    return f"SEK{NO_BREAK_SPACE}{number(millions.normalize())}{NO_BREAK_SPACE}million"


def months(count: int) -> str:
    """A number of months: ``12 months``."""
    return f"{count}{NO_BREAK_SPACE}{'month' if count == 1 else 'months'}"


def every(count: int) -> str:
    """How often, for an interval in months: ``every year``, ``every two years``."""
    years, rest = divmod(count, 12)
    if rest or years > 3:
        return "every month" if count == 1 else f"every {months(count)}"
    return "every year" if years == 1 else f"every {words(years)} years"


def words(count: int) -> str:
    """A number up to twelve in words, a larger one in digits."""
    return _NUMBER_WORDS[count] if 0 <= count < len(_NUMBER_WORDS) else number(count)


def day(date: dt.date) -> str:
    """A date as running text writes it: ``1 September 2021``."""
    from babel.dates import format_date

    return format_date(date, "d MMMM y", locale=LOCALE).replace(" ", NO_BREAK_SPACE)
