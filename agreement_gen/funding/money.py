"""Exact money: rounding, sharing out, raising by an index.

Amounts are whole kronor or öre (int), or exact numbers (Decimal, Fraction), never float. A name
ends in its unit: `_sek` kronor, `_ore` öre. What is computed stays exact until its one rounding,
and each result carries the steps that lead to it, so that a reader can check it by hand.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext
from fractions import Fraction
from typing import Literal

RoundingMode = Literal["half_up", "half_even", "down"]


class MoneyError(ValueError):
    """Figures or dates from which no amount can be computed."""


class RoundingError(MoneyError):
    """A rounding whose unit is not a positive number, or does not fit what it rounds."""


class IndexSeriesError(MoneyError):
    """An index series that contradicts itself, or years in the wrong order."""


class RepeatedIndexYearError(IndexSeriesError):
    """An index series has several figures for one year."""

    def __init__(self, year: int, count: int, series: str) -> None:
        super().__init__(f"{series} has {count} figures for {year}")
        self.year = year
        self.count = count


class YearBeforeBaseError(IndexSeriesError):
    """An amount is asked for at a year before its base year."""

    def __init__(self, year: int, base_year: int) -> None:
        super().__init__(f"{year} is before the base year {base_year}")
        self.year = year
        self.base_year = base_year


class MissingIndexYearError(MoneyError):
    """An index series has no figure for a year that is needed."""

    def __init__(self, year: int, series: str) -> None:
        super().__init__(f"{series} has no figure for {year}")
        self.year = year
        self.series = series


@dataclass(frozen=True, slots=True)
class Rounding:
    """How an amount is rounded.

    Attributes:
        unit_sek: The result is a whole multiple of it: 1000 gives whole thousands of kronor, 1
            whole kronor, 0.01 whole öre.
        mode: "half_up" (a half goes away from zero), "half_even" (a half goes to the even
            multiple) or "down" (towards zero).

    Raises:
        RoundingError: The unit is not a positive number.
    """

    unit_sek: Decimal
    mode: RoundingMode

    def __post_init__(self) -> None:
        if not self.unit_sek.is_finite() or self.unit_sek <= 0:
            raise RoundingError(f"a rounding unit of {self.unit_sek} kr is not a positive number")


_DIGITS = 100_000
"""Enough for the exact level after more years than a file can hold."""

ORE_HALF_UP = Rounding(Decimal("0.01"), "half_up")


def round_sek(amount_sek: Decimal | Fraction, rounding: Rounding) -> Decimal:
    """Round an amount in kronor, exactly, whatever decimal context the caller has set.

    Returns:
        Kronor with as many decimals as the unit has: 461000 for a unit of 1, 461000.00 for 0.01.
    """
    units = Fraction(amount_sek) / Fraction(rounding.unit_sek)
    match rounding.mode:
        case "half_up":
            count = math.floor(abs(units) + Fraction(1, 2)) * (-1 if units < 0 else 1)
        case "half_even":
            count = round(units)
        case "down":
            count = math.trunc(units)
    rounded = count * Fraction(rounding.unit_sek)
    decimals = max(0, -int(rounding.unit_sek.as_tuple().exponent))
    return Decimal(f"{int(rounded * 10**decimals)}E-{decimals}")


def ore_to_sek(amount_ore: int) -> Decimal:
    """Return öre as kronor with two decimals: 15366667 is 153666.67."""
    return Decimal(f"{amount_ore}E-2")


def allocate_largest_remainder(total: int, weights: Sequence[int | Fraction]) -> tuple[int, ...]:
    """Share out a whole number by weights, so that the whole parts sum to it.

    Every part is its exact share rounded down; the units left over go one each to the parts
    that lost most by that, the earlier of two alike first.

    Raises:
        ValueError: The total or a weight is negative, or all weights are zero and the total not.
    """
    whole = sum(map(Fraction, weights), Fraction(0))
    if total < 0 or any(weight < 0 for weight in weights):
        raise ValueError("a total or a weight is negative")
    if whole == 0:
        if total:
            raise ValueError(f"{total} cannot be shared out by weights that are all zero")
        return (0,) * len(weights)
    exact = [total * Fraction(weight) / whole for weight in weights]
    parts = [math.floor(share) for share in exact]
    by_loss = sorted(range(len(parts)), key=lambda index: parts[index] - exact[index])
    for index in by_loss[: total - sum(parts)]:
        parts[index] += 1
    return tuple(parts)


@dataclass(frozen=True, slots=True)
class IndexPoint:
    """One year's figure of an index.

    Attributes:
        year: The year the figure holds for.
        figure: The level of the index, on any base (e.g. 104.7); not a change in per cent.
        source: Where the figure was published.
        dated: The day it was published or decided.
        percent: The change from the year before, where that is what was published, and the level
            was computed from it.
    """

    year: int
    figure: Decimal
    source: str
    dated: date
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class IndexSeries:
    """An index by its name, with one figure a year, in any order.

    Raises:
        RepeatedIndexYearError: A year has several figures.
        IndexSeriesError: A figure is not a positive number.
    """

    name: str
    points: tuple[IndexPoint, ...]

    def __post_init__(self) -> None:
        for year, count in Counter(point.year for point in self.points).items():
            if count > 1:
                raise RepeatedIndexYearError(year, count, self.name)
        for point in self.points:
            if not point.figure.is_finite() or point.figure <= 0:
                raise IndexSeriesError(
                    f"{self.name} {point.year}: {point.figure} is not a positive number"
                )


def levels_of_changes(changes: Sequence[IndexPoint]) -> tuple[IndexPoint, ...]:
    """Return the levels that follow from changes in per cent, exactly.

    The year before the first change has the level 100. Where a year is missing, levels before and
    after it cannot be compared; the first year after such a gap is given the level 100, and
    `raise_by_index` refuses to go from one side of the gap to the other.

    Args:
        changes: A point for each year, with its change in `percent`.
    """
    points: list[IndexPoint] = []
    with localcontext(Context(prec=_DIGITS, Emax=MAX_EMAX, Emin=MIN_EMIN)):
        for point in sorted(changes, key=lambda change: change.year):
            if not points:
                year = point.year - 1
                points.append(IndexPoint(year, Decimal(100), point.source, point.dated))
            is_next = points[-1].year == point.year - 1
            factor = 1 + (point.percent or Decimal(0)).scaleb(-2)
            level = points[-1].figure * factor if is_next else Decimal(100)
            points.append(replace(point, figure=level))
    return tuple(points)


def yearly_changes(points: Sequence[IndexPoint]) -> dict[int, Fraction]:
    """Return each year's change from the year before, in per cent, where both have a figure."""
    by_year = {point.year: point for point in points}
    return {
        year: (Fraction(point.figure) / Fraction(by_year[year - 1].figure) - 1) * 100
        for year, point in by_year.items()
        if year - 1 in by_year
    }


