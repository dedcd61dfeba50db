"""`verify` says each thing on its line or as JSON, and ends with 1 when something is wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

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


def test_each_thing_is_said_on_its_line(workspace: Path, tmp_path: Path) -> None:
    file = tmp_path / "file.pdf"
    file.write_bytes(built(workspace))
    done = run_cli("verify", file, root=workspace)
    assert done.output.splitlines() == [
        f"{file}: agreement of Exempelby, edition 2020-12-22",
        "  note: the file names no commit, so it is compared with the workspace as it stands",
        "  proved: what the file says of its origin is so",
        "  proved: byte for byte the file that is built from the workspace",
        "  proved: the text is that of the workspace",
        "  proved: its 6 pages hold nothing beside the agreement",
        "  proved: the pages look as the program draws them",
        "  cannot be proved: who agreed to it: no electronic signature in it",
        "  verdict: nothing speaks against it",
    ]


def test_a_forgery_ends_with_one_beside_a_good_file(workspace: Path, tmp_path: Path) -> None:
    good, bad, none = tmp_path / "good.pdf", tmp_path / "bad.pdf", tmp_path / "none.pdf"
    good.write_bytes(built(workspace))
    bad.write_bytes(forged.with_page(built(workspace)))
    none.write_bytes(b"")
    done = run_cli("verify", good, bad, none, root=workspace, exit_code=1)
    assert f"{none}: error: the file is empty [empty-file]" in done.output
    assert "  FAILS: page 7 was added" in done.output
    assert done.output.count("verdict: nothing speaks against it") == 1
    assert done.output.count("verdict: this is NOT what was agreed") == 1
    run_cli("verify", none, root=workspace, exit_code=1)


def test_a_program_gets_the_same_as_json(workspace: Path, root: Authority, tmp_path: Path) -> None:
    file, rot = tmp_path / "file.pdf", tmp_path / "rot.pem"
    file.write_bytes(sign(built(workspace, "fields"), signer(root, "Anna Ek"), "region"))
    rot.write_bytes(root.pem)
    done = run_cli("verify", file, "--trust", rot, "--format", "json", root=workspace)
    [row] = json.loads(done.stdout)
    assert (row["ok"], row["slug"], row["edition"]) == (True, "exempelby", "2020-12-22")
    [signature] = row["signatures"]
    assert signature["signer"] == "Anna Ek"
    assert signature["trusted"] is True
    assert signature["timestamp"] is None
    states = {finding["state"] for finding in row["findings"]}
    assert states == {"holds", "unproved", "note"}


def test_what_is_no_certificate_ends_with_one(workspace: Path, tmp_path: Path) -> None:
    file, rot = tmp_path / "file.pdf", tmp_path / "rot.pem"
    file.write_bytes(built(workspace))
    rot.write_bytes(b"hej")
    done = run_cli("verify", file, "--trust", rot, root=workspace, exit_code=1)
    assert "[bad-certificate]" in done.output
