"""What changed is reported for the right agreement, in its words, with the right cause, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreement_gen.build.compose import compose
from agreement_gen.changes.model import Cause
from agreement_gen.changes.report import headline, report
from agreement_gen.problems import InputError
from tests.support.changes import (
    ALBY,
    CLAUSES,
    FAMILY,
    OSBY,
    compared,
    reported,
    text_change,
    value_change,
    words,
)
from tests.support.workspaces import edit, entry, load, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("swedish")

MONEY = "templates/samverkan/funding.yaml"


def test_the_same_files_have_no_changes(old: Path, new: Path) -> None:
    changes = compared(old, new)
    assert not changes
    assert report(changes, "text").endswith("Inga ändringar.\n")


def test_how_yaml_is_written_is_no_change(old: Path, new: Path) -> None:
    (new / ALBY).write_text(
        """# a comment
steering_group:
  - seat: "Fritidskontoret"
    role: kommun
local_resources:
  leaders: "Tio ledare
    utbildas varje år."
  halls: |
    Kommunen upplåter _två_
    hallar:

    * Norra hallen
    * Södra hallen
signatory:
  name:
  title: Kulturchef
funding: {hours_per_week: 12, annual_amount_sek: 200000}
edition: 2024-01-15
agreement: 'samverkan'
group: Norra
code: '9901'
legal_name: Alby kommun
municipality: Alby
""",
        encoding="utf-8",
    )
    assert reported(compared(old, new)) == []


def test_an_amount_is_reported_with_its_clause_and_percent(old: Path, new: Path) -> None:
    edit(new, ALBY, {"annual_amount_sek: 200000": "annual_amount_sek: 204600"})
    assert reported(compared(old, new)) == [
        "Alby · Åtagande · Belopp: 200 000 → 204 600 kr (+2,3 %) [belopp]".replace(
            "0 0", "0\u00a00"
        ).replace("4 6", "4\u00a06")
    ]


@pytest.mark.parametrize(
    ("amount", "note"), [(199000, "−0,5 %"), (400000, "+100 %"), (200001, "0 %")]
)
def test_how_much_an_amount_rose_or_fell(old: Path, new: Path, amount: int, note: str) -> None:
    edit(new, ALBY, {"annual_amount_sek: 200000": f"annual_amount_sek: {amount}"})
    (change,) = compared(old, new).changes
    assert change.note == note


def test_other_figures_are_reported_with_their_column(old: Path, new: Path) -> None:
    edit(new, ALBY, {"hours_per_week: 12": "hours_per_week: 14"})
    assert reported(compared(old, new)) == ["Alby · Åtagande · Timmar: 12 → 14 [belopp]"]


def test_a_local_text_is_reported_by_its_item_with_words_marked(old: Path, new: Path) -> None:
    edit(new, FAMILY, {"{key: leaders, ": "{key: leaders, name: Ledare, "})
    edit(old, FAMILY, {"{key: leaders, ": "{key: leaders, name: Ledare, "})
    edit(new, ALBY, {"Tio ledare": "Tolv ledare", "- Södra hallen": "- Södra ishallen\n    - Ny"})
    changes = compared(old, new)
    assert reported(changes) == [
        "Alby · Åtagande · Hallar som upplåts. [lokal text]",
        "Alby · Åtagande · Ledare [lokal text]",
    ]
    assert words(changes.changes[0]) == ["• Södra -hallen-+ishallen+", "+• ++Ny+"]
    assert words(changes.changes[1]) == ["-Tio-+Tolv+ ledare utbildas varje år."]


def test_an_inserted_or_deleted_text_is_marked_whole(old: Path, new: Path) -> None:
    edit(new, ALBY, {"leaders: Tio ledare utbildas varje år.": "leaders:"})
    edit(new, OSBY, {"leaders:": "leaders: En ledare."})
    deleted, inserted = compared(old, new).changes
    assert words(deleted) == ["-Tio ledare utbildas varje år.-"]
    assert (inserted.subject, words(inserted)) == ("Ösby Å", ["+En ledare.+"])


def test_markup_that_is_refused_is_still_compared(old: Path, new: Path) -> None:
    edit(new, ALBY, {"Tio ledare utbildas": "Tio <i>ledare utbildas"})
    (change,) = compared(old, new).changes
    assert words(change) == ["Tio -ledare-+<i>ledare+ utbildas varje år."]


def test_facts_are_reported_by_their_swedish_titles(old: Path, new: Path) -> None:
    edit(new, ALBY, {"name: null": "name: A. Underskrift", "title: Kulturchef": "title: Chef"})
    edit(new, ALBY, {"seat: Fritidskontoret": "seat: Kulturkontoret"})
    assert reported(compared(old, new)) == [
        "Alby · Underskrift · Undertecknare för kommunen · Titel: Kulturchef → Chef [uppgifter]",
        "Alby · Underskrift · Undertecknare för kommunen · Namn: – → A. Underskrift [uppgifter]",
        "Alby · Åtagande · Styrgrupp [uppgifter]",
    ]


def test_a_term_is_reported_once_with_whom_it_reaches(old: Path, new: Path) -> None:
    edit(new, FAMILY, {"term_months: 36": "term_months: 24"})
    (change,) = compared(old, new).changes
    assert headline(change) == "Mål · Avtalstid: 36 → 24 månader [villkor]"
    assert change.reach == ("Alby", "Ösby Å")
    text = report(compared(old, new), "text")
    assert "Gäller alla 2 kommuner: Alby, Ösby Å" in text


def test_a_clause_is_reported_once_in_the_words_of_an_agreement(old: Path, new: Path) -> None:
    edit(new, f"{CLAUSES}/mal.md.j2", {"och följer": "och bygger på"})
    (change,) = compared(old, new).changes
    assert (change.cause, change.clause) == (Cause.STANDARD, "Mål")
    assert change.subject == "Standarden Samverkansplan för Testmarks län"
    assert words(change) == [
        (
            "Planen gäller Alby kommun och -följer-+bygger på+ avsnitt\u00a02. "
            "Den löper i 36\u00a0månader."
        )
    ]
    assert (change.reach, text_change(change).example) == (("Alby", "Ösby Å"), "Alby")


def test_changes_of_the_standard_and_of_the_facts_are_reported_separately(
    old: Path, new: Path
) -> None:
    edit(new, f"{CLAUSES}/mal.md.j2", {"och följer": "och bygger på"})
    edit(new, FAMILY, {"notice_months: 3": "notice_months: 6", "text: Hallar": "text: Alla hallar"})
    edit(new, ALBY, {"Tio ledare": "Elva ledare", "200000": "210000"})
    causes = [(change.cause, change.clause) for change in compared(old, new).changes]
    assert causes == [
        (Cause.TERMS, ""),
        (Cause.STANDARD, "Mål"),
        (Cause.STANDARD, "Åtagande"),
        (Cause.AMOUNT, "Åtagande"),
        (Cause.LOCAL_TEXT, "Åtagande"),
    ]


def test_inserted_deleted_and_moved_clauses(old: Path, new: Path) -> None:
    edit(new, FAMILY, {"[mal, atagande, underskrift]": "[tvist, atagande, mal]"})
    (new / CLAUSES / "tvist.md.j2").write_text("# Tvist\n\nTvister avgörs av Rådet.\n")
    changes = compared(old, new).changes
    labels = {(change.clause, change.label): change for change in changes}
    assert words(labels["Tvist", "Nytt avsnitt"]) == ["+Tvist+", "+Tvister avgörs av Rådet.+"]
    assert all(w[0] == "-" for w in words(labels["Underskrift", "Borttaget"]))
    moved = [
        (change.clause, change.before, change.after)
        for change in map(value_change, (c for c in changes if c.label == "Flyttat från"))
    ]
    assert moved in ([("Mål", "1", "3")], [("Åtagande", "2", "2")]), "one clause passed the other"


def test_a_template_that_shows_nowhere_is_reported_as_that(old: Path, new: Path) -> None:
    for root, text in ((old, "gammal"), (new, "ny")):
        with (root / CLAUSES / "mal.md.j2").open("a", encoding="utf-8") as file:
            file.write(f"\n{{% if signing == 'service' %}}En {text} mening.{{% endif %}}\n")
    (change,) = compared(old, new).changes
    assert change.note == "syns inte i någon överenskommelse nu"
    assert "-gammal-+ny+" in words(change)[0]
    assert change.reach == ()


def test_a_comment_in_a_template_is_no_change(old: Path, new: Path) -> None:
    edit(new, f"{CLAUSES}/mal.md.j2", {"# Mål": "# Mål\n{# en anteckning #}"})
    assert reported(compared(old, new)) == []


def test_what_no_clause_shows_is_reported_too(old: Path, new: Path) -> None:
    edit(
        new, FAMILY, {"draft_mark: UTKAST": "draft_mark: FÖRSLAG", "edition: 2024": "edition: 2026"}
    )
    (new / "templates/samverkan/agreement.css").write_text("body {}")
    assert [headline(change) for change in compared(old, new).changes] == [
        "Utgåva: 2024-01-15 → 2026-01-15 [standard]",
        "Märkning av utkast: UTKAST → FÖRSLAG [standard]",
        "PDF och webbsida: agreement.css är ändrad [utseende]",
    ]


def test_the_region_is_reported_once(old: Path, new: Path) -> None:
    edit(new, MONEY, {"set_aside_sek: 300000": "set_aside_sek: 310000"})
    edit(new, "region.yaml", {"Regiondirektör": "Direktör"})
    amount, signatory = map(value_change, compared(old, new).changes)
    assert signatory.label == "Parter i flera överenskommelser · region · Undertecknare · Titel"
    assert (amount.cause, amount.label, amount.unit) == (
        Cause.AMOUNT,
        "Avsatt belopp",
        "kr per år",
    )
    assert amount.reach == ("Alby", "Ösby Å")


def test_the_region_s_figures_are_reported_by_their_column_and_a_year_as_a_year(
    old: Path, new: Path
) -> None:
    edit(new, MONEY, {"hours_per_week: 18": "hours_per_week: 19"})
    edit(new, MONEY, {"groups:\n": "price_year: 2021\ngroups:\n"})
    lines = {change.label.rpartition(" · ")[2]: change for change in compared(old, new).changes}
    assert set(lines) == {"Prisnivå (år)", "Timmar"}
    assert value_change(lines["Prisnivå (år)"]).after == "2021"


def test_added_removed_and_renamed_files(old: Path, new: Path) -> None:
    (new / ALBY).rename(new / "municipalities" / "alby stad.yaml")
    (new / OSBY).unlink()
    text = (old / ALBY).read_text(encoding="utf-8")
    added = text.replace("Alby", "Örby").replace("9901", "9903")
    (new / "municipalities" / "orby.yaml").write_text(added, encoding="utf-8")
    assert reported(compared(old, new)) == [
        "Alby · Filens namn: municipalities/alby.yaml → municipalities/alby stad.yaml [fil]",
        "Örby · Ny kommun: – → municipalities/orby.yaml [fil]",
        "Ösby Å · Kommunen är borttagen: municipalities/osby-a.yaml → – [fil]",
    ]


@pytest.mark.parametrize("broken", ["old", "new"])
def test_a_file_that_does_not_load_is_reported_and_the_rest_compared(
    old: Path, new: Path, broken: str
) -> None:
    root, name = (old, "A") if broken == "old" else (new, "B")
    (root / ALBY).write_text("municipality: [", encoding="utf-8")
    edit(new, OSBY, {"title: Fritidschef": "title: Chef"})
    changes = compared(old, new)
    assert [(unread.state, unread.file) for unread in changes.unread] == [(name, ALBY)]
    assert [change.subject for change in changes.changes] == ["Ösby Å"]
    assert f"{ALBY} går inte att läsa i {name}" in report(changes, "text")


@pytest.mark.parametrize("path", ["region.yaml", FAMILY, f"{CLAUSES}/mal.md.j2"])
def test_a_shared_file_that_does_not_load_is_reported_and_the_rest_compared(
    old: Path, new: Path, path: str
) -> None:
    if path.endswith(".j2"):
        (new / path).unlink()
    else:
        (new / path).write_text("name: [", encoding="utf-8")
    edit(new, OSBY, {"title: Fritidschef": "title: Chef"})
    changes = compared(old, new)
    assert {unread.state for unread in changes.unread} == {"B"}
    assert [change.subject for change in changes.changes] == ["Ösby Å"]


def test_what_loads_in_neither_state_is_an_error(old: Path, new: Path) -> None:
    for root in (old, new):
        (root / "region.yaml").write_text("name: [", encoding="utf-8")
    with pytest.raises(InputError, match=r"region\.yaml"):
        compared(old, new)


def test_names_pick_out_municipalities_and_what_reaches_them(old: Path, new: Path) -> None:
    edit(new, FAMILY, {"term_months: 36": "term_months: 24"})
    edit(new, ALBY, {"Tio ledare": "Elva ledare"})
    edit(new, OSBY, {"title: Fritidschef": "title: Chef"})
    for name in ("Ösby Å", "osby-a", "9902"):
        causes = [change.cause for change in compared(old, new, [name]).changes]
        assert causes[0] == Cause.FACTS  # their own first
        assert causes[1:] == [Cause.TERMS]
    with pytest.raises(InputError, match="menar du `Alby`"):
        compared(old, new, ["Albi"])


def test_a_removed_municipality_can_still_be_named(old: Path, new: Path) -> None:
    (new / OSBY).unlink()
    assert [change.label for change in compared(old, new, ["9902"]).changes] == [
        "Kommunen är borttagen"
    ]


def test_a_municipality_hears_of_what_others_change_in_its_agreement(old: Path, new: Path) -> None:
    """Its county table shows the others' rows; `redline` showed them, `diff` said nothing."""
    edit(new, ALBY, {"annual_amount_sek: 200000": "annual_amount_sek: 210000"})
    sums = {
        "published: {annual_amount_sek: 200000": "published: {annual_amount_sek: 210000",
        "total: {title: Totalt, published: {annual_amount_sek: 300000": (
            "total: {title: Totalt, published: {annual_amount_sek: 310000"
        ),
        "set_aside_sek: 300000": "set_aside_sek: 310000",
    }
    edit(new, MONEY, sums)
    changes = compared(old, new, ["Ösby Å"])
    [change] = [each for each in changes.changes if each.subject == "Ösby Å"]
    assert change.clause == "Åtagande"
    shown = ["".join(run.text for run in line) for line in text_change(change).lines]
    assert sum("Alby" in line for line in shown) == 1
    assert sum("Totalt" in line or "Summa" in line for line in shown) == 2


