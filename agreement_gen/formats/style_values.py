"""What a house style may set, and to which values: one table, with everything else refused.

A style sheet decides what a reader of a PDF or a web page sees. It could hide a sentence, cover
it, move it off the page, or show one that nobody agreed on, in more ways than a list of refused
properties could name. What is listed here keeps all of the text visible, in its order and dark on
light; sizes have limits both ways.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from tinycss2.color3 import RGBA, parse_color

from agreement_gen.formats import messages
from agreement_gen.formats.fonts import FALLBACKS, FAMILIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from agreement_gen.messages import Text

Tokens: TypeAlias = "Sequence[Any]"
"""The value of a declaration, as tinycss2 reads it, without white space and comments."""

Place: TypeAlias = Literal["element", "page"]
"""Where a declaration is: of an element, or of a page. What is in the margin of every page, the
header and the mark of a draft, is the program's own (:mod:`agreement_gen.formats.pdf.page_sheet`);
a style sheet sets the header's font and colours as an element of the class ``page-header``."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a declaration is about, as far as a selector says.

    Attributes:
        place: Where the declaration is.
        element: The type of the element; empty if the selector names none.
        classes: The classes of the element.
        is_cell: Whether the selector names no type, but is about cells of a table.
        is_named: Whether the selector names the element's type or a class of it.
        is_focused: Whether the element is the one that has the keyboard's focus.
        on_screen: Whether it is for web pages on a screen only.
    """

    place: Place
    element: str = ""
    classes: frozenset[str] = frozenset()
    is_cell: bool = False
    is_named: bool = False
    is_focused: bool = False
    on_screen: bool = False


Test: TypeAlias = "Callable[[Tokens, Subject], bool]"


@dataclass(frozen=True, slots=True)
class Property:
    """A property that may be set: to which values, as a test and in words, and where."""

    test: Test
    allowed: Text
    places: frozenset[Place]


_UNITS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "mm": 1.0,
        "cm": 10.0,
        "in": 25.4,
        "pt": 25.4 / 72,
        "pc": 25.4 / 6,
        "px": 25.4 / 96,
        # Relative to a size of text; 12 pt is that of a browser.
        "em": 25.4 / 6,
        "rem": 25.4 / 6,
    }
)
"""Units of length in mm."""

_POINT: Final = 25.4 / 72

MOST_SPACE: Final = 60
"""The greatest margin or padding, in mm."""

LEAST_INDENT: Final = 4
"""Room for the numbers of a list beside its text, in mm."""

LEAST_TEXT, MOST_TEXT = 6.5, 40
"""The sizes of text, in pt."""

LEAST_CONTRAST: Final = 4.5
"""Between text and what is behind it (WCAG 2.2, 1.4.3)."""

_LEAST_LINE_CONTRAST: Final = 2


def length(token: Any) -> float | None:  # noqa: ANN401 - tinycss2 has no types
    """A length in mm; None if it is none that is known here."""
    if token.type == "number" and token.value == 0:
        return 0.0
    if token.type == "dimension" and token.lower_unit in _UNITS and math.isfinite(token.value):
        return float(token.value) * _UNITS[token.lower_unit]
    return None


def contrast(first: RGBA, second: RGBA) -> float:
    """The contrast of two opaque colours, from 1 to 21 (WCAG 2.2, contrast ratio)."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: RGBA) -> float:
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color[:3]
    ]
    return float(0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2])


WHITE, BLACK = RGBA(1, 1, 1, 1), RGBA(0, 0, 0, 1)


def color(token: Any) -> RGBA | None:  # noqa: ANN401
    """An opaque colour by its name or as ``#rgb`` or ``#rrggbb``; None if it is none."""
    if token.type not in {"ident", "hash"}:
        return None
    found = parse_color(token)
    return found if isinstance(found, RGBA) and found.alpha == 1 else None


def _is(token: Any, *words: str) -> bool:  # noqa: ANN401
    return token.type == "ident" and token.lower_value in words


def _one(test: Callable[[Any], bool]) -> Test:
    return lambda tokens, _subject: len(tokens) == 1 and test(tokens[0])


def _words(*words: str) -> Test:
    return _one(lambda token: _is(token, *words))


def _arguments(token: Any) -> list[list[Any]]:  # noqa: ANN401
    """The arguments of a function, without white space and comments."""
    found: list[list[Any]] = [[]]
    for part in token.arguments:
        if part.type == "literal" and part.value == ",":
            found.append([])
        elif part.type not in {"whitespace", "comment"}:
            found[-1].append(part)
    return found


