"""The command line: parse, call the library, report, exit.

Exit status: 0 done, 1 a fault in the user's files, 2 a wrong call, 70 a fault of the program.
"""

from __future__ import annotations

import sys

import click

from agreement_gen.cli.app import group
from agreement_gen.cli.build import build
from agreement_gen.cli.check import check
from agreement_gen.cli.confirm import confirm
from agreement_gen.cli.deviations import deviations
from agreement_gen.cli.diff import diff
from agreement_gen.cli.doctor import doctor
from agreement_gen.cli.funding import funding
from agreement_gen.cli.init import init
from agreement_gen.cli.invoice import invoice
from agreement_gen.cli.messages import FAULT_OF_THE_PROGRAM
from agreement_gen.cli.new import new
from agreement_gen.cli.redline import redline
from agreement_gen.cli.register import register
from agreement_gen.cli.revise import revise
from agreement_gen.cli.schema import schema
from agreement_gen.cli.signed import signed
from agreement_gen.cli.status import status
from agreement_gen.cli.textconv import textconv
from agreement_gen.cli.tidy import tidy
from agreement_gen.cli.verify import verify

__all__ = ["group", "main"]

for command in (
    build,
    check,
    confirm,
    new,
    init,
    schema,
    doctor,
    status,
    revise,
    funding,
    invoice,
    register,
    diff,
    redline,
    deviations,
    textconv,
    tidy,
    verify,
    signed,
):
    group.add_command(command)

EXIT_BUG = 70
"""``EX_SOFTWARE`` of sysexits.h: the program is at fault, not the user's files."""


def main() -> None:
    """Run the command line and exit."""
    try:
        group(prog_name="agreement-gen")
    except Exception:  # the one place that turns a fault of the program into its exit status
        import traceback

        import agreement_gen

        traceback.print_exc()
        click.echo(FAULT_OF_THE_PROGRAM(version=agreement_gen.__version__), nl=False, err=True)
        sys.exit(EXIT_BUG)
