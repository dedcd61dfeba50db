"""What is reported of invoices, and the words of their figures and spreadsheets.

An invoice's own words are data of its family (``invoice.yaml``). What is here no family changes.
"""

from __future__ import annotations

from agreement_gen.messages import N_, Template
from agreement_gen.problems import ProblemCode


class InvoiceCode(ProblemCode):
    """Problems of calculating and writing a year's invoices."""

    VACANCY_ENDS_BEFORE_START = (
        "vacancy-ends-before-start",
        N_("a vacancy from {first} ends before that, on {last}"),
        N_("correct the dates"),
        N_("A vacancy ends on the day it begins or later; both days belong to it."),
    )
    VACANCY_OUTSIDE_POST = (
        "vacancy-outside-post",
        N_("a vacancy from {first} is partly outside the post, {starts} to {ends}"),
        N_("correct the dates"),
        N_("A post can only be vacant on days on which it exists."),
    )
    NOT_SIGNED = (
        "agreement-not-signed",
        N_("the agreement with {agreement} is not signed, so that nothing is payable for it"),
        N_("record what was signed (agreement-gen signed), or see it with --preliminary"),
        N_(
            "Nothing is payable for a draft. `--preliminary` writes a basis that is marked as "
            "preliminary on every page and sheet."
        ),
    )
    AMOUNT_UNKNOWN = (
        "amount-unknown",
        N_("the yearly amount of edition {edition}, which was in force, is not in the file"),
        N_("add `annual_amount_sek:` to that edition under `history`"),
        N_("Each part of a year is paid by the amount that was in force in it."),
    )
    YEAR_NOT_BEGUN = (
        "year-not-begun",
        N_("the year {year} has not begun on {on}, so that nothing is payable for it"),
        N_("correct the year or --on, or see it with --preliminary"),
        N_("A year is invoiced by what was in force and in service, which no day ahead can show."),
    )
    NO_PLANNED_DEGREE = (
        "no-planned-degree",
        N_("the family weighs degrees against `planned_degree_percent`, which is missing"),
        N_("add it: the sum of the degrees that the yearly amount is meant for"),
        N_("The family's `invoicing: {degree: planned_degree}` needs it in each agreement's file."),
    )
    NO_TABLE_HOURS = (
        "no-table-hours",
        N_("the family weighs degrees against the table's hours, which are not known"),
        N_("state `hours_column` and `full_time_hours`, and the hours in the row"),
        N_("The family's `invoicing: {degree: table_hours}` needs hours above zero in the row."),
    )
    DEGREE_NOT_USED = (
        "degree-not-used",
        N_("`planned_degree_percent` is not used: the family does not weigh degrees against it"),
        N_("remove it, or write `degree: planned_degree` under `invoicing` in funding.yaml"),
        N_("How a post's degree is weighed is a rule of the family, in its `funding.yaml`."),
        "warning",
    )
    POSTS_NOT_AS_TABLE = (
        "posts-not-as-table",
        N_("the posts of {agreement} are {hours} hours a week, the table has {table}"),
        N_("ask the municipality; the parties decide what is paid then"),
        N_(
            "The yearly amount is meant for the hours in the table. The standard does not say what "
            "is paid when the posts have other hours; a difference of an hour or more is reported."
        ),
        "warning",
    )
    NO_WORDS = (
        "no-invoice-words",
        N_("the words of the invoice basis are missing: there is no such file"),
        N_("copy it from another agreement's folder and change its words"),
        N_(
            "The words of an agreement family's invoice basis are in its `invoice.yaml`; without "
            "that file only spreadsheets can be written."
        ),
    )


FURTHER_NOTICE = Template(N_("further notice"))

# For whoever checks an invoice: how its figures were rounded.
ROUNDED = Template(N_("rounded to {unit}, {mode}"))
WHOLE_ORE = Template(N_("whole öre"), N_("{count} öre"))
WHOLE_KRONOR = Template(N_("whole kronor"))
NEAREST = Template(N_("the nearest {amount}"))
ROUNDING_MODES = {
    "half_up": Template(N_("half up")),
    "half_even": Template(N_("half even")),
    "down": Template(N_("down")),
}
INDEXED = Template("{amount} × {ratio}, {rounding}")
PART_OF_YEAR = Template("{amount} × {months} / 12")
EXACT_NUMBER = Template(N_("exactly {number}"))
VACANCY = Template("{first}–{last}")
NOTHING = "–"

IN_PERIOD = Template("{title}, {first}–{last} ({agreed})")
EDITION_IN_FORCE = Template(N_("edition {edition}"))
AMENDMENT = Template(N_("supplementary agreement {signed}, {source}"))
"""By the day when it was signed and where it is recorded."""
PRELIMINARY = N_("PRELIMINARY")
"""On every page and sheet of a basis that is calculated from what is not signed."""

