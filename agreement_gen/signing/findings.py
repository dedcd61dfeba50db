"""What is said of a file that was put to the proof, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt

Verdict = Literal["holds", "fails", "unproved", "note"]
"""``fails``: it is proved that something is not as agreed. ``unproved``: it may be, or not."""

Subject = Literal["origin", "text", "pages", "attachments", "extras", "changes", "signature"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found out about a file, in a sentence."""

    subject: Subject
    state: Verdict
    message: str


@dataclass(frozen=True, slots=True)
class FoundSignature:
    """One signature or document time stamp in a file.

    ``timestamp`` is the time that a time-stamping service states, ``claimed_time`` the signer's
    own. ``is_covering`` says that it covers the whole file as it is now; otherwise
    ``only_permitted_changes`` says that what came later only added signatures. ``is_trusted`` is
    None when no certificate was given to judge it by.
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
    """All that was found out about a file; ``sha256`` is that of the file as it is."""

    sha256: str
    findings: tuple[Finding, ...]
    signatures: tuple[FoundSignature, ...]

    @property
    def has_failed(self) -> bool:
        """Whether anything is proved not to be as agreed."""
        return any(finding.state == "fails" for finding in self.findings)

    @property
    def is_text_proved(self) -> bool:
        """Whether the file's text is proved to be the workspace's."""
        states = [finding.state for finding in self.findings if finding.subject == "text"]
        return "holds" in states and not {"fails", "unproved"} & set(states)
