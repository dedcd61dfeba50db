"""`agreement-gen new`: from options or from answers to a file that `check` guides through."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from agreement_gen.build.compose import compose
from agreement_gen.checks.readiness import missing
from agreement_gen.checks.rules import check
from agreement_gen.cli import app
from agreement_gen.workspace import scaffold as starter
from tests.support.cli import run_cli
from tests.support.workspaces import edit, entry, load, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

FIGURES = {"annual_amount_sek": 1000, "hours_per_week": 3, "admin_hours": 1, "coach_hours": 2}
BJORKHULT = ("Björkhult", "--code", "9904", "--group", "Östbygden")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    root = tmp_path / "avtal"
    starter.write_starter(root)
    return root


def test_a_new_file_is_a_draft_that_lacks_its_figures_and_no_error(workspace: Path) -> None:
    done = run_cli("new", *BJORKHULT, root=workspace)
    assert "agreement-gen check bjorkhult" in done.output
    lines = (workspace / "municipalities/bjorkhult.yaml").read_text(encoding="utf-8").splitlines()
    loaded = load(workspace)
    assert check(loaded) == ()
    found = missing(loaded, entry(loaded, "bjorkhult"), loaded.standards["halsocenter"])
    figures = [p for p in found if p.code == "missing-figure"]
    assert [lines[p.location.line - 1].strip(" :") for p in figures] == list(FIGURES)


def test_a_new_file_holds_up_nobody_else_and_its_row_is_shown_as_not_set(workspace: Path) -> None:
    run_cli("new", *BJORKHULT, root=workspace)
    loaded = load(workspace)
    assert compose(loaded, entry(loaded, "exempelby")).missing == ()
    built = run_cli("build", "--final", "Exempelby", "--to", "txt", root=workspace)
    assert "Exempelby" in built.output
    [text] = (workspace / "output").glob("*exempelby.txt")
    [row] = [line for line in text.read_text("utf-8").splitlines() if "Björkhult" in line]
    assert row.split()[1:] == ["–"] * 4


@pytest.mark.parametrize("name", ["Björkhult", "bjorkhult"])
def test_check_by_name_points_into_a_file_that_does_not_load(name: str, workspace: Path) -> None:
    run_cli("new", *BJORKHULT, root=workspace)
    edit(workspace, "municipalities/bjorkhult.yaml", {"edition: 2020-12-22": "edition: i fjol"})
    done = run_cli("check", name, root=workspace, exit_code=1)
    assert "no such municipality" not in done.output
    assert "`i fjol` is not a date" in done.output


def publish_sums(workspace: Path) -> None:
    """Add the new municipality's figures to the sums that the region publishes."""
    edit(
        workspace,
        "templates/halsocenter/funding.yaml",
        {
            "set_aside_sek: 1500000": "set_aside_sek: 1501000",
            "1025000, hours_per_week: 69, admin_hours: 11, coach_hours: 58": (
                "1026000, hours_per_week: 72, admin_hours: 12, coach_hours: 60"
            ),
            "1500000, hours_per_week: 101, admin_hours: 16, coach_hours: 84": (
                "1501000, hours_per_week: 104, admin_hours: 17, coach_hours: 86"
            ),
            "row: Totalsumma, column: hours_per_week, published: 101, computed: 100": (
                "row: Totalsumma, column: hours_per_week, published: 104, computed: 103"
            ),
        },
    )


def fill_in(workspace: Path) -> None:
    """Write every fact that the new municipality's commented file asks for."""
    texts = ("steering", "marketing", "premises", "staff", "associations")
    roles = ("kommun", "vardcentral", "folkhalsa", "invanare")
    changes = {
        "organisation_number:": "organisation_number: 999999-0030",
        "organisation_number_source:": "organisation_number_source: Påhittat",
        "valid_from:": "valid_from: 2021-09-01",
        "steering_group: []": "steering_group:",
        "  name:\n": "  name: Förnamn Efternamn\n",
        "  body:\n": "  body: Kommunstyrelsen\n",
        "  date:\n": "  date: 2021-06-01\n",
        "  paragraph:\n": "  paragraph: § 42\n",
        "  case_number:\n": "  case_number: KS 2021-1\n",
    }
    for key in texts:
        changes[f"\n  {key}:\n"] = f"\n  {key}: |\n    En text.\n\n    - en punkt\n"
    for role in roles:
        changes[f"#  - {{role: {role}, seat: }}"] = f"  - {{role: {role}, seat: Plats}}"
    edit(workspace, "municipalities/bjorkhult.yaml", changes)


