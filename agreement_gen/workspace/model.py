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

    title: Line = Field(title="Title", description="Office title, e.g. Fritidschef")
    name: Line | None = Field(
        None, title="Name", description="The signatory's name; empty until it is decided"
    )
    acting_as: Line | None = Field(
        None,
        title="Signs as",
        description="When another person signs, e.g. Tillförordnad fritidschef",
    )
    delegation: Line | None = Field(
        None,
        title="Authority to sign",
        description="The decision that gives authority to sign, e.g. Delegationsordningen 4.2",
    )


class Decision(Record):
    """A party's decision to enter into the agreement."""

    body: Line | None = Field(None, title="Body", description="E.g. Kultur- och fritidsnämnden")
    date: Date | None = Field(None, title="Date of the decision", description="YYYY-MM-DD")
    paragraph: Line | None = Field(None, title="Paragraph", description='E.g. "§ 42"')
    case_number: Line | None = Field(None, title="Case number", description="The party's own")


PartyKind = Literal["municipality", "region", "association", "federation", "company"]


class Party(Record):
    """A party whose facts are not at the top of an agreement's own file.

    The facts of one party may be in several files: those of the agreement go before those of
    ``region.yaml`` and of ``parties/``.
    """

    file: Key | None = Field(
        None,
        title="File in parties/",
        description="The file's name without its ending; what is not given here is taken from it",
    )
    name: Line | None = Field(None, title="The party's name")
    short_name: Line | None = Field(
        None, title="Short name", description="What the party is called in running text"
    )
    kind: PartyKind | None = Field(
        None,
        title="Kind of party",
        description="municipality, region, association, federation or company",
    )
    code: Kommunkod | None = Field(
        None,
        title="Kommunkod",
        description="When the party is a municipality: four digits in quotes",
    )
    organisation_number: OrganisationNumber | None = Field(None, title="Organisation number")
    organisation_number_source: Line | None = Field(
        None,
        title="The organisation number's source",
        description="Where the number was checked, and when",
    )
    logotype: PictureName | None = Field(
        None, title="Logotype", description="File in templates/shared/pictures/, e.g. region.svg"
    )
    signatory: Signatory | None = Field(None, title="Signatory")
    signatories: tuple[Signatory, ...] = Field(
        (), title="Signatories, several", description="Instead of signatory, in order"
    )
    decision: Decision = Field(default_factory=Decision, title="Decision")


Columns = dict[Key, WholeNumber]
"""The figures of one row of the funding table, by column."""

UnfinishedColumns = dict[Key, WholeNumber | None]
"""The same while some figures are not set yet."""


class Group(Record):
    """A group of municipalities in the funding table, with its published sums."""

    name: Line = Field(title="The group's name")
    sum_title: Line = Field(title="Heading of the row of sums")
    published: Columns = Field(title="Published sums", description="A figure for each column")


class Total(Record):
    """The funding table's last row, with its published sums."""

    title: Line = Field(title="Heading of the row of totals")
    published: Columns = Field(title="Published sums", description="A figure for each column")


class AcceptedDifference(Record):
    """A published figure that is known not to be the sum of its parts, and is accepted as it is."""

    row: Line = Field(
        title="Row", description="Municipality, row of sums, row of totals or set_aside_sek"
    )
    column: Key = Field(title="Column")
    published: WholeNumber = Field(title="Published figure")
    computed: WholeNumber = Field(title="Computed figure")


class Indexed(Record):
    """What an indexed amount was calculated from, so that rounding never adds up over the years."""

    base_amount_sek: WholeNumber = Field(title="Original yearly amount (kronor)")
    base_year: Year = Field(title="Original year")
    year: Year = Field(title="Raised to the year")


class YearlyRaise(Record):
    """That each yearly amount is raised by the index between years, and what allows it."""

    clause: Key = Field(title="Clause that allows it", description="One of the standard's clauses")
    source: Line | None = Field(
        None, title="Source", description="E.g. the minutes where the parties agreed on it"
    )


