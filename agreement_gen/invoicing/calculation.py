"""What a municipality invoices for a year: the yearly amount by months of service.

A post is in service on the days somebody holds it, and only the days on which the agreement is
in force are paid. Every share is an exact fraction, and each line of the specification is there
as data, so that both parties can check the sum by hand.

The standard agreement, Ekonomi, is the source of one rule: whole months of service, each a
twelfth of the yearly amount. The others (:class:`Rules`) are the family's choice.
"""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from agreement_gen.funding.money import (
    ORE_HALF_UP,
    MoneyError,
    Rounding,
    RoundingError,
    allocate_largest_remainder,
    round_sek,
)

MONTHS_IN_YEAR = 12
FULL_TIME_PERCENT = 100


class PostError(MoneyError):
    """A post whose dates, vacancies or degree cannot be true."""


class PostOrderError(PostError):
    """A post ends before it starts."""

    def __init__(self, starts: date, ends: date) -> None:
        super().__init__(f"a post from {starts} ends before that, on {ends}")
        self.starts = starts
        self.ends = ends


class VacancyOrderError(PostError):
    """A vacancy ends before it begins."""

    def __init__(self, first: date, last: date) -> None:
        super().__init__(f"a vacancy from {first} ends before that, on {last}")
        self.first = first
        self.last = last


class VacancyOutsidePostError(PostError):
    """A vacancy has days on which its post does not exist."""

    def __init__(self, first: date, starts: date, ends: date | None) -> None:
        super().__init__(
            f"a vacancy from {first} is partly outside the post,"
            f" {starts} to {ends or 'further notice'}"
        )
        self.first = first
        self.starts = starts
        self.ends = ends


class PeriodError(MoneyError):
    """Days in force that cannot be true."""


@dataclass(frozen=True, slots=True)
class VacantPeriod:
    """Days on which nobody holds a post.

    Attributes:
        first: The first such day.
        last: The last one; None while no end is known.

    Raises:
        VacancyOrderError: It ends before it begins.
    """

    first: date
    last: date | None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise VacancyOrderError(self.first, self.last)


