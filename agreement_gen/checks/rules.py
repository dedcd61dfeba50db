"""The rules across files, each a small function in one visible tuple.

A rule takes the whole workspace and yields problems. What only keeps an agreement from being
signed is not an error; :mod:`agreement_gen.checks.readiness` finds it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from agreement_gen.agreement_state.parties import unknown_parties
from agreement_gen.agreement_state.standard import unknown_standard
from agreement_gen.characters import mixed_scripts
from agreement_gen.checks.agreement_rules import (
    dates_in_order,
    known_kommunkod,
    known_other_parties,
    known_own_texts,
)
from agreement_gen.checks.deviations import refused, reported
from agreement_gen.checks.messages import RuleCode
from agreement_gen.document.markdown import parse
from agreement_gen.funding.totals import accepted_key, differences, unexplained
from agreement_gen.problems import Location, did_you_mean, in_order, problem
from agreement_gen.workspace.messages import MunicipalityCode
from agreement_gen.workspace.model import AMOUNT
from agreement_gen.workspace.reader import slug
from agreement_gen.yamlfile.nodes import MappingNode, ScalarNode, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from agreement_gen.problems import Problem
    from agreement_gen.workspace.load import Loaded
    from agreement_gen.workspace.reader import Entry, Workspace
    from agreement_gen.yamlfile.nodes import KeyPath, Node


def check(workspace: Workspace) -> tuple[Problem, ...]:
    """Every fault that the rules find, and those of files that did not load, by location."""
    return in_order([*workspace.problems, *(p for rule in RULES for p in rule(workspace))])


def one_file_for_each_municipality(workspace: Workspace) -> Iterator[Problem]:
    """No two files are of the same municipality, by name or by kommunkod."""
    for key in ("municipality", "code"):
        seen: dict[str, Entry] = {}
        for entry in workspace.entries:
            value = str(getattr(entry.record, key))
            first = seen.setdefault(value.casefold(), entry)
            if first is not entry:
                code = MunicipalityCode.SAME_MUNICIPALITY
                yield problem(entry.at(key), code, value=value, file=first.path)


def file_named_after_municipality(workspace: Workspace) -> Iterator[Problem]:
    """A file's name is the municipality's name in small letters a to z."""
    for entry in workspace.entries:
        expected = slug(entry.record.municipality)
        if entry.slug != expected:
            yield problem(
                Location(entry.path),
                RuleCode.FILE_NAME,
                municipality=entry.record.municipality,
                name=entry.slug,
                expected=expected,
            )


def code_in_county(workspace: Workspace) -> Iterator[Problem]:
    """A kommunkod begins with the county's code (SCB, kommunkoder)."""
    region = workspace.region.record
    for entry in workspace.entries:
        if not entry.record.code.startswith(region.county_code):
            yield problem(
                entry.at("code"),
                MunicipalityCode.CODE_OF_ANOTHER_COUNTY,
                kommunkod=entry.record.code,
                county=region.county,
                county_code=region.county_code,
            )


def known_group(workspace: Workspace) -> Iterator[Problem]:
    """A municipality belongs to one of the region's groups."""
    groups = [group.name for group in workspace.region.record.funding.groups]
    for entry in workspace.entries:
        group = entry.record.group
        if group not in groups:
            suggestion = did_you_mean(group, groups)
            code = MunicipalityCode.UNKNOWN_GROUP
            yield problem(entry.at("group"), code, group=group, suggestion=suggestion)


def known_standard(workspace: Workspace) -> Iterator[Problem]:
    """A municipality follows a standard that exists, in its present edition."""
    for entry in workspace.entries:
        standard = workspace.standard(entry)
        if standard is None:
            yield unknown_standard(workspace, entry)
        elif entry.record.edition != standard.family.record.edition:
            yield problem(
                entry.at("edition"),
                RuleCode.OTHER_EDITION,
                edition=entry.record.edition,
                standard_edition=standard.family.record.edition,
            )


