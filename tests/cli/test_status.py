"""`agreement-gen status`: each format, the calendar file, the exit status of a late revision."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import icalendar
import pytest

from agreement_gen.checks.messages import MISSING_KINDS, MissingCode
from tests.support.cli import run_cli
from tests.support.workspaces import CASES, edit, repository_workspace, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

SIGNED = f"""valid_from: 2021-06-01
signed: {{date: 2021-05-20, edition: 2020-12-22, sha256: "{"a" * 64}"}}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """This repository's workspace, in which one agreement is signed."""
    root = repository_workspace(tmp_path / "workspace")
    edit(root, "municipalities/vetlanda.yaml", {"valid_from:\n": SIGNED})
    return root


def test_the_exit_status_is_1_when_a_revision_is_overdue(root: Path) -> None:
    call = ("status", "--format", "json", "--on")
    run_cli(*call, "2023-06-01", root=root)
    late = run_cli(*call, "2023-06-02", root=root, exit_code=1)
    rows = {row["municipality"]: row for row in json.loads(late.stdout)}
    assert rows["Vetlanda"]["state"] == "overdue"
    assert rows["Habo"]["state"] == "draft"
    assert {"file", "line", "message", "owner"} == set(rows["Habo"]["missing"][0])
    run_cli(*call, "2023-06-02", "Habo", root=root)


def test_the_table_has_a_row_for_each_agreement(root: Path) -> None:
    shown = run_cli("status", "--on", "2022-01-01", "vetlanda", root=root).stdout.splitlines()
    assert [line.split("  ")[0] for line in shown] == ["Municipality", "Vetlanda"]
    assert shown[1].startswith("Vetlanda      in force  2020-12-22  2021-05-20  2023-06-01")


def test_a_calendar_file_is_written_beside_the_table(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "k.ics"
    run_cli("status", "--on", "2022-01-01", "vetlanda", "--ics", file, root=root)
    assert len(icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")) == 2


def test_a_spreadsheet_has_headings_with_units(root: Path) -> None:
    table = run_cli("status", "--on", "2022-01-01", "--format", "csv", root=root)
    rows = table.stdout_bytes.decode("utf-8-sig").split("\r\n")
    assert rows[0].startswith("Municipality;State;Edition (date)")
    assert rows[0].endswith(";Missing (count)")
    assert len(rows) == 1 + 13 + 1


def test_a_date_that_does_not_exist_is_a_wrong_call(root: Path) -> None:
    wrong = run_cli("status", "--on", "2022-02-30", root=root, exit_code=2)
    assert "2022-02-30 does not exist" in wrong.output


def test_what_is_missing_is_counted_by_kind(root: Path) -> None:
    edit(root, "municipalities/aneby.yaml", {"  staff:\n": "  staff: Personal finns.\n"})
    shown = run_cli("status", "--on", "2022-01-01", "aneby", root=root).stdout.splitlines()
    local = "4 local texts, 4 roles, 1 name, 4 decision parts"
    assert shown[1].endswith(f"{local}  2 numbers' sources, 1 start, 1 name, 4 decision parts")


def test_each_kind_that_can_be_missing_has_a_word() -> None:
    assert set(MISSING_KINDS) == set(MissingCode)


def test_a_value_that_only_the_text_needs_is_counted_in_the_list(
    workspace_of_text: Path,
) -> None:
    """The list of agreements ended with a fault of the program where the text lacked a value."""
    shown = run_cli("status", "Alby", "--on", "2024-02-01", root=workspace_of_text).stdout
    assert "1 value" in shown


@pytest.fixture
def workspace_of_text(tmp_path: Path) -> Path:
    root = small_workspace(tmp_path, CASES / "fields")
    edit(
        root, "municipalities/alby.yaml", {"  contact: Fritidskontoret *dagtid*\n": "  contact:\n"}
    )
    return root
