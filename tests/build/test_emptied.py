"""Whatever an agreement uses is required: with any one value emptied it is no longer ready."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from agreement_gen.build.compose import compose
from agreement_gen.build.templates import variables
from agreement_gen.checks.gate import require_sound
from agreement_gen.lifecycle.status import statuses
from agreement_gen.problems import InputError
from agreement_gen.workspace.reader import load_workspace
from agreement_gen.workspace.tree import DiskTree, OverlayTree
from agreement_gen.yamlfile.edit import YamlEditor
from agreement_gen.yamlfile.nodes import MappingNode, ScalarNode, SequenceNode, read
from tests.support.signing_samples import SLUG, finished_workspace
from tests.support.workspaces import REPOSITORY, edit, entry, load

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from agreement_gen.build.compose import Composed
    from agreement_gen.build.template.values import Plain
    from agreement_gen.problems import Problem
    from agreement_gen.workspace.tree import Tree
    from agreement_gen.yamlfile.nodes import KeyPath, Node

EXAMPLE = REPOSITORY / "examples" / "exempelbygden"
FAMILY = "templates/halsocenter/family.yaml"
FILES = (
    f"municipalities/{SLUG}.yaml",
    "region.yaml",
    FAMILY,
    "templates/halsocenter/funding.yaml",
)

OPTIONAL = {"organisation_number", "valid_from", "name"}
"""Values that the text shows only if they are there, or leaves to be written when it is signed.

The family of the example requires them by a line of its own.
"""


def leaves(node: Node | None, path: KeyPath = ()) -> Iterator[tuple[KeyPath, ScalarNode]]:
    match node:
        case ScalarNode():
            yield path, node
        case MappingNode():
            for key, value in node.entries:
                yield from leaves(value, (*path, key.text))
        case SequenceNode():
            for number, value in enumerate(node.items):
                yield from leaves(value, (*path, number))


@cache
def workspace_files(*, is_strict: bool) -> Tree:
    """The example's files; unless strict, its family requires nothing by a line of its own."""
    disk = DiskTree(EXAMPLE)
    if is_strict:
        return disk
    family = disk.read(FAMILY)
    assert family is not None
    return OverlayTree(disk, {FAMILY: re.sub(rb"(?m)^requires: .*$", b"requires: []", family)})


def emptied(data: bytes, file: str) -> Iterator[tuple[KeyPath, ScalarNode, bytes]]:
    """A file with each of its values emptied, in each way that somebody would."""
    source = read(data, file)
    text = source.text
    for path, node in leaves(source.root):
        if node.is_null:
            continue
        start, end = node.span
        line_end = "\n" if node.style in {"|", ">"} else ""
        for nothing in ("", '" "') if isinstance(path[-1], str) else ('""',):
            new = f"{text[:start]}{nothing}{line_end}{text[end:]}"
            yield path, node, new.encode()
        if isinstance(path[-1], str):
            editor = YamlEditor(source)
            try:
                editor.remove(path)
            except InputError:  # a style that the editor leaves alone
                continue
            yield path, node, editor.verified()


def refused_or_composed(tree: Tree) -> tuple[Problem, ...] | Composed:
    try:
        workspace = load_workspace(tree)
        require_sound(workspace)
        return compose(workspace, entry(workspace, SLUG))
    except InputError as error:
        return error.problems


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "is_strict"),
    [*((file, True) for file in FILES), *((file, False) for file in FILES[:2])],
)
def test_with_any_one_used_value_emptied_an_agreement_is_not_ready(
    file: str, *, is_strict: bool
) -> None:
    tree = workspace_files(is_strict=is_strict)
    whole = refused_or_composed(tree)
    assert not isinstance(whole, tuple)
    assert whole.is_ready
    data = tree.read(file)
    assert data is not None
    count = 0
    for path, node, new in emptied(data, file):
        found = refused_or_composed(OverlayTree(tree, {file: new}))
        key = next(part for part in reversed(path) if isinstance(part, str))
        if isinstance(found, tuple) or found.missing:
            problems = found if isinstance(found, tuple) else found.missing
            assert any(names(one, path, node) for one in problems), (path, problems)
            count += 1
        elif is_strict or key not in OPTIONAL:
            assert found.document == whole.document, f"{path} is used, and may be empty"
    assert count > 20


def names(problem: Problem, path: KeyPath, node: ScalarNode) -> bool:
    """Whether a problem is at an emptied value's line, or names a key on the way to it."""
    if problem.location.line == node.location.line:
        return True
    keys = {part for part in path if isinstance(part, str)}
    words = f"{problem.message} {problem.hint} {problem.code}"
    return any(key in words or key.split("_")[0] in words for key in keys) or (
        path == ("valid_from",) and problem.code == "missing-start"
    )


def reached(values: Plain, name: str = "") -> Iterator[tuple[str, str | int | dt.date | bool]]:
    match values:
        case dict():
            for key, value in values.items():
                yield from reached(value, f"{name}.{key}" if name else key)
        case list():
            for number, value in enumerate(values):
                yield from reached(value, f"{name}[{number}]")
        case None:
            yield name, ""


USES = (
    "{{ %s }}",
    "{{ %s | lower }}",
    "{%% set value = %s %%}{{ value }}",
    "{{ 'Nummer ' ~ %s }}",
    "{%% for value in %s %%}{{ value }}{%% endfor %%}",
    "{%% for value in [%s] %%}{{ value }}{%% endfor %%}",
    "{{ %s if edition else 'inget' }}",
    "{{ %s or none }}",
    "{{ edition and %s }}",
)


@pytest.mark.parametrize("use", USES)
def test_however_a_clause_inserts_an_empty_value_the_agreement_is_a_draft(
    tmp_path: Path, use: str
) -> None:
    root = finished_workspace(tmp_path / "workspace")
    workspace = load(root)
    one = entry(workspace, SLUG)
    standard = workspace.standards["halsocenter"]
    clause = "templates/halsocenter/clauses/revidering.md.j2"
    text = (root / clause).read_bytes()
    empty = [name for name, _ in reached(variables(workspace, one, standard))]
    assert "parties.municipality.signatory.delegation" in empty
    for name in empty:
        overlay = {clause: text + f"\nText {use % name} text.\n".encode()}
        changed = load_workspace(OverlayTree(DiskTree(root), overlay))
        found = compose(changed, entry(changed, SLUG))
        [gap] = found.missing
        assert name in gap.message or "`value`" in gap.message
        assert found.document.header_footer.draft == "UTKAST"


def test_status_calls_no_agreement_ready_that_the_build_calls_a_draft(tmp_path: Path) -> None:
    root = finished_workspace(tmp_path / "workspace")
    edit(
        root,
        "templates/halsocenter/clauses/revidering.md.j2",
        {"# Revidering\n": "# Revidering\n\n{{ parties.region.signatory.delegation }}.\n"},
    )
    workspace = load(root)
    one = entry(workspace, SLUG)
    [status] = statuses(workspace, [one], one.record.edition)
    assert status.missing == compose(workspace, one).missing != ()
    assert status.state == "draft"
