"""Where the files of a workspace are, and the whole of it read once.

A workspace is read through a :class:`agreement_gen.workspace.tree.Tree`, so that the same code
reads a folder and a git revision. Paths are relative to the workspace's folder. Nothing here
compares the files with each other; that is for the checks.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from agreement_gen.characters import Unseen, composed, unseen
from agreement_gen.decoding import plain_text
from agreement_gen.problems import (
    InputError,
    Location,
    Problem,
    did_you_mean,
    fault,
    in_order,
    problem,
)
from agreement_gen.workspace.fields import KEY, PICTURE_NAME
from agreement_gen.workspace.load import Loaded, load
from agreement_gen.workspace.messages import (
    STYLE_SHEET,
    WORD_STYLES,
    FieldCode,
    FileCode,
    WorkspaceCode,
)
from agreement_gen.workspace.model import (
    AgreementRecord,
    Facts,
    Family,
    Party,
    PublishedFunding,
    Region,
    RowFacts,
)
from agreement_gen.workspace.root import REGION_FILE, TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from agreement_gen.messages import Template
    from agreement_gen.workspace.tree import Tree

SHARED = "shared"
"""The folder under ``templates/`` whose templates every family may include."""
MUNICIPALITIES = "municipalities"
AGREEMENTS = "agreements"
PARTIES = "parties"
INPUTS = (REGION_FILE, TEMPLATES, PARTIES, MUNICIPALITIES, AGREEMENTS)
"""What agreements are made from: a file and folders of the workspace's folder."""
AGREEMENT_FOLDERS = (f"{MUNICIPALITIES}/", f"{AGREEMENTS}/")
"""Where the agreements' files are, as the beginnings of their paths."""
OUTPUT = "output"
CLAUSE_SUFFIX = ".md.j2"
STYLE_SHEET_FILE = "agreement.css"
REFERENCE_FILE = "reference.docx"
SIGNED = "signed"
"""The folder of the words that were signed."""
MOST_PICTURES = 100
"""The most pictures in a family's folder."""
FACTS_FILE = "facts.yaml"
FUNDING_FILE = "funding.yaml"


@dataclass(frozen=True, slots=True)
class ClauseTemplate:
    """The template of one clause: its id, its file from the workspace's folder, and its text."""

    id: str
    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Standard:
    """An agreement family with all that its folder holds.

    Attributes:
        key: The name of its folder under ``templates/``.
        family: Its terms, ``family.yaml``.
        clauses: The template of each clause and of each annex, by its id.
        documents: The templates of each companion document by their ids, by the document's key.
        includes: The templates that all of these include, by the name that includes them.
        pictures: The files in its folder ``pictures/``, by their names.
        css: The style of PDF and web page.
        reference: The Word file that the style of Word files is taken from.
        facts: The facts that every agreement has to say; None if the standard lists none.
        funding: Its money and published sums; None for a family without money.
        inputs: The bytes of every file that an agreement is made from, by path.
    """

    key: str
    family: Loaded[Family]
    clauses: Mapping[str, ClauseTemplate]
    documents: Mapping[str, Mapping[str, ClauseTemplate]]
    includes: Mapping[str, ClauseTemplate]
    pictures: Mapping[str, bytes]
    css: str
    reference: bytes
    facts: Loaded[Facts] | None
    funding: Loaded[PublishedFunding] | None
    inputs: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Entry(Loaded[AgreementRecord]):
    """One agreement's file with its bytes.

    Attributes:
        data: The bytes.
        shares_name: Whether another agreement of the workspace has the same name.
    """

    data: bytes
    shares_name: bool = False

    @property
    def path(self) -> str:
        """The file, from the workspace's folder."""
        return self.source.file

    @property
    def slug(self) -> str:
        """The file's name without its ending."""
        return file_slug(self.path)

    @property
    def name(self) -> str:
        """What the agreement is named after: its municipality, its own title, or its file."""
        return self.record.municipality or self.record.title or self.slug

    @property
    def label(self) -> str:
        """What a person calls the agreement: its name, with its family if others have the name."""
        return f"{self.name} ({self.record.agreement})" if self.shares_name else self.name


