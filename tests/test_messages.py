"""Messages are data: no sentence for a person is built where it is reported."""

from __future__ import annotations

import ast
import string
from typing import TYPE_CHECKING

import pytest

from agreement_gen.messages import Template
from scripts.docs.problems import catalogues
from tests.support.workspaces import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = REPOSITORY / "agreement_gen"
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


def calls(path: str) -> Iterator[tuple[str, ast.Call]]:
    """The calls in a module, each with the name that is called."""
    for node in ast.walk(ast.parse((PACKAGE / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func).rpartition(".")[2], node


def is_built_in_place(node: ast.expr) -> bool:
    """Whether a text is written, joined or formatted where it is used."""
    return isinstance(node, ast.JoinedStr | ast.BinOp) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@pytest.mark.parametrize("path", [path for path in MODULES if path != "problems.py"])
def test_a_problem_is_made_from_its_code(path: str) -> None:
    found = list(calls(path))
    assert [node.lineno for name, node in found if name == "Problem"] == []
    codes = [node.args[1] for name, node in found if name in {"problem", "fault"} and node.args[1:]]
    assert [code.lineno for code in codes if is_built_in_place(code)] == []


@pytest.mark.parametrize("path", [path for path in MODULES if path != "problems.py"])
def test_a_template_is_a_constant_that_is_written_whole(path: str) -> None:
    tree = ast.parse((PACKAGE / path).read_text(encoding="utf-8"))
    inside = {
        call
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for call in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Template":
            assert node not in inside, f"line {node.lineno}: a template is made in a function"
            texts = [part for text in node.args for part in ast.walk(text)]
            wrong = [part for part in texts if isinstance(part, ast.JoinedStr | ast.BinOp)]
            assert wrong == [], f"line {node.lineno}: a template is put together"


def test_every_placeholder_is_a_plain_name() -> None:
    templates = [
        t for catalogue in catalogues() for code in catalogue for t in (code.message, code.hint)
    ]
    for template in templates:
        for text in (template.text, template.plural or ""):
            for _, name, format_, conversion in string.Formatter().parse(text):
                assert name is None or name.isidentifier(), text
                assert not format_, text
                assert conversion is None, text


def test_a_plural_has_the_count_that_chooses_it() -> None:
    assert str(Template("{count} file", "{count} files")(count=1)) == "1 file"
    assert str(Template("{count} file", "{count} files")(count=0)) == "0 files"


@pytest.mark.parametrize("path", [path for path in MODULES if path.startswith("cli/")])
def test_a_command_prints_no_sentence_of_its_own(path: str) -> None:
    wrong = []
    for name, node in calls(path):
        if name not in {"echo", "secho", "UsageError", "BadParameter"}:
            continue
        for text in node.args[:1]:
            parts = text.values if isinstance(text, ast.JoinedStr) else [text]
            written = [
                part.value
                for part in parts
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
            if any(character.isalpha() for part in written for character in part):
                wrong.append(text.lineno)
    assert wrong == []


def test_the_reference_knows_every_catalogue() -> None:
    declared = [
        node.name
        for path in MODULES
        for node in ast.walk(ast.parse((PACKAGE / path).read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and "ProblemCode" in map(ast.unparse, node.bases)
    ]
    assert sorted(declared) == sorted(catalogue.__name__ for catalogue in catalogues())


def test_every_code_is_reported_somewhere() -> None:
    code = "\n".join((PACKAGE / path).read_text(encoding="utf-8") for path in MODULES)
    unused = [
        f"{catalogue.__name__}.{member.name}"
        for catalogue in catalogues()
        for member in catalogue
        if f"{catalogue.__name__}.{member.name}" not in code
    ]
    assert unused == []
