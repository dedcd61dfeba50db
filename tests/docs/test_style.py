"""Every public name has a docstring: ruff refuses one without, in each folder of code."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.workspaces import REPOSITORY

METHOD = '''
"""About."""


class Public:
    """About."""

    def get(self) -> int:
        return 1
'''.lstrip()


def faults(code: str, path: str) -> set[str]:
    """The rules that ruff finds broken in a file that the repository does not have."""
    command = [sys.executable, "-m", "ruff", "check", "--output-format", "concise"]
    command += ["--stdin-filename", path, "-"]
    done = subprocess.run(
        command, input=code, cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    return {line.split()[1] for line in done.stdout.splitlines() if line.startswith(path)}


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("x = 1\n", "D100"),
        ('"""About."""\n\n\ndef public() -> None:\n    print()\n', "D103"),
        ('"""About."""\n\n\nclass Public:\n    x = 1\n', "D101"),
        (METHOD, "D102"),
    ],
)
def test_what_is_public_needs_a_docstring(code: str, rule: str) -> None:
    for folder in ("agreement_gen/workspace", "scripts", "benchmarks"):
        assert rule in faults(code, f"{folder}/new.py")


def test_what_is_private_needs_none() -> None:
    code = '"""About."""\n\n\ndef _private() -> int:\n    return 1\n'
    assert faults(code, "agreement_gen/workspace/new.py") == set()
