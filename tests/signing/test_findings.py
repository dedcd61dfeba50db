"""Findings as values: what makes a verification fail, and when a text is verified."""

from __future__ import annotations

import pytest

from agreement_gen.formats.errors import UnreadableFileError
from agreement_gen.signing.findings import (
    Finding,
    Subject,
    Verdict,
    Verification,
    fails,
    holds,
    note,
    unverified,
)
from agreement_gen.signing.messages import (
    NOBODY_SIGNED,
    TEXT_HOLDS,
    TEXT_SCANNED,
    ExtraKind,
)
from agreement_gen.signing.pages import differently_drawn
from agreement_gen.signing.reading import Extra
from agreement_gen.signing.stamps import covered_text

HOLDS, SCANNED = holds(Subject.TEXT, TEXT_HOLDS()), unverified(Subject.TEXT, TEXT_SCANNED())
FAILS, NOTE = fails(Subject.TEXT, TEXT_HOLDS()), note(Subject.TEXT, TEXT_HOLDS())
UNSIGNED = unverified(Subject.SIGNATURE, NOBODY_SIGNED())


@pytest.mark.parametrize(
    ("findings", "is_verified", "has_failed"),
    [
        ((HOLDS,), True, False),
        ((HOLDS, NOTE, UNSIGNED), True, False),
        ((), False, False),
        ((NOTE,), False, False),
        ((SCANNED,), False, False),
        ((HOLDS, SCANNED), False, False),
        ((HOLDS, FAILS), False, True),
    ],
)
def test_a_text_is_verified_when_a_finding_holds_and_none_contradicts_it(
    findings: tuple[Finding, ...], *, is_verified: bool, has_failed: bool
) -> None:
    result = Verification("", findings, ())
    assert (result.is_text_verified, result.has_failed) == (is_verified, has_failed)


@pytest.mark.parametrize("kind", ExtraKind)
def test_each_extra_is_reported_in_a_sentence_of_its_own(kind: ExtraKind) -> None:
    sentence = str(Extra(kind, 3, "FreeText").text)
    assert sentence.startswith("the file holds ")
    assert "{" not in sentence
    assert ("page 3" in sentence) == ("{page}" in kind.value.text)


def test_each_verdict_has_its_stable_name_in_the_output_for_programs() -> None:
    assert [str(verdict) for verdict in Verdict] == ["holds", "fails", "unproved", "note"]


def test_pages_that_cannot_be_drawn_are_no_fault_of_the_program() -> None:
    with pytest.raises(UnreadableFileError, match="the PDF cannot be read"):
        differently_drawn(b"%PDF-1.7", b"%PDF-1.7")
    with pytest.raises(UnreadableFileError, match="the PDF cannot be read"):
        list(covered_text(b"%PDF-1.7", 1))
