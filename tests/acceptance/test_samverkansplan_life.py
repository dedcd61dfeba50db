"""Two families in one workspace, from build to revision, with the programs that others use."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import TYPE_CHECKING

import pytest

from agreement_gen.checks.rules import check
from agreement_gen.lifecycle.register import register
from tests.support.cli import run_cli
from tests.support.peers import ooxml_errors, verapdf
from tests.support.repositories import commit, git
from tests.support.signers import authority, sign, signer
from tests.support.workspaces import REPOSITORY, edit, entry, load

if TYPE_CHECKING:
    from pathlib import Path

SIGNED_AT = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)
EXAMPLE = REPOSITORY / "examples" / "samverkansplan"
FAMILY = "templates/samverkansplan/family.yaml"
PROVBY = "municipalities/provby.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "planer"
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("output"))
    git(root, "init", "--quiet")
    commit(root, "Begin")
    return root


@pytest.mark.peer
@pytest.mark.slow
def test_both_families_live_from_build_to_revision(root: Path) -> None:
    files = built_and_valid(root)
    signed_and_verified(root, files["samverkansplan-provby"])
    changed_and_compared(root)
    revised(root)


def built_and_valid(root: Path) -> dict[str, Path]:
    """Both are built, and other programs find them accessible, archivable and valid."""
    run_cli("build", "--to", "pdf,docx", "--signing", "fields", root=root)
    pdfs = sorted((root / "output").glob("*.pdf"))
    assert len(pdfs) == 3
    assert {path.name: found for path, found in verapdf(pdfs, "2a", "ua1").items() if found} == {}
    words = sorted((root / "output").glob("*.docx"))
    assert {path.name: found for path, found in ooxml_errors(words).items() if found} == {}
    return {path.stem: path for path in pdfs}


def signed_and_verified(root: Path, pdf: Path) -> None:
    """Four persons sign for three parties, in a field each; the file is verified and recorded."""
    issuer = authority("Roten")
    data = pdf.read_bytes()
    pem = root.parent / "rot.pem"
    pem.write_bytes(issuer.pem)
    half = root.parent / "half.pdf"
    for number, field in enumerate(("region", "municipality", "forbund", "forbund:2")):
        if field == "forbund:2":
            half.write_bytes(data)
        data = sign(data, signer(issuer, f"Namn {number}"), field, moment=SIGNED_AT)
    whole = root.parent / "whole.pdf"
    whole.write_bytes(data)
    trust = ("--trust", pem, "--accept", "Provet har ingen egen klocka")
    run_cli("signed", "provby", half, "--on", "2026-12-01", root=root, exit_code=1)
    verified = run_cli("verify", whole, "--trust", pem, root=root).stdout
    assert "verified" in verified
    run_cli("signed", "provby", whole, "--on", "2026-12-01", *trust, root=root)
    record = entry(load(root), "provby").record
    assert record.signed is not None
    assert check(load(root)) == ()
    commit(root, "Sign")
    states = run_cli("status", "--on", "2027-02-15", "--agreement", "samverkansplan", root=root)
    assert "signed" in states.stdout or "in force" in states.stdout


def changed_and_compared(root: Path) -> None:
    """A changed row is reported by its cell, and shown by a verified redline."""
    edit(root, PROVBY, {"due: 2027-05-31, participants: 200": "due: 2027-06-15, participants: 250"})
    edit(root, PROVBY, {"  meetings: 4": "  meetings: 5"})
    report = run_cli("diff", "--agreement", "samverkansplan", root=root).stdout
    for line in (
        "Antal möten: 4 → 5",
        "Handlingsplan · Prova på-dagar i simhallen · Klart: 2027-05-31 → 2027-06-15",
        "Handlingsplan · Prova på-dagar i simhallen · Deltagare: 200 → 250",
    ):
        assert line in report
    assert "rehabbad" not in report
    done = run_cli("redline", "provby", "--from", "HEAD", "--to-format", "docx,pdf,html", root=root)
    assert "verified" in done.stdout
    made = sorted((root / "output/redline").glob("*.docx"))
    assert all(found == [] for found in ooxml_errors(made).values())
    git(root, "checkout", "--quiet", "--", ".")


def revised(root: Path) -> None:
    """A new edition of one family leaves the other as it is; both are in the register."""
    edit(root, FAMILY, {"edition: 2026-10-01": "edition: 2027-10-01"})
    before = (root / "municipalities/provby-rehabbad.yaml").read_bytes()
    days = ("--from", "2028-01-01", "--to", "2028-12-31")
    family = ("--agreement", "samverkansplan")
    run_cli("revise", "--edition", "2027-10-01", *days, *family, root=root)
    record = entry(load(root), "provby").record
    assert str(record.edition) == "2027-10-01"
    assert record.signed is None
    assert record.history[0].signed is not None
    assert record.fields["meetings"] == "4"
    assert (root / "municipalities/provby-rehabbad.yaml").read_bytes() == before
    workspace = load(root)
    # The decisions are those of the edition before, and each is to be looked at.
    assert {str(found.code) for found in check(workspace)} == {"decided-before-edition"}
    on = record.edition
    assert len(register(workspace, workspace.entries, on)) == 3
    only = run_cli("register", "--format", "csv", "--agreement", "rehabbad", root=root).stdout
    assert len(only.splitlines()) == 2
    assert "KFN 2026-0231" in only
    assert "Testvik" not in only
