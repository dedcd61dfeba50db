"""What is odd about a file that is to be recorded as signed, though nothing in it is wrong.

Each is reported, and recorded only if a person says why it is right. That reason is kept.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

from agreement_gen import clock
from agreement_gen.document.tree import Signatures
from agreement_gen.problems import problem
from agreement_gen.signing.findings import Subject, Verdict, shortened
from agreement_gen.signing.messages import (
    CERTIFICATE_EXPIRED,
    CERTIFICATE_UNTRUSTED,
    FIELD_EMPTY,
    ORIGIN_NOT_STATED,
    SIGNER_UNKNOWN,
    DoubtCode,
)
from agreement_gen.workspace import git

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from agreement_gen.problems import Location, Problem
    from agreement_gen.signing.basis import Basis
    from agreement_gen.signing.findings import FoundSignature, Verification
    from agreement_gen.workspace.git import Commit
    from agreement_gen.workspace.reader import Entry

_YEAR = dt.timedelta(days=366)
_DAY = dt.timedelta(days=1)

_OF_FINDINGS = {
    SIGNER_UNKNOWN: DoubtCode.UNKNOWN_SIGNER,
    CERTIFICATE_UNTRUSTED: DoubtCode.UNTRUSTED_CERTIFICATE,
    CERTIFICATE_EXPIRED: DoubtCode.EXPIRED_CERTIFICATE,
    FIELD_EMPTY: DoubtCode.EMPTY_FIELD,
}


def file_doubts(
    where: Location, basis: Basis, verification: Verification, *, is_named: bool
) -> Iterator[Problem]:
    """What is odd about a file's signatures, and what could not be verified about its content.

    Args:
        where: The file.
        basis: What it was compared with.
        verification: What was found out about it.
        is_named: Whether a person named the commit, so that the file need not.
    """
    for finding in verification.findings:
        template = finding.text.template
        code = _OF_FINDINGS.get(template)
        if code is not None:
            yield problem(where, code, finding=finding.text)
        elif (
            finding.verdict == Verdict.UNVERIFIED
            and finding.subject != Subject.SIGNATURE
            and not (is_named and template is ORIGIN_NOT_STATED)
        ):
            yield problem(where, DoubtCode.NOT_PROVED, finding=finding.text)
    yield from _signer_doubts(where, basis, verification)


def _signer_doubts(where: Location, basis: Basis, found: Verification) -> Iterator[Problem]:
    """Whether as many have signed as are to sign, each for itself."""
    signatures = [each for each in found.signatures if not each.is_time_stamp]
    service = basis.expected.service
    persons = [
        each
        for each in signatures
        if service is None or not (each.is_trusted and each.signer == service.name)
    ]
    yield from _repeated(where, persons)
    # The service's seal covers what it let each of them do; who that was is in what it added.
    is_sealed = len(persons) < len(signatures)
    has_empty = any(finding.text.template is FIELD_EMPTY for finding in found.findings)
    wanted = sum(
        len(block.signatures)
        for clause in basis.expected.document.clauses
        for block in clause.blocks
        if isinstance(block, Signatures)
    )
    if len(persons) < wanted and not is_sealed and not has_empty:
        yield problem(where, DoubtCode.MISSING_PARTY, count=len(persons), wanted=wanted)


def _repeated(where: Location, persons: Sequence[FoundSignature]) -> Iterator[Problem]:
    """Those who signed more than once: a certificate has one name, a person may have two."""
    by_name: dict[str, list[str]] = defaultdict(list)
    for each in persons:
        by_name[each.signer].append(each.field)
    for name, fields in by_name.items():
        if len(fields) > 1:
            shown = ", ".join(f"«{shortened(field)}»" for field in fields)
            yield problem(where, DoubtCode.SAME_SIGNER, signer=shortened(name), fields=shown)


def history_doubts(where: Location, root: Path, commit: str | None) -> Iterator[Problem]:
    """Whether the commit that a file was built from is part of what the branch agreed to."""
    if commit is not None and not git.is_ancestor(root, commit):
        yield problem(where, DoubtCode.NOT_IN_HISTORY, commit=commit[:12])


def date_doubts(
    where: Location, entry: Entry, edition: dt.date, commit: Commit | None, on: dt.date
) -> Iterator[Problem]:
    """Whether a day of signing looks like a slip of the pen.

    Args:
        where: The file.
        entry: The agreement.
        edition: The edition that was signed.
        commit: The commit that the file was built from, if it is known.
        on: The day.
    """
    if on > clock.today():
        yield problem(where, DoubtCode.IN_FUTURE, date=on)
    built = None if commit is None else commit.date.date()
    if commit is not None and built is not None and on < built:
        short = commit.id[:12]
        yield problem(where, DoubtCode.BEFORE_BUILD, date=on, commit=short, built=built)
    if on < edition:
        yield problem(where, DoubtCode.BEFORE_EDITION, date=on, edition=edition)
    starts, ends = entry.record.valid_from, entry.record.valid_to
    # A revised agreement keeps the start of its first edition.
    if starts is not None and not entry.record.history:
        if on > starts:
            yield problem(where, DoubtCode.AFTER_START, date=on, starts=starts)
        elif on < starts - _YEAR:
            yield problem(where, DoubtCode.LONG_BEFORE_START, date=on, starts=starts)
    if ends is not None and on > ends:
        yield problem(where, DoubtCode.AFTER_END, date=on, ends=ends)


def time_doubts(where: Location, found: Verification, on: dt.date) -> Iterator[Problem]:
    """Whether the last signature states another day; a day more or less is another time zone's."""
    times = [each.time for each in found.signatures if not each.is_time_stamp]
    days = [time.date() for time in times if time is not None]
    if days and abs(max(days) - on) > _DAY:
        yield problem(where, DoubtCode.OTHER_DAY, stated=max(days), date=on)
