"""Whether a style sheet is a house style that keeps all of an agreement visible.

Each rule, selector and declaration has to be one that is known here (the values are in
:mod:`agreement_gen.formats.style_values`); all else is reported with its line and column. The
same holds for PDF and web page, so neither shows what the other refuses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import tinycss2
from tinycss2.color3 import RGBA

from agreement_gen.formats import messages
from agreement_gen.formats.errors import RenderFailure
from agreement_gen.formats.messages import StyleCode
from agreement_gen.formats.style_values import (
    BLACK,
    LEAST_CONTRAST,
    PROPERTIES,
    WHITE,
    Subject,
    colors,
    contrast,
    property_at,
)
from agreement_gen.messages import Text
from agreement_gen.problems import Location, did_you_mean, in_order, problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agreement_gen.messages import Value
    from agreement_gen.problems import Problem

MAX_CHARACTERS: Final = 60_000
"""Characters of a style sheet; that of the example has 7 600."""

_MAX_DEPTH: Final = 12
"""Brackets inside brackets."""

_MAX_COMPOUNDS: Final = 4
"""Elements that a selector names, one inside the other."""

_SHOWN: Final = 60
"""Characters of the style sheet that a message repeats."""

_MEDIA: Final = ("print", "screen")
_PAGE_CLASSES: Final = frozenset({"first", "left", "right", "blank"})
_ELEMENTS: Final = frozenset(
    (
        *("html", "body", "header", "main", "section", "div", "span", "p"),
        *("h1", "h2", "h3", "h4", "strong", "em", "a", "ins", "del", "ul", "ol", "li"),
        *("table", "caption", "thead", "tbody", "tr", "th", "td"),
    )
)
_STATES: Final = frozenset(
    ("root", "first-child", "last-child", "first-of-type", "last-of-type", "link", "target")
)
_FOCUS: Final = frozenset({"focus", "focus-visible"})
_ROWS: Final = frozenset({"own", "group", "sum", "total"})
_LINKS: Final = (RGBA(0, 0, 238 / 255, 1), RGBA(85 / 255, 26 / 255, 139 / 255, 1))
"""The colours that browsers give to links."""

Node: TypeAlias = Any
"""A node of tinycss2, which has no types."""


def style_problems(css: str, file: str) -> tuple[Problem, ...]:
    """What a style sheet may not hold, in order; nothing, if it is a house style.

    Args:
        css: The style sheet.
        file: Its name for problems, as shown to a person.
    """
    return tuple(
        replace(found, location=replace(found.location, file=file)) for found in _problems(css)
    )


def require_house_style(css: str) -> None:
    """Refuse a style sheet that is none.

    Raises:
        RenderFailure: with every problem found, each with its line and column.
    """
    if found := _problems(css):
        raise RenderFailure(
            messages.STYLE_AT(
                line=one.location.line,
                column=one.location.column,
                reason=Text(one.code.message, one.values),
            )
            for one in found
        )


@lru_cache(maxsize=8)
def _problems(css: str) -> tuple[Problem, ...]:
    if len(css) > MAX_CHARACTERS:
        location = Location("", 1, 1)
        code = StyleCode.TOO_LONG
        return (problem(location, code, count=len(css), most=MAX_CHARACTERS),)
    if (offset := _too_deep(css)) is not None:
        return (problem(_location(css, offset), StyleCode.TOO_DEEP, most=_MAX_DEPTH),)
    # Two readers of a style sheet differ most in what they make of these.
    if marks := re.search(r"[<\\\x00]", css):
        location = _location(css, marks.start())
        return (problem(location, StyleCode.CHARACTER, character=repr(marks.group())),)
    reader = _Reader()
    reader.sheet(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))
    reader.check_contrast()
    return in_order(reader.problems)


def _location(css: str, offset: int) -> Location:
    start = css.rfind("\n", 0, offset)
    return Location("", css.count("\n", 0, offset) + 1, offset - start)


def _too_deep(css: str) -> int | None:
    """Where brackets are inside too many others; None if nowhere."""
    depth = 0
    blank = re.sub(r"/\*.*?\*/", lambda found: " " * len(found.group()), css, flags=re.DOTALL)
    for bracket in re.finditer(r"[(\[{)\]}]", blank):
        depth = depth + 1 if bracket.group() in "([{" else max(0, depth - 1)
        if depth > _MAX_DEPTH:
            return bracket.start()
    return None


@dataclass(frozen=True, slots=True)
class _Color:
    """A colour that the style sheet sets, as it is written, and where."""

    written: str
    value: RGBA
    node: Node


@dataclass(slots=True)
class _Reader:
    """Reads the rules of one style sheet; collects the problems that it meets."""

    problems: list[Problem] = field(default_factory=list)
    variables: dict[str, list[Node]] = field(default_factory=dict)
    texts: list[_Color] = field(default_factory=list)
    backgrounds: list[_Color] = field(default_factory=list)

    def report(self, node: Node, code: StyleCode, **values: Value) -> None:
        location = Location("", node.source_line, node.source_column)
        self.problems.append(problem(location, code, **values))

    def sheet(self, rules: Sequence[Node]) -> None:
        for rule in rules:
            if rule.type == "qualified-rule" and _text(rule.prelude) == ":root":
                self.define(rule)
        for rule in rules:
            self.rule(rule, "")

    def define(self, rule: Node) -> None:
        """Keep the values of the names that begin with ``--``."""
        for declaration in _contents(rule):
            if declaration.type == "declaration" and declaration.name.startswith("--"):
                value = _tokens(declaration.value)
                if declaration.name in self.variables or declaration.important:
                    self.report(declaration, StyleCode.NAMED_TWICE, name=declaration.name)
                elif any(_is_function(token, "var") for token in value):
                    self.refuse_value(declaration, messages.STYLE_NO_VAR())
                self.variables.setdefault(declaration.name, value)

    def rule(self, rule: Node, media: str) -> None:
        match rule.type:
            case "qualified-rule":
                self.style_rule(rule, media)
            case "at-rule" if rule.lower_at_keyword == "page" and rule.content is not None:
                self.page(rule)
            case "at-rule" if (
                rule.lower_at_keyword == "media" and rule.content is not None and not media
            ):
                name = _text(rule.prelude).lower()
                if name not in _MEDIA:
                    self.refuse_selector(rule, f"@media {_text(rule.prelude)}")
                    return
                inner = tinycss2.parse_rule_list(
                    rule.content, skip_comments=True, skip_whitespace=True
                )
                for each in inner:
                    self.rule(each, name)
            case "at-rule":
                self.report(rule, StyleCode.AT_RULE, name=rule.at_keyword[:_SHOWN])
            case _:
                self.refuse_syntax(rule)

    def refuse_syntax(self, node: Node) -> None:
        self.report(node, StyleCode.SYNTAX)

    def refuse_selector(self, node: Node, selector: str) -> None:
        self.report(node, StyleCode.SELECTOR, selector=selector[:_SHOWN])

    def refuse_value(self, declaration: Node, allowed: Text) -> None:
        self.report(
            declaration,
            StyleCode.VALUE,
            name=declaration.name[:_SHOWN],
            value=_text(declaration.value)[:_SHOWN],
            allowed=allowed,
        )

    def style_rule(self, rule: Node, media: str) -> None:
        subjects: list[Subject] = []
        for selector in _split(rule.prelude):
            subject = _subject(selector, on_screen=media == "screen")
            if subject is None:
                self.refuse_selector(rule, _text(selector))
                return
            subjects.append(subject)
        for declaration in _contents(rule):
            if declaration.type != "declaration":
                self.refuse_syntax(declaration)
            elif not declaration.name.startswith("--"):
                self.declaration(declaration, subjects)
            elif _text(rule.prelude) != ":root" or media:
                self.report(declaration, StyleCode.NAME_PLACE, name=declaration.name[:_SHOWN])

    def declaration(self, declaration: Node, subjects: Sequence[Subject]) -> None:
        """A declaration, which has to be allowed for each of its subjects."""
        name = declaration.lower_name
        if declaration.important:
            self.report(declaration, StyleCode.IMPORTANT, name=name[:_SHOWN])
            return
        value = self.resolved(declaration)
        if value is None:
            return
        for subject in subjects:
            found = property_at(name, subject.place)
            if found is None:
                near = did_you_mean(name, PROPERTIES) if name not in PROPERTIES else Text(_NO_HINT)
                self.report(declaration, StyleCode.PROPERTY, name=name[:_SHOWN], suggestion=near)
                return
            if not found.test(value, subject):
                self.refuse_value(declaration, found.allowed)
                return
            self.keep(declaration, value)

    def resolved(self, declaration: Node) -> list[Node] | None:
        """A declaration's value with its ``var()`` replaced; None if one is not defined."""
        found: list[Node] = []
        for token in _tokens(declaration.value):
            if not _is_function(token, "var"):
                found.append(token)
                continue
            argument = _tokens(token.arguments)
            known = (
                self.variables.get(argument[0].value)
                if len(argument) == 1 and argument[0].type == "ident"
                else None
            )
            if known is None:
                self.refuse_value(declaration, messages.STYLE_VARIABLE())
                return None
            found += known
        return found

    def keep(self, declaration: Node, value: Sequence[Node]) -> None:
        """Note the colours of a declaration for the check of the whole style sheet."""
        for kind, found in colors(declaration.lower_name, value):
            kept = self.texts if kind == "text" else self.backgrounds
            kept.append(_Color(_text(declaration.value), found, declaration))

    def page(self, rule: Node) -> None:
        """An ``@page`` rule; the boxes in its margin are the program's own."""
        selector = _text(rule.prelude).lower()
        if selector and selector.removeprefix(":") not in _PAGE_CLASSES:
            self.refuse_selector(rule, f"@page {selector}")
            return
        page = Subject("page", is_named=True)
        for part in _contents(rule):
            if part.type == "declaration" and not part.name.startswith("--"):
                self.declaration(part, [page])
            elif part.type == "at-rule":
                self.report(part, StyleCode.AT_RULE, name=part.lower_at_keyword[:_SHOWN])
            else:
                self.refuse_syntax(part)

    def check_contrast(self) -> None:
        """Each colour of text can be read on each background; both have their usual ones too."""
        texts = {found.value for found in self.texts} | {BLACK, *_LINKS}
        backgrounds = {found.value for found in self.backgrounds} | {WHITE}
        for kept, others in ((self.texts, backgrounds), (self.backgrounds, texts)):
            for found in kept:
                if any(contrast(found.value, other) < LEAST_CONTRAST for other in others):
                    self.report(
                        found.node,
                        StyleCode.CONTRAST,
                        color=found.written[:_SHOWN],
                        least=str(LEAST_CONTRAST),
                    )


