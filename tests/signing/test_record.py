"""The signed state is written into the municipality's file and nothing else there changes."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from agreement_gen.cli import group
from agreement_gen.signing.record import record_signed
from tests.support import signing_samples as forged
from tests.support.signers import Authority, authority, sign, signer
from tests.support.signing_samples import FILE, built, finished_workspace
from tests.support.workspaces import edit, entry, load

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

DAY = dt.date(2026, 3, 1)
EDITION = dt.date(2020, 12, 22)
SHA = "0123456789" * 6 + "abcd"
COMMIT = "1" * 40
LINE = (
    f'signed: {{date: 2026-03-01, edition: 2020-12-22, sha256: "{SHA}", commit: "{COMMIT}"}}'
).encode()


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return finished_workspace(tmp_path / "workspace")


@pytest.fixture(scope="module")
def root() -> Authority:
    return authority("Roten")


def recorded(workspace: Path, commit: str | None = COMMIT) -> bytes:
    one = entry(load(workspace), "exempelby")
    return record_signed(one, on=DAY, edition=EDITION, sha256=SHA, commit=commit)


def run(workspace: Path, *arguments: str) -> Result:
    return CliRunner().invoke(group, ["-C", str(workspace), *arguments])


@pytest.mark.parametrize("eol", [b"\n", b"\r\n"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
def test_every_other_byte_stays(workspace: Path, eol: bytes, start: bytes) -> None:
    path = workspace / FILE
    before = start + path.read_bytes().replace(b"\n", eol)
    path.write_bytes(before)
    assert recorded(workspace) == before + LINE + eol


def test_a_last_line_without_an_end_keeps_none(workspace: Path) -> None:
    path = workspace / FILE
    before = path.read_bytes().rstrip(b"\n")
    path.write_bytes(before)
    assert recorded(workspace) == before + b"\n" + LINE


@pytest.mark.parametrize("empty", [b"signed:", b"signed: null", b"signed: ~"])
def test_an_empty_key_is_filled_and_its_comment_stays(workspace: Path, empty: bytes) -> None:
    path = workspace / FILE
    before = path.read_bytes()
    top = b"# Skrivs av den som arkiverar.\n"
    path.write_bytes(top + empty + b"  # inte \xc3\xa4n\n" + before)
    assert recorded(workspace) == top + LINE + b"  # inte \xc3\xa4n\n" + before


def test_what_was_signed_before_is_replaced_where_it_stands(workspace: Path) -> None:
    path = workspace / FILE
    before = path.read_bytes()
    old = (
        b"signed:\n  # enligt arkivet\n  date: 2021-09-01\n  edition: 2018-01-01\n"
        b"  sha256: '" + b"f" * 64 + b"'\n"
    )
    path.write_bytes(old + before)
    new = (
        b"signed:\n  # enligt arkivet\n  date: 2026-03-01\n  edition: 2020-12-22\n"
        b"  sha256: '" + SHA.encode() + b"'\n"
    )
    assert recorded(workspace, None) == new + before
    assert recorded(workspace) == new + b'  commit: "' + COMMIT.encode() + b'"\n' + before


def test_a_commit_that_is_not_known_any_more_is_taken_away(workspace: Path) -> None:
    path = workspace / FILE
    before = path.read_bytes()
    path.write_bytes(before + LINE + b"\n")
    without = LINE.replace(f', commit: "{COMMIT}"'.encode(), b"")
    assert recorded(workspace, None) == before + without + b"\n"


def test_the_command_records_what_it_has_proved(
    workspace: Path, root: Authority, tmp_path: Path
) -> None:
    once = sign(built(workspace, "fields"), signer(root, "Anna Ek"), "region")
    data = sign(once, signer(root, "Bo Alm"), "municipality")
    file, rot = tmp_path / "signed.pdf", tmp_path / "rot.pem"
    rot.write_bytes(root.pem)
    file.write_bytes(once)
    half = run(workspace, "signed", "Exempelby", str(file), "--on", "2026-03-01")
    assert half.exit_code == 1
    assert "nobody has signed in the field «municipality»" in half.output
    file.write_bytes(data)
    done = run(
        workspace, "signed", "Exempelby", str(file), "--on", "2026-03-01", "--trust", str(rot)
    )
    assert done.exit_code == 0, done.output
    record = entry(load(workspace), "exempelby").record.signed
    assert record is not None
    assert (record.date, record.edition, record.commit) == (DAY, EDITION, None)
    assert record.sha256 == hashlib.sha256(data).hexdigest()
    assert record.sha256 in done.output
    again = run(workspace, "signed", "Exempelby", str(file), "--on", "2026-03-01")
    assert "already says so" in again.output


@pytest.mark.parametrize(
    ("case", "name", "message"),
    [
        ("amount", "Exempelby", "[not-as-agreed]"),
        ("page", "Exempelby", "[not-as-agreed]"),
        ("draft", "Provsjö", "[draft]"),
        ("other", "Provsjö", "this is the agreement of Exempelby [other-agreement]"),
        ("scan", "Exempelby", "--scanned"),
        ("untagged", "Exempelby", "[not-proved]"),
    ],
)
def test_the_command_writes_nothing_for_another_file(
    workspace: Path, tmp_path: Path, case: str, name: str, message: str
) -> None:
    file = tmp_path / "file.pdf"
    file.write_bytes(_other_file(workspace, tmp_path, case))
    before = {path: path.read_bytes() for path in (workspace / "municipalities").iterdir()}
    done = run(workspace, "signed", name, str(file), "--on", "2026-03-01")
    assert done.exit_code == 1
    assert message in done.output
    assert {path: path.read_bytes() for path in before} == before


def _other_file(workspace: Path, tmp_path: Path, case: str) -> bytes:
    match case:
        case "amount":
            other = finished_workspace(tmp_path / "other")
            edit(other, FILE, {"annual_amount_sek: 640000": "annual_amount_sek: 660000"})
            return built(other)
        case "page":
            return forged.with_page(built(workspace))
        case "draft":
            return built(workspace, slug="provsjo")
        case "scan":
            return forged.scan()
        case "untagged":
            return forged.untagged(forged.with_overlay(built(workspace)))
        case _:
            return built(workspace)


def test_a_scanned_paper_is_recorded_only_when_asked_for(workspace: Path, tmp_path: Path) -> None:
    file = tmp_path / "scan.pdf"
    file.write_bytes(forged.scan())
    done = run(workspace, "signed", "Exempelby", str(file), "--on", "2026-03-01", "--scanned")
    assert done.exit_code == 0, done.output
    assert "text not proved" in done.output
    record = entry(load(workspace), "exempelby").record.signed
    assert record is not None
    assert record.sha256 == hashlib.sha256(forged.scan()).hexdigest()
    file.write_bytes(built(workspace))
    done = run(workspace, "signed", "Exempelby", str(file), "--on", "2026-03-01", "--scanned")
    assert done.exit_code == 1
    assert "[not-scanned]" in done.output


def test_a_scan_that_breaks_a_small_rule_of_the_format_is_recorded(
    workspace: Path, tmp_path: Path
) -> None:
    file = tmp_path / "scan.pdf"
    sloppy = forged.scan().replace(b"0000000000 65535 f", b"0000000000 65536 f")
    assert sloppy != forged.scan()
    file.write_bytes(sloppy)
    done = run(workspace, "signed", "Exempelby", str(file), "--on", "2026-03-01", "--scanned")
    assert done.exit_code == 0, done.output
    record = entry(load(workspace), "exempelby").record.signed
    assert record is not None
    assert record.sha256 == hashlib.sha256(sloppy).hexdigest()


def test_a_day_to_come_and_what_is_replaced_are_told(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1775001600")  # 2026-04-01
    file = tmp_path / "scan.pdf"
    file.write_bytes(forged.scan())
    call = ("signed", "Exempelby", str(file), "--scanned", "--on")
    assert "2036-03-01 has not come yet" in run(workspace, *call, "2036-03-01").stderr
    again = run(workspace, *call, "2026-03-01").stderr
    assert "replaces what stood there: signed 2036-03-01" in again
    assert "has not come" not in again


def test_a_day_that_is_none_is_a_wrong_call(workspace: Path, tmp_path: Path) -> None:
    file = tmp_path / "scan.pdf"
    file.write_bytes(forged.scan())
    done = run(workspace, "signed", "Exempelby", str(file), "--on", "1 mars")
    assert done.exit_code == 2
    assert "write it as 2026-05-18" in done.output
