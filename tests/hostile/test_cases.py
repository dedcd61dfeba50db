"""Hostile files, case by case: no attack works, and each is reported exactly.

A case is a folder below ``cases``: ``session.txt``, whose form ``session.py`` describes, and
``files``, laid over the small workspace before it. After a deliberate change of a message,
``UPDATE_EXPECTED=1 pytest tests/hostile/test_cases.py`` writes the sessions anew, to be read as a
diff.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.hostile.making import restore
from tests.hostile.session import play, script, visible
from tests.support.sandbox import Ground

if TYPE_CHECKING:
    from tests.support.sandbox import Sandbox

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.name for path in CASES.iterdir())


@pytest.mark.parametrize("case", NAMES)
def test_no_attack_works_and_each_is_reported(case: str, tmp_path: Path, sandbox: Sandbox) -> None:
    ground = Ground(tmp_path).make()
    restore(ground)
    files = CASES / case / "files"
    if files.exists():
        shutil.copytree(files, ground.workspace, dirs_exist_ok=True)
    written = CASES / case / "session.txt"
    expected = written.read_text(encoding="utf-8")
    played = visible(play(script(expected), ground, sandbox))
    if os.environ.get("UPDATE_EXPECTED"):
        written.write_text(played, encoding="utf-8")
    assert played == written.read_text(encoding="utf-8")


def test_every_session_runs_a_command_and_says_what_it_guards() -> None:
    for case in NAMES:
        lines = (CASES / case / "session.txt").read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith("# "), case
        assert any(line.startswith("$ ") for line in lines), case
