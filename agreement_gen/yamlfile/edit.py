"""Edits of a YAML file that leave every other byte alone.

Comments, order, quotes, line ends, a byte order mark and the style of braces or indentation stay.
What cannot be changed without touching more than that is refused; nothing is rewritten from
scratch.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from agreement_gen.decoding import TextCode
from agreement_gen.problems import InputError, Location, fault
from agreement_gen.yamlfile.emit import (
    Plain,
    Value,
    block,
    block_item,
    flow,
    node_data,
    scalar,
    value_data,
)
from agreement_gen.yamlfile.messages import YamlCode
from agreement_gen.yamlfile.nodes import MappingNode, Node, ScalarNode, SequenceNode, Source, read
from agreement_gen.yamlfile.splice import (
    Edit,
    comments,
    cut_lines,
    insert_lines,
    is_block,
    last_inside,
    line_after,
    line_end,
    line_start,
    next_line,
    splice,
)

if TYPE_CHECKING:
    from agreement_gen.yamlfile.nodes import KeyPath

_TO_DASH = re.compile(r"(?:\s|#[^\r\n]*)*-")


class YamlEditor:
    """A file under edit, with the data that it is to hold in the end.

    Each method makes one change and may be followed by others; :meth:`verified` gives the bytes.
    A path names a value by keys and list positions (from 0) from the top of the file.

    Every method raises InputError, and changes nothing, if the file's style keeps the edit from
    being made, and LookupError if the path does not lead where the method needs it to.

    Attributes:
        source: The file as edited so far.
    """

    def __init__(self, source: Source) -> None:
        """Begin with a file as it was read."""
        self.source = source
        self._before = source
        self._wanted: Any = node_data(source.root)
        # The file's own: its only line end may be in a line that an edit removes.
        self._line_end = line_end(source.text)

    @property
    def is_changed(self) -> bool:
        """Whether any edit has changed the text."""
        return self.source.text != self._before.text

    def set(self, path: KeyPath, value: Value) -> None:
        """Give a key or an item a new value.

        A text keeps the style of the old one. A value that was left empty (nothing, ``null``,
        ``{}`` or ``[]``) takes any value, written on its line.
        """
        node = self._found(path)
        if _is_empty(node):
            edit = self._filled(node, flow(value))
        elif isinstance(node, ScalarNode) and isinstance(value, Plain | str):
            edit = self._replaced(node, value)
        else:
            raise LookupError(f"{path}: not a single value")
        self._apply(edit)
        self._holder_data(path)[path[-1]] = value_data(value)

    def add(
        self, path: KeyPath, value: Value, *, after: str | None = None, comment: str | None = None
    ) -> None:
        """Add a key, after another key of its mapping or at the mapping's end.

        The comment is written after the value. Inside braces, where none can be written, it goes
        on a line of its own above the key that holds the mapping, if that key begins a line.
        """
        mapping, key = self._mapping(path[:-1]), str(path[-1])
        if mapping.get(key) is not None:
            raise LookupError(f"{path}: this key exists")
        if mapping.flow:
            edits = [_into_flow(self._text, mapping, f"{key}: {flow(value)}", after)]
            above = self._line_of_key(path[:-1]) if comment else None
            if above is not None:
                start, indent = above
                line = f"{indent}# {comment} ({key}){self._line_end}"
                edits.append(Edit(start, start, line))
        else:
            lines = block(key, value, self._indent(mapping.entries[0][0]))
            if comment:
                lines[0] += f"  # {comment}"
            before = _value_after(mapping, after)
            position = line_after(self._text, before)
            edits = [insert_lines(self._text, position, lines, self._line_end)]
        self._apply(*edits)
        self._holder_data(path)[key] = value_data(value)

    def put(self, path: KeyPath, value: Value, *, after: str | None = None) -> None:
        """Give a key a value: :meth:`set` where the key exists, :meth:`add` where it is missing."""
        if self.source.find(path) is None:
            self.add(path, value, after=after)
        else:
            self.set(path, value)

    def append(self, path: KeyPath, value: Value) -> None:
        """Add an item at the end of a list; its key may be missing or left empty."""
        node = self.source.find(path)
        if node is None:
            self.add(path, [value])
            return
        if isinstance(node, SequenceNode) and node.items:
            self._apply(self._after_last(node, value))
            self._data(path).append(value_data(value))
            return
        if not _is_empty(node):
            raise LookupError(f"{path}: not a list")
        holder = self.source.find(path[:-1])
        if not isinstance(holder, MappingNode) or holder.flow:
            self._apply(self._filled(node, flow([value])))
        else:
            colon, owner = self._after_colon(path)
            end = max(colon, node.span[1])
            lines = block_item(value, f"{self._indent(owner)}  ")
            position = next_line(self._text, end)
            added = insert_lines(self._text, position, lines, self._line_end)
            self._apply(Edit(colon, end, ""), added)
        self._holder_data(path)[path[-1]] = [value_data(value)]

    def remove(self, path: KeyPath) -> None:
        """Remove a key with its value, or an item of a list; comments among its lines stay.

        What held only this is left as ``{}`` or ``[]``.
        """
        holder = self._found(path[:-1])
        number = _number_in(holder, path[-1])
        if number is None or isinstance(holder, ScalarNode):
            raise LookupError(f"{path}: there is no such key or item")
        if holder.flow:
            edits = [_cut_from_flow(self._text, holder, number)]
        else:
            edits = [self._cut_block(holder, number)]
            if len(_children(holder)) == 1 and path[:-1]:
                colon, _ = self._after_colon(path[:-1])
                edits.append(
                    Edit(colon, colon, " {}" if isinstance(holder, MappingNode) else " []")
                )
        self._apply(*edits)
        del self._holder_data(path)[path[-1]]

    def verified(self) -> bytes:
        """The file's new bytes, verified to hold exactly what was asked for.

        The text is read again: every value is the one that the file had or an edit gave it, and
        every comment of the file is still there.

        Raises:
            InputError: if that is not so, because the file's style is beyond these edits.
        """
        lost = Counter(_all_comments(self._before)) - Counter(_all_comments(self.source))
        if lost or node_data(self.source.root) != self._wanted:
            raise self._refusal()
        return self._text.encode("utf-8")

    @property
    def _text(self) -> str:
        return self.source.text

    def _apply(self, *edits: Edit) -> None:
        text = splice(self._text, edits)
        try:
            self.source = read(text.encode("utf-8"), self.source.file)
        except InputError as error:
            if any(found.code is TextCode.UNSEEN for found in error.problems):
                raise  # the new value is at fault, not the file
            raise self._refusal() from None

    def _refusal(self) -> InputError:
        return fault(Location(self.source.file), YamlCode.CANNOT_EDIT)

    def _data(self, path: KeyPath) -> Any:  # noqa: ANN401 - any data of a file
        data = self._wanted
        for step in path:
            data = data[step]
        return data

    def _holder_data(self, path: KeyPath) -> Any:  # noqa: ANN401 - a mapping's or a list's
        return self._data(path[:-1])

    def _found(self, path: KeyPath) -> Node:
        node = self.source.find(path)
        if node is None:
            raise LookupError(f"{path}: there is no such key or item")
        return node

    def _mapping(self, path: KeyPath) -> MappingNode:
        node = self.source.find(path)
        if isinstance(node, MappingNode):
            return node
        raise LookupError(f"{path}: not a mapping")

    def _after_colon(self, path: KeyPath) -> tuple[int, ScalarNode]:
        """The position after the colon of a path's key, and the key."""
        holder = self.source.find(path[:-1])
        key = holder.key(str(path[-1])) if isinstance(holder, MappingNode) else None
        colon = self._text.find(":", key.span[1]) if key else -1
        if key is None or colon < 0:  # an item of a list has no key, `? key` no colon
            raise self._refusal()
        return colon + 1, key

    def _replaced(self, node: ScalarNode, value: Plain | str) -> Edit:
        """Replace a value by another; a comment at the head of a block stays."""
        text = scalar(value, node.style)
        if is_block(node):
            text += "".join(f"  {comment}" for comment in comments(self._text, *node.span, node))
            if self._text[: node.span[1]].endswith(("\r", "\n")):
                text += self._line_end
        return Edit(*node.span, text)

    def _filled(self, node: Node, written: str) -> Edit:
        """Replace a value that was left empty."""
        start, end = node.span
        before = self._text[start - 1 : start]
        return Edit(start, end, f" {written}" if before in {":", "-"} else written)

    def _after_last(self, node: SequenceNode, value: Value) -> Edit:
        last = node.items[-1]
        if node.flow:
            return Edit(last.span[1], last.span[1], f", {flow(value)}")
        _, indent = self._dash(node, len(node.items) - 1)
        lines = block_item(value, indent)
        return insert_lines(self._text, line_after(self._text, last), lines, self._line_end)

    def _dash(self, holder: SequenceNode, number: int) -> tuple[int, str]:
        """The position of an item's dash in a block, and what its line begins with before it."""
        start = last_inside(holder.items[number - 1]).span[1] if number else holder.span[0]
        found = _TO_DASH.match(self._text, start)
        if found is None:
            raise self._refusal()
        dash = found.end() - 1
        return dash, self._text[line_start(self._text, dash) : dash]

    def _cut_block(self, holder: MappingNode | SequenceNode, number: int) -> Edit:
        if isinstance(holder, SequenceNode):
            dash, indent = self._dash(holder, number)
            return cut_lines(self._text, dash, indent, self._line_end, holder.items[number])
        key, value = holder.entries[number]
        indent = self._indent(key)
        return cut_lines(self._text, key.span[0], indent, self._line_end, key, value)

    def _indent(self, key: ScalarNode) -> str:
        """The spaces before a key.

        Raises:
            InputError: if anything else precedes the key on its line.
        """
        indent = self._text[line_start(self._text, key.span[0]) : key.span[0]]
        if indent.strip(" "):
            raise fault(key.location, YamlCode.KEY_INSIDE_LINE, key=key.text)
        return indent

    def _line_of_key(self, path: KeyPath) -> tuple[int, str] | None:
        """The start and the indentation of the line that a path's key begins, if it begins one."""
        if not path:
            return None
        holder = self.source.find(path[:-1])
        if not isinstance(holder, MappingNode) or holder.flow:
            return None
        key = holder.key(str(path[-1]))
        return None if key is None else (line_start(self._text, key.span[0]), self._indent(key))


