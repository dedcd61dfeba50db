"""Files written so that each is whole at any moment, and several changed all or not at all.

:func:`write_files` is the one way to write files that the program makes. :func:`write_all` edits
the user's own files: before the first is changed, the old bytes of all are in a journal on the
disk. A failure restores them at once; after a kill the next command finds the journal and restores
them.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import shutil
import sys
from typing import TYPE_CHECKING

from agreement_gen.problems import InputError, Location, fault, problem
from agreement_gen.workspace.messages import WorkspaceCode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

JOURNAL = ".agreement-gen/revise-journal"
"""The journal's folder in the workspace; it exists only while files are being changed."""

_PLAN = "plan.json"


def write_files(root: Path, files: Mapping[str, bytes]) -> None:
    """Write files, new ones or over old ones, each whole at any moment.

    All are written beside their targets and flushed to the disk before the first target is
    replaced, so that a full disk changes nothing. A failure after that leaves some files new and
    the others old. A file that is replaced keeps its permissions, and a link its target; what is
    no regular file (a pipe, a device) is written to directly.

    Args:
        root: An existing folder.
        files: The bytes by path from ``root``; folders that are missing below it are made.

    Raises:
        OSError: if a file cannot be written; it names that file.
    """
    staged: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            target = root / path
            with _naming(target):
                if target.parent != root:
                    with contextlib.suppress(FileExistsError):  # opening the file reports it
                        target.parent.mkdir(parents=True)
                if target.exists() and not target.is_file():
                    target.write_bytes(data)
                else:
                    real = target.resolve()
                    beside = real.with_name(f".agreement-gen-{secrets.token_hex(6)}")
                    stage = staged.setdefault(real, beside)
                    _write(stage, data)
                    if real.exists():
                        shutil.copymode(real, stage)
        for target, stage in staged.items():
            with _naming(target):
                os.replace(stage, target)
    finally:
        for stage in staged.values():
            with contextlib.suppress(OSError):
                stage.unlink()
    for folder in {target.parent for target in staged}:
        _sync_folder(folder)


@contextlib.contextmanager
def _naming(target: Path) -> Iterator[None]:
    """Let an error name the file that is meant, not the one that is written beside it."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target)) from error


def write_all(root: Path, files: Mapping[str, bytes]) -> None:
    """Replace existing files of a folder; each is whole at any moment, and all change or none.

    Args:
        root: The workspace's folder, which holds the journal meanwhile.
        files: The new bytes by path from ``root``.

    Raises:
        OSError: if a file cannot be written; every file is then as it was.
        InputError: as :func:`recover`.
    """
    recover(root)
    if not files:
        return
    (root / JOURNAL).mkdir(parents=True)
    with _alone(root):
        _replace_all(root, files)


def _replace_all(root: Path, files: Mapping[str, bytes]) -> None:
    journal = root / JOURNAL
    rows = []
    for number, (path, new) in enumerate(files.items()):
        old = (root / path).read_bytes()
        _write(journal / f"{number}.old", old)
        _write(journal / f"{number}.new", new)
        shutil.copymode(root / path, journal / f"{number}.new")
        shutil.copymode(root / path, journal / f"{number}.old")
        rows.append({"path": path, "old": _hash(old), "new": _hash(new)})
    _write(journal / "plan", json.dumps(rows).encode())
    os.replace(journal / "plan", journal / _PLAN)
    _sync_folder(journal)
    try:
        for number, path in enumerate(files):
            _replace(journal / f"{number}.new", root / path)
    except BaseException:
        _restore(root)
        raise
    (journal / _PLAN).unlink()
    _sync_folder(journal)
    shutil.rmtree(journal)


def recover(root: Path) -> tuple[str, ...]:
    """Restore what an interrupted :func:`write_all` had changed.

    Returns:
        The paths of the restored files, from ``root``; none if nothing was interrupted.

    Raises:
        InputError: if a file was edited since; nothing is restored then, so that no edit is lost.
            Or if another program is changing the files right now.
    """
    if not (root / JOURNAL).exists():
        return ()
    with _alone(root):
        return _restore(root)


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Lock the journal; the system releases the lock when this program ends or is killed."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with (root / JOURNAL / "lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise fault(Location(JOURNAL), WorkspaceCode.BUSY) from None
        yield


def _restore(root: Path) -> tuple[str, ...]:
    journal = root / JOURNAL
    if not (journal / _PLAN).exists():
        shutil.rmtree(journal)
        return ()
    rows = json.loads((journal / _PLAN).read_text(encoding="utf-8"))
    changed, problems = [], []
    for number, row in enumerate(rows):
        target = root / row["path"]
        now = _hash(target.read_bytes()) if target.exists() else ""
        if now == row["new"] != row["old"]:
            changed.append((number, row["path"]))
        elif now != row["old"]:
            location, code = Location(row["path"]), WorkspaceCode.INTERRUPTED
            problems.append(problem(location, code, journal=JOURNAL, number=number))
    if problems:
        raise InputError(problems)
    for number, path in changed:
        _replace(journal / f"{number}.old", root / path)
    (journal / _PLAN).unlink()
    shutil.rmtree(journal)
    return tuple(path for _, path in changed)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _replace(source: Path, target: Path) -> None:
    # The target of a link is replaced, so that the link stays.
    real = target.resolve()
    os.replace(source, real)
    _sync_folder(real.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows opens no folder
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
