"""What changed in one municipality's file, reported with the clause that shows it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, assert_never

from agreement_gen.changes import messages
from agreement_gen.changes.lines import blocks_diff, paragraphs, texts_diff
from agreement_gen.changes.model import Cause, TextChange, ValueChange
from agreement_gen.changes.values import (
    field_title,
    label_and_unit,
    leaves,
    percent,
    shown,
    value_changes,
)
from agreement_gen.document.markdown import parse
from agreement_gen.problems import Location
from agreement_gen.workspace.model import (
    AMOUNT,
    AddedAnnex,
    AddedClause,
    ClauseOverride,
    TermOverride,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from agreement_gen.changes.model import ReportedChange
    from agreement_gen.document.tree import Runs
    from agreement_gen.messages import Text
    from agreement_gen.workspace.model import Family, FundingColumn
    from agreement_gen.workspace.reader import Entry, Standard

_OWN_FUNCTION: Final = {"funding", "local_resources", "steering_group", "overrides", "fields"}
"""Fields of a municipality's file whose changes have a function of their own below."""
_CAUSES: Final[Mapping[str, Cause]] = {"indexed": Cause.AMOUNT, "edition": Cause.STANDARD}
_DIRECTIVES: Final = {
    "funding": ("funding-row", "county-table"),
    "signatory": ("signatures",),
    "organisation_number": ("signatures",),
}
"""The directives that show a field, where they are not named like it."""


def municipality_changes(
    old: Entry, new: Entry, standard: Standard | None
) -> Iterator[ReportedChange]:
    """Each change in a municipality's file, except its deviations from the standard.

    Args:
        old: The municipality's file in the old state.
        new: The same municipality's file in the new state.
        standard: The standard that it follows in the new state, if that can be read.
    """
    if old.path != new.path:
        yield _file_change(new, messages.FILE_NAME(), before=old.path, after=new.path)
    yield from _fact_changes(old, new, standard)
    yield from _funding_changes(old, new, standard)
    yield from _local_text_changes(old, new, standard)
    yield from _steering_group_changes(old, new, standard)


def added_municipality(entry: Entry) -> ReportedChange:
    """A municipality that only the new state has."""
    nothing = str(messages.NOTHING())
    return _file_change(entry, messages.NEW_MUNICIPALITY(), before=nothing, after=entry.path)


def removed_municipality(entry: Entry) -> ReportedChange:
    """A municipality that only the old state has."""
    nothing = str(messages.NOTHING())
    return _file_change(entry, messages.REMOVED_MUNICIPALITY(), before=entry.path, after=nothing)


def _file_change(entry: Entry, label: Text, *, before: str, after: str) -> ReportedChange:
    return ValueChange(
        kind="municipality",
        subject=entry.label,
        label=str(label),
        cause=Cause.FILE,
        before=before,
        after=after,
    )


def shown_in(
    standard: Standard | None, key: str, directives_of_key: tuple[str, ...] | None = None
) -> str:
    """The title of the first clause that shows a key of the municipality's file; empty if none.

    ``directives_of_key`` are the directives that show it, where they are not known by the key.
    """
    if standard is None:
        return ""
    if directives_of_key is None:
        directives_of_key = _DIRECTIVES.get(key, (key.replace("_", "-"),))
    directives = "|".join(map(re.escape, directives_of_key))
    pattern = rf"^:::+\s*(?:{directives})\s*$|\{{[{{%][^{{}}]*\b{re.escape(key)}\b"
    for clause in standard.clauses.values():
        if re.search(pattern, clause.text, re.MULTILINE):
            return clause_title(standard, clause.id)
    return ""


def clause_title(standard: Standard, clause: str) -> str:
    """A clause's title as its template writes it; its id if it has none."""
    text = standard.clauses[clause].text if clause in standard.clauses else ""
    return title_of(text) or clause


def title_of(text: str) -> str:
    """The title that a clause's Markdown writes; empty if it has none."""
    titles = (line[1:].strip() for line in text.split("\n") if line.startswith(("# ", "#\t")))
    return next(filter(None, titles), "")


def text_diff(old: str, new: str) -> tuple[Runs, ...]:
    """The changed lines between two Markdown texts, however their lines are folded."""
    parsed = [parse(text, lambda line, _column: Location("", line + 1)) for text in (old, new)]
    if any(text.problems for text in parsed):
        return texts_diff(paragraphs(old), paragraphs(new))
    return blocks_diff(parsed[0].blocks, parsed[1].blocks)


