"""What the parties of one agreement have agreed, and from which day to which it is in force.

An agreement's file records events: what was signed, amended and extended, and notices. Each adds
a version, or ends those before it. Everything is a pure function of the file's record, the terms,
and the day as of which it is asked: what was signed later is not known yet on that day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from agreement_gen.agreement_state.dates import term_end
from agreement_gen.workspace.model import AMOUNT, Amendment, Extension, Signed, Termination

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agreement_gen.workspace.model import AgreementRecord, Indexed, Terms

_DAY = dt.timedelta(days=1)

VersionKind = Literal["edition", "amendment", "extension"]


@dataclass(frozen=True, slots=True)
class Version:
    """What holds between the parties from one day on, until a later version or the end.

    Attributes:
        kind: What made it.
        signed: The day when it was signed.
        first: The first day on which it is in force.
        last: The last one that is known; None until further notice.
        edition: The standard's edition.
        term_start: The first day of the edition's agreement or term.
        term_last: The last day of that term as agreed; None until further notice.
        edition_signed: The day when that edition was signed.
        amount_sek: The yearly amount in whole kronor; None where the file has none.
        indexed: What that amount was raised from, if it was.
        price_year: The year that an amended amount holds for; None for the family's own.
        sha256: The hash of the signed file; None where none is recorded.
        outside: Whether the edition was signed outside the program.
        scanned: Whether the edition's signed file is a scanned paper.
        compared: Whether the program compared its text with what it built.
        amendments: The amendments of that edition that hold, in the order of their signing.
    """

    kind: VersionKind
    signed: dt.date
    first: dt.date
    last: dt.date | None
    edition: dt.date
    term_start: dt.date
    term_last: dt.date | None
    edition_signed: dt.date
    amount_sek: int | None
    indexed: Indexed | None
    price_year: int | None
    sha256: str | None
    outside: bool
    scanned: bool
    compared: bool
    amendments: tuple[Amendment, ...] = ()

    def covers(self, day: dt.date) -> bool:
        """Whether the version is in force on a day."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class _Edition:
    """An edition that was signed, with what its file says of it."""

    record: Signed
    amount_sek: int | None
    indexed: Indexed | None
    valid_from: dt.date | None
    valid_to: dt.date | None


_Event: TypeAlias = "_Edition | Amendment | Extension | Termination"


def versions(record: AgreementRecord, terms: Terms, on: dt.date) -> tuple[Version, ...]:
    """The versions of an agreement that are known on a day, in the order of their first days.

    No two are in force on the same day. A new edition replaces everything that was signed before
    it, also a notice; an amendment or an extension changes what is in force on its first day. A
    fixed term ends with its last day, whether or not a successor is drafted.

    Args:
        record: The agreement's file.
        terms: Its terms.
        on: What was signed or received after this day is not known.
    """
    found: list[Version] = []
    for event in _events(record, on):
        match event:
            case _Edition():
                found = [*_until(found, _first_day(event, found)), _of_edition(event, terms, found)]
            case Amendment():
                found = _amended(found, event)
            case Extension():
                found = _extended(found, event)
            case Termination():
                found = _ended(found, event.ends)
    return tuple(found)


def version_on(found: Sequence[Version], day: dt.date) -> Version | None:
    """The version that is in force on a day."""
    return next((version for version in found if version.covers(day)), None)


def notice_of(record: AgreementRecord, on: dt.date) -> Termination | None:
    """The notice that a day's agreement is under; one that a later edition replaced is none."""
    latest: Termination | None = None
    for event in _events(record, on):
        match event:
            case _Edition():
                latest = None
            case Termination():
                latest = event
            case _:
                pass
    return latest


def editions_signed(record: AgreementRecord, on: dt.date) -> tuple[Signed, ...]:
    """What was signed of the standard's editions on or before a day, the first first."""
    return tuple(event.record for event in _events(record, on) if isinstance(event, _Edition))


def is_compared(signed: Signed) -> bool:
    """Whether the text that was signed was compared: the hash of its words is recorded then."""
    return signed.text is not None and not signed.outside and not signed.scanned


