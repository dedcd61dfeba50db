"""Where a municipality's agreement differs from the standard, as far as the family allows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreement_gen.problems import Problem, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agreement_gen.workspace.reader import Entry, Standard

_TEMPLATE_SIGN = re.compile(r"\{[{%#]")


@dataclass(frozen=True, slots=True)
class Deviation:
    """One difference from the standard that is allowed, and why it was agreed.

    ``kind`` says whether ``key`` is a term or a clause. A term's ``standard`` and ``own`` are
    numbers of months; a clause's are its texts, the standard's with its template signs.
    """

    kind: str
    key: str
    standard: str
    own: str
    reason: str


def deviations(entry: Entry, standard: Standard) -> tuple[Deviation, ...]:
    """What differs from the standard, terms first, both in the standard's order."""
    own, family = entry.record.overrides, standard.family.record
    found = [
        Deviation("term", key, str(getattr(family.terms, key)), str(term.value), term.reason)
        for key in type(family.terms).model_fields
        for name, term in own.terms.items()
        if name == key and term.value != getattr(family.terms, key)
    ]
    for key in family.clauses:
        clause = own.clauses.get(key)
        if clause is not None and clause.text.strip() != standard.clauses[key].text.strip():
            text = standard.clauses[key].text
            found.append(Deviation("clause", key, text, clause.text, clause.reason))
    return tuple(found)


def refused(entry: Entry, standard: Standard) -> Iterator[Problem]:
    """Each override that the family does not allow, or that cannot be inserted as it stands."""
    own, family = entry.record.overrides, standard.family.record
    yield from _not_allowed(entry, "terms", own.terms, family.overridable.terms)
    yield from _not_allowed(entry, "clauses", own.clauses, family.overridable.clauses)
    for key, clause in own.clauses.items():
        place = entry.source.key_location(("overrides", "clauses", key))
        if key not in family.clauses:
            hint = str(did_you_mean(key, family.clauses))
            yield Problem(place, "unknown-clause", f"the standard has no clause `{key}`", hint)
        if _TEMPLATE_SIGN.search(clause.text):
            yield Problem(
                entry.at("overrides", "clauses", key, "text"),
                "template-sign",
                "a municipality's own clause is no template; `{{`, `{%` and `{#` stay as they are",
                "write the words or the figure out",
            )


def told(entry: Entry, standard: Standard) -> Iterator[Problem]:
    """Each deviation, so that it is seen; and each override that says what the standard says."""
    own = entry.record.overrides
    real = {(deviation.kind, deviation.key): deviation for deviation in deviations(entry, standard)}
    for kind, section, keys in (("term", "terms", own.terms), ("clause", "clauses", own.clauses)):
        for key in keys:
            place = entry.source.key_location(("overrides", section, key))
            deviation = real.get((kind, key))
            if deviation is not None:
                what = f": {deviation.own} for {deviation.standard}" if kind == "term" else ""
                message = f"deviates from the standard in the {kind} `{key}`{what}"
                yield Problem(
                    place, "deviation", message, f"reason: {deviation.reason}", severity="warning"
                )
            elif kind == "term" or key in standard.clauses:
                yield Problem(
                    place,
                    "needless-override",
                    f"the {kind} `{key}` is the same in the standard",
                    "take it away, so that the standard's next change reaches this agreement",
                    severity="warning",
                )


def _not_allowed(
    entry: Entry, section: str, keys: Iterable[str], allowed: Iterable[str]
) -> Iterator[Problem]:
    for key in keys:
        if key not in allowed:
            known = ", ".join(allowed)
            yield Problem(
                entry.source.key_location(("overrides", section, key)),
                "override-not-allowed",
                f"the standard does not let a municipality change `{key}`",
                f"allowed here: {known}"
                if known
                else f"add it to overridable.{section} in the family's file if it is to be allowed",
            )
