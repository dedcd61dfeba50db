"""The own fields of one agreement: what its family describes, and the values that it has given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreement_gen.agreement_state.messages import OwnFieldCode
from agreement_gen.problems import InputError, problem
from agreement_gen.workspace.load import part
from agreement_gen.workspace.own_fields import is_empty, values_record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agreement_gen.problems import Location, Problem
    from agreement_gen.workspace.own_fields import FieldColumn, OwnField
    from agreement_gen.workspace.reader import Entry, Standard, Workspace
    from agreement_gen.workspace.record import Record
    from agreement_gen.yamlfile.nodes import KeyPath, Source

FIELDS = "fields"
"""The key of descriptions in a family's file and of values in an agreement's."""


@dataclass(frozen=True, slots=True)
class EmptyValue:
    """A field, or a cell of its rows, that must be filled in and is empty.

    Attributes:
        field: The field.
        column: The column of the cell; None for the whole field.
        row: The number of the cell's row from 1; 0 for the whole field.
        location: Where it is to be filled in.
    """

    field: OwnField
    column: FieldColumn | None
    row: int
    location: Location


def described_fields(workspace: Workspace, standard: Standard) -> tuple[OwnField, ...]:
    """The fields of a family's agreements: the region's for all families, then its own."""
    return (*workspace.region.record.fields, *standard.family.record.fields)


def description_problems(workspace: Workspace, standard: Standard) -> Iterator[Problem]:
    """What is wrong with how a family's fields are described, the region's included."""
    taken: set[str] = set()
    for source, fields in (
        (workspace.region.source, workspace.region.record.fields),
        (standard.family.source, standard.family.record.fields),
    ):
        for number, field in enumerate(fields):
            path: KeyPath = (FIELDS, number)
            if field.key in taken:
                location = source.location((*path, "key"))
                yield problem(location, OwnFieldCode.SAME_KEY, key=field.key)
            taken.add(field.key)
            yield from _choice_problems(source, path, field)
            yield from _column_problems(source, path, field)


def _choice_problems(
    source: Source, path: KeyPath, described: OwnField | FieldColumn
) -> Iterator[Problem]:
    """A choice has something to choose from, and nothing else has."""
    is_choice = described.type == "choice"
    if is_choice and not described.choices:
        yield problem(source.location(path), OwnFieldCode.NO_CHOICES, key=described.key)
    if described.choices and not is_choice:
        location = source.key_location((*path, "choices"))
        yield problem(location, OwnFieldCode.CHOICES_OF_OTHER, key=described.key)


def _column_problems(source: Source, path: KeyPath, field: OwnField) -> Iterator[Problem]:
    """Rows have columns, each once and with figures where they are added up; nothing else has."""
    if field.type != "rows":
        for key in ("columns", "sum_title"):
            if getattr(field, key):
                location = source.key_location((*path, key))
                yield problem(location, OwnFieldCode.COLUMNS_OF_OTHER, key=field.key, part=key)
        return
    if not field.columns:
        yield problem(source.location(path), OwnFieldCode.NO_COLUMNS, key=field.key)
    keys = [column.key for column in field.columns]
    for number, column in enumerate(field.columns):
        below: KeyPath = (*path, "columns", number)
        if column.key in keys[:number]:
            location = source.location((*below, "key"))
            yield problem(location, OwnFieldCode.SAME_KEY, key=column.key)
        yield from _choice_problems(source, below, column)
        if column.sum and (number == 0 or not column.is_figure):
            location = source.location((*below, "sum"))
            yield problem(location, OwnFieldCode.NOT_SUMMED, key=column.key)
    widths = [column.width is not None for column in field.columns]
    if any(widths) and not all(widths):
        location = source.location((*path, "columns", widths.index(False)))
        yield problem(location, OwnFieldCode.SOME_WIDTHS, key=field.key)
    if any(column.sum for column in field.columns) != (field.sum_title is not None):
        yield problem(source.location(path), OwnFieldCode.SUM_TITLE, key=field.key)


def own_values(workspace: Workspace, entry: Entry, standard: Standard) -> Record:
    """The values of an agreement's own fields, each under its key; empty ones are None or ().

    Raises:
        InputError: with every fault in the descriptions, or else in the values.
    """
    faults = tuple(description_problems(workspace, standard))
    if faults:
        raise InputError(faults)
    record = values_record(described_fields(workspace, standard))
    return part(entry.source, (FIELDS,), record)


def required_and_empty(
    workspace: Workspace, entry: Entry, standard: Standard
) -> Iterator[EmptyValue]:
    """Each required field, and required cell of a row, that an agreement has not filled in.

    Raises:
        InputError: as :func:`own_values`.
    """
    values = own_values(workspace, entry, standard)
    for field in described_fields(workspace, standard):
        value = getattr(values, field.key)
        if is_empty(value):
            if field.required:
                yield EmptyValue(field, None, 0, place(entry, field.key))
        elif field.type == "rows":
            for number, row in enumerate(value):
                for column in field.columns:
                    if column.required and is_empty(getattr(row, column.key)):
                        location = place(entry, field.key, number, column.key)
                        yield EmptyValue(field, column, number + 1, location)


def place(entry: Entry, *path: str | int) -> Location:
    """Where a value of a field is, or is to be written."""
    return entry.source.key_location((FIELDS, *path))
