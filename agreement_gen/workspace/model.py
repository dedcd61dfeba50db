"""What a workspace holds, as frozen records: the region, the agreement family, the municipalities.

Keys are English; titles and descriptions are Swedish, because they are shown to the person who
fills in a file (completion and hover in an editor). All of a family's words and figures are
data; the records know only what every agreement has.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from agreement_gen.workspace.fields import (
    Color,
    CommitId,
    CountyCode,
    Date,
    DayOfYear,
    Figure,
    Key,
    Kommunkod,
    LanguageTag,
    Line,
    Months,
    OrganisationNumber,
    Percent,
    PercentChange,
    PictureName,
    PositiveMonths,
    PositiveNumber,
    Sha256,
    WholeNumber,
    WholeText,
    Year,
)
from agreement_gen.workspace.own_fields import OwnField  # noqa: TC001 - pydantic reads it
from agreement_gen.workspace.record import Record

MUNICIPALITY_PARTY = "municipality"
"""The id of the party whose facts are in the municipality's own file."""

AMOUNT = "annual_amount_sek"
"""The column of the funding table that holds each yearly amount in whole kronor."""

SET_ASIDE = "set_aside_sek"
"""The key, and the row in ``accepted_differences``, of the amount that the region sets aside."""


MOST_POSTS = 100
"""The most posts of an agreement, and vacancies of a post: each is calculated day by day."""


class Signatory(Record):
    """Who signs for a party: the office title and, when it is known, the name."""

    title: Line = Field(title="Titel", description="Tjänstetitel, t.ex. Fritidschef")
    name: Line | None = Field(
        None, title="Namn", description="Undertecknarens namn; lämnas tomt tills det är bestämt"
    )
    acting_as: Line | None = Field(
        None,
        title="Undertecknar som",
        description="När en annan undertecknar, t.ex. Tillförordnad fritidschef",
    )
    delegation: Line | None = Field(
        None,
        title="Rätt att underteckna",
        description="Beslutet som ger rätt att underteckna, t.ex. Delegationsordningen 4.2",
    )


class Decision(Record):
    """A party's decision to enter into the agreement."""

    body: Line | None = Field(None, title="Organ", description="T.ex. Kultur- och fritidsnämnden")
    date: Date | None = Field(None, title="Beslutsdatum", description="ÅÅÅÅ-MM-DD")
    paragraph: Line | None = Field(None, title="Paragraf", description='T.ex. "§ 42"')
    case_number: Line | None = Field(None, title="Diarienummer", description="Partens eget")


PartyKind = Literal["municipality", "region", "association", "federation", "company"]


class Party(Record):
    """A party whose facts are not at the top of an agreement's own file.

    The facts of one party may be in several files: those of the agreement go before those of
    ``region.yaml`` and of ``parties/``.
    """

    file: Key | None = Field(
        None,
        title="Fil i parties/",
        description="Namnet på filen utan ändelse; det som inte anges här hämtas ur den",
    )
    name: Line | None = Field(None, title="Partens namn")
    short_name: Line | None = Field(
        None, title="Kortnamn", description="Som parten kallas i löpande text"
    )
    kind: PartyKind | None = Field(
        None,
        title="Slag av part",
        description="municipality, region, association, federation eller company",
    )
    code: Kommunkod | None = Field(
        None, title="Kommunkod", description="När parten är en kommun: fyra siffror i citattecken"
    )
    organisation_number: OrganisationNumber | None = Field(None, title="Organisationsnummer")
    organisation_number_source: Line | None = Field(
        None,
        title="Organisationsnumrets källa",
        description="Var numret är kontrollerat, och när",
    )
    logotype: PictureName | None = Field(
        None, title="Logotyp", description="Fil i templates/shared/pictures/, t.ex. region.svg"
    )
    signatory: Signatory | None = Field(None, title="Undertecknare")
    signatories: tuple[Signatory, ...] = Field(
        (), title="Undertecknare, flera", description="I stället för signatory, i ordning"
    )
    decision: Decision = Field(default_factory=Decision, title="Beslut")


Columns = dict[Key, WholeNumber]
"""The figures of one row of the funding table, by column."""

UnfinishedColumns = dict[Key, WholeNumber | None]
"""The same while some figures are not set yet."""


class Group(Record):
    """A group of municipalities in the funding table, with its published sums."""

    name: Line = Field(title="Gruppens namn")
    sum_title: Line = Field(title="Summaradens rubrik")
    published: Columns = Field(title="Publicerade summor", description="Ett tal för varje kolumn")


