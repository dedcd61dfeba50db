"""The yearly amounts of a workspace raised by its region's index.

The standard agreement, Ekonomi: between years the amounts are raised by the region's index.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from agreement_gen.funding.messages import FundingCode
from agreement_gen.funding.money import (
    IndexedAmount,
    IndexPoint,
    IndexSeries,
    MissingIndexYearError,
    RepeatedIndexYearError,
    Rounding,
    YearBeforeBaseError,
    raise_by_index,
)
from agreement_gen.problems import fault
from agreement_gen.workspace.model import AMOUNT, SET_ASIDE, Indexed

if TYPE_CHECKING:
    from agreement_gen.problems import Location
    from agreement_gen.workspace.load import Loaded
    from agreement_gen.workspace.model import Index, PublishedFunding
    from agreement_gen.workspace.reader import Entry, Standard, Workspace

_SERIES_NAME = "the index in region.yaml"


@dataclass(frozen=True, slots=True)
class Base:
    """What an amount is raised from: the agreed amount (whole kronor a year) and its year."""

    amount_sek: int
    year: int


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
    """The region's index.

    Raises:
        InputError: if the file describes no index, or a year has two figures.
    """
    figures = index_of(workspace).figures
    points = tuple(IndexPoint(f.year, f.figure, f.source, f.dated) for f in figures)
    try:
        return IndexSeries(_SERIES_NAME, points)
    except RepeatedIndexYearError as error:
        location = workspace.region.at("index", "figures")
        code = FundingCode.INDEX_YEAR_TWICE
        raise fault(location, code, year=error.year, count=error.count) from None


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
    indexed, amount = entry.record.indexed, amount_of(entry)
    if indexed is None:
        return _unindexed(standard, amount)
    base = Base(indexed.base_amount_sek, indexed.base_year)
    location = entry.at("funding", AMOUNT)
    computed = amount_for(workspace, base, indexed.year, location).amount_sek
    if computed != amount:
        raise fault(
            location,
            FundingCode.NOT_AS_INDEXED,
            computed=computed,
            year=indexed.year,
            amount=amount,
        )
    return base


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


def raised(workspace: Workspace, standard: Standard, entry: Entry, year: int) -> IndexedAmount:
    """An agreement's yearly amount at a year's level, with each step of the way.

    Raises:
        InputError: as :func:`base_of` and :func:`amount_for`.
    """
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
