"""Pictures of a terminal for the Swedish guide, drawn from the commands that its pages show.

What a page shows is what a test has seen the program print, so a picture cannot show anything else.
"""

from __future__ import annotations

import functools
import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_GUIDE = Path(__file__).resolve().parents[2] / "docs" / "sv"
_COLUMN, _LINE, _MARGIN, _BAR = 8.4, 20, 18, 30
"""Widths and heights in pixels: of a character, of a line, of the edge, of the window's bar."""
_MOST_COLUMNS = 110

_SHOWN = {
    "sv-brev": ("samordnare.md", "check --letter Mallåker"),
    "sv-fordelning": ("ekonom.md", "funding"),
    "sv-utslag": ("registrator.md", "verify"),
}
"""Each picture's page, and what its command begins with."""


def _lines(page: str, command: str) -> list[str]:
    """A command of a page with what it prints, in lines of a window's width."""
    text = (_GUIDE / page).read_text(encoding="utf-8")
    found = re.search(rf"^\$ agreement-gen {re.escape(command)}.*?(?=^\$|^```)", text, re.M | re.S)
    if found is None:
        raise ValueError(f"{page} does not show `{command}`")
    lines = found[0].rstrip("\n").split("\n")
    width = _MOST_COLUMNS
    return [line[at : at + width] for line in lines for at in range(0, max(len(line), 1), width)]


def svg(name: str) -> str:
    """The picture of a terminal."""
    page, command = _SHOWN[name]
    lines = _lines(page, command)
    width = round(max(map(len, lines)) * _COLUMN + 2 * _MARGIN)
    height = _BAR + len(lines) * _LINE + 2 * _MARGIN
    out = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
            f' width="{width}" height="{height}" role="img">\n'
        ),
        f"<title>{escape(lines[0])}</title>\n",
        f'<rect width="{width}" height="{height}" rx="8" fill="#1e2430"/>\n',
    ]
    out += [
        f'<circle cx="{_MARGIN + 18 * number}" cy="{_BAR // 2 + 4}" r="5" fill="{colour}"/>\n'
        for number, colour in enumerate(("#e0645c", "#dfb04a", "#5fb25f"))
    ]
    out.append(
        '<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14" '
        'fill="#e6e9ef" xml:space="preserve">\n'
    )
    for number, line in enumerate(lines):
        top = _BAR + _MARGIN + number * _LINE + 10
        colour = ' fill="#8fd3a8"' if number == 0 else ""
        length = f' textLength="{len(line) * _COLUMN:.1f}"' if line else ""
        out.append(f'<text x="{_MARGIN}" y="{top}"{length}{colour}>{escape(line)}</text>\n')
    out.append("</g>\n</svg>\n")
    return "".join(out)


PICTURES: Mapping[str, Callable[[], str]] = {
    f"docs/pictures/{name}.svg": functools.partial(svg, name) for name in _SHOWN
}
"""Each picture's path, and what draws it."""
