"""A municipality's invoice for a year as a document: every step of the calculation is shown."""

from __future__ import annotations

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
from agreement_gen.invoicing import messages
from agreement_gen.invoicing.amounts import amount, kronor, mixed, rounding_words
from agreement_gen.languages import full_tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from agreement_gen.document.tree import Block, RowRole
    from agreement_gen.funding.money import IndexedAmount
    from agreement_gen.invoicing.invoice import Invoice
    from agreement_gen.invoicing.template import (
        InvoiceWords,
        MonthsTable,
        PostsTable,
        Section,
        StepsTable,
    )
    from agreement_gen.workspace.load import Loaded
    from agreement_gen.workspace.reader import Workspace

Cells: TypeAlias = "tuple[str, ...]"


class _RenderLine(Protocol):
    """Renders a one-line template of ``invoice.yaml``, given with its path in that file."""

    def __call__(self, template: str, /, *path: str | int) -> str: ...


def document(workspace: Workspace, invoice: Invoice, words: Loaded[InvoiceWords]) -> Document:
    """The invoice basis as a document tree, in the words of its family.

    Raises:
        InputError: if one of the words' templates fails.
    """
    record, entry = words.record, invoice.entry
    values: dict[str, object] = {
        "year": invoice.basis.year,
        "amount": kronor(invoice.basis.amount_ore),
        "planned_degree_percent": invoice.basis.planned_degree_percent,
        "base_year": invoice.amount.steps[0].point.year if invoice.amount else None,
        "edition": entry.record.edition,
    }

    def line(template: str, /, *path: str | int) -> str:
        return phrase(workspace, entry, template, words.at(*path), values)

    tables = {
        "steps": _steps(invoice, record.steps, line),
        "posts": _posts(invoice, record.posts),
        "months": _months(invoice, record.months),
    }
    title = line(record.title, "title")
    family = workspace.standards[entry.record.agreement].family.record
    return Document(
        title=plain(title),
        subtitle=plain(line(record.subtitle, "subtitle")),
        clauses=tuple(
            Clause(
                id=section.id,
                number=position + 1,
                title=plain(line(section.title, "sections", position, "title")),
                blocks=tuple(_blocks(section, position, tables, line)),
            )
            for position, section in enumerate(record.sections)
        ),
        header_footer=HeaderFooter(line(record.header, "header"), "", family.page_label),
        metadata=Metadata(
            title=f"{title} – {entry.record.legal_name or entry.label}",
            subject=line(record.subject, "subject"),
            author=workspace.region.record.name,
            language=full_tag(family.language),
        ),
    )


def _blocks(
    section: Section, position: int, tables: Mapping[str, Table], line: _RenderLine
) -> Iterator[Block]:
    """A section's paragraphs, then its table if it has one."""
    for number, paragraph in enumerate(section.paragraphs):
        yield Paragraph(plain(line(paragraph, "sections", position, "paragraphs", number)))
    if section.table is not None:
        yield tables[section.table]


def _steps(invoice: Invoice, words: StepsTable, line: _RenderLine) -> Table:
    """The way from the agreed yearly amount to the amount to invoice."""
    basis = invoice.basis
    annual = swedish.kronor(basis.annual_amount_sek)
    if invoice.amount is None:
        rows = [(line(words.agreed, "steps", "agreed"), "", annual)]
    else:
        rows = list(_index_steps(invoice.amount, annual, words, line))
    months = mixed(basis.paid_months)
    is_whole = basis.paid_months.denominator == 1
    part = messages.PART_OF_YEAR if is_whole else messages.PART_OF_YEAR_MIXED
    rows += [
        (line(words.paid_months, "steps", "paid_months"), "", months),
        (
            line(words.exact, "steps", "exact"),
            str(part(amount=annual, months=months)),
            str(messages.EXACT_KRONOR(amount=mixed(basis.exact_sek))),
        ),
    ]
    result = (
        line(words.rounded, "steps", "rounded"),
        rounding_words(basis.rounding),
        kronor(basis.amount_ore),
    )
    return _table("invoice-steps", words, [*map(_row, rows), _row(result, "total")], figures_from=2)


def _index_steps(
    indexed: IndexedAmount, annual: str, words: StepsTable, line: _RenderLine
) -> Iterator[tuple[str, str, str]]:
    """The agreed amount in its year and, if that is an earlier one, the raised amount."""
    base = swedish.kronor(indexed.base_amount_sek)
    yield line(words.agreed_year, "steps", "agreed_year"), "", base
    if len(indexed.steps) > 1:
        # A figure is shown as it was published, with every decimal of it.
        ratio = " / ".join(
            f"{step.point.figure:f}".replace(".", ",")
            for step in (indexed.steps[-1], indexed.steps[0])
        )
        how = messages.INDEXED(amount=base, ratio=ratio, rounding=rounding_words(indexed.rounding))
        yield line(words.indexed, "steps", "indexed"), str(how), annual


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
                mixed(line.months),
                mixed(line.paid_months),
                amount(line.amount_ore),
            )
        )
        for number, (post, line) in enumerate(zip(invoice.posts, basis.posts, strict=True), start=1)
    ]
    total = (words.sum, "", "", "", "", "", mixed(basis.paid_months), amount(basis.amount_ore))
    return _table("invoice-posts", words, [*rows, _row(total, "total")], figures_from=4)


def _months(invoice: Invoice, words: MonthsTable) -> Table:
    """A row for each month and post: days in service, and the part of the month's amount."""
    rows = [
        _row(
            (
                swedish.month(line.month),
                str(line.post + 1),
                str(line.days_filled),
                str(line.days_in_month),
                mixed(line.share),
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
