"""``agreement-gen new``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from agreement_gen.cli import app
from agreement_gen.cli.app import Folder, pass_folder, reports_problems
from agreement_gen.cli.command import command
from agreement_gen.cli.messages import (
    AGREEMENT_OPTION,
    ASK_CODE,
    ASK_FIGURE,
    ASK_GROUP,
    ASK_TITLE,
    CODE_OPTION,
    GROUP_OPTION,
    MISSING_OPTIONS,
    NEW_FILE,
    NEW_NEXT,
    NO_MUNICIPALITY,
    NO_SUCH_AGREEMENT,
    NOT_ONE_OF,
    ONLY_DIGITS,
    TITLE_OPTION,
    CliCode,
)
from agreement_gen.cli.output import say, shown
from agreement_gen.cli.params import Figure, figure_of, name_argument

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agreement_gen.messages import Text
    from agreement_gen.workspace.reader import Standard, Workspace


@command
@name_argument
@click.option("--code", metavar="CODE", help="Kommunkod: four digits.")
@click.option("--group", metavar="GROUP", help="One of the region's groups.")
@click.option(
    "--agreement", metavar="KEY", help="Directory under templates/, if there are several."
)
@click.option(
    "--title", metavar="TITLE", help="The signatory's office title. Default: the most usual one."
)
@click.option(
    "--figure",
    "figures",
    multiple=True,
    type=Figure(),
    metavar="KEY=NUMBER",
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
    figures: tuple[tuple[str, int], ...],
) -> None:
    """Write a commented file for one more agreement: of a municipality, or of other parties.

    NAME is the municipality's; where the standard has no municipality, it is the agreement's own.
    On a terminal it asks for what is not given. Figures that are not given are left empty, and
    `check` reports them until they are written.
    """
    from agreement_gen.characters import composed
    from agreement_gen.problems import InputError, Location, fault
    from agreement_gen.workspace.new_municipality import (
        NewMunicipality,
        groups_of,
        is_with_municipality,
        path_of,
        problems_of,
        usual_title,
    )
    from agreement_gen.workspace.new_municipality_file import municipality_file
    from agreement_gen.workspace.reader import file_slug
    from agreement_gen.workspace.transaction import write_files

    workspace = folder.load()
    standard = _standard(workspace, agreement)
    row: Mapping[str, int] = dict(figures)
    if is_with_municipality(standard):
        title = title or usual_title(workspace)
        if app.can_prompt():
            code, group, title, row = _ask(workspace, standard, code, group, title, row)
        if not code or not title or not (group or not groups_of(standard)):
            raise _missing_options(workspace, standard, code, group, title)
    elif code or group or title:
        raise click.UsageError(str(NO_MUNICIPALITY(agreement=standard.key)))
    title = title or ""
    name, title = (" ".join(composed(text).split()) for text in (name, title))
    group = None if group is None else composed(group)
    municipality = NewMunicipality(name, code, group, title, row)
    problems = list(problems_of(workspace, standard, municipality))
    if problems:
        raise InputError(problems)
    name_of_file = path_of(workspace, standard, municipality)
    path = folder.root / name_of_file
    if path.exists() or path.is_symlink():
        raise fault(Location(name_of_file), CliCode.FILE_EXISTS)
    text = municipality_file(workspace, municipality, standard)
    files = {name_of_file: text.encode("utf-8")}
    write_files(folder.root, files, expected={name_of_file: None}, inside=folder.root)
    say(NEW_FILE(path=str(path)))
    say(NEW_NEXT(slug=file_slug(name_of_file)))


def _standard(workspace: Workspace, key: str | None) -> Standard:
    """The standard that is named, or the only one there is."""
    from agreement_gen.problems import did_you_mean

    standards = workspace.standards
    if key is None:
        if len(standards) != 1:
            raise _missing(AGREEMENT_OPTION(agreements=", ".join(standards)))
        return next(iter(standards.values()))
    if key not in standards:
        message = NO_SUCH_AGREEMENT(key=key, suggestion=did_you_mean(key, standards))
        raise click.UsageError(str(message))
    return standards[key]


def _missing_options(
    workspace: Workspace,
    standard: Standard,
    code: str | None,
    group: str | None,
    title: str | None,
) -> click.UsageError:
    """The error that names every option that is needed and not given."""
    from agreement_gen.workspace.new_municipality import groups_of

    groups = groups_of(standard)
    options = [(code, CODE_OPTION(county_code=workspace.region.record.county_code or ""))]
    if groups:
        options.append((group, GROUP_OPTION(groups=", ".join(groups))))
    options.append((title, TITLE_OPTION()))
    return _missing(*(option for value, option in options if not value))


def _missing(*options: Text) -> click.UsageError:
    message = MISSING_OPTIONS(count=len(options), options=", ".join(map(str, options)))
    return click.UsageError(str(message))


def _ask(
    workspace: Workspace,
    standard: Standard,
    code: str | None,
    group: str | None,
    title: str | None,
    figures: Mapping[str, int],
) -> tuple[str, str | None, str, Mapping[str, int]]:
    """Ask for what is not given; an empty answer leaves a figure to be written later."""
    from agreement_gen.workspace.new_municipality import groups_of

    groups, table = groups_of(standard), standard.family.record.funding
    if not code:
        county_code = workspace.region.record.county_code or ""
        code = _answer(ASK_CODE(county_code=county_code))
    if groups and not group:
        by_name = {name.casefold(): name for name in groups}
        while group is None:
            typed = _answer(ASK_GROUP(groups=", ".join(groups)))
            group = by_name.get(typed.casefold())
            if group is None:
                say(NOT_ONE_OF(value=typed, choices=", ".join(groups)))
    title = title or _answer(ASK_TITLE())
    answers = dict(figures)
    for column in () if table is None else table.columns:
        while column.key not in answers:
            question = shown(ASK_FIGURE(column=column.title))
            answer = click.prompt(question, default="", show_default=False)
            if not answer.strip():
                break
            figure = figure_of(answer)
            if figure is None:
                say(ONLY_DIGITS())
            else:
                answers[column.key] = figure
    return code, group, title, answers


def _answer(question: Text) -> str:
    """What a person answers, which is not nothing."""
    answer = ""
    while not answer:
        answer = click.prompt(shown(question), default="", show_default=False).strip()
    return answer
