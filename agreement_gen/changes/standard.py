"""What changed in a standard, reported once, in the words of an agreement, with whom it reaches.

Both editions of the standard are applied to the same municipalities' present facts, so that what
differs between the agreements is what the standard changed, and nothing else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, assert_never

from agreement_gen.build.compose import compose
from agreement_gen.changes import messages
from agreement_gen.changes.lines import changed_lines, clause_diff, paragraphs, texts_diff
from agreement_gen.changes.model import Cause, TextChange, ValueChange
from agreement_gen.changes.municipality import clause_title, shown_in
from agreement_gen.changes.values import leaves, value_changes
from agreement_gen.document.text_diff import runs_diff
from agreement_gen.document.tree import Clause, Document, TrackedChange, text_of
from agreement_gen.problems import InputError
from agreement_gen.workspace.reader import included_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from agreement_gen.changes.model import ReportedChange
    from agreement_gen.document.tree import Runs
    from agreement_gen.messages import Text
    from agreement_gen.workspace.reader import ClauseTemplate, Entry, Standard, Workspace

_TERMS: Final = "terms"
_NEVER_COMPOSED: Final = (
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
    "documents",
)
"""Fields of family.yaml that no clause shows, so that composed agreements do not show a change."""


@dataclass(frozen=True, slots=True)
class _Editions:
    """Two editions of a standard, what it is called, and the municipalities that follow it."""

    subject: str
    old: Standard
    new: Standard
    entries: tuple[Entry, ...]

    @property
    def reach(self) -> tuple[str, ...]:
        return tuple(entry.label for entry in self.entries)


@dataclass(frozen=True, slots=True)
class _ClauseDelta:
    """How one clause, or the document's title, changed in one municipality's agreement.

    ``clause`` is its id (empty for the title). ``essence`` is what changed without what differs
    from one municipality to the next; deltas of one essence are the same change of the standard.
    """

    clause: str
    change: ReportedChange
    essence: tuple[str, ...]


def standard_changes(
    old: Standard, new: Standard, workspace: Workspace
) -> Iterator[ReportedChange]:
    """Each change from one edition of a standard to another.

    Args:
        old: The standard in the old state.
        new: The standard in the new state.
        workspace: The new state, whose municipalities' facts both editions are composed with.
    """
    is_same = (old.documents, old.includes) == (new.documents, new.includes)
    if old.inputs == new.inputs and is_same:
        return
    entries = tuple(e for e in workspace.entries if e.record.agreement == new.key)
    editions = _Editions(_subject(new, workspace, entries), old, new, entries)
    yield from _term_changes(editions)
    yield from _funding_changes(editions)
    deltas, all_composed = _clause_deltas(editions, workspace)
    yield from _grouped(deltas)
    yield from _template_changes(
        editions,
        without={delta.clause for delta in deltas},
        reach=() if all_composed else editions.reach,
    )
    yield from _field_changes(editions, any_shown=bool(deltas))
    yield from _style_changes(editions)
    yield from _document_changes(editions)


def added_standard(standard: Standard) -> ReportedChange:
    """A standard that only the new state has."""
    nothing = str(messages.NOTHING())
    return _whole_standard(
        standard, messages.NEW_STANDARD(), before=nothing, after=_folder(standard)
    )


def removed_standard(standard: Standard) -> ReportedChange:
    """A standard that only the old state has."""
    nothing = str(messages.NOTHING())
    return _whole_standard(
        standard, messages.REMOVED_STANDARD(), before=_folder(standard), after=nothing
    )


def _whole_standard(standard: Standard, label: Text, *, before: str, after: str) -> ReportedChange:
    return ValueChange(
        kind="standard",
        subject=_plain_subject(standard),
        label=str(label),
        cause=Cause.STANDARD,
        before=before,
        after=after,
    )


def _folder(standard: Standard) -> str:
    return f"templates/{standard.key}"


def _subject(standard: Standard, workspace: Workspace, entries: Sequence[Entry]) -> str:
    """What a standard is called: its title as an agreement shows it."""
    try:
        title = text_of(compose(workspace, entries[0]).document.title)
    except (InputError, LookupError):
        return _plain_subject(standard)
    return str(messages.STANDARD(title=title))


def _plain_subject(standard: Standard) -> str:
    title = re.sub(r"\{[{%][^{}]*[}%]\}", "…", standard.family.record.title)
    return str(messages.STANDARD(title=title))


def _term_changes(editions: _Editions) -> Iterator[ReportedChange]:
    """Changed terms; a municipality with its own value of a term is not reached by its change."""
    pairs = value_changes(
        leaves(editions.old.family.record.terms),
        leaves(editions.new.family.record.terms),
        kind="standard",
        subject=editions.subject,
        causes=dict.fromkeys(type(editions.new.family.record.terms).model_fields, Cause.TERMS),
    )
    for path, change in pairs:
        reach = tuple(
            entry.label for entry in editions.entries if path[0] not in entry.record.overrides.terms
        )
        yield replace(change, clause=shown_in(editions.new, path[0]), reach=reach)


def _funding_changes(editions: _Editions) -> Iterator[ReportedChange]:
    """Changed money: what is set aside, the published sums, the known differences."""
    old, new = editions.old.funding, editions.new.funding
    if old is None or new is None:
        return
    pairs = value_changes(
        leaves(old.record),
        leaves(new.record),
        kind="standard",
        subject=editions.subject,
        causes=dict.fromkeys(type(new.record).model_fields, Cause.AMOUNT),
    )
    table = editions.new.family.record.funding
    titles = {} if table is None else {column.key: column.title for column in table.columns}
    for path, change in pairs:
        label = change.label
        if path[-1] in titles:
            label = f"{label.removesuffix(path[-1])}{titles[path[-1]]}"
        yield replace(change, label=label, reach=editions.reach)


def _clause_deltas(editions: _Editions, workspace: Workspace) -> tuple[list[_ClauseDelta], bool]:
    """What each agreement shows of the change, and whether all of them could be composed."""
    deltas: list[_ClauseDelta] = []
    all_composed = True
    before = _with_old_edition(editions, workspace)
    for entry in editions.entries:
        try:
            old, new = (compose(state, entry).document for state in (before, workspace))
        except (InputError, LookupError):
            all_composed = False
        else:
            names = (entry.record.legal_name or entry.label, entry.label)
            for clause, change in _differences(editions.subject, old, new):
                reached = replace(change, reach=(entry.label,))
                deltas.append(_ClauseDelta(clause, reached, _essence(change, names)))
    return deltas, all_composed


def _with_old_edition(editions: _Editions, workspace: Workspace) -> Workspace:
    """The new state with the old edition of the standard, except for its terms.

    Terms are reported on their own. What municipalities may override now must hold here too, so
    that an agreement with a new deviation can be composed.
    """
    old, new = editions.old, editions.new
    current = {name: getattr(new.family.record, name) for name in (_TERMS, "overridable")}
    family = replace(old.family, record=old.family.record.model_copy(update=current))
    # The money is reported on its own.
    standard = replace(old, family=family, funding=new.funding)
    return replace(workspace, standards={**workspace.standards, new.key: standard})


def _differences(
    subject: str, old: Document, new: Document
) -> Iterator[tuple[str, ReportedChange]]:
    """How two documents differ, each change with its clause's id (empty for the title)."""
    for label, before, after in (
        (messages.DOCUMENT_TITLE, old.title, new.title),
        (messages.DOCUMENT_SUBTITLE, old.subtitle, new.subtitle),
    ):
        if before != after:
            yield "", _text_change(subject, "", label(), (runs_diff(before, after),))
    old_clauses = {clause.id: clause for clause in old.clauses}
    new_clauses = {clause.id: clause for clause in new.clauses}
    moved = _moved(
        [id_ for id_ in old_clauses if id_ in new_clauses],
        [id_ for id_ in new_clauses if id_ in old_clauses],
    )
    for id_ in dict.fromkeys([*new_clauses, *old_clauses]):
        changes = _clause_changes(
            subject, old_clauses.get(id_), new_clauses.get(id_), is_moved=id_ in moved
        )
        for change in changes:
            yield id_, change


