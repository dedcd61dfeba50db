"""What git knows of a workspace; the only module that runs git.

A repository comes from others, with its configuration. Only git's plumbing is called, and of it
only what reads objects, references and the index, so that no filter, hook, pager, signature program
or remote of the configuration is ever run; all transports are closed. Every ``GIT_*`` variable of
the caller is dropped and each setting that could change an answer overruled, so that the same
repository gives the same answer to everybody. The caller's own configuration is still read, because
it may name the folders that git trusts (``safe.directory``). A folder is a workspace's; paths are
relative to it and use ``/``.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import re
import shutil
import stat
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from agreement_gen.characters import composed, visible
from agreement_gen.clock import FIRST_YEAR, LAST_YEAR
from agreement_gen.problems import InputError, Location, fault
from agreement_gen.workspace.files import (
    MEGABYTE,
    MOST_LINKS,
    MOST_OF_DOCUMENT,
    most_bytes,
    read_below,
    read_file,
)
from agreement_gen.workspace.messages import EXIT_STATUS, FOLDER, FileCode, GitCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_OVERRULED = (
    "advice.detachedHead=false",
    "color.ui=false",
    "core.alternateRefsCommand=false",
    "core.attributesFile=",
    "core.excludesFile=",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.quotePath=false",
    "core.sshCommand=false",
    "core.untrackedCache=false",
    "credential.helper=",
    "diff.external=",
    "protocol.allow=never",
    "submodule.recurse=false",
)
_FIXED = {
    "GIT_ALLOW_PROTOCOL": "",  # no transport: a clone that lacks objects would fetch them
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
    "GIT_PROTOCOL_FROM_USER": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_LONGEST = 20
"""Seconds after which git is ended: its own files could be pipes, or built to keep it busy."""

_TREE = 0o040000
_LINK = 0o120000
_SUBMODULE = 0o160000

_MOST_OF_FOLDER = 10 * MEGABYTE
_MOST_OF_LINK = 4096
_MOST_AT_ONCE = 50 * MEGABYTE
"""The most bytes of files that are read before they are asked for."""

_AUTHOR = re.compile(rb"(?P<name>[^<\n]*)<(?P<email>[^>\n]*)> (?P<seconds>-?[0-9]{1,18}) "
                     rb"(?P<zone>[+-][0-9]{4})")  # fmt: skip
_ENCODINGS = {
    "iso-8859-1",
    "iso8859-1",
    "latin1",
    "latin-1",
    "iso-8859-15",
    "windows-1252",
    "cp1252",
}
_MOST_OF_NAME = 200


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its full id, who wrote it, and when (with the writer's time zone).

    What could not be seen in the author's name is written as its code point.
    """

    id: str
    author: str
    date: dt.datetime


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a folder of a commit holds under one name."""

    id: str
    mode: int


@dataclass(frozen=True, slots=True)
class GitTree:
    """A folder as it was at a commit; made by :func:`open_tree`, read like a folder on the disk.

    A folder is read when it is first needed, and then all the files in it at once.

    Attributes:
        root: The folder.
        commit: The full id of the commit.
        top: The id of the folder's tree; None where the commit does not hold the folder.
    """

    root: Path
    commit: str
    top: str | None
    _folders: dict[str, Mapping[str, _Entry]] = field(
        default_factory=dict, repr=False, compare=False
    )
    _fetched: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)

    def read(self, path: str) -> bytes | None:
        """See :class:`agreement_gen.workspace.tree.Tree`."""
        location = Location(path)
        found = self._find(path, location)
        if found is None:
            return None
        entry, siblings = found
        if entry.mode == _TREE:
            raise fault(location, FileCode.NOT_A_FILE, kind=FOLDER())
        most = most_bytes(path)
        if entry.id not in self._fetched:
            names = {item.id: most_bytes(name) for name, item in siblings.items() if _is_file(item)}
            with contextlib.suppress(InputError):  # of another file, which may not be asked for
                self._fetch({entry.id: most} | names | {entry.id: most})
        if entry.id not in self._fetched:
            try:
                self._fetch({entry.id: most})
            except InputError:
                raise fault(location, GitCode.MISSING_OBJECT) from None
        data = self._fetched.get(entry.id)
        if data is None or len(data) > most:
            raise fault(location, FileCode.TOO_LARGE, most=most // MEGABYTE)
        return data

    def names(self, folder: str) -> Sequence[str]:
        """See :class:`agreement_gen.workspace.tree.Tree`."""
        found = self._find(folder, Location(folder or "."))
        if found is None or found[0].mode != _TREE:
            return ()
        return sorted(self.entries(found[0].id))

    def entries(self, tree: str) -> Mapping[str, _Entry]:
        """What a tree of the commit holds by name, without submodules.

        Raises:
            InputError: the repository does not hold the tree, or it is no folder's.
        """
        if tree not in self._folders:
            self._folders[tree] = _entries(self.root, tree)
        return self._folders[tree]

    def _find(self, path: str, location: Location) -> tuple[_Entry, Mapping[str, _Entry]] | None:
        """What a path leads to, with all that is in the same folder; None where nothing is.

        Links are followed, but not out of the folder.
        """
        if self.top is None:
            return None
        way = [_Entry(self.top, _TREE)]
        siblings: Mapping[str, _Entry] = {}
        steps = path.split("/")[::-1]
        links, after_link = 0, len(steps) + 1
        while steps:
            step = steps.pop()
            if step in {"", "."}:
                continue
            if step == "..":
                if len(way) == 1:
                    raise fault(location, FileCode.LINK_OUT)
                way.pop()
                continue
            here = self.entries(way[-1].id) if way[-1].mode == _TREE else {}
            entry = here.get(step)
            if entry is None:
                if links and len(steps) >= after_link:
                    raise fault(location, FileCode.DANGLING_LINK)
                return None
            if entry.mode != _LINK:
                siblings = here
                way.append(entry)
                continue
            links += 1
            if links > MOST_LINKS:
                raise fault(location, FileCode.LINK_LOOP)
            after_link = min(after_link, len(steps))
            target = os.fsdecode(self._link(entry, location))
            if target.startswith("/"):
                raise fault(location, FileCode.LINK_OUT)
            steps += target.split("/")[::-1]
        return way[-1], siblings

    def _link(self, entry: _Entry, location: Location) -> bytes:
        if entry.id not in self._fetched:
            self._fetch({entry.id: _MOST_OF_LINK})
        if entry.id not in self._fetched:
            raise fault(location, FileCode.DANGLING_LINK)  # no name is that long
        return self._fetched[entry.id]

    def _fetch(self, wanted: Mapping[str, int]) -> None:
        """Read files by their ids, those that have at most so many bytes; the first in any case."""
        sizes = _sizes(self.root, [name for name in wanted if name not in self._fetched])
        total, chosen = 0, list[str]()
        for name, size in sizes.items():
            if size <= wanted[name] and (not chosen or total + size <= _MOST_AT_ONCE):
                total += size
                chosen.append(name)
        self._fetched.update(_contents(self.root, chosen))


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


def is_commit_id(text: str) -> bool:
    """Whether a text is a commit's full id, the only form in which a file may name a commit."""
    return re.fullmatch("[0-9a-f]{40}|[0-9a-f]{64}", text) is not None


