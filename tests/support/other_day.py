"""Runs a test's code as on another day: whatever asks for the time gets a moment far away."""

from __future__ import annotations

import datetime as dt
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


class _AsDate(type):
    """A class whose instances are those of the real one, so that nothing notices the change."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, cls.__mro__[1])

    def __subclasscheck__(cls, subclass: type) -> bool:
        return issubclass(subclass, cls.__mro__[1])


@contextmanager
def other_day(moment: dt.datetime) -> Iterator[None]:
    """Let the clock stand at a moment, in every module that has been loaded.

    ``SOURCE_DATE_EPOCH`` is not set, and the time zone is that of the moment.
    """
    real_date, real_datetime = dt.date, dt.datetime
    seconds = moment.timestamp()

    class Date(real_date, metaclass=_AsDate):  # type: ignore[misc,valid-type]
        @classmethod
        def today(cls) -> dt.date:
            return real_date(moment.year, moment.month, moment.day)

    class DateTime(real_datetime, metaclass=_AsDate):  # type: ignore[misc,valid-type]
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
            return real_datetime.fromtimestamp(seconds, tz or moment.tzinfo)

        @classmethod
        def today(cls) -> dt.datetime:
            return cls.now().replace(tzinfo=None)

        @classmethod
        def utcnow(cls) -> dt.datetime:
            return cls.now(dt.UTC).replace(tzinfo=None)

    def struct(of: float | None = None) -> time.struct_time:
        local = real_datetime.fromtimestamp(seconds if of is None else of, moment.tzinfo)
        return local.timetuple()

    instead: dict[object, object] = {
        real_date: Date,
        real_datetime: DateTime,
        time.time: lambda: seconds,
        time.time_ns: lambda: int(seconds) * 10**9,
        time.localtime: struct,
        time.gmtime: struct,
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)
        for name, module in list(sys.modules.items()):
            if name.startswith(("pytest", "_pytest", "xdist", "execnet", "hypothesis", __name__)):
                continue
            for attribute, value in list(getattr(module, "__dict__", {}).items()):
                try:
                    other = instead.get(value)
                except (TypeError, ValueError):  # what has no hash is no clock
                    continue
                if other is not None:
                    patch.setattr(module, attribute, other)
        yield
