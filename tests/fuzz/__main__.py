"""Fuzzes every target in turn for some minutes: ``make fuzz MINUTES=10``.

Prints what breaks the promise and where that input is kept. Exit status 1: something did.
"""

from __future__ import annotations

import argparse
import itertools
import secrets
import sys
import tempfile
import time
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz.targets import TARGETS, Field, Input
from tests.support.sandbox import Sandbox

_ROUND = 25
"""How many inputs of one target are tried before the next target's turn."""


def fuzz(field: Field, name: str) -> AssertionError | None:
    """Try a round of a target's inputs; give the first breach of the promise."""

    @seed(secrets.randbits(64))
    @settings(
        max_examples=_ROUND,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(field.inputs(name))
    def keeps_the_promise(tried: Input) -> None:
        field.try_out(tried)

    try:
        keeps_the_promise()
    except AssertionError as error:
        return error
    return None


def main() -> int:
    """Fuzz until the time is up."""
    parser = argparse.ArgumentParser(prog="make fuzz")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--targets", nargs="*", default=list(TARGETS), choices=list(TARGETS))
    arguments = parser.parse_args()
    end, tried, breaches = time.monotonic() + 60 * arguments.minutes, 0, 0
    with tempfile.TemporaryDirectory() as folder, Sandbox() as sandbox:
        field = Field(Path(folder) / "ground", sandbox)
        for name in itertools.cycle(arguments.targets):
            if time.monotonic() > end:
                break
            tried += 1
            breach = fuzz(field, name)
            if breach is not None:
                breaches += 1
                notes = getattr(breach, "__notes__", [])
                sys.stdout.write("\n".join([f"== {name}", str(breach), *notes, ""]))
                sys.stdout.flush()
    sys.stdout.write(f"{tried * _ROUND} inputs, {breaches} breaches of the promise\n")
    return int(breaches > 0)


if __name__ == "__main__":
    sys.exit(main())
