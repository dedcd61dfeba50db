"""Two states of a workspace to what changed between them: whom it concerns and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agreement_gen.agreement_state.own_fields import described_fields
from agreement_gen.changes import messages
from agreement_gen.changes.documents import Documents, is_bookkeeping, unreported
from agreement_gen.changes.lines import changed_lines, clause_diff
from agreement_gen.changes.model import Cause, Changes, ValueChange
from agreement_gen.changes.municipality import (
    added_municipality,
    deviation_changes,
    municipality_changes,
    removed_municipality,
)
from agreement_gen.changes.own_fields import own_field_changes
from agreement_gen.changes.standard import added_standard, removed_standard, standard_changes
from agreement_gen.changes.states import read_pair
from agreement_gen.changes.values import leaves, value_changes
from agreement_gen.document.tree import TrackedChange
from agreement_gen.problems import InputError
from agreement_gen.swedish import alphabetical
from agreement_gen.workspace.reader import Selection, select

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agreement_gen.changes.model import ReportedChange, Unread
    from agreement_gen.changes.states import StatePair, WorkspaceState
    from agreement_gen.document.tree import Runs
    from agreement_gen.workspace.own_fields import OwnField
    from agreement_gen.workspace.reader import Entry

_REGION_CAUSES = {"index": Cause.AMOUNT}


def compare(
    old: WorkspaceState, new: WorkspaceState, chosen: Selection | Sequence[str] = ()
) -> Changes:
    """What changed from one state to another.

    Args:
        old: The state before.
        new: The state after.
        chosen: Names, slugs or kommunkoder of municipalities, or also a family and a county; only
            what concerns these agreements is reported. Nothing chosen: everything is.

    Returns:
        Changes of the standards, then of the region, then of the municipalities in alphabetical
        order; and the files that could not be read and so were not compared.

    Raises:
        InputError: for a name that neither state knows, and if the region's file or a standard
            can be read in neither state.
    """
    pair = read_pair(old, new)
    matched = sorted(_matched(pair), key=lambda match: alphabetical(_name(match)))
    unread = pair.unread
    documents = Documents(pair, matched)
    labels = {_name(match) for match in matched}
    if chosen:
        wanted = chosen if isinstance(chosen, Selection) else Selection(tuple(chosen))
        known = _chosen(pair, wanted)
        entries = pair.new.entries + pair.old.entries
        labels = {e.label for e in entries if (e.record.agreement, e.name) in known}
        changes = [*_standards(pair, {family for family, _ in known}), *_region(pair)]
        changes = [change for change in changes if labels & set(change.reach)]
        matched = [match for match in matched if _known_by(match) in known]
        unread = _concerning(known, pair)
    else:
        changes = [*_standards(pair, {*pair.old.standards, *pair.new.standards}), *_region(pair)]
    own: list[ReportedChange] = []
    for was, now in matched:
        own += _municipality(pair, was, now, documents)
    # Who asks for municipalities wants first what was changed in those.
    changes = [*own, *changes] if chosen else [*changes, *own]
    bookkeeping = tuple(change for change in changes if is_bookkeeping(change, documents, labels))
    if pair.old.files != pair.new.files and (chosen or len(bookkeeping) == len(changes)):
        for match in matched:
            changes += unreported(_name(match), documents, changes)
    return Changes(old.name, new.name, len(pair.new.entries), tuple(changes), unread, bookkeeping)


def _matched(pair: StatePair) -> list[tuple[Entry | None, Entry | None]]:
    """The agreements of both states: by family and kommunkod, so that a file may be renamed."""
    unread = {fault.file for fault in pair.unread}
    left = list(pair.old.entries)
    found: list[tuple[Entry | None, Entry | None]] = []
    for now in pair.new.entries:
        was = next((e for e in left if _identity(e) == _identity(now)), None)
        was = was or next((e for e in left if e.path == now.path), None)
        if was is not None:
            left.remove(was)
            found.append((was, now))
        elif now.path not in unread:
            found.append((None, now))
    return found + [(was, None) for was in left if was.path not in unread]


def _identity(entry: Entry) -> tuple[str, str]:
    return entry.record.agreement, entry.record.code or entry.name


def _name(match: tuple[Entry | None, Entry | None]) -> str:
    was, now = match
    entry = now or was
    return entry.label if entry is not None else ""


def _known_by(match: tuple[Entry | None, Entry | None]) -> tuple[str, str]:
    """The family and the name of an agreement: of two with one party, each is another."""
    was, now = match
    entry = now or was
    return ("", "") if entry is None else (entry.record.agreement, entry.name)


def _chosen(pair: StatePair, wanted: Selection) -> set[tuple[str, str]]:
    chosen: set[tuple[str, str]] = set()
    for name in wanted.names or (None,):
        one = replace(wanted, names=() if name is None else (name,))
        found: list[Entry] = []
        for workspace in (pair.new, pair.old):
            try:
                found += select(workspace, one)
            except InputError:
                if workspace is pair.old and not found:
                    select(pair.new, one)  # raises with the nearest name of the new state
        chosen |= {(entry.record.agreement, entry.name) for entry in found}
    return chosen


def _concerning(chosen: set[tuple[str, str]], pair: StatePair) -> tuple[Unread, ...]:
    """The unread files that are the chosen municipalities' own or shared by all."""
    entries = pair.new.entries + pair.old.entries
    own = {e.path for e in entries if (e.record.agreement, e.name) in chosen}
    others = {entry.path for entry in entries} - own
    return tuple(unread for unread in pair.unread if unread.file not in others)


