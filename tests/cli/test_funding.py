"""`agreement-gen funding`: the county's table in each format."""

from __future__ import annotations

import io
import json
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.support.cli import run_cli
from tests.support.workspaces import REPOSITORY, repository_workspace

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("form", ["text", "csv", "json", "xlsx"])
def test_the_funding_command_writes_each_form(tmp_path: Path, form: str) -> None:
    root = repository_workspace(tmp_path)
    data = run_cli("funding", "--format", form, root=root).stdout_bytes
    if form == "xlsx":
        data = (root / "output/fordelning-2020-12-22.xlsx").read_bytes()
    if form == "xlsx":
        from openpyxl import load_workbook

        rows = list(load_workbook(io.BytesIO(data)).worksheets[0].values)
        assert rows[1][:3] == ("Höglandet", "Aneby", 120000)
    elif form == "json":
        assert json.loads(data)[0]["lines"][0]["published"]["annual_amount_sek"] == 120000
    elif form == "csv":
        assert "Höglandet;Aneby;120000;8;2;6" in data.decode("utf-8-sig")
    else:
        text = data.decode().replace("\xa0", " ")
        [row] = [line for line in text.splitlines() if line.strip().startswith("Sävsjö   ")]
        assert "201 000" in row
        assert "13 (sum 14)" in row
        assert "_" not in text


def two_families(root: Path) -> Path:
    """The repository's workspace with a family without money, named before the one with money."""
    repository_workspace(root)
    example = REPOSITORY / "examples/samverkansplan"
    for name in ("templates/rehabbad", "templates/shared"):
        shutil.copytree(example / name, root / name)
    return root


def test_families_with_money_are_shown_beside_one_without(tmp_path: Path) -> None:
    root = two_families(tmp_path)
    [table] = json.loads(run_cli("funding", "--format", "json", root=root).stdout)
    assert table["standard"] == "halsocenter"
    run_cli("funding", "--agreement", "halsocenter", "--format", "xlsx", root=root)
    refused = run_cli("funding", "--agreement", "rehabbad", root=root, exit_code=1)
    assert "the family `rehabbad` has no money" in refused.stderr


def test_a_name_limits_the_table_to_its_row(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path)
    for call in (("Sävsjö",), ("Sävsjö", "--county", "06"), ("--agreement", "halsocenter", "0684")):
        [table] = json.loads(run_cli("funding", *call, "--format", "json", root=root).stdout)
        assert [(line["kind"], line["title"]) for line in table["lines"]] == [("row", "Sävsjö")]
        assert {each["row"] for each in table["differences"]} == {"Sävsjö"}


@pytest.mark.parametrize("form", ["text", "csv", "json", "xlsx"])
def test_a_workspace_without_families_has_no_table(tmp_path: Path, form: str) -> None:
    """No form ended in a fault of the program, or in an empty file."""
    shutil.copy(REPOSITORY / "region.yaml", tmp_path)
    result = run_cli("funding", "--format", form, root=tmp_path, exit_code=1)
    assert "no-family-with-money" in result.stderr
    assert not (tmp_path / "output").exists()
