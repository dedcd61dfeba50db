"""Tables on a terminal: widths, alignment, empty cells."""

from __future__ import annotations

import datetime as dt

import pytest

from agreement_gen.cli.table import Cell, Column, table_lines


def test_columns_are_as_wide_as_their_widest_cell_and_lines_have_no_space_at_their_end() -> None:
    columns = (Column("Kommun"), Column("Kr", "right"), Column("Dag"))
    rows: list[tuple[Cell, ...]] = [("Ås", 12000, dt.date(2026, 9, 1)), ("Jönköping", None, "")]
    assert list(table_lines(columns, rows)) == [
        "Kommun         Kr  Dag",
        "Ås         12\xa0000  2026-09-01",
        "Jönköping       –",
    ]


def test_a_table_without_headings_has_only_its_rows() -> None:
    assert list(table_lines((Column(), Column()), [("a", "b")])) == ["a  b"]
    assert list(table_lines((Column(), Column()), [])) == []


def test_a_table_without_rows_has_only_its_headings() -> None:
    assert list(table_lines((Column("Kommun"), Column()), [])) == ["Kommun"]


@pytest.mark.parametrize("row", [("a",), ("a", "b", "c")])
def test_a_row_of_another_length_is_a_fault_of_the_program(row: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="zip"):
        list(table_lines((Column("x"), Column("y")), [row]))
