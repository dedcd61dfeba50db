"""Install the system packages that a make target needs, or say which are missing.

Usage: `python3 scripts/system_packages.py agreements|test`. It runs before any environment exists,
so it uses the standard library alone. It looks for what a package brings (a library that loads, a
program on the path), not for the package's name: a machine that has it from elsewhere passes.
Exit code 0: all is there, or was installed. 1: something is missing; standard error says what.
"""

import argparse
import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Need:
    """Something the machine must have, and the Debian or Ubuntu package that brings it."""

    what: str
    package: str
    present: Callable[[], bool]


def library(soname: str, package: str) -> Need:
    """Need a shared library that the dynamic loader finds."""

    def loads() -> bool:
        try:
            ctypes.CDLL(soname)
        except OSError:
            return False
        return True

    return Need(soname, package, loads)


def program(names: Sequence[str], package: str) -> Need:
    """Need one of the programs `names` on the path."""
    return Need(names[0], package, lambda: any(shutil.which(name) for name in names))


def beside_soffice(name: str, package: str) -> Need:
    """Need a file in the folder of LibreOffice's programs."""

    def exists() -> bool:
        soffice = shutil.which("soffice")
        return soffice is not None and (Path(soffice).resolve().parent / name).exists()

    return Need(f"LibreOffice's {name}", package, exists)


def answers(what: str, command: Sequence[str], wanted: str, package: str) -> Need:
    """Need a command that ends well and prints `wanted`."""

    def asked() -> bool:
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except FileNotFoundError:
            return False
        return done.returncode == 0 and wanted in done.stdout

    return Need(what, package, asked)


AGREEMENTS = (
    program(["git"], "git"),
    answers(
        "Python's venv module",
        [sys.executable, "-c", "import ensurepip, venv; print('both')"],
        "both",
        "python3-venv",
    ),
    library("libpango-1.0.so.0", "libpango-1.0-0"),
    library("libpangoft2-1.0.so.0", "libpangoft2-1.0-0"),
    # Without it fontTools subsets the fonts: slowly, and with other bytes at each run.
    library("libharfbuzz-subset.so.0", "libharfbuzz-subset0"),
)
TEST = (
    *AGREEMENTS,
    beside_soffice("libswlo.so", "libreoffice-writer-nogui"),
    beside_soffice("libsclo.so", "libreoffice-calc-nogui"),
    answers(
        "LibreOffice's Python bridge (uno)",
        ["/usr/bin/python3", "-c", "import uno; print('uno')"],
        "uno",
        "python3-uno",
    ),
    program(["pdftotext"], "poppler-utils"),
    program(["pdftoppm"], "poppler-utils"),
    program(["javac"], "default-jdk-headless"),
    Need("the JAXB runtime", "libjaxb-java", Path("/usr/share/java/jaxb-runtime.jar").exists),
    program(["node"], "nodejs"),
    program(["npm"], "npm"),
    program(["chromium", "chromium-browser", "google-chrome"], "chromium"),
    answers(
        "the font Carlito", ["fc-match", "Carlito", "family"], "Carlito", "fonts-crosextra-carlito"
    ),
)
NEEDS = {"agreements": AGREEMENTS, "test": TEST}


def root_prefix() -> list[str] | None:
    """Give what to put before apt-get to run it as root unasked; None when that cannot be."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n"] if asked.returncode == 0 else None


def install(prefix: list[str], packages: list[str]) -> None:
    """Install `packages` with apt-get, which reports on standard error why it could not."""
    apt_get = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    # An update may fail for one stale source while the packages can still be had.
    subprocess.run([*apt_get, "update", "-qq"], check=False)
    options = ["-y", "-qq", "--no-install-recommends"]
    subprocess.run([*apt_get, "install", *options, *packages], check=False)


def missing(needs: Sequence[Need]) -> list[Need]:
    """Give those of `needs` that this machine lacks."""
    return [need for need in needs if not need.present()]


def packages_of(needs: Sequence[Need]) -> list[str]:
    """Give the packages that bring `needs`, each once and sorted."""
    return sorted({need.package for need in needs})


def main(arguments: Sequence[str]) -> int:
    """Run the command line; give the exit code."""
    if sys.version_info < OLDEST_PYTHON:
        wanted = ".".join(str(part) for part in OLDEST_PYTHON)
        print(
            f"Python {wanted} or later is needed, {sys.executable} is {sys.version.split()[0]}."
            f" Name another: make PYTHON=python{wanted}",
            file=sys.stderr,
        )
        return 1
    parser = argparse.ArgumentParser(description="Install the system packages that are missing.")
    parser.add_argument("target", choices=NEEDS, help="the make target that needs them")
    needs = NEEDS[parser.parse_args(arguments).target]
    lacking = missing(needs)
    if lacking and shutil.which("apt-get") and (prefix := root_prefix()) is not None:
        packages = packages_of(lacking)
        print(f"Installing system packages: {' '.join(packages)}", flush=True)
        install(prefix, packages)
        lacking = missing(needs)
    if not lacking:
        return 0
    print("This machine lacks:", file=sys.stderr)
    for need in lacking:
        print(f"  {need.what}  (package {need.package})", file=sys.stderr)
    command = f"sudo apt-get update && sudo apt-get install {' '.join(packages_of(lacking))}"
    print(f"On Debian or Ubuntu, install it with:\n  {command}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