def test_a_new_municipality_comes_from_an_empty_file_to_an_agreement_that_is_ready(
    workspace: Path,
) -> None:
    figures = [f"--figure={key}={figure}" for key, figure in FIGURES.items()]
    run_cli("new", *BJORKHULT, *figures, root=workspace)
    assert {problem.code for problem in check(load(workspace))} == {"sum"}
    publish_sums(workspace)
    assert check(load(workspace)) == ()
    fill_in(workspace)
    filled = load(workspace)
    assert check(filled) == ()
    new = entry(filled, "bjorkhult")
    assert missing(filled, new, filled.standards["halsocenter"]) == ()
    assert compose(filled, new).missing == ()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("Exempelby", "--code", "9904"), "`Exempelby` is also in municipalities/exempelby"),
        (("Björkhult", "--code", "9901"), "`9901` is also in municipalities/exempelby"),
        (("Björkhult", "--code", "0101"), "it begins with 99"),
        (("Björkhult", "--code", "99"), "is not a kommunkod (four digits)"),
        (("Björkhult", "--code", "9904", "--group", "Östbydgen"), "did you mean `Östbygden`?"),
        (("Björkhult", "--code", "9904", "--figure", "hours=3"), "no column `hours`"),
        (("../x", "--code", "9904"), "`../x` is a path, not a name"),
        (("norr/x", "--code", "9904"), "`norr/x` is a path, not a name"),
        (("!", "--code", "9904"), "cannot be a municipality's name"),
    ],
)
def test_new_refuses_what_cannot_be_and_writes_nothing(
    words: tuple[str, ...], message: str, workspace: Path
) -> None:
    before = sorted(p.name for p in (workspace / "municipalities").iterdir())
    group_given = () if "--group" in words else ("--group", "Östbygden")
    done = run_cli("new", *words, *group_given, root=workspace, exit_code=1)
    assert message in done.output
    assert sorted(p.name for p in (workspace / "municipalities").iterdir()) == before


def test_new_refuses_a_file_that_is_there_also_when_it_cannot_be_read(workspace: Path) -> None:
    path = workspace / "municipalities" / "bjorkhult.yaml"
    path.write_text("municipality: [", encoding="utf-8")
    done = run_cli("new", *BJORKHULT, root=workspace, exit_code=1)
    assert "this file already exists" in done.output
    assert path.read_text(encoding="utf-8") == "municipality: ["


def test_without_a_terminal_new_names_the_options_it_needs(workspace: Path) -> None:
    done = run_cli("new", "Björkhult", root=workspace, exit_code=2)
    assert "missing options --code (99..), --group (Östbygden, Västbygden)" in done.output


def test_on_a_terminal_new_asks_and_an_empty_answer_leaves_a_figure_for_later(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "can_prompt", lambda: True)
    typed = "9904\nÖstbygden\n120 000\nmånga\n8\n\n\n"
    run_cli("new", "Björkhult", typed=typed, root=workspace)
    text = (workspace / "municipalities/bjorkhult.yaml").read_text(encoding="utf-8")
    assert "annual_amount_sek: 120000\n" in text
    assert "hours_per_week: 8\n" in text
    assert "admin_hours:\n" in text


def test_new_asks_for_the_signatorys_title_where_no_file_gives_one(workspace: Path) -> None:
    for path in (workspace / "municipalities").iterdir():
        path.unlink()
    refused = run_cli("new", *BJORKHULT, root=workspace, exit_code=2)
    assert "missing option --title" in refused.output
    run_cli("new", *BJORKHULT, "--title", "Kulturchef", root=workspace)
    text = (workspace / "municipalities/bjorkhult.yaml").read_text(encoding="utf-8")
    assert "title: Kulturchef\n" in text


def test_new_works_from_a_folder_inside_the_workspace(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace / "templates")
    done = run_cli("new", *BJORKHULT)
    assert (workspace / "municipalities" / "bjorkhult.yaml").is_file()
    assert f"{os.sep}municipalities{os.sep}bjorkhult.yaml is written" in done.output


