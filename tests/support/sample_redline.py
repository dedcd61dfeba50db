"""A sample comparison of two agreements, for the tests of what writers do with change marks."""

from __future__ import annotations

from dataclasses import replace

from agreement_gen.document.tree import (
    Clause,
    Column,
    Document,
    Heading,
    ItemList,
    ListItem,
    LocalText,
    Paragraph,
    Row,
    Run,
    Signature,
    SignatureLine,
    Signatures,
    Table,
    TrackedChange,
)
from tests.support.sample_documents import (
    final_document,
    funding_table,
    items,
    paragraph,
    plain,
    signature,
)

INS = TrackedChange.INSERTED
DEL = TrackedChange.DELETED


def changed_document() -> Document:
    """A comparison: every node that can carry a mark of change carries one of each kind."""
    numbered = items("ett", "två", ordered=True)
    deleted = Clause(
        "utgar", 2, plain("Utgår"), (paragraph("Klausulen utgår."), numbered), change=DEL
    )
    inserted = Clause(
        "ny", 2, plain("Ny klausul"), (paragraph("Klausulen är ny."), funding_table(2)), change=INS
    )
    clauses = (_background(), deleted, inserted, _economy())
    return replace(final_document(), clauses=clauses)


def _background() -> Clause:
    """A clause with a changed title, changed words, and paragraphs and list items of each kind."""
    return Clause(
        "bakgrund",
        1,
        (Run("Bakgrund"), Run(" och syfte", change=INS)),
        (
            Paragraph(
                (
                    Run("Uppsägningstiden är "),
                    Run("sex", strong=True, change=DEL),
                    Run("tolv", strong=True, change=INS),
                    Run(" månader, se "),
                    Run("punkt 2", target="utgar", change=DEL),
                    Run("punkt 3", target="ekonomi", change=INS),
                    Run("."),
                )
            ),
            paragraph("Hela stycket utgår.", DEL),
            paragraph("Hela stycket tillkommer.", INS),
            _list(),
            _nested_list(),
        ),
    )


def _economy() -> Clause:
    """A clause with headings, tables, local texts and signatures of each kind."""
    funding = funding_table(2)
    return Clause(
        "ekonomi",
        3,
        plain("Ekonomi"),
        (
            Heading(plain("Gammal rubrik"), change=DEL),
            Heading(plain("Ny rubrik"), level=3, change=INS),
            _table(),
            replace(funding, caption=plain("Gammal tabell"), change=DEL),
            replace(funding, caption=plain("Ny tabell"), change=INS),
            *_local_texts(),
            paragraph("Utgår sist.", DEL),
            paragraph("Sista stycket."),
            _signatures(),
        ),
    )


def _list() -> ItemList:
    return items(
        "står kvar", "utgår", "tillkommer", "sist", ordered=True, changes=(None, DEL, INS, None)
    )


def _nested_list() -> ItemList:
    return ItemList(
        (
            ListItem((paragraph("yttre kvar"), items("inre kvar", "inre ny", changes=(None, INS)))),
            ListItem((paragraph("yttre bort"), items("inre följer med", ordered=True)), DEL),
            ListItem((paragraph("yttre sist"), paragraph("andra stycket", INS))),
            ListItem((paragraph("gammal början", DEL), paragraph("ny början", INS))),
        ),
        ordered=True,
    )


def _table() -> Table:
    """A table with rows of each kind and a changed cell."""
    return Table(
        "county-table",
        plain("Fördelning av medel"),
        (Column(plain("Kommun")), Column(plain("Kronor"), "end")),
        (
            Row((plain("Höglandet"),), role="group"),
            Row((plain("Sjöby"), plain("461\u00a0000")), own=True),
            Row((plain("Gamleby"), plain("100\u00a0000")), change=DEL),
            Row((plain("Nyby"), plain("200\u00a0000")), change=INS),
            Row(
                (
                    plain("Summa"),
                    (Run("561\u00a0000", change=DEL), Run("661\u00a0000", change=INS)),
                ),
                role="sum",
            ),
        ),
    )


def _local_texts() -> tuple[LocalText, ...]:
    """A text replaced whole, and one that is filled in."""
    return (
        LocalText("a", plain("Specificeras:"), (paragraph("Gammal text."),), DEL),
        LocalText("a", plain("Specificeras:"), (paragraph("Ny text."), items("punkt")), INS),
        LocalText(
            "b",
            plain("Specificeras:"),
            (
                Paragraph(plain("Skriv kommunens text här"), role="fill_in", change=DEL),
                paragraph("Nu ifylld.", INS),
            ),
        ),
    )


def _signatures() -> Signatures:
    """Parties, details and lines of each kind."""
    return Signatures(
        (
            signature("Region Norr", "Ann Exempel"),
            replace(signature("Sjöby kommun", None), change=DEL),
            replace(signature("Nyby kommun", None), change=INS),
            Signature(
                "Förbundet",
                (Run("För "), Run("förbundet", change=DEL), Run("laget", change=INS)),
                ((Run("Org.nr 1", change=DEL),), (Run("Org.nr 2", change=INS),)),
                (
                    SignatureLine("Namn", "Bo Ek", change=DEL),
                    SignatureLine("Namn", "Ada Alm", change=INS),
                    SignatureLine("Ort"),
                ),
            ),
        )
    )
