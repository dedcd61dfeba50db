"""The file of an agreement that is new to a workspace: every key, each with an explanation.

What is not known is left empty. That holds for the figures too: a 0 would read as an agreed
amount, while an empty figure is reported with its line until it is filled in.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from agreement_gen.messages import N_, Template
from agreement_gen.translation import in_language
from agreement_gen.workspace.model import MUNICIPALITY_PARTY
from agreement_gen.workspace.new_municipality import groups_of, legal_name
from agreement_gen.workspace.schema import agreement_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agreement_gen.messages import Text
    from agreement_gen.workspace.model import (
        Family,
        FundingColumn,
        FundingTable,
        SteeringGroupTable,
    )
    from agreement_gen.workspace.new_municipality import NewMunicipality
    from agreement_gen.workspace.own_fields import OwnField
    from agreement_gen.workspace.reader import Standard, Workspace

_HEAD = Template(
    N_("""\
# yaml-language-server: $schema=../.agreement-gen/{schema}.schema.json
# A line that begins with # is a note and never becomes part of the agreement.
# Write each fact after its colon. What is not known is left empty:
# the agreement is then marked {draft_mark} until everything is filled in.
{parties}# The standard's folder under templates/ and the edition of it that applies.
agreement: {agreement}
edition: {edition}
""")
)
_MUNICIPALITY = Template(
    N_("""\
municipality: {name}
# The party's name in the agreement. Check its form: should the place's name end with an s?
legal_name: {legal_name}
# The kommunkod stands in quotes.
code: "{code}"
{group}""")
)
_TITLE = Template(
    N_("""\
# What the agreement is called; the file is named after it.
title: {name}
""")
)
_NUMBER = Template(
    N_("""\
# Six digits, a hyphen, four digits. Write also where the number was checked, and when.
organisation_number:
organisation_number_source:
""")
)
_GROUP = Template(
    N_("""\
# Group in the funding table: {groups}.
group: {group}
""")
)
_OTHER_PARTIES = Template(
    N_("""\

# Parties whose facts hold for this agreement alone. If the party is in a file in parties/,
# one line is enough: file: the file's name without its ending.
parties:
{parties}
""")
)
_PARTY = Template(
    N_("""\
  {id}:
    name:
    # municipality, region, association, federation or company
    kind:{kind}
    organisation_number:
    organisation_number_source:
    # When it is known who signs: remove the sign # and write title and name.
    # signatory: {{title: , name: }}
    decision: {{body: , date: , paragraph: , case_number: }}""")
)
_FIELDS = Template(
    N_("""\

# The agreement's own facts.
fields:
{fields}
""")
)
_FIELD = Template("""\
  # {about}
  {key}:{value}""")
_ROW = Template(
    N_("""\
  # A row for each; remove [] and the sign # of the line below.
  # {about}
  {key}: []
  #  - {{{columns}}}""")
)
_REQUIRED = Template(N_("{about} Has to be filled in."))
_CHOICES = Template(N_("{about} One of: {choices}."))
_FUNDING = Template(
    N_("""\

# The municipality's row in the funding table. Each figure is written in digits only:
# 120000, not 120 000. The published sums in funding.yaml have to agree with the rows.
funding:
{figures}
""")
)
_POSTS = Template(
    N_("""\
# Posts that the region's money pays for. When a post is filled:
# remove [] and the sign # of the line below, and write the right day and per cent.
posts: []
#  - {{starts: YYYY-MM-DD, degree_percent: 100}}
# A post that is only planned gets planned: true after the per cent and gives no right to money.
""")
)
_START = Template(
    N_("""\
# The first day that the agreement applies, for example 2026-09-01.
valid_from:
""")
)
_END = Template(
    N_("""\
# The last day that the agreement applies.
valid_to:
""")
)
_TEXTS = Template(
    N_("""\

# Local texts. Write | after the colon and the text on the lines below, indented by four spaces:
#
#  key: |
#    A paragraph. *Italic* and **bold** text may be used.
#
#    - an item of a list
#    - one more item.
#
local_resources:
{items}
""")
)
_STEERING_GROUP = Template(
    N_("""\

# {steering_group}: a line for each seat, never a person's name.
# Remove [] and the sign # of the lines that are to hold.
# Write after seat: the function or organisation that has the seat.
# A role may be on several lines.
steering_group: []
{seats}
""")
)
_SIGNING = Template(
    N_("""\

# Who signs for the municipality.
signatory:
  title: {signatory_title}
  name:
# The municipality's decision on the agreement.
decision:
  # Committee or board
  body:
  # For example 2026-06-10
  date:
  # For example § 42
  paragraph:
  # The municipality's own case number
  case_number:
""")
)
_FIGURE = Template("""\
  # {heading}
  {key}:{figure}""")
_HEADING_WITH_UNIT = Template("{title} ({unit})")
_ITEM = Template("""\
  # {text}
  {key}:""")
