"""Changes to one value, key or list item of a YAML text that leave every other byte alone.

Each function takes a file's text and gives the new text: comments, order, quotes, line endings,
a byte order mark and the style of braces or indentation stay. What a function cannot change
without touching more than it should, it refuses; nothing is ever rewritten from scratch.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agreement_gen.problems import InputError, Location, Problem
from agreement_gen.yamlfile.emit import Value, block, block_item, flow
from agreement_gen.yamlfile.nodes import (
    Edit,
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    Source,
    read,
    splice,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as Dict

    from agreement_gen.yamlfile.nodes import KeyPath

_BOM = "\ufeff"


def set_scalar(text: str, file: str, path: KeyPath, value: str) -> str:
    """Give a key a new value, in the quotes that the old one has.

    Raises:
        InputError: if there is no single value at the path.
    """
    source = _read(text, file)
    node = source.find(path)
    if not isinstance(node, ScalarNode):
        raise _refuse(source.location(path), "a single value is expected here")
    start, end = node.span
    old = text[start:end]
    if old[:1] in {"'", '"'}:
        value = old[0] + value + old[0]
    elif old[:1] in {"|", ">"}:
        value += _eol(text) if old.endswith(("\r", "\n")) else ""
    elif not old and text[start - 1 : start] == ":":
        value = f" {value}"
    return splice(text, [Edit(start, end, value)])


def add_key(
    text: str,
    file: str,
    parent: KeyPath,
    key: str,
    value: Value,
    *,
    after: str | None = None,
    comment: str | None = None,
) -> str:
    """Add a key to a mapping, after another of its keys or at its end.

    Inside braces a comment cannot stand after the key; it is put on a line of its own above the
    key that holds the mapping, if that key begins a line.

    Raises:
        InputError: if there is no mapping at the path, or it has the key.
    """
    source = _read(text, file)
    mapping = source.find(parent)
    if not isinstance(mapping, MappingNode) or mapping.get(key) is not None:
        raise _refuse(source.location(parent), f"the key `{key}` cannot be added here")
    eol = _eol(text)
    if mapping.flow:
        entry = f"{key}: {flow(value)}"
        edits = [_into_flow(text, mapping, entry, after)]
        above = _line_of_key(source, parent) if comment else None
        if above is not None:
            edits.append(Edit(above[0], above[0], f"{above[1]}# {comment} ({key}){eol}"))
        return splice(text, edits)
    indent = _indent(source, mapping.entries[0][0])
    last = next((v for k, v in mapping.entries if k.text == after), mapping.entries[-1][1])
    lines = block(key, value, indent)
    if comment:
        lines[0] += f"  # {comment}"
    return _insert_lines(text, _end_of(text, last), lines)


def remove_key(text: str, file: str, path: KeyPath) -> str:
    """Take a key away with its value; comments among its lines stay where they stood.

    Raises:
        InputError: if there is no such key, or a comment inside braces would be lost.
    """
    source = _read(text, file)
    mapping, name = source.find(path[:-1]), str(path[-1])
    if not isinstance(mapping, MappingNode) or mapping.key(name) is None:
        raise _refuse(source.location(path), f"there is no key `{name}` to take away")
    places = [key.text for key, _ in mapping.entries]
    number = places.index(name)
    key, value = mapping.entries[number]
    if mapping.flow:
        spans = [(k.span[0], v.span[1]) for k, v in mapping.entries]
        return _cut_from_flow(source, mapping, spans, number)
    indent = _indent(source, key)
    edits = [_cut_lines(text, key.span[0], indent, key, value)]
    if len(mapping.entries) == 1 and path[:-1]:
        holder = source.find(path[:-2])
        owner = holder.key(str(path[-2])) if isinstance(holder, MappingNode) else None
        if owner is None:
            raise _refuse(key.location, "the last key here cannot be taken away")
        colon = text.index(":", owner.span[1]) + 1
        edits.append(Edit(colon, colon, " {}"))
    return splice(text, edits)


def append_item(text: str, file: str, path: KeyPath, value: Dict[str, Value]) -> str:
    """Add an item at the end of a list that stands under a key and may be empty.

    Raises:
        InputError: if something other than a list stands there.
    """
    source = _read(text, file)
    node = source.find(path)
    if isinstance(node, SequenceNode) and node.items:
        last = node.items[-1]
        if node.flow:
            end = last.span[1]
            return splice(text, [Edit(end, end, f", {flow(value)}")])
        dash = text.rindex("-", 0, last.span[0] + 1)
        indent = text[_line_start(text, dash) : dash]
        return _insert_lines(text, _end_of(text, last), block_item(value, indent))
    holder = source.find(path[:-1])
    if not isinstance(holder, MappingNode) or node is None or not (_is_empty(node)):
        raise _refuse(source.location(path), "a list is expected here")
    if holder.flow:
        gap = " " if text[node.span[0] - 1] == ":" else ""
        return splice(text, [Edit(*node.span, f"{gap}[{flow(value)}]")])
    owner = holder.key(str(path[-1]))
    if owner is None:
        raise _refuse(source.location(path), "a list is expected here")
    colon = text.index(":", owner.span[1]) + 1
    emptied = splice(text, [Edit(colon, max(node.span[1], colon), "")])
    lines = block_item(value, f"{_indent(source, owner)}  ")
    return _insert_lines(emptied, _line_end(emptied, colon), lines)


def add_list(
    text: str,
    file: str,
    parent: KeyPath,
    key: str,
    value: Dict[str, Value],
    after: str | None = None,
) -> str:
    """Add a key that holds a list of one item to a mapping; see :func:`add_key`."""
    source = _read(text, file)
    mapping = source.find(parent)
    if not isinstance(mapping, MappingNode) or mapping.get(key) is not None:
        raise _refuse(source.location(parent), f"the key `{key}` cannot be added here")
    if mapping.flow:
        return splice(text, [_into_flow(text, mapping, f"{key}: [{flow(value)}]", after)])
    indent = _indent(source, mapping.entries[0][0])
    last = next((v for k, v in mapping.entries if k.text == after), mapping.entries[-1][1])
    lines = [f"{indent}{key}:", *block_item(value, f"{indent}  ")]
    return _insert_lines(text, _end_of(text, last), lines)


def remove_item(text: str, file: str, path: KeyPath) -> str:
    """Take an item of a list away; see :func:`remove_key`."""
    source = _read(text, file)
    items, number = source.find(path[:-1]), path[-1]
    if not isinstance(items, SequenceNode) or not isinstance(number, int):
        raise _refuse(source.location(path), "there is no such item to take away")
    item = items.items[number]
    if items.flow:
        return _cut_from_flow(source, items, [node.span for node in items.items], number)
    dash = text.rindex("-", 0, item.span[0] + 1)
    indent = text[_line_start(text, dash) : dash]
    edits = [_cut_lines(text, dash, indent, item)]
    if len(items.items) == 1:
        holder = source.find(path[:-2])
        owner = holder.key(str(path[-2])) if isinstance(holder, MappingNode) else None
        if owner is None:
            raise _refuse(item.location, "the last item here cannot be taken away")
        colon = text.index(":", owner.span[1]) + 1
        edits.append(Edit(colon, colon, " []"))
    return splice(text, edits)


def _read(text: str, file: str) -> Source:
    return read(text.encode("utf-8"), file)


def _refuse(place: Location, why: str) -> InputError:
    hint = "write this part with one key a line, or make the change by hand"
    return InputError([Problem(place, "cannot-edit", f"cannot change this: {why}", hint)])


def _is_empty(node: Node) -> bool:
    if isinstance(node, ScalarNode):
        return node.is_null
    return isinstance(node, SequenceNode) and not node.items


def _eol(text: str) -> str:
    found = re.search(r"\r\n|\n|\r", text)
    return found.group() if found else "\n"


def _line_start(text: str, position: int) -> int:
    start = max(text.rfind("\n", 0, position), text.rfind("\r", 0, position)) + 1
    return start + 1 if text[start : start + 1] == _BOM else start


def _line_end(text: str, position: int) -> int:
    """The start of the next line; the position itself if it begins a line."""
    if position and text[position - 1] in "\r\n":
        return position
    found = re.compile(r"\r\n|\n|\r").search(text, position)
    return found.end() if found else len(text)


def _is_block_scalar(text: str, node: Node) -> bool:
    return isinstance(node, ScalarNode) and text[node.span[0] : node.span[0] + 1] in {"|", ">"}


def _last_character(text: str, node: Node) -> int:
    """Where a node's own text ends: a block's end mark lies after comments that follow it."""
    match node:
        case MappingNode(entries=entries) if entries and not node.flow:
            return _last_character(text, entries[-1][1])
        case SequenceNode(items=items) if items and not node.flow:
            return _last_character(text, items[-1])
        case _:
            return node.span[1]


def _end_of(text: str, node: Node) -> int:
    """The start of the line after a node, blank lines after a block of text left behind it."""
    end = _line_end(text, _last_character(text, node))
    last = node
    while isinstance(last, MappingNode | SequenceNode) and not last.flow:
        last = last.entries[-1][1] if isinstance(last, MappingNode) else last.items[-1]
    if _is_block_scalar(text, last) and "+" not in text[last.span[0] : last.span[0] + 3]:
        block = text[last.span[0] : end]
        blank = re.search(r"(?<=[\r\n])(?:[ \t]*(?:\r\n|\n|\r))+\Z", block)
        if blank:
            end -= len(blank.group())
    return end


def _indent(source: Source, key: ScalarNode) -> str:
    start = _line_start(source.text, key.span[0])
    indent = source.text[start : key.span[0]]
    if indent.strip(" "):
        raise _refuse(key.location, "the key does not begin its line")
    return indent


def _line_of_key(source: Source, path: KeyPath) -> tuple[int, str] | None:
    """The start and the indentation of the line that a path's key begins, if it begins one."""
    if not path:
        return None
    holder = source.find(path[:-1])
    key = holder.key(str(path[-1])) if isinstance(holder, MappingNode) and not holder.flow else None
    if key is None:
        return None
    return _line_start(source.text, key.span[0]), _indent(source, key)


