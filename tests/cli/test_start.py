"""A newcomer's first steps: `init`, `new`, and what the written file says."""

from __future__ import annotations

import os
import shutil
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from agreement_gen.build.compose import compose
from agreement_gen.checks.readiness import missing
from agreement_gen.checks.rules import check
from agreement_gen.cli import group, start
from agreement_gen.problems import InputError
from agreement_gen.workspace import scaffold as starter
from agreement_gen.workspace.load import load as load_record
from agreement_gen.workspace.model import Municipality
from agreement_gen.workspace.new_municipality import Newcomer, legal_name, municipality_file
from tests.support import peers
from tests.support.workspaces import REPOSITORY, edit, entry, load

if TYPE_CHECKING:
    from agreement_gen.workspace.reader import Workspace

FIGURES = {"annual_amount_sek": 1000, "hours_per_week": 3, "admin_hours": 1, "coach_hours": 2}
KNOWN = Newcomer("Björkhult", "9904", "Östbygden", "Fritidschef", FIGURES)


def run(*words: str | Path, typed: str | None = None) -> Result:
    arguments = [str(word) for word in words]
    return CliRunner().invoke(group, arguments, input=typed, catch_exceptions=False)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    root = tmp_path / "avtal"
    starter.write_starter(root)
    return root


def file_of(newcomer: Newcomer, workspace: Workspace) -> str:
    groups = [group.name for group in workspace.region.record.funding.groups]
    return municipality_file(newcomer, workspace.standards["halsocenter"], groups)


# init


def test_init_makes_a_workspace_without_faults_and_with_the_schemas_its_files_name(
    tmp_path: Path,
) -> None:
    target = tmp_path / "nya avtal"
    done = run("init", target)
    assert done.exit_code == 0
    assert f"agreement-gen -C '{target}' build" in done.output
    assert check(load(target)) == ()
    for path in target.rglob("*.yaml"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        if "$schema=" in first:
            assert (path.parent / first.partition("$schema=")[2]).is_file()
    assert sorted(p.name for p in (target / ".agreement-gen").iterdir()) == [
        "family.schema.json",
        "municipality.schema.json",
        "region.schema.json",
    ]
    assert (target / ".gitignore").read_text(encoding="utf-8") == "/output/\n"
    assert [p.name for p in tmp_path.iterdir()] == ["nya avtal"]


def test_init_does_not_copy_what_was_built_in_the_example(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout = tmp_path / "checkout"
    example = checkout / "examples" / "exempelbygden"
    source = REPOSITORY / "examples" / "exempelbygden"
    shutil.copytree(source, example, ignore=shutil.ignore_patterns("output"))
    (example / "output").mkdir()
    (example / "output" / "old.pdf").write_bytes(b"%PDF-")
    monkeypatch.setattr(starter, "_CHECKOUT", checkout)
    assert not [path for path in starter.starter_files() if path.startswith("output")]


def test_init_brings_the_files_for_review_to_where_the_services_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(REPOSITORY / "examples" / "exempelbygden", tmp_path / "examples/exempelbygden")
    (tmp_path / "docs" / "review").mkdir(parents=True)
    (tmp_path / "docs" / "review" / "github-workflow.yml").write_bytes(b"on: push\n")
    monkeypatch.setattr(starter, "_CHECKOUT", tmp_path)
    files = starter.starter_files()
    assert files[".github/workflows/agreements.yml"] == b"on: push\n"
    assert ".gitlab-ci.yml" not in files


def test_init_refuses_a_folder_that_holds_something_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    done = run("init", tmp_path)
    assert done.exit_code == 1
    assert "it holds letter.txt" in done.output
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]


def test_init_refuses_a_place_where_a_file_stands(tmp_path: Path) -> None:
    (tmp_path / "avtal").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="a file stands here"):
        starter.write_starter(tmp_path / "avtal")
    assert (tmp_path / "avtal").read_text(encoding="utf-8") == "mine"


def test_init_fills_the_fresh_clone_that_the_user_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = tmp_path / "clone"
    (clone / ".git").mkdir(parents=True)
    monkeypatch.chdir(clone)
    assert run("init", ".").exit_code == 0
    assert Path("region.yaml").is_file()
    assert [p.name for p in tmp_path.iterdir()] == ["clone"]