def _family(standard: Standard | None) -> Family | None:
    return standard.family.record if standard is not None else None


def _fact_changes(old: Entry, new: Entry, standard: Standard | None) -> Iterator[ReportedChange]:
    fields = [name for name in type(new.record).model_fields if name not in _OWN_FUNCTION]
    pairs = value_changes(
        leaves(old.record, *fields),
        leaves(new.record, *fields),
        kind="municipality",
        subject=new.label,
        causes=_CAUSES,
    )
    for path, change in pairs:
        yield replace(change, clause=shown_in(standard, path[0]))


def _funding_changes(old: Entry, new: Entry, standard: Standard | None) -> Iterator[ReportedChange]:
    family = _family(standard)
    table = family.funding if family else None
    columns = {column.key: column for column in table.columns} if table else {}
    before, after = old.record.funding, new.record.funding
    for key in dict.fromkeys([*columns, *before, *after]):
        was, now = before.get(key), after.get(key)
        if was == now:
            continue
        label, unit = _figure_words(key, columns.get(key))
        yield ValueChange(
            kind="municipality",
            subject=new.label,
            clause=shown_in(standard, "funding"),
            label=label,
            cause=Cause.AMOUNT,
            before=shown(was),
            after=shown(now),
            unit="" if now is None else unit,
            note=percent(was, now) if key == AMOUNT and was and now is not None else "",
        )


def _figure_words(key: str, column: FundingColumn | None) -> tuple[str, str]:
    """What a figure of the funding row is called, and its unit if that does not say it already."""
    unit = "" if column is None else column.unit
    if key == AMOUNT:
        return str(messages.AMOUNT()), unit
    if column is None:
        return key, unit
    return column.title, "" if unit.casefold() in column.title.casefold() else unit


def _local_text_changes(
    old: Entry, new: Entry, standard: Standard | None
) -> Iterator[ReportedChange]:
    family = _family(standard)
    items = {item.key: item.name or item.text for item in family.local_items} if family else {}
    before, after = old.record.local_resources, new.record.local_resources
    for key in dict.fromkeys([*items, *before, *after]):
        if lines := text_diff(before.get(key) or "", after.get(key) or ""):
            yield TextChange(
                kind="municipality",
                subject=new.label,
                clause=shown_in(standard, "local_resources"),
                label=items.get(key, key),
                cause=Cause.LOCAL_TEXT,
                lines=lines,
            )


def _steering_group_changes(
    old: Entry, new: Entry, standard: Standard | None
) -> Iterator[ReportedChange]:
    family = _family(standard)
    if lines := texts_diff(_seats(old, family), _seats(new, family)):
        yield TextChange(
            kind="municipality",
            subject=new.label,
            clause=shown_in(standard, "steering_group"),
            label=str(messages.STEERING_GROUP()),
            cause=Cause.FACTS,
            lines=lines,
        )


def _seats(entry: Entry, family: Family | None) -> list[str]:
    """Each seat of the steering group as a line, in the order of the standard's roles."""
    table = family.steering_group if family else None
    roles = {role.key: role.title for role in table.roles} if table else {}
    seats = [(roles.get(s.role, s.role), s.seat) for s in entry.record.steering_group]
    order = {title: index for index, title in enumerate(roles.values())}
    seats.sort(key=lambda pair: order.get(pair[0], len(order)))
    return [f"{title}: {seat}" for title, seat in seats]


def deviation_changes(
    old: Entry,
    new: Entry,
    standards: tuple[Standard, Standard],
    words: Callable[[str], tuple[Runs, ...]],
) -> Iterator[ReportedChange]:
    """What changed in where a municipality differs from the standard.

    Args:
        old: The municipality's file in the old state.
        new: The same municipality's file in the new state.
        standards: The standards that it follows in the old state and in the new one.
        words: Gives, for a clause's id, the changed lines between the two agreements' clauses.
    """
    yield from _own_term_changes(old, new, standards)
    yield from _own_clause_changes(old, new, standards[1], words)
    yield from _addition_changes(old, new, words)


