"""The region's index as its file states it: levels or changes, and jumps that are confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from agreement_gen.funding.indexing import index_problems, raised, whole_kronor
from agreement_gen.funding.messages import FundingCode
from agreement_gen.problems import InputError
from tests.support.cli import run_cli
from tests.support.workspaces import (
    INDEX_FIGURES,
    MONEY,
    edit,
    entry,
    load,
    repository_workspace,
    with_index,
)

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.problems import ProblemCode


def with_figures(root: Path, *figures: str) -> Path:
    """A workspace with an index of some years from 2021 on."""
    with_index(repository_workspace(root))
    lines = "".join(
        f"    - {{year: {2021 + number}, {figure}, source: S, dated: 2020-10-01}}\n"
        for number, figure in enumerate(figures)
    )
    edit(root, "region.yaml", {INDEX_FIGURES: f"  figures:\n{lines}"})
    return root


def amount(root: Path, year: int) -> int:
    workspace = load(root)
    standard = workspace.standards["halsocenter"]
    return whole_kronor(raised(workspace, standard, entry(workspace, "vetlanda"), year))


@pytest.mark.parametrize(
    ("figures", "code"),
    [
        (("figure: 2", "figure: 2", "figure: 2.5"), FundingCode.INDEX_JUMP),
        (("figure: 100", "percent: 2"), FundingCode.INDEX_MIXED),
        (("figure: 100, percent: 2",), FundingCode.FIGURE_OR_PERCENT),
        (("percent: 2", "percent: -20"), FundingCode.INDEX_JUMP),
    ],
)
def test_figures_that_are_likely_wrong_are_refused(
    tmp_path: Path, figures: tuple[str, ...], code: ProblemCode
) -> None:
    """Changes of 2, 2 and 2.5 per cent, taken for levels, gave 576 000 for 461 000 kr."""
    root = with_figures(tmp_path, *figures)
    assert [found.code for found in index_problems(load(root))] == [code]
    with pytest.raises(InputError):
        amount(root, 2021)
    assert f"[{code}]" in run_cli("check", root=root, exit_code=1).stderr


def test_a_large_jump_is_taken_when_the_file_confirms_it(tmp_path: Path) -> None:
    root = with_figures(tmp_path, "figure: 100", "figure: 125, confirmed: true")
    assert amount(root, 2022) == 576_000


def test_changes_in_per_cent_raise_an_amount(tmp_path: Path) -> None:
    root = with_figures(tmp_path, "percent: 2", "percent: 2", "percent: 2.5")
    assert amount(root, 2023) == 482_000  # 461 000 × 1,02 × 1,025, to whole thousands


def test_no_yearly_amount_is_raised_unless_the_family_says_so(tmp_path: Path) -> None:
    root = with_figures(tmp_path, "figure: 100", "figure: 102")
    edit(root, MONEY, {"yearly_raise: {clause: ekonomi}\n": "yearly_raise:\n"})
    with pytest.raises(InputError) as error:
        amount(root, 2022)
    assert [found.code for found in error.value.problems] == [FundingCode.NO_YEARLY_RAISE]


def test_the_clause_that_allows_a_raise_is_one_of_the_standard(tmp_path: Path) -> None:
    root = with_figures(tmp_path, "figure: 100")
    edit(root, MONEY, {"{clause: ekonomi}": "{clause: ekonomin}"})
    shown = run_cli("check", root=root, exit_code=1).stderr
    assert "no clause `ekonomin`" in shown
