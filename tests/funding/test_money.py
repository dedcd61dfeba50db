"""Exact amounts: each rounding and its half, sharing out without loss, an index without drift."""

from datetime import date
from decimal import Context, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreement_gen.funding.money import (
    IndexPoint,
    IndexSeries,
    IndexSeriesError,
    MissingIndexYearError,
    Rounding,
    RoundingError,
    RoundingMode,
    allocate_largest_remainder,
    levels_of_changes,
    ore_to_sek,
    raise_by_index,
    round_sek,
)

WHOLE_KRONOR = Rounding(Decimal(1), "half_up")
MODES: tuple[RoundingMode, ...] = ("half_up", "half_even", "down")
ROUNDINGS = st.builds(
    Rounding,
    st.sampled_from([Decimal("0.01"), Decimal("0.5"), Decimal(1), Decimal(100), Decimal("1E+3")]),
    st.sampled_from(MODES),
)
AMOUNTS = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6)
FIGURES = st.decimals(min_value=50, max_value=900, places=2, allow_nan=False, allow_infinity=False)


def series_of(first_year: int, *figures: str | Decimal) -> IndexSeries:
    return IndexSeries(
        "Regionindex",
        tuple(
            IndexPoint(first_year + place, Decimal(figure), "beslut", date(2020, 1, 1))
            for place, figure in enumerate(figures)
        ),
    )


@pytest.mark.parametrize(
    ("amount", "unit", "mode", "expected"),
    [
        ("461499", "1000", "half_up", "461000"),
        ("461500", "1000", "half_up", "462000"),
        ("462500", "1000", "half_up", "463000"),
        ("462500", "1000", "half_even", "462000"),
        ("461500", "1E+3", "half_even", "462000"),
        ("462500.01", "1000", "half_even", "463000"),
        ("461999.99", "1000", "down", "461000"),
        ("0.005", "0.01", "half_up", "0.01"),
        ("0.005", "0.01", "half_even", "0.00"),
        ("1.30", "0.25", "half_up", "1.25"),
        ("-2.5", "1", "half_up", "-3"),
        ("-2.5", "1", "half_even", "-2"),
        ("-2.9", "1", "down", "-2"),
        ("-0.3", "1", "half_up", "0"),
    ],
)
def test_rounding(amount: str, unit: str, mode: RoundingMode, expected: str) -> None:
    assert str(round_sek(Decimal(amount), Rounding(Decimal(unit), mode))) == expected


@given(AMOUNTS, ROUNDINGS)
def test_rounding_gives_a_multiple_of_the_unit_nearest_to_the_amount(
    amount: Fraction, rounding: Rounding
) -> None:
    unit = Fraction(rounding.unit_sek)
    rounded = Fraction(round_sek(amount, rounding))
    assert rounded % unit == 0
    if rounding.mode == "down":
        assert abs(rounded) <= abs(amount) < abs(rounded) + unit
    else:
        assert abs(rounded - amount) <= unit / 2
    assert round_sek(round_sek(amount, rounding), rounding) == round_sek(amount, rounding)


@given(AMOUNTS, AMOUNTS, ROUNDINGS)
def test_rounding_keeps_the_order_of_amounts(
    one: Fraction, other: Fraction, rounding: Rounding
) -> None:
    low, high = sorted((one, other))
    assert round_sek(low, rounding) <= round_sek(high, rounding)


def test_a_narrow_decimal_context_changes_no_amount() -> None:
    with localcontext(Context(prec=3)):
        assert str(round_sek(Decimal("1319999.996"), Rounding(Decimal("0.01"), "half_up"))) == (
            "1320000.00"
        )
        assert str(ore_to_sek(15366667)) == "153666.67"


@pytest.mark.parametrize("unit", ["0", "-1", "NaN", "Infinity"])
def test_a_unit_that_is_no_positive_number_is_refused(unit: str) -> None:
    with pytest.raises(RoundingError):
        Rounding(Decimal(unit), "half_up")


