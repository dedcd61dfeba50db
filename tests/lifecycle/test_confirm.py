"""A municipality's own texts: unconfirmed ones make a draft, and confirming one is recorded."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from agreement_gen.agreement_state.confirmations import Confirmed, own_texts, text_hash
from agreement_gen.build.compose import compose
from agreement_gen.lifecycle.confirm import confirm
from agreement_gen.problems import InputError
from tests.support.cli import run_cli
from tests.support.workspaces import REPOSITORY, edit, entry, load, repository_workspace

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = REPOSITORY / "examples" / "exempelbygden"
VETLANDA = "municipalities/vetlanda.yaml"
BY = ("--by", "Fritidschef", "--on", "2021-05-20", "--source", "KFN 2021/7")


def states(root: Path, slug: str = "vetlanda") -> dict[str, Confirmed]:
    return {text.key: text.confirmed for text in own_texts(entry(load(root), slug).record)}


def test_every_text_from_a_meeting_is_unconfirmed_and_its_agreement_a_draft() -> None:
    workspace = load(REPOSITORY)
    for agreement in workspace.entries:
        texts = list(own_texts(agreement.record))
        assert {text.confirmed for text in texts} <= {Confirmed.NO}
        named = {
            dict(p.values)["key"]
            for p in compose(workspace, agreement).missing
            if p.code == "missing-confirmation"
        }
        assert named == {text.key for text in texts}


def test_confirming_records_who_when_and_where_and_changes_nothing_else(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path)
    before = (root / VETLANDA).read_text("utf-8")
    done = run_cli("confirm", "Vetlanda", "premises", *BY, root=root)
    assert "premises confirmed by Fritidschef on 2021-05-20" in done.output
    assert states(root) == {
        "steering": Confirmed.NO,
        "premises": Confirmed.YES,
        "steering_group": Confirmed.NO,
    }
    record = entry(load(root), "vetlanda").record
    confirmation = record.confirmed["premises"]
    assert (confirmation.by, confirmation.on) == ("Fritidschef", dt.date(2021, 5, 20))
    assert confirmation.source == "KFN 2021/7"
    after = (root / VETLANDA).read_text("utf-8")
    changed = set(after.splitlines()) ^ set(before.splitlines())
    assert {line.split(":")[0] for line in changed} == {"unconfirmed", "confirmed"}


def test_all_texts_are_confirmed_when_none_is_named(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path)
    run_cli("confirm", "jonkoping", *BY, root=root)
    assert set(states(root, "jonkoping").values()) == {Confirmed.YES}
    again = run_cli("confirm", "jonkoping", *BY, root=root)
    assert "recorded already" in again.output


def test_a_confirmed_text_that_changes_is_unconfirmed_again(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path)
    run_cli("confirm", "Vetlanda", *BY, root=root)
    edit(root, VETLANDA, {"i anslutning till badhuset": "vid badhuset", "Badhuschef": "Badchef"})
    workspace = load(root)
    missing = compose(workspace, entry(workspace, "vetlanda")).missing
    changed = [p for p in missing if p.code == "missing-new-confirmation"]
    assert [dict(p.values)["key"] for p in changed] == ["premises", "steering_group"]
    assert "since Fritidschef confirmed it on 2021-05-20" in changed[0].message
    done = run_cli("check", "--ready", "Vetlanda", root=root, exit_code=1)
    assert "`premises` has changed since" in done.stderr


def test_white_space_that_nobody_reads_does_not_unconfirm() -> None:
    assert text_hash("Ett\n\nTvå\n") == text_hash("\nEtt  \r\n\r\nTvå")
    assert text_hash("o\u0308l") == text_hash("öl")
    assert text_hash("Ett två") != text_hash("Ett  två")


def test_only_a_written_text_can_be_confirmed(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path)
    done = run_cli("confirm", "Vetlanda", "premise", "staff", *BY, root=root, exit_code=1)
    assert "did you mean `premises`?" in done.stderr
    assert "no written text `staff`" in done.stderr
    done = run_cli("confirm", "Aneby", *BY, root=root, exit_code=1)
    assert "written no text" in done.stderr


def test_marks_for_texts_that_do_not_exist_are_reported(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path)
    edit(root, VETLANDA, {"unconfirmed: [steering, ": "unconfirmed: [steerin, staff, "})
    done = run_cli("check", root=root, exit_code=1)
    assert "no own text `steerin` (did you mean `steering`?)" in done.stderr
    assert "`staff` is not written" in done.stderr


def test_a_file_that_cannot_be_edited_line_by_line_is_left_as_it_is(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path)
    edit(root, VETLANDA, {"unconfirmed: [": "unconfirmed: [ # från möten\n  "})
    agreement = entry(load(root), "vetlanda")
    with pytest.raises(InputError):
        confirm(agreement, ["steering", "premises", "steering_group"],
                by="Fritidschef", on=dt.date(2021, 5, 20), source="KFN")  # fmt: skip
