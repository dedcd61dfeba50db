"""What is reported of invoices, and the words of their figures and spreadsheets.

An invoice's own words are data of its family (``invoice.yaml``). What is here is Swedish that no
family changes, and the problems, in English as all others.
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

# Swedish, for whoever checks an invoice: how its figures were rounded.
ROUNDED = Template("avrundat till {unit}, {mode}")
WHOLE_ORE = Template("hela ören", "{count} ören")
WHOLE_KRONOR = Template("hela kronor")
NEAREST = Template("närmaste {amount}")
ROUNDING_MODES = {
    "half_up": Template("halva uppåt"),
    "half_even": Template("halva till jämnt"),
    "down": Template("nedåt"),
}
INDEXED = Template("{amount} × {ratio}, {rounding}")
PART_OF_YEAR = Template("{amount} × {months} / 12")
EXACT_NUMBER = Template("exakt {number}")
VACANCY = Template("{first}–{last}")
NOTHING = "–"

IN_PERIOD = Template("{title}, {first}–{last} ({agreed})")
EDITION_IN_FORCE = Template("utgåva {edition}")
AMENDMENT = Template("tilläggsavtal {signed}, {source}")
"""By the day when it was signed and where it is recorded."""
PRELIMINARY = "PRELIMINÄRT"
"""On every page and sheet of a basis that is calculated from what is not signed."""

# Swedish: the rules that a basis follows, each with what it rests on.
ASSUMPTIONS_TITLE = "Förutsättningar"
ASSUMPTIONS_CAPTION = "Regler som underlaget följer"
ASSUMPTIONS_COLUMNS = ("Fråga", "Regel", "Grund")
FROM_AGREEMENT = "Överenskommelsen"
ASSUMED = "Antagande, som parterna behöver vara överens om"
FROM_CLAUSE = Template("Överenskommelsen, avsnittet {clause}")
QUESTION_MONTHS = "Tjänstgöringsmånader"
RULE_MONTHS = {
    "whole_months": Template("Varje hel tjänstgöringsmånad ger {share}."),
    "by_days": Template("Varje tjänstgöringsmånad ger {share}, en del av en månad efter dagarna."),
    "begun_months": Template("Varje påbörjad tjänstgöringsmånad ger {share}."),
}
SHARE_OF_MONTH = "en tolftedel av årsbeloppet"
SHARE_BY_DEGREE = "högst en tolftedel av årsbeloppet, mindre vid lägre sysselsättningsgrad"
RULE_PART_MONTHS = {
    "whole_months": (
        "En månad räknas bara om tjänsten är bemannad alla dess dagar: en tjänst som börjar den 15 "
        "september ger inget belopp för september."
    ),
    "by_days": "En månad som inte är bemannad alla dagar räknas efter de dagar som är det.",
    "begun_months": "En månad räknas hel om tjänsten är bemannad någon dag i den.",
}
RULE_DEGREE = {
    "not_weighted": Template("Tjänsternas sysselsättningsgrad påverkar inte beloppet."),
    "planned_degree": Template(
        "Graden räknas mot den planerade sysselsättningen, {percent} procent."
    ),
    "table_hours": Template("Graden räknas mot tabellens timmar, {percent} procent av heltid."),
}
RULE_DEGREE_OF_ALL = {
    "not_weighted": "Tjänsternas sysselsättningsgrad påverkar inte beloppet.",
    "planned_degree": "Graden räknas mot kommunens planerade sysselsättning.",
    "table_hours": "Graden räknas mot tabellens timmar för kommunen.",
}
"""For a sheet of several municipalities, each with a degree of its own."""
QUESTION_ROUNDING = "Avrundning"
RULE_ROUNDING = (
    "Månader, andelar och grader visas avrundade till högst fyra decimaler. Beloppet räknas på de "
    "exakta talen och avrundas en gång; delarna fördelas så att de tillsammans är det."
)
FROM_CALCULATION = "Så är underlaget räknat"
RULE_OVERLAP = {
    "paid_once": "Dagar då en avgående och en efterträdare överlappar betalas en gång.",
}
RULE_VACANCIES = {
    "not_paid": "Dagar då tjänsten är vakant ger inget belopp.",
    "paid": "Dagar då tjänsten är vakant betalas som om den vore bemannad.",
}
RULE_RAISED = "Årsbeloppet räknas upp med index mellan åren."
RULE_NOT_RAISED = "Årsbeloppet räknas inte upp mellan åren; det betalas som det är avtalat."
QUESTION_PART_MONTHS = "Delar av månader"
QUESTION_DEGREE = "Sysselsättningsgrad"
QUESTION_OVERLAP = "Överlappning"
QUESTION_VACANCIES = "Vakanser"
QUESTION_RAISED = "Uppräkning"
QUESTION_VAT = "Moms"
QUESTION_REFERENCE = "Referens"
FROM_DATA = "Uppgift från Regionen"

# Swedish, for the spreadsheet of all invoices.
SHEET_INVOICES = "Fakturaunderlag"
SHEET_POSTS = "Tjänster"
SHEET_MONTHS = "Månader"
SHEET_MONEY = "Länets medel"
SHEET_RULES = "Förutsättningar"
SUM = "Summa"
INVOICE_COLUMNS = (
    "Kommun",
    "Kommunkod",
    "Organisationsnummer",
    "Diarienummer",
    "År",
    "Utgåva (datum)",
    "Tilläggsavtal",
    "I kraft från (datum)",
    "I kraft till (datum)",
    "Årsbelopp (kr)",
    "Betalda månader",
    "Belopp att fakturera (kr)",
)
POST_COLUMNS = (
    "Kommun",
    "Kommunkod",
    "År",
    "Tjänst (nummer)",
    "Börjar (datum)",
    "Slutar (datum)",
    "Sysselsättning (%)",
    "I tjänst (månader)",
    "Betalda månader",
    "Tjänstens belopp (kr)",
)
MONTH_COLUMNS = (
    "Kommun",
    "Kommunkod",
    "År",
    "Månad (nummer)",
    "I kraft från (datum)",
    "Tjänst (nummer)",
    "I tjänst (dagar)",
    "I kraft (dagar)",
    "Månadens längd (dagar)",
    "Betald del av månaden",
)
MONEY_COLUMNS = (
    "Överenskommelse",
    "År",
    "Avsatt (kr)",
    "Fördelat (kr)",
    "Fakturerat (kr)",
)
MONEY_COLUMNS_PRELIMINARY = (*MONEY_COLUMNS[:-1], "Preliminärt, inte fakturerat (kr)")
RULE_COLUMNS = ("Överenskommelse", *ASSUMPTIONS_COLUMNS)
STATUS_COLUMN = "Status"
SIGN_OFF = ("Referens", "Datum", "Attest")
FILE_OF_INVOICES = Template("fakturaunderlag-{year}")
FILE_OF_POSTS = Template("fakturaunderlag-{year}-tjanster")
FILE_OF_MONTHS = Template("fakturaunderlag-{year}-manader")
FILE_PRELIMINARY = Template("{stem}-preliminart")
