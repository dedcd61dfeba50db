"""The register of all agreements: parties, dates, amounts, decisions, state, deviations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agreement_gen import swedish
from agreement_gen.agreement_state.parties import parties
from agreement_gen.build.compose import compose
from agreement_gen.checks.deviations import deviations
from agreement_gen.document.markdown import plain
from agreement_gen.document.tree import (
    Clause,
    Column,
    Document,
    HeaderFooter,
    Metadata,
    Row,
    Table,
    text_of,
)
from agreement_gen.formats.spreadsheet import Cell, Sheet
from agreement_gen.lifecycle.messages import (
    AGREEMENT,
    CLAUSE_DEVIATES,
    DEVIATIONS,
    EDITION,
    EDITION_DATE,
    ENDS,
    FACT,
    FACTS_OF,
    IN_FORCE,
    KOMMUNKOD,
    MISSING,
    MUNICIPALITY,
    NO_VALUE,
    NOTICE_BY,
    NOTICE_RECEIVED,
    OVERVIEW,
    PAGE,
    PARTY,
    PARTY_BODY,
    PARTY_CASE_NUMBER,
    PARTY_DECIDED,
    PARTY_NAMES,
    PARTY_ORGANISATION_NUMBER,
    PARTY_PARAGRAPH,
    PARTY_TITLES,
    PREPARATIONS,
    PREPARING,
    REGISTER,
    REGISTER_DATE,
    REGISTER_OF,
    REVISED_BY,
    REVISED_BY_DATE,
    SHEET,
    SIGNED,
    SIGNED_DATE,
    SIGNED_FILE,
    SIGNED_HERE,
    SIGNED_OUTSIDE,
    SIGNED_SCANNED,
    SIGNED_UNKNOWN,
    STARTS,
    STATE,
    STATES,
    STATES_ON,
    SUM,
    TERM_DEVIATES,
    TERM_ENDS,
    TEXT_VERIFIED,
    VALUE,
    YEARLY_AMOUNT,
)
from agreement_gen.lifecycle.status import status
from agreement_gen.translation import translated

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from agreement_gen.agreement_state.parties import PartyFacts
    from agreement_gen.document.tree import Runs
    from agreement_gen.lifecycle.status import Status
    from agreement_gen.messages import Text
    from agreement_gen.workspace.reader import Entry, Standard, Workspace


@dataclass(frozen=True, slots=True)
class Registered:
    """One agreement in the register.

    Attributes:
        slug: The name of the agreement's file without its ending.
        title: The agreement's title as composed.
        status: Its status on the reference date.
        parties: Its parties, in signing order.
        annual_amount_sek: The yearly amount in force on the reference date, in whole kronor; a
            draft's own. None while it is not set, and for a family without money.
        deviations: Where it deviates from the standard, in words, a line each.
        sha256: The hash of the signed file that is in force, or was last; None if none is.
    """

    slug: str
    title: str
    status: Status
    parties: tuple[PartyFacts, ...]
    annual_amount_sek: int | None
    deviations: tuple[str, ...]
    sha256: str | None


def register(workspace: Workspace, entries: Sequence[Entry], on: dt.date) -> tuple[Registered, ...]:
    """The register of some agreements.

    Args:
        workspace: The whole workspace.
        entries: The municipalities; those whose standard does not exist are left out.
        on: The reference date.

    Raises:
        InputError: if a standard's templates are faulty.
    """
    found = []
    for entry in entries:
        standard = workspace.standard(entry)
        if standard is None:
            continue
        state = status(workspace, entry, standard, on)
        agreement = compose(workspace, entry).document
        found.append(
            Registered(
                slug=entry.slug,
                title=text_of(agreement.title),
                status=state,
                parties=parties(workspace, entry, standard),
                annual_amount_sek=state.amount_sek,
                deviations=tuple(_deviations(entry, standard, agreement)),
                sha256=state.current.sha256 if state.current else None,
            )
        )
    return tuple(found)


def _deviations(entry: Entry, standard: Standard, agreement: Document) -> Iterator[str]:
    """An agreement's deviations from its standard in words, a line each."""
    terms = type(standard.family.record.terms).model_fields
    clauses = {clause.id: text_of(clause.title) for clause in agreement.clauses}
    for item in deviations(entry, standard):
        if item.kind == "term":
            term = translated(terms[item.key].title or item.key)
            line = TERM_DEVIATES(
                term=term, own=item.own, standard=item.standard, reason=item.reason
            )
        else:
            clause = clauses.get(item.key, item.key)
            line = CLAUSE_DEVIATES(clause=clause, reason=item.reason)
        yield str(line)


