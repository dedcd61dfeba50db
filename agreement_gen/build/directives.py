"""The structured parts of an agreement, each placed in a clause by a fenced directive.

``::: county-table`` in a clause puts the table there; its content comes from the workspace,
so that no template draws a table or a signature line by hand.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from agreement_gen.agreement_state.own_fields import described_fields, own_values
from agreement_gen.agreement_state.parties import parties
from agreement_gen.agreement_state.terms import seats_of
from agreement_gen.build.messages import BuildCode
from agreement_gen.document.markdown import parse, plain
from agreement_gen.document.tree import (
    Column,
    ItemList,
    ListItem,
    LocalText,
    Paragraph,
    Row,
    Run,
    Signature,
    SignatureLine,
    Signatures,
    Table,
    text_of,
)
from agreement_gen.funding.totals import table_rows
from agreement_gen.languages import language_of
from agreement_gen.problems import InputError, did_you_mean, fault
from agreement_gen.workspace.own_fields import is_empty
from agreement_gen.yamlfile.nodes import ScalarNode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from agreement_gen.build.template.values import Plain
    from agreement_gen.document.tree import Block, Clause, Runs
    from agreement_gen.funding.totals import TableRow
    from agreement_gen.languages import Language
    from agreement_gen.problems import Location
    from agreement_gen.workspace.model import (
        Family,
        Signatory,
        SignatureLabels,
        SigningProfile,
    )
    from agreement_gen.workspace.own_fields import FieldColumn, FieldType, OwnField
    from agreement_gen.workspace.reader import Entry, Standard, Workspace
    from agreement_gen.yamlfile.nodes import KeyPath


@dataclass(frozen=True, slots=True)
class DirectiveContext:
    """What a directive may look at.

    Attributes:
        workspace: The whole workspace.
        entry: The municipality whose agreement is composed.
        standard: The standard that it follows.
        line: Renders a one-line template at a path of the family's file, with some values more.
        signing: How the agreement is signed; None for a draft, which nobody may sign.
        miss: Keeps an empty value that the text uses, by the name that templates know it by.
        annexes: The agreement's annexes; None while an annex itself is composed.
        by: The party that a companion document comes from, which alone signs it; None for an
            agreement, which all parties sign.
    """

    workspace: Workspace
    entry: Entry
    standard: Standard
    line: Callable[[str, KeyPath, Mapping[str, Plain]], str]
    signing: SigningProfile | None
    miss: Callable[[str], None]
    annexes: tuple[Clause, ...] | None = None
    by: str | None = None

    @property
    def family(self) -> Family:
        """What the standard's ``family.yaml`` says."""
        return self.standard.family.record

    @property
    def language(self) -> Language:
        """The family's language."""
        return language_of(self.family.language)

    @property
    def own_name(self) -> str:
        """The municipality's legal name; what the agreement is called if it has no municipality."""
        return self.entry.record.legal_name or self.entry.name


T = TypeVar("T")


def described(context: DirectiveContext, part: str, value: T | None) -> T:
    """A part of the family that a directive needs.

    Raises:
        InputError: if the family does not describe it.
    """
    if value is None:
        raise fault(context.standard.family.at(), BuildCode.NOT_DESCRIBED, part=part)
    return value


def funding_row(context: DirectiveContext) -> Paragraph:
    """A sentence on the municipality's own yearly amount and hours.

    Raises:
        InputError: if the family describes no funding table, or no sentence on a row of it.
    """
    table = described(context, "funding", context.family.funding)
    note = described(context, "funding.own_row_note", table.own_row_note)
    values: Mapping[str, Plain] = {"party": {"name": context.own_name}}
    return Paragraph(plain(context.line(note, ("funding", "own_row_note"), values)))


