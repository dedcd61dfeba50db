"""The wheel that is uploaded: what it holds, what it asks for, and that it works when installed."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from dataclasses import dataclass
from email.parser import BytesParser
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from agreement_gen import __version__
from agreement_gen.workspace.scaffold import EXAMPLES, PARTS
from tests.support.workspaces import REPOSITORY

PACKAGE = REPOSITORY / "agreement_gen"
COMPANIONS = {"pydantic-core"}
"""Pydantic pins its core to one version and documents importing from it."""


@dataclass(frozen=True, slots=True)
class Built:
    """The two files that are uploaded."""

    sdist: Path
    wheel: Path


@dataclass(frozen=True, slots=True)
class Program:
    """A way to run the program: the command's first words, and its environment."""

    words: tuple[str | Path, ...]
    environment: dict[str, str]

    def run(self, folder: Path, *words: str) -> str:
        """What the program prints to standard output."""
        return finished([*self.words, *words], folder, self.environment)


def finished(command: list[str | Path], folder: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command} exited with {done.returncode}\n{done.stderr}"
    return done.stdout


def environment(**settings: str) -> dict[str, str]:
    """The environment without what names this checkout."""
    hidden = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    return {name: value for name, value in os.environ.items() if name not in hidden} | settings


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Both files, the wheel built from the sdist, as `make dist` builds them."""
    folder = tmp_path_factory.mktemp("dist")
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        "--outdir",
        folder,
        REPOSITORY,
    ]
    finished(command, folder, environment())
    [sdist], [wheel] = folder.glob("*.tar.gz"), folder.glob("*.whl")
    return Built(sdist, wheel)


def clean_environment(folder: Path) -> Path:
    """An environment with nothing in it but Python; its interpreter."""
    venv.create(folder, with_pip=False, symlinks=True)
    return folder / "bin" / "python"


def pip(python: Path, *words: str | Path) -> str:
    """Run this environment's pip for another one."""
    quiet = ("--disable-pip-version-check", "--quiet", "--python", python)
    return finished([sys.executable, "-m", "pip", *quiet, *words], python.parent, environment())


def lend_locked_dependencies(python: Path) -> None:
    """Link what `requirements.lock` names from this environment, and nothing else."""
    [target] = python.parent.parent.glob("lib/python*/site-packages")
    for line in (REPOSITORY / "requirements.lock").read_text(encoding="utf-8").splitlines():
        if line.lstrip().startswith(("#", "--hash=")):
            continue
        requirement = Requirement(line.removesuffix("\\"))
        if requirement.marker is not None and not requirement.marker.evaluate():
            continue
        package = distribution(requirement.name)
        tops = {path.parts[0] for path in package.files or () if ".." not in path.parts}
        for top in tops - {"__pycache__"}:
            if not (target / top).exists():
                (target / top).symlink_to(Path(str(package.locate_file(top))).resolve())


def made_by(program: Program, folder: Path) -> dict[str, bytes]:
    """Every file of a new workspace and of all its agreements, in each format."""
    program.run(folder, "init", "ws")
    program.run(folder / "ws", "build", "--to", "pdf,docx,html,txt", "--jobs", "1")
    program.run(folder / "ws", "check")
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.slow
def test_the_wheel_holds_the_program_its_types_its_starter_and_its_licence(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as wheel:
        names = set(wheel.namelist())
        [metadata] = (name for name in names if name.endswith(".dist-info/METADATA"))
        about = BytesParser().parsebytes(wheel.read(metadata))
        entry_points = wheel.read(metadata.replace("METADATA", "entry_points.txt")).decode()
    modules = {path.relative_to(REPOSITORY).as_posix() for path in PACKAGE.rglob("*.py")}
    data = {
        "agreement_gen/py.typed",
        "agreement_gen/workspace/kommuner.csv",
        "agreement_gen/formats/pdf/hyphenation_sv.txt",
        "agreement_gen/locale/sv/LC_MESSAGES/agreement_gen.mo",
    }
    assert modules | data <= names
    rest = names - modules - data
    starter = {name for name in rest if name.startswith("agreement_gen/starter_files/")}
    assert {name.split("/")[2] for name in starter} == {*EXAMPLES, "review"}
    for kind in EXAMPLES:
        parts = {name.split("/")[3] for name in starter if name.split("/")[2] == kind}
        assert parts <= {*PARTS}
        assert {*PARTS} - parts <= {"parties"}
    assert {name.split("/")[0] for name in rest - starter} == {metadata.split("/")[0]}
    assert about["Version"] == __version__
    assert about["License-Expression"] == "MIT"
    assert f"{metadata.removesuffix('METADATA')}licenses/LICENSE" in names
    assert "agreement-gen = agreement_gen.__main__:main" in entry_points


@pytest.mark.slow
def test_the_sdist_holds_what_the_tests_and_the_docs_need(built: Built) -> None:
    with tarfile.open(built.sdist) as sdist:
        tops = {name.split("/")[1] for name in sdist.getnames() if "/" in name}
    needed = {"Makefile", "README.md", "CHANGELOG.md", "docs", "tests", "requirements.lock"}
    assert needed <= tops
    assert not {"output", "node_modules", ".venv", "dist"} & tops


@pytest.mark.long
def test_the_same_files_give_the_same_bytes(built: Built, tmp_path: Path) -> None:
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        "--outdir",
        tmp_path,
        REPOSITORY,
    ]
    finished(command, tmp_path, environment())
    for path in (built.sdist, built.wheel):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