def _facts(row: Registered) -> dict[str, Cell]:
    """An agreement's facts in order, by a heading that names the unit."""
    state = row.status
    facts: dict[Text, Cell] = {
        MUNICIPALITY(): state.municipality,
        KOMMUNKOD(): state.code,
        AGREEMENT(): row.title,
        STATE(): str(STATES[state.state]()),
        PREPARING(): str(PREPARATIONS[state.preparing]()) if state.preparing else None,
        EDITION_DATE(): state.edition,
        IN_FORCE(): state.in_force_edition,
        SIGNED_DATE(): state.signed,
        TEXT_VERIFIED(): _text_verified(row),
        STARTS(): state.starts,
        NOTICE_RECEIVED(): state.received,
        ENDS(): state.ends,
        TERM_ENDS(): state.term_ends,
        REVISED_BY_DATE(): state.next_revision,
        NOTICE_BY(): state.notice_by,
        YEARLY_AMOUNT(): row.annual_amount_sek,
    }
    for number, party in enumerate(row.parties, start=1):
        facts |= _party_facts(number, party)
    facts[DEVIATIONS()] = "; ".join(row.deviations) or None
    facts[MISSING()] = len(state.missing)
    facts[SIGNED_FILE()] = row.sha256
    return {str(heading): value for heading, value in facts.items()}


def _text_verified(row: Registered) -> str | None:
    """Whether the signed text was compared with what was built; None while nothing is signed."""
    if row.status.signed is None:
        return None
    if row.status.is_outside:
        return str(SIGNED_OUTSIDE())
    if row.status.is_scanned:
        return str(SIGNED_SCANNED())
    return str(SIGNED_HERE() if row.status.is_compared else SIGNED_UNKNOWN())


def _party_facts(number: int, party: PartyFacts) -> dict[Text, Cell]:
    names = [signatory.name for signatory in party.signatories if signatory.name]
    return {
        PARTY(number=number): party.name,
        PARTY_ORGANISATION_NUMBER(number=number): party.organisation_number,
        PARTY_TITLES(number=number): ", ".join(one.title for one in party.signatories),
        PARTY_NAMES(number=number): ", ".join(names) or None,
        PARTY_BODY(number=number): party.decision.body,
        PARTY_DECIDED(number=number): party.decision.date,
        PARTY_PARAGRAPH(number=number): party.decision.paragraph,
        PARTY_CASE_NUMBER(number=number): party.decision.case_number,
    }


def sheet(rows: Sequence[Registered]) -> Sheet:
    """The register as one sheet, a row for each agreement, with Swedish headings."""
    facts = [_facts(row) for row in rows]
    longest = max(facts, key=len, default={})
    # Agreements of another number of parties have columns of their own among the parties'.
    headings = tuple(longest)
    cells = tuple(tuple(row.get(key) for key in headings) for row in facts)
    return Sheet(str(SHEET()), headings, cells, total=_total(rows, headings))


def _total(rows: Sequence[Registered], headings: Sequence[str]) -> tuple[Cell, ...] | None:
    """The sum of the yearly amounts, under the rows; None where there is no amount."""
    amounts = [row.annual_amount_sek for row in rows if row.annual_amount_sek is not None]
    if not amounts:
        return None
    found: dict[str, Cell] = {str(MUNICIPALITY()): str(SUM()), str(YEARLY_AMOUNT()): sum(amounts)}
    return tuple(found.get(heading) for heading in headings)


