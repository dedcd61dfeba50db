"""Measures whole commands, as a person starts them, and writes RESULTS.md.

Compared are this program and two common ways to the same Word and PDF files: a Word template
(docxtpl and LibreOffice) and a plain loop (WeasyPrint and python-docx). All three get the same
text; before anything is timed, the alternatives' files are read to see that it is all there.

Usage: python -m benchmarks.run [--quick] [--output FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

import pypdfium2

from agreement_gen.document.tree import fold
from agreement_gen.formats.docx.reader import docx_lines
from benchmarks.generated import COUNTIES, generate
from benchmarks.plain import Plain, agreements, texts
from benchmarks.report import Measured, report

ROOT = Path(__file__).resolve().parent.parent
HERE = Path(sys.executable).parent
PROGRAM = str(HERE / "agreement-gen")
NATION = 290

Command = list[str]


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to do a task: the commands to run, one after the other, and where they write."""

    name: str
    commands: list[Command]
    output: Path | None = None


def main() -> None:
    """Measure everything and write the report."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="build the 290 only once")
    parser.add_argument("--output", type=Path, default=ROOT / "benchmarks" / "RESULTS.md")
    arguments = parser.parse_args()
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        few = (_copied(ROOT, scratch / "few"),)
        many = generate(ROOT, scratch / "many", NATION)
        measured = [
            _measure("build-few", _builders(few, scratch / "a"), 5),
            _measure("build-many", _builders(many, scratch / "b"), 1 if arguments.quick else 3),
            _measure("small", _small(few, many), 5),
        ]
    text = report({part.task: part for part in measured}, _machine(load), COUNTIES)
    arguments.output.write_text(text, encoding="utf-8")
    print(text)


def _copied(source: Path, target: Path) -> Path:
    """The workspace alone, outside its git repository, as the generated ones are."""
    for folder in ("templates", "municipalities"):
        shutil.copytree(source / folder, target / folder)
    shutil.copy(source / "region.yaml", target)
    return target


def _builders(workspaces: tuple[Path, ...], scratch: Path) -> list[Contender]:
    """This program with one process and with the default, and the two alternatives, checked."""
    scratch.mkdir()
    own = []
    for name, jobs in (("agreement-gen", []), ("agreement-gen --jobs 1", ["--jobs", "1"])):
        commands = [
            [PROGRAM, "-C", str(folder), "build", "--force", "--to", "pdf,docx", *jobs]
            for folder in workspaces
        ]
        own.append(Contender(name, commands))
    content = [agreement for folder in workspaces for agreement in agreements(folder)]
    data, template, profile = (scratch / name for name in ("data.json", "t.docx", "profile"))
    data.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    _run([*_module("template"), str(template)])
    others = []
    for name, module, extra in (
        ("docxtpl + LibreOffice", "office", [str(template), str(profile)]),
        ("WeasyPrint + python-docx", "loop", []),
    ):
        output = scratch / module
        output.mkdir()
        command = [*_module(module), str(data), str(output), *extra]
        others.append(Contender(name, [command], output))
        print(f"checking the text of {name} ({len(content)} agreements)", file=sys.stderr)
        _run(command)
        _verify(content, output)
    return own + others


def _module(name: str) -> Command:
    return [sys.executable, "-m", f"benchmarks.alternatives.{name}"]


def _small(few: tuple[Path, ...], many: tuple[Path, ...]) -> list[Contender]:
    build = [PROGRAM, "-C", str(few[0]), "build"]
    return [
        Contender("agreement-gen --help", [[PROGRAM, "--help"]]),
        Contender("agreement-gen check, 13", [[PROGRAM, "-C", str(few[0]), "check"]]),
        Contender(
            f"agreement-gen check, {NATION}, {len(many)} commands",
            [[PROGRAM, "-C", str(folder), "check"] for folder in many],
        ),
        Contender("agreement-gen build, 13, nothing changed", [build]),
    ]


def _measure(task: str, contenders: list[Contender], rounds: int) -> Measured:
    """Run the contenders in turn, ``rounds`` times: whatever else the machine does hits all."""
    seconds: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    for number in range(rounds):
        for contender in contenders:
            start = time.perf_counter()
            for command in contender.commands:
                _run(command)
            seconds[contender.name].append(time.perf_counter() - start)
            taken = seconds[contender.name][-1]
            print(f"{task} {number + 1}/{rounds} {contender.name}: {taken:.2f} s", file=sys.stderr)
    medians = {name: median(times) for name, times in seconds.items()}
    spans = {name: (min(times), max(times)) for name, times in seconds.items()}
    return Measured(task, rounds, medians, spans)


def _run(command: Command) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command[:4])} … ended with {done.returncode}:\n{done.stderr}")


def _verify(content: list[Plain], output: Path) -> None:
    """Stop if a text is not in the files that an alternative wrote."""
    for agreement in content:
        for path in (output / f"{agreement['name']}.{ending}" for ending in ("pdf", "docx")):
            text = _pdf(path, agreement) if path.suffix == ".pdf" else _docx(path)
            place = 0
            for part in texts(agreement):
                ends = []
                for wanted in map(_folded, part):
                    found = text.find(wanted, place)
                    if found < 0:
                        sys.exit(f"{path.name} does not say «{wanted}» in its place")
                    ends.append(found + len(wanted))
                place = max(ends)


def _docx(path: Path) -> str:
    return _folded("\n".join(docx_lines(path.read_bytes())))


def _pdf(path: Path, agreement: Plain) -> str:
    """The text of all pages without what is repeated on each of them."""
    pages = []
    header, page = _folded(agreement["header"]), _folded(agreement["page"])
    with pypdfium2.PdfDocument(path) as pdf:
        for sheet in pdf:
            text = _folded(sheet.get_textpage().get_text_range())
            pages.append(re.sub(rf"{page}\d+\(\d+\)", "", text.replace(header, "")))
    return "".join(pages)


def _folded(text: str) -> str:
    """Without white space and hyphens: a line may be broken and hyphenated anywhere."""
    return re.sub("[-\u00ad\u2010\x02\ufffe]", "", fold(text))


def _machine(load: float) -> list[str]:
    office = subprocess.run(["soffice", "--version"], capture_output=True, text=True, check=True)
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    packages = [f"{name} {version(name)}" for name in ("weasyprint", "python-docx", "docxtpl")]
    return [
        f"{os.cpu_count()} cores, {system}",
        ", ".join([*packages, " ".join(office.stdout.split()[:2])]),
        f"load of the machine when the run began: {load:.1f} (a quiet one has below 0.3)",
    ]


if __name__ == "__main__":
    main()
