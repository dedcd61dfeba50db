"""A family's money after rows were raised: sums, the amount set aside, the known differences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agreement_gen.funding.indexing import (
    amount_of,
    as_indexed,
    base_set_aside,
    funding_of,
    raised_set_aside,
    whole_kronor,
)
from agreement_gen.funding.totals import differences, members_of
from agreement_gen.lifecycle.messages import (
    AMOUNT_CHANGED,
    DIFFERENCE_ADDED,
    DIFFERENCE_CHANGED,
    DIFFERENCE_REMOVED,
    SET_ASIDE_KEPT,
)
from agreement_gen.workspace.load import load
from agreement_gen.workspace.model import AMOUNT, SET_ASIDE, PublishedFunding
from agreement_gen.yamlfile.edit import YamlEditor
from agreement_gen.yamlfile.emit import Plain
from agreement_gen.yamlfile.nodes import MappingNode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agreement_gen.messages import Text
    from agreement_gen.workspace.model import Indexed
    from agreement_gen.workspace.reader import Entry, Standard, Workspace
    from agreement_gen.yamlfile.nodes import KeyPath

_ACCEPTED: KeyPath = ("accepted_differences",)


def follow(
    workspace: Workspace, standard: Standard, year: int | None
) -> tuple[bytes, tuple[Text, ...]]:
    """Let a family's money follow its rows that have new amounts.

    A published sum of amounts becomes the sum of its rows. The amount set aside is raised when
    every row is at the year's level. A known difference gets its new figures, or is removed where
    nothing differs any more.

    Args:
        workspace: With the agreements' files as they are after the revision.
        standard: The family whose rows were raised.
        year: The year whose level the rows were raised to; None if they were not raised.

    Returns:
        The bytes of ``funding.yaml`` and what changed in it, a line each; no lines if nothing did.

    Raises:
        InputError: if the family has no money, or if the file cannot be edited line by line or
            lacks a year that is needed.
    """
    loaded = funding_of(standard)
    editor = YamlEditor(loaded.source)
    lines: list[Text] = []
    rows = members_of(workspace, standard)
    sums = list(_sums(loaded.record, rows))
    if year is None:
        pass  # what is set aside follows only the index
    elif all(e.record.indexed is not None and e.record.indexed.year == year for e in rows):
        sums.append(_set_aside(workspace, standard, year))
        base = as_indexed(base_set_aside(standard), year)
        keep_base(editor, ("indexed",), base, after=SET_ASIDE)
    else:
        lines.append(SET_ASIDE_KEPT(key=SET_ASIDE, year=year))
    for title, path, old, new in sums:
        if old != new:
            editor.set(path, Plain(str(new)))
            lines.append(AMOUNT_CHANGED(title=title, old=old, new=new))
    lines += _differences(editor, workspace, standard)
    return editor.verified(), tuple(lines) if editor.is_changed else ()


def keep_base(editor: YamlEditor, path: KeyPath, indexed: Indexed, *, after: str) -> None:
    """Write what an amount was raised from; where the file states it, only the year changes.

    Args:
        editor: Of the file.
        path: The key to write it under.
        indexed: The amount (whole kronor), its year, and the year it was raised to.
        after: The key that a new one follows.

    Raises:
        InputError: if the file cannot be edited line by line.
    """
    if isinstance(editor.source.find(path), MappingNode):
        editor.set((*path, "year"), Plain(str(indexed.year)))
        return
    fields = type(indexed).model_fields
    editor.put(path, {key: Plain(str(getattr(indexed, key))) for key in fields}, after=after)


def _sums(
    funding: PublishedFunding, rows: Sequence[Entry]
) -> Iterator[tuple[str, KeyPath, int, int]]:
    """The published sums of some rows' amounts.

    Each with its title, its path, the published figure and the rows' sum (whole kronor).
    """
    for number, group in enumerate(funding.groups):
        members = [amount_of(e) for e in rows if e.record.group == group.name]
        path: KeyPath = ("groups", number, "published", AMOUNT)
        yield group.sum_title, path, group.published[AMOUNT], sum(members)
    total = sum(amount_of(entry) for entry in rows)
    published = funding.total.published[AMOUNT]
    yield funding.total.title, ("total", "published", AMOUNT), published, total


def _set_aside(
    workspace: Workspace, standard: Standard, year: int
) -> tuple[str, KeyPath, int, int]:
    """The amount set aside and what it is at a year's level, as :func:`_sums` gives a sum."""
    amount = whole_kronor(raised_set_aside(workspace, standard, year))
    return SET_ASIDE, (SET_ASIDE,), funding_of(standard).record.set_aside_sek, amount


def _differences(editor: YamlEditor, workspace: Workspace, standard: Standard) -> list[Text]:
    """Let the list of known differences follow the amounts; other columns are left alone."""
    data = editor.verified()
    loaded = load(data, editor.source.file, PublishedFunding)
    lines: list[Text] = []
    present = {
        difference.row: difference
        for difference in differences(workspace, replace(standard, funding=loaded))
        if difference.column == AMOUNT
    }
    accepted = loaded.record.accepted_differences
    listed = {item.row for item in accepted if item.column == AMOUNT}
    # From the last, so that a number still names its item when one after it is removed.
    for number, item in reversed(list(enumerate(accepted))):
        if item.column != AMOUNT:
            continue
        difference = present.get(item.row)
        if difference is None:
            editor.remove((*_ACCEPTED, number))
            lines.append(DIFFERENCE_REMOVED(row=item.row))
            continue
        for name, old, new in (
            ("published", item.published, difference.published),
            ("computed", item.computed, difference.computed),
        ):
            if old != new:
                editor.set((*_ACCEPTED, number, name), Plain(str(new)))
                lines.append(DIFFERENCE_CHANGED(row=item.row, key=name, old=old, new=new))
    for row, difference in present.items():
        if row not in listed:
            published, computed = difference.published, difference.computed
            editor.append(
                _ACCEPTED,
                {
                    "row": row,
                    "column": Plain(AMOUNT),
                    "published": Plain(str(published)),
                    "computed": Plain(str(computed)),
                },
            )
            lines.append(DIFFERENCE_ADDED(row=row, published=published, computed=computed))
    return lines
