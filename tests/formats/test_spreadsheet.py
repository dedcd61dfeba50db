"""Tables as CSV and XLSX: what is in them, that nothing becomes a formula, same bytes."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreement_gen.formats.spreadsheet import Sheet, write_csv, write_xlsx
from tests.support.peers import libreoffice_convert, ooxml_errors

if TYPE_CHECKING:
    from pathlib import Path

INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ud800-\udfff]")
MADE = dt.datetime(2021, 12, 31, tzinfo=dt.UTC)
FORMULAS = (
    "=1+1", "+46", "-1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠SUM(A1)", "−1", "⁼1", "﹢1",
    " =1", "\u00a0=1", "\n=1", "\r\n=1", '=HYPERLINK("http://x")',
)  # fmt: skip
EVIL = (*FORMULAS, 'Åäö; "q"\nrad 2')
SHEET = Sheet(
    "Blad: ett/två?" * 4,
    ("Text", "Belopp (kr)", "Dag"),
    (*((text, Decimal("153666.67"), dt.date(2021, 9, 1)) for text in EVIL), ("", 1320000, None)),
)


def test_csv_is_read_back_and_holds_no_formula() -> None:
    data = write_csv(SHEET)
    assert data.startswith(b"\xef\xbb\xbfText;Belopp (kr);Dag\r\n")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    for text, row in zip(EVIL, rows[1:], strict=False):
        assert row[0] == ("'" if text in FORMULAS else "") + " ".join(
            text.strip("\r\n").split("\n")
        )
        assert row[1:] == ["153666,67", "2021-09-01"]
    assert rows[-1] == ["", "1320000", ""]


@given(st.text(), st.integers())
def test_any_text_and_number_come_back_from_csv(text: str, number: int) -> None:
    data = write_csv(Sheet("s", ("a", "b"), ((text.encode("utf-8", "ignore").decode(), number),)))
    assert f";{number}\r\n".encode() in data


def test_xlsx_holds_numbers_dates_and_texts_as_such() -> None:
    from openpyxl import load_workbook

    page = load_workbook(io.BytesIO(write_xlsx([SHEET], MADE))).worksheets[0]
    for text, row in zip(EVIL, page.iter_rows(min_row=2), strict=False):
        assert row[0].data_type == "s"
        assert row[0].value == text.replace("\r\n", "\n")
        assert row[1].data_type == "n"
        assert row[1].value == 153666.67
        assert row[2].value == dt.datetime(2021, 9, 1)
    assert len(page.title) <= 31


@pytest.mark.parametrize(
    "text", ["::error::x", " ::x", "\n::x", "##[error]x", "a\n##vso[x]", "\r::"]
)
def test_a_printed_csv_holds_no_command_for_a_ci_service(text: str) -> None:
    lines = write_csv(Sheet("s", (text, "b"), ((text, text),))).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert not any(line.lstrip().startswith("::") or re.search(r"##\w*\[", line) for line in lines)


@given(st.text())
def test_no_cell_holds_what_cannot_be_seen(text: str) -> None:
    from openpyxl import load_workbook

    text = f"{text}_x202E_\x1b\u202e\ud800"
    sheet = Sheet("s", ("a",), ((text,),))
    assert not INVISIBLE.search(write_csv(sheet).decode("utf-8-sig").replace("\r\n", ""))
    cell = load_workbook(io.BytesIO(write_xlsx([sheet], MADE))).worksheets[0]["A2"]
    assert cell.data_type == "s"
    assert not INVISIBLE.search(str(cell.value))
    assert "_x005F_x202E_" in str(cell.value)


@pytest.mark.parametrize(("value", "shown"), [("4", "#,##0"), ("2.2796", "#,##0.0000")])
def test_a_whole_number_has_no_decimal_comma_at_its_end(value: str, shown: str) -> None:
    from openpyxl import load_workbook

    data = write_xlsx([Sheet("Blad", ("Tal",), ((Decimal(value),),))], MADE)
    assert load_workbook(io.BytesIO(data)).worksheets[0]["A2"].number_format == shown


def test_a_day_before_the_first_of_excel_stays_a_day() -> None:
    from openpyxl import load_workbook

    sheet = Sheet("s", ("a",), ((dt.date(1, 1, 1),), (dt.date(9999, 12, 31),)))
    page = load_workbook(io.BytesIO(write_xlsx([sheet], MADE))).worksheets[0]
    assert page["A2"].value == "0001-01-01"
    assert page["A3"].value == dt.datetime(9999, 12, 31)


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert write_xlsx([SHEET], MADE) == write_xlsx([SHEET], MADE)
    assert write_xlsx([SHEET], MADE) != write_xlsx([SHEET], MADE + dt.timedelta(days=1))


@pytest.mark.peer
def test_libreoffice_reads_the_xlsx_with_every_text_as_text(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(write_xlsx([SHEET], MADE))
    # 59 is ;, 34 is ", 76 is UTF-8; the last options write cells as they are shown.
    [out] = libreoffice_convert(
        [path], "csv:Text - txt - csv (StarCalc):59,34,76", tmp_path / "out"
    )
    rows = list(csv.reader(io.StringIO(out.read_text("utf-8"), newline=""), delimiter=";"))
    assert [row[0].split() for row in rows[1:-1]] == [text.split() for text in EVIL]
    assert all("666" in row[1] and row[1].endswith("67") for row in rows[1:-1])
    assert rows[1][2] == "2021-09-01"


@pytest.mark.peer
def test_the_xlsx_is_valid_open_xml(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(write_xlsx([SHEET, Sheet("Tom", ("a",), ())], MADE))
    assert ooxml_errors([path]) == {path: []}