def county_table(context: DirectiveContext) -> Table:
    """Every municipality's row in its group, the published sums and total, the own row marked.

    Raises:
        InputError: if the family describes no funding table, or has no money.
    """
    words = described(context, "funding", context.family.funding)
    money = described(context, "funding.yaml", context.standard.funding).record
    members = table_rows(context.workspace, context.standard)
    groups = [group.name for group in money.groups]
    rows: list[Row] = []
    for group in money.groups:
        rows.append(Row((plain(group.name),), role="group"))
        rows += [_row(context, row) for row in members if row.group == group.name]
        rows.append(Row(_figure_cells(context, group.sum_title, group.published), role="sum"))
    # A row whose group is not given yet is shown all the same.
    rows += [_row(context, row) for row in members if row.group not in groups]
    total = money.total
    rows.append(Row(_figure_cells(context, total.title, total.published), role="total"))
    return Table(
        kind="county-table",
        caption=plain(context.line(words.caption, ("funding", "caption"), {})),
        columns=(
            Column(plain(words.row_title)),
            *(Column(plain(column.title), "end") for column in words.columns),
        ),
        rows=tuple(rows),
    )


def _row(context: DirectiveContext, row: TableRow) -> Row:
    cells = _figure_cells(context, row.title, row.figures)
    return Row(cells, own=row.slug == context.entry.slug)


def _figure_cells(
    context: DirectiveContext, title: str, figures: Mapping[str, int | None]
) -> tuple[Runs, ...]:
    """A row's cells: its title, and the figure of each column; one not set yet is shown as that."""
    words = described(context, "funding", context.family.funding)
    cells: list[Runs] = []
    for column in words.columns:
        figure = figures.get(column.key)
        if figure is None:
            cells.append((Run(words.not_set, emphasis=True),))
        else:
            cells.append((Run(context.language.number(figure)),))
    return (plain(title), *cells)


def local_resources(context: DirectiveContext) -> ItemList:
    """The family's items, numbered, each with the municipality's own text unless it is fixed."""
    family = context.family
    words = described(context, "local_texts", family.local_texts) if _has_texts(family) else None
    items = []
    for item in family.local_items:
        blocks: list[Block] = [Paragraph(plain(item.text))]
        if words is not None and not item.fixed:
            written = local_text(context.entry, item.key)
            empty = (Paragraph(plain(words.missing), role="fill_in"),)
            label = plain(words.label)
            blocks.append(LocalText(item.key, label, written or empty))
        items.append(ListItem(tuple(blocks)))
    return ItemList(tuple(items), ordered=True)


def _has_texts(family: Family) -> bool:
    return any(not item.fixed for item in family.local_items)


def local_text(entry: Entry, key: str) -> tuple[Block, ...]:
    """The blocks of a municipality's own text; none while it is empty.

    Raises:
        InputError: for a text that goes beyond the subset of Markdown, so that none of it is lost.
    """
    return _own_text(entry, ("local_resources", key))


def _own_text(entry: Entry, path: KeyPath) -> tuple[Block, ...]:
    """The blocks of a text in Markdown in an agreement's file; none while it is empty.

    Raises:
        InputError: as :func:`local_text`.
    """
    node = entry.source.find(path)
    if not isinstance(node, ScalarNode) or node.is_null or is_empty(node.text):
        return ()
    parsed = parse(node.text, node.line_location)
    if parsed.problems:
        raise InputError(parsed.problems)
    return parsed.blocks


def steering_group(context: DirectiveContext) -> Table:
    """Who sits in the steering group, by role; a mandatory role without a seat is shown.

    The group is the agreement's own, or a joint one of several agreements.

    Raises:
        InputError: if the family describes no steering group.
    """
    words = described(context, "steering_group", context.family.steering_group)
    present = seats_of(context.workspace, context.entry, context.standard)
    rows = []
    for role in words.roles:
        seats = [seat.seat for seat in present if seat.role == role.key]
        rows += [Row((plain(role.title), plain(seat))) for seat in seats]
        if role.mandatory and not seats:
            rows.append(Row((plain(role.title), (Run(words.missing, emphasis=True),))))
    return Table(
        kind="steering-group",
        caption=plain(words.caption),
        columns=tuple(Column(plain(title)) for title in words.columns),
        rows=tuple(rows),
    )


