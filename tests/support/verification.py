"""A PDF in memory verified, and its findings by verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreement_gen.signing.report import verify_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from asn1crypto.x509 import Certificate

    from agreement_gen.messages import Template, Text
    from agreement_gen.signing.findings import Verdict, Verification


def verified(root: Path, data: bytes, trust: Sequence[Certificate] = ()) -> Verification:
    """Verify a PDF against a workspace; it is written beside the workspace for that."""
    path = root.parent / "verified.pdf"
    path.write_bytes(data)
    return verify_file(root, path, trust).verification


def texts(result: Verification, verdict: Verdict) -> list[Text]:
    """The texts of all findings with a verdict."""
    return [finding.text for finding in result.findings if finding.verdict == verdict]


def templates(result: Verification, verdict: Verdict) -> set[Template]:
    """The templates of all findings with a verdict, where the values do not matter."""
    return {text.template for text in texts(result, verdict)}