_MANDATORY_SEAT = Template(N_("#  - {{role: {role}, seat: }}  # {title}, mandatory"))
_OPTIONAL_SEAT = Template(N_("#  - {{role: {role}, seat: }}  # {title}, optional"))


def municipality_file(
    workspace: Workspace, municipality: NewMunicipality, standard: Standard
) -> str:
    """The text of a new agreement's file, with comments in the language of its family.

    It has the keys of what the standard describes, and no others.

    Args:
        workspace: The workspace that it is to be in.
        municipality: What is known of it.
        standard: The one that its agreement follows.
    """
    with in_language(standard.family.record.language):
        return "".join(str(part) for part in _parts(workspace, municipality, standard))


def _parts(
    workspace: Workspace, municipality: NewMunicipality, standard: Standard
) -> Iterator[Text]:
    family, groups = standard.family.record, groups_of(standard)
    group = "" if municipality.group is None else _scalar(municipality.group)
    if municipality.code is None:
        party = _TITLE(name=_scalar(municipality.name))
    else:
        party = _MUNICIPALITY(
            name=_scalar(municipality.name),
            legal_name=_scalar(legal_name(municipality.name)),
            code=municipality.code,
            group=_GROUP(groups=", ".join(groups), group=group) if groups else "",
        )
    yield _HEAD(
        schema=agreement_schema(workspace, standard),
        draft_mark=family.draft_mark,
        parties=party,
        agreement=standard.key,
        edition=family.edition,
    )
    if municipality.code is not None:
        yield _NUMBER()
    known = {MUNICIPALITY_PARTY, *workspace.region.record.parties, *workspace.parties}
    others = [
        str(_PARTY(id=role.id, kind="" if role.kind is None else f" {role.kind}"))
        for role in family.parties
        if role.id not in known
    ]
    if others:
        yield _OTHER_PARTIES(parties="\n".join(others))
    if family.funding is not None:
        yield _FUNDING(figures="\n".join(_figures(municipality, family.funding)))
    if family.posts:
        yield _POSTS()
    yield _START()
    if family.terms.duration != "until_further_notice" and family.terms.term_months is None:
        yield _END()
    items = "\n".join(_items(family))
    if items:
        yield _TEXTS(items=items)
    table = family.steering_group
    if table is not None and table.joint is None:
        yield _STEERING_GROUP(steering_group=table.caption, seats="\n".join(_seats(table)))
    fields = (*workspace.region.record.fields, *family.fields)
    if fields:
        yield _FIELDS(fields="\n".join(str(_field(field)) for field in fields))
    if municipality.code is not None:
        yield _SIGNING(signatory_title=_scalar(municipality.signatory_title))


def _field(field: OwnField) -> Text:
    """A field with its title, its help and what can be chosen, and the columns of its rows."""
    about: str | Text = " ".join(filter(None, (f"{field.title}.", _sentence(field.help))))
    if field.choices:
        about = _CHOICES(about=about, choices=", ".join(field.choices))
    if field.required:
        about = _REQUIRED(about=about)
    if field.type == "rows":
        columns = ", ".join(f"{column.key}: " for column in field.columns)
        return _ROW(about=about, key=field.key, columns=columns)
    return _FIELD(about=about, key=field.key, value=" []" if field.type == "list" else "")


def _sentence(text: str | None) -> str:
    return "" if text is None else f"{text.rstrip('.')}."


def _figures(municipality: NewMunicipality, table: FundingTable) -> Iterator[str]:
    for column in table.columns:
        known = municipality.figures.get(column.key)
        figure = "" if known is None else f" {known}"
        yield str(_FIGURE(heading=_heading(column), key=column.key, figure=figure))


def _heading(column: FundingColumn) -> str:
    """A column's title with its unit, unless the title names the unit already."""
    if column.unit.casefold() in column.title.casefold():
        return column.title
    return str(_HEADING_WITH_UNIT(title=column.title, unit=column.unit))


def _items(family: Family) -> Iterator[str]:
    for item in family.local_items:
        if not item.fixed:
            yield str(_ITEM(text=item.text, key=item.key))


def _seats(table: SteeringGroupTable) -> Iterator[str]:
    for role in table.roles:
        template = _MANDATORY_SEAT if role.mandatory else _OPTIONAL_SEAT
        yield str(template(role=role.key, title=role.title))


def _scalar(text: str) -> str:
    """The text as YAML: in quotes where it could be read as anything but these words."""
    plain = re.fullmatch(r"[^\W\d_]{4,}(?:[ -]+[^\W\d_]+)*", text) and not _WORDS.fullmatch(text)
    # JSON's strings are YAML's.
    return text if plain else json.dumps(text, ensure_ascii=False)


_WORDS = re.compile(r"null|true|false", re.IGNORECASE)
