"""What `docs/templates.md` writes from nothing is built, and it shows all that a clause may use."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from agreement_gen.build.compose import compose, compose_companion
from agreement_gen.build.directives import DIRECTIVES, FIELD_DIRECTIVES
from agreement_gen.build.template.filters import FILTERS
from agreement_gen.build.templates import variables
from agreement_gen.checks.rules import check
from agreement_gen.document.tree import lines, pictures
from agreement_gen.workspace.messages import FieldCode
from scripts.docs.problems import catalogues
from tests.support.cli import run_cli
from tests.support.workspaces import REPOSITORY, entry, load

if TYPE_CHECKING:
    from pathlib import Path

PAGE = (REPOSITORY / "docs/templates.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^`([^`\n]+)`:\n\n```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
STYLE = re.findall(r"^```\n(agreement-gen init .*?)^```$", PAGE, re.MULTILINE | re.DOTALL)[0]
CLAUSES = "\n".join(text for path, text in FILES.items() if path.endswith(".j2"))


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """The workspace that the page writes, with the style that it copies."""
    write_files(tmp_path)
    for line in STYLE.splitlines():
        program, *rest = line.split()
        if program == "agreement-gen":
            run_cli(*rest[:-1], tmp_path / rest[-1])
        elif program == "cp":
            for name in rest[:-1]:
                shutil.copy(tmp_path / name, tmp_path / rest[-1])
    shutil.rmtree(tmp_path / "blank")
    return tmp_path


def write_files(root: Path) -> None:
    """Write every file that the page shows."""
    for path, text in FILES.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def test_without_the_style_the_next_step_is_the_one_of_the_page(tmp_path: Path) -> None:
    write_files(tmp_path)
    found = run_cli("check", root=tmp_path, exit_code=1).stderr.splitlines()
    assert len(found) == 5
    for line in found[:4]:
        assert "this file is missing" in line
        assert "from the templates/avtal/ that agreement-gen init --kind blank DIR makes" in line


def text_of(root: Path, slug: str) -> str:
    made = compose(load(root), entry(load(root), slug))
    assert made.missing == ()
    return "\n".join(lines(made.document)).replace("\u00a0", " ")


def test_the_page_is_a_workspace_without_fault_whose_agreements_are_ready(workspace: Path) -> None:
    assert [found.code for found in check(load(workspace))] == ["clause-added"]
    plan = text_of(workspace, "provby")
    for words in (
        "Förbundet undertecknar genom förbundsordförande och verksamhetschef.",
        "Parterna är tre: Region Provlandet, Provby kommun, Provlandets Idrottsförbund.",
        "Målgrupper är barn i grundskolan och invånare över 75 år:",
        "Arbetet utgår från skolan.",
        "framgår av bilaga 1, och målen av avsnitt 2. Parterna möts 4 gånger.",
        "Kommunen avsätter 125 000 kr. Planen följs upp senast den 15 november 2027.",
        "PLANEN har 2 aktiviteter: Ledarutbildning, Prova på-dag.",
        "Totalt\n\n\n230",
        "Sommaröppet\nHallarna är öppna i juli, se bilaga 2.",
        "Södra hallen\nalla dagar\n120",
    ):
        assert words in plan
    assert "Bidraget till Provby kommun är 300 000 kr om året." in text_of(
        workspace, "provby-bidrag"
    )


def test_the_page_shows_a_picture_and_a_document_that_goes_with_the_agreement(
    workspace: Path,
) -> None:
    loaded = load(workspace)
    made = compose(loaded, entry(loaded, "provby")).document
    assert [picture.name for picture in pictures(made)] == ["karta.svg"]
    letter = compose_companion(loaded, entry(loaded, "provby"), "kallelse")
    assert letter.missing == ()
    text = "\n".join(lines(letter.document)).replace("\u00a0", " ")
    assert "Provby kommun kallar Region Provlandet och Provlandets Idrottsförbund" in text


def test_the_page_is_built_in_every_format(workspace: Path) -> None:
    done = run_cli("build", "--final", "--to", "pdf,docx,html,txt", root=workspace)
    states = [re.split(" {2,}", line)[1] for line in done.stdout.splitlines()[1:3]]
    assert states == ["ready", "ready"]
    for text in (workspace / "output").glob("*.txt"):
        assert "(bidrag)" not in text.read_text("utf-8")  # the county table's row


def test_the_page_shows_every_name_every_filter_and_every_directive(workspace: Path) -> None:
    loaded = load(workspace)
    one = entry(loaded, "provby")
    names = variables(loaded, one, loaded.standards["idrott"])
    inside = " ".join(re.findall(r"\{[{%](.*?)[%}]\}", CLAUSES))
    lines_of = {**FILES}
    inside += " ".join(
        part
        for path, text in lines_of.items()
        if path.endswith("family.yaml")
        for part in re.findall(r"\{\{(.*?)\}\}", text)
    )
    assert [name for name in names if not re.search(rf"\b{name}\b", inside)] == []
    assert [name for name in FILTERS if not re.search(rf"\| {name}\b", inside)] == []
    placed = set(re.findall(r"^::: ([a-z-]+)", CLAUSES, re.MULTILINE))
    assert placed == {*DIRECTIVES, *FIELD_DIRECTIVES}


def test_the_page_describes_a_field_of_every_type(workspace: Path) -> None:
    fields = load(workspace).standards["idrott"].family.record.fields
    shown = {field.type for field in (*fields, *load(workspace).region.record.fields)}
    assert shown == set(re.findall(r"^\| `([a-z_]+)` \|", PAGE, re.MULTILINE)) & shown
    assert len(shown) == 9


def test_every_problem_that_the_page_names_exists() -> None:
    named = set(re.findall(r"^\| `([a-z]+(?:-[a-z]+)+)` \|", PAGE, re.MULTILINE))
    assert str(FieldCode.UNKNOWN_KEY) in named
    assert named <= {str(code) for catalogue in catalogues() for code in catalogue}