@dataclass(frozen=True, slots=True)
class IndexStep:
    """The amount of one year: the base amount times `ratio` (this figure over the base year's)."""

    point: IndexPoint
    ratio: Fraction
    exact_sek: Fraction
    amount_sek: Decimal


@dataclass(frozen=True, slots=True)
class IndexedAmount:
    """A raised amount and its way there, one step a year from the base year to the last."""

    base_amount_sek: int
    series: str
    rounding: Rounding
    steps: tuple[IndexStep, ...]

    @property
    def amount_sek(self) -> Decimal:
        """The amount of the last year, rounded."""
        return self.steps[-1].amount_sek


def raise_by_index(
    amount_sek: int, from_year: int, to_year: int, series: IndexSeries, rounding: Rounding
) -> IndexedAmount:
    """Raise a base year's amount to a later year's level.

    Each year's amount is the base amount times that year's figure over the base year's, rounded
    once. As no year starts from another's rounded amount, nothing drifts however many years lie
    between. The base year's amount is the agreed one and is never rounded. A falling index
    lowers the amount.

    The standard agreement, Ekonomi: the amount is raised between years by the region's index.

    Raises:
        MissingIndexYearError: A year from the base year to the last has no figure, also one
            between them: a way with a gap cannot be shown.
        YearBeforeBaseError: `to_year` is before `from_year`.
    """
    if to_year < from_year:
        raise YearBeforeBaseError(to_year, from_year)
    by_year = {point.year: point for point in series.points}
    steps = []
    for year in range(from_year, to_year + 1):
        if year not in by_year:
            raise MissingIndexYearError(year, series.name)
        ratio = Fraction(by_year[year].figure) / Fraction(by_year[from_year].figure)
        exact_sek = amount_sek * ratio
        rounded = Decimal(amount_sek) if year == from_year else round_sek(exact_sek, rounding)
        steps.append(IndexStep(by_year[year], ratio, exact_sek, rounded))
    return IndexedAmount(amount_sek, series.name, rounding, tuple(steps))
