"""Replacements in a text, and where the comments of a node are."""

from __future__ import annotations

import pytest

from agreement_gen.yamlfile.nodes import read
from agreement_gen.yamlfile.splice import Edit, comments, splice


def test_splice_changes_nothing_else() -> None:
    text = "a: 1 # één\r\nb: 2\r\n"
    assert splice(text, [Edit(3, 4, "10"), Edit(15, 16, "20")]) == "a: 10 # één\r\nb: 20\r\n"


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        splice("abcdef", [Edit(0, 3, "x"), Edit(2, 4, "y")])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1 # one \n# two\nb: 2#no\n", ["# one", "# two"]),
        ("\ufeff# first\r\na: '# no' #\t\r\n", ["# first", "#"]),
        ("a: |  # head\n  # no\nb: >- # too\n  x\n# end", ["# head", "# too", "# end"]),
        ('a: [x, # one\n  "# no"] # two\n', ["# one", "# two"]),
        ("a: x\n  # one\n\nb: two\n  words#no\n", ["# one"]),
    ],
)
def test_comments_are_told_apart_from_values_that_look_like_them(
    text: str, expected: list[str]
) -> None:
    root = read(text.encode(), "f.yaml").root
    assert list(comments(text, 0, len(text), root)) == expected
