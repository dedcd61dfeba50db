"""The language of the command line: how it is chosen, what it changes, and what it never changes.

After a deliberate change ``UPDATE_EXPECTED=1 pytest tests/cli/test_languages.py`` writes the
expected Swedish outputs anew, to be read as a diff.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from agreement_gen.cli import group
from agreement_gen.cli.command import Command
from agreement_gen.translation import VARIABLE, current_language
from tests.support.cli import run_cli
from tests.support.workspaces import CASES, edit, small_workspace

LOCALES = ("sv_SE.UTF-8", "en_GB.UTF-8", "C")
GOLDEN = Path(__file__).parent / "swedish"
BAD = sorted(path.name for path in (CASES / "bad").iterdir())

READING = (
    ("check",),
    ("check", "--ready"),
    ("status", "--on", "2026-01-01"),
    ("funding",),
    ("register",),
    ("deviations",),
    ("doctor",),
    ("diff",),
    ("schema", "region"),
    ("tidy", "--check", "region.yaml"),
    ("build", "--final"),
    ("verify", "region.yaml"),
    ("textconv", "region.yaml"),
    ("confirm", "alby", "--by", "x", "--on", "2026-01-01", "--source", "x"),
    ("invoice", "2026"),
    ("redline", "--from", "HEAD"),
    ("revise", "--edition", "1999-01-01", "--dry-run"),
    ("signed", "alby", "region.yaml", "--on", "2026-01-01"),
    ("amend", "alby", "--on", "2026-01-01"),
    ("extend", "alby", "--on", "2026-01-01"),
    ("terminate", "alby", "--by", "region"),
    ("new", "alby"),
    ("init", "."),
)
"""A call of each command that changes nothing; many of them are refused."""

FOR_PROGRAMS = (
    ("check", "--ready", "--format", "json"),
    ("check", "--ready", "--format", "sarif"),
    ("status", "--on", "2026-01-01", "--format", "json"),
    ("funding", "--format", "json"),
    ("register", "--format", "json"),
    ("deviations", "--format", "json"),
)

WRONG = {
    "no-command": ("--lang", "sv"),
    "unknown-command": ("bild",),
    "unknown-option": ("build", "--job"),
    "option-without-value": ("build", "--jobs"),
    "flag-with-value": ("build", "--force=1"),
    "not-a-number": ("build", "--jobs", "x"),
    "too-small": ("build", "--jobs", "0"),
    "not-one-of": ("check", "--format", "xml"),
    "no-such-file": ("textconv", "finns-inte.pdf"),
    "no-such-folder": ("-C", "finns-inte", "check"),
    "a-folder": ("textconv", "."),
    "a-file": ("-C", "region.yaml", "check"),
    "missing-argument": ("new",),
    "missing-option": ("confirm", "alby"),
    "too-many": ("textconv", "region.yaml", "a", "b"),
    "not-a-date": ("status", "--on", "20260101"),
    "no-such-date": ("status", "--on", "2026-02-30"),
    "year-outside": ("funding", "--year", "99999"),
    "no-language": ("--lang", "de", "check"),
}
"""Wrong calls, one for each kind of error that Click has."""


@pytest.fixture
def by_itself(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small workspace, where nothing but it and the locale chooses a language."""
    monkeypatch.delenv(VARIABLE)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return workspace


def in_english(workspace: Path) -> None:
    """Let the small workspace's family be in English."""
    edit(workspace, "templates/samverkan/family.yaml", {"language: sv-SE": "language: en-GB"})


def compare(name: str, text: str) -> None:
    """Compare a text with the expected one, or write that anew."""
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_EXPECTED"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_the_language_is_the_option_then_the_variable_then_the_workspace_then_the_locale(
    by_itself: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert "avtal: inga fel" in run_cli("check").stdout
    in_english(by_itself)
    monkeypatch.setenv("LANG", "sv_SE.UTF-8")
    assert "agreements: no errors" in run_cli("check").stdout
    monkeypatch.setenv(VARIABLE, "sv")
    assert "avtal: inga fel" in run_cli("check").stdout
    assert "agreements: no errors" in run_cli("--lang", "en", "check").stdout
    monkeypatch.setenv(VARIABLE, "xx")
    assert "agreements: no errors" in run_cli("check").stdout
    monkeypatch.chdir(tmp_path)
    assert "Användning:" in run_cli("--help").stdout
    assert "agreements: no errors" in run_cli("-C", "arbete", "check").stdout
    assert "agreements: no errors" in run_cli("-Carbete", "check").stdout
    assert "Usage:" in run_cli("--lang=en", "--help").stdout


@pytest.mark.parametrize(
    "line", ["language: 'sv'", 'language: "sv"  # svenska', "language: sv-SE\r", "language:  sv"]
)
def test_the_language_of_a_family_is_found_as_people_write_it(by_itself: Path, line: str) -> None:
    path = by_itself / "templates/samverkan/family.yaml"
    data = path.read_bytes()
    path.write_bytes(data.replace(b"language: sv-SE", line.encode()))
    run_cli("doctor", exit_code=None)
    assert current_language() == "sv"


