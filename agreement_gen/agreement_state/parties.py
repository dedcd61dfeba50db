"""The parties of one agreement, whichever files hold the facts of each.

A party's facts can be at the top of the agreement's file (the municipality), under ``parties`` in
that file, in a file of ``parties/`` that several agreements share, or in ``region.yaml``. What is
nearer to the agreement goes before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from agreement_gen.agreement_state.messages import AgreementCode
from agreement_gen.problems import InputError, did_you_mean, problem
from agreement_gen.workspace.model import MUNICIPALITY_PARTY, Decision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agreement_gen.problems import Location, Problem
    from agreement_gen.workspace.model import (
        AgreementRecord,
        Party,
        PartyKind,
        PartyRole,
        Signatory,
    )
    from agreement_gen.workspace.reader import Entry, Standard, Workspace
    from agreement_gen.yamlfile.nodes import KeyPath, Source


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """What the files say of one party.

    Attributes:
        id: The party's id in the family.
        name: Its legal name, as the agreement writes it.
        short_name: What running text calls it; its legal name where no file gives one.
        kind: What it is; None where no file says.
        code: Its kommunkod, if it is a municipality.
        organisation_number: None while it is not known.
        organisation_number_source: Where the number was checked; None while it was not.
        logotype: The name of its logotype's file; None for a party without one.
        signatories: Who sign for it, in order; none while nobody is known.
        decision: Its decision to enter into the agreement; what is not known is None in it.
        layers: The files that hold these facts with the key that they are under in each, the
            one that goes before the others first.
    """

    id: str
    name: str
    short_name: str
    kind: PartyKind | None
    code: str | None
    organisation_number: str | None
    organisation_number_source: str | None
    logotype: str | None
    signatories: tuple[Signatory, ...]
    decision: Decision
    layers: tuple[tuple[Source, KeyPath], ...] = field(repr=False, compare=False)

    def at(self, *path: str | int) -> Location:
        """The place of one of the facts, by its keys.

        It is where a file gives the fact, else where its first key is, else where the party is.
        """
        for length in range(len(path), 0, -1):
            for source, start in self.layers:
                if source.find((*start, *path[:length])) is not None:
                    return source.location((*start, *path))
        source, start = self.layers[0]
        return source.location((*start, *path))


_Layer: TypeAlias = "tuple[Party | AgreementRecord, Source, KeyPath]"


def parties(workspace: Workspace, entry: Entry, standard: Standard) -> tuple[PartyFacts, ...]:
    """The parties of one agreement, in the order in which the family lists them.

    Raises:
        InputError: as :func:`party_problems` finds, because a party that is left out would neither
            be named nor sign.
    """
    problems = tuple(party_problems(workspace, entry, standard))
    if problems:
        raise InputError(problems)
    return tuple(
        _facts(role, _layers(workspace, entry, role.id), entry.record)
        for role in standard.family.record.parties
    )


def party_problems(workspace: Workspace, entry: Entry, standard: Standard) -> Iterator[Problem]:
    """Why a party of the family cannot be a party of this agreement, for each party."""
    for number, role in enumerate(standard.family.record.parties):
        layers = _layers(workspace, entry, role.id)
        missing_file = _missing_file(workspace, entry, role.id)
        if missing_file is not None:
            yield missing_file
        elif not layers:
            known = sorted(_known(workspace, entry))
            yield problem(
                standard.family.at("parties", number, "id"),
                AgreementCode.UNKNOWN_PARTY,
                party=role.id,
                suggestion=did_you_mean(role.id, known),
            )
        else:
            yield from _unfit(role, layers)


def _unfit(role: PartyRole, layers: list[_Layer]) -> Iterator[Problem]:
    record, source, path = layers[0]
    kind = _first(layers, "kind") or ("municipality" if role.id == MUNICIPALITY_PARTY else None)
    if _name(layers) is None:
        key = "legal_name" if role.id == MUNICIPALITY_PARTY else "name"
        location = source.location((*path, key))
        yield problem(location, AgreementCode.PARTY_WITHOUT_NAME, party=role.id, key=key)
    if role.kind is not None and kind != role.kind:
        yield problem(
            source.location((*path, "kind")),
            AgreementCode.PARTY_OF_OTHER_KIND,
            party=role.id,
            kind=role.kind,
        )
    if kind == "municipality" and _first(layers, "code") is None:
        location = source.location((*path, "code"))
        yield problem(location, AgreementCode.PARTY_WITHOUT_CODE, party=role.id)
    if record.signatory is not None and record.signatories:
        location = source.key_location((*path, "signatories"))
        yield problem(location, AgreementCode.SIGNATORY_AND_SIGNATORIES)


def _missing_file(workspace: Workspace, entry: Entry, party: str) -> Problem | None:
    """A file of ``parties/`` that the agreement names and that does not exist."""
    named = entry.record.parties.get(party)
    if named is None or named.file is None or named.file in workspace.parties:
        return None
    return problem(
        entry.at("parties", party, "file"),
        AgreementCode.NO_PARTY_FILE,
        file=named.file,
        suggestion=did_you_mean(named.file, workspace.parties),
    )


def _known(workspace: Workspace, entry: Entry) -> set[str]:
    own = {MUNICIPALITY_PARTY} if entry.label is not None else set()
    return own | {*entry.record.parties, *workspace.region.record.parties, *workspace.parties}


def _layers(workspace: Workspace, entry: Entry, party: str) -> list[_Layer]:
    """The records that hold a party's facts, the one that goes before the others first."""
    layers: list[_Layer] = []
    if party == MUNICIPALITY_PARTY and entry.label is not None:
        layers.append((entry.record, entry.source, ()))
    own = entry.record.parties.get(party)
    if own is not None:
        layers.append((own, entry.source, ("parties", party)))
    if party in workspace.region.record.parties:
        region = workspace.region
        layers.append((region.record.parties[party], region.source, ("parties", party)))
    shared = workspace.parties.get(party if own is None or own.file is None else own.file)
    if shared is not None:
        layers.append((shared.record, shared.source, ()))
    return layers


