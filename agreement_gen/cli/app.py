"""What all commands share: the workspace they work on and how they report problems."""

from __future__ import annotations

import errno
import functools
import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, ParamSpec, TypeVar

import click

import agreement_gen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from agreement_gen.problems import Problem, ReportFormat
    from agreement_gen.workspace.reader import Workspace

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder that ``-C`` names, or None for the one the user stands in."""

    chosen: Path | None

    @property
    def root(self) -> Path:
        """The workspace's folder.

        Raises:
            InputError: if there is none.
        """
        from agreement_gen.workspace.reader import find_root

        return self.chosen if self.chosen is not None else find_root(Path())

    def load(self) -> Workspace:
        """Read the workspace; a revision that was interrupted is first put back.

        Raises:
            InputError: if it cannot be read.
        """
        from agreement_gen.workspace.reader import load_workspace
        from agreement_gen.workspace.transaction import recover
        from agreement_gen.workspace.tree import DiskTree

        put_back = recover(self.root)
        if put_back:
            count = f"{len(put_back)} {'file' if len(put_back) == 1 else 'files'}"
            click.echo(f"A revision was interrupted; {count} put back as before it.", err=True)
        return load_workspace(DiskTree(self.root))


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "-C",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="The workspace. Otherwise the nearest folder upwards with region.yaml.",
)
@click.version_option(agreement_gen.__version__, prog_name="agreement-gen")
@click.pass_context
def group(context: click.Context, folder: Path | None) -> None:
    """Sign-ready agreements between a region and its municipalities, as Word and PDF."""
    context.obj = Folder(folder)


pass_folder = click.make_pass_decorator(Folder)
names_argument = click.argument("names", nargs=-1, metavar="[NAME]...")


F = TypeVar("F", bound=str)


def chosen_from(*known: F) -> Callable[[click.Context, click.Parameter, str], tuple[F, ...]]:
    """A callback for an option that lists formats with commas between; in the order known."""

    def chosen(_: click.Context, __: click.Parameter, value: str) -> tuple[F, ...]:
        from agreement_gen.problems import did_you_mean

        wanted = [part.strip() for part in value.split(",") if part.strip()]
        for part in wanted:
            if part not in known:
                raise click.BadParameter(f"no format `{part}`; {did_you_mean(part, known)}")
        if not wanted:
            raise click.BadParameter(f"name at least one of {', '.join(known)}")
        return tuple(form for form in known if form in wanted)

    return chosen


_OF_THE_MACHINE = {
    errno.EACCES,
    errno.EDQUOT,
    errno.EISDIR,
    errno.ENAMETOOLONG,
    errno.ENOENT,
    errno.ENOSPC,
    errno.ENOTDIR,
    errno.EPERM,
    errno.EROFS,
}
"""What the user's folders and disk refuse; no fault of the program."""


def reports_problems(command: Callable[P, R]) -> Callable[P, R]:
    """Let a command raise :class:`InputError`; print its problems and exit with 1.

    A file or folder that the machine refuses to read or write is told in the same way.
    """

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        from agreement_gen.problems import InputError, Location, Problem

        try:
            return command(*args, **kwargs)
        except InputError as error:
            fail(error.problems)
        except OSError as error:
            # A file of the program's own that is missing is its fault, and told as that.
            own = Path(agreement_gen.__file__).parent
            if error.errno not in _OF_THE_MACHINE or not isinstance(error.filename, str):
                raise
            if own in Path(error.filename).parents:
                raise
            said = (error.strerror or "it cannot be read or written").lower()
            hint = "nothing else is wrong: name another file or folder, or make this one usable"
            fail([Problem(Location(error.filename), "file-system", said, hint)])

    return run


def fail(problems: Iterable[Problem], form: ReportFormat = "text") -> NoReturn:
    """Print the problems and exit with 1."""
    from agreement_gen.problems import in_order

    problems = in_order(problems)
    report(problems, form)
    errors = sum(problem.severity == "error" for problem in problems)
    if form == "text":
        click.echo(f"{errors} {'error' if errors == 1 else 'errors'}", err=True)
    sys.exit(1)


def report(problems: Iterable[Problem], form: ReportFormat = "text") -> None:
    """Print problems, their files as seen from the folder the user stands in."""
    from agreement_gen.problems import in_order, render

    folder = click.get_current_context().find_object(Folder) or Folder(None)
    text = render(in_order(seen_from_here(problem, folder) for problem in problems), form)
    click.echo(text, nl=False, err=form == "text")


def seen_from_here(problem: Problem, folder: Folder) -> Problem:
    """The problem with its file's path from the user's folder, not from the workspace's."""
    from agreement_gen.problems import InputError

    try:
        path = folder.root / problem.location.file
    except InputError:
        return problem
    if not path.exists():
        return problem
    relative = Path(os.path.relpath(path))
    outside = ".." in relative.parts and folder.chosen is not None and folder.chosen.is_absolute()
    shown = (path if outside else relative).as_posix()
    return replace(problem, location=replace(problem.location, file=shown))
