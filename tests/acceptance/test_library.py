"""The library without the command line, as its documentation shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import agreement_gen
from agreement_gen import (
    DiskTree,
    Options,
    build_agreements,
    check_workspace,
    compose_agreement,
    load_workspace,
)
from tests.support.workspaces import REPOSITORY, small_workspace

if TYPE_CHECKING:
    from pathlib import Path


def test_every_public_name_is_there() -> None:
    assert set(agreement_gen.__all__) == set(agreement_gen._HOMES)
    for name in agreement_gen.__all__:
        assert getattr(agreement_gen, name) is not None


def test_an_unknown_name_is_no_attribute() -> None:
    assert not hasattr(agreement_gen, "builds")


def test_a_workspace_is_read_checked_composed_and_built(tmp_path: Path) -> None:
    workspace = load_workspace(DiskTree(small_workspace(tmp_path)))
    assert check_workspace(workspace) == ()
    assert compose_agreement(workspace, workspace.entries[0]).is_ready
    options = Options(formats=("txt",), jobs=1)
    [built, _] = build_agreements(workspace, workspace.entries, tmp_path / "output", options)
    assert built.files == ("samverkansplan-alby.txt",)


def test_the_workspace_of_this_repository_is_without_fault() -> None:
    assert check_workspace(load_workspace(DiskTree(REPOSITORY))) == ()
