"""What git knows of a workspace; the only module that runs git.

Only git's plumbing is called, with every ``GIT_*`` variable of the caller dropped and each setting
that could change an answer overruled, so that the same repository gives the same answer to
everybody. The caller's own configuration is still read, because it may name the folders that git
trusts (``safe.directory``). A folder is a workspace's; paths are relative to it and use ``/``.
"""

from __future__ import annotations

import datetime as dt
import os
import posixpath
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from agreement_gen.problems import InputError, Location, fault
from agreement_gen.workspace.files import MOST_OF_DOCUMENT, read_file
from agreement_gen.workspace.messages import EXIT_STATUS, GitCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_OVERRULED = (
    "color.ui=false",
    "core.excludesFile=",
    "core.fsmonitor=false",
    "core.quotePath=false",
    "i18n.logOutputEncoding=UTF-8",
    "log.showSignature=false",
    "log.mailmap=false",
)
_FIXED = {
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_LINK = "120000"
_SUBMODULE = "160000"
_MAX_LINKS = 8


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its full id, who wrote it, and when (with the writer's time zone)."""

    id: str
    author: str
    date: dt.datetime


@dataclass(frozen=True, slots=True)
class _Blob:
    id: str
    mode: str


@dataclass(frozen=True, slots=True)
class GitTree:
    """A folder as it was at a commit; made by :func:`open_tree`, read like a folder on the disk.

    The files of each top folder are read by one command when the first of them is needed.
    """

    root: Path
    commit: str
    blobs: Mapping[str, _Blob]
    _fetched: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, or None where there is none; a link is followed."""
        for _ in range(_MAX_LINKS):
            blob = self.blobs.get(path)
            if blob is None:
                return None
            data = self._data(path, blob)
            if blob.mode != _LINK:
                return data
            path = posixpath.normpath(posixpath.join(posixpath.dirname(path), os.fsdecode(data)))
        return None

    def names(self, folder: str) -> Sequence[str]:
        """The names in a folder, sorted; none where there is no such folder."""
        start = f"{folder}/" if folder not in {"", "."} else ""
        inside = (path.removeprefix(start) for path in self.blobs if path.startswith(start))
        return sorted({path.partition("/")[0] for path in inside})

    def _data(self, path: str, blob: _Blob) -> bytes:
        if blob.id not in self._fetched:
            top, slash, _ = path.partition("/")
            wanted = {path} if not slash else {p for p in self.blobs if p.startswith(f"{top}/")}
            ids = sorted({self.blobs[p].id for p in wanted} - self._fetched.keys())
            self._fetched.update(_blobs(self.root, ids))
        return self._fetched[blob.id]


def find_repository(path: Path) -> Path | None:
    """The top folder of the working tree that holds a folder, or None.

    None too where git is not installed, for a bare repository, and where git refuses to read the
    repository; :func:`require_repository` reports which.
    """
    try:
        return require_repository(path)
    except InputError:
        return None


def require_repository(path: Path) -> Path:
    """The top folder of the working tree that holds a folder.

    Raises:
        InputError: if git is not installed, or there is no working tree that it may read.
    """
    done = _run(path, "rev-parse", "--show-toplevel")
    if done.returncode == 0:
        return Path(os.fsdecode(done.stdout.removesuffix(b"\n")))
    stderr, location = os.fsdecode(done.stderr), Location(str(path))
    if "dubious ownership" in stderr or "unsafe repository" in stderr:
        folder = str(path.absolute())
        raise fault(location, GitCode.UNTRUSTED_REPOSITORY, folder=folder)
    if "work tree" in stderr or "working tree" in stderr:
        raise fault(location, GitCode.BARE_REPOSITORY)
    raise fault(location, GitCode.NO_REPOSITORY)


def git_place(root: Path) -> tuple[Path, str] | None:
    """The git directory of a folder's working tree, and the folder's path in that tree.

    The path is empty for the top folder, and otherwise ends with a slash. None where there is no
    repository that git may read; a working tree of several has its own git directory.
    """
    try:
        done = _run(root, "rev-parse", "--absolute-git-dir", "--show-prefix")
    except InputError:
        return None
    lines = os.fsdecode(done.stdout).split("\n")
    # A folder's name may hold a line feed, which no other answer of git's can be told from.
    return (Path(lines[0]), lines[1]) if done.returncode == 0 and len(lines) == 3 else None


def resolve(root: Path, revision: str) -> str:
    """The full id of the commit that a revision (``HEAD~1``, a branch, a tag …) names.

    Raises:
        InputError: if there is no repository, or it has no such commit.
    """
    require_repository(root)
    found = _resolve(root, revision)
    if found is not None:
        return found
    if _answer(root, "rev-parse", "--is-shallow-repository") == "true":
        raise fault(Location(revision), GitCode.REVISION_NOT_FETCHED)
    if _resolve(root, "HEAD") is None:
        raise fault(Location(revision), GitCode.NO_COMMIT)
    raise fault(Location(revision), GitCode.UNKNOWN_REVISION)


def is_revision(root: Path, text: str) -> bool:
    """Whether a text names a commit of the folder's repository; no where there is none."""
    return find_repository(root) is not None and _resolve(root, text) is not None


def commit_of(root: Path, revision: str) -> Commit:
    """The commit that a revision names.

    Raises:
        InputError: see :func:`resolve`.
    """
    return _commit(root, resolve(root, revision))


def last_commit(root: Path, paths: Iterable[str] = (".",), revision: str = "HEAD") -> Commit | None:
    """The last commit that changed any of the paths (files or folders, relative to ``root``).

    None where no commit did, and where a shallow clone's history ends before it.

    Raises:
        InputError: see :func:`resolve`.
    """
    start = resolve(root, revision)
    found = _answer(root, "rev-list", "-1", start, "--", *paths)
    if not found or found in _shallow_ends(root):
        return None
    return _commit(root, found)


def history(root: Path, paths: Iterable[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """The commits that changed any of the paths, last first, each with the files it changed.

    A merge counts as one commit that brings in what its branch changed. Files are relative to
    ``root``. Ends where a shallow clone's history ends.

    Raises:
        InputError: see :func:`resolve`.
    """
    start = resolve(root, "HEAD")
    options = ("--first-parent", "-m", "--name-only", "--relative", "-z", "--format=%x01%H")
    ends = _shallow_ends(root)
    for record in _checked(root, "log", *options, start, "--", *paths).stdout.split(b"\x01")[1:]:
        commit, *changed = (os.fsdecode(part).strip("\n") for part in record.split(b"\0"))
        if commit in ends:
            return
        yield commit, frozenset(filter(None, changed))


def is_clean(root: Path, paths: Iterable[str] = (".",)) -> bool:
    """Whether the files below a folder (or the paths in it) are as in ``HEAD``.

    Files that git does not know count, unless the repository ignores them.

    Raises:
        InputError: if there is no repository.
    """
    require_repository(root)
    options = ("--porcelain", "-z", "--untracked-files=all", "--ignore-submodules=none")
    return not _checked(root, "status", *options, "--", *paths).stdout


def open_tree(root: Path, revision: str) -> GitTree:
    """A folder as it was at a revision.

    Raises:
        InputError: see :func:`resolve`.
    """
    commit = resolve(root, revision)
    blobs: dict[str, _Blob] = {}
    for record in _checked(root, "ls-tree", "-r", "-z", commit).stdout.split(b"\0"):
        if not record:
            continue
        about, _, path = record.partition(b"\t")
        mode, _, name = about.decode("ascii").split(" ")
        if mode != _SUBMODULE:
            blobs[os.fsdecode(path)] = _Blob(name, mode)
    return GitTree(root, commit, blobs)


def _resolve(root: Path, revision: str) -> str | None:
    if not revision or revision.startswith("-") or not revision.isprintable():
        return None
    done = _run(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    found = done.stdout.decode("ascii", "replace").strip()
    # `^HEAD` and the like are revisions to git but name no commit.
    return found if done.returncode == 0 and re.fullmatch("[0-9a-f]{40,64}", found) else None


def _commit(root: Path, commit: str) -> Commit:
    form = "--format=%H%x00%an%x00%aI"
    text = _checked(root, "log", "-1", "--no-color", form, commit).stdout.decode("utf-8", "replace")
    name, author, date = text.removesuffix("\n").split("\0")
    return Commit(name, author, dt.datetime.fromisoformat(date))


def _shallow_ends(root: Path) -> frozenset[str]:
    """The commits whose parents a shallow clone does not hold."""
    listed = root / os.fsdecode(
        _checked(root, "rev-parse", "--git-path", "shallow").stdout.removesuffix(b"\n")
    )
    # Only a shallow clone has the file.
    return (
        frozenset(read_file(listed, MOST_OF_DOCUMENT).decode("ascii", "replace").split())
        if listed.exists()
        else frozenset()
    )


def _blobs(root: Path, ids: Sequence[str]) -> dict[str, bytes]:
    """The bytes of each blob, all read by one command."""
    wanted = "".join(f"{name}\n" for name in ids).encode("ascii")
    out = _checked(root, "cat-file", "--batch", data=wanted).stdout
    found: dict[str, bytes] = {}
    position = 0
    for name in ids:
        end = out.index(b"\n", position)
        header = out[position:end].decode("ascii", "replace").split(" ")
        if len(header) != 3:
            raise fault(Location(name), GitCode.MISSING_OBJECT)
        start, size = end + 1, int(header[2])
        found[name] = out[start : start + size]
        position = start + size + 1
    return found


def _answer(root: Path, *arguments: str) -> str:
    return _checked(root, *arguments).stdout.decode("utf-8", "replace").strip()


def _checked(root: Path, *arguments: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    done = _run(root, *arguments, data=data)
    if done.returncode:
        detail = os.fsdecode(done.stderr).strip() or EXIT_STATUS(status=done.returncode)
        raise fault(Location(str(root)), GitCode.FAILED, command=arguments[0], detail=detail)
    return done


def _run(root: Path, *arguments: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    settings = [part for setting in _OVERRULED for part in ("-c", setting)]
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") and name not in {"LANG", "LANGUAGE"}
    }
    try:
        return subprocess.run(
            ["git", "--no-pager", *settings, *arguments],
            cwd=root,
            env=kept | _FIXED,
            input=data,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise fault(Location(str(root)), GitCode.NO_GIT) from None
