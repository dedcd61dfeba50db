"""A year's invoices from the files: what cannot be invoiced is reported with its place."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from agreement_gen.checks.messages import RuleCode
from agreement_gen.invoicing.document import document
from agreement_gen.invoicing.invoice import invoice_for, invoices_of
from agreement_gen.invoicing.messages import InvoiceCode
from agreement_gen.invoicing.template import load_words
from agreement_gen.problems import InputError
from agreement_gen.workspace.model import AMOUNT
from agreement_gen.workspace.tree import DiskTree
from tests.support.workspaces import (
    MONEY,
    SIGNED_2020,
    edit,
    entry,
    load,
    repository_workspace,
    with_filled_posts,
    with_index,
)

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.problems import ProblemCode

ON = dt.date(2025, 1, 1)
VETLANDA = "municipalities/vetlanda.yaml"


@pytest.mark.parametrize(
    ("post", "code", "message"),
    [
        (
            "{starts: 2021-09-01, ends: 2021-08-31}",
            RuleCode.POST_ENDS_BEFORE_START,
            "the post ends 2021-08-31, before it starts 2021-09-01",
        ),
        (
            "{starts: 2021-09-01, vacancies: [{starts: 2021-10-02, ends: 2021-10-01}]}",
            InvoiceCode.VACANCY_ENDS_BEFORE_START,
            "a vacancy from 2021-10-02 ends before that, on 2021-10-01",
        ),
        (
            "{starts: 2021-09-01, vacancies: [{starts: 2020-01-01}]}",
            InvoiceCode.VACANCY_OUTSIDE_POST,
            "a vacancy from 2020-01-01 is partly outside the post, 2021-09-01 to further notice",
        ),
    ],
)
def test_dates_that_cannot_be_true_are_reported_at_their_post(
    tmp_path: Path, post: str, code: ProblemCode, message: str
) -> None:
    root = with_filled_posts(repository_workspace(tmp_path))
    edit(root, VETLANDA, {"{starts: 2021-09-01, degree_percent: 100}": post})
    workspace = load(root)
    with pytest.raises(InputError) as error:
        invoice_for(workspace, entry(workspace, "vetlanda"), 2021, ON)
    [found] = error.value.problems
    assert (found.code, found.message, found.location.line) == (code, message, 15)


def test_an_amount_is_paid_as_agreed_unless_the_family_lets_it_be_raised(tmp_path: Path) -> None:
    """The standard does not say that a yearly amount follows the index."""
    root = with_index(with_filled_posts(repository_workspace(tmp_path)))
    raised = invoices_of(load(root), load(root).entries, 2023, ON).invoices
    edit(root, MONEY, {"yearly_raise: {clause: ekonomi}\n": "yearly_raise:\n"})
    agreed = invoices_of(load(root), load(root).entries, 2023, ON).invoices
    for high, low in zip(raised, agreed, strict=True):
        assert high.parts[0].amount is not None
        assert low.parts[0].amount is None
        assert low.parts[0].period.annual_amount_sek == low.entry.record.funding[AMOUNT]
        assert high.basis.amount_ore > low.basis.amount_ore


def test_nothing_is_payable_for_a_draft(tmp_path: Path) -> None:
    root = with_filled_posts(repository_workspace(tmp_path))
    edit(root, VETLANDA, {f"signed: {SIGNED_2020}\n": ""})
    workspace = load(root)
    chosen = [entry(workspace, "vetlanda")]
    found = invoices_of(workspace, chosen, 2021, ON)
    assert (found.invoices, [one.code for one in found.refused]) == ((), [InvoiceCode.NOT_SIGNED])
    [invoice] = invoices_of(workspace, chosen, 2021, ON, is_preliminary=True).invoices
    assert invoice.is_preliminary
    assert invoice.basis.amount_ore == 15_366_667
    words = load_words(DiskTree(root), "halsocenter")
    assert document(workspace, invoice, words).header_footer.draft == "PRELIMINÄRT"


def test_a_revision_is_paid_from_the_day_it_was_signed(tmp_path: Path) -> None:
    """`invoice 2021` after a revision cited the new edition and its amount."""
    root = with_filled_posts(repository_workspace(tmp_path))
    first = f"history: [{{edition: 2020-12-22, annual_amount_sek: 461000, signed: {SIGNED_2020}}}]"
    second = SIGNED_2020.replace("2020-12-28", "2022-07-01").replace("2020-12-22", "2022-06-01")
    edit(
        root,
        VETLANDA,
        {
            f"signed: {SIGNED_2020}\n": f"signed: {second}\n{first}\n",
            "edition: 2020-12-22\norg": "edition: 2022-06-01\norg",
            "annual_amount_sek: 461000, h": "annual_amount_sek: 922000, h",
        },
    )
    workspace = load(root)
    vetlanda = entry(workspace, "vetlanda")
    before = invoice_for(workspace, vetlanda, 2021, ON)
    assert before is not None
    assert before.basis.amount_ore == 15_366_667
    assert [part.edition for part in before.parts] == [dt.date(2020, 12, 22)]
    split = invoice_for(workspace, vetlanda, 2022, ON)
    assert split is not None
    assert [part.period.annual_amount_sek for part in split.parts] == [461_000, 922_000]
    assert split.basis.exact_sek == Fraction(461_000 + 922_000, 2)
    earlier = invoice_for(workspace, vetlanda, 2022, dt.date(2022, 1, 1))
    assert earlier is not None
    assert earlier.basis.exact_sek == 461_000


def test_posts_that_do_not_match_the_hours_of_the_table_are_a_warning(tmp_path: Path) -> None:
    root = with_filled_posts(repository_workspace(tmp_path))
    edit(root, VETLANDA, {"degree_percent: 100}": "degree_percent: 20}"})
    workspace = load(root)
    found = invoices_of(workspace, [entry(workspace, "vetlanda")], 2021, ON)
    [warning] = found.warnings
    assert warning.code is InvoiceCode.POSTS_NOT_AS_TABLE
    assert "are 8 hours a week, the table has 31" in warning.message


def test_the_money_of_a_year_is_set_aside_allocated_and_invoiced(tmp_path: Path) -> None:
    workspace = load(with_filled_posts(repository_workspace(tmp_path)))
    [money] = invoices_of(workspace, workspace.entries, 2021, ON).families
    assert (money.set_aside_sek, money.allocated_sek) == (5_000_000, 4_999_000)
    assert money.invoiced_ore == 110_000_000 + 15_366_667
