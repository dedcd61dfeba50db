"""`agreement-gen verify`: each finding on its line or as JSON, and the exit status."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from agreement_gen.signing.messages import READING_HOLDS
from tests.support import signing_samples as forged
from tests.support.cli import run_cli
from tests.support.signers import Authority, authority, sign, signer
from tests.support.signing_samples import built, finished_workspace

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return finished_workspace(tmp_path_factory.mktemp("cli") / "workspace")


@pytest.fixture(scope="module")
def root() -> Authority:
    return authority("Roten")


def test_each_finding_has_its_line(workspace: Path, tmp_path: Path) -> None:
    file = tmp_path / "file.pdf"
    file.write_bytes(built(workspace))
    done = run_cli("verify", file, root=workspace)
    assert done.output.splitlines() == [
        f"{file}: agreement of Exempelby, edition 2020-12-22",
        "  note: the file names no commit, so it is compared with the workspace on the disk",
        "  verified: what the file states of its origin is so",
        "  verified: the file is byte for byte the one that is built from the workspace",
        "  verified: the text is that of the workspace",
        "  verified: its 6 pages hold nothing beside the agreement",
        "  verified: the pages look as the program draws them",
        f"  verified: {READING_HOLDS()}",
        "  cannot be verified: no electronic signature in the file shows who agreed to it",
        "  verdict: proved: this is what was agreed",
    ]


def test_a_forgery_is_reported_beside_a_good_file(workspace: Path, tmp_path: Path) -> None:
    good, bad, none = tmp_path / "good.pdf", tmp_path / "bad.pdf", tmp_path / "none.pdf"
    good.write_bytes(built(workspace))
    bad.write_bytes(forged.with_page(built(workspace)))
    none.write_bytes(b"")
    done = run_cli("verify", good, bad, none, root=workspace, exit_code=1)
    assert f"{none}: error: the file is empty [empty-pdf]" in done.output
    assert "  FAILS: page 7 was added" in done.output
    assert done.output.count("verdict: proved: this is what was agreed") == 1
    assert done.output.count("verdict: fails: this is NOT what was agreed") == 1
    run_cli("verify", none, root=workspace, exit_code=1)


def test_a_program_gets_the_same_as_json(workspace: Path, root: Authority, tmp_path: Path) -> None:
    file, rot = tmp_path / "file.pdf", tmp_path / "rot.pem"
    file.write_bytes(sign(built(workspace, "fields"), signer(root, "Anna Ek"), "region"))
    rot.write_bytes(root.pem)
    done = run_cli("verify", file, "--trust", rot, "--format", "json", root=workspace)
    [row] = json.loads(done.stdout)
    assert (row["ok"], row["slug"], row["edition"]) == (True, "exempelby", "2020-12-22")
    assert row["verdict"] == "proved"
    [signature] = row["signatures"]
    assert signature["signer"] == "Anna Ek"
    assert signature["trusted"] is True
    assert signature["timestamp"] is None
    assert (signature["level"], signature["trusted_time"]) == ("B-B", None)
    assert signature["revocation"] == "not checked"
    states = {finding["state"] for finding in row["findings"]}
    assert states == {"holds", "unproved", "note"}


def test_what_is_no_certificate_is_refused(workspace: Path, tmp_path: Path) -> None:
    file, rot = tmp_path / "file.pdf", tmp_path / "rot.pem"
    file.write_bytes(built(workspace))
    rot.write_bytes(b"hej")
    done = run_cli("verify", file, "--trust", rot, root=workspace, exit_code=1)
    assert "[bad-certificate]" in done.output


def test_what_cannot_be_proved_has_an_exit_status_of_its_own(
    workspace: Path, tmp_path: Path
) -> None:
    covered, scan, bad = tmp_path / "covered.pdf", tmp_path / "scan.pdf", tmp_path / "bad.pdf"
    covered.write_bytes(forged.with_rectangle(built(workspace)))
    scan.write_bytes(forged.scan())
    bad.write_bytes(b"")
    done = run_cli("verify", covered, scan, "--format", "json", root=workspace, exit_code=3)
    rows = json.loads(done.stdout)
    assert [(row["file"], row["verdict"], row["ok"]) for row in rows] == [
        (str(covered), "unproved", False),
        (str(scan), "unproved", False),
    ]
    [problem] = rows[1]["problems"]
    assert problem["code"] == "no-text"
    assert "--scanned" in problem["hint"]
    done = run_cli("verify", scan, bad, "--format", "json", root=workspace, exit_code=1)
    assert [row["verdict"] for row in json.loads(done.stdout)] == ["unproved", "fails"]