def _events(record: AgreementRecord, on: dt.date) -> list[_Event]:
    """What is known on a day, in the order in which it happened.

    What happened on one day is taken in the order edition, amendment, extension, notice.
    """
    events: list[tuple[dt.date, int, int, _Event]] = []
    for number, edition in enumerate(_editions(record)):
        events.append((edition.record.date, 0, number, edition))
    for number, amendment in enumerate(record.amendments):
        events.append((amendment.signed, 1, number, amendment))
    for number, extension in enumerate(record.extensions):
        events.append((extension.signed, 2, number, extension))
    for number, notice in enumerate(record.terminations):
        events.append((notice.received, 3, number, notice))
    return [event for day, _, _, event in sorted(events, key=lambda e: e[:3]) if day <= on]


def _editions(record: AgreementRecord) -> Iterator[_Edition]:
    for past in record.history:
        if past.signed is not None:
            starts = past.valid_from or record.valid_from
            yield _Edition(past.signed, past.annual_amount_sek, past.indexed, starts, past.valid_to)
    if record.signed is not None:
        yield _Edition(
            record.signed,
            record.funding.get(AMOUNT),
            record.indexed,
            record.valid_from,
            record.valid_to,
        )


def _first_day(edition: _Edition, before: Sequence[Version]) -> dt.date:
    """The first day of an edition.

    That is the day it states; for the first one the agreed start, also if it was signed later;
    for a later one the start of its own term, else the day when it was signed.
    """
    signed = edition.record
    if signed.effective is not None:
        return signed.effective
    if not before:
        return edition.valid_from or signed.date
    if edition.valid_from is not None and edition.valid_from > before[-1].term_start:
        return edition.valid_from
    return signed.date


def _of_edition(edition: _Edition, terms: Terms, before: Sequence[Version]) -> Version:
    first = _first_day(edition, before)
    term_last = None
    if terms.duration != "until_further_notice":
        term_last = edition.valid_to
        if term_last is None and terms.term_months is not None:
            term_last = term_end(first, terms.term_months)
    is_new_term = not before or (
        edition.valid_from is not None and edition.valid_from > before[-1].term_start
    )
    return Version(
        kind="edition",
        signed=edition.record.date,
        first=first,
        # A renewed term goes on until notice is given.
        last=term_last if terms.duration == "fixed_term" else None,
        edition=edition.record.edition,
        term_start=first if is_new_term else before[-1].term_start,
        term_last=term_last,
        edition_signed=edition.record.date,
        amount_sek=edition.amount_sek,
        indexed=edition.indexed,
        price_year=None,
        sha256=edition.record.sha256,
        outside=edition.record.outside,
        scanned=edition.record.scanned,
        compared=is_compared(edition.record),
    )


def _until(found: Sequence[Version], day: dt.date) -> list[Version]:
    """The versions as they are when others hold from a day on."""
    return _ended(found, day - _DAY)


def _ended(found: Sequence[Version], last: dt.date) -> list[Version]:
    """The versions as they are when none is in force after a day."""
    return [
        replace(version, last=last if version.last is None else min(version.last, last))
        for version in found
        if version.first <= last
    ]


def _amended(found: Sequence[Version], event: Amendment) -> list[Version]:
    """With an amendment, which changes the version that holds on its first day; none, nothing.

    A version that already begins later stays as it was agreed.
    """
    base = version_on(found, event.effective)
    if base is None:
        return list(found)
    changed = replace(
        base,
        kind="amendment",
        signed=event.signed,
        first=event.effective,
        sha256=event.sha256 or base.sha256,
        amendments=(*base.amendments, event),
    )
    if event.annual_amount_sek is not None:
        changed = replace(
            changed,
            amount_sek=event.annual_amount_sek,
            indexed=None,
            price_year=event.price_year or event.effective.year,
        )
    return _with(found, base, changed)


def _extended(found: Sequence[Version], event: Extension) -> list[Version]:
    """With an extension of the term that is over before its first day."""
    earlier = [version for version in found if version.first <= event.starts]
    if not earlier:
        return list(found)
    base = earlier[-1]
    extended = replace(
        base,
        kind="extension",
        signed=event.signed,
        first=event.starts,
        last=event.ends,
        term_start=event.starts,
        term_last=event.ends,
    )
    return [*_until(found, event.starts), extended]


def _with(found: Sequence[Version], base: Version, changed: Version) -> list[Version]:
    """The versions with one that holds from a day within another on."""
    result: list[Version] = []
    for version in found:
        if version is not base:
            result.append(version)
            continue
        if base.first < changed.first:
            result.append(replace(base, last=changed.first - _DAY))
        result.append(changed)
    return result
