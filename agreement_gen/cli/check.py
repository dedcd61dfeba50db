"""``agreement-gen check``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from agreement_gen.cli.app import (
    Folder,
    fail,
    names_argument,
    pass_folder,
    report,
    reports_problems,
)

if TYPE_CHECKING:
    from agreement_gen.problems import Problem, ReportFormat
    from agreement_gen.workspace.reader import Workspace


@click.command()
@names_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="How to print problems.",
)
@click.option("--ready", is_flag=True, help="Tell also what is missing before signing, as errors.")
@pass_folder
@reports_problems
def check(folder: Folder, names: tuple[str, ...], form: ReportFormat, ready: bool) -> None:
    """Check the workspace, or what it says of the municipalities named.

    Exit code 1 if there are errors.
    """
    from agreement_gen.problems import InputError, has_errors
    from agreement_gen.workspace.reader import select

    try:
        workspace = folder.load()
        chosen = select(workspace, names)
    except InputError as error:
        fail(error.problems, form)
    problems = _problems(workspace, [entry.slug for entry in chosen], ready=ready)
    if names:
        paths = {entry.path for entry in workspace.entries} - {entry.path for entry in chosen}
        problems = [problem for problem in problems if problem.location.file not in paths]
    if has_errors(problems):
        fail(problems, form)
    report(problems, form)
    if form == "text":
        count = len(chosen)
        noun = "municipality" if count == 1 else "municipalities"
        click.echo(f"{count} {noun}: {'ready to sign' if ready else 'no errors'}")


def _problems(workspace: Workspace, chosen: list[str], *, ready: bool) -> list[Problem]:
    from dataclasses import replace

    from agreement_gen.build.compose import compose
    from agreement_gen.checks.rules import check as check_rules
    from agreement_gen.problems import InputError, has_errors

    problems = list(check_rules(workspace))
    if has_errors(problems):
        return problems
    for entry in workspace.entries:
        if entry.slug in chosen:
            try:
                composed = compose(workspace, entry)
            except InputError as error:
                problems += error.problems
            else:
                problems += [replace(gap, severity="error") for gap in composed.missing if ready]
    return problems