def commit_of(root: Path, revision: str) -> Commit:
    """The commit that a revision names.

    Raises:
        InputError: see :func:`resolve`; or the commit states no time or author that can be read.
    """
    return _commit(root, resolve(root, revision))


def is_ancestor(root: Path, commit: str) -> bool:
    """Whether a commit is in the history of ``HEAD``; no where a shallow clone ends before it."""
    return _run(root, "merge-base", "--is-ancestor", commit, "HEAD").returncode == 0


def last_commit(root: Path, paths: Iterable[str] = (".",), revision: str = "HEAD") -> Commit | None:
    """The last commit that changed any of the paths (files or folders, relative to ``root``).

    None where no commit did, and where a shallow clone's history ends before it.

    Raises:
        InputError: see :func:`commit_of`.
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
    paths = tuple(paths)
    start, ends = resolve(root, "HEAD"), _shallow_ends(root)
    listed = _answer(root, "rev-list", "--first-parent", "--parents", start, "--", *paths)
    # The parents that are listed are the last commits before that changed any of the paths.
    pairs = {line.split()[0]: " ".join(line.split()[:2]) for line in listed.splitlines()}
    options = ("--stdin", "--root", "-r", "-z", "--name-only", "--relative", "--no-renames")
    wanted = "".join(f"{pair}\n" for pair in pairs.values()).encode("ascii")
    shown = _checked(root, "diff-tree", *options, "--", *paths, data=wanted).stdout
    changed: dict[str, set[str]] = {commit: set() for commit in pairs}
    commit = ""
    for part in map(os.fsdecode, shown.split(b"\0")[:-1]):
        if part in changed and not changed[part]:
            commit = part
        else:
            changed[commit].add(part)
    for commit in pairs:
        if commit in ends:
            return
        yield commit, frozenset(changed[commit])


def is_clean(root: Path, paths: Iterable[str] = (".",)) -> bool:
    """Whether the files below a folder (or the paths in it) are as in ``HEAD``.

    The bytes on the disk are compared, whatever filters the repository's attributes name; only the
    line ends of texts may differ, as a checkout on Windows lets them. Files that git does not know
    count, unless the repository ignores them; so do files that cannot be read.

    Raises:
        InputError: if there is no repository.
    """
    require_repository(root)
    paths = tuple(paths)
    if _resolve(root, "HEAD") is None:
        return False
    others = ("--others", "--exclude-standard", "-z")
    if _checked(root, "ls-files", *others, "--", *paths).stdout:
        return False
    if _run(root, "diff-index", "--cached", "--quiet", "HEAD", "--", *paths).returncode:
        return False
    tree = open_tree(root, "HEAD")
    try:
        return all(_is_as_committed(tree, path) for path in paths)
    except InputError:
        return False


def open_tree(root: Path, revision: str) -> GitTree:
    """A folder as it was at a revision.

    Raises:
        InputError: see :func:`resolve`.
    """
    commit = resolve(root, revision)
    done = _run(root, "rev-parse", "--verify", "--quiet", f"{commit}:./")
    top = done.stdout.decode("ascii", "replace").strip() if done.returncode == 0 else None
    return GitTree(root, commit, top)


def _is_as_committed(tree: GitTree, path: str) -> bool:
    """Whether a path of a commit's folder, and all below it, is on the disk as it was committed."""
    if tree.top is None:
        return True
    if path == ".":
        found: _Entry | None = _Entry(tree.top, _TREE)
    else:
        folder, _, name = path.rpartition("/")
        parent = tree._find(folder, Location(path))
        found = tree.entries(parent[0].id).get(name) if parent else None
    return found is None or _is_same(tree, found, path)