def _is_empty(node: Node) -> bool:
    match node:
        case ScalarNode():
            return node.is_null
        case MappingNode():
            return not node.entries
        case SequenceNode():
            return not node.items


def _all_comments(source: Source) -> list[str]:
    return list(comments(source.text, 0, len(source.text), source.root))


def _children(holder: MappingNode | SequenceNode) -> list[tuple[tuple[int, int], Node]]:
    """The values of a mapping or a list, each with its span; a key's span begins with the key."""
    if isinstance(holder, SequenceNode):
        return [(item.span, item) for item in holder.items]
    return [((key.span[0], value.span[1]), value) for key, value in holder.entries]


def _number_in(holder: Node, step: str | int) -> int | None:
    """Which child of a mapping or a list a step of a path names, from 0."""
    match holder, step:
        case MappingNode(), str():
            keys = [key.text for key, _ in holder.entries]
            return keys.index(step) if step in keys else None
        case SequenceNode(), int():
            return step if 0 <= step < len(holder.items) else None
        case _:
            return None


def _value_after(mapping: MappingNode, key: str | None) -> Node:
    """The value of a key, or the mapping's last value where there is no such key."""
    return next((v for k, v in mapping.entries if k.text == key), mapping.entries[-1][1])


def _into_flow(text: str, mapping: MappingNode, entry: str, after: str | None) -> Edit:
    if not mapping.entries:
        inside = mapping.span[0] + 1
        return Edit(inside, inside, entry)
    end = _value_after(mapping, after).span[1]
    gap = " null" if text[end - 1] == ":" else ""
    return Edit(end, end, f"{gap}, {entry}")


def _cut_from_flow(text: str, holder: MappingNode | SequenceNode, number: int) -> Edit:
    """Cut a key or an item and one of the commas beside it.

    Raises:
        InputError: if a comment would be lost.
    """
    children = _children(holder)
    spans = [span for span, _ in children]
    if len(spans) == 1:
        start, end = holder.span[0] + 1, holder.span[1] - 1
    elif number + 1 < len(spans):
        start, end = spans[number][0], spans[number + 1][0]
    else:
        start, end = spans[number - 1][1], spans[number][1]
    child = children[number][1]
    if any(comments(text, start, end, child)):
        raise fault(child.location, YamlCode.COMMENT_LOST)
    return Edit(start, end, "")
