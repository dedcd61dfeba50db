"""Two states of a workspace, read so that a file broken in one of them hides nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agreement_gen.changes.model import Unread
from agreement_gen.checks.gate import require_sound
from agreement_gen.problems import InputError, has_errors
from agreement_gen.workspace.reader import load_workspace
from agreement_gen.workspace.root import REGION_FILE, TEMPLATES
from agreement_gen.workspace.tree import TreeWithParts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from agreement_gen.problems import Problem, ProblemCode
    from agreement_gen.workspace.reader import Entry, Workspace
    from agreement_gen.workspace.tree import Tree


@dataclass(frozen=True, slots=True)
class WorkspaceState:
    """A state of the workspace, and what it is called."""

    name: str
    tree: Tree


@dataclass(frozen=True, slots=True)
class StatePair:
    """Both states, read; what could not be read of one is read from the other, and reported."""

    old: Workspace
    new: Workspace
    unread: tuple[Unread, ...]


def read_pair(old: WorkspaceState, new: WorkspaceState) -> StatePair:
    """Read both states.

    Raises:
        InputError: if the region's file, or the same standard, can be read in neither.
    """
    old_workspace, old_unread = _read(old, new)
    new_workspace, new_unread = _read(new, old)
    unread = (
        *old_unread,
        *new_unread,
        *_by_file(old.name, old_workspace.problems),
        *_by_file(new.name, new_workspace.problems),
    )
    return StatePair(old_workspace, new_workspace, tuple(unread))


def require_sound_state(
    name: str,
    workspace: Workspace,
    chosen: Iterable[Entry],
    tolerated: Collection[ProblemCode] = frozenset(),
) -> None:
    """Refuse a state for what the checks refuse; see :func:`checks.gate.require_sound`.

    Raises:
        InputError: with every problem found, each at its file with the state's name before it.
    """
    try:
        require_sound(workspace, tuple(chosen), tolerated)
    except InputError as error:
        raise InputError(_of_state(name, error.problems)) from None


def require_readable_state(name: str, workspace: Workspace) -> None:
    """Refuse a state of which a file could not be read, where all agreements are asked for.

    Raises:
        InputError: with what is wrong in each such file, with the state's name before it.
    """
    if has_errors(workspace.problems):
        raise InputError(_of_state(name, workspace.problems))


def _of_state(name: str, problems: Iterable[Problem]) -> list[Problem]:
    return [
        replace(found, location=replace(found.location, file=f"{name}: {found.location.file}"))
        for found in problems
    ]


def _read(state: WorkspaceState, other: WorkspaceState) -> tuple[Workspace, tuple[Unread, ...]]:
    try:
        return load_workspace(state.tree), ()
    except InputError as error:
        fatal = [p for p in error.problems if _shared(p.location.file) is not None]
        parts = frozenset(part for p in fatal if (part := _shared(p.location.file)) is not None)
    tree = TreeWithParts(state.tree, other.tree, parts)
    return load_workspace(tree), tuple(_by_file(state.name, fatal))


def _shared(file: str) -> str | None:
    """The part of a workspace that a fault in a file makes unusable; None for a municipality's."""
    top, _, rest = file.partition("/")
    if file == REGION_FILE:
        return file
    return f"{TEMPLATES}/{rest.partition('/')[0]}" if top == TEMPLATES else None


def _by_file(state: str, problems: Iterable[Problem]) -> Iterator[Unread]:
    files: dict[str, list[Problem]] = {}
    for problem in problems:
        files.setdefault(problem.location.file, []).append(problem)
    for file, found in files.items():
        yield Unread(state, file, tuple(found))