class InvoiceRules(Record):
    """How a year's invoice is calculated where the standard does not settle it.

    Each rule but the months of service is an assumption that is printed on every basis.
    """

    part_months: Literal["whole_months", "by_days", "begun_months"] = Field(
        "whole_months",
        title="Parts of months",
        description="Only whole months count, by days, or also months that have begun",
    )
    degree: Literal["not_weighted", "planned_degree", "table_hours"] = Field(
        "not_weighted",
        title="Degree of employment",
        description="Has no effect, against planned_degree_percent, or against the table's hours",
    )
    overlap: Literal["paid_once"] = Field(
        "paid_once", title="Overlap", description="The same day is paid once"
    )
    vacancies: Literal["not_paid", "paid"] = Field("not_paid", title="Vacancies")
    hours_column: Key | None = Field(
        None, title="Column with hours a week", description="That the posts are compared with"
    )
    full_time_hours: PositiveNumber | None = Field(None, title="Full time (hours a week)")
    vat_note: Line | None = Field(
        None, title="Note on value added tax", description="Printed as it is"
    )
    reference: Line | None = Field(None, title="Reference that the invoice is marked with")


class PublishedFunding(Record):
    """A family's money (``funding.yaml``): what is set aside, the groups, the published sums.

    Amounts are whole kronor a year.
    """

    set_aside_sek: WholeNumber = Field(title="Amount set aside (kronor a year)")
    groups: tuple[Group, ...] = Field((), title="Groups in the order of the table")
    total: Total = Field(title="Row of totals")
    accepted_differences: tuple[AcceptedDifference, ...] = Field(
        (), title="Known differences from rounding"
    )
    price_year: Year | None = Field(
        None,
        title="Price level (year)",
        description="The year that the agreed amounts hold for; needed for raising them",
    )
    indexed: Indexed | None = Field(None, title="How the amount set aside was raised")
    yearly_raise: YearlyRaise | None = Field(
        None,
        title="The yearly amounts are raised between years",
        description="Empty: each amount holds as it was agreed",
    )
    invoicing: InvoiceRules = Field(
        default_factory=lambda: InvoiceRules(), title="Rules of the invoice basis"
    )


class RoundingRule(Record):
    """How an indexed amount is rounded."""

    unit_sek: PositiveNumber = Field(title="Rounded to the nearest (kronor)")
    mode: Literal["half_up", "half_even", "down"] = Field(title="Rule of rounding")


class IndexFigure(Record):
    """The index of one year, and where it was published.

    Either a ``figure`` (the level, on any base) or a ``percent`` (the change from the year before).
    """

    year: Year = Field(title="Year")
    figure: Figure | None = Field(None, title="Index figure (level)")
    percent: PercentChange | None = Field(
        None,
        title="Change from the year before (per cent)",
        description="Instead of an index figure",
    )
    source: Line = Field(title="Source")
    dated: Date = Field(title="Date of the source")
    confirmed: bool = Field(
        False,
        title="The jump is confirmed",
        description="true when the change is right, though larger than largest_change_percent",
    )


class Index(Record):
    """The index series that amounts are raised by between years."""

    rounding: RoundingRule = Field(title="Rounding")
    largest_change_percent: PositiveNumber = Field(
        10,
        title="Largest change between two years (per cent)",
        description="A larger one has to be confirmed",
    )
    figures: tuple[IndexFigure, ...] = Field((), title="Index figures by year")


class Seat(Record):
    """A seat in the local steering group: the role it fills and who or what fills it."""

    role: Key = Field(title="Role", description="One of the standard's roles")
    seat: Line = Field(title="Function or organisation", description="No person's name")


SigningProfile = Literal["paper", "service", "fields"]


