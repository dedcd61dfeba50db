"""Which files may be recorded as signed, and what is recorded of them.

What is wrong is refused. What is only odd (a certificate that nobody knows, a date that looks like
a slip of the pen) is refused too, until a person says why it is right; see
:mod:`agreement_gen.signing.doubts`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agreement_gen.agreement_state.signed_text import kept_text
from agreement_gen.build.output import output_folder
from agreement_gen.document.tree import lines
from agreement_gen.problems import InputError, Location, fault, problem
from agreement_gen.signing.basis import find_basis
from agreement_gen.signing.doubts import date_doubts, file_doubts, history_doubts, time_doubts
from agreement_gen.signing.findings import Subject, Verdict
from agreement_gen.signing.messages import CERTIFICATE_UNTRUSTED, SigningCode
from agreement_gen.signing.reading import Contents, ParsedPdf, contents
from agreement_gen.signing.report import verify_file
from agreement_gen.workspace import git
from agreement_gen.workspace.files import MOST_OF_DOCUMENT, MOST_OF_TEXT, read_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from asn1crypto.x509 import Certificate

    from agreement_gen.problems import Problem
    from agreement_gen.signing.basis import Basis
    from agreement_gen.signing.findings import Finding
    from agreement_gen.signing.report import VerifiedFile
    from agreement_gen.workspace.reader import Entry, Workspace


@dataclass(frozen=True, slots=True)
class SignedFile:
    """A file that may be recorded as signed, if somebody accepts what is odd about it.

    Attributes:
        sha256: The hash of the file.
        edition: The edition of the standard that it follows.
        commit: The commit that it was built from; None if that is not known.
        text: The words that were signed, as they are kept.
        doubts: What is odd about it.
        unverified: What could not be checked about its signatures.
    """

    sha256: str
    edition: dt.date
    commit: str | None
    text: bytes
    doubts: tuple[Problem, ...] = ()
    unverified: tuple[Finding, ...] = ()


def accept_file(
    root: Path,
    entry: Entry,
    path: Path,
    trust: Sequence[Certificate] = (),
    *,
    on: dt.date,
    as_of: str | None = None,
) -> SignedFile:
    """A file that is verified to be a municipality's agreement, with electronic signatures.

    Args:
        root: The workspace.
        entry: The municipality.
        path: The PDF.
        trust: Certificates to which the signers' certificates must lead. The root certificate of
            the service that the workspace names need not be among them.
        on: The day when the last party signed.
        as_of: The commit whose text was signed, where the files say something else today.

    Raises:
        InputError: it is not, or that cannot be verified.
    """
    named = None if as_of is None else git.resolve(root, as_of)
    file = verify_file(root, path, trust, as_of=named, trusts_service=True)
    where = Location(str(path))
    problems = [*_objections(file, entry), *_other_text(where, file.basis, named)]
    signed = file.verification.signatures
    if not problems and all(signature.is_time_stamp for signature in signed):
        problems.append(problem(where, SigningCode.UNSIGNED))
    if problems:
        raise InputError(problems)
    doubts = [
        *file_doubts(where, file.basis, file.verification, is_named=named is not None),
        *history_doubts(where, root, file.basis.commit),
        *_date_doubts(where, root, entry, file.basis, on),
    ]
    unverified = tuple(
        finding
        for finding in file.verification.findings
        if finding.subject == Subject.SIGNATURE and finding.verdict == Verdict.UNVERIFIED
    )
    doubted = {dict(found.values).get("finding") for found in doubts}
    return replace(
        _signed(file.verification.sha256, file.basis),
        doubts=(*doubts, *time_doubts(where, file.verification, on)),
        unverified=tuple(finding for finding in unverified if finding.text not in doubted),
    )


def accept_scan(
    root: Path,
    workspace: Workspace,
    entry: Entry,
    path: Path,
    built: Path | None,
    *,
    on: dt.date,
    as_of: str | None = None,
) -> SignedFile:
    """A scanned paper, for whose text the person who records it vouches.

    What was signed is the text of the built file that was printed.

    Args:
        root: The workspace.
        workspace: The same, as it was read.
        entry: The municipality.
        path: The scan.
        built: The built PDF that was printed, or the metadata beside it; None for the one in the
            output folder.
        on: The day when the last party signed.
        as_of: The commit whose text was signed, where the files say something else today.

    Raises:
        InputError: the file is no PDF, or was built and can be verified; there is no built file,
            or it is a draft or not what the workspace says.
    """
    data = read_file(path, MOST_OF_DOCUMENT)
    if contents(data, str(path), strict=False).facts:
        raise fault(Location(str(path)), SigningCode.NOT_SCANNED)
    named = None if as_of is None else git.resolve(root, as_of)
    made = built or _built_file(root, workspace, entry)
    basis, problems = _printed(root, entry, made, named)
    where = Location(str(made))
    problems = [*problems, *_other_text(where, basis, named)]
    if problems:
        raise InputError(problems)
    doubts = (
        *history_doubts(where, root, basis.commit),
        *_date_doubts(Location(str(path)), root, entry, basis, on),
    )
    return replace(_signed(hashlib.sha256(data).hexdigest(), basis), doubts=doubts)


def _signed(sha256: str, basis: Basis) -> SignedFile:
    edition = dt.date.fromisoformat(basis.edition)
    text = kept_text(lines(basis.expected.document))
    return SignedFile(sha256, edition, basis.commit, text)


def _objections(file: VerifiedFile, entry: Entry) -> Iterator[Problem]:
    """Why a file may not be recorded as the municipality's signed agreement, whoever accepts it."""
    where = Location(file.path)
    failed = [
        finding
        for finding in file.verification.findings
        if finding.verdict == Verdict.FAILS and finding.text.template is not CERTIFICATE_UNTRUSTED
    ]
    for finding in failed:
        yield problem(where, SigningCode.NOT_AS_AGREED, finding=finding.text)
    if not failed and not file.verification.is_text_verified:
        yield problem(where, SigningCode.NOT_VERIFIED)
    elif not failed:
        yield from _draft(where, file.basis, entry)
    yield from _other(where, file.basis, entry)


