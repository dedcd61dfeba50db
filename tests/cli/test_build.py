"""`agreement-gen build`: what is built, which municipalities, the closing table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support import worker_tasks
from tests.support.cli import run_cli

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.usefixtures("workspace")
def test_build_closes_with_a_table() -> None:
    result = run_cli("build", "--to", "pdf,txt", "--jobs", "1")
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
    run_cli("build", name, "--to", "txt")
    names = sorted(path.name for path in (workspace / "output").iterdir())
    assert names == ["manifest.json", "samverkansplan-osby-a.txt"]


@pytest.mark.usefixtures("workspace")
def test_a_wrong_name_suggests_the_right_one() -> None:
    result = run_cli("build", "Albi", exit_code=1)
    assert result.stderr == (
        "Albi: error: no such municipality (did you mean `Alby`?) [unknown-name]\n1 error\n"
    )


@pytest.mark.usefixtures("workspace")
def test_a_wrong_format_is_a_wrong_call() -> None:
    result = run_cli("build", "--to", "pdf,doc", exit_code=2)
    assert "did you mean `docx`?" in result.stderr


def test_an_agreement_whose_renderer_is_killed_is_named(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agreement_gen.build.build.outcome", worker_tasks.render_or_die)
    result = run_cli("build", "--to", "txt", "--jobs", "2", exit_code=1)
    assert result.stderr.splitlines()[-2:] == [
        (
            "municipalities/alby.yaml: error: the process that wrote the files of this agreement "
            "ended twice, the last time by signal 9 (end other programs that need memory, or "
            "build this agreement alone) [renderer-ended]"
        ),
        "1 error",
    ]
    assert sorted(path.name for path in (workspace / "output").iterdir()) == [
        "manifest.json",
        "samverkansplan-osby-a.txt",
    ]


def test_commands_that_only_read_report_an_interrupted_build(workspace: Path) -> None:
    run_cli("build", "--to", "txt", "--jobs", "1")
    stage = workspace / "output" / ".build-0123456789ab"
    stage.mkdir()
    (stage / "publication.json").write_text('{"format": 1, "changes": []}', encoding="utf-8")
    for command in ("check", "status"):
        assert "output: warning: a build was interrupted here" in run_cli(command).stderr
    [found] = json.loads(run_cli("check", "--format", "json").stdout)
    assert (found["code"], found["severity"]) == ("build-interrupted", "warning")
    assert stage.exists()
    assert "[build-settled]" in run_cli("build", "--to", "txt").stderr
    assert not stage.exists()
    assert run_cli("status").stderr == ""


def test_verify_reports_an_interrupted_build_of_the_files_folder(workspace: Path) -> None:
    stage = workspace / "output" / ".build-0123456789ab"
    stage.mkdir(parents=True)
    (stage / "publication.json").touch()
    (workspace / "output" / "plan-alby.pdf").touch()
    result = run_cli("verify", "output/plan-alby.pdf", exit_code=1)
    assert "output: warning: a build was interrupted here" in result.stderr


def test_an_agreement_that_cannot_be_put_in_place_is_reported_and_the_others_are_there(
    workspace: Path,
) -> None:
    taken = workspace / "output" / "samverkansplan-alby.txt"
    taken.mkdir(parents=True)
    result = run_cli("build", "--to", "txt", "--jobs", "1", exit_code=1)
    assert result.stderr.splitlines()[-2:] == [
        (
            "output/samverkansplan-alby.txt: error: a file is to have this name, and something "
            "else has it (remove the folder or link of this name, or move it away) [name-taken]"
        ),
        "1 error",
    ]
    names = sorted(path.name for path in (workspace / "output").iterdir())
    assert names == ["manifest.json", "samverkansplan-alby.txt", "samverkansplan-osby-a.txt"]
