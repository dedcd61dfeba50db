"""Types of arguments and options that refuse a value with the program's own sentences."""

from __future__ import annotations

import os
from typing import Any

import click

from agreement_gen.cli.messages import (
    NO_SUCH_DIRECTORY,
    NO_SUCH_FILE,
    NOT_A_NUMBER,
    NOT_ONE_OF,
    NOT_READABLE,
    NOT_WRITABLE,
    NUMBER_OUTSIDE,
    NUMBER_TOO_SMALL,
    PATH_IS_DIRECTORY,
    PATH_IS_FILE,
)
from agreement_gen.cli.output import shown


class OneOf(click.Choice[Any]):
    """One of some words, as :class:`click.Choice` takes it."""

    def convert(
        self,
        value: Any,  # noqa: ANN401 - whatever was typed
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Any:  # noqa: ANN401
        """See :class:`click.ParamType`."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            message = NOT_ONE_OF(value=str(value), choices=", ".join(map(str, self.choices)))
            raise click.BadParameter(shown(message), ctx, param) from None


class WholeNumber(click.IntRange):
    """A whole number within bounds, as :class:`click.IntRange` takes it."""

    def convert(
        self,
        value: Any,  # noqa: ANN401 - whatever was typed
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Any:  # noqa: ANN401
        """See :class:`click.ParamType`."""
        try:
            number = int(value)
        except ValueError:
            raise click.BadParameter(shown(NOT_A_NUMBER(value=str(value))), ctx, param) from None
        least, most = int(self.min or 0), self.max
        if most is None and number < least:
            message = NUMBER_TOO_SMALL(value=str(number), least=str(least))
            raise click.BadParameter(shown(message), ctx, param)
        if number < least or (most is not None and number > most):
            message = NUMBER_OUTSIDE(value=str(number), least=str(least), most=str(most))
            raise click.BadParameter(shown(message), ctx, param)
        return number


class FilePath(click.Path):
    """A file or directory, as :class:`click.Path` takes it."""

    def convert(
        self,
        value: Any,  # noqa: ANN401 - whatever was typed
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Any:  # noqa: ANN401
        """See :class:`click.ParamType`."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            name = os.fsdecode(value)
            # Of the functions that ask, these answer for a name of any length.
            is_folder = os.path.isdir(name)  # noqa: PTH112
            if not os.path.exists(name):  # noqa: PTH110
                message = (NO_SUCH_FILE if self.file_okay else NO_SUCH_DIRECTORY)(path=name)
            elif is_folder and not self.dir_okay:
                message = PATH_IS_DIRECTORY(path=name)
            elif not is_folder and not self.file_okay:
                message = PATH_IS_FILE(path=name)
            else:
                message = (NOT_READABLE if self.readable else NOT_WRITABLE)(path=name)
            raise click.BadParameter(shown(message), ctx, param) from None
