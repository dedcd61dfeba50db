"""`agreement-gen diff`: which two states are compared, which words are names, the exit status."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.support.cli import run_cli
from tests.support.repositories import commit, git
from tests.support.workspaces import edit, repository_workspace, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

ALBY = "municipalities/alby.yaml"
OSBY = "municipalities/osby-a.yaml"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = small_workspace(tmp_path / "arbete")
    commit(root, "first")
    return root


@pytest.mark.peer
def test_the_last_commit_is_compared_with_the_files_on_the_disk(repository: Path) -> None:
    run_cli("diff", "--exit-code", root=repository)
    edit(repository, ALBY, {"Tio ledare": "Elva ledare"})
    output = run_cli("diff", "--exit-code", root=repository, exit_code=1).output
    assert output.startswith("Changes from HEAD to the files on the disk\n")
    assert "[-Tio-]{+Elva+} ledare" in output
    run_cli("diff", root=repository)


@pytest.mark.peer
def test_revisions_come_first_and_a_name_is_never_a_revision(repository: Path) -> None:
    edit(repository, ALBY, {"Tio ledare": "Elva ledare"})
    commit(repository, "second")
    edit(repository, OSBY, {"title: Fritidschef": "title: Chef"})
    commit(repository, "third")
    git(repository, "branch", "alby", "HEAD~2")

    def diff(*arguments: str) -> str:
        return run_cli("diff", *arguments, root=repository).output

    last = diff("HEAD~1", "HEAD")
    assert "Ösby Å" in last
    assert "Alby ·" not in last
    assert "Alby ·" in diff("HEAD~2", "HEAD", "alby")
    assert "No changes" in diff("HEAD~1", "HEAD", "9901")
    assert diff("alby").startswith("Changes from HEAD to the files on the disk")
    assert diff("heads/alby", "HEAD").count("Alby ·") == 1
    run_cli("diff", "nowhere", root=repository, exit_code=1)


@pytest.mark.peer
def test_a_workspace_below_the_repository_s_top_is_compared(tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "repo" / "län å")
    commit(tmp_path / "repo")
    edit(root, ALBY, {"Tio ledare": "Elva ledare"})
    assert "{+Elva+}" in run_cli("diff", root=root).output


@pytest.mark.peer
def test_outside_git_the_next_step_is_named(tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "arbete")
    assert "git init" in run_cli("diff", root=root, exit_code=1).output


@pytest.mark.slow
@pytest.mark.peer
def test_all_290_municipalities_are_compared(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path / "arbete")
    template = (root / "municipalities" / "aneby.yaml").read_text(encoding="utf-8")
    shutil.rmtree(root / "municipalities")
    (root / "municipalities").mkdir()
    record = yaml.safe_load(template)
    for number in range(290):
        text = template.replace(record["municipality"], f"Kommun{number:03}")
        text = text.replace(f'"{record["code"]}"', f'"{6000 + number}"')
        path = root / "municipalities" / f"kommun{number:03}.yaml"
        path.write_text(text, encoding="utf-8")
    commit(root)
    clause = root / "templates/halsocenter/clauses/skiljaktighet.md.j2"
    clause.write_text(
        clause.read_text(encoding="utf-8").replace("En skiljaktighet", "Varje skiljaktighet")
    )
    edit(
        root, "municipalities/kommun123.yaml", {"annual_amount_sek: 120000": "annual_amount_sek: 1"}
    )
    data = json.loads(run_cli("diff", "--format", "json", root=root).stdout)
    standard, amount = data["changes"]
    assert len(standard["reach"]) == 290
    assert (amount["subject"], amount["after"]) == ("Kommun123", "1")
