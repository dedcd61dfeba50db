"""Makes of any tree one that can be printed, as the composer makes them."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from agreement_gen.document.tree import Document, ItemList, ListItem, Paragraph, Run, Signatures
from tests.support.strategies import documents

if TYPE_CHECKING:
    from hypothesis import strategies as st

    from agreement_gen.document.tree import Block


def printable_documents() -> st.SearchStrategy[Document]:
    """Documents in characters of the fonts, with a title, no empty item and no dead reference."""
    return documents().map(printable)


def printable(node: Any) -> Any:
    """A tree, or a part of one, as it can be printed."""
    if isinstance(node, str):
        return normalize("NFC", node).replace("\u202f", "\u00a0")
    if isinstance(node, tuple):
        return tuple(printable(part) for part in node)
    if not is_dataclass(node) or isinstance(node, type):
        return node
    changed = {field.name: printable(getattr(node, field.name)) for field in fields(node)}
    if isinstance(node, Run):
        changed["target"] = None
    if isinstance(node, ListItem):
        changed["blocks"] = tuple(filter(_shows_something, changed["blocks"])) or (Paragraph(()),)
    if isinstance(node, Document) and not node.title:
        changed["title"] = (Run("Titel"),)
    return replace(node, **changed)


def _shows_something(block: Block) -> bool:
    """Whether a block is more than an empty list or no signature, which have no line to be seen."""
    match block:
        case ItemList(items):
            return bool(items)
        case Signatures(signatures):
            return bool(signatures)
        case _:
            return True
