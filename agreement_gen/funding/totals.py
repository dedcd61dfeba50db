"""The published sums of the funding table against the rows that they should be the sum of.

Published figures were each rounded on their own. A difference is accepted only by being listed,
with both figures, in ``region.yaml``; nothing is corrected.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreement_gen.workspace.model import AMOUNT, SET_ASIDE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from agreement_gen.problems import Location
    from agreement_gen.workspace.model import AcceptedDifference
    from agreement_gen.workspace.reader import Standard, Workspace
    from agreement_gen.yamlfile.nodes import KeyPath


@dataclass(frozen=True, slots=True)
class Difference:
    """A published figure that is not what its parts add up to."""

    place: Location
    row: str
    column: str
    published: int
    computed: int

    def __str__(self) -> str:
        return (
            f"{self.row}, {self.column}: {self.published} is published, "
            f"{self.computed} is the sum ({self.published - self.computed:+d})"
        )

    @property
    def key(self) -> tuple[str, str, int, int]:
        """What an accepted difference must say to be this one."""
        return (self.row, self.column, self.published, self.computed)


def accepted_key(accepted: AcceptedDifference) -> tuple[str, str, int, int]:
    """See :attr:`Difference.key`."""
    return (accepted.row, accepted.column, accepted.published, accepted.computed)


def differences(workspace: Workspace, standard: Standard) -> Iterator[Difference]:
    """Every figure in the table of one standard that is not the sum of its parts.

    Compared are: a row's column with the columns that the family says are its parts, a group's
    published sums with its rows, the published total with all rows, and the amount set aside
    with the total.
    """
    region, table = workspace.region, standard.family.record.funding
    funding = region.record.funding
    columns = [column.key for column in table.columns]
    entries = [entry for entry in workspace.entries if entry.record.agreement == standard.key]
    rows: dict[str, list[Mapping[str, int]]] = {group.name: [] for group in funding.groups}
    for entry in entries:
        figures = entry.record.funding
        rows.setdefault(entry.record.group, []).append(figures)
        for column in table.columns:
            if column.parts and column.key in figures:
                computed = sum(figures.get(part, 0) for part in column.parts)
                if figures[column.key] != computed:
                    yield Difference(
                        entry.at("funding", column.key),
                        entry.record.municipality,
                        column.key,
                        figures[column.key],
                        computed,
                    )
    sums: list[tuple[str, Mapping[str, int], list[Mapping[str, int]], KeyPath]] = [
        (group.sum_title, group.published, rows[group.name], ("groups", number, "published"))
        for number, group in enumerate(funding.groups)
    ]
    everything = [row for group in rows.values() for row in group]
    sums.append((funding.total.title, funding.total.published, everything, ("total", "published")))
    for title, published, parts, path in sums:
        for column_key in columns:
            computed = sum(row.get(column_key, 0) for row in parts)
            if column_key in published and published[column_key] != computed:
                place = region.at("funding", *path, column_key)
                yield Difference(place, title, column_key, published[column_key], computed)
    shared_out = funding.total.published.get(AMOUNT, 0)
    if funding.set_aside_sek != shared_out:
        place = region.at("funding", SET_ASIDE)
        yield Difference(place, SET_ASIDE, AMOUNT, funding.set_aside_sek, shared_out)


def unexplained(workspace: Workspace, standard: Standard) -> Iterator[Difference]:
    """The differences that ``region.yaml`` does not list."""
    accepted = {accepted_key(item) for item in workspace.region.record.funding.accepted_differences}
    for difference in differences(workspace, standard):
        if difference.key not in accepted:
            yield difference
