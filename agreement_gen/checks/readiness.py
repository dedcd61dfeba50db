"""What is still missing before an agreement may be signed.

A family says in its ``requires`` what must be there, and what a directive places in its clauses
must be there as well. A document that goes with an agreement needs what it shows, and what it
requires itself. Each requirement is one small function; what it misses is a warning at the file and
line where it belongs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreement_gen.agreement_state.confirmations import STEERING_GROUP, Confirmed, own_texts
from agreement_gen.agreement_state.own_fields import required_and_empty
from agreement_gen.agreement_state.parties import parties
from agreement_gen.agreement_state.terms import seats_of
from agreement_gen.checks.messages import DECISION_PARTS, MissingCode
from agreement_gen.checks.placeholders import placeholders
from agreement_gen.funding.totals import all_rows_known, unexplained
from agreement_gen.problems import in_order, problem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from agreement_gen.agreement_state.confirmations import OwnText
    from agreement_gen.agreement_state.own_fields import EmptyValue
    from agreement_gen.problems import Problem
    from agreement_gen.workspace.model import Requirement
    from agreement_gen.workspace.reader import Entry, Standard, Workspace
    from agreement_gen.yamlfile.nodes import KeyPath


def missing(
    workspace: Workspace, entry: Entry, standard: Standard, placed: Collection[str] = ()
) -> tuple[Problem, ...]:
    """Everything that the family or a directive requires and that is not there, by location.

    Args:
        workspace: The whole workspace.
        entry: The municipality.
        standard: The one it follows.
        placed: The names of the directives in its clauses.

    Raises:
        InputError: for a party that no file has facts of, and for faults in own fields.
    """
    wanted = {*standard.family.record.requires}
    # What a directive shows may not be a gap that says who is to fill it.
    wanted |= {_BY_DIRECTIVE[name] for name in placed if name in _BY_DIRECTIVE}
    required = [find for requirement, find in _REQUIREMENTS.items() if requirement in wanted]
    return in_order(
        found
        for requirement in (*_ALWAYS, *required)
        for found in requirement(workspace, entry, standard)
    )


def missing_in_document(
    workspace: Workspace, entry: Entry, standard: Standard, key: str, placed: Collection[str]
) -> tuple[Problem, ...]:
    """What a document that goes with an agreement shows or requires and that is not there.

    What only the agreement lacks is no matter of it.

    Args:
        workspace: The whole workspace.
        entry: The municipality.
        standard: The one it follows.
        key: The document's key in the family's file.
        placed: The names of the directives in its texts.

    Raises:
        InputError: for a party that no file has facts of.
    """
    wanted = {*standard.family.record.documents[key].requires}
    wanted |= {_BY_DIRECTIVE[name] for name in placed if name in _BY_DIRECTIVE}
    found = [
        gap
        for requirement, find in _REQUIREMENTS.items()
        if requirement in wanted
        for gap in find(workspace, entry, standard)
    ]
    shown = [text for text in own_texts(entry.record) if _place_of(text) in placed]
    found += _unconfirmed(entry, shown)
    found += [
        _empty_field(empty)
        for empty in required_and_empty(workspace, entry, standard)
        if f"table {empty.field.key}" in placed and empty.column is not None
    ]
    if not _MONEY.isdisjoint(placed):
        found += _figures(workspace, entry, standard)
    if "signed" in wanted and entry.record.signed is None:
        found.append(
            problem(
                entry.source.key_location(("signed",)),
                MissingCode.NOT_SIGNED,
                document=key,
                edition=entry.record.edition,
                slug=entry.slug,
            )
        )
    return in_order(found)


def _place_of(text: OwnText) -> str:
    """The directive that shows one of the municipality's own texts."""
    return "steering-group" if text.key == STEERING_GROUP else "local-resources"


def _confirmations(_: Workspace, entry: Entry, __: Standard) -> Iterator[Problem]:
    """Whatever the family requires: a text that is marked as unconfirmed is not to be signed."""
    return _unconfirmed(entry, own_texts(entry.record))


def _unconfirmed(entry: Entry, texts: Iterable[OwnText]) -> Iterator[Problem]:
    for text in texts:
        path = () if text.key == STEERING_GROUP else ("local_resources",)
        location = entry.source.key_location((*path, text.key))
        if text.confirmed is Confirmed.NO:
            yield problem(location, MissingCode.UNCONFIRMED, key=text.key, slug=entry.slug)
        elif text.confirmed is Confirmed.CHANGED:
            confirmation = entry.record.confirmed[text.key]
            yield problem(
                location,
                MissingCode.CHANGED,
                key=text.key,
                by=confirmation.by,
                on=confirmation.on,
                slug=entry.slug,
            )


def _local_texts(_: Workspace, entry: Entry, standard: Standard) -> Iterator[Problem]:
    texts = entry.record.local_resources
    for item in standard.family.record.local_items:
        if not item.fixed and not (texts.get(item.key) or "").strip():
            location = entry.at("local_resources", item.key)
            yield problem(location, MissingCode.LOCAL_TEXT, item=item.key)


