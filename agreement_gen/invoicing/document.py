"""A municipality's invoice for a year as a document: every step of the calculation is shown."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Protocol, TypeAlias

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
from agreement_gen.funding.indexing import funding_of
from agreement_gen.invoicing import messages
from agreement_gen.invoicing.amounts import (
    amount,
    decimal,
    kronor,
    mixed,
    rounding_words,
    shown,
)
from agreement_gen.invoicing.assumptions import assumptions, degree_rule, months_rule
from agreement_gen.languages import full_tag
from agreement_gen.translation import in_language, translated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from fractions import Fraction

    from agreement_gen.document.tree import Block, RowRole
    from agreement_gen.funding.money import IndexedAmount
    from agreement_gen.invoicing.invoice import InForce, Invoice
    from agreement_gen.invoicing.template import (
        InvoiceWords,
        MonthsTable,
        PostsTable,
        Section,
        StepsTable,
    )
    from agreement_gen.workspace.load import Loaded
    from agreement_gen.workspace.model import Amendment
    from agreement_gen.workspace.reader import Standard, Workspace

Cells: TypeAlias = "tuple[str, ...]"


class _RenderLine(Protocol):
    """Renders a one-line template of ``invoice.yaml``, given with its path in that file."""

    def __call__(self, template: str, /, *path: str | int) -> str: ...


def document(workspace: Workspace, invoice: Invoice, words: Loaded[InvoiceWords]) -> Document:
    """The invoice basis as a document tree, in the words and the language of its family.

    Raises:
        InputError: if one of the words' templates fails.
    """
    standard = workspace.standards[invoice.entry.record.agreement]
    with in_language(standard.family.record.language):
        return _document(workspace, invoice, words)


def _document(workspace: Workspace, invoice: Invoice, words: Loaded[InvoiceWords]) -> Document:
    record, entry = words.record, invoice.entry
    values: dict[str, object] = {
        "year": invoice.basis.year,
        "amount": kronor(invoice.basis.amount_ore),
        "edition": invoice.parts[-1].edition,
        "first": swedish.day(invoice.parts[0].period.first),
        "last": swedish.day(invoice.parts[-1].period.last),
        "amendments": amendments_in_words(invoice),
    }

    def line(template: str, /, *path: str | int) -> str:
        return phrase(workspace, entry, template, words.at(*path), values)

    values["rules"] = _rules_in_words(invoice, record, line, values)
    standard = workspace.standards[entry.record.agreement]
    tables = {
        "steps": _steps(invoice, record.steps, line, values),
        "posts": _posts(invoice, record.posts),
        "months": _months(invoice, record.months),
        "assumptions": _assumptions(invoice, standard),
    }
    title = line(record.title, "title")
    family = standard.family.record
    clauses = [
        Clause(
            id=section.id,
            number=position + 1,
            title=plain(line(section.title, "sections", position, "title")),
            blocks=tuple(_blocks(section, position, tables, line)),
        )
        for position, section in enumerate(record.sections)
    ]
    if all(section.table != "assumptions" for section in record.sections):
        # Whatever words a family has, no basis is without the rules that it follows.
        heading = plain(translated(messages.ASSUMPTIONS_TITLE))
        table = tables["assumptions"]
        clauses.append(Clause("forutsattningar", len(clauses) + 1, heading, (table,)))
    return Document(
        title=plain(title),
        subtitle=plain(line(record.subtitle, "subtitle")),
        clauses=tuple(clauses),
        header_footer=HeaderFooter(
            line(record.header, "header"),
            "",
            family.page_label,
            translated(messages.PRELIMINARY) if invoice.is_preliminary else None,
        ),
        metadata=Metadata(
            title=f"{title} – {entry.record.legal_name or entry.name}",
            subject=line(record.subject, "subject"),
            author=workspace.region.record.name,
            language=full_tag(family.language),
        ),
    )


def amendments_in_words(invoice: Invoice) -> str:
    """The supplementary agreements of the year, each by its day and its source; empty if none."""
    return _named(dict.fromkeys(each for part in invoice.parts for each in part.amendments))


def _named(amendments: Iterable[Amendment]) -> str:
    return "; ".join(
        str(messages.AMENDMENT(signed=each.signed, source=each.source)) for each in amendments
    )


def _rules_in_words(
    invoice: Invoice, words: InvoiceWords, line: _RenderLine, values: dict[str, object]
) -> str:
    """What the basis says of the months and degrees that it counts, by the rules chosen."""
    stated, full = invoice.rules, invoice.basis.rules.full_percent
    if words.rules is None:
        part_months = translated(messages.RULE_PART_MONTHS[stated.part_months])
        return " ".join((months_rule(stated), part_months, degree_rule(stated, invoice)))
    values["percent"] = "" if full is None else decimal(full)
    months = getattr(words.rules.part_months, stated.part_months)
    degree = getattr(words.rules.degree, stated.degree)
    return " ".join(
        (
            line(months, "rules", "part_months", stated.part_months),
            line(degree, "rules", "degree", stated.degree),
        )
    )


def _blocks(
    section: Section, position: int, tables: Mapping[str, Table], line: _RenderLine
) -> Iterator[Block]:
    """A section's paragraphs, then its table if it has one."""
    for number, paragraph in enumerate(section.paragraphs):
        yield Paragraph(plain(line(paragraph, "sections", position, "paragraphs", number)))
    if section.table is not None:
        yield tables[section.table]


