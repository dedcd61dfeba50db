"""The program in a process of its own, with the streams and the environment that a test gives."""

from __future__ import annotations

import os
import subprocess
import sys
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any

from tests.support.workspaces import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LONGEST_SECONDS = 60
"""After which a process hangs for certain, on whatever machine."""

NOTHING: MappingProxyType[str, str] = MappingProxyType({})

Stream = int | IO[Any] | None


def environment(variables: Mapping[str, str] = NOTHING) -> dict[str, str]:
    """The test's environment with the checkout's package, and without what changes the output."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LC_", "LANG", "PYTHON", "GITHUB_"))
    }
    return {**kept, "PYTHONPATH": str(REPOSITORY), **variables}


def program(*words: str | Path) -> list[str]:
    """The command line of ``agreement-gen`` with some arguments."""
    return [sys.executable, "-m", "agreement_gen", *map(str, words)]


def run_program(
    *words: str | Path,
    folder: Path,
    out: Stream = subprocess.PIPE,
    err: Stream = subprocess.PIPE,
    variables: Mapping[str, str] = NOTHING,
) -> subprocess.CompletedProcess[bytes]:
    """Run ``agreement-gen`` in a folder and wait for its end.

    Raises:
        TimeoutExpired: it hangs.
    """
    return subprocess.run(
        program(*words),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=err,
        env=environment(variables),
        timeout=LONGEST_SECONDS,
        check=False,
    )


def run_in_shell(
    line: str, *words: str | Path, folder: Path, variables: Mapping[str, str] = NOTHING
) -> subprocess.CompletedProcess[bytes]:
    """Run a line of a shell, in which ``"$@"`` is ``agreement-gen`` with some arguments."""
    return subprocess.run(
        ["bash", "-c", line, "bash", *program(*words)],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment(variables),
        timeout=LONGEST_SECONDS,
        check=False,
    )
