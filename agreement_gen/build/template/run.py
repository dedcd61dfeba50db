"""Runs a template: reads it with Jinja, walks its tree, composes its text."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import jinja2
from jinja2 import nodes

from agreement_gen.build.messages import TemplateCode
from agreement_gen.build.template.names import dotted, kind, kinds
from agreement_gen.build.template.syntax import reason_of
from agreement_gen.build.template.values import Empty, Plain, TemplateError, TemplateText
from agreement_gen.problems import did_you_mean, problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from agreement_gen.build.template.values import Rules
    from agreement_gen.messages import Value as MessageValue
    from agreement_gen.problems import Location

MAX_STEPS = 50_000
"""Steps of one template; the longest clause of the example takes about a hundred.

A step is a node evaluated, an item of a list or a thousand characters that are looked through."""

MAX_CHARACTERS = 1_000_000
"""Characters that one template may compose, those of texts that it keeps in a name included."""

MAX_SOURCE = 200_000
"""Characters of one template's own text."""

MAX_NUMBER = 10**18
"""The largest number that a template may write, and the smallest below zero."""

_SYNTAX = jinja2.Environment(
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    autoescape=False,  # noqa: S701 - only the syntax is used; `Rules.escape` writes what is inserted
)


@functools.lru_cache(maxsize=1024)
def parse(source: str) -> nodes.Template | tuple[int, str]:
    """A template's tree; the line and Jinja's reason where it is not a template."""
    if len(source) > MAX_SOURCE:
        return 1, "too-long"
    try:
        return _SYNTAX.parse(source)
    except jinja2.TemplateSyntaxError as error:
        return error.lineno, error.message or ""
    except RecursionError:
        return 1, "too-deep"
    except ValueError as error:  # a number of more digits than Python reads
        return 1, str(error)


def run(
    source: str, values: Mapping[str, Plain], rules: Rules, locate: Callable[[int], Location]
) -> TemplateText:
    """Run a template.

    Args:
        source: The template's text.
        values: What it may use, by name.
        rules: Its filters, and how what it inserts is written.
        locate: From a line of the template (from 1) to its place in a file.

    Raises:
        TemplateError: if the template cannot be read, uses what the language does not have or
            nobody gave, or composes more than an agreement holds.
    """
    tree = _tree(source, locate)
    running = _Running(rules, locate)
    try:
        running.block(tree.body, (dict(values),))
    except RecursionError:
        raise TemplateError(problem(locate(1), TemplateCode.NESTED_TOO_DEEP)) from None
    return TemplateText("".join(running.parts), tuple(running.empty))


def _tree(source: str, locate: Callable[[int], Location]) -> nodes.Template:
    tree = parse(source)
    if isinstance(tree, nodes.Template):
        return tree
    line, reason = tree
    match reason:
        case "too-long":
            raise TemplateError(problem(locate(1), TemplateCode.SOURCE_TOO_LONG, limit=MAX_SOURCE))
        case "too-deep":
            raise TemplateError(problem(locate(1), TemplateCode.NESTED_TOO_DEEP))
    raise TemplateError(problem(locate(line), TemplateCode.SYNTAX, reason=reason_of(reason)))


_Scopes: TypeAlias = tuple[dict[str, Plain], ...]
"""Names with their values, the innermost scope last."""

_COMPARISONS: Mapping[str, Callable[[Plain, Plain], bool]] = {
    "eq": lambda left, right: left == right,
    "ne": lambda left, right: left != right,
    "in": lambda left, right: left in right,  # type: ignore[operator]
    "notin": lambda left, right: left not in right,  # type: ignore[operator]
    "lt": lambda left, right: left < right,  # type: ignore[operator]
    "lteq": lambda left, right: left <= right,  # type: ignore[operator]
    "gt": lambda left, right: left > right,  # type: ignore[operator]
    "gteq": lambda left, right: left >= right,  # type: ignore[operator]
}

_ORDERS = frozenset({"lt", "lteq", "gt", "gteq"})
"""Comparisons that an empty value has no answer to."""

TESTS: Mapping[str, Callable[[Plain], bool]] = {
    "none": lambda value: value is None,
    "string": lambda value: isinstance(value, str),
    "number": lambda value: isinstance(value, int) and not isinstance(value, bool),
}
"""What ``is`` can ask of a value; ``is defined`` asks whether there is such a name at all."""