def _within(least: float, most: float) -> Callable[[Any], bool]:
    """A length within limits, in mm; one that grows with the screen (``clamp``) within both."""

    def test(token: Any) -> bool:  # noqa: ANN401
        if token.type == "function" and token.lower_name == "clamp":
            parts = _arguments(token)
            return (
                len(parts) == 3
                and all(len(part) == 1 for part in parts)
                and test(parts[0][0])
                and _is_relative(parts[1][0])
                and test(parts[2][0])
            )
        found = length(token)
        return found is not None and least <= found <= most

    return test


def _is_relative(token: Any) -> bool:  # noqa: ANN401
    """A length that depends on the screen, between the two limits of ``clamp``."""
    return length(token) is not None or (
        token.type == "dimension" and token.lower_unit in {"vw", "vh"} and 0 <= token.value <= 100
    )


def _space(tokens: Tokens, subject: Subject) -> bool:
    fits = _within(0, MOST_SPACE)
    return 1 <= len(tokens) <= 4 and all(
        fits(token) or (_is(token, "auto") and subject.element == "body") for token in tokens
    )


def _side(tokens: Tokens, subject: Subject) -> bool:
    return len(tokens) == 1 and _space(tokens, subject)


def _each(least: float, most: float) -> Test:
    """One to four lengths, for the sides of a box."""
    fits = _within(least, most)
    return lambda tokens, _subject: 1 <= len(tokens) <= 4 and all(map(fits, tokens))


def _padding(tokens: Tokens, subject: Subject) -> bool:
    """Padding that leaves room for the numbers of a list, and covers no line above or below."""
    if not 1 <= len(tokens) <= 4 or not all(_within(0, MOST_SPACE)(token) for token in tokens):
        return False
    vertical = (tokens[0], tokens[2 if len(tokens) > 2 else 0])
    if _may_be_inline(subject) and not all(_within(0, _MOST_INLINE)(token) for token in vertical):
        return False
    return _has_room_for_numbers(tokens[(0, 1, 1, 3)[len(tokens) - 1]], subject)


def _padding_above(tokens: Tokens, subject: Subject) -> bool:
    most = _MOST_INLINE if _may_be_inline(subject) else MOST_SPACE
    return len(tokens) == 1 and _within(0, most)(tokens[0])


def _padding_left(tokens: Tokens, subject: Subject) -> bool:
    return (
        len(tokens) == 1
        and _within(0, MOST_SPACE)(tokens[0])
        and _has_room_for_numbers(tokens[0], subject)
    )


def _has_room_for_numbers(token: Any, subject: Subject) -> bool:  # noqa: ANN401
    may_be_list = subject.element in {"ol", "ul"} or _may_be_any(subject)
    return not may_be_list or _within(LEAST_INDENT, MOST_SPACE)(token)


_INLINE: Final = frozenset({"a", "del", "em", "ins", "span", "strong"})
_MOST_INLINE: Final = 0.6
_MOST_LINE: Final = 2


def _may_be_inline(subject: Subject) -> bool:
    """Whether the element may be in a line of text, where what surrounds it covers other lines."""
    return (
        subject.element in _INLINE
        or (not subject.element and "number" in subject.classes)
        or (subject.place == "element" and _may_be_any(subject))
    )


def _may_be_any(subject: Subject) -> bool:
    return not (subject.is_named or subject.is_cell)


def _text_size(token: Any, subject: Subject) -> bool:  # noqa: ANN401
    """A size that can be read, not relative to that of the element around, which could repeat."""
    if token.type == "dimension" and token.lower_unit == "em":
        return False
    if token.type == "function" and any(
        part.type == "dimension" and part.lower_unit == "em" for part in token.arguments
    ):
        return False
    least, most = LEAST_TEXT, MOST_TEXT
    if subject.place == "element" and (subject.element == "html" or _may_be_any(subject)):
        least, most = 9, 16  # what `rem` is relative to
    return _within(least * _POINT - 0.001, most * _POINT + 0.001)(token)


def _font_size(tokens: Tokens, subject: Subject) -> bool:
    return len(tokens) == 1 and _text_size(tokens[0], subject)


def _families(tokens: Tokens, _subject: Subject) -> bool:
    """A font of the packages first; then fonts of text that a machine without it may have."""
    names: list[str] = []
    for index, token in enumerate(tokens):
        if index % 2:
            if token.type != "literal" or token.value != ",":
                return False
        elif token.type == "string" or token.type == "ident":
            names.append(token.value.lower())
        else:
            return False
    known = {name.lower() for name in FAMILIES}
    fallbacks = {name.lower() for name in FALLBACKS}
    return bool(names) and names[0] in known and set(names[1:]) <= known | fallbacks


