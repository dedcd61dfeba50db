"""The yearly amounts of a workspace raised by its region's index.

The standard agreement, Ekonomi: between years the amounts are raised by the region's index.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from agreement_gen.funding.messages import FundingCode
from agreement_gen.funding.money import (
    IndexedAmount,
    IndexPoint,
    IndexSeries,
    MissingIndexYearError,
    Rounding,
    YearBeforeBaseError,
    levels_of_changes,
    raise_by_index,
    yearly_changes,
)
from agreement_gen.problems import InputError, fault, problem
from agreement_gen.workspace.model import AMOUNT, SET_ASIDE, Indexed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agreement_gen.problems import Location, Problem
    from agreement_gen.workspace.load import Loaded
    from agreement_gen.workspace.model import Index, PublishedFunding
    from agreement_gen.workspace.reader import Entry, Standard, Workspace

_SERIES_NAME = "the index in region.yaml"


@dataclass(frozen=True, slots=True)
class Base:
    """What an amount is raised from: the agreed amount (whole kronor a year) and its year."""

    amount_sek: int
    year: int


@dataclass(frozen=True, slots=True)
class AgreedAmount:
    """A yearly amount as it was agreed.

    Attributes:
        amount_sek: In whole kronor.
        indexed: What it was raised from, if it was.
        price_year: The year that it holds for; None for the family's own.
        location: Where the file has it.
    """

    amount_sek: int
    indexed: Indexed | None
    price_year: int | None
    location: Location


def index_of(workspace: Workspace) -> Index:
    """The index series of the region's file.

    Raises:
        InputError: if the file describes none.
    """
    index = workspace.region.record.index
    if index is None:
        raise fault(workspace.region.at(), FundingCode.NO_INDEX)
    return index


def funding_of(standard: Standard) -> Loaded[PublishedFunding]:
    """The money of a family.

    Raises:
        InputError: if the family has none.
    """
    if standard.funding is None:
        raise fault(standard.family.at(), FundingCode.NO_FUNDING, family=standard.key)
    return standard.funding


def amount_of(entry: Entry) -> int:
    """An agreement's yearly amount, in whole kronor.

    Raises:
        InputError: if it is not set yet.
    """
    amount = entry.record.funding.get(AMOUNT)
    if amount is None:
        raise fault(entry.at("funding", AMOUNT), FundingCode.NO_AMOUNT, agreement=entry.label)
    return amount


def index_rounding(workspace: Workspace) -> Rounding:
    """The rounding of raised amounts, as the region's file states it.

    Raises:
        InputError: if the file describes no index.
    """
    stated = index_of(workspace).rounding
    return Rounding(Decimal(stated.unit_sek), stated.mode)


def index_series(workspace: Workspace) -> IndexSeries:
    """The region's index, of levels or of changes in per cent.

    Raises:
        InputError: if the file describes no index, or figures that contradict each other.
    """
    problems = tuple(index_problems(workspace))
    if problems:
        raise InputError(problems)
    return _series(index_of(workspace))


def _series(index: Index) -> IndexSeries:
    points = tuple(
        IndexPoint(f.year, f.figure or Decimal(100), f.source, f.dated, f.percent)
        for f in index.figures
    )
    if any(point.percent is not None for point in points):
        points = levels_of_changes(points)
    return IndexSeries(_SERIES_NAME, points)


def index_problems(workspace: Workspace) -> Iterator[Problem]:
    """What keeps the region's index from being used.

    Each year has one figure; all are levels or all are changes; no year jumps by more than the
    bound in the file, unless the file confirms that year's figure.
    """
    region = workspace.region
    index = region.record.index
    if index is None:
        return
    figures = index.figures
    years = Counter(figure.year for figure in figures)
    kinds = {figure.percent is None for figure in figures}
    found = False
    for number, figure in enumerate(figures):
        location = region.at("index", "figures", number)
        if (figure.figure is None) == (figure.percent is None):
            found = True
            yield problem(location, FundingCode.FIGURE_OR_PERCENT, year=figure.year)
    for year, count in years.items():
        if count > 1:
            found = True
            location = region.at("index", "figures")
            yield problem(location, FundingCode.INDEX_YEAR_TWICE, year=year, count=count)
    if found:
        return
    if len(kinds) > 1:
        yield problem(region.at("index", "figures"), FundingCode.INDEX_MIXED)
        return
    changes = yearly_changes(_series(index).points)
    for number, figure in enumerate(figures):
        change = changes.get(figure.year, Fraction(0))
        if abs(change) > index.largest_change_percent and not figure.confirmed:
            yield problem(
                region.at("index", "figures", number),
                FundingCode.INDEX_JUMP,
                year=figure.year,
                before=figure.year - 1,
                change=f"{float(change):+.1f}",
                most=index.largest_change_percent,
            )


def own_year(standard: Standard, entry: Entry) -> int | None:
    """The year that an agreement's amount holds for, or None where no file states it."""
    indexed = entry.record.indexed
    return indexed.year if indexed else funding_of(standard).record.price_year


