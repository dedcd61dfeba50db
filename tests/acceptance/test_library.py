"""The library without the command line: its one public door, and what its documentation shows."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

import agreement_gen
from agreement_gen import (
    DiskTree,
    DocumentStyle,
    InputError,
    Options,
    Origin,
    build_agreements,
    check_workspace,
    compare_documents,
    compose_agreement,
    load_workspace,
    render_document,
    select,
)
from agreement_gen.clock import stamp
from agreement_gen.document.tree import lines
from agreement_gen.formats.pdf.reader import pdf_text
from tests.support.workspaces import REPOSITORY, edit, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

DOOR = REPOSITORY / "agreement_gen" / "__init__.py"


def homes_for_type_checkers() -> dict[str, str]:
    """Where a type checker finds each public name, as ``module.attribute``."""
    tree = ast.parse(DOOR.read_text(encoding="utf-8"))
    [block] = [
        node
        for node in tree.body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    ]
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def test_each_public_name_is_the_same_at_run_time_and_for_type_checkers() -> None:
    homes = homes_for_type_checkers()
    assert sorted(homes) == sorted(agreement_gen.__all__)
    for name in agreement_gen.__all__:
        public = getattr(agreement_gen, name)
        module, _, attribute = homes[name].rpartition(".")
        assert public is getattr(import_module(module), attribute)
        assert public.__doc__


def test_the_package_says_that_it_is_typed() -> None:
    """PEP 561: without this marker type checkers ignore the annotations of an installed package."""
    assert DOOR.with_name("py.typed").is_file()


def test_another_name_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="'agreement_gen' has no attribute 'builds'"):
        agreement_gen.builds  # type: ignore[attr-defined]  # noqa: B018


def loaded_by(statement: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after a statement."""
    code = f"import sys, json\n{statement}\nprint(json.dumps(list(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def test_a_public_name_is_loaded_when_it_is_first_used() -> None:
    door = loaded_by("import agreement_gen")
    assert not {name for name in door if name.startswith("agreement_gen.")}
    used = loaded_by("from agreement_gen import load_workspace")
    assert "agreement_gen.workspace.reader" in used
    assert not {"weasyprint", "docx", "pyhanko", "click"} & used


def test_a_workspace_is_read_checked_composed_and_built(tmp_path: Path) -> None:
    workspace = load_workspace(DiskTree(small_workspace(tmp_path)))
    assert [entry.record.municipality for entry in workspace.entries] == ["Alby", "Ösby Å"]
    assert check_workspace(workspace) == ()
    alby, osby = (compose_agreement(workspace, entry) for entry in workspace.entries)
    assert (alby.is_ready, osby.is_ready) == (True, False)
    options = Options(formats=("txt",), jobs=1)
    built = build_agreements(workspace, workspace.entries, tmp_path / "output", options)
    assert [(row.municipality, row.state, row.files) for row in built] == [
        ("Alby", "ready", ("samverkansplan-alby.txt",)),
        ("Ösby Å", "draft", ("samverkansplan-osby-a.txt",)),
    ]
    text = (tmp_path / "output" / "samverkansplan-alby.txt").read_text(encoding="utf-8")
    assert "Tio ledare" in text


def test_a_document_is_rendered_and_compared_with_another(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    old = load_workspace(DiskTree(root))
    edit(root, "municipalities/alby.yaml", {"Tio ledare": "Elva ledare"})
    new = load_workspace(DiskTree(root))
    [entry] = select(new, ["Alby"])
    before = compose_agreement(old, select(old, ["Alby"])[0]).document
    after = compose_agreement(new, entry).document
    standard = new.standards[entry.record.agreement]
    style = DocumentStyle(standard.css, standard.reference)
    origin = Origin(stamp(standard.family.record.edition))
    [(_, pdf)] = render_document(after, style, ("pdf",), origin).files
    assert "Elva ledare" in " ".join(pdf_text(pdf).split())
    marked = "\n".join(lines(compare_documents(before, after)))
    assert "Tio" in marked
    assert "Elva" in marked


def test_a_fault_in_the_users_files_carries_its_problems(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    edit(root, "region.yaml", {"county: Testmarks län": "country: Testmarks län"})
    with pytest.raises(InputError) as caught:
        load_workspace(DiskTree(root))
    problem = next(each for each in caught.value.problems if "country" in each.message)
    assert (problem.location.file, problem.location.line) == ("region.yaml", 3)
    assert problem.severity == "error"
    assert str(problem) in str(caught.value)


def test_the_workspace_of_this_repository_is_without_fault() -> None:
    assert check_workspace(load_workspace(DiskTree(REPOSITORY))) == ()
