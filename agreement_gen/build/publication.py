"""Puts agreements into the output folder: each one's files and its row are all new or all old.

The new files are first written to a folder of their own in the output folder, ``.build-…``, with
the old ones beside them. Then a record of what is to change is written there. From that moment on
the change can be finished or undone, whenever the program is killed: the next command that writes
to the folder does so, agreement by agreement; one that only reads reports it.

A file that is recorded as signed is neither replaced nor removed: it may be the only copy.

Nothing that is found in the output folder is trusted. A record names only files that an agreement
could have, staged files have numbers for names, and no link is followed.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import re
import secrets
import shutil
import stat
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from pydantic import TypeAdapter, ValidationError

from agreement_gen.build.messages import OutputCode
from agreement_gen.build.output import (
    MANIFEST,
    ManifestRow,
    Sha256,
    are_own_files,
    folded,
    hash_of,
    is_name_of,
    is_regular,
    manifest_file,
    read_manifest,
)
from agreement_gen.build.output_lock import LOCK, is_locked, locked
from agreement_gen.problems import InputError, Location, fault, problem
from agreement_gen.system_errors import reason_of
from agreement_gen.workspace.files import MOST_OF_DOCUMENT, read_below
from agreement_gen.workspace.staging import remove_stale, sync_folder
from agreement_gen.workspace.staging import replace as put
from agreement_gen.workspace.transaction import write_files

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from agreement_gen.problems import Problem

Notify: TypeAlias = "Callable[[Problem], None]"
"""What is called with a warning while a command goes on."""

_STAGE = re.compile(r"\.build-[a-z0-9_-]+")
_RECORD = "publication.json"


@dataclass(frozen=True, slots=True)
class Publication:
    """What is to be put in place of one agreement.

    Attributes:
        path: The municipality's file, for problems.
        row: Its row in the manifest, with the new files; files that are in the folder already
            and are of the same text are added to it.
        data: The bytes of the new files, by name; none if only the row is new.
    """

    path: str
    row: ManifestRow
    data: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class _FileChange:
    """A file with the SHA-256 of its bytes before and after; None where it does not exist."""

    name: str
    old: Sha256 | None
    new: Sha256 | None


@dataclass(frozen=True, slots=True)
class _Change:
    """One agreement's change: its files and its row, before and after."""

    slug: str
    old: ManifestRow | None
    new: ManifestRow | None
    files: tuple[_FileChange, ...]


@dataclass(frozen=True, slots=True)
class _Record:
    format: Literal[1]
    changes: tuple[_Change, ...]


_RECORD_TYPE = TypeAdapter(_Record)


def interrupted(output: Path) -> Problem | None:
    """The problem of a folder in which some agreements may be half new; None if there is none.

    Changes nothing; what is found is finished or undone by the next :func:`prepare`.
    """
    if not is_locked(output) and any((stage / _RECORD).exists() for stage in _stages(output)):
        return problem(Location(str(output)), OutputCode.INTERRUPTED)
    return None


def prepare(output: Path, notify: Notify) -> None:
    """Finish or undo what an interrupted command left in an output folder, and remove its files.

    Raises:
        InputError: another command holds the folder's lock for too long.
        OSError: the folder cannot be written to.
    """
    remove_stale(output)
    if os.path.lexists(output / LOCK) or next(_stages(output), None) is not None:
        with locked(output, notify):
            _settle(output, notify)


