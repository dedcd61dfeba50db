"""A file on the disk, verified, and the result as text for a person and as JSON for a program."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from agreement_gen.signing.basis import find_basis
from agreement_gen.signing.findings import Outcome, Verdict
from agreement_gen.signing.messages import (
    FILE_HEADING,
    LINE_FAILS,
    LINE_HOLDS,
    LINE_NOTE,
    LINE_UNVERIFIED,
    NOT_AGREED,
    NOT_PROVED,
    PROVED,
    SigningCode,
)
from agreement_gen.signing.reading import parse_pdf
from agreement_gen.signing.verify import verify
from agreement_gen.workspace.files import MOST_OF_DOCUMENT, read_file

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from asn1crypto.x509 import Certificate

    from agreement_gen.messages import Text
    from agreement_gen.problems import Problem
    from agreement_gen.signing.basis import Basis
    from agreement_gen.signing.findings import FoundSignature, Verification

_LINES = {
    Verdict.HOLDS: LINE_HOLDS,
    Verdict.FAILS: LINE_FAILS,
    Verdict.UNVERIFIED: LINE_UNVERIFIED,
    Verdict.NOTE: LINE_NOTE,
}

_VERDICTS = {
    Outcome.PROVED: PROVED,
    Outcome.FAILS: NOT_AGREED,
    Outcome.UNPROVED: NOT_PROVED,
}


@dataclass(frozen=True, slots=True)
class VerifiedFile:
    """A file's path, the agreement that it was compared with, and the result."""

    path: str
    basis: Basis
    verification: Verification

    @property
    def outcome(self) -> Outcome:
        """What is known of it."""
        return self.verification.outcome


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A file's path, and why it could not be compared with anything."""

    path: str
    problems: tuple[Problem, ...]

    @property
    def outcome(self) -> Outcome:
        """What is known of it: a picture of a paper may still be the agreement."""
        codes = {found.code for found in self.problems}
        return Outcome.UNPROVED if codes == {SigningCode.NO_TEXT} else Outcome.FAILS


def verify_file(
    root: Path,
    path: Path,
    trust: Sequence[Certificate] = (),
    *,
    as_of: str | None = None,
    trusts_service: bool = False,
) -> VerifiedFile:
    """Verify a PDF against the workspace that it was built from.

    Args:
        root: The workspace.
        path: The PDF.
        trust: Certificates to which the signers' certificates must lead.
        as_of: See :func:`agreement_gen.signing.basis.find_basis`.
        trusts_service: Whether the root certificate of the service that the workspace names is
            trusted, too.

    Raises:
        InputError: the file cannot be read or is of another workspace, or this one is faulty.
    """
    file = parse_pdf(read_file(path, MOST_OF_DOCUMENT), str(path))
    basis = find_basis(root, file, as_of)
    service = basis.expected.service
    if trusts_service and service is not None:
        trust = (*trust, *service.trust)
    result = verify(file, basis.expected, trust)
    whole = replace(result, findings=(*basis.findings, *result.findings))
    return VerifiedFile(str(path), basis, whole)


def render_text(files: Iterable[VerifiedFile]) -> str:
    """A line for each file, then one for each finding, then the verdict."""
    return "".join(f"{line}\n" for file in files for line in _lines(file))


def _lines(file: VerifiedFile) -> Iterator[Text]:
    basis, result = file.basis, file.verification
    yield FILE_HEADING(file=file.path, municipality=basis.municipality, edition=basis.edition)
    for finding in result.findings:
        yield _LINES[finding.verdict](finding=finding.text)
    yield _VERDICTS[result.outcome]()


def render_json(files: Iterable[VerifiedFile | UnreadFile]) -> str:
    """A JSON list with an object for each file; times as ISO 8601."""
    rows = [_unread(file) if isinstance(file, UnreadFile) else _row(file) for file in files]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def _unread(file: UnreadFile) -> dict[str, Any]:
    return {
        "file": file.path,
        "verdict": file.outcome,
        "ok": False,
        "problems": [
            {"code": str(found.code), "message": found.message, "hint": found.hint}
            for found in file.problems
        ],
    }


def _row(file: VerifiedFile) -> dict[str, Any]:
    basis, result = file.basis, file.verification
    return {
        "file": file.path,
        "sha256": result.sha256,
        "municipality": basis.municipality,
        "slug": basis.slug,
        "edition": basis.edition,
        "commit": basis.commit,
        "verdict": result.outcome,
        "ok": result.outcome is Outcome.PROVED,
        "findings": [
            {"subject": finding.subject, "state": finding.verdict, "message": str(finding)}
            for finding in result.findings
        ],
        "signatures": [_signature(signed) for signed in result.signatures],
    }


def _signature(signed: FoundSignature) -> dict[str, Any]:
    return {
        "field": signed.field,
        "signer": signed.signer,
        "claimed_time": _time(signed.claimed_time),
        "timestamp": _time(signed.timestamp),
        "intact": signed.is_intact,
        "covers_whole_file": signed.is_covering,
        "unharmed_since": signed.only_permitted_changes,
        "trusted": signed.is_trusted,
        "level": signed.level,
        "trusted_time": _time(signed.trusted_time),
        "revocation": signed.revocation,
    }


def _time(moment: dt.datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")
