"""The kinds of value that a file may hold, each with what is reported of one that is wrong.

Values arrive as text; what is written without quotes arrives as :class:`PlainText`. An error
carries a problem code and its values, which :mod:`agreement_gen.workspace.load` makes a problem
with its location.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from agreement_gen.clock import FIRST_YEAR, LAST_YEAR
from agreement_gen.languages import LANGUAGES
from agreement_gen.problems import did_you_mean
from agreement_gen.workspace.messages import (
    DATE_WANTED,
    FIGURE_WANTED,
    NUMBER_WANTED,
    ONLY_DIGITS,
    ONLY_THESE_DIGITS,
    TEXT_WANTED,
    WITHOUT_FRACTIONS,
    FieldCode,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agreement_gen.messages import Template, Value


KEY = r"[a-z][a-z0-9_-]*"
"""What a key consists of, as a regular expression."""

FIELD_KEY = r"[a-z][a-z0-9_]*"
"""What the key of an own field consists of: a template would read a hyphen as something else."""


class PlainText(str):
    """Text that is written in a file without quotes; only such text can be a number."""

    __slots__ = ()


LARGEST = 10**12
"""The largest number that a file may hold: no amount of an agreement comes near it."""

MOST_MONTHS = 1200
"""The most months of a term, a notice or an interval: a hundred years."""

LONGEST_LINE = 1000
"""The most characters of a text on one line; the longest sentence of a standard has a third."""

_SHOWN = 60


def _refusal(code: FieldCode, **values: Value) -> PydanticCustomError:
    for name, value in values.items():
        if isinstance(value, str) and len(value) > _SHOWN:
            values[name] = f"{value[:_SHOWN]}…"
    return PydanticCustomError("custom", "custom", {"code": code, "values": values})


def _unexpected(value: object, expected: Template) -> PydanticCustomError:
    """The error for a value of another kind, or for none."""
    code = FieldCode.NO_VALUE if value is None else FieldCode.WRONG_TYPE
    return _refusal(code, expected=expected())


def _whole_number(value: object) -> int:
    if not isinstance(value, str):
        raise _unexpected(value, NUMBER_WANTED)
    if not isinstance(value, PlainText):
        raise _refusal(FieldCode.NUMBER_IN_QUOTES)
    if not re.fullmatch(r"-?(0|[1-9][0-9]*)", value):
        digits = re.sub(r"[\s_.\u00a0']", "", value)
        if re.fullmatch(r"-?[0-9]+[.,][0-9]+", value):
            next_step = WITHOUT_FRACTIONS()
        elif re.fullmatch(r"[1-9][0-9]*", digits):
            next_step = ONLY_THESE_DIGITS(digits=digits)
        else:
            next_step = ONLY_DIGITS()
        raise _refusal(FieldCode.NOT_A_NUMBER, value=value, next_step=next_step)
    if len(value) > len(str(LARGEST)):  # before it is a number: too many digits are none
        raise _refusal(FieldCode.TOO_LARGE, value=value, most=LARGEST)
    return int(value)


def _not_negative(value: int) -> int:
    if value < 0:
        raise _refusal(FieldCode.NEGATIVE, value=value)
    return value


def _positive(value: int) -> int:
    if value < 1:
        raise _refusal(FieldCode.NOT_POSITIVE, value=value)
    return value


def _at_most(most: int) -> AfterValidator:
    def check(value: int) -> int:
        if value > most:
            raise _refusal(FieldCode.TOO_LARGE, value=value, most=most)
        return value

    return AfterValidator(check)


def _year(value: int) -> int:
    if not FIRST_YEAR <= value <= LAST_YEAR:
        code = FieldCode.YEAR_OUTSIDE
        raise _refusal(code, value=value, first=FIRST_YEAR, last=LAST_YEAR)
    return value


def _date(value: object) -> dt.date:
    if not isinstance(value, str):
        raise _unexpected(value, DATE_WANTED)
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise _refusal(FieldCode.NOT_A_DATE, value=value)
    try:
        date = dt.date.fromisoformat(value)
    except ValueError:
        raise _refusal(FieldCode.NO_SUCH_DATE, value=value) from None
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        code = FieldCode.DATE_OUTSIDE
        raise _refusal(code, value=value, first=FIRST_YEAR, last=LAST_YEAR)
    return date


_FIGURE = r"[0-9]{1,9}(\.[0-9]{1,9})?"
"""An index figure: digits alone, because an exponent could make a number of any size."""


_CHANGE = r"-?[0-9]{1,3}(\.[0-9]{1,6})?"


def _percent_change(value: object) -> Decimal:
    """A change in per cent; nothing falls by all of it."""
    if not isinstance(value, str):
        raise _unexpected(value, FIGURE_WANTED)
    if (
        not isinstance(value, PlainText)
        or not re.fullmatch(_CHANGE, value)
        or Decimal(value) <= -100
    ):
        raise _refusal(FieldCode.NOT_A_CHANGE, value=value)
    return Decimal(value)


def _day_of_year(value: object) -> str:
    """A month and day as 10-31, one that every year has."""
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{2}-[0-9]{2}", value):
        raise _refusal(FieldCode.NOT_A_DAY_OF_YEAR, value=str(value))
    try:
        dt.date.fromisoformat(f"2023-{value}")
    except ValueError:
        raise _refusal(FieldCode.NOT_A_DAY_OF_YEAR, value=value) from None
    return str(value)


def _decimal(value: object) -> Decimal:
    if not isinstance(value, str):
        raise _unexpected(value, FIGURE_WANTED)
    if not isinstance(value, PlainText) or not re.fullmatch(_FIGURE, value) or Decimal(value) == 0:
        raise _refusal(FieldCode.NOT_A_FIGURE, value=value)
    return Decimal(value)


def _line(value: object) -> str:
    if not isinstance(value, str):
        raise _unexpected(value, TEXT_WANTED)
    text = str(value).strip()
    if "\n" in text:
        raise _refusal(FieldCode.SEVERAL_LINES)
    if "\t" in text:
        raise _refusal(FieldCode.TAB)
    if not text:
        raise _refusal(FieldCode.EMPTY)
    if len(text) > LONGEST_LINE:
        raise _refusal(FieldCode.LONG_LINE, count=len(text), most=LONGEST_LINE)
    return text


def _pattern(code: FieldCode, pattern: str) -> AfterValidator:
    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise _refusal(code, value=value)
        return value

    return AfterValidator(check)


def _integer(least: int, most: int) -> WithJsonSchema:
    return WithJsonSchema({"type": "integer", "minimum": least, "maximum": most})


_Number = Annotated[int, BeforeValidator(_whole_number)]
WholeNumber = Annotated[
    _Number, AfterValidator(_not_negative), _at_most(LARGEST), _integer(0, LARGEST)
]
PositiveNumber = Annotated[
    _Number, AfterValidator(_positive), _at_most(LARGEST), _integer(1, LARGEST)
]
Months = Annotated[
    _Number, AfterValidator(_not_negative), _at_most(MOST_MONTHS), _integer(0, MOST_MONTHS)
]
PositiveMonths = Annotated[
    _Number, AfterValidator(_positive), _at_most(MOST_MONTHS), _integer(1, MOST_MONTHS)
]
Year = Annotated[_Number, AfterValidator(_year), _integer(FIRST_YEAR, LAST_YEAR)]
Date = Annotated[
    dt.date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})
]
DayOfYear = Annotated[
    str,
    BeforeValidator(_day_of_year),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{2}-[0-9]{2}$"}),
]
Figure = Annotated[Decimal, BeforeValidator(_decimal), WithJsonSchema({"type": "number"})]
PercentChange = Annotated[
    Decimal, BeforeValidator(_percent_change), WithJsonSchema({"type": "number"})
]
Line = Annotated[str, BeforeValidator(_line)]
Kommunkod = Annotated[
    Line,
    _pattern(FieldCode.BAD_CODE, r"[0-9]{4}"),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}$"}),
]
Key = Annotated[
    Line,
    _pattern(FieldCode.BAD_KEY, KEY),
    WithJsonSchema({"type": "string", "pattern": f"^{KEY}$"}),
]


Color = Annotated[
    Line,
    _pattern(FieldCode.BAD_COLOR, r"#[0-9a-fA-F]{6}"),
    WithJsonSchema({"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"}),
]

PICTURE_NAME = r"[a-z0-9][a-z0-9._-]*\.(?:png|jpg|jpeg|svg)"
"""The name of a picture's file, as texts and data write it."""

