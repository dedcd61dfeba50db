"""Which agreements are stale, all of them rendered in parallel, and each published whole.

Everything is rendered before anything is published: a fault in the workspace, or of a renderer in
one agreement, leaves the whole output folder as it was. Then each agreement is put in place by
itself: its files and its row in the manifest are all new or all old, whenever the program is
killed, and one that cannot be put in place keeps no other back.

A file counts as up to date if it is as the manifest in the output folder says. Whoever can write
to that folder can therefore pass a file off as built; ``force`` and an empty folder do not believe
it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import agreement_gen
from agreement_gen.build.compose import compose, compose_companion, documents_of
from agreement_gen.build.messages import (
    ENDED_BY_SIGNAL,
    ENDED_WITH_STATUS,
    ENDED_WITHOUT_MEMORY,
    NO_PROCESS,
    BuildCode,
    OutputCode,
)
from agreement_gen.build.output import (
    GapRow,
    ManifestRow,
    file_row,
    folded,
    hash_of,
    is_name_of,
    is_unchanged,
    require_output_folder,
)
from agreement_gen.build.provenance import provenance, sidecar
from agreement_gen.build.publication import Publication, known_rows, prepare, publish
from agreement_gen.build.style import style_of
from agreement_gen.build.workers import OUT_OF_MEMORY, WorkerDied, default_count, outcomes
from agreement_gen.checks.gate import soundness
from agreement_gen.clock import stamp
from agreement_gen.document.tree import all_pictures
from agreement_gen.formats.render import Origin, Rendered, Task, outcome
from agreement_gen.problems import InputError, Location, did_you_mean, fault, problem
from agreement_gen.workspace.reader import file_slug

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from agreement_gen.build.compose import Composed
    from agreement_gen.build.output import FileRow
    from agreement_gen.build.publication import Notify
    from agreement_gen.document.tree import Document
    from agreement_gen.formats.render import DocumentStyle, OutputFormat, RenderFailure
    from agreement_gen.messages import Text
    from agreement_gen.problems import Problem
    from agreement_gen.workspace.model import SigningProfile
    from agreement_gen.workspace.reader import Entry, Standard, Workspace

BuildState = Literal["draft", "ready"]

_SIDECAR = "json"
"""The ending of the file of metadata beside a PDF."""


@dataclass(frozen=True, slots=True)
class Built:
    """One municipality's result.

    Attributes:
        municipality: Its name.
        state: Whether the agreement can be signed, or is a draft.
        missing: What is missing before it can be signed.
        pages: The PDF's number of pages; None without a PDF.
        files: The names of its files in the output folder.
        was_fresh: Whether the files were already there as they should be.
    """

    municipality: str
    state: BuildState
    missing: tuple[Problem, ...]
    pages: int | None
    files: tuple[str, ...]
    was_fresh: bool


class PartlyBuiltError(InputError):
    """Some agreements were not built; ``built`` are those that were."""

    def __init__(self, problems: Iterable[Problem], built: Sequence[Built]) -> None:
        super().__init__(problems)
        self.built = tuple(built)


@dataclass(frozen=True, slots=True)
class Options:
    """How to build.

    Attributes:
        formats: The formats to write.
        jobs: The number of processes; None for one on each core.
        force: Write also what is already up to date.
        signing: How the agreements are signed; None for what the region's file says.
        final: Refuse drafts.
        embed_source: Attach the municipality's file to its PDF.
        document: The key of a document that goes with the agreements; None for the agreements.
    """

    formats: tuple[OutputFormat, ...] = ("pdf", "docx")
    jobs: int | None = None
    force: bool = False
    signing: SigningProfile | None = None
    final: bool = False
    embed_source: bool = False
    document: str | None = None


@dataclass(frozen=True, slots=True)
class _Plan:
    """One agreement with what the output folder already holds of it."""

    entry: Entry
    standard: Standard
    composed: Composed
    task: Task
    fingerprint: str
    known: ManifestRow | None
    companion: str | None

    @property
    def known_files(self) -> list[FileRow]:
        """The files in the output folder's manifest that hold what this build would write."""
        if self.known is None or self.known.fingerprint != self.fingerprint:
            return []
        return list(self.known.files)

    @property
    def endings(self) -> Iterator[str]:
        """The endings of the files that are written; only an agreement's PDF has metadata."""
        yield from self.task.formats
        if "pdf" in self.task.formats and self.companion is None:
            yield _SIDECAR

    def file(self, ending: str) -> str:
        family = self.standard.family.record
        made = family if self.companion is None else family.documents[self.companion]
        return f"{made.file_prefix}-{self.entry.slug}.{ending}"


