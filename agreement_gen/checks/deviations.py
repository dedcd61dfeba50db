"""Where a municipality's agreement differs from the standard, as far as the family allows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from agreement_gen.checks.messages import KEYS_ALLOWED, NO_KEY_ALLOWED, DeviationCode
from agreement_gen.problems import did_you_mean, problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agreement_gen.problems import Problem
    from agreement_gen.workspace.reader import Entry, Standard

_TEMPLATE_SYNTAX = re.compile(r"\{[{%#]")


@dataclass(frozen=True, slots=True)
class Deviation:
    """One difference from the standard that is allowed, and why it was agreed.

    Attributes:
        kind: Whether a term or a clause differs.
        key: The term's key or the clause's id.
        standard: The standard's number of months, or its clause's text as a template.
        own: The municipality's number of months, or its clause's text.
        reason: Why it was agreed.
    """

    kind: Literal["term", "clause"]
    key: str
    standard: str
    own: str
    reason: str


def deviations(entry: Entry, standard: Standard) -> tuple[Deviation, ...]:
    """What differs from the standard, terms first, both in the standard's order."""
    return (*_terms(entry, standard), *_clauses(entry, standard))


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
