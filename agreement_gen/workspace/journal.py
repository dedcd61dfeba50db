"""Edits of several of the user's files that are made all or not at all, new files among them.

Before the first file is replaced, the old bytes of all are in a journal on the disk. A failure
restores them at once. After a kill the journal is found by every command, which reports it; only
:func:`recover` restores the files, when a person asks for it.

The journal is never in the workspace, because what is there comes from others as well: it is in the
repository's git directory, and outside git in the user's own state folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agreement_gen.locks import try_lock
from agreement_gen.problems import InputError, Location, fault, problem
from agreement_gen.workspace.files import MOST_OF_DOCUMENT, names_below, read_below
from agreement_gen.workspace.git import git_place
from agreement_gen.workspace.messages import JournalCode, WorkspaceCode
from agreement_gen.workspace.staging import Staging, create, remove_stale, replace, sync_folder
from agreement_gen.workspace.transaction import require_inside, require_unchanged, write_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from agreement_gen.problems import Problem

_PLAN = "plan.json"
_VERSION = 1

_NOTHING = ""
"""In place of a hash where there is no file."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A file of a plan: its path from the workspace, and the SHA-256 of its old and new bytes.

    ``old`` is empty for a new file.
    """

    path: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class _Journal:
    """Where the journal of one workspace is: ``folder/journal`` and, beside it, its lock."""

    folder: Path

    @property
    def kept(self) -> Path:
        return self.folder / "journal"

    @property
    def is_own(self) -> bool:
        """Whether no part of it is a link, which could lead to somebody else's files."""
        parts = (self.folder.parent, self.folder, self.kept, self.folder / "lock")
        return not any(map(os.path.islink, parts))


def write_all(root: Path, files: Mapping[str, bytes], expected: Mapping[str, bytes]) -> None:
    """Write files of a workspace; each is whole at any moment, all change or none.

    Args:
        root: The workspace's folder.
        files: The new bytes by path from ``root``.
        expected: What each of these files must still hold: the bytes that the edit was made from.
            A file that is not named must not exist; its folder is made if that is missing.

    Raises:
        OSError: a file cannot be written; every file is then as it was.
        InputError: a file has been changed meanwhile, by which none of them is; or as
            :func:`require_none_interrupted`.
    """
    if not files:
        return
    journal = next(iter(_journals(root)), None)
    if journal is None:
        raise fault(Location(str(root)), JournalCode.NO_STATE_FOLDER)
    require_none_interrupted(root)
    with _alone(journal):
        _remove(journal)  # what is left of one that had not begun
        _replace_all(journal, root, files, expected)


def _replace_all(
    journal: _Journal, root: Path, files: Mapping[str, bytes], expected: Mapping[str, bytes]
) -> None:
    targets = {
        path: _target(root, path) if path in expected else _new_target(root, path) for path in files
    }
    for path, target in targets.items():
        require_unchanged(target, expected.get(path), path)
    with Staging() as staging:
        stages = {
            path: staging.add(_beside(targets[path], root), data) for path, data in files.items()
        }
        rows = [
            _Row(path, _hash(expected[path]) if path in expected else _NOTHING, _hash(data))
            for path, data in files.items()
        ]
        journal.kept.mkdir(mode=0o700, exist_ok=True)
        sync_folder(journal.folder)
        kept = {
            f"{number}.old": expected[path] for number, path in enumerate(files) if path in expected
        }
        write_files(journal.kept, kept)
        write_files(journal.kept, {_PLAN: _plan(rows)})
        try:
            for path, stage in stages.items():
                require_unchanged(targets[path], expected.get(path), path)
                if path in expected:
                    replace(stage, targets[path])
                else:
                    _create(stage, targets[path], path)
                sync_folder(targets[path].parent)
        except BaseException:
            _restore(journal, root, rows, unless_edited=False)
            raise
    _remove(journal)


