"""Everything that is shown of agreements' lives: revisions, the register, the calendar.

The register and the calendar are for the officers of a region, so their source texts are Swedish;
problems and notes are English, like all others.
"""

from __future__ import annotations

from agreement_gen.messages import N_, Template
from agreement_gen.problems import ProblemCode


class ConfirmCode(ProblemCode):
    """Why a municipality's texts cannot be recorded as confirmed."""

    NO_TEXT = (
        "no-text-to-confirm",
        N_("there is no written text `{key}` to confirm"),
        N_("{suggestion}"),
        N_("A confirmation is of a local text, or of the steering group, that is written."),
    )
    NOTHING_WRITTEN = (
        "nothing-to-confirm",
        N_("the municipality has written no text that could be confirmed"),
        "",
        N_("A confirmation is of a local text, or of the steering group, that is written."),
    )


class OutsideCode(ProblemCode):
    """Why a signing outside the program cannot be recorded."""

    OUTSIDE_LATER = (
        "outside-later",
        N_("edition {edition} is later than the one that the file follows, {own}"),
        N_("revise the file to that edition first"),
        N_("What was signed outside the program is the file's edition or an earlier one."),
    )
    OTHER_AMOUNT = (
        "other-amount",
        N_("the file has another amount of this edition, {amount} kr"),
        N_("correct the file or leave out --amount"),
        N_("The amount of the file's own edition is the one under `funding`."),
    )
    OTHER_START = (
        "other-start",
        N_("the file has another first day, {starts}"),
        N_("correct the file or leave out --from"),
        N_("The first day of the file's own edition is `valid_from`."),
    )


class RevisionCode(ProblemCode):
    """Why a revision cannot be carried out."""

    STANDARD_OF_OTHER_EDITION = (
        "standard-of-other-edition",
        N_("the standard is of {standard}, not {edition}"),
        N_("change the standard first: its clauses, and here `edition: {edition}`"),
        N_(
            "A revision lets the municipalities follow the standard, which is changed by hand "
            "before them."
        ),
    )
    LATER_EDITION = (
        "later-edition",
        N_("this follows a later edition, {edition}"),
        N_("correct one of the dates"),
        N_("A revision never goes back to an earlier edition."),
    )
    NO_NEW_DAYS = (
        "no-new-days",
        N_("the fixed term ends {ends}; a new edition needs the days of a new term"),
        N_("give them: --from DATE --to DATE"),
        N_("A revised fixed term that kept its last day would end before it began."),
    )
    DAYS_OF_OPEN_TERM = (
        "days-of-open-term",
        N_("an agreement until further notice has no new days"),
        N_("leave out --from and --to, or name only agreements with a fixed term"),
        N_("Only a fixed or renewed term has a first and a last day to change."),
    )
    DAYS_ORDER = (
        "days-order",
        N_("{starts} to {ends} is no term after the present one"),
        N_("correct --from or --to"),
        N_("A new term begins after the first day of the present one and ends after it begins."),
    )
    AMOUNT_IS_SIGNED = (
        "signed",
        N_("edition {edition} is signed; its amount changes only with a new edition"),
        "",
        N_("What the parties have signed is not changed afterwards, only agreed anew."),
    )


# A revision

DECISION_KEPT = Template(N_("the decision of {party} of {date} is kept; is there a new one?"))
AMENDED_AMOUNT = Template(N_("the amount is {amount} kr, as an amendment has agreed"))
AMOUNT_CHANGED = Template(N_("{title}: {old} kr → {new} kr"))
SET_ASIDE_KEPT = Template(N_("{key}: kept, because not every row is at the level of {year}"))
DIFFERENCE_ADDED = Template(
    N_("known difference {row}: added, {published} kr is published, {computed} kr is the sum")
)
DIFFERENCE_CHANGED = Template(N_("known difference {row}, {key}: {old} kr → {new} kr"))
DIFFERENCE_REMOVED = Template(N_("known difference {row}: removed, nothing differs any more"))

NEW_ITEM = Template(N_("ny i utgåva {edition}"))
"""The comment after a new, empty local text in a municipality's file."""

# The register

REGISTER = Template(N_("Register över överenskommelser"))
REGISTER_OF = Template(N_("Register över överenskommelser, {region}"))
REGISTER_DATE = Template(N_("{region}, {date}"))
FILE_OF_REGISTER = Template("register-{date}")
SUM = Template(N_("Summa"))
SHEET = Template(N_("Register"))
PAGE = Template(N_("Sida"))
OVERVIEW = Template(N_("Översikt"))
STATES_ON = Template(N_("Läget {date}"))
FACTS_OF = Template(N_("Uppgifter om överenskommelsen med {municipality}"))
FACT = Template(N_("Uppgift"))
VALUE = Template(N_("Värde"))
NO_VALUE = Template("–")

