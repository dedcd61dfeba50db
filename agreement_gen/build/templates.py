"""The templates of a standard: what they may insert, and how they become text.

The only place that knows Jinja2. Templates run in a sandbox, and an unknown name or an empty value
is an error. What a clause inserts is escaped, so that no value can change the structure around it.
"""

from __future__ import annotations

import functools
import re
import traceback
from types import SimpleNamespace
from typing import TYPE_CHECKING

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from agreement_gen import swedish
from agreement_gen.agreement_state.parties import party_facts
from agreement_gen.agreement_state.standard import standard_of
from agreement_gen.agreement_state.terms import terms_of
from agreement_gen.build.messages import BuildCode
from agreement_gen.problems import Location, fault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from agreement_gen.workspace.model import SigningProfile
    from agreement_gen.workspace.reader import ClauseTemplate, Entry, Standard, Workspace

FILTERS: Mapping[str, Callable[..., str]] = {
    "kr": swedish.kronor,
    "million": swedish.million_kronor,
    "months": swedish.months,
    "every": swedish.every,
    "words": swedish.words,
    "day": swedish.day,
    "lower_first": swedish.lower_first,
}
"""What a template may write after ``|``, besides Jinja2's own filters."""


def variables(
    workspace: Workspace,
    entry: Entry,
    standard: Standard,
    signing: SigningProfile | None = None,
) -> dict[str, object]:
    """What the templates of one agreement may insert, by name.

    ``signing`` overrides the region's signing profile.
    """
    region, record, family = workspace.region.record, entry.record, standard.family.record
    return {
        "region": SimpleNamespace(
            name=region.name,
            short_name=region.short_name,
            county=region.county,
            names=SimpleNamespace(**region.names),
            funding=region.funding,
        ),
        "parties": {
            key: SimpleNamespace(
                name=party.name,
                organisation_number=party.organisation_number,
                signatory=party.signatories[0],
                decision=party.decision,
            )
            for key, party in party_facts(workspace, entry).items()
        },
        "municipality": record.municipality,
        "funding": SimpleNamespace(**record.funding),
        "terms": terms_of(entry, standard),
        "edition": family.edition,
        "valid_from": record.valid_from,
        "signing": signing or region.signing,
        "copies": len(family.parties),
    }


def render_clause(clause: ClauseTemplate, values: Mapping[str, object]) -> str:
    """The Markdown of one clause, with every value in it escaped.

    Raises:
        InputError: if the template fails, at its line in the clause's file.
    """

    def at_line(line: int) -> Location:
        return Location(clause.file, line, 1)

    return _rendered(_CLAUSES, clause.text, clause.file, values, at_line)


def render_line(template: str, location: Location, values: Mapping[str, object]) -> str:
    """The plain text of a template that fills one line, such as a title.

    Raises:
        InputError: if the template fails, at the location of the template.
    """
    return _rendered(_LINES, template, location.file, values, lambda _: location)


def phrase(
    workspace: Workspace,
    entry: Entry,
    template: str,
    location: Location,
    values: Mapping[str, object],
) -> str:
    """One line of text from a template, with the names that clauses know and some more.

    Raises:
        InputError: if the municipality's standard does not exist, or if the template fails, at
            the location of the template.
    """
    known = variables(workspace, entry, standard_of(workspace, entry))
    return swedish.tie(render_line(template, location, {**known, **values}))


class _EmptyValueError(Exception):
    """A template inserts a value that the files leave empty."""


def _escaped(value: object) -> object:
    """What is inserted, with every character that Markdown could read as markup made plain."""
    if isinstance(value, jinja2.Undefined):
        return value
    if value is None:
        raise _EmptyValueError
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(str(value).split(" ")))


def _environment(inserted: Callable[[object], object] | None) -> jinja2.Environment:
    """An environment in which every value that is inserted passes through a function first."""
    environment = ImmutableSandboxedEnvironment(
        undefined=jinja2.StrictUndefined,
        finalize=inserted,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.filters.update(FILTERS)
    return environment


_CLAUSES = _environment(_escaped)
_LINES = _environment(None)


@functools.lru_cache(maxsize=512)
def _compiled(environment: jinja2.Environment, template: str, file: str) -> jinja2.Template:
    # Every municipality's agreement is rendered from the same few templates.
    code = environment.compile(template, name=file, filename=file)
    return jinja2.Template.from_code(environment, code, environment.globals.copy())


def _rendered(
    environment: jinja2.Environment,
    template: str,
    file: str,
    values: Mapping[str, object],
    locate: Callable[[int], Location],
) -> str:
    """The text of a template; ``locate`` gives the location of one of its lines, from 1."""
    try:
        return _compiled(environment, template, file).render(values)
    except jinja2.TemplateSyntaxError as error:
        reason = error.message or type(error).__name__
        raise fault(locate(error.lineno), BuildCode.TEMPLATE, error=reason) from None
    except _EmptyValueError as error:
        raise fault(locate(_failing_line(error, file)), BuildCode.EMPTY_VALUE) from None
    except (jinja2.TemplateError, TypeError, ValueError) as error:
        location = locate(_failing_line(error, file))
        raise fault(location, BuildCode.TEMPLATE, error=str(error)) from None


def _failing_line(error: BaseException, file: str) -> int:
    """The template's line that an exception came from (Jinja2 writes it into the traceback)."""
    frames = traceback.extract_tb(error.__traceback__)
    return next((f.lineno or 1 for f in reversed(frames) if f.filename == file), 1)
