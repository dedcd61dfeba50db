"""The text that a template can write, without running it: that of all its alternatives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import nodes

from agreement_gen.build.template.run import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

_VALUE = "\u2026"
"""What an inserted value is read as: no word and no figure."""


def written(source: str, includes: Mapping[str, str]) -> str:
    """What a template writes, with a mark for each value that it inserts.

    Args:
        source: The template.
        includes: The templates that it may include, by name.

    Returns:
        The text of every alternative and of every include, in order; "" for a template that cannot
        be read, which running it reports.
    """
    return _template(source, includes, frozenset())


def _template(source: str, includes: Mapping[str, str], inside: frozenset[str]) -> str:
    tree = parse(source)
    return "" if isinstance(tree, tuple) else _text(tree, includes, inside)


def _text(node: nodes.Node, includes: Mapping[str, str], inside: frozenset[str]) -> str:
    match node:
        case nodes.TemplateData(data=data):
            return data
        case nodes.Const(value=value):
            return str(value)
        case nodes.Name() | nodes.Getattr() | nodes.Getitem():
            return _VALUE
        case nodes.Include(template=nodes.Const(value=name)):
            if name in inside or name not in includes:
                return ""
            return _template(includes[name], includes, inside | {name})
        case _:
            # Only what is written side by side can be one word; alternatives never are.
            between = "" if isinstance(node, nodes.Output) else " "
            children = (_text(child, includes, inside) for child in node.iter_child_nodes())
            return between.join(children)
