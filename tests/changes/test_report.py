"""A report says the same in every format, and text in it never becomes markup."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from agreement_gen.changes.model import Cause, Changes, TextChange, Unread
from agreement_gen.changes.report import report
from agreement_gen.checks.messages import RuleCode
from agreement_gen.document.tree import Run, TrackedChange
from agreement_gen.problems import Location, problem
from tests.support.changes import ALBY, FAMILY, OSBY, compared
from tests.support.workspaces import edit

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.changes.report import DiffFormat

pytestmark = pytest.mark.usefixtures("swedish")


@pytest.fixture
def changes(old: Path, new: Path) -> Changes:
    """A text, a term and a file that cannot be read."""
    edit(new, ALBY, {"Tio ledare": "Tolv <b>ledare</b>"})
    edit(new, FAMILY, {"term_months: 36": "term_months: 24"})
    (new / OSBY).write_text("[", encoding="utf-8")
    return compared(old, new)


@pytest.mark.parametrize("output_format", ["text", "markdown", "html"])
def test_every_format_says_the_same(changes: Changes, output_format: DiffFormat) -> None:
    text = report(changes, output_format).replace("\\", "")
    parts = ("Avtalstid", "36 → 24 månader", "villkor", "Tolv", "lokal text", OSBY)
    assert [part for part in parts if part not in text] == []


def test_a_local_text_is_never_markup_of_the_web_page(changes: Changes) -> None:
    page = report(changes, "html")
    assert "<b>ledare" not in page
    assert "<del>Tio ledare</del><ins>Tolv &lt;b&gt;ledare&lt;/b&gt;</ins> utbildas" in page


def test_json_has_the_causes_and_the_unread_files(changes: Changes) -> None:
    data = json.loads(report(changes, "json"))
    assert [change["cause"] for change in data["changes"]] == ["terms", "local_text"]
    assert [unread["file"] for unread in data["unread"]] == [OSBY]


def test_markdown_marks_hold_whatever_is_beside_them() -> None:
    line = (
        Run("a_b "),
        Run("hall", change=TrackedChange.DELETED),
        Run("ishall", change=TrackedChange.INSERTED),
        Run("en"),
        Run(".", change=TrackedChange.DELETED),
        Run("*!", change=TrackedChange.INSERTED),
        Run("slut", change=None),
        Run(" och mer ", change=TrackedChange.INSERTED),
        Run("<b>", change=None),
    )
    change = TextChange(
        kind="municipality", subject="A", label="L", cause=Cause.FACTS, lines=(line,)
    )
    markdown = report(Changes("x", "y", 1, (change,), ()), "markdown")
    html = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(markdown)
    quote = re.search(r"<blockquote>\s*<p>(.*?)</p>", html, re.DOTALL)
    assert quote is not None
    found = re.sub(r"<(/?)s>", r"<\1del>", re.sub(r"<(/?)strong>", r"<\1ins>", quote.group(1)))
    assert found == (
        "a_b <del>hall</del><ins>ishall</ins>en<del>.</del><ins>*!</ins>slut"
        " <ins>och mer</ins> &lt;b&gt;"
    )


def test_a_problem_is_quoted_safely_in_markdown() -> None:
    found = problem(Location("m.yaml", 3, 1), RuleCode.LISTED_TWICE, value="*key*")
    changes = Changes("x", "y", 1, (), (Unread("B", "m.yaml", (found,)),))
    assert "rad 3: \\`\\*key\\*\\` finns två gånger i listan" in report(changes, "markdown")
