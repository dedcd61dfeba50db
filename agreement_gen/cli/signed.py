"""``agreement-gen signed``."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from agreement_gen.cli.app import Folder, fail, pass_folder, reports_problems
from agreement_gen.cli.params import EXISTING_FILE, Day, trust_option
from agreement_gen.cli.verify import certificates_of, verified

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.workspace.reader import Entry, Workspace


@click.command()
@click.argument("name")
@click.argument("file", type=EXISTING_FILE, metavar="FILE.pdf")
@click.option(
    "--on", required=True, type=Day(), metavar="DATE", help="The date of the last signature."
)
@trust_option
@click.option(
    "--scanned",
    is_flag=True,
    help="The file is a scanned paper: its text cannot be proved, you have read it yourself.",
)
@pass_folder
@reports_problems
def signed(
    folder: Folder, name: str, file: Path, on: dt.date, trust: tuple[Path, ...], *, scanned: bool
) -> None:
    """Record that a municipality's agreement was signed, and which file that is.

    The file is proved against the workspace first; nothing is written if it says anything else.
    """
    from agreement_gen import clock
    from agreement_gen.signing.record import record_signed
    from agreement_gen.workspace.reader import select
    from agreement_gen.workspace.transaction import write_all

    workspace = folder.load()
    [entry] = select(workspace, [name])
    if scanned:
        _refuse_draft(workspace, entry)
        digest, edition, commit = _scanned(file), entry.record.edition, None
    else:
        digest, edition, commit = _proved(folder, entry, file, trust)
    data = record_signed(entry, on=on, edition=edition, sha256=digest, commit=commit)
    if data == entry.data:
        click.echo(f"{entry.path}: already says so")
        return
    earlier = entry.record.signed
    write_all(folder.root, {entry.path: data})
    if on > clock.today():
        click.echo(f"warning: {on.isoformat()} has not come yet; is the year right?", err=True)
    if earlier is not None:
        said = f"{earlier.date.isoformat()}, SHA-256 {earlier.sha256}"
        click.echo(f"warning: this replaces what stood there: signed {said}", err=True)
    how = "a scanned paper, text not proved" if scanned else "text proved"
    click.echo(f"{entry.path}: signed {on.isoformat()}, edition {edition.isoformat()} ({how})")
    click.echo(f"Keep {file} as it is; its SHA-256 is {digest}")


def _refuse_draft(workspace: Workspace, entry: Entry) -> None:
    """Refuse a scan of what is still a draft, as there is no text in it that would say so.

    Raises:
        InputError: something that must be there before signing is missing.
    """
    from dataclasses import replace

    from agreement_gen.build.compose import compose
    from agreement_gen.problems import InputError

    missing = compose(workspace, entry).missing
    if missing:
        raise InputError(replace(problem, severity="error") for problem in missing)


def _scanned(file: Path) -> str:
    """The hash of a scanned paper.

    Raises:
        InputError: the file is no PDF, or was built here, so that it can and must be proved.
    """
    import hashlib

    from agreement_gen.problems import InputError, Location, Problem
    from agreement_gen.signing.reading import contents

    data = file.read_bytes()
    if contents(data, str(file), strict=False).facts:
        said = "this PDF was built, not scanned, so its text can be proved"
        problem = Problem(Location(str(file)), "not-scanned", said, "leave --scanned out")
        raise InputError([problem])
    return hashlib.sha256(data).hexdigest()


def _proved(
    folder: Folder, entry: Entry, path: Path, trust: tuple[Path, ...]
) -> tuple[str, dt.date, str | None]:
    """The hash, edition and commit of a file that is proved to be the municipality's agreement.

    Raises:
        InputError: it is not, or that cannot be proved.
    """
    from agreement_gen.problems import Location, Problem

    where = Location(str(path))
    result = verified(folder, path, certificates_of(trust))
    problems = [
        Problem(where, "not-as-agreed", finding.message)
        for finding in result.verification.findings
        if finding.state == "fails"
    ]
    if result.basis.slug != entry.slug:
        said = f"this is the agreement of {result.basis.municipality}"
        problems.append(Problem(where, "other-agreement", said))
    if not problems and not result.verification.is_text_proved:
        said = "whether the file says what was agreed cannot be proved"
        hint = "a scanned paper copy needs --scanned; you vouch for its text then"
        problems.append(Problem(where, "not-proved", said, hint))
    if not problems and result.basis.expected.document.header_footer.draft:
        problems.append(Problem(where, "draft", "this file is a draft, which nobody may sign"))
    problems += [
        Problem(where, "not-signed", finding.message, "record it when all parties have signed")
        for finding in result.verification.findings
        if finding.subject == "signature" and finding.state == "note"
    ]
    if problems:
        fail(problems)
    for finding in result.verification.findings:
        if finding.subject in {"pages", "signature"} and finding.state == "unproved":
            click.echo(f"cannot be proved: {finding.message}", err=True)
    edition = dt.date.fromisoformat(result.basis.edition)
    return result.verification.sha256, edition, result.basis.commit
