"""The revision of many files: only the lines meant to change, all files or none."""

from __future__ import annotations

import difflib
import shutil
from typing import TYPE_CHECKING

import pytest

from agreement_gen.checks.rules import check
from agreement_gen.lifecycle.revise import Revision, revise
from agreement_gen.problems import InputError, has_errors
from agreement_gen.workspace.reader import select
from agreement_gen.workspace.tree import DiskTree
from tests.support.cli import run_cli
from tests.support.workspaces import (
    MONEY,
    NEW_EDITION,
    REPOSITORY,
    SIGNED_2020,
    edit,
    entry,
    load,
    repository_workspace,
    workspace_to_revise,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from agreement_gen.workspace.model import PublishedFunding
    from agreement_gen.workspace.reader import Workspace

SIGNED = f"""signed:
  date: 2021-06-01  # both on the same day
  # the paper is in the archive
  edition: 2020-12-22
  sha256: "{"a" * 64}"
  commit: {"b" * 40}
"""


def planned(root: Path, *names: str, index: int | None = None) -> Revision:
    workspace = load(root)
    return revise(workspace, DiskTree(root), select(workspace, names), NEW_EDITION, index)


def money(workspace: Workspace) -> PublishedFunding:
    funding = workspace.standards["halsocenter"].funding
    assert funding is not None
    return funding.record


def written(root: Path, revision: Revision) -> None:
    for path, data in revision.files.items():
        (root / path).write_bytes(data)


def changed_lines(old: bytes, new: bytes) -> list[str]:
    lines = difflib.ndiff(
        old.decode().splitlines(keepends=True), new.decode().splitlines(keepends=True)
    )
    return [line for line in lines if line[0] in "+-"]


def test_all_thirteen_are_revised_and_pass_the_checks(tmp_path: Path) -> None:
    root = workspace_to_revise(tmp_path)
    assert has_errors(check(load(root)))  # each file still follows the old edition
    revision = planned(root, index=2023)
    written(root, revision)
    workspace = load(root)
    assert len(revision.changes) == 13
    assert check(workspace) == ()
    assert {item.record.edition for item in workspace.entries} == {NEW_EDITION}
    jonkoping = entry(workspace, "jonkoping").record
    assert jonkoping.funding["annual_amount_sek"] == 1_414_000  # 1 320 000 × 1.071 = 1 413 720
    assert jonkoping.indexed is not None
    assert jonkoping.indexed.base_amount_sek == 1_320_000
    funding = money(workspace)
    rows = [item.record.funding["annual_amount_sek"] or 0 for item in workspace.entries]
    assert funding.total.published["annual_amount_sek"] == sum(rows)
    assert funding.set_aside_sek == 5_355_000
    assert planned(root, index=2023).files == {}


def test_only_the_lines_meant_to_change_do(tmp_path: Path) -> None:
    root = workspace_to_revise(tmp_path)
    path = root / "municipalities" / "vetlanda.yaml"
    path.write_bytes(path.read_bytes() + SIGNED.encode())
    old = path.read_bytes()
    revision = planned(root, index=2023)
    wanted = old.decode()
    past = (
        "history:\n  - edition: 2020-12-22\n    annual_amount_sek: 461000\n"
        f'    signed: {{date: 2021-06-01, edition: 2020-12-22, sha256: "{"a" * 64}", '
        f"commit: {'b' * 40}}}\n# both on the same day\n# the paper is in the archive\n"
    )
    base = "indexed: {base_amount_sek: 461000, base_year: 2021, year: 2023}"
    for before, after in (
        (SIGNED, past),
        ("\nedition: 2020-12-22", "\nedition: 2022-12-22"),
        ("annual_amount_sek: 461000, ", "annual_amount_sek: 494000, "),
        ("coach_hours: 26}\n", f"coach_hours: 26}}\n{base}\n"),
        ("  marketing:\n", ""),
        # After the item that precedes it in the standard.
        ("  # 2021-01-14 (found", "  safety:  # ny i utgåva 2022-12-22\n  # 2021-01-14 (found"),
    ):
        assert wanted.count(before) == 1
        wanted = wanted.replace(before, after)
    assert revision.files["municipalities/vetlanda.yaml"].decode() == wanted


def test_a_dropped_text_is_kept_in_the_history_word_for_word(tmp_path: Path) -> None:
    root = workspace_to_revise(tmp_path)
    text = 'Ett: *stycke*.\n\n- en punkt\n- "en" till # ingen kommentar\n'
    block = "".join(f"    {line}\n" if line else "\n" for line in text[:-1].split("\n"))
    edit(root, "municipalities/habo.yaml", {"  marketing:\n": f"  marketing: |\n{block}"})
    written(root, planned(root))
    record = entry(load(root), "habo").record
    assert record.history[0].dropped == {"marketing": text}
    assert "marketing" not in record.local_resources


STYLES: dict[str, Callable[[str], str]] = {
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "bom": lambda text: "\ufeff" + text,
    "bom and crlf": lambda text: "\ufeff" + text.replace("\n", "\r\n"),
    "no last line end": lambda text: text.rstrip("\n"),
    "tabs in comments": lambda text: text.replace("edition:", "# \ta\tb: {c}\t\nedition:").replace(
        "edition: 2020-12-22", "edition: 2020-12-22 \t# \t'\tedition: 1999-01-01"
    ),
    "hostile comments": lambda text: text.replace(
        "local_resources:", "local_resources: # marketing: |"
    ).replace("  marketing:", "  # marketing:\n  #edition: 2020-12-22\n  marketing: # [signed:]")
    + "# history:\n#   - [\n",
    "double quotes": lambda text: text.replace("2020-12-22", '"2020-12-22"'),
    "single quotes": lambda text: text.replace("2020-12-22", "'2020-12-22'"),
    "document marks": lambda text: f"%YAML 1.1\n---\n{text}...\n",
    "indented": lambda text: "".join(f"  {line}\n" if line else "\n" for line in text.splitlines()),
    "flow": lambda text: text.replace(
        "local_resources:\n  steering:\n  marketing:\n  premises:\n  staff:\n  associations:\n",
        "local_resources: {steering: , marketing: null, premises: , staff: ~, associations: }\n",
    ),
    "empty history": lambda text: text + "history: []  # none yet\n",
}  # fmt: skip


@pytest.mark.parametrize("style", STYLES)
def test_a_file_of_any_style_is_revised_and_the_rest_of_it_stays(
    tmp_path: Path, style: str
) -> None:
    root = workspace_to_revise(tmp_path)
    path = root / "municipalities" / "habo.yaml"
    old = STYLES[style](path.read_text(encoding="utf-8"))
    path.write_bytes(old.encode())
    revision = planned(root, index=2023)
    new = revision.files["municipalities/habo.yaml"].decode()
    written(root, revision)
    record = entry(load(root), "habo").record
    assert record.edition == NEW_EDITION
    assert record.funding["annual_amount_sek"] == 193_000
    assert record.history[0].annual_amount_sek == 180_000
    assert set(record.local_resources) == {
        "steering",
        "safety",
        "premises",
        "staff",
        "associations",
    }
    assert ("\r\n" in new) == ("\r\n" in old)
    assert new.startswith("\ufeff") == old.startswith("\ufeff")
    assert new.count("\n") == new.count("\r\n") or "\r" not in new
    comments = [line.split("#", 1)[1] for line in old.splitlines() if "#" in line]
    for comment in comments:
        assert f"#{comment}" in new
    # Two lines change, one goes (marketing, or what holds it); all others stay as they were.
    deleted = [line for line in changed_lines(old.encode(), new.encode()) if line[0] == "-"]
    assert len(deleted) <= 4


def test_a_whole_file_in_braces_is_revised(tmp_path: Path) -> None:
    root = workspace_to_revise(tmp_path)
    path = root / "municipalities" / "habo.yaml"
    path.write_text(
        '{municipality: Habo, legal_name: Habo kommun, code: "0643", group: Norra,\n'
        f'signed: {{date: 2021-06-01, edition: 2020-12-22, sha256: "{"a" * 64}"}},\n'
        "agreement: halsocenter, edition: 2020-12-22, steering_group: [],\n"
        "funding: {annual_amount_sek: 180000, hours_per_week: 12, admin_hours: 2,\n"
        "coach_hours: 9},\n"
        "local_resources: {steering: x, marketing: gone, premises: , staff: , associations: },\n"
        "signatory: {title: Fritidschef}} # end\n",
        encoding="utf-8",
    )
    written(root, planned(root, index=2023))
    record = entry(load(root), "habo").record
    assert record.signed is None
    assert record.history[0].signed is not None
    assert record.history[0].dropped == {"marketing": "gone"}
    assert record.local_resources["steering"] == "x"
    assert path.read_text(encoding="utf-8").endswith("} # end\n")


def test_an_anchor_is_refused_and_nothing_is_changed(tmp_path: Path) -> None:
    root = workspace_to_revise(tmp_path)
    edit(root, "municipalities/habo.yaml", {"group: Norra": "group: &g Norra"})
    with pytest.raises(InputError, match=r"habo\.yaml:5:8: error: the anchor"):
        planned(root)


def test_some_municipalities_with_an_index_leave_the_others_waiting(tmp_path: Path) -> None:
    root = workspace_to_revise(tmp_path)
    revision = planned(root, "Vetlanda", index=2023)
    assert set(revision.files) == {"municipalities/vetlanda.yaml", MONEY}
    written(root, revision)
    funding = money(load(root))
    assert funding.groups[0].published["annual_amount_sek"] == 1_918_000 + 33_000
    assert funding.set_aside_sek == 5_000_000
    [lines] = revision.funding.values()
    assert any("kept" in str(line) for line in lines)


def test_a_year_without_a_figure_is_an_error(tmp_path: Path) -> None:
    root = workspace_to_revise(tmp_path)
    with pytest.raises(InputError, match="the index has no figure for 2024"):
        planned(root, index=2024)


def test_an_index_needs_the_year_of_the_agreed_amounts(tmp_path: Path) -> None:
    root = workspace_to_revise(tmp_path)
    edit(root, MONEY, {"price_year: 2021\n": ""})
    with pytest.raises(InputError, match="for which year the agreed amounts hold"):
        planned(root, index=2023)


def test_an_amount_changed_by_hand_after_it_was_raised_is_reported(tmp_path: Path) -> None:
    root = workspace_to_revise(tmp_path)
    written(root, planned(root, index=2022))
    edit(
        root, "municipalities/habo.yaml", {"annual_amount_sek: 185000": "annual_amount_sek: 186000"}
    )
    with pytest.raises(InputError, match="leads to 185000 kr for 2022, not 186000 kr"):
        planned(root, index=2023)


def test_two_steps_of_the_index_give_the_same_as_one(tmp_path: Path) -> None:
    one, two = workspace_to_revise(tmp_path / "one"), workspace_to_revise(tmp_path / "two")
    written(one, planned(one, index=2023))
    written(two, planned(two, index=2022))
    written(two, planned(two, index=2023))
    assert (one / MONEY).read_text() == (two / MONEY).read_text()
    for first, second in zip(load(one).entries, load(two).entries, strict=True):
        assert first.record.funding == second.record.funding


def test_an_edition_that_the_standard_does_not_have_is_an_error(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path)
    with pytest.raises(InputError, match="change the standard first"):
        planned(root)


@pytest.mark.parametrize("part", range(3))
def test_290_generated_files_are_revised(tmp_path: Path, part: int) -> None:
    # A county has a hundred codes at most: 13 + 84 files, three times.
    root = workspace_to_revise(tmp_path)
    template = (root / "municipalities" / "habo.yaml").read_text(encoding="utf-8")
    template = template.replace(
        "{annual_amount_sek: 180000, hours_per_week: 12, admin_hours: 2, coach_hours: 9}",
        "{annual_amount_sek: 0, hours_per_week: 0, admin_hours: 0, coach_hours: 0}",
    )
    edit(root, "region.yaml", {'county_code: "06"': 'county_code: "99"'})
    for path in (root / "municipalities").iterdir():
        path.write_text(path.read_text("utf-8").replace('code: "06', 'code: "99'), "utf-8")
    template = template.replace('"0643"', '"9943"')
    taken = {item.record.code for item in load(root).entries}
    codes = [f"99{n:02}" for n in range(100) if f"99{n:02}" not in taken][:84]
    styles = list(STYLES.values())
    for number, code in enumerate(codes):
        text = template.replace("Habo", f"Ort{number}").replace("9943", code)
        path = root / "municipalities" / f"ort{number}.yaml"
        path.write_bytes(styles[(number + part) % len(styles)](text).encode())
    revision = planned(root, index=2023)
    assert len(revision.changes) == 97
    written(root, revision)
    assert check(load(root)) == ()


def test_decisions_of_all_parties_older_than_the_new_edition_stay_visible(tmp_path: Path) -> None:
    root = tmp_path / "bygden"
    shutil.copytree(REPOSITORY / "examples/exempelbygden", root)
    path = root / "municipalities/exempelby.yaml"
    path.write_text(path.read_text("utf-8") + f"signed: {SIGNED_2020}\n", "utf-8")
    family = "templates/halsocenter/family.yaml"
    edit(root, family, {"edition: 2020-12-22": "edition: 2022-12-22"})
    shown = run_cli("revise", "--edition", "2022-12-22", root=root).stdout
    assert "Exempelby: the decision of Exempelby kommun of 2021-06-10 is kept" in shown
    assert "Exempelby: the decision of Region Exempelbygden of 2021-05-18 is kept" in shown
    for call in (("check",), ("check", "Exempelby", "--ready"), ("status", "Exempelby")):
        found = run_cli(*call, root=root, exit_code=None).stderr
        assert "Exempelby kommun decided 2021-06-10, before the edition of 2022-12-22" in found
        region = "Region Exempelbygden decided 2021-05-18, before the edition of 2022-12-22"
        assert found.count(region) == 1
    table = run_cli("status", "Exempelby", root=root, exit_code=None).stdout
    assert "ready" in table
    # The age is in the table too, because a list that is kept holds no errors.
    assert "Region Exempelbygden 2021-05-18 (583 days before)" in table
    assert "Exempelby kommun 2021-06-10 (560 days before)" in table
