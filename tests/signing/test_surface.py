"""What a PDF shows, runs, reads out or lists beside its text is what the program writes."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import TextStringObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from agreement_gen.signing.anatomy import anatomy
from agreement_gen.signing.basis import find_basis
from agreement_gen.signing.findings import Outcome, Subject, Verdict
from agreement_gen.signing.messages import (
    PAGES_REORDERED,
    PAGES_REVERSED,
    PROPERTY_DIFFERS,
    READING_HOLDS,
    SAME_APPEARANCE,
    TAGS_DIFFER,
)
from agreement_gen.signing.reading import parse_pdf
from agreement_gen.signing.signatures import certificates
from agreement_gen.signing.verify import Expected, verify
from tests.support import forgeries
from tests.support import signing_samples as samples
from tests.support.forgeries import HEARD, SHOWN, forged
from tests.support.signers import authority, sign, signer
from tests.support.signing_samples import built, finished_workspace, opened
from tests.support.verification import templates, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from agreement_gen.signing.findings import Verification

pytestmark = pytest.mark.slow

ROOT = authority("Roten")
TRUST = certificates(ROOT.pem, "root.pem")
ANNA, BO = signer(ROOT, "Anna Ek"), signer(ROOT, "Bo Alm")


class Agreement(NamedTuple):
    """A built file, and what it is compared with."""

    data: bytes
    expected: Expected


@pytest.fixture(scope="module")
def agreement(tmp_path_factory: pytest.TempPathFactory) -> Agreement:
    workspace = finished_workspace(tmp_path_factory.mktemp("surface") / "workspace")
    data = built(workspace, "fields")
    return Agreement(data, find_basis(workspace, parse_pdf(data, "built.pdf")).expected)


def checked(agreement: Agreement, data: bytes) -> Verification:
    return verify(parse_pdf(data, "file.pdf"), agreement.expected, TRUST)


@pytest.mark.parametrize("forgery", SHOWN)
def test_what_the_agreement_does_not_show_or_run_fails(agreement: Agreement, forgery: str) -> None:
    result = checked(agreement, forged(agreement.data, SHOWN[forgery]))
    assert result.outcome is Outcome.FAILS


@pytest.mark.parametrize("forgery", HEARD)
def test_what_the_agreement_does_not_read_out_or_list_fails(
    agreement: Agreement, forgery: str
) -> None:
    result = checked(agreement, forged(agreement.data, HEARD[forgery]))
    assert result.outcome is Outcome.FAILS
    failed = {each.subject for each in result.findings if each.verdict is Verdict.FAILS}
    assert Subject.READING in failed


@pytest.mark.parametrize("forgery", [forgeries.roles, forgeries.heading_that_is_none])
def test_other_tags_cannot_be_verified(
    agreement: Agreement, forgery: Callable[[pikepdf.Pdf], None]
) -> None:
    result = checked(agreement, forged(agreement.data, forgery))
    assert TAGS_DIFFER() in texts(result, Verdict.UNVERIFIED)
    assert result.outcome is Outcome.UNPROVED


def test_pages_in_another_order_are_reported_as_such(agreement: Agreement) -> None:
    back = checked(agreement, forged(agreement.data, forgeries.reversed_pages))
    assert PAGES_REVERSED() in texts(back, Verdict.FAILS)
    mixed = checked(agreement, forged(agreement.data, forgeries.swapped_pages))
    assert PAGES_REORDERED(pages="1, 3, 2, 4, 5, 6") in texts(mixed, Verdict.FAILS)


@pytest.mark.parametrize("forgery", ["text_field", "drawing_link", "own_field_renamed", "title"])
def test_what_was_added_before_the_parties_signed_fails_too(
    agreement: Agreement, forgery: str
) -> None:
    changed = forged(agreement.data, {**SHOWN, **HEARD}[forgery])
    signed = sign(sign(changed, ANNA, "region"), BO, "municipality")
    assert checked(agreement, signed).outcome is Outcome.FAILS


def test_a_title_changed_after_the_signatures_fails(agreement: Agreement) -> None:
    signed = sign(sign(agreement.data, ANNA, "region"), BO, "municipality")
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    info = writer.trailer["/Info"]
    info[pdf_name("/Title")] = TextStringObject("Hyresavtal")
    writer.update_container(info)
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    result = checked(agreement, out.getvalue())
    # What is stated of the file may change without breaking a signature.
    assert all(signature.only_permitted_changes for signature in result.signatures)
    assert PROPERTY_DIFFERS in templates(result, Verdict.FAILS)


def test_a_file_that_both_parties_signed_is_proved(agreement: Agreement) -> None:
    for signed in (
        sign(sign(agreement.data, ANNA, "region"), BO, "municipality"),
        sign(agreement.data, ANNA, "municipality"),
    ):
        result = checked(agreement, signed)
        assert texts(result, Verdict.FAILS) == []
        assert READING_HOLDS() in texts(result, Verdict.HOLDS)
        assert result.outcome is Outcome.PROVED


def rewritten(data: bytes, **options: object) -> bytes:
    out = BytesIO()
    with opened(data) as pdf:
        pdf.save(out, **options)  # type: ignore[arg-type]
    return out.getvalue()


def saved_again(data: bytes) -> bytes:
    """The file saved at its end by a program that changes nothing but the date."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    writer.update_root()  # type: ignore[no-untyped-call]
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


HARMLESS: dict[str, Callable[[bytes], bytes]] = {
    "linearised": lambda data: rewritten(data, linearize=True),
    "object streams": lambda data: rewritten(
        data, object_stream_mode=pikepdf.ObjectStreamMode.generate
    ),
    "unpacked": lambda data: rewritten(
        data, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all
    ),
    "packed again": lambda data: rewritten(data, recompress_flate=True),
    "readable": lambda data: rewritten(data, qdf=True),
    "saved again": saved_again,
    "saved again and linearised": lambda data: rewritten(saved_again(data), linearize=True),
}


@pytest.mark.parametrize("copy", HARMLESS)
def test_a_copy_with_the_same_content_is_proved(agreement: Agreement, copy: str) -> None:
    data = HARMLESS[copy](agreement.data)
    assert data != agreement.data
    result = verify(parse_pdf(data, "file.pdf"), agreement.expected)
    assert texts(result, Verdict.FAILS) == []
    assert result.outcome is Outcome.PROVED


def test_a_file_without_tags_is_never_proved(agreement: Agreement) -> None:
    result = checked(agreement, samples.untagged(agreement.data))
    assert SAME_APPEARANCE() in texts(result, Verdict.HOLDS)
    assert result.outcome is Outcome.UNPROVED


def test_what_is_drawn_over_is_never_proved(agreement: Agreement) -> None:
    result = checked(agreement, samples.with_rectangle(agreement.data))
    assert result.outcome is Outcome.UNPROVED


def test_how_a_file_is_written_makes_no_difference_to_its_anatomy(agreement: Agreement) -> None:
    as_built = anatomy(agreement.data)
    assert anatomy(rewritten(agreement.data, linearize=True)) == as_built
    assert len(as_built.order) > len(as_built.pages)
    first = anatomy(agreement.data, only=1)
    assert 0 < len(first.elements) < len(as_built.elements)
    assert {piece.page for piece in first.order} == {0}
