"""Commands print only what is written down in a `messages` module."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from agreement_gen.cli import group
from tests.support.workspaces import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

CLI = REPOSITORY / "agreement_gen" / "cli"
FILES = sorted(path for path in CLI.glob("*.py") if path.name != "messages.py")
SPEAKING = {"BadParameter", "ClickException", "UsageError", "confirm", "echo", "prompt", "secho"}
"""Functions and exceptions of click whose first argument is shown to a person."""


def speeches(tree: ast.AST) -> list[ast.Call]:
    """The calls that show a text: click's own, and writes to standard output or error."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = ast.unparse(node.func.value)
            if (owner == "click" and node.func.attr in SPEAKING) or (
                owner in {"sys.stdout", "sys.stderr"} and node.func.attr == "write"
            ):
                found.append(node)
    return found


def built_in_place(call: ast.Call) -> bool:
    """Whether the text of a call holds a literal, an f-string or a formatted one."""
    if not call.args:
        return False
    text = call.args[0]
    if isinstance(text, ast.Call) and ast.unparse(text.func) == "str" and text.args:
        text = text.args[0]
    return (
        isinstance(text, ast.JoinedStr | ast.BinOp)
        or (isinstance(text, ast.Constant) and isinstance(text.value, str))
        or (isinstance(text, ast.Call) and ast.unparse(text.func).endswith(".format"))
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_command_builds_its_prose_in_place(path: Path) -> None:
    calls = speeches(ast.parse(path.read_text(encoding="utf-8")))
    wrong = [f"line {call.lineno}: {ast.unparse(call)}" for call in calls if built_in_place(call)]
    assert not wrong, "put the text into cli/messages.py as a Template"


@pytest.mark.parametrize(
    "code",
    [
        'click.echo("done")',
        'click.echo(f"{n} files")',
        'click.echo("%s files" % n)',
        'click.echo("{} files".format(n), err=True)',
        'raise click.UsageError(f"no {n}")',
        'raise click.BadParameter(str("no"))',
        'click.prompt("Code")',
        'sys.stderr.write("fault")',
    ],
)
def test_the_rule_finds_prose_that_is_built_in_place(code: str) -> None:
    assert [call for call in speeches(ast.parse(code)) if built_in_place(call)]


@pytest.mark.parametrize(
    "code", ["click.echo(BUILT(name=name))", "click.echo()", "click.echo(line)"]
)
def test_the_rule_lets_templates_and_lines_of_the_library_pass(code: str) -> None:
    assert not [call for call in speeches(ast.parse(code)) if built_in_place(call)]


def test_no_command_imports_from_another() -> None:
    commands = {f"agreement_gen.cli.{name}" for name in group.commands}
    for path in FILES:
        if path.stem in group.commands:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
            assert not imported & commands, path.name