def _insert_lines(text: str, position: int, lines: list[str]) -> str:
    eol = _eol(text)
    added = "".join(line + eol for line in lines)
    if position and text[position - 1] not in "\r\n":
        added = eol + added.removesuffix(eol)
    return splice(text, [Edit(position, position, added)])


def _into_flow(text: str, mapping: MappingNode, entry: str, after: str | None) -> Edit:
    if not mapping.entries:
        inside = mapping.span[0] + 1
        return Edit(inside, inside, entry)
    last = next((v for k, v in mapping.entries if k.text == after), mapping.entries[-1][1])
    end = last.span[1]
    gap = " null" if text[end - 1] == ":" else ""
    return Edit(end, end, f"{gap}, {entry}")


def _cut_from_flow(
    source: Source, node: MappingNode | SequenceNode, spans: list[tuple[int, int]], number: int
) -> str:
    if len(spans) == 1:
        start, end = node.span[0] + 1, node.span[1] - 1
    elif number + 1 < len(spans):
        start, end = spans[number][0], spans[number + 1][0]
    else:
        start, end = spans[number - 1][1], spans[number][1]
    child = node.entries[number][1] if isinstance(node, MappingNode) else node.items[number]
    if list(_comments(source.text, start, end, child)):
        raise _refuse(child.location, "a comment inside the braces would be lost")
    return splice(source.text, [Edit(start, end, "")])


