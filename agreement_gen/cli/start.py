"""``agreement-gen init`` and ``agreement-gen new``."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agreement_gen.cli.app import Folder, pass_folder, reports_problems

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agreement_gen.workspace.reader import Standard, Workspace


@click.command()
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@reports_problems
def init(target: Path) -> None:
    """Make a whole new workspace in DIR, to start from.

    It holds a standard agreement and three invented municipalities, and says in its README.md
    what to do next. DIR must not exist, or be empty (a .git folder may be there).
    """
    from agreement_gen.workspace.scaffold import write_starter

    paths = write_starter(target)
    click.echo(f"{len(paths)} files written to {target}")
    where = shlex.quote(str(target))
    click.echo("Next:")
    click.echo("  agreement-gen doctor")
    click.echo(f"  agreement-gen -C {where} build")
    click.echo(f"  and what {target / 'README.md'} says")


def _figures(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> dict[str, int]:
    found = {}
    for value in values:
        key, equals, figure = value.partition("=")
        if not equals or not figure.strip().isdecimal():
            raise click.BadParameter(f"`{value}` is not KEY=NUMBER, e.g. hours_per_week=31")
        found[key.strip()] = int(figure)
    return found


@click.command()
@click.argument("name")
@click.option("--code", metavar="CODE", help="Kommunkod: four digits.")
@click.option("--group", metavar="GROUP", help="One of the region's groups.")
@click.option("--agreement", metavar="KEY", help="Folder under templates/, if there are several.")
@click.option("--title", help="The signatory's office title. Default: the most usual one.")
@click.option(
    "--figure",
    "figures",
    multiple=True,
    metavar="KEY=NUMBER",
    callback=_figures,
    help="A figure of the municipality's funding row; may be given several times.",
)
@pass_folder
@reports_problems
def new(
    folder: Folder,
    name: str,
    code: str | None,
    group: str | None,
    agreement: str | None,
    title: str | None,
    figures: Mapping[str, int],
) -> None:
    """Write a commented file for one more municipality.

    On a terminal it asks for what is not given. Figures that are not given are left empty,
    and `check` points at them until they are written.
    """
    from agreement_gen.problems import InputError, Location, Problem
    from agreement_gen.workspace.new_municipality import (
        Newcomer,
        faults,
        municipality_file,
        usual_title,
    )
    from agreement_gen.workspace.reader import slug

    workspace = folder.load()
    groups = [group.name for group in workspace.region.record.funding.groups]
    standard = _standard(workspace, agreement)
    title = title or usual_title(workspace)
    if on_terminal():
        code, group, title, figures = _ask(workspace, standard, code, group, title, figures)
    lacking = []
    if not code:
        lacking.append(f"--code ({workspace.region.record.county_code}..)")
    if not group:
        lacking.append(f"--group ({', '.join(groups)})")
    if not title:
        lacking.append("--title (of the person who signs)")
    if not code or not group or not title:
        raise click.UsageError(f"give also {' and '.join(lacking)}")
    newcomer = Newcomer(" ".join(name.split()), code, group, title, figures)
    problems = list(faults(workspace, standard, newcomer))
    if problems:
        raise InputError(problems)
    path = folder.root / newcomer.path
    path.parent.mkdir(exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(municipality_file(newcomer, standard, groups))
    except FileExistsError:
        problem = Problem(Location(newcomer.path), "file-exists", "this file is there already")
        raise InputError([problem]) from None
    click.echo(f"{path} is written")
    click.echo(f"Fill it in, then: agreement-gen check {slug(newcomer.name)}")


def _standard(workspace: Workspace, key: str | None) -> Standard:
    """The standard that is named, or the only one there is."""
    from agreement_gen.problems import did_you_mean

    standards = workspace.standards
    if key is None:
        if len(standards) != 1:
            raise click.UsageError(f"give also --agreement ({', '.join(standards)})")
        return next(iter(standards.values()))
    if key not in standards:
        raise click.UsageError(f"--agreement: no `{key}`; {did_you_mean(key, standards)}")
    return standards[key]


def on_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty()


def _ask(
    workspace: Workspace,
    standard: Standard,
    code: str | None,
    group: str | None,
    title: str | None,
    figures: Mapping[str, int],
) -> tuple[str, str, str, Mapping[str, int]]:
    """Ask for what is not given; an empty answer leaves a figure to be written later."""
    region = workspace.region.record
    code = code or click.prompt(f"Kommunkod (begins with {region.county_code})")
    if not group:
        choice = click.Choice([group.name for group in region.funding.groups], case_sensitive=False)
        group = click.prompt("Group", type=choice)
    title = title or click.prompt("Title of the person who signs")
    answers = dict(figures)
    for column in standard.family.record.funding.columns:
        while column.key not in answers:
            answer = click.prompt(f"{column.title} (empty: later)", default="", show_default=False)
            digits = "".join(answer.split())
            if not digits:
                break
            if digits.isdecimal():
                answers[column.key] = int(digits)
            else:
                click.echo("Write only digits.")
    return str(code), str(group), str(title), answers