def _standards(pair: StatePair, families: set[str]) -> Iterator[ReportedChange]:
    old, new = pair.old.standards, pair.new.standards
    unreadable = pair.old.unreadable_families | pair.new.unreadable_families
    for key in sorted({*old, *new} & families - unreadable):
        if key not in old:
            yield added_standard(new[key])
        elif key not in new:
            yield removed_standard(old[key])
        else:
            yield from standard_changes(old[key], new[key], pair.new)


def _region(pair: StatePair) -> Iterator[ReportedChange]:
    old, new = pair.old.region.record, pair.new.region.record
    reach = tuple(entry.label for entry in pair.new.entries)
    pairs = value_changes(
        leaves(old), leaves(new), kind="region", subject=new.name, causes=_REGION_CAUSES
    )
    for _, change in pairs:
        yield replace(change, reach=reach)
    before, after = pair.old.shared_pictures, pair.new.shared_pictures
    for name in sorted(before.keys() & after.keys()):
        if before[name] != after[name]:
            yield ValueChange(
                kind="region",
                subject=new.name,
                label=str(messages.LOGOTYPE()),
                cause=Cause.STYLE,
                before="",
                after=str(messages.FILE_CHANGED(file=name)),
                reach=reach,
            )


def _municipality(
    pair: StatePair, was: Entry | None, now: Entry | None, documents: Documents
) -> Iterator[ReportedChange]:
    if was is None or now is None:
        if now is not None:
            yield added_municipality(now)
        elif was is not None:
            yield removed_municipality(was)
        return
    standard = pair.new.standard(now)
    yield from municipality_changes(was, now, standard)
    yield from own_field_changes(was, now, standard, _fields(pair, was, now))
    overrides = (was.record.overrides, now.record.overrides)
    # Two mappings in another order are equal, but added clauses and annexes are in that order.
    if standard is None or repr(overrides[0]) == repr(overrides[1]):
        return

    def words(clause: str) -> tuple[Runs, ...]:
        return _clause_words(documents, now, clause)

    earlier = pair.old.standard(was) or standard
    yield from deviation_changes(was, now, (earlier, standard), words)


def _fields(pair: StatePair, was: Entry, now: Entry) -> tuple[OwnField, ...]:
    """What the own fields of an agreement are, and those that it had only before."""
    found: dict[str, OwnField] = {}
    for workspace, entry in ((pair.new, now), (pair.old, was)):
        standard = workspace.standard(entry)
        if standard is not None:
            for field in described_fields(workspace, standard):
                found.setdefault(field.key, field)
    return tuple(found.values())


def _clause_words(documents: Documents, now: Entry, clause: str) -> tuple[Runs, ...]:
    composed = documents.of(now.label)
    if composed is None:
        return ()
    found = [[c for c in document.clauses if c.id == clause] for document in composed]
    match found:
        case [[old, *_], [new, *_]]:
            return clause_diff(old, new)
        case [[], [new, *_]]:
            return changed_lines(replace(new, change=TrackedChange.INSERTED))
        case [[old, *_], []]:
            return changed_lines(replace(old, change=TrackedChange.DELETED))
        case _:
            return ()
