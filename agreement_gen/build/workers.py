"""The processes that render: forked from a server that has loaded the renderers once.

The server takes longer to start than a workspace takes to read; a command that will render
therefore starts it first and reads meanwhile.

No process outlives the command. A thread of each worker waits for the command's process to end,
and ends the worker with it. On Linux the system does so too, the server with the command and the
workers with the server, so that a worker that computes without a pause ends as well.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import traceback
from collections import deque
from dataclasses import dataclass
from multiprocessing import connection
from multiprocessing.util import Finalize
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from agreement_gen.temporary import temporary_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerContext, SpawnContext
    from multiprocessing.process import BaseProcess

T = TypeVar("T")
R = TypeVar("R")

OUT_OF_MEMORY = 12
"""The exit status of a worker that got no more memory: ENOMEM, as errno(3) numbers it."""

_PRELOAD = "agreement_gen.build.preload"

_LONGEST_SOCKET_PATH = 100
"""In bytes; systems take 104 or 108, with the NUL at its end."""

_SOCKET = "/listener-xxxxxxxx"
"""A name as long as the one that the server's socket gets."""

_END_SECONDS = 5
"""How long a worker without work may take to end."""

_PR_SET_PDEATHSIG = 1
"""``prctl(2)``: which signal a process gets when its parent ends."""


@dataclass(frozen=True, slots=True)
class WorkerDied:
    """The process that did a task ended without a result, and so did a second one.

    ``exit_status`` is the status of the last; below zero the signal that ended it, None where no
    process could be started.
    """

    exit_status: int | None


Outcomes: TypeAlias = "Generator[tuple[int, R | WorkerDied], None, None]"
"""Results with the positions of their tasks."""


class WorkerTraceback(Exception):  # noqa: N818 - the cause of another exception
    """Where in a worker an exception was raised, as text."""


@dataclass(frozen=True, slots=True)
class _Result(Generic[R]):
    """What a worker answers when it has done a task."""

    value: R


@dataclass(frozen=True, slots=True)
class _Raised:
    """What a worker answers when a task raises an exception, which is a fault of the program."""

    exception: Exception
    report: str


@dataclass(slots=True)
class _Worker:
    """A worker process, this side of the pipe to it, and the position of its present task."""

    process: BaseProcess
    pipe: Connection
    position: int


def default_count() -> int:
    """How many processes to use where no number is given: one for each core."""
    return os.cpu_count() or 1


def start(jobs: int | None) -> None:
    """Let the renderers load in the background, if more than one process is to render."""
    if (jobs or default_count()) > 1 and _has_server():
        _run_server()


def outcomes(do: Callable[[T], R], tasks: Sequence[T], count: int) -> Outcomes[R]:
    """Do tasks in several processes; each result with its task's position, as it is finished.

    A worker that dies (it was killed, or out of memory) takes only its own task with it. That is
    done again when all the others are finished, in a fresh process that has the machine to
    itself; only if that one dies too the task fails. Where no process can be started, this one
    does the tasks.

    Closing the iterator ends the workers at once.

    Args:
        do: What is done, a function of a module.
        tasks: What it is done to, as picklable values.
        count: The most processes at once; with one, or for one task, it is this process.

    Raises:
        Exception: whatever ``do`` raises.
    """
    if min(count, len(tasks)) <= 1:
        for position, task in enumerate(tasks):
            yield position, do(task)
        return
    again: list[int] = []
    with contextlib.closing(_once(do, tasks, range(len(tasks)), count)) as finished:
        for position, result in finished:
            if not isinstance(result, WorkerDied):
                yield position, result
            elif result.exit_status is None:
                yield position, do(tasks[position])
            else:
                again.append(position)
    for position in sorted(again):
        with contextlib.closing(_once(do, tasks, [position], 1)) as finished:
            yield from finished


def _once(
    do: Callable[[T], R], tasks: Sequence[T], positions: Sequence[int], count: int
) -> Outcomes[R]:
    """Do the tasks at some positions once, in processes that end before this iterator does."""
    waiting = deque(positions)
    workers: list[_Worker] = []
    try:
        while waiting or workers:
            while waiting and len(workers) < count:
                worker = _started(do, waiting[0])
                if worker is None:
                    break
                workers.append(worker)
                _give(worker, tasks, waiting.popleft())
            if not workers:
                yield waiting.popleft(), WorkerDied(None)
                continue
            for worker in _ready(workers):
                position = worker.position
                answer = _answer(worker)
                if answer is not None and waiting:
                    _give(worker, tasks, waiting.popleft())
                else:
                    workers.remove(worker)
                    _end(worker)
                if isinstance(answer, _Raised):
                    raise answer.exception from WorkerTraceback(answer.report)
                yield (
                    position,
                    WorkerDied(worker.process.exitcode) if answer is None else answer.value,
                )
    finally:
        for worker in workers:
            _kill(worker)


