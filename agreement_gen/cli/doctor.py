"""``agreement-gen doctor``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from agreement_gen.cli.command import command
from agreement_gen.cli.messages import (
    ABSENT,
    CAN_BUILD,
    CANNOT_BUILD,
    COMMAND_TO_RUN,
    FIX,
    NEEDED,
    PRESENT,
)
from agreement_gen.cli.output import say
from agreement_gen.cli.table import Cell, Column, table_lines

if TYPE_CHECKING:
    from agreement_gen.build.environment import MachineFinding


@command
def doctor() -> None:
    """Report what this machine lacks, and the command that fixes it.

    Exits with status 1 if something that building needs is missing.
    """
    from agreement_gen.build.environment import examine, fix_all, this_machine

    findings = tuple(examine(this_machine()))
    for line in table_lines((Column(), Column(), Column()), map(_row, findings)):
        say(line)
    commands = fix_all(findings)
    if any(finding.needed and not finding.present for finding in findings):
        say(CANNOT_BUILD(), err=True)
        for command in commands:
            say(COMMAND_TO_RUN(command=command), err=True)
        sys.exit(1)
    say(CAN_BUILD())


def _row(finding: MachineFinding) -> tuple[Cell, ...]:
    """State, name, and what was found or the command that installs it."""
    if finding.present:
        return PRESENT(), finding.name, finding.detail
    state = NEEDED() if finding.needed else ABSENT()
    return state, finding.name, FIX(detail=finding.detail, command=finding.fix)
