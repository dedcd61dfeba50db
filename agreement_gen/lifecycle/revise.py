"""The revision of many agreements at once: every file edited in place, or none.

The standard is changed first, by hand: its clauses, its items, its edition. A revision then lets
the municipalities' files follow it and raises their amounts. Everything is calculated and checked
in memory before a file is touched.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agreement_gen.agreement_state.parties import parties
from agreement_gen.agreement_state.standard import unknown_standard
from agreement_gen.agreement_state.terms import terms_of
from agreement_gen.agreement_state.versions import versions
from agreement_gen.checks.rules import check
from agreement_gen.funding.indexing import (
    Base,
    amount_for,
    amount_of,
    as_indexed,
    base_of,
    raise_allowed,
    whole_kronor,
)
from agreement_gen.lifecycle import revise_funding
from agreement_gen.lifecycle.messages import AMENDED_AMOUNT, DECISION_KEPT, NEW_ITEM, RevisionCode
from agreement_gen.problems import InputError, Problem, fault, has_errors, problem
from agreement_gen.translation import in_language
from agreement_gen.workspace.model import AMOUNT
from agreement_gen.workspace.reader import FUNDING_FILE, load_workspace
from agreement_gen.workspace.root import TEMPLATES
from agreement_gen.workspace.tree import OverlayTree
from agreement_gen.yamlfile.edit import YamlEditor
from agreement_gen.yamlfile.emit import Plain, Value, node_value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from agreement_gen.agreement_state.parties import PartyFacts
    from agreement_gen.messages import Text
    from agreement_gen.workspace.reader import Entry, Standard, Workspace
    from agreement_gen.workspace.tree import Tree


@dataclass(frozen=True, slots=True)
class FileRevision:
    """What a revision changes in one municipality's file.

    Attributes:
        municipality: What the agreement is called.
        path: The file, from the workspace's folder.
        old_edition: The edition that it followed.
        new_edition: The edition that it follows now; the same if only its amount is raised.
        old_amount_sek: The yearly amount before, in whole kronor; None in a family without money.
        new_amount_sek: The yearly amount now, in whole kronor; None in a family without money.
        signed_to_history: Whether what was signed is moved to the history.
        added: The keys of the local texts that are new, and empty.
        dropped: The keys of the local texts that the standard no longer has.
        notes: What a person should look at.
    """

    municipality: str
    path: str
    old_edition: dt.date
    new_edition: dt.date
    old_amount_sek: int | None
    new_amount_sek: int | None
    signed_to_history: bool = False
    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """A whole revision, not yet written: what changes, and the new bytes of each file by path.

    ``funding`` lists the changes in the families' money by the path of its file; ``unchanged`` the
    municipalities in which nothing was to be changed.
    """

    changes: tuple[FileRevision, ...]
    funding: Mapping[str, tuple[Text, ...]]
    unchanged: tuple[str, ...]
    files: Mapping[str, bytes]


def revise(
    workspace: Workspace,
    tree: Tree,
    entries: Sequence[Entry],
    edition: dt.date,
    index_year: int | None = None,
    days: tuple[dt.date, dt.date] | None = None,
) -> Revision:
    """Calculate a revision; nothing is written.

    Each entry follows ``edition``, which its standard must have. With ``index_year`` its yearly
    amount is raised from its base year's to that year's level, and the family's published sums
    of amounts follow the rows. An amount that an amendment has changed is the new edition's.
    ``days`` are the first and the last day of a new fixed term; one whose last day is in the
    file is never revised without them, because it would keep the day on which it ended.

    Raises:
        InputError: if a file does not load, cannot be changed line by line, or would not pass the
            checks after the revision; or if the index lacks a year that is needed.
    """
    if workspace.problems:
        raise InputError(workspace.problems)
    chosen = _chosen(workspace, entries, edition)
    changes: list[FileRevision] = []
    unchanged: list[str] = []
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for entry, standard in chosen:
        try:
            revised = _revised(workspace, entry, standard, index_year, days)
        except InputError as error:
            problems += error.problems
            continue
        if revised is None:
            unchanged.append(entry.label)
        else:
            change, files[entry.path] = revised
            changes.append(change)
    if problems:
        raise InputError(problems)
    funding: dict[str, tuple[Text, ...]] = {}
    if any(change.new_amount_sek != change.old_amount_sek for change in changes):
        after = load_workspace(OverlayTree(tree, files))
        for key in dict.fromkeys(s.key for _, s in chosen if s.funding is not None):
            data, lines = revise_funding.follow(after, after.standards[key], index_year)
            if lines:
                path = f"{TEMPLATES}/{key}/{FUNDING_FILE}"
                files[path], funding[path] = data, lines
    _check_after(load_workspace(OverlayTree(tree, files)), {entry.path for entry, _ in chosen})
    return Revision(tuple(changes), funding, tuple(unchanged), files)


def _chosen(
    workspace: Workspace, entries: Sequence[Entry], edition: dt.date
) -> list[tuple[Entry, Standard]]:
    """The entries with their standards; each standard has the edition, and none goes back."""
    chosen, problems = [], []
    for entry in entries:
        standard = workspace.standard(entry)
        if standard is None:
            problems.append(unknown_standard(workspace, entry))
        elif standard.family.record.edition != edition:
            problems.append(
                problem(
                    standard.family.at("edition"),
                    RevisionCode.STANDARD_OF_OTHER_EDITION,
                    standard=standard.family.record.edition,
                    edition=edition,
                )
            )
        elif entry.record.edition > edition:
            later = entry.record.edition
            problems.append(problem(entry.at("edition"), RevisionCode.LATER_EDITION, edition=later))
        else:
            chosen.append((entry, standard))
    if problems:
        raise InputError(problems)
    return chosen


def _revised(
    workspace: Workspace,
    entry: Entry,
    standard: Standard,
    index_year: int | None,
    days: tuple[dt.date, dt.date] | None,
) -> tuple[FileRevision, bytes] | None:
    """What changes in a file, and its new bytes; None if nothing does."""
    record, edition = entry.record, standard.family.record.edition
    is_new = record.edition != edition
    has_money = standard.funding is not None
    is_raised = (
        has_money
        and index_year is not None
        and (record.indexed is None or record.indexed.year != index_year)
    )
    if not is_new and is_raised and record.signed is not None:
        raise fault(entry.at("signed"), RevisionCode.AMOUNT_IS_SIGNED, edition=edition)
    if not (is_new or is_raised):
        return None
    editor = YamlEditor(entry.source)
    amount = None if standard.funding is None else amount_of(entry)
    change = FileRevision(entry.label, entry.path, record.edition, edition, amount, amount)
    amended = _amended(entry, standard) if is_new and has_money else None
    if is_new:
        change = _follow(editor, parties(workspace, entry, standard), entry, standard, change, days)
    if is_raised and index_year is not None:
        raise_allowed(standard)
        base = amended or base_of(workspace, standard, entry)
        location = entry.at("funding", AMOUNT)
        amount = whole_kronor(amount_for(workspace, base, index_year, location))
        _set_amount(editor, amount, base, index_year)
        change = replace(change, new_amount_sek=amount)
    elif amended is not None:
        _set_amount(editor, amended.amount_sek, amended, amended.year)
        note = AMENDED_AMOUNT(amount=amended.amount_sek)
        notes = (*change.notes, note)
        change = replace(change, new_amount_sek=amended.amount_sek, notes=notes)
    return change, editor.verified()


def _amended(entry: Entry, standard: Standard) -> Base | None:
    """The yearly amount that an amendment has agreed since the edition was signed, if one has."""
    found = versions(entry.record, terms_of(entry, standard), dt.date.max)
    if not found or found[-1].price_year is None or found[-1].amount_sek is None:
        return None
    return Base(found[-1].amount_sek, found[-1].price_year)


def _set_amount(editor: YamlEditor, amount_sek: int, base: Base, year: int) -> None:
    """Write a new yearly amount (whole kronor), what it was raised from, and for which year."""
    editor.set(("funding", AMOUNT), Plain(str(amount_sek)))
    revise_funding.keep_base(editor, ("indexed",), as_indexed(base, year), after="funding")


def _follow(
    editor: YamlEditor,
    own_parties: Sequence[PartyFacts],
    entry: Entry,
    standard: Standard,
    change: FileRevision,
    days: tuple[dt.date, dt.date] | None,
) -> FileRevision:
    """Follow a new edition: its items, its date; what was signed and dropped goes to history."""
    record = entry.record
    texts = record.local_resources
    items = [item.key for item in standard.family.record.local_items if not item.fixed]
    past: dict[str, Value] = {"edition": Plain(record.edition.isoformat())}
    if change.old_amount_sek is not None:
        past[AMOUNT] = Plain(str(change.old_amount_sek))
    indexed = editor.source.find(("indexed",))
    if record.indexed is not None and indexed is not None:
        past["indexed"] = node_value(indexed)
    past |= _new_term(editor, entry, standard, days)
    signed = editor.source.find(("signed",))
    if record.signed is not None and signed is not None:
        past["signed"] = node_value(signed)
        editor.remove(("signed",))
    dropped = tuple(key for key in texts if key not in items)
    kept: dict[str, Value] = {key: text for key in dropped if (text := texts[key]) is not None}
    if kept:
        past["dropped"] = kept
    with in_language(standard.family.record.language):  # a comment in the agreement's own file
        added = _add_items(editor, items, change.new_edition)
    for key in dropped:
        editor.remove(("local_resources", key))
    editor.set(("edition",), Plain(change.new_edition.isoformat()))
    editor.append(("history",), past)
    decisions = [(party.name, party.decision.date) for party in own_parties]
    return replace(
        change,
        signed_to_history="signed" in past,
        added=added,
        dropped=dropped,
        notes=tuple(
            DECISION_KEPT(party=party, date=date) for party, date in decisions if date is not None
        ),
    )


def _new_term(
    editor: YamlEditor, entry: Entry, standard: Standard, days: tuple[dt.date, dt.date] | None
) -> dict[str, Value]:
    """Write the days of a new fixed term; gives those of the one before, for the history.

    Raises:
        InputError: if a fixed term has no new days, or an agreement until further notice has.
    """
    record, terms = entry.record, terms_of(entry, standard)
    if days is None:
        if terms.duration == "fixed_term" and record.valid_to is not None:
            raise fault(entry.at("valid_to"), RevisionCode.NO_NEW_DAYS, ends=record.valid_to)
        return {}
    starts, ends = days
    if terms.duration == "until_further_notice":
        raise fault(entry.at(), RevisionCode.DAYS_OF_OPEN_TERM)
    if ends < starts or (record.valid_from is not None and starts <= record.valid_from):
        raise fault(entry.at("valid_from"), RevisionCode.DAYS_ORDER, starts=starts, ends=ends)
    before: dict[str, Value] = {}
    for key, old, new in (
        ("valid_from", record.valid_from, starts),
        ("valid_to", record.valid_to, ends),
    ):
        if old is not None:
            before[key] = Plain(old.isoformat())
        editor.put((key,), Plain(new.isoformat()), after="valid_from")
    return before


def _add_items(editor: YamlEditor, items: Sequence[str], edition: dt.date) -> tuple[str, ...]:
    """Add an empty local text for each item that has none, in the standard's order; their keys."""
    added = []
    before: str | None = None
    for key in items:
        path = ("local_resources", key)
        if editor.source.find(path) is None:
            comment = str(NEW_ITEM(edition=edition))
            editor.add(path, None, after=before, comment=comment)
            added.append(key)
        before = key
    return tuple(added)


def _check_after(workspace: Workspace, revised: set[str]) -> None:
    """Check the revised files; one that still waits for its revision stops no other.

    Raises:
        InputError: with every error found.
    """
    waiting = {
        entry.path
        for entry, standard in workspace.with_standards()
        if entry.path not in revised and entry.record.edition != standard.family.record.edition
    }
    problems = [p for p in check(workspace) if p.location.file not in waiting]
    if has_errors(problems):
        raise InputError(problems)
