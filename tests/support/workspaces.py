"""Workspaces for tests: a small one of an invented region, changed file by file."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from agreement_gen.workspace.reader import Entry, Workspace, load_workspace
from agreement_gen.workspace.tree import DiskTree

if TYPE_CHECKING:
    from collections.abc import Mapping

TESTS = Path(__file__).parent.parent
REPOSITORY = TESTS.parent
CASES = TESTS / "cases"


def small_workspace(root: Path, overlay: Path | None = None) -> Path:
    """Copy the small workspace to ``root``, then the files of ``overlay`` over it."""
    shutil.copytree(CASES / "base", root, dirs_exist_ok=True)
    style = REPOSITORY / "templates" / "halsocenter"
    for name in ("agreement.css", "reference.docx"):
        shutil.copy(style / name, root / "templates" / "samverkan" / name)
    if overlay is not None:
        shutil.copytree(overlay, root, dirs_exist_ok=True)
    return root


def repository_workspace(root: Path) -> Path:
    """Copy this repository's own workspace to ``root``."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copy(REPOSITORY / "region.yaml", root)
    for folder in ("templates", "municipalities"):
        shutil.copytree(REPOSITORY / folder, root / folder)
    return root


INDEX_FIGURES = """  figures:
    - {year: 2021, figure: 100, source: Invented, dated: 2020-10-01}
    - {year: 2022, figure: 102.5, source: Invented, dated: 2021-10-01}
    - {year: 2023, figure: 107.1, source: Invented, dated: 2022-10-01}
"""


MONEY = "templates/halsocenter/funding.yaml"
"""The money of the Hälsocenter family."""


def with_index(root: Path) -> Path:
    """Add an invented index of three years, from the price year 2021, to a workspace."""
    edit(root, "region.yaml", {"  figures: []\n": INDEX_FIGURES})
    raised = "yearly_raise: {clause: ekonomi}\n"
    edit(root, MONEY, {"total:\n": "price_year: 2021\ntotal:\n", "yearly_raise:\n": raised})
    return root


NEW_EDITION = dt.date(2022, 12, 22)
"""The edition that :func:`workspace_to_revise` brings."""


def workspace_to_revise(root: Path) -> Path:
    """This repository's workspace with a new edition: one item added, one dropped, an index."""
    repository_workspace(root)
    path = root / "templates/halsocenter/family.yaml"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("  - key: marketing"), text.index("  - key: premises")
    added = "  - key: safety\n    text: Kommunen svarar för säkerheten.\n"
    text = text[:start] + added + text[end:]
    text = text.replace("edition: 2020-12-22", f"edition: {NEW_EDITION}")
    path.write_text(text, encoding="utf-8")
    return with_index(root)


def with_filled_posts(root: Path) -> Path:
    """Make every planned post of a workspace one that is filled, under signed agreements.

    They are in force from 2021-01-01. Gives the workspace back.
    """
    for path in (root / "municipalities").iterdir():
        text = path.read_text("utf-8")
        if ", planned: true" in text:
            text = text.replace(", planned: true", "")
            text = text.replace("\nvalid_from:\n", "\nvalid_from: 2021-01-01\n")
            text += f"signed: {SIGNED_2020}\n"
        path.write_text(text, "utf-8")
    return root


SIGNED_2020 = f'{{date: 2020-12-28, edition: 2020-12-22, sha256: "{"a" * 64}"}}'
"""The first edition of this repository's standard, signed before the year 2021."""


def edit(root: Path, path: str, changes: Mapping[str, str]) -> None:
    """Replace texts in a file of a workspace; each must occur once."""
    text = (root / path).read_text(encoding="utf-8")
    for old, new in changes.items():
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {path}"
        text = text.replace(old, new)
    (root / path).write_text(text, encoding="utf-8")


def load(root: Path) -> Workspace:
    """Read the workspace in a folder."""
    return load_workspace(DiskTree(root))


def entry(workspace: Workspace, slug: str) -> Entry:
    """The municipality with a slug."""
    return next(entry for entry in workspace.entries if entry.slug == slug)
