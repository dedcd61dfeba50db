"""Commands whose help and errors are this program's own texts, in the language of the person.

Click parses; none of its sentences is shown. A command's help is its docstring, an option's is
given where the option is: both are looked up in the catalogue when they are shown.
"""

from __future__ import annotations

import inspect
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

import click

from agreement_gen.cli.messages import (
    ARGUMENT_MISSING,
    ARGUMENT_VALUES,
    ARGUMENTS_TOO_MANY,
    COMMAND_MISSING,
    COMMAND_UNKNOWN,
    COMMANDS,
    DEFAULT_IS,
    DID_YOU_MEAN,
    ERROR,
    HELP_OPTION,
    NOT_FOR_OPTION,
    NOT_FOR_PARAMETER,
    OPTION_MISSING,
    OPTION_NEEDS_VALUE,
    OPTION_TAKES_NONE,
    OPTION_UNKNOWN,
    OPTIONS,
    REQUIRED,
    TRY_HELP,
    USAGE,
)
from agreement_gen.cli.output import say_report, shown
from agreement_gen.translation import translated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from agreement_gen.messages import Text


class WrongCall(click.UsageError):
    """A wrong call, shown with the program's own words."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the usage of the command, where its help is, and what is wrong."""
        lines = []
        if self.ctx is not None:
            lines = [self.ctx.get_usage(), TRY_HELP(command=self.ctx.command_path), ""]
        lines.append(ERROR(message=self.message))
        text = "".join(f"{line}\n" for line in lines)
        if file is None:
            say_report(text, err=True)
        else:
            file.write(text)


class Command(click.Command):
    """A command with help and errors of its own."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """See :class:`click.Command`."""
        if not isinstance(self, click.Group):
            ctx.allow_extra_args = True
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:  # not all of them name the command
            error.ctx = error.ctx or ctx
            raise
        if rest and not isinstance(self, click.Group) and not ctx.resilient_parsing:
            too_many = ARGUMENTS_TOO_MANY(count=len(rest), arguments=" ".join(map(str, rest)))
            raise WrongCall(shown(too_many), ctx)
        return rest

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """See :class:`click.Command`."""
        pieces = [translated(self.options_metavar or "")]
        pieces += [_metavar(each, ctx) for each in self.params if isinstance(each, click.Argument)]
        if isinstance(self, click.Group):
            pieces.append(translated(self.subcommand_metavar or ""))
        usage = f"{USAGE()} "
        formatter.write_usage(ctx.command_path, " ".join(filter(None, pieces)), usage)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - both are given
        """See :class:`click.Command`."""
        for paragraph in paragraphs(self.help or ""):
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(translated(paragraph))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """See :class:`click.Command`."""
        options = [each for each in self.get_params(ctx) if isinstance(each, click.Option)]
        with formatter.section(str(OPTIONS())):
            formatter.write_dl([option_help(each, ctx) for each in options if not each.hidden])

    def format_arguments(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """An argument is described in the command's own text."""


class Group(Command, click.Group):
    """The program: its commands, each listed with the first sentence of its help."""

    command_class = Command

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401 - whatever a context takes
    ) -> click.Context:
        """See :class:`click.Command`; the language is chosen before anything is parsed."""
        from agreement_gen.cli.language import choose_language

        choose_language(args)
        with _own_words():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - whatever a command gives
        """See :class:`click.Command`."""
        with _own_words():
            return super().invoke(ctx)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """See :class:`click.Group`."""
        name = str(args[0])
        if self.get_command(ctx, name) is None and not ctx.resilient_parsing:
            unknown = COMMAND_UNKNOWN(command=name, suggestion=_near(name, self.commands))
            raise WrongCall(shown(unknown).rstrip(), ctx)
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """See :class:`click.Group`."""
        Command.format_options(self, ctx, formatter)
        rows = [(name, _summary(self.commands[name])) for name in self.list_commands(ctx)]
        with formatter.section(str(COMMANDS())):
            formatter.write_dl(rows)


