"""Everything that is shown of changes, and the problems of a redline.

The reports are for the officers of a region, so their source texts are Swedish; problems and
their details are English, like all others.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from agreement_gen.messages import N_, Template
from agreement_gen.problems import ProblemCode

if TYPE_CHECKING:
    from collections.abc import Mapping


class RedlineCode(ProblemCode):
    """Problems of a redline."""

    UNVERIFIED = (
        "unverified-redline",
        N_("the redline of {municipality} does not hold both texts: {fault}"),
        N_("nothing was written; please report this with both versions of the file"),
        N_(
            "Every redline is read back before it is written. With all changes accepted it must "
            "say what the new agreement says, with all rejected what the old one says."
        ),
    )
    NOT_RENDERED = (
        "redline-render",
        N_("the redline of {municipality} cannot be written as {format}: {reason}"),
        "",
        N_(
            "What the renderer reports about a redline: a font, a character, a rule of the style "
            "sheet, a style of the reference document."
        ),
    )


# What is wrong with a redline

ACCEPTED_DIFFERS = Template(N_("accepted, {difference}"))
REJECTED_DIFFERS = Template(N_("rejected, {difference}"))
CLAUSES_DIFFER = Template(N_("it differs in the clauses {numbers}"))
DIFFERS_OUTSIDE_CLAUSES = Template(N_("it differs outside the clauses"))
PAGE_DIFFERS = Template(N_("the web page says something else"))
FILE_FAULT = Template(N_("{format}: {fault}"))
NOT_WRITABLE = Template(N_("it cannot be written: {reason}"))

"""The title among a redline's document properties."""

# The report

REPORT_TITLE = Template(N_("Ändringar från {old} till {new}"))
NO_CHANGES = Template(N_("Inga ändringar."))
UNREAD_FILE = Template(N_("{file} går inte att läsa i {state} och är inte jämförd"))
PROBLEM_ON_LINE = Template(N_("rad {line}: {problem}"))
REACH = Template(N_("Gäller {count} kommun: {names}"), N_("Gäller {count} kommuner: {names}"))
REACHES_ALL = Template(N_("Gäller alla {count} kommuner: {names}"))
IN_WORDS_OF = Template(N_("{reach} (här med orden för {municipality})"))

# Causes

CAUSE_STANDARD = Template(N_("standard"))
CAUSE_TERMS = Template(N_("villkor"))
CAUSE_AMOUNT = Template(N_("belopp"))
CAUSE_LOCAL_TEXT = Template(N_("lokal text"))
CAUSE_FACTS = Template(N_("uppgifter"))
CAUSE_DEVIATION = Template(N_("avvikelse"))
CAUSE_STYLE = Template(N_("utseende"))
CAUSE_FILE = Template(N_("fil"))

# Values

NOTHING = Template(N_("–"))
"""A value that does not exist."""
YES = Template(N_("ja"))
NO = Template(N_("nej"))
VALUE_WORDS: Final[Mapping[str, Template]] = MappingProxyType(
    {
        "until_further_notice": Template(N_("tills vidare")),
        "fixed_term": Template(N_("tidsbestämd")),
    }
)
"""Words for the values of the files that are words of a program."""
UNITS: Final[Mapping[str, Template]] = MappingProxyType(
    {
        " (månader)": Template(N_("månader")),
        " (kronor)": Template(N_("kr")),
        " (kronor per år)": Template(N_("kr per år")),
    }
)
"""Units by how the titles of fields in that unit end."""

KRONOR = Template(N_("kr"))
"""The unit of an own field of type `money`."""

# A standard

STANDARD = Template(N_("Standarden {title}"))
NEW_STANDARD = Template(N_("Ny standard"))
REMOVED_STANDARD = Template(N_("Standarden är borttagen"))
DOCUMENT_TITLE = Template(N_("Titel"))
DOCUMENT_SUBTITLE = Template(N_("Underrubrik"))
NEW_CLAUSE = Template(N_("Nytt avsnitt"))
REMOVED_CLAUSE = Template(N_("Borttaget"))
MOVED_CLAUSE = Template(N_("Flyttat från"))
CLAUSE_TEMPLATE = Template(N_("Mall"))
SHOWN_NOWHERE = Template(N_("syns inte i någon överenskommelse nu"))
FILE_CHANGED = Template(N_("{file} är ändrad"))
STYLE_FILES: Final[Mapping[str, Template]] = MappingProxyType(
    {
        "agreement.css": Template(N_("PDF och webbsida")),
        "reference.docx": Template(N_("Word")),
    }
)
"""What each file of a standard's style is the style of."""

# A municipality

NEW_MUNICIPALITY = Template(N_("Ny kommun"))
REMOVED_MUNICIPALITY = Template(N_("Kommunen är borttagen"))
FILE_NAME = Template(N_("Filens namn"))
AMOUNT = Template(N_("Belopp"))
STEERING_GROUP = Template(N_("Styrgrupp"))

# Deviations from the standard

OWN_WORDING = Template(N_("Egen lydelse"))
ADDED_CLAUSE = Template(N_("Eget avsnitt"))
COMPANION = Template(N_("Följdokument {document}"))
LOGOTYPE = Template(N_("Logotyp"))
PICTURE = Template(N_("Bild {name} ({digest}): {alternative}"))
ADDED_ANNEX = Template(N_("Egen bilaga"))
PLACES_OF = Template(N_("{label}: plats"))
WITH_REASON = Template(N_("skäl: {reason}"))
FOLLOWS_STANDARD_AGAIN = Template(N_("följer standarden igen"))
SAME_AS_STANDARD = Template(N_("{label} som i standarden"))
REASON_OF = Template(N_("{label}, skäl"))

# The table of deviations

MUNICIPALITY = Template(N_("Kommun"))
REASON = Template(N_("Skäl"))
OWN_TERM = Template(N_("{own} mån. (standard {standard})"))
OWN_CLAUSE = Template(N_("egen lydelse"))
ADDED_CLAUSE_CELL = Template(N_("eget avsnitt"))
ADDED_ANNEX_CELL = Template(N_("egen bilaga"))
NO_DEVIATIONS = Template(N_("Ingen kommun avviker från standarden."))

MARKS_OF_DOCUMENT = Template(N_("Sidhuvud, märkning eller dokumentegenskaper"))
IS_ANOTHER = Template(N_("ändrat"))
FORM_OF_TEXT = Template(N_("Betoning, listor eller nivåer"))
BOOKKEEPING = Template(
    N_("Därtill {count} ändring i filerna som ingen överenskommelse visar: {names}"),
    N_("Därtill {count} ändringar i filerna som ingen överenskommelse visar: {names}"),
)
