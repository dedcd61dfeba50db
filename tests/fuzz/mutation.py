"""Inputs for fuzzing: valid ones changed in small ways, and soups of a language's own words."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NUMBERS = (b"0", b"-1", b"1" + b"0" * 30, b"4294967296", b"99999999", b"1e999", b"\xff\xff\xff\xff")
"""Numbers at edges, as text and as bytes."""

_STAMP = (1980, 1, 1, 0, 0, 0)
_KINDS = ("delete", "repeat", "insert", "insert", "replace", "swap", "cut")
_MOST = 200_000
_SIZES = (0, 1, 1, 2, 4, 16, 100, 1000)


@st.composite
def changed(draw: st.DrawFn, seeds: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """A valid input with some pieces removed, repeated, exchanged, or replaced by words."""
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(0, 5))):
        data = _changed_once(draw, data, seeds, words)
    return data[:_MOST]


def _changed_once(
    draw: st.DrawFn, data: bytes, seeds: Sequence[bytes], words: Sequence[bytes]
) -> bytes:
    start = draw(st.integers(0, len(data)))
    end = min(len(data), start + draw(st.sampled_from(_SIZES)))
    match draw(st.sampled_from(_KINDS)):
        case "delete":
            return data[:start] + data[end:]
        case "repeat":
            return data[:end] + data[start:end] * draw(st.sampled_from((1, 2, 50))) + data[end:]
        case "insert":
            return data[:start] + draw(_word(words)) + data[start:]
        case "replace":
            return data[:start] + draw(_word(words)) + data[end:]
        case "swap":
            other = draw(st.sampled_from(seeds))
            at = draw(st.integers(0, len(other)))
            return data[:start] + other[at : at + end - start + 20] + data[end:]
        case _:
            return data[:end]


def _word(words: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    known = st.sampled_from(words)
    text = st.text(max_size=3).map(lambda text: text.encode("utf-8", "surrogatepass"))
    return st.one_of(known, known, known, st.sampled_from(NUMBERS), text, st.binary(max_size=3))


def soup(words: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """Words of a language in any order."""
    return st.lists(_word(words), max_size=40).map(b"".join)


@st.composite
def packages(
    draw: st.DrawFn, seeds: Sequence[bytes], words: Sequence[bytes], more: Mapping[str, bytes]
) -> bytes:
    """Zip files: a valid one with members changed, removed, renamed or added, or raw bytes changed.

    Args:
        draw: Hypothesis's own.
        seeds: Valid ones.
        words: What members are changed with.
        more: Members that may be added, by name.
    """
    if draw(st.integers(0, 4)) == 0:
        return draw(changed(seeds, words))
    with zipfile.ZipFile(io.BytesIO(draw(st.sampled_from(seeds)))) as source:
        members = [(name, source.read(name)) for name in source.namelist()]
    for _ in range(draw(st.integers(1, 3))):
        index = draw(st.integers(0, len(members) - 1))
        name, data = members[index]
        match draw(st.sampled_from(("change", "change", "change", "remove", "rename", "add"))):
            case "change":
                members[index] = (name, draw(changed([data], words)))
            case "remove" if len(members) > 1:
                del members[index]
            case "rename":
                members[index] = (draw(st.sampled_from(("../x", "/x", name.upper()))), data)
            case _:
                members.append(draw(st.sampled_from(sorted(more.items()))))
    return packed(members)


def packed(members: Sequence[tuple[str, bytes]]) -> bytes:
    """A zip file of members, in their order; two may have one name."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in members:
            about = zipfile.ZipInfo(name, _STAMP)
            about.compress_type = zipfile.ZIP_DEFLATED
            # zipfile warns of a name that occurs twice, which is meant here.
            target.NameToInfo.pop(about.filename, None)
            target.writestr(about, data)
    return written.getvalue()
