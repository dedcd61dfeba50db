"""Numbers, dates and sizes at their edges: each is reported with its place, by every command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.cli import run_cli
from tests.support.workspaces import edit, repository_workspace, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

ALBY, REGION = "municipalities/alby.yaml", "region.yaml"
FAMILY = "templates/samverkan/family.yaml"
LONG = "9" * 50_000
FIGURES = "figures: [{{year: {}, figure: {}, source: S, dated: {}}}]"


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        (ALBY, "edition: 2024-01-15", "edition: 9999-12-31", "date-outside"),
        (ALBY, "edition: 2024-01-15", "edition: 0001-01-01", "date-outside"),
        (ALBY, "edition: 2024-01-15", "edition: 0000-01-01", "no-such-date"),
        (ALBY, "edition: 2024-01-15", "edition: 3000-01-01", "date-outside"),
        (ALBY, "edition: 2024-01-15", "edition: 1899-12-31", "date-outside"),
        (ALBY, "200000", str(10**30), "too-large"),
        (ALBY, "200000", str(10**12 + 1), "too-large"),
        (ALBY, "200000", LONG, "too-large"),
        (ALBY, "200000", f"-{LONG}", "too-large"),
        (ALBY, "200000", "٢٠٠", "not-a-number"),
        (ALBY, "legal_name: Alby", f"legal_name: {'Alby ' * 300}", "long-line"),
        (ALBY, "legal_name: Alby kommun", 'legal_name: "Al\\tby"', "tab"),
        (ALBY, '"9901"', f'"{"9" * 900}"', "bad-code"),
        (FAMILY, "revision_months: 12", "revision_months: 99999999", "too-large"),
        (FAMILY, "revision_months: 12", f"revision_months: {LONG}", "too-large"),
        (REGION, "figures: []", FIGURES.format(10**30, 1, "2020-01-01"), "too-large"),
        (REGION, "figures: []", FIGURES.format(9999, 1, "2020-01-01"), "year-outside"),
        (REGION, "figures: []", FIGURES.format(0, 1, "2020-01-01"), "year-outside"),
        (REGION, "figures: []", FIGURES.format(2020, "1e999999999", "2020-01-01"), "not-a-figure"),
        (REGION, "figures: []", FIGURES.format(2020, "1e-99999", "2020-01-01"), "not-a-figure"),
        (REGION, "figures: []", FIGURES.format(2020, LONG, "2020-01-01"), "not-a-figure"),
        (REGION, "figures: []", FIGURES.format(2020, "0.0", "2020-01-01"), "not-a-figure"),
        (REGION, "unit_sek: 1000", f"unit_sek: {10**30}", "too-large"),
    ],
)
def test_a_value_beyond_its_bounds_is_reported(
    tmp_path: Path, path: str, old: str, new: str, code: str
) -> None:
    root = small_workspace(tmp_path)
    edit(root, path, {old: new})
    shown = run_cli("check", root=root, exit_code=1).stderr
    assert f"{path}:" in shown
    assert f"[{code}]" in shown
    assert len(shown) < 2000
    for command in (["status"], ["register"], ["invoice", "2026", "--to", "csv"], ["funding"]):
        assert f"[{code}]" in run_cli(*command, root=root, exit_code=1).stderr


@pytest.mark.parametrize("first", [True, False])
def test_every_command_works_at_the_bounds_themselves(tmp_path: Path, first: bool) -> None:
    root = repository_workspace(tmp_path)
    day = "1900-01-01" if first else "2999-12-31"
    edition = {"edition: 2020-12-22": f"edition: {day}"}
    edit(root, "templates/halsocenter/family.yaml", edition)
    for path in (root / "municipalities").iterdir():
        edit(root, f"municipalities/{path.name}", edition)
    for term, months in (("notice_months", 12), ("revision_months", 24)):
        most = {f"{term}: {months}": f"{term}: 1200"}
        edit(root, "templates/halsocenter/family.yaml", most)
    (root / "templates/halsocenter/facts.yaml").unlink()
    signed = f'signed: {{date: {day}, edition: {day}, sha256: "{"a" * 64}"}}'
    edit(root, "municipalities/vetlanda.yaml", {"valid_from:": f"valid_from: {day}\n{signed}"})
    ics, output = tmp_path / "a.ics", tmp_path / "out"
    for on in ("1900-01-01", "2999-12-31"):
        call = ("status", "--on", on, "--end", day, "--ics", ics)
        assert run_cli(*call, root=root, exit_code=None).exit_code in {0, 1}
        run_cli("register", "--on", on, root=root)
        run_cli("register", "--on", on, "--format", "xlsx", "--output", tmp_path / "x", root=root)
        call = ("invoice", on[:4], "Vetlanda", "--to", "xlsx,docx", "--output", output)
        run_cli(*call, "--on", on, root=root)
    assert b"END:VCALENDAR" in ics.read_bytes()
    run_cli("build", "Vetlanda", "--output", output, root=root)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1899-12-31", "3000-01-01"])
def test_a_day_of_the_command_line_has_the_same_bounds(tmp_path: Path, day: str) -> None:
    root = small_workspace(tmp_path)
    for command in ("status --on", "status --end", "register --on", "revise --edition"):
        assert "1900 to 2999" in run_cli(*command.split(), day, root=root, exit_code=2).output
    run_cli("signed", "Alby", root / REGION, "--on", day, root=root, exit_code=2)
    run_cli("invoice", day[:4], root=root, exit_code=2)
    run_cli("funding", "--year", day[:4], root=root, exit_code=2)


@pytest.mark.parametrize("epoch", ["253402300799", "-62135596800", "32503680000", "9" * 5000, "x"])
def test_a_time_of_the_environment_has_them_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, epoch: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    root = small_workspace(tmp_path)
    assert "bad-epoch" in run_cli("status", root=root, exit_code=1).stderr


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: [" + "x, " * 50_000 + "]\n", "too-many-values"),
        ("a: [" + "[], " * 50_000 + "]\n", "too-many-values"),
        ("".join(f"k{n}: 1\n" for n in range(19_000)), "unknown-key"),
        ("".join("k: 1\n" for n in range(19_000)), "duplicate-key"),
        ("[" * 100_000, "too-deep"),
        ("x" * 999_999, "wrong-type"),
        ("x" * 500_000 + ": 1\n", "yaml-colon"),
        ("? " + "x" * 500_000 + "\n: 1\n", "unknown-key"),
        ("a: '" + "x" * 900_000 + "\n", "yaml-quotes"),
        ("legal_name: " + "x" * 900_000 + "\n", "long-line"),
        ("edition: " + "x" * 900_000 + "\n", "not-a-date"),
        ("!" * 900_000, "tag"),
        ("&" + "a" * 900_000 + " x\n", "anchor"),
        ("%TAG ! tag:" + "x" * 900_000 + "\n--- !a b\n", "tag"),
    ],
)
def test_a_large_file_is_refused_in_reasonable_work(tmp_path: Path, text: str, code: str) -> None:
    """None of them may need a number of steps that grows faster than the file."""
    root = small_workspace(tmp_path)
    (root / ALBY).write_text(text, encoding="utf-8")
    shown = run_cli("check", root=root, exit_code=1).stderr
    assert f"{ALBY}:" in shown
    assert f"[{code}]" in shown
    assert max(map(len, shown.splitlines())) < 3000


def test_many_local_texts_that_the_standard_lacks_are_reported(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    many = "".join(f"  k{number}: text\n" for number in range(9_000))
    edit(root, ALBY, {"local_resources:\n": f"local_resources:\n{many}"})
    shown = run_cli("check", root=root, exit_code=1).stderr
    assert shown.count("key-not-in-standard") == 9_000


def test_so_many_posts_that_their_days_could_not_be_counted_are_refused(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    many = "".join("  - {starts: 2026-01-01}\n" for _ in range(101))
    edit(root, ALBY, {"local_resources:\n": f"posts:\n{many}local_resources:\n"})
    assert "[too-many-items]" in run_cli("invoice", "2026", root=root, exit_code=1).stderr
