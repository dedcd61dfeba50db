"""What a workspace holds, as frozen records: the region, the agreement family, the municipalities.

Keys are English; titles and descriptions are Swedish, because they are shown to the person who
fills in a file (completion and hover in an editor). All of a family's words and figures are
data; the records know only what every agreement has.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from agreement_gen.workspace.fields import (
    CommitId,
    CountyCode,
    Date,
    Figure,
    Key,
    Kommunkod,
    Line,
    OrganisationNumber,
    Percent,
    PositiveNumber,
    Sha256,
    WholeNumber,
    WholeText,
)

MUNICIPALITY_PARTY = "municipality"
"""The id of the party whose facts are in the municipality's own file."""

AMOUNT = "annual_amount_sek"
"""The column of the funding table that holds each yearly amount in whole kronor."""

SET_ASIDE = "set_aside_sek"
"""The key, and the row in ``accepted_differences``, of the amount that the region sets aside."""


class Record(BaseModel):
    """A frozen record in which every key must be known."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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


class Party(Record):
    """A party other than the municipality."""

    name: Line = Field(title="Partens namn")
    organisation_number: OrganisationNumber | None = Field(None, title="Organisationsnummer")
    organisation_number_source: Line | None = Field(
        None,
        title="Organisationsnumrets källa",
        description="Var numret är kontrollerat, och när",
    )
    signatory: Signatory = Field(title="Undertecknare")
    decision: Decision = Field(default_factory=Decision, title="Beslut")


Columns = dict[Key, WholeNumber]


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
    base_year: PositiveNumber = Field(title="Ursprungligt år")
    year: PositiveNumber = Field(title="Uppräknat till år")


class RegionFunding(Record):
    """The money set aside (whole kronor a year) and the published table's groups and sums."""

    set_aside_sek: WholeNumber = Field(title="Avsatt belopp (kronor per år)")
    groups: tuple[Group, ...] = Field(title="Grupper i tabellens ordning")
    total: Total = Field(title="Totalrad")
    accepted_differences: tuple[AcceptedDifference, ...] = Field(
        (), title="Kända avrundningsskillnader"
    )
    price_year: PositiveNumber | None = Field(
        None,
        title="Prisnivå (år)",
        description="Året som de avtalade beloppen gäller för; behövs för uppräkning",
    )
    indexed: Indexed | None = Field(None, title="Uppräkning av avsatt belopp")


class RoundingRule(Record):
    """How an indexed amount is rounded."""

    unit_sek: PositiveNumber = Field(title="Avrundas till närmaste (kronor)")
    mode: Literal["half_up", "half_even", "down"] = Field(title="Avrundningsregel")


class IndexFigure(Record):
    """The index figure (level) of one year, and where it was published."""

    year: PositiveNumber = Field(title="År")
    figure: Figure = Field(title="Indextal")
    source: Line = Field(title="Källa")
    dated: Date = Field(title="Källans datum")


class Index(Record):
    """The index series that amounts are raised by between years."""

    rounding: RoundingRule = Field(title="Avrundning")
    figures: tuple[IndexFigure, ...] = Field((), title="Indextal per år")


SigningProfile = Literal["paper", "service", "fields"]


class Region(Record):
    """The region and what it shares with all its municipalities (``region.yaml``)."""

    name: Line = Field(title="Regionens namn")
    short_name: Line = Field(title="Kortnamn", description="Som regionen kallas i löpande text")
    county: Line = Field(title="Län")
    county_code: CountyCode = Field(
        title="Länskod", description="Kommunkodernas två första siffror"
    )
    names: dict[Key, Line] = Field(
        default_factory=dict,
        title="Namn i texterna",
        description="Regionens egna namn, som avtalstexten hämtar som {{ region.names.… }}",
    )
    index: Index = Field(title="Indexserie")
    parties: dict[Key, Party] = Field(title="Parter utöver kommunen")
    signing: SigningProfile = Field(
        "paper", title="Undertecknande", description="paper, service eller fields"
    )
    funding: RegionFunding = Field(title="Fördelning av medel")


class Terms(Record):
    """How long the agreement runs and how it ends; months."""

    duration: Literal["until_further_notice", "fixed_term"] = Field(title="Löptid")
    notice_months: WholeNumber = Field(title="Uppsägningstid (månader)")
    revision_months: PositiveNumber = Field(title="Revideras var … månad")
    revision_warning_months: WholeNumber = Field(6, title="Förvarning före revidering (månader)")
    term_months: PositiveNumber | None = Field(
        None, title="Avtalstid (månader)", description="Endast vid tidsbestämt avtal"
    )


class PartyRole(Record):
    """A party in the order of signing: its id and the heading over its signature (Jinja2)."""

    id: Key = Field(title="Part", description="`municipality` eller en part i region.yaml")
    heading: Line = Field(title="Rubrik vid underskriften")


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
    own_row_note: Line = Field(title="Mening om kommunens egen rad")
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


Requirement = Literal[
    "local_texts",
    "steering_group",
    "signatories",
    "decisions",
    "organisation_numbers",
    "valid_from",
    "sums",
]


OverridableTerm = Literal["notice_months", "revision_months"]


