"""The region's file after rows were raised: sums, the amount set aside, the known differences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agreement_gen.funding.indexing import amount_for, as_indexed, base_set_aside, whole_kronor
from agreement_gen.funding.totals import differences
from agreement_gen.problems import InputError, Location, Problem
from agreement_gen.workspace.load import load
from agreement_gen.workspace.model import AMOUNT, SET_ASIDE, Region
from agreement_gen.workspace.reader import REGION_FILE, Workspace
from agreement_gen.yamlfile import edit as edits
from agreement_gen.yamlfile.emit import Plain, Value, data
from agreement_gen.yamlfile.nodes import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agreement_gen.funding.totals import Difference
    from agreement_gen.workspace.model import Indexed
    from agreement_gen.yamlfile.nodes import KeyPath


def indexed_value(indexed: Indexed) -> dict[str, Plain]:
    """The record as it is written in a file."""
    return {key: Plain(str(getattr(indexed, key))) for key in type(indexed).model_fields}


def follow(
    workspace: Workspace, standards: Sequence[str], year: int
) -> tuple[str, tuple[str, ...]]:
    """Let the region's file follow the raised rows of some standards.

    A published sum of amounts becomes the sum of its rows. The amount set aside is raised when
    every row stands at the year's level. A known difference gets its new figures, or is taken
    away where nothing differs any more.

    Args:
        workspace: With the municipalities' files as they are after the revision.
        standards: The keys of the standards whose rows were raised.
        year: The year whose level the rows were raised to.

    Returns:
        The file's text and what changed in it, a line each; no lines if nothing did.

    Raises:
        InputError: if the file cannot be edited line by line, or lacks a year that is needed.
    """
    told: list[str] = []
    text = workspace.region.source.text
    wanted: Any = data(workspace.region.source.root)
    funding = workspace.region.record.funding
    for key in standards:
        rows = [e for e in workspace.entries if e.record.agreement == key]
        sums: list[tuple[str, KeyPath, int, int]] = []
        for number, group in enumerate(funding.groups):
            members = [e.record.funding[AMOUNT] for e in rows if e.record.group == group.name]
            path: KeyPath = ("groups", number, "published", AMOUNT)
            sums.append((group.sum_title, path, group.published[AMOUNT], sum(members)))
        total = sum(e.record.funding[AMOUNT] for e in rows)
        old_total = funding.total.published[AMOUNT]
        sums.append((funding.total.title, ("total", "published", AMOUNT), old_total, total))
        if all(e.record.indexed is not None and e.record.indexed.year == year for e in rows):
            amount = _set_aside(workspace, year)
            sums.append((SET_ASIDE, (SET_ASIDE,), funding.set_aside_sek, amount))
            text = _keep_base(workspace, year, text, wanted)
        else:
            told.append(f"{SET_ASIDE}: stays, for not every row stands at {year}")
        for title, path, old, new in sums:
            if old != new:
                text = edits.set_scalar(text, REGION_FILE, ("funding", *path), str(new))
                _put(wanted["funding"], path, str(new))
                told.append(f"{title}: {old} kr → {new} kr")
    for key in standards:
        text = _differences(workspace, key, text, wanted, told)
    if text == workspace.region.source.text:
        return text, ()
    if data(read(text.encode("utf-8"), REGION_FILE).root) != wanted:
        message = "this file is written in a way that cannot be edited line by line"
        hint = "write `funding` with one key a line"
        raise InputError([Problem(Location(REGION_FILE), "cannot-edit", message, hint)])
    return text, tuple(told)


def _set_aside(workspace: Workspace, year: int) -> int:
    place = workspace.region.at("funding", SET_ASIDE)
    return whole_kronor(amount_for(workspace, base_set_aside(workspace), year, place))


def _keep_base(workspace: Workspace, year: int, text: str, wanted: dict[str, Any]) -> str:
    funding = wanted["funding"]
    value = indexed_value(as_indexed(base_set_aside(workspace), year))
    if isinstance(funding.get("indexed"), dict):
        funding["indexed"]["year"] = str(year)
        return edits.set_scalar(text, REGION_FILE, ("funding", "indexed", "year"), str(year))
    if "indexed" in funding:
        text = edits.remove_key(text, REGION_FILE, ("funding", "indexed"))
    funding["indexed"] = {key: plain.text for key, plain in value.items()}
    return edits.add_key(text, REGION_FILE, ("funding",), "indexed", dict(value), after=SET_ASIDE)


def _differences(
    workspace: Workspace, key: str, text: str, wanted: dict[str, Any], told: list[str]
) -> str:
    """Let the list of known differences follow the amounts; other columns are left alone."""
    region = load(text.encode("utf-8"), REGION_FILE, Region)
    after = Workspace(
        region, text.encode("utf-8"), workspace.standards, workspace.entries, workspace.problems
    )
    now: dict[str, Difference] = {
        difference.row: difference
        for difference in differences(after, workspace.standards[key])
        if difference.column == AMOUNT
    }
    base: KeyPath = ("funding", "accepted_differences")
    accepted = region.record.funding.accepted_differences
    listed = {item.row for item in accepted if item.column == AMOUNT}
    for number, item in reversed(list(enumerate(accepted))):
        if item.column != AMOUNT:
            continue
        difference = now.get(item.row)
        if difference is None:
            text = edits.remove_item(text, REGION_FILE, (*base, number))
            del wanted["funding"]["accepted_differences"][number]
            told.append(f"known difference {item.row}: taken away, nothing differs any more")
            continue
        for name, old, new in (
            ("published", item.published, difference.published),
            ("computed", item.computed, difference.computed),
        ):
            if old != new:
                text = edits.set_scalar(text, REGION_FILE, (*base, number, name), str(new))
                wanted["funding"]["accepted_differences"][number][name] = str(new)
                told.append(f"known difference {item.row}, {name}: {old} kr → {new} kr")
    for row, difference in now.items():
        if row not in listed:
            text = _list(difference, text, wanted)
            told.append(f"known difference {row}: added, {difference}")
    return text


def _list(difference: Difference, text: str, wanted: dict[str, Any]) -> str:
    funding = wanted["funding"]
    item: dict[str, Value] = {
        "row": difference.row,
        "column": Plain(difference.column),
        "published": Plain(str(difference.published)),
        "computed": Plain(str(difference.computed)),
    }
    said = {k: v.text if isinstance(v, Plain) else v for k, v in item.items()}
    path: KeyPath = ("funding", "accepted_differences")
    if "accepted_differences" in funding:
        text = edits.append_item(text, REGION_FILE, path, item)
        funding["accepted_differences"] = [*(funding["accepted_differences"] or []), said]
        return text
    funding["accepted_differences"] = [said]
    return edits.add_list(text, REGION_FILE, ("funding",), "accepted_differences", item)


def _put(tree: dict[str, Any], path: KeyPath, value: str) -> None:
    here: Any = tree
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
