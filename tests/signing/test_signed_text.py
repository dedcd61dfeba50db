"""What is signed cannot change in silence: its words are kept and compared."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.support import signing_samples as forged
from tests.support.cli import run_cli
from tests.support.signers import authority, sign, signer
from tests.support.workspaces import edit, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

ALBY = "municipalities/alby.yaml"
OSBY = "municipalities/osby-a.yaml"
MONEY = "templates/samverkan/funding.yaml"
TEXT = "signed/alby-2024-01-15.txt"
CHANGES = {
    "a local text": ({ALBY: {"leaders: Tio": "leaders: Elva"}}, "Tio", "Elva"),
    "another's amount in the table": (
        {
            OSBY: {"annual_amount_sek: 100000": "annual_amount_sek: 90000"},
            MONEY: {
                "published: {annual_amount_sek: 100000": "published: {annual_amount_sek: 90000",
                "published: {annual_amount_sek: 300000": "published: {annual_amount_sek: 290000",
                "set_aside_sek: 300000": "set_aside_sek: 290000",
            },
        },
        "100 000",
        "90 000",
    ),
    "the term": (
        {"templates/samverkan/family.yaml": {"term_months: 36": "term_months: 24"}},
        "36",
        "24",
    ),
    "a clause": (
        {"templates/samverkan/clauses/mal.md.j2": {"# ": "# Ändrat "}},
        "",
        "Ändrat",
    ),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which the agreement of Alby is recorded as signed."""
    root = small_workspace(tmp_path_factory.mktemp("signed") / "workspace")
    pdf = root.parent / "signed.pdf"
    data = forged.built(root, "service", slug="alby", commit=None)
    pdf.write_bytes(sign(data, signer(authority("Okänd"), "Anna Ek"), "Signature1"))
    odd = ("--accept", "Ett prov")
    run_cli("signed", "Alby", pdf, "--on", "2024-05-18", *odd, root=root)
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "workspace")


def test_the_words_are_kept_with_the_rules_by_which_they_are_written(root: Path) -> None:
    kept = (root / TEXT).read_text(encoding="utf-8").splitlines()
    assert kept[0] == "Undertecknad text, regler 1"
    assert "Alby kommun" in " ".join(kept)
    assert "200 000" in " ".join(kept).replace("\u00a0", " ")
    run_cli("check", root=root)
    run_cli("build", "Alby", "--final", "--to", "txt", "--jobs", "1", root=root)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_named_and_holds_up_that_agreement(root: Path, change: str) -> None:
    files, was, now = CHANGES[change]
    for path, changes in files.items():
        for old, new in changes.items():
            text = (root / path).read_text(encoding="utf-8")
            assert old in text
            (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    shown = run_cli("check", root=root, exit_code=1).stderr.replace("\u00a0", " ")
    assert f"{ALBY}:" in shown
    assert "[signed-text-changed]" in shown
    assert "signed on 2024-05-18" in shown
    assert was in shown
    assert now in shown
    refused = run_cli("build", "--final", "--to", "txt", "--jobs", "1", root=root, exit_code=1)
    assert "signed-text-changed" in refused.stderr
    assert "the text that was signed" in run_cli("status", "--on", "2024-06-01", root=root).stdout
    run_cli("check", "Ösby Å", root=root)
    run_cli("build", "Ösby Å", "--to", "txt", "--jobs", "1", root=root)


def test_no_amount_that_nobody_signed_is_invoiced(root: Path) -> None:
    with (root / ALBY).open("a", encoding="utf-8") as file:
        file.write("\nposts: [{starts: 2024-06-01, degree_percent: 30}]\n")
    paid = run_cli("invoice", "2024", "Alby", "--to", "csv", root=root).stdout
    assert "Alby" in paid
    edit(root, ALBY, {"leaders: Tio": "leaders: Elva"})
    refused = run_cli("invoice", "2024", "Alby", "--to", "csv", root=root, exit_code=1)
    assert "[signed-text-changed]" in refused.stderr
    run_cli("invoice", "2024", "Alby", "--to", "csv", "--preliminary", root=root)


def test_what_is_undone_is_no_change(root: Path) -> None:
    edit(root, ALBY, {"leaders: Tio": "leaders: Elva"})
    assert "[signed-text-changed]" in run_cli("check", root=root, exit_code=1).stderr
    edit(root, ALBY, {"leaders: Elva": "leaders: Tio"})
    assert "signed-text" not in run_cli("check", root=root, exit_code=0).stderr


def test_a_text_that_is_lost_or_altered_is_reported(root: Path) -> None:
    text = (root / TEXT).read_bytes()
    (root / TEXT).write_bytes(text.replace(b"\n", b"\r\n"))
    run_cli("check", root=root)  # a checkout with the line ends of Windows
    (root / TEXT).write_bytes(text.replace(b"200", b"300"))
    assert "[signed-text-altered]" in run_cli("check", root=root, exit_code=1).stderr
    (root / TEXT).unlink()
    assert "[signed-text-lost]" in run_cli("check", root=root, exit_code=1).stderr


def test_another_way_of_signing_is_no_other_text(root: Path) -> None:
    region = root / "region.yaml"
    text = region.read_text(encoding="utf-8")
    for profile in ("paper", "fields", "service"):
        lines = [line for line in text.splitlines() if not line.startswith("signing:")]
        region.write_text("\n".join([*lines, f"signing: {profile}", ""]), encoding="utf-8")
        assert "signed-text" not in run_cli("check", root=root, exit_code=0).stderr
