"""The one place that opens a user's files to read them.

Nothing that somebody puts into a folder may hang a command, use up its memory, or make it read
what lies elsewhere. A file is therefore opened without blocking, and read only if it is a regular
file that is not larger than its kind can sensibly be. A file of a workspace is looked up step by
step from the workspace's folder, so that no link leads out of it, also while links are moved.
"""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

from agreement_gen.problems import InputError, Location, fault
from agreement_gen.system_errors import reason_of
from agreement_gen.workspace.messages import (
    DEVICE,
    FOLDER,
    NOT_A_NAME,
    PIPE,
    SOCKET,
    FileCode,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MEGABYTE = 1_000_000

MOST_OF_TEXT = MEGABYTE
"""The most bytes of a text: YAML, a clause, a style sheet, a certificate."""

MOST_OF_STYLES = 20 * MEGABYTE
"""The most bytes of a Word file that styles are taken from."""

MOST_OF_PICTURE = 10 * MEGABYTE
"""The most bytes of a picture in pixels; an SVG file is a text."""

MOST_OF_DOCUMENT = 100 * MEGABYTE
"""The most bytes of a PDF or Word file, and of a record that the program keeps."""

MOST_LINKS = 40
"""How many links one path may lead over, as on Linux (path_resolution(7))."""

_WITHOUT_WAITING = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_NOT_A_LINK = _WITHOUT_WAITING | getattr(os, "O_NOFOLLOW", 0)
_HAS_HANDLES = {
    os.open,
    os.stat,
    os.readlink,
} <= os.supports_dir_fd and os.listdir in os.supports_fd
"""Whether folders can be held open while what they hold is looked up; not on Windows."""

_SPECIAL = (
    (stat.S_ISDIR, FOLDER),
    (stat.S_ISFIFO, PIPE),
    (stat.S_ISSOCK, SOCKET),
)


def most_bytes(path: str) -> int:
    """The most bytes that a file of a workspace may have, by the kind that its name states."""
    if path.endswith(".docx"):
        return MOST_OF_STYLES
    return MOST_OF_PICTURE if path.endswith((".png", ".jpg", ".jpeg")) else MOST_OF_TEXT


def read_file(path: Path, most: int) -> bytes:
    """The bytes of a file that a person named; links are followed, wherever they lead.

    Args:
        path: The file.
        most: The most bytes that it may have.

    Raises:
        InputError: there is no such file, it is no regular file, it is too large, or the machine
            refuses to read it.
    """
    location = Location(str(path))
    try:
        refuse_special(os.stat(path), location)
        handle = os.open(path, _WITHOUT_WAITING)
        try:
            return _bytes_of(handle, most, location)
        finally:
            os.close(handle)
    except (OSError, ValueError) as error:
        if isinstance(error, FileNotFoundError) and os.path.islink(path):
            raise fault(location, FileCode.DANGLING_LINK) from None
        raise _refusal(error, location) from None


def read_below(root: Path, path: str, most: int) -> bytes | None:
    """The bytes of a file in a folder, or None where there is none.

    Args:
        root: The folder.
        path: The file, from the folder, with ``/``; no link may lead out of the folder.
        most: The most bytes that it may have.

    Raises:
        InputError: as :func:`read_file`, for a link that leads out of the folder or nowhere, and
            for a folder of this name.
    """
    location = Location(path)
    try:
        handle = _open_below(root, path, location)
        if handle is None:
            return None
        try:
            return _bytes_of(handle, most, location)
        finally:
            os.close(handle)
    except (OSError, ValueError) as error:
        raise _refusal(error, location) from None


def names_below(root: Path, folder: str) -> Sequence[str]:
    """The names in a folder inside another, sorted; none where there is no such folder.

    A byte of a name that is not UTF-8 is given as a lone surrogate (PEP 383).

    Raises:
        InputError: the folder cannot be read, or a link leads out of ``root`` or nowhere.
    """
    location = Location(folder or ".")
    try:
        if not _HAS_HANDLES:
            real = _real_path(root, folder, location)
            return () if real is None else sorted(os.listdir(real))
        handle = _open_below(root, folder, location)
        if handle is None:
            return ()
        try:
            return sorted(os.listdir(handle))
        finally:
            os.close(handle)
    except NotADirectoryError:
        return ()
    except (OSError, ValueError) as error:
        raise _refusal(error, location) from None


def refuse_special(found: os.stat_result, location: Location) -> None:
    """Refuse what is no regular file, before it is opened: a device may act on being opened.

    Raises:
        InputError: it is a folder, a pipe, a socket or a device.
    """
    if stat.S_ISREG(found.st_mode):
        return
    kind = next((name for test, name in _SPECIAL if test(found.st_mode)), DEVICE)
    raise fault(location, FileCode.NOT_A_FILE, kind=kind())


def _bytes_of(handle: int, most: int, location: Location) -> bytes:
    """The bytes of an open file; its size is not trusted, because it may grow or state none."""
    found = os.fstat(handle)
    refuse_special(found, location)
    parts: list[bytes] = []
    left = 0 if found.st_size > most else most + 1
    while left:
        part = os.read(handle, min(left, MEGABYTE))
        if not part:
            return b"".join(parts)
        parts.append(part)
        left -= len(part)
    raise fault(location, FileCode.TOO_LARGE, most=most // MEGABYTE)


def _open_below(root: Path, path: str, location: Location) -> int | None:
    """A handle of the file or folder that a path inside a folder leads to, or None.

    Each step is taken from an open folder and through no link but those that are read here, so
    that nobody can lead it elsewhere in between.
    """
    if not _HAS_HANDLES:
        return _open_by_name(root, path, location)
    try:
        way = [os.open(root, _WITHOUT_WAITING)]
    except (FileNotFoundError, NotADirectoryError):
        return None
    steps = path.split("/")[::-1]
    links, after_link = 0, len(steps) + 1
    try:
        while steps:
            step = steps.pop()
            if step in {"", "."}:
                continue
            if step == "..":
                if len(way) == 1:
                    raise fault(location, FileCode.LINK_OUT)
                os.close(way.pop())
                continue
            try:
                found = os.stat(step, dir_fd=way[-1], follow_symlinks=False)
            except (FileNotFoundError, NotADirectoryError):
                if links and len(steps) >= after_link:
                    raise fault(location, FileCode.DANGLING_LINK) from None
                return None
            if not stat.S_ISLNK(found.st_mode):
                if not stat.S_ISDIR(found.st_mode):
                    refuse_special(found, location)
                way.append(os.open(step, _NOT_A_LINK, dir_fd=way[-1]))
                continue
            links += 1
            if links > MOST_LINKS:
                raise fault(location, FileCode.LINK_LOOP)
            after_link = min(after_link, len(steps))
            target = os.readlink(step, dir_fd=way[-1])
            if os.path.isabs(target):
                target = _inside(os.path.realpath(root), os.path.realpath(target), location)
                while len(way) > 1:
                    os.close(way.pop())
            steps += target.split("/")[::-1]
        return way.pop()
    finally:
        for handle in way:
            os.close(handle)


def _inside(root: str, real: str, location: Location) -> str:
    """A real path from a real folder that holds it; raises where it does not."""
    if os.path.splitdrive(real)[0] != os.path.splitdrive(root)[0]:
        raise fault(location, FileCode.LINK_OUT)
    if os.path.commonpath([root, real]) != root:
        raise fault(location, FileCode.LINK_OUT)
    return os.path.relpath(real, root)


def _real_path(root: Path, path: str, location: Location) -> str | None:
    """The real path of a file or folder inside another, or None, where no handles can be had."""
    place = os.path.join(root, path)
    try:
        real = os.path.realpath(place, strict=True)
    except (FileNotFoundError, NotADirectoryError):
        if os.path.islink(place):
            raise fault(location, FileCode.DANGLING_LINK) from None
        return None
    _inside(os.path.realpath(root), real, location)
    return real


def _open_by_name(root: Path, path: str, location: Location) -> int | None:
    real = _real_path(root, path, location)
    if real is None:
        return None
    refuse_special(os.stat(real), location)
    handle = os.open(real, _NOT_A_LINK)
    if _real_path(root, path, location) == real and os.path.samestat(
        os.fstat(handle), os.lstat(real)
    ):
        return handle
    os.close(handle)
    raise fault(location, FileCode.LINK_OUT)


def _refusal(error: OSError | ValueError, location: Location) -> InputError:
    """The problem of a file that the machine does not let the program read."""
    if isinstance(error, FileNotFoundError):
        return fault(location, FileCode.NO_FILE)
    if isinstance(error, OSError) and error.errno == errno.ELOOP:
        return fault(location, FileCode.LINK_LOOP)
    # A ValueError is of a name that no file can have, with NUL or a lone surrogate in it.
    reason = reason_of(error) if isinstance(error, OSError) else NOT_A_NAME()
    return fault(location, FileCode.UNREADABLE, reason=reason)
