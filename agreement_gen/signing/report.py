"""The result of a verification as text for a person and as JSON for a program."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from agreement_gen.signing.basis import Basis
    from agreement_gen.signing.findings import FoundSignature, Verdict, Verification

_LEADS: dict[Verdict, str] = {
    "holds": "proved",
    "fails": "FAILS",
    "unproved": "cannot be proved",
    "note": "note",
}


@dataclass(frozen=True, slots=True)
class Report:
    """One file's result with the agreement that it was compared with."""

    file: str
    basis: Basis
    verification: Verification


def render_text(reports: Iterable[Report]) -> str:
    """A line for each file, then one for each finding, then the verdict."""
    return "".join(f"{line}\n" for report in reports for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    basis, result = report.basis, report.verification
    yield f"{report.file}: agreement of {basis.municipality}, edition {basis.edition}"
    for finding in result.findings:
        yield f"  {_LEADS[finding.state]}: {finding.message}"
    verdict = "this is NOT what was agreed" if result.has_failed else "nothing speaks against it"
    yield f"  verdict: {verdict}"


def render_json(reports: Iterable[Report]) -> str:
    """A JSON list with an object for each file."""
    rows = [_row(report) for report in reports]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def _row(report: Report) -> dict[str, Any]:
    basis, result = report.basis, report.verification
    return {
        "file": report.file,
        "sha256": result.sha256,
        "municipality": basis.municipality,
        "slug": basis.slug,
        "edition": basis.edition,
        "commit": basis.commit,
        "ok": not result.has_failed,
        "findings": [
            {"subject": finding.subject, "state": finding.state, "message": finding.message}
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
    }


def _time(moment: dt.datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")
