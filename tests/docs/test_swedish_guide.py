"""The Swedish guide: each command in it is run, and prints what the page says.

A block of ``console`` holds commands after ``$``, each followed by what it prints. All of a page's
commands are run one after the other in a copy of the example. After a deliberate change
``UPDATE_EXPECTED=1 pytest tests/docs/test_swedish_guide.py`` writes what they print anew, to be
read as a diff.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from typing import TYPE_CHECKING

import pytest

from agreement_gen.cli import group
from agreement_gen.translation import VARIABLE
from tests.support.cli import run_cli
from tests.support.repositories import commit
from tests.support.workspaces import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

GUIDE = REPOSITORY / "docs" / "sv"
PAGES = sorted(path.name for path in GUIDE.glob("*.md") if path.name != "ordlista.md")
BLOCK = re.compile(r"(?<=^```console\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)
TODAY = "1800007200"
"""2027-01-15 (UTC)."""


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example in git, which is the current folder; nothing else sets a language."""
    root = tmp_path / "avtal"
    ignored = shutil.ignore_patterns("output")
    shutil.copytree(REPOSITORY / "examples" / "exempelbygden", root, ignore=ignored)
    commit(root)
    monkeypatch.chdir(root)
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", TODAY)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return root


def played(block: str) -> str:
    """A block of a page with what its commands print now."""
    out = []
    for line in block.splitlines():
        if line.startswith("$ "):
            _, *words = shlex.split(line[2:])
            result = run_cli(*words, exit_code=None)
            assert result.exit_code in {0, 1}, result.output
            # A commit's id depends on when and by whom it was made.
            shown = re.sub(r"\b[0-9a-f]{12}\b", "b1a9d660df6a", result.output)
            shown = re.sub(r"(incheckningen \w+ den) [\d-]+", r"\1 2027-01-15", shown)
            shown = re.sub(r"(Python +)[\d.]+", r"\g<1>3.11.7", shown)
            # Several processes end in any order.
            built = sorted(re.findall(r"^byggde .*\n", shown, re.MULTILINE))
            rest = re.sub(r"^byggde .*\n", "", shown, flags=re.MULTILINE)
            out += [f"{line}\n", *built, rest]
    return "".join(out)


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_each_command_prints_what_the_page_says(name: str, example: Path) -> None:
    del example
    path = GUIDE / name
    page = path.read_text(encoding="utf-8")
    now = BLOCK.sub(lambda found: played(found[1]), page)
    if os.environ.get("UPDATE_EXPECTED"):
        path.write_text(now, encoding="utf-8")
    assert now == path.read_text(encoding="utf-8")
    assert BLOCK.search(page) is not None


def test_each_command_and_option_that_the_guide_names_exists() -> None:
    text = "\n".join((GUIDE / name).read_text(encoding="utf-8") for name in PAGES)
    named = set(re.findall(r"agreement-gen (?:--lang sv )?([a-z]+)\b", text))
    assert named <= set(group.commands)
    options = {name for each in group.commands.values() for one in each.params for name in one.opts}
    options |= {name for one in group.params for name in one.opts} | {"--help"}
    assert set(re.findall(r"(?<![\w-])--[a-z]+(?:-[a-z]+)*", text)) <= options


def test_each_link_and_picture_of_the_guide_exists() -> None:
    for name in [*PAGES, "ordlista.md"]:
        for target in re.findall(r"\]\(([^)#]+)", (GUIDE / name).read_text(encoding="utf-8")):
            assert (GUIDE / target).exists(), f"{name}: {target}"
