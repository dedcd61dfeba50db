"""Publish again and again, and end the process at each change of the file system in turn.

Prints a line of JSON for each run: where it ended, whether a reader reported it, and the state of
each agreement before and after the next command has settled it. With the argument ``twice``, the
next command is ended too, at each of its own changes, and a third one settles what is left.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agreement_gen.build.publication import interrupted
from tests.support.publications import publish_new, publish_old, settle, states

if TYPE_CHECKING:
    from collections.abc import Callable

_CHANGES = {"os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "shutil.rmtree"}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_KILLED, _ENDED = 77, 0


def ended_at(number: int, action: Callable[[], object], fault: int | None) -> bool:
    """Whether a process ended, or failed, at its change with a number, from 1."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == _KILLED
    count = 0

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal count
        is_writing = event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING
        if is_writing or event in _CHANGES:
            count += 1
            if count == number:
                if fault is None:
                    os._exit(_KILLED)
                raise OSError(fault, os.strerror(fault), arguments[0])

    sys.addaudithook(hook)
    try:
        action()
    except OSError:
        os._exit(_KILLED)
    os._exit(_KILLED if count >= number else _ENDED)


def report(folder: Path, base: Path, fault: int | None, *, twice: bool) -> None:
    """Print a line for each place at which a publication can end."""
    output, number = folder / "output", 0
    while True:
        number += 1
        other = 0
        while True:
            shutil.rmtree(output, ignore_errors=True)
            shutil.copytree(base, output)
            if not ended_at(number, lambda: publish_new(output), fault):
                return
            before, is_reported = states(output), interrupted(output) is not None
            other += 1
            was_ended = twice and ended_at(other, lambda: settle(output), fault)
            settle(output)
            left = sorted(path.name for path in output.iterdir() if path.name.startswith("."))
            line = {"ended": [number, other], "reported": is_reported, "left": left}
            text = json.dumps({**line, "before": before, "after": states(output)})
            sys.stdout.write(f"{text}\n")
            sys.stdout.flush()
            if not was_ended:
                break


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        base = Path(name) / "base"
        publish_old(base)
        code = getattr(errno, sys.argv[1]) if sys.argv[1] != "kill" else None
        report(Path(name), base, code, twice=sys.argv[2:] == ["twice"])