class Total(Record):
    """The funding table's last row, with its published sums."""

    title: Line = Field(title="Totalradens rubrik")
    published: Columns = Field(title="Publicerade summor", description="Ett tal för varje kolumn")


class AcceptedDifference(Record):
    """A published figure that is known not to be the sum of its parts, and is accepted as it is."""

    row: Line = Field(title="Rad", description="Kommun, summarad, totalrad eller set_aside_sek")
    column: Key = Field(title="Kolumn")
    published: WholeNumber = Field(title="Publicerat tal")
    computed: WholeNumber = Field(title="Uträknat tal")


class Indexed(Record):
    """What an indexed amount was calculated from, so that rounding never adds up over the years."""

    base_amount_sek: WholeNumber = Field(title="Ursprungligt årsbelopp (kronor)")
    base_year: Year = Field(title="Ursprungligt år")
    year: Year = Field(title="Uppräknat till år")


class YearlyRaise(Record):
    """That each yearly amount is raised by the index between years, and what allows it."""

    clause: Key = Field(title="Avsnitt som medger det", description="Ett av standardens avsnitt")
    source: Line | None = Field(
        None, title="Källa", description="T.ex. protokollet där parterna kom överens om det"
    )


class InvoiceRules(Record):
    """How a year's invoice is calculated where the standard does not settle it.

    Each rule but the months of service is an assumption that is printed on every basis.
    """

    part_months: Literal["whole_months", "by_days", "begun_months"] = Field(
        "whole_months",
        title="Delar av månader",
        description="Bara hela månader räknas, efter dagar, eller även påbörjade månader",
    )
    degree: Literal["not_weighted", "planned_degree", "table_hours"] = Field(
        "not_weighted",
        title="Sysselsättningsgrad",
        description="Påverkar inte, mot planned_degree_percent, eller mot tabellens timmar",
    )
    overlap: Literal["paid_once"] = Field(
        "paid_once", title="Överlappning", description="Samma dag betalas en gång"
    )
    vacancies: Literal["not_paid", "paid"] = Field("not_paid", title="Vakanser")
    hours_column: Key | None = Field(
        None, title="Kolumn med timmar per vecka", description="Som tjänsterna jämförs med"
    )
    full_time_hours: PositiveNumber | None = Field(None, title="Heltid (timmar per vecka)")
    vat_note: Line | None = Field(
        None, title="Upplysning om moms", description="Skrivs ut som den är"
    )
    reference: Line | None = Field(None, title="Referens som fakturan märks med")


class PublishedFunding(Record):
    """A family's money (``funding.yaml``): what is set aside, the groups, the published sums.

    Amounts are whole kronor a year.
    """

    set_aside_sek: WholeNumber = Field(title="Avsatt belopp (kronor per år)")
    groups: tuple[Group, ...] = Field((), title="Grupper i tabellens ordning")
    total: Total = Field(title="Totalrad")
    accepted_differences: tuple[AcceptedDifference, ...] = Field(
        (), title="Kända avrundningsskillnader"
    )
    price_year: Year | None = Field(
        None,
        title="Prisnivå (år)",
        description="Året som de avtalade beloppen gäller för; behövs för uppräkning",
    )
    indexed: Indexed | None = Field(None, title="Uppräkning av avsatt belopp")
    yearly_raise: YearlyRaise | None = Field(
        None,
        title="Årsbeloppen räknas upp mellan åren",
        description="Tomt: varje belopp gäller som det är avtalat",
    )
    invoicing: InvoiceRules = Field(
        default_factory=lambda: InvoiceRules(), title="Regler för fakturaunderlaget"
    )


class RoundingRule(Record):
    """How an indexed amount is rounded."""

    unit_sek: PositiveNumber = Field(title="Avrundas till närmaste (kronor)")
    mode: Literal["half_up", "half_even", "down"] = Field(title="Avrundningsregel")


class IndexFigure(Record):
    """The index of one year, and where it was published.

    Either a ``figure`` (the level, on any base) or a ``percent`` (the change from the year before).
    """

    year: Year = Field(title="År")
    figure: Figure | None = Field(None, title="Indextal (nivå)")
    percent: PercentChange | None = Field(
        None, title="Förändring från året före (procent)", description="I stället för ett indextal"
    )
    source: Line = Field(title="Källa")
    dated: Date = Field(title="Källans datum")
    confirmed: bool = Field(
        False,
        title="Språnget är bekräftat",
        description="true när ändringen är större än largest_change_percent och ändå rätt",
    )