@pytest.mark.parametrize("there", [True, False])
def test_an_init_that_fails_leaves_nothing(
    there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "avtal"
    if there:
        target.mkdir()
    real = Path.rename

    def rename(path: Path, to: Path) -> Path:
        if path.name == "templates" or path.name.endswith(".new"):
            raise PermissionError("no")
        return real(path, to)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(PermissionError):
        starter.write_starter(target)
    assert [p.name for p in tmp_path.rglob("*")] == (["avtal"] if there else [])


@pytest.mark.peer
def test_a_wheel_holds_the_starter(tmp_path: Path) -> None:
    peers.run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", tmp_path, REPOSITORY])
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r}); "
        "from agreement_gen.cli import main; main()"
    )
    peers.run([sys.executable, "-c", code, "init", tmp_path / "avtal"])
    made = {
        path.relative_to(tmp_path / "avtal").as_posix(): path.read_bytes()
        for path in (tmp_path / "avtal").rglob("*")
        if path.is_file() and ".agreement-gen" not in path.parts
    }
    assert made == starter.starter_files()


# new


def test_a_new_file_says_only_that_its_figures_are_missing(workspace: Path) -> None:
    done = run("-C", workspace, "new", "Björkhult", "--code", "9904", "--group", "Östbygden")
    assert done.exit_code == 0
    assert "agreement-gen check bjorkhult" in done.output
    lines = (workspace / "municipalities/bjorkhult.yaml").read_text(encoding="utf-8").splitlines()
    found = check(load(workspace))
    assert [lines[p.location.line - 1].strip(" :") for p in found] == list(FIGURES)
    assert {p.code for p in found} == {"not-a-number"}


@pytest.mark.parametrize("name", ["Björkhult", "bjorkhult"])
def test_check_by_name_points_into_a_file_that_does_not_load_yet(
    name: str, workspace: Path
) -> None:
    run("-C", workspace, "new", "Björkhult", "--code", "9904", "--group", "Östbygden")
    done = run("-C", workspace, "check", name)
    assert done.exit_code == 1
    assert "no such municipality" not in done.output
    assert done.output.count("a whole number is expected here") == len(FIGURES)


def test_a_newcomer_comes_from_an_empty_file_to_an_agreement_that_is_ready(
    workspace: Path,
) -> None:
    figures = [f"--figure={key}={figure}" for key, figure in FIGURES.items()]
    done = run(
        *("-C", workspace, "new", "Björkhult", "--code", "9904", "--group", "Östbygden"), *figures
    )
    assert done.exit_code == 0
    path = "municipalities/bjorkhult.yaml"
    assert {p.code for p in check(load(workspace))} == {"sum"}
    edit(
        workspace,
        "region.yaml",
        {
            "set_aside_sek: 1500000": "set_aside_sek: 1501000",
            "1025000, hours_per_week: 69, admin_hours: 11, coach_hours: 58": (
                "1026000, hours_per_week: 72, admin_hours: 12, coach_hours: 60"
            ),
            "1500000, hours_per_week: 101, admin_hours: 16, coach_hours: 84": (
                "1501000, hours_per_week: 104, admin_hours: 17, coach_hours: 86"
            ),
        },
    )
    assert check(load(workspace)) == ()
    roles = ("kommun", "vardcentral", "folkhalsa", "invanare")
    edit(
        workspace,
        path,
        {
            "valid_from:": "valid_from: 2021-09-01",
            **{
                f"\n  {key}:\n": f"\n  {key}: |\n    En text.\n\n    - en punkt\n"
                for key in ("steering", "marketing", "premises", "staff", "associations")
            },
            "steering_group: []": "steering_group:",
            **{
                f"#  - {{role: {role}, seat: }}": f"  - {{role: {role}, seat: Plats}}"
                for role in roles
            },
            "  name:\n": "  name: Förnamn Efternamn\n",
            "  body:\n": "  body: Kommunstyrelsen\n",
            "  date:\n": "  date: 2021-06-01\n",
            "  paragraph:\n": "  paragraph: § 42\n",
            "  case_number:\n": "  case_number: KS 2021-1\n",
        },
    )
    filled = load(workspace)
    assert check(filled) == ()
    new = entry(filled, "bjorkhult")
    assert missing(filled, new, filled.standards["halsocenter"]) == ()
    assert compose(filled, new).missing == ()


def test_what_a_new_file_says_is_what_was_given(workspace: Path) -> None:
    loaded = load(workspace)
    text = file_of(KNOWN, loaded)
    record = load_record(text.encode(), KNOWN.path, Municipality).record
    assert (record.municipality, record.code, record.group) == ("Björkhult", "9904", "Östbygden")
    assert record.funding == FIGURES
    assert record.edition == loaded.standards["halsocenter"].family.record.edition
    assert record.legal_name == "Björkhults kommun"
    assert set(record.local_resources.values()) == {None}
    assert record.steering_group == ()


@pytest.mark.parametrize("name", ["Nej", "Å: b # c", "no", "null", 'Lång "Å" by', "12", "S\\n"])
def test_a_name_that_yaml_could_misread_stays_as_it_is(name: str, workspace: Path) -> None:
    text = file_of(replace(KNOWN, name=name), load(workspace))
    record = load_record(text.encode(), "x.yaml", Municipality).record
    assert record.municipality == name


