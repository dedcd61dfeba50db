"""Where the files of a workspace live, and the whole of it read once.

A workspace is read through a :class:`agreement_gen.workspace.tree.Tree`, so that the same code
reads a folder and a git revision. Paths are relative to the workspace's folder. Nothing here
compares what the files say to each other; that is for the checks.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreement_gen.problems import InputError, Location, Problem, did_you_mean, in_order
from agreement_gen.workspace.load import Loaded, load
from agreement_gen.workspace.model import Family, Municipality, Region

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from agreement_gen.workspace.tree import Tree

REGION_FILE = "region.yaml"
TEMPLATES = "templates"
MUNICIPALITIES = "municipalities"
OUTPUT = "output"
CLAUSE_SUFFIX = ".md.j2"


@dataclass(frozen=True, slots=True)
class ClauseTemplate:
    """The template of one clause: its id and its text with the file's place."""

    id: str
    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Standard:
    """An agreement family with all that its folder holds, and the bytes that it was read from."""

    key: str
    family: Loaded[Family]
    clauses: Mapping[str, ClauseTemplate]
    css: str
    reference: bytes
    inputs: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Entry(Loaded[Municipality]):
    """One municipality's file with its bytes."""

    data: bytes

    @property
    def path(self) -> str:
        """The file, from the workspace's folder."""
        return self.source.file

    @property
    def slug(self) -> str:
        """The file's name without its ending."""
        return _file_slug(self.path)


@dataclass(frozen=True, slots=True)
class Workspace:
    """A whole workspace. ``problems`` are the faults of municipality files that did not load."""

    region: Loaded[Region]
    region_data: bytes
    standards: Mapping[str, Standard]
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]

    def standard(self, entry: Entry) -> Standard | None:
        """The standard that a municipality's agreement follows, or None if it does not exist."""
        return self.standards.get(entry.record.agreement)

    def with_standards(self) -> Iterator[tuple[Entry, Standard]]:
        """Each municipality with its standard, where that exists."""
        for entry in self.entries:
            standard = self.standard(entry)
            if standard is not None:
                yield entry, standard


def find_root(start: Path) -> Path:
    """The nearest folder upwards that holds ``region.yaml``.

    Raises:
        InputError: if there is none.
    """
    for folder in (start, *start.absolute().parents):
        if (folder / REGION_FILE).is_file():
            return folder
    raise InputError(
        [
            Problem(
                Location(str(start)),
                "no-workspace",
                f"no {REGION_FILE} here or in a folder above",
                "go to the workspace, name it with -C DIR, or make one: agreement-gen init DIR",
            )
        ]
    )


def load_workspace(tree: Tree) -> Workspace:
    """Read everything a workspace holds.

    Raises:
        InputError: if the region's file or a standard cannot be read, with every fault found
            (those of the municipalities' files too).
    """
    problems: list[Problem] = []
    fatal: list[Problem] = []
    region: Loaded[Region] | None = None
    region_data = tree.read(REGION_FILE)
    if region_data is None:
        where = Location(REGION_FILE)
        hint = "a workspace has one; agreement-gen init DIR makes a workspace"
        fatal.append(Problem(where, "missing-file", "the region's file is missing", hint))
    else:
        try:
            region = load(region_data, REGION_FILE, Region)
        except InputError as error:
            fatal += error.problems
    standards: dict[str, Standard] = {}
    for key in tree.names(TEMPLATES):
        if tree.read(f"{TEMPLATES}/{key}/family.yaml") is None:
            continue
        try:
            standards[key] = _load_standard(tree, key)
        except InputError as error:
            fatal += error.problems
    entries: list[Entry] = []
    for name in tree.names(MUNICIPALITIES):
        path = f"{MUNICIPALITIES}/{name}"
        data = tree.read(path) if name.endswith((".yaml", ".yml")) else None
        if data is None:
            continue
        try:
            loaded = load(data, path, Municipality)
        except InputError as error:
            problems += error.problems
        else:
            entries.append(Entry(loaded.record, loaded.source, data))
    if region is None or region_data is None or fatal:
        raise InputError([*fatal, *problems])
    return Workspace(region, region_data, standards, tuple(entries), in_order(problems))


def _load_standard(tree: Tree, key: str) -> Standard:
    folder = f"{TEMPLATES}/{key}"
    inputs: dict[str, bytes] = {}
    problems: list[Problem] = []

    def take(name: str, why: str) -> bytes:
        data = tree.read(f"{folder}/{name}")
        if data is None:
            where = Location(f"{folder}/{name}")
            problems.append(Problem(where, "missing-file", f"this file is missing: {why}"))
            return b""
        inputs[f"{folder}/{name}"] = data
        return data

    family_data = take("family.yaml", "the family's terms")
    family = load(family_data, f"{folder}/family.yaml", Family)
    clauses: dict[str, ClauseTemplate] = {}
    for number, clause in enumerate(family.record.clauses):
        name = f"clauses/{clause}{CLAUSE_SUFFIX}"
        data = tree.read(f"{folder}/{name}")
        if data is None:
            known = [
                n.removesuffix(CLAUSE_SUFFIX)
                for n in tree.names(f"{folder}/clauses")
                if n.endswith(CLAUSE_SUFFIX)
            ]
            problems.append(
                Problem(
                    family.at("clauses", number),
                    "missing-clause",
                    f"the clause `{clause}` has no file {folder}/{name}",
                    str(did_you_mean(clause, known)),
                )
            )
            continue
        inputs[f"{folder}/{name}"] = data
        try:
            text = data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            where = Location(f"{folder}/{name}")
            problems.append(Problem(where, "not-utf8", "this is not UTF-8 text"))
            continue
        clauses[clause] = ClauseTemplate(clause, f"{folder}/{name}", text)
    css = take("agreement.css", "the look of PDF and web page")
    reference = take("reference.docx", "the look of the Word file")
    if problems:
        raise InputError(problems)
    return Standard(key, family, clauses, css.decode("utf-8"), reference, inputs)


def slug(name: str) -> str:
    """A name as file names write it: small letters a to z, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return "-".join("".join(c if c.isalnum() else " " for c in plain).split())


def select(workspace: Workspace, names: Sequence[str]) -> tuple[Entry, ...]:
    """The municipalities that the names pick out, in the workspace's order; all without names.

    A name is a municipality's name, its file's name without ending, or its kommunkod.

    Raises:
        InputError: for names that no municipality has, each with the nearest one, and for files
            named so that did not load, with their faults.
    """
    if not names:
        return workspace.entries
    chosen: set[str] = set()
    problems = []
    for name in names:
        matches = [
            entry.slug
            for entry in workspace.entries
            if name.casefold() in {entry.record.municipality.casefold(), entry.slug.casefold()}
            or name == entry.record.code
        ]
        unreadable = [p for p in workspace.problems if _file_slug(p.location.file) == slug(name)]
        if unreadable:
            problems += unreadable
        elif not matches:
            known = [entry.record.municipality for entry in workspace.entries]
            # It may be the name or the kommunkod of one that cannot be read.
            problems += [p for p in workspace.problems if p not in problems]
            problems.append(
                Problem(
                    Location(name),
                    "unknown-name",
                    "no such municipality",
                    str(did_you_mean(name, known)),
                )
            )
        chosen.update(matches)
    if problems:
        raise InputError(problems)
    return tuple(entry for entry in workspace.entries if entry.slug in chosen)


def _file_slug(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]
