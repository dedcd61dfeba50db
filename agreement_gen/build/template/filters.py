"""The filters of the template language: how a value is written in an agreement.

A filter takes one kind of value and gives text; an empty or unsuitable value is refused before it
is reached, so that no filter ever fills a value in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from agreement_gen import swedish
from agreement_gen.build.template.values import Filter

if TYPE_CHECKING:
    from agreement_gen.build.template.values import Plain


def _join(parts: Sequence[Plain], between: Plain = ", ") -> str:
    """Texts and numbers in a row.

    Raises:
        TypeError: a part is neither.
    """
    if not isinstance(between, str):
        raise TypeError(between)
    for part in parts:
        if isinstance(part, bool) or not isinstance(part, str | int):
            raise TypeError(part)
    return between.join(str(part) for part in parts)


def _items(mapping: Mapping[str, Plain]) -> list[Plain]:
    """Keys with their values, a pair each, in the order of the file."""
    return [[key, value] for key, value in mapping.items()]


_NUMBER = (int,)
_TEXT = (str,)

FILTERS: Mapping[str, Filter] = {
    "kr": Filter(swedish.kronor, _NUMBER, example=("461000 | kr", "461 000 kr")),
    "million": Filter(
        swedish.million_kronor, _NUMBER, example=("5000000 | million", "5 miljoner kronor")
    ),
    "months": Filter(swedish.months, _NUMBER, example=("12 | months", "12 månader")),
    "every": Filter(swedish.every, _NUMBER, example=("24 | every", "vartannat år")),
    "words": Filter(swedish.words, _NUMBER, example=("2 | words", "två")),
    "day": Filter(swedish.day, (dt.date,), example=("valid_from | day", "1 september 2021")),
    "lower_first": Filter(
        swedish.lower_first, _TEXT, example=("'Fritidschef' | lower_first", "fritidschef")
    ),
    "lower": Filter(str.lower, _TEXT, example=("'Bilaga' | lower", "bilaga")),
    "upper": Filter(str.upper, _TEXT, example=("'Bilaga' | upper", "BILAGA")),
    "length": Filter(len, (Sequence, Mapping), example=("['a', 'b'] | length", "2")),
    "join": Filter(_join, (Sequence,), (0, 1), example=("['a', 'b'] | join(' och ')", "a och b")),
    "items": Filter(_items, (Mapping,), example=("for key, value in names | items", "…")),
}
"""Every filter by name, with an example for the reference."""
