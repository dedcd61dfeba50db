"""Values as YAML texts write them: in quotes, in braces, or as a block of lines."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from agreement_gen.yamlfile.nodes import MappingNode, Node, ScalarNode, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Mapping as Dict


@dataclass(frozen=True, slots=True)
class Plain:
    """A value written without quotes: a number, a date, a key word."""

    text: str


Value: TypeAlias = "Plain | str | Dict[str, Value] | list[Value] | None"
"""What can be written: text (in quotes or as a block), keys with values, a list, nothing."""


def data(node: Node) -> object:
    """A node as dicts, lists, texts and None, for comparing what two files say."""
    match node:
        case ScalarNode():
            return None if node.is_null else node.text
        case MappingNode():
            return {key.text: data(value) for key, value in node.entries}
        case SequenceNode():
            return [data(item) for item in node.items]


def as_value(node: Node) -> Value:
    """A node as it can be written again; what had quotes gets them."""
    match node:
        case ScalarNode():
            if node.is_null:
                return None
            return Plain(node.text) if node.plain else node.text
        case MappingNode():
            return {key.text: as_value(value) for key, value in node.entries}
        case SequenceNode():
            return [as_value(item) for item in node.items]


def quoted(text: str) -> str:
    """A text in double quotes; signs that YAML would read as a line's end are escaped."""
    quoted = json.dumps(text, ensure_ascii=False)
    return re.sub(
        "[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]", lambda m: f"\\u{ord(m[0]):04x}", quoted
    )


def flow(value: Value) -> str:
    """A value on one line."""
    match value:
        case None:
            return "null"
        case Plain():
            return value.text
        case str():
            return quoted(value)
        case list():
            return "[" + ", ".join(flow(item) for item in value) + "]"
        case _:
            return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"


_SAFE_BLOCK = re.compile(
    r"(?![\s#])[^\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]+\n"
)


def block(key: str, value: Value, indent: str) -> list[str]:
    """A key and its value as lines: a text of its own lines as a block, small keys in braces."""
    if value is None:
        return [f"{indent}{key}:"]
    if isinstance(value, str) and _SAFE_BLOCK.fullmatch(value) and not value.endswith("\n\n"):
        body = [f"{indent}  {line}" if line else "" for line in value[:-1].split("\n")]
        return [f"{indent}{key}: |", *body]
    if isinstance(value, Plain | str | list) or not any("\n" in str(v) for v in value.values()):
        return [f"{indent}{key}: {flow(value)}"]
    lines = [f"{indent}{key}:"]
    for name, inner in value.items():
        lines += block(name, inner, f"{indent}  ")
    return lines


def block_item(value: Dict[str, Value], indent: str) -> list[str]:
    """Keys with their values as an item of a list, one line each or more."""
    lines = [line for key, item in value.items() for line in block(key, item, f"{indent}  ")]
    return [f"{indent}- {lines[0].lstrip(' ')}", *lines[1:]]
