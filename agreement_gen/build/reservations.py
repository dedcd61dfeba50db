"""How often words that limit what is said are in the clauses of a standard.

A fact can keep its words and lose its force: *bistår inte*, *om medlen räcker*, *3 eller 12
månader*. So a standard counts such words, and figures, in each of its clauses (``reservations`` in
``facts.yaml``). They are counted in the templates, in all their alternatives, so that neither the
values of an agreement nor its local texts, tables and own clauses are part of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agreement_gen.build.messages import FactCode
from agreement_gen.build.template.words import written
from agreement_gen.problems import Location, problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from agreement_gen.problems import Problem
    from agreement_gen.workspace.reader import ClauseTemplate, Entry, Standard


def changed_reservations(entry: Entry, standard: Standard) -> Iterator[Problem]:
    """Each word that a clause of an agreement has more or less often than the adopted text.

    Args:
        entry: The municipality; its own versions of clauses are not counted.
        standard: The standard that it follows.
    """
    facts = standard.facts
    if facts is None or facts.record.reservations is None:
        return
    adopted = facts.record.reservations
    for clause in adopted.clauses:
        if clause not in standard.clauses:
            location = facts.source.key_location(("reservations", "clauses", clause))
            yield problem(location, FactCode.RESERVATION_WITHOUT_CLAUSE, clause=clause)
    for clause, template in standard.clauses.items():
        if clause in entry.record.overrides.clauses:
            continue
        counts = {word.casefold(): count for word, count in adopted.clauses.get(clause, {}).items()}
        text = plain_words(template.text, standard.includes)
        for word, found in _counted(text, [*adopted.words, *counts]).items():
            if found != counts.get(word, 0):
                ids = [fact.id for fact in facts.record.facts if fact.clause == clause]
                yield problem(
                    Location(template.file, 1, 1),
                    FactCode.RESERVATION,
                    word=word,
                    found=found,
                    adopted=counts.get(word, 0),
                    clause=clause,
                    facts=", ".join(ids),
                )


def _counted(text: str, words: Iterable[str]) -> dict[str, int]:
    """How often each word is in a text, and each figure that the text has."""
    wanted = dict.fromkeys([*(word.casefold() for word in words), *re.findall(r"[0-9]+", text)])
    return {word: len(re.findall(rf"(?<!\w){re.escape(word)}(?!\w)", text)) for word in wanted}


def plain_words(source: str, includes: Mapping[str, ClauseTemplate]) -> str:
    """The words of a template in small letters, with those of all its alternatives and includes.

    Marks of Markdown and the numbers of lists are left out. A template that cannot be read has
    none: composing reports it.
    """
    text = written(source, {name: template.text for name, template in includes.items()})
    text = re.sub(r"(?m)^[ \t]*[0-9]+[.)](?=\s)", "", text)
    return " ".join(re.sub(r"[*_\\]", "", text).casefold().split())
