"""Edits of YAML text: what they change, and that every other byte stays."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agreement_gen.problems import InputError
from agreement_gen.yamlfile import edit as edits
from agreement_gen.yamlfile.emit import Plain, data
from agreement_gen.yamlfile.nodes import read


def said(text: str) -> object:
    return data(read(text.encode("utf-8"), "f.yaml").root)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a: 1  # c\n", "a: 2  # c\n"),
        ("a: '1'\n", "a: '2'\n"),
        ('a: "1"   #c', 'a: "2"   #c'),
        ("a:\n", "a: 2\n"),
        ("a: null # c\r\n", "a: 2 # c\r\n"),
        ("\ufeffa: 1\r\n", "\ufeffa: 2\r\n"),
        ("{b: 1, a: 1}", "{b: 1, a: 2}"),
    ],
)
def test_a_value_is_set_in_its_own_style(old: str, new: str) -> None:
    assert edits.set_scalar(old, "f.yaml", ("a",), "2") == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a: 1\nb: 2\n", "a: 1\nc: 3\nb: 2\n"),
        ("a: 1  # of a\n# of b\nb: 2\n", "a: 1  # of a\nc: 3\n# of b\nb: 2\n"),
        ("a: |\n  x\n\nb: 2\n", "a: |\n  x\nc: 3\n\nb: 2\n"),
        ("a: |+\n  x\n\nb: 2\n", "a: |+\n  x\n\nc: 3\nb: 2\n"),
        ("a:\r\n  - 1\r\n  # end\r\nb: 2\r\n", "a:\r\n  - 1\r\nc: 3\r\n  # end\r\nb: 2\r\n"),
        ("a: 1", "a: 1\nc: 3"),
        ("{a: 1, b: 2}\n", "{a: 1, c: 3, b: 2}\n"),
        ("{a: , b: 2}\n", "{a: , c: 3, b: 2}\n"),
    ],
)
def test_a_key_is_added_after_another(old: str, new: str) -> None:
    assert edits.add_key(old, "f.yaml", (), "c", Plain("3"), after="a") == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a: 1\nx: 2\nb: 3\n", "a: 1\nb: 3\n"),
        ("a: 1\nx: 2 # why\nb: 3\n", "a: 1\n# why\nb: 3\n"),
        ("x:  # 1\n  - k: '# no' # 2\n  # 3\n  - k: 1\nb: 3\n", "# 1\n# 2\n# 3\nb: 3\n"),
        ("x: | # head\n  # text\n  y\nb: 3\n", "# head\nb: 3\n"),
        ("\ufeffx: 1\r\nb: 3\r\n", "\ufeffb: 3\r\n"),
        ("b: 3\nx: 1", "b: 3\n"),
        ("{x: 1, b: 3}", "{b: 3}"),
        ("{b: 3, x: {y: 1}}", "{b: 3}"),
    ],
)
def test_a_key_is_taken_away_and_comments_stay(old: str, new: str) -> None:
    assert edits.remove_key(old, "f.yaml", ("x",)) == new


def test_a_comment_inside_braces_is_never_lost() -> None:
    with pytest.raises(InputError, match="would be lost"):
        edits.remove_key("a: {x: 1, # why\n  b: 2}\n", "f.yaml", ("a", "x"))


def test_the_last_key_leaves_empty_braces() -> None:
    assert edits.remove_key("a: # c\n  x: 1\nb: 2\n", "f.yaml", ("a", "x")) == "a: {} # c\nb: 2\n"


@pytest.mark.parametrize(
    "text",
    [
        "l:\nb: 1\n",
        "l: # c\nb: 1\n",
        "l: null\nb: 1\n",
        "l: []\nb: 1\n",
        "{l: [], b: 1}",
        "{l: , b: 1}",
    ],
)
def test_an_item_is_added_to_an_empty_list(text: str) -> None:
    got = edits.append_item(text, "f.yaml", ("l",), {"k": Plain("1"), "t": "x: # y"})
    assert said(got) == {"l": [{"k": "1", "t": "x: # y"}], "b": "1"}
    assert ("# c" in text) == ("# c" in got)


@pytest.mark.parametrize("text", ["l:\n- k: 0\n# c\nb: 1\n", "l: [{k: 0}, ]\nb: 1\n"])
def test_an_item_is_added_after_the_last(text: str) -> None:
    got = edits.append_item(text, "f.yaml", ("l",), {"k": Plain("1")})
    assert said(got) == {"l": [{"k": "0"}, {"k": "1"}], "b": "1"}


@example({"a": "\x1b\n"})
@given(st.dictionaries(st.sampled_from("abcd"), st.text(max_size=40), min_size=1))
def test_any_text_is_read_back_as_it_was_written(texts: dict[str, str]) -> None:
    texts = {k: "".join(c for c in v if not 0xD800 <= ord(c) < 0xE000) for k, v in texts.items()}
    got = edits.add_list("x: 1\n", "f.yaml", (), "l", {"n": Plain("1"), "dropped": dict(texts)})
    assert said(got) == {"x": "1", "l": [{"n": "1", "dropped": texts}]}
