"""What a PDF is to be compared with: the agreement in the workspace that the file names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from agreement_gen.build.compose import compose
from agreement_gen.build.provenance import content_fingerprint, provenance
from agreement_gen.clock import stamp
from agreement_gen.formats.render import DocumentStyle, Origin, RenderFailure, render
from agreement_gen.problems import InputError, Location, Problem
from agreement_gen.signing.findings import Finding
from agreement_gen.signing.pages import agreement_length
from agreement_gen.signing.verify import Expected
from agreement_gen.workspace import git
from agreement_gen.workspace.model import SigningProfile
from agreement_gen.workspace.reader import load_workspace
from agreement_gen.workspace.tree import DiskTree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from agreement_gen.document.tree import Document
    from agreement_gen.signing.verify import ParsedPdf
    from agreement_gen.workspace.reader import Entry, Standard, Workspace


@dataclass(frozen=True, slots=True)
class Basis:
    """The agreement that a file is compared with.

    ``commit`` is the one that the file names, if it is in the repository; otherwise the workspace
    as it stands is the basis. ``findings`` are about where the file says it comes from.
    """

    slug: str
    municipality: str
    edition: str
    commit: str | None
    expected: Expected
    findings: tuple[Finding, ...]


def find_basis(root: Path, file: ParsedPdf) -> Basis:
    """Compose again the agreement that a PDF is of.

    Raises:
        InputError: the file is of no municipality of this workspace, or the workspace is faulty.
    """
    facts = file.contents.facts
    tree_commit, findings = _commit(root, facts.get("commit"))
    tree = DiskTree(root) if tree_commit is None else git.open_tree(root, tree_commit)
    workspace = load_workspace(tree)
    entry, document = _agreement(workspace, file)
    standard = workspace.standards[entry.record.agreement]
    # As the build wrote them: with the commit that the file names, if it can be believed.
    stated = provenance(entry, standard, document, tree_commit)
    findings += _fact_findings(file, stated)
    if tree_commit is not None and _has_changed(root, entry.slug, document):
        said = "the workspace has changed this agreement since"
        findings.append(Finding("origin", "note", said))
    source = (entry.path.rpartition("/")[2], entry.data)
    rendered = _rendered(document, standard, stated, source if file.contents.attachments else None)
    return Basis(
        entry.slug,
        entry.record.municipality,
        standard.family.record.edition.isoformat(),
        tree_commit,
        Expected(document, source, rendered),
        tuple(findings),
    )


def _commit(root: Path, named: str | None) -> tuple[str | None, list[Finding]]:
    """The commit to read the workspace at, None for the folder as it stands."""
    if named is None:
        said = "the file names no commit, so it is compared with the workspace as it stands"
        return None, [Finding("origin", "note", said)]
    try:
        commit = git.commit_of(root, named)
    except InputError:
        said = f"that it was built at commit {named}, which is not in this repository"
        return None, [Finding("origin", "unproved", said)]
    when = commit.date.date().isoformat()
    said = f"compared with the workspace at commit {commit.id[:12]} of {when}"
    return commit.id, [Finding("origin", "note", said)]


def _agreement(workspace: Workspace, file: ParsedPdf) -> tuple[Entry, Document]:
    """The municipality that the file names, or whose text it has; its document as it was signed.

    How an agreement is signed is part of its text, so each way is tried.
    """
    slug = file.contents.facts.get("municipality")
    entries = [entry for entry, _ in workspace.with_standards() if slug in {None, entry.slug}]
    fallback: tuple[Entry, Document] | None = None
    for entry in entries:
        for document in _documents(workspace, entry):
            if agreement_length(document, file.pages) is not None:
                return entry, document
            stated = file.contents.facts.get("fingerprint")
            if fallback is None or stated == content_fingerprint(document):
                fallback = entry, document
    if slug is not None and fallback is not None:
        return fallback
    if slug is None and not any(page.body or page.outside for page in file.pages):
        said = "the PDF holds no text, so nothing in it can be proved (is it a scanned paper?)"
        hint = "`agreement-gen signed --scanned` records it; you vouch for its text then"
        raise InputError([Problem(Location(file.name), "no-text", said, hint)])
    said = "this is no agreement of this workspace"
    if slug is not None:
        said += f": it says that it is of `{slug}`, which the workspace does not have"
    hint = "go to the workspace that it was built from, or name it with -C DIR"
    raise InputError([Problem(Location(file.name), "foreign-pdf", said, hint)])


def _documents(workspace: Workspace, entry: Entry) -> Iterator[Document]:
    own = workspace.region.record.signing
    for profile in sorted(get_args(SigningProfile), key=lambda profile: profile != own):
        yield compose(workspace, entry, signing=profile).document


def _fact_findings(file: ParsedPdf, stated: dict[str, str]) -> list[Finding]:
    """Whether the file says of its origin what the workspace says."""
    facts = file.contents.facts
    if not facts:
        said = "where it was built: the file says nothing of it (a service may have removed it)"
        return [Finding("origin", "unproved", said)]
    wrong = [
        f"{name} is {facts.get(name, 'missing')}, not {value}"
        for name, value in stated.items()
        if facts.get(name) != value
    ]
    if wrong:
        said = "what the file says of its origin is not so: " + "; ".join(wrong)
        return [Finding("origin", "fails", said)]
    return [Finding("origin", "holds", "what the file says of its origin is so")]


def _has_changed(root: Path, slug: str, document: Document) -> bool:
    """Whether the folder as it stands gives another text than the one that was built."""
    try:
        workspace = load_workspace(DiskTree(root))
        entry = next((entry for entry, _ in workspace.with_standards() if entry.slug == slug), None)
        if entry is None:
            return True
        marks = [content_fingerprint(other) for other in _documents(workspace, entry)]
    except InputError:
        return True
    return content_fingerprint(document) not in marks


def _rendered(
    document: Document,
    standard: Standard,
    facts: dict[str, str],
    source: tuple[str, bytes] | None,
) -> bytes | None:
    origin = Origin(stamp(standard.family.record.edition), tuple(facts.items()), source)
    look = DocumentStyle(standard.css, standard.reference)
    try:
        [(_, data)] = render(document, look, ("pdf",), origin).files
    except RenderFailure:
        return None
    return data
