"""The command line as a person meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from agreement_gen.cli import group
from tests.support.repositories import commit
from tests.support.workspaces import edit, load, small_workspace

if TYPE_CHECKING:
    from pathlib import Path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group, arguments, catch_exceptions=False)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = small_workspace(tmp_path / "arbete")
    monkeypatch.chdir(root)
    return root


@pytest.mark.usefixtures("workspace")
def test_build_closes_with_a_table() -> None:
    result = run("build", "--to", "pdf,txt", "--jobs", "1")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Municipality  State              Pages  Files",
        "Alby          ready                  2  samverkansplan-alby.pdf, samverkansplan-alby.txt",
        (
            "Ösby Å        draft (3 missing)      2  "
            "samverkansplan-osby-a.pdf, samverkansplan-osby-a.txt"
        ),
        "",
        "1 draft, not to be signed. What is missing: agreement-gen check --ready",
    ]
    assert result.stderr.splitlines() == ["built Alby", "built Ösby Å"]


@pytest.mark.parametrize("name", ["Ösby Å", "ösby å", "osby-a", "9902"])
def test_a_municipality_is_found_by_name_slug_or_code(name: str, workspace: Path) -> None:
    assert run("build", name, "--to", "txt").exit_code == 0
    names = sorted(path.name for path in (workspace / "output").iterdir())
    assert names == ["manifest.json", "samverkansplan-osby-a.txt"]


@pytest.mark.usefixtures("workspace")
def test_a_wrong_name_suggests_the_right_one() -> None:
    result = run("build", "Albi")
    assert result.exit_code == 1
    assert result.stderr == (
        "Albi: error: no such municipality (did you mean `Alby`?) [unknown-name]\n1 error\n"
    )


@pytest.mark.usefixtures("workspace")
def test_a_wrong_format_is_a_wrong_call() -> None:
    result = run("build", "--to", "pdf,doc")
    assert result.exit_code == 2
    assert "did you mean `docx`?" in result.stderr


def test_the_workspace_is_found_from_a_folder_below(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace / "municipalities")
    edit(workspace, "municipalities/alby.yaml", {"group: Norra": "group: Nora"})
    result = run("check")
    assert result.exit_code == 1
    assert result.stderr.startswith("alby.yaml:4:8: error: the region has no group `Nora`")


def test_the_workspace_is_named_with_c(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    edit(workspace, "municipalities/alby.yaml", {"group: Norra": "group: Nora"})
    result = run("-C", "arbete", "check")
    assert result.stderr.startswith("arbete/municipalities/alby.yaml:4:8: error: ")


def test_without_a_workspace_the_next_step_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("build")
    assert result.exit_code == 1
    assert "agreement-gen init DIR" in result.stderr


@pytest.mark.usefixtures("workspace")
def test_ready_lists_what_is_missing_with_file_and_line() -> None:
    assert run("check", "--ready", "alby").exit_code == 0
    result = run("check", "--ready")
    assert result.exit_code == 1
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
    assert run("check", "alby").exit_code == 0
    assert run("check", "osby-a").exit_code == 1


def test_problems_as_json_github_and_sarif(workspace: Path) -> None:
    edit(workspace, "municipalities/alby.yaml", {"group: Norra": "group: Nora"})
    [problem] = json.loads(run("check", "--format", "json").stdout)
    assert problem == {
        "file": "municipalities/alby.yaml",
        "line": 4,
        "column": 8,
        "severity": "error",
        "code": "unknown-group",
        "message": "the region has no group `Nora`",
        "hint": "did you mean `Norra`?",
    }
    assert run("check", "--format", "github").stdout == (
        "::error file=municipalities/alby.yaml,line=4,col=8,title=unknown-group::"
        "the region has no group `Nora` (did you mean `Norra`?)\n"
    )
    log = json.loads(run("check", "--format", "sarif").stdout)
    [result] = log["runs"][0]["results"]
    assert result["ruleId"] == "unknown-group"
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "municipalities/alby.yaml"},
        "region": {"startLine": 4, "startColumn": 8},
    }


@pytest.mark.usefixtures("workspace")
def test_a_workspace_without_fault_gives_an_empty_list() -> None:
    assert json.loads(run("check", "--format", "json").stdout) == []


def test_a_fault_of_the_program_has_its_own_exit_code(workspace: Path) -> None:
    script = (
        "import agreement_gen.checks.rules as checks, agreement_gen.cli as cli\n"
        "checks.RULES = (lambda workspace: 1 / 0,)\n"
        "cli.main()\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script, "check"],
        cwd=workspace,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 70
    assert "ZeroDivisionError" in result.stderr
    assert "a fault of agreement-gen" in result.stderr


def test_help_imports_neither_renderer_nor_model(workspace: Path) -> None:
    script = (
        "import sys\n"
        "from agreement_gen.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'weasyprint', 'pydantic', 'docx', 'jinja2', 'babel', 'yaml', 'pyhanko'}\n"
        "print('HEAVY', sorted(heavy & set(sys.modules)))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script, "--help"],
        cwd=workspace,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "HEAVY []" in result.stdout
    for command in group.commands:
        assert f"\n  {command} " in result.stdout


def test_schema_knows_the_standards_own_keys(workspace: Path) -> None:
    schema = json.loads(run("schema", "municipality").stdout)
    properties = schema["properties"]
    assert list(properties["local_resources"]["properties"]) == ["halls", "leaders"]
    assert properties["group"]["enum"] == ["Norra", "Södra"]
    assert properties["legal_name"]["title"] == "Partens namn"
    assert run("schema", "--write").stdout.splitlines() == [
        ".agreement-gen/region.schema.json",
        ".agreement-gen/family.schema.json",
        ".agreement-gen/municipality.schema.json",
    ]
    written = (workspace / ".agreement-gen/municipality.schema.json").read_text(encoding="utf-8")
    assert json.loads(written) == schema


def test_the_workspace_loads_the_same_from_the_library(workspace: Path) -> None:
    assert [e.record.municipality for e in load(workspace).entries] == ["Alby", "Ösby Å"]


@pytest.mark.parametrize(
    "command",
    [
        ("register", "--output"),
        ("status", "--ics"),
        ("build", "--to", "txt", "--output"),
        ("redline", "--from", "HEAD", "--output"),
    ],
)
def test_a_place_that_cannot_be_written_is_no_fault_of_the_program(
    command: tuple[str, ...], workspace: Path
) -> None:
    commit(workspace)
    edit(workspace, "region.yaml", {"Regiondirektör": "Direktör"})
    (workspace / "fil").write_bytes(b"")
    result = run(*command, "fil/under")
    assert result.exit_code == 1
    assert "fil/under: error: not a directory" in result.stderr
    assert "[file-system]" in result.stderr


def test_a_kommunkod_of_a_file_that_cannot_be_read_leads_to_the_file(workspace: Path) -> None:
    edit(workspace, "municipalities/osby-a.yaml", {"hours_per_week: 6": "hours_per_week: många"})
    result = run("check", "9902")
    assert result.exit_code == 1
    assert "municipalities/osby-a.yaml:" in result.stderr
