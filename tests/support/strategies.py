"""Hypothesis strategies for document trees, and for a tree and an edit of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from hypothesis import settings
from hypothesis import strategies as st

from agreement_gen.document.tree import (
    Align,
    Block,
    Clause,
    Column,
    Document,
    HeaderFooter,
    Heading,
    ItemList,
    ListItem,
    LocalText,
    Metadata,
    Paragraph,
    ParagraphRole,
    Picture,
    Row,
    RowRole,
    Run,
    Runs,
    Signature,
    SignatureLine,
    Signatures,
    Table,
)
from tests.support.pictures import png

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

# Texts that share words, and have every kind of white space and punctuation that a cut between
# words may stumble on. Drawing one at a time keeps examples small and tests quick.
PHRASES = (
    "",
    " ",
    "kommunen",
    "Kommunen ",
    "461\u00a0000\u00a0kr",
    "1\u00a0320\u00a0000",
    ", och",
    ".\t",
    "\u202f%\u00a0",
    "Kommunen svarar för lokaler.",
    "Kommunen svarar  för lokaler och telefon,",
    "Kommunen svarar för lokaler.\nDe ska ligga nära hemmet – se\u00a0§\u00a05.",
    "Regionen betalar 461\u00a0000\u00a0kr (se bilagan) senast 2026-01-01.",
    "Regionen betalar 475\u00a0000\u00a0kr (se bilaga 2) senast 2028-01-01. ",
    'regionen och kommunen: "citat" m.m.',
    "a\u030a 12,5 och 12,5 och 12,0",
)
STYLES = (
    Run(""),
    Run(""),
    Run("", strong=True),
    Run("", emphasis=True),
    Run("", target="ekonomi"),
)
ROLES: tuple[RowRole, ...] = ("body", "body", "group", "sum", "total")
ALIGNS: tuple[Align, ...] = ("start", "center", "end")
PARAGRAPH_ROLES: tuple[ParagraphRole, ...] = ("body", "body", "label", "fill_in")
PNGS = (png((200, 30, 30)), png((30, 30, 200)))
IDS = ("bakgrund", "ekonomi", "lokal", "tvist", "godkannande")


def examples(percent: int) -> int:
    """A share of the examples that the profile asks for, for a property that is slow to check."""
    return settings().max_examples * percent // 100


def texts() -> st.SearchStrategy[str]:
    """Up to three phrases in a row; may be empty."""
    return st.lists(st.sampled_from(PHRASES), max_size=3).map("".join)


@st.composite
def runs(draw: st.DrawFn, most: int = 2) -> Runs:
    """Runs in any style; some are empty, some neighbours have the same style."""
    count = draw(st.integers(0, most))
    styled = [(draw(st.sampled_from(STYLES)), draw(st.sampled_from(PHRASES))) for _ in range(count)]
    return tuple(replace(style, text=text) for style, text in styled)


def _table(draw: st.DrawFn) -> Table:
    width = draw(st.integers(1, 2))

    def cells(count: int) -> tuple[Runs, ...]:
        return tuple(draw(runs(1)) for _ in range(count))

    rows: list[Row] = []
    for role in draw(st.lists(st.sampled_from(ROLES), max_size=3)):
        own = role == "body" and draw(st.booleans())
        rows.append(Row(cells(1 if role == "group" else width), role, own))
    kind = draw(st.sampled_from(("county-table", "steering-group")))
    align = draw(st.sampled_from(ALIGNS))
    columns = tuple(Column(title, align) for title in cells(width))
    return Table(kind, draw(runs(1)), columns, tuple(rows))


def _signatures(draw: st.DrawFn) -> Signatures:
    found = []
    for party in draw(st.lists(st.sampled_from(("Region Norr", "Sjöby kommun")), max_size=3)):
        values = draw(st.lists(st.sampled_from((None, "", "Ann Exempel")), max_size=2))
        details = tuple(draw(runs(1)) for _ in values)
        named = tuple(SignatureLine("Namn", value) for value in values)
        found.append(Signature(party, draw(runs(1)), details, named))
    return Signatures(tuple(found))


@st.composite
def blocks(draw: st.DrawFn, depth: int = 1) -> tuple[Block, ...]:
    """Some blocks of any kind; lists and local texts hold blocks down to ``depth``."""
    kinds = ("paragraph", "heading", "table", "picture", "signatures", "list", "local", "local")
    found: list[Block] = []
    for kind in draw(st.lists(st.sampled_from(kinds), max_size=3)):
        if kind == "table":
            found.append(_table(draw))
        elif kind == "picture":
            alternative = draw(st.sampled_from(("", "Karta över hallarna", "En & <annan> karta")))
            data = draw(st.sampled_from(PNGS))
            found.append(Picture("karta.png", data, "image/png", alternative, 400, 200))
        elif kind == "signatures":
            found.append(_signatures(draw))
        elif kind == "heading":
            found.append(Heading(draw(runs()), draw(st.sampled_from((2, 3)))))
        elif kind == "list" and depth:
            count = draw(st.integers(0, 3))
            items = tuple(ListItem(draw(blocks(depth - 1))) for _ in range(count))
            found.append(ItemList(items, draw(st.booleans())))
        elif kind == "local" and depth:
            item = draw(st.sampled_from(("premises", "marketing")))
            found.append(LocalText(item, draw(runs(1)), draw(blocks(depth - 1))))
        else:
            found.append(Paragraph(draw(runs()), draw(st.sampled_from(PARAGRAPH_ROLES))))
    return tuple(found)


def numbered(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """The clauses with the numbers of their places, and then the annexes with theirs."""
    parts = ([c for c in clauses if not c.annex], [c for c in clauses if c.annex])
    return tuple(
        replace(clause, number=n) for part in parts for n, clause in enumerate(part, start=1)
    )


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Documents without marks of change, with clauses and annexes of different ids, numbered."""
    names = draw(st.lists(st.sampled_from(IDS), max_size=3, unique=True))
    clauses = tuple(
        Clause(name, 0, draw(runs(1)), draw(blocks()), draw(st.booleans())) for name in names
    )
    annexes = draw(st.lists(st.sampled_from(("karta", "plan")), max_size=2, unique=True))
    clauses += tuple(Clause(n, 0, draw(runs(1)), draw(blocks()), annex="Bilaga") for n in annexes)
    title = draw(st.sampled_from(("A", "B")))
    return Document(
        draw(runs()),
        draw(runs(1)),
        numbered(clauses),
        HeaderFooter(title, "Utgåva", "Sida"),
        Metadata(title, "", "Region Norr", "sv-SE"),
        draw(blocks(0)),
    )