class Index(Record):
    """The index series that amounts are raised by between years."""

    rounding: RoundingRule = Field(title="Avrundning")
    largest_change_percent: PositiveNumber = Field(
        10, title="Största ändring mellan två år (procent)", description="Större måste bekräftas"
    )
    figures: tuple[IndexFigure, ...] = Field((), title="Indextal per år")


class Seat(Record):
    """A seat in the local steering group: the role it fills and who or what fills it."""

    role: Key = Field(title="Roll", description="En av standardens roller")
    seat: Line = Field(title="Funktion eller verksamhet", description="Ingen persons namn")


SigningProfile = Literal["paper", "service", "fields"]


class MarkArea(Record):
    """A rectangle of each page, in whole millimetres from its left and lower edges."""

    left_mm: WholeNumber = Field(title="Från vänster kant till vänster sida (mm)")
    right_mm: WholeNumber = Field(title="Från vänster kant till höger sida (mm)")
    bottom_mm: WholeNumber = Field(title="Från nedre kant till nedre sida (mm)")
    top_mm: WholeNumber = Field(title="Från nedre kant till övre sida (mm)")


class SigningService(Record):
    """The signing service whose marks and pages are accepted under its own seal."""

    root: Line = Field(
        title="Rotcertifikat",
        description="Fil i arbetsmappen (PEM eller DER), hämtad från tjänsten och aldrig ur en PDF",
    )
    certificate: Line = Field(
        title="Certifikatets namn", description="Namnet (common name) i tjänstens eget certifikat"
    )
    marks: MarkArea | None = Field(
        None,
        title="Var på varje sida tjänsten får stämpla",
        description="Utelämnas om tjänsten inte stämplar; välj en yta utan text",
    )
    added_pages: WholeNumber = Field(0, title="Hur många sidor tjänsten högst får lägga till sist")


class Region(Record):
    """The region and what it shares with all its municipalities (``region.yaml``)."""

    name: Line = Field(title="Regionens namn")
    short_name: Line = Field(title="Kortnamn", description="Som regionen kallas i löpande text")
    county: Line | None = Field(None, title="Län", description="När alla kommuner är i ett län")
    county_code: CountyCode | None = Field(
        None, title="Länskod", description="Kommunkodernas två första siffror"
    )
    names: dict[Key, Line] = Field(
        default_factory=dict,
        title="Namn i texterna",
        description="Regionens egna namn, som avtalstexten hämtar som {{ region.names.… }}",
    )
    index: Index | None = Field(None, title="Indexserie")
    parties: dict[Key, Party] = Field(
        default_factory=dict,
        title="Parter i flera överenskommelser",
        description="Under partens nyckel i family.yaml; större samlingar ligger i parties/",
    )
    joint_groups: dict[Key, tuple[Seat, ...]] = Field(
        default_factory=dict,
        title="Gemensamma styrgrupper",
        description="Beskrivs en gång och visas i varje överenskommelse",
    )
    signing: SigningProfile = Field(
        "paper", title="Undertecknande", description="paper, service eller fields"
    )
    signing_service: SigningService | None = Field(
        None,
        title="E-underskriftstjänst",
        description="Vad den får lägga till i en PDF under sin egen stämpel",
    )
    fields: tuple[OwnField, ...] = Field(
        (), title="Egna fält i alla överenskommelser", description="Som fields i family.yaml"
    )


class Terms(Record):
    """How long the agreement runs, how it ends, and when it is revised; months.

    A fixed term lasts ``term_months`` from its start, or to the ``valid_to`` of each agreement. A
    renewed one goes on for ``renewal_months`` at a time unless notice is given. Without
    ``notice_months`` no party may give notice; without ``revision_months`` and ``revision_day``
    nothing is revised.
    """

    duration: Literal["until_further_notice", "fixed_term", "renewed_term"] = Field(title="Löptid")
    notice_months: Months | None = Field(None, title="Uppsägningstid (månader)")
    revision_months: PositiveMonths | None = Field(None, title="Revideras var … månad")
    revision_day: DayOfYear | None = Field(
        None, title="Revideras varje år senast", description="Månad och dag, t.ex. 10-31"
    )
    revision_warning_months: Months = Field(6, title="Förvarning före revidering (månader)")
    term_months: PositiveMonths | None = Field(
        None, title="Avtalstid (månader)", description="Endast vid tidsbestämt avtal"
    )
    renewal_months: PositiveMonths | None = Field(
        None, title="Förlängs med (månader)", description="Endast när avtalet förlängs"
    )


