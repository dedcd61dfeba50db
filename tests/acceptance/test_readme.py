"""The README names what exists: every command, every dependency, every picture, every page."""

from __future__ import annotations

import re
import tomllib

from agreement_gen.cli import group
from tests.support.workspaces import REPOSITORY

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


def test_every_command_is_in_the_table_and_no_other() -> None:
    named = re.findall(r"^\|[^|]*\| `agreement-gen ([a-z]+)", README, re.MULTILINE)
    assert sorted(named) == sorted(group.commands)


def test_every_dependency_is_named_with_its_reason() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.split(r"[<>=\[ ]", line)[0].lower() for line in project["dependencies"]}
    table = README[README.index("## Dependencies") :]
    rows = re.findall(r"^\| ([a-z0-9, -]+) \| (\S.*) \|$", table, re.MULTILINE)
    named = {name for names, reason in rows if reason for name in names.split(", ")}
    assert named == needed


def test_every_page_of_the_documentation_is_reached_from_it() -> None:
    links = set(re.findall(r"\]\(([^)#]+)\)", README))
    pages = {p.relative_to(REPOSITORY).as_posix() for p in REPOSITORY.glob("docs/**/*.md")}
    assert pages - links == set()


def test_the_two_commands_of_the_set_up_are_targets() -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    for target in ("agreements", "test", "test-fast"):
        assert f"make {target}" in README
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