def _is_same(tree: GitTree, entry: _Entry, path: str) -> bool:
    """Whether an entry of a commit is on the disk; a folder that is not there is not entered."""
    place = tree.root / path
    try:
        mode = place.lstat().st_mode
        if stat.S_ISLNK(mode):
            return entry.mode == _LINK and _is_blob(os.fsencode(place.readlink()), entry.id)
    except OSError:
        return False
    if entry.mode == _TREE:
        below = tree.entries(entry.id)
        return stat.S_ISDIR(mode) and all(
            _is_same(tree, item, name if path == "." else f"{path}/{name}")
            for name, item in below.items()
        )
    if entry.mode == _SUBMODULE or not stat.S_ISREG(mode):
        return False
    data = read_below(tree.root, path, MOST_OF_DOCUMENT)
    if data is None or _is_blob(data, entry.id):
        return data is not None
    if b"\0" in data:  # no text, in which CR and LF would be anything but line ends
        return False
    data = data.replace(b"\r\n", b"\n")
    if _is_blob(data, entry.id):
        return True
    committed = _contents(tree.root, [n for n, s in _sizes(tree.root, [entry.id]).items()
                                      if s <= MOST_OF_DOCUMENT])  # fmt: skip
    return committed.get(entry.id, b"\0").replace(b"\r\n", b"\n") == data


def _is_blob(data: bytes, name: str) -> bool:
    """Whether bytes are those of a file's object (gitformat-objects: its id is a hash of them)."""
    algorithm = "sha256" if len(name) == 64 else "sha1"
    digest = hashlib.new(algorithm, b"blob %d\0" % len(data), usedforsecurity=False)
    digest.update(data)
    return digest.hexdigest() == name


def _is_file(entry: _Entry) -> bool:
    return entry.mode not in {_TREE, _LINK}


