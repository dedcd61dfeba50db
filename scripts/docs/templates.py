"""The reference of what a template may use, from the composer's own tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from agreement_gen.build.directives import DIRECTIVES, FIELD_DIRECTIVES
from agreement_gen.build.template.filters import FILTERS
from agreement_gen.build.template.run import run
from agreement_gen.build.template.values import Rules
from agreement_gen.build.templates import variables
from agreement_gen.problems import Location
from agreement_gen.workspace.reader import load_workspace, select
from agreement_gen.workspace.tree import DiskTree
from scripts.docs.markdown import NOTICE, escape, sentence, table

if TYPE_CHECKING:
    from agreement_gen.build.template.values import Filter, Plain

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "exempelbygden"

ABOUT = {
    "region": "the region, from `region.yaml`; `region.names` holds its own names",
    "parties": "the parties by their ids, as the family lists them",
    "municipality": "the municipality's short name; empty without a municipality",
    "title": "what the agreement is called: its municipality, or its own title",
    "funding": "the municipality's row of the funding table, by the columns' keys",
    "money": "what the family has set aside and published, from `funding.yaml`",
    "fields": "the family's own fields, by their keys; those with rows are lists of rows",
    "terms": "the terms in months, with the municipality's own where it deviates",
    "edition": "the day of the standard's edition",
    "valid_from": "the day from which the agreement holds; empty until it is known",
    "valid_to": "the last day of a fixed term; empty until further notice",
    "signing": "how it is signed: `paper`, `service` or `fields`",
    "copies": "the number of parties",
}
"""What each name holds, in words; the names themselves are the composer's."""

_INTRODUCTION = """\
# Templates

A clause (`templates/FAMILY/clauses/ID.md.j2`) is Markdown with
[Jinja2](https://jinja.palletsprojects.com/en/stable/templates/). Some values of `family.yaml` and
`invoice.yaml` are one-line templates too: those marked *Jinja2* in [files](files.md).

- `{{ terms.notice_months | months }}` inserts a value. It is escaped, so that no value can change
  the structure around it.
- A name that does not exist is an error with its line. A value that is empty makes the agreement
  a draft, in which its place is left open.
- The language is a part of Jinja2's: `{{ … }}` with names, their parts and filters, `{% if %}` with
  `elif` and `else`, `{% for %}` over a list, `{% set name = … %}`, comparisons, `and`, `or`, `not`,
  `is defined`, `is none`, `{% include "NAME" %}`, and `~` that joins texts. Calls, arithmetic,
  macros and imports do not exist, so that a template always ends and cannot reach anything but the
  values below.
- `{% include "kontakt" %}` puts `includes/kontakt.md.j2` of the family's folder there, and
  `{% include "shared/kontakt" %}` the file `templates/shared/kontakt.md.j2` that all families
  share. What is included knows the same values, and may include others, but never itself.
- `[avsnitt](#ekonomi)` refers to the clause with that id and reads "avsnitt 3".

"""

_MORE_NAMES = """
The texts of a document that goes with the agreement also know `by`, the party that it comes from,
if `documents` names one. In `family.yaml`, `parties[].heading` and `funding.own_row_note` also know
`party.name`. The templates of `invoice.yaml` also know `year`, `amount`, `planned_degree_percent`
and `base_year`.

Every value, as the agreement of the example's Exempelby has it:

"""

_PLACING = """
## Directives

A directive is placed by two lines, `::: NAME` and `:::`; its content comes from the workspace.

"""

_MARKDOWN = """\
## Markdown

A clause begins with its title, `# Title`. It may hold `##` and `###` headings, paragraphs, lists
(`- ` or `1. `), *emphasis* and **strong emphasis**, tables, pictures, references and directives. A
local text may hold paragraphs, lists and both kinds of emphasis. Anything else is an error with its
line.

A picture is in a paragraph of its own: `![Karta över hallarna](karta.svg "80 mm")` shows
`pictures/karta.svg` of the family's folder, with its alternative text and its width; the width may
be left out. One that says nothing is written `![](rand.png "decorative")`.

A table is written with pipes. The second row aligns each column: `---` as text, `--:` as figures,
`:-:` in the middle. The first row and the first column are headings; every row has as many cells as
the first one, and `\\|` is a pipe inside a cell.

```markdown
| Aktivitet       | Ansvarig | Timmar |
|-----------------|----------|-------:|
| Öppet hus       | Kommunen |     12 |
| Gemensam träff  | Regionen |      4 |
```
"""


def page() -> str:
    """The page ``docs/reference/templates.md``."""
    names = example_variables()
    if names.keys() != ABOUT.keys():
        raise ValueError(f"describe in ABOUT: {sorted(names.keys() ^ ABOUT.keys())}")
    tops = [(f"`{name}`", escape(ABOUT[name])) for name in names]
    leaves = [(f"`{path}`", kind, shown) for path, kind, shown in walk("", names)]
    filters = [
        (
            f"`{name}`",
            escape(sentence(made.function.__doc__)),
            f"`{{{{ {made.example} }}}}`",
            filter_example(made),
        )
        for name, made in FILTERS.items()
    ]
    directives = [
        (f"`{name}`", escape(sentence(make.__doc__)))
        for name, make in sorted(
            [*DIRECTIVES.items(), *((f"{name} KEY", f) for name, f in FIELD_DIRECTIVES.items())]
        )
    ]
    return "".join(
        (
            NOTICE,
            _INTRODUCTION,
            "## Names\n\n",
            table(("Name", "What it is"), tops),
            _MORE_NAMES,
            table(("Name", "Kind", "Example"), leaves),
            "\n## Filters\n\nThere are no others.\n\n",
            table(("Filter", "What it writes", "Template", "Text"), filters),
            _PLACING,
            table(("Directive", "What it places"), directives),
            "\n",
            _MARKDOWN,
        )
    )


def filter_example(made: Filter) -> str:
    """What a filter's example composes."""
    rules = Rules(FILTERS, str, "")
    template = f"{{% for x in [1] %}}{{{{ {made.example} }}}}{{% endfor %}}"
    return run(template, example_variables(), rules, lambda line: Location("example", line)).text


def example_variables() -> Mapping[str, Plain]:
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
        case {}:
            return "keys"
        case _:
            raise ValueError(f"no word for {value!r}")


def literal_span(value: object) -> str:
    """A value for a cell, short."""
    if isinstance(value, Mapping):
        return "none"
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
