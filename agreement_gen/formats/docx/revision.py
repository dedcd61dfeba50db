"""Who made a document's tracked changes, and moments of time as Word writes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class RevisionMark:
    """Who made the tracked changes and when; ``date`` has a time zone and is written in UTC."""

    author: str
    date: datetime

    def attributes(self) -> dict[str, str]:
        """The attributes of a tracked change (ECMA-376, part 1, clause 17.13.5).

        Raises:
            ValueError: ``date`` has no time zone.
        """
        return {"author": self.author, "date": f"{utc(self.date):%Y-%m-%dT%H:%M:%S}Z"}


def utc(time: datetime) -> datetime:
    """The same moment in UTC, to the second.

    Raises:
        ValueError: It has no time zone, so the moment would depend on the machine.
    """
    if time.tzinfo is None:
        raise ValueError("a time without a time zone")
    return time.astimezone(UTC).replace(microsecond=0)
