"""The invoice basis as a document: every step of the calculation is shown."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from agreement_gen.document.tree import Table, lines, text_of
from agreement_gen.invoicing.amounts import kronor, mixed
from agreement_gen.invoicing.document import document
from agreement_gen.invoicing.invoice import YearOfInvoices, invoice_for, invoices_of
from agreement_gen.invoicing.sheets import sheets
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
VETLANDA = "municipalities/vetlanda.yaml"


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
        ["Del av årsbeloppet", "461 000 kr × 4 / 12", "153 666,67 kr"],
        ["Belopp att fakturera", "avrundat till hela ören, halva uppåt", "153 666,67 kr"],
    ]
    months = cells(tree, "invoice-months")
    assert months[7] == ["augusti", "1", "0", "31", "0"]
    assert months[8] == ["september", "1", "30", "30", "1"]
    rules = {row[0]: row[2] for row in cells(tree, "invoice-assumptions")}
    assert rules.pop("Tjänstgöringsmånader") == "Överenskommelsen"
    assert rules.pop("Avrundning") == "Så är underlaget räknat"
    assert len(rules) == 5
    assert set(rules.values()) == {"Antagande, som parterna behöver vara överens om"}
    text = "\n".join(lines(tree)).replace("\xa0", " ")
    assert "Vetlanda kommun fakturerar Region Jönköpings län 153 666,67 kr för år 2021." in text


def test_the_rule_of_whole_months_says_what_a_begun_month_gives(tmp_path: Path) -> None:
    tree = invoice_document(with_filled_posts(repository_workspace(tmp_path)), "vetlanda", 2021)
    text = "\n".join(lines(tree)).replace("\xa0", " ")
    assert "en tjänst som börjar den 15 september ger inget för september" in text
    assert "gällde" not in text


def test_the_sentences_and_numbers_follow_the_rules_chosen(tmp_path: Path) -> None:
    root = with_filled_posts(repository_workspace(tmp_path))
    by_days = {"part_months: whole_months": "part_months: by_days"}
    edit(root, MONEY, {**by_days, "degree: not_weighted": "degree: table_hours"})
    edit(root, VETLANDA, {"2021-09-01, degree_percent: 100": "2021-09-15, degree_percent: 50"})
    workspace = load(root)
    found = invoice_for(workspace, entry(workspace, "vetlanda"), 2021, ON)
    assert found is not None
    tree = document(workspace, found, load_words(DiskTree(root), "halsocenter"))
    text = "\n".join(lines(tree)).replace("\xa0", " ")
    assert "hel tjänstgöringsmånad" not in text
    assert "En del av en månad räknas efter sina dagar." in text
    assert "mindre än tabellens timmar, 77,5 procent av heltid" in text
    rules = {row[0]: row[1:] for row in cells(tree, "invoice-assumptions")}
    assert rules["Tjänstgöringsmånader"][1] == "Antagande, som parterna behöver vara överens om"
    assert "mindre vid lägre sysselsättningsgrad" in rules["Tjänstgöringsmånader"][0]
    # October to December, and 16 of 30 days of September, at 50 of 77,5 per cent.
    months = Fraction(50) / Fraction("77.5") * (3 + Fraction(16, 30))
    steps = cells(tree, "invoice-steps")
    assert steps[1] == ["Betalda månader", "exakt 2 + 26/93", "2,2796"]
    assert months == 2 + Fraction(26, 93)
    assert steps[2][1] == "461 000 kr × 2,2796 / 12"
    assert steps[2][2] == steps[3][2] == "87 573,48 kr"
    assert "+" not in "".join(cell for row in cells(tree, "invoice-months") for cell in row)
    [row] = sheets(workspace, YearOfInvoices(2021, False, (found,), (), (), (), (), (), ()))[0].rows
    assert row[-2:] == (Decimal("2.2796"), Decimal("87573.48"))


@pytest.mark.usefixtures("swedish")
def test_an_amendment_is_named_by_its_day_and_source_in_each_format(tmp_path: Path) -> None:
    root = with_filled_posts(repository_workspace(tmp_path))
    amendment = (
        "{signed: 2022-03-01, effective: 2022-03-15, text: T, source: KS 2, "
        "annual_amount_sek: 700000}"
    )
    path = root / VETLANDA
    path.write_text(f"{path.read_text('utf-8')}amendments: [{amendment}]\n", "utf-8")
    tree = invoice_document(root, "vetlanda", 2022)
    steps = cells(tree, "invoice-steps")
    named = "utgåva 2020-12-22; tilläggsavtal 2022-03-01, KS 2"
    assert steps[0][0] == "Avtalat årsbelopp, 2022-01-01–2022-03-14 (utgåva 2020-12-22)"
    assert steps[3] == [f"Avtalat årsbelopp, 2022-03-15–2022-12-31 ({named})", "", "700 000 kr"]
    assert "och på tilläggsavtal 2022-03-01, KS 2." in "\n".join(lines(tree))
    parts = [Decimal(row[2][:-3].replace(" ", "").replace(",", ".")) for row in steps]
    assert parts[2] + parts[5] == parts[6]
    later = cells(invoice_document(root, "vetlanda", 2023), "invoice-steps")
    assert later[0] == ["Avtalat årsbelopp", "tilläggsavtal 2022-03-01, KS 2", "700 000 kr"]
    workspace = load(root)
    found = invoices_of(workspace, [entry(workspace, "vetlanda")], 2022, ON)
    main = sheets(workspace, found)[0]
    [row] = main.rows
    assert row[main.headings.index("Tilläggsavtal")] == "tilläggsavtal 2022-03-01, KS 2"


def test_two_posts_share_the_amount_by_their_degrees(tmp_path: Path) -> None:
    rows = cells(
        invoice_document(with_filled_posts(repository_workspace(tmp_path)), "jonkoping", 2021),
        "invoice-posts",
    )
    assert [row[4:] for row in rows] == [
        ["100", "10", "5,5556", "611 111,11"],
        ["80", "10", "4,4444", "488 888,89"],
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