@dataclass(frozen=True, slots=True)
class Workspace:
    """A whole workspace.

    Attributes:
        region: The region's file.
        region_data: Its bytes.
        standards: The agreement families, by key.
        parties: What the files in ``parties/`` say of parties, by the files' names.
        entries: The agreements' files that could be read, in the order of their names.
        shared_pictures: The pictures that all families share, by their names.
        signed_texts: The words that were signed, by the paths of the files that keep them.
        rows: The rows in the funding tables of agreements' files that could not be read, as far
            as the rows themselves could.
        problems: The faults of files that could not be read.
    """

    region: Loaded[Region]
    region_data: bytes
    standards: Mapping[str, Standard]
    parties: Mapping[str, Loaded[Party]]
    entries: tuple[Entry, ...]
    rows: tuple[Loaded[RowFacts], ...]
    problems: tuple[Problem, ...]
    shared_pictures: Mapping[str, bytes] = field(default_factory=dict)
    signed_texts: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def files(self) -> dict[str, bytes]:
        """The bytes that the files which commands edit were read as, by path."""
        found = {REGION_FILE: self.region_data, **self.signed_texts}
        for standard in self.standards.values():
            found |= standard.inputs
        return found | {entry.path: entry.data for entry in self.entries}

    @property
    def unreadable(self) -> frozenset[str]:
        """The agreements' files that could not be read."""
        faulty = (problem.location.file for problem in self.problems)
        return frozenset(file for file in faulty if file.startswith(AGREEMENT_FOLDERS))

    @property
    def without_row(self) -> frozenset[str]:
        """The agreements' files of which not even the row in a funding table could be read."""
        return self.unreadable - {row.source.file for row in self.rows}

    @property
    def unreadable_families(self) -> frozenset[str]:
        """The families that could not be read, beside others that could."""
        files = (problem.location.file.split("/") for problem in self.problems)
        return frozenset(parts[1] for parts in files if parts[0] == TEMPLATES and len(parts) > 1)

    def standard(self, entry: Entry) -> Standard | None:
        """The standard that an agreement follows, or None if it does not exist."""
        return self.standards.get(entry.record.agreement)

    def with_standards(self) -> Iterator[tuple[Entry, Standard]]:
        """Each agreement with its standard, where that exists."""
        for entry in self.entries:
            standard = self.standard(entry)
            if standard is not None:
                yield entry, standard


def load_workspace(tree: Tree) -> Workspace:
    """Read everything a workspace holds.

    Args:
        tree: The workspace's folder, on the disk or in another form.

    Raises:
        InputError: if the region's file or no standard can be read, with every fault found
            (those of the municipalities' files too).
    """
    problems: list[Problem] = []
    of_standards: list[Problem] = []
    fatal: list[Problem] = []
    region: tuple[Loaded[Region], bytes] | None = None
    standards: dict[str, Standard] = {}
    parties: dict[str, Loaded[Party]] = {}
    entries: list[Entry] = []
    rows: list[Loaded[RowFacts]] = []
    with _collecting(fatal):
        region = _load_region(tree)
    with _collecting(fatal):
        for key in tree.names(TEMPLATES):
            with _collecting(of_standards):
                standard = _load_standard(tree, key)
                if standard is not None:
                    standards[key] = standard
    with _collecting(fatal):
        for path, data in _yaml_files(tree, PARTIES, fatal):
            with _collecting(fatal):
                parties[file_slug(path)] = load(data, path, Party)
    for folder in (MUNICIPALITIES, AGREEMENTS):
        with _collecting(problems):
            for path, data in _yaml_files(tree, folder, problems):
                try:
                    loaded = load(data, path, AgreementRecord)
                except InputError as error:
                    problems += error.problems
                    rows += _readable_row(data, path)
                else:
                    entries.append(Entry(loaded.record, loaded.source, data))
    pictures = _load_pictures(tree, f"{TEMPLATES}/{SHARED}/pictures", fatal)
    # Each family's agreements are their own; without any there is nothing to do.
    (problems if standards else fatal).extend(of_standards)
    if region is None or fatal:
        raise InputError([*fatal, *problems])
    named = Counter(entry.name for entry in entries)
    known = tuple(replace(entry, shares_name=named[entry.name] > 1) for entry in entries)
    texts = _signed_texts(tree, problems)
    return Workspace(
        *region, standards, parties, known, tuple(rows), in_order(problems), pictures, texts
    )


