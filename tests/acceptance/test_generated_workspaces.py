"""What the benchmark measures is a sound workspace, so that it measures whole agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreement_gen.checks.rules import check
from benchmarks.generated import COUNTIES, generate
from tests.support.workspaces import REPOSITORY, load

if TYPE_CHECKING:
    from pathlib import Path


def test_every_generated_workspace_is_sound(tmp_path: Path) -> None:
    folders = generate(REPOSITORY, tmp_path, COUNTIES + 3)
    assert len(folders) == COUNTIES
    for folder in folders[:4]:
        workspace = load(folder)
        assert len(workspace.entries) == (2 if folder in folders[:3] else 1)
        assert check(workspace) == ()
