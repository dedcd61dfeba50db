"""What clauses include: files of two folders, and where their faults are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from agreement_gen.build.compose import compose
from agreement_gen.changes.compare import compare
from agreement_gen.changes.states import WorkspaceState
from agreement_gen.document.tree import lines
from agreement_gen.problems import InputError
from agreement_gen.workspace.tree import DiskTree
from tests.support.workspaces import edit, entry, load, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

MAL = "templates/samverkan/clauses/mal.md.j2"


def including(root: Path) -> Path:
    """The small workspace with a clause that includes a file of each folder."""
    small_workspace(root)
    write(root, "samverkan/includes/kontakt", "Ring {{ parties.municipality.name }}.\n")
    write(root, "shared/mote", '- {{ region.name }}\n{% include "shared/rum" %}\n')
    write(root, "shared/rum", "- i *stadshuset*\n")
    both = '\n\n{% include "kontakt" %}\n\n{% include "shared/mote" %}\n'
    edit(root, MAL, {"term_months | months }}.": "term_months | months }}." + both})
    return root


def write(root: Path, name: str, text: str) -> None:
    path = root / "templates" / f"{name}.md.j2"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def text_of_agreement(root: Path) -> str:
    workspace = load(root)
    return "\n".join(lines(compose(workspace, entry(workspace, "alby")).document))


def test_a_clause_includes_files_of_its_family_and_shared_ones(tmp_path: Path) -> None:
    root = including(tmp_path)
    assert "Ring Alby kommun.\n• Region Testmark\n• i stadshuset" in text_of_agreement(root)
    assert {path.split("/", 1)[1] for path in load(root).standards["samverkan"].inputs} >= {
        "samverkan/includes/kontakt.md.j2",
        "shared/mote.md.j2",
        "shared/rum.md.j2",
    }


def test_markdown_that_an_included_file_may_not_have_is_found_in_it(tmp_path: Path) -> None:
    root = including(tmp_path)
    write(root, "shared/rum", "- i stadshuset\n\n> citat\n")
    with pytest.raises(InputError) as raised:
        text_of_agreement(root)
    assert str(raised.value.problems[0].location) == "templates/shared/rum.md.j2:3:1"


def test_a_change_of_an_included_file_is_a_change_of_the_clause(tmp_path: Path) -> None:
    old, new = including(tmp_path / "old"), including(tmp_path / "new")
    write(new, "shared/rum", "- i biblioteket\n")
    states = [WorkspaceState("", DiskTree(root)) for root in (old, new)]
    changes = compare(states[0], states[1]).changes
    assert [change.clause for change in changes] == ["Mål"]


def test_a_change_that_no_agreement_shows_is_reported_as_it_is_written(tmp_path: Path) -> None:
    old, new = including(tmp_path / "old"), including(tmp_path / "new")
    write(new, "shared/rum", "- i *stadshuset*\n{% if title == 'x' %}- eller ej\n{% endif %}")
    states = [WorkspaceState("", DiskTree(root)) for root in (old, new)]
    changes = compare(states[0], states[1]).changes
    assert [change.clause for change in changes] == ["Mål"]


def test_no_include_leads_out_of_the_workspace(tmp_path: Path) -> None:
    root = including(tmp_path / "root")
    (tmp_path / "secret").write_text("hemligt", encoding="utf-8")
    path = root / "templates/shared/rum.md.j2"
    path.unlink()
    path.symlink_to(tmp_path / "secret")
    with pytest.raises(InputError) as raised:
        load(root)
    assert [found.code for found in raised.value.problems] == ["link-out"]
