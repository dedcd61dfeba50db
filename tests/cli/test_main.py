"""What holds for every command: the workspace that is found, exit codes, what is imported."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from agreement_gen.cli import group
from tests.support.cli import run_cli
from tests.support.repositories import commit
from tests.support.workspaces import edit

if TYPE_CHECKING:
    from pathlib import Path


def test_the_workspace_is_found_from_a_folder_below(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace / "municipalities")
    edit(workspace, "municipalities/alby.yaml", {"group: Norra": "group: Nora"})
    result = run_cli("check", exit_code=1)
    assert result.stderr.startswith("alby.yaml:4:8: error: the region has no group `Nora`")


def test_the_workspace_is_named_with_c(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    edit(workspace, "municipalities/alby.yaml", {"group: Norra": "group: Nora"})
    result = run_cli("-C", "arbete", "check", exit_code=1)
    assert result.stderr.startswith("arbete/municipalities/alby.yaml:4:8: error: ")


def test_without_a_workspace_the_next_step_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run_cli("build", exit_code=1)
    assert "agreement-gen init DIR" in result.stderr


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
    result = run_cli(*command, "fil/under", exit_code=1)
    assert "fil/under: error: cannot be read or written: not a directory" in result.stderr
    assert "[file-system]" in result.stderr
