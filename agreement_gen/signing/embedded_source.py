"""The workspace that a PDF with an embedded source was built from, as far as it is known."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from agreement_gen.problems import InputError, Location, fault
from agreement_gen.signing.findings import shortened
from agreement_gen.signing.messages import SigningCode
from agreement_gen.signing.reading import contents
from agreement_gen.workspace import git
from agreement_gen.workspace.files import MEGABYTE, MOST_OF_DOCUMENT, MOST_OF_TEXT, read_file
from agreement_gen.workspace.reader import AGREEMENTS, MUNICIPALITIES, load_workspace
from agreement_gen.workspace.tree import DiskTree, OverlayTree

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.signing.reading import Contents
    from agreement_gen.workspace.reader import Entry, Workspace
    from agreement_gen.workspace.tree import Tree

_YAML = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class EmbeddedSource:
    """A workspace with the file that a PDF embeds in its place.

    Attributes:
        workspace: The workspace.
        entry: The agreement that the file is of.
        commit: The commit of all other files; None if they are those on the disk.
    """

    workspace: Workspace
    entry: Entry
    commit: str | None


def read_contents(pdf: Path) -> Contents:
    """What a PDF holds beside its pages' text.

    Raises:
        InputError: the file cannot be read, or is no PDF.
    """
    return contents(read_file(pdf, MOST_OF_DOCUMENT), str(pdf))


def embedded_source(found: Contents, pdf: str, root: Path) -> EmbeddedSource:
    """The file that a PDF embeds, with the standard of the commit that it names.

    Where it names no commit that is in the repository, the workspace's present standard is used.

    Args:
        found: What the PDF holds.
        pdf: How a problem names it.
        root: The workspace.

    Raises:
        InputError: the PDF embeds no municipality's file, or its source cannot be loaded.
    """
    sources = {name: data for name, data in found.attachments if name.endswith(_YAML)}
    if len(sources) != 1:
        raise fault(Location(pdf), SigningCode.NO_SOURCE)
    ((name, source),) = sources.items()
    if len(source) > MOST_OF_TEXT:
        most = MOST_OF_TEXT // MEGABYTE
        raise fault(Location(pdf), SigningCode.SOURCE_TOO_LARGE, name=shortened(name), most=most)
    named = found.facts.get("commit")
    is_known = named is not None and git.is_commit_id(named) and git.is_revision(root, named)
    commit = named if is_known else None
    tree: Tree = DiskTree(root) if commit is None else git.open_tree(root, commit)
    file = PurePosixPath(name).name
    folder = AGREEMENTS if file in tree.names(AGREEMENTS) else MUNICIPALITIES
    path = f"{folder}/{file}"
    workspace = load_workspace(OverlayTree(tree, {path: source}))
    entry = next((entry for entry in workspace.entries if entry.path == path), None)
    if entry is None:
        raise InputError(p for p in workspace.problems if p.location.file == path)
    return EmbeddedSource(workspace, entry, commit)
