"""The standard and one municipality's facts to one document tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, get_args

from agreement_gen import swedish
from agreement_gen.agreement_state.parties import parties
from agreement_gen.agreement_state.signed_text import difference_to_signed, is_kept
from agreement_gen.agreement_state.standard import standard_of
from agreement_gen.build.directives import (
    DIRECTIVES,
    FIELD_DIRECTIVES,
    PLACEHOLDER,
    DirectiveContext,
)
from agreement_gen.build.facts import lost_facts
from agreement_gen.build.messages import BuildCode
from agreement_gen.build.parts import (
    ADDED_CLAUSES,
    annex_parts,
    clause_parts,
    companion_parts,
)
from agreement_gen.build.pictures import logotype_of, picture_of
from agreement_gen.build.reservations import changed_reservations
from agreement_gen.build.templates import render_clause, render_line, value_location, variables
from agreement_gen.checks.deviations import refused
from agreement_gen.checks.messages import MissingCode
from agreement_gen.checks.readiness import missing, missing_in_document
from agreement_gen.document.gate import document_problems
from agreement_gen.document.markdown import Clauses, RefusedPicture, parse, plain
from agreement_gen.document.tree import (
    SEPARATOR,
    CaseNumber,
    Clause,
    Document,
    HeaderFooter,
    Heading,
    Metadata,
    Signatures,
    lines,
)
from agreement_gen.languages import full_tag, language_of
from agreement_gen.problems import InputError, Location, did_you_mean, fault, in_order, problem
from agreement_gen.workspace.model import SigningProfile
from agreement_gen.yamlfile.nodes import ScalarNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from agreement_gen.build.parts import DocumentPart
    from agreement_gen.build.template.values import Plain, TemplateText
    from agreement_gen.document.tree import Block, Picture
    from agreement_gen.problems import Problem
    from agreement_gen.workspace.model import CompanionDocument, Family
    from agreement_gen.workspace.reader import ClauseTemplate, Entry, Standard, Workspace
    from agreement_gen.yamlfile.nodes import KeyPath


CASE_NUMBER_SLOT = PLACEHOLDER * 4
"""Written in a draft's header where a case number is still to be given, with room for a pen."""


