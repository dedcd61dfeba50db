"""The status of each agreement on a reference date: state, next revision, last day for notice.

A signature after the reference date does not count, so that the status of a past day is that of
the day, and no future signature hides that something is late.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreement_gen.agreement_state.dates import earliest_end, last_notice_day
from agreement_gen.agreement_state.decisions import with_old_decisions
from agreement_gen.agreement_state.state import state_on
from agreement_gen.agreement_state.terms import terms_of
from agreement_gen.build.compose import compose
from agreement_gen.workspace.model import AMOUNT

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from agreement_gen.agreement_state.state import AgreementState, Preparation
    from agreement_gen.agreement_state.versions import Version
    from agreement_gen.problems import Problem
    from agreement_gen.workspace.reader import Entry, Standard, Workspace


_MAY_BE_GIVEN_NOTICE: frozenset[AgreementState] = frozenset(
    {"signed", "in_force", "due", "overdue"}
)


@dataclass(frozen=True, slots=True)
class Status:
    """The status of one agreement on a reference date.

    Attributes:
        slug: The name of the agreement's file without its ending.
        municipality: What the agreement is called: its municipality's name.
        code: The municipality's kommunkod; None for an agreement without a municipality.
        agreement: The key of the standard.
        state: See :class:`agreement_gen.agreement_state.state.State`.
        preparing: Whether the next edition is a draft or ready, while another one is signed.
        edition: The edition that the municipality's file follows.
        in_force_edition: The edition that is in force, or was last; None if none is signed.
        signed: The day when that edition was signed last.
        is_outside: Whether that edition was signed outside the program.
        is_scanned: Whether its signed file is a scanned paper, whose text a person read.
        is_compared: Whether its text was compared with what was built.
        amount_sek: The yearly amount that is in force; a draft's while nothing is signed.
        starts: The first day in force; of a draft the agreed one. None while not known.
        ends: The last day in force, where one is known.
        received: The day when the notice came in that the agreement is under, or was ended by.
        next_revision: The last day on which the next revision is in time; None for what is not
            signed, is under notice or is over.
        warn_from: From this day the state is `due`.
        term_ends: The last day of a fixed term, or of the term that a renewed one is in; None for
            an agreement until further notice.
        end: The end that `notice_by` is for: the one asked for, else `next_revision`.
        notice_by: The last day to give notice in writing so that the agreement ends on `end`;
            None where the terms let no party give notice, and for what is not signed or is
            already under notice or over.
        notice_today_ends: When the agreement ends if notice is given on the reference date.
        versions: Everything agreed that is known on the day, in order.
        current: The one of them that is in force; before the first day the one that will be, in a
            gap and after the end the one that was in force last. None while nothing is signed.
        old_decisions: The parties that decided before the edition of the file, each with its day.
        missing: What is not there and the family requires, or the text inserts.
    """

    slug: str
    municipality: str
    code: str | None
    agreement: str
    state: AgreementState
    preparing: Preparation | None
    edition: dt.date
    in_force_edition: dt.date | None
    signed: dt.date | None
    is_outside: bool
    is_scanned: bool
    is_compared: bool
    amount_sek: int | None
    starts: dt.date | None
    ends: dt.date | None
    received: dt.date | None
    next_revision: dt.date | None
    warn_from: dt.date | None
    term_ends: dt.date | None
    end: dt.date | None
    notice_by: dt.date | None
    notice_today_ends: dt.date | None
    versions: tuple[Version, ...]
    current: Version | None
    old_decisions: tuple[tuple[str, dt.date], ...]
    missing: tuple[Problem, ...]


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
    # Only the text tells which values it inserts, and an empty one of those is missing too.
    gaps = compose(workspace, entry).missing
    found = state_on(record, terms, on, is_complete=not gaps)
    current = found.current
    notice = terms.notice_months
    is_open = terms.duration == "until_further_notice"
    can_end = found.state in _MAY_BE_GIVEN_NOTICE
    has_notice = can_end and notice is not None and terms.duration != "fixed_term"
    chosen = ((end or found.next_revision) if is_open else found.term_ends) if can_end else None
    return Status(
        slug=entry.slug,
        municipality=entry.label,
        code=record.code,
        agreement=record.agreement,
        state=found.state,
        preparing=found.preparing,
        edition=record.edition,
        in_force_edition=current.edition if current else None,
        signed=current.edition_signed if current else None,
        is_outside=current.outside if current else False,
        is_scanned=current.scanned if current else False,
        is_compared=current.compared if current else False,
        amount_sek=current.amount_sek if current else record.funding.get(AMOUNT),
        starts=found.starts,
        ends=found.ends,
        received=found.notice.received if found.notice else None,
        next_revision=found.next_revision,
        warn_from=found.warn_from,
        term_ends=found.term_ends,
        end=chosen,
        notice_by=last_notice_day(chosen, notice or 0) if has_notice and chosen else None,
        notice_today_ends=earliest_end(on, notice or 0) if has_notice and is_open else None,
        versions=found.versions,
        current=current,
        old_decisions=tuple(_old_decisions(workspace, entry, standard)),
        missing=gaps,
    )


def _old_decisions(
    workspace: Workspace, entry: Entry, standard: Standard
) -> Iterator[tuple[str, dt.date]]:
    for party in with_old_decisions(workspace, entry, standard):
        if party.decision.date is not None:
            yield party.name, party.decision.date


def statuses(
    workspace: Workspace, entries: Sequence[Entry], on: dt.date, end: dt.date | None = None
) -> tuple[Status, ...]:
    """The status of each entry that has a standard; see :func:`status`."""
    pairs = [(entry, workspace.standard(entry)) for entry in entries]
    return tuple(status(workspace, e, s, on, end) for e, s in pairs if s is not None)
