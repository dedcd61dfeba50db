"""Runs commands of agreement-gen, each in a forked process of its own, which takes milliseconds.

Reads requests as JSON, one a line, and answers each with a line; `tests/support/sandbox.py` writes
them. The program is loaded once. This process is the one that orphans are given to, so that it
sees every process that a command leaves behind.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import errno
import gc
import importlib
import json
import os
import pkgutil
import resource
import select
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import Any, NoReturn

import agreement_gen

_SUBREAPER = 36
"""``PR_SET_CHILD_SUBREAPER`` of Linux's ``prctl``."""

_GRACE = 5
"""Seconds in which what a command started has to end after it."""

_CHANGES = {"os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink"}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def _serve(request: dict[str, Any]) -> dict[str, Any]:
    started = time.monotonic()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    process = os.fork()
    if process == 0:
        # Until the program takes its signals, they end the process as they end any other.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        _become(request)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    handle = os.pidfd_open(process)
    try:
        ended = False
        if request["kill"] is not None:
            ended = _ends_within(handle, request["kill"]["after"])
            if not ended:
                os.kill(process, request["kill"]["signal"])
        hangs = not ended and not _ends_within(handle, request["seconds"])
        if hangs:
            os.kill(process, signal.SIGKILL)
    finally:
        os.close(handle)
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    took = time.monotonic() - started
    changes = Path(request["output"] + ".changes")
    made = changes.read_text(encoding="ascii").split() if changes.exists() else []
    changes.unlink(missing_ok=True)
    left = _left_behind()
    return {"status": status, "hangs": hangs, "took": took, "left": left, "changes": made}


def _ends_within(handle: int, seconds: float) -> bool:
    return bool(select.select([handle], [], [], seconds)[0])


def _left_behind() -> list[str]:
    """The command lines of the processes that outlive their command; they are killed."""
    end = time.monotonic() + _GRACE
    left: list[str] = []
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG) != (0, 0):
                continue
        except ChildProcessError:
            return left
        if time.monotonic() > end:
            for process in _children():
                with contextlib.suppress(OSError):
                    line = Path(f"/proc/{process}/cmdline").read_bytes()
                    left.append(line.replace(b"\0", b" ").decode(errors="replace").strip())
                    os.kill(process, signal.SIGKILL)
        time.sleep(0.01)


def _children() -> list[int]:
    listed = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii")
    return [int(word) for word in listed.split()]


def _become(request: dict[str, Any]) -> NoReturn:
    status = 70
    try:
        os.setsid()
        os.chdir(request["folder"])
        os.environ.clear()
        os.environ.update(request["environment"])
        time.tzset()
        tempfile.tempdir = os.environ["TMPDIR"]
        _connect(request)
        _limit(request)
        changes = _observe(**request["fault"]) if request["fault"] is not None else []
        from agreement_gen.__main__ import main

        sys.argv = ["agreement-gen", *request["arguments"]]
        try:
            main()
            status = 0
        except SystemExit as error:
            status = error.code if isinstance(error.code, int) else int(error.code is not None)
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        Path(request["output"] + ".changes").write_text(" ".join(changes), encoding="ascii")
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def _connect(request: dict[str, Any]) -> None:
    """Let the command read nothing and write everything into one file."""
    output = os.open(request["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(source, target)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    encoding = request["environment"].get("PYTHONIOENCODING", "utf-8")
    sys.stdout = open(1, "w", encoding=encoding, closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding=encoding, closefd=False, errors="backslashreplace")  # noqa: SIM115


def _limit(request: dict[str, Any]) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if request["cpu_seconds"] is not None:
        used = int(sum(os.times()[:2]))
        resource.setrlimit(resource.RLIMIT_CPU, (used + request["cpu_seconds"],) * 2)
    if request["growth"] is not None:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        limit = pages * resource.getpagesize() + request["growth"]
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _observe(number: int, action: str, below: str) -> list[str]:
    """Let the change of the file system with a number, from 1, kill the process or fail.

    Counted are opening for writing, renaming, linking, removing, and making folders, in the
    command's own process and below a folder, each before it happens.

    Returns:
        The changes so far; grows as they happen.
    """
    process, changes = os.getpid(), list[str]()

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            if not isinstance(arguments[2], int) or not arguments[2] & _WRITING:
                return
        elif event not in _CHANGES:
            return
        if os.getpid() != process or not _is_below(arguments, below):
            return
        changes.append(event)
        if len(changes) != number:
            return
        if action == "kill":
            os.kill(process, signal.SIGKILL)
        code = getattr(errno, action)
        raise OSError(code, os.strerror(code), arguments[0])

    sys.addaudithook(hook)
    return changes


def _is_below(arguments: tuple[Any, ...], below: str) -> bool:
    """Whether a change is of a file below a folder; paths are relative where a folder is open."""
    paths = [os.fsdecode(part) for part in arguments[:2] if isinstance(part, str | bytes)]
    if isinstance(arguments[0], int) or paths[0] == os.devnull:
        return False
    return any(not path.startswith("/") or path.startswith(below) for path in paths)


def _preload() -> None:
    for module in pkgutil.walk_packages(agreement_gen.__path__, "agreement_gen."):
        if not module.name.endswith(".__main__"):
            importlib.import_module(module.name)
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    _preload()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_serve(json.loads(line))) + "\n")
        sys.stdout.flush()
