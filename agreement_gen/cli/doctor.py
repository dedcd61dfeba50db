"""``agreement-gen doctor``."""

from __future__ import annotations

import click


@click.command()
def doctor() -> None:
    """Say what this machine lacks, and the command that mends it."""
