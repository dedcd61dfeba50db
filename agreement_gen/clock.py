"""The one clock. Nothing else asks what time it is, so that the same input gives the same bytes."""

from __future__ import annotations

import datetime as dt
import os

from agreement_gen.problems import InputError, Location, Problem


def stamp(fallback: dt.date) -> dt.datetime:
    """The moment (UTC) that a document says it was made.

    ``SOURCE_DATE_EPOCH`` (seconds, as reproducible-builds.org defines it) if it is set, else the
    fallback's midnight: a document's own date says more than the minute somebody ran a program.

    Raises:
        InputError: if the variable is no whole number of seconds.
    """
    value = os.environ.get("SOURCE_DATE_EPOCH")
    if not value:
        return dt.datetime.combine(fallback, dt.time(), tzinfo=dt.UTC)
    try:
        return dt.datetime.fromtimestamp(int(value), tz=dt.UTC)
    except (ValueError, OverflowError, OSError):
        where = Location("SOURCE_DATE_EPOCH")
        message = f"`{value}` is not a number of seconds since 1970"
        raise InputError([Problem(where, "bad-epoch", message)]) from None


def today() -> dt.date:
    """Today's date, or that of ``SOURCE_DATE_EPOCH``.

    Raises:
        InputError: as :func:`stamp`.
    """
    return stamp(dt.datetime.now(tz=dt.UTC).astimezone().date()).date()
