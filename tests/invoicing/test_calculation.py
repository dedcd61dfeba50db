"""Invoices by months of service: worked examples, and what must hold for any posts."""

from calendar import isleap, monthrange
from dataclasses import replace
from datetime import date, timedelta
from decimal import Context, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreement_gen.funding.money import Rounding, RoundingError
from agreement_gen.invoicing.calculation import (
    InvoiceBasis,
    PaidPost,
    Period,
    PeriodError,
    PostError,
    Rules,
    VacantPeriod,
    invoice_basis,
)

DAYS = st.dates(min_value=date(2022, 6, 1), max_value=date(2025, 6, 30))
DEGREES = st.integers(1, 100)
AMOUNTS_SEK = st.integers(0, 5_000_000)
YEARS = st.sampled_from([2023, 2024])


@st.composite
def posts_with_vacancies(draw: st.DrawFn) -> PaidPost:
    starts = draw(DAYS)
    ends = draw(st.none() | st.integers(0, 900).map(lambda days: starts + timedelta(days=days)))
    vacancies: tuple[VacantPeriod, ...] = ()
    if draw(st.booleans()):
        room = 400 if ends is None else (ends - starts).days
        first = starts + timedelta(days=draw(st.integers(0, room)))
        last = first + timedelta(days=draw(st.integers(0, room)))
        vacancies = (VacantPeriod(first, last if ends is None else min(last, ends)),)
    return PaidPost(starts, ends, draw(DEGREES), vacancies)


POSTS = st.lists(posts_with_vacancies(), max_size=4)
RULES = st.builds(
    Rules,
    part_months=st.sampled_from(["whole_months", "by_days", "begun_months"]),
    full_percent=st.none() | st.integers(1, 250).map(Fraction),
    vacancies_paid=st.booleans(),
)


@st.composite
def periods_of(draw: st.DrawFn, year: int, amount_sek: int | None = None) -> list[Period]:
    """Days in force of one year, in order, with gaps."""
    first = date(year, 1, 1)
    marks = sorted(draw(st.sets(st.integers(0, days_in(year) - 1), max_size=6)))
    pairs = zip(marks[::2], marks[1::2], strict=False)
    return [
        Period(
            first + timedelta(days=begin),
            first + timedelta(days=end),
            draw(AMOUNTS_SEK) if amount_sek is None else amount_sek,
        )
        for begin, end in pairs
    ]


def days_in(year: int) -> int:
    return 366 if isleap(year) else 365


def whole(year: int, annual_sek: int) -> list[Period]:
    return [Period(date(year, 1, 1), date(year, 12, 31), annual_sek)]


def year_2021(annual_sek: int, posts: list[PaidPost], **rules: object) -> InvoiceBasis:
    return invoice_basis(whole(2021, annual_sek), posts, 2021, Rules(**rules))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("annual_sek", "posts", "ore"),
    [
        pytest.param(
            1_320_000,
            [PaidPost(date(2021, 3, 1)), PaidPost(date(2021, 3, 1), degree_percent=80)],
            1_100_000_00,
            id="two posts from 1 March: 10/12",
        ),
        pytest.param(
            461_000, [PaidPost(date(2021, 9, 1))], 153_666_67, id="from 1 September: 4/12"
        ),
        pytest.param(
            461_000,
            [PaidPost(date(2020, 1, 1), date(2021, 6, 30)), PaidPost(date(2021, 6, 1))],
            461_000_00,
            id="a month in which a leaver and a successor overlap is paid once, and whole",
        ),
        pytest.param(
            365_000,
            [PaidPost(date(2020, 1, 1), degree_percent=20)],
            365_000_00,
            id="the degree does not weigh",
        ),
        pytest.param(310_000, [PaidPost(date(2021, 12, 2))], 0, id="no whole month"),
        pytest.param(
            1_200_000,
            [PaidPost(date(2020, 1, 1), vacancies=(VacantPeriod(date(2021, 10, 1), None),))],
            900_000_00,
            id="vacant until further notice",
        ),
        pytest.param(
            1_200_000,
            [PaidPost(date(2020, 1, 1), date(2021, 5, 15)), PaidPost(date(2021, 5, 16))],
            1_200_000_00,
            id="a successor from the next day",
        ),
        pytest.param(
            1_200_000,
            [PaidPost(date(2020, 1, 1), date(2021, 3, 31)), PaidPost(date(2021, 5, 1))],
            1_100_000_00,
            id="a successor after a vacant month",
        ),
        pytest.param(1_200_000, [PaidPost(date(2022, 1, 1))], 0, id="not yet begun"),
        pytest.param(
            1_200_000, [PaidPost(date(2019, 1, 1), date(2020, 12, 31))], 0, id="ended before"
        ),
        pytest.param(1_200_000, [], 0, id="no posts"),
    ],
)
def test_the_sum_of_2021(annual_sek: int, posts: list[PaidPost], ore: int) -> None:
    assert year_2021(annual_sek, posts).amount_ore == ore