def funding_columns(workspace: Workspace) -> Iterator[Problem]:
    """A municipality's row and the published sums have a figure for each column, and no other."""
    region = workspace.region
    funding = region.record.funding
    for standard in workspace.standards.values():
        columns = [column.key for column in standard.family.record.funding.columns]
        for number, group in enumerate(funding.groups):
            path = ("funding", "groups", number, "published")
            yield from _same_keys(region, path, group.published, columns)
        yield from _same_keys(
            region, ("funding", "total", "published"), funding.total.published, columns
        )
    for entry, standard in workspace.with_standards():
        columns = [column.key for column in standard.family.record.funding.columns]
        yield from _same_keys(entry, ("funding",), entry.record.funding, columns)


def local_items(workspace: Workspace) -> Iterator[Problem]:
    """Each item that is not fixed has a key in each file, also while its text is empty."""
    for entry, standard in workspace.with_standards():
        items = [item.key for item in standard.family.record.local_items if not item.fixed]
        texts = entry.record.local_resources
        yield from _same_keys(entry, ("local_resources",), texts, items)


def local_text_markup(workspace: Workspace) -> Iterator[Problem]:
    """A local text keeps to the stated subset of Markdown."""
    for entry in workspace.entries:
        for key, text in entry.record.local_resources.items():
            node = entry.source.find(("local_resources", key))
            if text and isinstance(node, ScalarNode):
                yield from parse(text, node.line_location).problems


def steering_roles(workspace: Workspace) -> Iterator[Problem]:
    """A seat in the steering group names a role that the standard knows."""
    for entry, standard in workspace.with_standards():
        roles = [role.key for role in standard.family.record.steering_group.roles]
        for number, seat in enumerate(entry.record.steering_group):
            if seat.role not in roles:
                yield problem(
                    entry.at("steering_group", number, "role"),
                    RuleCode.UNKNOWN_ROLE,
                    role=seat.role,
                    suggestion=did_you_mean(seat.role, roles),
                )


def known_parties(workspace: Workspace) -> Iterator[Problem]:
    """Each party of a standard is the municipality or one under `parties` in the region's file."""
    for standard in workspace.standards.values():
        yield from unknown_parties(workspace, standard)


def distinct_keys(workspace: Workspace) -> Iterator[Problem]:
    """No clause, item, column, role, party or group is listed twice."""
    groups = [group.name for group in workspace.region.record.funding.groups]
    yield from _listed_twice(workspace.region, ("funding", "groups"), groups, "name")
    for standard in workspace.standards.values():
        loaded, family = standard.family, standard.family.record
        roles = family.steering_group.roles
        columns = [column.key for column in family.funding.columns]
        yield from _listed_twice(loaded, ("clauses",), family.clauses)
        yield from _listed_twice(
            loaded, ("local_items",), [i.key for i in family.local_items], "key"
        )
        yield from _listed_twice(loaded, ("funding", "columns"), columns, "key")
        yield from _listed_twice(loaded, ("steering_group", "roles"), [r.key for r in roles], "key")
        yield from _listed_twice(loaded, ("parties",), [role.id for role in family.parties], "id")


def column_of_amounts(workspace: Workspace) -> Iterator[Problem]:
    """The table has the column of yearly amounts, and a sum's parts are columns of the table."""
    for standard in workspace.standards.values():
        table = standard.family.record.funding
        columns = [column.key for column in table.columns]
        if AMOUNT not in columns:
            location = standard.family.at("funding", "columns")
            yield problem(location, RuleCode.NO_AMOUNTS, column=AMOUNT)
        for number, column in enumerate(table.columns):
            for part_number, part in enumerate(column.parts):
                if part not in columns:
                    yield problem(
                        standard.family.at("funding", "columns", number, "parts", part_number),
                        RuleCode.UNKNOWN_COLUMN,
                        column=part,
                        suggestion=did_you_mean(part, columns),
                    )


def fixed_term(workspace: Workspace) -> Iterator[Problem]:
    """An agreement for a fixed term states how long it runs; one until further notice does not."""
    for standard in workspace.standards.values():
        terms = standard.family.record.terms
        if (terms.duration == "fixed_term") != (terms.term_months is not None):
            yield problem(standard.family.at("terms", "term_months"), RuleCode.TERM_MONTHS)


