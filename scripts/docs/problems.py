"""The reference of problem codes, from the catalogues in the package's ``messages`` modules."""

from __future__ import annotations

import re
from importlib import import_module
from itertools import groupby
from pkgutil import walk_packages
from typing import TYPE_CHECKING

import agreement_gen
from agreement_gen.problems import ProblemCode
from scripts.docs.markdown import NOTICE, escape, from_docstring, table

if TYPE_CHECKING:
    from agreement_gen.messages import Template

_INTRODUCTION = """\
# Problems

What `agreement-gen check` and every other command may report about your files, by the package
that reports it. A line reads

    region.yaml:9:1: error: the key `name` exists twice (it is also on line 4; …) [duplicate-key]

with file, line, column, severity, what is wrong, in parentheses the next step, and in brackets
the code. Codes are stable: `--format json`, `github` and `sarif` give the same ones. A word in
braces is filled in. An *error* keeps agreements from being built; a *warning* does not.

"""


def catalogues() -> tuple[type[ProblemCode], ...]:
    """The enumerations of problem codes, in the order of their modules' names."""
    names = [
        module.name
        for module in walk_packages(agreement_gen.__path__, "agreement_gen.")
        if module.name.endswith((".messages", ".clock", ".decoding"))
    ]
    return tuple(
        value
        for name in names
        for value in vars(import_module(name)).values()
        if isinstance(value, type)
        and issubclass(value, ProblemCode)
        and value is not ProblemCode
        and value.__module__ == name
    )


def room_of(catalogue: type[ProblemCode]) -> str:
    """The package or module that reports a catalogue's problems, as a path: ``workspace/``."""
    path = catalogue.__module__.split(".")[1:]
    return "/".join(path[:-1]) + "/" if len(path) > 1 else f"{path[0]}.py"


def page() -> str:
    """The page ``docs/reference/problems.md``."""
    found = catalogues()
    index = sorted((code for catalogue in found for code in catalogue), key=str)
    rows = [(f"[`{code}`](#{code})", code.severity, shown(code.message)) for code in index]
    parts = [NOTICE, _INTRODUCTION, table(("Code", "Severity", "What is reported"), rows)]
    for room, group in groupby(found, room_of):
        parts.append(f"\n## {room}\n")
        for catalogue in group:
            parts.append(f"\n{from_docstring(catalogue.__doc__)}")
            parts += [entry(code) for code in catalogue]
    return "".join(parts)


def shown(template: Template) -> str:
    """A template with its placeholders as they are, and what it writes as braces as braces."""
    return escape(template.text.replace("{{", "{").replace("}}", "}"))


def entry(code: ProblemCode) -> str:
    """One code's part of the page."""
    lines = [f"\n### {code}\n", f"{code.severity}: {shown(code.message)}\n"]
    # A hint that is one value is worked out from the data, as the nearest known word is.
    if not re.fullmatch(r"(\{\w+\})?", code.hint.text):
        lines.append(f"Next step: {shown(code.hint)}\n")
    lines.append(f"{escape(code.help)}\n")
    return "\n".join(lines)
