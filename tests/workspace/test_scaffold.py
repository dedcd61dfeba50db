"""The starter workspace: which files it has, written whole or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from agreement_gen.build.compose import compose
from agreement_gen.checks.rules import check
from agreement_gen.document.tree import clause_lines
from agreement_gen.problems import InputError
from agreement_gen.workspace import scaffold as starter
from tests.support.workspaces import REPOSITORY, edit, entry, load


def test_init_does_not_copy_what_was_built_in_the_example(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout = tmp_path / "checkout"
    example = checkout / "examples" / "exempelbygden"
    source = REPOSITORY / "examples" / "exempelbygden"
    shutil.copytree(source, example, ignore=shutil.ignore_patterns("output"))
    (example / "output").mkdir()
    (example / "output" / "old.pdf").write_bytes(b"%PDF-")
    monkeypatch.setattr(starter, "_CHECKOUT", checkout)
    assert not [path for path in starter.starter_files() if path.startswith("output")]


def test_init_brings_the_files_for_review_to_where_the_services_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(REPOSITORY / "examples" / "exempelbygden", tmp_path / "examples/exempelbygden")
    (tmp_path / "docs" / "review").mkdir(parents=True)
    (tmp_path / "docs" / "review" / "github-workflow.yml").write_bytes(b"on: push\n")
    monkeypatch.setattr(starter, "_CHECKOUT", tmp_path)
    files = starter.starter_files()
    assert files[".github/workflows/agreements.yml"] == b"on: push\n"
    assert ".gitlab-ci.yml" not in files


def test_init_refuses_a_target_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "avtal").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="there is a file here"):
        starter.write_starter(tmp_path / "avtal")
    assert (tmp_path / "avtal").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("there", [True, False])
def test_an_init_that_fails_leaves_nothing(
    there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "avtal"
    if there:
        target.mkdir()
    real = Path.rename

    def rename(path: Path, to: Path) -> Path:
        if path.name == "templates" or path.name.endswith(".new"):
            raise PermissionError("no")
        return real(path, to)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(PermissionError):
        starter.write_starter(target)
    assert [p.name for p in tmp_path.rglob("*")] == (["avtal"] if there else [])


@pytest.mark.parametrize(
    ("terms", "facts", "says", "never"),
    [
        ("until_further_notice, notice_months: 6", "", ["tills vidare", "6 månader i förväg"], []),
        (
            "fixed_term",
            "valid_to: 2027-12-31\n",
            ["till och med den 31 december 2027", "upphör därefter utan uppsägning"],
            ["tills vidare", "säga upp", "förlängs"],
        ),
        (
            "fixed_term, term_months: 24, notice_months: 3",
            "",
            ["till och med den 31 december 2027", "3 månader i förväg"],
            ["tills vidare", "förlängs"],
        ),
        (
            "renewed_term, term_months: 12, renewal_months: 24, notice_months: 3",
            "",
            ["den 31 december 2026", "förlängs därefter med 24 månader", "senast 3 månader före"],
            ["tills vidare", "utan uppsägning", "i förväg"],
        ),
    ],
)
def test_the_blank_kit_says_the_term_that_its_family_has(
    tmp_path: Path, terms: str, facts: str, says: list[str], never: list[str]
) -> None:
    root = tmp_path / "avtal"
    starter.write_starter(root, "blank")
    family = "templates/avtal/family.yaml"
    edit(root, family, {"duration: until_further_notice, notice_months: 6": f"duration: {terms}"})
    own = "municipalities/exempelkommun.yaml"
    edit(root, own, {"valid_from:\n": f"valid_from: 2026-01-01\n{facts}"})
    workspace = load(root)
    assert check(workspace) == ()
    document = compose(workspace, entry(workspace, "exempelkommun")).document
    clause = next(clause for clause in document.clauses if clause.id == "giltighet")
    text = " ".join(clause_lines(clause)).replace("\u00a0", " ")
    assert [words for words in says if words not in text] == []
    assert [words for words in never if words in text] == []
