"""Types of arguments and options that refuse a value with the program's own sentences."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from agreement_gen.messages import Text


class _OwnRefusal(click.ParamType[Any]):
    """A type of Click's whose refusal of a value is this program's own sentence."""

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
            raise click.BadParameter(shown(self._refusal(value)), ctx, param) from None

    def _refusal(self, value: Any) -> Text:  # noqa: ANN401
        """Why a value that Click has refused is refused."""
        raise NotImplementedError


class OneOf(_OwnRefusal, click.Choice[Any]):
    """One of some words, as :class:`click.Choice` takes it."""

    def _refusal(self, value: Any) -> Text:  # noqa: ANN401
        return NOT_ONE_OF(value=str(value), choices=", ".join(map(str, self.choices)))


class WholeNumber(_OwnRefusal, click.IntRange):
    """A whole number with a lower bound, as :class:`click.IntRange` takes it."""

    def _refusal(self, value: Any) -> Text:  # noqa: ANN401
        try:
            number = int(value)
        except ValueError:
            return NOT_A_NUMBER(value=str(value))
        if self.max is None:
            return NUMBER_TOO_SMALL(value=str(number), least=str(self.min))
        return NUMBER_OUTSIDE(value=str(number), least=str(self.min), most=str(self.max))


class FilePath(_OwnRefusal, click.Path):
    """A file or directory, as :class:`click.Path` takes it."""

    def _refusal(self, value: Any) -> Text:  # noqa: ANN401
        name = os.fsdecode(value)
        # Of the functions that ask, these answer for a name of any length.
        is_folder = os.path.isdir(name)  # noqa: PTH112
        if not os.path.exists(name):  # noqa: PTH110
            return (NO_SUCH_FILE if self.file_okay else NO_SUCH_DIRECTORY)(path=name)
        if is_folder and not self.dir_okay:
            return PATH_IS_DIRECTORY(path=name)
        if not is_folder and not self.file_okay:
            return PATH_IS_FILE(path=name)
        return (NOT_READABLE if self.readable else NOT_WRITABLE)(path=name)