@pytest.mark.parametrize(
    ("ore", "sek"), [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (110000000, "1100000.00")]
)
def test_ore_as_kronor(ore: int, sek: str) -> None:
    assert str(ore_to_sek(ore)) == sek


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (100, (1, 1, 1), (34, 33, 33)),
        (10, (6, 3, 3), (5, 3, 2)),
        (7, (0, 1), (0, 7)),
        (0, (0, 0), (0, 0)),
        (0, (), ()),
        (1, (Fraction(1, 3), Fraction(2, 3)), (0, 1)),
    ],
)
def test_sharing_out(
    total: int, weights: tuple[int | Fraction, ...], parts: tuple[int, ...]
) -> None:
    assert allocate_largest_remainder(total, weights) == parts


@given(
    st.integers(0, 10**9),
    st.lists(st.fractions(0, 1000, max_denominator=1000), min_size=1, max_size=12).filter(any),
)
def test_parts_sum_to_the_total_and_lie_within_one_of_their_share(
    total: int, weights: list[Fraction]
) -> None:
    parts = allocate_largest_remainder(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - total * weight / sum(weights)) < 1


@pytest.mark.parametrize(("total", "weights"), [(-1, (1,)), (1, (2, -1)), (1, (0, 0)), (1, ())])
def test_what_cannot_be_shared_out_is_refused(total: int, weights: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"negative|cannot be shared out"):
        allocate_largest_remainder(total, weights)


def test_an_amount_is_raised_with_every_step_shown() -> None:
    series = series_of(2021, "100", "102.5", "105")
    raised = raise_by_index(461000, 2021, 2023, series, Rounding(Decimal(1000), "half_up"))
    assert [step.point.year for step in raised.steps] == [2021, 2022, 2023]
    assert [step.ratio for step in raised.steps] == [1, Fraction(41, 40), Fraction(21, 20)]
    assert [step.exact_sek for step in raised.steps] == [461000, 472525, 484050]
    assert [step.amount_sek for step in raised.steps] == [461000, 473000, 484000]
    assert raised.amount_sek == Decimal(484000)


def test_the_base_years_own_amount_is_not_rounded() -> None:
    rounding = Rounding(Decimal(1000), "half_up")
    assert raise_by_index(461499, 2021, 2021, series_of(2021, "7"), rounding).amount_sek == 461499


@given(st.integers(0, 10**8), st.lists(FIGURES, min_size=11, max_size=11), ROUNDINGS)
def test_ten_revisions_do_not_drift(
    amount: int, figures: list[Decimal], rounding: Rounding
) -> None:
    raised = raise_by_index(amount, 2021, 2031, series_of(2021, *figures), rounding)
    at_once = round_sek(amount * Fraction(figures[10]) / Fraction(figures[0]), rounding)
    assert raised.amount_sek == at_once
    halfway = raise_by_index(amount, 2021, 2026, series_of(2021, *figures), rounding)
    assert raised.steps[:6] == halfway.steps


@given(
    st.integers(0, 10**8),
    st.lists(FIGURES, min_size=11, max_size=11),
    st.sampled_from([Decimal(1), Decimal(10), Decimal("0.001")]),
)
def test_the_base_of_the_index_does_not_matter(
    amount: int, figures: list[Decimal], factor: Decimal
) -> None:
    rescaled = [figure * factor for figure in figures]
    one = raise_by_index(amount, 2021, 2031, series_of(2021, *figures), WHOLE_KRONOR)
    other = raise_by_index(amount, 2021, 2031, series_of(2021, *rescaled), WHOLE_KRONOR)
    assert one.amount_sek == other.amount_sek


@given(st.integers(0, 10**8), st.integers(0, 10**6), FIGURES, FIGURES, ROUNDINGS)
def test_a_larger_amount_is_never_raised_to_less(
    amount: int, more: int, base: Decimal, figure: Decimal, rounding: Rounding
) -> None:
    series = series_of(2021, base, figure)
    low = raise_by_index(amount, 2021, 2022, series, rounding).amount_sek
    assert low <= raise_by_index(amount + more, 2021, 2022, series, rounding).amount_sek


