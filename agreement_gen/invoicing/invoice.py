"""The invoices of a year: each municipality's figures from the files.

Money follows the agreement: what is in force, in each part of the year, with the amount that
holds then. Nothing is payable for a draft, before the first day or after the last, nor for a
planned post.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from agreement_gen.agreement_state.standard import standard_of
from agreement_gen.agreement_state.terms import terms_of
from agreement_gen.agreement_state.versions import Version, versions
from agreement_gen.build.compose import changed_since_signing
from agreement_gen.checks.messages import RuleCode
from agreement_gen.funding.indexing import (
    AgreedAmount,
    amount_in_year,
    amount_of,
    funding_of,
    raised_set_aside,
    whole_kronor,
)
from agreement_gen.funding.totals import members_of
from agreement_gen.invoicing.calculation import (
    FULL_TIME_PERCENT,
    PaidPost,
    Period,
    PostError,
    PostOrderError,
    Rules,
    VacancyOrderError,
    VacancyOutsidePostError,
    VacantPeriod,
    invoice_basis,
)
from agreement_gen.invoicing.messages import FURTHER_NOTICE, InvoiceCode
from agreement_gen.problems import InputError, Location, fault, problem
from agreement_gen.workspace.model import AMOUNT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agreement_gen.funding.money import IndexedAmount
    from agreement_gen.invoicing.calculation import InvoiceBasis
    from agreement_gen.problems import Problem
    from agreement_gen.workspace.model import Amendment, InvoiceRules, Post
    from agreement_gen.workspace.reader import Entry, Standard, Workspace


_COMMAND = "invoice"
"""The place of a problem that has no file."""


@dataclass(frozen=True, slots=True)
class InForce:
    """A part of the year with what is in force in it.

    Attributes:
        period: Its days, and the yearly amount in whole kronor.
        edition: The standard's edition.
        amount: How the amount was raised; None where it is paid as agreed.
        amendments: The supplementary agreements (tilläggsavtal) that hold in it.
    """

    period: Period
    edition: dt.date
    amount: IndexedAmount | None
    amendments: tuple[Amendment, ...] = ()


@dataclass(frozen=True, slots=True)
class Invoice:
    """One municipality's invoice for a year.

    Attributes:
        entry: The municipality.
        posts: The posts that are paid for, in the file's order.
        parts: The parts of the year in which the agreement is in force, in order.
        basis: The calculation, with each of its steps.
        rules: The family's rules that it follows.
        is_preliminary: Whether it may not be paid, because it is calculated from a draft.
    """

    entry: Entry
    posts: tuple[PaidPost, ...]
    parts: tuple[InForce, ...]
    basis: InvoiceBasis
    rules: InvoiceRules
    is_preliminary: bool


@dataclass(frozen=True, slots=True)
class FamilyYear:
    """A family's money in a year, in whole kronor, and what is invoiced of it, in öre.

    Attributes:
        key: The family's key.
        set_aside_sek: What the region has set aside that year.
        allocated_sek: The yearly amounts of all its agreements.
        invoiced_ore: The sum of the invoices that were asked for.
    """

    key: str
    set_aside_sek: int
    allocated_sek: int
    invoiced_ore: int


@dataclass(frozen=True, slots=True)
class YearOfInvoices:
    """A year's invoices.

    Attributes:
        year: The year that is invoiced.
        is_preliminary: Whether they are calculated from the files as they are, signed or not.
        invoices: In the order of the agreements.
        without_posts: The municipalities that have no filled posts to invoice.
        without_money: The agreements whose families have no yearly amounts.
        not_in_force: Those whose agreements are signed, but in force on no day of the year.
        families: The money of each family that has invoices.
        warnings: What the parties should look at.
        refused: What keeps the other municipalities' invoices from being calculated.
    """

    year: int
    is_preliminary: bool
    invoices: tuple[Invoice, ...]
    without_posts: tuple[Entry, ...]
    without_money: tuple[Entry, ...]
    not_in_force: tuple[Entry, ...]
    families: tuple[FamilyYear, ...]
    warnings: tuple[Problem, ...]
    refused: tuple[Problem, ...]


def invoices_of(
    workspace: Workspace,
    entries: Sequence[Entry],
    year: int,
    on: dt.date,
    *,
    is_preliminary: bool = False,
) -> YearOfInvoices:
    """Calculate a year's invoices of some municipalities, each for itself.

    Args:
        workspace: The whole workspace.
        entries: The municipalities.
        year: The year that is invoiced.
        on: What was signed or received after this day is not known. A year that has not begun
            on it is refused.
        is_preliminary: Whether to calculate also from what is not signed, and for a year to come.
    """
    refused: list[Problem] = []
    warnings: list[Problem] = []
    invoices: list[Invoice] = []
    without_posts: list[Entry] = []
    without_money: list[Entry] = []
    not_in_force: list[Entry] = []
    for entry in entries:
        if not has_money(workspace, entry):
            without_money.append(entry)  # nothing to invoice, nor to wait for
            continue
        if year > on.year and not is_preliminary:
            place = Location(_COMMAND)
            refused.append(problem(place, InvoiceCode.YEAR_NOT_BEGUN, year=str(year), on=on))
            break
        if not has_posts(entry):
            without_posts.append(entry)
            continue
        try:
            changed = None if is_preliminary else changed_since_signing(workspace, entry)
            if changed is not None:
                refused.append(replace(changed, severity="error"))
                continue
            parts = parts_of_year(workspace, entry, year, on, is_preliminary=is_preliminary)
            invoice = _invoice(workspace, entry, year, parts, is_preliminary=is_preliminary)
        except InputError as error:
            refused += error.problems
            continue
        if not parts:
            not_in_force.append(entry)
        elif invoice is not None:
            invoices.append(invoice)
            warnings += _warnings(invoice)
    families: list[FamilyYear] = []
    for key in dict.fromkeys(invoice.entry.record.agreement for invoice in invoices):
        own = [i for i in invoices if i.entry.record.agreement == key]
        try:
            families.append(_family_year(workspace, workspace.standards[key], own, year, on))
        except InputError as error:
            refused += error.problems
    return YearOfInvoices(
        year,
        is_preliminary,
        tuple(invoices),
        tuple(without_posts),
        tuple(without_money),
        tuple(not_in_force),
        tuple(families),
        tuple(warnings),
        tuple(refused),
    )


def has_money(workspace: Workspace, entry: Entry) -> bool:
    """Whether an agreement's family has money that pays posts."""
    standard = workspace.standard(entry)
    return standard is not None and standard.funding is not None


