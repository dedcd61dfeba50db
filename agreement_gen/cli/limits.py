"""Reads files that somebody sent in a process of its own, with limits of time and memory.

A file that is made for it can make the libraries that read it compute for hours, take all memory or
crash. None of that reaches the command: it reports a problem of the file.
"""

from __future__ import annotations

import contextlib
import faulthandler
import multiprocessing
import os
import pickle
import signal
import sys
import tempfile
import traceback
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from agreement_gen.cli.messages import CliCode
from agreement_gen.formats.errors import UnreadableFileError
from agreement_gen.problems import InputError, Location, Problem, fault

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from agreement_gen.messages import Text

R = TypeVar("R")

MOST_SECONDS = 15
"""How long reading one file may take; an agreement takes two seconds."""

MOST_MEGABYTES = 500
"""How much more memory reading one file may take than the command has; an agreement takes 50."""

_MOST_OF_ERROR = 200
"""How many characters of an exception are shown."""

_MOST_OF_ANSWER = 100_000_000
"""The most bytes of what was found out about a file."""


@dataclass(frozen=True, slots=True)
class _Problems:
    """What is wrong with the file."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Unreadable:
    """Why no text can be read from the file."""

    reason: Text


@dataclass(frozen=True, slots=True)
class _NoMemory:
    """Reading needs more memory than is allowed."""


@dataclass(frozen=True, slots=True)
class _Fault:
    """An exception that nobody has thought of, in one line."""

    error: str


def within_limits(place: str, read: Callable[..., R], *arguments: object) -> R:
    """Read a file in a process of its own.

    Args:
        place: How a problem names the file.
        read: What reads it, a function of a module; its result can be pickled.
        arguments: What it is given.

    Raises:
        InputError: the file takes too much time or memory, or crashes or upsets what reads it;
            or what ``read`` raises.
        UnreadableFileError: what ``read`` raises.
    """
    from agreement_gen.startup import signals_waiting
    from agreement_gen.temporary import temporary_folder

    where = Location(place)
    # Forked, the process has all that is loaded; where that is not safe it loads it anew.
    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    pipe, far_end = context.Pipe(duplex=False)
    with tempfile.TemporaryDirectory(dir=temporary_folder()) as folder:
        process = context.Process(
            target=_answer, args=(far_end, os.getpid(), folder, read, arguments), daemon=True
        )
        with warnings.catch_warnings(), signals_waiting():
            # No other thread of this process has a lock that the new one waits for.
            warnings.simplefilter("ignore", DeprecationWarning)
            process.start()
        try:
            far_end.close()
            if not pipe.poll(MOST_SECONDS):
                raise fault(where, CliCode.READING_TIME, seconds=MOST_SECONDS)
            answer = _received(pipe, process, where)
        finally:
            process.kill()
            process.join()
            pipe.close()
    match answer:
        case _Problems(problems):
            raise InputError(problems)
        case _Unreadable(reason):
            raise UnreadableFileError(reason)
        case _NoMemory():
            raise fault(where, CliCode.READING_MEMORY, megabytes=MOST_MEGABYTES)
        case _Fault(error):
            raise fault(where, CliCode.READING_FAULT, error=error)
    result: R = answer[0]
    return result


def _received(pipe: Connection, process: BaseProcess, where: Location) -> Any:  # noqa: ANN401
    """What the process has found out.

    Raises:
        InputError: it died instead, or found out more than anybody wants to know.
    """
    try:
        return pickle.loads(pipe.recv_bytes(_MOST_OF_ANSWER))  # noqa: S301 - its own child
    except EOFError:
        process.join()
        if process.exitcode == -signal.SIGXCPU:
            raise fault(where, CliCode.READING_TIME, seconds=MOST_SECONDS) from None
        raise fault(where, CliCode.READING_CRASH, megabytes=MOST_MEGABYTES) from None
    except OSError:  # longer than the limit
        raise fault(where, CliCode.READING_MEMORY, megabytes=MOST_MEGABYTES) from None


def _answer(
    pipe: Connection,
    parent: int,
    folder: str,
    read: Callable[..., object],
    arguments: tuple[object, ...],
) -> NoReturn:
    """Read a file and send what was found out; what the process runs."""
    from agreement_gen.build.workers import end_with_parent
    from agreement_gen.startup import default_signals

    default_signals()
    end_with_parent()
    if sys.platform == "linux" and os.getppid() != parent:
        os._exit(1)  # it ended before that was heard of
    tempfile.tempdir = folder
    _silence()
    _limit()
    try:
        answer = _found(read, arguments)
        pipe.send_bytes(pickle.dumps(answer))
    except MemoryError:
        pipe.send_bytes(pickle.dumps(_NoMemory()))
    os._exit(0)


def _found(read: Callable[..., object], arguments: tuple[object, ...]) -> object:
    try:
        return (read(*arguments),)
    except InputError as error:
        return _Problems(error.problems)
    except UnreadableFileError as error:
        return _Unreadable(error.reason)
    except MemoryError:
        return _NoMemory()
    except Exception as error:  # a file can be wrong in ways that no library has thought of
        return _Fault(traceback.format_exception_only(error)[-1].strip()[:_MOST_OF_ERROR])


def _silence() -> None:
    """Let nothing that a library prints reach the command's output."""
    faulthandler.disable()
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)


def _limit() -> None:
    """Limit this process's time, and its memory where the system tells how much it has."""
    if sys.platform == "win32":
        return
    import resource
    from pathlib import Path

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A later second kills what ignores the signal.
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    with contextlib.suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_bytes().split()[0])
        most = pages * resource.getpagesize() + MOST_MEGABYTES * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
