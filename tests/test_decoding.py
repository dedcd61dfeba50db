"""A text file holds nothing that its reader could not see; a problem points at the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreement_gen.characters import composed, unseen
from agreement_gen.decoding import decoded, plain_text
from agreement_gen.problems import InputError
from tests.support.cli import run_cli
from tests.support.workspaces import small_workspace

if TYPE_CHECKING:
    from pathlib import Path

HIDDEN = "\x00\x07\x1b\x7f\x85\xad\u200b\u200d\u202e\u2028\u2029\ufeff\ue000\uffff\U000e0041\u0378"
lines = st.lists(st.text("ab åöé#:–\u00a0\t", max_size=12), min_size=1, max_size=6)


@given(lines, st.sampled_from(HIDDEN), st.data(), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_a_hidden_character_is_reported_at_its_line_and_column(
    text: list[str], hidden: str, data: st.DataObject, end: str, mark: bool
) -> None:
    line = data.draw(st.integers(0, len(text) - 1))
    column = data.draw(st.integers(0, len(text[line])))
    text[line] = text[line][:column] + hidden + text[line][column:]
    whole = ("\ufeff" if mark or hidden == "\ufeff" else "") + end.join(text)
    with pytest.raises(InputError) as error:
        decoded(whole.encode(), "a.txt")
    (found,) = error.value.problems
    assert (found.location.line, found.location.column) == (line + 1, column + 1)
    assert f"U+{ord(hidden):04X}" in found.message


@given(st.text(max_size=60))
def test_what_is_let_through_holds_nothing_hidden(text: str) -> None:
    try:
        data = text.encode()
        assert decoded(data, "a.txt") == text
        shown = plain_text(data, "a.txt")
    except (InputError, UnicodeEncodeError):
        return
    assert list(unseen(shown)) == []
    assert shown == composed(shown)
    assert "\r" not in shown


def test_the_column_is_that_of_the_file_as_it_is_written() -> None:
    """On macOS a letter with its mark is two characters, which a position must count."""
    with pytest.raises(InputError) as error:
        decoded("o\u0308o\u0308 x\u202ey".encode(), "a.txt")
    assert error.value.problems[0].location.column == 7


def test_a_carriage_return_that_ends_no_line_is_refused() -> None:
    assert decoded(b"a\r\nb\r\n", "a.txt") == "a\r\nb\r\n"
    assert plain_text(b"\xef\xbb\xbfa\r\nb\r\n", "a.txt") == "a\nb\n"
    for data, place in ((b"a\rb\n", (1, 2)), (b"a\r\r\n", (1, 2)), (b"a\r\nb\r", (2, 2))):
        with pytest.raises(InputError) as error:
            decoded(data, "a.txt")
        location = error.value.problems[0].location
        assert (location.line, location.column) == place


def test_a_file_full_of_them_is_reported_in_some_lines() -> None:
    with pytest.raises(InputError) as error:
        decoded(b"\x00" * 1_000_000, "a.txt")
    assert 1 < len(error.value.problems) < 100


WHERE = {
    "region.yaml": "# {}x\n",
    "municipalities/alby.yaml": "# {}x\n",
    "templates/samverkan/family.yaml": "# {}x\n",
    "templates/samverkan/clauses/mal.md.j2": "ord{}x\n",
    "templates/samverkan/agreement.css": "/* {} */\n",
}


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("hidden", ["\u202e", "\x1b", "\r", "\x85", "\u2028"])
def test_check_refuses_it_in_every_file(tmp_path: Path, where: str, hidden: str) -> None:
    root = small_workspace(tmp_path)
    text = (root / where).read_bytes().decode()
    (root / where).write_bytes((text + WHERE[where].format(hidden)).encode())
    shown = run_cli("check", root=root, exit_code=1).stderr
    line, column = text.count("\n") + 1, WHERE[where].index("{") + 1
    assert f"{where}:{line}:{column}: error: a reader cannot see" in shown
    assert f"U+{ord(hidden):04X}" in shown
    assert hidden not in shown


@pytest.mark.parametrize("where", WHERE)
def test_check_refuses_another_encoding_in_every_file(tmp_path: Path, where: str) -> None:
    root = small_workspace(tmp_path)
    with (root / where).open("ab") as file:
        file.write("# å\n".encode("latin-1"))
    assert "this is not UTF-8 text" in run_cli("check", root=root, exit_code=1).stderr


def test_a_style_sheet_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    for where in WHERE:
        data = (root / where).read_bytes()
        (root / where).write_bytes(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"))
    run_cli("check", root=root)
