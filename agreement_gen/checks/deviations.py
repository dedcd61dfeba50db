"""Where a municipality's agreement differs from the standard, as far as the family allows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from agreement_gen.checks.messages import KEYS_ALLOWED, NO_KEY_ALLOWED, DeviationCode
from agreement_gen.problems import did_you_mean, problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from agreement_gen.problems import Problem
    from agreement_gen.workspace.model import AddedAnnex, AddedClause
    from agreement_gen.workspace.reader import Entry, Standard

_TEMPLATE_SYNTAX = re.compile(r"\{[{%#]")


DeviationKind = Literal["term", "clause", "added", "annex"]


@dataclass(frozen=True, slots=True)
class Deviation:
    """One difference from the standard that is allowed, and why it was agreed.

    Attributes:
        kind: Whether a term or a clause differs, or a clause or an annex is added.
        key: The term's key or the clause's or annex's id.
        standard: The standard's number of months, or its clause's text as a template; empty for
            what is added.
        own: The municipality's number of months, or its clause's or annex's text.
        reason: Why it was agreed.
    """

    kind: DeviationKind
    key: str
    standard: str
    own: str
    reason: str


def deviations(entry: Entry, standard: Standard) -> tuple[Deviation, ...]:
    """What differs from the standard: terms and clauses in its order, then what is added."""
    own = entry.record.overrides
    return (
        *_terms(entry, standard),
        *_clauses(entry, standard),
        *(Deviation("added", key, "", c.text, c.reason) for key, c in own.added_clauses.items()),
        *(Deviation("annex", key, "", a.text, a.reason) for key, a in own.annexes.items()),
    )


def _terms(entry: Entry, standard: Standard) -> Iterator[Deviation]:
    own = {str(key): term for key, term in entry.record.overrides.terms.items()}
    for key, months in standard.family.record.terms:
        term = own.get(key)
        if term is not None and term.value != months:
            yield Deviation("term", key, str(months), str(term.value), term.reason)


def _clauses(entry: Entry, standard: Standard) -> Iterator[Deviation]:
    for key in standard.family.record.clauses:
        clause, text = entry.record.overrides.clauses.get(key), standard.clauses[key].text
        if clause is not None and clause.text.strip() != text.strip():
            yield Deviation("clause", key, text, clause.text, clause.reason)


def refused(entry: Entry, standard: Standard) -> Iterator[Problem]:
    """Each override that the family does not allow, or that cannot be inserted as it is."""
    own, family = entry.record.overrides, standard.family.record
    yield from _not_allowed(entry, "terms", own.terms, family.overridable.terms)
    yield from _not_allowed(entry, "clauses", own.clauses, family.overridable.clauses)
    for key, clause in own.clauses.items():
        if key not in family.clauses:
            yield problem(
                entry.source.key_location(("overrides", "clauses", key)),
                DeviationCode.UNKNOWN_CLAUSE,
                clause=key,
                suggestion=did_you_mean(key, family.clauses),
            )
        if _TEMPLATE_SYNTAX.search(clause.text):
            location = entry.at("overrides", "clauses", key, "text")
            yield problem(location, DeviationCode.TEMPLATE_IN_CLAUSE)
    yield from _refused_additions(entry, standard)


def _refused_additions(entry: Entry, standard: Standard) -> Iterator[Problem]:
    """Each clause and annex that the family does not let one agreement add."""
    own, family = entry.record.overrides, standard.family.record
    for key, clause in own.added_clauses.items():
        if clause.after not in family.clauses:
            yield problem(
                entry.at("overrides", "added_clauses", key, "after"),
                DeviationCode.UNKNOWN_CLAUSE,
                clause=clause.after,
                suggestion=did_you_mean(clause.after, family.clauses),
            )
    additions: tuple[tuple[str, bool, Mapping[str, AddedClause | AddedAnnex]], ...] = (
        ("added_clauses", family.overridable.added_clauses, own.added_clauses),
        ("annexes", family.overridable.annexes and family.annexes is not None, own.annexes),
    )
    taken = set(standard.clauses)
    for section, is_allowed, added in additions:
        for key, addition in added.items():
            location = entry.source.key_location(("overrides", section, key))
            if not is_allowed:
                yield problem(location, DeviationCode.ADDITION_NOT_ALLOWED, section=section)
            if key in taken:
                yield problem(location, DeviationCode.ID_TAKEN, key=key)
            taken.add(key)
            if _TEMPLATE_SYNTAX.search(addition.text):
                location = entry.at("overrides", section, key, "text")
                yield problem(location, DeviationCode.TEMPLATE_IN_CLAUSE)


def reported(entry: Entry, standard: Standard) -> Iterator[Problem]:
    """A warning for each deviation, and for each override that is the same as the standard."""
    own = entry.record.overrides
    found = {(item.kind, item.key): item for item in deviations(entry, standard)}
    for term in own.terms:
        location = entry.source.key_location(("overrides", "terms", term))
        deviation = found.get(("term", term))
        if deviation is None:
            yield problem(location, DeviationCode.UNUSED_TERM, term=term)
        else:
            yield problem(
                location,
                DeviationCode.TERM_DEVIATES,
                term=term,
                own=deviation.own,
                standard=deviation.standard,
                reason=deviation.reason,
            )
    for clause in own.clauses:
        location = entry.source.key_location(("overrides", "clauses", clause))
        deviation = found.get(("clause", clause))
        if deviation is not None:
            reason = deviation.reason
            yield problem(location, DeviationCode.CLAUSE_DEVIATES, clause=clause, reason=reason)
        elif clause in standard.clauses:
            yield problem(location, DeviationCode.UNUSED_CLAUSE, clause=clause)
    for key, added in own.added_clauses.items():
        location = entry.source.key_location(("overrides", "added_clauses", key))
        reason = added.reason
        yield problem(location, DeviationCode.CLAUSE_ADDED, clause=key, reason=reason)
    for key, annex in own.annexes.items():
        location = entry.source.key_location(("overrides", "annexes", key))
        yield problem(location, DeviationCode.ANNEX_ADDED, annex=key, reason=annex.reason)


def _not_allowed(
    entry: Entry, section: str, keys: Iterable[str], allowed: Iterable[str]
) -> Iterator[Problem]:
    known = ", ".join(allowed)
    next_step = KEYS_ALLOWED(keys=known) if known else NO_KEY_ALLOWED(section=section)
    for key in keys:
        if key not in allowed:
            yield problem(
                entry.source.key_location(("overrides", section, key)),
                DeviationCode.OVERRIDE_NOT_ALLOWED,
                key=key,
                next_step=next_step,
            )
