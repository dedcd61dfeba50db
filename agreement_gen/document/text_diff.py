"""Which words, and which parts, of two texts belong together.

Three steps that the comparison of documents is built from: text is cut into words that are
never split (:func:`pieces`, :func:`runs_diff`), two texts get a number for how similar they are
(:func:`similarity`), and two sequences of anything are paired so that the sum of a score is
greatest and no pairs cross (:func:`align`).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from agreement_gen.document.tree import Run, Runs, TrackedChange, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

T = TypeVar("T")

MatchedPair: TypeAlias = "tuple[T, T] | tuple[T, None] | tuple[None, T]"
"""An old and a new part that belong together, or a part that only one text has."""

READABLE = 0.4
"""The least similarity at which marks on single words can still be read; below it, texts are
shown whole, first the old and then the new."""

_CONTAINED = 0.8
_CONTAINED_WORDS = 4

# The three no-break spaces are white space to `\s`, but they hold "1 320 000 kr" together.
_CHUNK = re.compile(r"[^\S\u00a0\u202f\u2007]+|(?:\S|[\u00a0\u202f\u2007])+")
_PUNCTUATED = re.compile(r"([(\[{\"'”’“‘»«]*)(.*?)([)\]}\"'”’“‘»«.,;:!?…]*)", re.DOTALL)


def pieces(text: str) -> Iterator[str]:
    """The words, punctuation marks and white space of a text, which joined give the text again.

    What a no-break space joins is one word; so is anything with punctuation only inside it,
    such as ``12,5`` or ``2026-01-01``.
    """
    for chunk in _CHUNK.findall(text):
        if not chunk.strip():
            yield chunk
            continue
        parts = _PUNCTUATED.fullmatch(chunk)
        if parts is None:  # pragma: no cover - each part of the pattern may be empty
            raise AssertionError(chunk)
        before, word, after = parts.groups()
        yield from before
        if word:
            yield word
        yield from after


def words(text: str) -> tuple[str, ...]:
    """The words of a text, without white space and punctuation around them."""
    return tuple(piece for piece in pieces(text) if any(map(str.isalnum, piece)))


def similarity(old: Sequence[str], new: Sequence[str]) -> float:
    """How much two sequences of words have in common, from 0 (nothing) to 1 (the same).

    It is the share of words that both have in the same order. A text that is nearly whole inside
    a much longer one counts as just :data:`READABLE`, since it was added to.
    """
    total = len(old) + len(new)
    if not total:
        return 1.0
    shorter = min(len(old), len(new))
    # Counting words is quick and never gives less than matching them in order does.
    most = sum((Counter(old) & Counter(new)).values())
    if _graded(most, shorter, total) < READABLE:
        return 0.0
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return _graded(sum(block.size for block in blocks), shorter, total)


def _graded(common: int, shorter: int, total: int) -> float:
    share = 2 * common / total
    if common >= _CONTAINED_WORDS and common >= _CONTAINED * shorter:
        return max(share, READABLE)
    return share


def joined(runs: Iterable[Run]) -> Runs:
    """The same text in as few runs as its styles, targets and marks allow; none is empty."""
    found: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if found and replace(found[-1], text=run.text) == run:
            found[-1] = replace(run, text=found[-1].text + run.text)
        else:
            found.append(run)
    return tuple(found)


def marked(runs: Runs, change: TrackedChange) -> Runs:
    """The runs, all with one mark."""
    return joined(replace(run, change=change) for run in runs)


def runs_diff(old: Runs, new: Runs) -> Runs:
    """One text with marks on the words that only ``old`` or only ``new`` has.

    Without the inserted words it is exactly ``old``, without the deleted ones exactly ``new``.
    A word whose style or target changed counts as another word. Texts less similar than
    :data:`READABLE` are not mixed: all of the old comes before all of the new.
    """
    old, new = joined(old), joined(new)
    if old == new:
        return new
    if similarity(words(text_of(old)), words(text_of(new))) < READABLE:
        return marked(old, TrackedChange.DELETED) + marked(new, TrackedChange.INSERTED)
    old_tokens, new_tokens = _tokens(old), _tokens(new)
    found: list[Run] = []
    for deleted, inserted, equal in _hunks(old_tokens, new_tokens):
        found += marked(_flat(deleted), TrackedChange.DELETED)
        found += marked(_flat(inserted), TrackedChange.INSERTED)
        found += _flat(equal)
    return joined(found)


def _flat(tokens: Iterable[Runs]) -> Runs:
    return tuple(run for token in tokens for run in token)


def _tokens(runs: Runs) -> list[Runs]:
    """The pieces of the text, each as the runs it consists of: a word may change its style."""
    found = []
    start = 0
    for piece in pieces(text_of(runs)):
        found.append(_between(runs, start, start + len(piece)))
        start += len(piece)
    return found


def _between(runs: Runs, start: int, end: int) -> Runs:
    found = []
    at = 0
    for run in runs:
        text = run.text[max(start - at, 0) : max(end - at, 0)]
        if text:
            found.append(replace(run, text=text))
        at += len(run.text)
    return tuple(found)


def _hunks(old: list[Runs], new: list[Runs]) -> Iterator[tuple[list[Runs], list[Runs], list[Runs]]]:
    """What is deleted, what is inserted, and what is equal after it, in the order of the text.

    White space alone between two changes is made part of them, so that a phrase replaced by
    another reads as one deletion and one insertion.
    """
    numbers: dict[Runs, int] = {}
    old_numbers = [numbers.setdefault(token, len(numbers)) for token in old]
    new_numbers = [numbers.setdefault(token, len(numbers)) for token in new]
    matcher = SequenceMatcher(None, old_numbers, new_numbers, autojunk=False)
    steps = matcher.get_opcodes()
    deleted: list[Runs] = []
    inserted: list[Runs] = []
    for index, (kind, i1, i2, j1, j2) in enumerate(steps):
        if kind != "equal":
            deleted += old[i1:i2]
            inserted += new[j1:j2]
            continue
        if index + 1 < len(steps) and not text_of(_flat(new[j1:j2])).strip():
            _, _, next_i2, _, next_j2 = steps[index + 1]
            both_deleted_and_inserted = (deleted or next_i2 > i2) and (inserted or next_j2 > j2)
            if both_deleted_and_inserted and (deleted or inserted):
                deleted += old[i1:i2]
                inserted += new[j1:j2]
                continue
        yield deleted, inserted, new[j1:j2]
        deleted, inserted = [], []
    if deleted or inserted:
        yield deleted, inserted, []


def align(
    old: Sequence[T], new: Sequence[T], score: Callable[[T, T], float]
) -> tuple[MatchedPair[T], ...]:
    """Pair the parts of two sequences, in order, so that the scores' sum is greatest.

    Args:
        old: The parts of the old text.
        new: The parts of the new text.
        score: How well an old part suits a new one; parts that score 0 are never paired. Parts
            that are equal must score highest.

    Returns:
        Every part of both, in reading order; where parts have no partner, the old ones come
        before the new ones.
    """
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    before = tuple(zip(old[:head], new[:head], strict=True))
    after = tuple(zip(old[len(old) - tail :], new[len(new) - tail :], strict=True))
    middle = _best(old[head : len(old) - tail], new[head : len(new) - tail], score)
    return (*before, *middle, *after)


def _best(
    old: Sequence[T], new: Sequence[T], score: Callable[[T, T], float]
) -> list[MatchedPair[T]]:
    scores = [[score(a, b) for b in new] for a in old]
    # best[i][j] is the greatest sum for old[i:] and new[j:].
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            alone = max(best[i + 1][j], best[i][j + 1])
            paired = scores[i][j] + best[i + 1][j + 1] if scores[i][j] > 0 else 0.0
            best[i][j] = max(alone, paired)
    pairs: list[MatchedPair[T]] = []
    waiting: list[MatchedPair[T]] = []
    i = j = 0
    while i < len(old) and j < len(new):
        if scores[i][j] > 0 and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            pairs += [*waiting, (old[i], new[j])]
            waiting = []
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append((old[i], None))
            i += 1
        else:
            waiting.append((None, new[j]))
            j += 1
    pairs += [(part, None) for part in old[i:]]
    return [*pairs, *waiting, *((None, part) for part in new[j:])]