def _cut_lines(text: str, first: int, indent: str, *nodes: Node) -> Edit:
    """Cut the lines from ``first`` to the end of the last node; comments stay, a line each."""
    start = _line_start(text, first)
    end = _end_of(text, nodes[-1])
    eol = _eol(text)
    kept = "".join(f"{indent}{comment}{eol}" for comment in _comments(text, start, end, *nodes))
    return Edit(start, end, kept)


def _comments(text: str, start: int, end: int, *nodes: Node) -> Iterator[str]:
    """The comments between two places, told from what only looks like one inside a value."""
    masked = list(text[start:end])
    heads = []
    for scalar in (scalar for node in nodes for scalar in _scalars(node)):
        first, last = scalar.span
        if _is_block_scalar(text, scalar):
            head = re.compile(r"[|>][-+0-9]*[ \t]+(#[^\r\n]*)").match(text, first)
            if head:
                heads.append((first, head.group(1)))
        for place in range(max(first, start), min(last, end)):
            masked[place - start] = "\n" if text[place] in "\r\n" else "x"
    found = [
        (start + match.start(), match.group())
        for match in re.finditer(r"(?<![^\s])#[^\r\n]*", "".join(masked))
    ]
    return (comment.rstrip() for _, comment in sorted([*heads, *found]))


def _scalars(node: Node) -> Iterator[ScalarNode]:
    match node:
        case ScalarNode():
            yield node
        case MappingNode():
            for key, value in node.entries:
                yield key
                yield from _scalars(value)
        case SequenceNode():
            for item in node.items:
                yield from _scalars(item)
