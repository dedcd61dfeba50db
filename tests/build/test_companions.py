"""Documents that go with an agreement: golden trees, who signs, and where they are built.

After a deliberate change, ``UPDATE_EXPECTED=1 pytest tests/build/test_companions.py`` writes the
golden trees anew, to be read as a diff.
"""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from agreement_gen.build.compose import compose, compose_companion
from agreement_gen.changes.compare import compare
from agreement_gen.changes.states import WorkspaceState
from agreement_gen.document.tree import Signatures
from agreement_gen.problems import InputError
from agreement_gen.workspace.tree import DiskTree
from tests.support.cli import run_cli
from tests.support.outline import outline
from tests.support.peers import ooxml_errors, verapdf
from tests.support.workspaces import (
    REPOSITORY,
    SIGNED_2020,
    TESTS,
    edit,
    entry,
    load,
    repository_workspace,
)

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = REPOSITORY / "examples" / "exempelbygden"
FAMILY = "templates/halsocenter/family.yaml"
KEYS = ("beslutsunderlag", "uppsagning-kommun", "uppsagning-region")


def signed_example(root: Path) -> Path:
    """Copy the example to ``root``, with Exempelby's agreement signed."""
    shutil.copytree(EXAMPLE, root, dirs_exist_ok=True)
    with (root / "municipalities/exempelby.yaml").open("a", encoding="utf-8") as file:
        file.write(f"signed: {SIGNED_2020}\n")
    return root


