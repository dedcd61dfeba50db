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
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

T = TypeVar("T")

MatchedPair: TypeAlias = "tuple[T, T] | tuple[T, None] | tuple[None, T]"
"""An old and a new part that belong together, or a part that only one text has."""

READABLE = 0.4
"""The least similarity at which marks on single words can still be read; below it, texts are
shown whole, first the old and then the new."""

_CONTAINED = 0.8
_CONTAINED_WORDS = 4

MAX_PAIRS = 250_000
"""The most pairs of parts that are looked at to align two sequences: 500 parts with 500."""

MAX_READ_PAIRS = 40_000
"""The same where each pair's words are compared: 200 parts with 200."""

_MAX_STEPS = 20_000_000

# The three no-break spaces are white space to `\s`, but they hold "1 320 000 kr" together.
_CHUNK = re.compile(r"[^\S\u00a0\u202f\u2007]+|(?:\S|[\u00a0\u202f\u2007])+")
_BEFORE_WORDS = "([{\"'”’“‘»«"
_AFTER_WORDS = ")]}\"'”’“‘»«.,;:!?…"


def pieces(text: str) -> Iterator[str]:
    """The words, punctuation marks and white space of a text, which joined give the text again.

    What a no-break space joins is one word; so is anything with punctuation only inside it,
    such as ``12,5`` or ``2026-01-01``.
    """
    for chunk in _CHUNK.findall(text):
        if not chunk.strip():
            yield chunk
            continue
        rest = chunk.lstrip(_BEFORE_WORDS)
        word = rest.rstrip(_AFTER_WORDS)
        before, after = chunk[: len(chunk) - len(rest)], rest[len(word) :]
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
    if _takes_long(old, new):
        return _graded(most, shorter, total)
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return _graded(sum(block.size for block in blocks), shorter, total)


def _takes_long(old: Sequence[Hashable], new: Sequence[Hashable]) -> bool:
    """Whether matching two sequences may take more than seconds: the worst case of its steps."""
    # Each step that finds a match looks at all the rest, and at each place where its words are.
    shorter = min(len(old), len(new))
    counts = Counter(new)
    return shorter * sum(1 + counts[word] for word in old) > _MAX_STEPS


def _graded(common: int, shorter: int, total: int) -> float:
    share = 2 * common / total
    if common >= _CONTAINED_WORDS and common >= _CONTAINED * shorter:
        return max(share, READABLE)
    return share


def joined(runs: Iterable[Run]) -> Runs:
    """The same text in as few runs as its styles, targets and marks allow; none is empty."""
    styles: list[Run] = []
    texts: list[list[str]] = []
    for run in runs:
        if not run.text:
            continue
        style = replace(run, text="")
        if not styles or styles[-1] != style:
            styles.append(style)
            texts.append([])
        texts[-1].append(run.text)
    return tuple(
        replace(style, text="".join(parts)) for style, parts in zip(styles, texts, strict=True)
    )


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
    index = start = 0
    for piece in pieces(text_of(runs)):
        token = []
        missing = len(piece)
        while missing:
            run = runs[index]
            text = run.text[start : start + missing]
            if text:
                token.append(replace(run, text=text))
            start += len(text)
            missing -= len(text)
            if start == len(run.text):
                index, start = index + 1, 0
        found.append(tuple(token))
    return found


def _hunks(old: list[Runs], new: list[Runs]) -> Iterator[tuple[list[Runs], list[Runs], list[Runs]]]:
    """What is deleted, what is inserted, and what is equal after it, in the order of the text.

    White space alone between two changes is made part of them, so that a phrase replaced by
    another reads as one deletion and one insertion.
    """
    numbers: dict[Runs, int] = {}
    old_numbers = [numbers.setdefault(token, len(numbers)) for token in old]
    new_numbers = [numbers.setdefault(token, len(numbers)) for token in new]
    steps = _steps(old_numbers, new_numbers)
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


def _steps(old: Sequence[int], new: Sequence[int]) -> Sequence[tuple[str, int, int, int, int]]:
    """How to make the new sequence of the old one, as :meth:`SequenceMatcher.get_opcodes` says it.

    If that may take long, all between what both begin and end with is replaced.
    """
    if not _takes_long(old, new):
        return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    head, tail = _common_ends(old, new)
    old_end, new_end = len(old) - tail, len(new) - tail
    steps = (
        ("equal", 0, head, 0, head),
        ("replace", head, old_end, head, new_end),
        ("equal", old_end, len(old), new_end, len(new)),
    )
    return [step for step in steps if step[1] < step[2] or step[3] < step[4]]


def _common_ends(old: Sequence[object], new: Sequence[object]) -> tuple[int, int]:
    """How many parts two sequences begin with in common, and how many of the rest they end with."""
    shorter = min(len(old), len(new))
    head = tail = 0
    while head < shorter and old[head] == new[head]:
        head += 1
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return head, tail


def align(
    old: Sequence[T],
    new: Sequence[T],
    score: Callable[[T, T], float],
    most: int = MAX_PAIRS,
) -> tuple[MatchedPair[T], ...]:
    """Pair the parts of two sequences, in order, so that the scores' sum is greatest.

    Args:
        old: The parts of the old text.
        new: The parts of the new text.
        score: How well an old part suits a new one; parts that score 0 are never paired. Parts
            that are equal must score highest.
        most: The most pairs to look at. If there are more, what is between the equal parts that
            both begin and end with has no partner.

    Returns:
        Every part of both, in reading order; where parts have no partner, the old ones come
        before the new ones.
    """
    head, tail = _common_ends(old, new)
    before = tuple(zip(old[:head], new[:head], strict=True))
    after = tuple(zip(old[len(old) - tail :], new[len(new) - tail :], strict=True))
    between_old, between_new = old[head : len(old) - tail], new[head : len(new) - tail]
    middle: Iterable[MatchedPair[T]]
    if len(between_old) * len(between_new) > most:
        middle = [*((part, None) for part in between_old), *((None, part) for part in between_new)]
    else:
        middle = _best(between_old, between_new, score)
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
