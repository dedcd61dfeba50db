"""The parties of an agreement: their order, their facts, and where each fact is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from agreement_gen.agreement_state.parties import PartyFacts, parties
from agreement_gen.build.compose import compose
from agreement_gen.problems import InputError
from tests.support.workspaces import edit, entry, load, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

FAMILY = "templates/samverkan/family.yaml"


def of_alby(root: Path) -> tuple[PartyFacts, ...]:
    workspace = load(root)
    return parties(workspace, entry(workspace, "alby"), workspace.standards["samverkan"])


def test_each_party_is_in_the_familys_order_with_its_facts_and_their_places(
    tmp_path: Path,
) -> None:
    root = small_workspace(tmp_path)
    assert [
        (
            party.id,
            party.name,
            party.organisation_number,
            [signatory.title for signatory in party.signatories],
            str(party.at("signatory", "name")),
        )
        for party in of_alby(root)
    ] == [
        (
            "region",
            "Region Testmark",
            "999999-0006",
            ["Regiondirektör"],
            "region.yaml:11:46",
        ),
        (
            "forbund",
            "Idrottsförbundet i Testmark",
            None,
            ["Ordförande"],
            "region.yaml:14:42",
        ),
        ("municipality", "Alby kommun", None, ["Kulturchef"], "municipalities/alby.yaml:17:38"),
    ]


def test_a_single_party_is_enough(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    edit(
        root,
        FAMILY,
        {
            '  - {id: region, heading: "För {{ party.name }}"}\n': "",
            '  - {id: forbund, heading: "För {{ party.name }}"}\n': "",
        },
    )
    assert [party.id for party in of_alby(root)] == ["municipality"]


def test_a_party_without_facts_is_an_error_and_never_left_out(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    edit(root, FAMILY, {"id: forbund": "id: forbundet"})
    with pytest.raises(InputError, match=rf"{FAMILY}:14:10: .*did you mean `forbund`"):
        of_alby(root)
    workspace = load(root)
    with pytest.raises(InputError, match="unknown-party"):
        compose(workspace, entry(workspace, "alby"))
