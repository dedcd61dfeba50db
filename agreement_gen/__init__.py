"""Agreements between a region and its municipalities, as Word and PDF, from one document tree.

The library without the command line::

    from pathlib import Path

    from agreement_gen import DiskTree, build_agreements, check_workspace, load_workspace

    workspace = load_workspace(DiskTree(Path(".")))
    for problem in check_workspace(workspace):
        print(problem)
    built = build_agreements(workspace, None, Path("output"))

What is wrong in the user's files is raised as :class:`InputError`. Each name is imported when it
is first used, so that the command line starts quickly.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agreement_gen.build.build import Built, Options
    from agreement_gen.build.build import build as build_agreements
    from agreement_gen.build.compose import Composed
    from agreement_gen.build.compose import compose as compose_agreement
    from agreement_gen.checks.rules import check as check_workspace
    from agreement_gen.document.diff import redline as compare_documents
    from agreement_gen.document.tree import Document
    from agreement_gen.formats.render import DocumentStyle, Origin, Rendered, RenderFailure
    from agreement_gen.formats.render import render as render_document
    from agreement_gen.problems import InputError, Location, Problem
    from agreement_gen.workspace.reader import Entry, Workspace, load_workspace, select
    from agreement_gen.workspace.root import find_root
    from agreement_gen.workspace.tree import DiskTree

__version__ = "0.1.0"

__all__ = [
    "Built",
    "Composed",
    "DiskTree",
    "Document",
    "DocumentStyle",
    "Entry",
    "InputError",
    "Location",
    "Options",
    "Origin",
    "Problem",
    "RenderFailure",
    "Rendered",
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
    "Built": "build.build.Built",
    "Composed": "build.compose.Composed",
    "DiskTree": "workspace.tree.DiskTree",
    "Document": "document.tree.Document",
    "DocumentStyle": "formats.render.DocumentStyle",
    "Entry": "workspace.reader.Entry",
    "InputError": "problems.InputError",
    "Location": "problems.Location",
    "Options": "build.build.Options",
    "Origin": "formats.render.Origin",
    "Problem": "problems.Problem",
    "RenderFailure": "formats.render.RenderFailure",
    "Rendered": "formats.render.Rendered",
    "Workspace": "workspace.reader.Workspace",
    "build_agreements": "build.build.build",
    "check_workspace": "checks.rules.check",
    "compare_documents": "document.diff.redline",
    "compose_agreement": "build.compose.compose",
    "find_root": "workspace.root.find_root",
    "load_workspace": "workspace.reader.load_workspace",
    "render_document": "formats.render.render",
    "select": "workspace.reader.select",
}


if not TYPE_CHECKING:  # a type checker that saw this would accept any name

    def __getattr__(name: str) -> object:
        if name not in _HOMES:
            raise AttributeError(f"module 'agreement_gen' has no attribute {name!r}")
        module, _, attribute = _HOMES[name].rpartition(".")
        return getattr(import_module(f"agreement_gen.{module}"), attribute)
