"""The published sums of the funding table against the rows that they should be the sum of.

Published figures were each rounded on their own. A difference is accepted only by being listed,
with both figures, in ``region.yaml``; nothing is corrected.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from agreement_gen.funding.messages import DIFFERENCE
from agreement_gen.workspace.model import AMOUNT, SET_ASIDE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from agreement_gen.messages import Text, Value
    from agreement_gen.problems import Location
    from agreement_gen.workspace.load import Loaded
    from agreement_gen.workspace.model import AcceptedDifference
    from agreement_gen.workspace.reader import Entry, Standard, Workspace
    from agreement_gen.yamlfile.nodes import KeyPath

DifferenceKey: TypeAlias = tuple[str, str, int, int]
"""What identifies a difference: row, column, published figure, computed figure."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A published figure that is not what its parts add up to.

    Attributes:
        location: Where the published figure is.
        row: The municipality, the sum's or the total's title, or ``set_aside_sek``.
        column: The key of the column.
        published: The figure that was published, in the column's unit.
        computed: The sum of its parts, in the same unit.
    """

    location: Location
    row: str
    column: str
    published: int
    computed: int

    def __str__(self) -> str:
        return str(self.sentence)

    @property
    def sentence(self) -> Text:
        """The difference in words, for a person."""
        return DIFFERENCE(**self.values)

    @property
    def values(self) -> dict[str, Value]:
        """The values that a message on this difference is filled with."""
        return {
            "row": self.row,
            "column": self.column,
            "published": self.published,
            "computed": self.computed,
            "difference": format(self.published - self.computed, "+d"),
        }

    @property
    def key(self) -> DifferenceKey:
        """What an accepted difference must state to be this one."""
        return (self.row, self.column, self.published, self.computed)


def accepted_key(accepted: AcceptedDifference) -> DifferenceKey:
    """See :attr:`Difference.key`."""
    return (accepted.row, accepted.column, accepted.published, accepted.computed)


def members_of(workspace: Workspace, standard: Standard) -> list[Entry]:
    """The municipalities whose rows are in the table of one standard."""
    return [entry for entry in workspace.entries if entry.record.agreement == standard.key]


def column_sums(rows: Iterable[Mapping[str, int]], columns: Iterable[str]) -> dict[str, int]:
    """The sum of each column over some rows, by its key; a figure that is missing counts as 0."""
    rows = list(rows)
    return {key: sum(row.get(key, 0) for row in rows) for key in columns}


def part_sums(figures: Mapping[str, int], standard: Standard) -> dict[str, int]:
    """What a row's parts add up to, for each column that the family says has parts."""
    return {
        column.key: sum(figures.get(part, 0) for part in column.parts)
        for column in standard.family.record.funding.columns
        if column.parts
    }


def differences(workspace: Workspace, standard: Standard) -> Iterator[Difference]:
    """Every figure in the table of one standard that is not the sum of its parts.

    Compared are: a row's column with the columns that the family says are its parts, a group's
    published sums with its rows, the published total with all rows, and the amount set aside
    with the total.
    """
    entries = members_of(workspace, standard)
    for entry in entries:
        title, published = entry.record.municipality, entry.record.funding
        computed = part_sums(published, standard)
        yield from _compared(entry, ("funding",), title, published, computed)
    region, funding = workspace.region, workspace.region.record.funding
    columns = [column.key for column in standard.family.record.funding.columns]
    for number, group in enumerate(funding.groups):
        rows = [entry.record.funding for entry in entries if entry.record.group == group.name]
        path: KeyPath = ("funding", "groups", number, "published")
        computed = column_sums(rows, columns)
        yield from _compared(region, path, group.sum_title, group.published, computed)
    computed = column_sums((entry.record.funding for entry in entries), columns)
    path = ("funding", "total", "published")
    yield from _compared(region, path, funding.total.title, funding.total.published, computed)
    shared_out = funding.total.published.get(AMOUNT, 0)
    if funding.set_aside_sek != shared_out:
        location = region.at("funding", SET_ASIDE)
        yield Difference(location, SET_ASIDE, AMOUNT, funding.set_aside_sek, shared_out)


def _compared(
    loaded: Loaded[Any],
    path: KeyPath,
    title: str,
    published: Mapping[str, int],
    computed: Mapping[str, int],
) -> Iterator[Difference]:
    """The columns of one row in which the published figure is not the computed one."""
    for column, figure in computed.items():
        if column in published and published[column] != figure:
            location = loaded.at(*path, column)
            yield Difference(location, title, column, published[column], figure)


def unexplained(workspace: Workspace, standard: Standard) -> Iterator[Difference]:
    """The differences that ``region.yaml`` does not list."""
    accepted = {accepted_key(item) for item in workspace.region.record.funding.accepted_differences}
    for difference in differences(workspace, standard):
        if difference.key not in accepted:
            yield difference
