"""A family's own fields: what each is, and the record that holds their values.

A field is described once, in ``family.yaml`` or for all families in ``region.yaml``. From the
descriptions comes one record (:func:`values_record`), and from that record all else: what a value
may be and where a wrong one is, the JSON Schema, the title that an editor or a comparison shows.
"""

from __future__ import annotations

import functools
import warnings
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from pydantic import Field, create_model

from agreement_gen.messages import N_
from agreement_gen.workspace.fields import (
    Date,
    FieldKey,
    Line,
    PositiveNumber,
    WholeNumber,
    WholeText,
    choice_of,
)
from agreement_gen.workspace.record import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

FieldType: TypeAlias = Literal[
    "line", "text", "date", "number", "money", "choice", "yes_no", "list", "rows"
]
ColumnType: TypeAlias = Literal["line", "date", "number", "money", "choice", "yes_no"]

MOST_ROWS = 200
"""The most rows of a field, and items of a list: about ten pages."""

MOST_COLUMNS = 12
"""The most columns of a field with rows: on a page of A4 each has about a centimetre."""

_FIGURES = frozenset({"number", "money"})


class FieldColumn(Record):
    """A column of a field with rows."""

    key: FieldKey = Field(title="Key")
    title: Line = Field(title="Heading")
    type: ColumnType = Field(
        "line",
        title="Kind of value",
        description="line, date, number, money, choice or yes_no",
    )
    required: bool = Field(
        False, title="Has to be filled in", description="Before signing, in each row"
    )
    help: Line | None = Field(None, title="Help for whoever fills it in")
    choices: tuple[Line, ...] = Field((), title="Choices", description="Only for type: choice")
    width: PositiveNumber | None = Field(
        None,
        title="Width",
        description="In relation to the others, e.g. 3 and 1; for all columns or none",
    )
    sum: bool = Field(False, title="Is added up", description="Only for number and money")

    @property
    def is_figure(self) -> bool:
        """Whether its values are figures, which are aligned at the end and can be added up."""
        return self.type in _FIGURES


class OwnField(Record):
    """One of a family's own fields."""

    key: FieldKey = Field(title="Key", description="In the texts: {{ fields.KEY }}")
    title: Line = Field(title="Heading")
    type: FieldType = Field(
        title="Kind of value",
        description="line, text, date, number, money, choice, yes_no, list or rows",
    )
    required: bool = Field(False, title="Has to be filled in", description="Before signing")
    help: Line | None = Field(None, title="Help for whoever fills it in")
    choices: tuple[Line, ...] = Field((), title="Choices", description="Only for type: choice")
    columns: tuple[FieldColumn, ...] = Field(
        (), max_length=MOST_COLUMNS, title="Columns", description="For type: rows"
    )
    sum_title: Line | None = Field(
        None, title="Heading of the row of sums", description="When a column is added up"
    )


_TYPES: dict[str, Any] = {
    "line": Line,
    "text": WholeText,
    "date": Date,
    "number": WholeNumber,
    "money": WholeNumber,
    "yes_no": bool,
}
FORMS = {
    "date": N_("YYYY-MM-DD"),
    "money": N_("Whole kronor, in digits only"),
    "yes_no": "true, false",
}
"""What an editor shows where a description has no help of its own."""


@functools.lru_cache(maxsize=256)
def values_record(fields: tuple[OwnField, ...]) -> type[Record]:
    """The record that holds the values of some fields, each under its key; none must be given.

    The descriptions must be without fault
    (:func:`agreement_gen.agreement_state.own_fields.description_problems`).
    """
    return _record("Fields", {field.key: _of_field(field) for field in fields})


def _of_field(field: OwnField) -> tuple[Any, Any]:
    about = _about(field)
    match field.type:
        case "list":
            return tuple[Line, ...], Field((), max_length=MOST_ROWS, **about)
        case "rows":
            row = _record(
                f"Row_{field.key}", {column.key: _of_column(column) for column in field.columns}
            )
            return tuple[row, ...], Field((), max_length=MOST_ROWS, **about)  # type: ignore[valid-type]
        case _:
            return _type(field.type, field.choices) | None, Field(None, **about)


def _of_column(column: FieldColumn) -> tuple[Any, Any]:
    about = _about(column)
    return _type(column.type, column.choices) | None, Field(None, **about)


def _about(described: OwnField | FieldColumn) -> dict[str, Any]:
    help_ = described.help or FORMS.get(described.type)
    return {"title": described.title, "description": help_}


def _type(name: str, choices: Sequence[str]) -> Any:  # noqa: ANN401 - a type made of a description
    return choice_of(choices) if name == "choice" else _TYPES[name]


def _record(name: str, fields: dict[str, tuple[Any, Any]]) -> type[Record]:
    with warnings.catch_warnings():
        # A key may be named like one of pydantic's own methods (`schema`): none of them is used.
        warnings.simplefilter("ignore", UserWarning)
        return create_model(name, __base__=Record, **fields)  # type: ignore[call-overload,no-any-return]


def is_empty(value: object) -> bool:
    """Whether a field or a cell has no value yet; ``false`` and 0 are values."""
    return value is None or value == () or (isinstance(value, str) and not value.strip())