def test_what_is_in_the_files_alone_is_folded(old: Path, new: Path) -> None:
    signed = f'signed: {{date: 2024-02-01, edition: 2024-01-15, sha256: "{"a" * 64}"}}\n'
    edit(new, ALBY, {"signatory:": f"{signed}signatory:"})
    changes = compared(old, new)
    assert not changes
    text = report(changes, "text")
    assert "Inga ändringar." in text
    assert "som ingen överenskommelse visar: Alby: Undertecknad" in text


EDITS: tuple[tuple[str, str, str], ...] = (
    (ALBY, "*två*", "**två**"),
    (ALBY, "*två*", "två"),
    (ALBY, "    - Norra hallen\n    - Södra hallen", "    1. Norra hallen\n    2. Södra hallen"),
    (ALBY, "    - Södra hallen", "      - Södra hallen"),
    (ALBY, "Tio ledare", "Elva ledare"),
    (ALBY, "municipality: Alby\n", "# a comment\nmunicipality: Alby\n"),
    (ALBY, "signatory:", "case_numbers: {region: RT 1}\nsignatory:"),
    (ALBY, "signatory:", "valid_from: 2024-02-01\nsignatory:"),
    (ALBY, "signatory:", "unconfirmed: [halls]\nsignatory:"),
    (OSBY, "municipality: Ösby Å", "municipality: 'Ösby Å'"),
    (OSBY, "title: Fritidschef", "title: Chef"),
    (FAMILY, "term_months: 36", "term_months: 24"),
    (FAMILY, "notice_months: 3", "notice_months: 4"),
    (MONEY, "set_aside_sek: 300000", "set_aside_sek: 400000"),
    (f"{CLAUSES}/mal.md.j2", "Planen gäller", "Denna plan gäller"),
    (f"{CLAUSES}/mal.md.j2", "# Mål", "{# a note #}\n# Mål"),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from(EDITS), unique_by=lambda edit: edit[:2], max_size=4))
def test_a_comparison_is_empty_exactly_if_the_documents_are_equal(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, str, str]]
) -> None:
    roots = old, new = (
        small_workspace(tmp_path_factory.mktemp("old")),
        small_workspace(tmp_path_factory.mktemp("new")),
    )
    for path, before, after in edits:
        text = (new / path).read_text("utf-8")
        (new / path).write_text(text.replace(before, after, 1), "utf-8")
    states = [load(root) for root in roots]
    differs = {
        own.label: compose(states[0], own).document
        != compose(states[1], entry(states[1], own.slug)).document
        for own in states[0].entries
    }
    assert bool(compared(old, new)) == any(differs.values())
    for label, is_other in differs.items():
        assert bool(compared(old, new, [label])) == is_other
