"""Arguments and options that several commands share, and the types of their values."""

from __future__ import annotations

import datetime as dt
import functools
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import click

from agreement_gen.cli.messages import (
    DATE_OUTSIDE,
    NO_SUCH_DATE,
    NO_SUCH_FORMAT,
    NOT_A_DATE,
    NOT_A_FIGURE,
    WITHOUT_FORMAT,
)
from agreement_gen.cli.output import shown
from agreement_gen.cli.types import FilePath, OneOf, WholeNumber
from agreement_gen.clock import FIRST_YEAR, LAST_YEAR
from agreement_gen.translation import use_source_for_programs

if TYPE_CHECKING:
    from collections.abc import Callable

Command = TypeVar("Command", bound="Callable[..., Any] | click.Command")
FormatName = TypeVar("FormatName", bound=str)

_MOST_DIGITS = 15
"""Of a figure that is typed; no sum of money or time of an agreement has more."""

_FOR_PROGRAMS = {"json", "sarif"}
"""The formats that programs read."""

EXISTING_FILE = FilePath(exists=True, dir_okay=False, path_type=Path)


class Day(click.ParamType[dt.date]):
    """A calendar date, written as 2026-09-01 (ISO 8601, extended format) and in no other way."""

    name = "date"

    def convert(
        self, value: str | dt.date, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        """See :class:`click.ParamType`."""
        if isinstance(value, dt.date):
            return value
        # `date.fromisoformat` also reads 20260901 and 2026-W36-2, which people misread.
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise click.BadParameter(shown(NOT_A_DATE(value=value)), ctx, param)
        try:
            date = dt.date.fromisoformat(value)
        except ValueError:
            raise click.BadParameter(shown(NO_SUCH_DATE(value=value)), ctx, param) from None
        if not FIRST_YEAR <= date.year <= LAST_YEAR:
            outside = DATE_OUTSIDE(value=value, first=FIRST_YEAR, last=LAST_YEAR)
            raise click.BadParameter(shown(outside), ctx, param)
        return date


class FormatList(click.ParamType[tuple[str, ...]], Generic[FormatName]):
    """Names of formats with commas between; gives each once, in the order known."""

    name = "formats"

    def __init__(self, *known: FormatName) -> None:
        self.known = known

    def convert(
        self,
        value: str | tuple[FormatName, ...],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[FormatName, ...]:
        """See :class:`click.ParamType`."""
        from agreement_gen.problems import did_you_mean

        if not isinstance(value, str):
            return value
        names = [part.strip() for part in value.split(",") if part.strip()]
        for name in names:
            if name not in self.known:
                message = NO_SUCH_FORMAT(name=name, suggestion=did_you_mean(name, self.known))
                raise click.BadParameter(shown(message), ctx, param)
        if not names:
            message = WITHOUT_FORMAT(formats=", ".join(self.known))
            raise click.BadParameter(shown(message), ctx, param)
        return tuple(known for known in self.known if known in names)


class Figure(click.ParamType[tuple[str, int]]):
    """One figure of a funding row, written as KEY=NUMBER."""

    name = "figure"

    def convert(
        self,
        value: str | tuple[str, int],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[str, int]:
        """See :class:`click.ParamType`."""
        if isinstance(value, tuple):
            return value
        key, equals, number = value.partition("=")
        figure = figure_of(number)
        if not equals or figure is None:
            raise click.BadParameter(shown(NOT_A_FIGURE(value=value)), ctx, param)
        return key.strip(), figure


def figure_of(text: str) -> int | None:
    """The whole number that a text of digits, perhaps in groups, is; None for any other text."""
    digits = "".join(text.split())
    return int(digits) if re.fullmatch(f"[0-9]{{1,{_MOST_DIGITS}}}", digits) else None


class NameText(click.ParamType[str]):
    """A municipality's name, also where the locale does not let the system decode it."""

    name = "text"

    def convert(
        self,
        value: str,
        param: click.Parameter | None,  # noqa: ARG002 - all three are given
        ctx: click.Context | None,  # noqa: ARG002
    ) -> str:
        """See :class:`click.ParamType`."""
        try:
            return os.fsencode(value).decode("utf-8")
        except ValueError:
            return value


KRONOR = WholeNumber(0, 10**12)
"""An amount in whole kronor, within the bounds that numbers in files have."""

YEAR = WholeNumber(FIRST_YEAR, LAST_YEAR)
"""A calendar year, within the bounds that years in files have."""

names_argument = click.argument("names", nargs=-1, type=NameText(), metavar="[NAME]...")
name_argument = click.argument("name", type=NameText())

agreement_option = click.option(
    "--agreement", metavar="FAMILY", help="Only agreements of this directory under templates/."
)
one_agreement_option = click.option(
    "--agreement", metavar="FAMILY", help="The directory under templates/ that it follows."
)
county_option = click.option(
    "--county", metavar="CODE", help="Only agreements of this county, by its two digits."
)


def selection_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Names, ``--agreement`` and ``--county``; the command takes them together, as ``names``."""

    @functools.wraps(command)
    def run(
        *args: Any,  # noqa: ANN401 - whatever the command takes
        names: tuple[str, ...],
        agreement: str | None,
        county: str | None,
        **kwargs: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        from agreement_gen.workspace.reader import Selection

        return command(*args, names=Selection(names, agreement, county), **kwargs)

    return names_argument(agreement_option(county_option(run)))


def one_agreement_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """A name and ``--agreement``; the command takes them together, as ``name``."""

    @functools.wraps(command)
    def run(
        *args: Any,  # noqa: ANN401 - whatever the command takes
        name: str,
        agreement: str | None,
        **kwargs: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        from agreement_gen.workspace.reader import Selection

        return command(*args, name=Selection((name,), agreement), **kwargs)

    return name_argument(one_agreement_option(run))


reference_date_option = click.option(
    "--on", type=Day(), metavar="DATE", help="The reference date. Default: today."
)

trust_option = click.option(
    "--trust",
    multiple=True,
    type=EXISTING_FILE,
    metavar="CERT",
    help="A certificate (PEM or DER) that signers' certificates must lead to. May be repeated.",
)


def format_option(
    *known: str, help_: str = "How to print the result."
) -> Callable[[Command], Command]:
    """``--format``, which takes one of the formats known; the first is the default.

    What a program reads is in English, whatever language people are addressed in.
    """

    def chosen(_: click.Context, __: click.Parameter, value: str) -> str:
        if value in _FOR_PROGRAMS:
            use_source_for_programs()
        return value

    return click.option(
        "--format",
        "output_format",
        type=OneOf(known),
        default=known[0],
        show_default=True,
        callback=chosen,
        help=help_,
    )


def formats_option(*known: str, default: str, name: str = "--to") -> Callable[[Command], Command]:
    """An option that takes several of the formats known, with commas between."""
    return click.option(
        name,
        "formats",
        type=FormatList(*known),
        default=default,
        show_default=True,
        metavar=",".join(known),
        help="What to write: one or more of the formats, with commas between.",
    )


def output_folder_option(default: str) -> Callable[[Command], Command]:
    """``--output`` of a command that writes several files; the default is in the workspace."""
    return click.option(
        "--output",
        type=FilePath(file_okay=False, path_type=Path),
        metavar="DIR",
        default=None,
        show_default=f"{default}/",
        help="Where to write.",
    )


def output_file_option(name: str, help_: str) -> Callable[[Command], Command]:
    """An option that names one file to write."""
    return click.option(
        name, type=FilePath(dir_okay=False, path_type=Path), metavar="FILE", help=help_
    )
