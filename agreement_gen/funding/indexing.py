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
    from agreement_gen.workspace.reader import Entry, Workspace

_SERIES_NAME = "the index in region.yaml"


@dataclass(frozen=True, slots=True)
class Base:
    """What an amount is raised from: the agreed amount (whole kronor a year) and its year."""

    amount_sek: int
    year: int


def index_rounding(workspace: Workspace) -> Rounding:
    """The rounding of raised amounts, as the region's file states it."""
    stated = workspace.region.record.index.rounding
    return Rounding(Decimal(stated.unit_sek), stated.mode)


def index_series(workspace: Workspace) -> IndexSeries:
    """The region's index.

    Raises:
        InputError: if a year has two figures.
    """
    figures = workspace.region.record.index.figures
    points = tuple(IndexPoint(f.year, f.figure, f.source, f.dated) for f in figures)
    try:
        return IndexSeries(_SERIES_NAME, points)
    except RepeatedIndexYearError as error:
        location = workspace.region.at("index", "figures")
        code = FundingCode.INDEX_YEAR_TWICE
        raise fault(location, code, year=error.year, count=error.count) from None


def own_year(workspace: Workspace, entry: Entry) -> int | None:
    """The year that a municipality's amount holds for, or None where no file states it."""
    indexed = entry.record.indexed
    return indexed.year if indexed else workspace.region.record.funding.price_year


def base_of(workspace: Workspace, entry: Entry) -> Base:
    """What a municipality's yearly amount is raised from.

    Raises:
        InputError: if no file states which year's amount it is, or if the amount was changed
            after it was raised, so that its base no longer leads to it.
    """
    indexed, amount = entry.record.indexed, entry.record.funding[AMOUNT]
    if indexed is None:
        return _unindexed(workspace, amount)
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


def base_set_aside(workspace: Workspace) -> Base:
    """What the amount set aside is raised from.

    Raises:
        InputError: if no file states which year's amount it is.
    """
    funding = workspace.region.record.funding
    if funding.indexed is None:
        return _unindexed(workspace, funding.set_aside_sek)
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


def raised(workspace: Workspace, entry: Entry, year: int) -> IndexedAmount:
    """A municipality's yearly amount at a year's level, with each step of the way.

    Raises:
        InputError: as :func:`base_of` and :func:`amount_for`.
    """
    location = entry.at("funding", AMOUNT)
    return amount_for(workspace, base_of(workspace, entry), year, location)


def raised_set_aside(workspace: Workspace, year: int) -> IndexedAmount:
    """The amount set aside at a year's level, with each step of the way.

    Raises:
        InputError: as :func:`base_set_aside` and :func:`amount_for`.
    """
    location = workspace.region.at("funding", SET_ASIDE)
    return amount_for(workspace, base_set_aside(workspace), year, location)


def whole_kronor(amount: IndexedAmount) -> int:
    """The raised amount; the rounding's unit is whole kronor, so nothing is lost."""
    return int(amount.amount_sek)


def as_indexed(base: Base, year: int) -> Indexed:
    """The record that keeps what an amount was raised from."""
    return Indexed.model_construct(base_amount_sek=base.amount_sek, base_year=base.year, year=year)


def _unindexed(workspace: Workspace, amount_sek: int) -> Base:
    year = workspace.region.record.funding.price_year
    if year is None:
        location = workspace.region.source.key_location(("funding", "price_year"))
        raise fault(location, FundingCode.NO_PRICE_YEAR)
    return Base(amount_sek, year)
