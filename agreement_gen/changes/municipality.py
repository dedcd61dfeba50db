"""What changed in one municipality's file, told by the clause that shows it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from agreement_gen.changes.lines import blocks_diff, texts_diff
from agreement_gen.changes.model import NOTHING, Cause, ReportedChange
from agreement_gen.changes.values import leaves, percent, shown, value_changes
from agreement_gen.document.markdown import parse
from agreement_gen.funding.totals import AMOUNT
from agreement_gen.problems import Location
from agreement_gen.workspace.model import ClauseOverride, TermOverride

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from agreement_gen.document.tree import Runs
    from agreement_gen.workspace.model import Family
    from agreement_gen.workspace.reader import Entry, Standard

_APART = {"funding", "local_resources", "steering_group", "overrides"}
_CAUSES: Mapping[str, Cause] = {"indexed": Cause.AMOUNT, "edition": Cause.STANDARD}
_SHOWN_BY = {
    "funding": ("funding-row", "county-table"),
    "signatory": ("signatures",),
    "organisation_number": ("signatures",),
}


def municipality_changes(
    old: Entry, new: Entry, standard: Standard | None
) -> Iterator[ReportedChange]:
    """Each change in a municipality's file; ``standard`` is the one it follows now."""
    subject = new.record.municipality
    family = standard.family.record if standard is not None else None
    if old.path != new.path:
        yield ReportedChange(
            "municipality", subject, "", "Filens namn", Cause.FILE, old.path, new.path
        )
    fields = [name for name in type(new.record).model_fields if name not in _APART]
    before, after = leaves(old.record, *fields), leaves(new.record, *fields)
    for path, change in value_changes(
        before, after, kind="municipality", subject=subject, causes=_CAUSES
    ):
        yield replace(change, clause=shown_in(standard, path[0]))
    yield from _amounts(old, new, standard, family)
    yield from _texts(old, new, standard, family)
    seats = [_seats(entry, family) for entry in (old, new)]
    if lines := texts_diff(*seats):
        clause = shown_in(standard, "steering_group")
        yield ReportedChange("municipality", subject, clause, "Styrgrupp", Cause.FACTS, lines=lines)


def shown_in(standard: Standard | None, key: str) -> str:
    """The title of the first clause that shows a key of the municipality's file; or nothing."""
    if standard is None:
        return ""
    directives = "|".join(_SHOWN_BY.get(key, (key.replace("_", "-"),)))
    pattern = rf"^:::+\s*(?:{directives})\s*$|\{{[{{%][^}}]*\b{key}\b"
    for clause in standard.clauses.values():
        if re.search(pattern, clause.text, re.MULTILINE):
            return clause_title(standard, clause.id)
    return ""


def clause_title(standard: Standard, clause: str) -> str:
    """A clause's title as its template writes it; its id if it has none."""
    text = standard.clauses[clause].text if clause in standard.clauses else ""
    title = re.search(r"^#\s+(.+?)\s*$", text, re.MULTILINE)
    return title.group(1) if title else clause


def text_diff(old: str, new: str) -> tuple[Runs, ...]:
    """The changed lines between two Markdown texts, however their lines are folded."""
    read = [parse(text, lambda line: Location("", line + 1)) for text in (old, new)]
    if any(text.problems for text in read):
        return texts_diff(*(_paragraphs(text) for text in (old, new)))
    return blocks_diff(read[0].blocks, read[1].blocks)


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]


def _amounts(
    old: Entry, new: Entry, standard: Standard | None, family: Family | None
) -> Iterator[ReportedChange]:
    columns = {column.key: column for column in family.funding.columns} if family else {}
    clause = shown_in(standard, "funding")
    before, after = old.record.funding, new.record.funding
    for key in dict.fromkeys([*columns, *before, *after]):
        was, now = before.get(key), after.get(key)
        if was == now:
            continue
        column = columns.get(key)
        label = "Belopp" if key == AMOUNT else column.title if column else key
        unit = "" if column is None or now is None else column.unit
        unit = "" if key != AMOUNT and unit.casefold() in label.casefold() else unit
        note = percent(was, now) if key == AMOUNT and was and now is not None else ""
        subject = new.record.municipality
        yield ReportedChange(
            "municipality", subject, clause, label, Cause.AMOUNT, shown(was), shown(now), unit, note
        )


