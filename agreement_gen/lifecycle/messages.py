"""What the revision of agreements says: problems, notes, and the lines on the region's file."""

from __future__ import annotations

from agreement_gen.messages import N_, Template
from agreement_gen.problems import ProblemCode


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
    AMOUNT_IS_SIGNED = (
        "signed",
        N_("edition {edition} is signed; its amount changes only with a new edition"),
        "",
        N_("What the parties have signed is not changed afterwards, only agreed anew."),
    )


DECISION_KEPT = Template(N_("the decision of {date} is kept; is there a new one?"))

AMOUNT_CHANGED = Template(N_("{title}: {old} kr → {new} kr"))
SET_ASIDE_KEPT = Template(N_("{key}: kept, because not every row is at the level of {year}"))
DIFFERENCE_ADDED = Template(
    N_("known difference {row}: added, {published} kr is published, {computed} kr is the sum")
)
DIFFERENCE_CHANGED = Template(N_("known difference {row}, {key}: {old} kr → {new} kr"))
DIFFERENCE_REMOVED = Template(N_("known difference {row}: removed, nothing differs any more"))

NEW_ITEM = Template("ny i utgåva {edition}")
"""The comment after a new, empty local text in a municipality's file."""
