"""A file that does not fit the model is reported by our own codes, each with its location."""

from __future__ import annotations

import pytest

from agreement_gen.problems import InputError
from agreement_gen.workspace.load import load
from agreement_gen.workspace.model import (
    IndexFigure,
    LocalItem,
    Post,
    RoundingRule,
    SteeringGroupTable,
    Terms,
)
from agreement_gen.workspace.record import Record  # noqa: TC001 - for pydantic

TABLE = "caption: a\nmissing: b\nroles: []\ncolumns: "
TERMS = "duration: until_further_notice\nrevision_months: 24\nnotice_months: "
FIGURE = "year: 2021\nsource: SCB\ndated: 2021-01-01\nfigure: "


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (SteeringGroupTable, TABLE + "[x]", "4:10: error: this list lacks an item"),
        (SteeringGroupTable, TABLE + "[x, y, z]", "this list has 3 items, 2 at most are expected"),
        (SteeringGroupTable, TABLE + "x", "wrong kind of value: a list is expected"),
        (SteeringGroupTable, "[]", "1:1: error: wrong kind of value: keys with values are"),
        (SteeringGroupTable, TABLE, "4:1: error: there is no value here (a list is expected"),
        (LocalItem, "key: a\ntext: b\nfixed: ja", "3:8: error: wrong kind of value: true or false"),
        (LocalItem, "key: A\ntext: b", "`A` cannot be used as a key (small letters"),
        (LocalItem, "key: a", "the key `text` is missing (add `text:` – The item's text)"),
        (LocalItem, "key: a\ntext: b\nfixd: true", "3:1: error: the key `fixd` is not known here"),
        (LocalItem, "key: a\ntext: ''", "2:7: error: a text is expected here, and it is empty"),
        (LocalItem, "key: a\ntext: |\n  b\n  c", "this text must be on one line"),
        (RoundingRule, "unit_sek: 0\nmode: down", "1:11: error: 0 is less than one"),
        (RoundingRule, "unit_sek: 1\nmode: up", "2:7: error: `up` is not one of the choices"),
        (RoundingRule, "unit_sek: 1\nmode:", "no value here (known: half_up, half_even, down)"),
        (Terms, TERMS + "[]", "wrong kind of value: a whole number is expected"),
        (Terms, TERMS + "3\nrevision_warning_months:", "there is no value here (a whole number is"),
        (Terms, TERMS + "'12'", "a whole number is expected here (write it without quotes)"),
        (Terms, TERMS + "12.5", "`12.5` is not a whole number (no fractions)"),
        (Terms, TERMS + "1 200", "`1 200` is not a whole number (write only the digits: 1200)"),
        (Terms, TERMS + "tolv", "`tolv` is not a whole number (write only digits)"),
        (Terms, TERMS + "-1", "-1 is less than zero"),
        (IndexFigure, FIGURE + "0", "`0` is not a figure above zero"),
        (IndexFigure, FIGURE + "'104.2'", "`104.2` is not a figure above zero"),
        (IndexFigure, FIGURE + "{}", "wrong kind of value: a figure above zero is expected"),
        (Post, "starts: 1 mars", "1:9: error: `1 mars` is not a date"),
        (Post, "starts: 2023-02-29", "the date 2023-02-29 does not exist"),
        (Post, "starts: []", "wrong kind of value: a date is expected"),
        (Post, "starts: 2023-02-28\ndegree_percent: 101", "101 is not a degree of employment"),
    ],
)
def test_a_value_that_does_not_fit_is_reported(
    kind: type[Record], text: str, expected: str
) -> None:
    with pytest.raises(InputError) as error:
        load(text.encode("utf-8"), "f.yaml", kind)
    [found] = error.value.problems
    assert expected in str(found)


def test_braces_in_a_value_stay_as_they_are() -> None:
    with pytest.raises(InputError, match=r"`\{x\}` cannot be used as a key"):
        load(b"key: '{x}'\ntext: b", "f.yaml", LocalItem)
