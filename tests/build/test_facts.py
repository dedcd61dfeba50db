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
    assert {dict(p.values)["id"] for p in lost if p.code != "fact-reservation"} == {fact}
    assert {problem.severity for problem in lost} == {"error"}
    assert {problem.location.file for problem in lost} == {f"{CLAUSES}/{clause}.md.j2"}


@pytest.mark.parametrize(
    ("clause", "old", "new", "word", "facts"),
    [
        ("informationsskyldighet", "är parterna skyldiga", "är parterna inte skyldiga", "inte", 3),
        ("ansvarsfordelning", "med medel för", "inte med medel för", "inte", 19),
        ("ansvarsfordelning", "ansvaret.", "ansvaret, men inte för hälsocoachen.", "men", 19),
        ("ansvarsfordelning", "omkostnader utöver lön", "omkostnader, om medel finns", "om", 19),
        ("bindningstid", "Vardera", "Endast Regionen kan säga upp. Vardera", "endast", 1),
        ("bindningstid", "tills vidare.\n{% else", "tills vidare, dock inte.\n{% else", "dock", 1),
        ("bindningstid", "{{ terms.notice", "3 eller {{ terms.notice", "3", 1),
        ("bindningstid", "{% else %}", "{% else %}{{ 'Endast delvis.' }}", "endast", 1),
        ("revidering", "{{ terms", "vart tredje år eller {{ terms", "tredje", 1),
        ("ekonomi", "en gång per år", "en gång per år eller oftare", "eller", 6),
        ("lokal-overenskommelse", "behöver inte vara fråga", "är inte fråga", "behöver", 4),
    ],
)
def test_a_word_that_changes_the_force_of_a_clause_is_counted(
    tmp_path: Path, clause: str, old: str, new: str, word: str, facts: int
) -> None:
    root = repository_workspace(tmp_path / "workspace")
    edit(root, f"{CLAUSES}/{clause}.md.j2", {old: new})
    counted = [dict(p.values) for p in facts_of(root) if p.code == "fact-reservation"]
    found = next(values for values in counted if values["word"] == word)
    assert found["found"] != found["adopted"]
    assert str(found["facts"]).count(",") + 1 == facts
    done = run_cli("-C", root, "check", exit_code=1)
    assert f"write `{word}: {found['found']}` for `{clause}` under `reservations`" in done.output


@pytest.mark.parametrize(
    ("clause", "old", "new"),
    [
        ("ekonomi", "kostnadsfria.", "kostnadsfria för medlemmar."),
        ("bindningstid", "i förväg.", "i förväg av Regionen."),
        ("ansvarsfordelning", "arbetsgivaransvaret.", "arbetsgivaransvaret till 2023."),
    ],
)
def test_nothing_can_be_added_to_a_sentence_that_a_fact_ends(
    tmp_path: Path, clause: str, old: str, new: str
) -> None:
    root = repository_workspace(tmp_path / "workspace")
    edit(root, f"{CLAUSES}/{clause}.md.j2", {old: new})
    assert "fact-lost" in {problem.code for problem in facts_of(root)}


def test_an_adopted_change_is_written_as_the_hint_says(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path / "workspace")
    old, new = "Syftet är att möta", "Syftet är bara att möta"
    edit(root, f"{CLAUSES}/ansvarsfordelning.md.j2", {old: new})
    assert [problem.code for problem in facts_of(root)] == ["fact-reservation"]
    edit(root, FACTS, {"ansvarsfordelning: {": "ansvarsfordelning: {bara: 1, "})
    assert facts_of(root) == ()


def test_words_of_an_included_text_are_counted_in_the_clause(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path / "workspace")
    (root / "templates/halsocenter/includes").mkdir()
    path = root / "templates/halsocenter/includes/villkor.md.j2"
    path.write_text("Det gäller endast ibland.\n", encoding="utf-8")
    text = "kommuner görs {{ terms.revision_months | every }}."
    edit(root, f"{CLAUSES}/revidering.md.j2", {text: text + '\n{% include "villkor" %}'})
    assert [dict(problem.values)["word"] for problem in facts_of(root)] == ["endast"]


def test_counts_of_a_clause_that_does_not_exist_are_an_error(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path / "workspace")
    edit(root, FACTS, {"    skiljaktighet: {ska: 1}": "    skiljaktigheter: {ska: 1}"})
    codes = {problem.code for problem in facts_of(root)}
    assert codes == {"reservation-without-clause", "fact-reservation"}


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
    edit(root, FAMILY, {"\nrequires: [": "\noverridable: {clauses: [skiljaktighet]}\nrequires: ["})
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
