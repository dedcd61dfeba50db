"""Texts that only fill a place: ``…``, a dash, or the words that a family shows for a gap.

Whoever writes one has not answered, so that it is missing like an empty text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreement_gen.agreement_state.own_fields import FIELDS, described_fields, own_values
from agreement_gen.agreement_state.parties import parties
from agreement_gen.agreement_state.terms import seats_of
from agreement_gen.checks.messages import MissingCode
from agreement_gen.problems import problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agreement_gen.agreement_state.parties import PartyFacts
    from agreement_gen.problems import Location, Problem
    from agreement_gen.workspace.model import Family
    from agreement_gen.workspace.reader import Entry, Standard, Workspace

LETTERS_OF_A_SOURCE = 3
"""The fewest letters of a text that says where something was checked: the shortest are *SCB*."""


def placeholders(workspace: Workspace, entry: Entry, standard: Standard) -> Iterator[Problem]:
    """Each text of an agreement that only fills its place, whatever the family requires.

    Raises:
        InputError: for a party that no file has facts of, and for faults in own fields.
    """
    phrases = phrases_of(standard.family.record)
    for text, location in _texts(workspace, entry, standard):
        if not is_answer(text, phrases):
            yield problem(location, MissingCode.PLACEHOLDER, text=" ".join(text.split()))
    for party in parties(workspace, entry, standard):
        source = party.organisation_number_source
        if source is not None and sum(c.isalpha() for c in source) < LETTERS_OF_A_SOURCE:
            location = party.at("organisation_number_source")
            yield problem(location, MissingCode.PLACEHOLDER, text=source)


def is_answer(text: str, phrases: frozenset[str]) -> bool:
    """Whether a text says something: it has a letter or a digit, and is no phrase for a gap.

    An empty text is no placeholder; whether it may be empty is another rule's.
    """
    return not text.strip() or _core(text) not in phrases | {""}


def phrases_of(family: Family) -> frozenset[str]:
    """What a family shows where something is missing, as :func:`is_answer` compares it."""
    tables = (family.local_texts, family.steering_group, family.decisions)
    return frozenset(_core(table.missing) for table in tables if table is not None)


def _core(text: str) -> str:
    """A text in small letters without marks at its ends: ``*Fylls i.*`` is ``fylls i``."""
    characters = [c if c.isalnum() else " " for c in text.casefold()]
    return " ".join("".join(characters).split())


def _texts(
    workspace: Workspace, entry: Entry, standard: Standard
) -> Iterator[tuple[str, Location]]:
    """The texts that are written for one agreement, with their places.

    In an own field that may be empty a dash can be meant.
    """
    for key, local in entry.record.local_resources.items():
        yield local or "", entry.at("local_resources", key)
    table = standard.family.record.steering_group
    joint = None if table is None else table.joint
    for number, seat in enumerate(seats_of(workspace, entry, standard)):
        if joint is None:
            yield seat.seat, entry.at("steering_group", number, "seat")
        else:
            yield seat.seat, workspace.region.at("joint_groups", joint, number, "seat")
    for party in parties(workspace, entry, standard):
        yield from _party_texts(party)
    values = own_values(workspace, entry, standard)
    for field in described_fields(workspace, standard):
        written = getattr(values, field.key)
        if field.required and isinstance(written, str):
            yield written, entry.at(FIELDS, field.key)
        elif field.type == "rows":
            required = [column.key for column in field.columns if column.required]
            for number, row in enumerate(written or ()):
                for key in required:
                    cell = getattr(row, key)
                    if isinstance(cell, str):
                        yield cell, entry.at(FIELDS, field.key, number, key)


def _party_texts(party: PartyFacts) -> Iterator[tuple[str, Location]]:
    for number, signatory in enumerate(party.signatories):
        path = ("signatories", number) if len(party.signatories) > 1 else ("signatory",)
        for key in ("title", "name", "acting_as", "delegation"):
            yield getattr(signatory, key) or "", party.at(*path, key)
    for key in ("body", "paragraph", "case_number"):
        yield getattr(party.decision, key) or "", party.at("decision", key)
