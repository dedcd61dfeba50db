"""Commands run in processes of their own, watched from outside: how they end, what they leave.

Each runs in a folder that holds the workspace and, beside it, all that a hostile file could reach
for: a victim's folder, a home and a folder for temporary files. :class:`Sandbox` starts the server
of ``tests/programs/command_server.py`` once; a command then takes some milliseconds.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

_ROOT = Path(__file__).resolve().parents[2]
_SERVER = _ROOT / "tests" / "programs" / "command_server.py"

TODAY = 1_709_251_200
"""2024-03-01, which every command takes for today."""

SAFETY_NET = 60
"""Seconds after which a command counts as hanging, on a machine with other work as well."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A folder with a workspace, and what lies around it.

    Attributes:
        root: The folder.
    """

    root: Path

    @property
    def workspace(self) -> Path:
        """The workspace; commands run in it."""
        return self.root / "workspace"

    @property
    def victim(self) -> Path:
        """A folder that is none of the program's business."""
        return self.root / "victim"

    @property
    def temporary(self) -> Path:
        """Where temporary files are made."""
        return self.root / "temporary"

    @property
    def home(self) -> Path:
        """The user's home."""
        return self.root / "home"

    def make(self) -> Self:
        """Make the folders, but for the workspace, and a victim to lose."""
        for folder in (self.victim, self.temporary, self.home):
            folder.mkdir(parents=True)
        (self.victim / "diary.txt").write_text("nobody else's\n", encoding="utf-8")
        (self.victim / "municipality.yaml").write_text("municipality: Annan\n", encoding="utf-8")
        return self

    def environment(self) -> dict[str, str]:
        """The environment of a command: nothing of the caller's but the path."""
        return {
            "HOME": str(self.home),
            "AGREEMENT_GEN_LANG": "en",
            "LANG": "C.UTF-8",
            "PATH": os.environ["PATH"],
            "SOURCE_DATE_EPOCH": str(TODAY),
            "TMPDIR": str(self.temporary),
            "TZ": "UTC",
        }

    def outside(self) -> dict[str, str]:
        """What lies around the workspace and the home, as :func:`snapshot`."""
        kept = ("workspace", "home", "output")
        return {p: h for p, h in snapshot(self.root).items() if p.split("/")[0] not in kept}


def snapshot(folder: Path) -> dict[str, str]:
    """Everything below a folder by path: a hash of a file's bytes, a link's target, or its kind."""
    found: dict[str, str] = {}
    for at, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(at, name)
            mode = path.lstat().st_mode
            if stat.S_ISREG(mode):
                what = hashlib.sha256(path.read_bytes()).hexdigest()
            elif stat.S_ISLNK(mode):
                what = f"-> {path.readlink()}"
            else:
                what = stat.filemode(mode)[0]
            found[path.relative_to(folder).as_posix()] = what
    return found


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended.

    Attributes:
        status: Its exit status; a signal's number, negative, if that ended it.
        output: What it printed, on standard output and standard error.
        hangs: Whether it had to be killed after the safety net's time.
        left: The command lines of processes that lived on after it.
        took: Seconds of the clock.
        changes: With a fault, the changes of the file system until it ended by itself, each by
            the name of its audit event.
    """

    status: int
    output: str
    hangs: bool
    left: tuple[str, ...]
    took: float
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kill:
    """A signal that a command gets.

    Attributes:
        signal: Its number.
        after: Seconds after the start.
    """

    signal: int
    after: float


@dataclass(frozen=True, slots=True)
class Fault:
    """A change of the file system that fails.

    Attributes:
        number: Which one, from 1; with 0 none fails, and they are only counted.
        action: ``kill``, or the name of an error such as ``ENOSPC``.
    """

    number: int
    action: str


class Sandbox:
    """The server that runs commands; a context manager, which ends it."""

    def __init__(self) -> None:
        self._server = subprocess.Popen(
            [sys.executable, _SERVER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(_ROOT)},
            encoding="utf-8",
            start_new_session=True,
        )
        assert self._read() == "ready\n"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.close()
        self._server.wait(SAFETY_NET)
        self._server.stdout.close()

    def run(
        self,
        ground: Ground,
        *arguments: str,
        environment: Mapping[str, str] = MappingProxyType({}),
        kill: Kill | None = None,
        fault: Fault | None = None,
        cpu_seconds: int | None = None,
        growth: int | None = None,
    ) -> Ended:
        """Run a command in the workspace of a ground.

        Args:
            ground: Where.
            arguments: The command and its arguments.
            environment: What is added to the ground's environment.
            kill: The signal that it gets.
            fault: What fails of what it does to files below the ground.
            cpu_seconds: The processor time after which it is killed.
            growth: The bytes of memory that it may take beyond what the loaded program has.
        """
        output = ground.root / "output"
        request: dict[str, Any] = {
            "arguments": arguments,
            "folder": str(ground.workspace),
            "environment": {**ground.environment(), **environment},
            "output": str(output),
            "seconds": SAFETY_NET,
            "kill": None if kill is None else {"signal": kill.signal, "after": kill.after},
            "fault": None,
            "cpu_seconds": cpu_seconds,
            "growth": growth,
        }
        if fault is not None:
            below = str(ground.root)
            request["fault"] = {"number": fault.number, "action": fault.action, "below": below}
        assert self._server.stdin is not None
        self._server.stdin.write(json.dumps(request) + "\n")
        self._server.stdin.flush()
        answer = json.loads(self._read())
        return Ended(
            answer["status"],
            output.read_bytes().decode("utf-8", "backslashreplace"),
            answer["hangs"],
            tuple(answer["left"]),
            answer["took"],
            tuple(answer["changes"]),
        )

    def _read(self) -> str:
        assert self._server.stdout is not None
        return self._server.stdout.readline()
