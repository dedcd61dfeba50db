"""The published sums of the funding table against the rows that they should be the sum of.

Published figures were each rounded on their own. A difference is accepted only by being listed,
with both figures, in the family's ``funding.yaml``; nothing is corrected.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from agreement_gen.funding.messages import DIFFERENCE
from agreement_gen.swedish import alphabetical
from agreement_gen.workspace.model import AMOUNT, SET_ASIDE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from agreement_gen.messages import Text, Value
    from agreement_gen.problems import Location
    from agreement_gen.workspace.load import Loaded
    from agreement_gen.workspace.model import AcceptedDifference, FundingTable
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


@dataclass(frozen=True, slots=True)
class TableRow:
    """An agreement's row in its family's funding table.

    Attributes:
        slug: The name of its file without ending.
        title: What the row is called: the municipality's name.
        group: The group it is in; None while that is not given, or for a table without groups.
        figures: Each column's figure by its key; None for one that is not set yet.
        loaded: The file that holds the row.
    """

    slug: str
    title: str
    group: str | None
    figures: Mapping[str, int | None]
    loaded: Loaded[Any]


def members_of(workspace: Workspace, standard: Standard) -> list[Entry]:
    """The agreements that follow one standard."""
    return [entry for entry in workspace.entries if entry.record.agreement == standard.key]


def table_rows(workspace: Workspace, standard: Standard) -> list[TableRow]:
    """The rows of one standard's table, in alphabetical order.

    Also those of agreements that have faults elsewhere, which do not concern the others.
    """
    rows = [
        TableRow(entry.slug, entry.name, entry.record.group, entry.record.funding, entry)
        for entry in members_of(workspace, standard)
    ]
    for row in workspace.rows:
        if row.record.agreement == standard.key:
            slug = row.source.file.rpartition("/")[2].rpartition(".")[0]
            title = row.record.municipality or row.record.title or slug
            rows.append(TableRow(slug, title, row.record.group, row.record.funding, row))
    return sorted(rows, key=lambda row: alphabetical(row.title))


def all_rows_known(workspace: Workspace, standard: Standard) -> bool:
    """Whether every row of a standard's table is there, in a group of the table and finished.

    While one is not, no sum that it is part of can be right.
    """
    table, funding = standard.family.record.funding, standard.funding
    if table is None or funding is None:
        return False
    groups = {group.name for group in funding.record.groups}
    if workspace.without_row or any(workspace.standard(e) is None for e in workspace.entries):
        return False  # a row that nobody can place may belong here
    return all(
        (not groups or row.group in groups)
        and all(row.figures.get(column.key) is not None for column in table.columns)
        for row in table_rows(workspace, standard)
    )


def column_sums(rows: Iterable[Mapping[str, int | None]], columns: Iterable[str]) -> dict[str, int]:
    """The sum of each column over some rows, by its key; a figure that is not set counts as 0."""
    rows = list(rows)
    return {key: sum(row.get(key) or 0 for row in rows) for key in columns}


def part_sums(figures: Mapping[str, int | None], table: FundingTable) -> dict[str, int]:
    """What a row's parts add up to, for each column that the family says has parts."""
    return {
        column.key: sum(figures.get(part) or 0 for part in column.parts)
        for column in table.columns
        if column.parts and {one.key for one in table.columns}.issuperset(column.parts)
    }


def differences(workspace: Workspace, standard: Standard) -> Iterator[Difference]:
    """Every figure in the table of one standard that is not the sum of its parts.

    Compared are: a row's column with the columns that the family says are its parts, a group's
    published sums with its rows, the published total with all rows, the parts of a sum's or the
    total's columns, and the amount set aside with the total. Nothing is compared in a family
    without money.
    """
    table, loaded = standard.family.record.funding, standard.funding
    if table is None or loaded is None:
        return
    funding, rows = loaded.record, table_rows(workspace, standard)
    for row in rows:
        computed = part_sums(row.figures, table)
        yield from _compared(row.loaded, ("funding",), row.title, row.figures, computed)
    columns = [column.key for column in table.columns]
    for number, group in enumerate(funding.groups):
        members = [row.figures for row in rows if row.group == group.name]
        path: KeyPath = ("groups", number, "published")
        for computed in (column_sums(members, columns), part_sums(group.published, table)):
            yield from _compared(loaded, path, group.sum_title, group.published, computed)
    total, path = funding.total, ("total", "published")
    figures = [row.figures for row in rows]
    for computed in (column_sums(figures, columns), part_sums(total.published, table)):
        yield from _compared(loaded, path, total.title, total.published, computed)
    shared_out = funding.total.published.get(AMOUNT, 0)
    if funding.set_aside_sek != shared_out:
        location = loaded.at(SET_ASIDE)
        yield Difference(location, SET_ASIDE, AMOUNT, funding.set_aside_sek, shared_out)


def _compared(
    loaded: Loaded[Any],
    path: KeyPath,
    title: str,
    published: Mapping[str, int | None],
    computed: Mapping[str, int],
) -> Iterator[Difference]:
    """The columns of one row in which the published figure is not the computed one."""
    for column, figure in computed.items():
        stated = published.get(column)
        if stated is not None and stated != figure:
            yield Difference(loaded.at(*path, column), title, column, stated, figure)


def unexplained(workspace: Workspace, standard: Standard) -> Iterator[Difference]:
    """The differences that the family's file does not list."""
    if standard.funding is None:
        return
    accepted = {accepted_key(item) for item in standard.funding.record.accepted_differences}
    for difference in differences(workspace, standard):
        if difference.key not in accepted:
            yield difference
