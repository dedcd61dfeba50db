"""Locks between processes, which the system releases when the process that has one ends.

A file that only exists, or that names a process, would block others for ever after a kill.
"""

from __future__ import annotations

import sys


def try_lock(handle: int) -> bool:
    """Lock an open file for this process alone, until it is closed.

    Returns:
        Whether it is locked now; not if another process has locked it.

    Raises:
        OSError: the file system has no locks.
    """
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
