"""What is agreed is verified, what is not is found, and what cannot be known is reported so."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from agreement_gen.problems import InputError
from agreement_gen.signing.findings import Verdict
from agreement_gen.signing.messages import (
    APPEARANCE_DIFFERS,
    ATTACHED,
    BROKEN,
    CERTIFICATE_REVOCABLE,
    CERTIFICATE_UNTRUSTED,
    CHANGED_AFTER,
    CHANGED_SINCE,
    CHANGED_UNSIGNED,
    FACT_DIFFERS,
    FIELD_EMPTY,
    FIELDS_FILLED,
    FOREIGN_TEXT,
    IS_DRAFT,
    NOBODY_SIGNED,
    NOT_SEALED,
    ORIGIN_DIFFERS,
    ORIGIN_NOT_STATED,
    PAGE_ADDED,
    SAME_APPEARANCE,
    SAME_BYTES,
    SEALED,
    SIGNATURE,
    SIGNER_UNKNOWN,
    SOURCE_DIFFERS,
    TEXT_DIFFERS,
    TIME_CLAIMED,
    TIME_VERIFIED,
    UNKNOWN_COMMIT,
    UNTAGGED_DIFFERS,
    ExtraKind,
)
from agreement_gen.signing.reading import Extra, parse_pdf
from agreement_gen.signing.signatures import certificates
from tests.support import repositories
from tests.support import signing_samples as forged
from tests.support.signers import Authority, authority, sign, signer, time_stamper
from tests.support.signing_samples import FILE, built, finished_workspace
from tests.support.verification import templates, texts, verified
from tests.support.workspaces import edit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from asn1crypto.x509 import Certificate

    from agreement_gen.messages import Text

pytestmark = pytest.mark.slow

ORDERS = [("region", "municipality"), ("municipality", "region")]
MOMENT = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return finished_workspace(tmp_path_factory.mktemp("verify") / "workspace")


@pytest.fixture(scope="module")
def files(workspace: Path) -> dict[str, bytes]:
    return {
        "paper": built(workspace, "paper"),
        "service": built(workspace, "service"),
        "fields": built(workspace, "fields"),
        "source": built(workspace, "fields", is_source_embedded=True),
    }


@pytest.fixture(scope="module")
def root() -> Authority:
    return authority("Roten")


@pytest.fixture(scope="module")
def trust(root: Authority) -> tuple[Certificate, ...]:
    return certificates(root.pem, "root.pem")


@pytest.mark.parametrize("name", ["paper", "service", "fields", "source"])
def test_a_file_as_built_is_verified_whatever_way_it_is_signed(
    workspace: Path, files: dict[str, bytes], name: str
) -> None:
    result = verified(workspace, files[name])
    assert texts(result, Verdict.FAILS) == []
    assert result.is_text_verified
    assert SAME_BYTES() in texts(result, Verdict.HOLDS)
    assert texts(result, Verdict.UNVERIFIED) == [NOBODY_SIGNED()]


@pytest.mark.parametrize("order", ORDERS)
def test_two_parties_sign_in_any_order(
    workspace: Path,
    files: dict[str, bytes],
    root: Authority,
    trust: tuple[Certificate, ...],
    order: tuple[str, str],
) -> None:
    stamper = time_stamper(root, MOMENT)
    once = sign(files["source"], signer(root, "Anna Ek"), order[0], stamper=stamper)
    first = verified(workspace, once, trust)
    assert not first.has_failed
    assert FIELD_EMPTY(field=order[1]) in texts(first, Verdict.NOTE)
    twice = sign(once, signer(root, "Bo Alm"), order[1])
    result = verified(workspace, twice, trust)
    assert texts(result, Verdict.FAILS) == []
    one, two = result.signatures
    assert (one.field, one.signer, one.timestamp) == (order[0], "Anna Ek", MOMENT)
    assert (two.field, two.signer, two.timestamp) == (order[1], "Bo Alm", None)
    assert all(s.is_intact and s.only_permitted_changes and s.is_trusted for s in (one, two))
    assert (one.is_covering, two.is_covering) == (False, True)
    holds = texts(result, Verdict.HOLDS)
    signature = SIGNATURE(field=order[0], signer="Anna Ek")
    assert TIME_VERIFIED(signature=signature, time="2026-03-01T12:00:00+00:00") in holds
    assert FIELDS_FILLED(fields="municipality, region") in holds
    assert {TIME_CLAIMED, CERTIFICATE_REVOCABLE} <= templates(result, Verdict.UNVERIFIED)


def test_a_signature_without_a_trusted_certificate_is_not_verified(
    workspace: Path, files: dict[str, bytes], root: Authority
) -> None:
    signed = sign(files["fields"], signer(root, "Anna Ek"), "region")
    unknown = verified(workspace, signed)
    assert not unknown.has_failed
    assert SIGNER_UNKNOWN in templates(unknown, Verdict.UNVERIFIED)
    other = certificates(authority("En annan rot").pem, "other.pem")
    stranger = verified(workspace, signed, other)
    signature = SIGNATURE(field="region", signer="Anna Ek")
    assert texts(stranger, Verdict.FAILS) == [CERTIFICATE_UNTRUSTED(signature=signature)]


def test_a_changed_amount_is_found(workspace: Path, tmp_path: Path, root: Authority) -> None:
    other = finished_workspace(tmp_path / "other")
    edit(other, FILE, {"annual_amount_sek: 640000": "annual_amount_sek: 660000"})
    signed = sign(built(other, "fields"), signer(root, "Anna Ek"), "region")
    failed = texts(verified(workspace, signed), Verdict.FAILS)
    [text] = [str(text) for text in failed if text.template is TEXT_DIFFERS]
    assert text.startswith("the text is not that of the workspace: clause 3 (Ekonomi)")
    assert "640000kr" in text
    assert "660000kr" in text


def test_a_lost_sentence_is_found(workspace: Path, tmp_path: Path) -> None:
    other = finished_workspace(tmp_path / "other")
    edit(other, FILE, {"    Kommunen står för hyra, städning och inventarier.\n": ""})
    failed = texts(verified(workspace, built(other)), Verdict.FAILS)
    assert any("Kommunenstårförhyra" in str(text) for text in failed)


FORGERIES: dict[str, tuple[str, Callable[[bytes], bytes], Text]] = {
    "page": (
        "paper",
        forged.with_page,
        PAGE_ADDED(page=7, count=6, text="UnderskrivetavAnnaEk"),
    ),
    "overlay": ("paper", forged.with_overlay, FOREIGN_TEXT(page=2, text="999000kronor")),
    "comment": (
        "paper",
        forged.with_comment,
        Extra(ExtraKind.ANNOTATION, 1, "FreeText").text,
    ),
    "script": ("paper", forged.with_script, Extra(ExtraKind.OPEN_ACTION).text),
    "swapped": (
        "source",
        lambda data: forged.with_attachment(data, "exempelby.yaml", b"funding: 1"),
        SOURCE_DIFFERS(name="exempelby.yaml"),
    ),
    "attached": (
        "source",
        lambda data: forged.with_attachment(data, "tillägg.txt", b"Nytt villkor"),
        ATTACHED(name="tillägg.txt"),
    ),
    "updated": ("paper", forged.updated, CHANGED_UNSIGNED()),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forgery_of_an_unsigned_file_is_found(
    workspace: Path, files: dict[str, bytes], forgery: str
) -> None:
    name, forge, text = FORGERIES[forgery]
    assert text in texts(verified(workspace, forge(files[name])), Verdict.FAILS)


def test_what_is_drawn_over_is_not_verified(workspace: Path, files: dict[str, bytes]) -> None:
    result = verified(workspace, forged.with_rectangle(files["paper"]))
    assert APPEARANCE_DIFFERS(pages="2") in texts(result, Verdict.UNVERIFIED)


@pytest.mark.parametrize("is_signed_twice", [False, True])
def test_an_update_after_signing_is_found(
    workspace: Path,
    files: dict[str, bytes],
    root: Authority,
    trust: tuple[Certificate, ...],
    *,
    is_signed_twice: bool,
) -> None:
    signed = forged.updated(sign(files["fields"], signer(root, "Anna Ek"), "region"))
    if is_signed_twice:
        # The other party signs what somebody changed in between.
        signed = sign(signed, signer(root, "Bo Alm"), "municipality")
    result = verified(workspace, signed, trust)
    signature = SIGNATURE(field="region", signer="Anna Ek")
    assert texts(result, Verdict.FAILS) == [CHANGED_AFTER(signature=signature)]
    assert not result.signatures[0].only_permitted_changes


def test_a_changed_byte_breaks_the_signature(
    workspace: Path, files: dict[str, bytes], root: Authority
) -> None:
    signed = sign(files["fields"], signer(root, "Anna Ek"), "region")
    index = signed.index(b"/CreationDate") + len("/CreationDate (D:201")
    broken = signed[:index] + b"9" + signed[index + 1 :]
    result = verified(workspace, broken)
    assert not result.signatures[0].is_intact
    assert BROKEN in templates(result, Verdict.FAILS)


def test_a_services_page_is_reported_and_signed_for_only_by_a_trusted_seal(
    workspace: Path, files: dict[str, bytes], root: Authority, trust: tuple[Certificate, ...]
) -> None:
    sealed = sign(forged.with_page(files["service"]), signer(root, "Tjänsten"), "Seal")
    page = PAGE_ADDED(page=8, count=7, text="UnderskrivetavAnnaEk")
    result = verified(workspace, sealed, trust)
    assert texts(result, Verdict.FAILS) == []
    assert result.is_text_verified
    assert SEALED(addition=page, signers="Tjänsten") in texts(result, Verdict.NOTE)
    assert texts(verified(workspace, sealed), Verdict.FAILS) == [NOT_SEALED(addition=page)]


def test_a_party_does_not_seal_an_added_page_by_signing(
    workspace: Path, files: dict[str, bytes], root: Authority, trust: tuple[Certificate, ...]
) -> None:
    signed = sign(forged.with_page(files["fields"]), signer(root, "Bo Alm"), "municipality")
    result = verified(workspace, signed, trust)
    page = PAGE_ADDED(page=7, count=6, text="UnderskrivetavAnnaEk")
    assert NOT_SEALED(addition=page) in texts(result, Verdict.FAILS)


def test_a_file_without_structure_is_known_by_its_look(
    workspace: Path, files: dict[str, bytes]
) -> None:
    result = verified(workspace, forged.untagged(files["service"]))
    assert result.is_text_verified
    assert SAME_APPEARANCE() in texts(result, Verdict.HOLDS)
    other = verified(workspace, forged.untagged(forged.with_overlay(files["service"])))
    assert not other.is_text_verified
    assert UNTAGGED_DIFFERS(pages="2") in texts(other, Verdict.UNVERIFIED)


def test_a_file_without_metadata_is_known_by_its_text(
    workspace: Path, files: dict[str, bytes]
) -> None:
    result = verified(workspace, forged.without_metadata(files["service"]))
    assert result.is_text_verified
    assert ORIGIN_NOT_STATED() in texts(result, Verdict.UNVERIFIED)


def test_a_false_statement_of_origin_is_found(workspace: Path, files: dict[str, bytes]) -> None:
    with forged.opened(files["paper"]) as pdf:
        packet = pdf.Root.Metadata.read_bytes()
        pdf.Root.Metadata.write(packet.replace(b"edition>2020-12-22<", b"edition>2024-01-01<"))
        data = forged.saved(pdf)
    fact = FACT_DIFFERS(name="edition", stated="2024-01-01", expected="2020-12-22")
    assert ORIGIN_DIFFERS(facts=str(fact)) in texts(verified(workspace, data), Verdict.FAILS)


def test_a_draft_is_reported(workspace: Path) -> None:
    result = verified(workspace, built(workspace, slug="provsjo"))
    assert not result.has_failed
    assert IS_DRAFT(mark="UTKAST") in texts(result, Verdict.NOTE)


UNREADABLE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda _: b"", "the file is empty"),
    "text": (lambda _: b"Hej\n", "this is not a PDF file"),
    "half": (lambda data: data[: len(data) // 2], "damaged or cut off"),
    "cut": (lambda data: data[:-40], "damaged or cut off"),
    "locked": (lambda data: forged.encrypted(data, user="hemligt"), "encrypted"),
    "restricted": (lambda data: forged.encrypted(data, user=""), "encrypted"),
    "noise": (lambda _: b"%PDF-1.7\n" + bytes(range(256)) * 40, "damaged or cut off"),
}


@pytest.mark.parametrize("fault", UNREADABLE)
def test_a_file_that_cannot_be_read_is_named(files: dict[str, bytes], fault: str) -> None:
    make, message = UNREADABLE[fault]
    with pytest.raises(InputError) as caught:
        parse_pdf(make(files["paper"]), "mapp/fil.pdf")
    [problem] = caught.value.problems
    assert problem.location.file == "mapp/fil.pdf"
    assert message in problem.message


def test_a_foreign_file_is_refused(workspace: Path, tmp_path: Path) -> None:
    foreign = forged.with_page(forged.scan(), "Hyresavtal")
    with pytest.raises(InputError, match="no agreement of this workspace"):
        verified(workspace, foreign)
    with pytest.raises(InputError, match="no text"):
        verified(workspace, forged.scan())
    other = finished_workspace(tmp_path / "other")
    (other / FILE).rename(other / "municipalities" / "annanby.yaml")
    with pytest.raises(InputError, match="`annanby`, which the workspace does not have"):
        verified(workspace, built(other, slug="annanby"))


@pytest.mark.parametrize("data", [b"", b"Hej", b"-----BEGIN CERTIFICATE-----\nhej\n"])
def test_what_is_no_certificate_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match=r"rot\.pem"):
        certificates(data, "rot.pem")


@pytest.mark.peer
def test_a_file_is_compared_with_the_commit_that_it_names(tmp_path: Path) -> None:
    workspace = finished_workspace(tmp_path / "workspace")
    commit = repositories.commit(workspace)
    data = built(workspace, commit=commit)
    edit(workspace, FILE, {"annual_amount_sek: 640000": "annual_amount_sek: 660000"})
    result = verified(workspace, data)
    assert texts(result, Verdict.FAILS) == []
    assert SAME_BYTES() in texts(result, Verdict.HOLDS)
    notes = texts(result, Verdict.NOTE)
    assert any(f"at commit {commit[:12]}" in str(note) for note in notes)
    assert CHANGED_SINCE() in notes


@pytest.mark.peer
def test_a_commit_that_is_not_in_the_repository_is_reported(tmp_path: Path) -> None:
    workspace = finished_workspace(tmp_path / "workspace")
    data = built(workspace, commit="f" * 40)
    result = verified(workspace, data)
    assert UNKNOWN_COMMIT(commit="f" * 40) in texts(result, Verdict.UNVERIFIED)
    assert not result.has_failed
