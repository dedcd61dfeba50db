"""``agreement-gen build``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agreement_gen.cli.app import Folder, chosen_from, names_argument, pass_folder, reports_problems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from agreement_gen.build.build import Built
    from agreement_gen.formats.render import OutputFormat
    from agreement_gen.workspace.model import SigningProfile


@click.command()
@names_argument
@click.option(
    "--to",
    "formats",
    default="pdf,docx",
    show_default=True,
    callback=chosen_from("pdf", "docx", "html", "txt"),
    metavar="FORMATS",
    help="What to write: pdf, docx, html, txt, with commas between.",
)
@click.option("--jobs", type=click.IntRange(min=1), help="Processes at once. Default: one a core.")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where to write. Default: output/ in the workspace.",
)
@click.option("--force", is_flag=True, help="Write also what is already up to date.")
@click.option(
    "--signing",
    type=click.Choice(["paper", "service", "fields"]),
    help="How the agreements are signed. Default: what region.yaml says.",
)
@click.option("--final", is_flag=True, help="Refuse drafts: build only what can be signed.")
@click.option(
    "--embed-source", is_flag=True, help="Attach the municipality's file to its PDF (PDF/A-3a)."
)
@pass_folder
@reports_problems
def build(
    folder: Folder,
    names: tuple[str, ...],
    formats: tuple[OutputFormat, ...],
    jobs: int | None,
    output: Path | None,
    force: bool,
    signing: SigningProfile | None,
    final: bool,
    embed_source: bool,
) -> None:
    """Build the agreements of all municipalities, or of those named.

    A municipality is named by its name (Vetlanda), its file (vetlanda) or its kommunkod (0685).
    """
    from agreement_gen.build import workers

    if len(names) != 1:
        workers.start(jobs)
    from agreement_gen.build.build import Options
    from agreement_gen.build.build import build as build_agreements
    from agreement_gen.build.provenance import commits
    from agreement_gen.workspace.reader import OUTPUT, select

    workspace = folder.load()
    entries = select(workspace, names)
    target = output if output is not None else folder.root / OUTPUT
    options = Options(formats, jobs, force, signing, final, embed_source)
    made_by = commits(folder.root, workspace, whole_files=embed_source)
    with _progress(len(entries)) as advance:
        built = build_agreements(workspace, entries, target, options, made_by, advance)
    for line in table(built):
        click.echo(line)
    drafts = [row for row in built if row.state == "draft"]
    if drafts:
        noun = "draft" if len(drafts) == 1 else "drafts"
        click.echo(
            f"\n{len(drafts)} {noun}, not to be signed. "
            "What is missing: agreement-gen check --ready"
        )


class _progress:  # noqa: N801 - used as a context manager, like a function
    """A progress bar on a terminal, a line for each municipality otherwise."""

    def __init__(self, length: int) -> None:
        self.bar = (
            click.progressbar(
                length=length, label="Building", file=sys.stderr, item_show_func=lambda name: name
            )
            if sys.stderr.isatty()
            else None
        )

    def __enter__(self) -> Callable[[str], None]:
        if self.bar is None:
            return lambda name: click.echo(f"built {name}", err=True)
        bar = self.bar.__enter__()
        return lambda name: bar.update(1, name)

    def __exit__(self, *error: object) -> None:
        if self.bar is not None:
            self.bar.__exit__(*error)  # type: ignore[arg-type]


def table(built: Sequence[Built]) -> Iterator[str]:
    """The closing table: municipality, state, pages, files."""
    rows = [("Municipality", "State", "Pages", "Files")]
    for row in built:
        state = "ready" if row.state == "ready" else f"draft ({len(row.missing)} missing)"
        pages = "–" if row.pages is None else str(row.pages)
        files = ", ".join(row.files) + (" (up to date)" if row.was_fresh else "")
        rows.append((row.municipality, state, pages, files))
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for name, state, pages, files in rows:
        yield f"{name:<{widths[0]}}  {state:<{widths[1]}}  {pages:>{widths[2]}}  {files}".rstrip()