def build(
    workspace: Workspace,
    entries: Sequence[Entry] | None,
    output: Path,
    options: Options = Options(),
    commits: Mapping[str, str] = MappingProxyType({}),
    progress: Callable[[str], None] = lambda _: None,
    notify: Notify = lambda _: None,
) -> tuple[Built, ...]:
    """Bring the files of some agreements in ``output`` up to date; of all where they are None.

    With ``options.document`` they are that document's; ``output`` is then a folder of its own.

    ``commits`` names the last commit of each agreement's inputs by slug, for the files to
    carry (see :func:`agreement_gen.build.provenance.commits`). ``progress`` is called with each
    agreement's name when it is rendered, ``notify`` with what a person should know of the
    output folder, each thing once.

    A fault that concerns one agreement alone, or a renderer's warning on it, holds up that
    agreement; the others are built.

    Raises:
        PartlyBuiltError: some agreements were not built, and why; the others were.
        InputError: none could be built; nothing in the output folder is then changed.
        OSError: the output folder cannot be read or written.
    """
    state = soundness(workspace, entries)
    problems = [found for found in state.problems if found.severity == "error"]
    if problems and not state.sound:
        raise InputError(state.problems)
    require_output_folder(output)
    notify_once = _once(notify)
    prepare(output, notify_once)
    old = known_rows(output, notify_once)
    plans = _plans(workspace, state.sound, old, options, commits, problems)
    if options.final:
        plans = _without_drafts(plans, problems)
    signed = _signed_files(workspace)
    stale = [plan for plan in plans if options.force or not _is_fresh(plan, output, signed)]
    results = _render_all(stale, options.jobs, progress, problems)
    failed = {plan.entry.slug for plan in stale} - results.keys()
    plans = [plan for plan in plans if plan.entry.slug not in failed]
    if problems and not plans:
        raise InputError(problems)
    publications = [_publication(workspace, plan, results.get(plan.entry.slug)) for plan in plans]
    order = [entry.slug for entry in workspace.entries]
    kept = {*order, *map(file_slug, workspace.unreadable)}
    gone = {slug: row for slug, row in old.items() if slug not in kept}
    problems += publish(output, publications, gone, order, notify_once, signed)
    unplaced = {found.location.file for found in problems}
    built = tuple(
        Built(
            plan.entry.label,
            "ready" if plan.composed.is_ready else "draft",
            plan.composed.missing,
            _pages(plan, results.get(plan.entry.slug)),
            tuple(plan.file(output_format) for output_format in options.formats),
            plan.entry.slug not in results,
        )
        for plan in plans
        if unplaced.isdisjoint(_places(plan, output))
    )
    if problems:
        raise PartlyBuiltError(problems, built)
    return built


def _signed_files(workspace: Workspace) -> frozenset[str]:
    """The SHA-256 of each file that an agreement of the workspace records as signed."""
    found: set[str | None] = set()
    for entry in workspace.entries:
        record = entry.record
        signings = (record.signed, *(previous.signed for previous in record.history))
        found |= {signing.sha256 for signing in signings if signing is not None}
        found |= {amendment.sha256 for amendment in record.amendments}
    return frozenset(sha256 for sha256 in found if sha256 is not None)