def command(function: Callable[..., Any]) -> Command:
    """Make a command of a function, as :func:`click.command` does."""
    return click.command(cls=Command)(function)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a docstring, each in one line: the texts that the catalogue has."""
    return [" ".join(part.split()) for part in inspect.cleandoc(text).split("\n\n") if part.strip()]


def _summary(of: click.Command) -> str:
    """The first sentence of a command's help."""
    first = next(iter(paragraphs(of.help or "")), "")
    text = translated(first)
    return text if ". " not in text else f"{text.partition('. ')[0]}."


def option_help(option: click.Option, ctx: click.Context) -> tuple[str, str]:
    """An option's names with its value, and its help."""
    names = ", ".join(sorted(option.opts, key=lambda name: name.startswith("--")))
    if not option.is_flag and not option.count:
        names = f"{names} {_metavar(option, ctx)}"
    is_help = ctx.command.get_help_option(ctx) is option
    text = str(HELP_OPTION()) if is_help else translated(option.help or "")
    if option.show_default and not option.is_flag:
        value = option.show_default if isinstance(option.show_default, str) else option.default
        text = f"{text}  [{DEFAULT_IS(value=str(value))}]"
    if option.required:
        text = f"{text}  [{REQUIRED()}]"
    return names, text


def _metavar(parameter: click.Parameter, ctx: click.Context) -> str:
    return translated(parameter.make_metavar(ctx))


@contextmanager
def _own_words() -> Iterator[None]:
    """Turn what Click reports into the same error with the program's own words."""
    try:
        yield
    except (WrongCall, click.exceptions.NoArgsIsHelpError):
        raise
    except click.UsageError as error:
        raise WrongCall(_words(error), error.ctx) from None


def _words(error: click.UsageError) -> str:
    """What is wrong with a call, from the kind of Click's error and never from its sentence."""
    text: Text
    match error:
        case click.MissingParameter(param=click.Argument() as parameter, ctx=ctx):
            text = ARGUMENT_MISSING(argument=_named(parameter, ctx))
        case click.MissingParameter(param=parameter, ctx=ctx):
            text = OPTION_MISSING(option=_named(parameter, ctx))
        case click.BadParameter(param=parameter, ctx=ctx) if parameter is not None:
            # The types of `params` have their own sentences.
            what = NOT_FOR_OPTION if isinstance(parameter, click.Option) else NOT_FOR_PARAMETER
            text = what(name=_named(parameter, ctx), message=error.message)
        case click.NoSuchOption(option_name=name, ctx=ctx):
            known = [] if ctx is None else _option_names(ctx)
            text = OPTION_UNKNOWN(option=name, suggestion=_near(name, known))
            return shown(text).rstrip()
        case click.BadOptionUsage(option_name=name, ctx=ctx):
            flags = [] if ctx is None else _option_names(ctx, only_flags=True)
            text = (OPTION_TAKES_NONE if name in flags else OPTION_NEEDS_VALUE)(option=name)
        case click.BadArgumentUsage():
            text = ARGUMENT_VALUES()
        case _ if isinstance(getattr(error.ctx, "command", None), click.Group):
            text = COMMAND_MISSING()
        case _:
            return error.message
    return shown(text)


def _named(parameter: click.Parameter | None, ctx: click.Context | None) -> str:
    """How an error names a parameter: an option by its longest name, an argument as usage does."""
    if isinstance(parameter, click.Argument) and ctx is not None:
        return _metavar(parameter, ctx)
    return "" if parameter is None else max(parameter.opts, key=len)


def _option_names(ctx: click.Context, *, only_flags: bool = False) -> list[str]:
    options = [each for each in ctx.command.get_params(ctx) if isinstance(each, click.Option)]
    return [name for each in options if each.is_flag or not only_flags for name in each.opts]


def _near(word: str, known: Iterable[str]) -> Text | str:
    import difflib

    near = difflib.get_close_matches(word, list(known), n=1)
    return DID_YOU_MEAN(word=near[0]) if near else ""
