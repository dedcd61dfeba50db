"""The invoice basis as a document: every step of the calculation is shown."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from agreement_gen.document.tree import Table, lines, text_of
from agreement_gen.invoicing.amounts import kronor, mixed
from agreement_gen.invoicing.document import document
from agreement_gen.invoicing.invoice import invoice_for
from agreement_gen.invoicing.template import load_words
from agreement_gen.workspace.tree import DiskTree
from tests.support.workspaces import (
    MONEY,
    edit,
    entry,
    load,
    repository_workspace,
    with_filled_posts,
    with_index,
)

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.document.tree import Document

ON = dt.date(2025, 1, 1)


def invoice_document(root: Path, slug: str, year: int) -> Document:
    workspace = load(root)
    found = invoice_for(workspace, entry(workspace, slug), year, ON)
    assert found is not None
    return document(workspace, found, load_words(DiskTree(root), "halsocenter"))


def cells(tree: Document, kind: str) -> list[list[str]]:
    tables = [b for clause in tree.clauses for b in clause.blocks if isinstance(b, Table)]
    [table] = [table for table in tables if table.kind == kind]
    return [[text_of(cell).replace("\xa0", " ") for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize(("slug", "ore"), [("jonkoping", 110_000_000), ("vetlanda", 15_366_667)])
def test_the_first_year_is_invoiced_by_months_of_service(
    tmp_path: Path, slug: str, ore: int
) -> None:
    root = with_filled_posts(repository_workspace(tmp_path))
    workspace = load(root)
    found = invoice_for(workspace, entry(workspace, slug), 2021, ON)
    assert found is not None
    assert found.basis.amount_ore == ore


def test_the_document_shows_each_step(tmp_path: Path) -> None:
    tree = invoice_document(with_filled_posts(repository_workspace(tmp_path)), "vetlanda", 2021)
    assert cells(tree, "invoice-steps") == [
        ["Avtalat årsbelopp", "", "461 000 kr"],
        ["Betalda månader", "", "4"],
        ["Del av årsbeloppet", "461 000 kr × 4 / 12", "153 666 + 2/3 kr"],
        ["Belopp att fakturera", "avrundat till hela ören, halva uppåt", "153 666,67 kr"],
    ]
    months = cells(tree, "invoice-months")
    assert months[7] == ["augusti", "1", "0", "31", "0"]
    assert months[8] == ["september", "1", "30", "30", "1"]
    rules = {row[0]: row[2] for row in cells(tree, "invoice-assumptions")}
    assert rules.pop("Tjänstgöringsmånader") == "Överenskommelsen"
    assert len(rules) == 5
    assert set(rules.values()) == {"Antagande, som parterna behöver vara överens om"}
    text = "\n".join(lines(tree)).replace("\xa0", " ")
    assert "Vetlanda kommun fakturerar Region Jönköpings län 153 666,67 kr för år 2021." in text


def test_two_posts_share_the_amount_by_their_degrees(tmp_path: Path) -> None:
    rows = cells(
        invoice_document(with_filled_posts(repository_workspace(tmp_path)), "jonkoping", 2021),
        "invoice-posts",
    )
    assert [row[4:] for row in rows] == [
        ["100", "10", "5 + 5/9", "611 111,11"],
        ["80", "10", "4 + 4/9", "488 888,89"],
        ["", "", "10", "1 100 000,00"],
    ]


def test_a_vacancy_and_a_planned_degree_are_counted(tmp_path: Path) -> None:
    root = with_filled_posts(repository_workspace(tmp_path))
    post = (
        "  - starts: 2021-09-01\n    degree_percent: 100\n"
        "    vacancies: [{starts: 2021-10-01, ends: 2021-10-31}]\nplanned_degree_percent: 200\n"
    )
    edit(
        root,
        "municipalities/vetlanda.yaml",
        {"  - {starts: 2021-09-01, degree_percent: 100}\n": post},
    )
    edit(root, MONEY, {"degree: not_weighted": "degree: planned_degree"})
    tree = invoice_document(root, "vetlanda", 2021)
    assert cells(tree, "invoice-steps")[-1][-1] == "57 625,00 kr"  # 461 000 × 3/2 / 12
    assert cells(tree, "invoice-posts")[0][3] == "2021-10-01–2021-10-31"


def test_another_year_is_raised_by_the_index_and_shown(tmp_path: Path) -> None:
    tree = invoice_document(
        with_index(with_filled_posts(repository_workspace(tmp_path))), "vetlanda", 2023
    )
    assert cells(tree, "invoice-steps")[:2] == [
        ["Avtalat årsbelopp, 2021 års nivå", "", "461 000 kr"],
        [
            "Årsbelopp uppräknat till 2023 års nivå",
            "461 000 kr × 107,1 / 100, avrundat till närmaste 1 000 kr, halva uppåt",
            "494 000 kr",
        ],
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(4), "4"),
        (Fraction(2, 3), "2/3"),
        (Fraction(461000, 3), "153 666 + 2/3"),
        (Fraction(0), "0"),
    ],
)
def test_an_exact_number_is_written_out(value: Fraction, shown: str) -> None:
    assert mixed(value).replace("\xa0", " ") == shown


def test_ore_are_written_with_two_decimals() -> None:
    assert kronor(5).replace("\xa0", " ") == "0,05 kr"
