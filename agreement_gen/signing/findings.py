"""The result of verifying a file, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from agreement_gen.characters import one_line

if TYPE_CHECKING:
    import datetime as dt

    from agreement_gen.messages import Text


class Verdict(StrEnum):
    """How sure a finding is; the values are those of the JSON output."""

    HOLDS = "holds"
    """It was checked, and it is as agreed."""
    FAILS = "fails"
    """It was checked, and it is not as agreed."""
    UNVERIFIED = "unproved"
    """The file does not hold what it would take to check it."""
    NOTE = "note"
    """Worth knowing; no verdict."""


class Subject(StrEnum):
    """What a finding is about; the values are those of the JSON output."""

    ORIGIN = "origin"
    TEXT = "text"
    PAGES = "pages"
    ATTACHMENTS = "attachments"
    EXTRAS = "extras"
    CHANGES = "changes"
    SIGNATURE = "signature"


SHOWN = 60
"""Characters shown of a text that comes from a file that somebody sent."""


def shortened(text: str) -> str:
    """The beginning of a text that may be of any length, in one line."""
    start = one_line(text[: 2 * SHOWN])
    return start if len(text) <= SHOWN else f"{start[:SHOWN]}…"


@dataclass(frozen=True, slots=True)
class Finding:
    """One result about a file: its subject, how sure it is, and the sentence."""

    subject: Subject
    verdict: Verdict
    text: Text

    def __str__(self) -> str:
        return str(self.text)


def holds(subject: Subject, text: Text) -> Finding:
    """A finding that something is as agreed."""
    return Finding(subject, Verdict.HOLDS, text)


def fails(subject: Subject, text: Text) -> Finding:
    """A finding that something is not as agreed."""
    return Finding(subject, Verdict.FAILS, text)


def unverified(subject: Subject, text: Text) -> Finding:
    """A finding that something cannot be checked."""
    return Finding(subject, Verdict.UNVERIFIED, text)


def note(subject: Subject, text: Text) -> Finding:
    """A finding without a verdict."""
    return Finding(subject, Verdict.NOTE, text)


@dataclass(frozen=True, slots=True)
class FoundSignature:
    """One signature or document time stamp in a file (ISO 32000-2, 12.8; PAdES, EN 319 142-1).

    Attributes:
        field: The name of its field.
        signer: The common name in its certificate.
        claimed_time: The signer's own statement of the time; None without one.
        timestamp: The time that a time-stamping service states (RFC 3161); None without one.
        is_intact: Whether what it covers is unchanged and was signed with its certificate.
        is_covering: Whether it covers the whole file as it is now.
        only_permitted_changes: Whether all that came later only added signatures.
        is_trusted: Whether its certificate leads to one that is trusted; None when none was given.
    """

    field: str
    signer: str
    claimed_time: dt.datetime | None
    timestamp: dt.datetime | None
    is_intact: bool
    is_covering: bool
    only_permitted_changes: bool
    is_trusted: bool | None


@dataclass(frozen=True, slots=True)
class Verification:
    """All that was found out about a file; ``sha256`` is the hash of the file as it is."""

    sha256: str
    findings: tuple[Finding, ...]
    signatures: tuple[FoundSignature, ...]

    @property
    def has_failed(self) -> bool:
        """Whether anything is not as agreed."""
        return any(finding.verdict == Verdict.FAILS for finding in self.findings)

    @property
    def is_text_verified(self) -> bool:
        """Whether the file's text was checked and is the workspace's."""
        verdicts = {each.verdict for each in self.findings if each.subject == Subject.TEXT}
        return Verdict.HOLDS in verdicts and not {Verdict.FAILS, Verdict.UNVERIFIED} & verdicts
