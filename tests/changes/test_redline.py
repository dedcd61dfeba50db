"""A redline holds both texts: said of the tree, of the written file, and by LibreOffice."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings

from agreement_gen.build.compose import compose
from agreement_gen.changes import messages
from agreement_gen.changes.redline import docx_faults, html_faults, tree_faults
from agreement_gen.cli import group
from agreement_gen.document.diff import accept, redline, reject
from agreement_gen.document.tree import Paragraph, fold, lines
from agreement_gen.formats.docx.reader import docx_lines
from agreement_gen.formats.html import write_html
from agreement_gen.signing.reading import Contents, contents
from tests.support.docx_samples import written
from tests.support.peers import lack, ooxml_errors, require, run, verapdf
from tests.support.printable import _printable
from tests.support.repositories import AUTHOR, commit, git
from tests.support.sample_documents import draft_document, final_document
from tests.support.sample_redline import changed_document
from tests.support.strategies import edited_documents, examples
from tests.support.workspaces import edit, entry, load, small_workspace

if TYPE_CHECKING:
    from agreement_gen.document.tree import Document

ALBY = "municipalities/alby.yaml"
FAMILY = "templates/samverkan/family.yaml"
CLAUSES = "templates/samverkan/clauses"
SETTLE = Path(__file__).parent.parent / "uno" / "settle_changes.py"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A workspace in git whose present files differ from its first commit in many ways."""
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


