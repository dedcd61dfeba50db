"""What comes from files and is printed never acts on a terminal or in the log of a CI service."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreement_gen.cli import output
from agreement_gen.messages import Template
from tests.support.cli import run_cli
from tests.support.processes import run_program
from tests.support.repositories import commit
from tests.support.workspaces import edit, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "a\x1b]0;t\x07\n::error::b\r\u202ec\u2028##[error]d##vso[task.x]e\x9b1m\ud800"
ANY = st.text(st.characters(exclude_categories=[])) | st.sampled_from(
    [HOSTILE, "::error::", " ::add-mask::x", "##[group]", "x##vso[y]", "\r\n::x", "\u0085::x"]
)


INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def is_harmless(text: str) -> bool:
    """Whether lines for a terminal hold nothing that acts on it, or on a CI service."""
    return not INVISIBLE.search(text) and not any(
        line.lstrip().startswith("::") or re.search(r"##\w*\[", line) for line in text.split("\n")
    )


@given(ANY, ANY)
def test_no_value_of_a_message_acts(value: str, inner: str) -> None:
    text = Template("one {value}, {inner}")(value=value, inner=Template("«{text}»")(text=inner))
    shown = output.without_commands(output.shown(text))
    assert "\n" not in shown
    assert is_harmless(shown)
    assert is_harmless(output.without_commands(output.shown(value)))


@given(ANY)
def test_no_line_of_a_report_acts(text: str) -> None:
    shown = output.without_commands(output.shown_lines(text))
    assert is_harmless(shown)
    assert shown.count("\n") == text.count("\n")


@given(st.dictionaries(ANY, ANY))
def test_json_says_the_same_and_does_not_act(data: dict[str, str]) -> None:
    written = output.json_bytes(json.dumps(data, ensure_ascii=False, indent=2)).decode("utf-8")
    assert json.loads(written) == data
    assert is_harmless(written)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A workspace in which the reason of a deviation and a title try to act on what shows them."""
    root = small_workspace(tmp_path / "workspace")
    with (root / "templates/samverkan/family.yaml").open("a", encoding="utf-8") as file:
        file.write("overridable: {terms: [notice_months]}\n")
    reason = '"::error::Enligt beslut ##[error]x ##vso[task.y]z"'
    with (root / "municipalities/alby.yaml").open("a", encoding="utf-8") as file:
        file.write(f"overrides: {{terms: {{notice_months: {{value: 9, reason: {reason}}}}}}}\n")
    edit(
        root,
        "templates/samverkan/clauses/mal.md.j2",
        {
            "terms.term_months | months }}.": (
                "terms.term_months | months }}.\n"
                "Uppsägningstiden är {{ terms.notice_months | months }}."
            )
        },
    )
    return root


CALLS = (
    "check",
    "check --format json",
    "check --format sarif",
    "deviations",
    "deviations --format markdown",
    "deviations --format csv",
    "diff HEAD~1",
    "diff HEAD~1 --format markdown",
    "diff HEAD~1 --format html",
    "diff HEAD~1 --format json",
    "register",
    "register --format json",
    "status --format csv",
)


def test_no_command_lets_a_reason_act(hostile: Path) -> None:
    path = hostile / "municipalities/alby.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("overrides:")], encoding="utf-8")
    commit(hostile)
    path.write_text(text, encoding="utf-8")
    commit(hostile)
    seen = 0
    for call in CALLS:
        done = run_cli(*call.split(), root=hostile)
        seen += "Enligt" in done.output
        assert is_harmless(done.stdout.removeprefix("\ufeff")), call
        assert is_harmless(done.stderr), call
    assert seen == len(CALLS) - 1  # the table of states holds no reason


def test_a_command_for_ci_is_one_command_a_line(hostile: Path) -> None:
    done = run_cli("check", "--format", "github", root=hostile)
    lines = done.stdout.splitlines()
    assert lines
    assert all(line.startswith("::warning file=") for line in lines)


def test_a_usage_error_holds_no_command(tmp_path: Path) -> None:
    done = run_program("check", "--format", "x\n::error::\x1b[31m", folder=tmp_path)
    assert done.returncode == 2
    assert is_harmless(done.stderr.decode())


def test_a_file_of_bytes_is_not_written_to_a_terminal(
    hostile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import click.testing

    monkeypatch.setattr(click.testing._NamedTextIOWrapper, "isatty", lambda _: True, raising=False)
    for call in ("register --format xlsx", "register --format pdf", "funding --format xlsx"):
        done = run_cli(*call.split(), root=hostile)
        assert done.stdout.startswith(str(hostile / "output"))
        assert b"\0" not in done.stdout_bytes
