"""The rules on what a family describes: its terms, and the parts that its agreements have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreement_gen.checks.messages import RuleCode
from agreement_gen.funding.indexing import index_problems
from agreement_gen.problems import did_you_mean, problem
from agreement_gen.workspace.model import MUNICIPALITY_PARTY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from agreement_gen.problems import Problem
    from agreement_gen.workspace.reader import Entry, Standard, Workspace


@dataclass(frozen=True, slots=True)
class Part:
    """A part that a family can describe, with the keys of an agreement's file that go with it.

    Attributes:
        name: The key of the family's file that describes it.
        is_described: Whether a standard describes it.
        demanded: The keys that each agreement then has, also while they are empty.
        allowed: The keys that an agreement may have then.
    """

    name: str
    is_described: Callable[[Standard], bool]
    demanded: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()


def _has_own_group(standard: Standard) -> bool:
    table = standard.family.record.steering_group
    return table is not None and table.joint is None


def _has_local_texts(standard: Standard) -> bool:
    return any(not item.fixed for item in standard.family.record.local_items)


def _has_groups(standard: Standard) -> bool:
    return standard.funding is not None and bool(standard.funding.record.groups)


def _has_municipality(standard: Standard) -> bool:
    return any(role.id == MUNICIPALITY_PARTY for role in standard.family.record.parties)


PARTS = (
    Part(
        "parties",
        _has_municipality,
        ("municipality", "legal_name", "code"),
        ("organisation_number", "organisation_number_source", "signatory", "signatories",
         "decision"),
    ),
    Part(
        "funding",
        lambda standard: standard.family.record.funding is not None,
        ("funding",),
        ("indexed",),
    ),
    Part("groups", _has_groups, ("group",)),
    Part(
        "posts",
        lambda standard: standard.family.record.posts,
        (),
        ("posts", "planned_degree_percent"),
    ),
    Part("local_items", _has_local_texts, ("local_resources",)),
    Part("steering_group", _has_own_group, ("steering_group",)),
)  # fmt: skip
"""Every part that agreements have only where their family describes it."""


def described_parts(workspace: Workspace) -> Iterator[Problem]:
    """What a family describes is in each of its agreements, and what it does not is in none."""
    for standard in workspace.standards.values():
        yield from _whole_family(standard)
    for entry, standard in workspace.with_standards():
        for part in PARTS:
            if part.is_described(standard):
                yield from _demanded(entry, part)
            else:
                yield from _not_described(entry, standard, part)


def _whole_family(standard: Standard) -> Iterator[Problem]:
    """What belongs together in a family's own files."""
    family, loaded = standard.family.record, standard.family
    if family.funding is not None and standard.funding is None:
        yield problem(loaded.source.key_location(("funding",)), RuleCode.NO_FUNDING_FILE)
    if family.funding is None and standard.funding is not None:
        yield problem(standard.funding.at(), RuleCode.NO_FUNDING_TABLE)
    if family.posts and family.funding is None:
        yield problem(loaded.at("posts"), RuleCode.POSTS_WITHOUT_FUNDING)
    if _has_local_texts(standard) and family.local_texts is None:
        yield problem(loaded.source.key_location(("local_items",)), RuleCode.NO_LOCAL_TEXT_WORDS)


def known_joint_groups(workspace: Workspace) -> Iterator[Problem]:
    """A joint steering group of a family is described in the region's file."""
    known = workspace.region.record.joint_groups
    for standard in workspace.standards.values():
        table = standard.family.record.steering_group
        if table is not None and table.joint is not None and table.joint not in known:
            yield problem(
                standard.family.at("steering_group", "joint"),
                RuleCode.UNKNOWN_JOINT_GROUP,
                key=table.joint,
                suggestion=did_you_mean(table.joint, known),
            )


def _demanded(entry: Entry, part: Part) -> Iterator[Problem]:
    for key in part.demanded:
        if entry.source.find((key,)) is None:
            code = RuleCode.DESCRIBED_KEY_MISSING
            yield problem(entry.at(), code, key=key, part=part.name)
        elif key in {"municipality", "legal_name", "code"} and getattr(entry.record, key) is None:
            code = RuleCode.DESCRIBED_KEY_MISSING
            yield problem(entry.at(key), code, key=key, part=part.name)


def _not_described(entry: Entry, standard: Standard, part: Part) -> Iterator[Problem]:
    for key in (*part.demanded, *part.allowed):
        if key == "municipality":
            continue  # what the agreement is called, whoever its parties are
        if entry.source.find((key,)) is not None:
            yield problem(
                entry.source.key_location((key,)),
                RuleCode.KEY_NOT_DESCRIBED,
                key=key,
                part=part.name,
                family=standard.key,
            )


def terms_fit(workspace: Workspace) -> Iterator[Problem]:
    """A fixed term has an end, one until further notice has none, a renewed one has a length."""
    for standard in workspace.standards.values():
        terms, at = standard.family.record.terms, standard.family.at
        is_open = terms.duration == "until_further_notice"
        if is_open and terms.term_months is not None:
            yield problem(at("terms", "term_months"), RuleCode.TERM_MONTHS)
        if (terms.duration == "renewed_term") != (terms.renewal_months is not None):
            yield problem(at("terms", "renewal_months"), RuleCode.RENEWAL_MONTHS)
        if terms.revision_months is not None and terms.revision_day is not None:
            yield problem(at("terms", "revision_day"), RuleCode.REVISED_TWICE)
    for entry, standard in workspace.with_standards():
        record, terms = entry.record, standard.family.record.terms
        if record.valid_to is None:
            continue
        if terms.duration == "until_further_notice":
            yield problem(entry.at("valid_to"), RuleCode.END_OF_OPEN_TERM)
        elif record.valid_from is not None and record.valid_to < record.valid_from:
            yield problem(
                entry.at("valid_to"),
                RuleCode.ENDS_BEFORE_START,
                ends=record.valid_to,
                starts=record.valid_from,
            )


def usable_index(workspace: Workspace) -> Iterator[Problem]:
    """The region's index contradicts itself nowhere, and a large jump of it is confirmed."""
    yield from index_problems(workspace)


def allowed_raise(workspace: Workspace) -> Iterator[Problem]:
    """What lets each yearly amount be raised is a clause of the standard; hours are a column."""
    for standard in workspace.standards.values():
        if standard.funding is None:
            continue
        funding, known = standard.funding.record, standard.family.record.clauses
        if funding.yearly_raise is not None and funding.yearly_raise.clause not in known:
            yield problem(
                standard.funding.at("yearly_raise", "clause"),
                RuleCode.UNKNOWN_CLAUSE_OF_RAISE,
                clause=funding.yearly_raise.clause,
                suggestion=did_you_mean(funding.yearly_raise.clause, known),
            )
        table, column = standard.family.record.funding, funding.invoicing.hours_column
        columns = [] if table is None else [each.key for each in table.columns]
        if column is not None and column not in columns:
            yield problem(
                standard.funding.at("invoicing", "hours_column"),
                RuleCode.UNKNOWN_COLUMN,
                column=column,
                suggestion=did_you_mean(column, columns),
            )