class PartyRole(Record):
    """A party in the order of signing: its id and the heading over its signature (Jinja2)."""

    id: Key = Field(
        title="Part",
        description="`municipality`, eller en part i filen, i region.yaml eller i parties/",
    )
    heading: Line = Field(title="Rubrik vid underskriften")
    kind: PartyKind | None = Field(None, title="Slag av part", description="Som parten måste vara")
    short_name: Line | None = Field(
        None, title="Kortnamn i texten", description="T.ex. Kommunen, när det är detsamma för alla"
    )


class SignatureLabels(Record):
    """The labels under the signature lines."""

    place_and_date: Line = Field(title="Ort och datum")
    name: Line = Field(title="Namnteckning")
    name_in_print: Line = Field(title="Namnförtydligande")


class LocalItem(Record):
    """One item of the description of local resources; a fixed one has no local text."""

    key: Key = Field(title="Nyckel")
    text: Line = Field(title="Punktens text")
    name: Line | None = Field(
        None, title="Kort namn", description="I jämförelser, t.ex. Lokaler; inte i avtalet"
    )
    fixed: bool = Field(False, title="Fast text utan lokal specificering")


class DecisionsTable(Record):
    """The table of the parties' decisions: its caption, its column titles, and an empty cell."""

    caption: Line = Field(title="Tabellrubrik")
    party: Line = Field(title="Kolumnrubrik: part")
    body: Line = Field(title="Kolumnrubrik: beslutande organ")
    date: Line = Field(title="Kolumnrubrik: beslutsdatum")
    paragraph: Line = Field(title="Kolumnrubrik: paragraf")
    case_number: Line = Field(title="Kolumnrubrik: diarienummer")
    missing: Line = Field(title="Visas där en uppgift saknas")


class LocalTextWords(Record):
    """The words around a local text."""

    label: Line = Field(title="Ledtext", description="T.ex. Specificeras:")
    missing: Line = Field(title="Visas där texten saknas")


class FundingColumn(Record):
    """A column of figures in the funding table; ``parts`` are columns that it is the sum of."""

    key: Key = Field(title="Nyckel")
    title: Line = Field(title="Rubrik")
    unit: Line = Field(title="Enhet", description="T.ex. kr eller timmar")
    parts: tuple[Key, ...] = Field((), title="Summan av kolumnerna")


class FundingTable(Record):
    """How the funding table looks, and the sentence on the municipality's own row (Jinja2)."""

    caption: Line = Field(title="Tabellrubrik (Jinja2)")
    row_title: Line = Field(title="Första kolumnens rubrik")
    own_row_note: Line | None = Field(None, title="Mening om kommunens egen rad (Jinja2)")
    not_set: Line = Field("–", title="Visas där ett tal ännu inte är fastställt")
    columns: tuple[FundingColumn, ...] = Field(title="Kolumner")


class SteeringRole(Record):
    """Who must or may be represented in the local steering group."""

    key: Key = Field(title="Nyckel")
    title: Line = Field(title="Rubrik")
    mandatory: bool = Field(title="Obligatorisk")


class SteeringGroupTable(Record):
    """The steering group's table: caption, two column titles, and the roles in order."""

    caption: Line = Field(title="Tabellrubrik")
    columns: tuple[Line, Line] = Field(title="Två kolumnrubriker")
    missing: Line = Field(title="Visas där en obligatorisk roll saknas")
    roles: tuple[SteeringRole, ...] = Field(title="Roller")
    joint: Key | None = Field(
        None,
        title="Gemensam styrgrupp",
        description="En av region.yaml:s joint_groups, i stället för en i varje fil",
    )


Requirement = Literal[
    "local_texts",
    "steering_group",
    "signatories",
    "decisions",
    "organisation_numbers",
    "valid_from",
    "sums",
]


DocumentRequirement = Literal[Requirement, "signed"]


OverridableTerm = Literal["notice_months", "revision_months"]


