"""A reported change: whom it concerns, in which clause, what changed, why, and whom it reaches."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Literal, TypeAlias

from agreement_gen.changes import messages

if TYPE_CHECKING:
    from agreement_gen.document.tree import Runs
    from agreement_gen.problems import Problem

Kind = Literal["standard", "region", "municipality"]


class Cause(Enum):
    """Why an agreement says something else; the value is the word that is shown for it."""

    STANDARD = messages.CAUSE_STANDARD
    TERMS = messages.CAUSE_TERMS
    AMOUNT = messages.CAUSE_AMOUNT
    LOCAL_TEXT = messages.CAUSE_LOCAL_TEXT
    FACTS = messages.CAUSE_FACTS
    DEVIATION = messages.CAUSE_DEVIATION
    STYLE = messages.CAUSE_STYLE
    FILE = messages.CAUSE_FILE

    def __str__(self) -> str:
        """The word that is shown."""
        return str(self.value())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reported:
    """What every reported change has.

    Attributes:
        kind: What was changed: a standard, the region's file or a municipality's file.
        subject: The standard's title, the region's name or the municipality's name.
        clause: The title of the clause that shows the change; empty if none does.
        label: What in the clause or the file was changed; empty if the clause says it all.
        cause: Why an agreement says something else.
        note: A remark, such as the reason or how much an amount rose.
        reach: The municipalities whose agreements a change of the standard or the region changes.
    """

    kind: Kind
    subject: str
    clause: str = ""
    label: str = ""
    cause: Cause
    note: str = ""
    reach: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueChange(_Reported):
    """A single value that was changed, as a person reads it, and its unit.

    ``before`` is empty where the value itself cannot be shown, only that it is another one.
    """

    before: str
    after: str
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChange(_Reported):
    """A text that was changed: its changed lines, with marks on the words.

    ``example`` names the municipality whose agreement the lines are from where the agreements of
    ``reach`` show the change in different words.
    """

    lines: tuple[Runs, ...]
    example: str = ""


ReportedChange: TypeAlias = ValueChange | TextChange


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that exists in one of the states but cannot be read there, and why."""

    state: str
    file: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """All that changed from one state to another; ``count`` is how many agreements there are.

    ``bookkeeping`` are those of the changes that are in the files alone, because no agreement
    says anything else for them.
    """

    old: str
    new: str
    count: int
    changes: tuple[ReportedChange, ...]
    unread: tuple[Unread, ...]
    bookkeeping: tuple[ReportedChange, ...] = ()

    def __bool__(self) -> bool:
        """Whether an agreement says something else, or that is not known."""
        return bool(self.in_agreements or self.unread)

    @property
    def in_agreements(self) -> tuple[ReportedChange, ...]:
        """The changes of what an agreement says."""
        return tuple(change for change in self.changes if change not in self.bookkeeping)
