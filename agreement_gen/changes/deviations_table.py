"""Where the agreements deviate from their standard: all municipalities by all terms and clauses."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Literal, get_args

from agreement_gen.changes.municipality import clause_title
from agreement_gen.checks.deviations import deviations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agreement_gen.workspace.reader import Entry, Standard, Workspace

TableFormat = Literal["text", "markdown", "csv"]
FORMATS: tuple[TableFormat, ...] = get_args(TableFormat)

_SAME = "–"
_OWN = "egen lydelse"


def overview(workspace: Workspace, entries: Sequence[Entry], output_format: TableFormat) -> str:
    """A table for each standard that any of the municipalities follows, then the reasons.

    A cell says ``–`` where the standard holds, else the municipality's own term, or that its
    clause has a wording of its own.
    """
    parts = []
    for key, standard in sorted(workspace.standards.items()):
        members = [entry for entry in entries if entry.record.agreement == key]
        if members:
            parts.append(_table(standard, members, output_format))
    return "\n".join(parts)


def _table(standard: Standard, entries: Sequence[Entry], output_format: TableFormat) -> str:
    family = standard.family.record
    terms = {
        key: (field.title or key).removesuffix(" (månader)")
        for key, field in type(family.terms).model_fields.items()
        if key in family.overridable.terms or any(key in e.record.overrides.terms for e in entries)
    }
    clauses = {key: clause_title(standard, key) for key in family.clauses}
    heads = ["Kommun", *terms.values(), *clauses.values()]
    rows, reasons = [], []
    for entry in entries:
        found = {(d.kind, d.key): d for d in deviations(entry, standard)}
        row = [entry.record.municipality]
        for key in terms:
            term = found.get(("term", key))
            row.append(_SAME if term is None else f"{term.own} mån. (standard {term.standard})")
        row += [_OWN if ("clause", key) in found else _SAME for key in clauses]
        rows.append(row)
        names = {"term": terms, "clause": clauses}
        reasons += [
            [entry.record.municipality, names[d.kind][d.key], d.reason] for d in found.values()
        ]
    match output_format:
        case "csv":
            out = io.StringIO()
            writer = csv.writer(out, delimiter=";", lineterminator="\n")
            writer.writerows([[*heads, "Skäl"], *([*r, _reasons(r[0], reasons)] for r in rows)])
            return out.getvalue()
        case "markdown":
            return _markdown(heads, rows, reasons)
        case "text":
            return _text(heads, rows, reasons)


def _reasons(name: str, reasons: list[list[str]]) -> str:
    return "; ".join(f"{what}: {why}" for who, what, why in reasons if who == name)


def _markdown(heads: list[str], rows: list[list[str]], reasons: list[list[str]]) -> str:
    def line(cells: list[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    table = [line(heads), line(["---"] * len(heads)), *map(line, rows)]
    if reasons:
        table += ["", *(f"- {who} · {what}: {why}" for who, what, why in reasons)]
    return "\n".join(table) + "\n"


def _text(heads: list[str], rows: list[list[str]], reasons: list[list[str]]) -> str:
    """The table with numbers over its columns, because clauses' titles are long."""
    width = max(len(row[0]) for row in [heads, *rows])
    out = [f"{number:>3}  {head}" for number, head in enumerate(heads[1:], start=1)]
    out += ["", f"{heads[0]:<{width}}  " + " ".join(f"{n:>2}" for n in range(1, len(heads)))]
    for name, *cells in rows:
        marks = " ".join(f"{'–' if cell == _SAME else 'X':>2}" for cell in cells)
        out.append(f"{name:<{width}}  {marks}")
    told = [
        f"{row[0]} · {head}: {cell}{_why(row[0], head, reasons)}"
        for row in rows
        for head, cell in zip(heads[1:], row[1:], strict=True)
        if cell != _SAME
    ]
    out += ["", *(told or ["Ingen kommun avviker från standarden."])]
    return "\n".join(out) + "\n"


def _why(name: str, head: str, reasons: list[list[str]]) -> str:
    return "".join(f" – {why}" for who, what, why in reasons if (who, what) == (name, head))
