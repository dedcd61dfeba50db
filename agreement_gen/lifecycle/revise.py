"""The revision of many agreements at once: every file edited in place, or none.

The standard is changed first, by hand: its clauses, its items, its edition. A revision then lets
the municipalities' files follow it and raises their amounts. Everything is worked out and checked
in memory before a file is touched.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from agreement_gen.checks.rules import check
from agreement_gen.funding.indexing import as_indexed, base_of, raised, whole_kronor
from agreement_gen.lifecycle import revise_region
from agreement_gen.problems import InputError, Location, Problem, has_errors
from agreement_gen.workspace.model import AMOUNT
from agreement_gen.workspace.reader import REGION_FILE, load_workspace
from agreement_gen.workspace.tree import OverlayTree
from agreement_gen.yamlfile import edit as edits
from agreement_gen.yamlfile.emit import Plain, Value, as_value, data
from agreement_gen.yamlfile.nodes import read

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from agreement_gen.workspace.reader import Entry, Standard, Workspace
    from agreement_gen.workspace.tree import Tree


@dataclass(frozen=True, slots=True)
class FileRevision:
    """What a revision changes in one municipality's file; amounts in whole kronor a year."""

    municipality: str
    path: str
    old_edition: dt.date
    new_edition: dt.date
    old_amount_sek: int
    new_amount_sek: int
    signed_to_history: bool
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """A whole revision, worked out: what changes, and the new bytes of each file by path.

    ``region`` tells the changes in the region's file; ``unchanged`` the municipalities in which
    nothing was to be changed.
    """

    changes: tuple[FileRevision, ...]
    region: tuple[str, ...]
    unchanged: tuple[str, ...]
    files: Mapping[str, bytes]


def revise(
    workspace: Workspace,
    tree: Tree,
    entries: Sequence[Entry],
    edition: dt.date,
    index_year: int | None = None,
) -> Revision:
    """Work a revision out; nothing is written.

    Each entry follows ``edition``, which its standard must have. With ``index_year`` its yearly
    amount is raised from its base year's to that year's level, and the region's published sums
    of amounts follow the rows.

    Raises:
        InputError: if a file does not load, cannot be changed line by line, or would not pass the
            checks after the revision; or if the index lacks a year that is needed.
    """
    if workspace.problems:
        raise InputError(workspace.problems)
    chosen = _chosen(workspace, entries, edition)
    changes, unchanged = [], []
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for entry, standard in chosen:
        try:
            text, change = _revised(workspace, entry, standard, edition, index_year)
        except InputError as error:
            problems += error.problems
            continue
        if change is None:
            unchanged.append(entry.record.municipality)
        else:
            changes.append(change)
            files[entry.path] = text.encode("utf-8")
    if problems:
        raise InputError(problems)
    told: tuple[str, ...] = ()
    if index_year is not None and changes:
        after = load_workspace(OverlayTree(tree, files))
        keys = dict.fromkeys(standard.key for _, standard in chosen)
        region, told = revise_region.follow(after, list(keys), index_year)
        if told:
            files[REGION_FILE] = region.encode("utf-8")
    _check_after(load_workspace(OverlayTree(tree, files)), {entry.path for entry, _ in chosen})
    return Revision(tuple(changes), told, tuple(unchanged), files)


def _chosen(
    workspace: Workspace, entries: Sequence[Entry], edition: dt.date
) -> list[tuple[Entry, Standard]]:
    """The entries with their standards; the standard has the edition, and none goes back."""
    chosen, problems = [], []
    for entry in entries:
        standard = workspace.standard(entry)
        if standard is None:
            place = entry.at("agreement")
            problems.append(Problem(place, "unknown-agreement", "there is no such standard"))
        elif standard.family.record.edition != edition:
            problems.append(
                Problem(
                    standard.family.at("edition"),
                    "other-edition",
                    f"the standard is of {standard.family.record.edition}, not {edition}",
                    f"change the standard first: its clauses, and here `edition: {edition}`",
                )
            )
        elif entry.record.edition > edition:
            place = entry.at("edition")
            message = f"this follows a later edition, {entry.record.edition}"
            problems.append(Problem(place, "later-edition", message, "correct one of the dates"))
        else:
            chosen.append((entry, standard))
    if problems:
        raise InputError(problems)
    return chosen


