"""What a PDF is to be compared with: the agreement in the workspace that the file names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from agreement_gen.build.compose import compose
from agreement_gen.build.provenance import content_fingerprint, provenance
from agreement_gen.build.style import style_of
from agreement_gen.checks.gate import require_sound
from agreement_gen.clock import stamp
from agreement_gen.document.tree import fold, lines
from agreement_gen.formats.render import Origin, RenderFailure, render
from agreement_gen.problems import InputError, Location, fault
from agreement_gen.signing.findings import Subject, fails, holds, note, shortened, unverified
from agreement_gen.signing.messages import (
    CHANGED_SINCE,
    COMPARED_AT,
    FACT_DIFFERS,
    FACT_NOT_STATED,
    NO_COMMIT,
    ORIGIN_DIFFERS,
    ORIGIN_HOLDS,
    ORIGIN_NOT_STATED,
    UNKNOWN_COMMIT,
    SigningCode,
)
from agreement_gen.signing.pages import agreement_length
from agreement_gen.signing.service import named_service
from agreement_gen.signing.verify import Expected
from agreement_gen.workspace import git
from agreement_gen.workspace.model import SigningProfile
from agreement_gen.workspace.reader import load_workspace
from agreement_gen.workspace.tree import DiskTree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from agreement_gen.document.tree import Document
    from agreement_gen.messages import Text
    from agreement_gen.signing.findings import Finding
    from agreement_gen.signing.reading import ParsedPdf
    from agreement_gen.signing.service import Service
    from agreement_gen.workspace.reader import Entry, Standard, Workspace
    from agreement_gen.workspace.tree import Tree


@dataclass(frozen=True, slots=True)
class Basis:
    """The agreement that a file is compared with.

    Attributes:
        slug: Its municipality, as its file is called.
        municipality: Its municipality's name.
        edition: The edition of its standard, as 2020-12-22.
        commit: The commit that the file names, if it is in the repository; otherwise None, and
            the workspace on the disk is the basis.
        expected: What the file should be.
        findings: Whether the file states its origin correctly.
        is_current: Whether the files on the disk still give the same text.
    """

    slug: str
    municipality: str
    edition: str
    commit: str | None
    expected: Expected
    findings: tuple[Finding, ...]
    is_current: bool = True


def find_basis(root: Path, file: ParsedPdf, as_of: str | None = None) -> Basis:
    """Compose again the agreement that a PDF is of.

    Args:
        root: The workspace.
        file: The PDF, signed or not.
        as_of: The full id of the commit to compare with if the file names none; None for the
            files on the disk.

    Raises:
        InputError: the file is of no municipality of this workspace, or the workspace is faulty.
    """
    facts = file.contents.facts
    stated = facts.get("commit")
    tree_commit, commit_finding = _commit(root, as_of if stated is None else stated)
    tree = DiskTree(root) if tree_commit is None else git.open_tree(root, tree_commit)
    workspace = load_workspace(tree)
    require_sound(workspace)
    entry, document = _agreement(workspace, file)
    standard = workspace.standards[entry.record.agreement]
    # As the build wrote them: with the commit that the file names, if it is in the repository.
    named = None if stated is None else tree_commit
    expected_facts = provenance(workspace, entry, standard, document, named)
    findings = [commit_finding, _fact_finding(facts, expected_facts)]
    is_current = tree_commit is None or not _has_changed(root, entry.slug, document)
    if not is_current:
        findings.append(note(Subject.ORIGIN, CHANGED_SINCE()))
    source = (entry.path.rpartition("/")[2], entry.data)
    is_attached = any(name == source[0] for name, _ in file.contents.attachments)
    attached = source if is_attached else None
    rendered = _rendered(document, standard, expected_facts, attached)
    return Basis(
        entry.slug,
        entry.label,
        standard.family.record.edition.isoformat(),
        tree_commit,
        Expected(document, source, rendered, _service(root, workspace, tree)),
        tuple(findings),
        is_current,
    )


def _service(root: Path, workspace: Workspace, tree: Tree) -> Service | None:
    """The service that the workspace names, at the commit or else today."""
    service = named_service(workspace.region.record.signing_service, tree)
    if service is not None or isinstance(tree, DiskTree):
        return service
    try:
        record = load_workspace(DiskTree(root)).region.record
    except InputError:  # no workspace today
        return None
    return named_service(record.signing_service, DiskTree(root))


def _commit(root: Path, named: str | None) -> tuple[str | None, Finding]:
    """The commit to read the workspace at, None for the files on the disk."""
    if named is None:
        return None, note(Subject.ORIGIN, NO_COMMIT())
    if not git.is_commit_id(named) or not git.is_revision(root, named):
        return None, unverified(Subject.ORIGIN, UNKNOWN_COMMIT(commit=shortened(named)))
    commit = git.commit_of(root, named)
    compared = COMPARED_AT(commit=commit.id[:12], date=commit.date.date())
    return commit.id, note(Subject.ORIGIN, compared)


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
    where = Location(file.name)
    if slug is None and not any(page.body for page in file.pages):
        # Printed into a new file, it has neither origin nor structure, but its words.
        fallback = _most_similar(workspace, entries, file)
        if fallback is not None:
            return fallback
    if slug is not None:
        if fallback is None:
            raise fault(where, SigningCode.FOREIGN_MUNICIPALITY, slug=slug)
        return fallback
    if not any(page.body or page.outside for page in file.pages):
        raise fault(where, SigningCode.NO_TEXT)
    raise fault(where, SigningCode.FOREIGN_PDF)


_SIMILAR = 0.8
"""How much of an agreement's text a file must hold to be taken for a copy of it."""

