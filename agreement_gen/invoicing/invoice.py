"""The invoices of a year: each municipality's figures from the files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreement_gen.agreement_state.standard import standard_of
from agreement_gen.checks.messages import RuleCode
from agreement_gen.funding.indexing import amount_of, funding_of, own_year, raised, whole_kronor
from agreement_gen.funding.money import ORE_HALF_UP
from agreement_gen.invoicing.calculation import (
    PaidPost,
    PostError,
    PostOrderError,
    VacancyOrderError,
    VacancyOutsidePostError,
    VacantPeriod,
    invoice_basis,
)
from agreement_gen.invoicing.messages import FURTHER_NOTICE, InvoiceCode
from agreement_gen.problems import InputError, problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agreement_gen.funding.money import IndexedAmount
    from agreement_gen.invoicing.calculation import InvoiceBasis
    from agreement_gen.problems import Location, Problem
    from agreement_gen.workspace.model import Post
    from agreement_gen.workspace.reader import Entry, Workspace


@dataclass(frozen=True, slots=True)
class Invoice:
    """One municipality's invoice for a year.

    Attributes:
        entry: The municipality.
        posts: The posts that are paid for, in the file's order.
        basis: The calculation, with each of its steps.
        amount: How the yearly amount was raised; None where no file states which year's amount
            it is, so that it is taken as it is.
    """

    entry: Entry
    posts: tuple[PaidPost, ...]
    basis: InvoiceBasis
    amount: IndexedAmount | None


@dataclass(frozen=True, slots=True)
class YearOfInvoices:
    """A year's invoices, the municipalities that have no posts to invoice, and warnings.

    Attributes:
        refused: What keeps the other municipalities' invoices from being calculated.
    """

    year: int
    invoices: tuple[Invoice, ...]
    without_posts: tuple[Entry, ...]
    warnings: tuple[Problem, ...]
    refused: tuple[Problem, ...]


def invoices_of(workspace: Workspace, entries: Sequence[Entry], year: int) -> YearOfInvoices:
    """Calculate a year's invoices of some municipalities, each for itself."""
    refused: list[Problem] = []
    invoices: list[Invoice] = []
    without_posts: list[Entry] = []
    for entry in entries:
        try:
            invoice = invoice_for(workspace, entry, year)
        except InputError as error:
            refused += error.problems
            continue
        if invoice is None:
            without_posts.append(entry)
        else:
            invoices.append(invoice)
    warnings = []
    for key in dict.fromkeys(i.entry.record.agreement for i in invoices if i.amount is None):
        location = funding_of(workspace.standards[key]).source.key_location(("price_year",))
        warnings.append(problem(location, InvoiceCode.PRICE_YEAR_ASSUMED, year=year))
    return YearOfInvoices(
        year, tuple(invoices), tuple(without_posts), tuple(warnings), tuple(refused)
    )


def invoice_for(workspace: Workspace, entry: Entry, year: int) -> Invoice | None:
    """Calculate one municipality's invoice for a year; None while it has no filled posts.

    A planned post is no start and is never paid for.

    The yearly amount is that of the year: raised by the region's index where the files state
    which year the agreed amount holds for.

    Raises:
        InputError: if the index lacks a year that is needed, or a post's dates cannot be true.
    """
    record, standard = entry.record, standard_of(workspace, entry)
    if all(post.planned for post in record.posts):
        return None
    amount = None
    if own_year(standard, entry) is not None:
        amount = raised(workspace, standard, entry, year)
    posts = _paid_posts(entry)
    basis = invoice_basis(
        amount_of(entry) if amount is None else whole_kronor(amount),
        posts,
        year,
        ORE_HALF_UP,
        planned_degree_percent=record.planned_degree_percent,
    )
    return Invoice(entry, posts, basis, amount)


def _paid_posts(entry: Entry) -> tuple[PaidPost, ...]:
    posts: list[PaidPost] = []
    problems: list[Problem] = []
    for number, post in enumerate(entry.record.posts):
        if post.planned:
            continue
        try:
            posts.append(_paid_post(post))
        except PostError as error:
            problems.append(_problem_of(error, entry.at("posts", number)))
    if problems:
        raise InputError(problems)
    return tuple(posts)


def _paid_post(post: Post) -> PaidPost:
    vacancies = tuple(VacantPeriod(vacancy.starts, vacancy.ends) for vacancy in post.vacancies)
    return PaidPost(post.starts, post.ends, post.degree_percent, vacancies)


def _problem_of(error: PostError, location: Location) -> Problem:
    match error:
        case PostOrderError(starts=starts, ends=ends):
            return problem(location, RuleCode.POST_ENDS_BEFORE_START, starts=starts, ends=ends)
        case VacancyOrderError(first=first, last=last):
            return problem(location, InvoiceCode.VACANCY_ENDS_BEFORE_START, first=first, last=last)
        case VacancyOutsidePostError(first=first, starts=starts, ends=ends):
            return problem(
                location,
                InvoiceCode.VACANCY_OUTSIDE_POST,
                first=first,
                starts=starts,
                ends=ends or FURTHER_NOTICE(),
            )
        case _:
            raise error
