"""Texts for people are data: one template for each code, and every place gives its values.

A sentence that is built where it is reported can be neither listed, searched for nor translated.
"""

from __future__ import annotations

import ast
import functools
import re
from dataclasses import dataclass
from importlib import import_module
from pkgutil import walk_packages
from string import Formatter
from typing import TYPE_CHECKING

import pytest

import agreement_gen
from agreement_gen.messages import Template
from scripts.docs.problems import catalogues
from tests.support.workspaces import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agreement_gen.problems import ProblemCode

PACKAGE = REPOSITORY / "agreement_gen"
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
OWN_TEMPLATES = {
    "clock.py",  # below every package
    "problems.py",
    "system_errors.py",
    "workspace/new_municipality_file.py",  # the text of a file
}
REPORTING = {"problem", "fault"}
"""The two functions that make a problem; the class itself is only theirs."""
PASSING_ON = {"_error", "_refusal", "_report", "report"}
"""Functions and methods that are given a code and all its values, and pass them on."""
CODES = [code for catalogue in catalogues() for code in catalogue]
BY_NAME = {catalogue.__name__: catalogue for catalogue in catalogues()}


@dataclass(frozen=True)
class Report:
    """A call that reports a problem: where it is, its code as written, and its values."""

    where: str
    call: ast.Call
    code: ProblemCode | None


def placeholders(text: str) -> set[str]:
    """The names that a template is filled with."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def reports_in(path: str, tree: ast.Module) -> Iterator[Report]:
    """Every call in a module that reports a problem."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in ast.walk(function):
            if not isinstance(node, ast.Call):
                continue
            where = f"{path}:{node.lineno}"
            if name_of(node.func) in REPORTING:
                argument = node.args[1] if len(node.args) > 1 else None
                if isinstance(argument, ast.Name):
                    argument = value_before(function, argument.id, node.lineno)
                yield Report(where, node, code_of(argument))
            elif name_of(node.func) in PASSING_ON:
                for code in filter(None, map(code_of, node.args)):
                    yield Report(where, node, code)


def value_before(function: ast.FunctionDef, name: str, line: int) -> ast.expr | None:
    """What a name was last assigned in a function before a line."""
    found: list[tuple[int, ast.expr]] = []
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and node.lineno < line:
            pairs = [(node.targets[0], node.value)]
            if isinstance(node.targets[0], ast.Tuple) and isinstance(node.value, ast.Tuple):
                pairs = list(zip(node.targets[0].elts, node.value.elts, strict=True))
            found += [(node.lineno, value) for target, value in pairs if name_of(target) == name]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def name_of(node: ast.expr) -> str:
    """The name of a function, a class or a method that is called, or of a variable."""
    match node:
        case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="self"), attr=name):
            return name
        case _:
            return ""


def code_of(node: ast.expr | None) -> ProblemCode | None:
    """The code that an expression names as ``Catalogue.CODE``."""
    if isinstance(node, ast.Attribute) and name_of(node.value) in BY_NAME:
        return BY_NAME[name_of(node.value)][node.attr]
    return None


@functools.cache
def tree_of(path: str) -> ast.Module:
    """A module of the package, parsed."""
    return ast.parse((PACKAGE / path).read_text(encoding="utf-8"))


def calls_in(path: str, name: str) -> list[ast.Call]:
    """The calls of a function or class in a module."""
    calls = (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call))
    return [call for call in calls if name_of(call.func) == name]


def is_built(node: ast.expr) -> bool:
    """Whether an expression holds words: a literal, an f-string, a concatenation, a format.

    A value that is only written in some way, such as ``f"{count:04X}"``, has no words.
    """
    match node:
        case ast.Constant(value=str(text)):
            return any(character.isalpha() for character in text)
        case ast.JoinedStr(values=parts):
            return any(map(is_built, parts))
        case ast.BinOp(left=left, op=ast.Add() | ast.Mod(), right=right):
            return is_built(left) or is_built(right)
        case ast.Call(func=ast.Attribute(value=ast.Constant(), attr="format")):
            return True
        case _:
            return False


def faults_of(report: Report) -> list[str]:
    """What is wrong with one call that reports a problem."""
    call, faults = report.call, []
    if name_of(call.func) in REPORTING:
        if len(call.args) != 2:
            return [f"{report.where}: a problem has a location, a code, and named values"]
        if isinstance(call.args[1], ast.Constant) or is_built(call.args[1]):
            faults.append(f"{report.where}: the code is a literal")
    faults += [
        f"{report.where}: the value of {keyword.arg} is a sentence built in place"
        for keyword in call.keywords
        if is_built(keyword.value)
    ]
    given = {keyword.arg for keyword in call.keywords}
    if report.code is not None and None not in given:
        wanted = placeholders(report.code.message.text) | placeholders(report.code.hint.text)
        if given != wanted:
            faults.append(
                f"{report.where}: gives {sorted(filter(None, given))}, wanted {sorted(wanted)}"
            )
    return faults


@pytest.mark.parametrize("path", MODULES)
def test_a_problem_is_reported_by_a_code_and_exactly_its_values(path: str) -> None:
    found = [fault for report in reports_in(path, tree_of(path)) for fault in faults_of(report)]
    assert found == []


@pytest.mark.parametrize("path", [path for path in MODULES if path != "problems.py"])
def test_no_module_makes_a_problem_past_the_two_functions(path: str) -> None:
    assert [call.lineno for call in calls_in(path, "Problem")] == []


