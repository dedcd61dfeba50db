"""What the tests let a rendering process do, each a function that it can import."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

from agreement_gen.formats.render import outcome

if TYPE_CHECKING:
    from agreement_gen.formats.render import Rendered, RenderFailure, Task


def own_process(_: object) -> int:
    """The process that did it."""
    return os.getpid()


def blocked_signals(_: object) -> set[int]:
    """The signals that the process does not receive."""
    return set(signal.pthread_sigmask(signal.SIG_BLOCK, ()))


def die_until_there(marker: str) -> str:
    """End the process by force, unless a file is there; the first time the file is made.

    Empty text never dies, a text that is no file's name in an existing folder always does.
    """
    if not marker:
        return "done"
    if Path(marker).exists():
        return "done again"
    if Path(marker).parent.exists():
        Path(marker).touch()
    os.kill(os.getpid(), signal.SIGKILL)
    return "not reached"


def out_of_memory(_: object) -> None:
    """Get no more memory."""
    raise MemoryError


def no_disk(path: str) -> None:
    """Fail as a full disk does."""
    raise OSError(28, "No space left on device", path)


class NotPicklableError(Exception):
    """An exception that cannot be made again from what it was made of."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(one + other)


def fail(_: object) -> None:
    """Raise what another process cannot load."""
    raise NotPicklableError("so", "such")


def wait_long(folder: str) -> None:
    """Name the process and its parent in a folder, and wait for longer than a test takes."""
    _register(folder)
    time.sleep(600)


def compute_long(folder: str) -> None:
    """Name the process and its parent, and compute without giving another thread a turn."""
    _register(folder)
    re.match(r"(a+)+$", "a" * 60 + "b")


def _register(folder: str) -> None:
    for process in (os.getpid(), os.getppid()):
        (Path(folder) / str(process)).touch()


def render_or_die(task: Task) -> Rendered | RenderFailure:
    """Render an agreement; end the process by force if it is Alby's."""
    if "Alby" in task.document.metadata.title:
        os.kill(os.getpid(), signal.SIGKILL)
    return outcome(task)
