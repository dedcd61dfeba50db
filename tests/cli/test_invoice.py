"""`agreement-gen invoice`: the files that are written and the lines that are printed."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from tests.support.cli import run_cli
from tests.support.workspaces import repository_workspace, with_filled_posts

if TYPE_CHECKING:
    from pathlib import Path


def test_a_municipality_without_posts_is_listed_as_not_invoiceable(tmp_path: Path) -> None:
    root = with_filled_posts(repository_workspace(tmp_path))
    output = tmp_path / "out"
    options = ("--to", "csv,xlsx", "--output", output)
    result = run_cli("invoice", "2021", "Habo", "Vetlanda", *options, root=root)
    assert result.stdout.splitlines() == [
        "Vetlanda  153\xa0666,67\xa0kr",
        "Habo                  –  not yet invoiceable: no posts",
        "",
        f"3 files in {output}",
    ]
    assert "for which year the agreed amounts hold" in result.stderr
    assert sorted(path.name for path in output.iterdir()) == [
        "fakturaunderlag-2021-manader.csv",
        "fakturaunderlag-2021.csv",
        "fakturaunderlag-2021.xlsx",
    ]
    text = (output / "fakturaunderlag-2021.csv").read_bytes().decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text), delimiter=";")
    assert row["Kommunens belopp att fakturera (kr)"] == "153666,67"
    assert row["I tjänst (månader)"] == "4 mån"