_NO_HINT = messages.STYLE_NO_HINT


def _text(tokens: Sequence[Node]) -> str:
    return " ".join(str(tinycss2.serialize(tokens)).split())


def _tokens(tokens: Sequence[Node]) -> list[Node]:
    return [token for token in tokens if token.type not in {"whitespace", "comment"}]


def _contents(rule: Node) -> list[Node]:
    found: list[Node] = tinycss2.parse_blocks_contents(
        rule.content, skip_comments=True, skip_whitespace=True
    )
    return found


def _is_function(token: Node, name: str) -> bool:
    return bool(token.type == "function" and token.lower_name == name)


def _split(tokens: Sequence[Node]) -> Iterator[list[Node]]:
    """The selectors between the commas of a rule's prelude."""
    part: list[Node] = []
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            yield part
            part = []
        elif token.type != "comment":
            part.append(token)
    yield part


@dataclass(slots=True)
class _Compound:
    """One element that a selector names: its type, classes and states."""

    element: str = ""
    is_any: bool = False
    classes: set[str] = field(default_factory=set)
    ids: int = 0
    states: set[str] = field(default_factory=set)

    @property
    def is_empty(self) -> bool:
        return not (self.element or self.is_any or self.classes or self.ids or self.states)


def _subject(selector: Sequence[Node], *, on_screen: bool) -> Subject | None:
    """What the declarations of a selector are about; None if it may not be used."""
    compounds = _compounds(selector)
    if compounds is None or not 1 <= len(compounds) <= _MAX_COMPOUNDS:
        return None
    combinator, last = compounds[-1]
    parent = compounds[-2][1] if combinator == ">" else _Compound()
    element = "html" if "root" in last.states else last.element
    return Subject(
        "element",
        element,
        frozenset(last.classes),
        is_cell=not element and (parent.element == "tr" or bool(parent.classes & _ROWS)),
        is_named=bool(element or last.classes),
        is_focused=bool(last.states & _FOCUS),
        on_screen=on_screen,
    )