def _draft(where: Location, basis: Basis, entry: Entry) -> Iterator[Problem]:
    if basis.slug == entry.slug and basis.expected.document.header_footer.draft:
        yield problem(where, SigningCode.DRAFT)


def _other(where: Location, basis: Basis, entry: Entry) -> Iterator[Problem]:
    if basis.slug != entry.slug:
        yield problem(where, SigningCode.OTHER_AGREEMENT, municipality=basis.municipality)


def _other_text(where: Location, basis: Basis, named: str | None) -> Iterator[Problem]:
    """Whether the file's text is that of a commit which nobody named."""
    if named is not None and basis.commit != named:
        stated = basis.commit or ""
        yield problem(where, SigningCode.NOT_AS_OF, commit=stated[:12], as_of=named[:12])
    elif named is None and not basis.is_current and basis.commit is not None:
        yield problem(where, SigningCode.OTHER_COMMIT, commit=basis.commit[:12])


def _date_doubts(
    where: Location, root: Path, entry: Entry, basis: Basis, on: dt.date
) -> Iterator[Problem]:
    commit = None if basis.commit is None else git.commit_of(root, basis.commit)
    yield from date_doubts(where, entry, dt.date.fromisoformat(basis.edition), commit, on)


def _built_file(root: Path, workspace: Workspace, entry: Entry) -> Path:
    """The PDF of an agreement in the output folder, or its metadata.

    Raises:
        InputError: neither is there.
    """
    family = workspace.standards[entry.record.agreement].family.record
    pdf = output_folder(root, None) / f"{family.file_prefix}-{entry.slug}.pdf"
    for file in (pdf, pdf.with_suffix(".json")):
        if file.is_file():
            return file
    raise fault(entry.at(), SigningCode.NO_BUILT_FILE, file=str(pdf))


def _printed(
    root: Path, entry: Entry, made: Path, named: str | None
) -> tuple[Basis, list[Problem]]:
    """The agreement that a built PDF, or the metadata beside it, is of; why it may not be it."""
    if made.suffix != ".json":
        file = verify_file(root, made, as_of=named)
        return file.basis, list(_objections(file, entry))
    where = Location(str(made))
    basis = find_basis(root, ParsedPdf(str(made), b"", (), _stated(made)), named)
    failed = [finding for finding in basis.findings if finding.verdict == Verdict.FAILS]
    problems = [
        *(problem(where, SigningCode.NOT_AS_AGREED, finding=finding.text) for finding in failed),
        *_draft(where, basis, entry),
        *_other(where, basis, entry),
    ]
    return basis, problems


def _stated(sidecar: Path) -> Contents:
    """What the metadata beside a PDF states of the PDF's origin.

    Raises:
        InputError: a build did not write it.
    """
    try:
        origin = json.loads(read_file(sidecar, MOST_OF_TEXT))["origin"]
        facts = {str(key): str(value) for key, value in origin.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        facts = {}
    if not facts:
        raise fault(Location(str(sidecar)), SigningCode.NOT_A_SIDECAR)
    return Contents(facts, (), (), 1)
