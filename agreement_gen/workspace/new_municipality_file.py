"""The file of a municipality that is new to a workspace: every key, each with an explanation.

What is not known is left empty. That holds for the figures too: a 0 would read as an agreed
amount, while an empty figure is reported with its line until it is filled in.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from agreement_gen.messages import Template
from agreement_gen.workspace.new_municipality import legal_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agreement_gen.workspace.model import Family, FundingColumn
    from agreement_gen.workspace.new_municipality import NewMunicipality
    from agreement_gen.workspace.reader import Standard

_FILE = Template("""\
# yaml-language-server: $schema=../.agreement-gen/municipality.schema.json
# En rad som börjar med # är en anmärkning och kommer aldrig med i överenskommelsen.
# Skriv varje uppgift efter dess kolon. Det som inte är känt lämnas tomt:
# överenskommelsen märks då {draft_mark} tills allt är ifyllt.
municipality: {name}
# Partens namn i överenskommelsen. Kontrollera formen: ska ortens namn sluta på s?
legal_name: {legal_name}
# Kommunkoden står inom citattecken.
code: "{code}"
# Grupp i tabellen över medel: {groups}.
group: {group}
# Standardens mapp under templates/ och den utgåva av den som gäller.
agreement: {agreement}
edition: {edition}
# Sex siffror, bindestreck, fyra siffror. Skriv också var numret är kontrollerat, och när.
organisation_number:
organisation_number_source:

# Kommunens rad i tabellen över medel. Varje tal måste fyllas i, med enbart siffror:
# 120000, inte 120 000. De publicerade summorna i region.yaml ska stämma med raderna.
funding:
{figures}
# Tjänster som regionens medel finansierar. När en tjänst är tillsatt:
# ta bort [] och tecknet # på raden under, och skriv rätt dag och procent.
posts: []
#  - {{starts: ÅÅÅÅ-MM-DD, degree_percent: 100}}
# En tjänst som bara är planerad får planned: true efter procenten och ger ingen rätt till medel.
# Den första dagen som överenskommelsen gäller, till exempel 2026-09-01.
valid_from:

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

# {steering_group}: en rad för varje plats, aldrig en persons namn.
# Ta bort [] och tecknet # på de rader som ska gälla.
# Skriv efter seat: den funktion eller verksamhet som har platsen.
# En roll får stå på flera rader.
steering_group: []
{seats}

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
    municipality: NewMunicipality, standard: Standard, groups: Sequence[str]
) -> str:
    """The text of a new municipality's file, with Swedish comments for the person who fills it in.

    Args:
        municipality: What is known of it.
        standard: The one that its agreement follows.
        groups: The names of the region's groups.
    """
    family = standard.family.record
    text = _FILE(
        draft_mark=family.draft_mark,
        name=_scalar(municipality.name),
        legal_name=_scalar(legal_name(municipality.name)),
        code=municipality.code,
        groups=", ".join(groups),
        group=_scalar(municipality.group),
        agreement=standard.key,
        edition=family.edition,
        figures="\n".join(_figures(municipality, family)),
        items="\n".join(_items(family)),
        steering_group=family.steering_group.caption,
        seats="\n".join(_seats(family)),
        signatory_title=_scalar(municipality.signatory_title),
    )
    return str(text)


def _figures(municipality: NewMunicipality, family: Family) -> Iterator[str]:
    for column in family.funding.columns:
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


def _seats(family: Family) -> Iterator[str]:
    for role in family.steering_group.roles:
        template = _MANDATORY_SEAT if role.mandatory else _OPTIONAL_SEAT
        yield str(template(role=role.key, title=role.title))


def _scalar(text: str) -> str:
    """The text as YAML: in quotes where it could be read as anything but these words."""
    plain = re.fullmatch(r"[^\W\d_]{4,}(?:[ -]+[^\W\d_]+)*", text) and not _WORDS.fullmatch(text)
    # JSON's strings are YAML's.
    return text if plain else json.dumps(text, ensure_ascii=False)


_WORDS = re.compile(r"null|true|false", re.IGNORECASE)
