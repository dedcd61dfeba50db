"""The page of the library's public names: their signatures and docstrings."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap

import agreement_gen
from scripts.docs.markdown import NOTICE, from_docstring

_INTRODUCTION = """\
# The library

`agreement_gen.__all__` names what stays from one version to the next; everything else may move.
The package carries its types (`py.typed`). Nothing here prints or exits: what is wrong in the
user's files is returned, or raised as `InputError`; any other exception is a fault of the program.

```python
{example}
```

"""
_WIDTH = 96


def page() -> str:
    """The page ``docs/api.md``."""
    example = re.search(r"::\n\n((?:    .*\n|\n)+)", str(agreement_gen.__doc__))
    if example is None:
        raise ValueError("the package's docstring shows no example")
    code = textwrap.dedent(example[1]).strip()
    names = sorted(agreement_gen.__all__, key=lambda name: (name[0].isupper(), name))
    return NOTICE + _INTRODUCTION.format(example=code) + "\n".join(map(entry, names))


def entry(name: str) -> str:
    """One name's part of the page."""
    value = getattr(agreement_gen, name)
    [node] = ast.parse(textwrap.dedent(inspect.getsource(value))).body
    match node:
        case ast.FunctionDef():
            shown = signature(node, name)
        case ast.ClassDef():
            shown = class_signature(node, name)
        case _:
            raise ValueError(f"{name} is neither a function nor a class")
    parts = [f"## {name}\n", f"```python\n{shown}\n```\n", from_docstring(value.__doc__)]
    if isinstance(node, ast.ClassDef):
        parts += [member(method) for method in methods(node)]
    return "\n".join(parts)


def methods(node: ast.ClassDef) -> list[ast.FunctionDef]:
    """The public methods and properties of a class, as it declares them."""
    return [
        part
        for part in node.body
        if isinstance(part, ast.FunctionDef) and not part.name.startswith("_")
    ]


def member(node: ast.FunctionDef) -> str:
    """A method's or property's part of its class."""
    decorators = {ast.unparse(decorator) for decorator in node.decorator_list}
    if "property" in decorators:
        shown = f"{node.name}: {ast.unparse(node.returns)}" if node.returns else node.name
    else:
        shown = re.sub(r"^def |\bself(, )?", "", signature(node))
    text = from_docstring(ast.get_docstring(node)).strip()
    return f"- `{' '.join(shown.split())}`: {textwrap.indent(text, '  ').strip()}\n"


def signature(node: ast.FunctionDef, name: str | None = None) -> str:
    """A function as it is declared, under the name that is public; broken where it is too long."""
    returned = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    head = f"def {name or node.name}"
    line = f"{head}({source(node.args)}){returned}"
    if len(line) <= _WIDTH:
        return line
    return f"{head}(\n{''.join(f'    {part},' + chr(10) for part in arguments(node))}){returned}"


def arguments(node: ast.FunctionDef) -> list[str]:
    """The parameters of a function, each with its annotation and default."""
    given = node.args
    rest = [None] * (len(given.args) - len(given.defaults))
    parts = [
        argument(part, default)
        for part, default in zip(given.args, [*rest, *given.defaults], strict=True)
    ]
    if given.kwonlyargs:
        parts.append("*")
        parts += map(argument, given.kwonlyargs, given.kw_defaults)
    return parts


def argument(node: ast.arg, default: ast.expr | None) -> str:
    """One parameter."""
    return source(node) + (f" = {source(default)}" if default else "")


def class_signature(node: ast.ClassDef, name: str) -> str:
    """A class: its bases, its fields with their types and defaults."""
    bases = f"({', '.join(map(ast.unparse, node.bases))})" if node.bases else ""
    fields = [
        f"    {source(part)}"
        for part in node.body
        if isinstance(part, ast.AnnAssign) and not ast.unparse(part.target).startswith("_")
    ]
    return "\n".join([f"class {name}{bases}:", *fields]) if fields else f"class {name}{bases}: ..."


def source(node: ast.AST) -> str:
    """A part of a declaration as Python, quoted as the code is."""
    return re.sub(r"'([^'\"\\]*)'", r'"\1"', ast.unparse(node))
