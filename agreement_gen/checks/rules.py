"""The rules across files, each a small function in one visible tuple.

A rule takes the whole workspace and yields problems. What only keeps an agreement from being
signed is not an error; :mod:`agreement_gen.checks.readiness` finds it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from agreement_gen.agreement_state.own_fields import (
    FIELDS,
    described_fields,
    description_problems,
    own_values,
)
from agreement_gen.agreement_state.parties import party_problems
from agreement_gen.agreement_state.standard import unknown_standard
from agreement_gen.characters import mixed_scripts
from agreement_gen.checks.agreement_rules import (
    dates_in_order,
    decided_for_the_edition,
    decided_in_time,
    distinct_parties,
    known_kommunkod,
    known_other_parties,
    known_own_texts,
    possible_events,
)
from agreement_gen.checks.deviations import refused, reported
from agreement_gen.checks.family_rules import (
    allowed_raise,
    described_parts,
    known_joint_groups,
    terms_fit,
    usable_index,
)
from agreement_gen.checks.look import look_of, look_problems
from agreement_gen.checks.messages import RuleCode
from agreement_gen.document.markdown import parse
from agreement_gen.formats.docx.reference_check import reference_faults
from agreement_gen.formats.look import styled_css
from agreement_gen.formats.style_sheet import style_problems
from agreement_gen.funding.totals import (
    accepted_key,
    all_rows_known,
    differences,
    unexplained,
)
from agreement_gen.problems import InputError, Location, did_you_mean, in_order, problem
from agreement_gen.workspace.messages import MunicipalityCode
from agreement_gen.workspace.model import AMOUNT
from agreement_gen.workspace.reader import REFERENCE_FILE, STYLE_SHEET_FILE, slug
from agreement_gen.workspace.root import TEMPLATES
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


def one_file_for_each_agreement(workspace: Workspace) -> Iterator[Problem]:
    """No two files are of the same agreement: one party's name or kommunkod in one family.

    Files also have names of their own, because a built file is named after its source.
    """
    for key in ("municipality", "code", "title"):
        seen: dict[tuple[str, str], Entry] = {}
        for entry in workspace.entries:
            value = getattr(entry.record, key)
            if value is None:
                continue
            first = seen.setdefault((entry.record.agreement, value.casefold()), entry)
            if first is not entry:
                code = MunicipalityCode.SAME_MUNICIPALITY
                yield problem(entry.at(key), code, value=value, file=first.path)
    files: dict[str, Entry] = {}
    for entry in workspace.entries:
        first = files.setdefault(entry.slug.casefold(), entry)
        if first is not entry:
            yield problem(Location(entry.path), RuleCode.SAME_FILE_NAME, file=first.path)


def file_named_after_agreement(workspace: Workspace) -> Iterator[Problem]:
    """A file's name is the agreement's in small letters a to z, with the family's where needed."""
    for entry in workspace.entries:
        expected = slug(entry.name)
        if entry.slug not in {expected, f"{expected}-{entry.record.agreement}"}:
            yield problem(
                Location(entry.path),
                RuleCode.FILE_NAME,
                municipality=entry.name,
                name=entry.slug,
                expected=expected,
            )


def code_in_county(workspace: Workspace) -> Iterator[Problem]:
    """A kommunkod begins with the county's code, if the workspace has one county (SCB)."""
    region = workspace.region.record
    if region.county_code is None:
        return
    for entry in workspace.entries:
        code = entry.record.code
        if code is not None and not code.startswith(region.county_code):
            yield problem(
                entry.at("code"),
                MunicipalityCode.CODE_OF_ANOTHER_COUNTY,
                kommunkod=code,
                county=region.county or region.name,
                county_code=region.county_code,
            )


