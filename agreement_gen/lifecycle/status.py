"""Where each agreement stands on a day: its state, its next revision, the last day for notice.

What was signed after the day judged by has not happened yet, so that a day in the past is told
as it was and no coming signature hides that something is late.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from agreement_gen.agreement_state.dates import (
    add_months,
    earliest_end,
    last_notice_day,
    revision_due,
    term_end,
)
from agreement_gen.agreement_state.terms import terms_of
from agreement_gen.checks.readiness import missing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from agreement_gen.problems import Problem
    from agreement_gen.workspace.model import Municipality, Signed
    from agreement_gen.workspace.reader import Entry, Standard, Workspace

AgreementState = Literal["draft", "ready", "signed", "due", "overdue"]


@dataclass(frozen=True, slots=True)
class Status:
    """One agreement on a day.

    Attributes:
        state: `draft` (something is missing), `ready` (to be signed), `signed`, `due` (the next
            revision is within the family's warning), `overdue` (its day, or the fixed term's
            last day, has passed and no later edition is signed).
        edition: The edition that the municipality's file follows.
        in_force_edition: The edition signed last; None if none is signed.
        signed: The day of that signature.
        starts: The agreed start, else the day of the first signature; None while not known.
        next_revision: The last day on which the next revision is in time.
        warn_from: From this day the state is `due`.
        term_ends: The last day of a fixed term; None for an agreement until further notice.
        end: The end that `notice_by` is told for: the one asked for, else `next_revision`.
        notice_by: The last day to give notice in writing so that the agreement ends on `end`.
        notice_today_ends: When the agreement ends if notice is given on the day judged by.
        missing: What the family requires before signing and that is not there.
    """

    municipality: str
    code: str
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


def status(
    workspace: Workspace, entry: Entry, standard: Standard, on: dt.date, end: dt.date | None = None
) -> Status:
    """Where one agreement stands on a day.

    The standard agreement, Revidering and Bindningstid: it is revised every so many months,
    counted from its start or from the latest revision that was signed, and either party may give
    notice so many months ahead. A municipality's own term goes before the family's.

    Args:
        workspace: The whole workspace, for what is missing.
        entry: The municipality.
        standard: The one it follows.
        on: The day to judge by.
        end: The end to tell the last day of notice for; without it the next revision.
    """
    record, terms = entry.record, terms_of(entry, standard)
    signings = sorted(
        (signed for signed in _signings(record) if signed.date <= on), key=lambda s: s.date
    )
    latest = signings[-1] if signings else None
    starts = record.valid_from or (signings[0].date if signings else None)
    gaps = missing(workspace, entry, standard)
    notice = terms.notice_months
    revision = warn = last_day = None
    plain: AgreementState = "draft" if gaps else "ready"
    if starts is not None:
        # The first signature makes the agreement; each later one is a revision that was made.
        made = signings[-1].date if len(signings) > 1 and signings[-1].date >= starts else None
        revision = revision_due(starts, made, terms.revision_months)
        if terms.term_months is not None:
            last_day = term_end(made or starts, terms.term_months)
            revision = min(revision, last_day)
        warn = add_months(revision, -terms.revision_warning_months)
    state = plain
    if latest is not None and revision is not None:
        is_current = record.signed is not None and record.signed == latest
        if on > revision:
            state = "overdue"
        elif is_current and latest.edition == record.edition:
            state = "due" if warn is not None and on >= warn else "signed"
    chosen = end or revision
    is_open = terms.duration == "until_further_notice"
    return Status(
        municipality=record.municipality,
        code=record.code,
        agreement=record.agreement,
        state=state,
        edition=record.edition,
        in_force_edition=latest.edition if latest else None,
        signed=latest.date if latest else None,
        starts=starts,
        next_revision=revision,
        warn_from=warn,
        term_ends=last_day,
        end=chosen if is_open else last_day,
        notice_by=last_notice_day(chosen, notice) if is_open and chosen else None,
        notice_today_ends=earliest_end(on, notice) if is_open else None,
        missing=gaps,
    )


def statuses(
    workspace: Workspace, entries: Sequence[Entry], on: dt.date, end: dt.date | None = None
) -> tuple[Status, ...]:
    """The status of each entry that has a standard; see :func:`status`."""
    pairs = [(entry, workspace.standard(entry)) for entry in entries]
    return tuple(status(workspace, e, s, on, end) for e, s in pairs if s is not None)


def _signings(record: Municipality) -> list[Signed]:
    found = [past.signed for past in record.history if past.signed is not None]
    return found if record.signed is None else [*found, record.signed]
