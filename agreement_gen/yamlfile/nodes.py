"""YAML text as nodes that know their location.

Scalars stay text: what ``no``, ``0680`` or ``12:30`` means is decided by the key that holds it,
never by YAML's guesses. What a reader of a diff cannot see is refused: duplicate keys, tags,
anchors and aliases, several documents in one file, and characters that are written as escapes
because nobody could see them. Texts are composed (NFC), so that equal texts are equal however
somebody's keyboard or disk writes their letters.
"""

from __future__ import annotations

import re
import typing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

import yaml

from agreement_gen.characters import composed, unseen
from agreement_gen.decoding import BYTE_ORDER_MARK, TextCode, decoded
from agreement_gen.problems import InputError, Location, Problem, fault, in_order, problem
from agreement_gen.yamlfile import messages
from agreement_gen.yamlfile.messages import YamlCode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agreement_gen.messages import Template, Text

MAX_NODES = 20_000
"""Keys, values and lists in one file; the file of a region with fifty municipalities has 2,000."""

MAX_DEPTH = 20
"""Levels of nesting in one file; the file kinds of a workspace need six."""


ScalarStyle: TypeAlias = Literal["", "'", '"', "|", ">"]
"""How a text is written: plain, in single or double quotes, as a literal or a folded block."""

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
"""What a plain scalar holds that was left empty (YAML 1.2.2, section 10.2.1.1)."""


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A piece of text, as the parser gives it.

    ``span`` is the start and end of its characters in the file (for every node), ``indent`` how
    far the lines of a block are indented in it.
    """

    text: str
    style: ScalarStyle
    location: Location
    span: tuple[int, int]
    indent: int = 0

    @property
    def is_plain(self) -> bool:
        """Whether the text is written without quotes and is no block."""
        return self.style == ""

    @property
    def is_null(self) -> bool:
        """Whether the value was left empty (nothing, ``null`` or ``~``, without quotes)."""
        return self.is_plain and self.text in NULLS

    def line_location(self, line: int, column: int = 0) -> Location:
        """The location of a line and column of the text; of the whole unless it is literal.

        Both count from 0.
        """
        if self.style == "|":
            here = self.location
            return Location(here.file, here.line + 1 + line, self.indent + column + 1)
        return self.location


@dataclass(frozen=True, slots=True)
class MappingNode:
    """Keys with their values, in the order of the file; each key is there once."""

    entries: tuple[tuple[ScalarNode, Node], ...]
    flow: bool
    location: Location
    span: tuple[int, int]
    _by_key: dict[str, tuple[ScalarNode, Node]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the keys: each problem of a file looks some up."""
        object.__setattr__(self, "_by_key", {key.text: (key, value) for key, value in self.entries})

    def get(self, key: str) -> Node | None:
        """The value of a key, or None."""
        found = self._by_key.get(key)
        return None if found is None else found[1]

    def key(self, key: str) -> ScalarNode | None:
        """The key itself, with its location, or None."""
        found = self._by_key.get(key)
        return None if found is None else found[0]


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
        """Where a path leads: its value, else its key, else the nearest node that holds it.

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
        """The location of a path's key; where there is no such key, the path's own."""
        parent = self.find(path[:-1])
        key = parent.key(str(path[-1])) if isinstance(parent, MappingNode) else None
        return key.location if key else self.location(path)


def read(data: bytes, file: str) -> Source:
    """Parse a YAML file.

    Args:
        data: Its bytes.
        file: Its name for problems, as shown to a person.

    Raises:
        InputError: with every fault found, for text that is not UTF-8, not YAML, or holds what
            a workspace's file may not hold.
    """
    text = decoded(data, file)
    builder = _Builder(file, text, shift=1 if text.startswith(BYTE_ORDER_MARK) else 0)
    try:
        root = builder.build(yaml.parse(text, Loader=_LOADER))
    except yaml.YAMLError as error:
        raise InputError([*builder.problems, _syntax_problem(error, file, text)]) from None
    if builder.problems:
        raise InputError(in_order(builder.problems))
    if root is None:
        raise fault(Location(file, 1, 1), YamlCode.EMPTY_FILE)
    return Source(file, text, root)


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_DETAILS: tuple[tuple[str, Template], ...] = (
    ("escape", messages.BAD_ESCAPE),
    ("incompatible YAML", messages.OTHER_VERSION),
    ("tag", messages.BAD_TAG),
    ("block scalar", messages.BAD_BLOCK),
    ("directive", messages.BAD_DIRECTIVE),
    ("anchor", messages.BAD_ALIAS),
    ("alias", messages.BAD_ALIAS),
    ("character", messages.BAD_CHARACTER),
)
"""The same for what has no code of its own."""

_SYNTAX: tuple[tuple[str, YamlCode], ...] = (
    ("mapping values are not allowed", YamlCode.COLON),
    ("could not find expected ':'", YamlCode.MISSING_COLON),
    ("expected ',' or", YamlCode.BRACKETS),
    ("a quoted scalar, found unexpected", YamlCode.QUOTES),
    ("expected key", YamlCode.INDENTATION),
    ("expected <block end>", YamlCode.INDENTATION),
    ("expected '-' indicator", YamlCode.INDENTATION),
    ("tab character", YamlCode.TAB),
    ("cannot start any token", YamlCode.FIRST_CHARACTER),
)
"""Parts of the messages of PyYAML's two parsers, and what they mean; the first one decides."""


