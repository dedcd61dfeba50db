"""The program's start: ``agreement-gen``, or ``python -m agreement_gen``."""

from __future__ import annotations

import sys

from agreement_gen.startup import Stopped, hold_standard_streams, ignore_signals, stop_on_signals


def main() -> None:
    """Run the command line and exit."""
    try:
        try:
            # First of all, because loading the commands takes long enough to be interrupted.
            hold_standard_streams()
            stop_on_signals()
            from agreement_gen.cli import main as run

            run()
        finally:
            # The command is done; what the interpreter does at its end cannot be stopped any more.
            ignore_signals()
    except Stopped as stop:
        sys.exit(stop.status)


if __name__ == "__main__":
    main()