class MarkArea(Record):
    """A rectangle of each page, in whole millimetres from its left and lower edges."""

    left_mm: WholeNumber = Field(title="From the left edge to the left side (mm)")
    right_mm: WholeNumber = Field(title="From the left edge to the right side (mm)")
    bottom_mm: WholeNumber = Field(title="From the lower edge to the lower side (mm)")
    top_mm: WholeNumber = Field(title="From the lower edge to the upper side (mm)")


class SigningService(Record):
    """The signing service whose marks and pages are accepted under its own seal."""

    root: Line = Field(
        title="Root certificate",
        description="File in the workspace (PEM or DER), from the service, never out of a PDF",
    )
    certificate: Line = Field(
        title="The certificate's name",
        description="The name (common name) in the service's own certificate",
    )
    marks: MarkArea | None = Field(
        None,
        title="Where on each page the service may put its mark",
        description="Left out if the service puts none; choose an area without text",
    )
    added_pages: WholeNumber = Field(0, title="How many pages the service may add at the end")


class Region(Record):
    """The region and what it shares with all its municipalities (``region.yaml``)."""

    name: Line = Field(title="The region's name")
    short_name: Line = Field(
        title="Short name", description="What the region is called in running text"
    )
    county: Line | None = Field(
        None, title="County", description="When all municipalities are in one county"
    )
    county_code: CountyCode | None = Field(
        None, title="County code", description="The first two digits of the kommunkoder"
    )
    names: dict[Key, Line] = Field(
        default_factory=dict,
        title="Names in the texts",
        description="The region's own names, which the text gets as {{ region.names.… }}",
    )
    index: Index | None = Field(None, title="Index series")
    parties: dict[Key, Party] = Field(
        default_factory=dict,
        title="Parties of several agreements",
        description="By the party's key in family.yaml; larger collections are in parties/",
    )
    joint_groups: dict[Key, tuple[Seat, ...]] = Field(
        default_factory=dict,
        title="Joint steering groups",
        description="Described once and shown in each agreement",
    )
    signing: SigningProfile = Field(
        "paper", title="Signing", description="paper, service or fields"
    )
    signing_service: SigningService | None = Field(
        None,
        title="Signing service",
        description="What it may add to a PDF under its own seal",
    )
    fields: tuple[OwnField, ...] = Field(
        (), title="Own fields of all agreements", description="As fields in family.yaml"
    )


class Terms(Record):
    """How long the agreement runs, how it ends, and when it is revised; months.

    A fixed term lasts ``term_months`` from its start, or to the ``valid_to`` of each agreement. A
    renewed one goes on for ``renewal_months`` at a time unless notice is given. Without
    ``notice_months`` no party may give notice; without ``revision_months`` and ``revision_day``
    nothing is revised.
    """

    duration: Literal["until_further_notice", "fixed_term", "renewed_term"] = Field(
        title="Duration"
    )
    notice_months: Months | None = Field(None, title="Period of notice (months)")
    revision_months: PositiveMonths | None = Field(None, title="Revised every … months")
    revision_day: DayOfYear | None = Field(
        None, title="Revised each year by", description="Month and day, e.g. 10-31"
    )
    revision_warning_months: Months = Field(6, title="Warning ahead of the revision (months)")
    term_months: PositiveMonths | None = Field(
        None, title="Term (months)", description="Only for an agreement with a fixed term"
    )
    renewal_months: PositiveMonths | None = Field(
        None, title="Renewed for (months)", description="Only when the agreement is renewed"
    )


class PartyRole(Record):
    """A party in the order of signing: its id and the heading over its signature (Jinja2)."""

    id: Key = Field(
        title="Party",
        description="`municipality`, or a party in the file, in region.yaml or in parties/",
    )
    heading: Line = Field(title="Heading at the signature")
    kind: PartyKind | None = Field(
        None, title="Kind of party", description="That the party has to be"
    )
    short_name: Line | None = Field(
        None,
        title="Short name in the text",
        description="E.g. Kommunen, when it is the same for all",
    )


