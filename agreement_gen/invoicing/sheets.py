"""All invoices of a year as spreadsheets, with Swedish headings that state each unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreement_gen import swedish
from agreement_gen.formats.spreadsheet import Sheet
from agreement_gen.funding.money import ore_to_sek
from agreement_gen.invoicing import messages
from agreement_gen.invoicing.amounts import mixed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from agreement_gen.formats.spreadsheet import Cell
    from agreement_gen.invoicing.invoice import Invoice


def sheets(invoices: Sequence[Invoice]) -> tuple[Sheet, Sheet]:
    """A sheet with a row for each post, and one with a row for each post and month."""
    posts = tuple(row for invoice in invoices for row in _post_rows(invoice))
    months = tuple(row for invoice in invoices for row in _month_rows(invoice))
    return (
        Sheet(messages.SHEET_POSTS, messages.POST_COLUMNS, posts),
        Sheet(messages.SHEET_MONTHS, messages.MONTH_COLUMNS, months),
    )


def _post_rows(invoice: Invoice) -> Iterator[tuple[Cell, ...]]:
    record, basis = invoice.entry.record, invoice.basis
    for post, line in zip(invoice.posts, basis.posts, strict=True):
        yield (
            record.municipality,
            record.code,
            basis.year,
            basis.annual_amount_sek,
            line.post + 1,
            post.starts,
            post.ends,
            post.degree_percent,
            basis.planned_degree_percent,
            _months(line.months),
            _months(line.paid_months),
            ore_to_sek(line.amount_ore),
            ore_to_sek(basis.amount_ore),
        )


def _month_rows(invoice: Invoice) -> Iterator[tuple[Cell, ...]]:
    record, basis = invoice.entry.record, invoice.basis
    for line in basis.months:
        yield (
            record.municipality,
            record.code,
            basis.year,
            line.month,
            line.post + 1,
            line.days_filled,
            line.days_in_month,
            str(messages.SHARE_OF_MONTH(share=mixed(line.share))),
        )


def _months(count: Fraction) -> str:
    return str(messages.MONTHS(count=mixed(count))).replace(swedish.NO_BREAK_SPACE, " ")