class Overridable(Record):
    """The terms and clauses that a municipality may change for its own agreement."""

    terms: tuple[OverridableTerm, ...] = Field((), title="Villkor")
    clauses: tuple[Key, ...] = Field((), title="Avsnitt")
    added_clauses: bool = Field(
        False, title="Egna avsnitt", description="true när en kommun får lägga till avsnitt"
    )
    annexes: bool = Field(
        False, title="Egna bilagor", description="true när en kommun får lägga till bilagor"
    )


class Annexes(Record):
    """The annexes after the signatures: their word, their order, and what is said without any."""

    label: Line = Field(title="Ord före bilagans nummer", description="T.ex. Bilaga")
    none: Line = Field(
        title="Visas när det inte finns någon bilaga",
        description="T.ex. Överenskommelsen har inga bilagor.",
    )
    order: tuple[Key, ...] = Field(
        (), title="Bilagor i ordning", description="Filnamn i annexes/ utan ändelse"
    )


FontFamily = Literal["Source Sans Pro", "Source Serif Pro"]


class FamilyStyle(Record):
    """The colour and the fonts of a family, in place of those of its style sheet and Word file."""

    accent: Color | None = Field(
        None, title="Färg", description='Rubriker och linjer, t.ex. "#7a1f3d"'
    )
    text_font: FontFamily | None = Field(None, title="Typsnitt i löpande text")
    heading_font: FontFamily | None = Field(None, title="Typsnitt i rubriker och tabeller")


class CompanionDocument(Record):
    """A document that goes with an agreement, such as a memo on it or a notice to end it.

    It has its own texts, and the facts, directives, pictures and style of its family.
    """

    title: Line = Field(title="Titel (Jinja2)")
    subtitle: Line = Field(title="Underrubrik (Jinja2)")
    subject: Line = Field(title="Ämne i dokumentets egenskaper (Jinja2)")
    file_prefix: Key = Field(title="Filnamnens början")
    clauses: tuple[Key, ...] = Field(
        title="Avsnitt i ordning", description="Filnamn i mappen utan ändelse"
    )
    folder: Key | None = Field(
        None, title="Mapp i documents/", description="När den inte heter som dokumentet"
    )
    by: Key | None = Field(
        None,
        title="Part som dokumentet kommer från",
        description="Bara den undertecknar; i texterna heter den {{ by.name }}",
    )
    requires: tuple[DocumentRequirement, ...] = Field(
        (),
        title="Krävs för att dokumentet ska vara klart",
        description="signed: utgåvan är undertecknad; annars är det ett utkast",
    )


class Family(Record):
    """A family of agreements: the standard that its municipalities share (``family.yaml``)."""

    title: Line = Field(title="Titel (Jinja2)")
    subtitle: Line = Field(title="Underrubrik (Jinja2)")
    subject: Line = Field(title="Ämne i dokumentets egenskaper (Jinja2)")
    edition: Date = Field(title="Utgåva")
    edition_label: Line = Field(title="Utgåva i sidhuvudet (Jinja2)")
    case_number_label: Line = Field(title="Ledtext för diarienummer")
    page_label: Line = Field(title="Ord före sidnumret", description="T.ex. Sida")
    draft_mark: Line = Field(title="Märkning av utkast", description="T.ex. UTKAST")
    file_prefix: Key = Field(title="Filnamnens början")
    language: LanguageTag = Field(
        title="Språk", description="sv eller en, med eller utan land, t.ex. sv-SE"
    )
    terms: Terms = Field(title="Villkor")
    parties: tuple[PartyRole, ...] = Field(title="Parter i undertecknandets ordning")
    organisation_number_label: Line = Field(title="Ledtext för organisationsnummer")
    signature_lines: SignatureLabels = Field(title="Underskriftens ledtexter")
    delegation_label: Line | None = Field(
        None,
        title="Ledtext för delegation",
        description="Före den delegation som anges; tomt: Enligt, på engelska Under",
    )
    decisions: DecisionsTable | None = Field(None, title="Tabellen över parternas beslut")
    clauses: tuple[Key, ...] = Field(title="Avsnitt i ordning", description="Filnamn utan ändelse")
    style: FamilyStyle = Field(default_factory=lambda: FamilyStyle(), title="Färg och typsnitt")
    annexes: Annexes | None = Field(None, title="Bilagor")
    documents: dict[Key, CompanionDocument] = Field(
        default_factory=dict,
        title="Följdokument",
        description="Byggs med build --document; texterna ligger i documents/",
    )
    local_texts: LocalTextWords | None = Field(None, title="Ord kring lokala texter")
    local_items: tuple[LocalItem, ...] = Field((), title="Lokal resursbeskrivning")
    funding: FundingTable | None = Field(None, title="Tabellen över medel")
    posts: bool = Field(
        False, title="Tjänster", description="true när medlen betalar tjänster som faktureras"
    )
    steering_group: SteeringGroupTable | None = Field(None, title="Lokal styrgrupp")
    requires: tuple[Requirement, ...] = Field((), title="Krävs före undertecknande")
    required_values: tuple[Line, ...] = Field(
        (),
        title="Värden som krävs före undertecknande",
        description="Som mallarna skriver dem, t.ex. parties.region.decision.date",
    )
    fields: tuple[OwnField, ...] = Field(
        (),
        title="Egna fält",
        description="Vad varje överenskommelse fyller i under fields, och texterna använder",
    )
    overridable: Overridable = Field(
        default_factory=lambda: Overridable(), title="Vad en kommun får avvika från"
    )


