"""Progress of a long command on standard error."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from agreement_gen.cli.output import say, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from agreement_gen.messages import Template, Text


@contextmanager
def progress(length: int, label: Text, finished: Template) -> Iterator[Callable[[str], None]]:
    """Give a function that reports each item when it is finished, by its name.

    Args:
        length: How many items there are.
        label: What is done, shown beside the bar on a terminal.
        finished: The line for each item where there is no terminal; its value is ``name``.
    """
    if sys.stderr.isatty():
        with click.progressbar(
            length=length,
            label=str(label),
            file=sys.stderr,
            item_show_func=lambda name: name and shown(name),
        ) as bar:
            yield lambda name: bar.update(1, name)
    else:
        yield lambda name: say(finished(name=name), err=True)