def _revised(
    workspace: Workspace,
    entry: Entry,
    standard: Standard,
    edition: dt.date,
    index_year: int | None,
) -> tuple[str, FileRevision | None]:
    """A file's new text and what changed in it; None if nothing does."""
    record, file = entry.record, entry.path
    text = entry.source.text
    wanted: Any = data(entry.source.root)
    change = FileRevision(
        record.municipality, file, record.edition, edition, record.funding[AMOUNT],
        record.funding[AMOUNT], signed_to_history=False, added=(), dropped=(), notes=(),
    )  # fmt: skip
    is_new = record.edition != edition
    is_raised = index_year is not None and not (
        record.indexed is not None and record.indexed.year == index_year
    )
    if not is_new and is_raised and record.signed is not None:
        message = f"edition {edition} is signed; its amount changes only with a new edition"
        raise InputError([Problem(entry.at("signed"), "signed", message)])
    if not (is_new or is_raised):
        return text, None
    if is_new:
        text, change = _follow(entry, standard, text, wanted, change)
    if is_raised and index_year is not None:
        amount = whole_kronor(raised(workspace, entry, index_year))
        text = edits.set_scalar(text, file, ("funding", AMOUNT), str(amount))
        wanted["funding"][AMOUNT] = str(amount)
        text = _keep_base(workspace, entry, index_year, text, wanted)
        change = replace(change, new_amount_sek=amount)
    _same(text, file, wanted)
    return text, change


def _follow(
    entry: Entry, standard: Standard, text: str, wanted: dict[str, Any], change: FileRevision
) -> tuple[str, FileRevision]:
    """Follow a new edition: its items, its date; what was signed and dropped goes to history."""
    record, file = entry.record, entry.path
    items = [item.key for item in standard.family.record.local_items if not item.fixed]
    texts = record.local_resources
    edition = change.new_edition.isoformat()
    past: dict[str, Value] = {
        "edition": Plain(record.edition.isoformat()),
        "annual_amount_sek": Plain(str(record.funding[AMOUNT])),
    }
    told: dict[str, object] = {
        "edition": record.edition.isoformat(),
        "annual_amount_sek": str(record.funding[AMOUNT]),
    }
    signed = entry.source.find(("signed",))
    if record.signed is not None and signed is not None:
        past["signed"], told["signed"] = as_value(signed), data(signed)
        text = edits.remove_key(text, file, ("signed",))
        del wanted["signed"]
    added = tuple(key for key in items if key not in texts)
    dropped = tuple(key for key in texts if key not in items)
    before: str | None = None
    for key in items:
        if key in added:
            text = edits.add_key(
                text,
                file,
                ("local_resources",),
                key,
                None,
                after=before,
                comment=f"ny i utgåva {edition}",
            )
            wanted["local_resources"][key] = None
        before = key
    kept = {key: str(texts[key]) for key in dropped if texts[key] is not None}
    for key in dropped:
        text = edits.remove_key(text, file, ("local_resources", key))
        del wanted["local_resources"][key]
    if kept:
        past["dropped"], told["dropped"] = dict(kept), dict(kept)
    text = edits.set_scalar(text, file, ("edition",), edition)
    wanted["edition"] = edition
    if "history" in wanted:
        text = edits.append_item(text, file, ("history",), past)
        wanted["history"] = [*(wanted["history"] or []), told]
    else:
        text = edits.add_list(text, file, (), "history", past)
        wanted["history"] = [told]
    notes = []
    if record.decision.date is not None:
        notes.append(f"the decision of {record.decision.date} is kept; is there a new one?")
    return text, replace(
        change,
        signed_to_history="signed" in past,
        added=added,
        dropped=dropped,
        notes=tuple(notes),
    )


def _keep_base(
    workspace: Workspace, entry: Entry, year: int, text: str, wanted: dict[str, Any]
) -> str:
    """Write what the amount was raised from."""
    base = base_of(workspace, entry)
    if isinstance(wanted.get("indexed"), dict):
        wanted["indexed"]["year"] = str(year)
        return edits.set_scalar(text, entry.path, ("indexed", "year"), str(year))
    value = revise_region.indexed_value(as_indexed(base, year))
    if "indexed" in wanted:
        text = edits.remove_key(text, entry.path, ("indexed",))
    wanted["indexed"] = {key: plain.text for key, plain in value.items()}
    return edits.add_key(text, entry.path, (), "indexed", dict(value), after="funding")


def _same(text: str, file: str, wanted: object) -> None:
    """Make sure that an edited file says exactly what it should, and nothing else changed.

    Raises:
        InputError: if it does not: its style is beyond what can be edited line by line.
    """
    try:
        is_same = data(read(text.encode("utf-8"), file).root) == wanted
    except InputError:
        is_same = False
    if not is_same:
        message = "this file is written in a way that cannot be edited line by line"
        hint = "write it with one key a line, or revise it by hand"
        raise InputError([Problem(Location(file), "cannot-edit", message, hint)])


def _check_after(workspace: Workspace, revised: set[str]) -> None:
    """The checks on the revised files; one that still waits for its revision stops no other.

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
