"""A document tree as indented text, so that a golden file shows a change of structure as a diff."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from agreement_gen.document.tree import (
    Heading,
    ItemList,
    LocalText,
    Paragraph,
    Picture,
    Signatures,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agreement_gen.document.tree import Block, Document, Runs


def outline(document: Document) -> str:
    """Every node of the tree, one a line, no-break spaces as ``~``."""
    rows = [
        f"title: {_runs(document.title)}",
        f"subtitle: {_runs(document.subtitle)}",
        f"header: {document.header_footer.header_start} | {document.header_footer.header_end}",
        *(f"case number: {line.text}" for line in document.header_footer.case_numbers),
        f"page: {document.header_footer.page_label}",
        f"draft: {document.header_footer.draft}",
        f"metadata: {document.metadata.title} | {document.metadata.subject}",
        f"metadata: {document.metadata.author} | {document.metadata.language}",
    ]
    for clause in document.clauses:
        kept = " (kept with the clause before)" if clause.keep_with_previous else ""
        kind = "annex" if clause.annex else "clause"
        rows.append(f"{kind} {clause.mark} #{clause.id}: {_runs(clause.title)}{kept}")
        rows += ["  " + row for row in outline_blocks(clause.blocks)]
    return "".join(f"{row}\n" for row in rows).replace("\u00a0", "~")


def outline_blocks(blocks: tuple[Block, ...]) -> list[str]:
    """The rows of some blocks; see :func:`outline`."""
    return [row for block in blocks for row in _block(block)]


def _runs(runs: Runs) -> str:
    out = ""
    for run in runs:
        text = f"*{run.text}*" if run.emphasis else run.text
        text = f"**{text}**" if run.strong else text
        out += f"[{text}](#{run.target})" if run.target else text
    return out


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield f"paragraph ({block.role}): {_runs(block.runs)}"
        case Heading():
            yield f"heading {block.level}: {_runs(block.runs)}"
        case ItemList():
            yield "ordered list" if block.ordered else "bullet list"
            for item in block.items:
                yield "  item"
                for child in item.blocks:
                    yield from ("    " + row for row in _block(child))
        case LocalText():
            yield f"local text {block.item}: {_runs(block.label)}"
            for child in block.blocks:
                yield from ("  " + row for row in _block(child))
        case Table():
            yield f"table {block.kind}: {_runs(block.caption)}"
            yield "  columns: " + " | ".join(f"{_runs(c.title)} ({c.align})" for c in block.columns)
            for row in block.rows:
                own = ", own" if row.own else ""
                yield f"  {row.role}{own}: " + " | ".join(_runs(cell) for cell in row.cells)
        case Picture():
            size = f"{block.width / 10:g} × {block.height / 10:g} mm"
            yield f"picture {block.name}, {size}: {block.alternative or '(decorative)'}"
        case Signatures():
            for signature in block.signatures:
                yield f"signature {signature.party}: {_runs(signature.heading)}"
                yield from (f"  {_runs(detail)}" for detail in signature.details)
                yield from (f"  line {line.label}: {line.value}" for line in signature.lines)
        case _:
            assert_never(block)
