"""One agreement's whole life, with a commit at each turn: new, signed, revised, signed again."""

from __future__ import annotations

import datetime as dt
import hashlib
import subprocess
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from agreement_gen.build.compose import compose
from agreement_gen.checks.rules import check
from agreement_gen.cli import group
from agreement_gen.document.diff import accept, redline, reject
from agreement_gen.document.tree import Document, lines
from agreement_gen.lifecycle.status import Status, status
from agreement_gen.workspace.git import open_tree
from agreement_gen.workspace.reader import load_workspace
from agreement_gen.yamlfile.edit import YamlEditor
from agreement_gen.yamlfile.emit import Plain, Value
from agreement_gen.yamlfile.nodes import read
from tests.support.peers import require
from tests.support.workspaces import edit, entry, load, repository_workspace

if TYPE_CHECKING:
    from pathlib import Path

FILE = "municipalities/nyby.yaml"
DECISION = "{body: null, date: null, paragraph: null, case_number: null}"
COUNTY_PARTY = f"    signatory: {{title: Folkhälsochef, name: null}}\n    decision: {DECISION}\n"


def cli(root: Path, *arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(group, ["-C", str(root), *arguments])
    assert result.exit_code == code, result.output
    return result.output


def commit(root: Path, message: str) -> str:
    def git(*arguments: str) -> str:
        who = [
            "-c",
            "user.name=Test",
            "-c",
            "user.email=test@example.org",
            "-c",
            "commit.gpgsign=false",
        ]
        command = [require("git"), "-C", str(root), *who, *arguments]
        return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout

    if not (root / ".git").exists():
        git("init", "-q")
    git("add", "-A")
    git("commit", "-q", "-m", message)
    return git("rev-parse", "HEAD").strip()


def stands(root: Path, on: str) -> Status:
    workspace = load(root)
    standard = workspace.standards["halsocenter"]
    return status(workspace, entry(workspace, "nyby"), standard, dt.date.fromisoformat(on))


def sign(root: Path, day: str, edition: str, revision: str) -> None:
    """Write down that the agreement was signed by all."""
    path = root / FILE
    sha = hashlib.sha256(day.encode()).hexdigest()
    block: dict[str, Value] = {
        "date": Plain(day),
        "edition": Plain(edition),
        "sha256": sha,
        "commit": revision,
    }
    editor = YamlEditor(read(path.read_bytes(), FILE))
    editor.add(("signed",), block)
    path.write_bytes(editor.verified())


def document(root: Path, revision: str | None = None) -> Document:
    workspace = load(root) if revision is None else load_workspace(open_tree(root, revision))
    return compose(workspace, entry(workspace, "nyby")).document


def fill_in(root: Path) -> None:
    """Write every fact that an agreement needs before it is signed, the region's too."""
    path = root / FILE
    editor = YamlEditor(read(path.read_bytes(), FILE))
    record = entry(load(root), "nyby").record
    for key in record.local_resources:
        editor.set(("local_resources", key), f"Texten om {key}.")
    if record.steering_group:
        editor.remove(("steering_group",))
    for role in ("kommun", "vardcentral", "folkhalsa", "invanare"):
        editor.append(("steering_group",), {"role": Plain(role), "seat": "B"})
    editor.set(("signatory", "name"), "Namn")
    editor.set(("decision", "body"), "Nämnden")
    editor.set(("decision", "date"), Plain("2021-05-01"))
    editor.set(("decision", "paragraph"), "§ 4")
    editor.set(("decision", "case_number"), "KS 1")
    editor.set(("valid_from",), Plain("2021-06-01"))
    path.write_bytes(editor.verified())


@pytest.mark.peer
def test_an_agreement_lives_from_new_to_signed_again(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path)
    region_ready = COUNTY_PARTY.replace("name: null", "name: Namn").replace(
        DECISION,
        '{body: Nämnden, date: 2021-05-01, paragraph: "§ 1", case_number: RJL 1}',
    )
    edit(root, "region.yaml", {COUNTY_PARTY: region_ready})
    figures = ("annual_amount_sek", "hours_per_week", "admin_hours", "coach_hours")
    options = [part for key in figures for part in ("--figure", f"{key}=0")]
    cli(root, "new", "Nyby", "--code", "0699", "--group", "Norra", *options)
    assert stands(root, "2021-05-01").state == "draft"
    commit(root, "Begin with Nyby")

    fill_in(root)
    cli(root, "check")
    assert stands(root, "2021-05-01").missing == ()
    assert stands(root, "2021-05-01").state == "ready"
    ready = commit(root, "Fill in Nyby")

    sign(root, "2021-05-20", "2020-12-22", ready)
    assert check(load(root)) == ()
    assert stands(root, "2021-06-01").state == "signed"
    assert stands(root, "2023-06-02").state == "overdue"
    commit(root, "Sign Nyby")

    family = "templates/halsocenter/family.yaml"
    edit(root, family, {"\nedition: 2020-12-22": "\nedition: 2023-05-01"})
    edit(
        root,
        family,
        {"  - key: premises\n": "  - key: safety\n    text: Säkerhet.\n  - key: premises\n"},
    )
    figure = "  figures:\n" + "".join(
        f"    - {{year: {year}, figure: {100 + (year - 2021) * 2}, source: X, dated: 2020-10-01}}\n"
        for year in (2021, 2022, 2023)
    )
    edit(
        root,
        "region.yaml",
        {"  figures: []\n": figure, "funding:\n": "funding:\n  price_year: 2021\n"},
    )
    told = cli(root, "revise", "--edition", "2023-05-01", "--index", "2023")
    assert "Nyby: the decision of 2021-05-01 is kept; is there a new one?" in told
    assert "15 files changed" in told
    found = stands(root, "2023-05-10")
    assert found.state == "draft"
    assert [gap.message for gap in found.missing] == ["the local text `safety` is not written"]
    assert found.signed == dt.date(2021, 5, 20)
    record = entry(load(root), "nyby").record
    assert record.signed is None
    assert record.history[0].signed is not None
    assert record.history[0].signed.commit == ready

    edit(root, FILE, {"safety:": "safety: Larm finns. #"})
    before, after = document(root, ready), document(root)
    marked = redline(before, after)
    assert list(lines(reject(marked))) == list(lines(before))
    assert list(lines(accept(marked))) == list(lines(after))
    cli(root, "redline", "Nyby", "--from", ready, "--to-format", "docx")
    assert len(list(root.glob("output/redline/*.docx"))) == 1
    (root / ".gitignore").write_text("output/\n")
    revised = commit(root, "Revise all")

    sign(root, "2023-05-30", "2023-05-01", revised)
    assert check(load(root)) == ()
    found = stands(root, "2023-06-02")
    assert found.state == "signed"
    assert found.next_revision == dt.date(2025, 5, 30)
    commit(root, "Sign Nyby again")