@dataclass(frozen=True, slots=True)
class PaidPost:
    """A post that the region's money pays for.

    Attributes:
        starts: First day in service.
        ends: Last day, or None when no end is known.
        degree_percent: 100 is full time.
        vacancies: Within the post's days.

    Raises:
        PostOrderError: It ends before it starts.
        VacancyOutsidePostError: A vacancy is partly outside it.
        PostError: Its degree is not 1 to 100.
    """

    starts: date
    ends: date | None = None
    degree_percent: int = FULL_TIME_PERCENT
    vacancies: tuple[VacantPeriod, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= self.degree_percent <= FULL_TIME_PERCENT:
            raise PostError(f"a degree of {self.degree_percent} % is not within 1 to 100")
        if self.ends is not None and self.ends < self.starts:
            raise PostOrderError(self.starts, self.ends)
        for vacancy in self.vacancies:
            last = vacancy.first if vacancy.last is None else vacancy.last
            if vacancy.first < self.starts or last > (self.ends or date.max):
                raise VacancyOutsidePostError(vacancy.first, self.starts, self.ends)

    def exists(self, day: date) -> bool:
        """Whether the post exists on a day, held by somebody or vacant."""
        return self.starts <= day <= (self.ends or date.max)

    def filled(self, day: date) -> bool:
        """Whether somebody holds the post on a day."""
        return self.exists(day) and not any(
            vacancy.first <= day <= (vacancy.last or date.max) for vacancy in self.vacancies
        )


def _require_part_of_krona(rounding: Rounding) -> None:
    unit_sek = Fraction(rounding.unit_sek)
    if unit_sek * 100 % 1 or 1 % unit_sek:
        raise RoundingError(f"{rounding.unit_sek} kr is not whole öre that go evenly into a krona")


PartMonths = Literal["whole_months", "by_days", "begun_months"]


@dataclass(frozen=True, slots=True)
class Rules:
    """What the standard does not settle.

    Attributes:
        part_months: A month with days without service gives nothing (`whole_months`), its part by
            days (`by_days`), or what its best day gives (`begun_months`).
        full_percent: The sum of degrees that gives a day its whole worth, an exact number above
            0; None: any service gives it, whatever its degree.
        vacancies_paid: Whether a vacant post counts as held.
        rounding: Of the sum; its unit is whole öre and goes evenly into a krona, so that no
            rounding passes the yearly amount.

    Raises:
        PostError: The full degree is not positive.
        RoundingError: The rounding's unit is not such a one.
    """

    part_months: PartMonths = "whole_months"
    full_percent: Fraction | None = None
    vacancies_paid: bool = False
    rounding: Rounding = ORE_HALF_UP

    def __post_init__(self) -> None:
        if self.full_percent is not None and self.full_percent <= 0:
            raise PostError(f"a full degree of {self.full_percent} % is not positive")
        _require_part_of_krona(self.rounding)


DEFAULT_RULES = Rules()


@dataclass(frozen=True, slots=True)
class Period:
    """Days of one year on which an agreement is in force with one yearly amount (kronor).

    Raises:
        PeriodError: Its days are not in order and in one year, or its amount is negative.
    """

    first: date
    last: date
    annual_amount_sek: int

    def __post_init__(self) -> None:
        if self.last < self.first or self.last.year != self.first.year:
            raise PeriodError(f"{self.first} to {self.last} are no days of one year in order")
        if self.annual_amount_sek < 0:
            raise PeriodError(f"a yearly amount of {self.annual_amount_sek} kr is negative")

    def days_in(self, month: int) -> range:
        """The days of a month that belong to the period, by their numbers from 1."""
        length = calendar.monthrange(self.first.year, month)[1]
        first = date(self.first.year, month, 1)
        last = date(self.first.year, month, length)
        if self.last < first or self.first > last:
            return range(0)
        return range(max(self.first, first).day, min(self.last, last).day + 1)


@dataclass(frozen=True, slots=True)
class ServiceMonth:
    """What one post earns in one month of one period: a line of the invoice's specification.

    Attributes:
        month: 1 to 12.
        period: Position of the period in the list given, from 0.
        post: Position of the post in the list given, from 0.
        days_filled: Days of the period on which somebody held the post.
        days_in_force: The period's days in the month.
        days_in_month: 28 to 31.
        share: Part of the month's money, 0 to 1; over all posts and periods of a month at most 1.
    """

    month: int
    period: int
    post: int
    days_filled: int
    days_in_force: int
    days_in_month: int
    share: Fraction


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post's part of the year's invoice.

    Attributes:
        post: Position of the post in the list given, from 0.
        months: Months held while the agreement is in force, 0 to 12, whatever the degree.
        paid_months: Its part of the months that are paid.
        amount_ore: Its part of the invoiced sum.
    """

    post: int
    months: Fraction
    paid_months: Fraction
    amount_ore: int


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """A period's part of the year's invoice.

    Attributes:
        period: Its days and its yearly amount.
        paid_months: 0 to 12.
        exact_sek: Its sum before rounding.
        amount_ore: Its part of the invoiced sum; the parts of all periods add up to that.
    """

    period: Period
    paid_months: Fraction
    exact_sek: Fraction
    amount_ore: int


@dataclass(frozen=True, slots=True)
class InvoiceBasis:
    """What a municipality invoices for a year, and why.

    Attributes:
        months: All posts, each month's part by its share, for each period.
        posts: One line a post, in the order given; their amounts sum to `amount_ore`.
        periods: One line a period, in the order given.
        paid_months: 0 to 12, over all periods.
        exact_sek: The sum before its one rounding.
        amount_ore: The sum to invoice.
    """

    year: int
    rules: Rules
    months: tuple[ServiceMonth, ...]
    posts: tuple[PostLine, ...]
    periods: tuple[PeriodLine, ...]
    paid_months: Fraction
    exact_sek: Fraction
    amount_ore: int


@dataclass(slots=True)
class _Month:
    """A month's days in force: the period of each, and who holds a post on it."""

    number: int
    length: int
    periods: list[int] = field(default_factory=list)
    holders: list[tuple[int, ...]] = field(default_factory=list)


def service_months(
    posts: Sequence[PaidPost], periods: Sequence[Period], year: int, rules: Rules
) -> tuple[ServiceMonth, ...]:
    """Return each post's part of each month of a year, for each period that has days in it.

    A day is worth at most one day's part of the month, however many posts are held on it: where a
    leaver and a successor overlap they share it, and nothing is paid twice or lost. Which of a
    month's days count is `rules.part_months`; what a day of a low degree is worth is
    `rules.full_percent`.

    Raises:
        PeriodError: Two periods have a day in common, or one is of another year.
    """
    if any(period.first.year != year for period in periods):
        raise PeriodError(f"a period is not of {year}")
    return tuple(
        line
        for number in range(1, MONTHS_IN_YEAR + 1)
        for line in _month_lines(_month(posts, periods, year, number, rules), posts, rules)
    )


def _month(
    posts: Sequence[PaidPost], periods: Sequence[Period], year: int, number: int, rules: Rules
) -> _Month:
    month = _Month(number, calendar.monthrange(year, number)[1])
    by_day: dict[int, int] = {}
    for position, period in enumerate(periods):
        for day_number in period.days_in(number):
            if day_number in by_day:
                raise PeriodError(f"{date(year, number, day_number)} is in two periods")
            by_day[day_number] = position
    for day_number, position in sorted(by_day.items()):
        day = date(year, number, day_number)
        month.periods.append(position)
        month.holders.append(
            tuple(
                index
                for index, post in enumerate(posts)
                if (post.exists(day) if rules.vacancies_paid else post.filled(day))
            )
        )
    return month


def _month_lines(month: _Month, posts: Sequence[PaidPost], rules: Rules) -> Iterable[ServiceMonth]:
    days = [_worth(holders, posts, rules) for holders in month.holders]
    in_force = len(days)
    match rules.part_months:
        case "by_days":
            worth = days
        case "whole_months":
            worth = [min(days) if in_force == month.length else Fraction(0)] * in_force
        case "begun_months":
            best = max(days, default=Fraction(0))
            worth = [best * month.length / in_force] * in_force if in_force else []
    degree_days = _degree_days(month, posts)
    for period in sorted(set(month.periods)):
        own = [day for day, each in enumerate(month.periods) if each == period]
        share = _total(worth[day] for day in own) / month.length
        # A period in which nobody serves gets its part of a begun month by the month's posts.
        weights = degree_days.get(period) or degree_days.get(None, {})
        whole = sum(weights.values())
        for index in range(len(posts)):
            part = Fraction(weights.get(index, 0), whole) if whole else Fraction(0)
            yield ServiceMonth(
                month=month.number,
                period=period,
                post=index,
                days_filled=sum(index in month.holders[day] for day in own),
                days_in_force=len(own),
                days_in_month=month.length,
                share=share * part,
            )


def _worth(holders: Sequence[int], posts: Sequence[PaidPost], rules: Rules) -> Fraction:
    """What a day is worth, 0 to 1 day's part of the month."""
    if not holders:
        return Fraction(0)
    if rules.full_percent is None:
        return Fraction(1)
    degrees = sum(posts[index].degree_percent for index in holders)
    return min(Fraction(1), degrees / rules.full_percent)


def _degree_days(month: _Month, posts: Sequence[PaidPost]) -> dict[int | None, dict[int, int]]:
    """Each post's degree times its days, by period, and under None for the whole month."""
    found: dict[int | None, dict[int, int]] = {}
    for period, holders in zip(month.periods, month.holders, strict=True):
        for index in holders:
            for key in (period, None):
                sums = found.setdefault(key, {})
                sums[index] = sums.get(index, 0) + posts[index].degree_percent
    return found


def invoice_basis(
    periods: Sequence[Period],
    posts: Sequence[PaidPost],
    year: int,
    rules: Rules = Rules(),
) -> InvoiceBasis:
    """Calculate the sum a municipality invoices for a year, with its parts and their reasons.

    Every month is worth a twelfth of the yearly amount, of each amount by its days in the month.
    Never more than twelve months are paid. The sum is rounded once; the posts' parts are shared
    out from the rounded sum and add up to it.

    The standard agreement, Ekonomi: the municipality invoices once a year its yearly amount or,
    when the coach started during the year, the part for the coach's months of service.

    Args:
        periods: The days of the year on which the agreement is in force, each with the yearly
            amount of that year; none in common.
        posts: Those paid for by it, also ended ones; never planned ones.
        year: The calendar year invoiced.
        rules: What the standard does not settle.

    Raises:
        PeriodError: Two periods have a day in common, or one is of another year.
    """
    months = service_months(posts, periods, year, rules)
    worth = [
        line.share * periods[line.period].annual_amount_sek / MONTHS_IN_YEAR for line in months
    ]
    exact_sek = _total(worth)
    amount_ore = int(Fraction(round_sek(exact_sek, rules.rounding)) * 100)
    own = [
        _total(value for line, value in zip(months, worth, strict=True) if line.post == index)
        for index in range(len(posts))
    ]
    by_period = [
        _total(value for line, value in zip(months, worth, strict=True) if line.period == position)
        for position in range(len(periods))
    ]
    parts_ore = allocate_largest_remainder(amount_ore, own) if exact_sek else (0,) * len(posts)
    periods_ore = (
        allocate_largest_remainder(amount_ore, by_period) if exact_sek else (0,) * len(periods)
    )
    return InvoiceBasis(
        year=year,
        rules=rules,
        months=months,
        posts=tuple(
            PostLine(
                post=index,
                months=_total(
                    Fraction(line.days_filled, line.days_in_month)
                    for line in months
                    if line.post == index
                ),
                paid_months=_total(line.share for line in months if line.post == index),
                amount_ore=parts_ore[index],
            )
            for index in range(len(posts))
        ),
        periods=tuple(
            PeriodLine(
                period,
                _total(line.share for line in months if line.period == position),
                by_period[position],
                periods_ore[position],
            )
            for position, period in enumerate(periods)
        ),
        paid_months=_total(line.share for line in months),
        exact_sek=exact_sek,
        amount_ore=amount_ore,
    )


def _total(parts: Iterable[Fraction]) -> Fraction:
    return sum(parts, Fraction(0))
