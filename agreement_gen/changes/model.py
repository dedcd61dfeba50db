"""What is told of a change: of whom, in which clause, what, why, and whom it reaches."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from agreement_gen.document.tree import Runs
    from agreement_gen.problems import Problem

Kind = Literal["standard", "region", "municipality"]

NOTHING = "–"
"""How a value that is not there is shown."""


class Cause(Enum):
    """Why an agreement says something else; the value is the Swedish word for it."""

    STANDARD = "standard"
    TERMS = "villkor"
    AMOUNT = "belopp"
    LOCAL_TEXT = "lokal text"
    FACTS = "uppgifter"
    DEVIATION = "avvikelse"
    LOOK = "utseende"
    FILE = "fil"


@dataclass(frozen=True, slots=True)
class ReportedChange:
    """One change.

    ``subject`` is the municipality's name, the standard's title or the region's name. A change
    of a value has ``before``, ``after`` and their ``unit``; one of a text has ``lines`` with marks
    on the words. ``reach`` names the municipalities whose agreements a change of the standard or
    the region changes; if their words differ, the lines are those of ``example``.
    """

    kind: Kind
    subject: str
    clause: str
    label: str
    cause: Cause
    before: str = ""
    after: str = ""
    unit: str = ""
    note: str = ""
    lines: tuple[Runs, ...] = ()
    reach: tuple[str, ...] = ()
    example: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that one of the states holds but that cannot be read there, and why."""

    state: str
    file: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """All that changed from one state to another; ``count`` is how many agreements there are."""

    old: str
    new: str
    count: int
    changes: tuple[ReportedChange, ...]
    unread: tuple[Unread, ...]

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.changes or self.unread)
