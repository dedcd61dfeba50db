"""What the tests of commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.workspaces import small_workspace

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small workspace, which is the current directory."""
    root = small_workspace(tmp_path / "arbete")
    monkeypatch.chdir(root)
    return root