def test_an_example_row_that_is_uncommented_but_not_filled_in_is_refused(workspace: Path) -> None:
    text = file_of(KNOWN, load(workspace))
    for empty, row in (("posts: []", "#  - {starts"), ("steering_group: []", "#  - {role: kommun")):
        tempted = text.replace(empty, empty.removesuffix(" []")).replace(row, row[1:])
        with pytest.raises(InputError):
            load_record(tempted.encode(), KNOWN.path, Municipality)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("Exempelby", "--code", "9904"), "`Exempelby` already stands in municipalities/exempelby"),
        (("Björkhult", "--code", "9901"), "is the code of Exempelby"),
        (("Björkhult", "--code", "0101"), "it begins with 99"),
        (("Björkhult", "--code", "99"), "is not a kommunkod (four digits)"),
        (("Björkhult", "--code", "9904", "--group", "Östbydgen"), "did you mean `Östbygden`?"),
        (("Björkhult", "--code", "9904", "--figure", "hours=3"), "no column `hours`"),
        (("!", "--code", "9904"), "cannot be a municipality's name"),
    ],
)
def test_new_refuses_what_cannot_be_and_writes_nothing(
    words: tuple[str, ...], message: str, workspace: Path
) -> None:
    before = sorted(p.name for p in (workspace / "municipalities").iterdir())
    group_given = () if "--group" in words else ("--group", "Östbygden")
    done = run("-C", workspace, "new", *words, *group_given)
    assert done.exit_code == 1
    assert message in done.output
    assert sorted(p.name for p in (workspace / "municipalities").iterdir()) == before


def test_new_refuses_a_file_that_is_there_also_when_it_cannot_be_read(workspace: Path) -> None:
    path = workspace / "municipalities" / "bjorkhult.yaml"
    path.write_text("municipality: [", encoding="utf-8")
    done = run("-C", workspace, "new", "Björkhult", "--code", "9904", "--group", "Östbygden")
    assert done.exit_code == 1
    assert "this file is there already" in done.output
    assert path.read_text(encoding="utf-8") == "municipality: ["


def test_without_a_terminal_new_names_the_options_it_needs(workspace: Path) -> None:
    done = run("-C", workspace, "new", "Björkhult")
    assert done.exit_code == 2
    assert "--code (99..) and --group (Östbygden, Västbygden)" in done.output


def test_on_a_terminal_new_asks_and_an_empty_answer_leaves_a_figure_for_later(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "on_terminal", lambda: True)
    typed = "9904\nÖstbygden\n120 000\nmånga\n8\n\n\n"
    done = run("-C", workspace, "new", "Björkhult", typed=typed)
    assert done.exit_code == 0
    text = (workspace / "municipalities/bjorkhult.yaml").read_text(encoding="utf-8")
    assert "annual_amount_sek: 120000\n" in text
    assert "hours_per_week: 8\n" in text
    assert "admin_hours:\n" in text


def test_new_asks_for_the_signatorys_title_where_no_file_gives_one(workspace: Path) -> None:
    for path in (workspace / "municipalities").iterdir():
        path.unlink()
    words = ("-C", workspace, "new", "Björkhult", "--code", "9904", "--group", "Östbygden")
    assert "give also --title" in run(*words).output
    assert run(*words, "--title", "Kulturchef").exit_code == 0
    text = (workspace / "municipalities/bjorkhult.yaml").read_text(encoding="utf-8")
    assert "title: Kulturchef\n" in text


@pytest.mark.parametrize(
    ("name", "guess"),
    [
        ("Exempelby", "Exempelby kommun"),
        ("Björkhult", "Björkhults kommun"),
        ("Mallås", "Mallås kommun"),
        ("Provsjö", "Provsjö kommun"),
    ],
)
def test_the_partys_name_is_guessed_by_the_genitive(name: str, guess: str) -> None:
    assert legal_name(name) == guess


def test_a_new_file_has_the_line_that_gives_an_editor_its_schema(workspace: Path) -> None:
    first = file_of(KNOWN, load(workspace)).splitlines()[0]
    schema = first.partition("$schema=")[2]
    assert (workspace / "municipalities" / schema).is_file()


def test_new_works_from_a_folder_inside_the_workspace(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace / "templates")
    done = run("new", "Björkhult", "--code", "9904", "--group", "Östbygden")
    assert done.exit_code == 0
    assert (workspace / "municipalities" / "bjorkhult.yaml").is_file()
    assert f"{os.sep}municipalities{os.sep}bjorkhult.yaml is written" in done.output
