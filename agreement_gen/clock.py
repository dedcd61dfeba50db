"""The one clock. Nothing else asks what time it is, so that the same input gives the same bytes."""

from __future__ import annotations

import datetime as dt
import os

from agreement_gen.messages import N_
from agreement_gen.problems import Location, ProblemCode, fault

FIRST_YEAR, LAST_YEAR = 1900, 2999
"""The years that a date of an agreement, or of anything about it, may be in."""


class ClockCode(ProblemCode):
    """Problems of the time that the environment sets."""

    BAD_EPOCH = (
        "bad-epoch",
        N_("`{value}` is not a number of seconds since 1970"),
        N_("unset SOURCE_DATE_EPOCH, or set it to whole seconds (UTC)"),
        N_(
            "The environment variable SOURCE_DATE_EPOCH states the time that files are made, so "
            "that the same input gives the same bytes (reproducible-builds.org)."
        ),
    )


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
        moment = dt.datetime.fromtimestamp(int(value), tz=dt.UTC)
    except (ValueError, OverflowError, OSError):
        moment = None
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise fault(Location("SOURCE_DATE_EPOCH"), ClockCode.BAD_EPOCH, value=value)
    return moment


def today() -> dt.date:
    """Today's date, or that of ``SOURCE_DATE_EPOCH``.

    Raises:
        InputError: as :func:`stamp`.
    """
    return stamp(dt.datetime.now(tz=dt.UTC).astimezone().date()).date()
