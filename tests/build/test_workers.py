"""The rendering processes: they end with the command, and one that dies loses nothing."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from agreement_gen.build.workers import OUT_OF_MEMORY, WorkerDied, WorkerTraceback, outcomes
from tests.support import worker_tasks
from tests.support.workspaces import REPOSITORY, small_workspace

if TYPE_CHECKING:
    from collections.abc import Callable

SOON = 20
"""Seconds that a busy machine may take for what takes less than one."""


def wait_until(is_so: Callable[[], bool]) -> bool:
    """Whether something becomes so, soon."""
    end = time.monotonic() + SOON
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.02)
    return is_so()


def processes(folder: Path) -> set[int]:
    """The processes that are registered in a folder."""
    return {int(path.name) for path in folder.iterdir()}


def running(process: int) -> bool:
    """Whether a process lives; one that only waits to be collected by its parent does not."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    with contextlib.suppress(OSError):  # there is no such file but on Linux
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
        return stat.rpartition(")")[2].split()[0] != "Z"
    return True


def none_running(folder: Path) -> bool:
    return not any(running(process) for process in processes(folder))


def test_there_are_never_more_processes_than_tasks() -> None:
    done = dict(outcomes(worker_tasks.own_process, [1, 2, 3], 10**9))
    assert sorted(done) == [0, 1, 2]
    assert 1 <= len(set(done.values()) - {os.getpid()}) <= 3


def test_one_task_is_done_by_this_process() -> None:
    assert list(outcomes(worker_tasks.own_process, [1], 10**9)) == [(0, os.getpid())]


def test_ctrl_c_is_left_to_the_command() -> None:
    [first, _] = outcomes(worker_tasks.blocked_signals, [1, 2], 2)
    assert isinstance(first[1], set)
    assert signal.SIGINT in first[1]


def test_a_task_whose_worker_is_killed_is_done_again_by_another(tmp_path: Path) -> None:
    tasks = ["", str(tmp_path / "a"), "", str(tmp_path / "b"), ""]
    done = dict(outcomes(worker_tasks.die_until_there, tasks, 2))
    assert done == {0: "done", 1: "done again", 2: "done", 3: "done again", 4: "done"}


def test_only_a_task_that_ends_two_processes_fails(tmp_path: Path) -> None:
    tasks = ["", str(tmp_path / "none" / "a"), "", str(tmp_path / "b")]
    done = dict(outcomes(worker_tasks.die_until_there, tasks, 2))
    assert done == {0: "done", 1: WorkerDied(-signal.SIGKILL), 2: "done", 3: "done again"}


def test_a_worker_without_memory_counts_as_dead() -> None:
    done = dict(outcomes(worker_tasks.out_of_memory, [1, 2], 2))
    assert done == {0: WorkerDied(OUT_OF_MEMORY), 1: WorkerDied(OUT_OF_MEMORY)}


def test_what_a_task_raises_is_raised_here_with_its_traceback(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space left") as raised:
        list(outcomes(worker_tasks.no_disk, [str(tmp_path)] * 2, 2))
    assert raised.value.filename == str(tmp_path)
    assert isinstance(raised.value.__cause__, WorkerTraceback)
    assert "worker_tasks.py" in str(raised.value.__cause__)


def test_an_exception_that_cannot_be_sent_is_described() -> None:
    with pytest.raises(RuntimeError, match="NotPicklableError"):
        list(outcomes(worker_tasks.fail, [1, 2], 2))


def test_without_any_process_this_one_does_the_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    from multiprocessing import popen_forkserver

    def refuse(*_: object) -> None:
        raise EOFError

    monkeypatch.setattr(popen_forkserver.Popen, "_launch", refuse)
    done = list(outcomes(worker_tasks.own_process, [1, 2], 2))
    assert done == [(0, os.getpid()), (1, os.getpid())]


def test_closing_ends_the_workers_at_once(tmp_path: Path) -> None:
    interrupt_when(lambda: len(processes(tmp_path)) == 3)
    finished = outcomes(worker_tasks.wait_long, [str(tmp_path)] * 2, 2)
    with pytest.raises(KeyboardInterrupt), contextlib.closing(finished):
        list(finished)
    left = [process for process in processes(tmp_path) if running(process)]
    assert len(left) == 1, "only the server that others are forked from"


def interrupt_when(is_so: Callable[[], bool]) -> None:
    """Let Ctrl-C come as soon as something is so."""
    import threading

    def wait() -> None:
        wait_until(is_so)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=wait, daemon=True).start()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("ending", ["SIGKILL", "SIGTERM", "SIGHUP", "SIGINT"])
@pytest.mark.parametrize("task", ["wait_long", "compute_long"])
def test_a_command_that_is_ended_leaves_no_process(ending: str, task: str, tmp_path: Path) -> None:
    """A process that computes is ended by the system, which only Linux does."""
    if task == "compute_long" and sys.platform != "linux":
        pytest.skip("only Linux ends a process that computes")
    program = REPOSITORY / "tests" / "programs" / "run_workers.py"
    command = subprocess.Popen(
        [sys.executable, program, task, str(tmp_path)],
        cwd=REPOSITORY,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    try:
        assert wait_until(lambda: len(processes(tmp_path)) == 3), "the workers did not start"
        command.send_signal(getattr(signal, ending))
        command.wait(SOON)
        assert wait_until(lambda: none_running(tmp_path))
    finally:
        for process in processes(tmp_path):
            if running(process):
                os.kill(process, signal.SIGKILL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("workers")


def run_build(root: Path, temporary: Path, *arguments: str) -> None:
    temporary.mkdir(exist_ok=True)
    subprocess.run(
        [sys.executable, "-m", "agreement_gen", "-C", str(root), "build", *arguments],
        check=True,
        cwd=REPOSITORY,
        env=os.environ | {"TMPDIR": str(temporary)},
        capture_output=True,
    )


def built(folder: Path, jobs: str) -> dict[str, bytes]:
    """The files of two agreements built with that many processes, temporary files in a folder."""
    output = folder / f"output-{jobs}"
    options = ["--force", "--jobs", jobs, "--output", str(output)]
    run_build(REPOSITORY, folder / f"temporary-{jobs}", "Aneby", "Vetlanda", *options)
    return {path.name: path.read_bytes() for path in output.iterdir()}


@pytest.mark.slow
def test_several_processes_write_what_one_writes(folder: Path) -> None:
    one, two = built(folder, "1"), built(folder, "2")
    assert {name.rpartition(".")[2] for name in one} >= {"pdf", "docx"}
    assert two == one


@pytest.mark.slow
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_no_temporary_file_is_left(folder: Path, jobs: str) -> None:
    built(folder, jobs)
    assert list((folder / f"temporary-{jobs}").iterdir()) == []


@pytest.mark.slow
def test_a_long_name_of_the_temporary_folder_does_no_harm(tmp_path: Path) -> None:
    """The server's socket would be in it, and the system limits the length of its path."""
    temporary = tmp_path / ("t" * 100)
    run_build(small_workspace(tmp_path / "w"), temporary, "--jobs", "2")
    assert (tmp_path / "w/output/samverkansplan-alby.pdf").exists()
    assert list(temporary.iterdir()) == []
