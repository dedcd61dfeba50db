"""The rendering processes: what they leave behind, and that their number changes no byte."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from agreement_gen.build.workers import pool
from tests.support.workspaces import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("workers")


def built(folder: Path, jobs: str) -> dict[str, bytes]:
    """The files of two agreements built with that many processes, temporary files in a folder."""
    temporary = folder / f"temporary-{jobs}"
    temporary.mkdir(exist_ok=True)
    output = folder / f"output-{jobs}"
    names = ["Aneby", "Vetlanda"]
    command = ["build", *names, "--force", "--jobs", jobs, "--output", str(output)]
    subprocess.run(
        [sys.executable, "-m", "agreement_gen", "-C", str(REPOSITORY), *command],
        check=True,
        env=os.environ | {"TMPDIR": str(temporary)},
        capture_output=True,
    )
    return {path.name: path.read_bytes() for path in output.iterdir()}


def test_several_processes_write_what_one_writes(folder: Path) -> None:
    one, two = built(folder, "1"), built(folder, "2")
    assert {name.rpartition(".")[2] for name in one} >= {"pdf", "docx"}
    assert two == one


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_no_temporary_file_is_left(folder: Path, jobs: str) -> None:
    built(folder, jobs)
    assert list((folder / f"temporary-{jobs}").iterdir()) == []


def test_ctrl_c_is_left_to_the_command() -> None:
    with pool(1) as workers:
        blocked = workers.submit(signal.pthread_sigmask, signal.SIG_BLOCK, ()).result()
    assert signal.SIGINT in blocked
