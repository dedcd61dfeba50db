"""The example with two families: a plan of three parties, and another agreement of one of them."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import jsonschema
import pytest
import yaml

from agreement_gen.build.compose import compose
from agreement_gen.checks.readiness import missing
from agreement_gen.checks.rules import check
from agreement_gen.document.tree import Signatures, Table, lines
from agreement_gen.lifecycle.register import register
from agreement_gen.workspace.schema import schemas
from tests.support.cli import run_cli
from tests.support.workspaces import REPOSITORY, entry, load
from tests.workspace.test_schema import TextDates

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.workspace.reader import Workspace

EXAMPLE = REPOSITORY / "examples" / "samverkansplan"
SLUGS = ("provby", "provby-rehabbad", "testvik")


@pytest.fixture(scope="module")
def example() -> Workspace:
    return load(EXAMPLE)


def text_of(example: Workspace, slug: str) -> str:
    document = compose(example, entry(example, slug)).document
    return "\n".join(lines(document)).replace("\u00a0", " ")


def test_the_example_has_no_fault_and_not_even_a_warning(example: Workspace) -> None:
    assert check(example) == ()
    assert sorted(e.slug for e in example.entries) == sorted(SLUGS)


def test_two_agreements_are_ready_and_one_is_a_draft(example: Workspace) -> None:
    gaps = {e.slug: len(missing(example, e, standard)) for e, standard in example.with_standards()}
    assert gaps["provby"] == gaps["provby-rehabbad"] == 0
    assert gaps["testvik"] > 5
    assert compose(example, entry(example, "provby")).is_ready


def test_no_number_or_name_in_the_example_can_be_a_real_one(example: Workspace) -> None:
    assert example.region.record.county_code == "99"
    assert all(e.record.code is not None and e.record.code[:2] == "99" for e in example.entries)
    numbers = [p.organisation_number for p in example.region.record.parties.values()]
    numbers += [party.record.organisation_number for party in example.parties.values()]
    numbers += [e.record.organisation_number for e in example.entries]
    known = {"999999-0006", "999999-0014", "999999-0022", None}
    assert set(numbers) == known


def test_the_plan_names_its_parties_and_its_days_and_says_nothing_of_money(
    example: Workspace,
) -> None:
    text = text_of(example, "provby")
    for words in (
        "Region Provlandet, organisationsnummer 999999-0006, nedan kallad Regionen",
        "Provlandets Idrottsförbund, organisationsnummer 999999-0022, nedan kallat Förbundet",
        "från och med den 1 januari 2027 till och med den 31 december 2027",
        "Parterna möts fyra gånger under året.",
        "Frågor om överenskommelsen besvaras av fritidskontorets kundtjänst",
        "Bilaga 1 Handlingsplan",
        "tre likalydande exemplar",
    ):
        assert words in text
    assert not re.search(r"[0-9] kr\b", text)
    assert "belopp" not in text


def test_the_action_plan_is_a_table_in_the_annex(example: Workspace) -> None:
    document = compose(example, entry(example, "provby")).document
    [table] = [block for block in document.clauses[-1].blocks if isinstance(block, Table)]
    assert [row.role for row in table.rows] == ["body"] * 4 + ["total"]
    assert [column.width for column in table.columns] == [5, 3, 4, 2]


def test_each_signatory_signs_in_a_place_of_its_own(example: Workspace) -> None:
    document = compose(example, entry(example, "provby"), signing="fields").document
    [block] = [
        block
        for clause in document.clauses
        for block in clause.blocks
        if isinstance(block, Signatures)
    ]
    signing = [signature.party for signature in block.signatures]
    assert signing == ["region", "municipality", "forbund", "forbund:2"]


def test_the_register_lists_both_agreements_of_the_same_municipality(example: Workspace) -> None:
    rows = register(example, example.entries, dt.date(2027, 3, 1))
    assert len(rows) == 3
    done = run_cli("register", "--format", "csv", root=EXAMPLE)
    assert done.stdout.count("Provby kommun") >= 2


def test_an_invoice_says_nothing_of_agreements_without_money(tmp_path: Path) -> None:
    done = run_cli("invoice", "2027", "--output", tmp_path, root=EXAMPLE)
    assert "Provby" not in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["agreement-samverkansplan", "agreement-rehabbad"])
def test_each_file_follows_the_schema_that_its_first_line_names(
    example: Workspace, name: str
) -> None:
    validator = jsonschema.Draft202012Validator(schemas(example)[name])
    found = 0
    for one in example.entries:
        text = (EXAMPLE / one.path).read_text(encoding="utf-8")
        if f"/{name}.schema.json" in text.splitlines()[0]:
            found += 1
            assert name == f"agreement-{one.record.agreement}"
            value = yaml.load(text, Loader=TextDates)
            assert [error.message for error in validator.iter_errors(value)] == []
    assert found


def test_every_agreement_is_built_and_says_the_same_in_each_format(tmp_path: Path) -> None:
    # The build itself reads Word and PDF back and compares them with the tree.
    done = run_cli("build", "--to", "pdf,docx,html,txt", "--output", tmp_path, root=EXAMPLE)
    states = [re.split(" {2,}", line)[:2] for line in done.stdout.splitlines()[1:4]]
    assert states == [
        ["Provby (rehabbad)", "ready"],
        ["Provby (samverkansplan)", "ready"],
        ["Testvik", "draft (8 missing)"],
    ]
    assert len(list(tmp_path.glob("*.pdf"))) == 3
