"""The structured parts of an agreement, each placed in a clause by a fenced directive.

``::: county-table`` in a clause puts the table there; its content comes from the workspace,
so that no template draws a table or a signature line by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from agreement_gen.agreement_state.parties import parties
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
from agreement_gen.problems import InputError
from agreement_gen.swedish import alphabetical, number
from agreement_gen.yamlfile.nodes import ScalarNode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from agreement_gen.document.tree import Block, Runs
    from agreement_gen.workspace.model import SignatureLabels, SigningProfile
    from agreement_gen.workspace.reader import Entry, Standard, Workspace


@dataclass(frozen=True, slots=True)
class Context:
    """What a directive may look at; ``phrase`` renders a one-line template of the family.

    ``signing`` is how the agreement is signed, None for a draft, which nobody may sign.
    """

    workspace: Workspace
    entry: Entry
    standard: Standard
    phrase: Callable[[str, tuple[str | int, ...], dict[str, Any]], str]
    signing: SigningProfile | None


def funding_row(context: Context) -> Paragraph:
    """A sentence on the municipality's own yearly amount and hours."""
    note = context.standard.family.record.funding.own_row_note
    party = SimpleNamespace(name=context.entry.record.legal_name)
    return Paragraph(plain(context.phrase(note, ("funding", "own_row_note"), {"party": party})))


def county_table(context: Context) -> Table:
    """Every municipality's row in its group, the published sums and total, the own row marked."""
    workspace, table = context.workspace, context.standard.family.record.funding
    funding = workspace.region.record.funding
    keys = [column.key for column in table.columns]

    def cells(title: str, figures: Mapping[str, int]) -> tuple[Runs, ...]:
        return (plain(title), *((Run(number(figures[key])),) for key in keys))

    rows = []
    for group in funding.groups:
        members = [
            entry
            for entry in workspace.entries
            if entry.record.group == group.name and entry.record.agreement == context.standard.key
        ]
        members.sort(key=lambda entry: alphabetical(entry.record.municipality))
        rows.append(Row((plain(group.name),), role="group"))
        rows += [
            Row(
                cells(entry.record.municipality, entry.record.funding),
                own=entry.slug == context.entry.slug,
            )
            for entry in members
        ]
        rows.append(Row(cells(group.sum_title, group.published), role="sum"))
    rows.append(Row(cells(funding.total.title, funding.total.published), role="total"))
    columns = [Column(plain(column.title), "end") for column in table.columns]
    return Table(
        kind="county-table",
        caption=plain(table.caption),
        columns=(Column(plain(table.row_title)), *columns),
        rows=tuple(rows),
    )


def local_resources(context: Context) -> ItemList:
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


def steering_group(context: Context) -> Table:
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


def signatures(context: Context) -> Signatures:
    """A place to sign for each signatory of each party, in the family's order.

    Raises:
        InputError: for a party that no file has facts of.
    """
    family = context.standard.family.record
    facts = parties(context.workspace, context.entry, context.standard)
    blocks = []
    for position, (role, party) in enumerate(zip(family.parties, facts, strict=True)):
        heading = context.phrase(
            role.heading,
            ("parties", position, "heading"),
            {"party": SimpleNamespace(name=party.name)},
        )
        number: list[Runs] = []
        if party.organisation_number is not None:
            label = family.organisation_number_label
            number.append(plain(f"{label} {party.organisation_number}"))
        blocks += [
            Signature(
                party=party.id,
                heading=plain(heading),
                details=(plain(signatory.title), *number),
                lines=_signature_lines(family.signature_lines, signatory.name, context.signing),
            )
            for signatory in party.signatories
        ]
    return Signatures(tuple(blocks), room_below=context.signing == "service")


def _signature_lines(
    labels: SignatureLabels, name: str | None, signing: SigningProfile | None
) -> tuple[SignatureLine, ...]:
    """The lines of one party: what an electronic signature says itself has no line to write on."""
    printed = SignatureLine(labels.name_in_print, name)
    match signing:
        case "service":
            return (printed,)
        case "fields":
            return (SignatureLine(labels.name, is_field=True), printed)
        case _:
            return (SignatureLine(labels.place_and_date), SignatureLine(labels.name), printed)


DIRECTIVES: Mapping[str, Callable[[Context], Block]] = {
    "county-table": county_table,
    "funding-row": funding_row,
    "local-resources": local_resources,
    "signatures": signatures,
    "steering-group": steering_group,
}
