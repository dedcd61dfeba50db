"""What changed in a standard, told once, in the words of an agreement, with whom it reaches.

Both editions of the standard are put to the same municipalities' present facts, so that what
differs between the agreements is what the standard changed, and nothing else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agreement_gen.build.compose import compose
from agreement_gen.changes.lines import changed_lines, texts_diff
from agreement_gen.changes.model import NOTHING, Cause, ReportedChange
from agreement_gen.changes.municipality import clause_title, shown_in
from agreement_gen.changes.values import leaves, value_changes
from agreement_gen.document.diff import redline
from agreement_gen.document.text_diff import runs_diff
from agreement_gen.document.tree import Clause, Document, TrackedChange, text_of
from agreement_gen.problems import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agreement_gen.document.tree import Runs
    from agreement_gen.workspace.reader import Entry, Standard, Workspace

_TERMS = "terms"
_UNSEEN = (
    "edition",
    "edition_label",
    "case_number_label",
    "page_label",
    "draft_mark",
    "file_prefix",
    "language",
    "subject",
    "requires",
    "overridable",
)
_APART = {_TERMS, "local_items", *_UNSEEN}


@dataclass(frozen=True, slots=True)
class _Seen:
    """One changed clause (or the document's title) in one municipality's agreement."""

    municipality: str
    key: str
    title: str
    label: str
    before: str
    after: str
    lines: tuple[Runs, ...]
    mask: str


def standard_changes(
    old: Standard, new: Standard, workspace: Workspace
) -> Iterator[ReportedChange]:
    """Each change from one edition of a standard to another; ``workspace`` is the new state."""
    if old.inputs == new.inputs:
        return
    entries = [e for e in workspace.entries if e.record.agreement == new.key]
    subject = _subject(new, workspace, entries)
    yield from _terms(subject, old, new, entries)
    # Terms are told apart, and what is allowed now must not keep an agreement from being composed.
    kept = {name: getattr(new.family.record, name) for name in (_TERMS, "overridable")}
    family = replace(old.family, record=old.family.record.model_copy(update=kept))
    before = replace(
        workspace, standards={**workspace.standards, new.key: replace(old, family=family)}
    )
    reach = tuple(entry.record.municipality for entry in entries)
    seen, failed = _composed(before, workspace, entries)
    yield from _grouped(subject, seen)
    yield from _templates(subject, old, new, {found.key for found in seen}, reach if failed else ())
    names = {name for name in type(new.family.record).model_fields if name not in _APART}
    shown = {*_UNSEEN, *(() if seen else {*names, "local_items"})}
    pairs = value_changes(
        leaves(old.family.record, *shown),
        leaves(new.family.record, *shown),
        kind="standard",
        subject=subject,
        causes=dict.fromkeys(shown, Cause.STANDARD),
    )
    for path, change in pairs:
        if path[-1] != "name" or path[0] != "local_items":
            yield replace(change, reach=reach)
    for name, label in (("agreement.css", "PDF och webbsida"), ("reference.docx", "Word")):
        if _input(old, name) != _input(new, name):
            yield ReportedChange(
                "standard", subject, "", label, Cause.LOOK, "", f"{name} är ändrad", reach=reach
            )


def _subject(standard: Standard, workspace: Workspace, entries: Sequence[Entry]) -> str:
    """What a standard is called: its title as an agreement shows it."""
    try:
        title = text_of(compose(workspace, entries[0]).document.title)
    except (InputError, LookupError):
        return _plain_subject(standard)
    return f"Standarden {title}"


def _plain_subject(standard: Standard) -> str:
    title = re.sub(r"\{[{%].*?[}%]\}", "…", standard.family.record.title)
    return f"Standarden {title}"


def _input(standard: Standard, name: str) -> bytes | None:
    return next((data for path, data in standard.inputs.items() if path.endswith(f"/{name}")), None)


def _terms(
    subject: str, old: Standard, new: Standard, entries: Sequence[Entry]
) -> Iterator[ReportedChange]:
    pairs = value_changes(
        leaves(old.family.record.terms),
        leaves(new.family.record.terms),
        kind="standard",
        subject=subject,
        causes=dict.fromkeys(type(new.family.record.terms).model_fields, Cause.TERMS),
    )
    for path, change in pairs:
        reach = tuple(
            entry.record.municipality
            for entry in entries
            if path[0] not in entry.record.overrides.terms
        )
        yield replace(change, clause=shown_in(new, path[0]), reach=reach)


def _composed(
    before: Workspace, after: Workspace, entries: Sequence[Entry]
) -> tuple[list[_Seen], bool]:
    """What each agreement shows of the change, and whether any could not be composed."""
    seen: list[_Seen] = []
    failed = False
    for entry in entries:
        try:
            old, new = (compose(state, entry).document for state in (before, after))
        except (InputError, LookupError):
            failed = True
        else:
            names = (entry.record.legal_name, entry.record.municipality)
            seen += [
                replace(found, mask=_mask(found, names))
                for found in _differences(entry.record.municipality, old, new)
            ]
    return seen, failed


def _differences(name: str, old: Document, new: Document) -> Iterator[_Seen]:
    for label, was, now in (
        ("Titel", old.title, new.title),
        ("Underrubrik", old.subtitle, new.subtitle),
    ):
        if was != now:
            yield _Seen(name, "", "", label, "", "", (runs_diff(was, now),), "")
    before = {clause.id: clause for clause in old.clauses}
    after = {clause.id: clause for clause in new.clauses}
    moved = _moved([c for c in before if c in after], [c for c in after if c in before])
    for key in dict.fromkeys([*after, *before]):
        was_clause, now_clause = before.get(key), after.get(key)
        if was_clause is None and now_clause is not None:
            lines = changed_lines(replace(now_clause, change=TrackedChange.INSERTED))
            yield _Seen(name, key, text_of(now_clause.title), "Nytt avsnitt", "", "", lines, "")
        elif now_clause is None and was_clause is not None:
            lines = changed_lines(replace(was_clause, change=TrackedChange.DELETED))
            yield _Seen(name, key, text_of(was_clause.title), "Borttaget", "", "", lines, "")
        elif was_clause is not None and now_clause is not None:
            title = text_of(now_clause.title)
            if key in moved:
                places = str(was_clause.number), str(now_clause.number)
                yield _Seen(name, key, title, "Flyttat", *places, (), "")
            if _unplaced(was_clause) != _unplaced(now_clause):
                pair = (replace(d, clauses=(c,)) for d, c in ((old, was_clause), (new, now_clause)))
                lines = tuple(
                    line for clause in redline(*pair).clauses for line in changed_lines(clause)
                )
                yield _Seen(name, key, title, "", "", "", lines, "")


def _moved(old: list[str], new: list[str]) -> set[str]:
    """The fewest clauses that must have moved for one order to become the other."""
    kept: list[list[str]] = []
    for position, key in enumerate(new):
        place = old.index(key)
        before = [kept[p] for p in range(position) if old.index(new[p]) < place]
        kept.append([*_longest(before), key])
    return set(new) - set(_longest(kept))


def _longest(lists: list[list[str]]) -> list[str]:
    return max(lists, key=lambda keys: len(keys), default=[])


def _unplaced(clause: Clause) -> Clause:
    return replace(clause, number=0, keep_with_previous=False)


def _mask(found: _Seen, names: tuple[str, ...]) -> str:
    """What the change is, without what differs from one municipality to the next."""
    marks = (
        f"{run.change.value}{run.text}\n" for line in found.lines for run in line if run.change
    )
    text = "".join(marks)
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "…")
    return re.sub(r"\d[\d\u00a0]*", "0", text)


def _grouped(subject: str, seen: list[_Seen]) -> Iterator[ReportedChange]:
    groups: dict[tuple[str, ...], list[_Seen]] = defaultdict(list)
    for found in seen:
        groups[found.key, found.label, found.before, found.after, found.mask].append(found)
    for members in groups.values():
        first = members[0]
        same = all(member.lines == first.lines for member in members)
        yield ReportedChange(
            "standard",
            subject,
            first.title,
            first.label,
            Cause.STANDARD,
            first.before,
            first.after,
            lines=first.lines,
            reach=tuple(member.municipality for member in members),
            example="" if same else first.municipality,
        )


def _templates(
    subject: str, old: Standard, new: Standard, shown: set[str], reach: tuple[str, ...]
) -> Iterator[ReportedChange]:
    """Clauses whose template changed where no agreement shows it, as they are written."""
    for key in dict.fromkeys([*new.clauses, *old.clauses]):
        if key in shown:
            continue
        texts = [
            _paragraphs(standard.clauses[key].text) if key in standard.clauses else []
            for standard in (old, new)
        ]
        if lines := texts_diff(*texts):
            title = clause_title(new if key in new.clauses else old, key)
            note = "" if reach else "syns inte i någon överenskommelse nu"
            yield ReportedChange(
                "standard",
                subject,
                title,
                "Mall",
                Cause.STANDARD,
                note=note,
                lines=lines,
                reach=reach,
            )


def _paragraphs(template: str) -> list[str]:
    text = re.sub(r"\{#.*?#\}", "", template, flags=re.DOTALL)
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]


def missing_standard(standard: Standard, *, new: bool) -> ReportedChange:
    """A standard that only one of the states has."""
    label = "Ny standard" if new else "Standarden är borttagen"
    path = f"templates/{standard.key}"
    before, after = (NOTHING, path) if new else (path, NOTHING)
    return ReportedChange(
        "standard", _plain_subject(standard), "", label, Cause.STANDARD, before, after
    )
