"""Nodes of a file to records of the model; every fault with its place and the next step."""

from __future__ import annotations

import types
import typing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from agreement_gen.problems import InputError, Location, Problem, did_you_mean
from agreement_gen.workspace.fields import PlainText
from agreement_gen.workspace.model import Record
from agreement_gen.yamlfile.nodes import MappingNode, Node, ScalarNode, SequenceNode, Source, read

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from agreement_gen.yamlfile.nodes import KeyPath

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Loaded(Generic[R]):
    """A record with the file that it was read from, so that any part of it can be pointed at."""

    record: R
    source: Source

    def at(self, *path: str | int) -> Location:
        """Where a key of the record stands in its file."""
        return self.source.location(path)


def load(data: bytes, file: str, kind: type[R]) -> Loaded[R]:
    """Read a file as a record.

    Raises:
        InputError: with every fault found in the file.
    """
    source = read(data, file)
    try:
        return Loaded(kind.model_validate(_values(source.root)), source)
    except ValidationError as error:
        raise InputError(_problem(source, kind, detail) for detail in error.errors()) from None


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
    "model_type": "keys with values are expected here",
    "model_attributes_type": "keys with values are expected here",
    "dict_type": "keys with values are expected here",
    "tuple_type": "a list is expected here, one `- ` a line",
    "string_type": "a text is expected here",
    "bool_type": "true or false is expected here",
    "bool_parsing": "true or false is expected here",
}


def _problem(source: Source, kind: type[Record], detail: ErrorDetails) -> Problem:
    path: KeyPath = tuple(step for step in detail["loc"] if step != "[key]")
    context: dict[str, Any] = detail.get("ctx", {})
    match detail["type"]:
        case "custom":
            at_key = "[key]" in detail["loc"]
            place = source.key_location(path) if at_key else source.location(path)
            return Problem(place, context["code"], context["text"], context["hint"])
        case "missing":
            key = path[-1]
            field = _fields(kind, path[:-1]).get(str(key))
            hint = f"add `{key}:`"
            if field is not None and field.title:
                hint += f" – {field.title}"
            place = source.location(path[:-1])
            return Problem(place, "missing-key", f"the key `{key}` is missing", hint)
        case "extra_forbidden":
            known = _fields(kind, path[:-1])
            return Problem(
                source.key_location(path),
                "unknown-key",
                f"the key `{path[-1]}` is not known here",
                str(did_you_mean(str(path[-1]), known)),
            )
        case "literal_error":
            values = context["expected"].replace("'", "").replace(" or ", ", ").split(", ")
            message = f"`{detail['input']}` is not one of the choices"
            return Problem(
                source.location(path),
                "unknown-choice",
                message,
                str(did_you_mean(str(detail["input"]), values)),
            )
        case other:
            message = _EXPECTED.get(other, detail["msg"])
            if detail["input"] is None:
                message += ", and nothing stands here"
            return Problem(source.location(path), "wrong-type", message)


def _fields(kind: type[Record], path: KeyPath) -> dict[str, Any]:
    """The fields of the record that stands at a path below ``kind``; none if it is no record."""
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