class Overridable(Record):
    """The terms and clauses that a municipality may change for its own agreement."""

    terms: tuple[OverridableTerm, ...] = Field((), title="Villkor")
    clauses: tuple[Key, ...] = Field((), title="Avsnitt")


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
    language: Line = Field(title="Språk", description="BCP 47, t.ex. sv-SE")
    terms: Terms = Field(title="Villkor")
    parties: tuple[PartyRole, ...] = Field(title="Parter i undertecknandets ordning")
    organisation_number_label: Line = Field(title="Ledtext för organisationsnummer")
    signature_lines: SignatureLabels = Field(title="Underskriftens ledtexter")
    delegation_label: Line = Field(
        "Enligt", title="Ledtext för delegation", description="Före den delegation som anges"
    )
    decisions: DecisionsTable | None = Field(None, title="Tabellen över parternas beslut")
    clauses: tuple[Key, ...] = Field(title="Avsnitt i ordning", description="Filnamn utan ändelse")
    local_texts: LocalTextWords = Field(title="Ord kring lokala texter")
    local_items: tuple[LocalItem, ...] = Field(title="Lokal resursbeskrivning")
    funding: FundingTable = Field(title="Tabellen över medel")
    steering_group: SteeringGroupTable = Field(title="Lokal styrgrupp")
    requires: tuple[Requirement, ...] = Field(title="Krävs före undertecknande")
    required_values: tuple[Line, ...] = Field(
        (),
        title="Värden som krävs före undertecknande",
        description="Som mallarna skriver dem, t.ex. parties.region.decision.date",
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


class Facts(Record):
    """What the standard says, fact by fact (``facts.yaml``); held against each agreement."""

    facts: tuple[Fact, ...] = Field(title="Fakta")


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
    vacancies: tuple[Vacancy, ...] = Field((), title="Vakanser")


class Seat(Record):
    """A seat in the local steering group: the role it fills and who or what fills it."""

    role: Key = Field(title="Roll", description="En av standardens roller")
    seat: Line = Field(title="Funktion eller verksamhet", description="Ingen persons namn")


class Confirmation(Record):
    """Who confirmed one of the municipality's own texts for it, when, and where that is recorded.

    The hash is that of the text that was confirmed: another text is not confirmed by it.
    """

    by: Line = Field(title="Bekräftad av", description="Tjänstetitel eller roll, ingens namn")
    on: Date = Field(title="Bekräftad den")
    source: Line = Field(title="Källa", description="T.ex. ett diarienummer eller ett formulär")
    sha256: Sha256 = Field(title="Textens SHA-256", description="Skrivs av agreement-gen confirm")


class TermOverride(Record):
    """A term that differs from the standard's, and why; months."""

    value: PositiveNumber = Field(title="Värde (månader)")
    reason: Line = Field(title="Skäl")


class ClauseOverride(Record):
    """A clause whose text differs from the standard's (Markdown, with its `# Title`), and why."""

    text: WholeText = Field(title="Avsnittets text")
    reason: Line = Field(title="Skäl")


class Overrides(Record):
    """Where a municipality's agreement differs from the standard."""

    terms: dict[OverridableTerm, TermOverride] = Field(default_factory=dict, title="Villkor")
    clauses: dict[Key, ClauseOverride] = Field(default_factory=dict, title="Avsnitt")


class Signed(Record):
    """The agreement as it was signed by all parties."""

    date: Date = Field(title="Undertecknad")
    edition: Date = Field(title="Utgåva")
    sha256: Sha256 = Field(title="Den undertecknade filens SHA-256")
    commit: CommitId | None = Field(None, title="Commit som filen byggdes av")


class PreviousEdition(Record):
    """An earlier edition of the agreement, kept when it was revised."""

    edition: Date = Field(title="Utgåva")
    annual_amount_sek: WholeNumber | None = Field(None, title="Årsbelopp (kronor)")
    signed: Signed | None = Field(None, title="Undertecknande")
    dropped: dict[Key, WholeText] = Field(
        default_factory=dict, title="Lokala texter som utgick vid revideringen"
    )


class Municipality(Record):
    """One municipality's agreement (``municipalities/NAME.yaml``)."""

    municipality: Line = Field(title="Kommun", description="Kort namn, t.ex. Vetlanda")
    legal_name: Line = Field(title="Partens namn", description="T.ex. Jönköpings kommun")
    code: Kommunkod = Field(title="Kommunkod", description='Fyra siffror inom citattecken: "0685"')
    group: Line = Field(title="Grupp", description="En av regionens grupper")
    agreement: Key = Field(title="Överenskommelse", description="Mapp under templates/")
    edition: Date = Field(title="Utgåva av standarden som gäller")
    organisation_number: OrganisationNumber | None = Field(None, title="Organisationsnummer")
    organisation_number_source: Line | None = Field(
        None,
        title="Organisationsnumrets källa",
        description="Var numret är kontrollerat, och när",
    )
    funding: Columns = Field(title="Kommunens rad i fördelningen")
    posts: tuple[Post, ...] = Field((), title="Tjänster som regionens medel finansierar")
    valid_from: Date | None = Field(None, title="Gäller från och med")
    local_resources: dict[Key, WholeText | None] = Field(
        title="Lokala texter", description="Markdown: stycken, listor, betoning"
    )
    steering_group: tuple[Seat, ...] = Field(title="Lokal styrgrupp")
    unconfirmed: tuple[Key, ...] = Field(
        (),
        title="Obekräftade texter",
        description="Lokala texter, eller steering_group, som kommunen inte har bekräftat",
    )
    confirmed: dict[Key, Confirmation] = Field(
        default_factory=dict, title="Bekräftade texter", description="Skrivs av confirm"
    )
    signatory: Signatory = Field(title="Undertecknare för kommunen")
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
    history: tuple[PreviousEdition, ...] = Field((), title="Tidigare utgåvor")