def _ready(workers: Sequence[_Worker]) -> list[_Worker]:
    """The workers that have answered or died, as soon as one has."""
    pipes = connection.wait([worker.pipe for worker in workers])
    return [worker for worker in workers if worker.pipe in pipes]


def _started(do: Callable[[T], R], position: int) -> _Worker | None:
    """A worker for the task at a position; None if the machine has no more processes."""
    pipe, far_end = multiprocessing.Pipe()
    context = _context()
    process = context.Process(target=_serve, args=(do, far_end), daemon=True)
    try:
        with _as_child_processes_start():
            process.start()
    except (OSError, EOFError):  # the server ends where it cannot fork
        pipe.close()
        return None
    finally:
        far_end.close()
    return _Worker(process, pipe, position)


def _give(worker: _Worker, tasks: Sequence[T], position: int) -> None:
    worker.position = position
    with contextlib.suppress(OSError):  # it died, as its answer will show
        worker.pipe.send(tasks[position])


def _answer(worker: _Worker) -> _Result[Any] | _Raised | None:
    """The answer of a worker that has sent one; None if it died instead."""
    try:
        answer: _Result[Any] | _Raised = worker.pipe.recv()
    except (OSError, EOFError):
        return None
    return answer


def _end(worker: _Worker) -> None:
    """Let a worker without work end, and wait for it."""
    worker.pipe.close()
    worker.process.join(_END_SECONDS)
    if worker.process.exitcode is None:
        _kill(worker)


def _kill(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.kill()
    worker.process.join()


def _context() -> ForkServerContext | SpawnContext:
    if not _has_server():
        return multiprocessing.get_context("spawn")
    _run_server()
    return multiprocessing.get_context("forkserver")


def _has_server() -> bool:
    """Whether workers are forked from a server: not on Windows, nor where its socket cannot be."""
    socket = f"{temporary_folder()}{_SOCKET}"
    return sys.platform != "win32" and len(os.fsencode(socket)) <= _LONGEST_SOCKET_PATH


def _run_server() -> None:
    """Start the server if it does not run."""
    from multiprocessing import forkserver, resource_tracker

    multiprocessing.get_context("forkserver").set_forkserver_preload([_PRELOAD])
    # Where it is started by the server, it lets Ctrl-C through again.
    resource_tracker.ensure_running()
    with _as_child_processes_start():
        forkserver.ensure_running()


@contextlib.contextmanager
def _as_child_processes_start() -> Iterator[None]:
    """How this process has to be while it starts another one.

    Ctrl-C reaches every process of a command. The others inherit that it is blocked, so that the
    command alone answers it, and stops them. They inherit too that temporary files are made in
    this process's folder; what is made for the server itself would otherwise have one of its own.
    """
    folder = str(temporary_folder())
    settings = getattr(multiprocessing.current_process(), "_config", {})
    before, place = os.environ.get("TMPDIR"), settings.get("tempdir")
    blocked = None
    if sys.platform != "win32":
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    os.environ["TMPDIR"] = settings["tempdir"] = folder
    try:
        yield
    finally:
        settings["tempdir"] = place
        if before is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = before
        if sys.platform != "win32" and blocked is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)


def _serve(do: Callable[[T], R], pipe: Connection) -> None:
    """Do the tasks that come through a pipe until it is closed; what a worker process runs."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()
    end_with_parent()
    # The PDF renderer's folder of fonts goes with its last object, and a worker ends without
    # collecting. The priority is below that of the PDF writer, which lets go of the fonts first.
    Finalize(None, gc.collect, exitpriority=5)
    while True:
        try:
            task = pipe.recv()
        except EOFError:
            return
        pipe.send(_done(do, task))


def _done(do: Callable[[T], R], task: T) -> _Result[R] | _Raised:
    try:
        return _Result(do(task))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception as error:  # whatever it is, the command raises it
        report = f"\n{traceback.format_exc()}"
        try:
            pickle.loads(pickle.dumps(error))  # noqa: S301 - this process's own
        except Exception:  # an exception that cannot be sent may fail in any way
            return _Raised(RuntimeError(repr(error)), report)
        return _Raised(error, report)


def _end_after(parent: int) -> None:
    """End this process when its parent has, given the parent's sentinel."""
    connection.wait([parent])
    os._exit(1)


def end_with_parent() -> None:
    """Let the system kill this process when the one that started it ends; only on Linux."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
