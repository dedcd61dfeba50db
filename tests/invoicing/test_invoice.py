"""A year's invoices from the files: what cannot be invoiced is reported with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from agreement_gen.checks.messages import RuleCode
from agreement_gen.invoicing.invoice import invoice_for, invoices_of
from agreement_gen.invoicing.messages import InvoiceCode
from agreement_gen.problems import InputError
from tests.support.workspaces import (
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
        invoice_for(workspace, entry(workspace, "vetlanda"), 2021)
    [found] = error.value.problems
    assert (found.code, found.message, found.location.line) == (code, message, 15)


def test_amounts_of_no_stated_year_are_invoiced_with_a_warning(tmp_path: Path) -> None:
    workspace = load(with_filled_posts(repository_workspace(tmp_path)))
    found = invoices_of(workspace, workspace.entries, 2021)
    assert [warning.code for warning in found.warnings] == [InvoiceCode.PRICE_YEAR_ASSUMED]
    assert {invoice.amount for invoice in found.invoices} == {None}
    assert len(found.invoices) + len(found.without_posts) == len(workspace.entries)


def test_amounts_of_a_stated_year_are_raised_without_a_warning(tmp_path: Path) -> None:
    workspace = load(with_index(with_filled_posts(repository_workspace(tmp_path))))
    found = invoices_of(workspace, workspace.entries, 2023)
    assert found.warnings == ()
    assert None not in {invoice.amount for invoice in found.invoices}
