"""``agreement-gen init``."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from agreement_gen.cli.app import reports_problems
from agreement_gen.cli.messages import STARTER_NEXT, STARTER_WRITTEN
from agreement_gen.cli.output import say


@click.command()
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@reports_problems
def init(target: Path) -> None:
    """Create a whole new workspace in DIR, to start from.

    It has a standard agreement and three invented municipalities; its README.md describes the next
    steps. DIR must not exist, or be empty (a .git directory may be there).
    """
    from agreement_gen.workspace.scaffold import write_starter

    paths = write_starter(target)
    say(STARTER_WRITTEN(count=len(paths), directory=str(target)))
    argument = shlex.quote(str(target))
    say(STARTER_NEXT(argument=argument, readme=str(target / "README.md")))