PictureName = Annotated[
    Line,
    _pattern(FieldCode.BAD_PICTURE_NAME, PICTURE_NAME),
    WithJsonSchema({"type": "string", "pattern": f"^{PICTURE_NAME}$"}),
]


def _named_field(value: str) -> str:
    """Refuse the beginning that pydantic keeps for its own names."""
    if value.startswith("model_"):
        raise _refusal(FieldCode.BAD_FIELD_KEY, value=value)
    return value


FieldKey = Annotated[
    Line,
    _pattern(FieldCode.BAD_FIELD_KEY, FIELD_KEY),
    AfterValidator(_named_field),
    WithJsonSchema({"type": "string", "pattern": f"^{FIELD_KEY}$"}),
]


def choice_of(choices: Sequence[str]) -> Any:  # noqa: ANN401 - a type, for pydantic
    """The type of a text that is one of some choices."""

    def check(value: str) -> str:
        if value not in choices:
            suggestion = did_you_mean(value, choices)
            raise _refusal(FieldCode.UNKNOWN_CHOICE, value=value, suggestion=suggestion)
        return value

    schema = WithJsonSchema({"type": "string", "enum": list(choices)})
    return Annotated[Line, AfterValidator(check), schema]


def _language(value: str) -> str:
    """A BCP 47 tag of a language that documents can be written in, with its region or without."""
    match = re.fullmatch(r"([a-z]{2})(-[A-Z]{2})?", value)
    if match is None or match[1] not in LANGUAGES:
        supported = ", ".join(f"{key} ({known.tag})" for key, known in LANGUAGES.items())
        raise _refusal(FieldCode.UNSUPPORTED_LANGUAGE, value=value, supported=supported)
    return value