def _font(tokens: Tokens, subject: Subject) -> bool:
    """Style and weight, if any, then the size and the families."""
    rest = list(tokens)
    while rest and (_is(rest[0], "normal", "italic") or _is_weight(rest[0])):
        rest.pop(0)
    if not rest or not _text_size(rest.pop(0), subject):
        return False
    if len(rest) > 1 and rest[0].type == "literal" and rest[0].value == "/":
        if not _is_line_height(rest[1]):
            return False
        rest = rest[2:]
    return _families(rest, subject)


def _is_weight(token: Any) -> bool:  # noqa: ANN401
    return _is(token, "normal", "bold") or (
        token.type == "number" and token.int_value in {400, 600, 700}
    )


def _is_line_height(token: Any) -> bool:  # noqa: ANN401
    return bool(token.type == "number" and 1 <= token.value <= 2.5)


def _text_color(tokens: Tokens, _subject: Subject) -> bool:
    """A colour; how dark it has to be is decided with the backgrounds (see `colors`)."""
    return len(tokens) == 1 and (color(tokens[0]) is not None or _is(tokens[0], "inherit"))


def _background(tokens: Tokens, _subject: Subject) -> bool:
    return len(tokens) == 1 and (color(tokens[0]) is not None or _is(tokens[0], "none"))


def colors(name: str, tokens: Tokens) -> Iterator[tuple[str, RGBA]]:
    """The colours of text and of backgrounds that an accepted declaration sets, by their kind."""
    kind = {"color": "text", "background": "background", "background-color": "background"}.get(name)
    if kind is not None:
        for found in map(color, tokens):
            if found is not None:
                yield kind, found


_BORDER_STYLES = ("none", "solid", "dotted", "dashed", "double")


def _border(tokens: Tokens, subject: Subject) -> bool:
    return _is_line(tokens, _MOST_INLINE if _may_be_inline(subject) else _MOST_LINE)


def _is_line(tokens: Tokens, most: float) -> bool:
    """A width, a style and a colour, in any order, each at most once."""
    tests: list[Callable[[Any], bool]] = [
        lambda token: _is(token, "thin") or _within(0, most)(token),
        lambda token: _is(token, *_BORDER_STYLES),
        lambda token: color(token) is not None or _is(token, "currentcolor"),
    ]
    kinds = [next((n for n, test in enumerate(tests) if test(token)), None) for token in tokens]
    return 1 <= len(tokens) <= 3 and None not in kinds and len(set(kinds)) == len(kinds)


def _outline(tokens: Tokens, subject: Subject) -> bool:
    """A line around what has the keyboard's focus; elsewhere it would cover text."""
    return subject.is_focused and subject.on_screen and _is_line(tokens, _MOST_LINE)


def _text_decoration(tokens: Tokens, subject: Subject) -> bool:
    """Only what is deleted is struck out, and it always is."""
    if len(tokens) != 1 or not subject.is_named:
        return False
    (token,) = tokens
    if subject.element == "del":
        return _is(token, "line-through")
    return _is(token, "underline") or (subject.element == "a" and _is(token, "none"))


def _line_color(tokens: Tokens, _subject: Subject) -> bool:
    """The colour of a line under or through text, which must be seen."""
    found = color(tokens[0]) if len(tokens) == 1 else None
    return found is not None and contrast(found, WHITE) >= _LEAST_LINE_CONTRAST


def _list_style(tokens: Tokens, subject: Subject) -> bool:
    """The numbers and bullets that the agreement itself has."""
    if len(tokens) != 1:
        return False
    (token,) = tokens
    if subject.element == "ol":
        return _is(token, "decimal")
    return subject.element == "ul" and (
        _is(token, "disc") or (token.type == "string" and token.value.strip(" \u2002\u2003") == "•")
    )


def _display(tokens: Tokens, subject: Subject) -> bool:
    """What lays the element out otherwise and loses nothing of it."""
    if len(tokens) != 1:
        return False
    (token,) = tokens
    if subject.element in {"header", "main", "section"}:
        return _is(token, "block")
    if subject.element == "thead":
        return _is(token, "table-header-group")
    if subject.element not in {"", "div", "span"}:
        return False
    if "number" in subject.classes:
        return _is(token, "inline", "inline-block")
    return "signatures" in subject.classes and _is(token, "block", "grid")


