"""What this machine must have to build agreements, and the command that installs what it lacks."""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import os
import platform
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from agreement_gen.build import messages as words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

System = Literal["debian", "fedora", "alpine", "arch", "suse", "macos", "windows", "other"]

OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class MachineFinding:
    """One thing looked for.

    Attributes:
        name: What it is called.
        present: Whether it was found.
        detail: What was found, what was wrong with it, or what it is for.
        fix: The command, or the step, that installs it.
        needed: Whether agreements cannot be built without it.
    """

    name: str
    present: bool
    detail: str = ""
    fix: str = ""
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Library:
    """A shared library: its names on different systems, and the packages that contain it."""

    name: str
    files: tuple[str, ...]
    packages: Mapping[System, str]


# The names are those that WeasyPrint tries, in its order.
LIBRARIES = (
    Library(
        "Pango",
        (
            "libpango-1.0-0",
            "pango-1.0-0",
            "pango-1.0",
            "libpango-1.0.so.0",
            "libpango-1.0.dylib",
            "libpango-1.0-0.dll",
        ),
        {
            "debian": "libpango-1.0-0",
            "fedora": "pango",
            "alpine": "so:libpango-1.0.so.0",
            "arch": "pango",
            "suse": "libpango-1_0-0",
            "macos": "pango",
            "windows": "mingw-w64-ucrt-x86_64-pango",
        },
    ),
    Library(
        "PangoFT2",
        (
            "libpangoft2-1.0-0",
            "pangoft2-1.0-0",
            "pangoft2-1.0",
            "libpangoft2-1.0.so.0",
            "libpangoft2-1.0.dylib",
            "libpangoft2-1.0-0.dll",
        ),
        {
            "debian": "libpangoft2-1.0-0",
            "fedora": "pango",
            "alpine": "so:libpangoft2-1.0.so.0",
            "arch": "pango",
            "suse": "libpango-1_0-0",
            "macos": "pango",
            "windows": "mingw-w64-ucrt-x86_64-pango",
        },
    ),
    # Without it fonts are subset slowly, and with other bytes at each run.
    Library(
        "HarfBuzz-Subset",
        (
            "libharfbuzz-subset-0",
            "harfbuzz-subset",
            "harfbuzz-subset-0.0",
            "libharfbuzz-subset.so.0",
            "libharfbuzz-subset.0.dylib",
            "libharfbuzz-subset-0.dll",
        ),
        {
            "debian": "libharfbuzz-subset0",
            "fedora": "harfbuzz",
            "alpine": "so:libharfbuzz-subset.so.0",
            "arch": "harfbuzz",
            "suse": "libharfbuzz-subset0",
            "macos": "harfbuzz",
            "windows": "mingw-w64-ucrt-x86_64-harfbuzz",
        },
    ),
)

_INSTALL: Mapping[System, str] = {
    "debian": "apt-get install",
    "fedora": "dnf install",
    "alpine": "apk add",
    "arch": "pacman -S",
    "suse": "zypper install",
    "macos": "brew install",
}

_FOLDERS: Mapping[System, tuple[str, ...]] = {
    # Homebrew's on Apple's and on Intel's processors; MSYS2's, as its installer proposes them.
    "macos": ("/opt/homebrew/lib", "/usr/local/lib"),
    "windows": ("C:\\msys64\\ucrt64\\bin", "C:\\msys64\\mingw64\\bin"),
}
"""Where the package manager puts libraries, and the system does not look for them by itself."""

_LET_LOOK: Mapping[System, str] = {
    # A Python of uv or of python.org does not look in Homebrew's folder.
    "macos": "export DYLD_FALLBACK_LIBRARY_PATH={folder}",
    "windows": "setx WEASYPRINT_DLL_DIRECTORIES {folder}",
}
"""The command that lets the program look in such a folder; on Windows, from the next window on."""

_REINSTALL_FONTS = "pip install --force-reinstall font-source-sans-pro font-source-serif-pro"
_REINSTALL_RENDERER = "pip install --force-reinstall weasyprint"

_NEEDS_ROOT: frozenset[System] = frozenset({"debian", "fedora", "alpine", "arch", "suse"})

_KNOWN_IDS: Mapping[str, System] = {
    "debian": "debian",
    "ubuntu": "debian",
    "fedora": "fedora",
    "rhel": "fedora",
    "alpine": "alpine",
    "arch": "arch",
    "suse": "suse",
    "opensuse": "suse",
}


@dataclass(frozen=True, slots=True)
class Machine:
    """What is asked of the machine; a test replaces it with another one.

    Attributes:
        system: Which package manager it has.
        is_root: Whether a package can be installed without ``sudo``.
        python: Python's version, as ``sys.version_info``.
        loads: Whether the dynamic loader finds a library by this name.
        holds: Whether there is a file in a folder, by the folder and its name.
        has_program: Whether a program is on the path.
        fonts: Gives the number of font files, or raises.
        render: Renders one page, or raises; called only when all else is there.
    """

    system: System
    is_root: bool
    python: tuple[int, ...]
    loads: Callable[[str], bool]
    holds: Callable[[str, str], bool]
    has_program: Callable[[str], bool]
    fonts: Callable[[], int]
    render: Callable[[], None]


def this_machine() -> Machine:
    """The machine that the program runs on."""
    return Machine(
        system=_system(),
        is_root=hasattr(os, "geteuid") and os.geteuid() == 0,
        python=tuple(sys.version_info[:3]),
        loads=library_loads,
        holds=lambda folder, name: Path(folder, name).is_file(),
        has_program=lambda name: shutil.which(name) is not None,
        fonts=_count_fonts,
        render=_render_a_page,
    )