@pytest.mark.parametrize("key", KEYS)
def test_golden_tree_of_each_document(key: str, tmp_path: Path) -> None:
    workspace = load(signed_example(tmp_path))
    text = outline(compose_companion(workspace, entry(workspace, "exempelby"), key).document)
    golden = TESTS / "golden" / f"{key}.txt"
    if os.environ.get("UPDATE_EXPECTED"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_only_the_party_that_a_document_comes_from_signs_it() -> None:
    workspace = load(EXAMPLE)
    made = compose_companion(workspace, entry(workspace, "exempelby"), "uppsagning-region")
    blocks = [block for clause in made.document.clauses for block in clause.blocks]
    (block,) = [block for block in blocks if isinstance(block, Signatures)]
    assert [signature.party for signature in block.signatures] == ["region"]


def draft_of(root: Path, slug: str, key: str) -> tuple[list[str], str | None]:
    """The codes of what a document lacks, and its mark."""
    workspace = load(root)
    made = compose_companion(workspace, entry(workspace, slug), key)
    return [gap.code for gap in made.missing], made.document.header_footer.draft


def test_a_memo_that_shows_all_it_should_on_an_incomplete_agreement_is_no_draft(
    tmp_path: Path,
) -> None:
    """What only the agreement lacks, here its signatory's name, is no matter of the memo."""
    root = signed_example(tmp_path)
    text = (root / "municipalities/exempelby.yaml").read_text("utf-8")
    text, count = re.subn(r"(signatory: \{.*name: )[^,}]+", r"\1null", text)
    assert count == 1
    (root / "municipalities/exempelby.yaml").write_text(text, "utf-8")
    workspace = load(root)
    assert not compose(workspace, entry(workspace, "exempelby")).is_ready
    assert draft_of(root, "exempelby", "beslutsunderlag") == ([], None)


def test_a_memo_that_shows_what_is_missing_or_unconfirmed_is_a_draft(tmp_path: Path) -> None:
    """It was ready while it showed *Utses lokalt*, and texts that nobody had confirmed."""
    root = repository_workspace(tmp_path)
    codes, mark = draft_of(root, "vetlanda", "beslutsunderlag")
    assert mark == "UTKAST"
    assert set(codes) == {"missing-local-text", "missing-role", "missing-confirmation"}


def test_a_text_that_is_not_shown_need_not_be_confirmed(tmp_path: Path) -> None:
    root = signed_example(tmp_path)
    with (root / "municipalities/exempelby.yaml").open("a", encoding="utf-8") as file:
        file.write("unconfirmed: [steering]\n")
    assert draft_of(root, "exempelby", "uppsagning-kommun") == ([], None)
    codes, mark = draft_of(root, "exempelby", "beslutsunderlag")
    assert (len(codes), mark) == (1, "UTKAST")


@pytest.mark.parametrize("key", ["uppsagning-kommun", "uppsagning-region"])
def test_a_notice_is_a_draft_until_what_it_ends_is_signed(key: str, tmp_path: Path) -> None:
    assert draft_of(EXAMPLE, "exempelby", key) == (["missing-signing"], "UTKAST")
    assert draft_of(signed_example(tmp_path), "exempelby", key) == ([], None)


def test_a_document_that_lacks_a_value_of_its_own_is_a_draft(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path)
    text = "templates/halsocenter/documents/beslutsunderlag/arende.md.j2"
    edit(root, text, {"# Ärendet\n": "# Ärendet\n\nGäller {{ valid_from | day }}.\n"})
    workspace = load(root)
    made = compose_companion(workspace, entry(workspace, "vetlanda"), "beslutsunderlag")
    assert "missing-value" in [gap.code for gap in made.missing]
    assert made.document.header_footer.draft == "UTKAST"


@pytest.mark.parametrize(
    ("file", "changes", "code"),
    [
        (FAMILY, {"by: region": "by: regionen"}, "unknown-sender"),
        (
            "templates/halsocenter/documents/uppsagning/upphorande.md.j2",
            {"terms.notice_months": "terms.notice"},
            "template-unknown-name",
        ),
        (
            "templates/halsocenter/documents/beslutsunderlag/arende.md.j2",
            {"{{ edition }}": "{{ by.name }}"},
            "template-unknown-name",
        ),
    ],
)
def test_check_reports_faults_of_documents(
    file: str, changes: dict[str, str], code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = repository_workspace(tmp_path)
    edit(root, file, changes)
    monkeypatch.chdir(root)
    found = run_cli("check", exit_code=1).stderr
    assert f"[{code}]" in found
    assert found.startswith(file)


def test_a_document_without_texts_is_refused(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path)
    edit(root, FAMILY, {"folder: uppsagning\n    by: region": "by: region"})
    with pytest.raises(InputError) as raised:
        load(root)
    assert {found.code for found in raised.value.problems} == {"missing-clause"}


def test_documents_are_built_into_a_folder_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = repository_workspace(tmp_path)
    monkeypatch.chdir(root)
    run_cli("build", "Vetlanda", "--to", "txt")
    before = {path: path.read_bytes() for path in (root / "output").iterdir()}
    call = ("build", "Vetlanda", "--document", "uppsagning-kommun", "--to", "txt,html")
    result = run_cli(*call)
    assert re.search(r"Vetlanda +draft \(1 missing\)", result.stdout)
    assert "[missing-signing]" in result.stderr
    assert "[missing-signing]" in run_cli(*call, "--final", exit_code=1).stderr
    assert {path.name for path in (root / "output/uppsagning-kommun").iterdir()} == {
        "manifest.json",
        "uppsagning-kommun-halsocenter-vetlanda.html",
        "uppsagning-kommun-halsocenter-vetlanda.txt",
    }
    assert {path: path.read_bytes() for path in before} == before
    again = run_cli("build", "Vetlanda", "--document", "uppsagning-kommun", "--to", "txt").stdout
    assert "up to date" in again


@pytest.mark.usefixtures("swedish")
def test_a_changed_text_of_a_document_is_reported_once(tmp_path: Path) -> None:
    old, new = repository_workspace(tmp_path / "old"), repository_workspace(tmp_path / "new")
    text = "templates/halsocenter/documents/beslutsunderlag/styrgrupp.md.j2"
    edit(new, text, {"# Lokal styrgrupp\n": "# Lokal styrgrupp\n\nGruppen leder arbetet.\n"})
    states = [WorkspaceState("", DiskTree(root)) for root in (old, new)]
    (change,) = compare(states[0], states[1]).changes
    assert (change.clause, change.label) == ("styrgrupp", "Följdokument beslutsunderlag")


def test_a_document_that_no_family_has_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository_workspace(tmp_path))
    result = run_cli("build", "--document", "../uppsagning", exit_code=1)
    assert "[unknown-document]" in result.stderr
    assert not (tmp_path / "output").exists()


@pytest.mark.peer
def test_other_programs_accept_the_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(EXAMPLE)
    for key in KEYS:
        run_cli("build", "Exempelby", "--document", key, "--output", str(tmp_path))
    pdfs, words = sorted(tmp_path.glob("*/*.pdf")), sorted(tmp_path.glob("*/*.docx"))
    assert len(pdfs) == len(words) == 3
    assert verapdf(pdfs, "2a", "ua1") == {path: [] for path in pdfs}
    assert ooxml_errors(words) == {path: [] for path in words}