@pytest.mark.parametrize("broken", [b"", b"language: [sv]\n", b"\xff\xfe", b"a: &b\n language: sv"])
def test_a_family_that_cannot_be_read_leaves_the_choice_to_the_locale(
    by_itself: Path, monkeypatch: pytest.MonkeyPatch, broken: bytes
) -> None:
    (by_itself / "templates/samverkan/family.yaml").write_bytes(broken)
    monkeypatch.setenv("LANG", "C")
    run_cli("doctor", exit_code=None)
    assert current_language() == "en"


def test_families_in_two_languages_leave_the_choice_to_the_locale(by_itself: Path) -> None:
    other = by_itself / "templates/other"
    other.mkdir()
    (other / "family.yaml").write_text("language: en\n", encoding="utf-8")
    run_cli("doctor", exit_code=None)
    assert current_language() == "en"


def test_every_command_has_the_programs_own_help_and_errors() -> None:
    assert [name for name, each in group.commands.items() if not isinstance(each, Command)] == []
    assert {call[0] for call in READING} == set(group.commands)


@pytest.mark.parametrize("call", READING, ids=lambda call: "-".join(call[:2]))
def test_a_command_exits_alike_in_every_language(
    by_itself: Path, monkeypatch: pytest.MonkeyPatch, call: tuple[str, ...]
) -> None:
    del by_itself
    codes = set()
    for locale in LOCALES:
        monkeypatch.setenv("LC_ALL", locale)
        codes.add(run_cli(*call, exit_code=None).exit_code)
    for language in ("sv", "en"):
        codes.add(run_cli("--lang", language, *call, exit_code=None).exit_code)
    assert len(codes) == 1


@pytest.mark.parametrize("call", FOR_PROGRAMS, ids=lambda call: "-".join(call))
def test_what_a_program_reads_is_the_same_in_every_language(
    by_itself: Path, monkeypatch: pytest.MonkeyPatch, call: tuple[str, ...]
) -> None:
    del by_itself
    outputs = set()
    for locale in LOCALES:
        monkeypatch.setenv("LC_ALL", locale)
        outputs.add(run_cli(*call, exit_code=None).stdout)
    for language in ("sv", "en"):
        outputs.add(run_cli("--lang", language, *call, exit_code=None).stdout)
    assert len(outputs) == 1


@pytest.mark.parametrize("name", BAD)
def test_every_problem_is_the_same_for_programs_in_every_language(
    name: str, tmp_path: Path
) -> None:
    root = small_workspace(tmp_path / "w", CASES / "bad" / name)
    for output in ("json", "sarif"):
        call = ("check", "--ready", "--format", output)
        english, swedish = (
            run_cli("--lang", language, *call, root=root, exit_code=None).stdout
            for language in ("en", "sv")
        )
        assert swedish == english


def test_beside_what_a_program_reads_people_are_addressed_in_their_language(
    by_itself: Path,
) -> None:
    edit(by_itself, "municipalities/alby.yaml", {"group: Norra": "group: Nora"})
    result = run_cli("status", "--format", "json", exit_code=1)
    assert "regionen har ingen grupp" in result.stderr


@pytest.mark.parametrize("name", sorted(group.commands))
def test_the_help_of_a_command_is_swedish(by_itself: Path, name: str) -> None:
    del by_itself
    compare(f"help-{name}", run_cli(name, "--help").stdout)


def test_the_help_is_swedish(by_itself: Path) -> None:
    del by_itself
    compare("help", run_cli("--help").stdout)


@pytest.mark.parametrize("name", sorted(WRONG))
def test_a_wrong_call_is_reported_in_swedish(
    by_itself: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    del by_itself
    monkeypatch.setenv("LANG", "sv_SE")
    result = run_cli(*WRONG[name], exit_code=2)
    compare(f"wrong-{name}", result.stderr)


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("check", ("check",)),
        ("check-ready", ("check", "--ready")),
        ("letter", ("check", "--letter")),
        ("status", ("status", "--on", "2026-01-01")),
        ("funding", ("funding",)),
        ("deviations", ("deviations",)),
        ("register", ("register", "--on", "2026-01-01")),
        ("build", ("build", "--to", "txt", "--jobs", "1")),
    ],
)
def test_a_command_speaks_swedish(by_itself: Path, name: str, call: tuple[str, ...]) -> None:
    del by_itself
    result = run_cli(*call, exit_code=None)
    compare(name, f"{result.stdout}--- stderr\n{result.stderr}")


def test_problems_are_swedish(by_itself: Path) -> None:
    edit(by_itself, "municipalities/alby.yaml", {"group: Norra": "group: Nora"})
    edit(by_itself, "municipalities/alby.yaml", {"edition: ": "edition: x"})
    compare("problems", run_cli("check", exit_code=1).stderr)


def test_init_speaks_the_language_of_the_workspace_that_it_makes(
    by_itself: Path, tmp_path: Path
) -> None:
    del by_itself
    in_a = run_cli("init", tmp_path / "a", root=tmp_path)
    assert "filer skrivna till" in in_a.stdout
    in_b = run_cli("--lang", "en", "init", tmp_path / "b")
    assert "files written to" in in_b.stdout