def _steps(
    invoice: Invoice, words: StepsTable, line: _RenderLine, values: dict[str, object]
) -> Table:
    """The way from the agreed yearly amounts to the amount to invoice.

    Where several amounts or editions were in force in the year, each has its own steps, and its
    days after their titles.
    """
    basis = invoice.basis
    rows: list[Cells] = []
    for part, worth in zip(invoice.parts, basis.periods, strict=True):
        if part.amount is not None:
            values["base_year"] = part.amount.steps[0].point.year
        annual = swedish.kronor(part.period.annual_amount_sek)
        months = decimal(worth.paid_months)
        # The title of a part of the year names its amendments already.
        agreed_by = _named(part.amendments) if len(invoice.parts) == 1 else ""
        steps: list[Cells] = []
        if part.amount is None:
            steps.append((line(words.agreed, "steps", "agreed"), agreed_by, annual))
        else:
            steps += _index_steps(part.amount, annual, agreed_by, words, line)
        steps += [
            (line(words.paid_months, "steps", "paid_months"), _exactly(worth.paid_months), months),
            (
                line(words.exact, "steps", "exact"),
                str(messages.PART_OF_YEAR(amount=annual, months=months)),
                kronor(worth.amount_ore),
            ),
        ]
        rows += steps if len(invoice.parts) == 1 else [_in_period(each, part) for each in steps]
    result = (
        line(words.rounded, "steps", "rounded"),
        rounding_words(basis.rules.rounding),
        kronor(basis.amount_ore),
    )
    return _table("invoice-steps", words, [*map(_row, rows), _row(result, "total")], figures_from=2)


def _in_period(cells: Cells, part: InForce) -> Cells:
    first, last = part.period.first, part.period.last
    agreed = str(messages.EDITION_IN_FORCE(edition=part.edition))
    agreed = "; ".join(filter(None, (agreed, _named(part.amendments))))
    title = messages.IN_PERIOD(title=cells[0], first=first, last=last, agreed=agreed)
    return (str(title), *cells[1:])


def _exactly(value: Fraction) -> str:
    """A note with the exact number where what is shown is rounded; else empty."""
    return "" if shown(value) == value else str(messages.EXACT_NUMBER(number=mixed(value)))


