"""``agreement-gen check``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from agreement_gen.cli.app import Folder, fail, pass_folder, print_problems, reports_problems
from agreement_gen.cli.command import command
from agreement_gen.cli.messages import NO_ERRORS, READY_TO_SIGN
from agreement_gen.cli.output import say
from agreement_gen.cli.params import format_option, selection_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agreement_gen.problems import Problem, ReportFormat
    from agreement_gen.workspace.reader import Entry, Selection, Workspace


@command
@selection_options
@format_option("text", "json", "github", "sarif", help_="How to print problems.")
@click.option("--ready", is_flag=True, help="Report what is missing before signing, as errors.")
@click.option(
    "--letter",
    is_flag=True,
    help="Print what is missing as a letter that can be forwarded, by who is to give it.",
)
@pass_folder
@reports_problems
def check(
    folder: Folder, names: Selection, output_format: ReportFormat, ready: bool, letter: bool
) -> None:
    """Check the workspace, or the files of the municipalities named and what all share.

    Exits with status 1 if there are errors.
    """
    from agreement_gen.build.publication import interrupted
    from agreement_gen.problems import InputError, has_errors
    from agreement_gen.workspace.reader import OUTPUT, select

    try:
        workspace = folder.load()
        chosen = select(workspace, names)
    except InputError as error:
        fail(error.problems, output_format)
    if letter:
        _print_letters(workspace, chosen)
        return
    problems = _problems(workspace, [entry.slug for entry in chosen], ready=ready)
    if names:
        paths = {entry.path for entry in workspace.entries} - {entry.path for entry in chosen}
        problems = [problem for problem in problems if problem.location.file not in paths]
    half_built = interrupted(folder.root / OUTPUT)
    if half_built is not None:
        problems.append(half_built)
    if has_errors(problems):
        fail(problems, output_format)
    print_problems(problems, output_format)
    if output_format == "text":
        result = READY_TO_SIGN if ready else NO_ERRORS
        say(result(count=len(chosen)))


def _print_letters(workspace: Workspace, chosen: Sequence[Entry]) -> None:
    """Print a letter for each agreement; exit with status 1 if one of them lacks anything."""
    from agreement_gen.build.compose import compose
    from agreement_gen.checks.gate import require_sound
    from agreement_gen.checks.letter import letter

    require_sound(workspace)
    standards = {entry.slug: standard for entry, standard in workspace.with_standards()}
    is_ready = True
    for number, entry in enumerate(chosen):
        if number:
            say()
        gaps = compose(workspace, entry).missing
        is_ready = is_ready and not gaps
        for line in letter(entry, standards[entry.slug], gaps):
            say(line)
    if not is_ready:
        sys.exit(1)


def _problems(workspace: Workspace, chosen: list[str], *, ready: bool) -> list[Problem]:
    """The problems of a workspace, and with ``ready`` what the agreements chosen still lack."""
    from dataclasses import replace

    from agreement_gen.agreement_state.messages import SignedTextCode
    from agreement_gen.build.compose import compose, compose_companion, documents_of
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
                problems += composed.facts
                problems += [
                    replace(gap, severity="error")
                    for gap in composed.missing
                    if ready or isinstance(gap.code, SignedTextCode)
                ]
            for key in documents_of(workspace, entry):
                try:
                    compose_companion(workspace, entry, key)
                except InputError as error:
                    problems += [found for found in error.problems if found not in problems]
    return problems