def _entries(root: Path, tree: str) -> dict[str, _Entry]:
    """What a tree object holds: for each name its mode in octal digits, and its id in binary."""
    sizes = _sizes(root, [tree], kind="tree")
    if sizes[tree] > _MOST_OF_FOLDER:
        raise fault(Location(tree), FileCode.TOO_LARGE, most=_MOST_OF_FOLDER // MEGABYTE)
    data, width = _contents(root, [tree])[tree], len(tree) // 2
    found: dict[str, _Entry] = {}
    position = 0
    while position < len(data):
        space, end = data.find(b" ", position), data.find(b"\0", position)
        if not position < space < end:
            raise fault(Location(tree), GitCode.MISSING_OBJECT)
        name, mode = os.fsdecode(data[space + 1 : end]), int(data[position:space], 8)
        position = end + 1 + width
        if mode != _SUBMODULE:
            found[name] = _Entry(data[end + 1 : position].hex(), mode)
    return found


def _resolve(root: Path, revision: str) -> str | None:
    if not revision or revision.startswith("-") or not revision.isprintable():
        return None
    done = _run(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    found = done.stdout.decode("ascii", "replace").strip()
    # `^HEAD` and the like are revisions to git but name no commit.
    return found if done.returncode == 0 and is_commit_id(found) else None


def _commit(root: Path, commit: str) -> Commit:
    """Read a commit's own object, in which nothing is converted or looked up."""
    if _sizes(root, [commit], kind="commit")[commit] > MEGABYTE:
        raise fault(Location(commit), FileCode.TOO_LARGE, most=1)
    header, _, _ = _contents(root, [commit])[commit].partition(b"\n\n")
    lines = dict(line.partition(b" ")[::2] for line in reversed(header.split(b"\n")))
    found = _AUTHOR.fullmatch(lines.get(b"author", b""))
    date = None if found is None else _date(int(found["seconds"]), found["zone"].decode())
    if found is None or date is None:
        raise fault(Location(commit), GitCode.UNUSABLE_AUTHOR)
    encoding = lines.get(b"encoding", b"").decode("ascii", "replace").lower()
    codec = encoding if encoding in _ENCODINGS else "utf-8"
    name = found["name"].strip() or found["email"]
    shown = visible(composed(name[: 4 * _MOST_OF_NAME].decode(codec, "replace")))
    return Commit(commit, shown[:_MOST_OF_NAME], date)


def _date(seconds: int, zone: str) -> dt.datetime | None:
    """A moment in a time zone such as ``+0100``; None for one at which nobody can have written."""
    minutes = int(zone[0] + "1") * (60 * int(zone[1:3]) + int(zone[3:]))
    try:
        date = dt.datetime.fromtimestamp(seconds, dt.timezone(dt.timedelta(minutes=minutes)))
    except (ValueError, OverflowError, OSError):
        return None
    return date if FIRST_YEAR <= date.year <= LAST_YEAR else None


def _shallow_ends(root: Path) -> frozenset[str]:
    """The commits whose parents a shallow clone does not hold."""
    listed = root / os.fsdecode(
        _checked(root, "rev-parse", "--git-path", "shallow").stdout.removesuffix(b"\n")
    )
    if not os.path.lexists(listed):
        return frozenset()
    return frozenset(read_file(listed, MOST_OF_DOCUMENT).decode("ascii", "replace").split())


def _sizes(root: Path, names: Sequence[str], kind: str = "blob") -> dict[str, int]:
    """The size in bytes of each object, by its id.

    Raises:
        InputError: the repository does not hold one, or one is of another kind.
    """
    if not names:
        return {}
    out = _objects(root, "--batch-check", names)
    found: dict[str, int] = {}
    for name, line in zip(names, out.decode("ascii", "replace").splitlines(), strict=False):
        parts = line.split(" ")
        if len(parts) == 3 and parts[:2] == [name, kind]:
            found[name] = int(parts[2])
    missing = next((name for name in names if name not in found), None)
    if missing is not None:
        raise fault(Location(missing), GitCode.MISSING_OBJECT)
    return found


def _contents(root: Path, names: Sequence[str]) -> dict[str, bytes]:
    """The bytes of each object, all read by one command; their sizes are known to be small."""
    if not names:
        return {}
    out = _objects(root, "--batch", names)
    found: dict[str, bytes] = {}
    position = 0
    for name in names:
        end = out.find(b"\n", position)
        header = out[position:end].decode("ascii", "replace").split(" ")
        if end < 0 or len(header) != 3:
            raise fault(Location(name), GitCode.MISSING_OBJECT)
        start, size = end + 1, int(header[2])
        found[name] = out[start : start + size]
        position = start + size + 1
    return found


def _objects(root: Path, how: str, names: Sequence[str]) -> bytes:
    wanted = "".join(f"{name}\n" for name in names).encode("ascii")
    done = _run(root, "cat-file", how, "--buffer", data=wanted)
    if done.returncode:  # it would fetch what it lacks, which is not allowed
        raise fault(Location(names[0]), GitCode.MISSING_OBJECT)
    return done.stdout


def _answer(root: Path, *arguments: str) -> str:
    return _checked(root, *arguments).stdout.decode("utf-8", "replace").strip()


def _checked(root: Path, *arguments: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    done = _run(root, *arguments, data=data)
    if done.returncode:
        detail = " ".join(os.fsdecode(done.stderr).split()) or EXIT_STATUS(status=done.returncode)
        raise fault(Location(str(root)), GitCode.FAILED, command=arguments[0], detail=detail)
    return done


def _run(root: Path, *arguments: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    settings = [part for setting in _OVERRULED for part in ("-c", setting)]
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") and name not in {"LANG", "LANGUAGE"}
    }
    location = Location(str(root))
    program = _program()
    if program is None:
        raise fault(location, GitCode.NO_GIT)
    try:
        return subprocess.run(
            [program, "--no-pager", *settings, *arguments],
            cwd=root,
            env=kept | _FIXED,
            input=data,
            capture_output=True,
            check=False,
            timeout=_LONGEST,
        )
    except subprocess.TimeoutExpired:
        code = GitCode.TOO_LONG
        raise fault(location, code, command=arguments[0], seconds=_LONGEST) from None


def _program() -> str | None:
    """Where git is installed; never in the current folder, whose files may be anybody's."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return shutil.which("git", path=os.pathsep.join(filter(os.path.isabs, folders)))