@pytest.mark.parametrize(
    ("part_months", "ore"),
    [("whole_months", 100_000_00), ("by_days", 150_000_00), ("begun_months", 200_000_00)],
)
def test_a_month_that_was_begun_is_paid_as_the_family_says(part_months: str, ore: int) -> None:
    posts = [PaidPost(date(2021, 11, 16))]
    assert year_2021(1_200_000, posts, part_months=part_months).amount_ore == ore


def test_a_degree_below_the_full_one_gives_its_part() -> None:
    posts = [PaidPost(date(2020, 1, 1), degree_percent=60)]
    assert year_2021(1_200_000, posts, full_percent=Fraction(80)).amount_ore == 900_000_00
    assert year_2021(1_200_000, posts, full_percent=Fraction(50)).amount_ore == 1_200_000_00


def test_vacancies_are_paid_only_where_the_family_says_so() -> None:
    posts = [PaidPost(date(2020, 1, 1), vacancies=(VacantPeriod(date(2021, 7, 1), None),))]
    assert year_2021(1_200_000, posts).amount_ore == 600_000_00
    assert year_2021(1_200_000, posts, vacancies_paid=True).amount_ore == 1_200_000_00


def test_nothing_is_paid_for_days_on_which_the_agreement_is_not_in_force() -> None:
    posts = [PaidPost(date(2020, 1, 1))]
    periods = [Period(date(2021, 4, 1), date(2021, 6, 30), 1_200_000)]
    basis = invoice_basis(periods, posts, 2021)
    assert basis.amount_ore == 300_000_00
    assert {line.month for line in basis.months} == {4, 5, 6}


def test_each_amount_is_paid_for_its_own_days() -> None:
    posts = [PaidPost(date(2020, 1, 1))]
    periods = [
        Period(date(2021, 1, 1), date(2021, 6, 15), 1_200_000),
        Period(date(2021, 6, 16), date(2021, 12, 31), 2_400_000),
    ]
    basis = invoice_basis(periods, posts, 2021)
    assert basis.amount_ore == (5 * 100_000 + 50_000 + 100_000 + 6 * 200_000) * 100
    assert [line.paid_months for line in basis.periods] == [Fraction(11, 2), Fraction(13, 2)]


def test_a_rounding_to_kronor_still_gives_parts_that_add_up() -> None:
    posts = [PaidPost(date(2021, 9, 1)), PaidPost(date(2021, 9, 1), degree_percent=80)]
    basis = year_2021(461_000, posts, rounding=Rounding(Decimal(1), "down"))
    assert basis.amount_ore == 153_666_00
    assert sum(line.amount_ore for line in basis.posts) == 153_666_00


def test_a_narrow_decimal_context_changes_no_invoice() -> None:
    with localcontext(Context(prec=3)):
        assert year_2021(461_000, [PaidPost(date(2021, 9, 1))]).amount_ore == 153_666_67


@given(AMOUNTS_SEK, st.lists(DEGREES, min_size=1, max_size=4), YEARS)
def test_twelve_whole_months_are_exactly_the_yearly_amount(
    annual_sek: int, degrees: list[int], year: int
) -> None:
    posts = [PaidPost(date(2020, 2, 29), degree_percent=degree) for degree in degrees]
    basis = invoice_basis(whole(year, annual_sek), posts, year)
    assert basis.amount_ore == annual_sek * 100
    assert basis.paid_months == 12
    assert [line.months for line in basis.posts] == [12] * len(degrees)


@given(st.data(), POSTS, YEARS, RULES)
def test_parts_add_up_and_no_month_is_paid_more_than_once(
    data: st.DataObject, posts: list[PaidPost], year: int, rules: Rules
) -> None:
    periods = data.draw(periods_of(year))
    basis = invoice_basis(periods, posts, year, rules)
    assert sum(line.amount_ore for line in basis.posts) == basis.amount_ore
    assert sum(line.exact_sek for line in basis.periods) == basis.exact_sek
    assert sum(line.paid_months for line in basis.posts) == basis.paid_months
    most = max((period.annual_amount_sek for period in periods), default=0)
    assert 0 <= basis.amount_ore <= most * 100
    assert abs(basis.exact_sek * 100 - basis.amount_ore) <= Fraction(1, 2)
    for month in range(1, 13):
        assert sum(line.share for line in basis.months if line.month == month) <= 1


