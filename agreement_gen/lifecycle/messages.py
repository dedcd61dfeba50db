"""Everything that is shown of agreements' lives: revisions, the register, the calendar."""

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

NEW_ITEM = Template(N_("new in edition {edition}"))
"""The comment after a new, empty local text in a municipality's file."""

# The register

REGISTER = Template(N_("Register of agreements"))
REGISTER_OF = Template(N_("Register of agreements, {region}"))
REGISTER_DATE = Template(N_("{region}, {date}"))
FILE_OF_REGISTER = Template("register-{date}")
SUM = Template(N_("Sum"))
SHEET = Template(N_("Register"))
PAGE = Template(N_("Page"))
OVERVIEW = Template(N_("Overview"))
STATES_ON = Template(N_("State on {date}"))
FACTS_OF = Template(N_("Facts of the agreement with {municipality}"))
FACT = Template(N_("Fact"))
VALUE = Template(N_("Value"))
NO_VALUE = Template("–")

STATES = {
    "draft": Template(N_("draft")),
    "ready": Template(N_("ready to sign")),
    "signed": Template(N_("signed, not in force yet")),
    "in_force": Template(N_("in force")),
    "due": Template(N_("in force, to be revised soon")),
    "overdue": Template(N_("in force, revision overdue")),
    "under_notice": Template(N_("in force, notice given")),
    "terminated": Template(N_("ended after notice")),
    "expired": Template(N_("ended, the term is over")),
}

PREPARATIONS = {
    "draft": Template(N_("draft of the next edition")),
    "ready": Template(N_("the next edition is ready to sign")),
}

MUNICIPALITY = Template(N_("Municipality"))
KOMMUNKOD = Template(N_("Kommunkod"))
AGREEMENT = Template(N_("Agreement"))
STATE = Template(N_("State"))
EDITION = Template(N_("Edition"))
EDITION_DATE = Template(N_("Edition (date)"))
IN_FORCE = Template(N_("Signed edition in force (date)"))
SIGNED = Template(N_("Signed on"))
SIGNED_DATE = Template(N_("Signed (date)"))
PREPARING = Template(N_("In preparation"))
TEXT_VERIFIED = Template(N_("Signed text compared with the one that was built"))
SIGNED_HERE = Template(N_("yes"))
SIGNED_UNKNOWN = Template(N_("not known"))
SIGNED_SCANNED = Template(N_("no, a scanned paper, read by the person who recorded it"))
SIGNED_OUTSIDE = Template(N_("no, signed outside the program"))
NOTICE_RECEIVED = Template(N_("Notice received (date)"))
ENDS = Template(N_("Last day in force (date)"))
STARTS = Template(N_("Applies from (date)"))
TERM_ENDS = Template(N_("End of the term (date)"))
REVISED_BY = Template(N_("To be revised by"))
REVISED_BY_DATE = Template(N_("To be revised by (date)"))
NOTICE_BY = Template(N_("Last day of notice to end at the revision (date)"))
YEARLY_AMOUNT = Template(N_("Yearly amount (kr)"))
PARTY = Template(N_("Party {number}"))
PARTY_ORGANISATION_NUMBER = Template(N_("Party {number}: organisation number"))
PARTY_TITLES = Template(N_("Party {number}: title of the signatory"))
PARTY_NAMES = Template(N_("Party {number}: name of the signatory"))
PARTY_BODY = Template(N_("Party {number}: deciding body"))
PARTY_DECIDED = Template(N_("Party {number}: decision (date)"))
PARTY_PARAGRAPH = Template(N_("Party {number}: paragraph"))
PARTY_CASE_NUMBER = Template(N_("Party {number}: case number"))
DEVIATIONS = Template(N_("Deviations from the standard"))
MISSING = Template(N_("Missing before signing (count)"))
SIGNED_FILE = Template(N_("Signed file (SHA-256)"))

TERM_DEVIATES = Template(N_("{term}: {own} instead of {standard} ({reason})"))
CLAUSE_DEVIATES = Template(N_("The clause {clause} has a wording of its own ({reason})"))

# The calendar

CALENDAR = Template(N_("Agreements"))
LAST_DAY_TO_REVISE = Template(N_("Last day of revision: {title}, {municipality}"))
REVISION_DETAILS = Template(
    N_("Edition {edition} is in force. The revision has to be done by {date}.")
)
LAST_DAY_IN_FORCE = Template(N_("The agreement ends: {title}, {municipality}"))
END_DETAILS = Template(N_("Notice came in on {received}. The agreement ends on {end}."))
LAST_DAY_FOR_NOTICE = Template(N_("Last day for notice: {title}, {municipality}"))
NOTICE_DETAILS = Template(N_("Notice in writing by {notice} makes the agreement end on {end}."))
