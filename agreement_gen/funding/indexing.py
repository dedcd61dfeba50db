"""The yearly amounts of a workspace raised by its region's index."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from agreement_gen.funding.money import (
    IndexedAmount,
    IndexPoint,
    IndexSeries,
    IndexSeriesError,
    MissingIndexYearError,
    Rounding,
    raise_by_index,
)
from agreement_gen.problems import InputError, Problem
from agreement_gen.workspace.model import AMOUNT, Indexed

if TYPE_CHECKING:
    from agreement_gen.problems import Location
    from agreement_gen.workspace.reader import Entry, Workspace

SERIES = "the index in region.yaml"


@dataclass(frozen=True, slots=True)
class Base:
    """What an amount is raised from: the agreed amount (whole kronor) and its year."""

    amount_sek: int
    year: int


def rounding(workspace: Workspace) -> Rounding:
    """The rounding of raised amounts, as the region's file states it."""
    stated = workspace.region.record.index.rounding
    return Rounding(Decimal(stated.unit_sek), stated.mode)


def series(workspace: Workspace) -> IndexSeries:
    """The region's index.

    Raises:
        InputError: if a year has two figures.
    """
    figures = workspace.region.record.index.figures
    points = tuple(IndexPoint(f.year, f.figure, f.source, f.dated) for f in figures)
    try:
        return IndexSeries(SERIES, points)
    except IndexSeriesError as error:
        place = workspace.region.at("index", "figures")
        raise InputError([Problem(place, "index", str(error), "keep one of them")]) from None


def own_year(workspace: Workspace, entry: Entry) -> int | None:
    """The year that a municipality's amount holds for, or None where no file says it."""
    indexed = entry.record.indexed
    return indexed.year if indexed else workspace.region.record.funding.price_year


def base_of(workspace: Workspace, entry: Entry) -> Base:
    """What a municipality's yearly amount is raised from.

    Raises:
        InputError: if no file says which year's amount it is, or if the amount was changed
            after it was raised, so that its base no longer leads to it.
    """
    indexed, amount = entry.record.indexed, entry.record.funding[AMOUNT]
    if indexed is None:
        return _unindexed(workspace, amount)
    base = Base(indexed.base_amount_sek, indexed.base_year)
    place = entry.at("funding", AMOUNT)
    reckoned = amount_for(workspace, base, indexed.year, place)
    if reckoned.amount_sek != amount:
        message = f"`indexed` leads to {reckoned.amount_sek} kr for {indexed.year}, not {amount} kr"
        hint = "correct the amount, or take `indexed` away if a new amount was agreed"
        raise InputError([Problem(place, "not-as-indexed", message, hint)])
    return base


def base_set_aside(workspace: Workspace) -> Base:
    """What the amount set aside is raised from.

    Raises:
        InputError: if no file says which year's amount it is.
    """
    funding = workspace.region.record.funding
    if funding.indexed is None:
        return _unindexed(workspace, funding.set_aside_sek)
    return Base(funding.indexed.base_amount_sek, funding.indexed.base_year)


def amount_for(workspace: Workspace, base: Base, year: int, place: Location) -> IndexedAmount:
    """An amount at a year's level; ``place`` is where the amount stands.

    Raises:
        InputError: if the index lacks a year that is needed, or the year lies before the base.
    """
    points, rule = series(workspace), rounding(workspace)
    try:
        return raise_by_index(base.amount_sek, base.year, year, points, rule)
    except MissingIndexYearError as error:
        where = workspace.region.source.key_location(("index", "figures"))
        hint = f"add the published figure: {{year: {error.year}, figure: …, source: …, dated: …}}"
        message = f"the index has no figure for {error.year}"
        raise InputError([Problem(where, "no-index-figure", message, hint)]) from None
    except IndexSeriesError as error:
        raise InputError([Problem(place, "index-year", str(error), "name a later year")]) from None


def raised(workspace: Workspace, entry: Entry, year: int) -> IndexedAmount:
    """A municipality's yearly amount at a year's level, with each step of the way.

    Raises:
        InputError: as :func:`base_of` and :func:`amount_for`.
    """
    place = entry.at("funding", AMOUNT)
    return amount_for(workspace, base_of(workspace, entry), year, place)


def whole_kronor(amount: IndexedAmount) -> int:
    """The raised amount; the rounding's unit is whole kronor, so nothing is lost."""
    return int(amount.amount_sek)


def as_indexed(base: Base, year: int) -> Indexed:
    """The record that keeps what an amount was raised from."""
    return Indexed.model_construct(base_amount_sek=base.amount_sek, base_year=base.year, year=year)


def _unindexed(workspace: Workspace, amount_sek: int) -> Base:
    year = workspace.region.record.funding.price_year
    if year is None:
        place = workspace.region.source.key_location(("funding", "price_year"))
        message = "no file says for which year the agreed amounts hold"
        hint = "add `price_year:` under `funding` in region.yaml"
        raise InputError([Problem(place, "no-price-year", message, hint)])
    return Base(amount_sek, year)
