"""The few pieces of Markdown that the generated pages are made of."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NOTICE = "<!-- Written from the code by `make reference`; edit the code, not this page. -->\n\n"

_CODE_SPAN = re.compile(r"(``.+?``|`[^`]*`)")
_ROLE = re.compile(r":(?:class|func|mod|meth|data|attr|exc):`~?([^`]+)`")
_SECTION = re.compile(r"^(Args|Returns|Raises|Yields):$")
_LISTS = ("Args", "Raises")


def escape(text: str) -> str:
    """A sentence in which only the code spans are Markdown."""
    parts = _CODE_SPAN.split(text)
    return "".join(
        part if n % 2 else re.sub(r"([\\*_<\[\]])", r"\\\1", part) for n, part in enumerate(parts)
    )


def cell(text: str) -> str:
    """A text for a cell of a table: on one line, and without a mark that ends the cell."""
    return " ".join(text.split()).replace("|", r"\|")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; its cells are Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(map(cell, line))} |\n" for line in lines)


def from_docstring(text: str | None) -> str:
    """A docstring in the style of Google, with reStructuredText's marks, as Markdown."""
    found: list[str] = []
    section = ""
    for line in inspect.cleandoc(text or "").splitlines():
        if begun := _SECTION.match(line):
            section = begun[1]
            found += [f"**{section}:**", ""]
        elif line and not line.startswith(" "):
            section = ""
            found.append(line)
        elif section in _LISTS and re.match(r"    \S", line):
            found.append(f"- {line.strip()}")
        else:
            found.append(f"  {line.strip()}" if section in _LISTS else line.strip())
    plain = _ROLE.sub(lambda role: f"`{role[1].removeprefix('agreement_gen.')}`", "\n".join(found))
    return plain.replace("``", "`").strip() + "\n"


def sentence(text: str | None) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join(from_docstring(text).partition("\n\n")[0].split())
