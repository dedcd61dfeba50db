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
SPEAKING = {
    *(f"click.{name}" for name in ("BadParameter", "ClickException", "UsageError", "prompt")),
    "say",
    "say_report",
}
"""Functions and exceptions whose first argument is shown to a person."""

OUTPUT = {"output.py", "streams.py"}
"""The modules through which every output goes."""


def speeches(tree: ast.AST) -> list[ast.Call]:
    """The calls that show a text."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in calls if ast.unparse(call.func) in SPEAKING]


def writes(tree: ast.AST) -> list[str]:
    """What writes to standard output or error, or prints, without the rules for it."""
    calls = [ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [
        call
        for call in calls
        if call in {"print", "click.echo", "click.secho", "click.confirm", "click.echo_via_pager"}
        or (call.startswith(("sys.stdout", "sys.stderr")) and "write" in call)
    ]


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
        'say("done")',
        'say(f"{n} files")',
        'say("%s files" % n)',
        'say("{} files".format(n), err=True)',
        'raise click.UsageError(f"no {n}")',
        'raise click.BadParameter(str("no"))',
        'click.prompt("Code")',
        'say_report("fault")',
    ],
)
def test_the_rule_finds_prose_that_is_built_in_place(code: str) -> None:
    assert [call for call in speeches(ast.parse(code)) if built_in_place(call)]


@pytest.mark.parametrize("code", ["say(BUILT(name=name))", "say()", "say(line)"])
def test_the_rule_lets_templates_and_lines_of_the_library_pass(code: str) -> None:
    assert not [call for call in speeches(ast.parse(code)) if built_in_place(call)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_output_goes_through_one_module(path: Path) -> None:
    found = writes(ast.parse(path.read_text(encoding="utf-8")))
    assert path.name in OUTPUT or not found


@pytest.mark.parametrize(
    "code", ["print(1)", "click.echo(1)", "sys.stdout.write(a)", "sys.stdout.buffer.write(a)"]
)
def test_an_output_past_that_module_is_found(code: str) -> None:
    assert writes(ast.parse(code))


def test_no_command_imports_from_another() -> None:
    commands = {f"agreement_gen.cli.{name}" for name in group.commands}
    for path in FILES:
        if path.stem in group.commands:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
            assert not imported & commands, path.name
