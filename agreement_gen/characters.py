"""Characters that a reader of an agreement cannot see, or that are not what they look like.

Whoever writes a name, a local text or a clause could hide something in it: a character that turns
the direction of the text, that has no width, or that only one program shows. Such characters
(Unicode's general categories, Unicode Standard chapter 4.5) have no use in an agreement.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_ALLOWED = frozenset("\n\t \u00a0\u202f\u2011")
"""Line feed, tab, and the spaces and the hyphen that Swedish typography needs."""

_REFUSED_CATEGORIES = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Me", "Mn", "Zl", "Zp", "Zs"})
"""Controls, formats, unassigned, private use, surrogates, marks without a letter, separators.

In composed text (NFC) a mark that still stands alone has no letter of its own; such marks could
strike out a figure.
"""

_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0\ufffc\ufffd\U0001d159")
"""Letters and symbols that are drawn as nothing, or in the place of what is lost."""


@dataclass(frozen=True, slots=True)
class Unseen:
    """A character that a reader cannot see: its index in the text, and its code point."""

    index: int
    character: str

    @property
    def code_point(self) -> str:
        """The code point as Unicode writes it, with its name: ``U+202E RIGHT-TO-LEFT OVERRIDE``."""
        number = f"U+{ord(self.character):04X}"
        name = unicodedata.name(self.character, "")
        return f"{number} {name}" if name else number


def composed(text: str) -> str:
    """A text with each letter and its marks as one character (NFC).

    macOS writes ``ö`` as ``o`` and a mark of its own; the two look the same and are not equal.
    """
    return text if text.isascii() else unicodedata.normalize("NFC", text)


_FAST = re.compile(
    "[^\n\t -~\u00a0-\u00ac\u00ae-\u02ff\u2011\u2013\u2014\u2018-\u201d\u2022\u2026\u202f]"
)
"""Whatever is not among the characters that nearly every text is made of, all of them seen."""


def unseen(text: str) -> Iterator[Unseen]:
    """The characters of a composed text that no reader can see, in order."""
    if _FAST.search(text) is None:
        return
    for index, character in enumerate(text):
        if character in _ALLOWED:
            continue
        if unicodedata.category(character) in _REFUSED_CATEGORIES or character in _BLANK_LETTERS:
            yield Unseen(index, character)


def visible(text: str) -> str:
    """A text for a terminal or a log: what cannot be seen is written as its code point.

    A line feed is written too, so that nothing in a file's name or key can begin a line of its
    own, which some programs would read as a command.
    """
    if text.isprintable() and text.isascii():
        return text
    return "".join(
        f"\\u{{{ord(character):04X}}}"
        if character in "\n\t" or any(unseen(character))
        else character
        for character in text
    )


def one_line(text: str) -> str:
    """A text with a space in the place of its line ends and the white space around them."""
    lines = text.splitlines()
    return text if lines == [text] else " ".join(filter(None, map(str.strip, lines)))


_NOT_A_SCRIPT = frozenset({"FEMININE", "MASCULINE", "MICRO", "MODIFIER"})


def mixed_scripts(text: str) -> Iterator[str]:
    """The words whose letters are of several scripts, such as Latin with a Cyrillic ``а``."""
    if text.isascii():
        return
    for word in _words(text):
        scripts = {unicodedata.name(letter, "?").split()[0] for letter in word if letter.isalpha()}
        if len(scripts - _NOT_A_SCRIPT) > 1:
            yield word


def _words(text: str) -> Iterator[str]:
    word = ""
    for character in f"{text} ":
        if character.isalnum():
            word += character
        elif word:
            yield word
            word = ""
