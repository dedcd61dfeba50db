"""How long a signature can be verified, and what the file itself shows of revocation."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from agreement_gen.signing.findings import Revocation, Verdict
from agreement_gen.signing.messages import NOT_REVOKED, REVOKED
from agreement_gen.signing.signatures import certificates, signatures
from tests.support.signers import authority, sign, sign_for_long, signer, time_stamper
from tests.support.signing_samples import built, finished_workspace

if TYPE_CHECKING:
    from agreement_gen.signing.findings import FoundSignature

pytestmark = pytest.mark.slow

ROOT = authority("Roten")
TRUST = certificates(ROOT.pem, "root.pem")
ANNA = signer(ROOT, "Anna Ek")
MOMENT = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
STAMPER = time_stamper(ROOT, MOMENT)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return built(finished_workspace(tmp_path_factory.mktemp("longevity") / "workspace"), "fields")


def first(signed: bytes) -> FoundSignature:
    found, _ = signatures(signed, TRUST, "file.pdf")[0]
    return found


def test_a_signature_without_time_stamp_lives_as_long_as_its_certificate(data: bytes) -> None:
    found = first(sign(data, ANNA, "region"))
    assert (found.level, found.trusted_time) == ("B-B", None)
    assert found.revocation is Revocation.NOT_CHECKED


def test_a_time_stamp_shows_when_a_signature_existed(data: bytes) -> None:
    signed = sign(data, ANNA, "region", stamper=STAMPER)
    found = first(signed)
    assert (found.level, found.trusted_time) == ("B-T", MOMENT)
    assert found.revocation is Revocation.NOT_CHECKED
    [(untrusted, _)] = signatures(signed, (), "file.pdf")
    assert (untrusted.level, untrusted.trusted_time) == ("B-T", None)


@pytest.mark.parametrize(("is_stamped_again", "level"), [(False, "B-LT"), (True, "B-LTA")])
def test_evidence_in_the_file_shows_that_a_certificate_was_not_revoked(
    data: bytes, level: str, *, is_stamped_again: bool
) -> None:
    signed = sign_for_long(
        data, ANNA, "region", stamper=STAMPER, root=ROOT, is_stamped_again=is_stamped_again
    )
    found, findings = signatures(signed, TRUST, "file.pdf")[0]
    assert (found.level, found.trusted_time) == (level, MOMENT)
    assert found.revocation is Revocation.NOT_REVOKED
    assert NOT_REVOKED in {each.text.template for each in findings}
    assert found.only_permitted_changes


def test_a_certificate_that_was_revoked_fails(data: bytes) -> None:
    signed = sign_for_long(data, ANNA, "region", stamper=STAMPER, root=ROOT, revoked=[ANNA])
    found, findings = signatures(signed, TRUST, "file.pdf")[0]
    assert found.revocation is Revocation.REVOKED
    failed = {each.text.template for each in findings if each.verdict is Verdict.FAILS}
    assert failed == {REVOKED}


def test_evidence_of_another_authority_shows_nothing(data: bytes) -> None:
    other = authority("En annan rot")
    signed = sign_for_long(data, ANNA, "region", stamper=STAMPER, root=ROOT, is_stamped_again=False)
    [(found, _)] = signatures(signed, certificates(other.pem, "other.pem"), "file.pdf")
    assert found.revocation is Revocation.NOT_CHECKED
    assert found.trusted_time is None
