"""How an error names an expression of a template, and the kind of a value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from jinja2 import nodes

from agreement_gen.build.messages import (
    KIND_DATE,
    KIND_KEYS,
    KIND_LIST,
    KIND_NOTHING,
    KIND_NUMBER,
    KIND_TEXT,
    KIND_YES_OR_NO,
)

if TYPE_CHECKING:
    from agreement_gen.build.template.values import Plain
    from agreement_gen.messages import Template, Text


def dotted(node: nodes.Node | None) -> str:
    """An expression as its template writes it, as far as it is a name with its parts."""
    match node:
        case nodes.Name(name=name):
            return name
        case nodes.Getattr(node=whole, attr=attr):
            return f"{dotted(whole)}.{attr}"
        case nodes.Getitem(node=whole, arg=nodes.Const(value=key)):
            return f"{dotted(whole)}.{key}" if isinstance(key, str) else f"{dotted(whole)}[{key}]"
        case nodes.Filter(node=inner, name=name):
            return f"{dotted(inner)} | {name}"
        case nodes.Const(value=value):
            return repr(value)
        case nodes.CondExpr(expr1=chosen, expr2=other) if other is not None:
            return f"{dotted(chosen)} if … else {dotted(other)}"
        case nodes.Or(left=left, right=right):
            return f"{dotted(left)} or {dotted(right)}"
        case nodes.And(left=left, right=right):
            return f"{dotted(left)} and {dotted(right)}"
        case _:
            return "…"


_KINDS: tuple[tuple[type, Template], ...] = (
    (bool, KIND_YES_OR_NO),
    (int, KIND_NUMBER),
    (str, KIND_TEXT),
    (dt.date, KIND_DATE),
    (Mapping, KIND_KEYS),
    (Sequence, KIND_LIST),
)


def kind(value: Plain) -> Text:
    """What kind of value it is, in words."""
    if value is None:
        return KIND_NOTHING()
    return next(words() for type_, words in _KINDS if isinstance(value, type_))


def kinds(types: tuple[type, ...]) -> Text:
    """The first of the kinds that a filter takes, in words."""
    return next(words() for type_, words in _KINDS if type_ in types)
