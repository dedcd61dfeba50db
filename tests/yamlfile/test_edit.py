"""Edits of YAML text: what they change, and that every other byte stays."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agreement_gen.characters import composed, unseen
from agreement_gen.problems import InputError
from agreement_gen.yamlfile.edit import YamlEditor
from agreement_gen.yamlfile.emit import Plain, flow, node_data, value_data
from agreement_gen.yamlfile.nodes import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from agreement_gen.yamlfile.emit import Value
    from agreement_gen.yamlfile.nodes import KeyPath


EditOf: TypeAlias = "tuple[str, KeyPath, Any]"
"""The name of a method with its path and its value."""


def editor_of(text: str) -> YamlEditor:
    return YamlEditor(read(text.encode("utf-8"), "f.yaml"))


def data_of(text: str) -> Any:
    return node_data(read(text.encode("utf-8"), "f.yaml").root)


def edited(text: str, edit: Callable[[YamlEditor], None]) -> str:
    editor = editor_of(text)
    edit(editor)
    return editor.verified().decode("utf-8")


def apply(editor: YamlEditor, edit: EditOf) -> None:
    name, path, value = edit
    getattr(editor, name)(*((path,) if name == "remove" else (path, value)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a: 1  # c\n", "a: 2  # c\n"),
        ("a: '1'\n", "a: '2'\n"),
        ('a: "1"   #c', 'a: "2"   #c'),
        ("a:\n", "a: 2\n"),
        ("a: null # c\r\n", "a: 2 # c\r\n"),
        ("a:  # c\n", "a: 2  # c\n"),
        ("\ufeffa: 1\r\n", "\ufeffa: 2\r\n"),
        ("{b: 1, a: 1}", "{b: 1, a: 2}"),
        ("{b: 1, a: }", "{b: 1, a: 2}"),
        ("a: |\n  1\nb: x\n", "a: 2\nb: x\n"),
        ("a: > # c\n  1", "a: 2  # c"),
    ],
)
def test_a_value_is_set_in_its_own_style(old: str, new: str) -> None:
    assert edited(old, lambda editor: editor.set(("a",), Plain("2"))) == new


@pytest.mark.parametrize(
    ("old", "value", "new"),
    [
        ("a: x\n", "två ord", "a: två ord\n"),
        ("a: x\n", "x: # y", 'a: "x: # y"\n'),
        ("a: x\n", "null", 'a: "null"\n'),
        ("a: x\n", "", 'a: ""\n'),
        ("a: 'x'\n", "it's", "a: 'it''s'\n"),
        ("a: 'x'\n", "1\n2", 'a: "1\\n2"\n'),
        ("a:\n", "två ord", 'a: "två ord"\n'),
    ],
)
def test_a_text_is_set_so_that_it_is_read_back(old: str, value: str, new: str) -> None:
    assert edited(old, lambda editor: editor.set(("a",), value)) == new


@pytest.mark.parametrize("empty", ["", " null", " ~", " {}", " []"])
def test_a_value_left_empty_takes_any_value(empty: str) -> None:
    new = edited(f"a:{empty}  # c\nb: 1\n", lambda editor: editor.set(("a",), {"k": Plain("2")}))
    assert new == "a: {k: 2}  # c\nb: 1\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a: 1\nb: 2\n", "a: 1\nc: 3\nb: 2\n"),
        ("a: 1  # of a\n# of b\nb: 2\n", "a: 1  # of a\nc: 3\n# of b\nb: 2\n"),
        ("a: |\n  x\n\nb: 2\n", "a: |\n  x\nc: 3\n\nb: 2\n"),
        ("a: |\r\n  x\r\nb: 2\r\n", "a: |\r\n  x\r\nc: 3\r\nb: 2\r\n"),
        ("a: |+\n  x\n\nb: 2\n", "a: |+\n  x\n\nc: 3\nb: 2\n"),
        ("a:\r\n  - 1\r\n  # end\r\nb: 2\r\n", "a:\r\n  - 1\r\nc: 3\r\n  # end\r\nb: 2\r\n"),
        ("a: 1", "a: 1\nc: 3"),
        ("{a: 1, b: 2}\n", "{a: 1, c: 3, b: 2}\n"),
        ("{a: , b: 2}\n", "{a: , c: 3, b: 2}\n"),
    ],
)
def test_a_key_is_added_after_another(old: str, new: str) -> None:
    assert edited(old, lambda editor: editor.add(("c",), Plain("3"), after="a")) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("m:\n  a: 1\n", "m:\n  a: 1\n  c:  # why\n"),
        ("m: {a: 1}\n", "# why (c)\nm: {a: 1, c: null}\n"),
    ],
)
def test_a_key_is_added_with_a_comment(old: str, new: str) -> None:
    assert edited(old, lambda editor: editor.add(("m", "c"), None, comment="why")) == new


def test_putting_a_key_sets_it_or_adds_it() -> None:
    def put(editor: YamlEditor) -> None:
        editor.put(("a",), Plain("3"))
        editor.put(("c",), Plain("4"), after="a")

    assert edited("a: 1\nb: 2\n", put) == "a: 3\nc: 4\nb: 2\n"


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
def test_a_key_is_removed_and_comments_stay(old: str, new: str) -> None:
    assert edited(old, lambda editor: editor.remove(("x",))) == new


def test_a_comment_inside_braces_is_never_lost() -> None:
    with pytest.raises(InputError, match="would be lost") as error:
        edited("a: {x: 1, # why\n  b: 2}\n", lambda editor: editor.remove(("a", "x")))
    assert error.value.problems[0].code == "comment-would-be-lost"


def test_a_line_ends_as_the_file_does_also_when_no_other_line_is_left() -> None:
    editor = editor_of("a:\r\n  - b")
    editor.add(("f",), None)
    editor.remove(("a",))
    editor.add(("g",), None)
    assert editor.verified() == b"f:\r\ng:"


def test_the_last_key_leaves_empty_braces() -> None:
    new = edited("a: # c\n  x: 1\nb: 2\n", lambda editor: editor.remove(("a", "x")))
    assert new == "a: {} # c\nb: 2\n"


@pytest.mark.parametrize(
    ("old", "number", "new"),
    [
        ("l:\n- 1\n- -2\n- 3\n", 1, "l:\n- 1\n- 3\n"),
        ("l:\n  - k: 1  # one\n  - # a-b\n    k: 2\n", 1, "l:\n  - k: 1  # one\n  # a-b\n"),
        ("l:\n  - 1 # c\n", 0, "l: []\n  # c\n"),
        ("l: [1, 2, 3]\n", 2, "l: [1, 2]\n"),
    ],
)
def test_an_item_is_removed_and_comments_stay(old: str, number: int, new: str) -> None:
    assert edited(old, lambda editor: editor.remove(("l", number))) == new


@pytest.mark.parametrize(
    "text",
    [
        "l:\nb: 1\n",
        "l: # c\nb: 1\n",
        "l: null\nb: 1\n",
        "l: []\nb: 1\n",
        "{l: [], b: 1}",
        "{l: , b: 1}",
        "b: 1\n",
        "{b: 1}",
    ],
)
def test_an_item_is_added_to_an_empty_list(text: str) -> None:
    new = edited(text, lambda editor: editor.append(("l",), {"k": Plain("1"), "t": "x: # y"}))
    assert data_of(new) == {"l": [{"k": "1", "t": "x: # y"}], "b": "1"}
    assert ("# c" in text) == ("# c" in new)


@pytest.mark.parametrize("text", ["l:\n- k: 0\n# c\nb: 1\n", "l: [{k: 0}, ]\nb: 1\n"])
def test_an_item_is_added_after_the_last(text: str) -> None:
    new = edited(text, lambda editor: editor.append(("l",), {"k": Plain("1")}))
    assert data_of(new) == {"l": [{"k": "0"}, {"k": "1"}], "b": "1"}


def without_hidden(text: str) -> str:
    """A text as it may be in a file, made of another."""
    text = composed(text)
    hidden = {found.index for found in unseen(text)}
    return composed("".join(c for index, c in enumerate(text) if index not in hidden))


seen_texts = st.text(max_size=40).map(without_hidden).filter(lambda text: not any(unseen(text)))


@example({"a": "\u00a0\n"})
@given(st.dictionaries(st.sampled_from("abcd"), seen_texts, min_size=1))
def test_any_text_is_read_back_as_it_was_written(texts: dict[str, str]) -> None:
    item: Value = {"n": Plain("1"), "dropped": dict(texts)}
    new = edited("x: 1\n", lambda editor: editor.append(("l",), item))
    assert data_of(new) == {"x": "1", "l": [{"n": "1", "dropped": texts}]}


def test_a_decomposed_text_is_read_back_composed() -> None:
    new = edited("x: o\u0308\n", lambda editor: editor.add(("y",), "o\u0308"))
    assert new.startswith("x: o\u0308\n")  # what is not edited keeps its bytes
    assert data_of(new) == {"x": "ö", "y": "ö"}


def test_a_value_that_cannot_be_seen_is_not_written() -> None:
    editor = editor_of("x: 1\n")
    with pytest.raises(InputError) as error:
        editor.set(("x",), "a\x1b")
    assert [problem.code for problem in error.value.problems] == ["unseen-character"]


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("? a\n: 1\n", ("add", ("b",), None)),
        ("- x: 1\n  y: 2\n", ("remove", (0, "x"), None)),
        ("x: 1\n", ("remove", ("x",), None)),
        ("- - 1\n", ("remove", (0, 0), None)),
        ("{a, b: 1}\n", ("set", ("a",), Plain("2"))),
    ],
)
def test_a_style_that_cannot_be_edited_is_refused(text: str, edit: EditOf) -> None:
    with pytest.raises(InputError, match=r"\[cannot-edit\]|\[key-inside-line\]"):
        edited(text, lambda editor: apply(editor, edit))


@pytest.mark.parametrize(
    "edit",
    [
        ("set", ("none",), "x"),
        ("set", ("m",), "x"),
        ("add", ("a",), "x"),
        ("add", ("a", "b"), "x"),
        ("append", ("a",), "x"),
        ("remove", ("none",), None),
        ("remove", ("m", 0), None),
    ],
    ids=str,
)
def test_a_path_that_leads_nowhere_is_a_fault_of_the_program(edit: EditOf) -> None:
    editor = editor_of("a: 1\nm: {b: 2}\n")
    with pytest.raises(LookupError):
        apply(editor, edit)
    assert editor.verified() == b"a: 1\nm: {b: 2}\n"


# Trees in any mixture of styles, with a comment wherever one may be, and edits of them.

KEYS = ("a", "b", "c", "d", "e")
TEXTS = (
    "x",
    "två ord",
    "-5",
    "",
    "null",
    "x: # y",
    "it's",
    '"',
    "1\n2\n",
    " - z ",
    "§ 4",
    "å\u00a0ö",
)
comments = st.sampled_from(["", "", " # c-1: {", "  #c [", "   # |"])
texts = st.sampled_from(TEXTS)
plain_words = st.sampled_from(["x", "2020-12-22", "12", "no", "a-b", "null", "~"])
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | texts | plain_words.map(Plain),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner),
    max_leaves=6,
)


@st.composite
def written_scalar(draw: st.DrawFn) -> str:
    """A scalar in any style that fits on one line, some of them empty."""
    text = draw(texts.filter(lambda text: "\n" not in text))
    return draw(
        st.sampled_from(
            ["", "null", "~", "x", "12", flow(text), "'" + text.replace("'", "''") + "'"]
        )
    )


@st.composite
def lines_of(draw: st.DrawFn, indent: str, depth: int) -> tuple[str, list[str]]:
    """A value: what follows its key on the same line, and the lines below."""
    kind = draw(st.sampled_from(["scalar", "scalar", "flow", "literal", "mapping", "list"]))
    note = draw(comments)
    if kind == "flow":
        return f" {flow(draw(values))}{note}", []
    if kind == "literal":
        body = draw(st.sampled_from([["x"], ["# no", "", "  y: 1"], ["- z", ""]]))
        return f" |{draw(st.sampled_from(['', '-', '+']))}{note}", [
            f"{indent}  {line}" if line else "" for line in body
        ]
    if kind == "scalar" or depth == 0:
        return f" {draw(written_scalar())}{note}", []
    inner = f"{indent}  "
    between = draw(st.sampled_from([[], [], [f"{inner}# own - line"], [""]]))
    lines = list(between)
    if kind == "mapping":
        for key in draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True)):
            head, below = draw(lines_of(inner, depth - 1))
            lines += [f"{inner}{key}:{head}", *below]
        return note, lines
    dashes = draw(st.sampled_from([inner, indent]))  # a list may be indented as its key is
    for _ in range(draw(st.integers(1, 3))):
        if draw(st.booleans()):
            lines += [f"{dashes}- {draw(written_scalar())}{draw(comments)}"]
        else:
            first, below = draw(lines_of(f"{dashes}  ", 0))
            second, more = draw(lines_of(f"{dashes}  ", 0))
            lines += [f"{dashes}- a:{first}", *below, f"{dashes}  b:{second}", *more]
    return note, lines


@st.composite
def files(draw: st.DrawFn) -> str:
    """A file with a mapping at its top, in any style."""
    lines: list[str] = []
    for key in draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=4, unique=True)):
        head, below = draw(lines_of("", 2))
        lines += draw(st.sampled_from([[], [], ["# above"], [""]]))
        lines += [f"{key}:{head}", *below]
    end = draw(st.sampled_from(["\n", "\r\n"]))
    last = draw(st.sampled_from([end, ""]))
    return draw(st.sampled_from(["", "\ufeff"])) + end.join(lines) + last


def paths_in(data: Any, path: KeyPath = ()) -> list[KeyPath]:
    below: dict[Any, Any] = {}
    if isinstance(data, dict | list):
        below = data if isinstance(data, dict) else dict(enumerate(data))
    return [path, *(p for step, inner in below.items() for p in paths_in(inner, (*path, step)))]


def at(data: Any, path: KeyPath) -> Any:
    for step in path:
        data = data[step]
    return data


@st.composite
def edits(draw: st.DrawFn, data: Any) -> EditOf:
    """An edit that what a file says allows: its name, its path and its value."""
    name = draw(st.sampled_from(["set", "add", "append", "remove"]))
    path = draw(st.sampled_from(paths_in(data)))
    value = draw(values)
    found = at(data, path)
    if name == "add" and isinstance(found, dict):
        key = draw(st.sampled_from([*KEYS, "f"]).filter(lambda key: key not in found))
        return "add", (*path, key), value
    if not path:
        return "add", (next(key for key in "fghi" if key not in data),), value
    if name == "append" and (isinstance(found, list) or found in (None, {})):
        return "append", path, value
    if name == "set" and (found in (None, {}, []) or isinstance(found, str)):
        return "set", path, value if found in (None, {}, []) else draw(texts)
    return "remove", path, None


def expected(data: Any, edit: EditOf) -> Any:
    """What a file says after an edit, calculated on its data alone."""
    name, path, value = edit
    after = deepcopy(data)
    holder, step = at(after, path[:-1]), path[-1]
    if name == "remove":
        del holder[step]
    elif name == "append":
        holder[step] = [*(holder[step] or []), value_data(value)]
    else:
        holder[step] = value_data(value)
    return after


def found_comments(text: str) -> list[str]:
    """The comments of a file that this module wrote; no value of it holds these words."""
    pattern = r"# c-1: \{|#c \[|# \||# own - line|# above"
    return sorted(re.findall(pattern, text))


@given(text=files(), data=st.data())
def test_any_edits_of_any_file_do_what_they_should_or_are_refused(
    text: str, data: st.DataObject
) -> None:
    editor = editor_of(text)
    wanted = data_of(text)
    refusals: set[str] = set()
    try:
        for _ in range(3):
            edit = data.draw(edits(wanted))
            apply(editor, edit)
            wanted = expected(wanted, edit)
        new = editor.verified().decode("utf-8")
    except InputError as error:
        refusals = {problem.code for problem in error.problems}
        new, wanted = text, data_of(text)
    assert refusals <= {"cannot-edit", "key-inside-line", "comment-would-be-lost"}
    assert data_of(new) == wanted
    assert found_comments(new) == found_comments(text)
    assert new.startswith("\ufeff") == text.startswith("\ufeff")
    if "\n" in text and "\n" in new:
        assert ("\r\n" in new) == ("\r\n" in text)
        assert "\n" not in new.replace("\r\n", "") or "\r" not in new
