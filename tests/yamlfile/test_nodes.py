"""Reading YAML as nodes with their locations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreement_gen.problems import InputError, Location
from agreement_gen.yamlfile.emit import node_data
from agreement_gen.yamlfile.nodes import ScalarNode, SequenceNode, read


def codes(text: str) -> list[tuple[str, int, int]]:
    with pytest.raises(InputError) as error:
        read(text.encode(), "f.yaml")
    return [(p.code, p.location.line, p.location.column) for p in error.value.problems]


def test_scalars_stay_text_whatever_yaml_would_make_of_them() -> None:
    source = read(b"a: no\nb: 0680\nc: 12:30\nd: 1_000\ne: 2021-02-30\nf: .inf\n", "f.yaml")
    assert node_data(source.root) == {
        "a": "no",
        "b": "0680",
        "c": "12:30",
        "d": "1_000",
        "e": "2021-02-30",
        "f": ".inf",
    }


def test_only_unquoted_nothing_is_null() -> None:
    source = read(b"a:\nb: null\nc: ~\nd: ''\ne: 'null'\n", "f.yaml")
    assert node_data(source.root) == {"a": None, "b": None, "c": None, "d": "", "e": "null"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", [("duplicate-key", 3, 1)]),
        ("a: &x 1\nb: *x\n", [("anchor", 1, 4), ("alias", 2, 4)]),
        ("a: !!str no\n", [("tag", 1, 4)]),
        ("a: 1\n---\nb: 2\n", [("several-documents", 2, 1)]),
        ("", [("empty-file", 1, 1)]),
        ("# only a comment\n", [("empty-file", 1, 1)]),
        ("a: [1\n", [("yaml-brackets", 2, 1)]),
        ("a: {b: 1 c: 2}\n", [("yaml-brackets", 1, 11)]),
        ("a: b: c\n", [("yaml-colon", 1, 5)]),
        ("a: 1\nb\nc: 2\n", [("yaml-missing-colon", 3, 1)]),
        ("a: 'x\nb: 1\n", [("yaml-quotes", 3, 1)]),
        ("a: 1\n- b\n", [("yaml-indentation", 2, 1)]),
        ("- a\nb: 1\n", [("yaml-indentation", 2, 1)]),
        ("a:\n\tb: 1\n", [("yaml-tab", 2, 1)]),
        ("a:\n  b: x\n\tc: 1\n", [("yaml-tab", 3, 1)]),
        ("a: @x\n", [("yaml-first-character", 1, 4)]),
        ("a: x\x07\n", [("unseen-character", 1, 5)]),
        ("a: 1 # \u202e\n", [("unseen-character", 1, 8)]),
        ("a\u200b: 1\n", [("unseen-character", 1, 2)]),
        (
            "a: 1\rb: 2\u2028c: 3\n\x85",
            [("unseen-character", line, column) for line, column in ((1, 5), (1, 10), (2, 1))],
        ),
        ('a: "x\\u202ey"\n', [("unseen-character", 1, 6)]),
        ('a: "x\\\\u202ey \\e"\n', [("unseen-character", 1, 15)]),
        ('\ufeffa: "\\x07"\n', [("unseen-character", 1, 5)]),
        ('"\\L": 1\n', [("unseen-character", 1, 2)]),
        ('a: "x\r\n  \\U000E0041"\r\n', [("unseen-character", 2, 3)]),
        ('a: "\\u0308"\n', [("unseen-character", 1, 5)]),
        ("ö: 1\no\u0308: 2\n", [("duplicate-key", 2, 1)]),
        ("a: |x\n", [("yaml-syntax", 1, 5)]),
        ("[" * 30, [("too-deep", 1, 21)]),
        ("? [a, b]\n: c\n", [("key-not-text", 1, 3)]),
    ],
)
def test_what_a_diff_cannot_show_is_refused_with_its_location(
    text: str, expected: list[tuple[str, int, int]]
) -> None:
    assert codes(text) == expected


def test_texts_are_composed_and_spans_are_of_the_file_as_it_is_written() -> None:
    text = 'o\u0308: "A\u030a o\\u0308"  # a\u0308\r\n'
    source = read(text.encode(), "f.yaml")
    node = source.find(("ö",))
    assert isinstance(node, ScalarNode)
    assert node.text == "Å ö"
    assert source.text == text
    assert text[slice(*node.span)] == '"A\u030a o\\u0308"'


def test_all_faults_are_reported_at_once() -> None:
    assert [code for code, _, _ in codes("a: 1\na: 2\nc: &x 1\nd: !x 2\n")] == [
        "duplicate-key",
        "anchor",
        "tag",
    ]


def test_bytes_that_are_not_utf8_are_pointed_at() -> None:
    with pytest.raises(InputError) as error:
        read("a: 1\nb: å".encode("latin-1"), "f.yaml")
    assert str(error.value.problems[0].location) == "f.yaml:2:4"


@pytest.mark.parametrize("prefix", ["", "\ufeff"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_spans_name_the_characters_of_the_value(prefix: str, newline: str) -> None:
    text = prefix + newline.join(["# å", "a: 'x y'", "b: {c: åäö, d: [1, 2]}", ""])
    source = read(text.encode(), "f.yaml")
    for path, expected in {
        ("a",): "'x y'",
        ("b",): "{c: åäö, d: [1, 2]}",
        ("b", "c"): "åäö",
        ("b", "d", 0): "1",
        ("b", "d", 1): "2",
    }.items():
        node = source.find(path)
        assert node is not None
        assert text[slice(*node.span)] == expected


def test_lines_of_a_literal_text_have_their_own_location() -> None:
    scalar = read(b"a:\n  b: |\n    first\n\n    third\n", "f.yaml").find(("a", "b"))
    assert isinstance(scalar, ScalarNode)
    assert scalar.line_location(2, 1) == Location("f.yaml", 5, 6)


def test_location_of_an_empty_value_is_its_key() -> None:
    source = read(b"a: 1\nb:\n  c:\n  d: [x]\n", "f.yaml")
    assert source.location(("b", "c")) == Location("f.yaml", 3, 3)
    assert source.location(("b", "d", 0)) == Location("f.yaml", 4, 7)
    assert source.location(("b", "nowhere")) == Location("f.yaml", 3, 3)
    assert source.key_location(("b", "d")) == Location("f.yaml", 4, 3)


def test_find_walks_keys_and_positions() -> None:
    source = read(b"a: [x, {b: y}]\n", "f.yaml")
    found = source.find(("a", 1, "b"))
    assert isinstance(found, ScalarNode)
    assert found.text == "y"
    assert isinstance(source.find(("a",)), SequenceNode)
    assert source.find(("a", 5)) is None
    assert source.find(("a", "b")) is None


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_a_location(text: str) -> None:
    locations: list[Location] = []
    kept = text
    try:
        kept = read(text.encode("utf-8", "surrogatepass"), "f.yaml").text
    except InputError as error:
        locations = [problem.location for problem in error.problems]
    assert kept == text
    assert all(location.line >= 1 and location.column >= 1 for location in locations)
