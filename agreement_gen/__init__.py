"""Agreements between a region and its municipalities, as Word and PDF, from one document tree.

The library without the command line::

    from pathlib import Path

    from agreement_gen import DiskTree, build_agreements, check_workspace, load_workspace

    workspace = load_workspace(DiskTree(Path(".")))
    for problem in check_workspace(workspace):
        print(problem)
    built = build_agreements(workspace, workspace.entries, Path("output"))

What is wrong in the user's files is raised as :class:`InputError`. Each name is imported when it
is first used, so that the command line starts quickly.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agreement_gen.build import Built, Options
    from agreement_gen.build import build as build_agreements
    from agreement_gen.checks import check as check_workspace
    from agreement_gen.compare import redline as compare_documents
    from agreement_gen.compose import Composed
    from agreement_gen.compose import compose as compose_agreement
    from agreement_gen.document import Document
    from agreement_gen.problems import InputError, Location, Problem
    from agreement_gen.render import Look
    from agreement_gen.render import render as render_document
    from agreement_gen.workspace import DiskTree, Workspace, find_root, load_workspace, select

__version__ = "0.1.0"

__all__ = [
    "Built",
    "Composed",
    "DiskTree",
    "Document",
    "InputError",
    "Location",
    "Look",
    "Options",
    "Problem",
    "Workspace",
    "build_agreements",
    "check_workspace",
    "compare_documents",
    "compose_agreement",
    "find_root",
    "load_workspace",
    "render_document",
    "select",
]

_HOMES = {
    "Built": "build.Built",
    "Composed": "compose.Composed",
    "DiskTree": "workspace.DiskTree",
    "Document": "document.Document",
    "InputError": "problems.InputError",
    "Location": "problems.Location",
    "Look": "render.Look",
    "Options": "build.Options",
    "Problem": "problems.Problem",
    "Workspace": "workspace.Workspace",
    "build_agreements": "build.build",
    "check_workspace": "checks.check",
    "compare_documents": "compare.redline",
    "compose_agreement": "compose.compose",
    "find_root": "workspace.find_root",
    "load_workspace": "workspace.load_workspace",
    "render_document": "render.render",
    "select": "workspace.select",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'agreement_gen' has no attribute {name!r}")
    module, _, attribute = _HOMES[name].partition(".")
    return getattr(import_module(f"agreement_gen.{module}"), attribute)
