"""Nodes of a file to records of the model; every fault with its location and the next step."""

from __future__ import annotations

import types
import typing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from agreement_gen.messages import of_code
from agreement_gen.problems import InputError, did_you_mean, problem
from agreement_gen.workspace.fields import PlainText
from agreement_gen.workspace.messages import (
    ADD_KEY,
    ADD_TITLED_KEY,
    CHOICE_WANTED,
    LIST_WANTED,
    MAPPING_WANTED,
    TEXT_WANTED,
    FieldCode,
)
from agreement_gen.yamlfile.nodes import MappingNode, Node, ScalarNode, SequenceNode, Source, read

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from agreement_gen.problems import Location, Problem
    from agreement_gen.yamlfile.nodes import KeyPath

R = TypeVar("R", bound=BaseModel)

_MOST_PROBLEMS = 100
"""How many problems of one file are reported; nobody reads more before correcting some."""


@dataclass(frozen=True, slots=True)
class Loaded(Generic[R]):
    """A record with the file that it was read from, so that any part of it can be pointed at."""

    record: R
    source: Source

    def at(self, *path: str | int) -> Location:
        """The location of a key of the record in its file."""
        return self.source.location(path)


def load(data: bytes, file: str, kind: type[R]) -> Loaded[R]:
    """Read a file as a record.

    Args:
        data: The file's bytes.
        file: Its name for problems, as shown to a person.
        kind: The record's class.

    Raises:
        InputError: with every fault found in the file.
    """
    source = read(data, file)
    return Loaded(_validated(source, (), source.root, kind), source)


def part(source: Source, path: KeyPath, kind: type[R]) -> R:
    """The part of a file at a path as a record; the record of nothing where it is not there.

    Raises:
        InputError: with every fault found in that part.
    """
    return _validated(source, path, source.find(path), kind)


def _validated(source: Source, start: KeyPath, node: Node | None, kind: type[R]) -> R:
    try:
        return kind.model_validate({} if node is None else _values(node))
    except ValidationError as error:
        details = error.errors(include_url=False)[:_MOST_PROBLEMS]
        raise InputError(_problem(source, start, kind, detail) for detail in details) from None


def _values(node: Node) -> object:
    match node:
        case ScalarNode() if node.is_null:
            return None
        case ScalarNode():
            return PlainText(node.text) if node.is_plain else node.text
        case MappingNode():
            return {key.text: _values(value) for key, value in node.entries}
        case SequenceNode():
            return tuple(_values(item) for item in node.items)


_EXPECTED = {
    "model_type": MAPPING_WANTED,
    "model_attributes_type": MAPPING_WANTED,
    "dict_type": MAPPING_WANTED,
    "tuple_type": LIST_WANTED,
    "string_type": TEXT_WANTED,
    "bool_type": CHOICE_WANTED,
    "bool_parsing": CHOICE_WANTED,
}
"""What is expected instead of a value of another type, by pydantic's name of the error."""


def _problem(
    source: Source, start: KeyPath, kind: type[BaseModel], detail: ErrorDetails
) -> Problem:
    """A problem from one error of the model, whose own sentences are never shown."""
    below: KeyPath = tuple(step for step in detail["loc"] if step != "[key]")
    path = (*start, *below)
    context: dict[str, Any] = detail.get("ctx", {})
    location, value = source.location(path), detail["input"]
    match detail["type"]:
        case "custom":
            if "[key]" in detail["loc"]:
                location = source.key_location(path)
            return problem(location, context["code"], **context["values"])
        case "missing":
            return _missing(source, start, kind, below)
        case "extra_forbidden":
            key = str(path[-1])
            suggestion = did_you_mean(key, _fields(kind, below[:-1]))
            location = source.key_location(path)
            return problem(location, FieldCode.UNKNOWN_KEY, key=key, suggestion=suggestion)
        case "too_long":
            most, count = context["max_length"], context["actual_length"]
            return problem(location, FieldCode.TOO_MANY_ITEMS, count=count, most=most)
        case "literal_error":
            known = context["expected"].replace("'", "").replace(" or ", ", ").split(", ")
            if value is None:
                return problem(location, FieldCode.NO_VALUE, expected=did_you_mean("", known))
            suggestion = did_you_mean(str(value), known)
            code = FieldCode.UNKNOWN_CHOICE
            return problem(location, code, value=str(value), suggestion=suggestion)
        case other if other in _EXPECTED:
            code = FieldCode.NO_VALUE if value is None else FieldCode.WRONG_TYPE
            return problem(location, code, expected=_EXPECTED[other]())
        case _:
            return problem(location, FieldCode.OTHER_VALUE, rule=detail["type"])


def _missing(source: Source, start: KeyPath, kind: type[BaseModel], path: KeyPath) -> Problem:
    """A problem for a key, or an item of a list, that is not there."""
    location, key = source.location((*start, *path[:-1])), path[-1]
    if isinstance(key, int):
        return problem(location, FieldCode.TOO_FEW_ITEMS)
    field = _fields(kind, path[:-1]).get(key)
    title = field.title if field is not None else None
    next_step = ADD_TITLED_KEY(key=key, title=of_code(title)) if title else ADD_KEY(key=key)
    return problem(location, FieldCode.MISSING_KEY, key=key, next_step=next_step)


def _fields(kind: type[BaseModel], path: KeyPath) -> dict[str, Any]:
    """The fields of the record at a path below ``kind``; none if there is no record."""
    here: Any = kind
    for step in path:
        if isinstance(here, type) and issubclass(here, BaseModel) and isinstance(step, str):
            here = here.model_fields[step].annotation if step in here.model_fields else None
        else:
            arguments = typing.get_args(here)
            here = arguments[-1 if isinstance(step, str) else 0] if arguments else None
        if isinstance(here, types.UnionType) or typing.get_origin(here) is typing.Union:
            here = next(a for a in typing.get_args(here) if a is not types.NoneType)
    is_record = isinstance(here, type) and issubclass(here, BaseModel)
    return dict(here.model_fields) if is_record else {}
