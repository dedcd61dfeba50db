"""`doctor`: what it finds on machines that lack something, and the commands it gives."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from agreement_gen.build.environment import (
    examine,
    fix_all,
    library_loads,
    system_of,
    this_machine,
)
from tests.support.machines import HEALTHY, never, without

if TYPE_CHECKING:
    from agreement_gen.build.environment import System


def test_a_machine_with_everything_needs_nothing() -> None:
    findings = list(examine(HEALTHY))
    assert [f.name for f in findings] == [
        "Python",
        "Pango",
        "PangoFT2",
        "HarfBuzz-Subset",
        "fonts",
        "a test page",
        "git",
    ]
    assert all(f.present for f in findings)
    assert fix_all(findings) == ()


@pytest.mark.parametrize(
    ("system", "is_root", "command"),
    [
        ("debian", False, "sudo apt-get install libharfbuzz-subset0"),
        ("debian", True, "apt-get install libharfbuzz-subset0"),
        ("fedora", False, "sudo dnf install harfbuzz"),
        ("alpine", True, "apk add so:libharfbuzz-subset.so.0"),
        ("arch", False, "sudo pacman -S harfbuzz"),
        ("suse", False, "sudo zypper install libharfbuzz-subset0"),
        ("macos", False, "brew install harfbuzz"),
        (
            "windows",
            False,
            (
                "install MSYS2 (https://www.msys2.org), and in its UCRT64 window: "
                "pacman -S mingw-w64-ucrt-x86_64-harfbuzz"
            ),
        ),
        ("other", False, "install HarfBuzz-Subset (a shared library)"),
    ],
)
def test_a_missing_library_is_named_with_this_systems_command(
    system: System, is_root: bool, command: str
) -> None:
    machine = replace(
        HEALTHY, system=system, is_root=is_root, loads=without("subset"), render=never
    )
    findings = list(examine(machine))
    assert [f.name for f in findings if not f.present] == ["HarfBuzz-Subset"]
    assert fix_all(findings) == (command,)


@pytest.mark.parametrize(
    ("system", "folder", "library", "command"),
    [
        (
            "macos",
            "/opt/homebrew/lib",
            "libharfbuzz-subset.0.dylib",
            "export DYLD_FALLBACK_LIBRARY_PATH=/opt/homebrew/lib",
        ),
        (
            "macos",
            "/usr/local/lib",
            "libharfbuzz-subset.0.dylib",
            "export DYLD_FALLBACK_LIBRARY_PATH=/usr/local/lib",
        ),
        (
            "windows",
            "C:\\msys64\\ucrt64\\bin",
            "libharfbuzz-subset-0.dll",
            "setx WEASYPRINT_DLL_DIRECTORIES C:\\msys64\\ucrt64\\bin",
        ),
    ],
)
def test_a_library_that_is_there_and_not_looked_for_is_told_apart_from_a_missing_one(
    system: System, folder: str, library: str, command: str
) -> None:
    """A Python that uv installed does not look where Homebrew and MSYS2 put their libraries."""
    machine = replace(
        HEALTHY,
        system=system,
        loads=without("subset"),
        holds=lambda *place: place == (folder, library),
        render=never,
    )
    findings = list(examine(machine))
    [missing] = [finding for finding in findings if not finding.present]
    assert missing.detail == f"it is in {folder}, where it is not looked for"
    assert fix_all(findings) == (command,)


def test_one_package_that_brings_two_libraries_is_named_once() -> None:
    machine = replace(HEALTHY, system="fedora", loads=without("pango"), render=never)
    findings = list(examine(machine))
    assert [f.name for f in findings if not f.present] == ["Pango", "PangoFT2"]
    assert fix_all(findings) == ("sudo dnf install pango",)


def test_an_old_python_is_reported() -> None:
    findings = list(examine(replace(HEALTHY, python=(3, 10, 9), render=never)))
    assert [(f.name, f.detail) for f in findings if not f.present] == [("Python", "3.10.9")]
    assert fix_all(findings) == ("install Python 3.11 or later",)


def test_missing_fonts_are_reported_with_the_file() -> None:
    def fonts() -> int:
        raise FileNotFoundError("the font file Serif.ttf is missing")

    findings = list(examine(replace(HEALTHY, fonts=fonts, render=never)))
    (lacking,) = [f for f in findings if not f.present]
    assert "Serif.ttf" in lacking.detail
    assert lacking.fix.startswith("pip install --force-reinstall font-source")


def test_a_page_that_cannot_be_rendered_is_reported_with_the_reason() -> None:
    def render() -> None:
        raise OSError("cannot load library 'gobject'")

    findings = list(examine(replace(HEALTHY, render=render)))
    (lacking,) = [f for f in findings if not f.present]
    assert lacking.name == "a test page"
    assert lacking.detail == "OSError: cannot load library 'gobject'"


@pytest.mark.parametrize(
    ("identifiers", "system"),
    [
        (["ubuntu", "debian"], "debian"),
        (["linuxmint", "ubuntu", "debian"], "debian"),
        (["rocky", "rhel", "centos", "fedora"], "fedora"),
        (["opensuse-leap", "suse", "opensuse"], "suse"),
        (["alpine"], "alpine"),
        (["plan9"], "other"),
        ([""], "other"),
    ],
)
def test_a_linux_is_known_by_its_os_release(identifiers: list[str], system: System) -> None:
    assert system_of(identifiers) == system


def test_a_library_that_no_machine_has_does_not_load() -> None:
    assert not library_loads("agreement-gen-no-such-library")
    assert not library_loads("libagreement-gen-none.so.0")


def test_the_machine_that_runs_the_tests_can_build() -> None:
    lacking = [f for f in examine(this_machine()) if f.needed and not f.present]
    assert lacking == []
