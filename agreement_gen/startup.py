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
        for name in _SIGNALS
        if (number := getattr(signal, name, None)) is not None
        and signal.getsignal(number) in {signal.SIG_DFL, signal.default_int_handler}
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
        for name in _SIGNALS:
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), signal.SIG_DFL)


def _stop(number: int, _: FrameType | None) -> None:
    for name in _SIGNALS:
        if hasattr(signal, name):
            # A second one must not interrupt the tidying up.
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    raise Stopped(number)


def _end_late(reader: int) -> None:
    """End the process some time after its first signal, whatever it is doing then."""
    number = os.read(reader, 1)[0]
    time.sleep(_GRACE_SECONDS)
    os._exit(128 + number)
