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


class Outcome(StrEnum):
    """What is known of a whole file; the values are those of the JSON output."""

    PROVED = "proved"
    """All that the file says, shows and lists was checked, and it is what was agreed."""
    FAILS = "fails"
    """Something in it is not what was agreed."""
    UNPROVED = "unproved"
    """Something in it could not be checked."""


class Revocation(StrEnum):
    """What is known of a certificate's revocation; the values are those of the JSON output."""

    NOT_REVOKED = "not revoked"
    """Evidence in the file shows that it was valid when it was used."""
    REVOKED = "revoked"
    """Evidence in the file shows that it was not."""
    NOT_CHECKED = "not checked"
    """The file keeps no evidence, and nothing is looked up."""


class Subject(StrEnum):
    """What a finding is about; the values are those of the JSON output."""

    ORIGIN = "origin"
    TEXT = "text"
    PAGES = "pages"
    READING = "reading"
    ATTACHMENTS = "attachments"
    EXTRAS = "extras"
    CHANGES = "changes"
    SIGNATURE = "signature"
    SIGNER = "signer"


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
        level: How long it can be verified (EN 319 142-1): ``B-B``, ``B-T``, ``B-LT`` or ``B-LTA``;
            empty if it is not of that standard.
        trusted_time: When it certainly existed, as a trusted time stamp states; None without one.
        revocation: Whether its certificate was revoked.
        certificate: The SHA-256 of its certificate.
        is_time_stamp: Whether it is a document time stamp, with which nobody agrees to anything.
    """

    field: str
    signer: str
    claimed_time: dt.datetime | None
    timestamp: dt.datetime | None
    is_intact: bool
    is_covering: bool
    only_permitted_changes: bool
    is_trusted: bool | None
    level: str = ""
    trusted_time: dt.datetime | None = None
    revocation: Revocation = Revocation.NOT_CHECKED
    certificate: str = ""
    is_time_stamp: bool = False

    @property
    def time(self) -> dt.datetime | None:
        """When it was made, as the best source that it has states; None if none does."""
        return self.trusted_time or self.timestamp or self.claimed_time


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
    def outcome(self) -> Outcome:
        """What is known of the file.

        That nobody signed, or that a signature's time or revocation is not known, leaves it proved:
        that is about who agreed, not about what. Where a trusted certificate was asked for, a
        missing signature or a certificate that cannot be judged leaves it unproved.
        """
        if self.has_failed:
            return Outcome.FAILS
        doubted = any(
            finding.verdict == Verdict.UNVERIFIED and finding.subject != Subject.SIGNATURE
            for finding in self.findings
        )
        return Outcome.PROVED if self.is_text_verified and not doubted else Outcome.UNPROVED

    @property
    def is_text_verified(self) -> bool:
        """Whether the file's text was checked and is the workspace's."""
        verdicts = {each.verdict for each in self.findings if each.subject == Subject.TEXT}
        return Verdict.HOLDS in verdicts and not {Verdict.FAILS, Verdict.UNVERIFIED} & verdicts
