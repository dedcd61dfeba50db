"""The one way to write files: each whole at any moment, no edit of anybody else lost.

Several of the user's files that must change together are changed by
:mod:`agreement_gen.workspace.journal`.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from agreement_gen.problems import Location, fault
from agreement_gen.workspace.files import MOST_OF_DOCUMENT, read_file, refuse_special
from agreement_gen.workspace.messages import FileCode, WorkspaceCode
from agreement_gen.workspace.staging import Staging, create, replace, sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def write_files(
    root: Path,
    files: Mapping[str, bytes],
    *,
    expected: Mapping[str, bytes | None] | None = None,
    inside: Path | None = None,
) -> None:
    """Write files, new ones or over old ones, each whole at any moment.

    All are written beside their targets and flushed to the disk before the first target is
    replaced, so that a full disk changes nothing. A failure after that leaves some files new and
    the others old. A file that is replaced keeps its permissions, and a link its target; what is
    no regular file (a pipe, a device) is written to directly.

    Args:
        root: An existing folder.
        files: The bytes by path from ``root``; folders that are missing below it are made.
        expected: What a file must still hold when it is replaced, by path; None for one that must
            not exist yet. A file that is not named may hold anything.
        inside: The folder that no link may lead out of, and in which only regular files are
            replaced. For names that the program chooses, because anybody may have put links there.

    Raises:
        InputError: a file is no longer as expected, or is refused because of ``inside``. Files
            that were replaced before it stay new.
        OSError: if a file cannot be written; it names that file.
    """
    expected = {} if expected is None else expected
    targets: dict[Path, tuple[Path, str]] = {}
    with Staging() as staging:
        for path, data in files.items():
            target = root / path
            with _naming(target):
                if inside is not None:
                    require_inside(target, inside, path)
                if target.parent != root:
                    with contextlib.suppress(FileExistsError):  # opening the file reports it
                        target.parent.mkdir(parents=True)
                if target.exists() and not target.is_file():
                    _write_through(target, data)
                else:
                    real = Path(os.path.realpath(target))
                    targets[real] = (staging.add(real, data), path)
        for real, (_, path) in targets.items():
            if path in expected:
                require_unchanged(real, expected[path], path)
        for real, (stage, path) in targets.items():
            with _naming(root / path):
                _put_in_place(stage, real, path, expected)
    for folder in {target.parent for target in targets}:
        sync_folder(folder)


def write_results(
    root: Path, files: Mapping[str, bytes], chosen: Path | None, default: str
) -> Path:
    """Write the files that a command makes into a folder; see :func:`write_files`.

    Args:
        root: The workspace's folder.
        files: The bytes of each file by its name.
        chosen: The folder that a person named; made if it does not exist.
        default: The folder of the workspace that is used where none was named.

    Returns:
        The folder.

    Raises:
        InputError: a link leads out of the folder, or the default one out of the workspace.
        OSError: a file cannot be written.
    """
    if chosen is None:
        below = {f"{default}/{name}": data for name, data in files.items()}
        write_files(root, below, inside=root)
        return root / default
    chosen.mkdir(parents=True, exist_ok=True)
    write_files(chosen, files, inside=chosen)
    return chosen


def _put_in_place(stage: Path, real: Path, path: str, expected: Mapping[str, bytes | None]) -> None:
    if path in expected:
        require_unchanged(real, expected[path], path)
        if expected[path] is None:
            try:
                create(stage, real)
            except FileExistsError:
                raise fault(Location(path), WorkspaceCode.CHANGED_MEANWHILE) from None
            return
    replace(stage, real)


def require_unchanged(file: Path, expected: bytes | None, path: str) -> None:
    """Make sure that a file still holds what was read from it before.

    Args:
        file: The file.
        expected: Its bytes; None if there was no such file.
        path: How a problem names it.

    Raises:
        InputError: somebody has changed, made or removed it.
    """
    now = read_file(file, MOST_OF_DOCUMENT) if os.path.lexists(file) else None
    if now != expected:
        raise fault(Location(path), WorkspaceCode.CHANGED_MEANWHILE)


def _write_through(target: Path, data: bytes) -> None:
    """Write to a pipe or a device; a pipe that nobody reads is not waited for."""
    handle = os.open(target, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "wb") as file:
        if sys.platform != "win32":
            os.set_blocking(handle, True)  # who reads it may take its time
        file.write(data)


def require_inside(target: Path, folder: Path, path: str) -> None:
    """Make sure that no link leads a file out of a folder, and that it is no special file.

    Raises:
        InputError: one does, or it is one.
    """
    real, real_folder = os.path.realpath(target), os.path.realpath(folder)
    if not real.startswith(os.path.join(real_folder, "")):
        raise fault(Location(path), FileCode.LINK_OUT)
    if os.path.lexists(real) and not os.path.isdir(real):
        refuse_special(os.stat(real), Location(path))


@contextlib.contextmanager
def _naming(target: Path) -> Iterator[None]:
    """Let an error name the file that is meant, not the one that is written beside it."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target)) from error
