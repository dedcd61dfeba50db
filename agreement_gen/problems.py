"""Faults in the user's files, as values: where, what, and what to do about it.

A :class:`Problem` is about the user's data and is collected, sorted and shown with all the
others. An exception of any other kind than :class:`InputError` is a fault of the program.
"""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, Self

from agreement_gen.messages import N_, Template, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from agreement_gen.messages import Value

Severity = Literal["error", "warning"]
ReportFormat = Literal["text", "json", "github", "sarif"]


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: its path as shown to a person, line and column from 1 (0: whole file)."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class ProblemCode(StrEnum):
    """A kind of problem: its stable code, its sentence, the next step, and what it is about.

    Each room lists its own in a subclass, in its ``messages`` module. A member is written
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
    """One fault: a stable ``code``, what is wrong, and a hint that says the next step."""

    location: Location
    code: str
    message: str
    hint: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.location}: {self.severity}: {self.message}{hint} [{self.code}]"


def problem(
    location: Location, code: ProblemCode, *, severity: Severity | None = None, **values: Value
) -> Problem:
    """A problem of a kind with the values of its sentence and hint.

    ``severity`` overrides the kind's own: what is only missing becomes an error when somebody
    asks for an agreement that can be signed.
    """
    sentence, hint = code.message(**values), code.hint(**values)
    return Problem(location, code, str(sentence), str(hint), severity or code.severity)


def fault(location: Location, code: ProblemCode, **values: Value) -> InputError:
    """The exception for a single problem; see :func:`problem`."""
    return InputError([problem(location, code, severity=None, **values)])


class InputError(Exception):
    """The user's files cannot be used; carries every problem found, sorted by place."""

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__(render_text(self.problems))


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems without doubles, sorted by file, line and column."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.location, p.code, p.message)))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any problem is an error (a warning stops nothing)."""
    return any(problem.severity == "error" for problem in problems)


_NEAREST = Template(N_("did you mean `{word}`?"))
_ALL_KNOWN = Template(N_("known: {words}"))
_NOTHING = Template("")


def did_you_mean(word: str, known: Iterable[str]) -> Text:
    """A hint that names the nearest known word, or lists them all when none is near."""
    known = list(known)
    folded = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    if near:
        return _NEAREST(word=folded[near[0]])
    return _ALL_KNOWN(words=", ".join(known)) if known else _NOTHING()


def render(problems: Sequence[Problem], form: ReportFormat) -> str:
    """The problems in the form that a person or a machine reads; ends with a newline if any."""
    match form:
        case "text":
            return render_text(problems)
        case "json":
            return render_json(problems)
        case "github":
            return render_github(problems)
        case "sarif":
            return render_sarif(problems)


def render_text(problems: Sequence[Problem]) -> str:
    """One problem a line: ``file:line:column: severity: message (hint) [code]``."""
    return "".join(f"{problem}\n" for problem in problems)


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
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def _github_escape(text: str, *, is_property: bool) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if is_property else text


def render_github(problems: Sequence[Problem]) -> str:
    """Workflow commands of GitHub Actions, which annotate the lines in a pull request."""
    out = []
    for p in problems:
        place = f"file={_github_escape(p.location.file, is_property=True)}"
        if p.location.line:
            place += f",line={p.location.line},col={p.location.column}"
        title = _github_escape(p.code, is_property=True)
        message = f"{p.message} ({p.hint})" if p.hint else p.message
        out.append(
            f"::{p.severity} {place},title={title}::{_github_escape(message, is_property=False)}\n"
        )
    return "".join(out)


def render_sarif(problems: Sequence[Problem]) -> str:
    """A SARIF 2.1.0 log with one run; read by code-scanning services and editors."""
    results = []
    for p in problems:
        region = (
            {"region": {"startLine": p.location.line, "startColumn": p.location.column}}
            if p.location.line
            else {}
        )
        results.append(
            {
                "ruleId": p.code,
                "level": p.severity,
                "message": {"text": f"{p.message} ({p.hint})" if p.hint else p.message},
                "locations": [
                    {"physicalLocation": {"artifactLocation": {"uri": p.location.file}, **region}}
                ],
            }
        )
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "agreement-gen",
                        "rules": [{"id": code} for code in sorted({p.code for p in problems})],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"