class Fact(Record):
    """One fact of the standard, and the words by which its clause says it (each Jinja2)."""

    id: Line = Field(title="Beteckning", description="T.ex. 2.4.1")
    clause: Key = Field(title="Avsnitt")
    fact: Line = Field(title="Faktum med få ord")
    says: tuple[Line, ...] = Field((), title="Ord som ska finnas i avsnittet (Jinja2)")
    one_of: tuple[Line, ...] = Field((), title="Ord som minst ett av ska finnas (Jinja2)")
    never: tuple[Line, ...] = Field((), title="Ord som inte får finnas i avsnittet (Jinja2)")


class Reservations(Record):
    """How often words that limit or weaken what is said are in each clause of the standard.

    Each figure in a clause is counted too, also if it is no word of the list. A word that a clause
    does not list is not in it.
    """

    words: tuple[Line, ...] = Field(title="Ord som räknas", description="T.ex. inte, endast, om")
    clauses: dict[Key, dict[Line, WholeNumber]] = Field(
        title="Antal per avsnitt", description="T.ex. bindningstid: {kan: 1, ska: 1}"
    )


class Facts(Record):
    """What the standard says, fact by fact (``facts.yaml``); held against each agreement."""

    facts: tuple[Fact, ...] = Field(title="Fakta")
    reservations: Reservations | None = Field(
        None,
        title="Förbehåll",
        description="Hur ofta ord som begränsar står i varje avsnitt; tomt: räknas inte",
    )


class Vacancy(Record):
    """A time in which a post was not filled; both days are part of it."""

    starts: Date = Field(title="Första dagen")
    ends: Date | None = Field(None, title="Sista dagen", description="Tomt om vakansen pågår")


class Post(Record):
    """A post that the region's money pays: when it is filled, and how much of full time."""

    starts: Date = Field(title="Börjar")
    ends: Date | None = Field(None, title="Slutar", description="Sista dagen; tomt om tills vidare")
    degree_percent: Percent = Field(
        100, title="Sysselsättningsgrad (procent)", description="100 är heltid"
    )
    planned: bool = Field(
        False,
        title="Planerad",
        description="Tjänsten är planerad men inte tillsatt; den ger ingen rätt till medel",
    )
    vacancies: tuple[Vacancy, ...] = Field((), max_length=MOST_POSTS, title="Vakanser")


class Confirmation(Record):
    """Who confirmed one of the municipality's own texts for it, when, and where that is recorded.

    The hash is that of the text that was confirmed: another text is not confirmed by it.
    """

    by: Line = Field(title="Bekräftad av", description="Tjänstetitel eller roll, ingens namn")
    on: Date = Field(title="Bekräftad den")
    source: Line = Field(title="Källa", description="T.ex. ett diarienummer eller ett formulär")
    sha256: Sha256 = Field(title="Textens SHA-256", description="Skrivs av agreement-gen confirm")


class RowFacts(BaseModel):
    """The facts of an agreement that the other agreements' funding tables show, and no others."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    municipality: Line | None = None
    title: Line | None = None
    group: Line | None = None
    agreement: Key
    funding: UnfinishedColumns


class TermOverride(Record):
    """A term that differs from the standard's, and why; months."""

    value: PositiveMonths = Field(title="Värde (månader)")
    reason: Line = Field(title="Skäl")


class ClauseOverride(Record):
    """A clause whose text differs from the standard's (Markdown, with its `# Title`), and why."""

    text: WholeText = Field(title="Avsnittets text")
    reason: Line = Field(title="Skäl")