@given(st.data(), AMOUNTS_SEK, POSTS, YEARS, RULES)
def test_a_split_year_is_paid_like_a_whole_one(
    data: st.DataObject, annual_sek: int, posts: list[PaidPost], year: int, rules: Rules
) -> None:
    """A new edition with the same amount changes no sum, whatever day it begins."""
    split = date(year, 1, 1) + timedelta(days=data.draw(st.integers(1, days_in(year) - 1)))
    parts = [
        Period(date(year, 1, 1), split - timedelta(days=1), annual_sek),
        Period(split, date(year, 12, 31), annual_sek),
    ]
    one = invoice_basis(whole(year, annual_sek), posts, year, rules)
    two = invoice_basis(parts, posts, year, rules)
    assert one.exact_sek == two.exact_sek
    assert sum(line.exact_sek for line in two.periods) == one.exact_sek


@given(st.data(), AMOUNTS_SEK, POSTS, YEARS, RULES)
def test_nothing_is_paid_outside_force_or_service(
    data: st.DataObject, annual_sek: int, posts: list[PaidPost], year: int, rules: Rules
) -> None:
    periods = data.draw(periods_of(year, annual_sek))
    basis = invoice_basis(periods, posts, year, rules)
    for line in basis.months:
        days = [
            date(year, line.month, number) for number in periods[line.period].days_in(line.month)
        ]
        assert line.days_in_force == len(days)
        served = [
            day
            for day in days
            for post in posts
            if (post.exists(day) if rules.vacancies_paid else post.filled(day))
        ]
        if not served and rules.part_months != "begun_months":
            assert line.share == 0
    months = {
        month
        for month in range(1, 13)
        for period in periods
        if len(period.days_in(month)) == monthrange(year, month)[1]
    }
    if rules.part_months == "whole_months" and len(periods) <= 1:
        assert all(line.share == 0 for line in basis.months if line.month not in months)


@given(AMOUNTS_SEK, posts_with_vacancies(), POSTS, YEARS, RULES)
def test_a_vacancy_never_raises_the_sum(
    annual_sek: int, post: PaidPost, others: list[PaidPost], year: int, rules: Rules
) -> None:
    def total(first: PaidPost) -> int:
        return invoice_basis(whole(year, annual_sek), [first, *others], year, rules).amount_ore

    assert total(post) <= total(replace(post, vacancies=()))


@given(AMOUNTS_SEK, POSTS, posts_with_vacancies(), YEARS, RULES)
def test_one_more_post_never_lowers_the_sum(
    annual_sek: int, posts: list[PaidPost], more: PaidPost, year: int, rules: Rules
) -> None:
    """What an overlap of a leaver and a successor must not do is halve the payment."""
    before = invoice_basis(whole(year, annual_sek), posts, year, rules)
    after = invoice_basis(whole(year, annual_sek), [*posts, more], year, rules)
    assert before.amount_ore <= after.amount_ore <= annual_sek * 100


@pytest.mark.parametrize("degree", [0, -80, 101])
def test_a_degree_that_cannot_be_is_refused(degree: int) -> None:
    with pytest.raises(PostError, match=str(degree)):
        PaidPost(date(2021, 1, 1), degree_percent=degree)


def test_dates_that_cannot_be_are_refused() -> None:
    start, end = date(2021, 3, 1), date(2021, 8, 31)
    with pytest.raises(PostError, match="ends before"):
        PaidPost(end, start)
    with pytest.raises(PostError, match="ends before"):
        VacantPeriod(end, start)
    for vacancy in (
        VacantPeriod(date(2021, 2, 28), end),
        VacantPeriod(start, date(2021, 9, 1)),
        VacantPeriod(date(2021, 9, 1), None),
    ):
        with pytest.raises(PostError, match="outside the post"):
            PaidPost(start, end, vacancies=(vacancy,))
    assert PaidPost(start, start, vacancies=(VacantPeriod(start, start),)).filled(start) is False


def test_figures_that_give_no_invoice_are_refused() -> None:
    with pytest.raises(PostError, match="full degree"):
        Rules(full_percent=Fraction(0))
    first, last = date(2021, 1, 1), date(2021, 12, 31)
    with pytest.raises(PeriodError, match="negative"):
        Period(first, last, -1)
    with pytest.raises(PeriodError, match="in order"):
        Period(last, first, 1)
    with pytest.raises(PeriodError, match="two periods"):
        invoice_basis([Period(first, last, 1), Period(last, last, 1)], [], 2021)
    with pytest.raises(PeriodError, match="not of 2022"):
        invoice_basis(whole(2021, 1), [], 2022)
    for unit in ("0.001", "0.03", "2", "1000"):
        with pytest.raises(RoundingError):
            Rules(rounding=Rounding(Decimal(unit), "half_up"))