@st.composite
def edited_documents(draw: st.DrawFn) -> tuple[Document, Document]:
    """A document, and what became of it when somebody worked on it."""
    old = draw(documents())
    new = replace(
        old,
        title=_runs(draw, old.title),
        front=_sequence(draw, old.front, _block),
        clauses=numbered(_sequence(draw, old.clauses, _clause, repeat=False)),
    )
    return old, new


def _sequence(
    draw: st.DrawFn,
    parts: tuple[T, ...],
    edit: Callable[[st.DrawFn, T], T],
    *,
    repeat: bool = True,
) -> tuple[T, ...]:
    """The parts with some edited, some left out, some (if ``repeat``) doubled, some moved."""
    found: list[T] = []
    for part in parts:
        step = draw(st.sampled_from(("keep", "edit", "edit", "drop", "repeat", "move")))
        if step == "keep" or (step == "repeat" and not repeat):
            found.append(part)
        elif step == "edit":
            found.append(edit(draw, part))
        elif step == "repeat":
            found += [part, edit(draw, part)]
        elif step == "move":
            found.insert(0, part)
    return tuple(found)


def _runs(draw: st.DrawFn, old: Runs) -> Runs:
    return _sequence(draw, old, _run)


def _run(draw: st.DrawFn, old: Run) -> Run:
    words = old.text.split(" ")
    index = draw(st.integers(0, len(words)))
    edits = (
        replace(old, strong=not old.strong),
        replace(old, text=" ".join((*words[:index], "alltid", *words[index:]))),
        replace(old, text=" ".join(words[:index] + words[index + 1 :])),
    )
    return draw(st.sampled_from(edits))


def _clause(draw: st.DrawFn, old: Clause) -> Clause:
    title, blocks = _runs(draw, old.title), _sequence(draw, old.blocks, _block)
    return replace(old, title=title, blocks=blocks)


def _item(draw: st.DrawFn, old: ListItem) -> ListItem:
    return replace(old, blocks=_sequence(draw, old.blocks, _block))


def _row(draw: st.DrawFn, old: Row) -> Row:
    if draw(st.booleans()):
        return replace(old, own=not old.own)
    return replace(old, cells=(*old.cells[:-1], _runs(draw, old.cells[-1])))


def _signature(draw: st.DrawFn, old: Signature) -> Signature:
    return replace(
        old,
        heading=_runs(draw, old.heading),
        details=_sequence(draw, old.details, _runs),
        lines=_sequence(
            draw, old.lines, lambda d, line: replace(line, value=d(st.sampled_from(PHRASES)))
        ),
    )


def _block(draw: st.DrawFn, old: Block) -> Block:
    match old:
        case Paragraph():
            role = "label" if draw(st.integers(0, 5)) == 0 else old.role
            return Paragraph(_runs(draw, old.runs), role)
        case Heading():
            return replace(old, runs=_runs(draw, old.runs))
        case ItemList():
            ordered = old.ordered != (draw(st.integers(0, 5)) == 0)
            return ItemList(_sequence(draw, old.items, _item), ordered)
        case LocalText():
            return replace(old, blocks=_sequence(draw, old.blocks, _block))
        case Picture():
            return replace(old, data=draw(st.sampled_from(PNGS)))
        case Table():
            return replace(old, rows=_sequence(draw, old.rows, _row))
        case Signatures():
            return Signatures(_sequence(draw, old.signatures, _signature))
