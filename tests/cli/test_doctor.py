"""`agreement-gen doctor`: what the machine lacks, and the command that fixes it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agreement_gen.build import environment
from tests.support.cli import run_cli
from tests.support.machines import HEALTHY, never, without

if TYPE_CHECKING:
    import pytest


def test_what_is_missing_is_listed_with_the_command_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = replace(HEALTHY, loads=without("pangoft2"), render=never)
    monkeypatch.setattr(environment, "this_machine", lambda: machine)
    done = run_cli("doctor", exit_code=1)
    assert (
        "missing  PangoFT2         the shared library cannot be loaded: "
        "sudo apt-get install libpangoft2-1.0-0\n"
    ) in done.stdout
    assert done.stderr.splitlines()[-1] == "  sudo apt-get install libpangoft2-1.0-0"


def test_a_machine_without_git_can_build_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = replace(HEALTHY, has_program=lambda _: False)
    monkeypatch.setattr(environment, "this_machine", lambda: machine)
    done = run_cli("doctor")
    [git] = [line for line in done.stdout.splitlines() if line.startswith("absent")]
    assert git.split()[1] == "git"
    assert git.endswith("sudo apt-get install git")
