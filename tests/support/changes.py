"""The small workspace in two states, and what is reported of its changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreement_gen.changes.compare import compare
from agreement_gen.changes.model import TextChange, ValueChange
from agreement_gen.changes.report import headline
from agreement_gen.changes.states import WorkspaceState
from agreement_gen.document.tree import Runs, TrackedChange
from agreement_gen.workspace.tree import DiskTree

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from agreement_gen.changes.model import Changes, ReportedChange
    from agreement_gen.workspace.reader import Selection

ALBY = "municipalities/alby.yaml"
OSBY = "municipalities/osby-a.yaml"
FAMILY = "templates/samverkan/family.yaml"
CLAUSES = "templates/samverkan/clauses"


def compared(old: Path, new: Path, names: Selection | Sequence[str] = ()) -> Changes:
    """What changed from the workspace ``old`` (called A) to ``new`` (called B)."""
    return compare(WorkspaceState("A", DiskTree(old)), WorkspaceState("B", DiskTree(new)), names)


def reported(changes: Changes) -> list[str]:
    """Each change as a line."""
    return [f"{change.subject} · {headline(change)}" for change in changes.changes]


def words(change: ReportedChange) -> list[str]:
    """The lines of a changed text, with ``+`` around inserted words and ``-`` around deleted."""
    return [_marked(line) for line in text_change(change).lines]


def _marked(line: Runs) -> str:
    marks = {TrackedChange.INSERTED: "+", TrackedChange.DELETED: "-", None: ""}
    return "".join(f"{marks[r.change]}{r.text}{marks[r.change]}" for r in line)


def value_change(change: ReportedChange) -> ValueChange:
    assert isinstance(change, ValueChange)
    return change


def text_change(change: ReportedChange) -> TextChange:
    assert isinstance(change, TextChange)
    return change
