"""`agreement-gen redline`: verified files with author and date, or none; a PDF as the old state."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from agreement_gen.build.compose import compose
from agreement_gen.document.tree import fold, lines
from agreement_gen.formats.docx.reader import docx_lines
from agreement_gen.signing.reading import Contents, contents
from tests.support.cli import run_cli
from tests.support.peers import verapdf
from tests.support.repositories import AUTHOR, commit, git
from tests.support.workspaces import edit, entry, load, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.document.tree import Document

ALBY = "municipalities/alby.yaml"
FAMILY = "templates/samverkan/family.yaml"
CLAUSES = "templates/samverkan/clauses"
STEM = "samverkansplan-alby-andringar"

pytestmark = pytest.mark.peer


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A workspace with one commit, and changes of every kind that are not committed."""
    root = small_workspace(tmp_path / "arbete")
    commit(root, "first")
    edit(
        root, ALBY, {"Tio ledare": "Elva *ledare*", "    - Norra hallen\n": "    - Ny\n    - Bad\n"}
    )
    edit(root, "municipalities/osby-a.yaml", {"leaders:": "leaders: En ledare, två dagar."})
    edit(root, FAMILY, {"[mal, atagande, underskrift]": "[tvist, atagande, mal, underskrift]"})
    edit(root, FAMILY, {"term_months: 36": "term_months: 24"})
    tvist = "# Tvist\n\nTvister avgörs\n\n1. lokalt\n2. av Rådet.\n"
    (root / CLAUSES / "tvist.md.j2").write_text(tvist, encoding="utf-8")
    return root


def folder(repository: Path) -> Path:
    return repository / "output" / "redline"


def word_text(repository: Path, view: str) -> str:
    """The text of Alby's Word file with all changes accepted or rejected."""
    data = (folder(repository) / f"{STEM}.docx").read_bytes()
    return "".join(docx_lines(data, view=view))  # type: ignore[arg-type]


def documents(root: Path) -> tuple[Document, Document]:
    """Alby's agreement at the last commit and on the disk."""
    old_root = root.parent / "old"
    git(root, "worktree", "add", "--quiet", "--detach", str(old_root), "HEAD")
    found = [load(folder) for folder in (old_root, root)]
    old, new = (compose(workspace, entry(workspace, "alby")).document for workspace in found)
    return old, new


def test_verified_files_are_written_with_the_commit_s_author(repository: Path) -> None:
    old, new = documents(repository)
    commit(repository, "second")
    states = ("--from", "HEAD~1", "--to", "HEAD")
    run_cli("redline", "Alby", *states, "--to-format", "docx,pdf,html", root=repository)
    names = sorted(path.name for path in folder(repository).iterdir())
    assert names == [f"{STEM}.{ending}" for ending in ("docx", "html", "pdf")]
    assert fold(word_text(repository, "accepted")) == fold("".join(lines(new)))
    assert fold(word_text(repository, "rejected")) == fold("".join(lines(old)))
    with ZipFile(folder(repository) / f"{STEM}.docx") as package:
        body = package.read("word/document.xml").decode("utf-8")
    made = set(re.findall(r'<w:(?:ins|del) [^>]*w:author="([^"]*)" w:date="([^"]*)"', body))
    # A moved text has a name of its own, because LibreOffice takes it for a move of its own else.
    assert made == {(each, "2026-03-04T09:00:00Z") for each in (AUTHOR, f"{AUTHOR} ↔")}


