"""A municipality's invoice for a year: its figures from the files, each step as a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agreement_gen import swedish
from agreement_gen.build.templates import phrase
from agreement_gen.document.markdown import plain
from agreement_gen.document.tree import (
    Clause,
    Column,
    Document,
    HeaderFooter,
    Metadata,
    Paragraph,
    Row,
    Table,
)
from agreement_gen.formats.spreadsheet import Cell, Sheet
from agreement_gen.funding.indexing import own_year, raised, whole_kronor
from agreement_gen.funding.money import ORE_HALF_UP, MoneyError, Rounding, ore_to_sek
from agreement_gen.invoicing import calculation as reckoning
from agreement_gen.problems import InputError, Problem
from agreement_gen.workspace.model import AMOUNT

if TYPE_CHECKING:
    import datetime as dt
    from fractions import Fraction

    from agreement_gen.funding.money import IndexedAmount
    from agreement_gen.invoicing.calculation import InvoiceBasis
    from agreement_gen.invoicing.template import InvoiceWords
    from agreement_gen.workspace.load import Loaded
    from agreement_gen.workspace.reader import Entry, Workspace


@dataclass(frozen=True, slots=True)
class Invoice:
    """One municipality's invoice for a year.

    ``amount`` tells how the yearly amount was raised; None where no file says which year's amount
    it is, so that it is taken as it stands.
    """

    entry: Entry
    posts: tuple[reckoning.PaidPost, ...]
    basis: InvoiceBasis
    amount: IndexedAmount | None


def invoice_for(workspace: Workspace, entry: Entry, year: int) -> Invoice | None:
    """Reckon one municipality's invoice for a year; None while it has no posts.

    The yearly amount is that of the year: raised by the region's index where the files say which
    year the agreed amount holds for.

    Raises:
        InputError: if the index lacks a year that is needed, or a post cannot be true.
    """
    record = entry.record
    if not record.posts:
        return None
    amount = None
    if own_year(workspace, entry) is not None:
        amount = raised(workspace, entry, year)
    posts, problems = [], []
    for number, post in enumerate(record.posts):
        try:
            vacancies = tuple(reckoning.VacantPeriod(v.starts, v.ends) for v in post.vacancies)
            posts.append(reckoning.PaidPost(post.starts, post.ends, post.degree_percent, vacancies))
        except MoneyError as error:
            place = entry.at("posts", number)
            problems.append(Problem(place, "post", str(error), "correct the dates"))
    if problems:
        raise InputError(problems)
    annual = record.funding[AMOUNT] if amount is None else whole_kronor(amount)
    basis = reckoning.invoice(
        annual, posts, year, ORE_HALF_UP, planned_degree_percent=record.planned_degree_percent
    )
    return Invoice(entry, tuple(posts), basis, amount)


def document(workspace: Workspace, invoice: Invoice, words: Loaded[InvoiceWords]) -> Document:
    """The invoice basis as a document tree, in the words of its family.

    Raises:
        InputError: if one of the words' templates fails.
    """
    said, basis, entry = words.record, invoice.basis, invoice.entry
    family = workspace.standards[entry.record.agreement].family.record
    first = invoice.amount.steps[0].point.year if invoice.amount else None
    names: dict[str, Any] = {
        "year": basis.year,
        "amount": kronor(basis.amount_ore),
        "planned_degree_percent": basis.planned_degree_percent,
        "base_year": first,
        "edition": entry.record.edition,
    }

    def text(template: str, *path: str | int) -> str:
        return phrase(workspace, entry, template, words.at(*path), names)

    tables = {
        "steps": _steps(invoice, said, text),
        "posts": _posts(invoice, said),
        "months": _months(invoice, said),
    }
    clauses = tuple(
        Clause(
            id=section.id,
            number=number,
            title=plain(text(section.title, "sections", number - 1, "title")),
            blocks=(
                *(
                    Paragraph(plain(text(paragraph, "sections", number - 1, "paragraphs", place)))
                    for place, paragraph in enumerate(section.paragraphs)
                ),
                *((tables[section.table],) if section.table else ()),
            ),
        )
        for number, section in enumerate(said.sections, start=1)
    )
    title = text(said.title, "title")
    return Document(
        title=plain(title),
        subtitle=plain(text(said.subtitle, "subtitle")),
        clauses=clauses,
        header_footer=HeaderFooter(text(said.header, "header"), "", family.page_label),
        metadata=Metadata(
            title=f"{title} – {entry.record.legal_name}",
            subject=text(said.subject, "subject"),
            author=workspace.region.record.name,
            language=family.language,
        ),
    )


def _steps(invoice: Invoice, words: InvoiceWords, text: Any) -> Table:  # noqa: ANN401
    said, basis = words.steps, invoice.basis
    rows: list[tuple[str, str, str]] = []
    annual = swedish.kronor(basis.annual_amount_sek)
    if invoice.amount is None:
        rows.append((text(said.agreed, "steps", "agreed"), "", annual))
    else:
        steps = invoice.amount.steps
        base = swedish.kronor(invoice.amount.base_amount_sek)
        rows.append((text(said.agreed_year, "steps", "agreed_year"), "", base))
        if len(steps) > 1:
            # A figure is shown as it was published, with every decimal of it.
            ratio = " / ".join(
                f"{step.point.figure:f}".replace(".", ",") for step in (steps[-1], steps[0])
            )
            how = f"{base} × {ratio}, {rounding_words(invoice.amount.rounding)}"
            rows.append((text(said.indexed, "steps", "indexed"), how, annual))
    months = mixed(basis.paid_months)
    rows += [
        (text(said.paid_months, "steps", "paid_months"), "", months),
        (
            text(said.exact, "steps", "exact"),
            f"{annual} × {months} / 12" if basis.paid_months.denominator == 1
            else f"{annual} × ({months}) / 12",
            f"{mixed(basis.exact_sek)} kr",
        ),
        (
            text(said.rounded, "steps", "rounded"),
            rounding_words(basis.rounding),
            kronor(basis.amount_ore),
        ),
    ]  # fmt: skip
    last = len(rows) - 1
    return Table(
        kind="invoice-steps",
        caption=plain(said.caption),
        columns=(
            Column(plain(said.columns[0])),
            Column(plain(said.columns[1])),
            Column(plain(said.columns[2]), "end"),
        ),
        rows=tuple(
            Row(tuple(plain(cell) for cell in row), role="total" if number == last else "body")
            for number, row in enumerate(rows)
        ),
    )


def _posts(invoice: Invoice, words: InvoiceWords) -> Table:
    said, basis = words.posts, invoice.basis
    rows = []
    for number, (post, line) in enumerate(zip(invoice.posts, basis.posts, strict=True), start=1):
        gaps = ", ".join(
            f"{gap.first}–{gap.last if gap.last else said.until_further}" for gap in post.vacancies
        )
        cells = (
            str(number),
            post.starts.isoformat(),
            post.ends.isoformat() if post.ends else said.until_further,
            gaps or "–",
            str(post.degree_percent),
            mixed(line.months),
            mixed(line.paid_months),
            amount(line.amount_ore),
        )
        rows.append(Row(tuple(plain(cell) for cell in cells)))
    last = (said.sum, "", "", "", "", "", mixed(basis.paid_months), amount(basis.amount_ore))
    rows.append(Row(tuple(plain(cell) for cell in last), role="total"))
    return Table(
        kind="invoice-posts",
        caption=plain(said.caption),
        columns=tuple(
            Column(plain(title), "end" if number > 3 else "start")
            for number, title in enumerate(said.columns)
        ),
        rows=tuple(rows),
    )


def _months(invoice: Invoice, words: InvoiceWords) -> Table:
    said = words.months
    rows = tuple(
        Row(
            tuple(
                plain(cell)
                for cell in (
                    swedish.month(line.month),
                    str(line.post + 1),
                    str(line.days_filled),
                    str(line.days_in_month),
                    mixed(line.share),
                )
            )
        )
        for line in invoice.basis.months
    )
    return Table(
        kind="invoice-months",
        caption=plain(said.caption),
        columns=tuple(
            Column(plain(title), "end" if number > 1 else "start")
            for number, title in enumerate(said.columns)
        ),
        rows=rows,
    )


def mixed(value: Fraction) -> str:
    """An exact number as a reader checks it by hand: ``153 666 + 2/3``, not below zero."""
    whole, rest = divmod(value, 1)
    if not rest:
        return swedish.number(int(whole))
    part = f"{rest.numerator}/{rest.denominator}"
    space = swedish.NO_BREAK_SPACE
    return f"{swedish.number(int(whole))}{space}+{space}{part}" if whole else part


def amount(amount_ore: int) -> str:
    """An amount with its two decimals: ``153 666,67``."""
    kronor_, ore = divmod(amount_ore, 100)
    return f"{swedish.number(kronor_)},{ore:02}"


def kronor(amount_ore: int) -> str:
    """An amount with its two decimals and unit: ``153 666,67 kr``."""
    return f"{amount(amount_ore)}{swedish.NO_BREAK_SPACE}kr"


def rounding_words(rounding: Rounding) -> str:
    """The rounding in words: ``avrundat till hela ören, halva uppåt``."""
    how = {"half_up": "halva uppåt", "half_even": "halva till jämnt", "down": "nedåt"}
    if rounding.unit_sek < 1:
        ore = int(rounding.unit_sek * 100)
        unit = "hela ören" if ore == 1 else f"{ore} ören"
    else:
        sek = int(rounding.unit_sek)
        unit = "hela kronor" if sek == 1 else f"närmaste {swedish.kronor(sek)}"
    return f"avrundat till {unit}, {how[rounding.mode]}"


def _months_text(count: Fraction) -> str:
    # With its unit, for a spreadsheet takes a bare 2/3 for a date.
    return f"{mixed(count)} mån".replace(swedish.NO_BREAK_SPACE, " ")


def sheets(invoices: tuple[Invoice, ...]) -> tuple[Sheet, Sheet]:
    """All invoices as sheets: a line for each post, and a line for each post and month."""
    posts: list[tuple[Cell, ...]] = []
    months: list[tuple[Cell, ...]] = []
    for invoice in invoices:
        record, basis = invoice.entry.record, invoice.basis
        for post, line in zip(invoice.posts, basis.posts, strict=True):
            ends: dt.date | None = post.ends
            posts.append(
                (
                    record.municipality,
                    record.code,
                    basis.year,
                    basis.annual_amount_sek,
                    line.post + 1,
                    post.starts,
                    ends,
                    post.degree_percent,
                    basis.planned_degree_percent,
                    _months_text(line.months),
                    _months_text(line.paid_months),
                    ore_to_sek(line.amount_ore),
                    ore_to_sek(basis.amount_ore),
                )
            )
        months += [
            (
                record.municipality,
                record.code,
                basis.year,
                month.month,
                month.post + 1,
                month.days_filled,
                month.days_in_month,
                f"{mixed(month.share)} av månaden",
            )
            for month in basis.months
        ]
    return (
        Sheet(
            "Fakturaunderlag",
            (
                "Kommun", "Kommunkod", "År", "Årsbelopp (kr)", "Tjänst (nummer)", "Börjar (datum)",
                "Slutar (datum)", "Sysselsättning (%)", "Planerad sysselsättning (%)",
                "I tjänst (månader)", "Betalda (månader)", "Tjänstens belopp (kr)",
                "Kommunens belopp att fakturera (kr)",
            ),
            tuple(posts),
        ),
        Sheet(
            "Månader",
            (
                "Kommun", "Kommunkod", "År", "Månad (nummer)", "Tjänst (nummer)",
                "I tjänst (dagar)", "Månadens längd (dagar)", "Andel av månadens belopp",
            ),
            tuple(months),
        ),
    )  # fmt: skip
