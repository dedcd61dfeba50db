"""The clauses and annexes of an agreement in order: the standard's, and what it adds to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from agreement_gen.workspace.model import CompanionDocument
    from agreement_gen.workspace.reader import Entry, Standard
    from agreement_gen.yamlfile.nodes import KeyPath

ADDED_CLAUSES: Final = "added_clauses"
"""The key of an agreement's file under which it adds clauses."""


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """One clause or annex that an agreement has.

    Attributes:
        id: What links call it.
        number: Its place from 1 among the clauses or among the annexes.
        annex: The word before an annex's number; empty for a clause.
        own: Where the agreement's own file has its text; None for the standard's text.
    """

    id: str
    number: int
    annex: str
    own: KeyPath | None


def clause_parts(entry: Entry, standard: Standard) -> tuple[DocumentPart, ...]:
    """The clauses in the family's order, each followed by those that are added after it."""
    own = entry.record.overrides
    paths: dict[str, KeyPath | None] = {}
    for clause in standard.family.record.clauses:
        is_own = clause in own.clauses
        paths[clause] = ("overrides", "clauses", clause, "text") if is_own else None
        for key, added in own.added_clauses.items():
            if added.after == clause:
                paths[key] = ("overrides", ADDED_CLAUSES, key, "text")
    return _numbered(paths, "")


def companion_parts(document: CompanionDocument) -> tuple[DocumentPart, ...]:
    """The sections of a companion document in order."""
    return _numbered(dict.fromkeys(document.clauses), "")


def annex_parts(entry: Entry, standard: Standard) -> tuple[DocumentPart, ...]:
    """The annexes in the family's order, and then those that only this agreement has."""
    words = standard.family.record.annexes
    if words is None:
        return ()
    paths: dict[str, KeyPath | None] = dict.fromkeys(words.order)
    for key in entry.record.overrides.annexes:
        paths[key] = ("overrides", "annexes", key, "text")
    return _numbered(paths, words.label)


def _numbered(paths: dict[str, KeyPath | None], annex: str) -> tuple[DocumentPart, ...]:
    numbers = enumerate(paths.items(), start=1)
    return tuple(DocumentPart(id_, number, annex, own) for number, (id_, own) in numbers)
