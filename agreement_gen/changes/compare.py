"""Two states of a workspace to what changed between them, told by whom it concerns and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreement_gen.build.compose import compose
from agreement_gen.changes.lines import clause_diff
from agreement_gen.changes.model import Cause, Changes, ReportedChange
from agreement_gen.changes.municipality import (
    deviation_changes,
    missing_municipality,
    municipality_changes,
)
from agreement_gen.changes.standard import missing_standard, standard_changes
from agreement_gen.changes.states import read_pair
from agreement_gen.changes.values import leaves, value_changes
from agreement_gen.problems import InputError
from agreement_gen.swedish import alphabetical
from agreement_gen.workspace.reader import select

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agreement_gen.changes.states import StatePair, WorkspaceState
    from agreement_gen.document.tree import Runs
    from agreement_gen.workspace.reader import Entry

_REGION_CAUSES = {"funding": Cause.AMOUNT, "index": Cause.AMOUNT}


def compare(old: WorkspaceState, new: WorkspaceState, names: Sequence[str] = ()) -> Changes:
    """What changed; with names, only what concerns those municipalities.

    Raises:
        InputError: for a name that neither state knows, and if the region's file or a standard
            can be read in neither state.
    """
    pair = read_pair(old, new)
    matched = _matched(pair)
    chosen = _chosen(pair, names) if names else None
    changes = [*_standards(pair), *_region(pair)]
    if chosen is not None:
        changes = [change for change in changes if chosen & set(change.reach)]
    for was, now in sorted(matched, key=lambda m: alphabetical(_name(m))):
        if chosen is None or _name((was, now)) in chosen:
            changes += _municipality(pair, was, now)
    unread = pair.unread
    if names:
        paths = {entry.path for entry in pair.new.entries + pair.old.entries}
        unread = tuple(u for u in unread if u.file not in paths or _is_of(u.file, chosen, pair))
    count = len(pair.new.entries)
    return Changes(old.name, new.name, count, tuple(changes), unread)


def _matched(pair: StatePair) -> list[tuple[Entry | None, Entry | None]]:
    """The municipalities of both states: by kommunkod, so that a file may be renamed."""
    unread = {fault.file for fault in pair.unread}
    left = list(pair.old.entries)
    found: list[tuple[Entry | None, Entry | None]] = []
    for now in pair.new.entries:
        same_code = next((e for e in left if e.record.code == now.record.code), None)
        was = same_code or next((e for e in left if e.path == now.path), None)
        if was is not None:
            left.remove(was)
            found.append((was, now))
        elif now.path not in unread:
            found.append((None, now))
    return found + [(was, None) for was in left if was.path not in unread]


def _name(match: tuple[Entry | None, Entry | None]) -> str:
    was, now = match
    entry = now or was
    return entry.record.municipality if entry is not None else ""


def _chosen(pair: StatePair, names: Sequence[str]) -> set[str]:
    chosen: set[str] = set()
    for name in names:
        found: list[Entry] = []
        for workspace in (pair.new, pair.old):
            try:
                found += select(workspace, [name])
            except InputError:
                if workspace is pair.old and not found:
                    select(pair.new, [name])  # raises with the nearest name of the new state
        chosen |= {entry.record.municipality for entry in found}
    return chosen


def _is_of(file: str, chosen: set[str] | None, pair: StatePair) -> bool:
    entries = pair.new.entries + pair.old.entries
    return any(e.path == file and e.record.municipality in (chosen or ()) for e in entries)


def _standards(pair: StatePair) -> Iterator[ReportedChange]:
    old, new = pair.old.standards, pair.new.standards
    for key in sorted({*old, *new}):
        if key not in old:
            yield missing_standard(new[key], new=True)
        elif key not in new:
            yield missing_standard(old[key], new=False)
        else:
            yield from standard_changes(old[key], new[key], pair.new)


def _region(pair: StatePair) -> Iterator[ReportedChange]:
    old, new = pair.old.region.record, pair.new.region.record
    reach = tuple(entry.record.municipality for entry in pair.new.entries)
    pairs = value_changes(
        leaves(old), leaves(new), kind="region", subject=new.name, causes=_REGION_CAUSES
    )
    titles = {
        column.key: column.title
        for standard in pair.new.standards.values()
        for column in standard.family.record.funding.columns
    }
    for path, change in pairs:
        label = change.label
        if path[-1] in titles:
            label = f"{label.removesuffix(path[-1])}{titles[path[-1]]}"
        yield ReportedChange(
            change.kind,
            change.subject,
            "",
            label,
            change.cause,
            change.before,
            change.after,
            change.unit,
            reach=reach,
        )


def _municipality(
    pair: StatePair, was: Entry | None, now: Entry | None
) -> Iterator[ReportedChange]:
    if was is None or now is None:
        entry = now or was
        if entry is not None:
            yield missing_municipality(entry, new=was is None)
        return
    standard = pair.new.standard(now)
    yield from municipality_changes(was, now, standard)
    if standard is None or was.record.overrides == now.record.overrides:
        return

    def words(clause: str) -> tuple[Runs, ...]:
        return _clause_words(pair, was, now, clause)

    earlier = pair.old.standard(was) or standard
    yield from deviation_changes(was, now, (earlier, standard), words)


def _clause_words(pair: StatePair, was: Entry, now: Entry, clause: str) -> tuple[Runs, ...]:
    try:
        documents = [
            compose(workspace, entry).document
            for workspace, entry in ((pair.old, was), (pair.new, now))
        ]
    except InputError:
        return ()
    found = [[c for c in document.clauses if c.id == clause] for document in documents]
    return clause_diff(found[0][0], found[1][0]) if found[0] and found[1] else ()
