"""Problems as values: their sentence and hint, their order, and the formats they are printed in."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from agreement_gen.characters import unseen
from agreement_gen.checks.messages import MissingCode, RuleCode
from agreement_gen.problems import (
    InputError,
    Location,
    Problem,
    ReportFormat,
    did_you_mean,
    fault,
    has_errors,
    in_order,
    problem,
    render,
)

ROLE = problem(
    Location("alby.yaml", 3, 5),
    RuleCode.UNKNOWN_ROLE,
    role="komun",
    suggestion=did_you_mean("komun", ["kommun", "förening"]),
)
TEXT = problem(Location("alby.yaml", 2, 1), MissingCode.LOCAL_TEXT, item="halls")


def test_a_problem_reads_as_one_line() -> None:
    assert str(ROLE) == (
        "alby.yaml:3:5: error: the standard has no role `komun` "
        "(did you mean `kommun`?) [unknown-role]"
    )
    assert str(TEXT) == (
        "alby.yaml:2:1: warning: the local text `halls` is not written [missing-local-text]"
    )


def test_braces_in_a_value_are_text() -> None:
    """A value is never taken for a template in its turn."""
    found = problem(Location("a"), MissingCode.LOCAL_TEXT, item="{item} {0} {{")
    assert found.message == "the local text `{item} {0} {{` is not written"


def test_problems_are_sorted_by_location_and_each_is_kept_once() -> None:
    whole_file = problem(Location("aaa.yaml"), MissingCode.START)
    assert in_order([ROLE, TEXT, ROLE, whole_file]) == (whole_file, TEXT, ROLE)
    assert fault(Location("a"), MissingCode.START).problems == (
        problem(Location("a"), MissingCode.START),
    )


def test_what_is_missing_is_a_warning_until_it_is_made_an_error() -> None:
    assert not has_errors([TEXT])
    assert has_errors([replace(TEXT, severity="error")])


def test_a_value_that_is_not_given_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        str(problem(Location("a"), RuleCode.UNKNOWN_ROLE))


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("Nora", ["Norra", "Södra"], "did you mean `Norra`?"),
        ("nORRA", ["Norra", "Södra"], "did you mean `Norra`?"),
        ("xyz", ["Norra", "Södra"], "known: Norra, Södra"),
        ("xyz", [], ""),
    ],
)
def test_the_nearest_known_word_is_suggested(word: str, known: list[str], hint: str) -> None:
    assert str(did_you_mean(word, known)) == hint


def test_githubs_commands_escape_what_would_end_them() -> None:
    found = problem(Location("a,b:c%.yaml"), MissingCode.LOCAL_TEXT, item="1\n2: 3, 4 %")
    assert render([found], "github") == (
        "::warning file=a%2Cb%3Ac%25.yaml,title=missing-local-text::"
        "the local text `1\\u{000A}2: 3, 4 %25` is not written\n"
    )


def test_the_rules_of_a_sarif_log_are_the_codes_with_their_help() -> None:
    [run] = json.loads(render([TEXT, ROLE, ROLE], "sarif"))["runs"]
    assert run["tool"]["driver"]["rules"] == [
        {
            "id": code.value,
            "shortDescription": {"text": code.message.text},
            "help": {"text": code.help},
            "defaultConfiguration": {"level": code.severity},
        }
        for code in (MissingCode.LOCAL_TEXT, RuleCode.UNKNOWN_ROLE)
    ]
    assert [result["ruleId"] for result in run["results"]] == [
        "missing-local-text",
        "unknown-role",
        "unknown-role",
    ]
    assert run["results"][1]["message"]["text"] == (
        "the standard has no role `komun` (did you mean `kommun`?)"
    )


def test_the_exception_prints_every_problem() -> None:
    problems: list[Problem] = [ROLE, TEXT]
    assert str(InputError(problems)) == f"{TEXT}\n{ROLE}\n"


HOSTILE = "\n::error::pwned\r##[add-matcher]x" + "".join(
    map(chr, (0x07, 0x1B, 0x85, 0x200B, 0x202E, 0x2028, 0xDCE4, 0xE0001))
)
"""What acts on a terminal, begins a line, or is a command to GitHub's runner."""


@pytest.mark.parametrize("output_format", ["text", "json", "github", "sarif"])
def test_nothing_in_a_name_or_a_value_acts_on_a_terminal_or_a_runner(
    output_format: ReportFormat,
) -> None:
    found = problem(Location(f"::{HOSTILE}", 1, 2), MissingCode.LOCAL_TEXT, item=HOSTILE)
    shown = render([found], output_format)
    shown.encode("utf-8")
    own_lines = render([TEXT], output_format)
    assert len(shown.splitlines()) == len(own_lines.splitlines())
    assert list(unseen(shown)) == []
    commands = [line for line in shown.splitlines() if line.lstrip().startswith("::")]
    assert len(commands) == (1 if output_format == "github" else 0)
    if output_format != "json" and output_format != "sarif":
        assert "##[" not in shown


def test_a_program_reads_the_very_names_and_values() -> None:
    found = problem(Location(HOSTILE), MissingCode.LOCAL_TEXT, item=HOSTILE)
    (row,) = json.loads(render([found], "json"))
    assert (row["file"], row["message"]) == (HOSTILE, found.message)
