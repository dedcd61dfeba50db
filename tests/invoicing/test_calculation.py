"""Invoices by months of service: worked examples, and what must hold for any posts."""

from calendar import isleap
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
    PostError,
    VacantPeriod,
    invoice_basis,
    peak_degree_percent,
    service_months,
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


def days_in(year: int) -> int:
    return 366 if isleap(year) else 365


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
            365_000,
            [PaidPost(date(2020, 1, 1), degree_percent=50)],
            365_000_00,
            id="half-time planned and filled is the whole amount",
        ),
        pytest.param(
            310_000, [PaidPost(date(2021, 12, 31))], 833_33, id="one day of 31 in December"
        ),
        pytest.param(
            1_200_000,
            [
                PaidPost(date(2020, 1, 1)),
                PaidPost(
                    date(2020, 1, 1),
                    vacancies=(VacantPeriod(date(2021, 1, 1), date(2021, 6, 30)),),
                ),
            ],
            900_000_00,
            id="one of two equal posts vacant half the year",
        ),
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
        pytest.param(
            1_200_000,
            [PaidPost(date(2020, 1, 1), date(2021, 6, 30)), PaidPost(date(2021, 7, 1), None, 80)],
            1_080_000_00,
            id="a successor with a lower degree",
        ),
        pytest.param(1_200_000, [PaidPost(date(2022, 1, 1))], 0, id="not yet begun"),
        pytest.param(
            1_200_000, [PaidPost(date(2019, 1, 1), date(2020, 12, 31))], 0, id="ended before"
        ),
        pytest.param(1_200_000, [], 0, id="no posts"),
    ],
)
def test_the_sum_of_2021(annual_sek: int, posts: list[PaidPost], ore: int) -> None:
    assert invoice_basis(annual_sek, posts, 2021).amount_ore == ore


def test_every_line_of_a_specification() -> None:
    posts = [PaidPost(date(2021, 11, 16)), PaidPost(date(2021, 12, 1), degree_percent=80)]
    basis = invoice_basis(1_320_000, posts, 2021)
    shares = [
        (line.month, line.post, line.days_filled, line.days_in_month, line.share)
        for line in basis.months
        if line.month >= 11
    ]
    assert shares == [
        (11, 0, 15, 30, Fraction(5, 18)),
        (11, 1, 0, 30, 0),
        (12, 0, 31, 31, Fraction(5, 9)),
        (12, 1, 31, 31, Fraction(4, 9)),
    ]
    assert all(line.share == 0 for line in basis.months if line.month < 11)
    assert len(basis.months) == 24
    first, second = basis.posts
    assert (first.weight, first.months, first.paid_months) == (
        Fraction(5, 9),
        Fraction(3, 2),
        Fraction(5, 6),
    )
    assert (second.weight, second.months, second.paid_months) == (
        Fraction(4, 9),
        Fraction(1),
        Fraction(4, 9),
    )
    assert basis.planned_degree_percent == 180
    assert basis.paid_months == Fraction(23, 18)
    assert basis.exact_sek == Fraction(1_320_000 * 23, 18 * 12)
    assert basis.amount_ore == 140_555_56
    assert (first.amount_ore, second.amount_ore) == (91_666_67, 48_888_89)


def test_a_handover_is_paid_once_a_day_where_the_plan_is_given() -> None:
    posts = [PaidPost(date(2020, 1, 1), date(2021, 4, 20)), PaidPost(date(2021, 4, 11))]
    basis = invoice_basis(1_200_000, posts, 2021, planned_degree_percent=100)
    assert basis.amount_ore == 1_200_000_00
    leaver, successor = (line for line in basis.months if line.month == 4)
    assert (leaver.days_filled, leaver.days_over_plan, leaver.share) == (20, 10, Fraction(1, 2))
    assert (successor.days_filled, successor.days_over_plan, successor.share) == (
        20,
        10,
        Fraction(1, 2),
    )


def test_an_overlap_does_not_make_up_for_days_without_a_coach() -> None:
    posts = [
        PaidPost(date(2021, 4, 1), date(2021, 4, 20)),
        PaidPost(date(2021, 4, 11), date(2021, 4, 25)),
    ]
    basis = invoice_basis(1_200_000, posts, 2021, planned_degree_percent=100)
    assert basis.exact_sek == Fraction(1_200_000 * 25, 12 * 30)


def test_a_planned_post_not_yet_begun_lowers_the_sum() -> None:
    basis = invoice_basis(1_800_000, [PaidPost(date(2020, 1, 1))], 2021, planned_degree_percent=180)
    assert basis.amount_ore == 1_000_000_00


