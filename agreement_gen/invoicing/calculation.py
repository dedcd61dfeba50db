"""What a municipality invoices for a year: the yearly amount by months of service.

A post is in service on the days somebody holds it. Every share is an exact fraction, and each
line of the specification is there as data, so that both parties can check the sum by hand.

The standard agreement, Ekonomi, is the source of the rules; see :func:`invoice_basis`.
"""

import calendar
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

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


@dataclass(frozen=True, slots=True)
class ServiceMonth:
    """What one post earns in one month: a line of the invoice's specification.

    Attributes:
        month: 1 to 12.
        post: Position of the post in the list given, from 0.
        days_filled: Days on which somebody held the post.
        days_over_plan: Those of them on which the posts together were more than planned.
        days_in_month: 28 to 31.
        share: Part of the month's money, 0 to 1; over all posts of a month at most 1.
    """

    month: int
    post: int
    days_filled: int
    days_over_plan: int
    days_in_month: int
    share: Fraction


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post's part of the year's invoice.

    Attributes:
        post: Position of the post in the list given, from 0.
        weight: The post's degree over the planned degree.
        months: Months of service, 0 to 12, whatever the degree.
        paid_months: Its part of the year in twelfths of the yearly amount: `weight` x `months`,
            less on days over plan.
        amount_ore: Its part of the invoiced sum.
    """

    post: int
    weight: Fraction
    months: Fraction
    paid_months: Fraction
    amount_ore: int


@dataclass(frozen=True, slots=True)
class InvoiceBasis:
    """What a municipality invoices for a year, and why.

    Attributes:
        months: All posts, each month's part by its share.
        posts: One line a post, in the order given; their amounts sum to `amount_ore`.
        paid_months: 0 to 12, in twelfths of the yearly amount.
        exact_sek: The sum before its one rounding.
        amount_ore: The sum to invoice.
    """

    year: int
    annual_amount_sek: int
    planned_degree_percent: int
    rounding: Rounding
    months: tuple[ServiceMonth, ...]
    posts: tuple[PostLine, ...]
    paid_months: Fraction
    exact_sek: Fraction
    amount_ore: int


def peak_degree_percent(posts: Sequence[PaidPost], year: int) -> int:
    """Return the largest sum of degrees that exist on one day of a year, vacant or not."""
    # The sum can only grow on a day when a post begins.
    days = {max(post.starts, date(year, 1, 1)) for post in posts if post.starts.year <= year}
    return max(
        (sum(post.degree_percent for post in posts if post.exists(day)) for day in days),
        default=0,
    )


def service_months(
    posts: Sequence[PaidPost], year: int, planned_degree_percent: int
) -> tuple[ServiceMonth, ...]:
    """Return each post's part of each month of a year: all months, and all posts in each.

    A post earns, for each day on which somebody holds it, its degree over the planned degree of
    one day's part of the month. A month held from the first day to the last thus counts whole, a
    month begun or left within counts by its days. On a day when the posts together exceed the
    planned degree, as when a leaver and a successor overlap, they share that day's part by their
    degrees: no day is paid for twice.

    Raises:
        PostError: The planned degree is not positive.
    """
    if planned_degree_percent <= 0:
        raise PostError(f"a planned degree of {planned_degree_percent} % is not positive")
    lines = []
    for month in range(1, MONTHS_IN_YEAR + 1):
        days_in_month = calendar.monthrange(year, month)[1]
        # For each post: on how many days its degree is a part of which sum of degrees.
        against: list[Counter[int]] = [Counter() for _ in posts]
        for day in (date(year, month, number + 1) for number in range(days_in_month)):
            held = [index for index, post in enumerate(posts) if post.filled(day)]
            degrees = sum(posts[index].degree_percent for index in held)
            for index in held:
                against[index][max(degrees, planned_degree_percent)] += 1
        for index, days in enumerate(against):
            part = _total(Fraction(count, base) for base, count in days.items())
            lines.append(
                ServiceMonth(
                    month=month,
                    post=index,
                    days_filled=days.total(),
                    days_over_plan=days.total() - days[planned_degree_percent],
                    days_in_month=days_in_month,
                    share=posts[index].degree_percent * part / days_in_month,
                )
            )
    return tuple(lines)


def invoice_basis(
    annual_amount_sek: int,
    posts: Sequence[PaidPost],
    year: int,
    rounding: Rounding = ORE_HALF_UP,
    planned_degree_percent: int | None = None,
) -> InvoiceBasis:
    """Calculate the sum a municipality invoices for a year, with its parts and their reasons.

    Every month is worth a twelfth of the yearly amount and is paid by the share of the planned
    degree that was filled (`service_months`), so never more than the yearly amount. The sum is
    rounded once; the posts' parts are shared out from the rounded sum and add up to it.

    The standard agreement, Ekonomi: the municipality invoices once a year its yearly amount or,
    when the coach started during the year, the part for the coach's months of service. What is
    paid for part of a month, for posts of several degrees and for vacancies is this function's
    reading of it.

    Args:
        annual_amount_sek: The amount of that year, already raised by index.
        posts: Those paid for by it, also ended ones.
        year: The calendar year invoiced.
        rounding: Of the sum; its unit is whole öre and goes evenly into a krona, so that no
            rounding passes the yearly amount.
        planned_degree_percent: The sum of degrees that the yearly amount is meant for: 180 for
            one full-time post and one of 80 per cent. Without it, the most that existed on one
            day of the year; give it when two posts overlap at a handover, or when a planned
            post has not begun.

    Raises:
        PostError: The planned degree is not positive.
        RoundingError: The rounding's unit is not such a one.
        ValueError: The yearly amount is negative.
    """
    if annual_amount_sek < 0:
        raise ValueError(f"a yearly amount of {annual_amount_sek} kr is negative")
    _require_part_of_krona(rounding)
    planned = planned_degree_percent
    if planned is None:
        # A year without posts has no degree to go by, and nothing to pay by any.
        planned = peak_degree_percent(posts, year) or FULL_TIME_PERCENT
    months = service_months(posts, year, planned)
    paid = [
        _total(line.share for line in months if line.post == index) for index in range(len(posts))
    ]
    paid_months = _total(paid)
    exact_sek = annual_amount_sek * paid_months / MONTHS_IN_YEAR
    amount_ore = int(Fraction(round_sek(exact_sek, rounding)) * 100)
    parts_ore = allocate_largest_remainder(amount_ore, paid)
    lines = tuple(
        PostLine(
            post=index,
            weight=Fraction(post.degree_percent, planned),
            months=_months_in_service(months, index),
            paid_months=paid[index],
            amount_ore=parts_ore[index],
        )
        for index, post in enumerate(posts)
    )
    return InvoiceBasis(
        year=year,
        annual_amount_sek=annual_amount_sek,
        planned_degree_percent=planned,
        rounding=rounding,
        months=months,
        posts=lines,
        paid_months=paid_months,
        exact_sek=exact_sek,
        amount_ore=amount_ore,
    )


def _require_part_of_krona(rounding: Rounding) -> None:
    unit_sek = Fraction(rounding.unit_sek)
    if unit_sek * 100 % 1 or 1 % unit_sek:
        raise RoundingError(f"{rounding.unit_sek} kr is not whole öre that go evenly into a krona")


def _months_in_service(months: Sequence[ServiceMonth], post: int) -> Fraction:
    """The months on which somebody held a post, whatever its degree."""
    return _total(
        Fraction(line.days_filled, line.days_in_month) for line in months if line.post == post
    )


def _total(parts: Iterable[Fraction]) -> Fraction:
    return sum(parts, Fraction(0))
