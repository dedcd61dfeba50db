"""The state machine: what holds after any history of events, on any day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreement_gen.agreement_state.state import ACTIVE, edition_state, state_on
from agreement_gen.agreement_state.versions import version_on, versions
from agreement_gen.workspace.model import (
    AgreementRecord,
    Amendment,
    Extension,
    PreviousEdition,
    Signed,
    Termination,
    Terms,
)

DAYS = st.dates(dt.date(2018, 1, 1), dt.date(2030, 12, 31))
AMOUNTS = st.none() | st.integers(0, 10**6)
SHA = "a" * 64


def signed(day: dt.date, edition: dt.date) -> Signed:
    return Signed.model_construct(
        date=day, edition=edition, sha256=SHA, commit=None, effective=None, outside=False
    )


def record_of(**facts: Any) -> AgreementRecord:
    empty: dict[str, Any] = {
        name: field.get_default(call_default_factory=True)
        for name, field in AgreementRecord.model_fields.items()
        if not field.is_required()
    }
    return AgreementRecord.model_construct(
        **{**empty, "agreement": "a", "edition": dt.date(2018, 1, 1), **facts}
    )


@st.composite
def records(draw: st.DrawFn) -> AgreementRecord:
    """An agreement with any history of editions, amendments, extensions and notices."""
    days = sorted(draw(st.lists(DAYS, max_size=4, unique=True)))
    amount = draw(AMOUNTS)
    past = tuple(
        PreviousEdition.model_construct(
            edition=day,
            annual_amount_sek=draw(AMOUNTS),
            indexed=None,
            valid_from=None,
            valid_to=None,
            signed=draw(st.sampled_from([None, signed(day, day)])),
            dropped={},
        )
        for day in days[:-1]
    )
    is_signed: bool = draw(st.booleans())
    own = signed(days[-1], days[-1]) if days and is_signed else None
    pairs = [sorted((draw(DAYS), draw(DAYS))) for _ in range(3)]
    amendments = tuple(
        Amendment.model_construct(
            signed=draw(DAYS), effective=draw(DAYS), text="T", source="S",
            annual_amount_sek=draw(AMOUNTS), price_year=None, sha256=None,
        )
        for _ in range(draw(st.integers(0, 2)))
    )  # fmt: skip
    extensions = tuple(
        Extension.model_construct(signed=draw(DAYS), starts=first, ends=last, source="S")
        for first, last in pairs[: draw(st.integers(0, 1))]
    )
    terminations = tuple(
        Termination.model_construct(by="B", received=first, ends=last, source="S", agreed=False)
        for first, last in pairs[1 : 1 + draw(st.integers(0, 2))]
    )
    return record_of(
        edition=days[-1] if days else dt.date(2018, 1, 1),
        funding={"annual_amount_sek": amount},
        valid_from=draw(st.none() | DAYS),
        signed=own,
        amendments=amendments,
        extensions=extensions,
        terminations=terminations,
        history=past,
    )


TERMS = st.sampled_from(
    [
        {"duration": "until_further_notice", "notice_months": 12, "revision_months": 24},
        {"duration": "fixed_term", "term_months": 36, "revision_months": 12},
        {"duration": "renewed_term", "term_months": 12, "renewal_months": 12, "notice_months": 3},
    ]
).map(lambda facts: terms(**facts))


def terms(**facts: Any) -> Terms:
    empty = {
        name: field.get_default(call_default_factory=True)
        for name, field in Terms.model_fields.items()
        if not field.is_required()
    }
    return Terms.model_construct(**{**empty, **facts})


@given(records(), TERMS, DAYS, DAYS, st.booleans())
def test_one_thing_at_most_is_in_force_and_the_state_says_whether(
    record: AgreementRecord, own: Terms, on: dt.date, day: dt.date, is_complete: bool
) -> None:
    found = state_on(record, own, on, is_complete=is_complete)
    assert sum(version.covers(day) for version in found.versions) <= 1
    order = [version.first for version in found.versions]
    assert order == sorted(order)
    if not found.versions:
        assert found.state == ("ready" if is_complete else "draft")
        assert (found.next_revision, found.notice, found.current) == (None, None, None)
        return
    is_over = found.ends is not None and on > found.ends
    assert is_over == (found.state in {"terminated", "expired"})
    assert (found.state in ACTIVE) != is_over
    if found.state in {"under_notice", "terminated"}:
        assert found.notice is not None
        assert found.next_revision is None
    if version_on(found.versions, on) is not None:
        assert found.current == version_on(found.versions, on)
        assert found.state in ACTIVE
    for version in found.versions:
        assert (edition_state(found, version, on) == "in_force") == version.covers(on)


@given(records(), TERMS, DAYS)
def test_what_happens_later_changes_no_earlier_day(
    record: AgreementRecord, own: Terms, on: dt.date
) -> None:
    """`register --on` a past day answers as one would have answered on that day."""
    known = record.model_copy(
        update={
            "signed": record.signed if record.signed and record.signed.date <= on else None,
            "history": tuple(p for p in record.history if p.signed and p.signed.date <= on),
            "amendments": tuple(a for a in record.amendments if a.signed <= on),
            "extensions": tuple(e for e in record.extensions if e.signed <= on),
            "terminations": tuple(t for t in record.terminations if t.received <= on),
        }
    )
    assert versions(record, own, on) == versions(known, own, on)


@given(records(), TERMS, DAYS, DAYS)
def test_nothing_is_in_force_after_a_notice_has_ended_it(
    record: AgreementRecord, own: Terms, received: dt.date, day: dt.date
) -> None:
    last = max(received, dt.date(2024, 6, 30))
    notice = Termination.model_construct(
        by="B", received=dt.date(2031, 1, 1), ends=last, source="S", agreed=True
    )
    ended = record.model_copy(update={"terminations": (*record.terminations, notice)})
    found = versions(ended, own, dt.date(2031, 1, 1))
    assert day <= last or version_on(found, day) is None
    before = versions(record, own, dt.date(2031, 1, 1))
    if day <= last:
        kept, was = version_on(found, day), version_on(before, day)
        assert (kept is None) == (was is None)
        assert kept is None or was is None or kept.amount_sek == was.amount_sek


@given(records(), TERMS, DAYS, st.integers(0, 10**6))
def test_an_amendment_changes_the_amount_from_its_day_on_and_no_day_in_force(
    record: AgreementRecord, own: Terms, effective: dt.date, amount: int
) -> None:
    late = dt.date(2031, 1, 1)
    amendment = Amendment.model_construct(
        signed=late, effective=effective, text="T", source="S",
        annual_amount_sek=amount, price_year=None, sha256=None,
    )  # fmt: skip
    amended = record.model_copy(update={"amendments": (*record.amendments, amendment)})
    before, after = versions(record, own, late), versions(amended, own, late)
    for number in range(0, 13 * 365, 97):
        day = dt.date(2018, 1, 1) + dt.timedelta(days=number)
        assert (version_on(before, day) is None) == (version_on(after, day) is None)
    changed = version_on(after, effective)
    if changed is not None:
        assert changed.amount_sek == amount


def test_a_notice_is_replaced_by_an_edition_that_is_signed_after_it() -> None:
    first, second = dt.date(2020, 1, 1), dt.date(2022, 6, 1)
    notice = Termination.model_construct(
        by="B", received=dt.date(2022, 1, 1), ends=dt.date(2022, 12, 31), source="S", agreed=False
    )
    past = PreviousEdition.model_construct(
        edition=first, annual_amount_sek=1, indexed=None, valid_from=None, valid_to=None,
        signed=signed(first, first), dropped={},
    )  # fmt: skip
    record = record_of(
        edition=second, signed=signed(second, second), terminations=(notice,), history=(past,)
    )
    own = terms(duration="until_further_notice", notice_months=12, revision_months=24)
    assert state_on(record, own, dt.date(2022, 3, 1), is_complete=True).state == "under_notice"
    found = state_on(record, own, dt.date(2023, 3, 1), is_complete=True)
    assert (found.state, found.ends, found.notice) == ("in_force", None, None)
    assert edition_state(found, found.versions[0], dt.date(2023, 3, 1)) == "superseded"


@pytest.mark.parametrize(
    ("on", "ends"),
    [(dt.date(2023, 1, 1), dt.date(2022, 12, 31)), (dt.date(2023, 7, 1), dt.date(2025, 12, 31))],
)
def test_a_renewed_fixed_term_gets_its_new_end(on: dt.date, ends: dt.date) -> None:
    first, second = dt.date(2020, 1, 1), dt.date(2023, 6, 1)
    past = PreviousEdition.model_construct(
        edition=first, annual_amount_sek=1, indexed=None, valid_from=first,
        valid_to=dt.date(2022, 12, 31), signed=signed(first, first), dropped={},
    )  # fmt: skip
    record = record_of(
        edition=second,
        valid_from=dt.date(2023, 7, 1),
        valid_to=dt.date(2025, 12, 31),
        signed=signed(second, second),
        history=(past,),
    )
    own = terms(duration="fixed_term")
    found = state_on(record, own, on, is_complete=True)
    assert found.term_ends == ends
    gap = version_on(versions(record, own, dt.date(2030, 1, 1)), dt.date(2023, 3, 1))
    assert gap is None