def _own_term_changes(
    old: Entry, new: Entry, standards: tuple[Standard, Standard]
) -> Iterator[ReportedChange]:
    old_terms, new_terms = (standard.family.record.terms for standard in standards)
    before, after = old.record.overrides.terms, new.record.overrides.terms
    for key in dict.fromkeys([*before, *after]):
        was, now = before.get(key), after.get(key)
        label, unit = label_and_unit(field_title(key, type(new_terms).model_fields[key]))
        change = ValueChange(
            kind="municipality",
            subject=new.label,
            clause=shown_in(standards[1], key),
            label=label,
            cause=Cause.DEVIATION,
            before=shown(was.value if was else getattr(old_terms, key)),
            after=shown(now.value if now else getattr(new_terms, key)),
            unit=unit,
        )
        yield from _deviation(change, was, now)


def _own_clause_changes(
    old: Entry, new: Entry, standard: Standard, words: Callable[[str], tuple[Runs, ...]]
) -> Iterator[ReportedChange]:
    before, after = old.record.overrides.clauses, new.record.overrides.clauses
    for id_ in dict.fromkeys([*before, *after]):
        was, now = before.get(id_), after.get(id_)
        change = TextChange(
            kind="municipality",
            subject=new.label,
            clause=clause_title(standard, id_),
            label=str(messages.OWN_WORDING()),
            cause=Cause.DEVIATION,
            lines=words(id_) if was != now else (),
        )
        yield from _deviation(change, was, now)


def _addition_changes(
    old: Entry, new: Entry, words: Callable[[str], tuple[Runs, ...]]
) -> Iterator[ReportedChange]:
    """What changed in the clauses and annexes that only this municipality has."""
    was, now = old.record.overrides, new.record.overrides
    for before, after, label in (
        (was.added_clauses, now.added_clauses, messages.ADDED_CLAUSE()),
        (was.annexes, now.annexes, messages.ADDED_ANNEX()),
    ):
        for id_ in dict.fromkeys([*before, *after]):
            old_part, new_part = before.get(id_), after.get(id_)
            shown_part = new_part or old_part
            change = TextChange(
                kind="municipality",
                subject=new.label,
                clause=(title_of(shown_part.text) if shown_part else "") or id_,
                label=str(label),
                cause=Cause.DEVIATION,
                lines=words(id_) if old_part != new_part else (),
            )
            yield from _deviation(change, old_part, new_part)
        orders = [
            ", ".join(_place(id_, part) for id_, part in parts.items() if id_ in others)
            for parts, others in ((before, after), (after, before))
        ]
        if orders[0] != orders[1]:
            yield ValueChange(
                kind="municipality",
                subject=new.label,
                label=str(messages.PLACES_OF(label=str(label))),
                cause=Cause.DEVIATION,
                before=orders[0],
                after=orders[1],
            )


def _place(id_: str, part: AddedClause | AddedAnnex) -> str:
    """The id of what an agreement adds, with the clause that it comes after."""
    return f"{part.after} → {id_}" if isinstance(part, AddedClause) else id_


_Override = TermOverride | ClauseOverride | AddedClause | AddedAnnex


def _deviation(
    change: ReportedChange, was: _Override | None, now: _Override | None
) -> Iterator[ReportedChange]:
    """What to report of one deviation; ``change`` is what it does to the agreement's text.

    A deviation may begin or end without changing the text, and its reason may change alone.
    """
    if was == now:
        return
    if _changes_the_agreement(change):
        yield replace(change, note=str(_note(now)))
    elif was is None or now is None:
        yield _about_deviation(
            change,
            messages.SAME_AS_STANDARD(label=change.label),
            before=_yes_or_nothing(was),
            after=_yes_or_nothing(now),
        )
    if was is not None and now is not None and was.reason != now.reason:
        label = messages.REASON_OF(label=change.label)
        yield _about_deviation(change, label, before=was.reason, after=now.reason)


def _note(now: _Override | None) -> Text:
    if now is None:
        return messages.FOLLOWS_STANDARD_AGAIN()
    return messages.WITH_REASON(reason=now.reason)


def _yes_or_nothing(override: _Override | None) -> str:
    return str(messages.NOTHING() if override is None else messages.YES())


def _changes_the_agreement(change: ReportedChange) -> bool:
    match change:
        case ValueChange():
            return change.before != change.after
        case TextChange():
            return bool(change.lines)
        case _:
            assert_never(change)


def _about_deviation(
    change: ReportedChange, label: Text, *, before: str, after: str
) -> ReportedChange:
    return ValueChange(
        kind=change.kind,
        subject=change.subject,
        clause=change.clause,
        label=str(label),
        cause=change.cause,
        before=before,
        after=after,
    )