def require_none_interrupted(root: Path) -> None:
    """Make sure that no edit of several files of a workspace was interrupted, or is being made.

    Raises:
        InputError: one was, which names the command that puts it right; or one is; or what is kept
            of one cannot be read.
    """
    for journal in _journals(root):
        rows = _rows(journal)
        if rows is None:
            continue
        with _alone(journal):
            rows = _rows(journal)
        if rows is None:
            continue
        changed = sum(_now(root, row.path) == row.new != row.old for row in rows)
        location = Location(rows[0].path if rows else ".")
        raise fault(location, JournalCode.INTERRUPTED, changed=changed, count=len(rows))


def recover(root: Path) -> tuple[str, ...]:
    """Restore the files that an interrupted :func:`write_all` had changed.

    Returns:
        The paths of the restored files, from ``root``; none if nothing was interrupted.

    Raises:
        InputError: a file was edited since; nothing is restored then, so that no edit is lost. Or
            another program is changing the files, or what is kept of them cannot be used.
        OSError: a file cannot be written.
    """
    restored: list[str] = []
    for journal in _journals(root):
        if not journal.kept.is_dir():
            continue
        with _alone(journal):
            rows = _rows(journal)
            if rows is not None:
                restored += _restore(journal, root, rows, unless_edited=True)
            else:  # it ended before the first file was replaced, or after the last
                _remove(journal)
    return tuple(restored)


def _restore(
    journal: _Journal, root: Path, rows: list[_Row], *, unless_edited: bool
) -> tuple[str, ...]:
    """Give each changed file its old bytes again, and remove the journal.

    A file that holds neither its old nor its new bytes was edited, and is left alone.
    """
    changed: dict[str, tuple[bytes, Path]] = {}
    made: dict[str, Path] = {}
    problems: list[Problem] = []
    for number, row in enumerate(rows):
        now = _now(root, row.path)
        if now == row.old:
            continue
        if now != row.new:
            kept = str(journal.kept / f"{number}.old")
            location, code = Location(row.path), JournalCode.EDITED_SINCE
            problems.append(problem(location, code, kept=kept, journal=str(journal.kept)))
            continue
        if row.old == _NOTHING:
            made[row.path] = _target(root, row.path)
            continue
        old = read_below(journal.kept, f"{number}.old", MOST_OF_DOCUMENT)
        if old is None or _hash(old) != row.old:
            raise _broken(journal)
        changed[row.path] = (old, _target(root, row.path))
    if problems and unless_edited:
        raise InputError(problems)
    for row in rows:
        remove_stale(Path(os.path.realpath(root / row.path)).parent)
    with Staging() as staging:
        stages = [(staging.add(target, old), target) for old, target in changed.values()]
        for stage, target in stages:
            replace(stage, target)
            sync_folder(target.parent)
    for target in made.values():
        target.unlink()
        sync_folder(target.parent)
    for row in rows:
        if row.old == _NOTHING and "/" in row.path:
            with contextlib.suppress(OSError):  # it was there before, with other files
                (root / row.path).parent.rmdir()
    _remove(journal)
    return (*changed, *made)


def _now(root: Path, path: str) -> str:
    """The hash of a file as it is; empty if there is none, or it cannot be read."""
    try:
        data = read_below(root, path, MOST_OF_DOCUMENT)
    except InputError:
        return _NOTHING
    return _NOTHING if data is None else _hash(data)


def _target(root: Path, path: str) -> Path:
    """The file itself that a path of a workspace leads to; links in it stay as they are.

    Raises:
        InputError: it is no regular file of the workspace.
    """
    if read_below(root, path, MOST_OF_DOCUMENT) is None:
        raise fault(Location(path), WorkspaceCode.CHANGED_MEANWHILE)
    return Path(os.path.realpath(root / path))


def _new_target(root: Path, path: str) -> Path:
    """The file that a path of a workspace is to lead to, where nothing is yet.

    Raises:
        InputError: a link leads out of the workspace.
    """
    require_inside(root / path, root, path)
    return Path(os.path.realpath(root / path))


