"""The one gate before agreements are composed: what the checks refuse goes no further."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreement_gen.checks.messages import RuleCode
from agreement_gen.checks.rules import check
from agreement_gen.checks.scope import concerns
from agreement_gen.problems import InputError, has_errors, in_order

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from agreement_gen.problems import Problem, ProblemCode
    from agreement_gen.workspace.reader import Entry, Workspace

SUMS: frozenset[ProblemCode] = frozenset({RuleCode.SUM, RuleCode.UNUSED_DIFFERENCE})
"""What is refused of published sums, for the commands that show or correct them."""

_OF_ITEMS = {RuleCode.KEY_NOT_IN_STANDARD, RuleCode.KEY_OF_STANDARD_MISSING}


@dataclass(frozen=True, slots=True)
class Soundness:
    """Which of some agreements nothing keeps from being composed.

    Attributes:
        sound: Those, in the order given.
        problems: What keeps the others, and every warning on any of them.
    """

    sound: tuple[Entry, ...]
    problems: tuple[Problem, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing keeps any of them."""
        return not has_errors(self.problems)


def soundness(
    workspace: Workspace,
    chosen: Sequence[Entry] | None = None,
    tolerated: Collection[ProblemCode] = frozenset(),
    *,
    may_wait: bool = False,
) -> Soundness:
    """Part some agreements into those that can be composed and those that cannot.

    A problem in one agreement holds up only that agreement, wherever it concerns nobody else (see
    :func:`agreement_gen.checks.scope.concerns`).

    Args:
        workspace: The whole workspace; an agreement holds figures of all municipalities.
        chosen: The agreements that are asked for; None for all of the workspace, of which also
            the files that could not be read are reported.
        tolerated: Kinds of problem that the caller can work with.
        may_wait: Whether an agreement that has not followed a new edition yet is sound.
    """
    found = _found(workspace, tolerated, may_wait=may_wait)
    errors = [one for one in found if one.severity == "error"]
    entries = workspace.entries if chosen is None else chosen
    sound = tuple(
        entry for entry in entries if not any(concerns(workspace, entry, one) for one in errors)
    )
    if chosen is not None:
        found = [one for one in found if any(concerns(workspace, entry, one) for entry in chosen)]
    return Soundness(sound, in_order(found))


def require_sound(
    workspace: Workspace,
    chosen: Sequence[Entry] = (),
    tolerated: Collection[ProblemCode] = frozenset(),
) -> None:
    """Refuse agreements that have errors.

    Args:
        workspace: The whole workspace.
        chosen: The agreements that are asked for; without any, all of the workspace, but for
            those that have not followed a new edition yet.
        tolerated: Kinds of problem that the caller can work with.

    Raises:
        InputError: with every problem found, also of files that could not be read.
    """
    if chosen:
        problems = soundness(workspace, chosen, tolerated).problems
    else:
        problems = tuple(_found(workspace, tolerated, may_wait=True))
    if has_errors(problems):
        raise InputError(problems)


def _found(
    workspace: Workspace, tolerated: Collection[ProblemCode], *, may_wait: bool
) -> list[Problem]:
    waiting = {
        entry.path
        for entry, standard in workspace.with_standards()
        if may_wait and entry.record.edition != standard.family.record.edition
    }
    return [
        found
        for found in check(workspace)
        if found.code not in tolerated
        and not (found.location.file in waiting and _is_of_the_edition(found))
    ]


def _is_of_the_edition(found: Problem) -> bool:
    """Whether a problem of a municipality's file goes away when it follows the new edition."""
    if found.code == RuleCode.OTHER_EDITION:
        return True
    return found.code in _OF_ITEMS and dict(found.values).get("section") == "local_resources"