def examine(machine: Machine) -> Iterator[MachineFinding]:
    """Look for everything that building needs; one finding for each, in the order of the table."""
    found = [_python(machine), *(_library(library, machine) for library in LIBRARIES)]
    found.append(_fonts(machine))
    yield from found
    if all(finding.present for finding in found):
        yield _page(machine)
    yield MachineFinding(
        "git",
        machine.has_program("git"),
        str(words.GIT_USE()),
        _install(machine, ("git",)),
        needed=False,
    )


def fix_all(findings: Sequence[MachineFinding]) -> tuple[str, ...]:
    """The commands that install all that is missing and needed, each once."""
    missing = (finding for finding in findings if finding.needed and not finding.present)
    return tuple(dict.fromkeys(finding.fix for finding in missing if finding.fix))


def system_of(identifiers: Sequence[str]) -> System:
    """Which family a Linux is of, by ``ID`` and ``ID_LIKE`` of its os-release, nearest first."""
    for identifier in identifiers:
        if identifier in _KNOWN_IDS:
            return _KNOWN_IDS[identifier]
    return "other"


def library_loads(name: str) -> bool:
    """Whether a library can be loaded by this name, found as cffi's ``dlopen`` finds it."""
    for candidate in (name, None if "." in name else ctypes.util.find_library(name)):
        if candidate is not None:
            _look_where_the_renderer_looks()
            try:
                ctypes.CDLL(candidate)
            except OSError:
                continue
            return True
    return False


def _look_where_the_renderer_looks() -> None:
    """Let Windows look for libraries where WeasyPrint lets it look; elsewhere, do nothing."""
    if sys.platform == "win32":
        folders = os.environ.get("WEASYPRINT_DLL_DIRECTORIES") or ";".join(_FOLDERS["windows"])
        for folder in folders.split(";"):
            with contextlib.suppress(OSError):
                os.add_dll_directory(folder)


def _python(machine: Machine) -> MachineFinding:
    version = ".".join(map(str, machine.python))
    oldest = ".".join(map(str, OLDEST_PYTHON))
    enough = machine.python >= OLDEST_PYTHON
    return MachineFinding("Python", enough, version, str(words.INSTALL_PYTHON(version=oldest)))


def _library(library: Library, machine: Machine) -> MachineFinding:
    name = next((name for name in library.files if machine.loads(name)), None)
    package = library.packages.get(machine.system)
    fix = (
        _install(machine, (package,)) if package else str(words.INSTALL_LIBRARY(name=library.name))
    )
    detail = name or str(words.LIBRARY_MISSING())
    if name is None and (folder := _folder_of(library, machine)) is not None:
        detail = str(words.LIBRARY_NOT_LOOKED_FOR(folder=folder))
        fix = _LET_LOOK[machine.system].format(folder=folder)
    return MachineFinding(library.name, name is not None, detail, fix)


def _folder_of(library: Library, machine: Machine) -> str | None:
    """The folder of the package manager that has a library which is not found there."""
    return next(
        (
            folder
            for folder in _FOLDERS.get(machine.system, ())
            if any(machine.holds(folder, name) for name in library.files)
        ),
        None,
    )


def _install(machine: Machine, packages: Sequence[str]) -> str:
    if machine.system == "windows":
        return str(words.INSTALL_WITH_MSYS2(packages=" ".join(packages)))
    if machine.system not in _INSTALL:
        return str(words.INSTALL_PACKAGES(packages=" ".join(packages)))
    sudo = "sudo " if machine.system in _NEEDS_ROOT and not machine.is_root else ""
    return f"{sudo}{_INSTALL[machine.system]} {' '.join(packages)}"


def _fonts(machine: Machine) -> MachineFinding:
    name = str(words.FONTS())
    try:
        count = machine.fonts()
    except (ImportError, FileNotFoundError) as error:
        return MachineFinding(name, False, str(error), _REINSTALL_FONTS)
    return MachineFinding(name, True, str(words.FONT_FILES(count=count)))


def _page(machine: Machine) -> MachineFinding:
    name = str(words.PAGE())
    try:
        machine.render()
    except Exception as error:  # whatever it is, the user must read it
        fix = str(words.FIX_PAGE(command=_REINSTALL_RENDERER))
        return MachineFinding(name, False, f"{type(error).__name__}: {error}", fix)
    return MachineFinding(name, True, str(words.PAGE_RENDERED()))


def _system() -> System:
    if sys.platform == "darwin":
        return "macos"
    if sys.platform == "win32":
        return "windows"
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return "other"
    return system_of([release.get("ID", ""), *release.get("ID_LIKE", "").split()])


def _count_fonts() -> int:
    from agreement_gen.formats.fonts import faces

    return len(faces())


def _render_a_page() -> None:
    from weasyprint import HTML

    from agreement_gen.formats.fonts import faces, font_face_css
    from agreement_gen.temporary import holding_temporary_files

    style = f"<style>{font_face_css()} p {{ font-family: '{faces()[0].family}' }}</style>"
    with holding_temporary_files():
        data = HTML(string=f"<html lang='sv'>{style}<p>Överenskommelse</p></html>").write_pdf()
    if not data.startswith(b"%PDF-"):
        raise ValueError("what was rendered is no PDF file")