def with_document(
    workspace: Workspace, entries: Sequence[Entry] | None, key: str
) -> tuple[Entry, ...]:
    """The agreements whose families have a document, of some agreements, or of all if None.

    Raises:
        InputError: if no family has it, or a chosen agreement's family has not.
    """
    chosen = workspace.entries if entries is None else entries
    with_it = tuple(entry for entry in chosen if key in documents_of(workspace, entry))
    if not with_it or (entries is not None and len(with_it) < len(chosen)):
        families = [standard.family for standard in workspace.standards.values()]
        known = sorted({name for family in families for name in family.record.documents})
        code, suggestion = BuildCode.UNKNOWN_DOCUMENT, did_you_mean(key, known)
        raise fault(families[0].at(), code, document=key, suggestion=suggestion)
    return with_it


def _once(notify: Notify) -> Notify:
    """Calls a function with each problem only the first time."""
    seen: set[Problem] = set()

    def first(found: Problem) -> None:
        if found not in seen:
            seen.add(found)
            notify(found)

    return first


def fingerprint(document: Document, style: DocumentStyle, origin: Origin) -> str:
    """A hash of everything that decides what an agreement's files hold."""
    digest = hashlib.sha256()
    for part in (
        agreement_gen.__version__,
        repr(document),
        *(picture.digest for picture in all_pictures(document)),
        style.css,
        hashlib.sha256(style.reference).hexdigest(),
        repr(origin),
    ):
        digest.update(f"{len(part)}:{part}".encode())
    return digest.hexdigest()


def _plans(
    workspace: Workspace,
    entries: Sequence[Entry],
    manifest: Mapping[str, ManifestRow],
    options: Options,
    commits: Mapping[str, str],
    problems: list[Problem],
) -> list[_Plan]:
    """What is to be built; what keeps an agreement from it is added to the problems."""
    plans: list[_Plan] = []
    for entry in entries:
        standard = workspace.standards[entry.record.agreement]
        try:
            composed = (
                compose(workspace, entry, signing=options.signing)
                if options.document is None
                else compose_companion(workspace, entry, options.document, signing=options.signing)
            )
        except InputError as error:
            problems += error.problems
            continue
        lost = [fact for fact in composed.facts if fact.severity == "error"]
        if lost:
            problems += lost
            continue
        commit = commits.get(entry.slug)
        facts = provenance(workspace, entry, standard, composed.document, commit)
        source = (Path(entry.path).name, entry.data) if options.embed_source else None
        created = stamp(standard.family.record.edition)
        origin = Origin(created, tuple(facts.items()), source)
        style = style_of(standard)
        task = Task(composed.document, style, options.formats, origin)
        digest = fingerprint(composed.document, style, origin)
        known = manifest.get(entry.slug)
        plans.append(_Plan(entry, standard, composed, task, digest, known, options.document))
    faulty = list(_faulty_names(plans))
    problems += faulty
    unnamed = {found.location.file for found in faulty}
    return [plan for plan in plans if plan.entry.path not in unnamed]


def _faulty_names(plans: Sequence[_Plan]) -> Iterator[Problem]:
    """Files that cannot be named as their agreement is, or as another one's already are."""
    owners: dict[str, _Plan] = {}
    for plan in plans:
        location, name = Location(plan.entry.path), plan.file("docx")
        owner = owners.setdefault(folded(name), plan)
        if not is_name_of(name, plan.entry.slug):
            yield problem(location, OutputCode.NO_FILE_NAME, name=name)
        elif owner is not plan:
            other = owner.entry.label
            yield problem(location, OutputCode.SAME_FILE, name=name, other=other)


def _without_drafts(plans: Sequence[_Plan], problems: list[Problem]) -> list[_Plan]:
    """The agreements that are ready; what the others lack is added to the problems."""
    problems += [replace(gap, severity="error") for plan in plans for gap in plan.composed.missing]
    return [plan for plan in plans if plan.composed.is_ready]


