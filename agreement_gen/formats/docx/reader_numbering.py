"""The numbers and bullets that Word shows before paragraphs (ECMA-376, part 1, clause 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from agreement_gen.formats import messages
from agreement_gen.formats.errors import UnreadableFileError

if TYPE_CHECKING:
    from lxml.etree import _Element

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BULLET: Final = "•"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its ``w:numFmt``, the text around the number, where it starts."""

    number_format: str
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class ListDefinition:
    """A ``w:num``: the ``w:abstractNum`` it uses, its levels, and those that it starts anew."""

    abstract: str
    levels: dict[int, Level]
    restarts: dict[int, int]


@dataclass(slots=True)
class Numbering:
    """Counts the numbered paragraphs of one text, in order.

    Attributes:
        lists: ``w:num`` by id.
        styles: The list id and level that a paragraph style gives, by style id.
        counts: The last number of each level, by list. Lists of one definition count together.
        begun: Which restarts have been used.
    """

    lists: dict[str, ListDefinition]
    styles: dict[str, tuple[str, int]]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def next(self, paragraph: _Element) -> str:
        """The number or bullet of the next paragraph, or nothing.

        Raises:
            UnreadableFileError: The list, its level or its kind of number is not known.
        """
        position = self._position(paragraph)
        if position is None:
            return ""
        num, level = position
        found = self.lists.get(num)
        if found is None or level not in found.levels:
            raise UnreadableFileError(messages.UNKNOWN_LIST(num=num, level=level))
        counts = self.counts.setdefault(found.abstract, {})
        if level in found.restarts and (num, level) not in self.begun:
            self.begun.add((num, level))
            counts[level] = found.restarts[level]
        else:
            counts[level] = counts.get(level, found.levels[level].start - 1) + 1
        for deeper in [n for n in counts if n > level]:
            del counts[deeper]
        if found.levels[level].number_format == "bullet":
            # Which glyph it is depends on the font.
            return BULLET
        return re.sub(
            "%([1-9])",
            lambda match: _shown(found.levels, counts, int(match[1]) - 1),
            found.levels[level].text,
        )

    def _position(self, paragraph: _Element) -> tuple[str, int] | None:
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return None
        style = self.styles.get(_value(properties, "pStyle") or "")
        num, level = _num(properties)
        if num is not None:
            return None if num == "0" else (num, level or 0)
        return style


def read_numbering(numbering: _Element | None, styles: _Element | None) -> Numbering:
    """Read the numbering part and the styles' numbers; a file without either has no numbers.

    Raises:
        UnreadableFileError: A list has no definition.
    """
    if numbering is None:
        return Numbering({}, {})
    abstracts = {
        abstract.get(f"{_W}abstractNumId", ""): abstract
        for abstract in numbering.findall(f"{_W}abstractNum")
    }
    lists: dict[str, ListDefinition] = {}
    links: dict[tuple[str, str], int] = {}
    for num in numbering.findall(f"{_W}num"):
        num_id = num.get(f"{_W}numId", "")
        abstract_id = _value(num, "abstractNumId") or ""
        if abstract_id not in abstracts:
            raise UnreadableFileError(messages.LIST_WITHOUT_DEFINITION(num=num_id))
        levels = _levels(abstracts[abstract_id])
        restarts: dict[int, int] = {}
        for override in num.findall(f"{_W}lvlOverride"):
            start = _value(override, "startOverride")
            if start is not None:
                restarts[int(override.get(f"{_W}ilvl", "0"))] = int(start)
            levels |= _levels(override)
        lists[num_id] = ListDefinition(abstract_id, levels, restarts)
        for level in abstracts[abstract_id].findall(f"{_W}lvl"):
            linked = _value(level, "pStyle")
            if linked is not None:
                links[num_id, linked] = int(level.get(f"{_W}ilvl", "0"))
    return Numbering(lists, _style_positions(styles, links))


def _style_positions(
    styles: _Element | None, links: dict[tuple[str, str], int]
) -> dict[str, tuple[str, int]]:
    """The list and level of each paragraph style that has one, of its own or by inheritance."""
    by_id = (
        {}
        if styles is None
        else {style.get(f"{_W}styleId", ""): style for style in styles.iter(f"{_W}style")}
    )
    positions: dict[str, tuple[str, int]] = {}
    for style_id in by_id:
        current, seen = style_id, set[str]()
        while current in by_id and current not in seen:
            seen.add(current)
            properties = by_id[current].find(f"{_W}pPr")
            num, level = (None, None) if properties is None else _num(properties)
            if num is not None:
                if num != "0":
                    positions[style_id] = num, links.get((num, current), level or 0)
                break
            current = _value(by_id[current], "basedOn") or ""
    return positions


def _levels(parent: _Element) -> dict[int, Level]:
    return {
        int(level.get(f"{_W}ilvl", "0")): Level(
            _value(level, "numFmt") or "decimal",
            _value(level, "lvlText") or "",
            int(_value(level, "start") or 0),
        )
        for level in parent.findall(f"{_W}lvl")
    }


def _num(properties: _Element) -> tuple[str | None, int | None]:
    numbers = properties.find(f"{_W}numPr")
    if numbers is None:
        return None, None
    level = _value(numbers, "ilvl")
    return _value(numbers, "numId"), None if level is None else int(level)


def _value(parent: _Element, name: str) -> str | None:
    child = parent.find(f"{_W}{name}")
    return None if child is None else child.get(f"{_W}val")


def _shown(levels: dict[int, Level], counts: dict[int, int], level: int) -> str:
    """A level's number as it is written."""
    count = counts.get(level, levels[level].start)
    match levels[level].number_format:
        case "decimal":
            return str(count)
        case "none":
            return ""
        case "lowerLetter" if count <= len(_LETTERS):
            return _LETTERS[count - 1]
        case "upperLetter" if count <= len(_LETTERS):
            return _LETTERS[count - 1].upper()
        case other:
            raise UnreadableFileError(messages.UNKNOWN_NUMBERING(format=other))


_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
