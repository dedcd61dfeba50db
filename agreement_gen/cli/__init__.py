"""The command line: parse, call the library, report, exit.

Exit status: 0 done; 1 a fault in the user's files, or an output that cannot be written; 2 a wrong
call; 70 a fault of the program; 128 and a signal's number where it was stopped by that signal.
"""

from __future__ import annotations

import io
import sys

import click

import agreement_gen
from agreement_gen.cli.amend import amend
from agreement_gen.cli.app import group
from agreement_gen.cli.build import build
from agreement_gen.cli.check import check
from agreement_gen.cli.confirm import confirm
from agreement_gen.cli.deviations import deviations
from agreement_gen.cli.diff import diff
from agreement_gen.cli.doctor import doctor
from agreement_gen.cli.extend import extend
from agreement_gen.cli.funding import funding
from agreement_gen.cli.init import init
from agreement_gen.cli.invoice import invoice
from agreement_gen.cli.messages import FAULT_OF_THE_PROGRAM, NO_ANSWER, OUTPUT_LOST, STOPPED
from agreement_gen.cli.new import new
from agreement_gen.cli.output import say, say_report
from agreement_gen.cli.redline import redline
from agreement_gen.cli.register import register
from agreement_gen.cli.revise import revise
from agreement_gen.cli.schema import schema
from agreement_gen.cli.signed import signed
from agreement_gen.cli.status import status
from agreement_gen.cli.streams import lasting_streams
from agreement_gen.cli.terminate import terminate
from agreement_gen.cli.textconv import textconv
from agreement_gen.cli.tidy import tidy
from agreement_gen.cli.verify import verify
from agreement_gen.startup import Stopped
from agreement_gen.system_errors import reason_of

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
    amend,
    extend,
    terminate,
):
    group.add_command(command)

EXIT_BUG = 70
"""``EX_SOFTWARE`` of sysexits.h: the program is at fault, not the user's files."""


def main() -> None:
    """Run the command line and exit."""
    streams = lasting_streams()
    try:
        status = _run()
    except Stopped as stop:
        say(STOPPED(signal=stop.name), err=True)
        status = stop.status
    error = streams.output_error()
    # Whoever closes a pipe has read enough; that is no news.
    if error is not None and not isinstance(error, BrokenPipeError):
        say(OUTPUT_LOST(reason=reason_of(error)), err=True)
    sys.exit(status if error is None else status or 1)


def _run() -> int:
    """Run the command line; what every command may end with becomes an exit status."""
    try:
        result = group(prog_name="agreement-gen", standalone_mode=False)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except click.ClickException as error:
        usage = io.StringIO()
        error.show(usage)
        say_report(usage.getvalue(), err=True)
        return error.exit_code
    except click.Abort:  # a question was asked, and the input ended
        say(NO_ANSWER(), err=True)
        return 1
    except Exception:  # the one place that turns a fault of the program into its exit status
        import traceback

        say_report(traceback.format_exc(), err=True)
        say(FAULT_OF_THE_PROGRAM(version=agreement_gen.__version__), err=True)
        return EXIT_BUG
    return result if isinstance(result, int) else 0
