"""The signed state is written into the municipality's file and nothing else there changes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from agreement_gen.signing.record import record_signed
from tests.support.signing_samples import FILE, finished_workspace
from tests.support.workspaces import entry, load

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

DAY = dt.date(2026, 3, 1)
EDITION = dt.date(2020, 12, 22)
SHA = "0123456789" * 6 + "abcd"
TEXT = "abcd" + "0123456789" * 6
COMMIT = "1" * 40
LINE = (
    f'signed: {{date: 2026-03-01, edition: 2020-12-22, sha256: "{SHA}", '
    f'text: "{TEXT}", commit: "{COMMIT}"}}'
).encode()


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return finished_workspace(tmp_path / "workspace")


def recorded(workspace: Path, commit: str | None = COMMIT) -> bytes:
    one = entry(load(workspace), "exempelby")
    return record_signed(one, on=DAY, edition=EDITION, sha256=SHA, text=TEXT, commit=commit)


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


def test_what_was_signed_before_is_replaced_where_it_is(workspace: Path) -> None:
    path = workspace / FILE
    before = path.read_bytes()
    old = (
        b"signed:\n  # enligt arkivet\n  date: 2021-09-01\n  edition: 2018-01-01\n"
        b"  sha256: '" + b"f" * 64 + b"'\n"
    )
    path.write_bytes(old + before)
    new = (
        b"signed:\n  # enligt arkivet\n  date: 2026-03-01\n  edition: 2020-12-22\n"
        b"  sha256: '" + SHA.encode() + b"'\n" + b'  text: "' + TEXT.encode() + b'"\n'
    )
    assert recorded(workspace, None) == new + before
    assert recorded(workspace) == new + b'  commit: "' + COMMIT.encode() + b'"\n' + before


def test_a_commit_that_is_not_known_any_more_is_removed(workspace: Path) -> None:
    path = workspace / FILE
    before = path.read_bytes()
    path.write_bytes(before + LINE + b"\n")
    without = LINE.replace(f', commit: "{COMMIT}"'.encode(), b"")
    assert recorded(workspace, None) == before + without + b"\n"