def _signed_texts(tree: Tree, problems: list[Problem]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    with _collecting(problems):
        for name in tree.names(SIGNED):
            if name.endswith(".txt"):
                with _collecting(problems):
                    data = tree.read(f"{SIGNED}/{name}")
                    if data is not None:
                        found[f"{SIGNED}/{name}"] = data
    return found


@contextlib.contextmanager
def _collecting(problems: list[Problem]) -> Iterator[None]:
    """Keep the problems that end a block, so that what comes after it is read too."""
    try:
        yield
    except InputError as error:
        problems += error.problems


def _load_region(tree: Tree) -> tuple[Loaded[Region], bytes]:
    data = tree.read(REGION_FILE)
    if data is None:
        raise fault(Location(REGION_FILE), WorkspaceCode.NO_REGION)
    return load(data, REGION_FILE, Region), data


def _yaml_files(tree: Tree, folder: str, problems: list[Problem]) -> Iterator[tuple[str, bytes]]:
    """The paths and bytes of a folder's YAML files; one removed after it was listed is left out."""
    for name in tree.names(folder):
        path = f"{folder}/{name}"
        with _collecting(problems):
            if name.endswith((".yaml", ".yml")):
                _require_plain(path)
                data = tree.read(path)
                if data is not None:
                    yield path, data


def _readable_row(data: bytes, path: str) -> Iterator[Loaded[RowFacts]]:
    """The row in the funding table of a file that has faults elsewhere, if the row has none.

    So a fault that concerns one agreement alone does not take its row from all the others.
    """
    with contextlib.suppress(InputError):
        yield load(data, path, RowFacts)


def _require_plain(path: str) -> None:
    """Refuse a file whose name is no text, or not what it looks like.

    Raises:
        InputError: for such a name.
    """
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        raise fault(Location(path), FileCode.NAME_NOT_UTF8) from None
    text = composed(path)
    # A text may hold lines and tabs, but no name.
    controls = (Unseen(index, one) for index, one in enumerate(text) if one in "\n\t")
    for found in (*unseen(text), *controls):
        raise fault(Location(path), FileCode.NAME_UNSEEN, character=found.code_point)


def _load_standard(tree: Tree, key: str) -> Standard | None:
    """The standard in a folder; None if the folder holds none."""
    folder = f"{TEMPLATES}/{key}"
    family_data = tree.read(f"{folder}/family.yaml")
    if family_data is None:
        return None
    if not re.fullmatch(KEY, key):
        raise fault(Location(folder), FieldCode.BAD_KEY, value=key)
    inputs = {f"{folder}/family.yaml": family_data}
    problems: list[Problem] = []

    def take(name: str, purpose: Template) -> bytes:
        path = f"{folder}/{name}"
        with _collecting(problems):
            data = tree.read(path)
            if data is None:
                code = WorkspaceCode.MISSING_FILE
                raise fault(Location(path), code, name=name, purpose=purpose())
            inputs[path] = data
        return inputs.get(path, b"")

    family = load(family_data, f"{folder}/family.yaml", Family)
    clauses: dict[str, ClauseTemplate] = {}
    for place, clause in _listed_templates(family.record):
        path = f"{folder}/{place[0]}/{clause}{CLAUSE_SUFFIX}"
        with _collecting(problems):
            if clause in clauses and clauses[clause].file != path:
                raise fault(family.at(*place), WorkspaceCode.ID_OF_CLAUSE, annex=clause)
            data = tree.read(path)
            if data is None:
                raise _missing_clause(tree, family.at(*place), clause, path)
            inputs[path] = data
            clauses[clause] = ClauseTemplate(clause, path, plain_text(data, path))
    documents = _load_documents(tree, folder, family, problems)
    includes = _load_includes(tree, folder, clauses.values(), inputs, problems)
    of_documents = [each for made in documents.values() for each in made.values()]
    includes |= _load_includes(tree, folder, of_documents, {}, problems)
    pictures = _load_pictures(tree, f"{folder}/pictures", problems)
    inputs |= {f"{folder}/pictures/{name}": data for name, data in pictures.items()}
    css_data = take(STYLE_SHEET_FILE, STYLE_SHEET)
    reference = take(REFERENCE_FILE, WORD_STYLES)
    css = ""
    with _collecting(problems):
        css = plain_text(css_data, f"{folder}/{STYLE_SHEET_FILE}")
    facts: Loaded[Facts] | None = None
    with _collecting(problems):
        facts_data = tree.read(f"{folder}/{FACTS_FILE}")
        if facts_data is not None:
            facts = load(facts_data, f"{folder}/{FACTS_FILE}", Facts)
    funding: Loaded[PublishedFunding] | None = None
    with _collecting(problems):
        path = f"{folder}/{FUNDING_FILE}"
        funding_data = tree.read(path)
        if funding_data is not None:
            inputs[path] = funding_data
            funding = load(funding_data, path, PublishedFunding)
    if problems:
        raise InputError(problems)
    return Standard(
        key, family, clauses, documents, includes, pictures, css, reference, facts, funding, inputs
    )


def _load_documents(
    tree: Tree, folder: str, family: Loaded[Family], problems: list[Problem]
) -> dict[str, dict[str, ClauseTemplate]]:
    """The templates of each companion document, by its key and by their ids.

    They are no inputs of the agreements, which do not change with them.
    """
    found: dict[str, dict[str, ClauseTemplate]] = {}
    for key, document in family.record.documents.items():
        found[key] = {}
        for number, clause in enumerate(document.clauses):
            path = f"{folder}/documents/{document.folder or key}/{clause}{CLAUSE_SUFFIX}"
            with _collecting(problems):
                data = tree.read(path)
                if data is None:
                    location = family.at("documents", key, "clauses", number)
                    raise _missing_clause(tree, location, clause, path)
                found[key][clause] = ClauseTemplate(clause, path, plain_text(data, path))
    return found


def _load_includes(
    tree: Tree,
    folder: str,
    templates: Iterable[ClauseTemplate],
    inputs: dict[str, bytes],
    problems: list[Problem],
) -> dict[str, ClauseTemplate]:
    """The templates that some templates of a family's folder include, and those that these include.

    A name that has no file is left out; where it is included, it is reported.
    """
    found: dict[str, ClauseTemplate] = {}
    waiting = [template.text for template in templates]
    while waiting:
        for name in included_names(waiting.pop()):
            shared = name.removeprefix(f"{SHARED}/")
            path = f"{folder}/includes/{name}" if shared == name else f"{TEMPLATES}/{name}"
            path += CLAUSE_SUFFIX
            if name in found or "/" in shared:
                continue
            with _collecting(problems):
                data = tree.read(path)
                if data is not None:
                    inputs[path] = data
                    found[name] = ClauseTemplate(name, path, plain_text(data, path))
                    waiting.append(found[name].text)
    return found


def _load_pictures(tree: Tree, folder: str, problems: list[Problem]) -> dict[str, bytes]:
    """The pictures of a folder whose names a text can write."""
    found: dict[str, bytes] = {}
    names: Sequence[str] = ()
    with _collecting(problems):
        names = tree.names(folder)
    for name in names:
        if not re.fullmatch(PICTURE_NAME, name):
            continue
        with _collecting(problems):
            if len(found) == MOST_PICTURES:
                raise fault(Location(folder), WorkspaceCode.MANY_PICTURES, most=MOST_PICTURES)
            data = tree.read(f"{folder}/{name}")
            if data is not None:
                found[name] = data
    return found


def included_names(template: str) -> list[str]:
    """The names that a template includes, or that what looks like an include names."""
    return re.findall(r"""include\s+["']([a-z0-9][a-z0-9_/-]*)["']""", template)


def _listed_templates(family: Family) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Where a family's file names each clause and annex, and its id; the folder is named first."""
    for number, clause in enumerate(family.clauses):
        yield ("clauses", number), clause
    if family.annexes is not None:
        for number, annex in enumerate(family.annexes.order):
            yield ("annexes", "order", number), annex


def _missing_clause(tree: Tree, location: Location, clause: str, path: str) -> InputError:
    names = tree.names(path.rpartition("/")[0])
    known = [n.removesuffix(CLAUSE_SUFFIX) for n in names if n.endswith(CLAUSE_SUFFIX)]
    suggestion, code = did_you_mean(clause, known), WorkspaceCode.MISSING_CLAUSE
    return fault(location, code, clause=clause, file=path, suggestion=suggestion)


def slug(name: str) -> str:
    """A name as file names write it: small letters a to z, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return "-".join("".join(c if c.isalnum() else " " for c in plain).split())


@dataclass(frozen=True, slots=True)
class Selection:
    """Which agreements a command is to work with; without anything, all of them.

    Attributes:
        names: Each a municipality's name, its file's name without ending, or its kommunkod.
        agreement: The family that they follow; None for any.
        county: The county that a municipality of theirs is in, by its two digits (SCB, länskoder);
            None for any.
    """

    names: tuple[str, ...] = ()
    agreement: str | None = None
    county: str | None = None

    def __bool__(self) -> bool:
        """Whether anything is chosen."""
        return bool(self.names) or self.agreement is not None or self.county is not None


def select(workspace: Workspace, chosen: Selection | Sequence[str]) -> tuple[Entry, ...]:
    """The agreements that are chosen, in the workspace's order; all if nothing is.

    Args:
        workspace: The whole workspace.
        chosen: Names as in a :class:`Selection`, or also a family and a county.

    Raises:
        InputError: for names that no municipality has, each with the nearest one, and for files
            named so that did not load, with their faults; for a family that does not exist, and
            where no agreement is all that is asked.
    """
    wanted = chosen if isinstance(chosen, Selection) else Selection(tuple(chosen))
    family = wanted.agreement
    if family is not None and family not in workspace.standards:
        suggestion, code = did_you_mean(family, workspace.standards), WorkspaceCode.UNKNOWN_FAMILY
        location = Location("--agreement")
        raise fault(location, code, agreement=family, suggestion=suggestion)
    found = _named(workspace, wanted.names) if wanted.names else workspace.entries
    if family is not None:
        found = tuple(entry for entry in found if entry.record.agreement == family)
    if wanted.county is not None:
        found = tuple(e for e in found if wanted.county in _counties(workspace, e))
    if wanted and not found and (workspace.entries or wanted.county is not None):
        what = " ".join(filter(None, (*wanted.names, family, wanted.county)))
        raise fault(Location(what), WorkspaceCode.NOTHING_CHOSEN)
    return found


def select_one(workspace: Workspace, chosen: Selection) -> Entry:
    """The one agreement that is chosen; a file's own name goes before a municipality's.

    Raises:
        InputError: as :func:`select`, and where several agreements are what is chosen.
    """
    found = select(workspace, chosen)
    if len(found) > 1:
        slugs = {composed(name) for name in chosen.names}
        found = tuple(entry for entry in found if entry.slug in slugs) or found
    if len(found) > 1:
        files = ", ".join(entry.slug for entry in found)
        location = Location(" ".join(chosen.names))
        raise fault(location, WorkspaceCode.SEVERAL_AGREEMENTS, files=files)
    return found[0]


def _counties(workspace: Workspace, entry: Entry) -> set[str]:
    """The counties of an agreement's municipalities; of the region where it has none."""
    own = entry.record.parties
    shared = (workspace.parties.get(party.file or key) for key, party in own.items())
    codes = (
        entry.record.code,
        *(party.code for party in own.values()),
        *(loaded.record.code for loaded in shared if loaded is not None),
    )
    counties = {code[:2] for code in codes if code is not None}
    return counties or {workspace.region.record.county_code or ""}


def _named(workspace: Workspace, names: Sequence[str]) -> tuple[Entry, ...]:
    chosen: set[str] = set()
    problems = []
    for name in map(composed, names):
        matches = [
            entry.slug
            for entry in workspace.entries
            if name.casefold()
            in {each.casefold() for each in (entry.name, entry.label, entry.slug)}
            or name == entry.record.code
        ]
        unreadable = [p for p in workspace.problems if file_slug(p.location.file) == slug(name)]
        if unreadable:
            problems += unreadable
        elif not matches:
            known = dict.fromkeys(entry.label for entry in workspace.entries)
            # It may be the name or the kommunkod of one that cannot be read.
            problems += [p for p in workspace.problems if p not in problems]
            suggestion = did_you_mean(name, known)
            problems.append(
                problem(Location(name), WorkspaceCode.UNKNOWN_NAME, suggestion=suggestion)
            )
        chosen.update(matches)
    if problems:
        raise InputError(problems)
    return tuple(entry for entry in workspace.entries if entry.slug in chosen)


def file_slug(path: str) -> str:
    """A file's name without its folder and its ending."""
    return composed(path.rpartition("/")[2].rpartition(".")[0])
