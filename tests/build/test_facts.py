"""Each fact of a standard is held against every composed agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from agreement_gen.build.compose import compose
from agreement_gen.build.facts import spoken
from agreement_gen.checks.rules import check
from agreement_gen.problems import InputError
from tests.support.cli import run_cli
from tests.support.workspaces import REPOSITORY, edit, entry, load, repository_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.problems import Problem

FACTS = "templates/halsocenter/facts.yaml"
CLAUSES = "templates/halsocenter/clauses"
FAMILY = "templates/halsocenter/family.yaml"


@pytest.mark.parametrize("folder", [".", "examples/exempelbygden"])
def test_every_agreement_says_every_fact(folder: str) -> None:
    workspace = load(REPOSITORY / folder)
    for agreement in workspace.entries:
        assert compose(workspace, agreement).facts == ()


def facts_of(root: Path, slug: str = "vetlanda") -> tuple[Problem, ...]:
    workspace = load(root)
    return compose(workspace, entry(workspace, slug)).facts


@pytest.mark.parametrize(
    ("clause", "old", "new", "fact"),
    [
        ("ansvarsfordelning", "bidra till att finansiera", "finansiera", "2.4.1"),
        ("ansvarsfordelning", "lokaler som är lämpliga", "ändamålsenliga lokaler", "2.5.4"),
        ("ekonomi", "ska ett Hälsocenter erbjuda", "erbjuder ett Hälsocenter", "3.4"),
        ("ekonomi", "{{ money.set_aside_sek | million }}", "6 miljoner kronor", "3.1"),
        ("informationsskyldighet", "har för avsikt att vidta", "vidtar", "7.1"),
        ("informationsskyldighet", "om villkoren för", "om förutsättningarna för", "7.2"),
        ("lokal-overenskommelse", "En lokal styrgrupp leder", "En lokal styrgrupp följer", "5.3"),
        ("uppdragsbeskrivning", "- relevant utbildning", "- ska ha relevant utbildning", "4.5"),
        ("bindningstid", "{{ terms.notice_months | months }}", "6 månader", "6.1"),
    ],
)
def test_whoever_edits_a_clause_is_told_which_fact_it_gives_up(
    tmp_path: Path, clause: str, old: str, new: str, fact: str
) -> None:
    root = repository_workspace(tmp_path / "workspace")
    edit(root, f"{CLAUSES}/{clause}.md.j2", {old: new})
    lost = facts_of(root)
    assert {dict(problem.values)["id"] for problem in lost} == {fact}
    assert {problem.severity for problem in lost} == {"error"}
    assert {problem.location.file for problem in lost} == {f"{CLAUSES}/{clause}.md.j2"}


def test_a_changed_term_is_a_changed_fact(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path / "workspace")
    edit(root, FAMILY, {"notice_months: 12": "notice_months: 6"})
    assert [dict(problem.values)["id"] for problem in facts_of(root)] == ["6.1"]


def test_check_and_build_refuse_a_standard_that_lost_a_fact_and_report_it_once(
    tmp_path: Path,
) -> None:
    root = repository_workspace(tmp_path / "workspace")
    edit(root, f"{CLAUSES}/skiljaktighet.md.j2", {"ska avgöras": "bör avgöras"})
    for command in ("check", "build"):
        done = run_cli("-C", root, command, exit_code=1)
        assert done.output.count("[fact-lost]") == 1
        assert "8.1" in done.output
    assert not (root / "output").exists()


def test_a_deviation_names_the_fact_that_it_gives_up_and_is_no_error(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path / "workspace")
    edit(root, FAMILY, {"requires: [": "overridable: {clauses: [skiljaktighet]}\nrequires: ["})
    path = root / "municipalities/vetlanda.yaml"
    path.write_text(
        path.read_text(encoding="utf-8")
        + "overrides:\n  clauses:\n    skiljaktighet:\n      reason: Prövat lokalt\n"
        + "      text: |\n        # Skiljaktighet\n\n        Parterna avgör den tillsammans.\n",
        encoding="utf-8",
    )
    lost = facts_of(root)
    assert {dict(problem.values)["id"] for problem in lost} == {"8.1"}
    assert {(p.severity, p.location.file) for p in lost} == {
        ("warning", "municipalities/vetlanda.yaml")
    }
    assert facts_of(root, "aneby") == ()
    assert "8.1" in run_cli("-C", root, "check").output


def test_a_fact_of_a_clause_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path / "workspace")
    edit(
        root,
        "templates/halsocenter/facts.yaml",
        {'id: "9.1"\n    clause: revidering': 'id: "9.1"\n    clause: revision'},
    )
    assert [problem.code for problem in facts_of(root)] == ["fact-without-clause"]


def test_words_of_a_fact_that_insert_what_does_not_exist_are_an_error(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path / "workspace")
    edit(
        root, "templates/halsocenter/facts.yaml", {"{{ region.names.index }}": "{{ region.namn }}"}
    )
    with pytest.raises(InputError, match="template-unknown-name"):
        facts_of(root)


def test_a_standard_without_facts_is_held_to_none(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path / "workspace")
    (root / FACTS).unlink()
    edit(root, f"{CLAUSES}/skiljaktighet.md.j2", {"ska avgöras": "bör avgöras"})
    assert facts_of(root) == ()
    assert all(problem.severity == "warning" for problem in check(load(root)))


def test_case_spaces_and_hyphens_do_not_decide_whether_a_fact_is_said() -> None:
    assert spoken("Hälso\u2011 och\u00a012\n MÅNADER") == "hälso- och 12 månader"
