"""`agreement-gen signed` records what was signed, and changes nothing else."""

from __future__ import annotations

import datetime as dt
import hashlib
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest
from click.testing import CliRunner, Result

from agreement_gen.build.build import Options, build
from agreement_gen.build.provenance import commits
from agreement_gen.cli import group
from tests.support.repositories import commit
from tests.support.signers import authority, sign, signer
from tests.support.workspaces import edit, entry, load, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.workspace.model import SigningProfile

FILE = "municipalities/alby.yaml"
AUTHORITY = authority("Provutfärdaren")
ANNA = signer(AUTHORITY, "Anna Exempel")


def built(root: Path, profile: SigningProfile = "service", slug: str = "alby") -> bytes:
    workspace = load(root)
    options = Options(formats=("pdf",), jobs=1, force=True, signing=profile)
    output = root.parent / f"output-{root.name}"
    build(workspace, [entry(workspace, slug)], output, options, commits(root, workspace))
    [pdf] = output.glob(f"*-{slug}.pdf")
    return pdf.read_bytes()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_workspace(tmp_path / "workspace")


def record(root: Path, data: bytes, *options: str, name: str = "Alby") -> Result:
    pdf = root.parent / "signed.pdf"
    pdf.write_bytes(data)
    arguments = ["-C", str(root), "signed", name, str(pdf), "--on", "2026-05-18", *options]
    return CliRunner().invoke(group, arguments)


def scan() -> bytes:
    """A page without any text, as a scanner makes it."""
    out = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out)
    return out.getvalue()


def state(digest: str, commit_id: str | None = None) -> str:
    commit_part = "" if commit_id is None else f', commit: "{commit_id}"'
    return f'signed: {{date: 2026-05-18, edition: 2024-01-15, sha256: "{digest}"{commit_part}}}'


@pytest.mark.parametrize(
    ("start", "end"), [("", "\n"), ("\ufeff", "\r\n")], ids=["plain", "marked, from Windows"]
)
def test_one_line_is_added_and_every_other_byte_stays(root: Path, start: str, end: str) -> None:
    text = (root / FILE).read_text(encoding="utf-8") + "# Ring Alby i maj.\n"
    before = (start + text.replace("\n", end)).encode()
    (root / FILE).write_bytes(before)
    data = sign(built(root), ANNA, "Signature1")
    result = record(root, data)
    assert result.exit_code == 0, result.output
    after = (root / FILE).read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    line = (state(digest) + end).encode()
    assert after.count(line) == 1
    assert after.replace(line, b"") == before
    recorded = entry(load(root), "alby").record.signed
    assert recorded is not None
    assert (recorded.date, recorded.sha256) == (dt.date(2026, 5, 18), digest)


def test_what_was_recorded_is_replaced(root: Path) -> None:
    old = 'signed: {date: 2020-01-01, edition: 2020-01-01, sha256: "%s"}  # den förra\n' % (
        "0" * 64
    )
    with (root / FILE).open("a", encoding="utf-8") as file:
        file.write(old)
    before = (root / FILE).read_text(encoding="utf-8")
    data = sign(built(root), ANNA, "Signature1")
    assert record(root, data).exit_code == 0
    new = f"{state(hashlib.sha256(data).hexdigest())}  # den förra\n"
    assert (root / FILE).read_text(encoding="utf-8") == before.replace(old, new)
    again = record(root, data)
    assert "already says so" in again.output
    assert (root / FILE).read_text(encoding="utf-8") == before.replace(old, new)


@pytest.mark.peer
def test_the_commit_that_the_file_was_built_of_is_recorded(root: Path) -> None:
    made_of = commit(root)
    data = built(root)
    assert record(root, data).exit_code == 0
    recorded = entry(load(root), "alby").record.signed
    assert recorded is not None
    assert recorded.commit == made_of


def refused(root: Path, data: bytes, *options: str, name: str = "Alby") -> str:
    before = {path: path.read_bytes() for path in (root / "municipalities").iterdir()}
    result = record(root, data, *options, name=name)
    assert result.exit_code == 1, result.output
    assert {path: path.read_bytes() for path in (root / "municipalities").iterdir()} == before
    return result.output


def test_another_text_is_refused_with_its_clause(root: Path) -> None:
    data = built(root)
    edit(root, FILE, {"Tio ledare": "Elva ledare"})
    assert "clause 2 (Åtagande)" in refused(root, data)


def test_the_agreement_of_another_municipality_is_refused(root: Path) -> None:
    edit(
        root,
        "municipalities/osby-a.yaml",
        {
            "  halls:\n  leaders:": "  halls: En hall.\n  leaders: Två ledare.",
            "steering_group: []": "steering_group:\n  - {role: kommun, seat: Kontoret}",
        },
    )
    data = built(root)
    said = refused(root, data, name="Ösby Å")
    assert "the agreement of Alby" in said


def test_a_draft_is_refused(root: Path) -> None:
    assert "draft" in refused(root, built(root, slug="osby-a"), name="Ösby Å")
    assert "missing-local-text" in refused(root, scan(), "--scanned", name="Ösby Å")


def test_a_file_that_not_all_have_signed_is_refused(root: Path) -> None:
    said = refused(root, sign(built(root, "fields"), ANNA, "region"))
    assert "nobody has signed in the field «municipality»" in said
    assert "«forbund»" in said
    assert "«region»: nobody" not in said


def test_a_file_changed_after_signing_is_refused(root: Path) -> None:
    data = sign(built(root), ANNA, "Signature1")
    assert "cut off" in refused(root, data[:-10])
    changed = data.replace(b"%PDF-1.7", b"%PDF-1.6", 1)
    assert changed != data
    assert "broken" in refused(root, changed)


def test_a_scan_is_recorded_only_when_a_person_vouches_for_it(root: Path) -> None:
    assert "--scanned" in refused(root, scan())
    result = record(root, scan(), "--scanned")
    assert result.exit_code == 0, result.output
    assert "text not proved" in result.output
    recorded = entry(load(root), "alby").record.signed
    assert recorded is not None
    assert recorded.sha256 == hashlib.sha256(scan()).hexdigest()
    assert recorded.commit is None


def test_a_built_file_does_not_pass_as_a_scan(root: Path) -> None:
    assert "built, not scanned" in refused(root, built(root), "--scanned")


def test_what_cannot_be_proved_is_said(root: Path) -> None:
    result = record(root, built(root))
    assert "cannot be proved: who agreed to it: no electronic signature in it" in result.output