_PIECE = 16
"""In pieces of how many letters it is looked for: numbers of lists are drawn apart from lines."""


def _most_similar(
    workspace: Workspace, entries: Sequence[Entry], file: ParsedPdf
) -> tuple[Entry, Document] | None:
    """The agreement most of whose text a file without structure holds, if it is one at all."""
    text = _letters("".join(page.outside for page in file.pages))
    if not text:
        return None

    def share(document: Document, step: int) -> float:
        whole = _letters("".join(lines(document)))
        starts = range(0, len(whole), step)
        return sum(whole[start : start + _PIECE] in text for start in starts) / max(1, len(starts))

    shares = [share(next(_documents(workspace, entry)), _PIECE) for entry in entries]
    most = max(shares, default=0)
    if most < _SIMILAR:
        return None
    entry = entries[shares.index(most)]
    # The ways of signing differ in few words.
    documents = tuple(_documents(workspace, entry))
    return entry, max(documents, key=lambda document: share(document, 1))


def _letters(text: str) -> str:
    """A text without what depends on how its lines are broken."""
    return fold(text).replace("-", "")


def _documents(workspace: Workspace, entry: Entry) -> Iterator[Document]:
    """The agreement's document for each way of signing, the workspace's own first."""
    own = workspace.region.record.signing
    for profile in sorted(get_args(SigningProfile), key=lambda profile: profile != own):
        yield compose(workspace, entry, signing=profile).document


def _fact_finding(facts: Mapping[str, str], expected: Mapping[str, str]) -> Finding:
    """Whether the file states the origin that the workspace gives it."""
    if not facts:
        return unverified(Subject.ORIGIN, ORIGIN_NOT_STATED())
    wrong = [
        str(_wrong_fact(name, facts.get(name), value))
        for name, value in expected.items()
        if facts.get(name) != value
    ]
    if wrong:
        return fails(Subject.ORIGIN, ORIGIN_DIFFERS(facts="; ".join(wrong)))
    return holds(Subject.ORIGIN, ORIGIN_HOLDS())


def _wrong_fact(name: str, stated: str | None, expected: str) -> Text:
    if stated is None:
        return FACT_NOT_STATED(name=name, expected=expected)
    return FACT_DIFFERS(name=name, stated=shortened(stated), expected=expected)


def _has_changed(root: Path, slug: str, document: Document) -> bool:
    """Whether the files on the disk give another text than the one that was built."""
    try:
        workspace = load_workspace(DiskTree(root))
        require_sound(workspace)
        entry = next((entry for entry, _ in workspace.with_standards() if entry.slug == slug), None)
        if entry is None:
            return True
        fingerprints = [content_fingerprint(other) for other in _documents(workspace, entry)]
    except InputError:
        return True
    return content_fingerprint(document) not in fingerprints


def _rendered(
    document: Document,
    standard: Standard,
    facts: Mapping[str, str],
    source: tuple[str, bytes] | None,
) -> bytes | None:
    """The PDF that the build makes of a document today; None if the renderer reports a fault."""
    origin = Origin(stamp(standard.family.record.edition), tuple(facts.items()), source)
    style = style_of(standard)
    try:
        [(_, data)] = render(document, style, ("pdf",), origin).files
    except RenderFailure:
        return None
    return data