STATES = {
    "draft": Template(N_("utkast")),
    "ready": Template(N_("klar att underteckna")),
    "signed": Template(N_("undertecknad, gäller ännu inte")),
    "in_force": Template(N_("gäller")),
    "due": Template(N_("gäller, ska snart revideras")),
    "overdue": Template(N_("gäller, försenad revidering")),
    "under_notice": Template(N_("gäller, uppsagd")),
    "terminated": Template(N_("upphörd efter uppsägning")),
    "expired": Template(N_("upphörd, avtalstiden är slut")),
}

PREPARATIONS = {
    "draft": Template(N_("utkast till nästa utgåva")),
    "ready": Template(N_("nästa utgåva är klar att underteckna")),
}

MUNICIPALITY = Template(N_("Kommun"))
KOMMUNKOD = Template(N_("Kommunkod"))
AGREEMENT = Template(N_("Överenskommelse"))
STATE = Template(N_("Läge"))
EDITION = Template(N_("Utgåva"))
EDITION_DATE = Template(N_("Utgåva (datum)"))
IN_FORCE = Template(N_("Gällande undertecknad utgåva (datum)"))
SIGNED = Template(N_("Undertecknad"))
SIGNED_DATE = Template(N_("Undertecknad (datum)"))
PREPARING = Template(N_("Under arbete"))
TEXT_VERIFIED = Template(N_("Undertecknad text jämförd med den som byggdes"))
SIGNED_HERE = Template(N_("ja"))
SIGNED_UNKNOWN = Template(N_("uppgift saknas"))
SIGNED_SCANNED = Template(N_("nej, inskannat papper, läst av den som registrerade det"))
SIGNED_OUTSIDE = Template(N_("nej, undertecknad utanför programmet"))
NOTICE_RECEIVED = Template(N_("Uppsägning inkom (datum)"))
ENDS = Template(N_("Sista dag i kraft (datum)"))
STARTS = Template(N_("Gäller från (datum)"))
TERM_ENDS = Template(N_("Avtalstiden går ut (datum)"))
REVISED_BY = Template(N_("Revideras senast"))
REVISED_BY_DATE = Template(N_("Revideras senast (datum)"))
NOTICE_BY = Template(N_("Uppsägning senast för att upphöra vid revideringen (datum)"))
YEARLY_AMOUNT = Template(N_("Årsbelopp (kr)"))
PARTY = Template(N_("Part {number}"))
PARTY_ORGANISATION_NUMBER = Template(N_("Part {number}: organisationsnummer"))
PARTY_TITLES = Template(N_("Part {number}: undertecknarens titel"))
PARTY_NAMES = Template(N_("Part {number}: undertecknarens namn"))
PARTY_BODY = Template(N_("Part {number}: beslutsorgan"))
PARTY_DECIDED = Template(N_("Part {number}: beslut (datum)"))
PARTY_PARAGRAPH = Template(N_("Part {number}: paragraf"))
PARTY_CASE_NUMBER = Template(N_("Part {number}: diarienummer"))
DEVIATIONS = Template(N_("Avvikelser från standarden"))
MISSING = Template(N_("Saknas före undertecknande (antal)"))
SIGNED_FILE = Template(N_("Undertecknad fil (SHA-256)"))

TERM_DEVIATES = Template(N_("{term}: {own} i stället för {standard} ({reason})"))
CLAUSE_DEVIATES = Template(N_("Avsnittet {clause} har egen lydelse ({reason})"))

# The calendar

CALENDAR = Template(N_("Överenskommelser"))
LAST_DAY_TO_REVISE = Template(N_("Sista dag för revidering: {title}, {municipality}"))
REVISION_DETAILS = Template(
    N_("Utgåva {edition} gäller. Revideringen ska vara klar senast {date}.")
)
LAST_DAY_IN_FORCE = Template(N_("Överenskommelsen upphör: {title}, {municipality}"))
END_DETAILS = Template(N_("Uppsägningen kom in {received}. Överenskommelsen upphör {end}."))
LAST_DAY_FOR_NOTICE = Template(N_("Sista dag för uppsägning: {title}, {municipality}"))
NOTICE_DETAILS = Template(
    N_("En skriftlig uppsägning senast {notice} gör att överenskommelsen upphör {end}.")
)