def _first(layers: list[_Layer], key: str) -> str | None:
    """The first value that any of the records gives."""
    values = (getattr(record, key, None) for record, _, _ in layers)
    return next((value for value in values if value is not None), None)


def _name(layers: list[_Layer]) -> str | None:
    return _first(layers, "legal_name") or _first(layers, "name")


def _facts(role: PartyRole, layers: list[_Layer], agreement: AgreementRecord) -> PartyFacts:
    name = _name(layers) or ""
    kind: PartyKind | None = _first(layers, "kind")  # type: ignore[assignment]
    return PartyFacts(
        id=role.id,
        name=name,
        short_name=_first(layers, "short_name") or role.short_name or name,
        kind=kind or ("municipality" if role.id == MUNICIPALITY_PARTY else role.kind),
        code=_first(layers, "code"),
        organisation_number=_first(layers, "organisation_number"),
        organisation_number_source=_first(layers, "organisation_number_source"),
        logotype=_first(layers, "logotype"),
        signatories=_signatories(layers),
        decision=_decision(layers, agreement.case_numbers.get(role.id)),
        layers=tuple((source, path) for _, source, path in layers),
    )


def _signatories(layers: list[_Layer]) -> tuple[Signatory, ...]:
    for record, _, _ in layers:
        if record.signatory is not None:
            return (record.signatory,)
        if record.signatories:
            return record.signatories
    return ()


def _decision(layers: list[_Layer], case_number: str | None) -> Decision:
    """Each part of the decision from the first record that gives it.

    An agreement can have its own case number with a party that decided once for several.
    """
    made: dict[str, Any] = {}
    for key in Decision.model_fields:
        values = (getattr(record.decision, key) for record, _, _ in layers)
        made[key] = next((value for value in values if value is not None), None)
    if case_number is not None:
        made["case_number"] = case_number
    return Decision.model_construct(None, **made)
