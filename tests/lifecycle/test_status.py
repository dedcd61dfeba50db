"""The status of agreements on a reference date, and the calendar file made from it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from agreement_gen.lifecycle.calendar import calendar_file
from agreement_gen.lifecycle.status import Status, status, statuses
from tests.support.workspaces import edit, entry, load, repository_workspace

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("swedish")

MADE = dt.datetime(2021, 1, 1, tzinfo=dt.UTC)
ON = dt.date(2021, 1, 1)


def signed(day: str, edition: str = "2020-12-22") -> str:
    return f'{{date: {day}, edition: {edition}, sha256: "{"a" * 64}"}}'


def vetlanda(root: Path, extra: str, on: str, end: str | None = None) -> Status:
    """The status of one municipality whose file has some more lines."""
    repository_workspace(root)
    edit(root, "municipalities/vetlanda.yaml", {"valid_from:\n": extra})
    workspace = load(root)
    found = entry(workspace, "vetlanda")
    day = dt.date.fromisoformat(on)
    last = None if end is None else dt.date.fromisoformat(end)
    return status(workspace, found, workspace.standards["halsocenter"], day, last)


START = f"valid_from: 2021-06-01\nsigned: {signed('2021-05-20')}\n"


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("2021-05-19", "draft"),  # not signed yet on that day
        ("2021-05-20", "signed"),
        ("2021-06-01", "in_force"),
        ("2022-11-30", "in_force"),
        ("2022-12-01", "due"),  # six months before
        ("2023-06-01", "due"),
        ("2023-06-02", "overdue"),
    ],
)
def test_a_signed_agreement_becomes_due_and_overdue(tmp_path: Path, on: str, state: str) -> None:
    found = vetlanda(tmp_path, START, on)
    assert found.state == state
    is_draft = state == "draft"
    assert found.next_revision == (None if is_draft else dt.date(2023, 6, 1))
    assert (found.notice_by is None) == is_draft
    assert (found.notice_today_ends is None) == is_draft


REVISED = f"""valid_from: 2021-06-01
signed: {signed("2023-04-15", "2023-01-01")}
history:
  - edition: 2020-12-22
    signed: {signed("2021-05-20")}
"""


def test_a_revision_that_was_signed_starts_the_next_interval(tmp_path: Path) -> None:
    found = vetlanda(tmp_path, REVISED, "2023-06-02")
    assert found.next_revision == dt.date(2025, 4, 15)
    assert found.signed == dt.date(2023, 4, 15)
    assert found.in_force_edition == dt.date(2023, 1, 1)


def test_what_is_signed_stays_in_force_while_its_successor_is_drafted(tmp_path: Path) -> None:
    past = f"{{edition: 2019-01-01, signed: {signed('2021-05-20')}}}"
    extra = f"valid_from: 2021-06-01\nhistory: [{past}]\n"
    before = vetlanda(tmp_path / "a", extra, "2022-05-01")
    assert (before.state, before.preparing) == ("in_force", "draft")
    assert before.in_force_edition == dt.date(2020, 12, 22)
    found = vetlanda(tmp_path / "b", extra, "2023-06-02")
    assert (found.state, found.preparing) == ("overdue", "draft")
    assert found.missing != ()


def test_the_last_day_for_notice_is_for_the_end_that_was_asked_for(tmp_path: Path) -> None:
    found = vetlanda(tmp_path, START, "2023-12-31", "2025-02-28")
    assert found.notice_by == dt.date(2024, 2, 29)  # see dates.last_notice_day
    assert found.notice_today_ends == dt.date(2024, 12, 31)


def test_a_start_on_29_february_is_revised_at_the_end_of_the_month(tmp_path: Path) -> None:
    found = vetlanda(
        tmp_path, f"valid_from: 2024-02-29\nsigned: {signed('2024-02-01')}\n", "2024-03-01"
    )
    assert found.next_revision == dt.date(2026, 2, 28)
    assert found.warn_from == dt.date(2025, 8, 28)


def test_a_municipality_may_have_a_notice_of_its_own(tmp_path: Path) -> None:
    family = "templates/halsocenter/family.yaml"
    repository_workspace(tmp_path)
    edit(tmp_path, family, {"\nrequires:": "\noverridable: {terms: [notice_months]}\nrequires:"})
    edit(
        tmp_path,
        "municipalities/vetlanda.yaml",
        {
            "valid_from:\n": START
            + "overrides: {terms: {notice_months: {value: 6, reason: Beslut i nämnden}}}\n"
        },
    )
    workspace = load(tmp_path)
    rows = statuses(workspace, [entry(workspace, "vetlanda")], dt.date(2023, 1, 1))
    assert rows[0].notice_by == dt.date(2022, 12, 1)


def read_back(data: bytes) -> Any:
    from icalendar import Calendar

    return Calendar.from_ical(data)


def test_the_calendar_is_read_back_with_whole_days_and_alarms(tmp_path: Path) -> None:
    found = vetlanda(tmp_path, START, "2022-01-01")
    data = calendar_file([found], {"vetlanda": "Hälsocenter, i; län"}, MADE, ON)
    events = read_back(data).walk("VEVENT")
    assert [event["summary"] for event in events] == [
        "Sista dag för revidering: Hälsocenter, i; län, Vetlanda",
        "Sista dag för uppsägning: Hälsocenter, i; län, Vetlanda",
    ]
    revision, notice = events
    assert (revision.start, revision.end) == (dt.date(2023, 6, 1), dt.date(2023, 6, 2))
    assert notice.start == dt.date(2022, 6, 1)
    assert notice["description"].endswith("upphör 1 juni 2023.")
    nine = dt.timedelta(hours=9)
    triggers = [alarm["trigger"].dt for alarm in revision.walk("VALARM")]
    assert triggers == [nine - dt.timedelta(days=182), nine - dt.timedelta(days=30)]
    assert all(
        alarm["action"] == "DISPLAY" and alarm["description"] for alarm in revision.walk("VALARM")
    )
    assert all(event.stamp == MADE for event in events)


def test_the_calendar_keeps_to_the_lines_of_the_standard(tmp_path: Path) -> None:
    found = vetlanda(tmp_path, START, "2022-01-01")
    data = calendar_file([found], {"vetlanda": "å" * 200}, MADE, ON)
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    for line in data.split(b"\r\n"):
        line.decode("utf-8")  # no letter is split between two lines
    assert data == calendar_file([found], {"vetlanda": "å" * 200}, MADE, ON)


def test_an_event_keeps_its_identity_while_its_day_moves(tmp_path: Path) -> None:
    first = vetlanda(tmp_path / "a", START, "2022-01-01")
    second = vetlanda(tmp_path / "b", REVISED, "2023-06-02")
    uids = [
        [
            str(event["uid"])
            for event in read_back(calendar_file([row], {"vetlanda": "H"}, MADE, ON)).walk("VEVENT")
        ]
        for row in (first, second)
    ]
    assert uids[0] == uids[1]
    assert len(set(uids[0])) == 2


def test_an_agreement_without_a_start_has_no_event(tmp_path: Path) -> None:
    found = vetlanda(tmp_path, "valid_from:\n", "2022-01-01")
    assert found.next_revision is None
    assert read_back(calendar_file([found], {"vetlanda": "H"}, MADE, ON)).walk("VEVENT") == []
