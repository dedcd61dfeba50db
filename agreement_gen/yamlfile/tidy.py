"""A workspace's YAML files made tidy without a change of their values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agreement_gen.problems import Location, fault
from agreement_gen.yamlfile.messages import YamlCode
from agreement_gen.yamlfile.nodes import MappingNode, ScalarNode, SequenceNode, read

if TYPE_CHECKING:
    from agreement_gen.yamlfile.nodes import Node

_BOM = b"\xef\xbb\xbf"


def tidy(data: bytes, file: str) -> bytes:
    """The file without white space at the ends of lines, with LF and one line end at the end.

    Nothing else is changed: order, comments, quotes and folding stay, and so does white space that
    is part of a quoted text.

    Args:
        data: The file's bytes; a byte order mark is removed.
        file: Its name for problems, as shown to a person.

    Raises:
        InputError: if the file is no YAML that a workspace may hold, or cannot be made tidy
            without a change of a value.
    """
    before = _values(read(data, file).root)
    text = data.removeprefix(_BOM).decode("utf-8").replace("\r\n", "\n")
    text = re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE).rstrip("\n") + "\n"
    after = text.encode("utf-8")
    if _values(read(after, file).root) != before:
        raise fault(Location(file), YamlCode.NOT_TIDIED)
    return after


def _values(node: Node) -> object:
    """The values of a file; line ends inside a block of text mean nothing, and are left out."""
    match node:
        case ScalarNode():
            lines = (line.rstrip(" \t") for line in node.text.split("\n"))
            text = "\n".join(lines).rstrip("\n") if node.style == "|" else node.text
            return (text, node.is_null)
        case MappingNode():
            return [(key.text, _values(value)) for key, value in node.entries]
        case SequenceNode():
            return [_values(item) for item in node.items]
