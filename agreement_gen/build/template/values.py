"""What templates are given and give: plain values, filters, composed text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

    from agreement_gen.problems import Location, Problem

Plain: TypeAlias = "str | int | dt.date | bool | Sequence[Plain] | Mapping[str, Plain] | None"
"""Everything that a template can hold or be given."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter that templates may use.

    Attributes:
        function: From the value and the filter's own arguments to a text, a number or a list.
        takes: The kinds of value that it accepts.
        example: A use that works with the values of any agreement, for the reference.
        arguments: How many arguments it takes in parentheses, at least and at most.
    """

    function: Callable[..., Plain]
    takes: tuple[type, ...]
    example: str
    arguments: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Empty:
    """A value that a template inserts and that the files leave empty."""

    name: str
    location: Location


@dataclass(frozen=True, slots=True)
class TemplateText:
    """The text of a template, and the empty values that it would insert, in order."""

    text: str
    empty: tuple[Empty, ...]


@dataclass(frozen=True, slots=True)
class Included:
    """The text of a template that others may include, and where each of its lines is."""

    text: str
    locate: Callable[[int], Location]


@dataclass(frozen=True, slots=True)
class Rules:
    """What a template may use, and how what it inserts is written.

    Attributes:
        filters: By name.
        escape: From an inserted text to the characters that stand for it.
        placeholder: Written where an inserted value is empty.
        includes: The templates that may be included, by name.
    """

    filters: Mapping[str, Filter]
    escape: Callable[[str], str]
    placeholder: str
    includes: Mapping[str, Included] = field(default_factory=dict)


class TemplateError(Exception):
    """A template cannot be run; ``problem`` says where and why."""

    def __init__(self, found: Problem) -> None:
        super().__init__(str(found))
        self.problem = found
