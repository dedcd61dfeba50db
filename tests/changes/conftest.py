"""What the tests of changes share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.workspaces import small_workspace

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return small_workspace(tmp_path / "old")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return small_workspace(tmp_path / "new")
