"""The standard and one municipality's facts to one document tree.

The only place that knows Jinja2. Templates run in a sandbox, an unknown name is an error, and
whatever is inserted is escaped, so that no value can change the structure around it.
"""

from __future__ import annotations

import functools
import re
import traceback
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from agreement_gen import swedish
from agreement_gen.agreement_state.parties import parties, party_facts
from agreement_gen.agreement_state.terms import terms_of
from agreement_gen.build.directives import DIRECTIVES, Context
from agreement_gen.checks.deviations import refused
from agreement_gen.checks.readiness import missing
from agreement_gen.document.markdown import Clauses, parse, plain
from agreement_gen.document.tree import Clause, Document, HeaderFooter, Heading, Metadata
from agreement_gen.problems import InputError, Location, Problem, in_order
from agreement_gen.yamlfile.nodes import ScalarNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from agreement_gen.document.tree import Block
    from agreement_gen.workspace.model import Family, SigningProfile
    from agreement_gen.workspace.reader import ClauseTemplate, Entry, Standard, Workspace

_SIGNATURES = "signatures"


@dataclass(frozen=True, slots=True)
class Composed:
    """An agreement's document with what is missing before it may be signed."""

    document: Document
    missing: tuple[Problem, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def compose(
    workspace: Workspace, entry: Entry, *, signing: SigningProfile | None = None
) -> Composed:
    """Compose one municipality's agreement; ``signing`` overrides the region's profile.

    Raises:
        InputError: with every fault in the standard's templates, or every override that the
            standard does not allow, each with its file and line.
    """
    standard = workspace.standard(entry)
    if standard is None:
        where = entry.at("agreement")
        raise InputError([Problem(where, "unknown-agreement", "there is no such standard")])
    if faults := tuple(refused(entry, standard)):
        raise InputError(faults)
    gaps = missing(workspace, entry, standard)
    return Composed(_Composer(workspace, entry, standard, signing, bool(gaps)).document(), gaps)


def phrase(
    workspace: Workspace, entry: Entry, template: str, at: Location, extra: Mapping[str, Any]
) -> str:
    """One line of text from a template, with the names that clauses know and some more.

    Raises:
        InputError: if the template fails; it stands ``at`` that place.
    """
    standard = workspace.standard(entry)
    if standard is None:
        where = entry.at("agreement")
        raise InputError([Problem(where, "unknown-agreement", "there is no such standard")])
    composer = _Composer(workspace, entry, standard, None, is_draft=False)
    text = composer.render(_TITLES, template, at.file, at, extra)
    if text is None or composer.problems:
        raise InputError(composer.problems)
    return swedish.tie(text)


class _EmptyValueError(Exception):
    """A template inserts a value that the files leave empty."""


def _escape(value: object) -> object:
    """What is inserted, with every sign that Markdown could read as markup made plain."""
    if isinstance(value, jinja2.Undefined):
        return value
    if value is None:
        raise _EmptyValueError("the value inserted here is empty")
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(str(value).split(" ")))


FILTERS: Mapping[str, Callable[[Any], str]] = {
    "kr": swedish.kronor,
    "million": swedish.million_kronor,
    "months": swedish.months,
    "every": swedish.every,
    "words": swedish.words,
    "day": swedish.day,
    "lower_first": swedish.lower_first,
}
"""What templates may pipe a value through, beside Jinja2's own filters."""


