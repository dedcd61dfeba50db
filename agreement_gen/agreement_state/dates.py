"""The days an agreement depends on: revision, notice, the end of a term.

Every rule is a pure function of dates and whole months, and no function reads a clock: the
reference date is always an argument.
"""

import calendar
from datetime import date, timedelta


class MonthCountError(ValueError):
    """A number of months is below the least that makes sense for what it measures."""

    def __init__(self, months: int, least: int) -> None:
        super().__init__(f"{months} months: at least {least} needed")
        self.months = months
        self.least = least


class DateOrderError(ValueError):
    """Two dates are in the wrong order."""

    def __init__(self, earlier: date, later: date) -> None:
        super().__init__(f"{earlier.isoformat()} must not be after {later.isoformat()}")
        self.earlier = earlier
        self.later = later


def add_months(day: date, months: int) -> date:
    """Return the day that is `months` whole months after `day` (before it, if negative).

    That is the same day of the month, or the last day of the month when it has no such day:
    31 January and one month is 28 February, or 29 in a leap year; 29 February and twelve months
    is 28 February. Swedish law counts the months of periods set by statute so (lag 1930:173 om
    beräkning av lagstadgad tid, 1 §); an agreement that says nothing else is counted alike here.

    One month added twice to 31 January gives 28 March, two months added once 31 March: always
    count from the first day of a period, never from an earlier result.

    Raises:
        ValueError: The result is outside the years 1 to 9999.
    """
    years, month_index = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month_index + 1
    if not date.min.year <= year <= date.max.year:
        raise ValueError(f"{day.isoformat()} and {months} months is outside the years 1 to 9999")
    return date(year, month, min(day.day, _days_in(year, month)))


def revision_due(start: date, last_revision: date | None, interval_months: int) -> date:
    """Return the last day on which the next revision is in time.

    The interval counts from the latest revision that was made, else from `start`: "every second
    year" then holds between any two revisions, also after one that was early or late.

    Raises:
        MonthCountError: The interval is below one month.
        DateOrderError: The last revision is before the start.
    """
    _at_least(interval_months, 1)
    if last_revision is None:
        return add_months(start, interval_months)
    if last_revision < start:
        raise DateOrderError(start, last_revision)
    return add_months(last_revision, interval_months)


def earliest_end(notice_given: date, notice_months: int) -> date:
    """Return the earliest last day in force when notice in writing is given on a day.

    Notice given on 31 December 2023, twelve months ahead, ends the agreement with
    31 December 2024.

    Raises:
        MonthCountError: The period of notice is below none.
    """
    _at_least(notice_months, 0)
    return add_months(notice_given, notice_months)


def last_notice_day(end: date, notice_months: int) -> date:
    """Return the last day to give notice in writing so that `end` is the last day in force.

    It is the latest day whose `earliest_end` is not after `end`. Where months differ in length
    that is not always `add_months(end, -notice_months)`: to end with 28 February 2025, twelve
    months ahead, 29 February 2024 is still in time.

    Raises:
        MonthCountError: The period of notice is below none.
    """
    _at_least(notice_months, 0)
    day = add_months(end, -notice_months)
    if end.day < _days_in(end.year, end.month):
        return day
    return day.replace(day=_days_in(day.year, day.month))


def term_end(start: date, months: int) -> date:
    """Return the last day of a fixed term of whole months; `start` is its first.

    It is the day before `add_months(start, months)`, where a following term would begin: terms
    neither overlap nor leave a gap.

    Raises:
        MonthCountError: The term is below one month.
    """
    _at_least(months, 1)
    return add_months(start, months) - timedelta(days=1)


def next_day_of_year(after: date, day_of_year: str) -> date:
    """Return the first such day after a date; ``day_of_year`` is a month and day as 10-31.

    Raises:
        ValueError: The result lies outside the years 1 to 9999.
    """
    month, day = (int(part) for part in day_of_year.split("-"))
    found = date(after.year, month, day)
    return found if found > after else date(after.year + 1, month, day)


def renewed_end(first_end: date, renewal_months: int, on: date) -> date:
    """Return the last day of the term that an agreement is in on a day.

    A term that nobody ended goes on for `renewal_months` at a time, counted from the first end,
    so that an agreement that ends with a month keeps ending with one.

    Raises:
        MonthCountError: The renewal is below one month.
        ValueError: The result lies outside the years 1 to 9999.
    """
    _at_least(renewal_months, 1)
    # The day after the end is where the next term begins, and counts like any start.
    begins, times = first_end + timedelta(days=1), 0
    if on > first_end:
        months = (on.year - begins.year) * 12 + on.month - begins.month
        times = max(0, months // renewal_months)
    end = first_end
    while end < on:
        times += 1
        end = add_months(begins, renewal_months * times) - timedelta(days=1)
    return end


def _days_in(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _at_least(months: int, least: int) -> None:
    if months < least:
        raise MonthCountError(months, least)
