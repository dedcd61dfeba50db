"""Reduces composed agreements to plain data, so that other tools write the very same text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agreement_gen.build.compose import compose
from agreement_gen.document.tree import (
    Heading,
    ItemList,
    LocalText,
    Paragraph,
    Signatures,
    Table,
    text_of,
)
from agreement_gen.workspace.reader import load_workspace
from agreement_gen.workspace.tree import DiskTree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from agreement_gen.document.tree import Block, Document

Plain = dict[str, Any]


def agreements(folder: Path) -> list[Plain]:
    """The agreements of a workspace: name, title, page header_footer, blocks of text and tables."""
    workspace = load_workspace(DiskTree(folder))
    return [
        {"name": entry.slug, **_plain(compose(workspace, entry).document)}
        for entry in workspace.entries
    ]


def _plain(document: Document) -> Plain:
    header_footer = document.header_footer
    blocks = []
    for clause in document.clauses:
        blocks.append({"kind": "h1", "text": f"{clause.number} {text_of(clause.title)}"})
        for block in clause.blocks:
            blocks += _blocks(block, "")
    return {
        "title": text_of(document.title),
        "subtitle": text_of(document.subtitle),
        "header": "   ".join(
            (header_footer.header_start, header_footer.header_end, header_footer.draft or "")
        ),
        "page": header_footer.page_label,
        "blocks": blocks,
    }


def _blocks(block: Block, mark: str) -> Iterator[Plain]:
    """One block as a line, or several; ``mark`` is the bullet or number that it begins with."""
    match block:
        case Paragraph():
            kind = "item" if mark else "p"
            yield {"kind": kind, "text": f"{mark} {text_of(block.runs)}".strip()}
        case Heading():
            yield {"kind": "h2", "text": text_of(block.runs)}
        case ItemList():
            for number, item in enumerate(block.items, start=1):
                own = f"{number}." if block.ordered else "•"
                for place, child in enumerate(item.blocks):
                    yield from _blocks(child, own if place == 0 else "")
        case LocalText():
            yield {"kind": "p", "text": text_of(block.label)}
            for child in block.blocks:
                yield from _blocks(child, "")
        case Table():
            yield {"kind": "caption", "text": text_of(block.caption)}
            header = [text_of(column.title) for column in block.columns]
            rows = [[text_of(cell) for cell in row.cells] for row in block.rows]
            width = len(header)
            rows = [[*row, *[""] * (width - len(row))] for row in rows]
            yield {"kind": "table", "width": width, "header": header, "rows": rows}
        case Signatures():
            for signature in block.signatures:
                yield {"kind": "h2", "text": text_of(signature.heading)}
                for detail in signature.details:
                    yield {"kind": "p", "text": text_of(detail)}
                for line in signature.lines:
                    yield {"kind": "p", "text": line.value or "_" * 30}
                    yield {"kind": "p", "text": line.label}


def texts(agreement: Plain) -> Iterator[list[str]]:
    """The text that an agreement's files must hold, in reading order; a table's row is one part.

    The cells of a row are beside each other, so that their order in a file is open.
    """
    yield [agreement["title"]]
    yield [agreement["subtitle"]]
    for block in agreement["blocks"]:
        if block["kind"] == "table":
            yield from [block["header"], *block["rows"]]
        else:
            yield [block["text"]]
