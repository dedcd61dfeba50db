"""Replacements in a YAML text, and where the lines and comments of a node begin and end.

Positions count the characters of the text from 0. Line ends are LF, CRLF or CR.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreement_gen.yamlfile.nodes import MappingNode, Node, ScalarNode, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_BOM = "\ufeff"
_LINE_END = re.compile(r"\r\n|\n|\r")
_COMMENT = re.compile(rf"(?<![^\s{_BOM}])#[^\r\n]*")
_BLANK_LINES = re.compile(r"(?:(?<=\n)|(?<=\r)(?!\n))(?:[ \t]*(?:\r\n|\n|\r))+\Z")


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the characters from ``start`` to ``end`` of a text."""

    start: int
    end: int
    replacement: str


def splice(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits made; every other character stays.

    Raises:
        ValueError: for edits that overlap.
    """
    done = len(text) + 1
    for edit in sorted(edits, key=lambda e: (e.start, e.end), reverse=True):
        if edit.end > done:
            raise ValueError(f"edits overlap at {edit.start}")
        text = text[: edit.start] + edit.replacement + text[edit.end :]
        done = edit.start
    return text


def line_end(text: str) -> str:
    """The characters that end the text's first line, LF if it has only one line."""
    found = _LINE_END.search(text)
    return found.group() if found else "\n"


def line_start(text: str, position: int) -> int:
    """Where the line of a position begins; a byte order mark is no part of the first line."""
    start = max(text.rfind("\n", 0, position), text.rfind("\r", 0, position)) + 1
    return start + 1 if text[start : start + 1] == _BOM else start


def next_line(text: str, position: int) -> int:
    """The start of the next line; the position itself if it begins a line."""
    if position and text[position - 1] in "\r\n":
        return position
    found = _LINE_END.search(text, position)
    return found.end() if found else len(text)


def is_block(node: Node) -> bool:
    """Whether a node is a text written as a block after ``|`` or ``>``."""
    return isinstance(node, ScalarNode) and node.style in {"|", ">"}


def line_after(text: str, node: Node) -> int:
    """The start of the line after a node; blank lines after a block of text are not part of it."""
    last = last_inside(node)
    end = next_line(text, last.span[1])
    if is_block(last) and "+" not in text[last.span[0] : last.span[0] + 3]:
        blank = _BLANK_LINES.search(text[last.span[0] : end])
        if blank:
            end -= len(blank.group())
    return end


def last_inside(node: Node) -> Node:
    """The last node inside one; a block's own end mark comes after the comments that follow it."""
    match node:
        case MappingNode(entries=entries) if entries and not node.flow:
            return last_inside(entries[-1][1])
        case SequenceNode(items=items) if items and not node.flow:
            return last_inside(items[-1])
        case _:
            return node


def insert_lines(text: str, position: int, lines: Sequence[str], end: str) -> Edit:
    """Insert lines, given without their ends, where a line begins or the text ends."""
    added = "".join(line + end for line in lines)
    if position and text[position - 1] not in "\r\n":
        added = end + added.removesuffix(end)
    return Edit(position, position, added)


def cut_lines(text: str, first: int, indent: str, end_of_line: str, *nodes: Node) -> Edit:
    """Cut the lines from that of ``first`` to the end of the last node.

    Comments among them stay, each on a line of its own.
    """
    start, end = line_start(text, first), line_after(text, nodes[-1])
    kept = [f"{indent}{comment}{end_of_line}" for comment in comments(text, start, end, *nodes)]
    return Edit(start, end, "".join(kept))


def comments(text: str, start: int, end: int, *nodes: Node) -> Iterator[str]:
    """The comments between two positions, in order, without the white space after them.

    The nodes are those between the positions: what looks like a comment in a value is none.
    """
    masked = list(text[start:end])
    heads = []
    for scalar in (scalar for node in nodes for scalar in _scalars(node)):
        first, last = scalar.span
        if is_block(scalar):
            head = re.compile(r"[|>][-+0-9]*[ \t]+(#[^\r\n]*)").match(text, first)
            if head:
                heads.append((first, head.group(1)))
        for position in range(max(first, start), min(last, end)):
            masked[position - start] = "\n" if text[position] in "\r\n" else "x"
    found = [(start + match.start(), match.group()) for match in _COMMENT.finditer("".join(masked))]
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
