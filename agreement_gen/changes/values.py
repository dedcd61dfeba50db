"""The single values that a record holds, each with a label, and how they are shown."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from agreement_gen import swedish
from agreement_gen.changes import messages
from agreement_gen.changes.model import Cause, Kind, ValueChange
from agreement_gen.translation import translated

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic.fields import FieldInfo

Leaves = dict[tuple[str, ...], tuple[str, str]]
"""For each path its label and its value as text."""

_NAMES = ("name", "key", "id", "row", "title", "year")


def shown(value: object) -> str:
    """A value as a person reads it."""
    match value:
        case None | "":
            return str(messages.NOTHING())
        case bool():
            return str(messages.YES() if value else messages.NO())
        case int() | Decimal():
            return swedish.number(value)
        case dt.date():
            return value.isoformat()
        case _:
            text = " ".join(str(value).split())
            word = messages.VALUE_WORDS.get(text)
            return text if word is None else str(word())


def label_and_unit(title: str) -> tuple[str, str]:
    """A field's title without the unit in brackets that it ends with, and the unit, if any."""
    for ending, unit in messages.UNITS:
        if title.endswith(str(ending())):
            return title.removesuffix(str(ending())), str(unit())
    return title, ""


def field_title(name: str, field: FieldInfo) -> str:
    """The title of a field of a record, as a person reads it; its name where it has none."""
    return translated(field.title) if field.title else name


def leaves(record: BaseModel, *fields: str) -> Leaves:
    """Every single value below a record, or below those of its fields."""
    found: Leaves = {}
    for name, field in type(record).model_fields.items():
        if not fields or name in fields:
            value = _year_as_text(name, getattr(record, name))
            _collect(value, (name,), field_title(name, field), found)
    return found


def _year_as_text(name: str, value: object) -> object:
    """A year as text: it is no amount, so its digits are not grouped."""
    is_year = isinstance(value, int) and (name == "year" or name.endswith("_year"))
    return str(value) if is_year else value


def _collect(value: Any, path: tuple[str, ...], label: str, found: Leaves) -> None:  # noqa: ANN401
    match value:
        case BaseModel():
            for name, field in type(value).model_fields.items():
                inner = _year_as_text(name, getattr(value, name))
                _collect(inner, (*path, name), f"{label} · {field_title(name, field)}", found)
        case dict():
            for key, inner in value.items():
                _collect(inner, (*path, str(key)), f"{label} · {key}", found)
        case tuple() if value and all(isinstance(item, str) for item in value):
            found[path] = (label, ", ".join(value))
        case tuple():
            for name, inner in _named(value):
                _collect(inner, (*path, name), f"{label} · {name}", found)
        case _:
            found[path] = (label, shown(value))


def _named(items: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    """List items by what names them, so that one inserted before them does not change the rest."""
    taken: set[str] = set()
    for number, item in enumerate(items, start=1):
        name = next((str(v) for n in _NAMES if (v := getattr(item, n, None))), None)
        if name is None or name in taken:
            name = f"{name} {number}" if name else str(number)
        taken.add(name)
        yield name, item


def value_changes(
    old: Leaves, new: Leaves, *, kind: Kind, subject: str, causes: Mapping[str, Cause]
) -> Iterator[tuple[tuple[str, ...], ValueChange]]:
    """The values that differ, with their paths; ``causes`` are by the first key of the path."""
    nothing = str(messages.NOTHING())
    for path in dict.fromkeys([*old, *new]):
        label, before = old.get(path, ("", nothing))
        label, after = new.get(path, (label, nothing))
        if before == after:
            continue
        label, unit = label_and_unit(label)
        yield (
            path,
            ValueChange(
                kind=kind,
                subject=subject,
                label=label,
                cause=causes.get(path[0], Cause.FACTS),
                before=before,
                after=after,
                unit=unit,
            ),
        )


def percent(before: int, after: int) -> str:
    """How much an amount in kronor rose or fell: ``+2,3 %``; empty if it was nothing before."""
    if not before:
        return ""
    share = (Decimal(after - before) * 100 / before).quantize(Decimal("0.1"))
    return f"{'+' if share > 0 else '−' if share < 0 else ''}{swedish.number(abs(share))} %"
