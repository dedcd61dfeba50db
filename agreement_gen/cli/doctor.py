"""``agreement-gen doctor``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agreement_gen.build.environment import MachineFinding


@click.command()
def doctor() -> None:
    """Say what this machine lacks, and the command that mends it.

    Exit code 1 if something that building needs is missing.
    """
    from agreement_gen.build.environment import examine, mend_all, this_machine

    findings = tuple(examine(this_machine()))
    for line in table(findings):
        click.echo(line)
    commands = mend_all(findings)
    if any(finding.needed and not finding.present for finding in findings):
        click.echo("\nThis machine cannot build agreements yet. Run:", err=True)
        for command in commands:
            click.echo(f"  {command}", err=True)
        sys.exit(1)
    click.echo("\nThis machine can build agreements.")


def table(findings: Sequence[MachineFinding]) -> Iterator[str]:
    """A line for each finding: state, name, what was found or the command that brings it."""
    width = max(len(finding.name) for finding in findings)
    for finding in findings:
        if finding.present:
            state, tail = "ok", finding.detail
        else:
            state = "missing" if finding.needed else "absent"
            tail = f"{finding.detail}: {finding.mend}"
        yield f"{state:<7}  {finding.name:<{width}}  {tail}"
