"""Any value that a file may hold can be calculated with, and written in every form."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from agreement_gen import clock
from agreement_gen.build.compose import compose
from agreement_gen.checks.gate import require_sound
from agreement_gen.clock import FIRST_YEAR, LAST_YEAR
from agreement_gen.document.tree import text_of
from agreement_gen.formats.spreadsheet import write_csv, write_xlsx
from agreement_gen.formats.text import write_text
from agreement_gen.funding.messages import FundingCode
from agreement_gen.funding.table import as_data, funding_table
from agreement_gen.funding.table import sheets as funding_sheets
from agreement_gen.invoicing.document import document
from agreement_gen.invoicing.invoice import invoices_of
from agreement_gen.invoicing.messages import InvoiceCode
from agreement_gen.invoicing.sheets import sheets as invoice_sheets
from agreement_gen.invoicing.template import load_words
from agreement_gen.lifecycle.calendar import calendar_file
from agreement_gen.lifecycle.register import as_data as register_data
from agreement_gen.lifecycle.register import register, sheet
from agreement_gen.lifecycle.revise import revise
from agreement_gen.lifecycle.status import statuses
from agreement_gen.problems import InputError
from agreement_gen.workspace.fields import LARGEST, MOST_MONTHS
from agreement_gen.workspace.reader import load_workspace
from agreement_gen.workspace.tree import DiskTree, OverlayTree
from tests.support.strategies import examples
from tests.support.workspaces import CASES, REPOSITORY

if TYPE_CHECKING:
    from agreement_gen.workspace.reader import Workspace

DAYS = st.dates(dt.date(FIRST_YEAR, 1, 1), dt.date(LAST_YEAR, 12, 31))
YEARS = st.integers(FIRST_YEAR, LAST_YEAR)
MONTHS = st.integers(0, MOST_MONTHS)
AMOUNTS = st.one_of(st.integers(0, LARGEST // 2), st.sampled_from([0, 1, LARGEST // 2]))
FIGURES = st.sampled_from(["0.000000001", "1", "100", "104.7", "999999999.999999999"])
BASE, STYLE = CASES / "base", REPOSITORY / "templates" / "halsocenter"


@cache
def base() -> OverlayTree:
    """The small workspace, with a style and the words of an invoice."""
    names = ("agreement.css", "reference.docx", "invoice.yaml")
    added = {f"templates/samverkan/{name}": (STYLE / name).read_bytes() for name in names}
    return OverlayTree(DiskTree(BASE), added)


def yaml(value: object) -> str:
    """A value as a line of YAML, whose flow style has JSON's form; dates and figures are plain."""
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: {yaml(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(yaml, value)) + "]"
        case None:
            return ""
        case _:
            return str(value)


@st.composite
def periods(draw: st.DrawFn) -> tuple[dt.date, dt.date]:
    """Two days in order."""
    first, last = sorted((draw(DAYS), draw(DAYS)))
    return first, last


@st.composite
def posts(draw: st.DrawFn) -> dict[str, Any]:
    """A post with vacancies within it."""
    starts, ends = draw(periods())
    days = sorted(draw(st.lists(st.dates(starts, ends), min_size=2, max_size=2)))
    has_gap, is_open = draw(st.booleans()), draw(st.booleans())
    post: dict[str, Any] = {"starts": starts, "degree_percent": draw(st.integers(1, 100))}
    if not is_open:
        post["ends"] = ends
    if has_gap:
        post["vacancies"] = [{"starts": days[0], "ends": days[1]}]
    return post


INVOICE_RULES = st.fixed_dictionaries(
    {
        "part_months": st.sampled_from(["whole_months", "by_days", "begun_months"]),
        "degree": st.sampled_from(["not_weighted", "planned_degree", "table_hours"]),
        "vacancies": st.sampled_from(["not_paid", "paid"]),
        "hours_column": st.just("hours_per_week"),
        "full_time_hours": st.integers(1, LARGEST),
    }
)


@st.composite
def terms(draw: st.DrawFn) -> dict[str, Any]:
    """The terms of a family."""
    found: dict[str, Any] = {
        "duration": draw(st.sampled_from(["until_further_notice", "fixed_term"])),
        "notice_months": draw(MONTHS),
        "revision_months": draw(st.integers(1, MOST_MONTHS)),
        "revision_warning_months": draw(MONTHS),
    }
    if found["duration"] == "fixed_term":
        found["term_months"] = draw(st.integers(1, MOST_MONTHS))
    return found


@st.composite
def workspaces(draw: st.DrawFn) -> OverlayTree:
    """A sound workspace in which every number and date may be any that a file may hold."""
    amounts, hours = draw(st.tuples(AMOUNTS, AMOUNTS)), draw(st.tuples(AMOUNTS, AMOUNTS))
    tree, files = base(), {}
    first_year = draw(st.integers(FIRST_YEAR, LAST_YEAR - 2))
    rounding = {
        "unit_sek": draw(st.sampled_from([1, 1000, LARGEST])),
        "mode": draw(st.sampled_from(["half_up", "half_even", "down"])),
    }
    figures = [
        {"year": year, "figure": draw(FIGURES), "source": "S", "dated": draw(DAYS)}
        | {"confirmed": True}  # whatever it jumps by
        for year in range(first_year, first_year + 3)
    ]

    def change(path: str, changes: dict[str, str]) -> None:
        text = (tree.read(path) or b"").decode()
        for old, new in changes.items():
            assert text.count(old) == 1, (path, old)
            text = text.replace(old, new)
        files[path] = text.encode()

    change(
        "region.yaml",
        {
            "{rounding: {unit_sek: 1000, mode: half_up}, figures: []}": yaml(
                {"rounding": rounding, "figures": figures}
            )
        },
    )
    change(
        "templates/samverkan/funding.yaml",
        {
            "set_aside_sek: 300000": f"set_aside_sek: {sum(amounts)}\nprice_year: {first_year}\n"
            f"yearly_raise: {{clause: atagande}}\n"
            f"invoicing: {yaml(draw(INVOICE_RULES))}",
            **{
                yaml({"annual_amount_sek": old[0], "hours_per_week": old[1]}): yaml(
                    {"annual_amount_sek": new[0], "hours_per_week": new[1]}
                )
                for old, new in (
                    ((200000, 12), (amounts[0], hours[0])),
                    ((100000, 6), (amounts[1], hours[1])),
                    ((300000, 18), (sum(amounts), sum(hours))),
                )
            },
        },
    )
    edition = draw(DAYS)
    change(
        "templates/samverkan/family.yaml",
        {
            "edition: 2024-01-15": f"edition: {edition}",
            "{duration: fixed_term, term_months: 36, notice_months: 3, revision_months: 12}": yaml(
                draw(terms())
            ),
        },
    )
    for name, old, amount, hour in (
        ("alby", (200000, 12), amounts[0], hours[0]),
        ("osby-a", (100000, 6), amounts[1], hours[1]),
    ):
        signed = {"date": draw(DAYS), "edition": edition, "sha256": "a" * 64}
        planned = draw(st.sampled_from(["", 1, 100, LARGEST]))
        row = yaml({"annual_amount_sek": amount, "hours_per_week": hour})
        change(
            f"municipalities/{name}.yaml",
            {
                "edition: 2024-01-15": f"edition: {edition}",
                yaml({"annual_amount_sek": old[0], "hours_per_week": old[1]}): (
                    f"{row}\nposts: {yaml(draw(st.lists(posts(), max_size=2)))}\n"
                    f"valid_from: {yaml(draw(st.one_of(st.none(), DAYS)))}\n"
                    f"planned_degree_percent: {planned}\n"
                    f"signed: {yaml(draw(st.sampled_from([None, signed])))}"
                ),
            },
        )
    return OverlayTree(tree, files)


def loaded(tree: OverlayTree) -> Workspace:
    """The workspace, which is sound."""
    workspace = load_workspace(tree)
    require_sound(workspace, workspace.entries)
    return workspace


EXPECTED_REFUSALS = {
    InvoiceCode.NOT_SIGNED,
    InvoiceCode.NO_PLANNED_DEGREE,
    InvoiceCode.NO_TABLE_HOURS,
    FundingCode.YEAR_BEFORE_BASE,
}
"""What an agreement or its family may lack."""


def reported_if(is_fault: bool) -> contextlib.AbstractContextManager[object]:
    """Let a fault of the files be reported only where there is one."""
    return contextlib.suppress(InputError) if is_fault else contextlib.nullcontext()


@settings(max_examples=examples(50))
@given(workspaces(), DAYS, DAYS)
def test_every_state_and_register_is_written(tree: OverlayTree, on: dt.date, end: dt.date) -> None:
    workspace = loaded(tree)
    found = statuses(workspace, workspace.entries, on, end)
    titles = {each.slug: "Planen" for each in found} | {each.code or "": "Planen" for each in found}
    assert calendar_file(found, titles, clock.stamp(on), on).startswith(b"BEGIN:VCALENDAR")
    rows = register(workspace, workspace.entries, on)
    assert len(json.loads(json.dumps(register_data(rows)))) == 2
    assert write_csv(sheet(rows))
    assert write_xlsx([sheet(rows)], clock.stamp(on))


@settings(max_examples=examples(50))
@given(workspaces(), YEARS)
def test_every_amount_is_calculated_and_written(tree: OverlayTree, year: int) -> None:
    """Or the index lacks the year; nothing else may be wrong with a sound workspace."""
    workspace = loaded(tree)
    [standard] = workspace.standards.values()
    index = workspace.region.record.index
    assert index is not None
    known = [figure.year for figure in index.figures]
    for asked in (None, *known, year):
        with reported_if(asked not in {None, *known}):
            table = funding_table(workspace, standard, asked)
            json.dumps(as_data(table))
            assert write_xlsx(funding_sheets(table), clock.stamp(dt.date(2020, 1, 1)))
    for asked in (*known, year):
        for is_preliminary in (False, True):
            found = invoices_of(
                workspace, workspace.entries, asked, dt.date.max, is_preliminary=is_preliminary
            )
            reasons = {one.code for one in found.refused} - EXPECTED_REFUSALS
            assert reasons <= (set() if asked in known else {FundingCode.NO_INDEX_FIGURE})
            for part in invoice_sheets(workspace, found):
                assert write_csv(part)
            for invoice in found.invoices:
                words = load_words(tree, "samverkan")
                assert write_text(document(workspace, invoice, words))
                assert 0 <= invoice.basis.paid_months <= 12


@settings(max_examples=examples(30))
@given(workspaces())
def test_every_agreement_is_composed_and_revised(tree: OverlayTree) -> None:
    workspace = loaded(tree)
    for entry in workspace.entries:
        assert "Samverkansplan" in text_of(compose(workspace, entry).document.title)
    [standard] = workspace.standards.values()
    index = workspace.region.record.index
    assert index is not None
    for year in (None, *(figure.year for figure in index.figures)):
        with contextlib.suppress(InputError):
            revise(workspace, tree, workspace.entries, standard.family.record.edition, year)