def _assumptions(invoice: Invoice, standard: Standard) -> Table:
    """A row for each rule that the basis follows, with what it rests on."""
    funding = funding_of(standard).record
    rows = assumptions(funding, raise_clause(standard), invoice)
    return Table(
        kind="invoice-assumptions",
        caption=plain(translated(messages.ASSUMPTIONS_CAPTION)),
        columns=tuple(Column(plain(translated(title))) for title in messages.ASSUMPTIONS_COLUMNS),
        rows=tuple(map(_row, rows)),
    )


def raise_clause(standard: Standard) -> str | None:
    """The title of the clause by which a family's yearly amounts are raised; None if none is."""
    choice = funding_of(standard).record.yearly_raise
    if choice is None:
        return None
    clause = standard.clauses.get(choice.clause)
    lines = [] if clause is None else clause.text.splitlines()
    titles = (each[2:].strip() for each in lines if each.startswith("# "))
    return next(titles, choice.clause)


def _index_steps(
    indexed: IndexedAmount, annual: str, agreed_by: str, words: StepsTable, line: _RenderLine
) -> Iterator[Cells]:
    """The agreed amount in its year and, if that is an earlier one, the raised amount."""
    base = swedish.kronor(indexed.base_amount_sek)
    yield line(words.agreed_year, "steps", "agreed_year"), agreed_by, base
    if len(indexed.steps) > 1:
        how = messages.INDEXED(
            amount=base, ratio=_ratio(indexed), rounding=rounding_words(indexed.rounding)
        )
        yield line(words.indexed, "steps", "indexed"), str(how), annual


def _ratio(indexed: IndexedAmount) -> str:
    """What the base amount is multiplied by, as it was published, with every decimal of it."""
    raised = [step.point for step in indexed.steps[1:]]
    if all(point.percent is not None for point in raised):
        factors = [1 + (point.percent or Decimal(0)).scaleb(-2) for point in raised]
        return " × ".join(f"{factor:f}".replace(".", ",") for factor in factors)
    first, last = indexed.steps[0].point, indexed.steps[-1].point
    return " / ".join(f"{point.figure:f}".replace(".", ",") for point in (last, first))


def _posts(invoice: Invoice, words: PostsTable) -> Table:
    """A row for each post with its part of the amount, and their sum."""
    basis = invoice.basis
    rows = [
        _row(
            (
                str(number),
                post.starts.isoformat(),
                post.ends.isoformat() if post.ends else words.until_further,
                ", ".join(
                    str(messages.VACANCY(first=gap.first, last=gap.last or words.until_further))
                    for gap in post.vacancies
                )
                or messages.NOTHING,
                str(post.degree_percent),
                decimal(line.months),
                decimal(line.paid_months),
                amount(line.amount_ore),
            )
        )
        for number, (post, line) in enumerate(zip(invoice.posts, basis.posts, strict=True), start=1)
    ]
    total = (words.sum, "", "", "", "", "", decimal(basis.paid_months), amount(basis.amount_ore))
    return _table("invoice-posts", words, [*rows, _row(total, "total")], figures_from=4)


def _months(invoice: Invoice, words: MonthsTable) -> Table:
    """A row for each month and post: days in service, and the paid part of the month.

    A month in which two amounts were in force has a row for each.
    """
    rows = [
        _row(
            (
                swedish.month(line.month),
                str(line.post + 1),
                str(line.days_filled),
                str(line.days_in_month),
                decimal(line.share),
            )
        )
        for line in invoice.basis.months
    ]
    return _table("invoice-months", words, rows, figures_from=2)


def _row(cells: Cells, role: RowRole = "body") -> Row:
    return Row(tuple(plain(cell) for cell in cells), role=role)


def _table(
    kind: str,
    words: StepsTable | PostsTable | MonthsTable,
    rows: Sequence[Row],
    *,
    figures_from: int,
) -> Table:
    """A table with its words; its columns hold figures from a position (from 0) on."""
    return Table(
        kind=kind,
        caption=plain(words.caption),
        columns=tuple(
            Column(plain(title), "end" if position >= figures_from else "start")
            for position, title in enumerate(words.columns)
        ),
        rows=tuple(rows),
    )
