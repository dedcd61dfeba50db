"""Which files may be recorded as signed, and what is recorded of them."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agreement_gen.agreement_state.signed_text import kept_text
from agreement_gen.build.compose import compose
from agreement_gen.checks.gate import require_sound
from agreement_gen.document.tree import lines
from agreement_gen.problems import InputError, Location, fault, problem
from agreement_gen.signing.findings import Subject, Verdict
from agreement_gen.signing.messages import SigningCode
from agreement_gen.signing.reading import contents
from agreement_gen.signing.report import verify_file
from agreement_gen.workspace.files import MOST_OF_DOCUMENT, read_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from asn1crypto.x509 import Certificate

    from agreement_gen.problems import Problem
    from agreement_gen.signing.findings import Finding
    from agreement_gen.signing.report import VerifiedFile
    from agreement_gen.workspace.reader import Entry, Workspace


@dataclass(frozen=True, slots=True)
class SignedFile:
    """A file that may be recorded as signed.

    Attributes:
        sha256: The hash of the file.
        edition: The edition of the standard that it follows.
        commit: The commit that it was built from; None if that is not known.
        unverified: What could not be checked about its pages and signatures.
    """

    sha256: str
    edition: dt.date
    commit: str | None
    text: bytes
    unverified: tuple[Finding, ...] = ()


def accept_file(
    root: Path, entry: Entry, path: Path, trust: Sequence[Certificate] = ()
) -> SignedFile:
    """A file that is verified to be a municipality's agreement, signed by all its parties.

    Args:
        root: The workspace.
        entry: The municipality.
        path: The PDF.
        trust: Certificates to which the signers' certificates must lead.

    Raises:
        InputError: it is not, or that cannot be verified.
    """
    file = verify_file(root, path, trust)
    problems = list(_objections(file, entry))
    if problems:
        raise InputError(problems)
    unverified = tuple(
        finding
        for finding in file.verification.findings
        if finding.subject in {Subject.PAGES, Subject.READING, Subject.SIGNATURE, Subject.SIGNER}
        and finding.verdict == Verdict.UNVERIFIED
    )
    edition = dt.date.fromisoformat(file.basis.edition)
    text = kept_text(lines(file.basis.expected.document))
    return SignedFile(file.verification.sha256, edition, file.basis.commit, text, unverified)


def _objections(file: VerifiedFile, entry: Entry) -> Iterator[Problem]:
    """Why a file may not be recorded as the municipality's signed agreement."""
    where = Location(file.path)
    findings = file.verification.findings
    is_other = file.basis.slug != entry.slug
    for finding in findings:
        if finding.verdict == Verdict.FAILS:
            yield problem(where, SigningCode.NOT_AS_AGREED, finding=finding.text)
    if is_other:
        municipality = file.basis.municipality
        yield problem(where, SigningCode.OTHER_AGREEMENT, municipality=municipality)
    if not is_other and not file.verification.has_failed:
        if not file.verification.is_text_verified:
            yield problem(where, SigningCode.NOT_VERIFIED)
        elif file.basis.expected.document.header_footer.draft:
            yield problem(where, SigningCode.DRAFT)
    for finding in findings:
        if finding.subject == Subject.SIGNATURE and finding.verdict == Verdict.NOTE:
            yield problem(where, SigningCode.NOT_SIGNED, finding=finding.text)


def accept_scan(workspace: Workspace, entry: Entry, path: Path) -> SignedFile:
    """A scanned paper, for whose text the person who records it vouches.

    Raises:
        InputError: the file is no PDF, or was built and can be verified, or the agreement is
            still a draft, which a scan has no text to show.
    """
    require_sound(workspace)
    composed = compose(workspace, entry)
    if composed.missing:
        raise InputError(replace(gap, severity="error") for gap in composed.missing)
    data = read_file(path, MOST_OF_DOCUMENT)
    if contents(data, str(path), strict=False).facts:
        raise fault(Location(str(path)), SigningCode.NOT_SCANNED)
    text = kept_text(lines(composed.document))
    return SignedFile(hashlib.sha256(data).hexdigest(), entry.record.edition, None, text)
