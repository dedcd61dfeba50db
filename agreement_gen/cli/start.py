"""``agreement-gen init`` and ``agreement-gen new``."""

from __future__ import annotations

import click


@click.command()
def init() -> None:
    """Make a whole new workspace."""


@click.command()
def new() -> None:
    """Write a commented file for one more municipality."""
