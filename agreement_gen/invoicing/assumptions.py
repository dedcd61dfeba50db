"""The rules that an invoice follows, in words, each with what it rests on.

The standard settles only that whole months of service are paid, each a twelfth. Every other rule
is a choice of the family's data that its parties have to agree on, so that each basis prints it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreement_gen.invoicing import messages
from agreement_gen.invoicing.amounts import decimal
from agreement_gen.translation import translated

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
    yield translated(messages.QUESTION_MONTHS), months_rule(rules), _basis_of_months(rules)
    for question, rule in _chosen(rules, invoice):
        yield question, rule, translated(messages.ASSUMED)
    if clause_title is None:
        yield (
            translated(messages.QUESTION_RAISED),
            translated(messages.RULE_NOT_RAISED),
            translated(messages.ASSUMED),
        )
    else:
        basis = str(messages.FROM_CLAUSE(clause=clause_title))
        yield translated(messages.QUESTION_RAISED), translated(messages.RULE_RAISED), basis
    yield (
        translated(messages.QUESTION_ROUNDING),
        translated(messages.RULE_ROUNDING),
        translated(messages.FROM_CALCULATION),
    )
    if rules.vat_note is not None:
        yield translated(messages.QUESTION_VAT), rules.vat_note, translated(messages.FROM_DATA)
    if rules.reference is not None:
        yield (
            translated(messages.QUESTION_REFERENCE),
            rules.reference,
            translated(messages.FROM_DATA),
        )


def months_rule(rules: InvoiceRules) -> str:
    """What a month gives by a family's rules."""
    is_weighted = rules.degree != "not_weighted"
    share = messages.SHARE_BY_DEGREE if is_weighted else messages.SHARE_OF_MONTH
    return str(messages.RULE_MONTHS[rules.part_months](share=translated(share)))


def degree_rule(rules: InvoiceRules, invoice: Invoice | None) -> str:
    """How degrees weigh by a family's rules, in one invoice or in those of several."""
    full = None if invoice is None else invoice.basis.rules.full_percent
    if full is None:
        return translated(messages.RULE_DEGREE_OF_ALL[rules.degree])
    return str(messages.RULE_DEGREE[rules.degree](percent=decimal(full)))


def _basis_of_months(rules: InvoiceRules) -> str:
    """The agreement settles whole months, each a twelfth; what differs is an assumption."""
    is_agreed = rules.part_months == "whole_months" and rules.degree == "not_weighted"
    return translated(messages.FROM_AGREEMENT) if is_agreed else translated(messages.ASSUMED)


def _chosen(rules: InvoiceRules, invoice: Invoice | None) -> Iterator[tuple[str, str]]:
    yield (
        translated(messages.QUESTION_PART_MONTHS),
        translated(messages.RULE_PART_MONTHS[rules.part_months]),
    )
    yield translated(messages.QUESTION_DEGREE), degree_rule(rules, invoice)
    yield translated(messages.QUESTION_OVERLAP), translated(messages.RULE_OVERLAP[rules.overlap])
    yield (
        translated(messages.QUESTION_VACANCIES),
        translated(messages.RULE_VACANCIES[rules.vacancies]),
    )
