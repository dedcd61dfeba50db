"""What is still missing before an agreement may be signed.

A family says in its ``requires`` what must be there. Each requirement is one small function;
what it misses is told with the file and line where it belongs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreement_gen.agreement_state.parties import parties
from agreement_gen.funding.totals import unexplained
from agreement_gen.problems import Problem, in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from agreement_gen.problems import Location
    from agreement_gen.workspace.model import Requirement
    from agreement_gen.workspace.reader import Entry, Standard, Workspace


def missing(workspace: Workspace, entry: Entry, standard: Standard) -> tuple[Problem, ...]:
    """Everything that the family requires and that is not there, sorted by place.

    An empty result means that the agreement is ready; otherwise it is a draft.
    """
    return in_order(
        problem
        for requirement in standard.family.record.requires
        for problem in _REQUIREMENTS[requirement](workspace, entry, standard)
    )


def _problem(place: Location, code: str, message: str) -> Problem:
    return Problem(place, f"missing-{code}", message, severity="warning")


def _local_texts(_: Workspace, entry: Entry, standard: Standard) -> Iterator[Problem]:
    texts = entry.record.local_resources
    for item in standard.family.record.local_items:
        if not item.fixed and not (texts.get(item.key) or "").strip():
            place = entry.at("local_resources", item.key)
            yield _problem(place, "local-text", f"the local text `{item.key}` is not written")


def _steering_group(_: Workspace, entry: Entry, standard: Standard) -> Iterator[Problem]:
    filled = {seat.role for seat in entry.record.steering_group}
    for role in standard.family.record.steering_group.roles:
        if role.mandatory and role.key not in filled:
            place = entry.source.key_location(("steering_group",))
            message = f"the steering group lacks the mandatory role `{role.key}` ({role.title})"
            yield _problem(place, "role", message)


def _signatories(workspace: Workspace, entry: Entry, standard: Standard) -> Iterator[Problem]:
    for party in parties(workspace, entry, standard):
        for signatory in party.signatories:
            if signatory.name is None:
                message = f"the signatory of {party.name} is unnamed"
                yield _problem(party.at("signatory", "name"), "name", message)


def _decisions(workspace: Workspace, entry: Entry, standard: Standard) -> Iterator[Problem]:
    for party in parties(workspace, entry, standard):
        for key in type(party.decision).model_fields:
            if getattr(party.decision, key) is None:
                words = key.replace("_", " ")
                message = f"the {words} of the decision of {party.name} is not given"
                yield _problem(party.at("decision", key), "decision", message)


def _valid_from(_: Workspace, entry: Entry, __: Standard) -> Iterator[Problem]:
    if entry.record.valid_from is None:
        place = entry.source.key_location(("valid_from",))
        yield _problem(place, "start", "the date from which the agreement applies is not given")


def _sums(workspace: Workspace, _: Entry, standard: Standard) -> Iterator[Problem]:
    for difference in unexplained(workspace, standard):
        yield _problem(difference.place, "sum", str(difference))


_REQUIREMENTS: Mapping[Requirement, Callable[[Workspace, Entry, Standard], Iterator[Problem]]] = {
    "local_texts": _local_texts,
    "steering_group": _steering_group,
    "signatories": _signatories,
    "decisions": _decisions,
    "valid_from": _valid_from,
    "sums": _sums,
}
