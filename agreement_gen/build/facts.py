"""Whether a composed agreement still says each fact of its standard.

A standard lists its facts as data (``facts.yaml``): the words that a clause has to say for each,
and words that it must not say. So nobody can edit a clause and lose a fact unseen, whether in the
standard or in a municipality's own version of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreement_gen.build.messages import FactCode
from agreement_gen.document.tree import clause_lines
from agreement_gen.problems import Location, problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from agreement_gen.document.tree import Clause, Document
    from agreement_gen.messages import Value
    from agreement_gen.problems import Problem
    from agreement_gen.workspace.model import Fact
    from agreement_gen.workspace.reader import Entry, Standard
    from agreement_gen.yamlfile.nodes import KeyPath


def lost_facts(
    entry: Entry,
    standard: Standard,
    document: Document,
    line: Callable[[str, KeyPath], str],
) -> Iterator[Problem]:
    """Each fact that a composed agreement does not say, or says otherwise.

    In a clause of the standard's that is an error. In a municipality's own version of the clause it
    is a warning that names the fact, because the family allows the deviation.

    Args:
        entry: The municipality.
        standard: The standard that it follows.
        document: Its agreement as composed.
        line: Renders one of the facts' words, a one-line template, at a path of the facts' file.
    """
    if standard.facts is None:
        return
    clauses = {clause.id: clause for clause in document.clauses}
    for number, fact in enumerate(standard.facts.record.facts):
        clause = clauses.get(fact.clause)
        if clause is None:
            location = standard.facts.at("facts", number, "clause")
            yield problem(location, FactCode.NO_CLAUSE, id=fact.id, clause=fact.clause)
        else:
            yield from _lost(entry, standard, clause, fact, number, line)


def _lost(
    entry: Entry,
    standard: Standard,
    clause: Clause,
    fact: Fact,
    number: int,
    line: Callable[[str, KeyPath], str],
) -> Iterator[Problem]:
    text = spoken(" ".join(clause_lines(clause)))

    def words(key: str) -> list[str]:
        templates: tuple[str, ...] = getattr(fact, key)
        return [line(one, ("facts", number, key, at)) for at, one in enumerate(templates)]

    is_own = fact.clause in entry.record.overrides.clauses
    if is_own:
        location = entry.at("overrides", "clauses", fact.clause, "text")
    else:
        location = Location(standard.clauses[fact.clause].file, 1, 1)

    def found(own: FactCode, shared: FactCode, missing: str) -> Problem:
        values: dict[str, Value] = {"id": fact.id, "fact": fact.fact, "words": missing}
        return problem(location, own if is_own else shared, **values)

    for said in words("says"):
        if spoken(said) not in text:
            yield found(FactCode.LOST_IN_OWN_CLAUSE, FactCode.LOST, said)
    choices = words("one_of")
    if choices and not any(spoken(choice) in text for choice in choices):
        yield found(FactCode.LOST_IN_OWN_CLAUSE, FactCode.LOST, choices[0])
    for said in words("never"):
        if spoken(said) in text:
            yield found(FactCode.CHANGED_IN_OWN_CLAUSE, FactCode.CHANGED, said)


def spoken(text: str) -> str:
    """A text as it is heard: small letters, one space between words, ordinary hyphens."""
    return " ".join(text.casefold().replace("\u2011", "-").split())