def publish(
    output: Path,
    publications: Sequence[Publication],
    gone: Mapping[str, ManifestRow],
    order: Sequence[str],
    notify: Notify,
    signed: Collection[str] = frozenset(),
) -> tuple[Problem, ...]:
    """Put agreements in place, and remove the files of those that are gone.

    Everything is written before anything is replaced, so that a full disk changes nothing. An
    agreement that cannot be put in place stays as it was, and the others are put in place.
    Files that no manifest names are left alone, and so are those that somebody has changed, where
    they are not replaced. Signed files are left alone: an agreement that would replace one stays as
    it was.

    Args:
        output: The folder; made if it does not exist.
        publications: The agreements.
        gone: The rows of agreements that no longer exist. One that another command has published
            meanwhile stays.
        order: The slugs of all agreements in the manifest's order.
        notify: Is called with warnings, and with each file that is removed or kept as signed.
        signed: The SHA-256 of the files that are recorded as signed.

    Returns:
        Why agreements could not be put in place.

    Raises:
        InputError: another command holds the folder's lock for too long, or the manifest's name
            is taken.
        OSError: the folder cannot be written to; nothing is changed then.
    """
    if not _is_needed(output, publications, gone):
        return ()
    output.mkdir(parents=True, exist_ok=True)
    with locked(output, notify):
        _settle(output, notify)
        rows = known_rows(output, notify)
        problems: list[Problem] = []
        changes: list[_Change] = []
        data: dict[str, bytes] = {}
        for publication in publications:
            change = _change(output, publication, rows)
            if change is None:
                continue
            found = (
                *_obstacles(output, publication, change, rows),
                *_replaced_signed(output, change, signed),
            )
            if found:
                problems += found
            else:
                changes.append(_without_signed(output, change, signed, notify))
                data |= publication.data
        for slug, row in gone.items():
            if rows.get(slug) == row:
                changes.append(_without_signed(output, _removal(output, row), signed, notify))
        if changes:
            _require_free_manifest(output)
            failures = _put_in_place(output, changes, data, order)
            for removed in _removals(changes, [change for change, _ in failures]):
                notify(problem(Location(str(output / removed)), OutputCode.REMOVED))
            paths = {publication.row.slug: publication.path for publication in publications}
            problems += (
                problem(
                    Location(paths.get(change.slug, str(output))),
                    OutputCode.NOT_IN_PLACE,
                    reason=reason_of(error),
                )
                for change, error in failures
            )
    return tuple(problems)


def known_rows(output: Path, notify: Notify) -> dict[str, ManifestRow]:
    """The rows of the manifest by slug; none, with a warning, where it is a foreign one."""
    try:
        return read_manifest(output)
    except InputError as error:
        for found in error.problems:
            notify(found)
        return {}


def _is_needed(
    output: Path, publications: Sequence[Publication], gone: Mapping[str, ManifestRow]
) -> bool:
    """Whether anything would be changed, so that a folder that is up to date may be read-only."""
    if gone or any(publication.data for publication in publications):
        return True
    rows = known_rows(output, lambda _: None)
    return any(_change(output, publication, rows) for publication in publications)


def _change(
    output: Path, publication: Publication, rows: Mapping[str, ManifestRow]
) -> _Change | None:
    """What a publication changes; None if nothing."""
    row, old = publication.row, rows.get(publication.row.slug)
    if old is not None and old.fingerprint == row.fingerprint:
        files = {file.name: file for file in (*old.files, *row.files)}
        pages = old.pages if row.pages is None else row.pages
        row = replace(row, files=tuple(files[name] for name in sorted(files)), pages=pages)
    elif not publication.data:
        return None  # another command has published another text meanwhile
    if row == old and not publication.data:
        return None
    hashes = {file.name: file.sha256 for file in row.files}
    changed = [_FileChange(name, hash_of(output, name), hashes[name]) for name in publication.data]
    if old is not None:
        changed += _removed(output, old, hashes)
    return _Change(row.slug, old, row, tuple(changed))


def _removal(output: Path, row: ManifestRow) -> _Change:
    return _Change(row.slug, row, None, tuple(_removed(output, row, {})))


def _removed(output: Path, row: ManifestRow, kept: Mapping[str, str]) -> Iterator[_FileChange]:
    """The files of a row that go, as they were written; what somebody has changed stays."""
    for file in row.files:
        if file.name not in kept and hash_of(output, file.name) == file.sha256:
            yield _FileChange(file.name, file.sha256, None)


def _replaced_signed(output: Path, change: _Change, signed: Collection[str]) -> Iterator[Problem]:
    """The signed files that a change would replace by others."""
    for file in change.files:
        if file.old in signed and file.new not in (None, file.old):
            yield problem(Location(str(output / file.name)), OutputCode.SIGNED_IN_THE_WAY)


def _without_signed(
    output: Path, change: _Change, signed: Collection[str], notify: Notify
) -> _Change:
    """A change that removes no signed file, and not the metadata beside one."""
    old, new = (() if row is None else row.files for row in (change.old, change.new))
    gone = {file.name for file in old} - {file.name for file in new}
    # Also one that was signed in its place, and is therefore no longer as it was written.
    kept = {name for name in gone if hash_of(output, name) in signed}
    for name in sorted(kept):
        notify(problem(Location(str(output / name)), OutputCode.SIGNED_KEPT))
    stems = {_stem(name) for name in kept}
    files = tuple(
        file
        for file in change.files
        if file.new is not None or not (file.name in kept or _is_beside(file.name, stems))
    )
    return replace(change, files=files)


def _is_beside(name: str, stems: Collection[str]) -> bool:
    """Whether a file is the metadata beside one of some files, by their names without endings."""
    return name.endswith(".json") and _stem(name) in stems