def test_a_rounding_to_kronor_still_gives_parts_that_add_up() -> None:
    posts = [PaidPost(date(2021, 9, 1)), PaidPost(date(2021, 9, 1), degree_percent=80)]
    basis = invoice_basis(461_000, posts, 2021, Rounding(Decimal(1), "down"))
    assert basis.amount_ore == 153_666_00
    assert sum(line.amount_ore for line in basis.posts) == 153_666_00


def test_a_narrow_decimal_context_changes_no_invoice() -> None:
    with localcontext(Context(prec=3)):
        assert invoice_basis(461_000, [PaidPost(date(2021, 9, 1))], 2021).amount_ore == 153_666_67


@given(AMOUNTS_SEK, st.lists(DEGREES, min_size=1, max_size=4), YEARS)
def test_twelve_whole_months_are_exactly_the_yearly_amount(
    annual_sek: int, degrees: list[int], year: int
) -> None:
    posts = [PaidPost(date(2020, 2, 29), degree_percent=degree) for degree in degrees]
    basis = invoice_basis(annual_sek, posts, year)
    assert basis.amount_ore == annual_sek * 100
    assert basis.paid_months == 12
    assert [line.months for line in basis.posts] == [12] * len(degrees)


@given(AMOUNTS_SEK, POSTS, YEARS, st.none() | st.integers(1, 250))
def test_parts_add_up_and_no_month_is_paid_more_than_once(
    annual_sek: int, posts: list[PaidPost], year: int, planned: int | None
) -> None:
    basis = invoice_basis(annual_sek, posts, year, planned_degree_percent=planned)
    assert sum(line.amount_ore for line in basis.posts) == basis.amount_ore
    assert 0 <= basis.amount_ore <= annual_sek * 100
    assert abs(basis.exact_sek * 100 - basis.amount_ore) <= Fraction(1, 2)
    for month in range(1, 13):
        assert sum(line.share for line in basis.months if line.month == month) <= 1
    for line in basis.posts:
        own = [month for month in basis.months if month.post == line.post]
        assert line.paid_months == sum(month.share for month in own)
        if not any(month.days_over_plan for month in own):
            assert line.paid_months == line.weight * line.months


@given(posts_with_vacancies(), YEARS)
def test_days_in_service_are_those_of_the_post_less_its_vacancies(
    post: PaidPost, year: int
) -> None:
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(days_in(year)))
    away = [(gap.first, gap.last or date.max) for gap in post.vacancies]
    expected = sum(
        post.starts <= day <= (post.ends or date.max)
        and not any(first <= day <= last for first, last in away)
        for day in days
    )
    lines = service_months([post], year, post.degree_percent)
    assert sum(line.days_filled for line in lines) == expected


@given(AMOUNTS_SEK, posts_with_vacancies(), POSTS, YEARS, st.integers(1, 250))
def test_a_vacancy_never_raises_the_sum(
    annual_sek: int, post: PaidPost, others: list[PaidPost], year: int, planned: int
) -> None:
    def total(first: PaidPost) -> InvoiceBasis:
        return invoice_basis(annual_sek, [first, *others], year, planned_degree_percent=planned)

    assert total(post).amount_ore <= total(replace(post, vacancies=())).amount_ore


@given(AMOUNTS_SEK, DAYS, st.integers(0, 500), YEARS)
def test_a_later_start_never_raises_the_sum(
    annual_sek: int, starts: date, later: int, year: int
) -> None:
    early = invoice_basis(annual_sek, [PaidPost(starts)], year).amount_ore
    late = invoice_basis(annual_sek, [PaidPost(starts + timedelta(days=later))], year).amount_ore
    assert late <= early


@given(POSTS, YEARS)
def test_the_peak_is_the_largest_sum_of_any_day(posts: list[PaidPost], year: int) -> None:
    sums = (
        sum(
            post.degree_percent
            for post in posts
            if post.starts <= day and (post.ends is None or day <= post.ends)
        )
        for day in (date(year, 1, 1) + timedelta(days=number) for number in range(days_in(year)))
    )
    assert peak_degree_percent(posts, year) == max(sums)


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
    posts = [PaidPost(date(2021, 1, 1))]
    with pytest.raises(PostError, match="planned degree"):
        invoice_basis(461_000, posts, 2021, planned_degree_percent=0)
    with pytest.raises(ValueError, match="negative"):
        invoice_basis(-1, posts, 2021)
    for unit in ("0.001", "0.03", "2", "1000"):
        with pytest.raises(RoundingError):
            invoice_basis(461_000, posts, 2021, Rounding(Decimal(unit), "half_up"))
