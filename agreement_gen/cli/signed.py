"""``agreement-gen signed``."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import click

from agreement_gen.cli.app import Folder, pass_folder, print_problems, reports_problems
from agreement_gen.cli.command import command
from agreement_gen.cli.messages import (
    ACCEPTED,
    ALREADY_RECORDED,
    BUILT_WITH_SCANNED,
    IN_THE_FUTURE,
    KEEP_FILE,
    NOT_VERIFIED,
    NOT_WITH_OUTSIDE,
    NOTHING_TO_ACCEPT,
    ONLY_OUTSIDE,
    OUTSIDE_NEEDS_EDITION,
    OUTSIDE_OR_SCANNED,
    OUTSIDE_RECORDED,
    RECORDED,
    REPLACED,
    SCAN_OF,
    SCAN_OF_UNKNOWN,
    SCAN_RECORDED,
    TEXT_KEPT,
    WITHOUT_REASON,
)
from agreement_gen.cli.output import say
from agreement_gen.cli.params import EXISTING_FILE, KRONOR, Day, one_agreement_options, trust_option

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from agreement_gen.workspace.reader import Selection


@command
@one_agreement_options
@click.argument("file", type=EXISTING_FILE, metavar="FILE.pdf")
@click.option(
    "--on", required=True, type=Day(), metavar="DATE", help="The date of the last signature."
)
@trust_option
@click.option(
    "--scanned",
    is_flag=True,
    help="The file is a scanned paper: its text cannot be verified, you have read it yourself.",
)
@click.option(
    "--built", type=EXISTING_FILE, metavar="FILE",
    help="With --scanned: the built PDF that was printed, or the .json file beside it. "
    "Default: the one in output/.",
)  # fmt: skip
@click.option(
    "--as-of", metavar="COMMIT",
    help="The commit whose text was signed, where the files say something else today.",
)  # fmt: skip
@click.option(
    "--accept", metavar="REASON",
    help="Record it although something is odd, and why. The reason is recorded too.",
)  # fmt: skip
@click.option(
    "--outside",
    is_flag=True,
    help="It was signed outside the program: in force, but its text is never called verified.",
)
@click.option(
    "--edition", type=Day(), metavar="DATE", help="With --outside: the edition that was signed."
)
@click.option(
    "--from", "starts", type=Day(), metavar="DATE",
    help="With --outside: the first day in force, if the file has none.",
)  # fmt: skip
@click.option(
    "--amount", "amount_sek", type=KRONOR, metavar="KRONOR",
    help="With --outside: the yearly amount of an edition before the file's.",
)  # fmt: skip
@pass_folder
@reports_problems
def signed(
    folder: Folder,
    name: Selection,
    file: Path,
    on: dt.date,
    trust: tuple[Path, ...],
    edition: dt.date | None,
    starts: dt.date | None,
    amount_sek: int | None,
    built: Path | None,
    as_of: str | None,
    accept: str | None,
    *,
    scanned: bool,
    outside: bool,
) -> None:
    """Record that a municipality's agreement was signed, and which file that is.

    The file is verified against the workspace first; nothing is written if its text is another, if
    nobody has signed it, or if something is odd that no --accept explains.
    """
    if outside:
        if scanned:
            raise click.UsageError(str(OUTSIDE_OR_SCANNED()))
        if edition is None:
            raise click.UsageError(str(OUTSIDE_NEEDS_EDITION()))
        if not (built is None and as_of is None and accept is None):
            raise click.UsageError(str(NOT_WITH_OUTSIDE()))
        _record_outside(folder, name, file, on, edition, starts, amount_sek)
        return
    if not (edition is None and starts is None and amount_sek is None):
        raise click.UsageError(str(ONLY_OUTSIDE()))
    if built is not None and not scanned:
        raise click.UsageError(str(BUILT_WITH_SCANNED()))
    if accept is not None and not accept.strip():
        raise click.UsageError(str(WITHOUT_REASON()))
    reason = None if accept is None else accept.strip()
    _record_verified(folder, name, file, on, trust, built, as_of, reason, scanned=scanned)


def _record_verified(
    folder: Folder,
    name: Selection,
    file: Path,
    on: dt.date,
    trust: tuple[Path, ...],
    built: Path | None,
    as_of: str | None,
    reason: str | None,
    *,
    scanned: bool,
) -> None:
    """Record a signed or scanned file that is verified against the workspace."""
    from dataclasses import replace

    from agreement_gen.agreement_state.signed_text import text_file, text_hash
    from agreement_gen.cli.limits import within_limits
    from agreement_gen.problems import InputError
    from agreement_gen.signing.acceptance import accept_file, accept_scan
    from agreement_gen.signing.record import record_signed
    from agreement_gen.signing.signatures import read_certificates
    from agreement_gen.workspace.journal import write_all
    from agreement_gen.workspace.reader import select_one

    workspace = folder.load()
    entry = select_one(workspace, name)
    if scanned:
        accepted = within_limits(
            str(file),
            functools.partial(accept_scan, on=on, as_of=as_of),
            *(folder.root, workspace, entry, file, built),
        )
    else:
        trusted = read_certificates(trust)
        accepted = within_limits(
            str(file),
            functools.partial(accept_file, on=on, as_of=as_of),
            *(folder.root, entry, file, trusted),
        )
    if accepted.doubts and reason is None:
        raise InputError(accepted.doubts)
    print_problems(replace(doubt, severity="warning") for doubt in accepted.doubts)
    for finding in accepted.unverified:
        say(NOT_VERIFIED(finding=finding.text), err=True)
    codes = tuple(dict.fromkeys(str(doubt.code) for doubt in accepted.doubts))
    agreed, sha256 = accepted.edition, accepted.sha256
    data = record_signed(
        entry,
        on=on,
        edition=agreed,
        sha256=sha256,
        text=text_hash(accepted.text),
        commit=accepted.commit,
        scanned=scanned,
        accepted=(reason, codes) if reason is not None and codes else None,
    )
    kept = text_file(entry.slug, agreed)
    if data == entry.data and workspace.signed_texts.get(kept) == accepted.text:
        say(ALREADY_RECORDED(path=entry.path))
        return
    earlier = entry.record.signed
    write_all(folder.root, {entry.path: data, kept: accepted.text}, workspace.files)
    if earlier is not None:
        say(REPLACED(date=earlier.date, sha256=earlier.sha256), err=True)
    recorded = SCAN_RECORDED if scanned else RECORDED
    say(recorded(path=entry.path, date=on, edition=agreed))
    if scanned:
        commit = accepted.commit
        say(SCAN_OF_UNKNOWN() if commit is None else SCAN_OF(commit=commit[:12]))
    if reason is not None:
        shown = ACCEPTED(codes=", ".join(codes), reason=reason)
        say(shown if codes else NOTHING_TO_ACCEPT())
    say(KEEP_FILE(file=str(file), sha256=sha256))
    say(TEXT_KEPT(path=kept))


def _record_outside(
    folder: Folder,
    name: Selection,
    file: Path,
    on: dt.date,
    edition: dt.date,
    starts: dt.date | None,
    amount_sek: int | None,
) -> None:
    """Record an agreement that was signed before the program came, or without it."""
    import hashlib

    from agreement_gen import clock
    from agreement_gen.lifecycle.events import sign_outside
    from agreement_gen.workspace.files import MOST_OF_DOCUMENT, read_file
    from agreement_gen.workspace.journal import write_all
    from agreement_gen.workspace.reader import select_one

    workspace = folder.load()
    entry = select_one(workspace, name)
    sha256 = hashlib.sha256(read_file(file, MOST_OF_DOCUMENT)).hexdigest()
    data = sign_outside(
        entry, on=on, edition=edition, sha256=sha256, starts=starts, amount_sek=amount_sek
    )
    if data == entry.data:
        say(ALREADY_RECORDED(path=entry.path))
        return
    earlier = entry.record.signed if edition == entry.record.edition else None
    write_all(folder.root, {entry.path: data}, workspace.files)
    if on > clock.today():
        say(IN_THE_FUTURE(date=on), err=True)
    if earlier is not None:
        say(REPLACED(date=earlier.date, sha256=earlier.sha256), err=True)
    say(OUTSIDE_RECORDED(path=entry.path, date=on, edition=edition))
    say(KEEP_FILE(file=str(file), sha256=sha256))
