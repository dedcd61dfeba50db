"""What is agreed is proved, what is not is found, and what cannot be known is said to be so."""

from __future__ import annotations

import datetime as dt
import subprocess
from typing import TYPE_CHECKING

import pytest

from agreement_gen.problems import InputError
from agreement_gen.signing.basis import find_basis
from agreement_gen.signing.findings import Verification
from agreement_gen.signing.signatures import certificates
from agreement_gen.signing.verify import open_file, verify, verify_opened
from tests.support import signing_samples as forged
from tests.support.signers import Authority, authority, sign, signer, time_stamper
from tests.support.signing_samples import FILE, built, finished_workspace
from tests.support.workspaces import edit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from asn1crypto.x509 import Certificate

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


def proved(workspace: Path, data: bytes, trust: tuple[Certificate, ...] = ()) -> Verification:
    file = open_file(data, "file.pdf")
    basis = find_basis(workspace, file)
    result = verify_opened(file, basis.expected, trust)
    return Verification(result.sha256, (*basis.findings, *result.findings), result.signatures)


def said(result: Verification, state: str) -> list[str]:
    return [finding.message for finding in result.findings if finding.state == state]


@pytest.mark.parametrize("name", ["paper", "service", "fields", "source"])
def test_a_file_as_built_is_proved_whatever_way_it_is_signed(
    workspace: Path, files: dict[str, bytes], name: str
) -> None:
    result = proved(workspace, files[name])
    assert said(result, "fails") == []
    assert result.is_text_proved
    assert "byte for byte the file that is built from the workspace" in said(result, "holds")
    assert said(result, "unproved") == ["who agreed to it: no electronic signature in it"]


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
    first = proved(workspace, once, trust)
    assert not first.has_failed
    assert f"nobody has signed in the field «{order[1]}»" in said(first, "note")
    twice = sign(once, signer(root, "Bo Alm"), order[1])
    result = proved(workspace, twice, trust)
    assert said(result, "fails") == []
    one, two = result.signatures
    assert (one.field, one.signer, one.timestamp) == (order[0], "Anna Ek", MOMENT)
    assert (two.field, two.signer, two.timestamp) == (order[1], "Bo Alm", None)
    assert all(s.is_intact and s.only_permitted_changes and s.is_trusted for s in (one, two))
    assert (one.is_covering, two.is_covering) == (False, True)
    holds = said(result, "holds")
    assert f"signature «{order[0]}» by Anna Ek: time-stamped 2026-03-01T12:00:00+00:00" in holds
    filled = "since it was built only signature fields were filled in: municipality, region"
    assert filled in holds
    unproved = " ".join(said(result, "unproved"))
    assert "that is the signer's own statement" in unproved
    assert "revoked" in unproved


def test_a_signature_without_a_trusted_certificate_is_not_proved(
    workspace: Path, files: dict[str, bytes], root: Authority
) -> None:
    signed = sign(files["fields"], signer(root, "Anna Ek"), "region")
    unknown = proved(workspace, signed)
    assert not unknown.has_failed
    assert any("that it is this person's" in line for line in said(unknown, "unproved"))
    other = certificates(authority("En annan rot").pem, "other.pem")
    stranger = proved(workspace, signed, other)
    assert said(stranger, "fails") == [
        (
            "signature «region» by Anna Ek: the certificate does not come from any that was given "
            "with --trust"
        )
    ]


def test_a_changed_amount_is_found(workspace: Path, tmp_path: Path, root: Authority) -> None:
    other = finished_workspace(tmp_path / "other")
    edit(other, FILE, {"annual_amount_sek: 640000": "annual_amount_sek: 660000"})
    signed = sign(built(other, "fields"), signer(root, "Anna Ek"), "region")
    [text] = [line for line in said(proved(workspace, signed), "fails") if "text" in line]
    assert text.startswith("the text is not that of the workspace: clause 3 (Ekonomi)")
    assert "640000kr" in text
    assert "660000kr" in text


