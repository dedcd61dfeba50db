"""Each module imports only from the layers above it, so that a newcomer can read downwards."""

from __future__ import annotations

import ast

import pytest

from tests.workspaces import REPOSITORY

PACKAGE = REPOSITORY / "agreement_gen"
LAYERS = (
    ("problems",),
    ("source",),
    ("values",),
    ("model",),
    ("load",),
    ("swedish", "clock"),
    ("workspace",),
    ("git", "yaml_values", "journal"),
    ("edits",),
    ("dates", "money"),
    ("invoice",),
    ("document",),
    ("markup",),
    ("sums",),
    ("indexing",),
    ("readiness",),
    ("overrides",),
    ("checks",),
    ("directives",),
    ("compose",),
    ("schema",),
    ("align",),
    ("marks",),
    ("compare",),
    ("fonts",),
    ("writers",),
    ("readback",),
    ("render",),
    ("provenance", "publish"),
    ("preload", "workers"),
    ("build",),
    ("revise_region",),
    ("revise",),
    ("spreadsheet",),
    ("funding", "status", "invoice_words"),
    ("register", "icalendar_file", "invoices"),
    ("invoice_files",),
    ("changes",),
    ("redlines", "tidy"),
    ("signing",),
    ("origin",),
    ("starter", "newcomer", "doctor"),
    ("cli",),
    ("__main__",),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))


def room(module: str) -> str:
    """The part of the package that a module belongs to."""
    return module.split(".")[1] if "." in module else ""


def imported(tree: ast.AST) -> set[str]:
    """The parts of the package that a module imports, wherever in the module it does."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {room(name) for name in names if name.startswith("agreement_gen.")} & set(RANK)


@pytest.mark.parametrize("path", [str(path) for path in MODULES if path.name != "__init__.py"])
def test_a_module_imports_only_from_above(path: str) -> None:
    own = path.removesuffix(".py").split("/", maxsplit=1)[0]
    assert own in RANK, f"{own} has no layer; add it to LAYERS where it belongs"
    below = {
        name
        for name in imported(ast.parse((PACKAGE / path).read_text(encoding="utf-8")))
        if RANK[name] > RANK[own] or (RANK[name] == RANK[own] and name != own)
    }
    assert not below, f"{path} imports from below: {sorted(below)}"


def test_the_library_does_not_import_click() -> None:
    offenders = [
        str(path)
        for path in MODULES
        if path.parts[0] != "cli" and "import click" in (PACKAGE / path).read_text(encoding="utf-8")
    ]
    assert offenders == []


def test_only_compose_knows_jinja() -> None:
    knows = [
        str(path)
        for path in MODULES
        if "import jinja2" in (PACKAGE / path).read_text(encoding="utf-8")
    ]
    assert knows == ["compose.py"]