@dataclass(slots=True)
class _Running:
    """One run of a template: what it has composed so far, and what is left of its budget."""

    rules: Rules
    locate: Callable[[int], Location]
    parts: list[str] = field(default_factory=list)
    empty: list[Empty] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)
    including: list[str] = field(default_factory=list)
    steps: int = 0
    characters: int = 0

    def block(self, body: Sequence[nodes.Node], scopes: _Scopes) -> None:
        for node in body:
            self._run(node, scopes)

    def _run(self, node: nodes.Node, scopes: _Scopes) -> None:
        self._step(node)
        match node:
            case nodes.Output():
                for part in node.nodes:
                    if isinstance(part, nodes.TemplateData):
                        self._write(part.data, part)
                    else:
                        self._insert(part, scopes)
            case nodes.If():
                branches = [(node.test, node.body), *((n.test, n.body) for n in node.elif_)]
                for test, body in branches:
                    if self._holds(test, scopes):
                        self.block(body, scopes)
                        return
                self.block(node.else_, scopes)
            case nodes.For(recursive=False):
                self._loop(node, scopes)
            case nodes.Include(
                template=nodes.Const(value=str(name)), ignore_missing=False, with_context=True
            ):
                self._include(node, name, scopes)
            case nodes.Assign(target=nodes.Name(name=name)):
                scopes[-1][name] = value = self._or_none(node.node, scopes)
                if value is None:
                    self.aliases[name] = self._called(node.node)
            case _:
                raise self._refused(node)

    def _include(self, node: nodes.Node, name: str, scopes: _Scopes) -> None:
        """Compose another template in the place of a node; what it sets ends with it."""
        included = self.rules.includes.get(name)
        if included is None:
            known = did_you_mean(name, self.rules.includes)
            raise self._error(node, TemplateCode.UNKNOWN_INCLUDE, name=name, suggestion=known)
        if name in self.including:
            chain = " → ".join([*self.including[self.including.index(name) :], name])
            raise self._error(node, TemplateCode.INCLUDE_CYCLE, chain=chain)
        outer, self.locate = self.locate, included.locate
        self.including.append(name)
        self.block(_tree(included.text, included.locate).body, (*scopes, {}))
        self.including.pop()
        self.locate = outer

    def _or_none(self, node: nodes.Node, scopes: _Scopes) -> Plain:
        """A value; None also where a filter or a part was asked of an empty one."""
        try:
            return self._value(node, scopes)
        except _EmptyError:
            return None

    def _holds(self, test: nodes.Node, scopes: _Scopes) -> bool:
        """Whether a condition holds; one that asks a filter of an empty value does not."""
        try:
            return bool(self._value(test, scopes))
        except _EmptyError as error:
            self.empty.append(Empty(self._called(error.node), self.locate(test.lineno)))
            return False

    def _loop(self, node: nodes.For, scopes: _Scopes) -> None:
        names = self._targets(node.target)
        over = self._or_none(node.iter, scopes)
        if over is None:
            self.empty.append(Empty(self._called(node.iter), self.locate(node.lineno)))
            over = ()
        if isinstance(over, str) or not isinstance(over, Sequence):
            raise self._error(
                node, TemplateCode.NOT_A_LIST, name=dotted(node.iter), kind=kind(over)
            )
        rounds: list[dict[str, Plain]] = []
        for item in over:
            self._step(node)
            own = self._bound(node, names, item)
            if node.test is None or self._holds(node.test, (*scopes, own)):
                rounds.append(own)
        for number, own in enumerate(rounds, start=1):
            own["loop"] = {
                "index": number,
                "length": len(rounds),
                "first": number == 1,
                "last": number == len(rounds),
            }
            self.block(node.body, (*scopes, own))
        if not rounds:
            self.block(node.else_, (*scopes, {}))

    def _targets(self, target: nodes.Node) -> tuple[str, ...]:
        parts = target.items if isinstance(target, nodes.Tuple) else [target]
        names = tuple(part.name for part in parts if isinstance(part, nodes.Name))
        if len(names) != len(parts):
            raise self._refused(target)
        return names

    def _bound(self, node: nodes.For, names: tuple[str, ...], item: Plain) -> dict[str, Plain]:
        if len(names) == 1:
            return {names[0]: item}
        if isinstance(item, str) or not isinstance(item, Sequence) or len(item) != len(names):
            raise self._error(node, TemplateCode.NOT_SO_MANY, count=len(names))
        return dict(zip(names, item, strict=True))

    def _insert(self, node: nodes.Node, scopes: _Scopes) -> None:
        try:
            value = self._value(node, scopes)
        except _EmptyError as error:
            self._miss(error.node)
            return
        if value is None:
            self._miss(node)
        else:
            self._write(self.rules.escape(self._text(node, value)), node)

    def _miss(self, node: nodes.Node) -> None:
        self.empty.append(Empty(self._called(node), self.locate(node.lineno)))
        self._write(self.rules.placeholder, node)

    def _called(self, node: nodes.Node) -> str:
        """What an empty value is called: its own name, not that of a variable set to it."""
        while isinstance(node, nodes.Filter) and node.node is not None:
            node = node.node
        name = dotted(node)
        return self.aliases.get(name, name)

    def _text(self, node: nodes.Node, value: Plain) -> str:
        """An inserted value as text; what has no one text of its own is refused."""
        match value:
            case bool() | Mapping():
                pass
            case str():
                return value
            case int():
                return str(self._in_range(node, value))
            case dt.date():
                return value.isoformat()
        raise self._error(node, TemplateCode.NOT_A_TEXT, name=dotted(node), kind=kind(value))

    def _write(self, text: str, node: nodes.Node) -> None:
        self._compose(node, len(text))
        self.parts.append(text)

    def _compose(self, node: nodes.Node, characters: int) -> None:
        """Take characters from the budget, before the text that they are to make."""
        self.characters += characters
        if self.characters > MAX_CHARACTERS:
            raise self._error(node, TemplateCode.COMPOSES_TOO_MUCH, limit=MAX_CHARACTERS)

    def _in_range(self, node: nodes.Node, number: int) -> int:
        if not -MAX_NUMBER <= number <= MAX_NUMBER:
            raise self._error(node, TemplateCode.NUMBER_TOO_LARGE, digits=len(str(MAX_NUMBER)) - 1)
        return number

    def _value(self, node: nodes.Node, scopes: _Scopes) -> Plain:
        self._step(node)
        match node:
            case nodes.Const(value=int(value)) if not isinstance(value, bool):
                return self._in_range(node, value)
            case nodes.Const(value=value) if value is None or isinstance(value, str | bool):
                return value
            case nodes.TemplateData(data=data):
                return str(data)
            case nodes.Name(name=name):
                return self._name(node, name, scopes)
            case nodes.Getattr() | nodes.Getitem():
                return self._part(node, scopes)
            case nodes.Filter():
                return self._filtered(node, scopes)
            case nodes.Test():
                return self._tested(node, scopes)
            case nodes.Compare():
                return self._compared(node, scopes)
            case nodes.And():
                return self._value(node.left, scopes) and self._value(node.right, scopes)
            case nodes.Or():
                return self._value(node.left, scopes) or self._value(node.right, scopes)
            case nodes.Not():
                return not self._value(node.node, scopes)
            case nodes.CondExpr(expr2=other) if other is not None:
                chosen = node.expr1 if self._value(node.test, scopes) else other
                return self._value(chosen, scopes)
            case nodes.Concat():
                return self._joined(node, scopes)
            case nodes.List() | nodes.Tuple():
                return [self._value(item, scopes) for item in node.items]
            case _:
                raise self._refused(node)

    def _name(self, node: nodes.Node, name: str, scopes: _Scopes) -> Plain:
        for scope in reversed(scopes):
            if name in scope:
                return scope[name]
        known = sorted({key for scope in scopes for key in scope})
        raise self._unknown(node, name, known)

    def _part(self, node: nodes.Getattr | nodes.Getitem, scopes: _Scopes) -> Plain:
        """A key of a mapping, or an item of a list by its number from 0."""
        whole = self._value(node.node, scopes)
        key = node.attr if isinstance(node, nodes.Getattr) else self._value(node.arg, scopes)
        match whole:
            case Mapping() if isinstance(key, str):
                if key in whole:
                    return whole[key]
                raise self._unknown(node, dotted(node), [f"{dotted(node.node)}.{k}" for k in whole])
            case str():
                pass
            case Sequence() if isinstance(key, int) and not isinstance(key, bool):
                if 0 <= key < len(whole):
                    return whole[key]
                raise self._error(node, TemplateCode.NO_SUCH_ITEM, name=dotted(node.node))
            case None:
                raise _EmptyError(node.node)
        raise self._error(node, TemplateCode.HAS_NO_PARTS, name=dotted(node.node), kind=kind(whole))

    def _filtered(self, node: nodes.Filter, scopes: _Scopes) -> Plain:
        chosen = self.rules.filters.get(node.name)
        if chosen is None or node.node is None:
            raise self._error(
                node,
                TemplateCode.UNKNOWN_FILTER,
                name=node.name,
                suggestion=did_you_mean(node.name, self.rules.filters),
            )
        if node.kwargs or node.dyn_args is not None or node.dyn_kwargs is not None:
            raise self._refused(node)
        value = self._value(node.node, scopes)
        if value is None:
            raise _EmptyError(node.node)
        least, most = chosen.arguments
        arguments = [self._value(argument, scopes) for argument in node.args]
        is_yes_no = isinstance(value, bool) and bool not in chosen.takes
        if is_yes_no or not isinstance(value, chosen.takes):
            raise self._error(
                node,
                TemplateCode.FILTER_TAKES_OTHER,
                filter=node.name,
                name=dotted(node.node),
                kind=kind(value),
                expected=kinds(chosen.takes),
            )
        if not least <= len(arguments) <= most:
            raise self._error(node, TemplateCode.FILTER_ARGUMENTS, filter=node.name, count=most)
        self._look_through(node, value)
        self._compose(node, _most_characters(value, arguments))
        try:
            return chosen.function(value, *arguments)
        except (ValueError, TypeError, OverflowError):
            raise self._error(
                node, TemplateCode.FILTER_FAILS, filter=node.name, name=dotted(node.node)
            ) from None

    def _tested(self, node: nodes.Test, scopes: _Scopes) -> bool:
        if node.args or node.kwargs or node.dyn_args is not None or node.dyn_kwargs is not None:
            raise self._refused(node)
        if node.name == "defined":
            try:
                self._value(node.node, scopes)
            except TemplateError as error:
                if error.problem.code != TemplateCode.UNKNOWN_NAME:
                    raise
                return False
            except _EmptyError:
                return False
            return True
        chosen = TESTS.get(node.name)
        if chosen is None:
            raise self._error(
                node,
                TemplateCode.UNKNOWN_TEST,
                name=node.name,
                suggestion=did_you_mean(node.name, [*TESTS, "defined"]),
            )
        return chosen(self._value(node.node, scopes))

    def _compared(self, node: nodes.Compare, scopes: _Scopes) -> bool:
        left, before = self._value(node.expr, scopes), node.expr
        for operand in node.ops:
            right = self._value(operand.expr, scopes)
            if operand.op in _ORDERS:
                for value, compared in ((left, before), (right, operand.expr)):
                    if value is None:
                        raise _EmptyError(compared)
            is_inside = operand.op in {"in", "notin"}
            # Lists in lists could take 2 to the power of their depth to compare.
            if not _is_single(left) or not (is_inside or _is_single(right)):
                raise self._error(
                    node, TemplateCode.NOT_COMPARABLE, left=kind(left), right=kind(right)
                )
            self._look_through(node, right)
            try:
                holds = _COMPARISONS[operand.op](left, right)
            except TypeError:
                raise self._error(
                    node, TemplateCode.NOT_COMPARABLE, left=kind(left), right=kind(right)
                ) from None
            if not holds:
                return False
            left, before = right, operand.expr
        return True

    def _joined(self, node: nodes.Concat, scopes: _Scopes) -> str:
        texts = []
        for part in node.nodes:
            value = self._value(part, scopes)
            if value is None:
                raise _EmptyError(part)
            texts.append(self._text(part, value))
            self._compose(node, len(texts[-1]))
        return "".join(texts)

    def _look_through(self, node: nodes.Node, value: Plain) -> None:
        """Count the steps of what goes through a whole text or list at once."""
        match value:
            case str():
                self._step(node, len(value) // 1000)
            case Mapping() | Sequence():
                self._step(node, len(value))

    def _step(self, node: nodes.Node, count: int = 1) -> None:
        self.steps += count
        if self.steps > MAX_STEPS:
            raise self._error(node, TemplateCode.TAKES_TOO_LONG, limit=MAX_STEPS)

    def _error(self, node: nodes.Node, code: TemplateCode, **values: MessageValue) -> TemplateError:
        line = node.lineno or 1  # Jinja gives a few of the nodes refused here no line
        return TemplateError(problem(self.locate(line), code, **values))

    def _unknown(self, node: nodes.Node, name: str, known: list[str]) -> TemplateError:
        suggestion = did_you_mean(name, known)
        return self._error(node, TemplateCode.UNKNOWN_NAME, name=name, suggestion=suggestion)

    def _refused(self, node: nodes.Node) -> TemplateError:
        return self._error(node, TemplateCode.NOT_IN_LANGUAGE, construct=_construct(node))


class _EmptyError(Exception):
    """A filter, a join or a part is asked of a value that is empty."""

    def __init__(self, node: nodes.Node) -> None:
        super().__init__()
        self.node = node


def _is_single(value: Plain) -> bool:
    """Whether a value holds no others."""
    return isinstance(value, str) or not isinstance(value, Sequence | Mapping)


def _most_characters(value: Plain, arguments: Sequence[Plain]) -> int:
    """At most so many characters a filter makes of texts and numbers, whatever it does.

    A letter becomes at most three when its case changes (Unicode, SpecialCasing).
    """
    match value:
        case str():
            return 3 * len(value)
        case Mapping():
            return 0
        case Sequence():
            between = sum(len(text) for text in arguments if isinstance(text, str))
            texts = sum(len(part) if isinstance(part, str) else 20 for part in value)
            return texts + between * len(value)
        case _:
            return 100


def _construct(node: nodes.Node) -> str:
    """What Jinja calls a construct, such as `Call`, `Macro` or `Include`."""
    return type(node).__name__