def _stem(name: str) -> str:
    return name.rpartition(".")[0]


def _removals(changes: Sequence[_Change], failed: Sequence[_Change]) -> Iterator[str]:
    """The names of the files that changes have removed, in order, but for those that failed."""
    for change in changes:
        if change not in failed:
            yield from sorted(file.name for file in change.files if file.new is None)


def _obstacles(
    output: Path, publication: Publication, change: _Change, rows: Mapping[str, ManifestRow]
) -> Iterator[Problem]:
    """Why the files of an agreement cannot be put in place."""
    others = {
        folded(file.name): row.municipality
        for slug, row in rows.items()
        if slug != change.slug
        for file in row.files
    }
    location = Location(publication.path)
    for file in change.files:
        other = others.get(folded(file.name))
        if other is not None:
            yield problem(location, OutputCode.SAME_FILE, name=file.name, other=other)
        try:
            is_taken = file.old is None and os.path.lexists(output / file.name)
        except ValueError:
            is_taken = True
        if is_taken:
            yield problem(Location(str(output / file.name)), OutputCode.NAME_TAKEN)


def _put_in_place(
    output: Path, changes: Sequence[_Change], data: Mapping[str, bytes], order: Sequence[str]
) -> tuple[tuple[_Change, OSError], ...]:
    """Make changes; those that could not be made, each with the reason."""
    record = _Record(1, tuple(changes))
    stage = output / f".build-{secrets.token_hex(6)}"
    stage.mkdir(0o700)
    try:
        _write_stage(output, stage, record, data)
    except BaseException as error:
        # Nothing is replaced yet, so that the record, if it is written, has nothing to undo.
        shutil.rmtree(stage, ignore_errors=True)
        if isinstance(error, OSError):
            raise OSError(error.errno, error.strerror, str(output)) from error
        raise
    try:
        return _make(output, stage, record, order)
    except Exception:  # the record stays for the next command
        raise
    except BaseException:  # this command is being ended; what is left to do takes no time
        with contextlib.suppress(Exception):
            _make(output, stage, record, order)
        raise


def _write_stage(output: Path, stage: Path, record: _Record, data: Mapping[str, bytes]) -> None:
    """Write the new files, keep the old ones, and then write the record."""
    new = {staged.new: data[staged.file.name] for staged in _all(record) if staged.file.new}
    write_files(stage, new)
    for staged in _all(record):
        target = output / staged.file.name
        if staged.file.old is None:
            continue
        if staged.file.new is not None:
            shutil.copymode(target, stage / staged.new)
        try:
            os.link(target, stage / staged.old)
        except OSError:  # a file system without links to files, or with a limit to their number
            shutil.copy(target, stage / staged.old)
    text = json.dumps(dataclasses.asdict(record), ensure_ascii=False)
    write_files(stage, {_RECORD: text.encode("utf-8")})
    sync_folder(output)


@dataclass(frozen=True, slots=True)
class _StagedFile:
    """A file's change, and the names that its new and its old bytes have in the stage."""

    file: _FileChange
    new: str
    old: str


def _all(record: _Record) -> Iterator[_StagedFile]:
    for number in range(len(record.changes)):
        yield from _staged(record, number)


def _staged(record: _Record, number: int) -> list[_StagedFile]:
    """The files of one change with their names in the stage."""
    return [
        _StagedFile(file, f"{number}-{position}.new", f"{number}-{position}.old")
        for position, file in enumerate(record.changes[number].files)
    ]


def _make(
    output: Path, stage: Path, record: _Record, order: Sequence[str]
) -> tuple[tuple[_Change, OSError], ...]:
    """Finish each change that can be finished, undo the others, and write the manifest.

    A change that can be neither, because somebody has changed the files since, loses its row: the
    next build then makes its files anew.
    """
    rows = known_rows(output, lambda _: None)
    failures: list[tuple[_Change, OSError]] = []
    for number, change in enumerate(record.changes):
        files, row = _staged(record, number), None
        try:
            is_finished = _finish(output, stage, files)
        except OSError as error:
            failures.append((change, error))
            is_finished = False
        if is_finished:
            row = change.new
        elif _undo(output, stage, files):
            row = change.old
        rows.pop(change.slug, None)
        if row is not None:
            rows[change.slug] = row
    _write_manifest(output, rows, order)
    (stage / _RECORD).unlink()
    _remove_stage(stage)
    return tuple(failures)


