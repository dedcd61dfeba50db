"""A hostile case's session: what is made, which commands run, what each prints and changes.

A session is a text. Its lines begin with a mark:

``#``  a remark: what the case guards;
``@``  something made by a function of ``making.py``, with its arguments;
``$``  a command, run in the workspace, or ``cat`` of a file; what follows is what came of it:
``|``  a line of its output;
``=``  its exit status;
``+``, ``~``, ``-``  a file of the workspace that it made, changed or removed.

Arguments are quoted as in a shell. ``<U+202E>`` is the character of that code, in arguments and in
what is printed, ``<commit>`` a commit's id, and ``…`` the folder around the workspace.
"""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from tests.hostile.making import MAKERS
from tests.support.sandbox import snapshot

if TYPE_CHECKING:
    from tests.support.sandbox import Ended, Ground, Sandbox

MARKER = "PWNED"
"""The name of the file that an attack makes where it runs a program."""


def script(session: str) -> list[str]:
    """The lines of a session that say what to do; the others say what came of it."""
    return [line for line in session.splitlines() if line[:1] in {"#", "@", "$", ""}]


def play(lines: list[str], ground: Ground, sandbox: Sandbox) -> str:
    """Do what a session says, and give it with what came of it."""
    shown: list[str] = []
    for line in lines:
        shown.append(line)
        mark, words = line[:1], line[2:]
        if mark == "@":
            name, *arguments = _arguments(words)
            MAKERS[name](ground, *arguments)
        elif mark == "$":
            shown += _run(words, ground, sandbox)
    return "".join(f"{line}\n" for line in shown)


def _run(words: str, ground: Ground, sandbox: Sandbox) -> list[str]:
    program, *arguments = _arguments(words)
    if program == "cat":
        return [f"| {line}".rstrip() for line in _text(ground, *arguments).splitlines()]
    assert program == "agreement-gen"
    before, around = snapshot(ground.workspace), ground.outside()
    ended = sandbox.run(ground, *arguments)
    require_harmless(ended, ground)
    assert ground.outside() == around, "something outside the workspace changed"
    after = snapshot(ground.workspace)
    made = [f"+ {path}" for path in after.keys() - before.keys()]
    changed = [f"~ {path}" for path in after.keys() & before.keys() if after[path] != before[path]]
    removed = [f"- {path}" for path in before.keys() - after.keys()]
    text = _without_form_of_sheets(ended.output).replace(str(ground.root), "…")
    text = re.sub(r"\b[0-9a-f]{40}\b", "<commit>", text)
    output = [f"| {line}".rstrip() for line in text.removesuffix("\n").split("\n") if text]
    files = sorted([*made, *changed, *removed], key=lambda line: line[2:])
    return [*output, f"= {ended.status}", *files]


def _text(ground: Ground, path: str) -> str:
    return (ground.workspace / path).read_text(encoding="utf-8")


def require_harmless(ended: Ended, ground: Ground) -> None:
    """What holds for every command, whatever the files hold."""
    assert not ended.hangs, f"it hangs\n{ended.output}"
    assert ended.left == (), f"processes live on: {ended.left}"
    assert ended.status in {0, 1, 2, 3}, f"{ended.status}\n{ended.output}"
    assert "Traceback" not in ended.output, ended.output
    assert not list(ground.root.rglob(f"*{MARKER}*")), "a program ran"
    text = _without_form_of_sheets(ended.output)
    unseen = [character for character in text if not _is_shown(character)]
    assert unseen == [], f"{unseen}\n{visible(ended.output)}"


def _without_form_of_sheets(text: str) -> str:
    """An output without the mark and the line ends by which Excel knows a text's encoding."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def _is_shown(character: str) -> bool:
    """Whether a character shows on a terminal and cannot change what others look like."""
    return character in "\n\u00a0\u202f\u2011" or character.isprintable()


def visible(text: str) -> str:
    """A text in which what does not show is written by its code."""
    return "".join(c if _is_shown(c) else f"<U+{ord(c):04X}>" for c in text)


def _arguments(words: str) -> list[str]:
    return [
        re.sub(r"<U\+([0-9A-F]{4,6})>", lambda found: chr(int(found[1], 16)), word)
        for word in shlex.split(words)
    ]
