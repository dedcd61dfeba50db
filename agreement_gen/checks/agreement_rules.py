"""The rules on one municipality's file that compare its facts with each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreement_gen.agreement_state.confirmations import STEERING_GROUP, own_texts
from agreement_gen.agreement_state.decisions import with_old_decisions
from agreement_gen.agreement_state.event_rules import event_problems
from agreement_gen.agreement_state.parties import parties, party_problems
from agreement_gen.checks.messages import RuleCode
from agreement_gen.problems import did_you_mean, problem
from agreement_gen.workspace.kommuner import INVENTED_COUNTY, kommun_named, kommuner
from agreement_gen.workspace.messages import KOMMUNKOD_OF, MunicipalityCode
from agreement_gen.workspace.model import MUNICIPALITY_PARTY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agreement_gen.agreement_state.parties import PartyFacts
    from agreement_gen.problems import Problem
    from agreement_gen.workspace.reader import Entry, Workspace
    from agreement_gen.yamlfile.nodes import KeyPath

MOST_YEARS_TO_DECIDE = 5
"""After its edition; a later decision is mostly a mistyped year."""


def known_kommunkod(workspace: Workspace) -> Iterator[Problem]:
    """A kommunkod is one of the 290, and that of the municipality (SCB, kommunkoder)."""
    for entry in workspace.entries:
        code, name = entry.record.code, entry.record.municipality
        if code is None or name is None or code.startswith(INVENTED_COUNTY):
            continue
        found, meant = kommuner().get(code), kommun_named(name)
        suggestion = "" if meant is None else KOMMUNKOD_OF(name=meant.name, kommunkod=meant.code)
        if found is None:
            yield problem(
                entry.at("code"),
                MunicipalityCode.UNKNOWN_KOMMUNKOD,
                kommunkod=code,
                suggestion=suggestion,
            )
        elif found.name.casefold() != name.casefold():
            yield problem(
                entry.at("code"),
                MunicipalityCode.KOMMUNKOD_OF_ANOTHER,
                kommunkod=code,
                name=found.name,
                suggestion=suggestion,
            )


def distinct_parties(workspace: Workspace) -> Iterator[Problem]:
    """No two parties of an agreement are one legal person, by their organisation numbers."""
    for found in _parties(workspace):
        first: dict[str, PartyFacts] = {}
        for party in found.parties:
            number = party.organisation_number
            if number is None:
                continue
            other = first.setdefault(number, party)
            if other is not party:
                yield problem(
                    party.at("organisation_number"),
                    RuleCode.SAME_ORGANISATION_NUMBER,
                    party=party.name,
                    other=other.name,
                    number=number,
                )


def decided_in_time(workspace: Workspace) -> Iterator[Problem]:
    """Each party decides on an edition within some years, and before the agreement is signed."""
    for found in _parties(workspace):
        record = found.entry.record
        edition, signed = record.edition, record.signed
        for party in found.parties:
            decided, location = party.decision.date, party.at("decision", "date")
            if decided is None:
                continue
            # The municipality's own decision is compared with the other dates of its file.
            is_own = party.id == MUNICIPALITY_PARTY
            if signed is not None and decided > signed.date and not is_own:
                code = RuleCode.DECIDED_AFTER_SIGNING
                yield problem(location, code, decided=decided, signed=signed.date)
            limit = (edition.year + MOST_YEARS_TO_DECIDE, edition.month, edition.day)
            if (decided.year, decided.month, decided.day) > limit:
                yield problem(
                    location,
                    RuleCode.DECIDED_LONG_AFTER,
                    decided=decided,
                    years=MOST_YEARS_TO_DECIDE,
                    edition=edition,
                )


@dataclass(frozen=True, slots=True)
class _Found:
    entry: Entry
    parties: tuple[PartyFacts, ...]


def _parties(workspace: Workspace) -> Iterator[_Found]:
    """Each agreement with its parties, without those whose parties have a fault of their own."""
    for entry, standard in workspace.with_standards():
        if not any(party_problems(workspace, entry, standard)):
            yield _Found(entry, parties(workspace, entry, standard))


def known_own_texts(workspace: Workspace) -> Iterator[Problem]:
    """What is marked as unconfirmed or confirmed is one of the municipality's own texts."""
    for entry in workspace.entries:
        record = entry.record
        known = [*record.local_resources, STEERING_GROUP]
        written = {text.key for text in own_texts(record)}
        marked: list[tuple[KeyPath, str]] = [
            *((("unconfirmed", number), key) for number, key in enumerate(record.unconfirmed)),
            *((("confirmed", key), key) for key in record.confirmed),
        ]
        for path, key in marked:
            if key not in known:
                suggestion = did_you_mean(key, known)
                yield problem(
                    entry.at(*path), RuleCode.UNKNOWN_TEXT, key=key, suggestion=suggestion
                )
            elif key not in written:
                yield problem(entry.at(*path), RuleCode.NO_SUCH_TEXT, key=key)


