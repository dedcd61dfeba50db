"""What a file states about its origin: the standard, the municipality, the text, the commit.

Only facts of the workspace: nothing of the machine or the user who ran the program.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreement_gen.agreement_state.parties import parties
from agreement_gen.document.tree import lines
from agreement_gen.problems import InputError
from agreement_gen.workspace import git
from agreement_gen.workspace.load import load
from agreement_gen.workspace.model import AgreementRecord
from agreement_gen.workspace.reader import AGREEMENT_FOLDERS, INPUTS, PARTIES
from agreement_gen.workspace.root import REGION_FILE, TEMPLATES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from agreement_gen.document.tree import Document
    from agreement_gen.workspace.reader import Entry, Standard, Workspace


def content_fingerprint(document: Document) -> str:
    """The SHA-256 of an agreement's text as composed: its lines, header and draft mark.

    It does not depend on the style, on the file format or on the program's version.
    """
    text = [*document.header_footer.lines(1, 1), *lines(document)]
    return hashlib.sha256("\n".join(text).encode("utf-8")).hexdigest()


def provenance(
    workspace: Workspace, entry: Entry, standard: Standard, document: Document, commit: str | None
) -> dict[str, str]:
    """The facts that each PDF (XMP) and Word file (custom properties) carries, by name.

    Of each party its decision, as ``region_decision_date``, and its case number, so far as they
    are known.
    """
    facts = {
        "family": standard.key,
        "edition": standard.family.record.edition.isoformat(),
        "municipality": entry.slug,
        "fingerprint": content_fingerprint(document),
        **dict(_decisions(workspace, entry, standard)),
    }
    return facts if commit is None else {**facts, "commit": commit}


def _decisions(workspace: Workspace, entry: Entry, standard: Standard) -> Iterator[tuple[str, str]]:
    for party in parties(workspace, entry, standard):
        decision = party.decision
        facts = {
            "decision_body": decision.body,
            "decision_date": _iso(decision.date),
            "decision_paragraph": decision.paragraph,
            "case_number": decision.case_number,
        }
        yield from (
            (f"{party.id}_{key}", value) for key, value in facts.items() if value is not None
        )


def commits(root: Path, workspace: Workspace, *, whole_files: bool = False) -> dict[str, str]:
    """For each municipality's slug the last commit that changed any input of its agreement.

    Inputs are the region's file, the files of shared parties, the standard's folder and the texts
    that it includes, what the municipality's own file states of
    the agreement (not that it was signed, nor its history), and of the other municipalities' files
    their rows in the funding table: a commit that changes nothing of this changes no byte of the
    agreement. With ``whole_files`` every change of the own file counts, because the file itself is
    to be embedded.

    Empty where the inputs differ from ``HEAD``, outside git, and for agreements whose last change
    is beyond a shallow clone.
    """
    inputs = list(INPUTS)
    if git.find_repository(root) is None:
        return {}
    try:
        if not git.is_clean(root, inputs):
            return {}
        changes = tuple(_changes(root, inputs, whole_files=whole_files))
    except InputError:
        return {}  # a repository without a commit has nothing to name
    found = {}
    for entry, standard in workspace.with_standards():
        last = next((c for c in changes if c.concerns(entry, standard)), None)
        if last is not None:
            found[entry.slug] = last.commit
    return found


@dataclass(frozen=True, slots=True)
class _InputChange:
    """A commit of the inputs: the files it changed, and whether it changed a row of the table."""

    commit: str
    files: frozenset[str]
    changed_table: bool

    def concerns(self, entry: Entry, standard: Standard) -> bool:
        """Whether it changed an input of one agreement."""
        folder = f"{TEMPLATES}/{standard.key}/"
        return (
            self.changed_table
            or bool(self.files & {REGION_FILE, entry.path, *standard.inputs})
            or any(path.startswith((folder, f"{PARTIES}/")) for path in self.files)
        )


def _changes(root: Path, inputs: list[str], *, whole_files: bool) -> Iterator[_InputChange]:
    """The commits that changed an input, last first.

    A municipality's file counts as changed if what it states of the agreement did. Ends with the
    first commit that changed the table, because every agreement holds it.
    """
    for commit, changed in git.history(root, inputs):
        files = frozenset(path for path in changed if path.startswith(AGREEMENT_FOLDERS))
        if not files:
            yield _InputChange(commit, changed, changed_table=False)
            continue
        after = git.open_tree(root, commit)
        try:
            before = git.open_tree(root, f"{commit}^")
        except InputError:  # the first commit of all has no parent
            yield _InputChange(commit, changed, changed_table=True)
            return
        records = {path: (_record(before.read(path)), _record(after.read(path))) for path in files}
        same = {path for path, (old, new) in records.items() if old == new and not whole_files}
        changed_table = any(_row(old) != _row(new) for old, new in records.values())
        yield _InputChange(commit, changed - same, changed_table)
        if changed_table:
            return


def _record(data: bytes | None) -> AgreementRecord | bytes | None:
    """What a municipality's file states of its agreement; the file itself if it is faulty."""
    if data is None:
        return None
    try:
        record = load(data, "", AgreementRecord).record
    except InputError:
        return data
    return record.model_copy(update={"signed": None, "history": ()})


def _row(record: AgreementRecord | bytes | None) -> object:
    """What a funding table shows of an agreement; None if it is in none."""
    if not isinstance(record, AgreementRecord):
        return record
    if not record.funding and record.group is None:
        return None
    return (record.municipality, record.group, record.agreement, record.funding)


def sidecar(
    workspace: Workspace,
    entry: Entry,
    standard: Standard,
    document: Document,
    sha256: str,
    facts: Mapping[str, str],
) -> Mapping[str, object]:
    """Metadata for the archive, kept beside a PDF: parties, case numbers, title, dates, hash.

    ``facts`` are what the PDF states of its origin; see :func:`provenance`.
    """
    return {
        "title": document.metadata.title,
        "language": document.metadata.language,
        "parties": [
            {
                "name": party.name,
                "organisation_number": party.organisation_number,
                "decision_body": party.decision.body,
                "decision_date": _iso(party.decision.date),
                "decision_paragraph": party.decision.paragraph,
                "case_number": party.decision.case_number,
            }
            for party in parties(workspace, entry, standard)
        ],
        "edition": standard.family.record.edition.isoformat(),
        "valid_from": _iso(entry.record.valid_from),
        "state": "draft" if document.header_footer.draft else "ready",
        "sha256": sha256,
        "origin": dict(facts),
    }


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