def test_uncommitted_changes_carry_the_region_s_name(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767312000")
    call = ("redline", "Alby", "--from", "HEAD", "--to-format", "docx")
    run_cli(*call, root=repository)
    path = folder(repository) / f"{STEM}.docx"
    first = path.read_bytes()
    with ZipFile(path) as package:
        body = package.read("word/document.xml")
    assert b'w:author="Region Testmark" w:date="2026-01-02T' in body
    run_cli(*call, root=repository)
    assert path.read_bytes() == first


def test_an_agreement_without_a_change_gets_no_file(repository: Path) -> None:
    git(repository, "stash", "--quiet", "--include-untracked")
    edit(repository, "municipalities/osby-a.yaml", {"title: Fritidschef": "title: Chef"})
    result = run_cli("redline", "--from", "HEAD", "--to-format", "html", root=repository)
    assert "Alby: no change" in result.output
    names = [path.name for path in folder(repository).iterdir()]
    assert names == ["samverkansplan-osby-a-andringar.html"]


def test_a_file_that_is_not_verified_stops_all_of_them(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetful(data: bytes, *, view: str) -> list[str]:
        found = docx_lines(data, view=view)  # type: ignore[arg-type]
        return [line for line in found if "Elva" not in line]

    monkeypatch.setattr("agreement_gen.formats.docx.reader.docx_lines", forgetful)
    output = run_cli("redline", "--from", "HEAD", root=repository, exit_code=1).output
    assert "[unverified-redline]" in output
    assert "clause 2 (Åtagande)" in output
    assert not (repository / "output").exists()


@pytest.mark.usefixtures("any_style")
def test_what_the_renderer_refuses_is_reported_as_that(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The check of the style sheet refuses it first.
    monkeypatch.setattr("agreement_gen.checks.rules.style_problems", lambda *_: ())
    style = repository / "templates/samverkan/agreement.css"
    style.write_text(style.read_text(encoding="utf-8") + "\np { colour: red }", encoding="utf-8")
    words = ("redline", "Alby", "--from", "HEAD", "--to-format", "pdf")
    output = run_cli(*words, root=repository, exit_code=1).output
    assert "colour" in output
    assert "[redline-render]" in output
    assert "[unverified-redline]" not in output
    assert not (repository / "output").exists()


def test_a_fault_in_the_old_state_is_reported_with_its_revision(repository: Path) -> None:
    edit(repository, f"{CLAUSES}/mal.md.j2", {"terms.term_months": "terms.nothing"})
    commit(repository, "broken")
    edit(repository, f"{CLAUSES}/mal.md.j2", {"terms.nothing": "terms.term_months"})
    output = run_cli("redline", "--from", "HEAD", root=repository, exit_code=1).output
    assert f"HEAD: {CLAUSES}/mal.md.j2" in output


def built_pdf(root: Path) -> Path:
    run_cli("build", "Alby", "--to", "pdf", "--embed-source", "--force", root=root)
    return root / "output" / "samverkansplan-alby.pdf"


def held_by(pdf: Path) -> Contents:
    return contents(pdf.read_bytes(), pdf.name)


def test_a_pdf_with_its_source_is_compared_with_its_own_commit(repository: Path) -> None:
    first = commit(repository, "second")
    pdf = built_pdf(repository)
    held = held_by(pdf)
    assert [name for name, _ in held.attachments] == ["alby.yaml"]
    assert held.facts["commit"] == first
    edit(repository, f"{CLAUSES}/mal.md.j2", {"och följer": "och bygger på"})
    commit(repository, "third")
    result = run_cli("redline", "--from", pdf, "--to-format", "docx", root=repository)
    assert f"was built from commit {first[:12]}" in result.stderr
    assert "och följer" in word_text(repository, "rejected")
    assert "och bygger på" in word_text(repository, "accepted")


def test_a_pdf_of_an_unknown_commit_is_composed_with_the_present_standard(
    repository: Path,
) -> None:
    pdf = built_pdf(repository)  # not committed, so that the file names no commit
    assert "commit" not in held_by(pdf).facts
    edit(repository, ALBY, {"Elva": "Tolv"})
    edit(repository, f"{CLAUSES}/mal.md.j2", {"och följer": "och bygger på"})
    result = run_cli("redline", "--from", pdf, "--to-format", "docx", root=repository)
    assert "composed with the present standard" in result.stderr
    rejected = word_text(repository, "rejected")
    assert "Elva" in rejected
    assert "och bygger på" in rejected


def test_a_pdf_is_the_agreement_of_one_municipality_alone(repository: Path) -> None:
    call = ("redline", "Ösby Å", "--from", built_pdf(repository))
    result = run_cli(*call, root=repository, exit_code=2)
    assert "samverkansplan-alby.pdf is the agreement of alby alone" in result.stderr


def test_a_pdf_without_a_source_or_no_pdf_is_refused(repository: Path) -> None:
    run_cli("build", "Alby", "--to", "pdf", root=repository)
    plain = repository / "output" / "samverkansplan-alby.pdf"
    output = run_cli("redline", "--from", plain, root=repository, exit_code=1).output
    assert "--embed-source" in output
    broken = repository / "broken.pdf"
    broken.write_bytes(b"nothing")
    output = run_cli("redline", "--from", broken, root=repository, exit_code=1).output
    assert "[not-pdf]" in output


def test_a_pdf_redline_is_valid_pdf_a_and_pdf_ua(repository: Path) -> None:
    run_cli("redline", "--from", "HEAD", "--to-format", "pdf", root=repository)
    paths = sorted(folder(repository).glob("*.pdf"))
    assert len(paths) == 2
    assert verapdf(paths, "2a", "ua1") == {path: [] for path in paths}