def _beside(target: Path, root: Path) -> Path:
    """Where a file is written before it is put in place: its folder may not exist yet."""
    return target if target.parent.is_dir() else root / target.name


def _create(stage: Path, target: Path, path: str) -> None:
    """Put a new file in place, in a folder that is made if it is missing."""
    if not target.parent.is_dir():
        target.parent.mkdir()
        sync_folder(target.parent.parent)
    try:
        create(stage, target)
    except FileExistsError:
        raise fault(Location(path), WorkspaceCode.CHANGED_MEANWHILE) from None


def _plan(rows: list[_Row]) -> bytes:
    files = [{"path": row.path, "old": row.old, "new": row.new} for row in rows]
    return json.dumps({"version": _VERSION, "files": files}).encode("ascii")


def _rows(journal: _Journal) -> list[_Row] | None:
    """The files of a journal's plan; None without one, because then no file was changed.

    Raises:
        InputError: the plan cannot be read, or names files outside the workspace.
    """
    if not journal.is_own:
        raise _broken(journal)
    try:
        data = read_below(journal.folder, f"journal/{_PLAN}", MOST_OF_DOCUMENT)
    except InputError:
        raise _broken(journal) from None
    if data is None:
        return None
    try:
        plan = json.loads(data)
        rows = [_Row(row["path"], row["old"], row["new"]) for row in plan["files"]]
        is_known = plan["version"] == _VERSION
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _broken(journal) from None
    if not is_known or not all(map(_is_usable, rows)):
        raise _broken(journal)
    return rows


def _is_usable(row: _Row) -> bool:
    """Whether a row names a file below the workspace, as this module writes it."""
    if not all(isinstance(value, str) for value in (row.path, row.old, row.new)):
        return False
    steps = row.path.split("/")
    return row.path.isprintable() and not any(
        step in {"", ".", "..", ".git"} or "\\" in step or ":" in step for step in steps
    )


def _broken(journal: _Journal) -> InputError:
    kept = str(journal.kept)
    return fault(Location(kept), JournalCode.BROKEN, journal=kept)


def _remove(journal: _Journal) -> None:
    """Remove a journal's own files, the plan first; without it there is nothing to restore."""
    if not journal.is_own or not journal.kept.is_dir():
        return
    remove_stale(journal.kept)
    names = names_below(journal.folder, "journal")
    with contextlib.suppress(FileNotFoundError):
        (journal.kept / _PLAN).unlink()
        sync_folder(journal.kept)
    for name in names:
        if name.endswith(".old"):
            (journal.kept / name).unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # something else is in it
        journal.kept.rmdir()


@contextlib.contextmanager
def _alone(journal: _Journal) -> Iterator[None]:
    """Lock the journal; the system releases the lock when this program ends or is killed."""
    journal.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = journal.folder / "lock"
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        if not try_lock(handle):
            raise fault(Location("."), JournalCode.BUSY)
        yield
    finally:
        os.close(handle)


def _journals(root: Path) -> Iterator[_Journal]:
    """The places that a workspace's journal may be in; a new one is made in the first."""
    place = git_place(root)
    if place is not None:
        folder, prefix = place
        yield _Journal(folder / "agreement-gen" / _key(prefix))
    state = _state_folder()
    if state is not None:
        yield _Journal(state / "agreement-gen" / _key(os.path.realpath(root)))


def _key(path: str) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:32]


def _state_folder() -> Path | None:
    """The user's folder for what programs remember; None where the user has none.

    On Linux as the XDG Base Directory Specification defines it.
    """
    home = Path(os.path.expanduser("~"))
    if sys.platform == "win32":
        named, usual = os.environ.get("LOCALAPPDATA"), home / "AppData" / "Local"
    elif sys.platform == "darwin":
        named, usual = None, home / "Library" / "Application Support"
    else:
        named, usual = os.environ.get("XDG_STATE_HOME"), home / ".local" / "state"
    folder = Path(named) if named and os.path.isabs(named) else usual
    return folder if folder.is_absolute() else None


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
