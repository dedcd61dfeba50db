"""The file of a municipality that is new to a workspace: every key, each with an explanation.

What is not known is left empty. That holds for the figures too: a 0 would read as an agreed
amount, while an empty figure is refused with its line until somebody has written it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreement_gen.problems import Location, Problem, did_you_mean
from agreement_gen.workspace.reader import MUNICIPALITIES, slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from agreement_gen.workspace.model import Family
    from agreement_gen.workspace.reader import Standard, Workspace


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What must be known of a municipality before it can have a file.

    ``figures`` are those of its row in the funding table that are known, by column.
    """

    name: str
    code: str
    group: str
    signatory_title: str
    figures: Mapping[str, int]

    @property
    def path(self) -> str:
        """Its file, from the workspace's folder."""
        return f"{MUNICIPALITIES}/{slug(self.name)}.yaml"


def faults(workspace: Workspace, standard: Standard, newcomer: Newcomer) -> Iterator[Problem]:
    """Why the newcomer cannot have a file in this workspace; none if it can.

    That its file exists already is not seen here.
    """
    if not slug(newcomer.name) or "\n" in newcomer.name:
        yield _fault("NAME", "bad-name", f"`{newcomer.name}` cannot be a municipality's name")
    for entry in workspace.entries:
        if entry.record.municipality.casefold() == newcomer.name.casefold():
            message = f"`{newcomer.name}` already stands in {entry.path}"
            yield _fault("NAME", "same-municipality", message)
        if entry.record.code == newcomer.code:
            message = f"`{newcomer.code}` is the code of {entry.record.municipality}, {entry.path}"
            yield _fault("--code", "same-municipality", message)
    region = workspace.region.record
    if not re.fullmatch(r"[0-9]{4}", newcomer.code):
        message = f"`{newcomer.code}` is not a kommunkod"
        yield _fault("--code", "bad-code", message, "four digits")
    elif not newcomer.code.startswith(region.county_code):
        message = f"`{newcomer.code}` is not a kommunkod of {region.county}"
        hint = f"it begins with {region.county_code}"
        yield _fault("--code", "code-of-another-county", message, hint)
    groups = [group.name for group in region.funding.groups]
    if newcomer.group not in groups:
        message = f"the region has no group `{newcomer.group}`"
        yield _fault("--group", "unknown-group", message, str(did_you_mean(newcomer.group, groups)))
    columns = [column.key for column in standard.family.record.funding.columns]
    for key, figure in newcomer.figures.items():
        if key not in columns:
            message = f"the funding table has no column `{key}`"
            yield _fault("--figure", "unknown-key", message, str(did_you_mean(key, columns)))
        elif figure < 0:
            yield _fault("--figure", "negative", f"{key}: {figure} is less than zero")


def _fault(option: str, code: str, message: str, hint: str = "") -> Problem:
    return Problem(Location(option), code, message, hint)


def usual_title(workspace: Workspace) -> str | None:
    """The title that most signatories of the municipalities have, or None without any."""
    titles = Counter(entry.record.signatory.title for entry in workspace.entries)
    return titles.most_common(1)[0][0] if titles else None


def legal_name(name: str) -> str:
    """A guess at the party's name, ``Ortens kommun``; a person must look at the genitive.

    Place names that end in a vowel, s, x or z mostly take no s.
    """
    genitive = name if name[-1:].casefold() in "aeiouyåäöésxz" else f"{name}s"
    return f"{genitive} kommun"


def municipality_file(newcomer: Newcomer, standard: Standard, groups: Sequence[str]) -> str:
    """The text of the newcomer's file, with comments in Swedish for whoever fills it in."""
    family = standard.family.record
    return "\n".join(
        [
            *_head(newcomer, standard, groups),
            "",
            *_funding(newcomer, family),
            "",
            *_local_resources(family),
            "",
            *_steering_group(family),
            "",
            *_signing(newcomer),
            "",
        ]
    )


