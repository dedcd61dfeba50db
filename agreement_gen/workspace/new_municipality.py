"""A municipality that is new to a workspace: what must be known of it, and whether it fits in."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreement_gen.characters import unseen
from agreement_gen.decoding import TextCode
from agreement_gen.problems import Location, did_you_mean, problem
from agreement_gen.workspace.kommuner import kommun_named
from agreement_gen.workspace.messages import MunicipalityCode
from agreement_gen.workspace.reader import MUNICIPALITIES, slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from agreement_gen.problems import Problem
    from agreement_gen.workspace.reader import Standard, Workspace


@dataclass(frozen=True, slots=True)
class NewMunicipality:
    """What must be known of a municipality before it can have a file.

    Attributes:
        name: Its short name.
        code: Its kommunkod, four digits.
        group: The group of the funding table that it belongs to; None without groups.
        signatory_title: The office title of the person who signs.
        figures: Those of its row in the funding table that are known, by column.
    """

    name: str
    code: str
    group: str | None
    signatory_title: str
    figures: Mapping[str, int]

    @property
    def path(self) -> str:
        """Its file, from the workspace's folder."""
        return f"{MUNICIPALITIES}/{slug(self.name)}.yaml"


def problems_of(
    workspace: Workspace, standard: Standard, municipality: NewMunicipality
) -> Iterator[Problem]:
    """Why the municipality cannot have a file in this workspace; nothing if it can.

    Problems are located at the argument or option of ``agreement-gen new`` that gives the value.
    That the file exists already is not noticed here.
    """
    yield from _name_problems(workspace, municipality.name)
    yield from _code_problems(workspace, municipality.code)
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


def _name_problems(workspace: Workspace, name: str) -> Iterator[Problem]:
    location = Location("NAME")
    yield from _hidden(location, name)
    if not slug(name) or "\n" in name:
        yield problem(location, MunicipalityCode.BAD_NAME, name=name)
    for entry in workspace.entries:
        if entry.label.casefold() == name.casefold():
            code = MunicipalityCode.SAME_MUNICIPALITY
            yield problem(location, code, value=name, file=entry.path)


def _hidden(location: Location, text: str) -> Iterator[Problem]:
    """What a reader of the file could not see, by which it would be refused."""
    for found in unseen(text):
        yield problem(location, TextCode.UNSEEN, code_point=found.code_point)


def _code_problems(workspace: Workspace, kommunkod: str) -> Iterator[Problem]:
    location, region = Location("--code"), workspace.region.record
    for entry in workspace.entries:
        if entry.record.code == kommunkod:
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