def _columns(tokens: Tokens, subject: Subject) -> bool:
    """One to three columns of the same width, or as many as have room for a signature."""
    if "signatures" not in subject.classes:
        return False
    if 1 <= len(tokens) <= 3 and all(map(_is_fraction, tokens)):
        return True
    if len(tokens) != 1 or tokens[0].type != "function" or tokens[0].lower_name != "repeat":
        return False
    match _arguments(tokens[0]):
        case [[count], [function]] if function.type == "function":
            sizes = _arguments(function) if function.lower_name == "minmax" else []
            return (
                _is(count, "auto-fit", "auto-fill")
                and [len(size) for size in sizes] == [1, 1]
                and _within(40, 120)(sizes[0][0])
                and _is_fraction(sizes[1][0])
            )
    return False


def _is_fraction(token: Any) -> bool:  # noqa: ANN401
    return bool(token.type == "dimension" and token.lower_unit == "fr" and token.value == 1)


def _page_size(tokens: Tokens, _subject: Subject) -> bool:
    words = [token.lower_value if token.type == "ident" else "" for token in tokens]
    return words in (["a4"], ["a4", "portrait"], ["portrait", "a4"])


def _least_height(tokens: Tokens, subject: Subject) -> bool:
    return len(tokens) == 1 and (
        _within(0, 100)(tokens[0])
        or (
            tokens[0].type == "dimension"
            and tokens[0].lower_unit == "vh"
            and 0 <= tokens[0].value <= 100
            and subject.on_screen
            and subject.element == "body"
        )
    )


def _widest(tokens: Tokens, subject: Subject) -> bool:
    """The width of the text on a wide screen; narrower elements could overlap."""
    return subject.element in {"body", "main"} and _one(_within(80, 500))(tokens, subject)


def _full_width(tokens: Tokens, subject: Subject) -> bool:
    return subject.element == "table" and _one(
        lambda token: token.type == "percentage" and token.value == 100
    )(tokens, subject)


def _whole_numbers(most: int, least: int, highest: int) -> Test:
    return lambda tokens, _subject: (
        1 <= len(tokens) <= most
        and all(
            token.type == "number" and token.is_integer and least <= token.int_value <= highest
            for token in tokens
        )
    )


def _figures(tokens: Tokens, _subject: Subject) -> bool:
    known = ("normal", "tabular-nums", "lining-nums", "oldstyle-nums", "proportional-nums")
    return bool(tokens) and all(_is(token, *known) for token in tokens)


_ELEMENT: Final[frozenset[Place]] = frozenset({"element"})
_PAGE: Final[frozenset[Place]] = frozenset({"page"})
_TEXT: Final[frozenset[Place]] = _ELEMENT | _PAGE


def _keywords(*words: str) -> tuple[Test, Text]:
    return _words(*words), messages.STYLE_WORDS(words=", ".join(words))


def _lengths(least: int, most: int) -> tuple[Test, Text]:
    return _one(_within(least, most)), messages.STYLE_LENGTHS(least=least, most=most)


