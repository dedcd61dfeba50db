"""``agreement-gen init``."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agreement_gen.cli.app import reports_problems
from agreement_gen.cli.command import command
from agreement_gen.cli.language import follow
from agreement_gen.cli.messages import STARTER_NEXT, STARTER_WRITTEN
from agreement_gen.cli.output import say
from agreement_gen.cli.types import FilePath, OneOf

if TYPE_CHECKING:
    from agreement_gen.workspace.scaffold import Kind


@command
@click.argument("target", metavar="DIR", type=FilePath(path_type=Path))
@click.option(
    "--kind",
    type=OneOf(["halsocenter", "samverkansplan", "blank"]),
    default="halsocenter",
    show_default=True,
    help="What it holds: an agreement with money, plans without, or nearly nothing.",
)
@reports_problems
def init(target: Path, kind: Kind) -> None:
    """Create a whole new workspace in DIR, to start from.

    It has one or two standard agreements and invented municipalities; its README.md describes the
    next steps. DIR must not exist, or be empty (a .git directory may be there).
    """
    from agreement_gen.workspace.scaffold import write_starter

    paths = write_starter(target, kind)
    follow(target)
    say(STARTER_WRITTEN(count=len(paths), directory=str(target)))
    argument = shlex.quote(str(target))
    say(STARTER_NEXT(argument=argument, readme=str(target / "README.md")))