def _syntax_problem(error: yaml.YAMLError, file: str, text: str) -> Problem:
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return problem(Location(file, 1, 1), YamlCode.SYNTAX, detail=_detail(str(error)))
    mark = error.problem_mark
    detail = ", ".join(part for part in (error.context, error.problem) if part)
    code = next((code for words, code in _SYNTAX if words in detail), YamlCode.SYNTAX)
    if code is YamlCode.FIRST_CHARACTER:
        line = text.split("\n")[mark.line : mark.line + 1]
        if line and "\t" in line[0][: mark.column + 1]:
            code = YamlCode.TAB
    location = Location(file, mark.line + 1, mark.column + 1)
    values = {"detail": _detail(detail)} if code is YamlCode.SYNTAX else {}
    return problem(location, code, **values)


def _detail(sentence: str) -> Text:
    """What PyYAML's sentence is about; nothing of the sentence itself is shown."""
    return next((text for words, text in _DETAILS if words in sentence), messages.NOT_READABLE)()


_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_NAMED_ESCAPES = {"0": "\0", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "r": "\r", "v": "\v",
                  "N": "\x85", "L": "\u2028", "P": "\u2029"}  # fmt: skip
"""Those for characters that cannot be seen (YAML 1.2.2, section 5.7)."""


def _escaped(escape: str) -> str | None:
    """The character that an escape in double quotes stands for, without its backslash."""
    return chr(int(escape[1:], 16)) if len(escape) > 1 else _NAMED_ESCAPES.get(escape)


def _place(file: str, text: str, position: int, shift: int) -> Location:
    """The location of a position in a text; a byte order mark is no part of the first line."""
    start = max(text.rfind("\n", 0, position) + 1, shift)
    return Location(file, text.count("\n", 0, position) + 1, position - start + 1)


_STYLES: dict[str, ScalarStyle] = {style: style for style in typing.get_args(ScalarStyle)}


@dataclass
class _Open:
    """A mapping or list whose end has not been read."""

    start: yaml.MappingStartEvent | yaml.SequenceStartEvent
    children: list[Node]


