"""`agreement-gen signed`: what is recorded, what is refused, and every other byte stays."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

import pytest

from agreement_gen.agreement_state.signed_text import text_hash
from tests.support import signing_samples as forged
from tests.support.cli import run_cli
from tests.support.repositories import commit
from tests.support.signers import authority, sign, signer
from tests.support.workspaces import edit, entry, load, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from agreement_gen.workspace.model import Signed, SigningProfile

FILE = "municipalities/alby.yaml"
AUTHORITY = authority("Provutfärdaren")
ANNA = signer(AUTHORITY, "Anna Exempel")


def built(
    root: Path, signing: SigningProfile = "service", slug: str = "alby", commit: str | None = None
) -> bytes:
    return forged.built(root, signing, slug=slug, commit=commit)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_workspace(tmp_path / "workspace")


def record(
    root: Path, data: bytes, *options: str | Path, name: str = "Alby", exit_code: int = 0
) -> Result:
    pdf = root.parent / "signed.pdf"
    pdf.write_bytes(data)
    call = ("signed", name, pdf, "--on", "2026-05-18", *options)
    return run_cli(*call, root=root, exit_code=exit_code)


def recorded(root: Path) -> Signed:
    signed = entry(load(root), "alby").record.signed
    assert signed is not None
    return signed


def state(root: Path, digest: str) -> str:
    text = text_hash((root / "signed/alby-2024-01-15.txt").read_bytes())
    return f'signed: {{date: 2026-05-18, edition: 2024-01-15, sha256: "{digest}", text: "{text}"}}'


@pytest.mark.parametrize(
    ("start", "end"), [("", "\n"), ("\ufeff", "\r\n")], ids=["plain", "marked, from Windows"]
)
def test_one_line_is_added_and_every_other_byte_stays(root: Path, start: str, end: str) -> None:
    text = (root / FILE).read_text(encoding="utf-8") + "# Ring Alby i maj.\n"
    before = (start + text.replace("\n", end)).encode()
    (root / FILE).write_bytes(before)
    data = sign(built(root), ANNA, "Signature1")
    record(root, data)
    after = (root / FILE).read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    line = (state(root, digest) + end).encode()
    assert after.count(line) == 1
    assert after.replace(line, b"") == before
    assert (recorded(root).date, recorded(root).sha256) == (dt.date(2026, 5, 18), digest)


def test_what_was_recorded_is_replaced(root: Path) -> None:
    old = 'signed: {date: 2020-01-01, edition: 2020-01-01, sha256: "%s"}  # den förra\n' % (
        "0" * 64
    )
    with (root / FILE).open("a", encoding="utf-8") as file:
        file.write(old)
    before = (root / FILE).read_text(encoding="utf-8")
    data = sign(built(root), ANNA, "Signature1")
    result = record(root, data)
    assert "replaced what was recorded: signed 2020-01-01, SHA-256 000" in result.stderr
    new = f"{state(root, hashlib.sha256(data).hexdigest())}  # den förra\n"
    assert (root / FILE).read_text(encoding="utf-8") == before.replace(old, new)
    again = record(root, data)
    assert "already recorded" in again.output
    assert (root / FILE).read_text(encoding="utf-8") == before.replace(old, new)


@pytest.mark.peer
def test_the_commit_that_the_file_was_built_of_is_recorded(root: Path) -> None:
    built_from = commit(root)
    record(root, built(root, commit=built_from))
    assert recorded(root).commit == built_from


def refused(root: Path, data: bytes, *options: str, name: str = "Alby") -> str:
    """The output of a call that is refused and writes nothing."""
    before = {path: path.read_bytes() for path in (root / "municipalities").iterdir()}
    result = record(root, data, *options, name=name, exit_code=1)
    assert {path: path.read_bytes() for path in (root / "municipalities").iterdir()} == before
    return result.output


def test_another_text_is_refused_with_its_clause(root: Path) -> None:
    data = built(root)
    edit(root, FILE, {"Tio ledare": "Elva ledare"})
    output = refused(root, data)
    assert "clause 2 (Åtagande)" in output
    assert "[not-as-agreed]" in output


def test_a_file_with_an_added_page_is_refused(root: Path) -> None:
    assert "page 3 was added" in refused(root, forged.with_page(built(root)))


def test_a_text_that_cannot_be_compared_is_refused(root: Path) -> None:
    data = forged.untagged(forged.with_overlay(built(root)))
    assert "[not-verified]" in refused(root, data)


def test_the_agreement_of_another_municipality_is_refused(root: Path) -> None:
    edit(
        root,
        "municipalities/osby-a.yaml",
        {
            "  halls:\n  leaders:": "  halls: En hall.\n  leaders: Två ledare.",
            "steering_group: []": "steering_group:\n  - {role: kommun, seat: Kontoret}",
        },
    )
    output = refused(root, built(root), name="Ösby Å")
    assert "this is the agreement of Alby [other-agreement]" in output


def test_a_draft_is_refused(root: Path) -> None:
    assert "[draft]" in refused(root, built(root, slug="osby-a"), name="Ösby Å")
    assert "missing-local-text" in refused(root, forged.scan(), "--scanned", name="Ösby Å")


def test_a_file_that_not_all_have_signed_is_refused(root: Path) -> None:
    output = refused(root, sign(built(root, "fields"), ANNA, "region"))
    assert "nobody has signed in the field «municipality»" in output
    assert "nobody has signed in the field «forbund»" in output
    assert "nobody has signed in the field «region»" not in output


def test_a_file_that_all_have_signed_is_recorded(root: Path, tmp_path: Path) -> None:
    data = built(root, "fields")
    for party in ("region", "municipality", "forbund"):
        data = sign(data, signer(AUTHORITY, f"Firmatecknaren för {party}"), party)
    trusted = tmp_path / "root.pem"
    trusted.write_bytes(AUTHORITY.pem)
    result = record(root, data, "--trust", trusted)
    assert "(text verified)" in result.stdout
    assert recorded(root).sha256 == hashlib.sha256(data).hexdigest()
    assert recorded(root).commit is None
    assert recorded(root).sha256 in result.stdout


def test_a_file_changed_after_signing_is_refused(root: Path) -> None:
    data = sign(built(root), ANNA, "Signature1")
    assert "cut off" in refused(root, data[:-10])
    changed = data.replace(b"%PDF-1.7", b"%PDF-1.6", 1)
    assert changed != data
    assert "broken" in refused(root, changed)


def test_a_scan_is_recorded_only_when_a_person_vouches_for_it(root: Path) -> None:
    data = forged.scan()
    assert "--scanned" in refused(root, data)
    result = record(root, data, "--scanned")
    assert "text not verified" in result.output
    assert recorded(root).sha256 == hashlib.sha256(data).hexdigest()
    assert recorded(root).commit is None
    assert recorded(root).scanned
    assert "nej, inskannat papper" in run_cli("--lang", "sv", "register", "Alby", root=root).stdout
    record(root, built(root))
    assert not recorded(root).scanned
    assert "inskannat" not in run_cli("--lang", "sv", "register", "Alby", root=root).stdout


def test_a_scan_that_breaks_a_small_rule_of_the_format_is_recorded(root: Path) -> None:
    data = forged.scan()
    sloppy = data.replace(b"0000000000 65535 f", b"0000000000 65536 f")
    assert sloppy != data
    record(root, sloppy, "--scanned")
    assert recorded(root).sha256 == hashlib.sha256(sloppy).hexdigest()


def test_a_built_file_does_not_pass_as_a_scan(root: Path) -> None:
    output = refused(root, built(root), "--scanned")
    assert "built, not scanned" in output
    assert "[not-scanned]" in output


def test_what_cannot_be_verified_is_reported(root: Path) -> None:
    result = record(root, built(root))
    line = "cannot be verified: no electronic signature in the file shows who agreed to it\n"
    assert line in result.stderr


@pytest.mark.parametrize(("today", "is_warned"), [("1747526400", True), ("1779062400", False)])
def test_a_date_in_the_future_is_recorded_with_a_warning(
    root: Path, monkeypatch: pytest.MonkeyPatch, today: str, *, is_warned: bool
) -> None:
    """The days are 18 May 2025 and 18 May 2026; the file is recorded as signed on the latter."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", today)
    result = record(root, forged.scan(), "--scanned")
    assert ("2026-05-18 is in the future; is the year right?" in result.stderr) == is_warned


@pytest.mark.parametrize("day", ["18 maj", "20260518"])
def test_a_date_is_written_in_one_way(root: Path, day: str) -> None:
    (root.parent / "scan.pdf").write_bytes(forged.scan())
    call = ("signed", "Alby", root.parent / "scan.pdf", "--scanned", "--on", day)
    assert "write it as 2026-09-01" in run_cli(*call, root=root, exit_code=2).output
