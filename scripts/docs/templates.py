"""The reference of what a template may use, from the composer's own tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

from pydantic import BaseModel

from agreement_gen.build.directives import DIRECTIVES
from agreement_gen.build.templates import FILTERS, variables
from agreement_gen.workspace.reader import load_workspace, select
from agreement_gen.workspace.tree import DiskTree
from scripts.docs.markdown import NOTICE, escape, sentence, table

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "exempelbygden"

ABOUT = {
    "region": "the region, from `region.yaml`; `region.names` holds its own names",
    "parties": "the parties by their ids, as the family lists them",
    "municipality": "the municipality's short name",
    "funding": "the municipality's row of the funding table, by the columns' keys",
    "terms": "the terms in months, with the municipality's own where it deviates",
    "edition": "the day of the standard's edition",
    "valid_from": "the day from which the agreement holds; empty until it is known",
    "signing": "how it is signed: `paper`, `service` or `fields`",
    "copies": "the number of parties",
}
"""What each name holds, in words; the names themselves are the composer's."""

EXAMPLES = {
    "kr": 461000,
    "million": 5000000,
    "months": 12,
    "every": 24,
    "words": 2,
    "day": dt.date(2020, 12, 22),
    "lower_first": "Lokal överenskommelse",
}
"""A value for each filter, as a file gives it."""

_INTRODUCTION = """\
# Templates

A clause (`templates/FAMILY/clauses/ID.md.j2`) is Markdown with
[Jinja2](https://jinja.palletsprojects.com/en/stable/templates/). Some values of `family.yaml` and
`invoice.yaml` are one-line templates too: those marked *Jinja2* in [files](files.md).

- `{{ terms.notice_months | months }}` inserts a value. It is escaped, so that no value can change
  the structure around it.
- A name that does not exist, and a value that is empty, is an error with its line.
- Templates run in Jinja2's sandbox, and nothing that they can use knows the time.
- `[avsnitt](#ekonomi)` refers to the clause with that id and reads "avsnitt 3".

"""

_MORE_NAMES = """
In `family.yaml`, `parties[].heading` and `funding.own_row_note` also know `party.name`. The
templates of `invoice.yaml` also know `year`, `amount`, `planned_degree_percent` and `base_year`.

Every value, as the agreement of the example's Exempelby has it:

"""

_PLACING = """
## Directives

A directive is placed by two lines, `::: NAME` and `:::`; its content comes from the workspace.

"""

_MARKDOWN = """\
## Markdown

A clause begins with its title, `# Title`. It may hold `##` and `###` headings, paragraphs, lists
(`- ` or `1. `), *emphasis* and **strong emphasis**, references and directives. A local text may
hold paragraphs, lists and both kinds of emphasis. Anything else is an error with its line.
"""


def page() -> str:
    """The page ``docs/reference/templates.md``."""
    names = example_variables()
    if names.keys() != ABOUT.keys():
        raise ValueError(f"describe in ABOUT: {sorted(names.keys() ^ ABOUT.keys())}")
    if FILTERS.keys() != EXAMPLES.keys():
        raise ValueError(f"give in EXAMPLES: {sorted(FILTERS.keys() ^ EXAMPLES.keys())}")
    tops = [(f"`{name}`", escape(ABOUT[name])) for name in names]
    leaves = [(f"`{path}`", kind, shown) for path, kind, shown in walk("", names)]
    filters = [
        (
            f"`{name}`",
            escape(sentence(function.__doc__)),
            f"`{{{{ {literal(EXAMPLES[name])} | {name} }}}}`",
            str(function(EXAMPLES[name])),
        )
        for name, function in FILTERS.items()
    ]
    directives = [
        (f"`{name}`", escape(sentence(make.__doc__))) for name, make in DIRECTIVES.items()
    ]
    return "".join(
        (
            NOTICE,
            _INTRODUCTION,
            "## Names\n\n",
            table(("Name", "What it is"), tops),
            _MORE_NAMES,
            table(("Name", "Kind", "Example"), leaves),
            "\n## Filters\n\nBeside those of Jinja2:\n\n",
            table(("Filter", "What it writes", "Template", "Text"), filters),
            _PLACING,
            table(("Directive", "What it places"), directives),
            "\n",
            _MARKDOWN,
        )
    )


def example_variables() -> dict[str, object]:
    """What a template may insert in the agreement of the example's Exempelby."""
    workspace = load_workspace(DiskTree(EXAMPLE))
    [entry] = select(workspace, ["exempelby"])
    return variables(workspace, entry, workspace.standards[entry.record.agreement], "paper")


def walk(path: str, value: object) -> Iterator[tuple[str, str, str]]:
    """Each value below a name: its path, its kind, and its text as a code span."""
    for name, inner in children(value):
        below = f"{path}.{name}" if path else name
        if children(inner):
            yield from walk(below, inner)
        else:
            yield below, kind_of(inner), "" if inner is None else literal_span(inner)


def children(value: object) -> list[tuple[str, object]]:
    """The names below a value that holds others."""
    match value:
        case SimpleNamespace():
            return list(vars(value).items())
        case BaseModel():
            return [(name, getattr(value, name)) for name in type(value).model_fields]
        case Mapping():
            return [(str(name), inner) for name, inner in value.items()]
        case _:
            return []


def kind_of(value: object) -> str:
    """The kind of a value, in words."""
    match value:
        case None:
            return "empty"
        case str():
            return "text"
        case int():
            return "whole number"
        case Decimal():
            return "number"
        case dt.date():
            return "day"
        case Sequence():
            return "list"
        case _:
            raise ValueError(f"no word for {value!r}")


def literal_span(value: object) -> str:
    """A value for a cell, short."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"{len(value)} of them"
    return f"`{value}`"


def literal(value: object) -> str:
    """A value as a template would write or name it."""
    match value:
        case str():
            return f'"{value}"'
        case dt.date():
            return "edition"
        case _:
            return str(value)
