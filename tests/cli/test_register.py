"""`agreement-gen register`: each format, and the same bytes for the same day."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.support.cli import run_cli
from tests.support.workspaces import repository_workspace, small_workspace

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "pdf", "docx"])
def test_the_register_is_written_in_each_form(tmp_path: Path, form: str) -> None:
    root, out = repository_workspace(tmp_path), tmp_path / "register"
    call = ("register", "--format", form, "--on", "2022-01-01", "--output", out)
    run_cli(*call, root=root)
    first = out.read_bytes()
    run_cli(*call, root=root)
    assert out.read_bytes() == first
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(first.decode("utf-8-sig")), delimiter=";"))
        total = rows.pop()
        assert len(rows) == 13
        assert (total["Municipality"], total["Yearly amount (kr)"]) == ("Sum", "4999000")
        assert rows[0]["Kommunkod"] == "0604"
        assert all(row["State"] == "draft" for row in rows)
    elif form == "json":
        assert json.loads(first)[-1]["municipality"] == "Vetlanda"
    elif form == "pdf":
        assert first.startswith(b"%PDF")
    else:
        assert first.startswith(b"PK")


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_register_of_nothing_is_refused(tmp_path: Path, form: str) -> None:
    root = small_workspace(tmp_path)
    for file in (root / "municipalities").iterdir():
        file.unlink()
    funding = root / "templates/samverkan/funding.yaml"
    text = funding.read_text(encoding="utf-8")
    funding.write_text(
        re.sub(r"(aside_sek|amount_sek|_week): [0-9]+", r"\1: 0", text), encoding="utf-8"
    )
    call = ("register", "--format", form, "--output", tmp_path / "out")
    result = run_cli(*call, root=root, exit_code=1)
    assert "there is no agreement to list" in result.stderr
