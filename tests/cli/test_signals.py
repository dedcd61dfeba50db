"""Real processes that are asked to end: the exit status, one line, nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from tests.support.processes import LONGEST_SECONDS, environment, program
from tests.support.workspaces import REPOSITORY, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

SIGNALS = [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]

BUSY = """
import sys, time
import agreement_gen.checks.rules as rules
from agreement_gen.workspace.staging import Staging
from pathlib import Path
def busy(workspace):
    with Staging() as staging:
        staging.add(Path("region.yaml").resolve(), b"half")
        print("busy", flush=True)
        {wait}
rules.RULES = (busy,)
from agreement_gen.__main__ import main
main()
"""

WAITING = "time.sleep(600)"
IN_A_LIBRARY = "import re; re.match('(a+)+$', 'a' * 40 + 'b')"
BLOCKED_IN_A_LIBRARY = "import ctypes; ctypes.CDLL(None).select(0, None, None, None, None)"
DEAF = """
        while True:
            try:
                time.sleep(600)
            except BaseException:
                pass
"""


def stopped(root: Path, wait: str, number: int) -> tuple[int, str, float]:
    """Exit status, standard error and seconds of a check that is asked to end while it waits."""
    process = subprocess.Popen(
        [*program()[:1], "-c", BUSY.replace("{wait}", wait), "check"],
        cwd=root,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "busy\n"
        process.send_signal(number)
        start = time.monotonic()
        _, errors = process.communicate(timeout=LONGEST_SECONDS)
        return process.returncode, errors, time.monotonic() - start
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize(("number", "status"), SIGNALS)
def test_a_signal_ends_a_command_with_its_status_and_one_line(
    tmp_path: Path, number: int, status: int
) -> None:
    root = small_workspace(tmp_path / "workspace")
    before = sorted(path.name for path in root.iterdir())
    code, errors, _ = stopped(root, WAITING, number)
    assert (code, errors) == (
        status,
        f"agreement-gen: stopped by {signal.Signals(number).name}\n",
    )
    assert sorted(path.name for path in root.iterdir()) == before


@pytest.mark.parametrize("wait", [IN_A_LIBRARY, BLOCKED_IN_A_LIBRARY, DEAF])
def test_a_command_ends_also_while_it_does_not_listen(tmp_path: Path, wait: str) -> None:
    code, errors, _ = stopped(small_workspace(tmp_path / "workspace"), wait, signal.SIGTERM)
    assert code == 143
    assert "Traceback" not in errors


def test_a_signal_that_the_caller_ignores_is_ignored(tmp_path: Path) -> None:
    script = BUSY.replace("{wait}", "import os, signal; os.kill(os.getpid(), signal.SIGHUP)")
    done = subprocess.run(
        ["bash", "-c", 'trap "" HUP; exec "$@"', "bash", *program()[:1], "-c", script, "check"],
        cwd=small_workspace(tmp_path / "workspace"),
        env=environment(),
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
        check=False,
    )
    assert done.stderr.startswith("Traceback"), "the rule yields nothing, after the signal"
    assert done.returncode == 70


def test_a_signal_while_the_program_starts_leaves_no_traceback(tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "workspace")
    for wait in range(12):
        process = subprocess.Popen(
            program("check"), cwd=root, env=environment(), stderr=subprocess.PIPE, text=True
        )
        time.sleep(0.04 + wait / 50)
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=LONGEST_SECONDS)
        assert "Traceback" not in errors
        assert process.returncode in {0, 143, -signal.SIGTERM}


def test_a_build_that_is_stopped_ends_all_of_its_processes(tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "workspace")
    process = subprocess.Popen(
        program("build", "--jobs", "2"),
        cwd=root,
        env=environment(),
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(1)
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=LONGEST_SECONDS)
    assert (process.returncode, errors.splitlines()[-1:]) in [
        (143, ["agreement-gen: stopped by SIGTERM"]),
        (0, ["built Ösby Å"]),
    ]
    deadline = time.monotonic() + LONGEST_SECONDS
    while session(process.pid) and time.monotonic() < deadline:
        time.sleep(0.1)  # each ends by itself when it finds that the command is gone
    assert session(process.pid) == []
    assert not list(root.glob("**/.agreement-gen-*"))


def session(leader: int) -> list[int]:
    """The processes of a session that still run."""
    found = []
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                if os.getsid(int(entry.name)) == leader:
                    found.append(int(entry.name))
            except ProcessLookupError:
                continue
    return found


def test_the_program_is_started_by_the_module_that_listens_first() -> None:
    text = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
    assert 'agreement-gen = "agreement_gen.__main__:main"' in text
