"""The values that options take, in every command that takes them."""

from __future__ import annotations

import datetime as dt

import click
import pytest

from agreement_gen.cli import group
from agreement_gen.cli.params import Day, Figure, FormatList


def test_a_date_is_written_in_one_way() -> None:
    assert Day().convert("2026-05-18", None, None) == dt.date(2026, 5, 18)


@pytest.mark.parametrize("value", ["20260518", "2026-W21-1", "18.5.2026", "2026-5-18", "i dag", ""])
def test_another_way_of_writing_a_date_is_refused(value: str) -> None:
    with pytest.raises(click.BadParameter, match="is not a date; write it as 2026-09-01"):
        Day().convert(value, None, None)


def test_a_date_that_does_not_exist_is_refused() -> None:
    with pytest.raises(click.BadParameter, match="the date 2026-02-30 does not exist"):
        Day().convert("2026-02-30", None, None)


DATES = {("status", "--on"), ("status", "--end"), ("register", "--on"), ("revise", "--edition")}


@pytest.mark.parametrize(("command", "option"), sorted({*DATES, ("signed", "--on")}))
def test_every_option_that_takes_a_date_reads_it_alike(command: str, option: str) -> None:
    """`signed --on` read 20260518, which no other command did."""
    [parameter] = [each for each in group.commands[command].params if option in each.opts]
    assert isinstance(parameter.type, Day)


def test_formats_are_listed_once_and_in_the_order_known() -> None:
    assert FormatList("pdf", "docx").convert("docx, pdf,docx", None, None) == ("pdf", "docx")


@pytest.mark.parametrize(
    ("value", "message"),
    [("doc", "no format `doc`; did you mean `docx`?"), (" , ", "name at least one of pdf, docx")],
)
def test_a_list_without_a_known_format_is_refused(value: str, message: str) -> None:
    with pytest.raises(click.BadParameter) as caught:
        FormatList("pdf", "docx").convert(value, None, None)
    assert caught.value.message == message


def test_a_figure_has_a_key_and_a_whole_number() -> None:
    assert Figure().convert("hours_per_week = 31", None, None) == ("hours_per_week", 31)
    for value in ("hours_per_week", "hours_per_week=", "hours_per_week=3.5", "31"):
        with pytest.raises(click.BadParameter, match="is not KEY=NUMBER"):
            Figure().convert(value, None, None)
