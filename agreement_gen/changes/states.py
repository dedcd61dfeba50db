"""Two states of a workspace, read so that a file broken in one of them hides nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreement_gen.changes.model import Unread
from agreement_gen.problems import InputError
from agreement_gen.workspace.reader import REGION_FILE, TEMPLATES, load_workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from agreement_gen.problems import Problem
    from agreement_gen.workspace.reader import Tree, Workspace


@dataclass(frozen=True, slots=True)
class WorkspaceState:
    """A state of the workspace, and what it is called."""

    name: str
    tree: Tree


@dataclass(frozen=True, slots=True)
class StatePair:
    """Both states, read; what could not be read of one is taken from the other, and told."""

    old: Workspace
    new: Workspace
    unread: tuple[Unread, ...]


@dataclass(frozen=True, slots=True)
class _Borrowing:
    """A tree that takes the files below some paths from another."""

    own: Tree
    other: Tree
    borrowed: frozenset[str]

    def read(self, path: str) -> bytes | None:
        return self._holder(path).read(path)

    def names(self, folder: str) -> Sequence[str]:
        names = set(self._holder(folder).names(folder))
        for path in self.borrowed:
            parent, _, name = path.rpartition("/")
            if parent == folder:
                names |= {name}
        return sorted(names)

    def _holder(self, path: str) -> Tree:
        taken = any(path == part or path.startswith(f"{part}/") for part in self.borrowed)
        return self.other if taken else self.own


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


def _read(state: WorkspaceState, other: WorkspaceState) -> tuple[Workspace, tuple[Unread, ...]]:
    try:
        return load_workspace(state.tree), ()
    except InputError as error:
        fatal = [p for p in error.problems if _shared(p.location.file) is not None]
        parts = frozenset(part for p in fatal if (part := _shared(p.location.file)) is not None)
    tree = _Borrowing(state.tree, other.tree, parts)
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
