"""The rules that an invoice follows, in words, each with what it rests on.

The standard settles only that whole months of service are paid. Every other rule is a choice of
the family's data that its parties have to agree on, so that each basis prints it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreement_gen.invoicing import messages
from agreement_gen.invoicing.amounts import mixed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agreement_gen.invoicing.invoice import Invoice
    from agreement_gen.workspace.model import InvoiceRules, PublishedFunding


def assumptions(
    funding: PublishedFunding, clause_title: str | None, invoice: Invoice | None = None
) -> Iterator[tuple[str, str, str]]:
    """Each question, the rule that is followed, and what it rests on.

    Args:
        funding: The family's money.
        clause_title: The title of the clause that lets yearly amounts be raised, if one does.
        invoice: The invoice, for the degree that its posts are weighed against.
    """
    rules = funding.invoicing
    yield (*messages.RULE_MONTHS, messages.FROM_AGREEMENT)
    for question, rule in _chosen(rules, invoice):
        yield question, rule, messages.ASSUMED
    if clause_title is None:
        yield messages.QUESTION_RAISED, messages.RULE_NOT_RAISED, messages.ASSUMED
    else:
        basis = str(messages.FROM_CLAUSE(clause=clause_title))
        yield messages.QUESTION_RAISED, messages.RULE_RAISED, basis
    if rules.vat_note is not None:
        yield messages.QUESTION_VAT, rules.vat_note, messages.FROM_DATA
    if rules.reference is not None:
        yield messages.QUESTION_REFERENCE, rules.reference, messages.FROM_DATA


def _chosen(rules: InvoiceRules, invoice: Invoice | None) -> Iterator[tuple[str, str]]:
    yield messages.QUESTION_PART_MONTHS, messages.RULE_PART_MONTHS[rules.part_months]
    full = None if invoice is None else invoice.basis.rules.full_percent
    percent = messages.NOTHING if full is None else mixed(full)
    yield messages.QUESTION_DEGREE, str(messages.RULE_DEGREE[rules.degree](percent=percent))
    yield messages.QUESTION_OVERLAP, messages.RULE_OVERLAP[rules.overlap]
    yield messages.QUESTION_VACANCIES, messages.RULE_VACANCIES[rules.vacancies]
