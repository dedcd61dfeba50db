"""What the program does before all else: it holds its streams, and lets signals stop it.

Ctrl-C, SIGTERM and the end of a terminal become an exception, so that what is being written is
undone or finished as after any other failure, temporary files included. Where that takes too long,
the process ends all the same.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_GRACE_SECONDS = 1.5
"""How long tidying up may take after a signal."""

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


class Stopped(BaseException):
    """The system asked the program to end; ``number`` is that of the signal.

    It is no ``KeyboardInterrupt``, which Click and other libraries take for an answer.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)

    @property
    def status(self) -> int:
        """The exit status by which a shell knows the signal: 130 for Ctrl-C, 143 for SIGTERM."""
        return 128 + self.number

    @property
    def name(self) -> str:
        """The signal's name."""
        return signal.Signals(self.number).name


def hold_standard_streams() -> None:
    """Let no file that is opened get the number of a standard stream that the caller closed.

    It would be read in place of the input, or be written to by whatever writes messages.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # For reading, so that writing fails as it does where a stream is closed.
            os.open(os.devnull, os.O_RDONLY)


def stop_on_signals() -> None:
    """Let SIGINT, SIGTERM and SIGHUP raise :class:`Stopped` in this process, its first one.

    A signal that the caller ignores, as ``nohup`` does, stays ignored. Calling it again changes
    nothing.
    """
    mine = [
        number
        for number in _numbers()
        if signal.getsignal(number) in {signal.SIG_DFL, signal.default_int_handler}
    ]
    if not mine:
        return
    for number in mine:
        signal.signal(number, _stop)
    if os.name == "posix":
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        # The system writes the signal's number also while the interpreter waits for a library.
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        threading.Thread(target=_end_late, args=(reader,), daemon=True).start()


def default_signals() -> None:
    """Let signals end this process at once; for a process that leaves nothing behind."""
    with contextlib.suppress(ValueError):  # not the first thread
        signal.set_wakeup_fd(-1)
        for number in _numbers():
            signal.signal(number, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _numbers())


def ignore_signals() -> None:
    """Let no signal interrupt what this process still does, which is little."""
    for number in _numbers():
        signal.signal(number, signal.SIG_IGN)


@contextlib.contextmanager
def signals_waiting() -> Iterator[None]:
    """Let signals wait until the block is done.

    What is raised while the interpreter forks is printed, and lost. A process that is started in
    the block inherits that its signals wait.
    """
    if not hasattr(signal, "pthread_sigmask"):  # on Windows, where nothing forks
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _numbers())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _numbers() -> list[int]:
    """The signals that the system has."""
    return [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]


def _stop(number: int, _: FrameType | None) -> None:
    ignore_signals()  # a second one must not interrupt the tidying up
    raise Stopped(number)


def _end_late(reader: int) -> None:
    """End the process some time after its first signal, whatever it is doing then."""
    number = os.read(reader, 1)[0]
    time.sleep(_GRACE_SECONDS)
    os._exit(128 + number)
