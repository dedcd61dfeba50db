"""The calendar file of some agreements: revisions and last days for notice (RFC 5545)."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreement_gen import swedish
from agreement_gen.lifecycle.messages import (
    CALENDAR,
    END_DETAILS,
    LAST_DAY_FOR_NOTICE,
    LAST_DAY_IN_FORCE,
    LAST_DAY_TO_REVISE,
    NOTICE_DETAILS,
    REVISION_DETAILS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from icalendar import Event

    from agreement_gen.lifecycle.status import Status
    from agreement_gen.messages import Text

_ALARM_HOUR = 9
_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:agreement-gen:calendar")


def calendar_file(
    statuses: Iterable[Status], titles: Mapping[str, str], made: dt.datetime, on: dt.date
) -> bytes:
    """Write a calendar of whole-day events, each with alarms at nine in the morning.

    A revision has an alarm when its warning begins and one a month ahead, a last day for notice
    one a month and one a week ahead. An event keeps its identity while its day moves, so that a
    calendar that reads a newer file moves it.

    Args:
        statuses: Those that are not signed, or are over, give no event.
        titles: Each agreement's title in running text, by the name of the agreement's file.
        made: When the file was made (UTC).
        on: The reference date; what lies before it is not announced.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//agreement-gen//agreement-gen//SV")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", str(CALENDAR()))
    for status in statuses:
        for event in _events(status, titles[status.slug]):
            if event.day < on:
                continue
            calendar.add_component(_component(event, status, made))
    written: bytes = calendar.to_ical()
    return written


@dataclass(frozen=True, slots=True)
class _Event:
    """A whole-day event with its alarms, in days ahead; ``kind`` is part of its identity."""

    kind: str
    day: dt.date
    summary: Text
    details: Text
    alarms: frozenset[int]


def _events(status: Status, title: str) -> Iterator[_Event]:
    municipality = status.municipality
    if status.state == "under_notice" and status.ends is not None and status.received is not None:
        yield _Event(
            "end",
            status.ends,
            LAST_DAY_IN_FORCE(title=title, municipality=municipality),
            END_DETAILS(received=swedish.day(status.received), end=swedish.day(status.ends)),
            frozenset({30, 7}),
        )
    if status.next_revision is not None and status.warn_from is not None:
        ahead = (status.next_revision - status.warn_from).days
        yield _Event(
            "revision",
            status.next_revision,
            LAST_DAY_TO_REVISE(title=title, municipality=municipality),
            REVISION_DETAILS(
                edition=status.in_force_edition or status.edition,
                date=swedish.day(status.next_revision),
            ),
            frozenset({ahead, 30}),
        )
    if status.notice_by is not None and status.end is not None:
        yield _Event(
            "notice",
            status.notice_by,
            LAST_DAY_FOR_NOTICE(title=title, municipality=municipality),
            NOTICE_DETAILS(notice=swedish.day(status.notice_by), end=swedish.day(status.end)),
            frozenset({30, 7}),
        )


def _component(event: _Event, status: Status, made: dt.datetime) -> Event:
    from icalendar import Alarm
    from icalendar import Event as NewEvent

    component, summary = NewEvent(), _spaced(event.summary)
    identity = f"{status.code or status.slug}/{status.agreement}/{event.kind}"
    component.add("uid", str(uuid.uuid5(_SPACE, identity)))
    component.add("dtstamp", made)
    component.add("dtstart", event.day)
    component.add("dtend", event.day + dt.timedelta(days=1))
    component.add("summary", summary)
    component.add("description", _spaced(event.details))
    component.add("transp", "TRANSPARENT")
    component.add("categories", [status.agreement])
    for days in sorted(event.alarms - {0}, reverse=True):
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", summary)
        # A whole day begins at midnight; nine o'clock is that much later.
        alarm.add("trigger", dt.timedelta(hours=_ALARM_HOUR) - dt.timedelta(days=days))
        component.add_component(alarm)
    return component


def _spaced(text: Text) -> str:
    """The text with plain spaces, as a no-break space helps only where lines are laid out."""
    return str(text).replace(swedish.NO_BREAK_SPACE, " ")
