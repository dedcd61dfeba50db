"""What cannot have happened to an agreement: notices, amendments, extensions that are refused.

The commands that record an event and the check of a file ask here, so that a line written by hand
may hold nothing that no command would write.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agreement_gen.agreement_state.dates import earliest_end, renewed_end
from agreement_gen.agreement_state.messages import EventCode
from agreement_gen.agreement_state.parties import parties, party_problems
from agreement_gen.agreement_state.terms import terms_of
from agreement_gen.agreement_state.versions import notice_of, version_on, versions
from agreement_gen.problems import did_you_mean, problem

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator

    from agreement_gen.agreement_state.parties import PartyFacts
    from agreement_gen.agreement_state.versions import Version
    from agreement_gen.messages import Value
    from agreement_gen.problems import Problem, ProblemCode
    from agreement_gen.workspace.model import (
        AgreementRecord,
        Amendment,
        Extension,
        Termination,
        Terms,
    )
    from agreement_gen.workspace.reader import Entry, Standard, Workspace
    from agreement_gen.yamlfile.nodes import KeyPath

_OF_THE_TERMS: frozenset[ProblemCode] = frozenset(
    {EventCode.NO_NOTICE, EventCode.NOTICE_TOO_SHORT, EventCode.NO_FIXED_TERM}
)
"""What the terms refuse; those of an earlier edition may have been others."""


@dataclass(frozen=True, slots=True)
class RefusedEvent:
    """Why an event cannot be.

    Attributes:
        path: The keys of what is wrong in the agreement's file.
        code: The kind of problem.
        values: What its sentence is filled with.
        edition: The edition that was in force; None while nothing is signed.
    """

    path: KeyPath
    code: EventCode
    values: tuple[tuple[str, Value], ...]
    edition: dt.date | None


def event_problems(
    workspace: Workspace, entry: Entry, standard: Standard, record: AgreementRecord
) -> Iterator[Problem]:
    """What cannot be of an agreement's events, at its place in the file.

    What the terms refuse is a warning where the agreement followed another edition, whose terms
    may have been others; while the next edition is prepared the commands refuse by its terms.

    Args:
        workspace: For the names of the parties.
        entry: The agreement.
        standard: Its standard.
        record: What its file holds, or would hold.
    """
    names = None
    if not any(party_problems(workspace, entry, standard)):
        names = {name for party in parties(workspace, entry, standard) for name in _names(party)}
    for refused in refused_events(
        record,
        terms_of(entry, standard),
        agreement=entry.label,
        parties=names,
        has_money=standard.funding is not None,
    ):
        found = problem(entry.at(*refused.path), refused.code, **dict(refused.values))
        is_of_now = refused.edition == record.edition == standard.family.record.edition
        if refused.code in _OF_THE_TERMS and not is_of_now:
            found = replace(found, severity="warning")
        yield found


def _names(party: PartyFacts) -> tuple[str, ...]:
    return (party.name, party.id)


def refused_events(
    record: AgreementRecord,
    terms: Terms,
    *,
    agreement: str,
    parties: Collection[str] | None,
    has_money: bool,
) -> Iterator[RefusedEvent]:
    """Every notice, amendment and extension of a file that cannot be, by what was known then.

    Args:
        record: The agreement's file.
        terms: Its terms.
        agreement: What the agreement is called.
        parties: The names of its parties; None while they are not known.
        has_money: Whether its family has yearly amounts.
    """
    for number, notice in enumerate(record.terminations):
        earlier = tuple(
            other
            for position, other in enumerate(record.terminations)
            if (other.received, position) < (notice.received, number)
        )
        before = record.model_copy(update={"terminations": earlier})
        yield from _of_notice(("terminations", number), notice, before, terms, agreement, parties)
    for number, amendment in enumerate(record.amendments):
        known = tuple(
            other
            for position, other in enumerate(record.amendments)
            if (other.signed, position) < (amendment.signed, number)
        )
        before = record.model_copy(update={"amendments": known})
        path: KeyPath = ("amendments", number)
        yield from _of_amendment(path, amendment, before, terms, agreement, has_money=has_money)
    for number, extension in enumerate(record.extensions):
        past = tuple(
            other
            for position, other in enumerate(record.extensions)
            if (other.signed, position) < (extension.signed, number)
        )
        before = record.model_copy(update={"extensions": past})
        yield from _of_extension(("extensions", number), extension, before, terms, agreement)


def first_end(current: Version, terms: Terms, received: dt.date) -> dt.date | None:
    """The first last day in force that the terms allow; None where no party may give notice."""
    if terms.notice_months is None or terms.duration == "fixed_term":
        return None
    first = earliest_end(received, terms.notice_months)
    if terms.duration == "renewed_term" and current.term_last and terms.renewal_months:
        return renewed_end(current.term_last, terms.renewal_months, first)
    return first


def version_at_notice(record: AgreementRecord, terms: Terms, received: dt.date) -> Version | None:
    """What a notice ends that comes in on a day: what is in force, else what will be."""
    found = versions(record, terms, received)
    if found and received < found[0].first:
        return found[0]
    return version_on(found, received)


def _of_notice(
    path: KeyPath,
    notice: Termination,
    before: AgreementRecord,
    terms: Terms,
    agreement: str,
    parties: Collection[str] | None,
) -> Iterator[RefusedEvent]:
    received, ends = notice.received, notice.ends
    if not versions(before, terms, received):
        yield _refused((*path, "received"), EventCode.NOT_SIGNED, None, agreement=agreement)
        return
    earlier = notice_of(before, received)
    current = version_at_notice(before, terms, received)
    if current is None:
        yield _refused((*path, "received"), EventCode.NOT_IN_FORCE, None, day=received)
        return
    if earlier is not None:
        code = EventCode.UNDER_NOTICE
        yield _refused((*path, "received"), code, current, received=earlier.received)
        return
    if parties is not None and notice.by not in parties:
        suggestion = did_you_mean(notice.by, parties)
        code = EventCode.NO_SUCH_PARTY
        yield _refused((*path, "by"), code, current, party=notice.by, suggestion=suggestion)
    first = first_end(current, terms, received)
    if ends < received:
        code = EventCode.ENDS_BEFORE_NOTICE
        yield _refused((*path, "ends"), code, current, ends=ends, received=received)
    elif not notice.agreed and first is None:
        yield _refused((*path, "ends"), EventCode.NO_NOTICE, current)
    elif not notice.agreed and first is not None and ends < first:
        code = EventCode.NOTICE_TOO_SHORT
        yield _refused((*path, "ends"), code, current, ends=ends, first=first)


def _of_amendment(
    path: KeyPath,
    amendment: Amendment,
    before: AgreementRecord,
    terms: Terms,
    agreement: str,
    *,
    has_money: bool,
) -> Iterator[RefusedEvent]:
    found = versions(before, terms, amendment.signed)
    if not found:
        yield _refused((*path, "signed"), EventCode.NOT_SIGNED, None, agreement=agreement)
        return
    current = version_on(found, amendment.effective)
    if current is None:
        code = EventCode.NOT_IN_FORCE
        yield _refused((*path, "effective"), code, found[-1], day=amendment.effective)
    if amendment.annual_amount_sek is not None and not has_money:
        yield _refused((*path, "annual_amount_sek"), EventCode.NO_MONEY, current)


def _of_extension(
    path: KeyPath, extension: Extension, before: AgreementRecord, terms: Terms, agreement: str
) -> Iterator[RefusedEvent]:
    found = versions(before, terms, extension.signed)
    if not found:
        yield _refused((*path, "signed"), EventCode.NOT_SIGNED, None, agreement=agreement)
        return
    current, starts, ends = found[-1], extension.starts, extension.ends
    if terms.duration != "fixed_term" or current.last is None:
        yield _refused(path, EventCode.NO_FIXED_TERM, current)
    elif starts <= current.first or ends < starts:
        code = EventCode.EXTENSION_ORDER
        yield _refused((*path, "starts"), code, current, starts=starts, ends=ends)


def _refused(
    path: KeyPath,
    code: EventCode,
    version: Version | None,
    **values: Value,
) -> RefusedEvent:
    edition = None if version is None else version.edition
    return RefusedEvent(path, code, tuple(values.items()), edition)