def _is_fresh(plan: _Plan, output: Path, signed: Collection[str]) -> bool:
    """Whether every file asked for is in the output folder as this build would write it.

    One that was signed in its place has the text that was built, and signatures.
    """
    known = {file.name: file for file in plan.known_files}
    wanted = [plan.file(ending) for ending in plan.endings]
    return all(
        name in known and (is_unchanged(output, known[name]) or hash_of(output, name) in signed)
        for name in wanted
    )


def _places(plan: _Plan, output: Path) -> Iterator[str]:
    """Where problems of one agreement are: in its file, or in what is built of it."""
    yield plan.entry.path
    yield from (str(output / plan.file(ending)) for ending in plan.endings)


def _render_all(
    plans: Sequence[_Plan],
    jobs: int | None,
    progress: Callable[[str], None],
    problems: list[Problem],
) -> dict[str, Rendered]:
    """The files of each agreement by its slug; why one has none is added to the problems."""
    found: dict[str, Rendered] = {}
    tasks = [plan.task for plan in plans]
    with contextlib.closing(outcomes(outcome, tasks, jobs or default_count())) as finished:
        for position, result in finished:
            entry = plans[position].entry
            progress(entry.label)
            if isinstance(result, Rendered):
                found[entry.slug] = result
            else:
                problems += _failures(Location(entry.path), result)
    return found


def _failures(location: Location, failure: RenderFailure | WorkerDied) -> Iterator[Problem]:
    if isinstance(failure, WorkerDied):
        yield problem(location, BuildCode.WORKER_DIED, how=_how_it_ended(failure.exit_status))
        return
    for reason in failure.messages:
        yield problem(location, BuildCode.RENDER, reason=reason)


def _how_it_ended(exit_status: int | None) -> Text:
    if exit_status is None:
        return NO_PROCESS()
    if exit_status == OUT_OF_MEMORY:
        return ENDED_WITHOUT_MEMORY()
    if exit_status < 0:
        return ENDED_BY_SIGNAL(number=-exit_status)
    return ENDED_WITH_STATUS(status=exit_status)


def _publication(workspace: Workspace, plan: _Plan, rendered: Rendered | None) -> Publication:
    """What is to be put in place of one agreement: its files, if any is new, and its row."""
    files = {} if rendered is None else _files(workspace, plan, rendered)
    record = plan.entry.record
    row = ManifestRow(
        municipality=plan.entry.label,
        slug=plan.entry.slug,
        code=record.code,
        state="ready" if plan.composed.is_ready else "draft",
        missing=tuple(
            GapRow(gap.location.file, gap.location.line, gap.message)
            for gap in plan.composed.missing
        ),
        edition=record.edition.isoformat(),
        fingerprint=plan.fingerprint,
        pages=None if rendered is None else rendered.pages,
        files=tuple(file_row(name, files[name]) for name in sorted(files)),
    )
    return Publication(plan.entry.path, row, files)


def _files(workspace: Workspace, plan: _Plan, rendered: Rendered) -> dict[str, bytes]:
    """What is written for one agreement, by file name: its files, and the PDF's metadata."""
    files = {plan.file(output_format): data for output_format, data in rendered.files}
    for output_format, data in rendered.files:
        if output_format == "pdf" and plan.companion is None:
            digest = hashlib.sha256(data).hexdigest()
            about = sidecar(
                workspace,
                plan.entry,
                plan.standard,
                plan.composed.document,
                digest,
                dict(plan.task.origin.facts),
            )
            text = json.dumps(about, ensure_ascii=False, indent=2) + "\n"
            files[plan.file(_SIDECAR)] = text.encode("utf-8")
    return files


def _pages(plan: _Plan, rendered: Rendered | None) -> int | None:
    """The PDF's number of pages, also of one that was there before."""
    if rendered is not None and rendered.pages is not None:
        return rendered.pages
    return plan.known.pages if plan.known_files and plan.known is not None else None
