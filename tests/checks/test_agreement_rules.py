"""Facts of one municipality that cannot be right, or seldom are."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from agreement_gen.checks.rules import check
from agreement_gen.workspace.kommuner import kommun_named, kommuner
from agreement_gen.workspace.new_municipality import legal_name
from tests.support.workspaces import REPOSITORY, edit, load, repository_workspace, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

SIGNED = f'signed: {{date: 2024-05-01, edition: 2024-01-15, sha256: "{"a" * 64}"}}\n'
VETLANDA = "municipalities/vetlanda.yaml"


def codes(root: Path) -> dict[str, str]:
    return {str(problem.code): str(problem) for problem in check(load(root))}


def test_the_list_holds_sweden() -> None:
    assert len(kommuner()) == 290
    assert len({kommun.county for kommun in kommuner().values()}) == 21
    assert all(code == kommun.code and len(code) == 4 for code, kommun in kommuner().items())
    assert kommuner()["0685"].usual_name == "Vetlanda kommun"
    assert legal_name("Jönköping") == "Jönköpings kommun"
    assert legal_name("Provåker") == "Provåkers kommun"
    assert kommun_named("ÅMÅL") is kommuner()["1492"]
    text = (REPOSITORY / "agreement_gen/workspace/kommuner.csv").read_text("utf-8")
    assert len(list(csv.reader(text.splitlines()))) == 291


def test_a_kommunkod_that_no_municipality_has_is_refused(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path)
    edit(root, VETLANDA, {'code: "0685"': 'code: "0699"'})
    assert "the kommunkod of Vetlanda is 0685" in codes(root)["unknown-kommunkod"]


def test_the_kommunkod_of_another_municipality_is_a_warning(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path)
    edit(root, VETLANDA, {'code: "0685"': 'code: "0665"'})
    edit(root, "municipalities/vaggeryd.yaml", {'code: "0665"': 'code: "0685"'})
    found = codes(root)["kommunkod-of-another"]
    assert "warning" in found
    assert "the kommunkod of" in found


def test_two_parties_with_one_organisation_number_are_refused_by_name(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path)
    text = (root / VETLANDA).read_text("utf-8")
    number = next(line for line in text.splitlines() if line.startswith("organisation_number:"))
    edit(root, VETLANDA, {number: "organisation_number: 232100-0057"})
    found = codes(root)["same-organisation-number"]
    assert "Vetlanda kommun and Region Jönköpings län have" in found
    assert VETLANDA in found
    assert "same-organisation-number" not in codes(REPOSITORY)


def test_a_decision_far_after_the_edition_or_after_the_signing_is_a_warning(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path)
    edit(root, "region.yaml", {"date: null": "date: 2205-01-31"})
    found = codes(root)
    assert "more than 5 years after the edition 2020-12-22" in found["decided-long-after-edition"]
    assert "region.yaml" in found["decided-long-after-edition"]
    assert "decided-after-signing" not in found
    edit(root, "region.yaml", {"2205-01-31": "2024-12-31"})
    assert "decided-long-after-edition" not in codes(root)
    with (root / VETLANDA).open("a", encoding="utf-8") as file:
        file.write(SIGNED)
    assert "region.yaml" in codes(root)["decided-after-signing"]


def test_the_codes_of_examples_are_of_no_county() -> None:
    assert not [code for code in kommuner() if code.startswith("99")]
    assert check(load(REPOSITORY / "examples/exempelbygden")) == ()


@pytest.mark.parametrize("number", ["212000-0572", "999999-0001", "212000-5071", "000000-0001"])
def test_a_wrong_check_digit_is_reported(tmp_path: Path, number: str) -> None:
    root = repository_workspace(tmp_path)
    edit(root, VETLANDA, {"212000-0571": number})
    [found] = load(root).problems
    assert found.code == "bad-check-digit"


@pytest.mark.parametrize("number", ["212000-0571", "232100-0057", "999999-0006", "999999-0014"])
def test_a_right_check_digit_passes(tmp_path: Path, number: str) -> None:
    root = repository_workspace(tmp_path)
    edit(root, VETLANDA, {"212000-0571": number})
    assert load(root).problems == ()


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ("valid_from: 2023-01-01\n", "starts-before-edition"),
        ("decision: {date: 2023-01-01}\n", "decided-before-edition"),
        ("valid_from: 2024-05-01\ndecision: {date: 2024-06-01}\n", "decided-after-start"),
        (f"decision: {{date: 2024-06-01}}\n{SIGNED}", "decided-after-signing"),
    ],
)  # fmt: skip
def test_dates_in_an_odd_order_are_warnings(tmp_path: Path, facts: str, code: str) -> None:
    root = small_workspace(tmp_path)
    path = root / "municipalities/alby.yaml"
    kept = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("valid_")]
    path.write_text("\n".join(kept) + "\n" + facts, encoding="utf-8")
    assert {found for found in codes(root) if "-" in found} >= {code}
    assert "warning" in codes(root)[code]


def test_a_case_number_of_a_party_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path)
    path = root / VETLANDA
    path.write_text(path.read_text("utf-8") + "case_numbers: {regio: RJL 1}\n", encoding="utf-8")
    assert "did you mean `region`?" in codes(root)["unknown-case-party"]