def known_other_parties(workspace: Workspace) -> Iterator[Problem]:
    """A case number of another party names one of the parties that some file has facts of."""
    shared = [*workspace.region.record.parties, *workspace.parties]
    for entry in workspace.entries:
        known = [*entry.record.parties, *shared]
        for key in entry.record.case_numbers:
            if key not in known:
                yield problem(
                    entry.source.key_location(("case_numbers", key)),
                    RuleCode.UNKNOWN_CASE_PARTY,
                    party=key,
                    suggestion=did_you_mean(key, known),
                )


def possible_events(workspace: Workspace) -> Iterator[Problem]:
    """A notice, an amendment or an extension is one that its command would record."""
    for entry, standard in workspace.with_standards():
        yield from event_problems(workspace, entry, standard, entry.record)


def dates_in_order(workspace: Workspace) -> Iterator[Problem]:
    """A post ends after it starts; edition, decision, signing and start follow each other.

    An agreement can be decided and signed late, so that an odd order of those is only a warning.
    """
    for entry in workspace.entries:
        record = entry.record
        for number, post in enumerate(record.posts):
            if post.ends is not None and post.ends < post.starts:
                yield problem(
                    entry.at("posts", number, "ends"),
                    RuleCode.POST_ENDS_BEFORE_START,
                    ends=post.ends,
                    starts=post.starts,
                )
        yield from _odd_order(entry)


def decided_for_the_edition(workspace: Workspace) -> Iterator[Problem]:
    """No party's decision is older than the edition that it is to cover.

    Whether an old one covers a new edition is asked for as long as that is not signed.
    """
    for entry, standard in workspace.with_standards():
        for party in with_old_decisions(workspace, entry, standard):
            decided = party.decision.date
            if decided is not None:
                yield problem(
                    party.at("decision", "date"),
                    RuleCode.DECIDED_BEFORE_EDITION,
                    party=party.name,
                    decided=decided,
                    edition=entry.record.edition,
                )


def _odd_order(entry: Entry) -> Iterator[Problem]:
    record = entry.record
    decided, starts, signed = record.decision.date, record.valid_from, record.signed
    if decided is not None and starts is not None and decided > starts:
        location = entry.at("decision", "date")
        yield problem(location, RuleCode.DECIDED_AFTER_START, decided=decided, valid_from=starts)
    # A revised agreement keeps the start of its first edition.
    is_first = not record.history
    if is_first and starts is not None and starts < record.edition:
        location = entry.at("valid_from")
        code = RuleCode.STARTS_BEFORE_EDITION
        yield problem(location, code, valid_from=starts, edition=record.edition)
    if decided is not None and signed is not None and decided > signed.date:
        location = entry.at("decision", "date")
        yield problem(location, RuleCode.DECIDED_AFTER_SIGNING, decided=decided, signed=signed.date)
