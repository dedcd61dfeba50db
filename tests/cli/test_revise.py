"""`agreement-gen revise`: what is printed, and nothing changed by a dry run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agreement_gen.lifecycle import revise
from tests.support.cli import run_cli
from tests.support.workspaces import NEW_EDITION, load, workspace_to_revise

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_dry_run_prints_the_changes_and_changes_nothing(tmp_path: Path) -> None:
    root = workspace_to_revise(tmp_path)
    before = {path: path.read_bytes() for path in root.rglob("*.yaml")}
    call = ("revise", "--edition", NEW_EDITION.isoformat(), "--index", "2023")
    output = run_cli(*call, "--dry-run", root=root).output
    assert "Vetlanda      2020-12-22 → 2022-12-22  461 000 → 494 000" in output.replace("\xa0", " ")
    assert "amounts are rounded to 1000 kr (half up)" in output
    assert "\ntemplates/halsocenter/funding.yaml: Summa" in output
    assert "region.yaml: " not in output
    assert output.endswith("\nDry run; nothing changed.\n")
    assert {path: path.read_bytes() for path in root.rglob("*.yaml")} == before
    assert "14 files changed" in run_cli(*call, root=root).output
    assert {entry.record.edition for entry in load(root).entries} == {NEW_EDITION}


def test_an_edit_made_meanwhile_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = workspace_to_revise(tmp_path)

    def slowly(*arguments: Any) -> revise.Revision:
        with (root / "municipalities/habo.yaml").open("ab") as file:
            file.write(b"# edited\n")
        return revising(*arguments)

    revising = revise.revise
    monkeypatch.setattr(revise, "revise", slowly)
    call = ("revise", "--edition", NEW_EDITION.isoformat())
    before = {path: path.read_bytes() for path in root.rglob("*.yaml") if path.stem != "habo"}
    shown = run_cli(*call, root=root, exit_code=1).stderr
    assert "municipalities/habo.yaml: error: somebody changed this file" in shown
    assert {path: path.read_bytes() for path in before} == before
    assert (root / "municipalities/habo.yaml").read_bytes().endswith(b"# edited\n")