def decisions(context: DirectiveContext) -> Table:
    """Each party's decision to enter into the agreement; what is not known is shown as missing.

    Raises:
        InputError: if the family has no words for the table, or for a party that no file has
            facts of.
    """
    words = described(context, "decisions", context.family.decisions)
    missing: Runs = (Run(words.missing, emphasis=True),)

    def cell(fact: object) -> Runs:
        return missing if fact is None else plain(str(fact))

    rows = []
    for party in parties(context.workspace, context.entry, context.standard):
        made = party.decision
        facts = (made.body, made.date, made.paragraph, made.case_number)
        rows.append(Row((plain(party.name), *(cell(fact) for fact in facts))))
    titles = (words.party, words.body, words.date, words.paragraph, words.case_number)
    return Table(
        kind="decisions",
        caption=plain(words.caption),
        columns=tuple(Column(plain(title)) for title in titles),
        rows=tuple(rows),
    )


def annexes(context: DirectiveContext) -> ItemList | Paragraph:
    """The agreement's annexes by number and title, or that it has none.

    Raises:
        InputError: if the family describes no annexes, or if an annex places the list.
    """
    words = described(context, "annexes", context.family.annexes)
    if context.annexes is None:
        raise fault(context.standard.family.at("annexes"), BuildCode.ANNEXES_IN_ANNEX)
    if not context.annexes:
        return Paragraph(plain(words.none))
    return ItemList(tuple(_listed(annex) for annex in context.annexes))


def _listed(annex: Clause) -> ListItem:
    text = f"{annex.mark} {text_of(annex.title)}"
    return ListItem((Paragraph((Run(text, target=annex.id),)),))


def signatures(context: DirectiveContext) -> Signatures:
    """A place to sign for each signatory of each party, in the family's order.

    Raises:
        InputError: for a party that no file has facts of, or if an annex places the signatures.
    """
    family = context.family
    if context.annexes is None:
        raise fault(context.standard.family.at("annexes"), BuildCode.SIGNATURES_IN_ANNEX)
    facts = parties(context.workspace, context.entry, context.standard)
    delegation = family.delegation_label or context.language.delegation
    blocks = []
    for position, (role, party) in enumerate(zip(family.parties, facts, strict=True)):
        if context.by not in (None, role.id):
            continue
        heading = context.line(
            role.heading,
            ("parties", position, "heading"),
            {"party": {"name": party.name}},
        )
        number: list[Runs] = []
        if party.organisation_number is not None:
            label = family.organisation_number_label
            number.append(plain(f"{label} {party.organisation_number}"))
        blocks += [
            Signature(
                # Several persons who sign for one party each have a signature of their own.
                party=party.id if place == 1 else f"{party.id}:{place}",
                heading=plain(heading),
                details=(*_capacity(signatory, delegation), *number),
                lines=_signature_lines(family.signature_lines, signatory, context.signing),
            )
            for place, signatory in enumerate(party.signatories or (None,), start=1)
        ]
    return Signatures(tuple(blocks), room_below=context.signing == "service")


def _capacity(signatory: Signatory | None, delegation_label: str) -> tuple[Runs, ...]:
    """In which office a person signs, and by which delegation, if by one."""
    if signatory is None:
        return ()
    office = plain(signatory.acting_as or signatory.title)
    if signatory.delegation is None:
        return (office,)
    return (office, plain(f"{delegation_label} {signatory.delegation}"))


