"""Which agreements are stale, all of them rendered in parallel, and each published whole.

Everything is rendered before anything is published: a fault in one agreement leaves the whole
output folder as it stood.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import shutil
import sys
import tempfile
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import agreement_gen
from agreement_gen.checks import check
from agreement_gen.clock import stamp
from agreement_gen.compose import compose
from agreement_gen.problems import InputError, Location, Problem, has_errors
from agreement_gen.render import FORMATS, Format, Look, Rendered, RenderFailure, render

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from agreement_gen.compose import Composed
    from agreement_gen.model import SigningProfile
    from agreement_gen.workspace import Entry, Standard, Workspace

MANIFEST = "manifest.json"
State = Literal["draft", "ready"]


@dataclass(frozen=True, slots=True)
class Built:
    """One municipality's result: its files' names in the output folder, and their state.

    ``was_fresh`` says that the files already stood there as they should be.
    """

    municipality: str
    state: State
    missing: tuple[Problem, ...]
    pages: int | None
    files: tuple[str, ...]
    was_fresh: bool


@dataclass(frozen=True, slots=True)
class Options:
    """How to build; ``jobs`` is the number of processes (None: one for each core)."""

    formats: tuple[Format, ...] = ("pdf", "docx")
    jobs: int | None = None
    force: bool = False
    signing: SigningProfile | None = None


@dataclass(frozen=True, slots=True)
class _Task:
    """One agreement to render; crosses into a worker process."""

    document: Any
    look: Look
    formats: tuple[Format, ...]
    created: dt.datetime


@dataclass(frozen=True, slots=True)
class _Plan:
    """One agreement with what the output folder already holds of it."""

    entry: Entry
    standard: Standard
    composed: Composed
    task: _Task
    fingerprint: str
    known: Mapping[str, Any] | None

    def file(self, form: Format) -> str:
        return f"{self.standard.family.record.file_prefix}-{self.entry.slug}.{form}"


def build(
    workspace: Workspace,
    entries: Sequence[Entry],
    output: Path,
    options: Options = Options(),
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Built, ...]:
    """Bring the files of some municipalities in ``output`` up to date.

    ``progress`` is called with each municipality's name when it is rendered.

    Raises:
        InputError: for any fault in the workspace, or any warning of a renderer; nothing in
            the output folder is then changed.
    """
    problems = check(workspace)
    if has_errors(problems):
        raise InputError(problems)
    manifest = read_manifest(output)
    plans = _plans(workspace, entries, manifest, options)
    stale = [plan for plan in plans if options.force or not _is_fresh(plan, output)]
    rendered = _render_all(stale, options.jobs, progress)
    results = dict(zip((plan.entry.slug for plan in stale), rendered, strict=True))
    rows = [_manifest_row(plan, results.get(plan.entry.slug)) for plan in plans]
    _publish(workspace, output, manifest, rows, stale, results)
    return tuple(
        Built(
            plan.entry.record.municipality,
            row["state"],
            plan.composed.missing,
            row["pages"],
            tuple(file["name"] for file in row["files"]),
            plan.entry.slug not in results,
        )
        for plan, row in zip(plans, rows, strict=True)
    )


def read_manifest(output: Path) -> dict[str, dict[str, Any]]:
    """The rows of an output folder's manifest by slug; none if there is no usable manifest."""
    try:
        rows = json.loads((output / MANIFEST).read_text(encoding="utf-8"))["agreements"]
        return {row["slug"]: row for row in rows if row["files"] is not None}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def fingerprint(composed: Composed, look: Look, created: dt.datetime) -> str:
    """A hash of everything that decides what an agreement's files hold."""
    digest = hashlib.sha256()
    for part in (
        agreement_gen.__version__,
        repr(composed.document),
        look.css,
        hashlib.sha256(look.reference).hexdigest(),
        created.isoformat(),
    ):
        digest.update(f"{len(part)}:{part}".encode())
    return digest.hexdigest()


def _plans(
    workspace: Workspace,
    entries: Sequence[Entry],
    manifest: Mapping[str, Mapping[str, Any]],
    options: Options,
) -> list[_Plan]:
    plans: list[_Plan] = []
    problems: list[Problem] = []
    for entry in entries:
        standard = workspace.standards[entry.record.agreement]
        look = Look(standard.css, standard.reference)
        created = stamp(standard.family.record.edition)
        try:
            composed = compose(workspace, entry, signing=options.signing)
        except InputError as error:
            problems += error.problems
            continue
        task = _Task(composed.document, look, options.formats, created)
        mark = fingerprint(composed, look, created)
        plans.append(_Plan(entry, standard, composed, task, mark, manifest.get(entry.slug)))
    if problems:
        raise InputError(problems)
    return plans