LanguageTag = Annotated[
    Line,
    AfterValidator(_language),
    WithJsonSchema({"type": "string", "pattern": f"^({'|'.join(LANGUAGES)})(-[A-Z]{{2}})?$"}),
]


def _check_digit(value: str) -> str:
    """Refuse an organisation number whose last digit does not follow from the others (Luhn)."""
    digits = [int(digit) for digit in value.replace("-", "")]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[::2]]
    if (sum(doubled) + sum(digits[1::2])) % 10:
        raise _refusal(FieldCode.BAD_CHECK_DIGIT, value=value)
    return value


OrganisationNumber = Annotated[
    Line,
    _pattern(FieldCode.BAD_ORGANISATION_NUMBER, r"[0-9]{6}-[0-9]{4}"),
    AfterValidator(_check_digit),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{6}-[0-9]{4}$"}),
]


def _whole_text(value: object) -> str:
    if not isinstance(value, str):
        raise _unexpected(value, TEXT_WANTED)
    return str(value)


WholeText = Annotated[str, BeforeValidator(_whole_text)]


def _percent(value: int) -> int:
    if not 1 <= value <= 100:
        raise _refusal(FieldCode.NOT_A_DEGREE, value=value)
    return value


Percent = Annotated[
    int,
    BeforeValidator(_whole_number),
    AfterValidator(_percent),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 100}),
]
CountyCode = Annotated[
    Line,
    _pattern(FieldCode.BAD_COUNTY_CODE, r"[0-9]{2}"),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{2}$"}),
]
Sha256 = Annotated[Line, _pattern(FieldCode.BAD_SHA256, r"[0-9a-f]{64}")]
CommitId = Annotated[Line, _pattern(FieldCode.BAD_COMMIT, r"[0-9a-f]{40}|[0-9a-f]{64}")]
