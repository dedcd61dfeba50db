"""Which agreements are stale, all of them rendered in parallel, and each published whole.

Everything is rendered before anything is published: a fault in one agreement leaves the whole
output folder as it stood.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import agreement_gen
from agreement_gen.build.compose import compose
from agreement_gen.build.output import ManifestRow, file_row, publish, read_manifest, stands
from agreement_gen.build.provenance import provenance, sidecar
from agreement_gen.build.workers import default_count, pool
from agreement_gen.checks.messages import RuleCode
from agreement_gen.checks.rules import check
from agreement_gen.clock import stamp
from agreement_gen.formats.render import DocumentStyle, Origin, Rendered, Task, outcome
from agreement_gen.problems import InputError, Location, Problem, has_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from concurrent.futures import Future

    from agreement_gen.build.compose import Composed
    from agreement_gen.document.tree import Document
    from agreement_gen.formats.render import OutputFormat, RenderFailure
    from agreement_gen.workspace.model import SigningProfile
    from agreement_gen.workspace.reader import Entry, Standard, Workspace

BuildState = Literal["draft", "ready"]


@dataclass(frozen=True, slots=True)
class Built:
    """One municipality's result: its files' names in the output folder, and their state.

    ``was_fresh`` says that the files already stood there as they should be.
    """

    municipality: str
    state: BuildState
    missing: tuple[Problem, ...]
    pages: int | None
    files: tuple[str, ...]
    was_fresh: bool


@dataclass(frozen=True, slots=True)
class Options:
    """How to build; ``jobs`` is the number of processes (None: one for each core).

    ``final`` refuses drafts; ``embed_source`` attaches the municipality's file to its PDF.
    """

    formats: tuple[OutputFormat, ...] = ("pdf", "docx")
    jobs: int | None = None
    force: bool = False
    signing: SigningProfile | None = None
    final: bool = False
    embed_source: bool = False


@dataclass(frozen=True, slots=True)
class _Plan:
    """One agreement with what the output folder already holds of it."""

    entry: Entry
    standard: Standard
    composed: Composed
    task: Task
    fingerprint: str
    known: ManifestRow | None

    @property
    def known_files(self) -> list[ManifestRow]:
        """The files in the output folder's manifest that hold what this build would write."""
        if self.known is None or self.known.get("fingerprint") != self.fingerprint:
            return []
        return list(self.known["files"])

    def file(self, ending: str) -> str:
        return f"{self.standard.family.record.file_prefix}-{self.entry.slug}.{ending}"


def build(
    workspace: Workspace,
    entries: Sequence[Entry],
    output: Path,
    options: Options = Options(),
    commits: Mapping[str, str] = MappingProxyType({}),
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Built, ...]:
    """Bring the files of some municipalities in ``output`` up to date.

    ``commits`` names the last commit of each municipality's inputs by slug, for the files to
    carry (see :func:`agreement_gen.build.provenance.commits`). ``progress`` is called with each
    municipality's name when it is rendered.

    Raises:
        InputError: for any fault in the workspace, or any warning of a renderer; nothing in
            the output folder is then changed.
    """
    chosen = {entry.path for entry in entries}
    # A municipality that has not followed a revision yet holds up only its own agreement.
    problems = [
        problem
        for problem in check(workspace)
        if problem.code != RuleCode.OTHER_EDITION or problem.location.file in chosen
    ]
    if has_errors(problems):
        raise InputError(problems)
    old = read_manifest(output)
    plans = _plans(workspace, entries, old, options, commits)
    if options.final:
        _refuse_drafts(plans)
    stale = [plan for plan in plans if options.force or not _is_fresh(plan, output)]
    rendered = _render_all(stale, options.jobs, progress)
    results = dict(zip((plan.entry.slug for plan in stale), rendered, strict=True))
    new: dict[str, bytes] = {}
    rows: dict[str, ManifestRow] = {}
    for plan in plans:
        result = results.get(plan.entry.slug)
        files = {} if result is None else _files(workspace, plan, result)
        new |= files
        rows[plan.entry.slug] = _row(plan, files, None if result is None else result.pages)
    merged = {**old, **rows}
    order = [entry.slug for entry in workspace.entries if entry.slug in merged]
    publish(output, [merged[slug] for slug in order], new, old)
    return tuple(
        Built(
            plan.entry.record.municipality,
            "ready" if plan.composed.is_ready else "draft",
            plan.composed.missing,
            rows[plan.entry.slug]["pages"],
            tuple(plan.file(form) for form in options.formats),
            plan.entry.slug not in results,
        )
        for plan in plans
    )


