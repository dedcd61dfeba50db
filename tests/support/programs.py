"""Running the programs of ``tests/programs`` in a process of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_ROOT = Path(__file__).resolve().parents[2]
_PROGRAMS = _ROOT / "tests" / "programs"


def output_of(
    program: str,
    *arguments: str,
    folder: Path = _ROOT,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """What a program prints.

    Args:
        program: Its file's name.
        arguments: Its arguments.
        folder: Where it runs.
        environment: What its environment has beside the test's own.

    Raises:
        CalledProcessError: It ended with another code than 0.
    """
    variables = {**os.environ, "PYTHONPATH": str(_ROOT), **environment}
    done = subprocess.run(
        [sys.executable, _PROGRAMS / program, *arguments],
        env=variables,
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()