def _clause_changes(
    subject: str, old: Clause | None, new: Clause | None, *, is_moved: bool
) -> Iterator[ReportedChange]:
    if old is not None and new is not None:
        title = text_of(new.title)
        if is_moved:
            yield ValueChange(
                kind="standard",
                subject=subject,
                clause=title,
                label=str(messages.MOVED_CLAUSE()),
                cause=Cause.STANDARD,
                before=old.mark,
                after=new.mark,
            )
        if _without_position(old) != _without_position(new):
            yield _text_change(subject, title, None, clause_diff(old, new))
    elif new is not None:
        lines = changed_lines(replace(new, change=TrackedChange.INSERTED))
        yield _text_change(subject, text_of(new.title), messages.NEW_CLAUSE(), lines)
    elif old is not None:
        lines = changed_lines(replace(old, change=TrackedChange.DELETED))
        yield _text_change(subject, text_of(old.title), messages.REMOVED_CLAUSE(), lines)


def _text_change(
    subject: str, clause: str, label: Text | None, lines: tuple[Runs, ...]
) -> TextChange:
    return TextChange(
        kind="standard",
        subject=subject,
        clause=clause,
        label="" if label is None else str(label),
        cause=Cause.STANDARD,
        lines=lines,
    )


def _moved(old: list[str], new: list[str]) -> set[str]:
    """The fewest ids that must have moved for one order to become the other."""
    # in_order[i] is the longest selection of new[: i + 1] that ends with new[i] and is in old's
    # order: what is in the longest of all did not move.
    in_order: list[list[str]] = []
    for index, id_ in enumerate(new):
        before = [
            in_order[earlier]
            for earlier in range(index)
            if old.index(new[earlier]) < old.index(id_)
        ]
        in_order.append([*_longest(before), id_])
    return set(new) - set(_longest(in_order))


def _longest(lists: list[list[str]]) -> list[str]:
    return max(lists, key=len, default=[])


def _without_position(clause: Clause) -> Clause:
    return replace(clause, number=0, keep_with_previous=False)