# The rules that a basis follows, each with what it rests on.
ASSUMPTIONS_TITLE = N_("Assumptions")
ASSUMPTIONS_CAPTION = N_("Rules that the basis follows")
ASSUMPTIONS_COLUMNS = (N_("Question"), N_("Rule"), N_("Basis"))
FROM_AGREEMENT = N_("The agreement")
ASSUMED = N_("An assumption, which the parties need to agree on")
FROM_CLAUSE = Template(N_("The agreement, the clause {clause}"))
QUESTION_MONTHS = N_("Months of service")
RULE_MONTHS = {
    "whole_months": Template(N_("Each whole month of service gives {share}.")),
    "by_days": Template(N_("Each month of service gives {share}, a part of a month by its days.")),
    "begun_months": Template(N_("Each month of service that has begun gives {share}.")),
}
SHARE_OF_MONTH = N_("a twelfth of the yearly amount")
SHARE_BY_DEGREE = N_("at most a twelfth of the yearly amount, less at a lower degree of employment")
RULE_PART_MONTHS = {
    "whole_months": (
        N_(
            "A month counts only if the post is filled on all its days: a post that starts on 15 "
            "September gives nothing for September."
        )
    ),
    "by_days": N_(
        "A month in which the post is not filled on all days counts by the days on which it is."
    ),
    "begun_months": N_("A month counts as a whole if the post is filled on any day of it."),
}
RULE_DEGREE = {
    "not_weighted": Template(N_("The posts' degree of employment does not affect the amount.")),
    "planned_degree": Template(
        N_("The degree is weighed against the planned employment, {percent} per cent.")
    ),
    "table_hours": Template(
        N_("The degree is weighed against the table's hours, {percent} per cent of full time.")
    ),
}
RULE_DEGREE_OF_ALL = {
    "not_weighted": N_("The posts' degree of employment does not affect the amount."),
    "planned_degree": N_("The degree is weighed against the municipality's planned employment."),
    "table_hours": N_("The degree is weighed against the table's hours for the municipality."),
}
"""For a sheet of several municipalities, each with a degree of its own."""
QUESTION_ROUNDING = N_("Rounding")
RULE_ROUNDING = N_(
    "Months, shares and degrees are shown rounded to four decimals at most. The amount is "
    "calculated on the exact numbers and rounded once; the parts are divided so that they add "
    "up to it."
)
FROM_CALCULATION = N_("This is how the basis is calculated")
RULE_OVERLAP = {
    "paid_once": N_("Days on which a post's old and new holder overlap are paid once."),
}
RULE_VACANCIES = {
    "not_paid": N_("Days on which the post is vacant give nothing."),
    "paid": N_("Days on which the post is vacant are paid as if it were filled."),
}
RULE_RAISED = N_("The yearly amount is raised by the index between years.")
RULE_NOT_RAISED = N_("The yearly amount is not raised between years; it is paid as it was agreed.")
QUESTION_PART_MONTHS = N_("Parts of months")
QUESTION_DEGREE = N_("Degree of employment")
QUESTION_OVERLAP = N_("Overlap")
QUESTION_VACANCIES = N_("Vacancies")
QUESTION_RAISED = N_("Raising")
QUESTION_VAT = N_("Value added tax")
QUESTION_REFERENCE = N_("Reference")
FROM_DATA = N_("As the region states it")

# The spreadsheet of all invoices.
SHEET_INVOICES = N_("Invoice bases")
SHEET_POSTS = N_("Posts")
SHEET_MONTHS = N_("Months")
SHEET_MONEY = N_("The county's money")
SHEET_RULES = N_("Assumptions")
SUM = N_("Sum")
INVOICE_COLUMNS = (
    N_("Municipality"),
    N_("Kommunkod"),
    N_("Organisation number"),
    N_("Case number"),
    N_("Year"),
    N_("Edition (date)"),
    N_("Supplementary agreements"),
    N_("In force from (date)"),
    N_("In force until (date)"),
    N_("Yearly amount (kr)"),
    N_("Months paid"),
    N_("Amount to invoice (kr)"),
)
POST_COLUMNS = (
    N_("Municipality"),
    N_("Kommunkod"),
    N_("Year"),
    N_("Post (number)"),
    N_("Starts (date)"),
    N_("Ends (date)"),
    N_("Employment (%)"),
    N_("In service (months)"),
    N_("Months paid"),
    N_("Amount of the post (kr)"),
)
MONTH_COLUMNS = (
    N_("Municipality"),
    N_("Kommunkod"),
    N_("Year"),
    N_("Month (number)"),
    N_("In force from (date)"),
    N_("Post (number)"),
    N_("In service (days)"),
    N_("In force (days)"),
    N_("Length of the month (days)"),
    N_("Paid part of the month"),
)
MONEY_COLUMNS = (
    N_("Agreement"),
    N_("Year"),
    N_("Set aside (kr)"),
    N_("Allocated (kr)"),
    N_("Invoiced (kr)"),
)
MONEY_COLUMNS_PRELIMINARY = (*MONEY_COLUMNS[:-1], N_("Preliminary, not invoiced (kr)"))
RULE_COLUMNS = (N_("Agreement"), *ASSUMPTIONS_COLUMNS)
STATUS_COLUMN = N_("Status")
SIGN_OFF = (N_("Reference"), N_("Date"), N_("Approval"))
FILE_OF_INVOICES = Template("fakturaunderlag-{year}")
FILE_OF_POSTS = Template("fakturaunderlag-{year}-tjanster")
FILE_OF_MONTHS = Template("fakturaunderlag-{year}-manader")
FILE_PRELIMINARY = Template("{stem}-preliminart")