def test_a_lost_sentence_is_found(workspace: Path, tmp_path: Path) -> None:
    other = finished_workspace(tmp_path / "other")
    edit(other, FILE, {"    Kommunen står för hyra, städning och inventarier.\n": ""})
    [text] = [line for line in said(proved(workspace, built(other)), "fails") if "text" in line]
    assert "Kommunenstårförhyra" in text


FORGERIES: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "page": (
        "paper",
        forged.with_page,
        "page 7 was added after the agreement's 6: «UnderskrivetavAnnaEk»",
    ),
    "overlay": (
        "paper",
        forged.with_overlay,
        "page 2 holds what the agreement does not: the text «999000kronor»",
    ),
    "comment": (
        "paper",
        forged.with_comment,
        "the file holds a comment or drawing (FreeText) on page 1",
    ),
    "script": (
        "paper",
        forged.with_script,
        "the file holds an action that runs when the file is opened",
    ),
    "swapped": (
        "source",
        lambda data: forged.with_attachment(data, "exempelby.yaml", b"funding: 1"),
        "the attached exempelby.yaml is not that of the workspace",
    ),
    "attached": (
        "source",
        lambda data: forged.with_attachment(data, "tillägg.txt", b"Nytt villkor"),
        "the file «tillägg.txt» is attached",
    ),
    "updated": (
        "paper",
        forged.updated,
        "the file was changed after it was built, and nobody signed that",
    ),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forgery_of_an_unsigned_file_is_found(
    workspace: Path, files: dict[str, bytes], forgery: str
) -> None:
    name, forge, message = FORGERIES[forgery]
    assert message in said(proved(workspace, forge(files[name])), "fails")


def test_what_is_drawn_over_is_not_proved(workspace: Path, files: dict[str, bytes]) -> None:
    result = proved(workspace, forged.with_rectangle(files["paper"]))
    hidden = "that nothing is hidden or drawn over: these pages are drawn otherwise: 2"
    assert hidden in said(result, "unproved")


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
    result = proved(workspace, signed, trust)
    assert said(result, "fails") == [
        "signature «region» by Anna Ek: the file was changed after it, and not by signing alone"
    ]
    assert not result.signatures[0].only_permitted_changes


def test_a_changed_byte_breaks_the_signature(
    workspace: Path, files: dict[str, bytes], root: Authority
) -> None:
    signed = sign(files["fields"], signer(root, "Anna Ek"), "region")
    place = signed.index(b"/CreationDate") + len("/CreationDate (D:201")
    broken = signed[:place] + b"9" + signed[place + 1 :]
    result = proved(workspace, broken)
    assert not result.signatures[0].is_intact
    assert any("it is broken" in line for line in said(result, "fails"))


def test_a_services_page_is_told_and_signed_for_only_by_a_trusted_seal(
    workspace: Path, files: dict[str, bytes], root: Authority, trust: tuple[Certificate, ...]
) -> None:
    sealed = sign(forged.with_page(files["service"]), signer(root, "Tjänsten"), "Seal")
    page = "page 7 was added after the agreement's 6: «UnderskrivetavAnnaEk»"
    result = proved(workspace, sealed, trust)
    assert said(result, "fails") == []
    assert result.is_text_proved
    assert f"{page}; signed for by Tjänsten" in said(result, "note")
    hint = "(if a signing service added it, name its certificate with --trust)"
    assert said(proved(workspace, sealed), "fails") == [f"{page} {hint}"]


def test_a_party_does_not_seal_an_added_page_by_signing(
    workspace: Path, files: dict[str, bytes], root: Authority, trust: tuple[Certificate, ...]
) -> None:
    signed = sign(forged.with_page(files["fields"]), signer(root, "Bo Alm"), "municipality")
    assert any(
        "page 7 was added" in line for line in said(proved(workspace, signed, trust), "fails")
    )


