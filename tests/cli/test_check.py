"""`agreement-gen check`: problems as text and for programs, and what is missing before signing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.cli import run_cli
from tests.support.workspaces import REPOSITORY, edit

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.usefixtures("workspace")
def test_ready_lists_what_is_missing_with_file_and_line() -> None:
    run_cli("check", "--ready", "alby")
    result = run_cli("check", "--ready", exit_code=1)
    assert result.stderr.splitlines() == [
        (
            "municipalities/osby-a.yaml:9:3: error: the local text `halls` is not written "
            "[missing-local-text]"
        ),
        (
            "municipalities/osby-a.yaml:10:3: error: the local text `leaders` is not written "
            "[missing-local-text]"
        ),
        (
            "municipalities/osby-a.yaml:11:1: error: the steering group lacks the mandatory role "
            "`kommun` (Kommun) [missing-role]"
        ),
        "3 errors",
    ]


def test_check_of_one_municipality_leaves_out_the_others_faults(workspace: Path) -> None:
    edit(workspace, "municipalities/osby-a.yaml", {'"9902"': '"0102"'})
    run_cli("check", "alby")
    run_cli("check", "osby-a", exit_code=1)


def test_problems_as_json_github_and_sarif(workspace: Path) -> None:
    edit(workspace, "municipalities/alby.yaml", {"group: Norra": "group: Nora"})
    [problem] = json.loads(run_cli("check", "--format", "json", exit_code=1).stdout)
    assert problem == {
        "file": "municipalities/alby.yaml",
        "line": 4,
        "column": 8,
        "severity": "error",
        "code": "unknown-group",
        "message": "the region has no group `Nora`",
        "hint": "did you mean `Norra`?",
    }
    assert run_cli("check", "--format", "github", exit_code=1).stdout == (
        "::error file=municipalities/alby.yaml,line=4,col=8,title=unknown-group::"
        "the region has no group `Nora` (did you mean `Norra`?)\n"
    )
    log = json.loads(run_cli("check", "--format", "sarif", exit_code=1).stdout)
    [result] = log["runs"][0]["results"]
    assert result["ruleId"] == "unknown-group"
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "municipalities/alby.yaml"},
        "region": {"startLine": 4, "startColumn": 8},
    }


@pytest.mark.usefixtures("workspace")
def test_a_workspace_without_fault_gives_an_empty_list() -> None:
    assert json.loads(run_cli("check", "--format", "json").stdout) == []


def test_a_kommunkod_of_a_file_that_cannot_be_read_leads_to_the_file(workspace: Path) -> None:
    edit(workspace, "municipalities/osby-a.yaml", {"hours_per_week: 6": "hours_per_week: många"})
    result = run_cli("check", "9902", exit_code=1)
    assert "municipalities/osby-a.yaml:" in result.stderr


def test_agreements_are_counted_and_not_municipalities() -> None:
    done = run_cli("check", "--ready", "Provby", root=REPOSITORY / "examples/samverkansplan")
    assert "2 agreements: ready to sign" in done.output
