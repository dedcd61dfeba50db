"""How often words that limit what is said are in the clauses of a standard.

A fact can keep its words and lose its force: *bistår inte*, *om medlen räcker*, *3 eller 12
månader*. So a standard counts such words, and figures, in each of its clauses (``reservations`` in
``facts.yaml``). They are counted in the templates, in all their alternatives, so that neither the
values of an agreement nor its local texts, tables and own clauses are part of it.
"""

from __future__ import annotations

import functools
import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from agreement_gen.build.messages import FactCode
from agreement_gen.build.template.words import written
from agreement_gen.problems import Location, problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from agreement_gen.problems import Problem
    from agreement_gen.workspace.reader import Entry, Standard


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
        includes = tuple((name, each.text) for name, each in standard.includes.items())
        found_words = _counted(template.text, includes, (*adopted.words, *counts))
        for word, found in found_words.items():
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


# The same for every agreement of a standard, and half of the time that composing one takes.
@functools.lru_cache(maxsize=256)
def _counted(
    source: str, includes: tuple[tuple[str, str], ...], words: tuple[str, ...]
) -> Mapping[str, int]:
    """How often each word is in a template, and each figure that it has."""
    text = _plain(source, dict(includes))
    wanted = dict.fromkeys([*(word.casefold() for word in words), *re.findall(r"[0-9]+", text)])
    return MappingProxyType(
        {word: len(re.findall(rf"(?<!\w){re.escape(word)}(?!\w)", text)) for word in wanted}
    )


def _plain(source: str, includes: Mapping[str, str]) -> str:
    """The words of a template in small letters, with those of all its alternatives and includes.

    Marks of Markdown and the numbers of lists are left out. A template that cannot be read has
    none: composing reports it.
    """
    text = written(source, includes)
    text = re.sub(r"(?m)^[ \t]*[0-9]+[.)](?=\s)", "", text)
    return " ".join(re.sub(r"[*_\\]", "", text).casefold().split())
