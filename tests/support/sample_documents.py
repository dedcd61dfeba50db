"""Sample document trees that between them hold every node kind, for the tests of the writers."""

from __future__ import annotations

from dataclasses import replace

from agreement_gen.document.tree import (
    Block,
    CaseNumber,
    Clause,
    Column,
    Document,
    HeaderFooter,
    Heading,
    ItemList,
    ListItem,
    LocalText,
    Metadata,
    Paragraph,
    Row,
    Run,
    Runs,
    Signature,
    SignatureLine,
    Signatures,
    Table,
    TrackedChange,
)

LOREM = (
    "Parterna utvecklar verksamheten tillsammans med invånare, föreningsliv och civilsamhälle, så "
    "att den som vill förändra sina levnadsvanor får stöd nära hemmet. Arbetet är förebyggande och "
    "hälsofrämjande och utgår från det som den enskilde själv vill."
)


def plain(text: str) -> Runs:
    """One run without any style."""
    return (Run(text),)


def paragraph(text: str, change: TrackedChange | None = None) -> Paragraph:
    """A body paragraph of one run."""
    return Paragraph(plain(text), change=change)


def items(
    *texts: str, ordered: bool = False, changes: tuple[TrackedChange | None, ...] | None = None
) -> ItemList:
    """A list of one-paragraph items, each with its mark of change if ``changes`` is given."""
    marks = changes or (None,) * len(texts)
    return ItemList(
        tuple(ListItem((paragraph(t),), m) for t, m in zip(texts, marks, strict=True)), ordered
    )


def funding_table(rows: int = 6) -> Table:
    """A table with every kind of row; ``rows`` body rows in each of its two groups."""

    def body(group: str, number: int) -> Row:
        amount = f"{100 + number}\u00a0000"
        return Row((plain(f"{group}by {number}"), plain(amount), plain("31")), own=number == 2)

    groups = ("Höglandet", "Södra")
    inner: list[Row] = []
    for group in groups:
        inner.append(Row((plain(group),), role="group"))
        inner += [body(group, n) for n in range(1, rows + 1)]
        inner.append(
            Row((plain(f"Summa {group}"), plain("1\u00a0461\u00a0000"), plain("186")), role="sum")
        )
    inner.append(
        Row((plain("Totalsumma"), plain("4\u00a0999\u00a0000"), plain("372")), role="total")
    )
    return Table(
        kind="county-table",
        caption=plain("Fördelning av medel"),
        columns=(
            Column(plain("Kommun")),
            Column(plain("Viktad fördelning (kr)"), "end"),
            Column(plain("Timmar per vecka"), "end"),
        ),
        rows=tuple(inner),
    )


def steering_table() -> Table:
    """A table of words only."""
    return Table(
        kind="steering-group",
        caption=plain("Lokal styrgrupp"),
        columns=(Column(plain("Företräder")), Column(plain("Plats"))),
        rows=(
            Row((plain("Kommun"), plain("Kultur- och fritidsförvaltningen"))),
            Row((plain("Vårdcentral"), plain("Vårdcentralen Sjöbo <A&O>"))),
            Row((plain("Invånare"), plain("Utses av föreningsrådet"))),
        ),
    )


def local_resources(*, complete: bool) -> ItemList:
    """An ordered list with local texts inside its items, one of them empty unless ``complete``."""
    missing = Paragraph(plain("Skriv kommunens text här"), role="fill_in")
    written: Block = paragraph("Annonser i kommunens kanaler två gånger om året.")
    return ItemList(
        (
            ListItem((paragraph("Arbetsgivare för hälsocoachen."),)),
            ListItem(
                (
                    paragraph("Ändamålsenliga lokaler."),
                    LocalText(
                        "premises",
                        plain("Specificeras:"),
                        (
                            paragraph("Lokaler i sim- och sporthallen:"),
                            items("samtalsrum", "gruppsal"),
                            items("bokas av coachen", "betalas av kommunen", ordered=True),
                            Paragraph((Run("Hyran bärs av "), Run("kommunen", strong=True))),
                        ),
                    ),
                )
            ),
            ListItem(
                (
                    paragraph("Marknadsföring internt och externt."),
                    LocalText(
                        "marketing",
                        plain("Specificeras:"),
                        (written if complete else missing,),
                    ),
                )
            ),
        ),
        ordered=True,
    )