def known_group(workspace: Workspace) -> Iterator[Problem]:
    """An agreement's row is in one of the groups of its family's table."""
    for entry, standard in workspace.with_standards():
        group = entry.record.group
        if standard.funding is None or group is None:
            continue
        groups = [one.name for one in standard.funding.record.groups]
        if group not in groups:
            suggestion = did_you_mean(group, groups)
            code = MunicipalityCode.UNKNOWN_GROUP
            yield problem(entry.at("group"), code, group=group, suggestion=suggestion)


def known_standard(workspace: Workspace) -> Iterator[Problem]:
    """A municipality follows a standard that exists, in its present edition."""
    for entry in workspace.entries:
        standard = workspace.standard(entry)
        if entry.record.agreement in workspace.unreadable_families:
            continue
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
    """A row and the published sums have a figure for each column of the family, and no other."""
    for standard in workspace.standards.values():
        funding, table = standard.funding, standard.family.record.funding
        if funding is None or table is None:
            continue
        columns = [column.key for column in table.columns]
        for number, group in enumerate(funding.record.groups):
            path = ("groups", number, "published")
            yield from _same_keys(funding, path, group.published, columns)
        total = funding.record.total
        yield from _same_keys(funding, ("total", "published"), total.published, columns)
    for entry, standard in workspace.with_standards():
        table = standard.family.record.funding
        if table is not None and entry.record.funding:
            columns = [column.key for column in table.columns]
            yield from _same_keys(entry, ("funding",), entry.record.funding, columns)


def local_items(workspace: Workspace) -> Iterator[Problem]:
    """Each item that is not fixed has a key in each file, also while its text is empty."""
    for entry, standard in workspace.with_standards():
        items = [item.key for item in standard.family.record.local_items if not item.fixed]
        texts = entry.record.local_resources
        if texts or not items:
            yield from _same_keys(entry, ("local_resources",), texts, items)


def local_text_markup(workspace: Workspace) -> Iterator[Problem]:
    """A local text keeps to the stated subset of Markdown."""
    for entry in workspace.entries:
        for key, text in entry.record.local_resources.items():
            node = entry.source.find(("local_resources", key))
            if text and isinstance(node, ScalarNode):
                yield from parse(text, node.line_location).problems


def own_fields(workspace: Workspace) -> Iterator[Problem]:
    """A family's own fields are described without fault, and each value is what they say."""
    sound = set()
    found: dict[Problem, None] = {}
    for standard in workspace.standards.values():
        faults = tuple(description_problems(workspace, standard))
        found |= dict.fromkeys(faults)  # those of the region's fields once for all families
        if not faults:
            sound.add(standard.key)
    yield from found
    for entry, standard in workspace.with_standards():
        if standard.key not in sound:
            continue
        try:
            values = own_values(workspace, entry, standard)
        except InputError as error:
            yield from error.problems
            continue
        for field in described_fields(workspace, standard):
            node = entry.source.find((FIELDS, field.key))
            if field.type == "text" and getattr(values, field.key) and isinstance(node, ScalarNode):
                yield from parse(node.text, node.line_location).problems


def style_sheets(workspace: Workspace) -> Iterator[Problem]:
    """The style sheet of each standard keeps all of an agreement visible."""
    for standard in workspace.standards.values():
        yield from look_problems(standard)
        css = styled_css(standard.css, look_of(standard))
        yield from style_problems(css, f"{TEMPLATES}/{standard.key}/{STYLE_SHEET_FILE}")


def reference_documents(workspace: Workspace) -> Iterator[Problem]:
    """The reference of each standard's Word files holds their look, and nothing that acts."""
    for standard in workspace.standards.values():
        place = Location(f"{TEMPLATES}/{standard.key}/{REFERENCE_FILE}")
        for fault in reference_faults(standard.reference):
            yield problem(place, RuleCode.REFERENCE, fault=fault)