@pytest.mark.parametrize(
    "call",
    [
        'problem(at, "sum", row=a)',
        'problem(at, MunicipalityCode.SAME_MUNICIPALITY, value=f"{a} b", file=c)',
        'problem(at, MunicipalityCode.SAME_MUNICIPALITY, value="a " + b, file=c)',
        'problem(at, MunicipalityCode.SAME_MUNICIPALITY, value="{}".format(b), file=c)',
        'problem(at, MunicipalityCode.SAME_MUNICIPALITY, value="a", file=c)',
        "problem(at, MunicipalityCode.SAME_MUNICIPALITY, value=a)",
        "problem(at, MunicipalityCode.SAME_MUNICIPALITY, value=a, file=b, more=c)",
        "problem(at, MunicipalityCode.SAME_MUNICIPALITY)",
        'fault(at, RuleCode.TERM_MONTHS, "more")',
    ],
)
def test_what_the_rule_forbids_is_found(call: str) -> None:
    [report] = reports_in("x.py", ast.parse(f"def f():\n    raise {call}"))
    assert faults_of(report) != []


def test_what_the_rule_allows_is_not_found() -> None:
    body = "code = MunicipalityCode.SAME_MUNICIPALITY\n    raise fault(at, code, value=a, file=b)"
    [report] = reports_in("x.py", ast.parse(f"def f():\n    {body}"))
    assert report.code == "same-municipality"
    assert faults_of(report) == []


def test_most_calls_can_be_compared_with_their_code() -> None:
    """A rule that could follow no call would hold nothing."""
    reports = [report for path in MODULES for report in reports_in(path, tree_of(path))]
    assert len(reports) > 100
    assert sum(report.code is not None for report in reports) > 0.8 * len(reports)


def test_every_code_is_unique_over_all_packages() -> None:
    assert len(set(CODES)) == len(CODES)
    assert [code for code in CODES if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)] == []


def test_the_reference_knows_every_catalogue() -> None:
    declared = [
        node.name
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ClassDef) and "ProblemCode" in map(ast.unparse, node.bases)
    ]
    assert sorted(declared) == sorted(BY_NAME)


def test_every_code_is_reported_somewhere() -> None:
    code = "\n".join((PACKAGE / path).read_text(encoding="utf-8") for path in MODULES)
    names = [f"{type(member).__name__}.{member.name}" for member in CODES]
    assert [name for name in names if name not in code] == []


def test_every_code_has_a_sentence_and_help() -> None:
    assert [code for code in CODES if not code.message.text] == []
    assert [code for code in CODES if not code.help.endswith((".", "…"))] == []
    assert [code for code in CODES if len(code.help.split()) < 5] == []


def templates() -> Iterator[tuple[str, str]]:
    """Every text of every catalogue, with the name it is found by."""
    for code in CODES:
        yield f"{code} (message)", code.message.text
        yield f"{code} (hint)", code.hint.text
    for module in walk_packages(agreement_gen.__path__, "agreement_gen."):
        if module.name.endswith(".messages"):
            for name, value in vars(import_module(module.name)).items():
                if isinstance(value, Template):
                    yield f"{module.name}.{name}", value.text
                    yield f"{module.name}.{name} (plural)", value.plural or ""


def has_only_named_placeholders(text: str) -> bool:
    """Whether a template's placeholders are plain names: every value is text when filled in."""
    return all(
        field is None or (re.fullmatch(r"[a-z][a-z0-9_]*", field) and not form and not conversion)
        for _, field, form, conversion in Formatter().parse(text)
    )


def test_a_template_has_only_named_placeholders() -> None:
    found = list(templates())
    assert len(found) > 300
    assert [name for name, text in found if not has_only_named_placeholders(text)] == []
    assert not any(map(has_only_named_placeholders, ["{}", "{0}", "{a.b}", "{a:+d}", "{a!r}"]))


@pytest.mark.parametrize("path", MODULES)
def test_every_text_marked_for_translation_is_a_literal(path: str) -> None:
    calls = calls_in(path, "N_")
    assert [c.lineno for c in calls if not isinstance(c.args[0], ast.Constant)] == []


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if not path.endswith("messages.py") and path not in OWN_TEMPLATES],
)
def test_a_template_is_in_a_messages_module(path: str) -> None:
    assert [call.lineno for call in calls_in(path, "Template")] == []


@pytest.mark.parametrize(
    "path", [path for path in MODULES if path not in {"messages.py", "problems.py"}]
)
def test_a_template_is_a_constant_that_is_written_whole(path: str) -> None:
    inside = {
        call
        for function in ast.walk(tree_of(path))
        if isinstance(function, ast.FunctionDef)
        for call in ast.walk(function)
    }
    for call in calls_in(path, "Template"):
        assert call not in inside, f"line {call.lineno}: a template is made in a function"
        parts = [part for text in call.args for part in ast.walk(text)]
        wrong = [part for part in parts if isinstance(part, ast.JoinedStr | ast.BinOp)]
        assert wrong == [], f"line {call.lineno}: a template is put together"


def test_a_plural_has_the_count_that_chooses_it() -> None:
    assert str(Template("{count} file", "{count} files")(count=1)) == "1 file"
    assert str(Template("{count} file", "{count} files")(count=0)) == "0 files"


@pytest.mark.parametrize("path", [path for path in MODULES if path.startswith("cli/")])
def test_a_command_prints_no_sentence_of_its_own(path: str) -> None:
    printing = {"echo", "secho", "UsageError", "BadParameter"}
    calls = [
        node
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).rpartition(".")[2] in printing
        and any(map(is_built, node.args[:1]))
    ]
    assert [call.lineno for call in calls] == []
