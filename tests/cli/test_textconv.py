"""`agreement-gen textconv`: built files as text, as git shows them."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pytest

from tests.support.cli import run_cli
from tests.support.docx_samples import written
from tests.support.repositories import commit, git
from tests.support.sample_documents import draft_document, final_document
from tests.support.workspaces import repository_workspace


@pytest.mark.parametrize("data", [b"", b"nothing", b"%PDF-1.7 nothing", b"PK\x03\x04"])
def test_textconv_names_what_it_cannot_read(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "file.docx"
    path.write_bytes(data)
    result = run_cli("textconv", path, exit_code=1)
    assert "file.docx" in result.output


@pytest.mark.peer
def test_git_shows_built_files_as_text(tmp_path: Path) -> None:
    word = tmp_path / "avtal.docx"
    (tmp_path / ".gitattributes").write_text("*.docx diff=agreement-gen\n")
    word.write_bytes(written(draft_document()))
    commit(tmp_path)
    word.write_bytes(written(final_document()))
    program = Path(sys.executable).parent / "agreement-gen"
    git(tmp_path, "config", "diff.agreement-gen.textconv", f"{shlex.quote(str(program))} textconv")
    shown = git(tmp_path, "diff", "--no-ext-diff", "--textconv")
    assert "Binary files" not in shown
    assert re.search(r"^-.*kommunens text", shown, re.MULTILINE)
    assert re.search(r"^\+\S", shown, re.MULTILINE)


@pytest.mark.peer
def test_textconv_gives_the_same_text_of_word_and_pdf(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path / "arbete")
    run_cli("build", "Habo", root=root)
    texts = [
        "".join(run_cli("textconv", path).output.split())
        for path in sorted((root / "output").glob("*habo.*"))
        if path.suffix in {".docx", ".pdf"}
    ]
    assert len(texts) == 2
    assert texts[0] == texts[1]