@dataclass(frozen=True, slots=True)
class Composed:
    """An agreement's document.

    Attributes:
        document: The whole text.
        missing: What is missing before the agreement may be signed.
        facts: The standard's facts that it does not say: errors in the standard's own clauses,
            warnings where the municipality deviates.
    """

    document: Document
    missing: tuple[Problem, ...]
    facts: tuple[Problem, ...] = ()

    @property
    def is_ready(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def compose(
    workspace: Workspace, entry: Entry, *, signing: SigningProfile | None = None
) -> Composed:
    """Compose one municipality's agreement; ``signing`` overrides the region's profile.

    An agreement that lacks something that its family requires, or that its text shows, is composed
    as a draft: marked, and without anything to sign electronically.

    Raises:
        InputError: if there is no such standard, for every override that the standard does not
            allow, or with every fault in the standard's templates, each with its file and line.
    """
    standard = standard_of(workspace, entry)
    refusals = tuple(refused(entry, standard))
    if refusals:
        raise InputError(refusals)
    is_draft = bool(missing(workspace, entry, standard, ()))
    profile = signing or workspace.region.record.signing
    composer = _Composer(workspace, entry, standard, profile, is_draft=is_draft)
    composer.require(standard.family.record.required_values)
    document = composer.document()
    gaps = missing(workspace, entry, standard, composer.placed)
    changed = changed_since_signing(workspace, entry)
    if changed is not None:
        gaps = (*gaps, changed)
    if (gaps or composer.empty) and not is_draft:
        # Only the text tells that something is missing which the family does not require.
        document = _Composer(workspace, entry, standard, profile, is_draft=True).document()
    lost = in_order(
        [
            *lost_facts(entry, standard, document, composer.fact_words),
            *changed_reservations(entry, standard),
        ]
    )
    asked = {gap.location for gap in gaps if gap.code in {MissingCode.FIELD, MissingCode.CELL}}
    empty = [found for found in composer.empty if found.location not in asked]
    return Composed(document, in_order([*gaps, *empty]), lost)


def changed_since_signing(workspace: Workspace, entry: Entry) -> Problem | None:
    """What an agreement says and did not say when its edition was signed; None if nothing.

    Raises:
        InputError: as :func:`compose`.
    """
    if not is_kept(entry):
        return None
    standard = standard_of(workspace, entry)
    own = workspace.region.record.signing
    profiles = sorted(get_args(SigningProfile), key=lambda profile: profile != own)
    versions = (
        tuple(lines(_Composer(workspace, entry, standard, profile, is_draft=False).document()))
        for profile in profiles
    )
    return difference_to_signed(workspace, entry, versions)


def documents_of(workspace: Workspace, entry: Entry) -> tuple[str, ...]:
    """The keys of the documents that go with an agreement."""
    standard = workspace.standard(entry)
    return () if standard is None else tuple(standard.family.record.documents)


def compose_companion(
    workspace: Workspace, entry: Entry, key: str, *, signing: SigningProfile | None = None
) -> Composed:
    """Compose one of the documents that go with an agreement, by its key in the family's file.

    A document is a draft where something that it shows is missing or not confirmed, and where
    something is missing that it requires itself; what else its agreement lacks for being signed is
    no matter of it.

    Raises:
        InputError: if there is no such standard or document, or with every fault in its templates.
    """
    standard = standard_of(workspace, entry)
    companion = standard.family.record.documents.get(key)
    if companion is None:
        known = did_you_mean(key, standard.family.record.documents)
        code = BuildCode.UNKNOWN_DOCUMENT
        raise fault(standard.family.at(), code, document=key, suggestion=known)
    profile = signing or workspace.region.record.signing
    made = _Composer(workspace, entry, standard, profile, is_draft=False, companion=key)
    document = made.document()
    gaps = missing_in_document(workspace, entry, standard, key, made.placed)
    if gaps or made.empty:
        draft = _Composer(workspace, entry, standard, profile, is_draft=True, companion=key)
        document = draft.document()
    return Composed(document, in_order([*gaps, *made.empty]))


class _Composer:
    """Composes one document; collects the problems it meets, so that all are reported at once.

    ``companion`` is the key of a document that goes with the agreement; None for the agreement.
    """

    def __init__(
        self,
        workspace: Workspace,
        entry: Entry,
        standard: Standard,
        signing: SigningProfile,
        *,
        is_draft: bool,
        companion: str | None = None,
    ) -> None:
        self.workspace = workspace
        self.entry = entry
        self.standard = standard
        self.family = standard.family.record
        self.language = language_of(self.family.language)
        self.is_draft = is_draft
        self.problems: list[Problem] = []
        self.empty: list[Problem] = []
        self.placed: set[str] = set()
        self.values = variables(workspace, entry, standard, signing)
        self.context = DirectiveContext(
            workspace,
            entry,
            standard,
            self.line,
            None if is_draft else signing,
            lambda name: self.miss_value(name, entry.at()),
        )
        self.words: Family | CompanionDocument = self.family
        self.path: KeyPath = ()
        self.templates = standard.clauses
        if companion is None:
            self.clause_parts = clause_parts(entry, standard)
            self.annex_parts = annex_parts(entry, standard)
        else:
            self.words = document = self.family.documents[companion]
            self.path = ("documents", companion)
            self.templates = standard.documents[companion]
            self.clause_parts, self.annex_parts = companion_parts(document), ()
            if document.by is not None:
                self.take_sender(document.by)
        self.lists_annexes = False
        parts = (*self.clause_parts, *self.annex_parts)
        self.numbers = {part.id: part.number for part in parts}

    def take_sender(self, party: str) -> None:
        """Make a party the one that the document comes from.

        Raises:
            InputError: if the agreement has no such party.
        """
        known = self.values["parties"]
        if isinstance(known, Mapping) and party in known:
            self.values["by"] = known[party]
            self.context = replace(self.context, by=party)
        else:
            location = self.standard.family.at(*self.path, "by")
            suggestion = did_you_mean(party, known if isinstance(known, Mapping) else ())
            code = BuildCode.UNKNOWN_SENDER
            raise fault(location, code, party=party, suggestion=suggestion)

    def document(self) -> Document:
        """The whole document.

        Raises:
            InputError: with every problem met on the way.
        """
        family = self.family
        title = self.family_line("title")
        annexes = tuple(self.composed(self.annex_parts))
        self.context = replace(self.context, annexes=annexes)
        clauses = tuple(self.composed(self.clause_parts))
        self.check_order(clauses, annexes)
        document = Document(
            title=plain(title),
            subtitle=plain(self.family_line("subtitle")),
            clauses=(*clauses, *annexes),
            header_footer=HeaderFooter(
                header_start=swedish.tie(f"{title}{SEPARATOR}{self.context.own_name}"),
                header_end=swedish.tie(self.family_line("edition_label")),
                page_label=family.page_label,
                draft=family.draft_mark if self.is_draft else None,
                case_numbers=tuple(self.case_numbers()),
                logotypes=tuple(self.logotypes()),
            ),
            metadata=Metadata(
                title=f"{title} – {self.context.own_name}",
                subject=self.family_line("subject"),
                author=self.workspace.region.record.name,
                language=full_tag(family.language),
                keywords=tuple(line.text for line in self.case_numbers(with_slots=False)),
            ),
        )
        self.problems += document_problems(document, Location(self.entry.path))
        if self.problems:
            raise InputError(in_order(self.problems))
        return document

    def check_order(self, clauses: Sequence[Clause], annexes: Sequence[Clause]) -> None:
        """Report annexes that no clause lists, and added clauses below the signatures."""
        if annexes and not self.lists_annexes:
            own = self.annex_parts[0].own
            location = self.standard.family.at("annexes") if own is None else self.entry.at(*own)
            self.problems.append(problem(location, BuildCode.ANNEXES_NOT_LISTED))
        added = {part.id: part.own for part in self.clause_parts if part.own is not None}
        is_signed = False
        for clause in clauses:
            own = added.get(clause.id)
            if is_signed and own is not None and own[1] == ADDED_CLAUSES:
                location = self.entry.at(*own[:-1], "after")
                code = BuildCode.ADDED_AFTER_SIGNATURES
                self.problems.append(problem(location, code, clause=clause.id))
            is_signed |= any(isinstance(block, Signatures) for block in clause.blocks)

    def composed(self, parts: Sequence[DocumentPart]) -> Iterator[Clause]:
        """The clauses or annexes in order, without those that have problems."""
        for part in parts:
            source = self.markdown_of(part)
            if source is None:
                continue
            text, locate = source
            blocks = self.blocks(text, locate)
            if not blocks or not isinstance(blocks[0], Heading):
                self.problems.append(problem(locate(0, 0), BuildCode.NO_TITLE))
                continue
            yield Clause(
                id=part.id,
                number=part.number,
                title=blocks[0].runs,
                blocks=blocks[1:],
                keep_with_previous=any(isinstance(block, Signatures) for block in blocks),
                annex=part.annex,
            )

    def markdown_of(self, part: DocumentPart) -> tuple[str, Callable[[int, int], Location]] | None:
        """A part's Markdown and the location of each of its lines; None if it has problems.

        A municipality's own text goes before the standard's, and is not a template.
        """
        own = None if part.own is None else self.entry.source.find(part.own)
        if isinstance(own, ScalarNode):
            return own.text, own.line_location
        clause = self.templates[part.id]
        try:
            rendered = render_clause(
                clause, self.standard.includes, self.values, PLACEHOLDER, self.language
            )
        except InputError as error:
            self.problems += error.problems
            return None
        self.miss(rendered)
        templates = (clause, *self.standard.includes.values())
        return rendered.text, _line_locations(templates, rendered.text)

    def miss(self, rendered: TemplateText) -> None:
        """Keep the empty values that a template inserts, each at the key that is to be filled."""
        for empty in rendered.empty:
            self.miss_value(empty.name, empty.location)

    def miss_value(self, name: str, otherwise: Location) -> None:
        """Keep one empty value, at the key that is to be filled if there is one."""
        location = value_location(self.workspace, self.entry, self.standard, name) or otherwise
        self.empty.append(problem(location, BuildCode.EMPTY_VALUE, name=name))

    def blocks(self, text: str, locate: Callable[[int, int], Location]) -> tuple[Block, ...]:
        """The blocks of a clause's Markdown."""
        parsed = parse(text, locate, Clauses(self.link_text, self.directive, self.picture))
        self.problems += parsed.problems
        return parsed.blocks

    def link_text(self, clause_id: str) -> str | None:
        """What a link to a clause reads: the clause's number; None if there is no such clause."""
        number = self.numbers.get(clause_id)
        return None if number is None else str(number)

    def directive(self, name: str, location: Location) -> tuple[Block, ...] | None:
        """The blocks that a directive places; None if there is no such directive."""
        self.placed.add(name)
        make = DIRECTIVES.get(name)
        self.lists_annexes |= name == "annexes"
        if make is not None:
            return (make(self.context),)
        first, _, key = name.partition(" ")
        place = FIELD_DIRECTIVES.get(first)
        return None if place is None else place(self.context, key.strip(), location)

    def logotypes(self) -> Iterator[Picture]:
        """The logotypes of the parties that have one, in the order of the parties."""
        for party in parties(self.workspace, self.entry, self.standard):
            if party.logotype is not None:
                found = logotype_of(self.workspace.shared_pictures, party.logotype, party.name)
                if isinstance(found, RefusedPicture):
                    location = party.at("logotype")
                    self.problems.append(problem(location, found.code, **found.values))
                else:
                    yield found

    def picture(self, name: str, alternative: str, width: int | None) -> Picture | RefusedPicture:
        """The picture of a file of the family's, ``width`` millimetres wide if that is given."""
        return picture_of(self.standard.pictures, name, alternative, width)

    def family_line(self, key: str) -> str:
        """The text of one of the one-line templates of the document, or of the family, by key."""
        if hasattr(self.words, key):
            return self.line(getattr(self.words, key), (*self.path, key), {})
        return self.line(getattr(self.family, key), (key,), {})

    def line(self, template: str, path: KeyPath, more: Mapping[str, Plain]) -> str:
        """The text of a one-line template at a path of the family's file; "" if it fails."""
        location = self.standard.family.at(*path)
        try:
            rendered = render_line(
                template, location, {**self.values, **more}, PLACEHOLDER, self.language
            )
        except InputError as error:
            self.problems += error.problems
            return ""
        self.miss(rendered)
        return rendered.text

    def require(self, names: Sequence[str]) -> None:
        """Keep each value that the family requires and that is empty, used or not."""
        known = dict(_leaves("", self.values))
        for number, name in enumerate(names):
            if name not in known:
                self.problems.append(
                    problem(
                        self.standard.family.at("required_values", number),
                        BuildCode.UNKNOWN_VALUE,
                        name=name,
                        suggestion=did_you_mean(name, known),
                    )
                )
            elif known[name] is None:
                self.miss_value(name, self.standard.family.at("required_values", number))

    def fact_words(self, template: str, path: KeyPath) -> str:
        """Words that a fact looks for, from a one-line template at a path of the facts' file.

        Raises:
            InputError: if the template fails.
        """
        facts = self.standard.facts
        location = self.standard.family.at() if facts is None else facts.at(*path)
        return render_line(template, location, self.values, PLACEHOLDER, self.language).text

    def case_numbers(self, *, with_slots: bool = True) -> Iterator[CaseNumber]:
        """Each party's case number, labelled by party, in signing order.

        A draft has a slot for a number that is not known, for a registrar to write it in.
        """
        for party in parties(self.workspace, self.entry, self.standard):
            label = f"{self.family.case_number_label}, {party.name}:"
            if party.decision.case_number:
                # A case number is one word.
                number = party.decision.case_number.replace(" ", swedish.NO_BREAK_SPACE)
                yield CaseNumber(label, number)
            elif with_slots and self.is_draft:
                yield CaseNumber(label, CASE_NUMBER_SLOT)


def _leaves(path: str, value: Plain) -> Iterator[tuple[str, Plain]]:
    """The names of all values, as templates write them, with the values; lists are whole."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(f"{path}.{key}" if path else key, inner)
    else:
        yield path, value


def _line_locations(
    templates: Sequence[ClauseTemplate], rendered: str
) -> Callable[[int, int], Location]:
    """Where each line and column (from 0) of a rendered clause is in its template.

    A loop or a condition moves lines; the line's own text finds it again, in the clause's template
    or in those that it may include. A line that holds a value is not found, and is taken for the
    first of the clause.
    """
    lines = rendered.split("\n")
    lines_of = [(template.file, template.text.split("\n")) for template in templates]

    def locate(line: int, column: int) -> Location:
        text = lines[line] if line < len(lines) else None
        for file, template_lines in lines_of:
            if text in template_lines:
                return Location(file, template_lines.index(text) + 1, column + 1)
        return Location(templates[0].file, 1, 1)

    return locate