@pytest.mark.parametrize(
    ("from_year", "to_year", "missing"), [(2020, 2022, 2020), (2021, 2024, 2023)]
)
def test_a_missing_year_is_named_and_never_guessed(
    from_year: int, to_year: int, missing: int
) -> None:
    known = series_of(2021, "100", "102").points
    after_a_gap = series_of(2024, "106").points
    series = IndexSeries("Regionindex", known + after_a_gap)
    with pytest.raises(
        MissingIndexYearError, match=f"Regionindex has no figure for {missing}"
    ) as caught:
        raise_by_index(461000, from_year, to_year, series, WHOLE_KRONOR)
    assert (caught.value.year, caught.value.series) == (missing, "Regionindex")


def test_the_order_of_an_index_series_does_not_matter() -> None:
    series = series_of(2021, "100", "102.5", "105")
    backwards = IndexSeries(series.name, series.points[::-1])
    assert raise_by_index(1000, 2021, 2023, backwards, WHOLE_KRONOR) == raise_by_index(
        1000, 2021, 2023, series, WHOLE_KRONOR
    )


def test_a_series_that_contradicts_itself_is_refused() -> None:
    point = series_of(2021, "100").points
    with pytest.raises(IndexSeriesError, match="2 figures for 2021"):
        IndexSeries("Regionindex", point + point)
    for figure in ("0", "-3", "NaN"):
        with pytest.raises(IndexSeriesError, match="2021"):
            series_of(2021, figure)
    with pytest.raises(IndexSeriesError, match="before the base year"):
        raise_by_index(1, 2022, 2021, series_of(2021, "100", "101"), WHOLE_KRONOR)


def test_changes_in_per_cent_give_the_same_amounts_as_their_levels() -> None:
    day = date(2021, 1, 1)
    changes = [
        IndexPoint(2022, Decimal(1), "S", day, Decimal("2")),
        IndexPoint(2023, Decimal(1), "S", day, Decimal("2.5")),
    ]
    levels = [
        IndexPoint(2021, Decimal(100), "S", day),
        IndexPoint(2022, Decimal(102), "S", day),
        IndexPoint(2023, Decimal("104.55"), "S", day),
    ]
    kronor = Rounding(Decimal(1), "half_up")
    one = raise_by_index(461_000, 2021, 2023, IndexSeries("a", levels_of_changes(changes)), kronor)
    two = raise_by_index(461_000, 2021, 2023, IndexSeries("b", tuple(levels)), kronor)
    expected = round_sek(Decimal("461000") * Decimal("1.0455"), kronor)
    assert one.amount_sek == two.amount_sek == expected


@given(
    st.lists(st.decimals(-50, 50, places=2), min_size=10, max_size=10),
    st.integers(0, 5_000_000),
    st.integers(0, 9),
)
def test_ten_revisions_by_the_index_do_not_drift(
    changes: list[Decimal], amount: int, stop: int
) -> None:
    """Whatever the years between, an amount is its base times one ratio, rounded once."""
    points = [
        IndexPoint(2022 + number, Decimal(1), "S", date(2021, 1, 1), change)
        for number, change in enumerate(changes)
    ]
    series = IndexSeries("a", levels_of_changes(points))
    thousands = Rounding(Decimal(1000), "half_up")
    last = raise_by_index(amount, 2021, 2031, series, thousands)
    factor = Fraction(1)
    for change in changes:
        factor *= 1 + Fraction(change) / 100
    assert abs(Fraction(last.amount_sek) - amount * factor) <= 500
    between = raise_by_index(amount, 2021, 2021 + stop, series, thousands)
    assert last.steps[stop].amount_sek == between.amount_sek


def test_a_gap_in_changes_joins_no_levels() -> None:
    day = date(2021, 1, 1)
    points = [IndexPoint(year, Decimal(1), "S", day, Decimal(2)) for year in (2022, 2024)]
    series = IndexSeries("a", levels_of_changes(points))
    with pytest.raises(MissingIndexYearError):
        raise_by_index(1000, 2022, 2024, series, Rounding(Decimal(1), "half_up"))
