"""The file of an agreement that is new to a workspace: every key, each with an explanation.

What is not known is left empty. That holds for the figures too: a 0 would read as an agreed
amount, while an empty figure is reported with its line until it is filled in.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from agreement_gen.messages import Template
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

_HEAD = Template("""\
# yaml-language-server: $schema=../.agreement-gen/{schema}.schema.json
# En rad som börjar med # är en anmärkning och kommer aldrig med i överenskommelsen.
# Skriv varje uppgift efter dess kolon. Det som inte är känt lämnas tomt:
# överenskommelsen märks då {draft_mark} tills allt är ifyllt.
{parties}# Standardens mapp under templates/ och den utgåva av den som gäller.
agreement: {agreement}
edition: {edition}
""")
_MUNICIPALITY = Template("""\
municipality: {name}
# Partens namn i överenskommelsen. Kontrollera formen: ska ortens namn sluta på s?
legal_name: {legal_name}
# Kommunkoden står inom citattecken.
code: "{code}"
{group}""")
_TITLE = Template("""\
# Vad överenskommelsen kallas; filen är uppkallad efter det.
title: {name}
""")
_NUMBER = Template("""\
# Sex siffror, bindestreck, fyra siffror. Skriv också var numret är kontrollerat, och när.
organisation_number:
organisation_number_source:
""")
_GROUP = Template("""\
# Grupp i tabellen över medel: {groups}.
group: {group}
""")
_OTHER_PARTIES = Template("""\

# Parter vars uppgifter bara gäller den här överenskommelsen. Finns parten i en fil i parties/
# räcker det med en rad: file: filens namn utan ändelse.
parties:
{parties}
""")
_PARTY = Template("""\
  {id}:
    name:
    # municipality, region, association, federation eller company
    kind:{kind}
    organisation_number:
    organisation_number_source:
    # När det är känt vem som undertecknar: ta bort tecknet # och skriv titel och namn.
    # signatory: {{title: , name: }}
    decision: {{body: , date: , paragraph: , case_number: }}""")
_FIELDS = Template("""\

# Överenskommelsens egna uppgifter.
fields:
{fields}
""")
_FIELD = Template("""\
  # {about}
  {key}:{value}""")
_ROW = Template("""\
  # En rad för varje; ta bort [] och tecknet # på raden under.
  # {about}
  {key}: []
  #  - {{{columns}}}""")
_REQUIRED = Template("{about} Måste fyllas i.")
_CHOICES = Template("{about} Ett av: {choices}.")
_FUNDING = Template("""\

# Kommunens rad i tabellen över medel. Varje tal fylls i med enbart siffror:
# 120000, inte 120 000. De publicerade summorna i funding.yaml ska stämma med raderna.
funding:
{figures}
""")
_POSTS = Template("""\
# Tjänster som regionens medel finansierar. När en tjänst är tillsatt:
# ta bort [] och tecknet # på raden under, och skriv rätt dag och procent.
posts: []
#  - {{starts: ÅÅÅÅ-MM-DD, degree_percent: 100}}
# En tjänst som bara är planerad får planned: true efter procenten och ger ingen rätt till medel.
""")
_START = Template("""\
# Den första dagen som överenskommelsen gäller, till exempel 2026-09-01.
valid_from:
""")
_END = Template("""\
# Den sista dagen som överenskommelsen gäller.
valid_to:
""")
_TEXTS = Template("""\

# Lokala texter. Skriv | efter kolon och texten på raderna under, indragen fyra steg:
#
#  nyckel: |
#    Ett stycke. *Kursiv* och **fet** text går bra.
#
#    - en punkt i en lista
#    - en punkt till.
#
local_resources:
{items}
""")
_STEERING_GROUP = Template("""\

# {steering_group}: en rad för varje plats, aldrig en persons namn.
# Ta bort [] och tecknet # på de rader som ska gälla.
# Skriv efter seat: den funktion eller verksamhet som har platsen.
# En roll får stå på flera rader.
steering_group: []
{seats}
""")
_SIGNING = Template("""\

# Den som undertecknar för kommunen.
signatory:
  title: {signatory_title}
  name:
# Kommunens beslut om överenskommelsen.
decision:
  # Nämnd eller styrelse
  body:
  # Till exempel 2026-06-10
  date:
  # Till exempel § 42
  paragraph:
  # Kommunens eget diarienummer
  case_number:
""")
_FIGURE = Template("""\
  # {heading}
  {key}:{figure}""")
_HEADING_WITH_UNIT = Template("{title} ({unit})")
_ITEM = Template("""\
  # {text}
  {key}:""")
_MANDATORY_SEAT = Template("#  - {{role: {role}, seat: }}  # {title}, obligatorisk")
_OPTIONAL_SEAT = Template("#  - {{role: {role}, seat: }}  # {title}, frivillig")


def municipality_file(
    workspace: Workspace, municipality: NewMunicipality, standard: Standard
) -> str:
    """The text of a new agreement's file, with Swedish comments for the person who fills it in.

    It has the keys of what the standard describes, and no others.

    Args:
        workspace: The workspace that it is to be in.
        municipality: What is known of it.
        standard: The one that its agreement follows.
    """
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