class SignatureLabels(Record):
    """The labels under the signature lines."""

    place_and_date: Line = Field(title="Place and date")
    name: Line = Field(title="Signature")
    name_in_print: Line = Field(title="Name in print")


class LocalItem(Record):
    """One item of the description of local resources; a fixed one has no local text."""

    key: Key = Field(title="Key")
    text: Line = Field(title="The item's text")
    name: Line | None = Field(
        None,
        title="Name for short",
        description="In comparisons, e.g. Lokaler; not in the agreement",
    )
    fixed: bool = Field(False, title="Fixed text without local details")


class DecisionsTable(Record):
    """The table of the parties' decisions: its caption, its column titles, and an empty cell."""

    caption: Line = Field(title="Heading of the table")
    party: Line = Field(title="Column heading: party")
    body: Line = Field(title="Column heading: deciding body")
    date: Line = Field(title="Column heading: date of the decision")
    paragraph: Line = Field(title="Column heading: paragraph")
    case_number: Line = Field(title="Column heading: case number")
    missing: Line = Field(title="Shown where a fact is missing")


class LocalTextWords(Record):
    """The words around a local text."""

    label: Line = Field(title="Label", description="E.g. Specificeras:")
    missing: Line = Field(title="Shown where the text is missing")


class FundingColumn(Record):
    """A column of figures in the funding table; ``parts`` are columns that it is the sum of."""

    key: Key = Field(title="Key")
    title: Line = Field(title="Heading")
    unit: Line = Field(title="Unit", description="E.g. kr or timmar")
    parts: tuple[Key, ...] = Field((), title="The sum of the columns")


class FundingTable(Record):
    """How the funding table looks, and the sentence on the municipality's own row (Jinja2)."""

    caption: Line = Field(title="Heading of the table (Jinja2)")
    row_title: Line = Field(title="Heading of the first column")
    own_row_note: Line | None = Field(None, title="Sentence on the municipality's own row (Jinja2)")
    not_set: Line = Field("–", title="Shown where a figure is not set yet")
    columns: tuple[FundingColumn, ...] = Field(title="Columns")


class SteeringRole(Record):
    """Who must or may be represented in the local steering group."""

    key: Key = Field(title="Key")
    title: Line = Field(title="Heading")
    mandatory: bool = Field(title="Mandatory")