def fingerprint(document: Document, look: DocumentStyle, origin: Origin) -> str:
    """A hash of everything that decides what an agreement's files hold."""
    digest = hashlib.sha256()
    for part in (
        agreement_gen.__version__,
        repr(document),
        look.css,
        hashlib.sha256(look.reference).hexdigest(),
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
) -> list[_Plan]:
    plans: list[_Plan] = []
    problems: list[Problem] = []
    for entry in entries:
        standard = workspace.standards[entry.record.agreement]
        try:
            composed = compose(workspace, entry, signing=options.signing)
        except InputError as error:
            problems += error.problems
            continue
        facts = provenance(entry, standard, composed.document, commits.get(entry.slug))
        source = (Path(entry.path).name, entry.data) if options.embed_source else None
        created = stamp(standard.family.record.edition)
        origin = Origin(created, tuple(facts.items()), source)
        look = DocumentStyle(standard.css, standard.reference)
        task = Task(composed.document, look, options.formats, origin)
        mark = fingerprint(composed.document, look, origin)
        plans.append(_Plan(entry, standard, composed, task, mark, manifest.get(entry.slug)))
    if problems:
        raise InputError(problems)
    return plans


def _refuse_drafts(plans: Sequence[_Plan]) -> None:
    problems = [
        replace(problem, severity="error") for plan in plans for problem in plan.composed.missing
    ]
    if problems:
        raise InputError(problems)


def _is_fresh(plan: _Plan, output: Path) -> bool:
    """Whether every file asked for stands in the output folder as this build would write it."""
    known = {file["name"]: file for file in plan.known_files}
    wanted = [plan.file(form) for form in plan.task.formats]
    return all(name in known and stands(output, known[name]) for name in wanted)


def _render_all(
    plans: Sequence[_Plan], jobs: int | None, progress: Callable[[str], None]
) -> list[Rendered]:
    count = min(jobs or default_count(), len(plans))
    results: list[Rendered] = []
    problems: list[Problem] = []
    for plan, result in _outcomes(plans, count):
        progress(plan.entry.record.municipality)
        if isinstance(result, Rendered):
            results.append(result)
        else:
            where = Location(plan.entry.path)
            problems += [Problem(where, "render", message) for message in result.messages]
    if problems:
        raise InputError(problems)
    return results


def _outcomes(
    plans: Sequence[_Plan], count: int
) -> Iterator[tuple[_Plan, Rendered | RenderFailure]]:
    if count <= 1:
        for plan in plans:
            yield plan, outcome(plan.task)
        return
    with pool(count) as processes:
        futures: list[Future[Rendered | RenderFailure]] = [
            processes.submit(outcome, plan.task) for plan in plans
        ]
        for plan, future in zip(plans, futures, strict=True):
            yield plan, future.result()


def _files(workspace: Workspace, plan: _Plan, rendered: Rendered) -> dict[str, bytes]:
    """What is written for one agreement, by file name: its files, and the PDF's metadata."""
    files = {plan.file(form): data for form, data in rendered.files}
    for form, data in rendered.files:
        if form == "pdf":
            digest = hashlib.sha256(data).hexdigest()
            about = sidecar(workspace, plan.entry, plan.standard, plan.composed.document, digest)
            text = json.dumps(about, ensure_ascii=False, indent=2) + "\n"
            files[plan.file("json")] = text.encode("utf-8")
    return files


def _row(plan: _Plan, new: Mapping[str, bytes], pages: int | None) -> ManifestRow:
    """The manifest's row; files of the same text that stood there before stay in it."""
    record = plan.entry.record
    files = {file["name"]: file for file in plan.known_files}
    files |= {name: file_row(name, data) for name, data in new.items()}
    if pages is None and plan.known_files and plan.known is not None:
        pages = plan.known["pages"]
    return {
        "municipality": record.municipality,
        "slug": plan.entry.slug,
        "code": record.code,
        "state": "ready" if plan.composed.is_ready else "draft",
        "missing": [
            {"file": p.location.file, "line": p.location.line, "message": p.message}
            for p in plan.composed.missing
        ],
        "edition": record.edition.isoformat(),
        "fingerprint": plan.fingerprint,
        "pages": pages,
        "files": [files[name] for name in sorted(files)],
    }
