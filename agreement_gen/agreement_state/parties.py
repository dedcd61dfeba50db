"""The parties of one agreement, whichever file holds the facts of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agreement_gen.agreement_state.messages import AgreementCode
from agreement_gen.problems import InputError, did_you_mean, problem
from agreement_gen.workspace.model import MUNICIPALITY_PARTY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agreement_gen.problems import Location, Problem
    from agreement_gen.workspace.model import Decision, Signatory
    from agreement_gen.workspace.reader import Entry, Standard, Workspace
    from agreement_gen.yamlfile.nodes import KeyPath, Source


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """The facts of one party.

    Attributes:
        id: The party's id in the family.
        name: Its legal name, as the agreement writes it.
        organisation_number: None while it is not known.
        organisation_number_source: Where the number was checked; None while it was not.
        signatories: Who sign for it, in order; at least one.
        decision: Its decision to enter into the agreement; what is not known is None in it.
        source: The file that holds these facts.
        path: The key in that file that they are under; empty in the municipality's own file.
    """

    id: str
    name: str
    organisation_number: str | None
    organisation_number_source: str | None
    signatories: tuple[Signatory, ...]
    decision: Decision
    source: Source = field(repr=False, compare=False)
    path: KeyPath = field(repr=False, compare=False)

    def at(self, *path: str | int) -> Location:
        """Where one of the facts is in its file, by its keys below :attr:`path`."""
        return self.source.location((*self.path, *path))


def party_facts(workspace: Workspace, entry: Entry) -> dict[str, PartyFacts]:
    """Every party that an agreement of this municipality could have, by its id."""
    record, region = entry.record, workspace.region
    found = {
        key: PartyFacts(
            id=key,
            name=party.name,
            organisation_number=party.organisation_number,
            organisation_number_source=party.organisation_number_source,
            signatories=(party.signatory,),
            decision=_with_case_number(party.decision, record.case_numbers.get(key)),
            source=region.source,
            path=("parties", key),
        )
        for key, party in region.record.parties.items()
    }
    found[MUNICIPALITY_PARTY] = PartyFacts(
        id=MUNICIPALITY_PARTY,
        name=record.legal_name,
        organisation_number=record.organisation_number,
        organisation_number_source=record.organisation_number_source,
        signatories=(record.signatory,),
        decision=record.decision,
        source=entry.source,
        path=(),
    )
    return found


def _with_case_number(decision: Decision, case_number: str | None) -> Decision:
    """A party's decision with its own case number for one agreement, where it has one."""
    if case_number is None:
        return decision
    return decision.model_copy(update={"case_number": case_number})


def parties(workspace: Workspace, entry: Entry, standard: Standard) -> tuple[PartyFacts, ...]:
    """The parties of one municipality's agreement, in the order in which the family lists them.

    Raises:
        InputError: as :func:`unknown_parties` finds, because a party that is left out would
            neither be named nor sign.
    """
    unknown = tuple(unknown_parties(workspace, standard))
    if unknown:
        raise InputError(unknown)
    known = party_facts(workspace, entry)
    return tuple(known[role.id] for role in standard.family.record.parties)


def unknown_parties(workspace: Workspace, standard: Standard) -> Iterator[Problem]:
    """Each party of a family that no file has facts of, at its location in the family's file."""
    known = [MUNICIPALITY_PARTY, *workspace.region.record.parties]
    for number, role in enumerate(standard.family.record.parties):
        if role.id not in known:
            yield problem(
                standard.family.at("parties", number, "id"),
                AgreementCode.UNKNOWN_PARTY,
                party=role.id,
                suggestion=did_you_mean(role.id, known),
            )
