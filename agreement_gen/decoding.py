"""The bytes of a text file as text, without anything in it that its reader could not see.

Every text that a person wrote comes in here: data, clauses, style sheets. What cannot be seen is
refused wherever it stands, also in a comment, because a diff does not show it either.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from agreement_gen.characters import composed, unseen
from agreement_gen.messages import N_
from agreement_gen.problems import InputError, Location, ProblemCode, fault, problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agreement_gen.problems import Problem

BYTE_ORDER_MARK = "\ufeff"

_MOST_PROBLEMS = 20
"""How many characters of one file are reported: one stray editor setting makes thousands."""


class TextCode(ProblemCode):
    """Problems of a text file's characters, whatever the text is about."""

    NOT_UTF8 = (
        "not-utf8",
        N_("this is not UTF-8 text"),
        N_("save the file as UTF-8"),
        N_("Every text file of a workspace is UTF-8, so that å, ä and ö are the same everywhere."),
    )
    UNSEEN = (
        "unseen-character",
        N_("a reader cannot see this character: {code_point}"),
        N_("remove it, or write the line anew"),
        N_(
            "Controls, characters that turn the direction of the text or have no width, other "
            "spaces and line ends than the usual ones, marks without a letter, and characters "
            "that Unicode does not define: whoever signs could not see them, nor could whoever "
            "reviews a change. No-break spaces (U+00A0, U+202F) and the no-break hyphen (U+2011) "
            "are allowed."
        ),
    )


def decoded(data: bytes, file: str) -> str:
    """The text of a file, with every character where its bytes have it.

    A byte order mark at the start is kept, and so are CR and LF at the ends of lines.

    Args:
        data: The file's bytes.
        file: Its name for problems, as shown to a person.

    Raises:
        InputError: it is not UTF-8, or holds characters that cannot be seen.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8").removeprefix(BYTE_ORDER_MARK)
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise fault(Location(file, line, column), TextCode.NOT_UTF8) from None
    problems = list(islice(_hidden(text.removeprefix(BYTE_ORDER_MARK), file), _MOST_PROBLEMS))
    if problems:
        raise InputError(problems)
    return text


def plain_text(data: bytes, file: str) -> str:
    """The text of a file that no command edits: composed (NFC), with LF at the ends of its lines.

    Raises:
        InputError: as :func:`decoded`.
    """
    text = decoded(data, file).removeprefix(BYTE_ORDER_MARK)
    return composed(text.replace("\r\n", "\n"))


def _hidden(text: str, file: str) -> Iterator[Problem]:
    """A problem for each character that cannot be seen; only LF ends a line."""
    text = text.replace("\r\n", "\n")
    if not any(unseen(composed(text))):
        return
    for number, line in enumerate(text.split("\n"), start=1):
        shown = composed(line)
        for found in unseen(shown):
            column = _index_in(line, found.index) + 1
            location = Location(file, number, column)
            yield problem(location, TextCode.UNSEEN, code_point=found.code_point)


def _index_in(line: str, index: int) -> int:
    """Where in a line as it is written a character of the composed line is."""
    return next((i for i in range(index, len(line)) if len(composed(line[: i + 1])) > index), index)