def signature(party: str, name: str | None, place: str | None = None) -> Signature:
    """The signature of one party, with its known values."""
    return Signature(
        party,
        plain(f"För {party}"),
        (plain("Organisationsnummer 232100-0057"), plain("Direktör")),
        (
            SignatureLine("Ort och datum", place),
            SignatureLine("Namn"),
            SignatureLine("Förtydligande", name),
        ),
    )


def metadata() -> Metadata:
    """Properties with characters that XML must escape."""
    return Metadata(
        title='Samverkan – överenskommelse <prov> & "test"',
        subject="Överenskommelse mellan Region Norr och Sjöby kommun",
        author="Region Norr",
        language="sv-SE",
        keywords=("överenskommelse", "Sjöby"),
    )


def final_document(parties: int = 2, table_rows: int = 6) -> Document:
    """A document to sign: every node kind, nothing missing, no mark of change."""
    signatures = tuple(
        signature(name, known, place)
        for name, known, place in (
            ("Region Norr", "Ann Exempel", None),
            ("Sjöby kommun", None, "Sjöby"),
            ("Norra idrottsförbundet", None, None),
            ("Södra församlingen", None, None),
        )[:parties]
    )
    clauses = (
        Clause(
            "bakgrund",
            1,
            plain("Bakgrund och syfte"),
            (
                Paragraph(
                    (
                        Run("Parterna är överens. Se "),
                        Run("punkt 3 Lokal överenskommelse", target="lokal"),
                        Run(" och "),
                        Run("kommunallagen", emphasis=True),
                        Run(", "),
                        Run("båda", strong=True, emphasis=True),
                        Run("."),
                    )
                ),
                paragraph(LOREM),
                items("Regionen lämnar medel.", "Kommunen är arbetsgivare."),
                items("Först detta.", "Sedan det här.", ordered=True),
            ),
        ),
        Clause(
            "ekonomi",
            2,
            plain("Ekonomi"),
            (
                Heading(plain("Grundfinansiering")),
                paragraph("Regionen har avsatt 5\u00a0000\u00a0000\u00a0kronor."),
                items("Fakturering en gång om året.", "Andel vid nyanställning.", ordered=True),
                funding_table(table_rows),
                Heading(plain("Avgifter"), level=3),
                paragraph("Aktiviteter som leds av coachen är kostnadsfria."),
            ),
        ),
        Clause(
            "lokal",
            3,
            plain("Lokal överenskommelse"),
            (
                Heading(plain("Lokal resursbeskrivning")),
                Paragraph(plain("Kommunens resurser:"), role="label"),
                local_resources(complete=True),
                steering_table(),
            ),
        ),
        Clause("tvist", 4, plain("Skiljaktighet"), (paragraph("Tvist avgörs av ReKo."),)),
        Clause(
            "godkannande",
            5,
            plain("Godkännande"),
            (
                paragraph("Överenskommelsen är upprättad i två likalydande exemplar."),
                Signatures(signatures),
            ),
            keep_with_previous=True,
        ),
    )
    return Document(
        title=plain("Samverkan i Norra länet"),
        subtitle=plain("Överenskommelse mellan Region Norr och Sjöby kommun"),
        front=(paragraph("Utgåva 2020-12-22"),),
        clauses=clauses,
        header_footer=HeaderFooter("Samverkan i Norra länet", "Utgåva 2020-12-22", "Sida"),
        metadata=metadata(),
    )


def with_long_header(document: Document | None = None) -> Document:
    """A document of three parties with long names, whose header has all that a header may have."""
    name = "Östra Göinge och Västra Hinge samt Nedre Ullerud stadskommun"
    parties = (
        "Region Norra och Mellersta Bergslagen",
        name,
        "Norra idrottsförbundets samorganisation",
    )
    header = HeaderFooter(
        f"Samverkan i Norra länet · {name}",
        "Utgåva 2020-12-22",
        "Sida",
        case_numbers=tuple(
            CaseNumber(f"Diarienummer, {party}:", f"ÖGVH-KFN\u00a02021/00{number}")
            for number, party in enumerate(parties)
        ),
    )
    document = document or final_document(3)
    draft = document.header_footer.draft
    return replace(document, header_footer=replace(header, draft=draft))


def draft_document() -> Document:
    """The final document with a local text still to be written and the mark of a draft."""
    final = final_document()
    local = final.clauses[2]
    blocks = (*local.blocks[:2], local_resources(complete=False), *local.blocks[3:])
    clauses = (*final.clauses[:2], replace(local, blocks=blocks), *final.clauses[3:])
    return replace(
        final, clauses=clauses, header_footer=replace(final.header_footer, draft="UTKAST")
    )
