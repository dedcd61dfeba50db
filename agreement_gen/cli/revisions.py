"""States of a workspace as a person names them: a git revision, or the files on the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreement_gen.cli.messages import WORKING_TREE

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.changes.states import WorkspaceState


def workspace_at(root: Path, revision: str | None) -> WorkspaceState:
    """The workspace at a revision; None for the files on the disk.

    Raises:
        InputError: there is no such revision, or a revision of the files was interrupted.
    """
    from agreement_gen.changes.states import WorkspaceState
    from agreement_gen.workspace.git import open_tree
    from agreement_gen.workspace.journal import require_none_interrupted
    from agreement_gen.workspace.tree import DiskTree

    if revision is None:
        require_none_interrupted(root)
        return WorkspaceState(str(WORKING_TREE()), DiskTree(root))
    return WorkspaceState(revision, open_tree(root, revision))


def split_revisions(root: Path, arguments: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """The revisions at the start of some arguments (two at most), and the names after them.

    An argument that could name a municipality is always a name.
    """
    from agreement_gen.workspace.git import is_revision
    from agreement_gen.workspace.reader import AGREEMENTS, MUNICIPALITIES, slug
    from agreement_gen.workspace.tree import DiskTree

    tree = DiskTree(root)
    files = (*tree.names(MUNICIPALITIES), *tree.names(AGREEMENTS))
    known = {name.rpartition(".")[0] for name in files}
    revisions: list[str] = []
    for argument in arguments[:2]:
        if slug(argument) in known or (len(argument) == 4 and argument.isdigit()):
            break
        if not is_revision(root, argument):
            break
        revisions.append(argument)
    return revisions, list(arguments[len(revisions) :])