@pytest.mark.slow
def test_installed_it_makes_the_same_bytes_as_the_checkout(built: Built, tmp_path: Path) -> None:
    python = clean_environment(tmp_path / "venv")
    lend_locked_dependencies(python)
    pip(python, "install", "--no-index", "--no-deps", built.wheel)
    pip(python, "check")
    [home] = (tmp_path / "venv").glob("lib/python*/site-packages/agreement_gen")
    shown = finished(
        [python, "-c", "import agreement_gen; print(agreement_gen.__file__)"],
        tmp_path,
        environment(),
    )
    assert Path(shown.strip()).parent == home
    program = python.with_name("agreement-gen")
    assert "Användning:" in finished([program, "--lang", "sv", "--help"], tmp_path, environment())

    installed = Program((python.with_name("agreement-gen"),), environment())
    checkout = Program(
        (sys.executable, "-m", "agreement_gen"), environment(PYTHONPATH=str(REPOSITORY))
    )
    folders = tmp_path / "installed", tmp_path / "checkout"
    for folder in folders:
        folder.mkdir()
    ours, theirs = (
        made_by(program, folder)
        for program, folder in zip((installed, checkout), folders, strict=True)
    )
    assert sum(name.endswith(".pdf") for name in ours) == 3
    assert ours.keys() == theirs.keys()
    assert [name for name, data in ours.items() if data != theirs[name]] == []


@pytest.mark.long
def test_it_works_with_the_newest_dependencies_that_it_allows(built: Built, tmp_path: Path) -> None:
    python = clean_environment(tmp_path / "venv")
    pip(python, "install", built.wheel)
    pip(python, "check")
    (tmp_path / "made").mkdir()
    program = Program((python.with_name("agreement-gen"),), environment())
    made = made_by(program, tmp_path / "made")
    assert sum(name.endswith((".pdf", ".docx")) for name in made) >= 6


@pytest.mark.slow
def test_an_installed_wheel_gives_its_types_to_who_uses_it(built: Built, tmp_path: Path) -> None:
    python = clean_environment(tmp_path / "venv")
    lend_locked_dependencies(python)
    pip(python, "install", "--no-index", "--no-deps", built.wheel)
    (tmp_path / "user.py").write_text(
        "from agreement_gen import Problem\n"
        "def line(problem: Problem) -> int:\n"
        "    return problem.location.line\n"
        "def text(problem: Problem) -> int:\n"
        "    return problem.message\n",
        encoding="utf-8",
    )
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "mypy",
        "--python-executable",
        python,
        "user.py",
    ]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False
    )
    assert re.findall(r"^user.py:(\d+): error: (.*?)  \[", done.stdout, re.MULTILINE) == [
        ("5", 'Incompatible return value type (got "str", expected "int")')
    ], done.stdout


def test_each_package_that_is_imported_is_a_declared_dependency() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {Requirement(line).name for line in project["dependencies"]}
    homes = packages_distributions()
    imported: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(str(node.module).split(".")[0])
    outside = imported - sys.stdlib_module_names - {"agreement_gen"}
    needed = {homes[name][0].lower().replace("_", "-") for name in outside}
    assert needed - COMPANIONS == declared


@pytest.mark.parametrize("name", ["font-source-sans-pro", "font-source-serif-pro"])
def test_the_fonts_have_the_licence_that_the_readme_names(name: str) -> None:
    package = distribution(name)
    assert package.metadata["License"] == "SIL OFL 1.1"
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert "SIL Open Font License 1.1" in readme