def _compounds(selector: Sequence[Node]) -> list[tuple[str, _Compound]] | None:
    """The elements of a selector, each with the combinator before it; None if one is refused."""
    found: list[tuple[str, _Compound]] = [("", _Compound())]
    tokens = list(selector)
    while tokens and tokens[-1].type == "whitespace":
        tokens.pop()
    combinator: str | None = None
    while tokens:
        token = tokens.pop(0)
        if token.type == "whitespace" or (token.type == "literal" and token.value in {">", "+"}):
            if found[-1][1].is_empty and (len(found) > 1 or token.type != "whitespace"):
                return None
            if token.type == "whitespace":
                combinator = combinator or " "
            elif combinator in {None, " "}:
                combinator = token.value
            else:
                return None
            continue
        if combinator is not None and not found[-1][1].is_empty:
            found.append((combinator, _Compound()))
        combinator = None
        if not _add(found[-1][1], token, tokens):
            return None
    return None if found[-1][1].is_empty or combinator is not None else found


def _add(compound: _Compound, token: Node, rest: list[Node]) -> bool:
    """Add a token to a compound, with those of the rest that belong to it; False if refused."""
    if token.type == "ident" and compound.is_empty:
        compound.element = token.lower_value
        return compound.element in _ELEMENTS
    if token.type == "hash":
        compound.ids += 1
        return True
    if token.type != "literal":
        return False
    match token.value:
        case "*" if compound.is_empty:
            compound.is_any = True
            return True
        case "." if rest and rest[0].type == "ident":
            compound.classes.add(rest.pop(0).value)
            return True
        case ":" if rest and rest[0].type == "ident":
            state = rest.pop(0).lower_value
            compound.states.add(state)
            return state in _STATES | _FOCUS
    return False
