"""The file that is written for a new municipality."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from agreement_gen.problems import InputError
from agreement_gen.workspace import scaffold as starter
from agreement_gen.workspace.load import load as load_record
from agreement_gen.workspace.model import AgreementRecord
from agreement_gen.workspace.new_municipality import NewMunicipality, legal_name
from agreement_gen.workspace.new_municipality_file import municipality_file
from tests.support.workspaces import load

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.workspace.reader import Workspace


FIGURES = {"annual_amount_sek": 1000, "hours_per_week": 3, "admin_hours": 1, "coach_hours": 2}


KNOWN = NewMunicipality("Björkhult", "9904", "Östbygden", "Fritidschef", FIGURES)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    root = tmp_path / "avtal"
    starter.write_starter(root)
    return root


def file_of(municipality: NewMunicipality, workspace: Workspace) -> str:
    return municipality_file(workspace, municipality, workspace.standards["halsocenter"])


def test_what_a_new_file_says_is_what_was_given(workspace: Path) -> None:
    loaded = load(workspace)
    text = file_of(KNOWN, loaded)
    record = load_record(text.encode(), KNOWN.path, AgreementRecord).record
    assert (record.municipality, record.code, record.group) == ("Björkhult", "9904", "Östbygden")
    assert record.funding == FIGURES
    assert record.edition == loaded.standards["halsocenter"].family.record.edition
    assert record.legal_name == "Björkhults kommun"
    assert set(record.local_resources.values()) == {None}
    assert record.steering_group == ()


@pytest.mark.parametrize("name", ["Nej", "Å: b # c", "no", "null", 'Lång "Å" by', "12", "S\\n"])
def test_a_name_that_yaml_could_misread_stays_as_it_is(name: str, workspace: Path) -> None:
    text = file_of(replace(KNOWN, name=name), load(workspace))
    record = load_record(text.encode(), "x.yaml", AgreementRecord).record
    assert record.municipality == name


def test_an_example_row_that_is_uncommented_but_not_filled_in_is_refused(workspace: Path) -> None:
    text = file_of(KNOWN, load(workspace))
    for empty, row in (("posts: []", "#  - {starts"), ("steering_group: []", "#  - {role: kommun")):
        tempted = text.replace(empty, empty.removesuffix(" []")).replace(row, row[1:])
        with pytest.raises(InputError):
            load_record(tempted.encode(), KNOWN.path, AgreementRecord)


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
