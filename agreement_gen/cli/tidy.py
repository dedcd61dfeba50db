"""``agreement-gen tidy``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agreement_gen.cli.app import reports_problems
from agreement_gen.cli.messages import NOT_TIDY, TIDIED
from agreement_gen.cli.output import say
from agreement_gen.cli.params import EXISTING_FILE

if TYPE_CHECKING:
    from agreement_gen.problems import Problem


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=EXISTING_FILE)
@click.option(
    "--check", is_flag=True, help="Change nothing; exit with status 1 if a file is not tidy."
)
@reports_problems
def tidy(files: tuple[Path, ...], *, check: bool) -> None:
    """Tidy YAML files without changing their values: line ends, and white space before them."""
    from agreement_gen.problems import InputError
    from agreement_gen.workspace.files import MOST_OF_TEXT, read_file
    from agreement_gen.workspace.transaction import write_files
    from agreement_gen.yamlfile.tidy import tidy as tidied

    problems: list[Problem] = []
    before: dict[str, bytes] = {}
    changed: dict[str, bytes] = {}
    for file in files:
        try:
            data = read_file(file, MOST_OF_TEXT)
            after = tidied(data, str(file))
        except InputError as error:
            problems += error.problems
        else:
            if after != data:
                before[str(file)], changed[str(file)] = data, after
    if problems:
        raise InputError(problems)
    if not check:
        write_files(Path(), changed, expected=before)
    for name in changed:
        say((NOT_TIDY if check else TIDIED)(file=name))
    if check and changed:
        sys.exit(1)