class AddedClause(Record):
    """A clause that only one municipality has (Markdown, with its `# Title`), and why."""

    after: Key = Field(title="Efter avsnittet", description="Standardens avsnitt före det")
    text: WholeText = Field(title="Avsnittets text")
    reason: Line = Field(title="Skäl")


class AddedAnnex(Record):
    """An annex that only one municipality has (Markdown, with its `# Title`), and why."""

    text: WholeText = Field(title="Bilagans text")
    reason: Line = Field(title="Skäl")


class Overrides(Record):
    """Where a municipality's agreement differs from the standard."""

    terms: dict[OverridableTerm, TermOverride] = Field(default_factory=dict, title="Villkor")
    clauses: dict[Key, ClauseOverride] = Field(default_factory=dict, title="Avsnitt")
    added_clauses: dict[Key, AddedClause] = Field(default_factory=dict, title="Egna avsnitt")
    annexes: dict[Key, AddedAnnex] = Field(
        default_factory=dict, title="Egna bilagor", description="Efter standardens bilagor"
    )


class Signed(Record):
    """The agreement as it was signed by all parties.

    What was signed ``outside`` was not built here, so that its text was never compared; that of a
    ``scanned`` paper was read by whoever recorded it. Any other was compared with what was built.
    """

    date: Date = Field(title="Undertecknad")
    edition: Date = Field(title="Utgåva")
    sha256: Sha256 = Field(title="Den undertecknade filens SHA-256")
    text: Sha256 | None = Field(
        None,
        title="Den undertecknade textens SHA-256",
        description="Skrivs av agreement-gen signed; texten finns i mappen signed",
    )
    commit: CommitId | None = Field(None, title="Commit som filen byggdes av")
    effective: Date | None = Field(
        None,
        title="Utgåvan gäller från",
        description="När det är en annan dag än undertecknandet; första utgåvan: valid_from",
    )
    outside: bool = Field(
        False,
        title="Undertecknad utanför programmet",
        description="true när avtalet inte är byggt här; dess text är då inte kontrollerad",
    )
    scanned: bool = Field(
        False,
        title="Inskannat papper",
        description="true när den som registrerade avtalet läste texten på papperet",
    )


class Termination(Record):
    """A notice in writing that ends the agreement, or what the parties agreed about its end."""

    by: Line = Field(title="Uppsagd av", description="Parten, t.ex. Vetlanda kommun")
    received: Date = Field(title="Uppsägningen kom in")
    ends: Date = Field(title="Sista dagen som överenskommelsen gäller")
    source: Line = Field(title="Källa", description="T.ex. ett diarienummer")
    agreed: bool = Field(
        False,
        title="Parterna är överens om slutdagen",
        description="true när dagen är tidigare än uppsägningstiden medger",
    )


class Amendment(Record):
    """A supplementary agreement (tilläggsavtal): its own text, signing and day."""

    signed: Date = Field(title="Undertecknat")
    effective: Date = Field(title="Gäller från")
    text: WholeText = Field(title="Tilläggsavtalets text")
    source: Line = Field(title="Källa", description="T.ex. ett diarienummer")
    annual_amount_sek: WholeNumber | None = Field(
        None, title="Nytt årsbelopp (kronor)", description="Tomt när beloppet inte ändras"
    )
    price_year: Year | None = Field(
        None, title="Det nya beloppets prisnivå (år)", description="Tomt: året som det gäller från"
    )
    sha256: Sha256 | None = Field(None, title="Den undertecknade filens SHA-256")


class Extension(Record):
    """The extension of a fixed term; both days are part of the new term."""

    signed: Date = Field(title="Undertecknad")
    starts: Date = Field(title="Första dagen")
    ends: Date = Field(title="Sista dagen")
    source: Line = Field(title="Källa", description="T.ex. ett diarienummer")


class PreviousEdition(Record):
    """An earlier edition of the agreement, kept when it was revised.

    Its days and what its amount was raised from are kept where the revision changed them.
    """

    edition: Date = Field(title="Utgåva")
    annual_amount_sek: WholeNumber | None = Field(None, title="Årsbelopp (kronor)")
    indexed: Indexed | None = Field(None, title="Uppräkning av årsbeloppet")
    valid_from: Date | None = Field(None, title="Gällde från och med")
    valid_to: Date | None = Field(None, title="Gällde till och med")
    signed: Signed | None = Field(None, title="Undertecknande")
    dropped: dict[Key, WholeText] = Field(
        default_factory=dict, title="Lokala texter som utgick vid revideringen"
    )


