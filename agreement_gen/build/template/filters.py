"""The filters of the template language: how a value is written in an agreement.

A filter takes one kind of value and gives text; an empty or unsuitable value is refused before it
is reached, so that no filter ever fills a value in.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from agreement_gen.build.template.values import Filter
from agreement_gen.languages import SWEDISH
from agreement_gen.swedish import lower_first

if TYPE_CHECKING:
    from agreement_gen.build.template.values import Plain
    from agreement_gen.languages import Language


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


def _lower(text: str) -> str:
    """A text in small letters."""
    return text.lower()


def _upper(text: str) -> str:
    """A text in capital letters."""
    return text.upper()


def _length(whole: Sequence[Plain] | Mapping[str, Plain]) -> int:
    """How many items a list holds."""
    return len(whole)


_NUMBER = (int,)
_TEXT = (str,)


@functools.cache
def filters_in(language: Language) -> Mapping[str, Filter]:
    """Every filter by name, as a language writes it."""
    return {
        "kr": Filter(language.kronor, _NUMBER, "461000 | kr"),
        "million": Filter(language.million_kronor, _NUMBER, "5000000 | million"),
        "number": Filter(language.number, _NUMBER, "12500 | number"),
        "months": Filter(language.months, _NUMBER, "12 | months"),
        "every": Filter(language.every, _NUMBER, "24 | every"),
        "words": Filter(language.words, _NUMBER, "2 | words"),
        "day": Filter(language.day, (dt.date,), "edition | day"),
        "lower_first": Filter(lower_first, _TEXT, "'Lokal överenskommelse' | lower_first"),
        "lower": Filter(_lower, _TEXT, "'Bilaga' | lower"),
        "upper": Filter(_upper, _TEXT, "'Bilaga' | upper"),
        "length": Filter(_length, (Sequence, Mapping), "['a', 'b'] | length"),
        "join": Filter(_join, (Sequence,), "['a', 'b'] | join(' och ')", (0, 1)),
        "items": Filter(_items, (Mapping,), "(parties | items)[0][1].name"),
    }


FILTERS = filters_in(SWEDISH)
"""Every filter by name, in Swedish."""
