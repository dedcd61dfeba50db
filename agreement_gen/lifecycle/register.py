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
from agreement_gen.lifecycle.status import status
from agreement_gen.workspace.model import AMOUNT

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from agreement_gen.agreement_state.parties import PartyFacts
    from agreement_gen.lifecycle.status import AgreementState, Status
    from agreement_gen.workspace.reader import Entry, Workspace

STATES: dict[AgreementState, str] = {
    "draft": "utkast",
    "ready": "klar att underteckna",
    "signed": "undertecknad",
    "due": "ska snart revideras",
    "overdue": "försenad revidering",
}


@dataclass(frozen=True, slots=True)
class Registered:
    """One agreement as the register tells it; ``deviations`` are in words, a line each."""

    slug: str
    title: str
    status: Status
    parties: tuple[PartyFacts, ...]
    annual_amount_sek: int
    deviations: tuple[str, ...]
    sha256: str | None


def register(workspace: Workspace, entries: Sequence[Entry], on: dt.date) -> tuple[Registered, ...]:
    """The register of some agreements on a day.

    Raises:
        InputError: if a standard's templates are faulty.
    """
    found = []
    for entry in entries:
        standard = workspace.standard(entry)
        if standard is None:
            continue
        record = entry.record
        agreement = compose(workspace, entry).document
        terms = type(standard.family.record.terms).model_fields
        clauses = {clause.id: text_of(clause.title) for clause in agreement.clauses}
        found.append(
            Registered(
                slug=entry.slug,
                title=text_of(agreement.title),
                status=status(workspace, entry, standard, on),
                parties=parties(workspace, entry, standard),
                annual_amount_sek=record.funding[AMOUNT],
                deviations=tuple(
                    f"{terms[item.key].title}: {item.own} i stället för {item.standard} "
                    f"({item.reason})"
                    if item.kind == "term"
                    else f"Avsnittet {clauses.get(item.key, item.key)} har egen lydelse "
                    f"({item.reason})"
                    for item in deviations(entry, standard)
                ),
                sha256=record.signed.sha256 if record.signed else None,
            )
        )
    return tuple(found)


def _facts(row: Registered) -> Iterator[tuple[str, Cell]]:
    """An agreement's facts in order, each heading with its unit."""
    state = row.status
    yield "Kommun", state.municipality
    yield "Kommunkod", state.code
    yield "Överenskommelse", row.title
    yield "Läge", STATES[state.state]
    yield "Utgåva (datum)", state.edition
    yield "Gällande undertecknad utgåva (datum)", state.in_force_edition
    yield "Undertecknad (datum)", state.signed
    yield "Gäller från (datum)", state.starts
    yield "Gäller till (datum)", state.term_ends
    yield "Revideras senast (datum)", state.next_revision
    yield "Uppsägning senast för att upphöra vid revideringen (datum)", state.notice_by
    yield "Årsbelopp (kr)", row.annual_amount_sek
    for number, party in enumerate(row.parties, start=1):
        yield f"Part {number}", party.name
        yield f"Part {number}: organisationsnummer", party.organisation_number
        names = [signatory.name for signatory in party.signatories if signatory.name]
        titles = ", ".join(signatory.title for signatory in party.signatories)
        yield f"Part {number}: undertecknarens titel", titles
        yield f"Part {number}: undertecknarens namn", ", ".join(names) or None
        yield f"Part {number}: beslutsorgan", party.decision.body
        yield f"Part {number}: beslut (datum)", party.decision.date
        yield f"Part {number}: paragraf", party.decision.paragraph
        yield f"Part {number}: diarienummer", party.decision.case_number
    yield "Avvikelser från standarden", "; ".join(row.deviations) or None
    yield "Saknas före undertecknande (antal)", len(state.missing)
    yield "Undertecknad fil (SHA-256)", row.sha256


def sheet(rows: Sequence[Registered]) -> Sheet:
    """The register as one sheet, a row for each agreement, with Swedish headings."""
    facts = [dict(_facts(row)) for row in rows]
    longest = max(facts, key=len, default={})
    # Agreements of another number of parties have columns of their own among the parties'.
    headings = tuple(longest)
    return Sheet(
        "Register", headings, tuple(tuple(row.get(key) for key in headings) for row in facts)
    )


def as_data(rows: Sequence[Registered]) -> list[dict[str, Any]]:
    """The register for JSON; amounts are whole kronor a year, dates as 2021-09-01."""
    return [
        {
            "municipality": row.status.municipality,
            "code": row.status.code,
            "agreement": row.status.agreement,
            "title": row.title,
            "state": row.status.state,
            "edition": _day(row.status.edition),
            "in_force_edition": _day(row.status.in_force_edition),
            "signed": _day(row.status.signed),
            "starts": _day(row.status.starts),
            "term_ends": _day(row.status.term_ends),
            "next_revision": _day(row.status.next_revision),
            "notice_by": _day(row.status.notice_by),
            "annual_amount_sek": row.annual_amount_sek,
            "parties": [
                {
                    "id": party.id,
                    "name": party.name,
                    "organisation_number": party.organisation_number,
                    "signatory": party.signatories[0].model_dump(mode="json"),
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
    """The register as a document: an overview, then the facts of each agreement."""
    region = workspace.region.record
    overview = Table(
        kind="register",
        caption=plain(f"Läget {swedish.day(on)}"),
        columns=(
            *(Column(plain(t)) for t in ("Kommun", "Läge", "Utgåva", "Undertecknad")),
            Column(plain("Revideras senast")),
            Column(plain("Årsbelopp (kr)"), "end"),
        ),
        rows=tuple(
            Row(
                tuple(
                    plain(_shown(cell))
                    for cell in (
                        row.status.municipality,
                        STATES[row.status.state],
                        row.status.edition,
                        row.status.signed,
                        row.status.next_revision,
                        row.annual_amount_sek,
                    )
                )
            )
            for row in rows
        ),
    )
    clauses = [Clause("oversikt", 1, plain("Översikt"), (overview,))]
    for number, row in enumerate(rows, start=2):
        name = row.status.municipality
        facts = Table(
            kind="register-entry",
            caption=plain(f"Uppgifter om överenskommelsen med {name}"),
            columns=(Column(plain("Uppgift")), Column(plain("Värde"))),
            rows=tuple(Row((plain(key), plain(_shown(value)))) for key, value in _facts(row)),
        )
        clauses.append(Clause(f"k-{row.slug}", number, plain(name), (facts,)))
    title = "Register över överenskommelser"
    return Document(
        title=plain(title),
        subtitle=plain(f"{region.name}, {swedish.day(on)}"),
        clauses=tuple(clauses),
        header_footer=HeaderFooter(title, swedish.day(on), "Sida"),
        metadata=Metadata(title, f"{title}, {region.name}", region.name, "sv-SE"),
    )


def _shown(value: Cell) -> str:
    match value:
        case None:
            return "–"
        case int():
            return swedish.number(value)
        case _:
            return str(value)


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
