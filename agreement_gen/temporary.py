"""The one folder that holds a command's temporary files, and goes with the command.

The renderer copies its fonts to temporary files, in each of its processes. A command that is
killed cannot remove them. They are therefore all in one folder, in which the command's process
holds a lock: where the system has released it, the process is gone, and the next command removes
the folder. A folder that is not of this form, not the user's own, or still locked is left alone.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agreement_gen.locks import try_lock

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIX = "agreement-gen-"
_NAME = re.compile(rf"{_PREFIX}[0-9]+-[a-z0-9_]{{8}}")
_LOCK = "lock"


@dataclass(frozen=True, slots=True)
class _Own:
    """This process's folder, and the handle that keeps it locked while the process lives."""

    process: int
    path: Path
    lock: int


_own: _Own | None = None


def temporary_folder() -> Path:
    """This process's folder for temporary files; it is removed when the process ends.

    Raises:
        OSError: there is no folder for temporary files, or it cannot be written to.
    """
    global _own
    if _own is None or _own.process != os.getpid():
        from multiprocessing.util import Finalize

        remove_abandoned()
        _own = _created()
        # After everything that may still use it: the finalizers of positive priority, and the
        # processes that are ended between these and the others.
        Finalize(None, _remove, args=(_own,), exitpriority=-100)
    return _own.path


@contextlib.contextmanager
def holding_temporary_files() -> Iterator[None]:
    """Let :mod:`tempfile` make its files in this process's folder while the context lasts.

    Raises:
        OSError: as :func:`temporary_folder`.
    """
    folder, before = temporary_folder(), tempfile.tempdir
    tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


def remove_abandoned() -> None:
    """Remove the folders of this user's commands that were killed; what fails is left for later."""
    with contextlib.suppress(OSError):
        parent = Path(tempfile.gettempdir())
        for name in os.listdir(parent):  # noqa: PTH208
            if _NAME.fullmatch(name):
                with contextlib.suppress(OSError):
                    _remove_if_abandoned(parent / name)


def _created() -> _Own:
    while True:
        path = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=_parent()))
        try:
            lock = os.open(path / _LOCK, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        except FileNotFoundError:
            continue
        try:
            is_mine = try_lock(lock)
        except OSError:  # a file system without locks, where nobody removes what seems abandoned
            is_mine = True
        # Another command that looks just now takes what is not locked yet for abandoned.
        if is_mine and (path / _LOCK).exists():
            return _Own(os.getpid(), path, lock)
        os.close(lock)


def _parent() -> str:
    try:
        return tempfile.gettempdir()
    except FileNotFoundError as error:  # its only name for all that may be wrong
        tried = os.environ.get("TMPDIR", "/tmp")  # noqa: S108 - nothing is made there
        raise OSError(error.errno, error.strerror, tried) from None


def _remove(own: _Own) -> None:
    if own.process == os.getpid():
        os.close(own.lock)  # Windows removes no open file
        shutil.rmtree(own.path, ignore_errors=True)


def _remove_if_abandoned(folder: Path) -> None:
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        return
    if sys.platform == "win32":
        (folder / _LOCK).unlink(missing_ok=True)  # fails where the file is open
        shutil.rmtree(folder)
        return
    if found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) & 0o077:
        return
    try:
        lock = os.open(folder / _LOCK, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        folder.rmdir()  # killed before there was anything in it
        return
    try:
        if try_lock(lock):
            shutil.rmtree(folder)
    finally:
        os.close(lock)