def test_what_nobody_sees_is_refused_and_letters_are_composed(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    options = ("--code", "9903", "--group", "Norra", "--title", "Chef")
    for name, title in (("Ny\u202eby", "Chef"), ("Nyby", "Ch\x1bef")):
        call = ("new", name, *options[:-1], title)
        assert "unseen-character" in run_cli(*call, root=root, exit_code=1).stderr
    run_cli("new", "Ho\u0308gby", *options[:-1], "Fo\u0308rvaltningschef", root=root)
    text = (root / "municipalities/hogby.yaml").read_text(encoding="utf-8")
    assert "municipality: Högby\n" in text
    assert "title: Förvaltningschef\n" in text


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    root = tmp_path / "planer"
    starter.write_starter(root, "samverkansplan")
    return root


def test_a_new_file_has_the_familys_own_fields_and_is_a_draft(plans: Path) -> None:
    run_cli(
        "new", "Lugnet", "--agreement", "samverkansplan", "--code", "9920", root=plans
    )  # fmt: skip
    text = (plans / "municipalities/lugnet.yaml").read_text(encoding="utf-8")
    assert text.startswith(
        "# yaml-language-server: $schema=../.agreement-gen/agreement-samverkansplan.schema.json"
    )
    for line in (
        "  # Mål för året. Högst en halv sida, gärna som punktlista. Måste fyllas i.",
        "  # Arbetet utgår från. Ett av: skolan, föreningslivet, vårdcentralen. Måste fyllas i.",
        "  #  - {activity: , responsible: , due: , participants: }",
        "valid_to:",
    ):
        assert f"{line}\n" in text
    assert "funding" not in text
    loaded = load(plans)
    assert check(loaded) == ()
    fields = {
        p.message.split("`")[1]
        for p in missing(loaded, entry(loaded, "lugnet"), loaded.standards["samverkansplan"])
        if p.code == "missing-field"
    }
    assert fields == {
        "contact", "aims", "target_groups", "setting", "meetings", "evaluation", "action_plan",
    }  # fmt: skip
    # The example of a row works once it is no remark and is filled in.
    edit(plans, "municipalities/lugnet.yaml", {
        "  action_plan: []\n  #  - {activity: , responsible: , due: , participants: }":
        "  action_plan:\n    - {activity: Dans, responsible: Kommunen, due: 2027-05-01, "
        "participants: 10}",
    })  # fmt: skip
    assert check(load(plans)) == ()


def test_a_second_agreement_of_a_municipality_has_a_file_of_its_own(plans: Path) -> None:
    done = run_cli("new", "Testvik", "--agreement", "rehabbad", "--code", "9912", root=plans)
    assert "agreement-gen check testvik-rehabbad" in done.output
    assert (plans / "municipalities/testvik-rehabbad.yaml").is_file()
    assert check(load(plans)) == ()
    again = run_cli(
        "new", "Testvik", "--agreement", "rehabbad", "--code", "9912", root=plans, exit_code=1
    )
    assert "testvik-rehabbad.yaml" in again.output


def test_an_agreement_without_a_municipality_has_a_title_and_its_parties(plans: Path) -> None:
    family = "templates/rehabbad/family.yaml"
    edit(plans, family, {
        "{id: municipality, kind: municipality, short_name: Kommunen, heading":
        "{id: hall, kind: company, short_name: Bolaget, heading",
        " och {{ parties.municipality.name }}\nsubject": " och {{ parties.hall.name }}\nsubject",
        "i bassäng, {{ parties.municipality.name }}": "i bassäng, {{ parties.hall.name }}",
    })  # fmt: skip
    (plans / "municipalities/provby-rehabbad.yaml").unlink()
    for name in ("bassang", "ersattning"):
        clause = plans / f"templates/rehabbad/clauses/{name}.md.j2"
        clause.write_text(clause.read_text("utf-8").replace("parties.municipality", "parties.hall"))
    refused = run_cli(
        "new", "Länsbadet", "--agreement", "rehabbad", "--code", "9912", root=plans, exit_code=2
    )
    assert "have no municipality" in refused.output
    run_cli("new", "Länsbadet", "--agreement", "rehabbad", root=plans)
    path = "agreements/lansbadet.yaml"
    text = (plans / path).read_text(encoding="utf-8")
    assert "title: Länsbadet\n" in text
    assert "  hall:\n    name:\n" in text
    assert "kommunkod" not in text.casefold()
    found = check(load(plans))
    assert [(p.location.file, str(p.code)) for p in found] == [(path, "party-without-name")]
    edit(plans, path, {"  hall:\n    name:\n": "  hall:\n    name: Länsbadet AB\n"})
    loaded = load(plans)
    assert check(loaded) == ()
    document = compose(loaded, entry(loaded, "lansbadet")).document
    assert document.metadata.title.endswith("– Länsbadet")
    run_cli("build", "Länsbadet", "--to", "pdf,docx", root=plans)


def test_a_kommunkod_that_check_refuses_is_not_written(tmp_path: Path) -> None:
    root = tmp_path / "avtal"
    starter.write_starter(root, "blank")
    done = run_cli("new", "Vetlanda", "--code", "1111", "--title", "Chef", root=root, exit_code=1)
    assert "no municipality with the kommunkod `1111` (the kommunkod of Vetlanda" in done.output
    assert [path.name for path in (root / "municipalities").iterdir()] == ["exempelkommun.yaml"]