class AgreementRecord(Record):
    """One agreement (a file in ``municipalities/`` or ``agreements/``).

    The facts of its municipality are at the top, because most agreements have one; an agreement
    without a municipality, or with several, names its parties under ``parties`` and has a
    ``title`` of its own. What a family does not describe (money, posts, local texts, a steering
    group) its agreements do not have.
    """

    municipality: Line | None = Field(None, title="Kommun", description="Kort namn, t.ex. Vetlanda")
    legal_name: Line | None = Field(
        None, title="Partens namn", description="T.ex. Jönköpings kommun"
    )
    code: Kommunkod | None = Field(
        None, title="Kommunkod", description='Fyra siffror inom citattecken: "0685"'
    )
    title: Line | None = Field(
        None, title="Överenskommelsens namn", description="När den inte är med en enda kommun"
    )
    group: Line | None = Field(None, title="Grupp", description="En av grupperna i funding.yaml")
    agreement: Key = Field(title="Överenskommelse", description="Mapp under templates/")
    edition: Date = Field(title="Utgåva av standarden som gäller")
    organisation_number: OrganisationNumber | None = Field(None, title="Organisationsnummer")
    organisation_number_source: Line | None = Field(
        None,
        title="Organisationsnumrets källa",
        description="Var numret är kontrollerat, och när",
    )
    parties: dict[Key, Party] = Field(
        default_factory=dict,
        title="Parter i just denna överenskommelse",
        description="Går före vad region.yaml och filerna i parties/ säger om samma part",
    )
    funding: UnfinishedColumns = Field(default_factory=dict, title="Kommunens rad i fördelningen")
    posts: tuple[Post, ...] = Field(
        (), max_length=MOST_POSTS, title="Tjänster som regionens medel finansierar"
    )
    valid_from: Date | None = Field(None, title="Gäller från och med")
    valid_to: Date | None = Field(
        None, title="Gäller till och med", description="Endast vid tidsbestämt avtal"
    )
    local_resources: dict[Key, WholeText | None] = Field(
        default_factory=dict,
        title="Lokala texter",
        description="Markdown: stycken, listor, betoning",
    )
    steering_group: tuple[Seat, ...] = Field((), title="Lokal styrgrupp")
    fields: dict[Key, Any] = Field(
        default_factory=dict, title="Egna fält", description="Som family.yaml beskriver dem"
    )
    unconfirmed: tuple[Key, ...] = Field(
        (),
        title="Obekräftade texter",
        description="Lokala texter, eller steering_group, som kommunen inte har bekräftat",
    )
    confirmed: dict[Key, Confirmation] = Field(
        default_factory=dict, title="Bekräftade texter", description="Skrivs av confirm"
    )
    logotype: PictureName | None = Field(
        None, title="Logotyp", description="Fil i templates/shared/pictures/, t.ex. kommun.svg"
    )
    signatory: Signatory | None = Field(None, title="Undertecknare för kommunen")
    signatories: tuple[Signatory, ...] = Field(
        (), title="Undertecknare, flera", description="I stället för signatory, i ordning"
    )
    decision: Decision = Field(default_factory=Decision, title="Kommunens beslut")
    case_numbers: dict[Key, Line] = Field(
        default_factory=dict,
        title="Diarienummer hos andra parter",
        description="När en annan part har ett eget diarienummer för just denna överenskommelse",
    )
    planned_degree_percent: PositiveNumber | None = Field(
        None,
        title="Planerad sysselsättning (procent, alla tjänster)",
        description="Grund för fakturan när tjänster delar på medlen",
    )
    overrides: Overrides = Field(default_factory=Overrides, title="Avvikelser från standarden")
    indexed: Indexed | None = Field(None, title="Uppräkning av årsbeloppet")
    signed: Signed | None = Field(None, title="Undertecknad överenskommelse")
    amendments: tuple[Amendment, ...] = Field(
        (), title="Tilläggsavtal", description="Skrivs av amend"
    )
    extensions: tuple[Extension, ...] = Field(
        (), title="Förlängningar", description="Skrivs av extend"
    )
    terminations: tuple[Termination, ...] = Field(
        (), title="Uppsägningar", description="Skrivs av terminate"
    )
    history: tuple[PreviousEdition, ...] = Field((), title="Tidigare utgåvor")
