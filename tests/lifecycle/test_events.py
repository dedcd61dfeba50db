"""Notice, amendment, extension and signing outside, recorded by commands in the files."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest

from agreement_gen.agreement_state.messages import EventCode
from agreement_gen.checks.rules import check
from agreement_gen.invoicing.invoice import invoice_for
from tests.support.cli import run_cli
from tests.support.workspaces import (
    SIGNED_2020,
    edit,
    entry,
    load,
    repository_workspace,
    small_workspace,
    with_filled_posts,
)

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

FILE = "municipalities/vetlanda.yaml"
LATER = dt.date(2030, 1, 1)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return with_filled_posts(repository_workspace(tmp_path / "workspace"))


def state(root: Path, on: str, name: str = "Vetlanda") -> dict[str, Any]:
    shown = run_cli("status", name, "--on", on, "--format", "json", root=root, exit_code=None)
    [row] = json.loads(shown.stdout)
    return dict(row)


def ore(root: Path, year: int, on: dt.date = LATER) -> int:
    workspace = load(root)
    found = invoice_for(workspace, entry(workspace, "vetlanda"), year, on)
    return 0 if found is None else found.basis.amount_ore


NOTICE = ("terminate", "Vetlanda", "--received", "2022-03-31", "--source", "KS 2022-7", "--by")


def test_a_notice_ends_the_agreement_and_what_is_paid(root: Path) -> None:
    before = (root / FILE).read_bytes()
    run_cli(*NOTICE, "municipality", root=root)
    after = (root / FILE).read_bytes()
    assert after.startswith(before)
    assert b'by: "Vetlanda kommun"' in after
    assert state(root, "2022-03-30")["state"] == "in_force"
    given = state(root, "2022-03-31")
    assert (given["state"], given["ends"]) == ("under_notice", "2023-03-31")
    assert (given["notice_by"], given["next_revision"]) == (None, None)
    assert state(root, "2023-03-31")["state"] == "under_notice"
    assert state(root, "2023-04-01")["state"] == "terminated"
    assert ore(root, 2022) == 461_000_00
    assert ore(root, 2023) == 115_250_00
    assert ore(root, 2024) == 0
    assert "upphör" in run_cli("--lang", "sv", "register", "--on", "2023-05-01", root=root).stdout


def test_a_notice_shorter_than_the_terms_needs_the_parties_to_agree(root: Path) -> None:
    early = (*NOTICE, "Vetlanda kommun", "--ends", "2022-12-31")
    assert "the first day is 2023-03-31" in run_cli(*early, root=root, exit_code=1).stderr
    run_cli(*early, "--agreed", root=root)
    assert state(root, "2023-01-01")["state"] == "terminated"


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--by", "Habo kommun"), "the agreement has no party"),
        (("--by", "region", "--ends", "2022-01-01"), "before the day when the notice came in"),
    ],
)
def test_a_notice_that_cannot_be_is_refused(
    root: Path, options: tuple[str, ...], reason: str
) -> None:
    before = (root / FILE).read_bytes()
    assert reason in run_cli(*NOTICE[:-1], *options, root=root, exit_code=1).stderr
    assert (root / FILE).read_bytes() == before


def test_a_draft_cannot_be_ended_or_amended(root: Path) -> None:
    edit(root, FILE, {f"signed: {SIGNED_2020}\n": ""})
    for call in ((*NOTICE, "region"), AMEND):
        assert "is not signed on that day" in run_cli(*call, root=root, exit_code=1).stderr


AMEND = (
    *("amend", "Vetlanda", "--on", "2022-05-10", "--from", "2022-07-01"),
    *("--text", "Årsbeloppet är 922 000 kronor.", "--amount", "922000", "--source", "KS 2022-9"),
)


def test_money_and_register_follow_an_amendment_from_its_first_day(root: Path) -> None:
    before = (root / FILE).read_bytes()
    run_cli(*AMEND, root=root)
    assert (root / FILE).read_bytes().startswith(before)
    assert "recorded already" in run_cli(*AMEND, root=root).stdout
    assert ore(root, 2021) == 153_666_67
    assert ore(root, 2022) == (461_000 + 922_000) * 50
    assert ore(root, 2022, on=dt.date(2022, 5, 9)) == 461_000_00
    assert ore(root, 2023) == 922_000_00
    assert state(root, "2022-06-30")["annual_amount_sek"] == 461_000
    assert state(root, "2022-07-01")["annual_amount_sek"] == 922_000
    shown = run_cli(
        "--lang", "sv", "register", "Vetlanda", "--on", "2021-12-31", "--format", "json", root=root
    )
    assert json.loads(shown.stdout)[0]["annual_amount_sek"] == 461_000


def test_a_fixed_term_is_extended_with_its_new_days(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    path = root / "municipalities/alby.yaml"
    block = f'{{date: 2024-01-20, edition: 2024-01-15, sha256: "{"a" * 64}"}}'
    signed = f"valid_from: 2024-02-01\nsigned: {block}\n"
    path.write_text(path.read_text("utf-8") + signed, "utf-8")
    assert state(root, "2026-01-31", "Alby")["term_ends"] == "2027-01-31"
    assert state(root, "2027-02-01", "Alby")["state"] == "expired"
    call = ("extend", "Alby", "--on", "2026-12-01", "--to", "2028-01-31", "--source", "KS 3")
    run_cli(*call, root=root)
    assert state(root, "2026-11-30", "Alby")["term_ends"] == "2027-01-31"
    assert state(root, "2026-12-01", "Alby")["term_ends"] == "2028-01-31"
    assert state(root, "2027-02-01", "Alby")["state"] != "expired"
    assert state(root, "2028-02-01", "Alby")["state"] == "expired"


def test_an_agreement_until_further_notice_has_no_term_to_extend(root: Path) -> None:
    call = ("extend", "Vetlanda", "--on", "2026-12-01", "--to", "2028-01-31", "--source", "KS 3")
    assert "no fixed term" in run_cli(*call, root=root, exit_code=1).stderr


def test_what_was_signed_before_the_program_is_in_force_and_never_called_verified(
    tmp_path: Path,
) -> None:
    root = repository_workspace(tmp_path / "workspace")
    file = tmp_path / "avtal.pdf"
    file.write_bytes(b"a scan from before")
    before = (root / FILE).read_bytes()
    call = ("signed", "Vetlanda", "--outside", file, "--edition", "2020-12-22")
    shown = run_cli(*call, "--on", "2021-05-20", "--from", "2021-06-01", root=root).output
    assert "never verified" in shown
    assert "text verified" not in shown
    after = (root / FILE).read_bytes()
    assert after.startswith(before[: before.index(b"valid_from:")])
    found = state(root, "2022-01-01")
    call_of_register = ("register", "Vetlanda", "--on", "2022-01-01")
    register = run_cli("--lang", "sv", *call_of_register, root=root).stdout
    assert found["notice_by"] is not None
    register = run_cli(
        "--lang", "sv", "register", "Vetlanda", "--on", "2022-01-01", root=root
    ).stdout
    assert "nej, undertecknad utanför programmet" in register
    assert "recorded" in run_cli(*call, "--on", "2021-05-20", root=root).output


def test_an_earlier_edition_signed_outside_goes_to_the_history(tmp_path: Path) -> None:
    root = with_filled_posts(repository_workspace(tmp_path / "workspace"))
    file = tmp_path / "avtal.pdf"
    file.write_bytes(b"a scan from before")
    edit(root, FILE, {f"signed: {SIGNED_2020}\n": "", "valid_from: 2021-01-01": "valid_from:"})
    call = ("signed", "Vetlanda", "--outside", file, "--on", "2018-05-20", "--edition")
    run_cli(*call, "2018-01-01", "--amount", "300000", "--from", "2018-06-01", root=root)
    assert state(root, "2019-01-01")["in_force_edition"] == "2018-01-01"
    assert state(root, "2022-01-01")["preparing"] == "draft"
    assert ore(root, 2022) == 300_000_00
    assert "is later than" in run_cli(*call, "2021-01-01", root=root, exit_code=1).stderr


def test_a_revision_starts_from_the_amount_that_an_amendment_agreed(root: Path) -> None:
    run_cli(*AMEND, root=root)
    family = "templates/halsocenter/family.yaml"
    edit(root, family, {"\nedition: 2020-12-22": "\nedition: 2023-05-01"})
    shown = run_cli("revise", "--edition", "2023-05-01", root=root).stdout
    assert "the amount is 922000 kr, as an amendment has agreed" in shown
    assert "Until then 2 signed editions stay in force." in shown
    record = entry(load(root), "vetlanda").record
    assert record.funding["annual_amount_sek"] == 922_000
    assert record.history[0].annual_amount_sek == 461_000
    assert ore(root, 2022) == (461_000 + 922_000) * 50
    assert ore(root, 2024) == 922_000_00
    found = state(root, "2023-05-10")
    assert (found["preparing"], found["in_force_edition"]) == ("draft", "2020-12-22")


def test_a_revised_fixed_term_needs_new_days(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    path = root / "municipalities/alby.yaml"
    block = f'{{date: 2024-01-20, edition: 2024-01-15, sha256: "{"a" * 64}"}}'
    days = "valid_from: 2024-02-01\nvalid_to: 2026-01-31\n"
    path.write_text(f"{path.read_text('utf-8')}{days}signed: {block}\n", "utf-8")
    edit(root, "templates/samverkan/family.yaml", {"edition: 2024-01-15": "edition: 2025-12-01"})
    call = ("revise", "Alby", "--edition", "2025-12-01")
    assert "the fixed term ends 2026-01-31" in run_cli(*call, root=root, exit_code=1).stderr
    run_cli(*call, "--from", "2026-02-01", "--to", "2028-01-31", root=root)
    record = entry(load(root), "alby").record
    assert (record.valid_from, record.valid_to) == (dt.date(2026, 2, 1), dt.date(2028, 1, 31))
    assert record.history[0].valid_to == dt.date(2026, 1, 31)
    assert state(root, "2026-01-31", "Alby")["term_ends"] == "2026-01-31"
    assert state(root, "2026-02-01", "Alby")["state"] == "expired"  # the new one is not signed
    again = block.replace("2024-01-20", "2026-01-20").replace("2024-01-15", "2025-12-01")
    path.write_text(f"{path.read_text('utf-8')}signed: {again}\n", "utf-8")
    assert state(root, "2026-01-31", "Alby")["term_ends"] == "2028-01-31"
    assert state(root, "2026-02-01", "Alby")["state"] != "expired"


NOTICE_BY_HAND = "{{by: {by}, received: 2022-05-10, ends: {ends}, source: KS 1}}"


@pytest.mark.parametrize(
    ("lines", "code", "place"),
    [
        (
            f"terminations: [{NOTICE_BY_HAND.format(by='Habo kommun', ends='2023-06-15')}]",
            "no-such-party",
            "Habo kommun",
        ),
        (
            f"terminations: [{NOTICE_BY_HAND.format(by='Vetlanda kommun', ends='2022-12-31')}]",
            "notice-too-short",
            "2022-12-31",
        ),
        (
            f"terminations: [{NOTICE_BY_HAND.format(by='Vetlanda kommun', ends='2022-01-31')}]",
            "ends-before-notice",
            "2022-01-31",
        ),
        (
            "extensions: [{signed: 2022-01-01, starts: 2023-01-01, ends: 2023-12-31, source: K}]",
            "no-fixed-term",
            "{signed",
        ),
        (
            "amendments: [{signed: 2020-12-29, effective: 2020-12-31, text: T, source: KS 2}]",
            "not-in-force",
            "2020-12-31",
        ),
    ],
)
def test_an_event_written_by_hand_that_no_command_would_record_is_an_error_at_its_place(
    root: Path, lines: str, code: str, place: str
) -> None:
    path = root / FILE
    text = path.read_text("utf-8") + lines + "\n"
    path.write_text(text, "utf-8")
    [found] = [each for each in check(load(root)) if str(each.code) == code]
    assert found.severity == "error"
    line = text.splitlines()[(found.location.line or 0) - 1]
    assert line[(found.location.column or 0) - 1 :].startswith(place)
    assert run_cli("invoice", "2022", "Vetlanda", root=root, exit_code=1).stderr.count(code)


def test_a_notice_where_no_party_may_give_one_is_an_error_unless_they_agreed(root: Path) -> None:
    family = "templates/halsocenter/family.yaml"
    edit(root, family, {" notice_months: 12,": ""})
    event = NOTICE_BY_HAND.format(by="Vetlanda kommun", ends="2023-06-15")
    path = root / FILE
    text = path.read_text("utf-8")
    path.write_text(f"{text}terminations: [{event}]\n", "utf-8")
    assert "no-notice" in {str(each.code) for each in check(load(root))}
    agreed = event.replace("source", "agreed: true, source")
    path.write_text(f"{text}terminations: [{agreed}]\n", "utf-8")
    assert "no-notice" not in {str(each.code) for each in check(load(root))}


def test_what_the_commands_record_is_clean_also_after_a_new_edition(root: Path) -> None:
    run_cli(*AMEND, root=root)
    run_cli(*NOTICE, "municipality", root=root)
    events = [each for each in check(load(root)) if isinstance(each.code, EventCode)]
    assert events == []
    family = "templates/halsocenter/family.yaml"
    edit(root, family, {"notice_months: 12": "notice_months: 24"})
    edit(root, family, {"edition: 2020-12-22": "edition: 2022-12-22"})
    [later] = [each for each in check(load(root)) if isinstance(each.code, EventCode)]
    assert (later.code, later.severity) == (EventCode.NOTICE_TOO_SHORT, "warning")
