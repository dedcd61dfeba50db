"""The status of each agreement on a reference date: state, next revision, last day for notice.

A signature after the reference date does not count, so that the status of a past day is that of
the day, and no future signature hides that something is late.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from agreement_gen.agreement_state.dates import (
    add_months,
    earliest_end,
    last_notice_day,
    next_day_of_year,
    renewed_end,
    revision_due,
    term_end,
)
from agreement_gen.agreement_state.terms import terms_of
from agreement_gen.build.compose import compose

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from agreement_gen.problems import Problem
    from agreement_gen.workspace.model import AgreementRecord, Signed, Terms
    from agreement_gen.workspace.reader import Entry, Standard, Workspace

AgreementState = Literal["draft", "ready", "signed", "due", "overdue"]


@dataclass(frozen=True, slots=True)
class Status:
    """The status of one agreement on a reference date.

    Attributes:
        slug: The name of the agreement's file without its ending.
        municipality: What the agreement is called: its municipality's name.
        code: The municipality's kommunkod; None for an agreement without a municipality.
        agreement: The key of the standard.
        state: `draft` (something is missing), `ready` (to be signed), `signed`, `due` (the next
            revision is within the family's warning), `overdue` (its day, or the fixed term's
            last day, has passed and no later edition is signed).
        edition: The edition that the municipality's file follows.
        in_force_edition: The edition signed last; None if none is signed.
        signed: The day of that signature.
        starts: The agreed start, else the day of the first signature; None while not known.
        next_revision: The last day on which the next revision is in time.
        warn_from: From this day the state is `due`.
        term_ends: The last day of a fixed term, or of the term that a renewed one is in; None for
            an agreement until further notice.
        end: The end that `notice_by` is for: the one asked for, else `next_revision`.
        notice_by: The last day to give notice in writing so that the agreement ends on `end`;
            None where the terms let no party give notice.
        notice_today_ends: When the agreement ends if notice is given on the reference date.
        missing: What is not there and the family requires, or the text inserts.
    """

    slug: str
    municipality: str
    code: str | None
    agreement: str
    state: AgreementState
    edition: dt.date
    in_force_edition: dt.date | None
    signed: dt.date | None
    starts: dt.date | None
    next_revision: dt.date | None
    warn_from: dt.date | None
    term_ends: dt.date | None
    end: dt.date | None
    notice_by: dt.date | None
    notice_today_ends: dt.date | None
    missing: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Schedule:
    """The days that an agreement's next revision depends on; all None while it has no start."""

    starts: dt.date | None = None
    revision: dt.date | None = None
    warn_from: dt.date | None = None
    term_ends: dt.date | None = None


def status(
    workspace: Workspace, entry: Entry, standard: Standard, on: dt.date, end: dt.date | None = None
) -> Status:
    """The status of one agreement.

    The standard agreement, Revidering and Bindningstid: it is revised every so many months,
    counted from its start or from the latest revision that was signed, and either party may give
    notice so many months ahead. A municipality's own term goes before the family's.

    Args:
        workspace: The whole workspace, for what is missing.
        entry: The municipality.
        standard: The one it follows.
        on: The reference date.
        end: The end that the last day of notice is asked for; without it the next revision.

    Raises:
        InputError: if the agreement cannot be composed.
    """
    record, terms = entry.record, terms_of(entry, standard)
    signings = _signings(record, on)
    latest = signings[-1] if signings else None
    schedule = _schedule(record, signings, terms, on)
    # Only the text tells which values it inserts, and an empty one of those is missing too.
    gaps = compose(workspace, entry).missing
    notice = terms.notice_months
    is_open = terms.duration == "until_further_notice"
    has_notice = notice is not None and terms.duration != "fixed_term"
    chosen = (end or schedule.revision) if is_open else schedule.term_ends
    return Status(
        slug=entry.slug,
        municipality=entry.label,
        code=record.code,
        agreement=record.agreement,
        state=_state(record, latest, schedule, on, is_complete=not gaps),
        edition=record.edition,
        in_force_edition=latest.edition if latest else None,
        signed=latest.date if latest else None,
        starts=schedule.starts,
        next_revision=schedule.revision,
        warn_from=schedule.warn_from,
        term_ends=schedule.term_ends,
        end=chosen,
        notice_by=last_notice_day(chosen, notice or 0) if has_notice and chosen else None,
        notice_today_ends=earliest_end(on, notice or 0) if has_notice and is_open else None,
        missing=gaps,
    )


def statuses(
    workspace: Workspace, entries: Sequence[Entry], on: dt.date, end: dt.date | None = None
) -> tuple[Status, ...]:
    """The status of each entry that has a standard; see :func:`status`."""
    pairs = [(entry, workspace.standard(entry)) for entry in entries]
    return tuple(status(workspace, e, s, on, end) for e, s in pairs if s is not None)


def _signings(record: AgreementRecord, on: dt.date) -> list[Signed]:
    """What was signed on or before a day, the first first."""
    found = [past.signed for past in record.history]
    signed = [one for one in (*found, record.signed) if one is not None and one.date <= on]
    return sorted(signed, key=lambda one: one.date)


def _schedule(
    record: AgreementRecord, signings: Sequence[Signed], terms: Terms, on: dt.date
) -> _Schedule:
    starts = record.valid_from or (signings[0].date if signings else None)
    if starts is None:
        return _Schedule()
    # The first signature makes the agreement; each later one is a revision that was made.
    revised = signings[-1].date if len(signings) > 1 and signings[-1].date >= starts else None
    revision = _revision(starts, revised, terms)
    term_ends = record.valid_to
    if term_ends is None and terms.term_months is not None:
        term_ends = term_end(revised or starts, terms.term_months)
    if term_ends is not None and terms.renewal_months is not None:
        term_ends = renewed_end(term_ends, terms.renewal_months, on)
    elif term_ends is not None:
        revision = term_ends if revision is None else min(revision, term_ends)
    warn_from = None
    if revision is not None:
        warn_from = add_months(revision, -terms.revision_warning_months)
    return _Schedule(starts, revision, warn_from, term_ends)


def _revision(starts: dt.date, revised: dt.date | None, terms: Terms) -> dt.date | None:
    """The last day on which the next revision is in time; None where nothing is revised."""
    if terms.revision_day is not None:
        return next_day_of_year(revised or starts, terms.revision_day)
    if terms.revision_months is not None:
        return revision_due(starts, revised, terms.revision_months)
    return None


def _state(
    record: AgreementRecord,
    latest: Signed | None,
    schedule: _Schedule,
    on: dt.date,
    *,
    is_complete: bool,
) -> AgreementState:
    """The state on a day; ``latest`` is what was signed last, ``is_complete`` if nothing lacks."""
    unsigned: AgreementState = "ready" if is_complete else "draft"
    if latest is None:
        return unsigned
    if schedule.revision is not None and on > schedule.revision:
        return "overdue"
    if record.signed != latest or latest.edition != record.edition:
        return unsigned
    return "due" if schedule.warn_from is not None and on >= schedule.warn_from else "signed"
