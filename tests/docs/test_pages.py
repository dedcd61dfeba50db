"""What every page of the documentation refers to exists: files, make targets, tests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from agreement_gen.cli import group
from tests.support.cli import run_cli
from tests.support.workspaces import INDEX_FIGURES, MONEY, REPOSITORY, edit, repository_workspace

if TYPE_CHECKING:
    from pathlib import Path

PAGES = sorted(
    path.relative_to(REPOSITORY).as_posix()
    for path in (*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/**/*.md"))
)
MAKEFILE = (REPOSITORY / "Makefile").read_text(encoding="utf-8")


def text_of(page: str) -> str:
    return (REPOSITORY / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file_or_a_heading(page: str) -> None:
    home = (REPOSITORY / page).parent
    text = re.sub(r"^```.*?^```|`[^`\n]+`", "", text_of(page), flags=re.MULTILINE | re.DOTALL)
    dead = []
    for link in re.findall(r"(?<!\\)\]\(([^)\s]+)\)", text):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = home / path if path else REPOSITORY / page
        if not target.exists() or (anchor and anchor not in anchors(target.read_text("utf-8"))):
            dead.append(link)
    assert dead == []


def anchors(text: str) -> set[str]:
    """The anchors that GitHub and GitLab give the headings of a page."""
    titles = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES)
def test_every_make_target_and_every_test_that_is_named_exists(page: str) -> None:
    text = text_of(page)
    targets = {
        target
        for words in re.findall(r"(?:`|^)make ((?:[a-z-]+ ?)+)", text, re.MULTILINE)
        for target in words.split()
    }
    assert [t for t in targets if not re.search(rf"^{t}:", MAKEFILE, re.MULTILINE)] == []
    for path, name in re.findall(r"(tests/[a-z_/]+\.py)(?:::(\w+))?", text):
        assert (REPOSITORY / path).exists()
        assert f"def {name}" in text_of(path), f"{page} names {path}::{name}"


@pytest.mark.parametrize("page", PAGES)
def test_every_folder_and_module_that_is_named_exists(page: str) -> None:
    roots = "agreement_gen|benchmarks|docs|examples|scripts|tests"
    named = re.findall(rf"`((?:{roots})/[\w./-]+)`", text_of(page))
    assert [path for path in named if not (REPOSITORY / path).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_command_and_option_that_is_shown_exists(page: str) -> None:
    wrong = []
    for line in re.findall(
        r"agreement-gen (?:-C \S+ )?([a-z]+ [^`#\n]*|[a-z]+(?=`))", text_of(page)
    ):
        name, *words = line.split()
        if name not in group.commands:
            continue  # a sentence about the program
        known = {option for parameter in group.commands[name].params for option in parameter.opts}
        wrong += [
            f"{name} {word}"
            for word in words
            if word.startswith("--") and word.partition("=")[0] not in {*known, "--help"}
        ]
    assert wrong == []


def test_a_command_that_is_shown_is_one_of_the_program() -> None:
    shown = {
        name
        for page in PAGES
        for name in re.findall(
            r"^ *(?:\$ )?agreement-gen (?:-C \S+ )?([a-z]+)", text_of(page), re.M
        )
    }
    assert shown == set(group.commands)


def test_what_the_page_on_money_adds_to_the_familys_file_lets_amounts_be_raised(
    tmp_path: Path,
) -> None:
    """The guides named another file, and not the two keys without which nothing is raised."""
    root = repository_workspace(tmp_path / "workspace")
    edit(root, "region.yaml", {"  figures: []\n": INDEX_FIGURES})
    call = ("revise", "--edition", "2020-12-22", "--index", "2023", "--dry-run")
    assert "[no-yearly-raise]" in run_cli(*call, root=root, exit_code=1).stderr
    (keys,) = re.findall(
        rf"^`{re.escape(MONEY)}`:\n\n```yaml\n(.*?)^```$",
        text_of("docs/money.md"),
        re.MULTILINE | re.DOTALL,
    )
    edit(root, MONEY, {"\nyearly_raise:\n": f"\n{keys}"})
    assert "461 000 → 494 000" in run_cli(*call, root=root).stdout.replace("\xa0", " ")
    for page in ("docs/money.md", "docs/revision.md"):
        assert "no-yearly-raise" in text_of(page)
