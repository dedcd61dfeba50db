"""The files for review call commands and options that exist."""

from __future__ import annotations

import re
import shlex
from itertools import pairwise

import click
import pytest
import yaml

from agreement_gen.cli import group
from tests.support.workspaces import REPOSITORY


@pytest.mark.parametrize(
    "path",
    ["docs/review/github-workflow.yml", "docs/review/gitlab-ci.yml", ".pre-commit-hooks.yaml"],
)
def test_the_workflows_call_commands_and_options_that_exist(path: str) -> None:
    text = (REPOSITORY / path).read_text(encoding="utf-8")
    assert yaml.safe_load(text)
    found = 0
    for line in re.findall(r"(?:run:|- |entry:|^ +)\s*agreement-gen ([a-z].*)", text, re.MULTILINE):
        name, *rest = shlex.split(line.split("|")[0].split(">")[0])
        command = group.commands[name]
        known = {option for parameter in command.params for option in parameter.opts}
        options = {part for part in rest if part.startswith("--")}
        assert options <= known, f"{path}: {name} has no {sorted(options - known)}"
        for flag, value in pairwise(rest):
            for parameter in command.params:
                if flag in parameter.opts and isinstance(parameter.type, click.Choice):
                    assert value in parameter.type.choices
        found += 1
    assert found >= 2


def test_the_hooks_look_at_the_files_of_a_workspace_wherever_it_lies() -> None:
    hooks = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    tidying = next(hook for hook in hooks if hook["id"] == "agreement-gen-tidy")["files"]
    for path in (
        "region.yaml",
        "län/municipalities/å.yaml",
        "agreements/a.yaml",
        "parties/b.yml",
        "templates/x/family.yaml",
    ):
        assert re.search(tidying, path)
    for path in ("municipalities/x.docx", "other/file.yaml", "myregion.yaml"):
        assert not re.search(tidying, path)
