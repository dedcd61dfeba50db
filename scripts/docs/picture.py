"""The picture of the packages and their arrows, drawn from the imports in the code.

An arrow leads from a package to one that it imports from. One that follows from others (`cli` uses
`build` because `signing` does) is left out, so that the picture can be read. A package is drawn
as high as its importers allow; :data:`COLUMNS` says where in its row.
"""

from __future__ import annotations

import ast
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from scripts.docs.markdown import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PACKAGE = Path(__file__).resolve().parents[2] / "agreement_gen"

COLUMNS: Mapping[str, float] = {
    "cli": 1.5,
    "lifecycle": 0,
    "invoicing": 1,
    "changes": 2,
    "signing": 3,
    "build": 1.5,
    "checks": 1.5,
    "clock": 3,
    "funding": 1,
    "agreement_state": 2,
    "formats": 1,
    "workspace": 2,
    "document": 1,
    "yamlfile": 2,
    "swedish": 1,
    "problems": 2,
    "messages": 2,
}
"""Where a box is in its row, in boxes from the left; one that is not named here comes last."""

BOX, HEIGHT, GAP, RISE, MARGIN = 226, 98, 22, 44, 16
"""A box's width and height, the space between boxes and between rows, and around all; pixels."""

_STYLE = """\
    text { font-family: "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2d33; }
    .name { font-size: 16px; font-weight: 600; }
    .about { font-size: 12px; fill: #45565d; }
    .box { fill: #f3f7f8; stroke: #5d7b86; stroke-width: 1.2; }
    .arrow { fill: none; stroke: #5d7b86; stroke-width: 1.4; marker-end: url(#tip); }
"""

_TIP = (
    '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8"'
    ' orient="auto"><path d="M0 0L10 5L0 10z" fill="#5d7b86"/></marker></defs>'
)

Arrows = dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Box:
    """A package in the picture: its left and top edge in pixels."""

    name: str
    x: float
    y: float

    @property
    def middle(self) -> float:
        """The horizontal middle."""
        return self.x + BOX / 2


def svg() -> str:
    """The file ``docs/pictures/architecture.svg``."""
    used = without_shortcuts(imports())
    rows = rows_of(used)
    boxes = {box.name: box for number, row in enumerate(rows) for box in placed(row, number)}
    width = max(box.x for box in boxes.values()) + BOX + MARGIN
    height = MARGIN * 2 + len(rows) * (HEIGHT + RISE) - RISE
    rank = {name: number for number, row in enumerate(rows) for name in row}
    drawn = [
        arrow(boxes[name], boxes[other], rank[other] - rank[name])
        for name in boxes
        for other in sorted(used[name])
    ]
    drawn += [line for box in boxes.values() for line in shown(box)]
    title = "The packages of agreement_gen and what they import"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}"'
        f' viewBox="0 0 {width:g} {height:g}" role="img">\n'
        f"  <title>{title}</title>\n"
        f"  <desc>{escape(in_words(rows, used))}</desc>\n"
        f"  <style>\n{_STYLE}  </style>\n"
        f"  {_TIP}\n"
        f'  <rect width="{width:g}" height="{height:g}" rx="8" fill="#ffffff"/>\n'
        + "".join(f"  {line}\n" for line in drawn)
        + "</svg>\n"
    )


def imports() -> Arrows:
    """For each package (or module beside them) the others that its modules import from."""
    found: dict[str, set[str]] = {}
    paths = {path: path.relative_to(PACKAGE).parts[0] for path in PACKAGE.rglob("*.py")}
    for path, part in paths.items():
        name = part.removesuffix(".py")
        if not name.startswith("__"):
            found.setdefault(name, set()).update(imported(path) - {name})
    return {name: frozenset(others & found.keys()) for name, others in sorted(found.items())}


def imported(path: Path) -> set[str]:
    """The parts of the package that a module imports from, wherever in the module it does."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name.split(".")[1] for name in names if name.startswith("agreement_gen.")}


def below(name: str, arrows: Arrows) -> frozenset[str]:
    """Everything that a package imports from, also through others."""
    return arrows[name].union(*(below(other, arrows) for other in arrows[name]))


def without_shortcuts(arrows: Arrows) -> Arrows:
    """The arrows without those that follow from others."""
    return {
        name: frozenset(
            other
            for other in others
            if not any(other in below(between, arrows) for between in others - {other})
        )
        for name, others in arrows.items()
    }


def rows_of(arrows: Arrows) -> list[list[str]]:
    """The packages in rows, each as high as its importers allow, the top first."""
    rank: dict[str, int] = {}

    def place(name: str, row: int) -> None:
        rank[name] = max(rank.get(name, 0), row)
        for other in arrows[name]:
            place(other, row + 1)

    for name in arrows:
        place(name, 0)
    last = len(COLUMNS)
    rows: list[list[str]] = [[] for _ in range(max(rank.values()) + 1)]
    for name in sorted(rank, key=lambda name: (COLUMNS.get(name, last), name)):
        rows[rank[name]].append(name)
    return rows


def placed(row: list[str], number: int) -> Iterator[Box]:
    """The boxes of a row; each at its column, or right of the one before where that is taken."""
    free = 0.0
    for name in row:
        column = max(COLUMNS.get(name, free), free)
        free = column + 1
        yield Box(name, MARGIN + column * (BOX + GAP), MARGIN + number * (HEIGHT + RISE))


def arrow(start: Box, end: Box, rows: int) -> str:
    """An arrow: a curve to the next row, else down beside the rows between and then to the side."""
    top, x = start.y + HEIGHT, start.middle
    if rows == 1:
        half = RISE / 2
        curve = f"C{x:g} {top + half:g} {end.middle:g} {end.y - half:g} {end.middle:g} {end.y:g}"
        return f'<path class="arrow" d="M{x:g} {top:g}{curve}"/>'
    side = end.x + BOX if end.x < start.x else end.x
    level = end.y + HEIGHT / 2
    return f'<path class="arrow" d="M{x:g} {top:g}V{level:g}H{side:g}"/>'


def shown(box: Box) -> Iterator[str]:
    """A box with its package's name and the first sentence of its docstring."""
    yield (
        f'<rect class="box" x="{box.x:g}" y="{box.y:g}" width="{BOX}" height="{HEIGHT}" rx="6"/>'
    )
    yield f'<text class="name" x="{box.x + 10:g}" y="{box.y + 22:g}">{box.name}</text>'
    for number, line in enumerate(textwrap.wrap(about(box.name), 30)[:4]):
        y = box.y + 40 + number * 16
        yield f'<text class="about" x="{box.x + 10:g}" y="{y:g}">{escape(line)}</text>'


def about(name: str) -> str:
    """The first sentence of a package's or module's docstring."""
    path = PACKAGE / name / "__init__.py"
    path = path if path.exists() else PACKAGE / f"{name}.py"
    return sentence(ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))))


def in_words(rows: list[list[str]], arrows: Arrows) -> str:
    """The picture for somebody who does not see it."""
    names = [name for row in rows for name in row if arrows[name]]
    return " ".join(f"{name} imports {', '.join(sorted(arrows[name]))}." for name in names)
