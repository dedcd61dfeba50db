"""How an invoice writes its figures, so that a reader can check them by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from agreement_gen import swedish
from agreement_gen.funding.money import Rounding, round_sek
from agreement_gen.invoicing.messages import (
    NEAREST,
    ROUNDED,
    ROUNDING_MODES,
    WHOLE_KRONOR,
    WHOLE_ORE,
)

if TYPE_CHECKING:
    from fractions import Fraction

_SHOWN = Rounding(Decimal("0.0001"), "half_up")
"""How months, shares and degrees are shown, in documents and cells alike."""


def shown(value: Fraction) -> Decimal:
    """A number as every format shows it: rounded to four decimals, without zeros at its end."""
    if value.denominator == 1:
        return Decimal(int(value))
    rounded = round_sek(value, _SHOWN)
    whole = rounded.to_integral_value()
    return whole.quantize(Decimal(1)) if rounded == whole else rounded.normalize()


def decimal(value: Fraction) -> str:
    """A number as running text writes what :func:`shown` gives: ``7,3323``."""
    whole, _, decimals = f"{shown(value):f}".partition(".")
    return swedish.number(int(whole)) + (f",{decimals}" if decimals else "")


def mixed(value: Fraction) -> str:
    """An exact number, not below zero, as a whole and a fraction: ``153 666 + 2/3``."""
    whole, rest = divmod(value, 1)
    if not rest:
        return swedish.number(int(whole))
    part = f"{rest.numerator}/{rest.denominator}"
    space = swedish.NO_BREAK_SPACE
    return f"{swedish.number(int(whole))}{space}+{space}{part}" if whole else part


def amount(amount_ore: int) -> str:
    """An amount in öre as kronor with two decimals: ``153 666,67``."""
    whole, ore = divmod(amount_ore, 100)
    return f"{swedish.number(whole)},{ore:02}"


def kronor(amount_ore: int) -> str:
    """An amount in öre as kronor with two decimals and its unit: ``153 666,67 kr``."""
    return f"{amount(amount_ore)}{swedish.NO_BREAK_SPACE}kr"


def rounding_words(rounding: Rounding) -> str:
    """A rounding in words: ``avrundat till hela ören, halva uppåt``."""
    mode = ROUNDING_MODES[rounding.mode]()
    if rounding.unit_sek < 1:
        return str(ROUNDED(unit=WHOLE_ORE(count=int(rounding.unit_sek * 100)), mode=mode))
    unit_sek = int(rounding.unit_sek)
    unit = WHOLE_KRONOR() if unit_sek == 1 else NEAREST(amount=swedish.kronor(unit_sek))
    return str(ROUNDED(unit=unit, mode=mode))
