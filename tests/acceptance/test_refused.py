"""What `check` refuses, no other command composes: each reports it, none fails in the middle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.cli import run_cli
from tests.support.repositories import commit
from tests.support.workspaces import CASES, edit, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.peer, pytest.mark.slow]

BAD = sorted(path.name for path in (CASES / "bad").iterdir())
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("build", "--to", "txt", "--jobs", "1"),
    ("status",),
    ("register",),
    ("invoice", "2026", "--to", "csv"),
    ("redline", "--from", "HEAD", "--to-format", "html"),
    ("redline", "--from", "HEAD~1", "--to", "HEAD", "--to-format", "html"),
    ("redline", "--from", "HEAD", "--to", "HEAD~1", "--to-format", "html"),
)
SHOWING: tuple[tuple[str, ...], ...] = (
    ("funding",),
    ("deviations",),
    ("diff",),
    ("diff", "HEAD~1", "HEAD"),
    ("diff", "HEAD", "HEAD~1"),
    ("revise", "--edition", "2024-01-15", "--dry-run"),
    ("schema", "municipality"),
)
"""These show or correct some of what is refused, so that they may work all the same."""

COMPOSED = {"includes", "links", "own-field-places", "pictures", "tables", "templates"}
"""Cases whose faults are found in composing, which an invoice does not do."""


@pytest.mark.parametrize("case", BAD)
def test_every_command_refuses_what_check_refuses(case: str, tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "workspace")
    commit(root)
    small_workspace(root, CASES / "bad" / case)
    (root / "expected.txt").unlink()
    for path in root.glob("*/*.yaml"):
        path.touch()  # copies keep their times, by which git's index would miss a change
    commit(root)
    run_cli("check", root=root, exit_code=1)
    for command in COMMANDS:
        shown = run_cli(*command, root=root, exit_code=None)
        # What waits for its edition is shown, and so is what composing alone could find fault with.
        waits = case == "scripts" and command[0] not in {"build", "redline"}
        waits |= case in COMPOSED and command[0] == "invoice"
        assert shown.exit_code == (0 if waits else 1), command
    for command in SHOWING:
        assert run_cli(*command, root=root, exit_code=None).exit_code in {0, 1}


def test_a_figure_that_is_misspelled_is_reported_by_each(tmp_path: Path) -> None:
    """It once was a traceback, because the figure of the table was looked up all the same."""
    root = small_workspace(tmp_path)
    commit(root)
    edit(root, "municipalities/alby.yaml", {"annual_amount_sek": "anual_amount_sek"})
    for command in (*COMMANDS[:5], ("funding",), ("revise", "--edition", "2024-01-15")):
        shown = run_cli(*command, root=root, exit_code=1)
        assert "municipalities/alby.yaml:7:" in shown.stderr
        assert "did you mean `annual_amount_sek`?" in shown.stderr


def test_who_waits_for_a_new_edition_stops_nobody_else(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    family = "templates/samverkan/family.yaml"
    commit(root)
    edit(root, family, {"edition: 2024-01-15": "edition: 2025-01-15"})
    edit(root, "municipalities/alby.yaml", {"edition: 2024-01-15": "edition: 2025-01-15"})
    run_cli("build", "Alby", "--to", "txt", "--jobs", "1", root=root)
    run_cli("build", "--to", "txt", "--jobs", "1", root=root, exit_code=1)
    for command in (
        ("status",),
        ("register",),
        ("funding",),
        ("revise", "--edition", "2025-01-15"),
    ):
        run_cli(*command, root=root)
    run_cli("check", root=root)
