"""``agreement-gen build``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from agreement_gen.cli.app import Folder, fail, pass_folder, print_problems, reports_problems
from agreement_gen.cli.command import command
from agreement_gen.cli.messages import (
    BUILDING,
    BUILT,
    DRAFT,
    DRAFT_DOCUMENTS,
    DRAFTS,
    FILES,
    MUNICIPALITY,
    PAGES,
    READY,
    STATE,
    UP_TO_DATE,
)
from agreement_gen.cli.output import say
from agreement_gen.cli.params import formats_option, output_folder_option, selection_options
from agreement_gen.cli.progress import progress
from agreement_gen.cli.table import Cell, Column, table_lines
from agreement_gen.cli.types import OneOf, WholeNumber

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from agreement_gen.build.build import Built
    from agreement_gen.formats.render import OutputFormat
    from agreement_gen.problems import Problem
    from agreement_gen.workspace.model import SigningProfile
    from agreement_gen.workspace.reader import Selection


@command
@selection_options
@formats_option("pdf", "docx", "html", "txt", default="pdf,docx")
@click.option(
    "--jobs",
    type=WholeNumber(min=1),
    metavar="NUMBER",
    help="Processes at once. Default: one a core.",
)
@output_folder_option("output")
@click.option("--force", is_flag=True, help="Write also what is already up to date.")
@click.option(
    "--signing",
    type=OneOf(["paper", "service", "fields"]),
    help="How the agreements are signed. Default: `signing` in region.yaml.",
)
@click.option("--final", is_flag=True, help="Refuse drafts: build only what can be signed.")
@click.option(
    "--embed-source", is_flag=True, help="Attach the municipality's file to its PDF (PDF/A-3a)."
)
@click.option(
    "--document",
    metavar="KEY",
    help="Build a document that goes with the agreements, into a folder of its name.",
)
@pass_folder
@reports_problems
def build(
    folder: Folder,
    names: Selection,
    formats: tuple[OutputFormat, ...],
    jobs: int | None,
    output: Path | None,
    force: bool,
    signing: SigningProfile | None,
    final: bool,
    embed_source: bool,
    document: str | None,
) -> None:
    """Build the agreements of all municipalities, or of those named.

    A municipality is named by its name (Vetlanda), its file (vetlanda) or its kommunkod (0685).
    """
    from agreement_gen.build import workers

    if len(names.names) != 1:
        workers.start(jobs)
    from agreement_gen.build.build import Options, PartlyBuiltError, with_document
    from agreement_gen.build.build import build as build_agreements
    from agreement_gen.build.output import output_folder
    from agreement_gen.build.provenance import commits
    from agreement_gen.workspace.reader import select

    workspace = folder.load()
    chosen = select(workspace, names) if names else None
    target = output_folder(folder.root, output)
    if document is not None:
        chosen = with_document(workspace, chosen, document)
        target /= document
    options = Options(formats, jobs, force, signing, final, embed_source, document)
    made_by = commits(folder.root, workspace, whole_files=embed_source)
    problems: Sequence[Problem] = ()
    try:
        with progress(len(chosen or workspace.entries), BUILDING(), BUILT) as finished:
            built = build_agreements(
                workspace,
                chosen,
                target,
                options,
                made_by,
                finished,
                lambda found: print_problems([found]),
            )
    except PartlyBuiltError as error:
        built, problems = error.built, error.problems
    columns = (
        Column(MUNICIPALITY()),
        Column(STATE()),
        Column(PAGES(), "right"),
        Column(FILES()),
    )
    if document is not None:  # `check --ready` is on the agreements alone
        print_problems(gap for row in built for gap in row.missing)
    if built:
        for line in table_lines(columns, map(_row, built)):
            say(line)
    drafts = sum(row.state == "draft" for row in built)
    if drafts:
        say((DRAFTS if document is None else DRAFT_DOCUMENTS)(count=drafts))
    if problems:
        fail(problems)


def _row(built: Built) -> tuple[Cell, ...]:
    state = READY() if built.state == "ready" else DRAFT(count=len(built.missing))
    files = ", ".join(built.files)
    shown = UP_TO_DATE(files=files) if built.was_fresh else files
    return built.municipality, state, built.pages, shown