def has_posts(entry: Entry) -> bool:
    """Whether an agreement has a post that is filled; a planned one is no start."""
    return any(not post.planned for post in entry.record.posts)


def invoice_for(
    workspace: Workspace, entry: Entry, year: int, on: dt.date, *, is_preliminary: bool = False
) -> Invoice | None:
    """Calculate one municipality's invoice for a year, as :func:`invoices_of` does.

    None while it has no filled posts, and where the agreement is in force on no day of the year.

    Raises:
        InputError: if the agreement is not signed, the index lacks a year that is needed, or a
            post's dates cannot be true.
    """
    parts = parts_of_year(workspace, entry, year, on, is_preliminary=is_preliminary)
    return _invoice(workspace, entry, year, parts, is_preliminary=is_preliminary)


def parts_of_year(
    workspace: Workspace, entry: Entry, year: int, on: dt.date, *, is_preliminary: bool
) -> tuple[InForce, ...]:
    """The parts of a year in which an agreement is in force, with what holds in each.

    Raises:
        InputError: if the agreement is not signed, or an amount of it is not known.
    """
    standard, record = standard_of(workspace, entry), entry.record
    terms = terms_of(entry, standard)
    found = versions(record, terms, on)
    if not found and not is_preliminary:
        raise fault(
            entry.source.key_location(("signed",)), InvoiceCode.NOT_SIGNED, agreement=entry.label
        )
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    if not found:
        starts = max(record.valid_from or first, first)
        ends = min(record.valid_to or last, last)
        if ends < starts:
            return ()
        agreed = AgreedAmount(amount_of(entry), record.indexed, None, entry.at("funding", AMOUNT))
        return (_part(workspace, standard, agreed, (starts, ends), record.edition),)
    return tuple(
        _part(
            workspace,
            standard,
            _agreed(entry, version),
            (max(version.first, first), min(version.last or last, last)),
            version.edition,
            version.amendments,
        )
        for version in found
        if version.first <= last and (version.last is None or version.last >= first)
        if version.last is None or version.first <= version.last
    )


def _agreed(entry: Entry, version: Version) -> AgreedAmount:
    location = entry.at("funding", AMOUNT)
    if version.amount_sek is None:
        raise fault(location, InvoiceCode.AMOUNT_UNKNOWN, edition=version.edition)
    return AgreedAmount(version.amount_sek, version.indexed, version.price_year, location)


