"""The kinds of value that a file may hold, each with what is said of one that is wrong.

Values arrive as text; what stood without quotes arrives as :class:`PlainText`. A refusal carries a
stable code, a message and a hint, which :mod:`agreement_gen.workspace.load` makes a problem with
its place.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError


class PlainText(str):
    """Text that stands in a file without quotes; only such text can be a number or a date."""

    __slots__ = ()


def _refuse(code: str, message: str, hint: str = "") -> PydanticCustomError:
    # The message is filled from its context, so that braces in a user's text stay as they are.
    return PydanticCustomError("custom", "{text}", {"code": code, "text": message, "hint": hint})


def _whole_number(value: object) -> int:
    if not isinstance(value, PlainText):
        hint = "write it without quotes" if isinstance(value, str) else ""
        raise _refuse("not-a-number", "a whole number is expected here", hint)
    if not re.fullmatch(r"-?(0|[1-9][0-9]*)", value):
        squeezed = re.sub(r"[\s_.\u00a0']", "", value)
        if re.fullmatch(r"-?[0-9]+[.,][0-9]+", value):
            hint = "no fractions"
        elif re.fullmatch(r"[1-9][0-9]*", squeezed):
            hint = f"write only the digits: {squeezed}"
        else:
            hint = "write only digits"
        raise _refuse("not-a-number", f"`{value}` is not a whole number", hint)
    return int(value)


def _not_negative(value: int) -> int:
    if value < 0:
        raise _refuse("negative", f"{value} is less than zero")
    return value


def _positive(value: int) -> int:
    if value < 1:
        raise _refuse("not-positive", f"{value} is less than one")
    return value


def _date(value: object) -> dt.date:
    if not isinstance(value, str):
        raise _refuse("not-a-date", "a date is expected here", "write it as 2026-09-01")
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise _refuse("not-a-date", f"`{value}` is not a date", "write it as 2026-09-01")
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise _refuse("no-such-date", f"the date {value} does not exist") from None


def _decimal(value: object) -> Decimal:
    try:
        number = Decimal(value) if isinstance(value, PlainText) else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite() or number <= 0:
        raise _refuse("not-a-figure", f"`{value}` is not a figure above zero", "write it as 104.25")
    return number


def _line(value: object) -> str:
    if not isinstance(value, str):
        empty = ", and nothing stands here" if value is None else ""
        raise _refuse("not-text", f"a text is expected here{empty}")
    text = str(value).strip()
    if "\n" in text:
        raise _refuse("several-lines", "this text must stand on one line")
    if not text:
        raise _refuse("empty", "a text is expected here, and it is empty")
    return text


def _pattern(code: str, pattern: str, message: str, hint: str) -> AfterValidator:
    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise _refuse(code, f"`{value}` {message}", hint)
        return value

    return AfterValidator(check)


_INTEGER = WithJsonSchema({"type": "integer"})
WholeNumber = Annotated[int, BeforeValidator(_whole_number), AfterValidator(_not_negative)]
PositiveNumber = Annotated[int, BeforeValidator(_whole_number), AfterValidator(_positive)]
Date = Annotated[
    dt.date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})
]
Figure = Annotated[Decimal, BeforeValidator(_decimal), WithJsonSchema({"type": "number"})]
Line = Annotated[str, BeforeValidator(_line)]
Code = Annotated[
    Line,
    _pattern("bad-code", r"[0-9]{4}", "is not a kommunkod", 'four digits in quotes: "0685"'),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}$"}),
]
Key = Annotated[
    Line,
    _pattern(
        "bad-key", r"[a-z][a-z0-9_-]*", "cannot be used as a key", "small letters a to z, digits, _"
    ),
    WithJsonSchema({"type": "string", "pattern": "^[a-z][a-z0-9_-]*$"}),
]
OrganisationNumber = Annotated[
    Line,
    _pattern(
        "bad-organisation-number",
        r"[0-9]{6}-[0-9]{4}",
        "is not an organisation number",
        "write it as 212000-0000",
    ),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{6}-[0-9]{4}$"}),
]


def _whole_text(value: object) -> str:
    if not isinstance(value, str):
        raise _refuse("not-text", "a text is expected here")
    return str(value)


Text = Annotated[str, BeforeValidator(_whole_text)]


def _percent(value: int) -> int:
    if not 1 <= value <= 100:
        raise _refuse("not-a-degree", f"{value} is not a degree of employment", "1 to 100")
    return value


Percent = Annotated[
    int,
    BeforeValidator(_whole_number),
    AfterValidator(_percent),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 100}),
]
CountyCode = Annotated[
    Line,
    _pattern("bad-county-code", r"[0-9]{2}", "is not a county code", 'in quotes: "06"'),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{2}$"}),
]
Sha256 = Annotated[
    Line, _pattern("bad-sha256", r"[0-9a-f]{64}", "is not a SHA-256 hash", "64 hexadecimal digits")
]
CommitId = Annotated[
    Line, _pattern("bad-commit", r"[0-9a-f]{40}|[0-9a-f]{64}", "is not a commit", "a full git id")
]
