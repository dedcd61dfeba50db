"""Where Swedish words are divided at the end of a line, where the renderer's patterns are wrong.

The exceptions are data: ``hyphenation_sv.txt``.
"""

from __future__ import annotations

import functools
from importlib.resources import files

_INHIBIT, _DIVIDE = 98, 99
"""Values of a pattern that outweigh all of the dictionary; an odd one divides (Liang, 1983)."""


@functools.cache
def use_exceptions() -> None:
    """Have the renderer divide the words of the exceptions as they are written there.

    The renderer reads its dictionary once for each process; the exceptions become patterns of it.
    """
    import pyphen

    dictionary = pyphen.Pyphen(lang="sv").hd
    for word in exceptions():
        pattern, values = as_pattern(word)
        dictionary.patterns[pattern] = (0, values)
        dictionary.maxlen = max(dictionary.maxlen, len(pattern))
    dictionary.cache.clear()


def exceptions() -> tuple[str, ...]:
    """The beginnings of words with a hyphen wherever they may be divided."""
    text = files(__package__).joinpath("hyphenation_sv.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


def as_pattern(word: str) -> tuple[str, tuple[int, ...]]:
    """A pattern of the dictionary for the beginning of a word: its letters, and a value for each.

    The value is that of the place before the letter; the first letter is the word's beginning.
    """
    letters, values = ".", [0]
    for part in word.split("-"):
        first = _INHIBIT if letters == "." else _DIVIDE
        values += [first, *[_INHIBIT] * (len(part) - 1)]
        letters += part
    return letters, tuple(values)