def as_data(rows: Sequence[Registered]) -> list[dict[str, Any]]:
    """The register for JSON; amounts are whole kronor a year, dates as 2021-09-01."""
    return [
        {
            "municipality": row.status.municipality,
            "code": row.status.code,
            "agreement": row.status.agreement,
            "title": row.title,
            "state": row.status.state,
            "preparing": row.status.preparing,
            "edition": _day(row.status.edition),
            "in_force_edition": _day(row.status.in_force_edition),
            "signed": _day(row.status.signed),
            "outside": row.status.is_outside,
            "scanned": row.status.is_scanned,
            "compared": row.status.is_compared,
            "starts": _day(row.status.starts),
            "ends": _day(row.status.ends),
            "notice_received": _day(row.status.received),
            "term_ends": _day(row.status.term_ends),
            "next_revision": _day(row.status.next_revision),
            "notice_by": _day(row.status.notice_by),
            "annual_amount_sek": row.annual_amount_sek,
            "versions": [
                {
                    "kind": version.kind,
                    "edition": _day(version.edition),
                    "signed": _day(version.signed),
                    "first": _day(version.first),
                    "last": _day(version.last),
                    "annual_amount_sek": version.amount_sek,
                }
                for version in row.status.versions
            ],
            "parties": [
                {
                    "id": party.id,
                    "name": party.name,
                    "organisation_number": party.organisation_number,
                    "signatories": [one.model_dump(mode="json") for one in party.signatories],
                    "decision": party.decision.model_dump(mode="json"),
                }
                for party in row.parties
            ],
            "deviations": list(row.deviations),
            "missing": [problem.message for problem in row.status.missing],
            "signed_sha256": row.sha256,
        }
        for row in rows
    ]


def document(workspace: Workspace, rows: Sequence[Registered], on: dt.date) -> Document:
    """The register as a document: an overview, then the facts of each agreement.

    Args:
        workspace: For the region's name.
        rows: The register.
        on: The reference date.
    """
    region, date = workspace.region.record.name, swedish.day(on)
    clauses = [Clause("oversikt", 1, _plain(OVERVIEW()), (_overview(rows, date),))]
    for number, row in enumerate(rows, start=2):
        name = row.status.municipality
        facts = Table(
            kind="register-entry",
            caption=_plain(FACTS_OF(municipality=name)),
            columns=(Column(_plain(FACT())), Column(_plain(VALUE()))),
            rows=tuple(
                Row((plain(key), plain(_shown(value)))) for key, value in _facts(row).items()
            ),
        )
        clauses.append(Clause(f"k-{row.slug}", number, plain(name), (facts,)))
    title = str(REGISTER())
    return Document(
        title=plain(title),
        subtitle=_plain(REGISTER_DATE(region=region, date=date)),
        clauses=tuple(clauses),
        header_footer=HeaderFooter(title, date, str(PAGE())),
        metadata=Metadata(title, str(REGISTER_OF(region=region)), region, "sv-SE"),
    )


def _overview(rows: Sequence[Registered], date: str) -> Table:
    headings = (MUNICIPALITY, STATE, EDITION, SIGNED, REVISED_BY)
    return Table(
        kind="register",
        caption=_plain(STATES_ON(date=date)),
        columns=(
            *(Column(_plain(heading())) for heading in headings),
            Column(_plain(YEARLY_AMOUNT()), "end"),
        ),
        rows=tuple(Row(tuple(plain(_shown(cell)) for cell in _overview_row(row))) for row in rows),
    )


def _overview_row(row: Registered) -> Iterator[Cell]:
    yield row.status.municipality
    yield str(STATES[row.status.state]())
    yield row.status.edition
    yield row.status.signed
    yield row.status.next_revision
    yield row.annual_amount_sek


def _plain(text: Text) -> Runs:
    return plain(str(text))


def _shown(value: Cell) -> str:
    match value:
        case None:
            return str(NO_VALUE())
        case int():
            return swedish.number(value)
        case _:
            return str(value)


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
