"""The county's funding table: published and computed sums, and the index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from agreement_gen.funding.table import as_data, funding_table
from tests.support.workspaces import load, repository_workspace, with_index

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.usefixtures("swedish")
def test_the_table_shows_published_and_computed_sums(tmp_path: Path) -> None:
    workspace = load(repository_workspace(tmp_path))
    table = funding_table(workspace, workspace.standards["halsocenter"])
    found = {line["title"]: line for line in as_data(table)["lines"]}
    assert found["Summa Norra"]["published"]["coach_hours"] == 92
    assert found["Summa Norra"]["computed"]["coach_hours"] == 91
    assert found["Totalsumma"]["computed"]["annual_amount_sek"] == 4_999_000
    assert found["Avsatt belopp"]["published"] == {"annual_amount_sek": 5_000_000}
    assert len(table.differences) == 11
    assert all(is_accepted for _, is_accepted in table.differences)


def test_a_year_of_the_index_raises_each_row_and_sums_them(tmp_path: Path) -> None:
    workspace = load(with_index(repository_workspace(tmp_path)))
    table = funding_table(workspace, workspace.standards["halsocenter"], 2023)
    raised = {line.title: line.raised_sek or 0 for line in table.lines}
    assert raised["Vetlanda"] == 494_000  # 493 731
    money = workspace.standards["halsocenter"].funding
    assert money is not None
    groups = [group.sum_title for group in money.record.groups]
    assert raised["Totalsumma"] == sum(raised[title] for title in groups) == 5_355_000
    assert "index 2023: 107.1 (Invented, 2022-10-01)" in table.index
