"""Values as YAML texts write them: in quotes, in braces, or as a block of lines."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from agreement_gen.characters import composed
from agreement_gen.yamlfile.nodes import NULLS, MappingNode, Node, ScalarNode, SequenceNode

if TYPE_CHECKING:
    from agreement_gen.yamlfile.nodes import ScalarStyle


@dataclass(frozen=True, slots=True)
class Plain:
    """A value written without quotes: a number, a date, a key word."""

    text: str


Value: TypeAlias = "Plain | str | Mapping[str, Value] | Sequence[Value] | None"
"""What can be written: text (in quotes or as a block), keys with values, a list, nothing."""

Data: TypeAlias = "str | dict[str, Data] | list[Data] | None"
"""The data of a file, without its style; every scalar is text."""


def node_data(node: Node) -> Data:
    """The data of a node, for comparing two files."""
    match node:
        case ScalarNode():
            return None if node.is_null else node.text
        case MappingNode():
            return {key.text: node_data(value) for key, value in node.entries}
        case SequenceNode():
            return [node_data(item) for item in node.items]


def value_data(value: Value) -> Data:
    """The data that a value is once it is written and read again."""
    match value:
        case None:
            return None
        case Plain():
            return None if value.text in NULLS else value.text
        case str():
            return composed(value)
        case Mapping():
            return {key: value_data(item) for key, item in value.items()}
        case _:
            return [value_data(item) for item in value]


def node_value(node: Node) -> Value:
    """A node as it can be written again; what had quotes gets them."""
    match node:
        case ScalarNode():
            if node.is_null:
                return None
            return Plain(node.text) if node.is_plain else node.text
        case MappingNode():
            return {key.text: node_value(value) for key, value in node.entries}
        case SequenceNode():
            return [node_value(item) for item in node.items]


_UNPRINTABLE = "\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff"
_ONE_LINE = re.compile(f"[^{_UNPRINTABLE}]*")
_LINES = re.compile(rf"(?![\s#])(?:[^{_UNPRINTABLE}]|\n)+\n")
_WORDS = re.compile(r"-?\w(?:[\w.§%+-]|[ ](?=\w))*")
"""What is text without quotes, in a line as well as in braces."""


def quoted(text: str) -> str:
    """A text in double quotes; characters that YAML would read as a line's end are escaped."""
    written = json.dumps(text, ensure_ascii=False)
    return re.sub(f"[{_UNPRINTABLE}\xa0]", lambda match: f"\\u{ord(match[0]):04x}", written)


def scalar(value: Plain | str, style: ScalarStyle) -> str:
    """A value on one line in a style; in double quotes where the style cannot hold it so."""
    text = value.text if isinstance(value, Plain) else value
    if style == "'" and _ONE_LINE.fullmatch(text):
        return "'" + text.replace("'", "''") + "'"
    if style in {"'", '"'}:
        return quoted(text)
    is_plain = isinstance(value, Plain) or (_WORDS.fullmatch(text) and text not in NULLS)
    return text if is_plain else quoted(text)


def flow(value: Value) -> str:
    """A value on one line."""
    match value:
        case None:
            return "null"
        case Plain():
            return value.text
        case str():
            return quoted(value)
        case Mapping():
            return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
        case _:
            return "[" + ", ".join(flow(item) for item in value) + "]"


def block(key: str, value: Value, indent: str) -> list[str]:
    """A key and its value as lines without their ends.

    A text of several lines becomes a block, a list of mappings an item a line or more; other
    values are on the key's line unless a text in them has several lines.
    """
    match value:
        case None:
            return [f"{indent}{key}:"]
        case str() if _LINES.fullmatch(value) and not value.endswith("\n\n"):
            body = [f"{indent}  {line}" if line else "" for line in value[:-1].split("\n")]
            return [f"{indent}{key}: |", *body]
        case Mapping() if any("\n" in str(item) for item in value.values()):
            inner = (line for k, v in value.items() for line in block(k, v, f"{indent}  "))
            return [f"{indent}{key}:", *inner]
        case Sequence() if value and all(isinstance(item, Mapping) and item for item in value):
            items = (line for item in value for line in block_item(item, f"{indent}  "))
            return [f"{indent}{key}:", *items]
        case _:
            return [f"{indent}{key}: {flow(value)}"]


def block_item(value: Value, indent: str) -> list[str]:
    """An item of a list as lines without their ends, a key of it on each line or more."""
    if not isinstance(value, Mapping) or not value:
        return [f"{indent}- {flow(value)}"]
    lines = [line for key, item in value.items() for line in block(key, item, f"{indent}  ")]
    return [f"{indent}- {lines[0].lstrip(' ')}", *lines[1:]]
