"""Temporary files beside the files that they are to replace, none of which is ever left behind.

A file is written whole under another name in the same folder, flushed to the disk, and then renamed
in one step (rename(2)). Each folder has a marker meanwhile, which its writer keeps locked. The
system releases the lock however the writer ends, so that the next writer can tell what is stale.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
import sys
from typing import TYPE_CHECKING, Self

from agreement_gen.locks import try_lock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

_NAME = re.compile(r"(\.agreement-gen-[0-9a-f]{12})(\.[0-9]+)?")
"""A marker's name; with a number after it, that of a temporary file."""

_NEW = (
    os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
)
_NO_HARD_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


class Staging:
    """The temporary files of one writer; those that are not put in place are removed at its end."""

    def __init__(self) -> None:
        """Begin without any file; used as a context manager."""
        self._markers: dict[Path, tuple[Path, int]] = {}
        self._files: list[Path] = []

    def add(self, target: Path, data: bytes) -> Path:
        """Write the bytes of a file beside it; an old one's permissions are kept.

        Args:
            target: The file itself, no link to it; its folder exists.
            data: The bytes.

        Raises:
            OSError: the disk is full, or the folder cannot be written to.
        """
        marker = self._marker(target.parent)
        path = marker.with_name(f"{marker.name}.{len(self._files)}")
        handle = os.open(path, _NEW, 0o666)
        self._files.append(path)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileNotFoundError):
            shutil.copymode(target, path)
        return path

    def __enter__(self) -> Self:
        """See the class."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove what was not put in place."""
        for path in self._files:
            with contextlib.suppress(OSError):
                path.unlink()
        for marker, handle in self._markers.values():
            with contextlib.suppress(OSError):
                marker.unlink()
            os.close(handle)

    def _marker(self, folder: Path) -> Path:
        if folder not in self._markers:
            remove_stale(folder)
            self._markers[folder] = _new_marker(folder)
        return self._markers[folder][0]


def replace(stage: Path, target: Path) -> None:
    """Put a temporary file in place of its target, in one step.

    Raises:
        OSError: it cannot be renamed; the target is as it was.
    """
    os.replace(stage, target)


def create(stage: Path, target: Path) -> None:
    """Put a temporary file in place where nothing is.

    Raises:
        FileExistsError: something is there; it is as it was.
        OSError: the file cannot be put there.
    """
    try:
        os.link(stage, target)
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        os.replace(stage, target)
    else:
        stage.unlink()


def sync_folder(folder: Path) -> None:
    """Flush the names in a folder to the disk, so that a rename outlives a power failure."""
    if sys.platform == "win32":  # it opens no folder
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_stale(folder: Path) -> None:
    """Remove the temporary files in a folder whose writer was killed."""
    found = sorted(filter(None, map(_NAME.fullmatch, _names(folder))), key=lambda m: m[0])
    for name in dict.fromkeys(match[1] for match in found):
        with _if_abandoned(folder / name) as is_abandoned:
            if not is_abandoned:
                continue
            # The marker last: without it what is left would be stale for anybody at once.
            for match in reversed([match for match in found if match[1] == name]):
                with contextlib.suppress(OSError):
                    (folder / match[0]).unlink()


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _new_marker(folder: Path) -> tuple[Path, int]:
    while True:
        marker = folder / f".agreement-gen-{secrets.token_hex(6)}"
        handle = os.open(marker, _NEW, 0o600)
        with contextlib.suppress(OSError):  # without locks nobody takes it for stale either
            try_lock(handle)
        if os.fstat(handle).st_nlink:
            return marker, handle
        os.close(handle)  # taken for stale before it was locked


@contextlib.contextmanager
def _if_abandoned(marker: Path) -> Iterator[bool]:
    """Whether the writer of a marker has ended; nobody else removes its files meanwhile."""
    try:
        handle = os.open(
            marker, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        )
    except FileNotFoundError:
        yield True  # a writer removes its marker last
        return
    except OSError:
        yield False
        return
    try:
        is_abandoned = False
        with contextlib.suppress(OSError):
            is_abandoned = try_lock(handle)
        yield is_abandoned
    finally:
        os.close(handle)
