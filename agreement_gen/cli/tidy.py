"""``agreement-gen tidy``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agreement_gen.cli.app import Folder, pass_folder, reports_problems
from agreement_gen.cli.command import command
from agreement_gen.cli.messages import (
    FILES_OR_UPGRADE,
    NOT_TIDY,
    NOT_UPGRADED,
    NOTHING_TO_UPGRADE,
    TIDIED,
    UPGRADED,
)
from agreement_gen.cli.output import say
from agreement_gen.cli.params import EXISTING_FILE

if TYPE_CHECKING:
    from agreement_gen.problems import Problem


@command
@click.argument("files", nargs=-1, metavar="[FILE]...", type=EXISTING_FILE)
@click.option(
    "--check", is_flag=True, help="Change nothing; exit with status 1 if a file is not tidy."
)
@click.option(
    "--upgrade", is_flag=True, help="Bring the workspace's files to the form of this version."
)
@pass_folder
@reports_problems
def tidy(folder: Folder, files: tuple[Path, ...], *, check: bool, upgrade: bool) -> None:
    """Tidy YAML files without changing their values: line ends, and white space before them.

    With --upgrade the files of an older workspace are brought to the present form; all that need
    not change stays as it is.
    """
    if upgrade == bool(files):
        raise click.UsageError(str(FILES_OR_UPGRADE()))
    if upgrade:
        _upgrade(folder, check=check)
    else:
        _tidy(files, check=check)


def _upgrade(folder: Folder, *, check: bool) -> None:
    from agreement_gen.workspace.journal import require_none_interrupted
    from agreement_gen.workspace.transaction import write_files
    from agreement_gen.workspace.tree import DiskTree, ReadOnceTree
    from agreement_gen.workspace.upgrade import upgraded

    require_none_interrupted(folder.root)
    tree = ReadOnceTree(DiskTree(folder.root))
    changed = upgraded(tree)
    if not check:
        before = {path: tree.read(path) for path in changed}
        write_files(folder.root, changed, expected=before, inside=folder.root)
    for path in changed:
        say((NOT_UPGRADED if check else UPGRADED)(file=path))
    if not changed:
        say(NOTHING_TO_UPGRADE())
    if check and changed:
        sys.exit(1)


def _tidy(files: tuple[Path, ...], *, check: bool) -> None:
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