def call(root: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(group, ["-C", str(root), *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, result.output


def documents(root: Path, slug: str) -> tuple[Document, Document]:
    """The agreement at the last commit and as it stands on the disk."""
    old_root = root.parent / "old"
    git(root, "worktree", "add", "--quiet", "--detach", str(old_root), "HEAD")
    found = [load(folder) for folder in (old_root, root)]
    old, new = (compose(workspace, entry(workspace, slug)).document for workspace in found)
    return old, new


@settings(
    max_examples=examples(40),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(edited_documents())
def test_any_pair_is_proved_from_the_word_file_or_refused(pair: tuple[Document, Document]) -> None:
    old, new = map(_printable, pair)
    merged = redline(old, new)
    assert tree_faults(merged, old, new) == ()
    try:
        data = written(merged)
    except ValueError:
        return  # tables with too many cells in a row, and the like, are not written at all
    assert docx_faults(data, old, new) == ()
    assert html_faults(write_html(merged, ""), merged) == ()


def test_a_word_file_of_another_text_is_not_proved() -> None:
    old, new = final_document(), draft_document()
    data = written(redline(old, new))
    assert docx_faults(data, old, new) == ()
    clause = new.clauses[1]
    other = replace(clause, blocks=(*clause.blocks, Paragraph(clause.title)))
    changed = replace(new, clauses=(new.clauses[0], other, *new.clauses[2:]))
    (fault,) = docx_faults(data, old, changed)
    assert str(fault).startswith("accepted, clause ")
    (fault,) = docx_faults(data, changed, new)
    assert str(fault).startswith("rejected, clause ")
    assert docx_faults(written(new), old, new) != ()


def test_a_tree_or_page_of_another_text_is_not_proved() -> None:
    old, new = final_document(), draft_document()
    merged = redline(old, new)
    assert tree_faults(merged, old, new) == ()
    assert [fault.template for fault in tree_faults(merged, new, old)] == [
        messages.ACCEPTED_DIFFERS,
        messages.REJECTED_DIFFERS,
    ]
    page = write_html(merged, "")
    assert html_faults(page, merged) == ()
    assert html_faults(page.replace("<ins>", "<b>").replace("</ins>", "</b>"), merged) != ()


@pytest.mark.peer
def test_the_command_writes_proved_files_with_the_commit_s_author(repository: Path) -> None:
    old, new = documents(repository, "alby")
    commit(repository, "second")
    status, output = call(
        repository, "redline", "Alby", "--from", "HEAD~1", "--to", "HEAD",
        "--to-format", "docx,pdf,html",
    )  # fmt: skip
    assert status == 0, output
    folder = repository / "output" / "redline"
    names = sorted(path.name for path in folder.iterdir())
    stem = "samverkansplan-alby-andringar"
    assert names == [f"{stem}.{ending}" for ending in ("docx", "html", "pdf")]
    word = (folder / f"{stem}.docx").read_bytes()
    assert fold("".join(docx_lines(word, view="accepted"))) == fold("".join(lines(new)))
    assert fold("".join(docx_lines(word, view="rejected"))) == fold("".join(lines(old)))
    with ZipFile(folder / f"{stem}.docx") as package:
        body = package.read("word/document.xml").decode("utf-8")
    made = set(re.findall(r'<w:(?:ins|del) [^>]*w:author="([^"]*)" w:date="([^"]*)"', body))
    assert made == {(AUTHOR, "2026-03-04T09:00:00Z")}


@pytest.mark.peer
def test_uncommitted_changes_carry_the_region_s_name(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767312000")
    status, _ = call(repository, "redline", "Alby", "--from", "HEAD", "--to-format", "docx")
    assert status == 0
    path = repository / "output" / "redline" / "samverkansplan-alby-andringar.docx"
    first = path.read_bytes()
    with ZipFile(path) as package:
        assert b'w:author="Region Testmark" w:date="2026-01-02T' in package.read(
            "word/document.xml"
        )
    call(repository, "redline", "Alby", "--from", "HEAD", "--to-format", "docx")
    assert path.read_bytes() == first


@pytest.mark.peer
def test_an_agreement_without_a_change_gets_no_file(repository: Path) -> None:
    git(repository, "stash", "--quiet", "--include-untracked")
    edit(repository, "municipalities/osby-a.yaml", {"title: Fritidschef": "title: Chef"})
    status, output = call(repository, "redline", "--from", "HEAD", "--to-format", "html")
    assert status == 0
    assert "Alby: no change" in output
    names = [path.name for path in (repository / "output" / "redline").iterdir()]
    assert names == ["samverkansplan-osby-a-andringar.html"]


@pytest.mark.peer
def test_a_file_that_is_not_proved_stops_all_of_them(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetful(data: bytes, *, view: str) -> list[str]:
        found = docx_lines(data, view=view)  # type: ignore[arg-type]
        return [line for line in found if "Elva" not in line]

    monkeypatch.setattr("agreement_gen.formats.docx.reader.docx_lines", forgetful)
    status, output = call(repository, "redline", "--from", "HEAD")
    assert status == 1
    assert "unverified-redline" in output
    assert "clause 2 (Åtagande)" in output
    assert not (repository / "output").exists()


@pytest.mark.peer
def test_a_fault_in_the_old_state_is_told_with_its_revision(repository: Path) -> None:
    edit(repository, f"{CLAUSES}/mal.md.j2", {"terms.term_months": "terms.nothing"})
    commit(repository, "broken")
    edit(repository, f"{CLAUSES}/mal.md.j2", {"terms.nothing": "terms.term_months"})
    status, output = call(repository, "redline", "--from", "HEAD")
    assert status == 1
    assert f"HEAD: {CLAUSES}/mal.md.j2" in output


def built_pdf(root: Path) -> Path:
    status, output = call(root, "build", "Alby", "--to", "pdf", "--embed-source", "--force")
    assert status == 0, output
    return root / "output" / "samverkansplan-alby.pdf"


def carried(pdf: Path) -> Contents:
    return contents(pdf.read_bytes(), pdf.name)


@pytest.mark.peer
def test_a_pdf_with_its_source_is_compared_with_its_own_commit(repository: Path) -> None:
    first = commit(repository, "second")
    pdf = built_pdf(repository)
    held = carried(pdf)
    assert [name for name, _ in held.attachments] == ["alby.yaml"]
    assert held.facts["commit"] == first
    edit(repository, f"{CLAUSES}/mal.md.j2", {"och följer": "och bygger på"})
    commit(repository, "third")
    status, output = call(repository, "redline", "--from", str(pdf), "--to-format", "docx")
    assert status == 0
    assert f"was built from commit {first[:12]}" in output
    word = repository / "output" / "redline" / "samverkansplan-alby-andringar.docx"
    assert "och följer" in "".join(docx_lines(word.read_bytes(), view="rejected"))
    assert "och bygger på" in "".join(docx_lines(word.read_bytes(), view="accepted"))


@pytest.mark.peer
def test_a_pdf_of_an_unknown_commit_is_composed_with_the_present_standard(
    repository: Path,
) -> None:
    pdf = built_pdf(repository)  # not committed, so that the file names no commit
    assert "commit" not in carried(pdf).facts
    edit(repository, ALBY, {"Elva": "Tolv"})
    edit(repository, f"{CLAUSES}/mal.md.j2", {"och följer": "och bygger på"})
    status, output = call(repository, "redline", "--from", str(pdf), "--to-format", "docx")
    assert status == 0
    assert "composed with the present standard" in output
    word = repository / "output" / "redline" / "samverkansplan-alby-andringar.docx"
    rejected = "".join(docx_lines(word.read_bytes(), view="rejected"))
    assert "Elva" in rejected
    assert "och bygger på" in rejected


@pytest.mark.peer
def test_a_pdf_without_a_source_or_no_pdf_is_refused(repository: Path) -> None:
    call(repository, "build", "Alby", "--to", "pdf")
    plain = repository / "output" / "samverkansplan-alby.pdf"
    status, output = call(repository, "redline", "--from", str(plain))
    assert status == 1
    assert "--embed-source" in output
    broken = repository / "broken.pdf"
    broken.write_bytes(b"nothing")
    status, output = call(repository, "redline", "--from", str(broken))
    assert status == 1
    assert "not-pdf" in output


def pairs() -> dict[str, tuple[Document, Document]]:
    """Pairs in which all kinds of nodes come, go, move and change."""
    full = changed_document()
    old, new = reject(full), accept(full)
    swapped = replace(old, clauses=tuple(reversed(old.clauses)))
    return {
        "every-node": (old, new),
        "moved": (old, accept(redline(old, swapped))),
        "filled-in": (draft_document(), final_document()),
        "emptied": (final_document(), draft_document()),
    }


def redlined(folder: Path) -> dict[Path, tuple[Document, Document]]:
    found = {}
    for name, (old, new) in pairs().items():
        path = folder / f"{name}.docx"
        path.write_bytes(written(redline(old, new)))
        found[path] = (old, new)
    return found


@pytest.mark.peer
def test_libreoffice_accepts_and_rejects_to_the_same_texts(tmp_path: Path) -> None:
    soffice = require("soffice", "libreoffice")
    jobs: list[str | Path] = []
    expected: dict[Path, Document] = {}
    for path, (old, new) in redlined(tmp_path).items():
        for action, wanted in (("accept", new), ("reject", old)):
            target = tmp_path / f"{path.stem}-{action}.docx"
            jobs += [action, path, target]
            expected[target] = wanted
    run([_python_with_uno(), SETTLE, soffice, *jobs])
    for target, wanted in expected.items():
        with ZipFile(target) as package:
            assert not re.search(rb"<w:(ins|del) ", package.read("word/document.xml"))
        said = fold("".join(docx_lines(target.read_bytes())))
        assert said == fold("".join(lines(wanted))), target.name


def _python_with_uno() -> str:
    """A Python that has LibreOffice's bridge; distributions install it for their own alone."""
    for python in (Path("/usr/bin/python3"), Path(sys.executable)):
        try:
            run([python, "-c", "import uno"])
        except (AssertionError, OSError):
            continue
        return str(python)
    return lack("no Python has LibreOffice's module uno; Debian's package is python3-uno")


@pytest.mark.peer
def test_redlines_are_valid_open_xml(tmp_path: Path) -> None:
    assert {path.stem: found for path, found in ooxml_errors(list(redlined(tmp_path))).items()} == {
        name: [] for name in pairs()
    }


@pytest.mark.peer
def test_a_pdf_redline_is_valid_pdf_a_and_pdf_ua(repository: Path) -> None:
    assert call(repository, "redline", "--from", "HEAD", "--to-format", "pdf")[0] == 0
    paths = sorted((repository / "output" / "redline").glob("*.pdf"))
    assert len(paths) == 2
    assert verapdf(paths, "2a", "ua1") == {path: [] for path in paths}