def _properties() -> Iterator[tuple[str, Property]]:
    """The table. A name may have several rows, for places where other values are allowed."""
    most = MOST_SPACE
    space = messages.STYLE_LENGTHS(least=0, most=most)
    sides = ("top", "right", "bottom", "left")

    def row(name: str, test: Test, allowed: Text, places: frozenset[Place]) -> tuple[str, Property]:
        return name, Property(test, allowed, places)

    paddings: dict[str, Test] = {
        "top": _padding_above,
        "right": _side,
        "bottom": _padding_above,
        "left": _padding_left,
    }
    yield row("margin", _space, space, _ELEMENT)
    yield row("margin", _each(10, 50), messages.STYLE_LENGTHS(least=10, most=50), _PAGE)
    yield row("padding", _padding, space, _ELEMENT)
    yield row("padding", _each(0, 15), messages.STYLE_LENGTHS(least=0, most=15), _PAGE)
    for side in sides:
        yield row(f"margin-{side}", _side, space, _ELEMENT)
        yield row(f"margin-{side}", *_lengths(10, 50), _PAGE)
        yield row(f"padding-{side}", paddings[side], space, _ELEMENT)
        yield row(f"padding-{side}", *_lengths(0, 15), _PAGE)
        yield row(f"border-{side}", _border, messages.STYLE_BORDERS(), _TEXT)
    yield row("border", _border, messages.STYLE_BORDERS(), _TEXT)
    yield row("border-collapse", *_keywords("separate", "collapse"), _ELEMENT)
    yield row("border-spacing", *_lengths(0, 5), _ELEMENT)
    yield row("outline", _outline, messages.STYLE_OUTLINE(), _ELEMENT)
    yield row("outline-offset", *_lengths(0, 2), _ELEMENT)

    yield row("color", _text_color, messages.STYLE_COLORS(), _TEXT)
    yield row("background", _background, messages.STYLE_COLORS(), _ELEMENT)
    yield row("background-color", _background, messages.STYLE_COLORS(), _ELEMENT)

    sizes = messages.STYLE_SIZES(least=str(LEAST_TEXT), most=MOST_TEXT)
    families = messages.STYLE_FONTS(fonts=", ".join(FAMILIES), others=", ".join(FALLBACKS))
    yield row("font", _font, families, _TEXT)
    yield row("font-family", _families, families, _TEXT)
    yield row("font-size", _font_size, sizes, _TEXT)
    yield row("font-style", *_keywords("normal", "italic"), _TEXT)
    yield row("font-variant-numeric", _figures, messages.STYLE_FIGURES(), _TEXT)
    weights = messages.STYLE_WORDS(words="400, 600, 700, normal, bold")
    yield row("font-weight", _one(_is_weight), weights, _TEXT)
    yield row("letter-spacing", *_lengths(0, 1), _TEXT)
    heights = messages.STYLE_NUMBERS(least=1, most="2.5")
    yield row("line-height", _one(_is_line_height), heights, _TEXT)
    yield row("text-align", *_keywords("left", "right", "center", "start", "end", "justify"), _TEXT)
    yield row("text-decoration", _text_decoration, messages.STYLE_DECORATION(), _ELEMENT)
    yield row("text-decoration-color", _line_color, messages.STYLE_COLORS(), _ELEMENT)
    thick = messages.STYLE_LENGTHS(least="0.1", most="0.6")
    yield row("text-decoration-thickness", _one(_within(0.1, 0.6)), thick, _ELEMENT)
    yield row("hyphens", *_keywords("auto", "manual", "none"), _ELEMENT)
    yield row(
        "hyphenate-limit-chars",
        _whole_numbers(3, 2, 20),
        messages.STYLE_NUMBERS(least=2, most=20),
        _ELEMENT,
    )
    yield row("overflow-wrap", *_keywords("normal", "break-word", "anywhere"), _ELEMENT)

    yield row("list-style", _list_style, messages.STYLE_LISTS(), _ELEMENT)
    yield row("list-style-type", _list_style, messages.STYLE_LISTS(), _ELEMENT)
    yield row("display", _display, messages.STYLE_DISPLAY(), _ELEMENT)
    yield row("grid-template-columns", _columns, messages.STYLE_GRID(), _ELEMENT)
    for gap in ("column-gap", "row-gap", "gap"):
        yield row(gap, *_lengths(0, 30), _ELEMENT)
    yield row("caption-side", *_keywords("top"), _ELEMENT)
    yield row("vertical-align", *_keywords("top", "middle", "bottom", "baseline"), _ELEMENT)
    yield row("box-sizing", *_keywords("border-box", "content-box"), _ELEMENT)
    yield row("width", _full_width, messages.STYLE_WIDTH(), _ELEMENT)
    yield row("max-width", _widest, messages.STYLE_WIDTH(), _ELEMENT)
    yield row("min-width", *_lengths(0, 40), _ELEMENT)
    yield row("min-height", _least_height, messages.STYLE_LENGTHS(least=0, most=100), _ELEMENT)

    for edge in ("before", "after"):
        yield row(f"break-{edge}", *_keywords("auto", "avoid", "page"), _ELEMENT)
    yield row("break-inside", *_keywords("auto", "avoid"), _ELEMENT)
    for name in ("orphans", "widows"):
        numbers = messages.STYLE_NUMBERS(least=1, most=9)
        yield row(name, _whole_numbers(1, 1, 9), numbers, _ELEMENT)
    yield row("scroll-margin-top", *_lengths(0, 40), _ELEMENT)

    yield row("size", _page_size, messages.STYLE_WORDS(words="A4"), _PAGE)


def property_at(name: str, place: Place) -> Property | None:
    """The property of a name where it may be set; None if it may not."""
    return next((found for found in PROPERTIES.get(name, ()) if place in found.places), None)


def _table() -> dict[str, tuple[Property, ...]]:
    found: dict[str, tuple[Property, ...]] = {}
    for name, row in _properties():
        found[name] = (*found.get(name, ()), row)
    return found


PROPERTIES: Final[Mapping[str, tuple[Property, ...]]] = MappingProxyType(_table())
"""Every property that a style sheet may set, by its name."""