def deviations(workspace: Workspace) -> Iterator[Problem]:
    """A municipality deviates from the standard only where the family allows it, and visibly."""
    for entry, standard in workspace.with_standards():
        faults = tuple(refused(entry, standard))
        yield from faults or reported(entry, standard)


def words_of_one_script(workspace: Workspace) -> Iterator[Problem]:
    """A word of the agreement has letters of one script: a Cyrillic ``а`` looks like a Latin one.

    A search for the word would miss it, and so would whoever compares two names (Unicode Technical
    Standard 39, section 5.1).
    """
    standards = workspace.standards.values()
    sources = [workspace.region.source, *(standard.family.source for standard in standards)]
    for source in (*sources, *(entry.source for entry in workspace.entries)):
        for scalar in _values(source.root):
            yield from _mixed(scalar.text, scalar.line_location)
    for standard in standards:
        for clause in standard.clauses.values():
            yield from _mixed(clause.text, partial(_line_of, clause.file))


def _values(node: Node) -> Iterator[ScalarNode]:
    """Every value in a file, without its keys."""
    match node:
        case ScalarNode():
            yield node
        case MappingNode(entries=entries):
            for _, value in entries:
                yield from _values(value)
        case SequenceNode(items=items):
            for item in items:
                yield from _values(item)


def _mixed(text: str, locate: Callable[[int], Location]) -> Iterator[Problem]:
    if text.isascii():
        return
    for number, line in enumerate(text.split("\n")):
        for word in mixed_scripts(line):
            yield problem(locate(number), RuleCode.MIXED_SCRIPTS, word=word)


def _line_of(file: str, line: int) -> Location:
    return Location(file, line + 1, 1)


def published_sums(workspace: Workspace) -> Iterator[Problem]:
    """Published figures add up, or the difference is listed as known in the region's file."""
    groups = {group.name for group in workspace.region.record.funding.groups}
    if workspace.problems or any(
        workspace.standard(entry) is None or entry.record.group not in groups
        for entry in workspace.entries
    ):
        return  # a row is missing or misplaced, so that no sum could be right
    accepted = workspace.region.record.funding.accepted_differences
    found: set[tuple[str, str, int, int]] = set()
    for standard in workspace.standards.values():
        found |= {difference.key for difference in differences(workspace, standard)}
        for difference in unexplained(workspace, standard):
            yield problem(difference.location, RuleCode.SUM, **difference.values)
    for number, item in enumerate(accepted):
        if accepted_key(item) not in found:
            location = workspace.region.at("funding", "accepted_differences", number)
            code = RuleCode.UNUSED_DIFFERENCE
            yield problem(location, code, row=item.row, column=item.column)


RULES: tuple[Callable[[Workspace], Iterator[Problem]], ...] = (
    one_file_for_each_municipality,
    file_named_after_municipality,
    code_in_county,
    known_kommunkod,
    known_group,
    known_standard,
    funding_columns,
    local_items,
    local_text_markup,
    steering_roles,
    known_parties,
    distinct_keys,
    column_of_amounts,
    fixed_term,
    dates_in_order,
    known_own_texts,
    known_other_parties,
    deviations,
    words_of_one_script,
    published_sums,
)


def _same_keys(
    loaded: Loaded[Any], path: KeyPath, found: Iterable[str], expected: Iterable[str]
) -> Iterator[Problem]:
    found, expected = list(found), list(expected)
    for key in found:
        if key not in expected:
            yield problem(
                loaded.source.key_location((*path, key)),
                RuleCode.KEY_NOT_IN_STANDARD,
                key=key,
                section=str(path[-1]),
                suggestion=did_you_mean(key, expected),
            )
    for key in expected:
        if key not in found:
            yield problem(
                loaded.source.key_location(path),
                RuleCode.KEY_OF_STANDARD_MISSING,
                key=key,
                section=str(path[-1]),
            )


def _listed_twice(
    loaded: Loaded[Any], path: KeyPath, values: Sequence[str], *key: str
) -> Iterator[Problem]:
    """Each value of a list that is there earlier; ``key`` is where an item of the list has it."""
    for number, value in enumerate(values):
        if value in values[:number]:
            yield problem(loaded.at(*path, number, *key), RuleCode.LISTED_TWICE, value=value)
