"""The files of a year's invoices: one document for each municipality, one table for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreement_gen.formats.render import DocumentStyle, Origin, RenderFailure, render
from agreement_gen.formats.spreadsheet import write_csv, write_xlsx
from agreement_gen.funding.indexing import own_year
from agreement_gen.invoicing.document import Invoice, document, invoice_for, sheets
from agreement_gen.invoicing.template import load_words
from agreement_gen.problems import InputError, Location, Problem

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from agreement_gen.formats.render import OutputFormat
    from agreement_gen.workspace.reader import Entry, Workspace
    from agreement_gen.workspace.tree import Tree


def reckon(
    workspace: Workspace, entries: Sequence[Entry], year: int
) -> tuple[tuple[Invoice, ...], tuple[Entry, ...], tuple[Problem, ...]]:
    """Reckon a year's invoices.

    Returns:
        The invoices, the municipalities without posts, and warnings.

    Raises:
        InputError: with every fault found, also of files that do not load.
    """
    problems = list(workspace.problems)
    invoices, without_posts, unclear = [], [], False
    for entry in entries:
        try:
            found = invoice_for(workspace, entry, year)
        except InputError as error:
            problems += error.problems
            continue
        if found is None:
            without_posts.append(entry)
        else:
            invoices.append(found)
            unclear = unclear or own_year(workspace, entry) is None
    if problems:
        raise InputError(problems)
    warnings = []
    if unclear:
        place = workspace.region.source.key_location(("funding", "price_year"))
        message = f"no file says for which year the agreed amounts hold; taken as those of {year}"
        hint = "add `price_year:` under `funding` in region.yaml"
        warnings.append(Problem(place, "no-price-year", message, hint, severity="warning"))
    return tuple(invoices), tuple(without_posts), tuple(warnings)


def files(
    workspace: Workspace,
    tree: Tree,
    invoices: Sequence[Invoice],
    formats: Sequence[str],
    year: int,
    created: dt.datetime,
) -> dict[str, bytes]:
    """The bytes of each file by its name.

    Raises:
        InputError: if the family has no words for invoices, or a document cannot be rendered.
    """
    written: dict[str, bytes] = {}
    problems: list[Problem] = []
    documents: list[OutputFormat] = [form for form in ("pdf", "docx") if form in formats]
    keys = dict.fromkeys(item.entry.record.agreement for item in invoices) if documents else ()
    words = {key: load_words(tree, key) for key in keys}
    for item in invoices if documents else ():
        key = item.entry.record.agreement
        standard = workspace.standards[key]
        stem = f"{words[key].record.file_prefix}-{year}-{item.entry.slug}"
        look = DocumentStyle(standard.css, standard.reference)
        try:
            rendered = render(
                document(workspace, item, words[key]), look, documents, Origin(created)
            )
        except RenderFailure as failure:
            where = Location(item.entry.path)
            problems += [Problem(where, "render", message) for message in failure.messages]
            continue
        written |= {f"{stem}.{form}": data for form, data in rendered.files}
    if problems:
        raise InputError(problems)
    pages = sheets(tuple(invoices))
    if "csv" in formats:
        written[f"fakturaunderlag-{year}.csv"] = write_csv(pages[0])
        written[f"fakturaunderlag-{year}-manader.csv"] = write_csv(pages[1])
    if "xlsx" in formats:
        written[f"fakturaunderlag-{year}.xlsx"] = write_xlsx(pages, created)
    return written
