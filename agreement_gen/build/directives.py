"""The structured parts of an agreement, each placed in a clause by a fenced directive.

``::: county-table`` in a clause puts the table there; its content comes from the workspace,
so that no template draws a table or a signature line by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreement_gen.agreement_state.parties import parties
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
)
from agreement_gen.funding.totals import members_of
from agreement_gen.problems import InputError, fault
from agreement_gen.swedish import alphabetical, number
from agreement_gen.yamlfile.nodes import ScalarNode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from agreement_gen.build.template.values import Plain
    from agreement_gen.document.tree import Block, Runs
    from agreement_gen.workspace.model import Signatory, SignatureLabels, SigningProfile
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
    """

    workspace: Workspace
    entry: Entry
    standard: Standard
    line: Callable[[str, KeyPath, Mapping[str, Plain]], str]
    signing: SigningProfile | None


def funding_row(context: DirectiveContext) -> Paragraph:
    """A sentence on the municipality's own yearly amount and hours."""
    note = context.standard.family.record.funding.own_row_note
    values: Mapping[str, Plain] = {"party": {"name": context.entry.record.legal_name}}
    return Paragraph(plain(context.line(note, ("funding", "own_row_note"), values)))


def county_table(context: DirectiveContext) -> Table:
    """Every municipality's row in its group, the published sums and total, the own row marked."""
    words = context.standard.family.record.funding
    region = context.workspace.region.record.funding
    members = members_of(context.workspace, context.standard)
    members.sort(key=lambda entry: alphabetical(entry.record.municipality))
    keys = [column.key for column in words.columns]
    rows: list[Row] = []
    for group in region.groups:
        rows.append(Row((plain(group.name),), role="group"))
        rows += [
            Row(
                _figure_cells(entry.record.municipality, entry.record.funding, keys),
                own=entry.slug == context.entry.slug,
            )
            for entry in members
            if entry.record.group == group.name
        ]
        rows.append(Row(_figure_cells(group.sum_title, group.published, keys), role="sum"))
    total = region.total
    rows.append(Row(_figure_cells(total.title, total.published, keys), role="total"))
    return Table(
        kind="county-table",
        caption=plain(context.line(words.caption, ("funding", "caption"), {})),
        columns=(
            Column(plain(words.row_title)),
            *(Column(plain(column.title), "end") for column in words.columns),
        ),
        rows=tuple(rows),
    )


def _figure_cells(title: str, figures: Mapping[str, int], keys: Sequence[str]) -> tuple[Runs, ...]:
    """A row's cells: its title, and the figure of each column."""
    return (plain(title), *((Run(number(figures[key])),) for key in keys))


def local_resources(context: DirectiveContext) -> ItemList:
    """The family's items, numbered, each with the municipality's own text unless it is fixed."""
    family = context.standard.family.record
    items = []
    for item in family.local_items:
        blocks: list[Block] = [Paragraph(plain(item.text))]
        if not item.fixed:
            written = local_text(context.entry, item.key)
            empty = (Paragraph(plain(family.local_texts.missing), role="fill_in"),)
            label = plain(family.local_texts.label)
            blocks.append(LocalText(item.key, label, written or empty))
        items.append(ListItem(tuple(blocks)))
    return ItemList(tuple(items), ordered=True)


def local_text(entry: Entry, key: str) -> tuple[Block, ...]:
    """The blocks of a municipality's own text; none while it is empty.

    Raises:
        InputError: for a text that goes beyond the subset of Markdown, so that none of it is lost.
    """
    node = entry.source.find(("local_resources", key))
    if not isinstance(node, ScalarNode) or node.is_null:
        return ()
    parsed = parse(node.text, node.line_location)
    if parsed.problems:
        raise InputError(parsed.problems)
    return parsed.blocks


def steering_group(context: DirectiveContext) -> Table:
    """Who sits in the local steering group, by role; a mandatory role without a seat is shown."""
    words = context.standard.family.record.steering_group
    rows = []
    for role in words.roles:
        seats = [s.seat for s in context.entry.record.steering_group if s.role == role.key]
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
    words = context.standard.family.record.decisions
    if words is None:
        raise fault(context.standard.family.at(), BuildCode.NO_DECISIONS)
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


def signatures(context: DirectiveContext) -> Signatures:
    """A place to sign for each signatory of each party, in the family's order.

    Raises:
        InputError: for a party that no file has facts of.
    """
    family = context.standard.family.record
    facts = parties(context.workspace, context.entry, context.standard)
    blocks = []
    for position, (role, party) in enumerate(zip(family.parties, facts, strict=True)):
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
                party=party.id,
                heading=plain(heading),
                details=(*_capacity(signatory, family.delegation_label), *number),
                lines=_signature_lines(family.signature_lines, signatory.name, context.signing),
            )
            for signatory in party.signatories
        ]
    return Signatures(tuple(blocks), room_below=context.signing == "service")


def _capacity(signatory: Signatory, delegation_label: str) -> tuple[Runs, ...]:
    """In which office a person signs, and by which delegation, if by one."""
    office = plain(signatory.acting_as or signatory.title)
    if signatory.delegation is None:
        return (office,)
    return (office, plain(f"{delegation_label} {signatory.delegation}"))


def _signature_lines(
    labels: SignatureLabels, name: str | None, signing: SigningProfile | None
) -> tuple[SignatureLine, ...]:
    """The lines of one signatory; what an electronic signature states itself has no line."""
    printed = SignatureLine(labels.name_in_print, name)
    match signing:
        case "service":
            return (printed,)
        case "fields":
            return (SignatureLine(labels.name, is_field=True), printed)
        case _:
            return (SignatureLine(labels.place_and_date), SignatureLine(labels.name), printed)


DIRECTIVES: Mapping[str, Callable[[DirectiveContext], Block]] = {
    "county-table": county_table,
    "decisions": decisions,
    "funding-row": funding_row,
    "local-resources": local_resources,
    "signatures": signatures,
    "steering-group": steering_group,
}
