"""What a case's session makes that cannot be committed: pipes, links, bombs, repositories.

Each function is a line of a session: ``@ fifo municipalities/a.yaml`` calls :func:`fifo`.
"""

from __future__ import annotations

import os
import shutil
import socket
from typing import TYPE_CHECKING

from tests.support import repositories
from tests.support.workspaces import small_workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.sandbox import Ground

CLAUSE = "templates/samverkan/clauses/mal.md.j2"


def restore(ground: Ground) -> None:
    """Make the workspace anew, as it is before every case."""
    if ground.workspace.exists():
        shutil.rmtree(ground.workspace)
    small_workspace(ground.workspace)


def write(ground: Ground, path: str, text: str) -> None:
    """Write a file."""
    target = ground.workspace / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(text.encode("utf-8", "surrogatepass"))


def append(ground: Ground, path: str, text: str) -> None:
    """Add lines to a file."""
    old = (ground.workspace / path).read_bytes().decode("utf-8")
    write(ground, path, f"{old}{text}\n")


def edit(ground: Ground, path: str, old: str, new: str) -> None:
    """Replace a text of a file, which is in it once."""
    text = (ground.workspace / path).read_bytes().decode("utf-8")
    assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {path}"
    write(ground, path, text.replace(old, new))


def clause(ground: Ground, text: str) -> None:
    """Write one of the clauses, below its title."""
    write(ground, CLAUSE, f"# Mål\n\n{text}\n")


def doubling(
    ground: Ground, twice: str, before: str = "", also: str = "", after: str = "{{ a | length }}"
) -> None:
    """Write a clause that doubles ``a`` 64 times."""
    clause(ground, "{% set a = [1] %}" if twice == "[a, a]" else "{% set a = 'xx' %}")
    step = f"{{% set a = {twice} %}}{also}"
    append(ground, CLAUSE, before + step * 64 + after)


def nested(ground: Ground, start: str, inner: str, end: str, depth: str) -> None:
    """Write a clause with something inside itself many times."""
    clause(ground, start * int(depth) + inner + end * int(depth))


def fifo(ground: Ground, path: str) -> None:
    """Put a pipe in a file's place, which nobody writes to."""
    _make_way(ground, path)
    os.mkfifo(ground.workspace / path)


def listening(ground: Ground, path: str) -> None:
    """Put a socket in a file's place."""
    _make_way(ground, path)
    # A socket's path is short, so it is bound from its folder.
    before = os.open(".", os.O_RDONLY)
    with socket.socket(socket.AF_UNIX) as bound:
        os.chdir((ground.workspace / path).parent)
        try:
            bound.bind((ground.workspace / path).name)
        finally:
            os.fchdir(before)
            os.close(before)


def link(ground: Ground, path: str, target: str) -> None:
    """Put a link in a file's place."""
    _make_way(ground, path)
    (ground.workspace / path).symlink_to(target)


def move(ground: Ground, path: str, new: str) -> None:
    """Give a file another name."""
    (ground.workspace / path).rename(ground.workspace / new)


def folder(ground: Ground, path: str) -> None:
    """Put a folder in a file's place."""
    _make_way(ground, path)
    (ground.workspace / path).mkdir()


def large(ground: Ground, path: str, megabytes: str) -> None:
    """Let a file be large, of zeros that take no room on the disk."""
    _make_way(ground, path)
    with (ground.workspace / path).open("wb") as file:
        file.truncate(int(megabytes) * 1_000_000)


def encode(ground: Ground, path: str, encoding: str) -> None:
    """Write a file in another encoding."""
    target = ground.workspace / path
    target.write_bytes(target.read_bytes().decode("utf-8").encode(encoding))


def raw(ground: Ground, path: str, digits: str) -> None:
    """Write bytes, given as hexadecimal digits."""
    (ground.workspace / path).write_bytes(bytes.fromhex(digits))


def git(ground: Ground, *words: str) -> None:
    """Run git in the workspace, with nothing of the caller's settings."""
    repositories.git(ground.workspace, *words)


def commit(ground: Ground) -> None:
    """Commit all files of the workspace, which becomes a repository."""
    repositories.commit(ground.workspace)


def lose(ground: Ground, path: str) -> None:
    """Remove a committed file's object, so that git would have to fetch it."""
    name = repositories.git(ground.workspace, "rev-parse", f"HEAD:{path}")
    (ground.workspace / ".git" / "objects" / name[:2] / name[2:]).unlink()


def _make_way(ground: Ground, path: str) -> None:
    target = ground.workspace / path
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_symlink() or target.exists():
        target.unlink()


MAKERS: dict[str, Callable[..., None]] = {
    function.__name__: function
    for function in (
        append,
        clause,
        commit,
        doubling,
        edit,
        encode,
        fifo,
        folder,
        git,
        large,
        link,
        listening,
        lose,
        move,
        nested,
        raw,
        restore,
        write,
    )
}
"""Every function of a session by name."""
