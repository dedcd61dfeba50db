"""Rules for days: months of differing length, leap years, both sides of every limit."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreement_gen.agreement_state.dates import (
    DateOrderError,
    MonthCountError,
    add_months,
    earliest_end,
    last_notice_day,
    revision_due,
    term_end,
)

DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2150, 12, 31))
MONTH_ENDS = DAYS.map(lambda day: day.replace(day=monthrange(day.year, day.month)[1]))
NEAR_ENDS = DAYS | MONTH_ENDS
ONE_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2020, 12, 22), 12, date(2021, 12, 22)),
        (date(2021, 1, 31), 1, date(2021, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2021, 1, 31), 2, date(2021, 3, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2021, 12, 1), 1, date(2022, 1, 1)),
        (date(2021, 11, 30), 1, date(2021, 12, 30)),
        (date(2021, 1, 1), -1, date(2020, 12, 1)),
        (date(2021, 3, 31), -1, date(2021, 2, 28)),
        (date(2096, 2, 29), 48, date(2100, 2, 28)),
        (date(2021, 5, 5), 0, date(2021, 5, 5)),
    ],
)
def test_adding_months(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@given(NEAR_ENDS, st.integers(-600, 600))
def test_adding_months_hits_the_month_and_the_day_or_its_last(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (moved.day < day.day and (moved + ONE_DAY).month != moved.month)


@given(NEAR_ENDS, st.integers(0, 40), st.integers(-60, 60))
def test_a_later_day_never_moves_before_an_earlier_one(day: date, gap: int, months: int) -> None:
    assert add_months(day, months) <= add_months(day + gap * ONE_DAY, months)


@pytest.mark.parametrize(("day", "months"), [(date(9999, 12, 1), 1), (date(1, 1, 1), -1)])
def test_a_day_outside_the_calendar_is_refused(day: date, months: int) -> None:
    with pytest.raises(ValueError, match="outside the years"):
        add_months(day, months)


@pytest.mark.parametrize("interval", [0, -24])
def test_an_interval_without_length_is_refused(interval: int) -> None:
    start = date(2021, 1, 1)
    with pytest.raises(MonthCountError):
        revision_due(start, None, interval)


@pytest.mark.parametrize(
    ("last_revision", "expected"),
    [(None, date(2023, 1, 1)), (date(2022, 12, 1), date(2024, 12, 1))],
)
def test_the_interval_counts_from_the_latest_revision(
    last_revision: date | None, expected: date
) -> None:
    assert revision_due(date(2021, 1, 1), last_revision, 24) == expected


def test_a_revision_before_the_start_is_refused() -> None:
    with pytest.raises(DateOrderError, match="2021-01-01 must not be after 2020-12-31"):
        revision_due(date(2021, 1, 1), date(2020, 12, 31), 24)


@pytest.mark.parametrize(
    ("end", "months", "last_day"),
    [
        (date(2024, 12, 31), 12, date(2023, 12, 31)),
        (date(2025, 2, 28), 12, date(2024, 2, 29)),
        (date(2024, 2, 28), 12, date(2023, 2, 28)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2023, 4, 30), 1, date(2023, 3, 31)),
        (date(2023, 3, 30), 1, date(2023, 2, 28)),
        (date(2023, 6, 15), 0, date(2023, 6, 15)),
    ],
)
def test_the_last_day_of_notice(end: date, months: int, last_day: date) -> None:
    assert last_notice_day(end, months) == last_day


@given(NEAR_ENDS, st.integers(0, 48))
def test_notice_on_the_last_day_is_in_time_and_the_day_after_too_late(
    end: date, months: int
) -> None:
    last_day = last_notice_day(end, months)
    assert earliest_end(last_day, months) <= end
    assert earliest_end(last_day + ONE_DAY, months) > end


def test_a_negative_period_of_notice_is_refused() -> None:
    with pytest.raises(MonthCountError):
        earliest_end(date(2021, 1, 1), -1)
    with pytest.raises(MonthCountError):
        last_notice_day(date(2021, 1, 1), -1)


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2021, 1, 1), 24, date(2022, 12, 31)),
        (date(2023, 3, 1), 12, date(2024, 2, 29)),
        (date(2021, 9, 15), 1, date(2021, 10, 14)),
    ],
)
def test_the_last_day_of_a_term(start: date, months: int, last: date) -> None:
    assert term_end(start, months) == last


def test_a_term_without_length_is_refused() -> None:
    with pytest.raises(MonthCountError):
        term_end(date(2021, 1, 1), 0)
