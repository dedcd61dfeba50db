"""Machines that `doctor` examines in tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from agreement_gen.build.environment import Machine

if TYPE_CHECKING:
    from collections.abc import Callable

HEALTHY = Machine(
    system="debian",
    is_root=False,
    python=(3, 12, 1),
    loads=lambda _: True,
    holds=lambda _, __: False,
    has_program=lambda _: True,
    fonts=lambda: 8,
    render=lambda: None,
)
"""A machine that can build."""


def never() -> None:
    """Render no page: what is needed for it is missing."""
    pytest.fail("a page was rendered though something is missing")


def without(part: str) -> Callable[[str], bool]:
    """Load every library but those with this in their name."""
    return lambda name: part not in name
