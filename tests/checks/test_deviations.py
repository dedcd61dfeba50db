"""A municipality deviates only where the standard allows it, and every deviation is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from agreement_gen.build.compose import compose
from agreement_gen.changes.compare import compare
from agreement_gen.changes.deviations_table import overview, sheets
from agreement_gen.changes.report import headline
from agreement_gen.changes.states import WorkspaceState
from agreement_gen.checks.rules import check
from agreement_gen.document.tree import clause_lines
from agreement_gen.problems import InputError
from agreement_gen.workspace.tree import DiskTree
from tests.support.workspaces import edit, entry, load, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("swedish")

ALBY = "municipalities/alby.yaml"
FAMILY = "templates/samverkan/family.yaml"
MAL = "templates/samverkan/clauses/mal.md.j2"
OWN = """\
overrides:
  terms:
    notice_months: {value: 9, reason: Enligt nämndens beslut}
  clauses:
    mal:
      text: |
        # Målet

        Alby följer [avsnitt](#atagande) i allt.
      reason: Albys egen plan
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = small_workspace(tmp_path / "new")
    allow(root)
    return root


def allow(root: Path, terms: str = "notice_months", clauses: str = "mal") -> None:
    with (root / FAMILY).open("a", encoding="utf-8") as file:
        file.write(f"overridable: {{terms: [{terms}], clauses: [{clauses}]}}\n")
    edit(root, MAL, {"terms.term_months | months }}.": "terms.term_months | months }}.\n"
                     "Uppsägningstiden är {{ terms.notice_months | months }}."})  # fmt: skip


def deviate(root: Path, text: str = OWN) -> None:
    with (root / ALBY).open("a", encoding="utf-8") as file:
        file.write(text)


def codes(root: Path) -> list[tuple[str, str, int]]:
    found = check(load(root))
    return [(p.code, p.severity, p.location.line) for p in found if p.location.file == ALBY]


def clause(root: Path, slug: str, number: int = 0) -> list[str]:
    workspace = load(root)
    document = compose(workspace, entry(workspace, slug)).document
    return [line.replace("\u00a0", " ") for line in clause_lines(document.clauses[number])]


def test_an_own_clause_and_the_others_standard_one(root: Path) -> None:
    deviate(root)
    assert clause(root, "alby") == ["1 Målet", "Alby följer avsnitt 2 i allt."]
    assert "Uppsägningstiden är 3 månader." in clause(root, "osby-a")[1]


def test_an_own_term_is_inserted_into_the_standards_clause(root: Path) -> None:
    deviate(root, "overrides: {terms: {notice_months: {value: 9, reason: Så}}}\n")
    assert "Uppsägningstiden är 9 månader." in clause(root, "alby")[1]


def test_check_lists_each_deviation_with_its_place(root: Path) -> None:
    first = len((root / ALBY).read_text(encoding="utf-8").splitlines()) + 1
    deviate(root)
    assert codes(root) == [
        ("term-deviates", "warning", first + 2),
        ("clause-deviates", "warning", first + 4),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("overrides: {terms: {revision_months: {value: 6, reason: Så}}}", "override-not-allowed"),
        (
            "overrides: {clauses: {atagande: {text: '# A', reason: Så}}}",
            "override-not-allowed",
        ),
        ("overrides: {clauses: {mal: {text: '# A {{ x }}', reason: Så}}}", "template-in-clause"),
    ],
)
def test_what_is_not_allowed_is_an_error_and_is_not_composed(
    root: Path, text: str, code: str
) -> None:
    deviate(root, text + "\n")
    line = len((root / ALBY).read_text(encoding="utf-8").splitlines())
    assert codes(root) == [(code, "error", line)]
    with pytest.raises(InputError, match=code):
        clause(root, "alby")


def test_an_allowed_clause_that_the_standard_lacks_is_an_error(tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "new")
    allow(root, clauses="tvist")
    deviate(root, "overrides: {clauses: {tvist: {text: '# A', reason: Så}}}\n")
    assert [code for code, _, _ in codes(root)] == ["unknown-clause"]


@pytest.mark.parametrize("part", ["A\n\n        ## B", "ingen rubrik"])
def test_an_own_clause_without_a_title_is_an_error_at_its_place(root: Path, part: str) -> None:
    deviate(root, OWN.replace("# Målet", part))
    with pytest.raises(InputError, match=rf"{ALBY}:24:9: fel: ett avsnitt börjar med sin rubrik"):
        clause(root, "alby")


def test_an_override_that_is_the_same_as_the_standard_is_a_warning(root: Path) -> None:
    deviate(root, "overrides: {terms: {notice_months: {value: 3, reason: Så}}}\n")
    assert [(code, severity) for code, severity, _ in codes(root)] == [("unused-term", "warning")]
    assert "X" not in overview(load(root), load(root).entries, "text")


def shown(old: Path, new: Path) -> list[str]:
    changes = compare(
        WorkspaceState("A", DiskTree(old)), WorkspaceState("B", DiskTree(new))
    ).changes
    return [f"{change.subject} · {headline(change)}" for change in changes]


def test_diff_shows_deviations_and_what_no_longer_reaches_them(root: Path, tmp_path: Path) -> None:
    old = small_workspace(tmp_path / "old")
    allow(old)
    deviate(root)
    assert shown(old, root) == [
        "Alby · Mål · Uppsägningstid: 3 → 9 månader (skäl: Enligt nämndens beslut) [avvikelse]",
        "Alby · Mål · Egen lydelse (skäl: Albys egen plan) [avvikelse]",
    ]
    assert [line.rpartition("(")[2] for line in shown(root, old)] == [
        "följer standarden igen) [avvikelse]"
    ] * 2
    deviate(old)
    edit(root, ALBY, {"Albys egen plan": "Ny plan"})
    assert shown(old, root) == [
        "Alby · Mål · Egen lydelse, skäl: Albys egen plan → Ny plan [avvikelse]"
    ]
    edit(root, ALBY, {"Ny plan": "Albys egen plan"})
    edit(root, FAMILY, {"notice_months: 3": "notice_months: 6"})
    edit(root, MAL, {"Planen gäller": "Denna plan gäller"})
    changes = compare(
        WorkspaceState("A", DiskTree(old)), WorkspaceState("B", DiskTree(root))
    ).changes
    assert [change.reach for change in changes] == [("Ösby Å",), ("Ösby Å",)]


def test_the_overview_shows_all_municipalities_by_all_clauses(root: Path) -> None:
    deviate(root)
    workspace = load(root)
    [sheet] = sheets(workspace, workspace.entries)
    assert sheet.headings == ("Kommun", "Uppsägningstid", "Mål", "Åtagande", "Underskrift", "Skäl")
    assert sheet.rows == (
        ("Alby", "9 mån. (standard 3)", "egen lydelse", "–", "–",
         "Uppsägningstid: Enligt nämndens beslut; Mål: Albys egen plan"),
        ("Ösby Å", "–", "–", "–", "–", ""),
    )  # fmt: skip
    text = overview(workspace, workspace.entries, "text")
    assert "Alby     X  X  –  –\n" in text
    assert "Alby · Mål: egen lydelse – Albys egen plan" in text
    markdown = overview(workspace, workspace.entries, "markdown")
    assert "| Alby | 9 mån. (standard 3) | egen lydelse | – | – |" in markdown
