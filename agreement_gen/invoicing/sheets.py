"""All invoices of a year as spreadsheets, with Swedish headings that state each unit.

Every figure is a number: months with up to four decimals, amounts with two, as in the documents of
the municipalities.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from agreement_gen.agreement_state.parties import parties
from agreement_gen.build.templates import phrase
from agreement_gen.formats.spreadsheet import Sheet
from agreement_gen.funding.indexing import funding_of
from agreement_gen.funding.money import ore_to_sek
from agreement_gen.invoicing import messages
from agreement_gen.invoicing.amounts import shown
from agreement_gen.invoicing.assumptions import assumptions
from agreement_gen.invoicing.document import amendments_in_words, raise_clause
from agreement_gen.translation import translated
from agreement_gen.workspace.model import MUNICIPALITY_PARTY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agreement_gen.agreement_state.parties import PartyFacts
    from agreement_gen.formats.spreadsheet import Cell
    from agreement_gen.invoicing.invoice import Invoice, YearOfInvoices
    from agreement_gen.workspace.reader import Workspace


def sheets(workspace: Workspace, found: YearOfInvoices) -> tuple[Sheet, ...]:
    """The year's sheets: municipalities with their sum, posts, months, the money, the rules.

    A preliminary one is marked on every sheet, in the head of every printed page, and in a column
    of its own, so that no row can be taken for one that may be paid.
    """
    invoices = found.invoices
    rows = tuple(_invoice_row(workspace, invoice) for invoice in invoices)
    posts = tuple(row for invoice in invoices for row in _post_rows(invoice))
    months = tuple(row for invoice in invoices for row in _month_rows(invoice))
    money: tuple[tuple[Cell, ...], ...] = tuple(
        (
            family_title(workspace, family.key),
            found.year,
            family.set_aside_sek,
            family.allocated_sek,
            ore_to_sek(family.invoiced_ore),
        )
        for family in found.families
    )
    rules = tuple(
        (family_title(workspace, family.key), *row)
        for family in found.families
        for row in assumptions(
            funding_of(workspace.standards[family.key]).record,
            raise_clause(workspace.standards[family.key]),
        )
    )
    made = (
        Sheet(
            translated(messages.SHEET_INVOICES),
            _all(messages.INVOICE_COLUMNS),
            rows,
            total=_total(rows, summed=(9, 11)),
            sign_off=_all(messages.SIGN_OFF),
        ),
        Sheet(
            translated(messages.SHEET_POSTS),
            _all(messages.POST_COLUMNS),
            posts,
            total=_total(posts, summed=(9,)),
        ),
        Sheet(translated(messages.SHEET_MONTHS), _all(messages.MONTH_COLUMNS), months),
        Sheet(
            translated(messages.SHEET_MONEY),
            _all(
                messages.MONEY_COLUMNS_PRELIMINARY
                if found.is_preliminary
                else messages.MONEY_COLUMNS
            ),
            money,
        ),
        Sheet(translated(messages.SHEET_RULES), _all(messages.RULE_COLUMNS), rules),
    )
    if not found.is_preliminary:
        return made
    return tuple(
        sheet.with_mark(translated(messages.PRELIMINARY), translated(messages.STATUS_COLUMN))
        for sheet in made
    )


def _all(headings: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(translated, headings))


def _total(rows: Sequence[tuple[Cell, ...]], summed: tuple[int, ...]) -> tuple[Cell, ...] | None:
    """The sums of some columns, under the rows; None where there are no rows."""
    if not rows:
        return None
    cells: list[Cell] = [None] * len(rows[0])
    cells[0] = translated(messages.SUM)
    for column in summed:
        cells[column] = sum(
            (value for row in rows if isinstance(value := row[column], int | Decimal)), Decimal(0)
        )
    return tuple(cells)


def family_title(workspace: Workspace, key: str) -> str:
    """What a family's agreements are called, as its first agreement has it."""
    family = workspace.standards[key].family
    entry = next((each for each in workspace.entries if each.record.agreement == key), None)
    if entry is None:
        return key
    return phrase(workspace, entry, family.record.title, family.at("title"), {})


def _invoice_row(workspace: Workspace, invoice: Invoice) -> tuple[Cell, ...]:
    record, basis = invoice.entry.record, invoice.basis
    party = _municipality(workspace, invoice)
    return (
        invoice.entry.label,
        record.code,
        party.organisation_number if party else None,
        party.decision.case_number if party else None,
        basis.year,
        invoice.parts[-1].edition,
        amendments_in_words(invoice) or None,
        invoice.parts[0].period.first,
        invoice.parts[-1].period.last,
        invoice.parts[-1].period.annual_amount_sek,
        shown(basis.paid_months),
        ore_to_sek(basis.amount_ore),
    )


def _municipality(workspace: Workspace, invoice: Invoice) -> PartyFacts | None:
    """The party that sends the invoice: the municipality, else the first that is no region."""
    standard = workspace.standards[invoice.entry.record.agreement]
    found = parties(workspace, invoice.entry, standard)
    own = [party for party in found if party.id == MUNICIPALITY_PARTY]
    return next(iter(own), None)


def _post_rows(invoice: Invoice) -> Iterator[tuple[Cell, ...]]:
    record, basis = invoice.entry.record, invoice.basis
    for post, line in zip(invoice.posts, basis.posts, strict=True):
        yield (
            invoice.entry.label,
            record.code,
            basis.year,
            line.post + 1,
            post.starts,
            post.ends,
            post.degree_percent,
            shown(line.months),
            shown(line.paid_months),
            ore_to_sek(line.amount_ore),
        )


def _month_rows(invoice: Invoice) -> Iterator[tuple[Cell, ...]]:
    record, basis = invoice.entry.record, invoice.basis
    for line in basis.months:
        yield (
            invoice.entry.label,
            record.code,
            basis.year,
            line.month,
            invoice.parts[line.period].period.first,
            line.post + 1,
            line.days_filled,
            line.days_in_force,
            line.days_in_month,
            shown(line.share),
        )
