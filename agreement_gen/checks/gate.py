"""The one gate before agreements are composed: what the checks refuse goes no further."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreement_gen.checks.messages import RuleCode
from agreement_gen.checks.rules import check
from agreement_gen.problems import InputError, has_errors

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from agreement_gen.problems import Problem, ProblemCode
    from agreement_gen.workspace.reader import Entry, Workspace

SUMS: frozenset[ProblemCode] = frozenset({RuleCode.SUM, RuleCode.UNUSED_DIFFERENCE})
"""What is refused of published sums, for the commands that show or correct them."""

_OF_ITEMS = {RuleCode.KEY_NOT_IN_STANDARD, RuleCode.KEY_OF_STANDARD_MISSING}


def require_sound(
    workspace: Workspace,
    chosen: Iterable[Entry] = (),
    tolerated: Collection[ProblemCode] = frozenset(),
) -> None:
    """Refuse a workspace that has errors.

    A municipality that has not followed a new edition yet holds up only its own agreement: that its
    file has the old edition, and the old local items, is refused only if it is chosen.

    Args:
        workspace: The whole workspace; an agreement holds figures of all municipalities.
        chosen: The municipalities that must follow the standard's present edition.
        tolerated: Kinds of problem that the caller can work with.

    Raises:
        InputError: with every problem found, also of files that could not be read.
    """
    strict = {entry.path for entry in chosen}
    waiting = {
        entry.path
        for entry, standard in workspace.with_standards()
        if entry.record.edition != standard.family.record.edition
    } - strict
    problems = [
        found
        for found in check(workspace)
        if found.code not in tolerated
        and not (found.location.file in waiting and _is_of_the_edition(found))
    ]
    if has_errors(problems):
        raise InputError(problems)


def _is_of_the_edition(found: Problem) -> bool:
    """Whether a problem of a municipality's file goes away when it follows the new edition."""
    if found.code == RuleCode.OTHER_EDITION:
        return True
    return found.code in _OF_ITEMS and dict(found.values).get("section") == "local_resources"
