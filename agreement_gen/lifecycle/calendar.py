"""The calendar file of some agreements: revisions and last days for notice (RFC 5545)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from agreement_gen import swedish

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from icalendar import Event

    from agreement_gen.lifecycle.status import Status

_ALARM_HOUR = 9
_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:agreement-gen:calendar")


def calendar_file(
    statuses: Iterable[Status], titles: Mapping[str, str], made: dt.datetime
) -> bytes:
    """Write a calendar of whole-day events, each with alarms at nine in the morning.

    A revision has an alarm when its warning begins and one a month ahead, a last day for notice
    one a month and one a week ahead. An event keeps its identity while its day moves, so that a
    calendar that reads a newer file moves it.

    Args:
        statuses: Those without a next revision give no event.
        titles: Each agreement's title in running text, by the municipality's code.
        made: The moment (UTC) the file says it was made.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//agreement-gen//agreement-gen//SV")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Överenskommelser")
    for status in statuses:
        title = titles[status.code]
        if status.next_revision is not None and status.warn_from is not None:
            ahead = (status.next_revision - status.warn_from).days
            summary = f"Sista dag för revidering: {title}, {status.municipality}"
            details = f"Utgåva {status.in_force_edition or status.edition} gäller. "
            details += f"Revideringen ska vara klar senast {swedish.day(status.next_revision)}."
            calendar.add_component(
                _event(
                    status, "revision", status.next_revision, summary, details, {ahead, 30}, made
                )
            )
        if status.notice_by is not None and status.end is not None:
            summary = f"Sista dag för uppsägning: {title}, {status.municipality}"
            details = (
                f"En skriftlig uppsägning senast {swedish.day(status.notice_by)} gör att "
                f"överenskommelsen upphör {swedish.day(status.end)}."
            )
            calendar.add_component(
                _event(status, "notice", status.notice_by, summary, details, {30, 7}, made)
            )
    written: bytes = calendar.to_ical()
    return written


def _event(
    status: Status,
    kind: str,
    day: dt.date,
    summary: str,
    details: str,
    days_ahead: set[int],
    made: dt.datetime,
) -> Event:
    from icalendar import Alarm
    from icalendar import Event as NewEvent

    event = NewEvent()
    event.add("uid", str(uuid.uuid5(_SPACE, f"{status.code}/{status.agreement}/{kind}")))
    event.add("dtstamp", made)
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
    event.add("summary", _spaced(summary))
    event.add("description", _spaced(details))
    event.add("transp", "TRANSPARENT")
    event.add("categories", [status.agreement])
    for days in sorted(days_ahead - {0}, reverse=True):
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _spaced(summary))
        # A whole day begins at midnight; nine o'clock lies that much later.
        alarm.add("trigger", dt.timedelta(hours=_ALARM_HOUR) - dt.timedelta(days=days))
        event.add_component(alarm)
    return event


def _spaced(text: str) -> str:
    return text.replace(swedish.NO_BREAK_SPACE, " ")