def _head(newcomer: Newcomer, standard: Standard, groups: Sequence[str]) -> Iterator[str]:
    family = standard.family.record
    yield "# yaml-language-server: $schema=../.agreement-gen/municipality.schema.json"
    yield "# En rad som börjar med # är en anmärkning och kommer aldrig med i överenskommelsen."
    yield "# Skriv varje uppgift efter dess kolon. Det som inte är känt lämnas tomt:"
    yield f"# överenskommelsen märks då {family.draft_mark} tills allt är ifyllt."
    yield f"municipality: {_scalar(newcomer.name)}"
    yield "# Partens namn i överenskommelsen. Kontrollera formen: ska ortens namn sluta på s?"
    yield f"legal_name: {_scalar(legal_name(newcomer.name))}"
    yield "# Kommunkoden står inom citattecken."
    yield f'code: "{newcomer.code}"'
    yield f"# Grupp i tabellen över medel: {', '.join(groups)}."
    yield f"group: {_scalar(newcomer.group)}"
    yield "# Standardens mapp under templates/ och den utgåva av den som gäller."
    yield f"agreement: {standard.key}"
    yield f"edition: {family.edition.isoformat()}"
    yield "# Sex siffror, bindestreck, fyra siffror."
    yield "organisation_number:"


def _funding(newcomer: Newcomer, family: Family) -> Iterator[str]:
    yield "# Kommunens rad i tabellen över medel. Varje tal måste fyllas i, med enbart siffror:"
    yield "# 120000, inte 120 000. De publicerade summorna i region.yaml ska stämma med raderna."
    yield "funding:"
    for column in family.funding.columns:
        known = newcomer.figures.get(column.key)
        named = column.unit.casefold() in column.title.casefold()
        yield f"  # {column.title}" + ("" if named else f" ({column.unit})")
        yield f"  {column.key}:" + ("" if known is None else f" {known}")
    yield "# Tjänster som regionens medel finansierar. När en tjänst är tillsatt:"
    yield "# ta bort [] och tecknet # på raden under, och skriv rätt dag och procent."
    yield "posts: []"
    yield "#  - {starts: ÅÅÅÅ-MM-DD, degree_percent: 100}"
    yield "# Den första dagen som överenskommelsen gäller, till exempel 2026-09-01."
    yield "valid_from:"


def _local_resources(family: Family) -> Iterator[str]:
    yield "# Lokala texter. Skriv | efter kolon och texten på raderna under, indragen fyra steg:"
    yield "#"
    yield "#  nyckel: |"
    yield "#    Ett stycke. *Kursiv* och **fet** text går bra."
    yield "#"
    yield "#    - en punkt i en lista"
    yield "#    - en punkt till."
    yield "#"
    yield "local_resources:"
    for item in family.local_items:
        if not item.fixed:
            yield f"  # {item.text}"
            yield f"  {item.key}:"


def _steering_group(family: Family) -> Iterator[str]:
    yield f"# {family.steering_group.caption}: en rad för varje plats, aldrig en persons namn."
    yield "# Ta bort [] och tecknet # på de rader som ska gälla."
    yield "# Skriv efter seat: den funktion eller verksamhet som har platsen."
    yield "# En roll får stå på flera rader."
    yield "steering_group: []"
    for role in family.steering_group.roles:
        duty = "obligatorisk" if role.mandatory else "frivillig"
        seat = f"#  - {{role: {role.key}, seat: }}"
        yield f"{seat}  # {role.title}, {duty}"


def _signing(newcomer: Newcomer) -> Iterator[str]:
    yield "# Den som undertecknar för kommunen."
    yield "signatory:"
    yield f"  title: {_scalar(newcomer.signatory_title)}"
    yield "  name:"
    yield "# Kommunens beslut om överenskommelsen."
    yield "decision:"
    yield "  # Nämnd eller styrelse"
    yield "  body:"
    yield "  # Till exempel 2026-06-10"
    yield "  date:"
    yield "  # Till exempel § 42"
    yield "  paragraph:"
    yield "  # Kommunens eget diarienummer"
    yield "  case_number:"


def _scalar(text: str) -> str:
    """The text as YAML: in quotes where it could be read as anything but these words."""
    plain = re.fullmatch(r"[^\W\d_]{4,}(?:[ -]+[^\W\d_]+)*", text) and not _WORDS.fullmatch(text)
    # JSON's strings are YAML's.
    return text if plain else json.dumps(text, ensure_ascii=False)


_WORDS = re.compile(r"null|true|false", re.IGNORECASE)