def _essence(change: ReportedChange, names: Iterable[str]) -> tuple[str, ...]:
    """What a change is, without ``names`` and figures, which differ between municipalities."""
    match change:
        case ValueChange():
            return change.label, change.before, change.after
        case TextChange():
            marked = (
                f"{run.change.value}{run.text}\n"
                for line in change.lines
                for run in line
                if run.change is not None
            )
            text = "".join(marked)
            for name in sorted(names, key=len, reverse=True):
                text = text.replace(name, "…")
            return change.label, re.sub(r"\d[\d\u00a0]*", "0", text)
        case _:
            assert_never(change)


def _grouped(deltas: Iterable[_ClauseDelta]) -> Iterator[ReportedChange]:
    """The deltas of one clause and essence as one change, in the words of the first of them."""
    groups: dict[tuple[str, tuple[str, ...]], list[ReportedChange]] = defaultdict(list)
    for delta in deltas:
        groups[delta.clause, delta.essence].append(delta.change)
    for changes in groups.values():
        first = changes[0]
        reach = tuple(name for change in changes for name in change.reach)
        match first:
            case ValueChange():
                yield replace(first, reach=reach)
            case TextChange():
                alike = all(replace(change, reach=first.reach) == first for change in changes)
                yield replace(first, reach=reach, example="" if alike else first.reach[0])
            case _:
                assert_never(first)


def _template_changes(
    editions: _Editions, *, without: set[str], reach: tuple[str, ...]
) -> Iterator[ReportedChange]:
    """Clauses whose template changed where no agreement shows it, as they are written.

    Args:
        editions: The standard's old and new edition.
        without: The clauses whose change some agreement does show.
        reach: Whom the change reaches for all that is known, if not all agreements were composed.
    """
    for id_ in dict.fromkeys([*editions.new.clauses, *editions.old.clauses]):
        if id_ in without:
            continue
        lines = texts_diff(*(_template(standard, id_) for standard in (editions.old, editions.new)))
        if lines:
            holder = editions.new if id_ in editions.new.clauses else editions.old
            title, label = clause_title(holder, id_), messages.CLAUSE_TEMPLATE()
            change = _text_change(editions.subject, title, label, lines)
            note = "" if reach else str(messages.SHOWN_NOWHERE())
            yield replace(change, note=note, reach=reach)


def _document_changes(editions: _Editions) -> Iterator[ReportedChange]:
    """Changed texts of the documents that go with the agreements, as they are written."""
    old, new = editions.old.documents, editions.new.documents
    for key in dict.fromkeys([*new, *old]):
        before, after = old.get(key, {}), new.get(key, {})
        for id_ in dict.fromkeys([*after, *before]):
            lines = texts_diff(
                _paragraphs(editions.old, before.get(id_)),
                _paragraphs(editions.new, after.get(id_)),
            )
            if lines:
                label = messages.COMPANION(document=key)
                yield replace(
                    _text_change(editions.subject, id_, label, lines), reach=editions.reach
                )


def _template(standard: Standard, id_: str) -> list[str]:
    """The paragraphs of a clause's template; none if the standard has no such clause."""
    return _paragraphs(standard, standard.clauses.get(id_))


def _paragraphs(standard: Standard, template: ClauseTemplate | None) -> list[str]:
    """The paragraphs of a template, and of those that it includes, without comments."""
    if template is None:
        return []
    texts = [template.text]
    names: dict[str, None] = {}
    for text in texts:
        for name in included_names(text):
            if name in standard.includes and name not in names:
                names[name] = None
                texts.append(standard.includes[name].text)
    return paragraphs(re.sub(r"\{#.*?#\}", "", "\n\n".join(texts), flags=re.DOTALL))


def _field_changes(editions: _Editions, *, any_shown: bool) -> Iterator[ReportedChange]:
    """Changed fields of family.yaml that no agreement shows; all if no agreement shows anything."""
    fields: set[str] = {*_NEVER_COMPOSED}
    if not any_shown:
        fields |= set(type(editions.new.family.record).model_fields) - {_TERMS}
    pairs = value_changes(
        leaves(editions.old.family.record, *fields),
        leaves(editions.new.family.record, *fields),
        kind="standard",
        subject=editions.subject,
        causes=dict.fromkeys(fields, Cause.STANDARD),
    )
    for path, change in pairs:
        # An item's name is only what a comparison calls it.
        if (path[0], path[-1]) != ("local_items", "name"):
            yield replace(change, reach=editions.reach)


def _style_changes(editions: _Editions) -> Iterator[ReportedChange]:
    for name, label in messages.STYLE_FILES.items():
        if _input(editions.old, name) != _input(editions.new, name):
            yield ValueChange(
                kind="standard",
                subject=editions.subject,
                label=str(label()),
                cause=Cause.STYLE,
                before="",
                after=str(messages.FILE_CHANGED(file=name)),
                reach=editions.reach,
            )


def _input(standard: Standard, name: str) -> bytes | None:
    return next((data for path, data in standard.inputs.items() if path.endswith(f"/{name}")), None)
