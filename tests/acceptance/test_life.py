"""One agreement's whole life, with a commit at each turn: new, signed, revised, signed again."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

import pytest

from agreement_gen.build.compose import compose
from agreement_gen.checks.messages import RuleCode
from agreement_gen.checks.rules import check
from agreement_gen.document.diff import accept, redline, reject
from agreement_gen.document.tree import Document, lines
from agreement_gen.lifecycle.status import Status, status
from agreement_gen.workspace.git import open_tree
from agreement_gen.workspace.reader import load_workspace
from agreement_gen.yamlfile.edit import YamlEditor
from agreement_gen.yamlfile.emit import Plain, Value
from agreement_gen.yamlfile.nodes import read
from tests.support.cli import run_cli
from tests.support.repositories import commit
from tests.support.workspaces import edit, entry, load, repository_workspace, with_index

if TYPE_CHECKING:
    from pathlib import Path

FILE = "municipalities/nyby.yaml"
DECISION = "{body: null, date: null, paragraph: null, case_number: null}"
COUNTY_PARTY = f"    signatory: {{title: Folkhälsochef, name: null}}\n    decision: {DECISION}\n"


def status_on(root: Path, on: str) -> Status:
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
    editor.set(("organisation_number",), Plain("999999-0030"))
    editor.set(("organisation_number_source",), "Påhittat i ett prov")
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
    begin(root)
    ready = complete(root)
    sign_first(root, ready)
    publish_an_edition(root)
    revise(root, ready)
    revised = compare_with_what_was_signed(root, ready)
    sign_again(root, revised)
    amend_and_give_notice(root)


def begin(root: Path) -> None:
    """A new municipality's file is a draft."""
    region_ready = COUNTY_PARTY.replace("name: null", "name: Namn").replace(
        DECISION,
        '{body: Nämnden, date: 2021-05-01, paragraph: "§ 1", case_number: RJL 1}',
    )
    edit(root, "region.yaml", {COUNTY_PARTY: region_ready, 'county_code: "06"\n': ""})
    source = "organisation_number_source:"
    edit(root, "region.yaml", {f"{source}\n": f"{source} Påhittad i ett prov\n"})
    figures = ("annual_amount_sek", "hours_per_week", "admin_hours", "coach_hours")
    options = [f"--figure={key}=0" for key in figures]
    run_cli("new", "Nyby", "--code", "9999", "--group", "Norra", *options, root=root)
    assert status_on(root, "2021-05-01").state == "draft"
    commit(root, "Begin with Nyby")


def complete(root: Path) -> str:
    """With every fact it is ready; gives the commit."""
    fill_in(root)
    run_cli("check", root=root)
    assert status_on(root, "2021-05-01").missing == ()
    assert status_on(root, "2021-05-01").state == "ready"
    return commit(root, "Fill in Nyby")


def sign_first(root: Path, ready: str) -> None:
    """Signed, it holds until its revision is due."""
    sign(root, "2021-05-20", "2020-12-22", ready)
    assert check(load(root)) == ()
    assert status_on(root, "2021-05-31").state == "signed"
    assert status_on(root, "2021-06-01").state == "in_force"
    assert status_on(root, "2023-06-02").state == "overdue"
    commit(root, "Sign Nyby")


def publish_an_edition(root: Path) -> None:
    """The standard gets a new edition with one more local text, and an index."""
    edit(
        root,
        "templates/halsocenter/family.yaml",
        {
            "\nedition: 2020-12-22": "\nedition: 2023-05-01",
            "  - key: premises\n": "  - key: safety\n    text: Säkerhet.\n  - key: premises\n",
        },
    )
    with_index(root)


def revise(root: Path, ready: str) -> None:
    """Revised, a draft follows, and what was signed stays in force and is kept as history."""
    output = run_cli("revise", "--edition", "2023-05-01", "--index", "2023", root=root).output
    assert "Nyby: the decision of Nyby kommun of 2021-05-01 is kept; is there a new one?" in output
    assert "15 files changed" in output
    found = status_on(root, "2023-05-10")
    assert (found.state, found.preparing) == ("due", "draft")
    assert [gap.message for gap in found.missing] == ["the local text `safety` is not written"]
    assert found.signed == dt.date(2021, 5, 20)
    record = entry(load(root), "nyby").record
    assert record.signed is None
    assert record.history[0].signed is not None
    assert record.history[0].signed.commit == ready


def compare_with_what_was_signed(root: Path, ready: str) -> str:
    """The redline holds what was signed and what is new; gives the commit of what is new."""
    edit(root, FILE, {"safety:": "safety: Larm finns. #"})
    before, after = document(root, ready), document(root)
    marked = redline(before, after)
    assert list(lines(reject(marked))) == list(lines(before))
    assert list(lines(accept(marked))) == list(lines(after))
    run_cli("redline", "Nyby", "--from", ready, "--to-format", "docx", root=root)
    assert len(list(root.glob("output/redline/*.docx"))) == 1
    (root / ".gitignore").write_text("output/\n")
    return commit(root, "Revise all")


def only_old_decision_of_region(root: Path) -> bool:
    """Whether all that is found is that the others, unsigned, have the region's old decision."""
    found = [(each.code, each.location.file) for each in check(load(root))]
    return found == [(RuleCode.DECIDED_BEFORE_EDITION, "region.yaml")]


def sign_again(root: Path, revised: str) -> None:
    """Signed again, the next interval begins with that day."""
    sign(root, "2023-05-30", "2023-05-01", revised)
    assert only_old_decision_of_region(root)
    found = status_on(root, "2023-06-02")
    assert (found.state, found.preparing) == ("in_force", None)
    assert found.next_revision == dt.date(2025, 5, 30)


def amend_and_give_notice(root: Path) -> None:
    """A supplementary agreement changes the amount, and a notice ends it all."""
    amended = ("--on", "2023-09-01", "--from", "2023-10-01", "--amount", "120000")
    run_cli(
        *("amend", "Nyby", *amended, "--text", "Årsbeloppet ändras.", "--source", "KS 2"), root=root
    )
    assert status_on(root, "2023-09-30").amount_sek == 0
    assert status_on(root, "2023-10-01").amount_sek == 120_000
    run_cli(
        *("terminate", "Nyby", "--by", "municipality", "--received", "2024-01-15"),
        *("--source", "KS 3"),
        root=root,
    )
    assert status_on(root, "2024-01-14").state == "in_force"
    found = status_on(root, "2024-01-15")
    assert (found.state, found.ends) == ("under_notice", dt.date(2025, 1, 15))
    assert status_on(root, "2025-01-16").state == "terminated"
    assert only_old_decision_of_region(root)


def test_an_agreement_signed_before_the_program_came_is_in_force(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path / "workspace")
    file = tmp_path / "gammalt-avtal.pdf"
    file.write_bytes(b"signed on paper and scanned")
    for name, start in (("Vetlanda", "2021-02-01"), ("Habo", "2021-03-01")):
        options = ("--edition", "2020-12-22", "--on", "2021-01-20", "--from", start)
        run_cli("signed", name, "--outside", file, *options, root=root)
    workspace = load(root)
    standard = workspace.standards["halsocenter"]
    for slug in ("vetlanda", "habo"):
        found = status(workspace, entry(workspace, slug), standard, dt.date(2022, 1, 1))
        assert (found.state, found.is_outside) == ("in_force", True)
    draft = status(workspace, entry(workspace, "aneby"), standard, dt.date(2022, 1, 1))
    assert (draft.state, draft.notice_by) == ("draft", None)
