"""The words that were signed, kept beside the record of the signature.

``signed/NAME-EDITION.txt`` holds what a reader of the agreement sees: titles, numbers,
words and the cells of tables. It holds no layout and nothing of the program's version, so that it
can be compared for as long as the agreement is in force. Its first line names the rules by which it
was written.
"""

from __future__ import annotations

import hashlib
from itertools import zip_longest
from typing import TYPE_CHECKING

from agreement_gen.agreement_state.messages import (
    LINE_ADDED,
    LINE_DIFFERS,
    LINE_LOST,
    SignedTextCode,
)
from agreement_gen.problems import problem
from agreement_gen.workspace.reader import SIGNED

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from agreement_gen.messages import Text
    from agreement_gen.problems import Problem
    from agreement_gen.workspace.reader import Entry, Workspace

_RULES = "Undertecknad text, regler 1"
_MOST_SHOWN = 80


def kept_text(lines: Iterable[str]) -> bytes:
    """The file that keeps the lines of a signed agreement."""
    flat = (" ".join(line.split()) for line in lines)
    return "".join(f"{line}\n" for line in (_RULES, *flat)).encode()


def text_file(slug: str, edition: dt.date) -> str:
    """Where the words of a signed edition are kept, from the workspace's folder."""
    return f"{SIGNED}/{slug}-{edition}.txt"


def text_hash(data: bytes) -> str:
    """The SHA-256 of a kept text, whatever line ends a checkout gives it."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()


def is_kept(entry: Entry) -> bool:
    """Whether the words of the agreement's present edition were kept when it was signed."""
    signed = entry.record.signed
    return signed is not None and signed.text is not None and signed.edition == entry.record.edition


def difference_to_signed(
    workspace: Workspace, entry: Entry, versions: Iterable[Sequence[str]]
) -> Problem | None:
    """What an agreement says today and did not say when it was signed; None if nothing.

    Args:
        workspace: The whole workspace, with the kept texts.
        entry: An agreement of which :func:`is_kept` is true.
        versions: Its lines for each way of signing, which differ in the lines to sign on; the
            first one is that of the workspace.
    """
    signed = entry.record.signed
    if signed is None or signed.text is None:
        return None
    place = entry.source.key_location(("signed",))
    file = text_file(entry.slug, signed.edition)
    data = workspace.signed_texts.get(file)
    if data is None:
        return problem(place, SignedTextCode.LOST, file=file)
    if text_hash(data) != signed.text:
        return problem(place, SignedTextCode.ALTERED, file=file)
    then = data.decode().splitlines()
    first: list[str] | None = None
    for lines in versions:
        now = kept_text(lines).decode().splitlines()
        if now == then:
            return None
        first = first or now
    found = _difference(then, first or [])
    return problem(place, SignedTextCode.CHANGED, date=signed.date, difference=found)


def _difference(then: Sequence[str], now: Sequence[str]) -> Text:
    """The first line that differs."""
    for was, is_now in zip_longest(then, now):
        if was is None:
            return LINE_ADDED(now=_shown(is_now))
        if is_now is None:
            return LINE_LOST(was=_shown(was))
        if was != is_now:
            return LINE_DIFFERS(was=_around(was, is_now), now=_around(is_now, was))
    raise ValueError("the texts do not differ")


def _around(line: str, other: str) -> str:
    """The part of a line where it begins to differ from another."""
    at = next((n for n, (a, b) in enumerate(zip(line, other, strict=False)) if a != b), 0)
    start = max(0, at - _MOST_SHOWN // 2)
    return ("…" if start else "") + _shown(line[start:])


def _shown(line: str) -> str:
    return line if len(line) <= _MOST_SHOWN else f"{line[:_MOST_SHOWN]}…"
