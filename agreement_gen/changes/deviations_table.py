"""Where the agreements deviate from their standard: all municipalities by all terms and clauses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, assert_never

from agreement_gen.changes import messages
from agreement_gen.changes.municipality import clause_title, title_of
from agreement_gen.changes.report import plain_markdown
from agreement_gen.changes.values import field_title, label_and_unit
from agreement_gen.characters import one_line
from agreement_gen.checks.deviations import deviations
from agreement_gen.formats.spreadsheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agreement_gen.checks.deviations import Deviation, DeviationKind
    from agreement_gen.workspace.reader import Entry, Standard, Workspace

TableFormat = Literal["text", "markdown"]


@dataclass(frozen=True, slots=True)
class _Row:
    """A municipality with its deviation in each column; None where the standard applies."""

    municipality: str
    deviations: tuple[Deviation | None, ...]


@dataclass(frozen=True, slots=True)
class _Grid:
    """The titles of the terms and clauses, which are the columns, and a row a municipality."""

    titles: tuple[str, ...]
    rows: tuple[_Row, ...]

    def deviations(self, row: _Row) -> list[tuple[str, Deviation]]:
        """Each of a row's deviations with the title of its column."""
        pairs = zip(self.titles, row.deviations, strict=True)
        return [(title, found) for title, found in pairs if found is not None]


def overview(workspace: Workspace, entries: Sequence[Entry], output_format: TableFormat) -> str:
    """A table for each standard that any of the municipalities follows, then the reasons.

    A cell says ``–`` where the standard applies, else the municipality's own term, or that its
    clause has its own wording.
    """
    return "\n".join(_written(grid, output_format) for _, grid in _grids(workspace, entries))


def sheets(workspace: Workspace, entries: Sequence[Entry]) -> tuple[Sheet, ...]:
    """The same tables as sheets; the reasons are the last column."""
    return tuple(_sheet(key, grid) for key, grid in _grids(workspace, entries))


def _grids(workspace: Workspace, entries: Sequence[Entry]) -> Iterator[tuple[str, _Grid]]:
    """The key of each standard that any of the municipalities follows, with its table."""
    for key, standard in sorted(workspace.standards.items()):
        members = [entry for entry in entries if entry.record.agreement == key]
        if members:
            yield key, _grid(standard, members)


def _grid(standard: Standard, entries: Sequence[Entry]) -> _Grid:
    """All terms that may be or are overridden, all clauses, and what agreements add to them."""
    family = standard.family.record
    columns: dict[tuple[DeviationKind, str], str] = {
        ("term", key): label_and_unit(field_title(key, field))[0]
        for key, field in type(family.terms).model_fields.items()
        if key in family.overridable.terms or any(key in e.record.overrides.terms for e in entries)
    }
    columns |= {("clause", key): clause_title(standard, key) for key in family.clauses}
    for entry in entries:
        for added in deviations(entry, standard):
            if added.kind in ("added", "annex"):
                columns.setdefault((added.kind, added.key), title_of(added.own) or added.key)
    rows = []
    for entry in entries:
        found = {(d.kind, d.key): d for d in deviations(entry, standard)}
        rows.append(_Row(entry.label, tuple(found.get(key) for key in columns)))
    return _Grid(tuple(columns.values()), tuple(rows))


def _written(grid: _Grid, output_format: TableFormat) -> str:
    match output_format:
        case "markdown":
            return _markdown(grid)
        case "text":
            return _text(grid)
        case _:
            assert_never(output_format)


def _cell(deviation: Deviation | None) -> str:
    if deviation is None:
        return str(messages.NOTHING())
    match deviation.kind:
        case "term":
            return str(messages.OWN_TERM(own=deviation.own, standard=deviation.standard))
        case "clause":
            return str(messages.OWN_CLAUSE())
        case "added":
            return str(messages.ADDED_CLAUSE_CELL())
        case "annex":
            return str(messages.ADDED_ANNEX_CELL())
        case _:
            assert_never(deviation.kind)


def _cells(row: _Row) -> list[str]:
    return [row.municipality, *map(_cell, row.deviations)]


def _sheet(name: str, grid: _Grid) -> Sheet:
    headings = (str(messages.MUNICIPALITY()), *grid.titles, str(messages.REASON()))
    rows = []
    for row in grid.rows:
        reasons = "; ".join(f"{title}: {found.reason}" for title, found in grid.deviations(row))
        rows.append((*_cells(row), reasons))
    return Sheet(name, headings, tuple(rows))


def _markdown(grid: _Grid) -> str:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(plain_markdown(one_line(cell)) for cell in cells) + " |"

    heads = [str(messages.MUNICIPALITY()), *grid.titles]
    table = [line(heads), line(["---"] * len(heads)), *(line(_cells(row)) for row in grid.rows)]
    reasons = [
        f"- {plain_markdown(one_line(f'{row.municipality} · {title}: {found.reason}'))}"
        for row in grid.rows
        for title, found in grid.deviations(row)
    ]
    return "\n".join([*table, *([""] if reasons else []), *reasons]) + "\n"


def _text(grid: _Grid) -> str:
    """The table with numbers over its columns, because clauses' titles are long."""
    head = str(messages.MUNICIPALITY())
    width = max(map(len, (head, *(row.municipality for row in grid.rows))))
    numbers = range(1, len(grid.titles) + 1)
    out = [f"{number:>3}  {title}" for number, title in zip(numbers, grid.titles, strict=True)]
    out += ["", f"{head:<{width}}  " + " ".join(f"{number:>2}" for number in numbers)]
    nothing = str(messages.NOTHING())
    for row in grid.rows:
        marks = " ".join(f"{nothing if found is None else 'X':>2}" for found in row.deviations)
        out.append(f"{row.municipality:<{width}}  {marks}")
    details = [
        one_line(f"{row.municipality} · {title}: {_cell(found)} – {found.reason}")
        for row in grid.rows
        for title, found in grid.deviations(row)
    ]
    return "\n".join([*out, "", *(details or [str(messages.NO_DEVIATIONS())])]) + "\n"
