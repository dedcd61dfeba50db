"""Problems in the user's files, as values: where, what, and what to do about it.

A :class:`Problem` is about the user's data and is collected, sorted and shown with all the
others. An exception of any other kind than :class:`InputError` is a fault of the program.
"""

from __future__ import annotations

import difflib
import functools
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, Self

from agreement_gen.characters import composed, unseen, visible
from agreement_gen.messages import N_, Template, Text
from agreement_gen.translation import SOURCE, in_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from agreement_gen.messages import Value

Severity = Literal["error", "warning"]
ReportFormat = Literal["text", "json", "github", "sarif"]

SEVERITIES = {
    "error": Template(N_("error")),
    "warning": Template(N_("warning")),
}
"""Each severity in words."""

_LONGEST_VALUE = 1000
"""The most characters of a value that a problem shows."""


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A point in a file: its path as shown to a person, line and column from 1 (0: whole file)."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        file = _in_one_line(self.file)
        return f"{file}:{self.line}:{self.column}" if self.line else file


class ProblemCode(StrEnum):
    """A kind of problem: its stable code, its sentence, the next step, and what it is about.

    Each package lists its own in a subclass, in its ``messages`` module. A member is written
    ``NAME = "code", N_("sentence"), N_("hint"), N_("help"), severity``. Sentence and hint have
    named placeholders; an empty hint is left out; the help is for the reference page.
    """

    message: Template
    hint: Template
    help: str
    severity: Severity

    def __new__(
        cls, code: str, message: str, hint: str, help_: str, severity: Severity = "error"
    ) -> Self:
        """See :class:`ProblemCode`."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.message = Template(message)
        member.hint = Template(hint)
        member.help = help_
        member.severity = severity
        return member


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem in a file: where it is, its kind, and the values of its sentence and hint.

    Made by :func:`problem`. ``severity`` is at first the kind's own: what is only missing becomes
    an error where an agreement is asked for that can be signed.
    """

    location: Location
    code: ProblemCode
    values: tuple[tuple[str, Value], ...]
    severity: Severity

    @property
    def message(self) -> str:
        """What is wrong, as a sentence."""
        return str(Text(self.code.message, self.values))

    @property
    def hint(self) -> str:
        """The next step; empty if there is none to name."""
        return str(Text(self.code.hint, self.values))

    @property
    def message_and_hint(self) -> str:
        """The sentence with the next step in parentheses."""
        hint = self.hint
        return f"{self.message} ({hint})" if hint else self.message

    def __str__(self) -> str:
        sentence = _in_one_line(self.message_and_hint)
        return f"{self.location}: {SEVERITIES[self.severity]()}: {sentence} [{self.code}]"


def problem(location: Location, code: ProblemCode, /, **values: Value) -> Problem:
    """A problem of a kind, with the values that its sentence and hint are filled with.

    What a file holds can be of any length: a text is cut where nobody would read on.
    """
    shown = tuple((name, _cut(value)) for name, value in values.items())
    return Problem(location, code, shown, code.severity)


def _cut(value: Value) -> Value:
    if isinstance(value, str) and len(value) > _LONGEST_VALUE:
        return f"{value[:_LONGEST_VALUE]}…"
    return value


def fault(location: Location, code: ProblemCode, /, **values: Value) -> InputError:
    """The exception for a single problem; see :func:`problem`."""
    return InputError([problem(location, code, **values)])


class InputError(Exception):
    """The user's files cannot be used; carries every problem found, sorted by location."""

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__(render_text(self.problems))


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems without duplicates, sorted by file, line and column, alike in all languages."""
    with in_language(SOURCE):
        return tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.location, p.code, p.message)))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any problem is an error (a warning stops nothing)."""
    return any(found.severity == "error" for found in problems)


_NEAREST = Template(N_("did you mean `{word}`?"))
_ALL_KNOWN = Template(N_("known: {words}"))
_NOTHING = Template("")


