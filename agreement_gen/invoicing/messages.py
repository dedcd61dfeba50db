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
    PRICE_YEAR_ASSUMED = (
        "price-year-assumed",
        N_("no file states for which year the agreed amounts hold; taken as those of {year}"),
        N_("add `price_year:` to the family's funding.yaml"),
        N_(
            "Without a price year no amount can be raised by the index. The agreed amounts are "
            "then invoiced as they are."
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
PART_OF_YEAR_MIXED = Template("{amount} × ({months}) / 12")
EXACT_KRONOR = Template("{amount} kr")
VACANCY = Template("{first}–{last}")
NOTHING = "–"

# Swedish, for the spreadsheet of all invoices.
SHEET_POSTS = "Fakturaunderlag"
SHEET_MONTHS = "Månader"
POST_COLUMNS = (
    "Kommun",
    "Kommunkod",
    "År",
    "Årsbelopp (kr)",
    "Tjänst (nummer)",
    "Börjar (datum)",
    "Slutar (datum)",
    "Sysselsättning (%)",
    "Planerad sysselsättning (%)",
    "I tjänst (månader)",
    "Betalda (månader)",
    "Tjänstens belopp (kr)",
    "Kommunens belopp att fakturera (kr)",
)
MONTH_COLUMNS = (
    "Kommun",
    "Kommunkod",
    "År",
    "Månad (nummer)",
    "Tjänst (nummer)",
    "I tjänst (dagar)",
    "Månadens längd (dagar)",
    "Andel av månadens belopp",
)
MONTHS = Template("{count} mån")
"""With its unit, because a spreadsheet takes a bare 2/3 for a date."""
SHARE_OF_MONTH = Template("{share} av månaden")
FILE_OF_POSTS = Template("fakturaunderlag-{year}")
FILE_OF_MONTHS = Template("fakturaunderlag-{year}-manader")
