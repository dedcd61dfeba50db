"""The state of one agreement as of a day, which status, register, invoice and calendar share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from agreement_gen.agreement_state.dates import (
    add_months,
    next_day_of_year,
    renewed_end,
    revision_due,
    term_end,
)
from agreement_gen.agreement_state.versions import (
    editions_signed,
    notice_of,
    version_on,
    versions,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from agreement_gen.agreement_state.versions import Version
    from agreement_gen.workspace.model import AgreementRecord, Signed, Termination, Terms

AgreementState = Literal[
    "draft",
    "ready",
    "signed",
    "in_force",
    "due",
    "overdue",
    "under_notice",
    "terminated",
    "expired",
]
EditionState = Literal[
    "draft", "ready", "signed", "in_force", "superseded", "terminated", "expired"
]
Preparation = Literal["draft", "ready"]

ACTIVE: frozenset[AgreementState] = frozenset(
    {"signed", "in_force", "due", "overdue", "under_notice"}
)
"""The states of an agreement that binds its parties, now or from a day that is agreed."""


@dataclass(frozen=True, slots=True)
class State:
    """The state of an agreement on a day.

    Attributes:
        state: `draft` (something is missing) or `ready` (to be signed) while nothing is signed;
            then `signed` (before its first day), `in_force`, `due` (the next revision is within
            the family's warning), `overdue` (its day has passed and no later edition is signed),
            `under_notice`, `terminated`, `expired` (a fixed term is over).
        preparing: Whether the next edition is a draft or ready; None while none is drafted, and
            while nothing is signed.
        versions: Everything agreed that is known on the day, in order.
        current: What is in force on the day; before the first day what will be, after the end
            what was in force last. None while nothing is signed.
        signed: The edition signed last; None if none is.
        notice: The notice that the agreement is under, or was ended by.
        starts: The first day in force; of a draft the agreed one, if it is known.
        ends: The last day in force, where one is known.
        next_revision: The last day on which the next revision is in time; None for what is not
            signed, is under notice or is over.
        warn_from: From this day the state is `due`.
        term_ends: The last day of a fixed term, or of the term that a renewed one is in.
    """

    state: AgreementState
    preparing: Preparation | None
    versions: tuple[Version, ...]
    current: Version | None
    signed: Signed | None
    notice: Termination | None
    starts: dt.date | None
    ends: dt.date | None
    next_revision: dt.date | None
    warn_from: dt.date | None
    term_ends: dt.date | None


def state_on(record: AgreementRecord, terms: Terms, on: dt.date, *, is_complete: bool) -> State:
    """The state of an agreement on a day.

    Args:
        record: The agreement's file.
        terms: Its terms.
        on: The day; what was signed or received later is not known on it.
        is_complete: Whether nothing is missing in the file as it is.
    """
    unsigned: Preparation = "ready" if is_complete else "draft"
    found = versions(record, terms, on)
    signings = editions_signed(record, on)
    if not found or not signings:
        starts = record.valid_from
        return State(
            unsigned,
            None,
            (),
            None,
            None,
            None,
            starts,
            None,
            None,
            None,
            _planned_end(record, terms),
        )
    latest = signings[-1]
    own = record.signed
    is_signed = own is not None and own in signings and own.edition == record.edition
    preparing = None if is_signed else unsigned
    current = version_on(found, on) or _nearest(found, on)
    notice = notice_of(record, on)
    last = found[-1].last
    revision = _revision(found, signings, terms)
    term_ends = _term_end(found, terms, on)
    if term_ends is not None and terms.duration == "fixed_term":
        revision = term_ends if revision is None else min(revision, term_ends)
    state = _state(found, notice, revision, terms, on)
    if state in {"under_notice", "terminated", "expired"}:
        revision = None
    warn_from = None if revision is None else add_months(revision, -terms.revision_warning_months)
    return State(
        state=state,
        preparing=preparing,
        versions=found,
        current=current,
        signed=latest,
        notice=notice,
        starts=found[0].first,
        ends=last,
        next_revision=revision,
        warn_from=warn_from,
        term_ends=term_ends,
    )


def edition_state(found: State, version: Version, on: dt.date) -> EditionState:
    """The state of one version on a day: what a later one replaced is `superseded`."""
    if on < version.first:
        return "signed"
    if version.covers(on):
        return "in_force"
    if version is not found.versions[-1]:
        return "superseded"
    return "terminated" if found.state == "terminated" else "expired"


def _planned_end(record: AgreementRecord, terms: Terms) -> dt.date | None:
    """The last day of a draft's first term, as its file and its family state it."""
    if terms.duration == "until_further_notice":
        return None
    if record.valid_to is not None:
        return record.valid_to
    if record.valid_from is None or terms.term_months is None:
        return None
    return term_end(record.valid_from, terms.term_months)


def _nearest(found: Sequence[Version], on: dt.date) -> Version:
    """What was in force last before a day, else what will be first."""
    before = [version for version in found if version.first <= on]
    return before[-1] if before else found[0]


def _state(
    found: Sequence[Version],
    notice: Termination | None,
    revision: dt.date | None,
    terms: Terms,
    on: dt.date,
) -> AgreementState:
    last = found[-1].last
    if last is not None and on > last:
        return "terminated" if notice is not None and notice.ends <= last else "expired"
    if notice is not None:
        return "under_notice"
    if on < found[0].first:
        return "signed"
    if revision is not None and on > revision:
        return "overdue"
    if revision is not None and on >= add_months(revision, -terms.revision_warning_months):
        return "due"
    return "in_force"


def _revision(found: Sequence[Version], signings: Sequence[Signed], terms: Terms) -> dt.date | None:
    """The last day on which the next revision is in time; None where nothing is revised.

    The first signature makes the agreement; each later one is a revision that was made.
    """
    starts = found[-1].term_start
    revised = signings[-1].date if len(signings) > 1 and signings[-1].date >= starts else None
    if terms.revision_day is not None:
        return next_day_of_year(revised or starts, terms.revision_day)
    if terms.revision_months is not None:
        return revision_due(starts, revised, terms.revision_months)
    return None


def _term_end(found: Sequence[Version], terms: Terms, on: dt.date) -> dt.date | None:
    end = found[-1].term_last
    if end is None or terms.renewal_months is None:
        return end
    return renewed_end(end, terms.renewal_months, on)
