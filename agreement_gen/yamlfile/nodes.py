"""YAML text as nodes that know their place.

Scalars stay text: what ``no``, ``0680`` or ``12:30`` means is decided by the key that holds it,
never by YAML's guesses. What a reader of a diff cannot see is refused: duplicate keys, tags,
anchors and aliases, several documents in one file.
"""

from __future__ import annotations

import typing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

import yaml

from agreement_gen.problems import InputError, Location, Problem, in_order

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_DEPTH = 20
"""Levels of nesting in one file; the file kinds of a workspace need six."""


ScalarStyle: TypeAlias = Literal["", "'", '"', "|", ">"]
"""How a text is written: plain, in single or double quotes, as a literal or a folded block."""

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
"""What a plain scalar holds that was left empty (YAML 1.2.2, section 10.2.1.1)."""


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A piece of text, as the parser gives it.

    ``span`` is the start and end of its characters in the file (for every node).
    """

    text: str
    style: ScalarStyle
    location: Location
    span: tuple[int, int]

    @property
    def is_plain(self) -> bool:
        """Whether the text is written without quotes and is no block."""
        return self.style == ""

    @property
    def is_null(self) -> bool:
        """Whether the value was left empty (nothing, ``null`` or ``~``, without quotes)."""
        return self.is_plain and self.text in NULLS

    def line_location(self, line: int) -> Location:
        """The location of line ``line`` (from 0) of the text; of the whole unless it is literal."""
        if self.style == "|":
            return Location(self.location.file, self.location.line + 1 + line, 1)
        return self.location


@dataclass(frozen=True, slots=True)
class MappingNode:
    """Keys with their values, in the order of the file; no key stands twice."""

    entries: tuple[tuple[ScalarNode, Node], ...]
    flow: bool
    location: Location
    span: tuple[int, int]

    def get(self, key: str) -> Node | None:
        """The value of a key, or None."""
        return next((value for k, value in self.entries if k.text == key), None)

    def key(self, key: str) -> ScalarNode | None:
        """The key itself, with its place, or None."""
        return next((k for k, _ in self.entries if k.text == key), None)


@dataclass(frozen=True, slots=True)
class SequenceNode:
    """A list of values."""

    items: tuple[Node, ...]
    flow: bool
    location: Location
    span: tuple[int, int]


Node: TypeAlias = ScalarNode | MappingNode | SequenceNode
KeyPath: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: its name as shown to a person, its text, its top node."""

    file: str
    text: str
    root: Node

    def find(self, path: KeyPath) -> Node | None:
        """The node at a path of keys and list positions, or None."""
        node: Node | None = self.root
        for step in path:
            match node:
                case MappingNode() if isinstance(step, str):
                    node = node.get(step)
                case SequenceNode() if isinstance(step, int) and 0 <= step < len(node.items):
                    node = node.items[step]
                case _:
                    return None
        return node

    def location(self, path: KeyPath) -> Location:
        """Where a path stands: its value, else its key, else the nearest place that holds it.

        An empty value is shown at its key, where a person looks for it.
        """
        for length in range(len(path), -1, -1):
            node = self.find(path[:length])
            if node is None:
                continue
            if isinstance(node, ScalarNode) and node.text == "" and node.is_plain and length:
                parent = self.find(path[: length - 1])
                key = parent.key(str(path[length - 1])) if isinstance(parent, MappingNode) else None
                return key.location if key else node.location
            return node.location
        return Location(self.file, 1, 1)

    def key_location(self, path: KeyPath) -> Location:
        """Where the key of a path stands; where there is no such key, the path's own place."""
        parent = self.find(path[:-1])
        key = parent.key(str(path[-1])) if isinstance(parent, MappingNode) else None
        return key.location if key else self.location(path)


