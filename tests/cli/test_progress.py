"""Progress: a line for each item where there is no terminal, a bar on one."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

from agreement_gen.cli.messages import BUILDING, BUILT
from agreement_gen.cli.progress import progress

if TYPE_CHECKING:
    import pytest


class Terminal(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


def test_without_a_terminal_each_item_has_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(2, BUILDING(), BUILT) as finished:
        finished("Alby")
        finished("Ösby Å")
    assert capsys.readouterr() == ("", "built Alby\nbuilt Ösby Å\n")


def test_on_a_terminal_a_bar_shows_the_part_that_is_finished(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress(2, BUILDING(), BUILT) as finished:
        finished("Alby")
        finished("Ösby Å")
    assert "Building" in terminal.getvalue()
    assert "100%" in terminal.getvalue()
    assert "built" not in terminal.getvalue()
