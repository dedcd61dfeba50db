"""The reference of the commands, from the command line's own declarations."""

from __future__ import annotations

import inspect

import click

from agreement_gen.cli import group
from scripts.docs.markdown import NOTICE, escape, table

_INTRODUCTION = """\
# Commands

What `agreement-gen COMMAND --help` prints. A municipality is named by its name, its file or its
kommunkod: `Vetlanda`, `vetlanda` or `0685`.

| Exit status | Meaning |
|---|---|
| 0 | done |
| 1 | a problem in the files, or an output not written; if stated, something overdue or changed |
| 2 | the command was called in a wrong way |
| 70 | a fault of the program |
| 129, 130, 143 | stopped by SIGHUP, Ctrl-C or SIGTERM |

"""

_HELP = "-h, --help"


def page() -> str:
    """The page ``docs/reference/commands.md``."""
    context = click.Context(
        group, info_name="agreement-gen", **{**group.context_settings, "max_content_width": 1000}
    )
    parts = [NOTICE, _INTRODUCTION, section(group, context, "## agreement-gen")]
    parts.append(
        "\n"
        + table(
            ("Command", "What it does"),
            [
                (f"[`{name}`](#agreement-gen-{name})", escape(command.get_short_help_str(200)))
                for name, command in sorted(group.commands.items())
            ],
        )
    )
    for name, command in sorted(group.commands.items()):
        inner = click.Context(command, info_name=name, parent=context, max_content_width=1000)
        parts.append(section(command, inner, f"\n## agreement-gen {name}"))
    return "".join(parts).rstrip() + "\n"


def section(command: click.Command, context: click.Context, heading: str) -> str:
    """One command's part of the page: usage, what it does, its options."""
    usage = command.get_usage(context).removeprefix("Usage: ")
    parts = [heading, f"    {usage}", *map(escape, paragraphs(command.help or ""))]
    rows = [
        (f"`{names}`", escape(about))
        for parameter in command.get_params(context)
        if (record := parameter.get_help_record(context))
        for names, about in [record]
        if about and (names != _HELP or command is group)
    ]
    if rows:
        parts.append(table(("Option", "What it does"), rows))
    return "\n\n".join(parts).rstrip() + "\n"


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a help text, each on one line."""
    return [" ".join(part.split()) for part in inspect.cleandoc(text).split("\n\n")]
