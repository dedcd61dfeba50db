"""Standard input, output and error that never end the program in the middle of its work.

A closed pipe, a full disk or a terminal that cannot show a letter is no reason to leave something
half done: what cannot be written is dropped, and the first error is kept for the exit status.
"""

from __future__ import annotations

import io
import select
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from typing import TextIO


class _Raw(Protocol):
    """What is used of a raw stream of the system."""

    def write(self, data: bytes, /) -> int | None: ...
    def fileno(self) -> int: ...
    def isatty(self) -> bool: ...


class LastingStream(io.RawIOBase):
    """A stream that takes whatever is written to it; ``error`` is why the rest was dropped."""

    error: OSError | None = None

    def __init__(self, below: _Raw) -> None:
        self._below = below

    def writable(self) -> bool:
        """See :class:`io.RawIOBase`."""
        return True

    def isatty(self) -> bool:
        """See :class:`io.RawIOBase`."""
        return self._below.isatty()

    def fileno(self) -> int:
        """See :class:`io.RawIOBase`."""
        return self._below.fileno()

    def write(self, data: Any, /) -> int:  # noqa: ANN401 - any buffer
        """See :class:`io.RawIOBase`."""
        if self.error is None:
            try:
                return self._written(data)
            except OSError as error:
                self.error = error
        return len(memoryview(data).cast("B"))

    def _written(self, data: bytes) -> int:
        while (count := self._below.write(data)) is None:
            # Another program has set the pipe not to block, and it is full.
            select.select([], [self], [])
        return count


@dataclass(frozen=True, slots=True)
class Streams:
    """What standard output and error are written to."""

    out: LastingStream
    err: LastingStream

    def output_error(self) -> OSError | None:
        """Why the output could not be written, once all of it has been tried.

        What cannot be written to standard error does not count: there is nowhere to report it.
        """
        sys.stdout.flush()
        sys.stderr.flush()
        return self.out.error


def lasting_streams() -> Streams:
    """Replace the three standard streams of this process, whose numbers are held."""
    sys.stdin = sys.stdin or open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    out, err = LastingStream(_raw(sys.stdout, 1)), LastingStream(_raw(sys.stderr, 2))
    sys.stdout, sys.stderr = _text(out, sys.stdout), _text(err, sys.stderr)
    return Streams(out, err)


def _raw(stream: TextIO | None, number: int) -> _Raw:
    """What a stream writes to, which is still open when nothing else refers to the stream."""
    if stream is not None:
        stream.flush()
        buffer = stream.buffer
        raw = buffer.raw if isinstance(buffer, io.BufferedWriter) else buffer
        if not isinstance(raw, io.FileIO):  # a console of Windows
            return raw
        number = raw.fileno()
    return io.FileIO(number, "wb", closefd=False)


def _text(raw: LastingStream, before: TextIO | None) -> TextIO:
    encoding = before.encoding if before is not None else "utf-8"
    return io.TextIOWrapper(
        io.BufferedWriter(raw), encoding, errors="backslashreplace", line_buffering=True
    )