def test_a_file_without_structure_is_known_by_its_look(
    workspace: Path, files: dict[str, bytes]
) -> None:
    result = proved(workspace, forged.untagged(files["service"]))
    assert result.is_text_proved
    assert "every page looks exactly as the one that was built" in said(result, "holds")
    other = proved(workspace, forged.untagged(forged.with_overlay(files["service"])))
    assert not other.is_text_proved
    assert any("lost its structure" in line for line in said(other, "unproved"))


def test_a_file_without_metadata_is_known_by_its_text(
    workspace: Path, files: dict[str, bytes]
) -> None:
    result = proved(workspace, forged.without_metadata(files["service"]))
    assert result.is_text_proved
    assert any("where it was built" in line for line in said(result, "unproved"))


def test_a_false_statement_of_origin_is_found(workspace: Path, files: dict[str, bytes]) -> None:
    with forged.opened(files["paper"]) as pdf:
        packet = pdf.Root.Metadata.read_bytes()
        pdf.Root.Metadata.write(packet.replace(b"edition>2020-12-22<", b"edition>2024-01-01<"))
        data = forged.saved(pdf)
    assert (
        "what the file says of its origin is not so: edition is 2024-01-01, not 2020-12-22"
        in said(proved(workspace, data), "fails")
    )


def test_a_draft_is_told(workspace: Path) -> None:
    result = proved(workspace, built(workspace, slug="provsjo"))
    assert not result.has_failed
    assert "it is a draft (UTKAST), not to be signed" in said(result, "note")


def test_nothing_to_compare_with_is_said() -> None:
    result = verify(forged.scan(), None)
    assert said(result, "unproved")[0].startswith("whether the text is that of a workspace")
    assert not result.is_text_proved


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
        open_file(make(files["paper"]), "mapp/fil.pdf")
    [problem] = caught.value.problems
    assert problem.location.file == "mapp/fil.pdf"
    assert message in problem.message


def test_a_foreign_file_is_refused(workspace: Path, tmp_path: Path) -> None:
    foreign = forged.with_page(forged.scan(), "Hyresavtal")
    with pytest.raises(InputError, match="no agreement of this workspace"):
        proved(workspace, foreign)
    with pytest.raises(InputError, match="no text"):
        proved(workspace, forged.scan())
    other = finished_workspace(tmp_path / "other")
    (other / FILE).rename(other / "municipalities" / "annanby.yaml")
    with pytest.raises(InputError, match="`annanby`, which the workspace does not have"):
        proved(workspace, built(other, slug="annanby"))


@pytest.mark.parametrize("data", [b"", b"Hej", b"-----BEGIN CERTIFICATE-----\nhej\n"])
def test_what_is_no_certificate_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match=r"rot\.pem"):
        certificates(data, "rot.pem")


@pytest.mark.peer
def test_a_file_is_compared_with_the_commit_that_it_names(tmp_path: Path) -> None:
    workspace = finished_workspace(tmp_path / "workspace")
    commit = _commit(workspace, "init", "-q")
    data = built(workspace, commit=commit)
    edit(workspace, FILE, {"annual_amount_sek: 640000": "annual_amount_sek: 660000"})
    result = proved(workspace, data)
    assert said(result, "fails") == []
    assert "byte for byte the file that is built from the workspace" in said(result, "holds")
    notes = said(result, "note")
    assert any(f"at commit {commit[:12]}" in note for note in notes)
    assert "the workspace has changed this agreement since" in notes


@pytest.mark.peer
def test_a_commit_that_is_not_here_is_said(tmp_path: Path) -> None:
    workspace = finished_workspace(tmp_path / "workspace")
    data = built(workspace, commit="f" * 40)
    result = proved(workspace, data)
    assert f"that it was built at commit {'f' * 40}, which is not in this repository" in said(
        result, "unproved"
    )
    assert not result.has_failed


def _commit(workspace: Path, *first: str) -> str:
    person = ("-c", "user.name=T", "-c", "user.email=t@example.org")
    for arguments in (first, ("add", "."), (*person, "commit", "-q", "-m", "a")):
        subprocess.run(["git", *arguments], cwd=workspace, check=True)
    done = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=workspace, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()
