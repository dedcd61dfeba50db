"""The templates of a standard: what they may insert, and how they become text.

What a template is given is plain data, copied from the workspace's records: no record, and so no
method of one, is ever in its reach. What a clause inserts is escaped, so that no value can change
the structure around it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from pydantic import BaseModel

from agreement_gen import swedish
from agreement_gen.agreement_state.own_fields import own_values, place
from agreement_gen.agreement_state.parties import parties
from agreement_gen.agreement_state.standard import standard_of
from agreement_gen.agreement_state.terms import term_end_of, terms_of
from agreement_gen.build.messages import BuildCode
from agreement_gen.build.template.filters import filters_in
from agreement_gen.build.template.run import run
from agreement_gen.build.template.values import Included, Rules, TemplateError
from agreement_gen.languages import language_of
from agreement_gen.problems import InputError, Location, problem
from agreement_gen.workspace.model import Signatory

if TYPE_CHECKING:
    from collections.abc import Callable

    from agreement_gen.build.template.values import Plain, TemplateText
    from agreement_gen.languages import Language
    from agreement_gen.workspace.model import SigningProfile
    from agreement_gen.workspace.reader import ClauseTemplate, Entry, Standard, Workspace


def variables(
    workspace: Workspace,
    entry: Entry,
    standard: Standard,
    signing: SigningProfile | None = None,
) -> dict[str, Plain]:
    """What the templates of one agreement may insert, by name.

    ``signing`` overrides the region's signing profile.
    """
    region, record, family = workspace.region.record, entry.record, standard.family.record
    return {
        "region": plain_value(
            {
                "name": region.name,
                "short_name": region.short_name,
                "county": region.county,
                "names": region.names,
            }
        ),
        "parties": {
            party.id: plain_value(
                {
                    "name": party.name,
                    "short_name": party.short_name,
                    "kind": party.kind,
                    "code": party.code,
                    "organisation_number": party.organisation_number,
                    "signatory": party.signatories[0] if party.signatories else _NOBODY,
                    "signatories": party.signatories,
                    "decision": party.decision,
                }
            )
            for party in parties(workspace, entry, standard)
        },
        "municipality": record.municipality,
        "title": entry.name,
        "funding": _row(entry, standard),
        "money": plain_value(None if standard.funding is None else standard.funding.record),
        "fields": plain_value(own_values(workspace, entry, standard)),
        "terms": plain_value(terms_of(entry, standard)),
        "edition": family.edition,
        "valid_from": record.valid_from,
        "valid_to": term_end_of(entry, standard),
        "signing": signing or region.signing,
        "copies": len(family.parties),
    }


_NOBODY: Mapping[str, None] = dict.fromkeys(Signatory.model_fields)
"""A signatory of whom nothing is known yet."""


def _row(entry: Entry, standard: Standard) -> Plain:
    """The agreement's row in the funding table: each of the family's columns, also while empty."""
    table = standard.family.record.funding
    if table is None:
        return {}
    return {column.key: entry.record.funding.get(column.key) for column in table.columns}


def plain_value(value: object) -> Plain:
    """A value of the workspace's records as plain data: a copy that has no methods of ours.

    Raises:
        TypeError: for a kind of value that templates have no way to write.
    """
    match value:
        case None | str() | bool() | int() | dt.date():
            return value
        case Decimal():
            return str(value)
        case BaseModel():
            return {key: plain_value(getattr(value, key)) for key in type(value).model_fields}
        case Mapping():
            return {str(key): plain_value(item) for key, item in value.items()}
        case Sequence():
            return [plain_value(item) for item in value]
        case _:
            raise TypeError(type(value))


def value_location(
    workspace: Workspace, entry: Entry, standard: Standard, name: str
) -> Location | None:
    """Where the value that templates know by a name is to be filled in; None if nobody fills it."""
    first, *rest = name.split(".")
    match first:
        case "region":
            return workspace.region.at(*rest)
        case "parties":
            found = {party.id: party for party in parties(workspace, entry, standard)}
            party = found.get(rest[0]) if rest else None
            return None if party is None else party.at(*rest[1:])
        case "funding":
            return entry.at("funding", *rest)
        case "money":
            return None if standard.funding is None else standard.funding.at(*rest)
        case "fields":
            return place(entry, *rest)
        case "valid_from" | "valid_to" | "municipality":
            return entry.at(first)
        case "terms" | "edition":
            return standard.family.at(first, *rest)
        case _:
            return None


def render_clause(
    clause: ClauseTemplate,
    includes: Mapping[str, ClauseTemplate],
    values: Mapping[str, Plain],
    placeholder: str,
    language: Language,
) -> TemplateText:
    """The Markdown of one clause, with every value in it escaped.

    ``includes`` are the templates that it may include; ``placeholder`` is written where a value
    that the clause inserts is empty.

    Raises:
        InputError: if the template fails, at its line in the clause's file.
    """
    parts = {
        name: Included(template.text, partial(_line_of, template))
        for name, template in includes.items()
    }
    rules = Rules(filters_in(language), _escaped, placeholder, parts)
    return _rendered(clause.text, values, rules, partial(_line_of, clause))


def _line_of(template: ClauseTemplate, line: int) -> Location:
    return Location(template.file, line, 1)


def render_line(
    template: str,
    location: Location,
    values: Mapping[str, Plain],
    placeholder: str,
    language: Language,
) -> TemplateText:
    """The plain text of a template that fills one line, such as a title.

    Raises:
        InputError: if the template fails, at the location of the template.
    """
    rules = Rules(filters_in(language), str, placeholder)
    return _rendered(template, values, rules, lambda _: location)


def phrase(
    workspace: Workspace,
    entry: Entry,
    template: str,
    location: Location,
    values: Mapping[str, object],
) -> str:
    """One line of text from a template, with the names that clauses know and some more.

    Raises:
        InputError: if the municipality's standard does not exist, if the template fails, or if it
            inserts a value that is empty, at the location of the template.
    """
    standard = standard_of(workspace, entry)
    known = variables(workspace, entry, standard)
    more = {key: plain_value(value) for key, value in values.items()}
    language = language_of(standard.family.record.language)
    line = render_line(template, location, {**known, **more}, "", language)
    if line.empty:
        raise InputError(
            problem(empty.location, BuildCode.EMPTY_VALUE, name=empty.name) for empty in line.empty
        )
    return swedish.tie(line.text)


def _escaped(text: str) -> str:
    """What is inserted, with every character that Markdown could read as markup made plain."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(text.splitlines()))


def _rendered(
    template: str,
    values: Mapping[str, Plain],
    rules: Rules,
    locate: Callable[[int], Location],
) -> TemplateText:
    try:
        return run(template, values, rules, locate)
    except TemplateError as error:
        raise InputError([error.problem]) from None
