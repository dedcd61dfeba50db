"""`agreement-gen tidy`: all files or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreement_gen.yamlfile import tidy
from tests.support.cli import run_cli

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_command_checks_or_tidies_all_files_or_none(tmp_path: Path) -> None:
    untidy, fine, broken = (tmp_path / name for name in ("untidy.yaml", "fine.yaml", "broken.yaml"))
    untidy.write_bytes(b"a: 1 \n")
    fine.write_bytes(b"a: 1\n")
    broken.write_bytes(b"a: [\n")
    listed = run_cli("tidy", "--check", untidy, fine, exit_code=1)
    assert listed.output == f"not tidy: {untidy}\n"
    run_cli("tidy", untidy, fine, broken, exit_code=1)
    assert untidy.read_bytes() == b"a: 1 \n"
    assert run_cli("tidy", untidy, fine).output == f"tidied: {untidy}\n"
    assert untidy.read_bytes() == b"a: 1\n"
    run_cli("tidy", "--check", untidy, fine)


def test_an_edit_made_meanwhile_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"a: 1  \n")

    def slowly(data: bytes, name: str) -> bytes:
        file.write_bytes(b"a: 2\n")
        return tidying(data, name)

    tidying = tidy.tidy
    monkeypatch.setattr(tidy, "tidy", slowly)
    assert "changed-meanwhile" in run_cli("tidy", file, exit_code=1).stderr
    assert file.read_bytes() == b"a: 2\n"
