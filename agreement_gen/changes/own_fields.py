"""What changed in a family's own fields, field by field, and row by row in those with rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeGuard

from agreement_gen.changes import messages
from agreement_gen.changes.lines import texts_diff
from agreement_gen.changes.model import Cause, TextChange, ValueChange
from agreement_gen.changes.municipality import shown_in, text_diff
from agreement_gen.changes.values import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from agreement_gen.changes.model import ReportedChange
    from agreement_gen.workspace.own_fields import FieldColumn, OwnField
    from agreement_gen.workspace.reader import Entry, Standard


def own_field_changes(
    old: Entry, new: Entry, standard: Standard | None, fields: tuple[OwnField, ...]
) -> Iterator[ReportedChange]:
    """Each change in an agreement's own fields.

    Values are compared as they are written, so that a file in which one of them is wrong is
    compared too.

    Args:
        old: The agreement's file in the old state.
        new: The same agreement's file in the new state.
        standard: The standard that it follows in the new state, if that can be read.
        fields: What the fields of either state are, those of the new state first.
    """
    described = {field.key: field for field in reversed(fields)}
    before, after = old.record.fields, new.record.fields
    for key in dict.fromkeys([*(field.key for field in fields), *before, *after]):
        was, now = before.get(key), after.get(key)
        if was == now:
            continue
        clause = shown_in(standard, f"fields.{key}", (f"table {key}", f"text {key}"))
        yield from _field(new.label, clause, described.get(key), key, was, now)


def _field(
    subject: str, clause: str, field: OwnField | None, key: str, was: object, now: object
) -> Iterator[ReportedChange]:
    label = key if field is None else field.title
    is_text = field is not None and field.type == "text"
    if is_text and isinstance(was, str | None) and isinstance(now, str | None):
        yield from _text_change(subject, clause, label, text_diff(was or "", now or ""))
    elif field is not None and field.type == "rows" and _are_rows(was) and _are_rows(now):
        yield from _rows(subject, clause, field, was or (), now or ())
    elif _are_lines(was) and _are_lines(now):
        lines = texts_diff(list(was or ()), list(now or ()))
        yield from _text_change(subject, clause, label, lines)
    else:
        yield _value_change(subject, clause, label, field, was, now)


def _rows(
    subject: str, clause: str, field: OwnField, was: tuple[Any, ...], now: tuple[Any, ...]
) -> Iterator[ReportedChange]:
    """The rows are known by their first cell, so that one that is inserted changes no other."""
    before, after = _named(field, was), _named(field, now)
    found = False
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name), after.get(name)
        label = f"{field.title} · {name}"
        if old is None or new is None:
            found = True
            yield _value_change(
                subject, clause, label, None, _joined(field, old), _joined(field, new)
            )
            continue
        for column in field.columns:
            if old.get(column.key) != new.get(column.key):
                found = True
                yield _value_change(
                    subject,
                    clause,
                    f"{label} · {column.title}",
                    column,
                    old.get(column.key),
                    new.get(column.key),
                )
    if not found:
        yield from _text_change(subject, clause, field.title, texts_diff([*before], [*after]))


def _named(field: OwnField, rows: tuple[Any, ...]) -> dict[str, Mapping[str, object]]:
    named: dict[str, Mapping[str, object]] = {}
    first = field.columns[0].key if field.columns else ""
    unnamed = 0
    for number, row in enumerate(rows, start=1):
        name = shown(row.get(first))
        if not row.get(first):
            unnamed += 1
            name = str(unnamed)
        named[f"{name} ({number})" if name in named else name] = row
    return named


def _joined(field: OwnField, row: Mapping[str, object] | None) -> str | None:
    """The cells of a row in one line."""
    if row is None:
        return None
    cells = [_shown(column, row.get(column.key)) for column in field.columns if row.get(column.key)]
    return ", ".join(cells)


def _text_change(
    subject: str, clause: str, label: str, lines: tuple[Any, ...]
) -> Iterator[ReportedChange]:
    if lines:
        yield TextChange(
            kind="municipality",
            subject=subject,
            clause=clause,
            label=label,
            cause=Cause.FACTS,
            lines=lines,
        )


def _value_change(
    subject: str,
    clause: str,
    label: str,
    described: OwnField | FieldColumn | None,
    was: object,
    now: object,
) -> ReportedChange:
    is_money = described is not None and described.type == "money"
    return ValueChange(
        kind="municipality",
        subject=subject,
        clause=clause,
        label=label,
        cause=Cause.FACTS,
        before=_shown(described, was),
        after=_shown(described, now),
        unit=str(messages.KRONOR()) if is_money and now is not None else "",
    )


def _shown(described: OwnField | FieldColumn | None, value: object) -> str:
    """A value as a person reads it; it is text as the file has it."""
    if described is None or not isinstance(value, str):
        return shown(value)
    match described.type:
        case "number" | "money" if re.fullmatch("[0-9]{1,15}", value):
            return shown(int(value))
        case "yes_no" if value in {"true", "false"}:
            return shown(value == "true")
        case _:
            return shown(value)


def _are_rows(value: object) -> TypeGuard[tuple[dict[str, object], ...] | None]:
    return value is None or (
        isinstance(value, tuple) and all(isinstance(row, dict) for row in value)
    )


def _are_lines(value: object) -> TypeGuard[tuple[str, ...] | None]:
    return value is None or (
        isinstance(value, tuple) and all(isinstance(line, str) for line in value)
    )
