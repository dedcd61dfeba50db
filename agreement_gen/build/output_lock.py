"""The lock of an output folder, so that only one command at a time changes what is in it."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from typing import TYPE_CHECKING

from agreement_gen.build.messages import OutputCode
from agreement_gen.locks import try_lock
from agreement_gen.problems import Location, fault, problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from agreement_gen.problems import Problem

LOCK = ".build-lock"

WAIT_SECONDS = 300
"""How long to wait for another command; 290 agreements are put in place in a few seconds."""

_QUIET_SECONDS = 0.5
_PAUSE_SECONDS = 0.05

_FLAGS = (
    os.O_RDWR
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
)
_NO_FILE = {errno.EISDIR, errno.ELOOP, errno.EMLINK, errno.ENXIO}


@contextlib.contextmanager
def locked(output: Path, notify: Callable[[Problem], None]) -> Iterator[None]:
    """Hold the lock of an output folder; wait for another command that holds it.

    The lock of a command that was killed is released by the system.

    Args:
        output: The folder, which exists.
        notify: Is called if another command has to be waited for.

    Raises:
        InputError: the other command does not end, the folder cannot be locked, or something else
            has the name of the lock.
        OSError: the folder cannot be written to.
    """
    handle = _acquired(output, notify)
    try:
        yield
    finally:
        # Removed while it is locked, so that a command that has opened it finds it gone and makes
        # a new one; Windows removes no open file, and it stays there.
        with contextlib.suppress(OSError):
            (output / LOCK).unlink()
        os.close(handle)


def is_locked(output: Path) -> bool:
    """Whether a running command is changing an output folder."""
    try:
        handle = os.open(output / LOCK, _FLAGS)
    except OSError:
        return False
    try:
        return not try_lock(handle)
    except OSError:
        return False
    finally:
        os.close(handle)


def _acquired(output: Path, notify: Callable[[Problem], None]) -> int:
    location = Location(str(output))
    start, is_reported = time.monotonic(), False
    while True:
        handle = _tried(output)
        if handle is not None:
            return handle
        waited = time.monotonic() - start
        if waited > WAIT_SECONDS:
            raise fault(location, OutputCode.LOCKED, seconds=WAIT_SECONDS)
        if waited > _QUIET_SECONDS and not is_reported:
            notify(problem(location, OutputCode.BUSY))
            is_reported = True
        time.sleep(_PAUSE_SECONDS)


def _tried(output: Path) -> int | None:
    """A handle of the locked file; None if another command has it."""
    path = output / LOCK
    try:
        handle = os.open(path, _FLAGS | os.O_CREAT, 0o666)
    except OSError as error:
        if error.errno in _NO_FILE:
            raise fault(Location(str(path)), OutputCode.NAME_TAKEN) from None
        raise
    is_held = False
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise fault(Location(str(path)), OutputCode.NAME_TAKEN)
        try:
            is_held = try_lock(handle) and _is_still(handle, path)
        except OSError:
            raise fault(Location(str(output)), OutputCode.NO_LOCKS) from None
    finally:
        if not is_held:
            os.close(handle)
    return handle if is_held else None


def _is_still(handle: int, path: Path) -> bool:
    """Whether a path still leads to an open file, which another command may have removed."""
    try:
        return os.path.samestat(os.fstat(handle), path.lstat())
    except FileNotFoundError:
        return False