def _signature_lines(
    labels: SignatureLabels, signatory: Signatory | None, signing: SigningProfile | None
) -> tuple[SignatureLine, ...]:
    """The lines of one signatory; what an electronic signature states itself has no line."""
    printed = SignatureLine(labels.name_in_print, signatory.name if signatory else None)
    match signing:
        case "service":
            return (printed,)
        case "fields":
            return (SignatureLine(labels.name, is_field=True), printed)
        case _:
            return (SignatureLine(labels.place_and_date), SignatureLine(labels.name), printed)


PLACEHOLDER = "……"
"""Written in a draft where a value is still to be given."""

_NOTHING = "–"
"""Written in a cell that may be empty and is."""


def field_text(context: DirectiveContext, key: str, location: Location) -> tuple[Block, ...]:
    """The own field KEY of type `text`, with its paragraphs, lists and emphasis.

    Raises:
        InputError: if the family has no such field, or if its text is not a local text's Markdown.
    """
    own_field(context, key, "text", location)
    written = _own_text(context.entry, ("fields", key))
    if not written:
        context.miss(f"fields.{key}")
        return (Paragraph(plain(PLACEHOLDER), role="fill_in"),)
    return written


def field_table(context: DirectiveContext, key: str, location: Location) -> tuple[Block, ...]:
    """The own field KEY of type `rows` as a table, with a row of sums where it is described.

    Raises:
        InputError: if the family has no such field.
    """
    field = own_field(context, key, "rows", location)
    rows = getattr(own_values(context.workspace, context.entry, context.standard), key)
    if is_empty(rows):
        context.miss(f"fields.{key}")
    shown = [
        Row(tuple(_cell(context, column, getattr(row, column.key)) for column in field.columns))
        for row in rows
    ] or [Row(tuple(plain(PLACEHOLDER) for _ in field.columns))]
    if field.sum_title is not None and rows:
        sums: list[Runs] = [plain(field.sum_title)]
        for column in field.columns[1:]:
            figures = [getattr(row, column.key) or 0 for row in rows]
            sums.append(_cell(context, column, sum(figures)) if column.sum else ())
        shown.append(Row(tuple(sums), role="total"))
    table = Table(
        kind=f"field-{key}",
        caption=plain(field.title),
        columns=tuple(
            Column(plain(column.title), "end" if column.is_figure else "start", column.width)
            for column in field.columns
        ),
        rows=tuple(shown),
    )
    return (table,)


def own_field(
    context: DirectiveContext, key: str, type_: FieldType, location: Location
) -> OwnField:
    """The own field of a type that a directive names.

    Raises:
        InputError: if the family has no such field.
    """
    fields = described_fields(context.workspace, context.standard)
    known = {field.key: field for field in fields if field.type == type_}
    if key not in known:
        suggestion = did_you_mean(key, known)
        raise fault(location, BuildCode.UNKNOWN_FIELD, key=key, type=type_, suggestion=suggestion)
    return known[key]


def _cell(context: DirectiveContext, column: FieldColumn, value: object) -> Runs:
    """The value of a cell as the document's language writes it."""
    language = context.language
    match value:
        case bool():
            return plain(language.yes if value else language.no)
        case int():
            return plain(
                language.kronor(value) if column.type == "money" else language.number(value)
            )
        case dt.date():
            return plain(language.day(value))
        case _ if is_empty(value):
            return (Run(PLACEHOLDER if column.required else _NOTHING, emphasis=True),)
        case _:
            return plain(str(value))


FIELD_DIRECTIVES: Mapping[str, Callable[[DirectiveContext, str, Location], tuple[Block, ...]]] = {
    "table": field_table,
    "text": field_text,
}
"""The directives that place one of the family's own fields: ``::: table KEY``."""

DIRECTIVES: Mapping[str, Callable[[DirectiveContext], Block]] = {
    "annexes": annexes,
    "county-table": county_table,
    "decisions": decisions,
    "funding-row": funding_row,
    "local-resources": local_resources,
    "signatures": signatures,
    "steering-group": steering_group,
}
