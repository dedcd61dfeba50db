"""What all commands share: the workspace they work on and how they report problems."""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, ParamSpec, TypeVar, assert_never

import click

import agreement_gen
from agreement_gen.cli.command import Group
from agreement_gen.cli.messages import ERRORS, VERSION, CliCode
from agreement_gen.cli.output import say, say_report, write_commands, write_json
from agreement_gen.cli.types import FilePath, OneOf
from agreement_gen.problems import InputError, Location, has_errors, in_order, problem, render
from agreement_gen.system_errors import reason_of
from agreement_gen.translation import LANGUAGES, for_people

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from agreement_gen.problems import Problem, ProblemCode, ReportFormat
    from agreement_gen.workspace.reader import Entry, Selection, Workspace

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Folder:
    """The directory that ``-C`` names; None for the nearest workspace from the current one up."""

    chosen: Path | None

    @property
    def root(self) -> Path:
        """The workspace's directory.

        Raises:
            InputError: there is none.
        """
        from agreement_gen.workspace.root import find_root

        return self.chosen if self.chosen is not None else find_root(Path())

    def load(self) -> Workspace:
        """Read the workspace.

        Raises:
            InputError: it cannot be read, or a revision of it was interrupted.
        """
        from agreement_gen.workspace.journal import require_none_interrupted
        from agreement_gen.workspace.reader import load_workspace
        from agreement_gen.workspace.tree import DiskTree

        root = self.root
        require_none_interrupted(root)
        return load_workspace(DiskTree(root))

    def load_sound(self, tolerated: Collection[ProblemCode] = frozenset()) -> Workspace:
        """Read the workspace, and refuse it for what `check` refuses, but for what is tolerated.

        Raises:
            InputError: as :meth:`load`, or it has errors.
        """
        from agreement_gen.checks.gate import require_sound

        workspace = self.load()
        require_sound(workspace, tolerated=tolerated)
        return workspace


def _print_version(context: click.Context, _: click.Parameter, is_asked: bool) -> None:
    if is_asked:
        say(VERSION(version=agreement_gen.__version__))
        context.exit()


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "-C",
    "folder",
    type=FilePath(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="The workspace. Default: the nearest directory upwards with region.yaml.",
)
@click.option(
    "--lang",
    type=OneOf(LANGUAGES),
    expose_value=False,
    help="The language of messages and help. Default: that of AGREEMENT_GEN_LANG, of the "
    "workspace's agreements, or of the locale.",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)
@click.pass_context
def group(context: click.Context, folder: Path | None) -> None:
    """Sign-ready agreements between a region and its municipalities, as Word and PDF."""
    from agreement_gen.temporary import remove_abandoned

    remove_abandoned()
    context.obj = Folder(folder)


pass_folder = click.make_pass_decorator(Folder)


def can_prompt() -> bool:
    """Whether there is a terminal on which questions can be answered."""
    return sys.stdin.isatty()


_FAULTS_OF_THE_PROGRAM = {errno.EBADF, errno.ECHILD, errno.EINVAL, errno.ESRCH}
"""What the system answers to a call that is wrong in itself, where it names no file."""

_THIS_PROGRAM = "agreement-gen"
"""The place of a problem that has no file."""


def reports_problems(command: Callable[P, R]) -> Callable[P, R]:
    """Let a command raise :class:`InputError`; print its problems and exit with status 1.

    A file or directory that the machine refuses to read or write is reported in the same way, and
    so is a lack of memory or disk.
    """

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except InputError as error:
            fail(error.problems)
        except OSError as error:
            place = _place(error)
            if place is None:
                raise
            fail([problem(Location(place), CliCode.FILE_SYSTEM, reason=reason_of(error))])
        except MemoryError:
            fail([problem(Location(_THIS_PROGRAM), CliCode.NO_MEMORY)])

    return run


def _place(error: OSError) -> str | None:
    """What the system refuses: the user's file or the machine; None for a fault of the program.

    The program lacking a file of its own is such a fault.
    """
    if isinstance(error.filename, str | bytes):
        name = os.fsdecode(error.filename)
        return None if Path(agreement_gen.__file__).parent in Path(name).parents else name
    return None if error.errno in _FAULTS_OF_THE_PROGRAM | {None} else _THIS_PROGRAM


@dataclass(frozen=True, slots=True)
class SoundPart:
    """The agreements that a command can work with, and what keeps the others.

    Attributes:
        entries: Those that nothing keeps from being composed.
        problems: What is reported at the end; the command adds what it finds itself.
    """

    entries: tuple[Entry, ...]
    problems: list[Problem]


@contextlib.contextmanager
def sound_part(workspace: Workspace, names: Selection) -> Iterator[SoundPart]:
    """Work with those of the named agreements that can be composed, and report the others.

    When the block has shown what it can, the problems are printed and the command exits with
    status 1. It does so at once if no agreement is left.
    """
    from agreement_gen.checks.gate import soundness
    from agreement_gen.workspace.reader import select

    state = soundness(workspace, select(workspace, names) if names else None, may_wait=True)
    part = SoundPart(state.sound, list(state.problems))
    if state.sound or state.is_whole:
        yield part
    if has_errors(part.problems):
        fail(part.problems)


def fail(problems: Iterable[Problem], output_format: ReportFormat = "text") -> NoReturn:
    """Print problems and exit with status 1."""
    problems = in_order(problems)
    print_problems(problems, output_format)
    if output_format == "text":
        errors = sum(each.severity == "error" for each in problems)
        say(ERRORS(count=errors), err=True)
    sys.exit(1)


def print_problems(problems: Iterable[Problem], output_format: ReportFormat = "text") -> None:
    """Print problems, their files relative to the current directory."""
    folder = click.get_current_context().find_object(Folder) or Folder(None)
    shown = in_order(_seen_from_here(each, folder) for each in problems)
    with for_people():  # what a program reads is in English all the same
        text = render(shown, output_format)
    match output_format:
        case "text":
            say_report(text, err=True)
        case "github":
            write_commands(text)
        case "json" | "sarif":
            write_json(text)
        case _:
            assert_never(output_format)


def _seen_from_here(found: Problem, folder: Folder) -> Problem:
    """The problem with its file's path from the current directory, not from the workspace's."""
    try:
        path = folder.root / found.location.file
        path.stat()
        relative = Path(os.path.relpath(path))
    except (InputError, OSError, ValueError):  # no file, but a name of any length
        return found
    outside = ".." in relative.parts and folder.chosen is not None and folder.chosen.is_absolute()
    shown = (path if outside else relative).as_posix()
    return replace(found, location=replace(found.location, file=shown))
