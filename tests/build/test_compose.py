"""The standard and a municipality's facts to one tree: golden trees, escaping, cross references.

After a deliberate change of the standard, ``UPDATE_EXPECTED=1 pytest tests/build/test_compose.py``
writes the golden trees anew, to be read as a diff.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from agreement_gen.build.compose import compose
from agreement_gen.document.tree import Signatures, fold, lines, text_of
from agreement_gen.problems import InputError
from tests.support.outline import outline
from tests.support.workspaces import (
    REPOSITORY,
    TESTS,
    edit,
    entry,
    load,
    small_workspace,
)

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.document.tree import Document


def composed(root: Path, slug: str) -> Document:
    workspace = load(root)
    return compose(workspace, entry(workspace, slug)).document


def text_in(document: Document) -> str:
    return "\n".join(lines(document)).replace("\u00a0", " ")


@pytest.mark.parametrize("name", ["vetlanda", "aneby", "jonkoping"])
def test_golden_tree_of_the_county(name: str) -> None:
    check_golden(outline(composed(REPOSITORY, name)), name)


@pytest.mark.parametrize("name", ["alby", "osby-a"])
def test_golden_tree_of_another_family_with_three_parties(name: str, tmp_path: Path) -> None:
    check_golden(outline(composed(small_workspace(tmp_path), name)), name)


def check_golden(text: str, name: str) -> None:
    golden = TESTS / "golden" / f"{name}.txt"
    if os.environ.get("UPDATE_EXPECTED"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_a_value_cannot_change_the_structure_around_it(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    hostile = "# *Alby* [x](#mal) {{ region.name }} <b> ::: signatures"
    edit(root, "municipalities/alby.yaml", {"legal_name: Alby kommun": f"legal_name: '{hostile}'"})
    document = composed(root, "alby")
    assert f"Planen gäller {hostile} och följer avsnitt 2." in text_in(document)
    assert len(document.clauses) == 3


def test_a_local_text_is_placed_word_for_word(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    edit(
        root,
        "municipalities/alby.yaml",
        {"leaders: Tio ledare utbildas varje år.": r"leaders: 'Tio {{ ledare }} \*utbildas\* 1\.'"},
    )
    assert "Tio {{ ledare }} *utbildas* 1." in text_in(composed(root, "alby"))


def test_clauses_are_numbered_by_place_and_referred_to_by_id(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    family = "templates/samverkan/family.yaml"
    edit(root, family, {"clauses: [mal, atagande,": "clauses: [atagande, mal,"})
    document = composed(root, "alby")
    assert [(c.number, c.id) for c in document.clauses] == [
        (1, "atagande"),
        (2, "mal"),
        (3, "underskrift"),
    ]
    assert "och följer avsnitt 1." in text_in(document)


def test_only_the_clause_with_signatures_is_kept_with_the_one_before() -> None:
    document = composed(REPOSITORY, "aneby")
    kept = [c.id for c in document.clauses if c.keep_with_previous]
    assert kept == [document.clauses[-1].id]
    assert isinstance(document.clauses[-1].blocks[-1], Signatures)


def test_every_party_signs_in_the_familys_order(tmp_path: Path) -> None:
    document = composed(small_workspace(tmp_path), "alby")
    block = document.clauses[-1].blocks[-1]
    assert isinstance(block, Signatures)
    assert [text_of(s.heading) for s in block.signatures] == [
        "För Region Testmark",
        "För Idrottsförbundet i Testmark",
        "För Alby kommun",
    ]


def test_a_complete_agreement_carries_no_mark_and_an_incomplete_one_does(tmp_path: Path) -> None:
    workspace = load(small_workspace(tmp_path))
    ready = compose(workspace, entry(workspace, "alby"))
    draft = compose(workspace, entry(workspace, "osby-a"))
    assert (ready.is_ready, ready.document.header_footer.draft) == (True, None)
    assert (draft.is_ready, draft.document.header_footer.draft) == (False, "UTKAST")
    assert [p.code for p in draft.missing] == [
        "missing-local-text",
        "missing-local-text",
        "missing-role",
    ]


def test_the_approval_clause_follows_the_signing_profile() -> None:
    workspace = load(REPOSITORY)
    own = entry(workspace, "aneby")
    assert "två likalydande exemplar" in text_in(compose(workspace, own, signing="paper").document)
    assert "ett elektroniskt original" in text_in(
        compose(workspace, own, signing="service").document
    )


def test_case_numbers_are_in_the_header(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    alby = root / "municipalities/alby.yaml"
    alby.write_text(alby.read_text(encoding="utf-8") + "decision: {case_number: KFN 2024/7}\n")
    [line] = composed(root, "alby").header_footer.case_numbers
    assert line.text == "Dnr, Alby kommun: KFN\u00a02024/7"


def test_a_local_text_with_faults_is_never_composed(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    edit(root, "municipalities/alby.yaml", {"Tio ledare utbildas": "Tio `ledare` utbildas"})
    with pytest.raises(InputError, match="backticks"):
        composed(root, "alby")


def test_a_clause_reaches_no_method_of_a_value(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    clause = root / "templates/samverkan/clauses/mal.md.j2"
    clause.write_text("# Mål\n\n{{ ''.__class__.__mro__ }}\n", encoding="utf-8")
    with pytest.raises(InputError, match="template-no-parts"):
        composed(root, "alby")


def test_every_figure_of_the_published_table_is_in_the_agreement() -> None:
    workspace = load(REPOSITORY)
    text = fold("\n".join(lines(compose(workspace, entry(workspace, "aneby")).document)))
    for other in workspace.entries:
        figures = "".join(str(v) for v in other.record.funding.values())
        assert f"{other.record.municipality}{figures}" in text
    money = workspace.standards["halsocenter"].funding
    assert money is not None
    for group in money.record.groups:
        assert f"{fold(group.sum_title)}{''.join(map(str, group.published.values()))}" in text
    assert "Totalsumma499900033355279" in text
