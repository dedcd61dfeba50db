"""The workspace that a PDF with an embedded source was made from, as far as it can be had again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from agreement_gen.problems import InputError, Location, Problem
from agreement_gen.signing.reading import contents
from agreement_gen.workspace import git
from agreement_gen.workspace.reader import MUNICIPALITIES, load_workspace
from agreement_gen.workspace.tree import DiskTree, OverlayTree

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.workspace.reader import Workspace
    from agreement_gen.workspace.tree import Tree

_YAML = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class EmbeddedSource:
    """The workspace with the embedded file put in; ``commit`` is None if the rest is today's."""

    workspace: Workspace
    municipality: str
    commit: str | None


def origin_of(pdf: Path, root: Path) -> EmbeddedSource:
    """What a PDF was made from: its embedded file, with the standard of the commit it names.

    Where it names no commit that is known here, the workspace's present standard is used.

    Raises:
        InputError: if the file is no PDF that holds a municipality's file, or what it was made
            from cannot be read.
    """
    found = contents(pdf.read_bytes(), str(pdf))
    sources = {name: data for name, data in found.attachments if name.endswith(_YAML)}
    if len(sources) != 1:
        raise _fault(
            pdf,
            "no-source",
            "this PDF holds no municipality's file, so its text cannot be composed again",
            "build with --embed-source, or compare with a revision: --from REV",
        )
    ((name, source),) = sources.items()
    named = found.facts.get("commit")
    commit = named if named is not None and git.is_revision(root, named) else None
    tree: Tree = DiskTree(root) if commit is None else git.open_tree(root, commit)
    path = f"{MUNICIPALITIES}/{PurePosixPath(name).name}"
    workspace = load_workspace(OverlayTree(tree, {path: source}))
    entry = next((entry for entry in workspace.entries if entry.path == path), None)
    if entry is None:
        raise InputError(p for p in workspace.problems if p.location.file == path)
    return EmbeddedSource(workspace, entry.record.code, commit)


def _fault(pdf: Path, code: str, message: str, hint: str) -> InputError:
    return InputError([Problem(Location(str(pdf)), code, message, hint)])
