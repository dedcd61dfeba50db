"""The files of a year's invoices: one document for each municipality, one table for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreement_gen.build.messages import BuildCode
from agreement_gen.build.style import style_of
from agreement_gen.formats.render import Origin, RenderFailure, render
from agreement_gen.formats.spreadsheet import write_csv, write_xlsx
from agreement_gen.invoicing.document import document
from agreement_gen.invoicing.messages import (
    FILE_OF_INVOICES,
    FILE_OF_MONTHS,
    FILE_OF_POSTS,
    FILE_PRELIMINARY,
)
from agreement_gen.invoicing.sheets import sheets
from agreement_gen.invoicing.template import load_words
from agreement_gen.problems import InputError, Location, problem

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from agreement_gen.formats.render import OutputFormat
    from agreement_gen.invoicing.invoice import Invoice, YearOfInvoices
    from agreement_gen.problems import Problem
    from agreement_gen.workspace.reader import Workspace
    from agreement_gen.workspace.tree import Tree


def files(
    workspace: Workspace,
    tree: Tree,
    found: YearOfInvoices,
    formats: Sequence[str],
    created: dt.datetime,
) -> dict[str, bytes]:
    """The bytes of each file by its name.

    Args:
        workspace: The whole workspace, for names and style.
        tree: The files that it was read from, for the words of the invoices.
        found: The year's invoices.
        formats: Any of ``pdf``, ``docx``, ``csv`` and ``xlsx``.
        created: The moment (UTC) that the files state they were made.

    Raises:
        InputError: if the family has no words for invoices, or a document cannot be rendered.
    """
    written: dict[str, bytes] = {}
    documents: list[OutputFormat] = []
    if "pdf" in formats:
        documents.append("pdf")
    if "docx" in formats:
        documents.append("docx")
    if documents:
        written |= _documents(workspace, tree, found.invoices, documents, Origin(created))
    made = sheets(workspace, found)
    names = [
        _stem(str(name(year=found.year)), is_preliminary=found.is_preliminary)
        for name in (FILE_OF_INVOICES, FILE_OF_POSTS, FILE_OF_MONTHS)
    ]
    if "csv" in formats:
        for name, sheet in zip(names, made, strict=False):
            written[f"{name}.csv"] = write_csv(sheet)
    if "xlsx" in formats:
        written[f"{names[0]}.xlsx"] = write_xlsx(made, created)
    return written


def _stem(stem: str, *, is_preliminary: bool) -> str:
    return str(FILE_PRELIMINARY(stem=stem)) if is_preliminary else stem


def _documents(
    workspace: Workspace,
    tree: Tree,
    invoices: Sequence[Invoice],
    formats: Sequence[OutputFormat],
    origin: Origin,
) -> dict[str, bytes]:
    """A document for each invoice in each format, by its name."""
    written: dict[str, bytes] = {}
    problems: list[Problem] = []
    keys = dict.fromkeys(invoice.entry.record.agreement for invoice in invoices)
    words = {key: load_words(tree, key) for key in keys}
    for invoice in invoices:
        entry = invoice.entry
        own_words = words[entry.record.agreement]
        standard = workspace.standards[entry.record.agreement]
        stem = _stem(
            f"{own_words.record.file_prefix}-{invoice.basis.year}-{entry.slug}",
            is_preliminary=invoice.is_preliminary,
        )
        style = style_of(standard)
        try:
            rendered = render(document(workspace, invoice, own_words), style, formats, origin)
        except RenderFailure as failure:
            location = Location(entry.path)
            problems += [
                problem(location, BuildCode.RENDER, reason=reason) for reason in failure.messages
            ]
            continue
        written |= {f"{stem}.{ending}": data for ending, data in rendered.files}
    if problems:
        raise InputError(problems)
    return written