def _is_fresh(plan: _Plan, output: Path) -> bool:
    """Whether every file asked for stands in the output folder as this build would write it."""
    if plan.known is None or plan.known.get("fingerprint") != plan.fingerprint:
        return False
    known = {file["name"]: file["sha256"] for file in plan.known["files"]}
    for form in plan.task.formats:
        name = plan.file(form)
        try:
            data = (output / name).read_bytes()
        except OSError:
            return False
        if known.get(name) != hashlib.sha256(data).hexdigest():
            return False
    return True


def _render_all(
    plans: Sequence[_Plan], jobs: int | None, progress: Callable[[str], None]
) -> list[Rendered]:
    count = min(jobs or os.cpu_count() or 1, len(plans))
    results: list[Rendered] = []
    problems: list[Problem] = []
    for plan, outcome in _outcomes(plans, count):
        progress(plan.entry.record.municipality)
        if isinstance(outcome, Rendered):
            results.append(outcome)
        else:
            where = Location(plan.entry.path)
            problems += [Problem(where, "render", message) for message in outcome.messages]
    if problems:
        raise InputError(problems)
    return results


def _outcomes(
    plans: Sequence[_Plan], count: int
) -> Iterator[tuple[_Plan, Rendered | RenderFailure]]:
    if count <= 1:
        for plan in plans:
            yield plan, _outcome(plan.task)
        return
    # A fork server imports the renderers once for all workers; Windows has none.
    method = "spawn" if sys.platform == "win32" else "forkserver"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(["agreement_gen.preload"])
    with ProcessPoolExecutor(count, mp_context=context) as pool:
        futures: list[Future[Rendered | RenderFailure]] = [
            pool.submit(_outcome, plan.task) for plan in plans
        ]
        for plan, future in zip(plans, futures, strict=True):
            yield plan, future.result()


def _outcome(task: _Task) -> Rendered | RenderFailure:
    try:
        return render(task.document, task.look, task.formats, task.created)
    except RenderFailure as failure:
        return failure


def _manifest_row(plan: _Plan, rendered: Rendered | None) -> dict[str, Any]:
    record = plan.entry.record
    row: dict[str, Any] = {
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
        "pages": None,
        "files": [],
    }
    same_content = plan.known is not None and plan.known.get("fingerprint") == plan.fingerprint
    files = {file["name"]: file for file in plan.known["files"]} if same_content else {}  # type: ignore[index]
    if same_content and plan.known is not None:
        row["pages"] = plan.known["pages"]
    if rendered is not None:
        for form, data in rendered.files:
            name = plan.file(form)
            digest = hashlib.sha256(data).hexdigest()
            files[name] = {"name": name, "sha256": digest, "bytes": len(data)}
        row["pages"] = rendered.pages or row["pages"]
    row["files"] = [files[plan.file(form)] for form in FORMATS if plan.file(form) in files]
    return row


def _publish(
    workspace: Workspace,
    output: Path,
    old: Mapping[str, Mapping[str, Any]],
    rows: Sequence[dict[str, Any]],
    stale: Sequence[_Plan],
    results: Mapping[str, Rendered],
) -> None:
    """Put the new files in place, then the manifest, then take away what no longer holds.

    Each file is written beside its place and moved there, so that it is whole at any moment.
    """
    kept = {entry.slug: old[entry.slug] for entry in workspace.entries if entry.slug in old}
    merged = {**kept, **{row["slug"]: row for row in rows}}
    order = [entry.slug for entry in workspace.entries if entry.slug in merged]
    manifest = {
        "program": f"agreement-gen {agreement_gen.__version__}",
        "agreements": [merged[slug] for slug in order],
    }
    output.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".build-", dir=output))
    try:
        names = []
        for plan in stale:
            for form, data in results[plan.entry.slug].files:
                names.append(plan.file(form))
                (staging / names[-1]).write_bytes(data)
        text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
        (staging / MANIFEST).write_text(text, encoding="utf-8")
        for name in [*names, MANIFEST]:
            (staging / name).replace(output / name)
    finally:
        shutil.rmtree(staging)
    present = {file["name"] for row in merged.values() for file in row["files"]}
    for row in old.values():
        for file in row["files"]:
            if file["name"] not in present:
                (output / Path(file["name"]).name).unlink(missing_ok=True)