def _part(
    workspace: Workspace,
    standard: Standard,
    agreed: AgreedAmount,
    days: tuple[dt.date, dt.date],
    edition: dt.date,
    amendments: tuple[Amendment, ...] = (),
) -> InForce:
    raised = amount_in_year(workspace, standard, agreed, days[0].year)
    amount_sek = agreed.amount_sek if raised is None else whole_kronor(raised)
    return InForce(Period(*days, amount_sek), edition, raised, amendments)


def _invoice(
    workspace: Workspace,
    entry: Entry,
    year: int,
    parts: tuple[InForce, ...],
    *,
    is_preliminary: bool,
) -> Invoice | None:
    if not parts or not has_posts(entry):
        return None
    standard = standard_of(workspace, entry)
    stated = funding_of(standard).record.invoicing
    posts = _paid_posts(entry)
    periods = [part.period for part in parts]
    basis = invoice_basis(periods, posts, year, _rules(entry, stated))
    return Invoice(entry, posts, parts, basis, stated, is_preliminary)


def _rules(entry: Entry, stated: InvoiceRules) -> Rules:
    """The family's rules with what one agreement weighs degrees against.

    Raises:
        InputError: if a file lacks what the family's rule for degrees needs.
    """
    full: Fraction | None = None
    match stated.degree:
        case "planned_degree":
            planned = entry.record.planned_degree_percent
            if planned is None:
                location = entry.source.key_location(("planned_degree_percent",))
                raise fault(location, InvoiceCode.NO_PLANNED_DEGREE)
            full = Fraction(planned)
        case "table_hours":
            full = table_percent(entry, stated)
            if not full:
                raise fault(entry.at("funding"), InvoiceCode.NO_TABLE_HOURS)
        case "not_weighted":
            pass
    return Rules(stated.part_months, full, stated.vacancies == "paid")


def table_percent(entry: Entry, stated: InvoiceRules) -> Fraction | None:
    """The degree that the table's hours correspond to, in per cent of full time.

    None where the family does not say which column holds hours or how many full time is, or the
    hours are not set.
    """
    if stated.hours_column is None or stated.full_time_hours is None:
        return None
    hours = entry.record.funding.get(stated.hours_column)
    return None if hours is None else Fraction(hours * FULL_TIME_PERCENT, stated.full_time_hours)


def _warnings(invoice: Invoice) -> Iterator[Problem]:
    """What the parties should look at before the invoice is sent."""
    entry, stated = invoice.entry, invoice.rules
    planned = entry.record.planned_degree_percent
    if planned is not None and stated.degree != "planned_degree":
        yield problem(entry.at("planned_degree_percent"), InvoiceCode.DEGREE_NOT_USED)
    wanted = table_percent(entry, stated)
    if wanted is None or stated.full_time_hours is None:
        return
    hours = Fraction(_usual_degree(invoice) * stated.full_time_hours, FULL_TIME_PERCENT)
    table = wanted * stated.full_time_hours / FULL_TIME_PERCENT
    if abs(hours - table) >= 1:
        yield problem(
            entry.source.key_location(("posts",)),
            InvoiceCode.POSTS_NOT_AS_TABLE,
            agreement=entry.label,
            hours=f"{float(hours):g}",
            table=f"{float(table):g}",
        )


def _usual_degree(invoice: Invoice) -> int:
    """The degree that the posts together have on most days of service, in per cent.

    A handover of some weeks is therefore not taken for two posts.
    """
    counts: dict[int, int] = {}
    for part in invoice.parts:
        day = part.period.first
        while day <= part.period.last:
            degree = sum(post.degree_percent for post in invoice.posts if post.filled(day))
            counts[degree] = counts.get(degree, 0) + bool(degree)
            day += dt.timedelta(days=1)
    return max(counts, key=lambda degree: (counts[degree], degree), default=0)


def _family_year(
    workspace: Workspace,
    standard: Standard,
    invoices: Sequence[Invoice],
    year: int,
    on: dt.date,
) -> FamilyYear:
    funding = funding_of(standard).record
    set_aside = funding.set_aside_sek
    index = workspace.region.record.index
    has_figure = index is not None and any(figure.year == year for figure in index.figures)
    if has_figure and (funding.indexed is not None or funding.price_year is not None):
        set_aside = whole_kronor(raised_set_aside(workspace, standard, year))
    allocated = 0
    for entry in members_of(workspace, standard):
        try:
            parts = parts_of_year(workspace, entry, year, on, is_preliminary=True)
        except InputError:
            continue  # an amount that is not set is not allocated either
        if parts:
            allocated += parts[-1].period.annual_amount_sek
    invoiced = sum(invoice.basis.amount_ore for invoice in invoices)
    return FamilyYear(standard.key, set_aside, allocated, invoiced)


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