def did_you_mean(word: str, known: Iterable[str]) -> Text:
    """A hint that names the nearest known word, or lists them all where none is near.

    Near is a similarity of at least 0.6 (:func:`difflib.get_close_matches`), whatever the case.
    """
    known = list(known)
    folded = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    if near:
        return _NEAREST(word=folded[near[0]])
    return _ALL_KNOWN(words=", ".join(known)) if known else _NOTHING()


def render(problems: Sequence[Problem], report_format: ReportFormat) -> str:
    """The problems in a format that a person or a machine reads; ends with a newline if any."""
    match report_format:
        case "text":
            return render_text(problems)
        case "json":
            return render_json(problems)
        case "github":
            return render_github(problems)
        case "sarif":
            return render_sarif(problems)


def _for_programs(render: Callable[[Sequence[Problem]], str]) -> Callable[[Sequence[Problem]], str]:
    """Let a function write in English, whatever language people are addressed in."""

    @functools.wraps(render)
    def run(problems: Sequence[Problem]) -> str:
        with in_language(SOURCE):
            return render(problems)

    return run


def render_text(problems: Sequence[Problem]) -> str:
    """One problem a line: ``file:line:column: severity: message (hint) [code]``."""
    return "".join(f"{found}\n" for found in problems)


@_for_programs
def render_json(problems: Sequence[Problem]) -> str:
    """A JSON list of objects with file, line, column, severity, code, message and hint."""
    rows = [
        {
            "file": p.location.file,
            "line": p.location.line,
            "column": p.location.column,
            "severity": p.severity,
            "code": p.code,
            "message": p.message,
            "hint": p.hint,
        }
        for p in problems
    ]
    return _json(rows)


def _json(data: object) -> str:
    """A JSON text in which whatever cannot be seen, or not be written as UTF-8, is escaped."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    for found in {character.character for character in unseen(text)}:
        text = text.replace(found, json.dumps(found).strip('"'))
    return f"{text}\n"


def _in_one_line(text: str) -> str:
    """A text for a terminal or a log, in which nothing is hidden and nothing acts as a command.

    GitHub's runner takes ``::`` at the start of a line that a program prints, and ``##[`` anywhere
    in it, for the beginning of a command.
    """
    shown = visible(composed(text)).replace("##[", r"#\u{0023}[")
    if shown.lstrip().startswith("::"):
        shown = shown.replace(":", r"\u{003A}", 1)
    return shown


def _github_data(text: str) -> str:
    """A workflow command's message, escaped as GitHub's runner reads it."""
    return _in_one_line(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _github_property(text: str) -> str:
    """A workflow command's property value, escaped as GitHub's runner reads it."""
    return _github_data(text).replace(":", "%3A").replace(",", "%2C")


def render_github(problems: Sequence[Problem]) -> str:
    """Workflow commands of GitHub Actions, which annotate the lines in a pull request."""
    commands = []
    for p in problems:
        where = f"file={_github_property(p.location.file)}"
        if p.location.line:
            where += f",line={p.location.line},col={p.location.column}"
        properties = f"{where},title={_github_property(p.code)}"
        commands.append(f"::{p.severity} {properties}::{_github_data(p.message_and_hint)}\n")
    return "".join(commands)


@_for_programs
def render_sarif(problems: Sequence[Problem]) -> str:
    """A SARIF 2.1.0 log with one run; read by code-scanning services and editors.

    Its rules are the codes of the problems, each with its sentence, its help and its severity.
    """
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "agreement-gen",
                        "rules": [_sarif_rule(c) for c in sorted({p.code for p in problems})],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_sarif_result(found) for found in problems],
            }
        ],
    }
    return _json(log)


def _sarif_rule(code: ProblemCode) -> dict[str, object]:
    return {
        "id": code,
        "shortDescription": {"text": code.message.text},
        "help": {"text": code.help},
        "defaultConfiguration": {"level": code.severity},
    }


def _sarif_result(found: Problem) -> dict[str, object]:
    location = found.location
    physical: dict[str, object] = {"artifactLocation": {"uri": location.file}}
    if location.line:
        physical["region"] = {"startLine": location.line, "startColumn": location.column}
    return {
        "ruleId": found.code,
        "level": found.severity,
        "message": {"text": found.message_and_hint},
        "locations": [{"physicalLocation": physical}],
    }
