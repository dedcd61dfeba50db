"""`agreement-gen invoice`: the files that are written and the lines that are printed."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import openpyxl

from tests.support.cli import run_cli
from tests.support.workspaces import (
    REPOSITORY,
    SIGNED_2020,
    edit,
    repository_workspace,
    with_filled_posts,
)

if TYPE_CHECKING:
    from pathlib import Path


MONEY_LINE = (
    "Hälsocenter i Jönköpings län 2021: set aside 5 000 000 kr, allocated 4 999 000 kr, "
    "invoiced 153 666,67 kr"
)


def test_a_municipality_without_posts_is_listed_as_not_invoiceable(tmp_path: Path) -> None:
    root = with_filled_posts(repository_workspace(tmp_path))
    output = tmp_path / "out"
    options = ("--to", "csv,xlsx", "--output", output)
    result = run_cli("invoice", "2021", "Habo", "Vetlanda", *options, root=root)
    shown = result.stdout.replace("\xa0", " ").splitlines()
    assert shown == [
        "Municipality  Months     To invoice",
        "Vetlanda           4  153 666,67 kr",
        "Sum                –  153 666,67 kr",
        "Habo               –              –  not yet invoiceable: no posts",
        "",
        MONEY_LINE,
        "",
        f"4 files in {output}",
    ]
    assert "are 40 hours a week, the table has 31" in result.stderr
    assert sorted(path.name for path in output.iterdir()) == [
        "fakturaunderlag-2021-manader.csv",
        "fakturaunderlag-2021-tjanster.csv",
        "fakturaunderlag-2021.csv",
        "fakturaunderlag-2021.xlsx",
    ]
    row, total = read(output / "fakturaunderlag-2021.csv")
    assert row["Amount to invoice (kr)"] == "153666,67"
    assert row["Months paid"] == "4"
    assert total["Amount to invoice (kr)"] == "153666,67"


def test_what_is_not_signed_is_refused_or_marked_on_every_sheet(tmp_path: Path) -> None:
    root = with_filled_posts(repository_workspace(tmp_path))
    edit(root, "municipalities/vetlanda.yaml", {f"signed: {SIGNED_2020}\n": ""})
    call = ("invoice", "2021", "Vetlanda", "--to", "csv,xlsx", "--output", tmp_path / "out")
    refused = run_cli(*call, root=root, exit_code=1)
    assert "nothing is payable for it" in refused.stderr
    assert not (tmp_path / "out").exists()
    shown = run_cli(*call, "--preliminary", root=root).stdout
    assert "PRELIMINARY" in shown
    files = sorted((tmp_path / "out").iterdir())
    assert all(path.stem.endswith("-preliminart") for path in files)
    book = openpyxl.load_workbook(tmp_path / "out" / "fakturaunderlag-2021-preliminart.xlsx")
    for page in book.worksheets:
        assert page["A1"].value == "PRELIMINARY"
        assert page.oddHeader is not None
        assert page.oddHeader.center.text == "PRELIMINARY"
    rows = read(tmp_path / "out" / "fakturaunderlag-2021-preliminart.csv")
    assert {row["Status"] for row in rows} == {"PRELIMINARY"}


def read(path: Path) -> list[dict[str, str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_no_file_is_written_where_nothing_is_invoiced(tmp_path: Path) -> None:
    root = with_filled_posts(repository_workspace(tmp_path / "workspace"))
    edit(root, "municipalities/vetlanda.yaml", {f"signed: {SIGNED_2020}\n": ""})
    call = ("invoice", "2021", "--to", "csv,xlsx,pdf", "--output", tmp_path / "out")
    assert "no file is written" in run_cli(*call, "Habo", root=root).stdout
    refused = run_cli(*call, "Habo", "Vetlanda", root=root, exit_code=1)
    assert "nothing is payable for it" in refused.stderr
    assert not (tmp_path / "out").exists()


def test_agreements_without_money_are_not_called_not_yet_invoiceable(tmp_path: Path) -> None:
    root = REPOSITORY / "examples/samverkansplan"
    shown = run_cli("invoice", "2021", "--output", tmp_path, root=root).stdout
    assert "not yet invoiceable" not in shown
    assert "3 agreements are of families without money" in shown


def test_a_year_that_has_not_begun_is_only_invoiced_as_preliminary(tmp_path: Path) -> None:
    root = with_filled_posts(repository_workspace(tmp_path / "workspace"))
    call = ("invoice", "2030", "Vetlanda", "--to", "csv", "--output", tmp_path / "out")
    refused = run_cli(*call, "--on", "2029-12-31", root=root, exit_code=1)
    assert "the year 2030 has not begun on 2029-12-31" in refused.stderr
    assert run_cli(*call, root=root, exit_code=1).stderr.count("year-not-begun") == 1
    assert not (tmp_path / "out").exists()
    run_cli(*call, "--on", "2029-12-31", "--preliminary", root=root)
    run_cli(*call, "--on", "2030-01-01", root=root)


def test_preliminary_amounts_are_not_called_invoiced(tmp_path: Path) -> None:
    root = with_filled_posts(repository_workspace(tmp_path / "workspace"))
    call = ("invoice", "2021", "Vetlanda", "--to", "xlsx", "--output", tmp_path / "out")
    shown = run_cli(*call, "--preliminary", root=root).stdout.replace("\xa0", " ")
    assert "preliminary 153 666,67 kr (not invoiced)" in shown
    assert "Preliminary sum" in shown
    book = openpyxl.load_workbook(tmp_path / "out" / "fakturaunderlag-2021-preliminart.xlsx")
    headings = [cell.value for row in book["The county's money"].iter_rows() for cell in row]
    assert "Preliminary, not invoiced (kr)" in headings
    assert "Fakturerat (kr)" not in headings