def _texts(
    old: Entry, new: Entry, standard: Standard | None, family: Family | None
) -> Iterator[ReportedChange]:
    items = {item.key: item.name or item.text for item in family.local_items} if family else {}
    before, after = old.record.local_resources, new.record.local_resources
    clause = shown_in(standard, "local_resources")
    for key in dict.fromkeys([*items, *before, *after]):
        lines = text_diff(before.get(key) or "", after.get(key) or "")
        if lines:
            subject, label = new.record.municipality, items.get(key, key)
            yield ReportedChange(
                "municipality", subject, clause, label, Cause.LOCAL_TEXT, lines=lines
            )


def _seats(entry: Entry, family: Family | None) -> list[str]:
    roles = {role.key: role.title for role in family.steering_group.roles} if family else {}
    seats = [(roles.get(s.role, s.role), s.seat) for s in entry.record.steering_group]
    order = {title: number for number, title in enumerate(roles.values())}
    seats.sort(key=lambda pair: order.get(pair[0], len(order)))
    return [f"{title}: {seat}" for title, seat in seats]


def deviation_changes(
    old: Entry,
    new: Entry,
    standards: tuple[Standard, Standard],
    words: Callable[[str], tuple[Runs, ...]],
) -> Iterator[ReportedChange]:
    """What changed in where a municipality differs from the standard.

    ``standards`` are those of the old state and of the new; ``words`` gives the changed lines
    between a clause of the old agreement and of the new one.
    """
    earlier, standard = standards
    old_terms, terms = earlier.family.record.terms, standard.family.record.terms
    before, after = old.record.overrides, new.record.overrides
    for key in dict.fromkeys([*before.terms, *after.terms]):
        was, now = before.terms.get(key), after.terms.get(key)
        title = type(terms).model_fields[key].title or key
        change = ReportedChange(
            "municipality",
            new.record.municipality,
            shown_in(standard, key),
            title.removesuffix(" (månader)"),
            Cause.DEVIATION,
            shown(was.value if was else getattr(old_terms, key)),
            shown(now.value if now else getattr(terms, key)),
            "månader" if title.endswith(" (månader)") else "",
        )
        yield from _deviation(change, was, now, differs=change.before != change.after)
    for clause in dict.fromkeys([*before.clauses, *after.clauses]):
        own, new_own = before.clauses.get(clause), after.clauses.get(clause)
        change = ReportedChange(
            "municipality",
            new.record.municipality,
            clause_title(standard, clause),
            "Egen lydelse",
            Cause.DEVIATION,
            lines=words(clause) if own != new_own else (),
        )
        yield from _deviation(change, own, new_own, differs=bool(change.lines))


_Override = TermOverride | ClauseOverride


def _deviation(
    change: ReportedChange, was: _Override | None, now: _Override | None, *, differs: bool
) -> Iterator[ReportedChange]:
    if was == now:
        return
    if differs:
        yield replace(change, note=f"skäl: {now.reason}" if now else "följer standarden igen")
    elif was is None or now is None:
        label = f"{change.label} som i standarden"
        before, after = (NOTHING, "ja") if was is None else ("ja", NOTHING)
        yield replace(change, label=label, before=before, after=after, unit="", lines=())
    if was is not None and now is not None and was.reason != now.reason:
        label = f"{change.label}, skäl"
        yield replace(change, label=label, before=was.reason, after=now.reason, unit="", lines=())


def missing_municipality(entry: Entry, *, new: bool) -> ReportedChange:
    """A municipality that only one of the states has."""
    name, path = entry.record.municipality, entry.path
    if new:
        return ReportedChange("municipality", name, "", "Ny kommun", Cause.FILE, NOTHING, path)
    return ReportedChange(
        "municipality", name, "", "Kommunen är borttagen", Cause.FILE, path, NOTHING
    )
