"""Everything that is shown of changes, and the problems of a redline."""

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

REPORT_TITLE = Template(N_("Changes from {old} to {new}"))
NO_CHANGES = Template(N_("No changes."))
UNREAD_FILE = Template(N_("{file} cannot be read in {state} and is not compared"))
PROBLEM_ON_LINE = Template(N_("line {line}: {problem}"))
REACH = Template(
    N_("Concerns {count} municipality: {names}"), N_("Concerns {count} municipalities: {names}")
)
REACHES_ALL = Template(N_("Concerns all {count} municipalities: {names}"))
IN_WORDS_OF = Template(N_("{reach} (here in the words for {municipality})"))

# Causes

CAUSE_STANDARD = Template(N_("the standard"))
CAUSE_TERMS = Template(N_("terms"))
CAUSE_AMOUNT = Template(N_("amount"))
CAUSE_LOCAL_TEXT = Template(N_("local text"))
CAUSE_FACTS = Template(N_("facts"))
CAUSE_DEVIATION = Template(N_("deviation"))
CAUSE_STYLE = Template(N_("appearance"))
CAUSE_FILE = Template(N_("file"))

# Values

NOTHING = Template(N_("–"))
"""A value that does not exist."""
YES = Template(N_("yes"))
NO = Template(N_("no"))
VALUE_WORDS: Final[Mapping[str, Template]] = MappingProxyType(
    {
        "until_further_notice": Template(N_("until further notice")),
        "fixed_term": Template(N_("with a fixed term")),
    }
)
"""Words for the values of the files that are words of a program."""
UNITS: Final = (
    (Template(N_(" (months)")), Template(N_("months"))),
    (Template(N_(" (kronor)")), Template(N_("kr"))),
    (Template(N_(" (kronor a year)")), Template(N_("kr a year"))),
)
"""How the titles of fields in a unit end, and the unit."""

KRONOR = Template(N_("kr"))
"""The unit of an own field of type `money`."""

# A standard

STANDARD = Template(N_("The standard {title}"))
NEW_STANDARD = Template(N_("New standard"))
REMOVED_STANDARD = Template(N_("The standard is removed"))
DOCUMENT_TITLE = Template(N_("Title"))
DOCUMENT_SUBTITLE = Template(N_("Subtitle"))
NEW_CLAUSE = Template(N_("New clause"))
REMOVED_CLAUSE = Template(N_("Removed"))
MOVED_CLAUSE = Template(N_("Moved from"))
CLAUSE_TEMPLATE = Template(N_("Template"))
SHOWN_NOWHERE = Template(N_("not shown in any agreement now"))
FILE_CHANGED = Template(N_("{file} is changed"))
STYLE_FILES: Final[Mapping[str, Template]] = MappingProxyType(
    {
        "agreement.css": Template(N_("PDF and web page")),
        "reference.docx": Template(N_("Word")),
    }
)
"""What each file of a standard's style is the style of."""

# A municipality

NEW_MUNICIPALITY = Template(N_("New municipality"))
REMOVED_MUNICIPALITY = Template(N_("The municipality is removed"))
FILE_NAME = Template(N_("Name of the file"))
AMOUNT = Template(N_("Amount"))
STEERING_GROUP = Template(N_("Steering group"))

# Deviations from the standard

OWN_WORDING = Template(N_("Own wording"))
ADDED_CLAUSE = Template(N_("Own clause"))
COMPANION = Template(N_("Document {document}"))
LOGOTYPE = Template(N_("Logotype"))
PICTURE = Template(N_("Picture {name} ({digest}): {alternative}"))
ADDED_ANNEX = Template(N_("Own annex"))
PLACES_OF = Template(N_("{label}: place"))
WITH_REASON = Template(N_("reason: {reason}"))
FOLLOWS_STANDARD_AGAIN = Template(N_("follows the standard again"))
SAME_AS_STANDARD = Template(N_("{label} as in the standard"))
REASON_OF = Template(N_("{label}, reason"))

# The table of deviations

MUNICIPALITY = Template(N_("Municipality"))
REASON = Template(N_("Reason"))
OWN_TERM = Template(N_("{own} months (standard {standard})"))
OWN_CLAUSE = Template(N_("own wording"))
ADDED_CLAUSE_CELL = Template(N_("own clause"))
ADDED_ANNEX_CELL = Template(N_("own annex"))
NO_DEVIATIONS = Template(N_("No municipality deviates from the standard."))

MARKS_OF_DOCUMENT = Template(N_("Page header, marks or document properties"))
IS_ANOTHER = Template(N_("changed"))
FORM_OF_TEXT = Template(N_("Emphasis, lists or levels"))
BOOKKEEPING = Template(
    N_("Besides {count} change in the files that no agreement shows: {names}"),
    N_("Besides {count} changes in the files that no agreement shows: {names}"),
)
