"""``agreement-gen diff``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal

import click

from agreement_gen.cli.app import Folder, pass_folder, reports_problems

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.changes.states import WorkspaceState

WORKING_TREE = "arbetskopian"
"""What the files on the disk are called beside a revision."""


@click.command()
@click.argument("arguments", nargs=-1, metavar="[FROM [TO]] [NAME]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "html", "json"]),
    default="text",
    show_default=True,
    help="How to tell it.",
)
@click.option("--exit-code", is_flag=True, help="End with 1 if anything changed.")
@pass_folder
@reports_problems
def diff(
    folder: Folder,
    arguments: tuple[str, ...],
    form: Literal["text", "markdown", "html", "json"],
    exit_code: bool,
) -> None:
    """Tell what changed between two revisions, by municipality and clause, and why.

    Without FROM the last commit is compared with the files as they stand; with FROM alone, that
    revision is. An argument that names a municipality is a NAME; of the others, the first two may
    be revisions. A branch named like a municipality is written heads/BRANCH.
    """
    from agreement_gen.changes.compare import compare
    from agreement_gen.changes.report import report

    revisions, names = split(folder.root, arguments)
    old = state(folder.root, revisions[0] if revisions else "HEAD")
    new = state(folder.root, revisions[1] if len(revisions) > 1 else None)
    changes = compare(old, new, names)
    click.echo(report(changes, form), nl=False)
    if exit_code and changes:
        sys.exit(1)


def state(root: Path, revision: str | None) -> WorkspaceState:
    """The workspace at a revision, or as it stands on the disk.

    Raises:
        InputError: if there is no such revision.
    """
    from agreement_gen.changes.states import WorkspaceState
    from agreement_gen.workspace.git import open_tree
    from agreement_gen.workspace.tree import DiskTree

    if revision is None:
        return WorkspaceState(WORKING_TREE, DiskTree(root))
    return WorkspaceState(revision, open_tree(root, revision))


def split(root: Path, arguments: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """The revisions that stand first among the arguments (two at most), and the names."""
    from agreement_gen.workspace.git import is_revision
    from agreement_gen.workspace.reader import MUNICIPALITIES, slug
    from agreement_gen.workspace.tree import DiskTree

    files = DiskTree(root).names(MUNICIPALITIES)
    known = {name.rpartition(".")[0] for name in files}
    revisions: list[str] = []
    for argument in arguments[:2]:
        if slug(argument) in known or (len(argument) == 4 and argument.isdigit()):
            break
        if not is_revision(root, argument):
            break
        revisions.append(argument)
    return revisions, list(arguments[len(revisions) :])