def base_of(workspace: Workspace, standard: Standard, entry: Entry) -> Base:
    """What a municipality's yearly amount is raised from.

    Raises:
        InputError: if no file states which year's amount it is, or if the amount was changed
            after it was raised, so that its base no longer leads to it.
    """
    agreed = AgreedAmount(amount_of(entry), entry.record.indexed, None, entry.at("funding", AMOUNT))
    return _base(workspace, standard, agreed)


def _base(workspace: Workspace, standard: Standard, agreed: AgreedAmount) -> Base:
    indexed, amount = agreed.indexed, agreed.amount_sek
    if indexed is None:
        if agreed.price_year is not None:
            return Base(amount, agreed.price_year)
        return _unindexed(standard, amount)
    base = Base(indexed.base_amount_sek, indexed.base_year)
    computed = amount_for(workspace, base, indexed.year, agreed.location).amount_sek
    if computed != amount:
        raise fault(
            agreed.location,
            FundingCode.NOT_AS_INDEXED,
            computed=computed,
            year=indexed.year,
            amount=amount,
        )
    return base


def amount_in_year(
    workspace: Workspace, standard: Standard, agreed: AgreedAmount, year: int
) -> IndexedAmount | None:
    """An agreed amount at a year's level, with each step of the way.

    None where the family does not let each yearly amount be raised: it is then paid as agreed.

    Raises:
        InputError: as :func:`amount_for`, or if no file states which year's amount it is.
    """
    if funding_of(standard).record.yearly_raise is None:
        return None
    return amount_for(workspace, _base(workspace, standard, agreed), year, agreed.location)


def base_set_aside(standard: Standard) -> Base:
    """What the amount set aside is raised from.

    Raises:
        InputError: if no file states which year's amount it is.
    """
    funding = funding_of(standard).record
    if funding.indexed is None:
        return _unindexed(standard, funding.set_aside_sek)
    return Base(funding.indexed.base_amount_sek, funding.indexed.base_year)


def amount_for(workspace: Workspace, base: Base, year: int, location: Location) -> IndexedAmount:
    """An amount at a year's level; ``location`` is where the amount is.

    Raises:
        InputError: if the index lacks a year that is needed, or the year is before the base.
    """
    series, rounding = index_series(workspace), index_rounding(workspace)
    try:
        return raise_by_index(base.amount_sek, base.year, year, series, rounding)
    except MissingIndexYearError as error:
        figures = workspace.region.source.key_location(("index", "figures"))
        raise fault(figures, FundingCode.NO_INDEX_FIGURE, year=error.year) from None
    except YearBeforeBaseError:
        code = FundingCode.YEAR_BEFORE_BASE
        raise fault(location, code, year=year, base_year=base.year) from None


def raise_allowed(standard: Standard) -> None:
    """Require that the family lets each yearly amount be raised by the index.

    Raises:
        InputError: if no file says so, or the family has no money.
    """
    funding = funding_of(standard)
    if funding.record.yearly_raise is None:
        location = funding.source.key_location(("yearly_raise",))
        raise fault(location, FundingCode.NO_YEARLY_RAISE)


def raised(workspace: Workspace, standard: Standard, entry: Entry, year: int) -> IndexedAmount:
    """An agreement's yearly amount at a year's level, with each step of the way.

    Raises:
        InputError: as :func:`base_of` and :func:`amount_for`, and if the family does not let each
            yearly amount be raised.
    """
    raise_allowed(standard)
    location = entry.at("funding", AMOUNT)
    return amount_for(workspace, base_of(workspace, standard, entry), year, location)


def raised_set_aside(workspace: Workspace, standard: Standard, year: int) -> IndexedAmount:
    """The amount set aside at a year's level, with each step of the way.

    Raises:
        InputError: as :func:`base_set_aside` and :func:`amount_for`.
    """
    location = funding_of(standard).at(SET_ASIDE)
    return amount_for(workspace, base_set_aside(standard), year, location)


def whole_kronor(amount: IndexedAmount) -> int:
    """The raised amount; the rounding's unit is whole kronor, so nothing is lost."""
    return int(amount.amount_sek)


def as_indexed(base: Base, year: int) -> Indexed:
    """The record that keeps what an amount was raised from."""
    return Indexed.model_construct(base_amount_sek=base.amount_sek, base_year=base.year, year=year)


def _unindexed(standard: Standard, amount_sek: int) -> Base:
    funding = funding_of(standard)
    year = funding.record.price_year
    if year is None:
        location = funding.source.key_location(("price_year",))
        raise fault(location, FundingCode.NO_PRICE_YEAR)
    return Base(amount_sek, year)