def _term_end(_: Workspace, entry: Entry, standard: Standard) -> Iterator[Problem]:
    """Whatever the family requires: a fixed term without an end is no term."""
    terms = standard.family.record.terms
    is_open = terms.duration == "until_further_notice"
    if not is_open and terms.term_months is None and entry.record.valid_to is None:
        yield problem(entry.source.key_location(("valid_to",)), MissingCode.END)


def _figures(_: Workspace, entry: Entry, standard: Standard) -> Iterator[Problem]:
    """Whatever the family requires: an agreement whose own row is open is not to be signed.

    A row that another municipality has not finished is shown as not set, and holds up nobody else.
    """
    table = standard.family.record.funding
    if standard.funding is None or table is None:
        return
    if standard.funding.record.groups and entry.record.group is None:
        yield problem(entry.source.key_location(("group",)), MissingCode.GROUP)
    for column in table.columns:
        if entry.record.funding.get(column.key) is None:
            location = entry.at("funding", column.key)
            yield problem(location, MissingCode.FIGURE, column=column.key, row=entry.label)


def _own_fields(workspace: Workspace, entry: Entry, standard: Standard) -> Iterator[Problem]:
    """Whatever the family requires: a field that must be filled in is."""
    return map(_empty_field, required_and_empty(workspace, entry, standard))


def _empty_field(empty: EmptyValue) -> Problem:
    key = empty.field.key
    if empty.column is None:
        return problem(empty.location, MissingCode.FIELD, key=key, title=empty.field.title)
    title = empty.column.title
    return problem(empty.location, MissingCode.CELL, key=key, row=empty.row, title=title)


def _steering_group(workspace: Workspace, entry: Entry, standard: Standard) -> Iterator[Problem]:
    table = standard.family.record.steering_group
    if table is None:
        return
    filled = {seat.role for seat in seats_of(workspace, entry, standard)}
    for role in table.roles:
        if role.mandatory and role.key not in filled:
            location = entry.source.key_location(("steering_group",))
            if table.joint is not None:
                location = workspace.region.at("joint_groups", table.joint)
            yield problem(location, MissingCode.ROLE, role=role.key, title=role.title)


def _signatories(workspace: Workspace, entry: Entry, standard: Standard) -> Iterator[Problem]:
    for party in parties(workspace, entry, standard):
        if not party.signatories:
            yield problem(party.at("signatory"), MissingCode.SIGNATORY, party=party.name)
        path: KeyPath = ("signatory",)
        for number, signatory in enumerate(party.signatories):
            if len(party.signatories) > 1:
                path = ("signatories", number)
            if signatory.name is None:
                yield problem(party.at(*path, "name"), MissingCode.NAME, party=party.name)


def _decisions(workspace: Workspace, entry: Entry, standard: Standard) -> Iterator[Problem]:
    for party in parties(workspace, entry, standard):
        for key, part in DECISION_PARTS.items():
            if getattr(party.decision, key) is None:
                location = party.at("decision", key)
                yield problem(location, MissingCode.DECISION, part=part(), party=party.name)


def _organisation_numbers(
    workspace: Workspace, entry: Entry, standard: Standard
) -> Iterator[Problem]:
    for party in parties(workspace, entry, standard):
        if party.organisation_number is None:
            location = party.at("organisation_number")
            yield problem(location, MissingCode.ORGANISATION_NUMBER, party=party.name)
        elif party.organisation_number_source is None:
            location = party.at("organisation_number")
            yield problem(location, MissingCode.ORGANISATION_NUMBER_SOURCE, party=party.name)


def _valid_from(_: Workspace, entry: Entry, __: Standard) -> Iterator[Problem]:
    if entry.record.valid_from is None:
        yield problem(entry.source.key_location(("valid_from",)), MissingCode.START)


def _sums(workspace: Workspace, _: Entry, standard: Standard) -> Iterator[Problem]:
    if standard.funding is None or not all_rows_known(workspace, standard):
        return
    for difference in unexplained(workspace, standard):
        yield problem(difference.location, MissingCode.SUM, **difference.values)


_REQUIREMENTS: Mapping[Requirement, Callable[[Workspace, Entry, Standard], Iterator[Problem]]] = {
    "local_texts": _local_texts,
    "steering_group": _steering_group,
    "signatories": _signatories,
    "decisions": _decisions,
    "organisation_numbers": _organisation_numbers,
    "valid_from": _valid_from,
    "sums": _sums,
}

_ALWAYS = (_confirmations, _term_end, _figures, _own_fields, placeholders)
"""What no agreement may be signed without, whatever its family requires."""

_BY_DIRECTIVE: Mapping[str, Requirement] = {
    "decisions": "decisions",
    "local-resources": "local_texts",
    "steering-group": "steering_group",
}
"""What each directive shows a gap for."""

_MONEY = frozenset({"county-table", "funding-row"})
"""The directives that show the municipality's own row."""