class SteeringGroupTable(Record):
    """The steering group's table: caption, two column titles, and the roles in order."""

    caption: Line = Field(title="Heading of the table")
    columns: tuple[Line, Line] = Field(title="Two column headings")
    missing: Line = Field(title="Shown where a mandatory role is missing")
    roles: tuple[SteeringRole, ...] = Field(title="Roles")
    joint: Key | None = Field(
        None,
        title="Joint steering group",
        description="One of region.yaml's joint_groups, instead of one in each file",
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

    terms: tuple[OverridableTerm, ...] = Field((), title="Terms")
    clauses: tuple[Key, ...] = Field((), title="Clauses")
    added_clauses: bool = Field(
        False, title="Own clauses", description="true when a municipality may add clauses"
    )
    annexes: bool = Field(
        False, title="Own annexes", description="true when a municipality may add annexes"
    )


class Annexes(Record):
    """The annexes after the signatures: their word, their order, and what is said without any."""

    label: Line = Field(title="Word before the annex's number", description="E.g. Bilaga")
    none: Line = Field(
        title="Shown where there is no annex",
        description="E.g. Överenskommelsen har inga bilagor.",
    )
    order: tuple[Key, ...] = Field(
        (), title="Annexes in order", description="Name of the file in annexes/ without its ending"
    )


FontFamily = Literal["Source Sans Pro", "Source Serif Pro"]


class FamilyStyle(Record):
    """The colour and the fonts of a family, in place of those of its style sheet and Word file."""

    accent: Color | None = Field(
        None, title="Colour", description='Headings and lines, e.g. "#7a1f3d"'
    )
    text_font: FontFamily | None = Field(None, title="Font of running text")
    heading_font: FontFamily | None = Field(None, title="Font of headings and tables")


class CompanionDocument(Record):
    """A document that goes with an agreement, such as a memo on it or a notice to end it.

    It has its own texts, and the facts, directives, pictures and style of its family.
    """

    title: Line = Field(title="Title (Jinja2)")
    subtitle: Line = Field(title="Subtitle (Jinja2)")
    subject: Line = Field(title="Subject in the document's properties (Jinja2)")
    file_prefix: Key = Field(title="What the files' names begin with")
    clauses: tuple[Key, ...] = Field(
        title="Clauses in order", description="Name of the file in the folder without its ending"
    )
    folder: Key | None = Field(
        None, title="Folder in documents/", description="When it is not named as the document is"
    )
    by: Key | None = Field(
        None,
        title="Party that the document comes from",
        description="It alone signs; in the texts it is {{ by.name }}",
    )
    requires: tuple[DocumentRequirement, ...] = Field(
        (),
        title="Required for the document to be ready",
        description="signed: the edition is signed; else it is a draft",
    )


class Family(Record):
    """A family of agreements: the standard that its municipalities share (``family.yaml``)."""

    title: Line = Field(title="Title (Jinja2)")
    subtitle: Line = Field(title="Subtitle (Jinja2)")
    subject: Line = Field(title="Subject in the document's properties (Jinja2)")
    edition: Date = Field(title="Edition")
    edition_label: Line = Field(title="Edition in the page header (Jinja2)")
    case_number_label: Line = Field(title="Label of the case number")
    page_label: Line = Field(title="Word before the page number", description="E.g. Sida")
    draft_mark: Line = Field(title="Mark of drafts", description="E.g. UTKAST")
    file_prefix: Key = Field(title="What the files' names begin with")
    language: LanguageTag = Field(
        title="Language", description="sv or en, with a country or without, e.g. sv-SE"
    )
    terms: Terms = Field(title="Terms")
    parties: tuple[PartyRole, ...] = Field(title="Parties in the order of signing")
    organisation_number_label: Line = Field(title="Label of the organisation number")
    signature_lines: SignatureLabels = Field(title="Labels of the signature")
    delegation_label: Line | None = Field(
        None,
        title="Label of the delegation",
        description="Before the delegation that is given; empty: Enligt, in English Under",
    )
    decisions: DecisionsTable | None = Field(None, title="The table of the parties' decisions")
    clauses: tuple[Key, ...] = Field(
        title="Clauses in order", description="Name of the file without its ending"
    )
    style: FamilyStyle = Field(default_factory=lambda: FamilyStyle(), title="Colour and fonts")
    annexes: Annexes | None = Field(None, title="Annexes")
    documents: dict[Key, CompanionDocument] = Field(
        default_factory=dict,
        title="Documents that go with it",
        description="Built with build --document; the texts are in documents/",
    )
    local_texts: LocalTextWords | None = Field(None, title="Words around local texts")
    local_items: tuple[LocalItem, ...] = Field((), title="Description of local resources")
    funding: FundingTable | None = Field(None, title="The table of money")
    posts: bool = Field(
        False, title="Posts", description="true when the money pays for posts that are invoiced"
    )
    steering_group: SteeringGroupTable | None = Field(None, title="Local steering group")
    requires: tuple[Requirement, ...] = Field((), title="Required before signing")
    required_values: tuple[Line, ...] = Field(
        (),
        title="Values that are required before signing",
        description="As the templates write them, e.g. parties.region.decision.date",
    )
    fields: tuple[OwnField, ...] = Field(
        (),
        title="Own fields",
        description="What each agreement fills in under fields, and the texts use",
    )
    overridable: Overridable = Field(
        default_factory=lambda: Overridable(), title="What a municipality may deviate from"
    )


class Fact(Record):
    """One fact of the standard, and the words by which its clause says it (each Jinja2)."""

    id: Line = Field(title="Designation", description="E.g. 2.4.1")
    clause: Key = Field(title="Clauses")
    fact: Line = Field(title="The fact in few words")
    says: tuple[Line, ...] = Field((), title="Words that the clause is to have (Jinja2)")
    one_of: tuple[Line, ...] = Field((), title="Words of which the clause is to have one (Jinja2)")
    never: tuple[Line, ...] = Field((), title="Words that the clause may not have (Jinja2)")


class Reservations(Record):
    """How often words that limit or weaken what is said are in each clause of the standard.

    Each figure in a clause is counted too, also if it is no word of the list. A word that a clause
    does not list is not in it.
    """

    words: tuple[Line, ...] = Field(
        title="Words that are counted", description="E.g. inte, endast, om"
    )
    clauses: dict[Key, dict[Line, WholeNumber]] = Field(
        title="Number by clause", description="E.g. bindningstid: {kan: 1, ska: 1}"
    )


class Facts(Record):
    """What the standard says, fact by fact (``facts.yaml``); held against each agreement."""

    facts: tuple[Fact, ...] = Field(title="Facts")
    reservations: Reservations | None = Field(
        None,
        title="Reservations",
        description="How often words that limit are in each clause; empty: not counted",
    )


class Vacancy(Record):
    """A time in which a post was not filled; both days are part of it."""

    starts: Date = Field(title="First day")
    ends: Date | None = Field(None, title="Last day", description="Empty while the vacancy lasts")


class Post(Record):
    """A post that the region's money pays: when it is filled, and how much of full time."""

    starts: Date = Field(title="Starts")
    ends: Date | None = Field(
        None, title="Ends on", description="The last day; empty until further notice"
    )
    degree_percent: Percent = Field(
        100, title="Degree of employment (per cent)", description="100 is full time"
    )
    planned: bool = Field(
        False,
        title="Planned",
        description="The post is planned but not filled; it gives no right to money",
    )
    vacancies: tuple[Vacancy, ...] = Field((), max_length=MOST_POSTS, title="Vacancies")


class Confirmation(Record):
    """Who confirmed one of the municipality's own texts for it, when, and where that is recorded.

    The hash is that of the text that was confirmed: another text is not confirmed by it.
    """

    by: Line = Field(title="Confirmed by", description="Office title or role, nobody's name")
    on: Date = Field(title="Confirmed on")
    source: Line = Field(title="Source", description="E.g. a case number or a form")
    sha256: Sha256 = Field(
        title="The text's SHA-256", description="Written by agreement-gen confirm"
    )


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

    value: PositiveMonths = Field(title="Value (months)")
    reason: Line = Field(title="Reason")


class ClauseOverride(Record):
    """A clause whose text differs from the standard's (Markdown, with its `# Title`), and why."""

    text: WholeText = Field(title="The clause's text")
    reason: Line = Field(title="Reason")


class AddedClause(Record):
    """A clause that only one municipality has (Markdown, with its `# Title`), and why."""

    after: Key = Field(title="After the clause", description="The standard's clause before it")
    text: WholeText = Field(title="The clause's text")
    reason: Line = Field(title="Reason")


class AddedAnnex(Record):
    """An annex that only one municipality has (Markdown, with its `# Title`), and why."""

    text: WholeText = Field(title="The annex's text")
    reason: Line = Field(title="Reason")


class Overrides(Record):
    """Where a municipality's agreement differs from the standard."""

    terms: dict[OverridableTerm, TermOverride] = Field(default_factory=dict, title="Terms")
    clauses: dict[Key, ClauseOverride] = Field(default_factory=dict, title="Clauses")
    added_clauses: dict[Key, AddedClause] = Field(default_factory=dict, title="Own clauses")
    annexes: dict[Key, AddedAnnex] = Field(
        default_factory=dict, title="Own annexes", description="After the standard's annexes"
    )


class Acceptance(Record):
    """What was odd about a signed file that was recorded all the same, and why it was."""

    reason: Line = Field(title="Reason")
    doubts: tuple[Key, ...] = Field(
        title="What was accepted", description="The codes that agreement-gen signed reported"
    )


class Signed(Record):
    """The agreement as it was signed by all parties.

    What was signed ``outside`` was not built here, so that its text was never compared; that of a
    ``scanned`` paper was read by whoever recorded it. Any other was compared with what was built.
    """

    date: Date = Field(title="Signed on")
    edition: Date = Field(title="Edition")
    sha256: Sha256 = Field(title="SHA-256 of the signed file")
    text: Sha256 | None = Field(
        None,
        title="SHA-256 of the signed text",
        description="Written by agreement-gen signed; the text is in the folder signed",
    )
    commit: CommitId | None = Field(None, title="Commit that the file was built from")
    effective: Date | None = Field(
        None,
        title="The edition applies from",
        description="When that is another day than that of signing; the first edition: valid_from",
    )
    outside: bool = Field(
        False,
        title="Signed outside the program",
        description="true when the agreement was not built here; its text is then not verified",
    )
    scanned: bool = Field(
        False,
        title="Scanned paper",
        description="true when the person who recorded the agreement read the text on the paper",
    )
    accepted: Acceptance | None = Field(
        None,
        title="Recorded although something was odd",
        description="Written by agreement-gen signed --accept",
    )


class Termination(Record):
    """A notice in writing that ends the agreement, or what the parties agreed about its end."""

    by: Line = Field(title="Notice given by", description="The party, e.g. Vetlanda kommun")
    received: Date = Field(title="The notice was received")
    ends: Date = Field(title="The last day that the agreement applies")
    source: Line = Field(title="Source", description="E.g. a case number")
    agreed: bool = Field(
        False,
        title="The parties agree on the last day",
        description="true when the day is earlier than the period of notice allows",
    )


class Amendment(Record):
    """A supplementary agreement (tilläggsavtal): its own text, signing and day."""

    signed: Date = Field(title="Signed")
    effective: Date = Field(title="Applies from")
    text: WholeText = Field(title="Text of the supplementary agreement")
    source: Line = Field(title="Source", description="E.g. a case number")
    annual_amount_sek: WholeNumber | None = Field(
        None,
        title="New yearly amount (kronor)",
        description="Empty when the amount does not change",
    )
    price_year: Year | None = Field(
        None,
        title="Price level of the new amount (year)",
        description="Empty: the year that it applies from",
    )
    sha256: Sha256 | None = Field(None, title="SHA-256 of the signed file")


class Extension(Record):
    """The extension of a fixed term; both days are part of the new term."""

    signed: Date = Field(title="Signed on")
    starts: Date = Field(title="First day")
    ends: Date = Field(title="Last day")
    source: Line = Field(title="Source", description="E.g. a case number")


class PreviousEdition(Record):
    """An earlier edition of the agreement, kept when it was revised.

    Its days and what its amount was raised from are kept where the revision changed them.
    """

    edition: Date = Field(title="Edition")
    annual_amount_sek: WholeNumber | None = Field(None, title="Yearly amount (kronor)")
    indexed: Indexed | None = Field(None, title="How the yearly amount was raised")
    valid_from: Date | None = Field(None, title="Applied from")
    valid_to: Date | None = Field(None, title="Applied until")
    signed: Signed | None = Field(None, title="Signing")
    dropped: dict[Key, WholeText] = Field(
        default_factory=dict, title="Local texts that were dropped by the revision"
    )


class AgreementRecord(Record):
    """One agreement (a file in ``municipalities/`` or ``agreements/``).

    The facts of its municipality are at the top, because most agreements have one; an agreement
    without a municipality, or with several, names its parties under ``parties`` and has a
    ``title`` of its own. What a family does not describe (money, posts, local texts, a steering
    group) its agreements do not have.
    """

    municipality: Line | None = Field(
        None, title="Municipality", description="The short name, e.g. Vetlanda"
    )
    legal_name: Line | None = Field(
        None, title="The party's name", description="E.g. Jönköpings kommun"
    )
    code: Kommunkod | None = Field(
        None, title="Kommunkod", description='Four digits in quotes: "0685"'
    )
    title: Line | None = Field(
        None, title="The agreement's name", description="When it is not with a single municipality"
    )
    group: Line | None = Field(None, title="Group", description="One of the groups in funding.yaml")
    agreement: Key = Field(title="Agreement", description="Folder under templates/")
    edition: Date = Field(title="Edition of the standard that applies")
    organisation_number: OrganisationNumber | None = Field(None, title="Organisation number")
    organisation_number_source: Line | None = Field(
        None,
        title="The organisation number's source",
        description="Where the number was checked, and when",
    )
    parties: dict[Key, Party] = Field(
        default_factory=dict,
        title="Parties of this very agreement",
        description="Goes before region.yaml and the files in parties/",
    )
    funding: UnfinishedColumns = Field(
        default_factory=dict, title="The municipality's row in the table"
    )
    posts: tuple[Post, ...] = Field(
        (), max_length=MOST_POSTS, title="Posts that the region's money pays for"
    )
    valid_from: Date | None = Field(None, title="Applies from and including")
    valid_to: Date | None = Field(
        None,
        title="Applies until and including",
        description="Only for an agreement with a fixed term",
    )
    local_resources: dict[Key, WholeText | None] = Field(
        default_factory=dict,
        title="Local texts",
        description="Markdown: paragraphs, lists, emphasis",
    )
    steering_group: tuple[Seat, ...] = Field((), title="Local steering group")
    fields: dict[Key, Any] = Field(
        default_factory=dict, title="Own fields", description="As family.yaml describes them"
    )
    unconfirmed: tuple[Key, ...] = Field(
        (),
        title="Unconfirmed texts",
        description="Local texts, or steering_group, that the municipality has not confirmed",
    )
    confirmed: dict[Key, Confirmation] = Field(
        default_factory=dict, title="Confirmed texts", description="Written by confirm"
    )
    logotype: PictureName | None = Field(
        None, title="Logotype", description="File in templates/shared/pictures/, e.g. kommun.svg"
    )
    signatory: Signatory | None = Field(None, title="Signatory of the municipality")
    signatories: tuple[Signatory, ...] = Field(
        (), title="Signatories, several", description="Instead of signatory, in order"
    )
    decision: Decision = Field(default_factory=Decision, title="The municipality's decision")
    case_numbers: dict[Key, Line] = Field(
        default_factory=dict,
        title="Case numbers of other parties",
        description="When another party has a case number of its own for this very agreement",
    )
    planned_degree_percent: PositiveNumber | None = Field(
        None,
        title="Planned employment (per cent, all posts)",
        description="Basis of the invoice when posts share the money",
    )
    overrides: Overrides = Field(default_factory=Overrides, title="Deviations from the standard")
    indexed: Indexed | None = Field(None, title="How the yearly amount was raised")
    signed: Signed | None = Field(None, title="The signed agreement")
    amendments: tuple[Amendment, ...] = Field(
        (), title="Supplementary agreements", description="Written by amend"
    )
    extensions: tuple[Extension, ...] = Field(
        (), title="Extensions", description="Written by extend"
    )
    terminations: tuple[Termination, ...] = Field(
        (), title="Notices of termination", description="Written by terminate"
    )
    history: tuple[PreviousEdition, ...] = Field((), title="Earlier editions")
