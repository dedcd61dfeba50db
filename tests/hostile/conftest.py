"""What the hostile cases share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """Runs commands in processes of their own."""
    with Sandbox() as started:
        yield started
