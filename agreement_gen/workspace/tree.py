"""Folders of files that can be read: on the disk, and with some of their files replaced.

A workspace is read through a :class:`Tree`, so that the same code reads a folder, a git revision
(:class:`agreement_gen.workspace.git.GitTree`) and files that are not written yet.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from agreement_gen.workspace.files import most_bytes, names_below, read_below

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


class Tree(Protocol):
    """A folder of files; paths are relative to it and use ``/``. Links lead only inside it."""

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, or None where there is none.

        Raises:
            InputError: what has this name is no regular file, is larger than such a file can
                sensibly be, or cannot be read.
        """

    def names(self, folder: str) -> Sequence[str]:
        """The names in a folder, sorted; none where there is no such folder.

        A byte of a name that is not UTF-8 is given as a lone surrogate (PEP 383).

        Raises:
            InputError: the folder cannot be read.
        """


@dataclass(frozen=True, slots=True)
class DiskTree:
    """A folder on the disk."""

    root: Path

    def read(self, path: str) -> bytes | None:
        """See :class:`Tree`."""
        return read_below(self.root, path, most_bytes(path))

    def names(self, folder: str) -> Sequence[str]:
        """See :class:`Tree`."""
        return names_below(self.root, folder)


@dataclass(frozen=True, slots=True)
class ReadOnceTree:
    """A tree whose files are read once, so that an edit can name what it was made from."""

    below: Tree
    _read: dict[str, bytes | None] = field(default_factory=dict, repr=False, compare=False)

    def read(self, path: str) -> bytes | None:
        """See :class:`Tree`."""
        if path not in self._read:
            self._read[path] = self.below.read(path)
        return self._read[path]

    def names(self, folder: str) -> Sequence[str]:
        """See :class:`Tree`."""
        return self.below.names(folder)


@dataclass(frozen=True, slots=True)
class OverlayTree:
    """A tree in which some files are replaced, added, or (where the bytes are None) removed."""

    below: Tree
    files: Mapping[str, bytes | None]

    def read(self, path: str) -> bytes | None:
        """See :class:`Tree`."""
        return self.files[path] if path in self.files else self.below.read(path)

    def names(self, folder: str) -> Sequence[str]:
        """See :class:`Tree`. A folder whose last file is removed is still listed, empty."""
        start = "" if folder in {"", "."} else f"{folder}/"
        names = set(self.below.names(folder))
        for path, data in self.files.items():
            if not path.startswith(start):
                continue
            name, _, rest = path.removeprefix(start).partition("/")
            if data is not None:
                names.add(name)
            elif not rest:
                names.discard(name)
        return sorted(names)


@dataclass(frozen=True, slots=True)
class TreeWithParts:
    """A tree in which some files and folders are those of another tree, whole."""

    below: Tree
    other: Tree
    parts: frozenset[str]

    def read(self, path: str) -> bytes | None:
        """See :class:`Tree`."""
        return self._holder(path).read(path)

    def names(self, folder: str) -> Sequence[str]:
        """See :class:`Tree`."""
        holder = self._holder(folder)
        if holder is self.other:
            return holder.names(folder)
        start = "" if folder in {"", "."} else f"{folder}/"
        names, others = set(holder.names(folder)), self.other.names(folder)
        for part in self.parts:
            if not part.startswith(start):
                continue
            name, _, rest = part.removeprefix(start).partition("/")
            if name in others:
                names.add(name)
            elif not rest:
                names.discard(name)
        return sorted(names)

    def _holder(self, path: str) -> Tree:
        parts = self.parts
        is_others = any(path == part or path.startswith(f"{part}/") for part in parts)
        return self.other if is_others else self.below