def read(data: bytes, file: str) -> Source:
    """Parse a YAML file.

    Raises:
        InputError: with every fault found, for text that is not UTF-8, not YAML, or holds what
            a workspace's file may not hold.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        place = Location(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        raise InputError(
            [Problem(place, "not-utf8", "this is not UTF-8 text", "save the file as UTF-8")]
        ) from None
    builder = _Builder(file, shift=1 if text.startswith("\ufeff") else 0)
    try:
        root = builder.build(yaml.parse(text, Loader=_LOADER))
    except yaml.YAMLError as error:
        raise InputError([*builder.problems, _syntax_problem(error, file, text)]) from None
    if builder.problems:
        raise InputError(in_order(builder.problems))
    if root is None:
        raise InputError(
            [Problem(Location(file, 1, 1), "empty-file", "the file says nothing", _TEMPLATE_HINT)]
        )
    return Source(file, text, root)


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEMPLATE_HINT = "`agreement-gen new NAME` writes a municipality's file, `init DIR` all others"


def _syntax_problem(error: yaml.YAMLError, file: str, text: str) -> Problem:
    place, message = Location(file, 1, 1), str(error)
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        mark = error.problem_mark
        place = Location(file, mark.line + 1, mark.column + 1)
        message = ", ".join(part for part in (error.context, error.problem) if part)
    elif isinstance(error, yaml.reader.ReaderError):
        # The reader counts bytes of the text it was given.
        before = text.encode("utf-8")[: error.position].decode("utf-8", "ignore")
        place = Location(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        message = "a control character may not stand here"
    hint = ""
    line = text.splitlines()[place.line - 1 : place.line] if place.line else []
    if line and "\t" in line[0][: place.column]:
        hint = "indent with spaces; YAML allows no tab there"
    elif "mapping values are not allowed" in message:
        hint = "put a text that holds a colon in quotes, or write it as a block after `|`"
    elif "could not find expected ':'" in message or "simple key" in message:
        hint = "a key ends with a colon and a space; check the indentation too"
    return Problem(place, "yaml-syntax", f"this is not YAML: {message}", hint)


_STYLES: dict[str, ScalarStyle] = {style: style for style in typing.get_args(ScalarStyle)}


@dataclass
class _Open:
    """A mapping or list whose end has not been read."""

    start: yaml.MappingStartEvent | yaml.SequenceStartEvent
    children: list[Node]


class _Builder:
    """Builds nodes from the parser's events; keeps the faults that do not stop the reading."""

    def __init__(self, file: str, shift: int) -> None:
        self.file = file
        self.shift = shift
        self.problems: list[Problem] = []

    def build(self, events: Iterable[yaml.Event]) -> Node | None:
        root: Node | None = None
        stack: list[_Open] = []
        documents = 0
        for event in events:
            node: Node | None = None
            match event:
                case yaml.DocumentStartEvent():
                    documents += 1
                    if documents == 2:
                        self._report(
                            event, "several-documents", "a second document starts here", _ONE
                        )
                case yaml.AliasEvent():
                    self._report(event, "alias", f"the alias `*{event.anchor}` is refused", _WRITE)
                    node = ScalarNode("", "", self._place(event), self._span(event, event))
                case yaml.ScalarEvent():
                    self._refuse_magic(event)
                    node = ScalarNode(
                        event.value,
                        _STYLES[event.style or ""],
                        self._place(event),
                        self._span(event, event),
                    )
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    self._refuse_magic(event)
                    stack.append(_Open(event, []))
                    if len(stack) > MAX_DEPTH:
                        self._report(event, "too-deep", f"nested deeper than {MAX_DEPTH} levels")
                        raise InputError(self.problems)
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    node = self._close(stack.pop(), event)
                case _:
                    pass
            if node is not None:
                if stack:
                    stack[-1].children.append(node)
                elif root is None:
                    root = node
        return root

    def _close(self, opened: _Open, end: yaml.Event) -> Node:
        start, children = opened.start, opened.children
        place, span = self._place(start), self._span(start, end)
        flow = bool(start.flow_style)
        if isinstance(start, yaml.SequenceStartEvent):
            return SequenceNode(tuple(children), flow, place, span)
        entries: dict[str, tuple[ScalarNode, Node]] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, ScalarNode):
                self.problems.append(
                    Problem(key.location, "key-not-text", "a key must be a single word")
                )
            elif key.text in entries:
                first = entries[key.text][0].location.line
                self.problems.append(
                    Problem(
                        key.location,
                        "duplicate-key",
                        f"the key `{key.text}` stands twice",
                        f"it is also on line {first}; keep one of them",
                    )
                )
            else:
                entries[key.text] = (key, value)
        return MappingNode(tuple(entries.values()), flow, place, span)

    def _refuse_magic(
        self, event: yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent
    ) -> None:
        if event.anchor is not None:
            self._report(event, "anchor", f"the anchor `&{event.anchor}` is refused", _WRITE)
        if event.tag is not None:
            self._report(event, "tag", f"the tag `{event.tag}` is refused", "leave the tag out")

    def _report(self, event: yaml.Event, code: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(self._place(event), code, message, hint))

    def _place(self, event: yaml.Event) -> Location:
        mark = _mark(event.start_mark)
        return Location(self.file, mark.line + 1, mark.column + 1)

    def _span(self, start: yaml.Event, end: yaml.Event) -> tuple[int, int]:
        first, last = _mark(start.start_mark), _mark(end.end_mark)
        return (first.index + self.shift, last.index + self.shift)


class _Mark(Protocol):
    """What both of PyYAML's parsers say of a place (they have a class each)."""

    index: int
    line: int
    column: int


def _mark(mark: _Mark | None) -> _Mark:
    if mark is None:
        raise TypeError("the YAML parser gave an event without a place")
    return mark


_ONE = "keep one document in a file"
_WRITE = "write the value out in each place, so that a diff shows it where it counts"
