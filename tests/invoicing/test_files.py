"""The files of the invoice basis, as other programs read them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest

from agreement_gen.invoicing.files import files
from agreement_gen.invoicing.invoice import invoices_of
from agreement_gen.workspace.tree import DiskTree
from tests.support.peers import libreoffice_convert, ooxml_errors, pdf_text, verapdf
from tests.support.workspaces import load, repository_workspace, with_filled_posts, with_index

if TYPE_CHECKING:
    from pathlib import Path

ON = dt.date(2025, 1, 1)
MADE = dt.datetime(2021, 12, 31, tzinfo=dt.UTC)


def test_a_year_beyond_the_index_is_an_error(tmp_path: Path) -> None:
    workspace = load(with_index(with_filled_posts(repository_workspace(tmp_path))))
    found = invoices_of(workspace, workspace.entries, 2024, ON)
    assert found.invoices == ()
    assert all("no figure for 2024" in one.message for one in found.refused)
    assert len(found.refused) == 2  # the agreements with filled posts


@pytest.mark.peer
def test_the_invoice_files_say_the_same_and_are_valid(tmp_path: Path) -> None:
    workspace = load(with_filled_posts(repository_workspace(tmp_path)))
    found = invoices_of(workspace, workspace.entries, 2021, ON)
    made = files(workspace, DiskTree(tmp_path), found, ("pdf", "docx", "xlsx"), MADE)
    assert made == files(workspace, DiskTree(tmp_path), found, ("pdf", "docx", "xlsx"), MADE)
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
    pdfs = [tmp_path / name for name in made if name.endswith(".pdf")]
    others = [tmp_path / name for name in made if not name.endswith(".pdf")]
    assert verapdf(pdfs, "2a", "ua1") == {path: [] for path in pdfs}
    assert ooxml_errors(others) == {path: [] for path in others}
    assert "153 666,67 kr" in pdf_text(
        tmp_path / "fakturaunderlag-halsocenter-2021-vetlanda.pdf"
    ).replace("\xa0", " ")


@pytest.mark.usefixtures("swedish")
@pytest.mark.peer
def test_libreoffice_opens_the_sheets_and_their_sums_are_right(tmp_path: Path) -> None:
    workspace = load(with_filled_posts(repository_workspace(tmp_path)))
    found = invoices_of(workspace, workspace.entries, 2021, ON)
    [data] = files(workspace, DiskTree(tmp_path), found, ("xlsx",), MADE).values()
    path = tmp_path / "fakturaunderlag.xlsx"
    path.write_bytes(data)
    # Written again by LibreOffice: what it has read, each cell as it understood it.
    [again] = libreoffice_convert([path], "xlsx", tmp_path / "again")
    book = openpyxl.load_workbook(again, data_only=True)
    assert book.sheetnames[:2] == ["Fakturaunderlag", "Tjänster"]
    heading, *rows = list(book["Fakturaunderlag"].values)
    amount = heading.index("Belopp att fakturera (kr)")
    summed = [row for row in rows if row[0] == "Summa"]
    lines = rows[: rows.index(summed[0])]
    assert len(lines) == len(found.invoices)
    parts = [Decimal(str(row[amount])) for row in lines]
    assert sum(parts) == Decimal(str(summed[0][amount])) == Decimal("1253666.67")
    posts_heading, *posts = list(book["Tjänster"].values)
    own = posts_heading.index("Tjänstens belopp (kr)")
    assert sum(Decimal(str(row[own])) for row in posts[:-1]) == sum(parts)
    months = heading.index("Betalda månader")
    assert all(isinstance(row[months], int | float) for row in lines)
    assert [row[0] for row in rows if row[0]][-3:] == ["Referens", "Datum", "Attest"]
    for page in book.worksheets:
        assert page.page_setup.orientation == "landscape"