def _environment(*, escape: bool) -> jinja2.Environment:
    environment = ImmutableSandboxedEnvironment(
        undefined=jinja2.StrictUndefined,
        finalize=_escape if escape else None,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.filters.update(FILTERS)
    return environment


@functools.lru_cache(maxsize=512)
def _compiled(environment: jinja2.Environment, template: str, file: str) -> jinja2.Template:
    # Every municipality's agreement is rendered from the same few templates.
    code = environment.compile(template, name=file, filename=file)
    return jinja2.Template.from_code(environment, code, environment.globals.copy())


_CLAUSES = _environment(escape=True)
_TITLES = _environment(escape=False)


class _Composer:
    """Composes one document; keeps the faults that it meets so that all are told at once."""

    def __init__(
        self,
        workspace: Workspace,
        entry: Entry,
        standard: Standard,
        signing: SigningProfile | None,
        is_draft: bool,
    ) -> None:
        self.workspace = workspace
        self.entry = entry
        self.standard = standard
        self.family: Family = standard.family.record
        self.is_draft = is_draft
        self.problems: list[Problem] = []
        self.variables = variables(
            workspace, entry, standard, signing or workspace.region.record.signing
        )
        self.numbers = {clause: n for n, clause in enumerate(self.family.clauses, start=1)}

    def document(self) -> Document:
        family, record = self.family, self.entry.record
        title = self.phrase("title")
        clauses = tuple(self.clauses())
        document = Document(
            title=plain(title),
            subtitle=plain(self.phrase("subtitle")),
            clauses=clauses,
            header_footer=HeaderFooter(
                header_start=swedish.tie(title),
                header_end=swedish.tie(" · ".join(self.edition_and_case())),
                page_label=family.page_label,
                draft=family.draft_mark if self.is_draft else None,
            ),
            metadata=Metadata(
                title=f"{title} – {record.legal_name}",
                subject=self.phrase("subject"),
                author=self.workspace.region.record.name,
                language=family.language,
            ),
        )
        if self.problems:
            raise InputError(in_order(self.problems))
        return document

    def clauses(self) -> Iterator[Clause]:
        for number, clause_id in enumerate(self.family.clauses, start=1):
            clause = self.standard.clauses[clause_id]
            own = self.entry.source.find(("overrides", "clauses", clause_id, "text"))
            if isinstance(own, ScalarNode):
                where, text = own.line_location(0), own.text
                blocks = self.blocks(text, own.line_location)
            else:
                where, text = Location(clause.file, 1, 1), clause.text
                rendered = self.render(_CLAUSES, text, clause.file)
                if rendered is None:
                    continue
                blocks = self.clause_blocks(clause, rendered)
            if not blocks or not isinstance(blocks[0], Heading):
                self.problems.append(
                    Problem(where, "no-title", "a clause begins with its title", "`# Title`")
                )
                continue
            yield Clause(
                id=clause_id,
                number=number,
                title=blocks[0].runs,
                blocks=blocks[1:],
                keep_with_previous=_places(text, _SIGNATURES),
            )

    def clause_blocks(self, clause: ClauseTemplate, rendered: str) -> tuple[Block, ...]:
        lines, template_lines = rendered.splitlines(), clause.text.splitlines()

        def locate(line: int) -> Location:
            # A loop or a condition moves lines; the line's own text finds it again.
            text = lines[line] if line < len(lines) else ""
            number = template_lines.index(text) + 1 if text in template_lines else 1
            return Location(clause.file, number, 1)

        return self.blocks(rendered, locate)

    def blocks(self, text: str, locate: Callable[[int], Location]) -> tuple[Block, ...]:
        parsed = parse(text, locate, Clauses(self.link_text, self.directive))
        self.problems += parsed.problems
        return parsed.blocks

    def link_text(self, clause_id: str) -> str | None:
        number = self.numbers.get(clause_id)
        return None if number is None else str(number)

    def directive(self, name: str) -> Block | None:
        make = DIRECTIVES.get(name)
        if make is None:
            return None
        signing = None if self.is_draft else self.variables["signing"]
        return make(Context(self.workspace, self.entry, self.standard, self.title_text, signing))

    def phrase(self, key: str) -> str:
        """A template of the family's file that fills one line."""
        return self.title_text(getattr(self.family, key), (key,), {})

    def title_text(self, template: str, path: tuple[str | int, ...], extra: dict[str, Any]) -> str:
        place_ = self.standard.family.at(*path)
        return self.render(_TITLES, template, place_.file, place_, extra) or ""

    def render(
        self,
        environment: jinja2.Environment,
        template: str,
        file: str,
        at: Location | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> str | None:
        """The template's text; None if it fails, which is kept as a problem."""
        try:
            compiled = _compiled(environment, template, file)
            return compiled.render({**self.variables, **(extra or {})})
        except jinja2.TemplateSyntaxError as error:
            line, message = error.lineno, error.message or "the template cannot be read"
        except (jinja2.TemplateError, _EmptyValueError, TypeError, ValueError) as error:
            line, message = _template_line(error, file), str(error)
        self.problems.append(
            Problem(at or Location(file, line, 1), "template", f"in the template: {message}")
        )
        return None

    def edition_and_case(self) -> Iterator[str]:
        """The edition and, when there are any, the parties' case numbers in signing order."""
        yield self.phrase("edition_label")
        numbers = [
            # A case number is one word.
            party.decision.case_number.replace(" ", swedish.NO_BREAK_SPACE)
            for party in parties(self.workspace, self.entry, self.standard)
            if party.decision.case_number
        ]
        if numbers:
            yield f"{self.family.case_number_label} {', '.join(numbers)}"


def variables(
    workspace: Workspace, entry: Entry, standard: Standard, signing: SigningProfile
) -> dict[str, Any]:
    """What templates may insert, by name."""
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
        "signing": signing,
        "copies": len(family.parties),
    }


def _template_line(error: BaseException, file: str) -> int:
    """The template's line that an exception came from (Jinja2 writes it into the traceback)."""
    frames = traceback.extract_tb(error.__traceback__)
    return next((f.lineno or 1 for f in reversed(frames) if f.filename == file), 1)


def _places(template: str, directive: str) -> bool:
    return re.search(rf"^:::+\s*{directive}\s*$", template, re.MULTILINE) is not None
