"""What the fuzz targets share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fuzz.targets import Field
from tests.support.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def field(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Field]:
    """A workspace in which one input after the other is tried."""
    with Sandbox() as sandbox:
        yield Field(tmp_path_factory.mktemp("fuzz") / "ground", sandbox)