def _finish(output: Path, stage: Path, files: Sequence[_StagedFile]) -> bool:
    """Put the new files in place and remove those that go; False if that cannot be done.

    Raises:
        OSError: the machine refuses it; some may be in place then.
    """
    for staged in files:
        name, new = staged.file.name, staged.file.new
        if new is None:
            continue
        is_ready = hash_of(stage, staged.new) == new and _is_free(output / name)
        if not is_ready and hash_of(output, name) != new:
            return False
    for staged in files:
        name, new = staged.file.name, staged.file.new
        if new is not None and is_regular(stage / staged.new):
            put(stage / staged.new, output / name)
        elif new is None and hash_of(output, name) == staged.file.old:
            (output / name).unlink()
    return True


def _undo(output: Path, stage: Path, files: Sequence[_StagedFile]) -> bool:
    """Put the old files in place again and remove the new ones; False if that cannot be done.

    Raises:
        OSError: the machine refuses it; some may be in place then.
    """
    for staged in files:
        name, old = staged.file.name, staged.file.old
        if old is None:
            continue
        is_ready = hash_of(stage, staged.old) == old and _is_free(output / name)
        if not is_ready and hash_of(output, name) != old:
            return False
    for staged in files:
        name, old = staged.file.name, staged.file.old
        found = hash_of(output, name)
        if old is not None and found != old:
            put(stage / staged.old, output / name)
        elif old is None and found is not None and found == staged.file.new:
            (output / name).unlink()
    return True


def _is_free(path: Path) -> bool:
    """Whether a file can be put here: nothing is, or a file that it replaces."""
    return is_regular(path) or not os.path.lexists(path)


def _write_manifest(output: Path, rows: Mapping[str, ManifestRow], order: Sequence[str]) -> None:
    ordered = [slug for slug in order if slug in rows]
    ordered += [slug for slug in rows if slug not in set(ordered)]
    data = manifest_file(rows[slug] for slug in ordered)
    write_files(output, {MANIFEST: data})


def _settle(output: Path, notify: Notify) -> None:
    """Finish or undo what interrupted commands have recorded, and remove stale stages.

    The folder is locked, so that no stage is that of a running command.
    """
    for stage in _stages(output):
        location = Location(str(output))
        try:
            record = _read_record(stage)
        except InputError:
            notify(problem(location, OutputCode.FOREIGN_RECORD, name=stage.name))
        else:
            if record is not None:
                _require_free_manifest(output)
                _make(output, stage, record, tuple(known_rows(output, notify)))
                notify(problem(location, OutputCode.SETTLED))
                continue
        _remove_stage(stage)


def _read_record(stage: Path) -> _Record | None:
    """The record of a stage; None if there is none.

    Raises:
        InputError: it is not one that this program wrote.
    """
    if not os.path.lexists(stage / _RECORD):
        return None
    refusal = fault(Location(str(stage / _RECORD)), OutputCode.FOREIGN_RECORD, name=stage.name)
    data = read_below(stage, _RECORD, MOST_OF_DOCUMENT) if is_regular(stage / _RECORD) else None
    try:
        record = _RECORD_TYPE.validate_json(data or b"", strict=True)
    except ValidationError:
        raise refusal from None
    changes = record.changes
    names = [file.name for change in changes for file in change.files]
    if (
        len({change.slug for change in changes}) < len(changes)
        or len({folded(name) for name in names}) < len(names)
        or not all(map(_is_own, changes))
        or not are_own_files(change.new for change in changes if change.new)
        or not are_own_files(change.old for change in changes if change.old)
    ):
        raise refusal
    return record


def _is_own(change: _Change) -> bool:
    rows = [row for row in (change.old, change.new) if row is not None]
    names = [file.name for file in change.files]
    return all(row.slug == change.slug for row in rows) and all(
        is_name_of(name, change.slug) for name in names
    )


def _require_free_manifest(output: Path) -> None:
    if not _is_free(output / MANIFEST):
        raise fault(Location(str(output / MANIFEST)), OutputCode.NAME_TAKEN)


def _stages(output: Path) -> Iterator[Path]:
    """The folders in which files are staged; no links to folders."""
    with contextlib.suppress(OSError):
        for path in sorted(output.iterdir()):
            if _STAGE.fullmatch(path.name) and stat.S_ISDIR(path.lstat().st_mode):
                yield path


def _remove_stage(stage: Path) -> None:
    """Remove a stage; a folder that holds anything but files is none, and stays."""
    with contextlib.suppress(OSError):
        files = list(stage.iterdir())
        if all(map(is_regular, files)):
            for file in files:
                file.unlink()
            stage.rmdir()