def steering_roles(workspace: Workspace) -> Iterator[Problem]:
    """A seat in the steering group names a role that the standard knows."""
    for entry, standard in workspace.with_standards():
        table = standard.family.record.steering_group
        roles = [] if table is None else [role.key for role in table.roles]
        for number, seat in enumerate(entry.record.steering_group):
            if seat.role not in roles:
                yield problem(
                    entry.at("steering_group", number, "role"),
                    RuleCode.UNKNOWN_ROLE,
                    role=seat.role,
                    suggestion=did_you_mean(seat.role, roles),
                )


def known_parties(workspace: Workspace) -> Iterator[Problem]:
    """Each party of an agreement has its facts in some file, and is what the family wants."""
    for entry, standard in workspace.with_standards():
        yield from party_problems(workspace, entry, standard)


def distinct_keys(workspace: Workspace) -> Iterator[Problem]:
    """No clause, item, column, role, party or group is listed twice."""
    for standard in workspace.standards.values():
        loaded, family = standard.family, standard.family.record
        yield from _listed_twice(loaded, ("clauses",), family.clauses)
        for key, document in family.documents.items():
            yield from _listed_twice(loaded, ("documents", key, "clauses"), document.clauses)
        if family.annexes is not None:
            yield from _listed_twice(loaded, ("annexes", "order"), family.annexes.order)
        items = [item.key for item in family.local_items]
        yield from _listed_twice(loaded, ("local_items",), items, "key")
        yield from _listed_twice(loaded, ("parties",), [role.id for role in family.parties], "id")
        if family.funding is not None:
            columns = [column.key for column in family.funding.columns]
            yield from _listed_twice(loaded, ("funding", "columns"), columns, "key")
        if family.steering_group is not None:
            roles = [role.key for role in family.steering_group.roles]
            yield from _listed_twice(loaded, ("steering_group", "roles"), roles, "key")
        if standard.funding is not None:
            groups = [group.name for group in standard.funding.record.groups]
            yield from _listed_twice(standard.funding, ("groups",), groups, "name")


def column_of_amounts(workspace: Workspace) -> Iterator[Problem]:
    """The table has the column of yearly amounts, and a sum's parts are columns of the table."""
    for standard in workspace.standards.values():
        table = standard.family.record.funding
        if table is None:
            continue
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
    sources += [party.source for party in workspace.parties.values()]
    for source in (*sources, *(entry.source for entry in workspace.entries)):
        for scalar in _values(source.root):
            yield from _mixed(scalar.text, scalar.line_location)
    for standard in standards:
        documents = (each for made in standard.documents.values() for each in made.values())
        for clause in (*standard.clauses.values(), *standard.includes.values(), *documents):
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
    """Published figures add up, or the difference is listed as known in the family's file.

    While a row is missing or not finished no sum that it is part of can be right, so that such
    sums are not compared.
    """
    for standard in workspace.standards.values():
        if standard.funding is None or not all_rows_known(workspace, standard):
            continue
        found = {difference.key for difference in differences(workspace, standard)}
        for difference in unexplained(workspace, standard):
            yield problem(difference.location, RuleCode.SUM, **difference.values)
        for number, item in enumerate(standard.funding.record.accepted_differences):
            if accepted_key(item) not in found:
                location = standard.funding.at("accepted_differences", number)
                code = RuleCode.UNUSED_DIFFERENCE
                yield problem(location, code, row=item.row, column=item.column)


RULES: tuple[Callable[[Workspace], Iterator[Problem]], ...] = (
    one_file_for_each_agreement,
    file_named_after_agreement,
    code_in_county,
    known_kommunkod,
    known_group,
    known_standard,
    funding_columns,
    local_items,
    local_text_markup,
    own_fields,
    style_sheets,
    reference_documents,
    steering_roles,
    known_parties,
    distinct_keys,
    column_of_amounts,
    terms_fit,
    usable_index,
    allowed_raise,
    described_parts,
    known_joint_groups,
    dates_in_order,
    decided_for_the_edition,
    decided_in_time,
    distinct_parties,
    possible_events,
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
