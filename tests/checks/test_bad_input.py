"""Bad input, case by case: each folder's faults against the exact output beside them.

A case is a folder below ``cases/bad``: files that are laid over the small workspace, and
``expected.txt``, what ``agreement-gen check`` then prints. After a deliberate change of a message,
``UPDATE_EXPECTED=1 pytest tests/checks/test_bad_input.py`` writes the files anew, to be read as a
diff.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.support.cli import run_cli
from tests.support.workspaces import CASES, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

BAD = sorted(path.name for path in (CASES / "bad").iterdir())


@pytest.mark.parametrize("case", BAD)
def test_faults_are_reported_exactly(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = CASES / "bad" / case
    monkeypatch.chdir(small_workspace(tmp_path, folder))
    (tmp_path / "expected.txt").unlink(missing_ok=True)
    result = run_cli("check", exit_code=1)
    expected = folder / "expected.txt"
    if os.environ.get("UPDATE_EXPECTED"):
        expected.write_text(result.stderr, encoding="utf-8")
    assert result.stderr == expected.read_text(encoding="utf-8")


def test_the_workspace_below_the_cases_is_without_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small_workspace(tmp_path))
    assert run_cli("check").stderr == ""
