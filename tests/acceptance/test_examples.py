"""The example workspace: whole, in step with the standard, and one agreement ready to sign."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from agreement_gen.build.compose import compose
from agreement_gen.checks.readiness import missing
from agreement_gen.checks.rules import check
from agreement_gen.document.tree import lines
from tests.support.cli import run_cli
from tests.support.peers import require, run
from tests.support.workspaces import REPOSITORY, entry, load

if TYPE_CHECKING:
    from agreement_gen.workspace.reader import Workspace

EXAMPLE = REPOSITORY / "examples" / "exempelbygden"
STANDARD = Path("templates/halsocenter")


@pytest.fixture(scope="module")
def example() -> Workspace:
    return load(EXAMPLE)


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_example_follows_the_repositorys_own_standard() -> None:
    ours, copy = files(REPOSITORY / STANDARD), files(EXAMPLE / STANDARD)
    money = "funding.yaml"  # each region's own
    differing = sorted(
        path for path in (ours.keys() | copy.keys()) - {money} if ours.get(path) != copy.get(path)
    )
    assert differing == [], (
        "the example's standard is a copy; renew it: rm -r examples/exempelbygden/templates && "
        "cp -r templates examples/exempelbygden/"
    )


def test_the_example_has_no_fault_and_no_unused_line(example: Workspace) -> None:
    assert check(example) == ()


def test_one_agreement_is_ready_and_the_others_are_drafts_at_different_stages(
    example: Workspace,
) -> None:
    gaps = {e.slug: len(missing(example, e, standard)) for e, standard in example.with_standards()}
    assert gaps["exempelby"] == 0
    assert 0 < gaps["mallaker"] < gaps["provsjo"]


def test_the_clause_on_money_says_that_a_sum_can_differ_from_its_parts(example: Workspace) -> None:
    money = example.standards["halsocenter"].funding
    assert money is not None
    accepted = money.record.accepted_differences
    assert {d.column for d in accepted} == {"hours_per_week"}
    assert [d.row for d in accepted] == ["Provsjö", "Summa Västbygden", "Totalsumma"]
    composed = compose(example, entry(example, "exempelby"))
    assert any("kan avvika från sina delar" in line for line in lines(composed.document))


def test_no_number_in_the_example_can_be_a_real_one(example: Workspace) -> None:
    region = example.region.record
    assert region.county_code == "99"
    numbers = [party.organisation_number for party in region.parties.values()]
    numbers += [e.record.organisation_number for e in example.entries]
    assert all(number is None or number.startswith("999999-") for number in numbers)


def test_nothing_of_another_region_is_left_in_the_examples_texts(example: Workspace) -> None:
    own = load(REPOSITORY).region.record
    text = "\n".join(lines(compose(example, entry(example, "exempelby")).document))
    for word in (
        own.name,
        own.county or "",
        own.names["development_unit"],
        own.names["dispute_body"],
    ):
        assert word not in text


def test_check_calls_the_finished_agreement_ready_and_names_what_a_draft_lacks() -> None:
    ready = run_cli("check", "--ready", "exempelby", root=EXAMPLE)
    assert "ready to sign" in ready.output
    draft = run_cli("check", "--ready", "provsjo", root=EXAMPLE, exit_code=1)
    assert "the local text `steering` is not written" in draft.output


@pytest.mark.peer
def test_the_finished_agreement_is_built_without_the_draft_mark(tmp_path: Path) -> None:
    pdftotext = require("pdftotext")
    names = ("exempelby", "mallaker")
    done = run_cli("build", *names, "--to", "pdf", "--output", tmp_path, root=EXAMPLE)
    assert [line.split()[:2] for line in done.stdout.splitlines()[1:3]] == [
        ["Exempelby", "ready"],
        ["Mallåker", "draft"],
    ]
    texts = {
        name: run([pdftotext, tmp_path / f"overenskommelse-halsocenter-{name}.pdf", "-"])
        for name in names
    }
    assert "UTKAST" not in texts["exempelby"]
    assert "640 000" in texts["exempelby"].replace("\u00a0", " ")
    assert "Tilltalsnamn Efternamn" in texts["exempelby"]
    assert "UTKAST" in texts["mallaker"]
