"""An agreement that is new to a workspace: what must be known of it, and whether it fits in."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreement_gen.characters import unseen
from agreement_gen.decoding import TextCode
from agreement_gen.problems import Location, did_you_mean, problem
from agreement_gen.workspace.kommuner import INVENTED_COUNTY, kommun_named, kommuner
from agreement_gen.workspace.messages import KOMMUNKOD_OF, MunicipalityCode
from agreement_gen.workspace.model import MUNICIPALITY_PARTY
from agreement_gen.workspace.reader import AGREEMENTS, MUNICIPALITIES, slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from agreement_gen.problems import Problem
    from agreement_gen.workspace.reader import Standard, Workspace


@dataclass(frozen=True, slots=True)
class NewMunicipality:
    """What must be known of an agreement, mostly of its municipality, before it can have a file.

    Attributes:
        name: The municipality's short name; the agreement's own where it has no municipality.
        code: Its kommunkod, four digits; None for an agreement of other parties.
        group: The group of the funding table that it belongs to; None without groups.
        signatory_title: The office title of the person who signs for the municipality.
        figures: Those of its row in the funding table that are known, by column.
    """

    name: str
    code: str | None
    group: str | None
    signatory_title: str
    figures: Mapping[str, int]

    @property
    def path(self) -> str:
        """Its file, from the workspace's folder, if no other agreement has that name."""
        folder = AGREEMENTS if self.code is None else MUNICIPALITIES
        return f"{folder}/{slug(self.name)}.yaml"


def path_of(workspace: Workspace, standard: Standard, municipality: NewMunicipality) -> str:
    """The file of a new agreement: with the family's name where another has its name."""
    own = slug(municipality.name)
    if own not in {entry.slug for entry in workspace.entries}:
        return municipality.path
    return municipality.path.replace(f"/{own}.", f"/{own}-{standard.key}.")


def is_with_municipality(standard: Standard) -> bool:
    """Whether a municipality whose facts are in the agreement's own file is a party."""
    return any(role.id == MUNICIPALITY_PARTY for role in standard.family.record.parties)


def problems_of(
    workspace: Workspace, standard: Standard, municipality: NewMunicipality
) -> Iterator[Problem]:
    """Why the municipality cannot have a file in this workspace; nothing if it can.

    Problems are located at the argument or option of ``agreement-gen new`` that gives the value.
    That the file exists already is not noticed here.
    """
    yield from _name_problems(workspace, standard, municipality.name)
    if municipality.code is not None:
        yield from _code_problems(workspace, standard, municipality.name, municipality.code)
    yield from _hidden(Location("--title"), municipality.signatory_title)
    groups = groups_of(standard)
    if municipality.group is not None and municipality.group not in groups:
        yield problem(
            Location("--group"),
            MunicipalityCode.UNKNOWN_GROUP,
            group=municipality.group,
            suggestion=did_you_mean(municipality.group, groups),
        )
    table = standard.family.record.funding
    columns = [] if table is None else [column.key for column in table.columns]
    for key, figure in municipality.figures.items():
        if key not in columns:
            suggestion, code = did_you_mean(key, columns), MunicipalityCode.UNKNOWN_FIGURE
            yield problem(Location("--figure"), code, key=key, suggestion=suggestion)
        elif figure < 0:
            code = MunicipalityCode.NEGATIVE_FIGURE
            yield problem(Location("--figure"), code, key=key, figure=figure)


def groups_of(standard: Standard) -> list[str]:
    """The names of the groups of a family's funding table, in its order; none without money."""
    return [] if standard.funding is None else [g.name for g in standard.funding.record.groups]


def _name_problems(workspace: Workspace, standard: Standard, name: str) -> Iterator[Problem]:
    location = Location("NAME")
    yield from _hidden(location, name)
    if not slug(name) or "\n" in name:
        yield problem(location, MunicipalityCode.BAD_NAME, name=name)
    elif _is_path(name) or (is_with_municipality(standard) and "/" in name):
        yield problem(location, MunicipalityCode.NAME_IS_PATH, name=name)
    for entry in workspace.entries:
        is_same = entry.label.casefold() == name.casefold()
        if is_same and entry.record.agreement == standard.key:
            code = MunicipalityCode.SAME_MUNICIPALITY
            yield problem(location, code, value=name, file=entry.path)


def _is_path(name: str) -> bool:
    """Whether a name is written as a path; *Plan 2024/25* is a name."""
    parts = name.split("/")
    return "\\" in name or not {"", ".", "..", "~"}.isdisjoint(parts) or name.endswith(".yaml")


def _hidden(location: Location, text: str) -> Iterator[Problem]:
    """What a reader of the file could not see, by which it would be refused."""
    for found in unseen(text):
        yield problem(location, TextCode.UNSEEN, code_point=found.code_point)


def _code_problems(
    workspace: Workspace, standard: Standard, name: str, kommunkod: str
) -> Iterator[Problem]:
    location, region = Location("--code"), workspace.region.record
    for entry in workspace.entries:
        if entry.record.code == kommunkod and entry.record.agreement == standard.key:
            code = MunicipalityCode.SAME_MUNICIPALITY
            yield problem(location, code, value=kommunkod, file=entry.path)
    if not re.fullmatch(r"[0-9]{4}", kommunkod):
        yield problem(location, MunicipalityCode.NOT_FOUR_DIGITS, kommunkod=kommunkod)
    elif region.county_code is not None and not kommunkod.startswith(region.county_code):
        yield problem(
            location,
            MunicipalityCode.CODE_OF_ANOTHER_COUNTY,
            kommunkod=kommunkod,
            county=region.county or region.name,
            county_code=region.county_code,
        )
    elif kommunkod not in kommuner() and not kommunkod.startswith(INVENTED_COUNTY):
        meant = kommun_named(name)
        suggestion = "" if meant is None else KOMMUNKOD_OF(name=meant.name, kommunkod=meant.code)
        code = MunicipalityCode.UNKNOWN_KOMMUNKOD
        yield problem(location, code, kommunkod=kommunkod, suggestion=suggestion)


def usual_title(workspace: Workspace) -> str | None:
    """The title that most signatories of the municipalities have, or None without any."""
    signatories = (entry.record.signatory for entry in workspace.entries)
    titles = Counter(one.title for one in signatories if one is not None)
    return titles.most_common(1)[0][0] if titles else None


def legal_name(name: str) -> str:
    """The name that the party mostly uses, ``Ortens kommun``; a person must check it.

    For a name that is not one of the 290 the genitive is a guess: place names that end in a vowel,
    s, x or z mostly take no s.
    """
    known = kommun_named(name)
    if known is not None:
        return known.usual_name
    genitive = name if name[-1:].casefold() in "aeiouyåäöésxz" else f"{name}s"
    return f"{genitive} kommun"
