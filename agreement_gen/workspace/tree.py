"""Folders of files that can be read: on the disk, and with some of their files replaced.

A workspace is read through a :class:`Tree`, so that the same code reads a folder, a git revision
(:class:`agreement_gen.workspace.git.GitTree`) and files that are not written yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path


class Tree(Protocol):
    """A folder of files; paths are relative to it and use ``/``."""

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, or None where there is none."""

    def names(self, folder: str) -> Sequence[str]:
        """The names in a folder, sorted; none where there is no such folder."""


@dataclass(frozen=True, slots=True)
class DiskTree:
    """A folder on the disk."""

    root: Path

    def read(self, path: str) -> bytes | None:
        """See :class:`Tree`."""
        try:
            return (self.root / path).read_bytes()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return None

    def names(self, folder: str) -> Sequence[str]:
        """See :class:`Tree`."""
        try:
            return sorted(entry.name for entry in (self.root / folder).iterdir())
        except (FileNotFoundError, NotADirectoryError):
            return ()


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


def files_below(tree: Tree, path: str) -> Iterator[str]:
    """The paths of the files in a folder and its folders; the path itself if it is a file."""
    if tree.read(path) is not None:
        yield path
        return
    for name in tree.names(path):
        yield from files_below(tree, f"{path}/{name}")
