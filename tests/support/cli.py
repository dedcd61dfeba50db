"""The command line, run inside the test's own process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner, Result

from agreement_gen.cli import group

if TYPE_CHECKING:
    from pathlib import Path


def run_cli(
    *words: str | Path,
    root: Path | None = None,
    exit_code: int | None = 0,
    typed: str | None = None,
) -> Result:
    """Run ``agreement-gen`` with words and check how it exits.

    Args:
        words: The command and its arguments.
        root: The workspace, given with ``-C``; None for the one of the current directory.
        exit_code: The expected exit code; None for any.
        typed: What is typed on standard input.

    Raises:
        Exception: whatever the command raises, so that a fault of the program fails the test.
    """
    folder = () if root is None else ("-C", str(root))
    arguments = [*folder, *map(str, words)]
    result = CliRunner().invoke(group, arguments, input=typed, catch_exceptions=False)
    assert exit_code is None or result.exit_code == exit_code, result.output
    return result