class _Builder:
    """Builds nodes from the parser's events; keeps the faults that do not stop the reading."""

    def __init__(self, file: str, text: str, shift: int) -> None:
        self.file = file
        self.text = text
        self.shift = shift
        self.problems: list[Problem] = []

    def build(self, events: Iterable[yaml.Event]) -> Node | None:
        root: Node | None = None
        stack: list[_Open] = []
        documents = 0
        for number, event in enumerate(events):
            node: Node | None = None
            if number > 2 * MAX_NODES:  # a list or a mapping is two events, its start and its end
                self._report(event, YamlCode.TOO_MANY, most=MAX_NODES)
                raise InputError(self.problems)
            match event:
                case yaml.DocumentStartEvent():
                    documents += 1
                    if documents == 2:
                        self._report(event, YamlCode.SEVERAL_DOCUMENTS)
                case yaml.AliasEvent():
                    self._report(event, YamlCode.ALIAS, name=event.anchor or "")
                    node = ScalarNode("", "", self._location(event), self._span(event, event))
                case yaml.ScalarEvent():
                    self._refuse_magic(event)
                    node = ScalarNode(
                        self._shown(event),
                        _STYLES[event.style or ""],
                        self._location(event),
                        self._span(event, event),
                        self._indent(event),
                    )
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    self._refuse_magic(event)
                    stack.append(_Open(event, []))
                    if len(stack) > MAX_DEPTH:
                        self._report(event, YamlCode.TOO_DEEP, levels=MAX_DEPTH)
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
        location, span = self._location(start), self._span(start, end)
        flow = bool(start.flow_style)
        if isinstance(start, yaml.SequenceStartEvent):
            return SequenceNode(tuple(children), flow, location, span)
        entries: dict[str, tuple[ScalarNode, Node]] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, ScalarNode):
                self.problems.append(problem(key.location, YamlCode.KEY_NOT_TEXT))
            elif key.text in entries:
                first = entries[key.text][0].location.line
                self.problems.append(
                    problem(key.location, YamlCode.DUPLICATE_KEY, key=key.text, line=first)
                )
            else:
                entries[key.text] = (key, value)
        return MappingNode(tuple(entries.values()), flow, location, span)

    def _shown(self, event: yaml.ScalarEvent) -> str:
        """The text of a scalar, composed (NFC); what an escape hides in it is reported."""
        text = composed(event.value)
        for found in unseen(text):
            start, end = self._span(event, event)
            location = self._location(event)
            for escape in _ESCAPE.finditer(self.text, start, end):
                if _escaped(escape[1]) == found.character:
                    location = _place(self.file, self.text, escape.start(), self.shift)
                    break
            code_point = found.code_point
            self.problems.append(problem(location, TextCode.UNSEEN, code_point=code_point))
            break
        return text

    def _refuse_magic(
        self, event: yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent
    ) -> None:
        if event.anchor is not None:
            self._report(event, YamlCode.ANCHOR, name=event.anchor)
        if event.tag is not None:
            self._report(event, YamlCode.TAG, tag=event.tag)

    def _report(self, event: yaml.Event, code: YamlCode, **values: str | int) -> None:
        self.problems.append(problem(self._location(event), code, **values))

    def _location(self, event: yaml.Event) -> Location:
        mark = _mark(event.start_mark)
        return Location(self.file, mark.line + 1, mark.column + 1)

    def _span(self, start: yaml.Event, end: yaml.Event) -> tuple[int, int]:
        first, last = _mark(start.start_mark), _mark(end.end_mark)
        return (first.index + self.shift, last.index + self.shift)

    def _indent(self, event: yaml.ScalarEvent) -> int:
        """How far the lines of a literal block are indented: what they begin with in the file."""
        if event.style != "|":
            return 0
        start, end = self._span(event, event)
        written = self.text[start:end].split("\n")[1:]
        for line, line_in_file in zip(event.value.split("\n"), written, strict=False):
            if line.strip():
                return len(line_in_file.rstrip("\r")) - len(line)
        return 0


class _Mark(Protocol):
    """A position as both of PyYAML's parsers give it (they have a class each)."""

    index: int
    line: int
    column: int


def _mark(mark: _Mark | None) -> _Mark:
    if mark is None:
        raise TypeError("the YAML parser gave an event without a position")
    return mark
