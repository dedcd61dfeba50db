"""What is reported of sums that do not add up and of amounts that cannot be raised."""

from __future__ import annotations

from agreement_gen.messages import N_, Template
from agreement_gen.problems import ProblemCode

DIFFERENCE = Template(
    N_("{row}, {column}: {published} is published, {computed} is the sum ({difference})")
)
"""One published figure that is not the sum of its parts, as a sentence."""

INDEX_FIGURE = Template(N_("index {year}: {figure} ({source}, {dated})"))
INDEX_CHANGE = Template(N_("index {year}: {percent} % from the year before ({source}, {dated})"))
INDEX_ROUNDING = Template(N_("amounts are rounded to {unit} kr ({mode}), once, from the base year"))
ROUNDING_MODES = {
    "half_up": Template(N_("half up")),
    "half_even": Template(N_("half even")),
    "down": Template(N_("down")),
}


# The funding table as a spreadsheet.
FILE_OF_TABLE = Template("fordelning-{edition}")
SHEET_TABLE = N_("Funding")
SHEET_DIFFERENCES = N_("Differences")
COLUMN_GROUP = N_("Group")
COLUMN_ROW = N_("Row")
COLUMN_COMPUTED = Template(N_("Added up: {title}"))
COLUMN_RAISED = Template(N_("Raised to {year} (kr)"))
ROW_SET_ASIDE = N_("Amount set aside")
DIFFERENCE_COLUMNS = (
    N_("Row"),
    N_("Column"),
    N_("Published figure"),
    N_("Computed figure"),
    N_("Difference"),
    N_("Known difference"),
)
YES, NO = N_("yes"), N_("no")


class FundingCode(ProblemCode):
    """Problems of raising amounts by the region's index."""

    NO_INDEX = (
        "no-index",
        N_("the region's file describes no index"),
        N_("add `index:` with its rounding and its figures"),
        N_("Amounts are raised by the index series of `region.yaml`, where there is one."),
    )
    NO_FUNDING = (
        "no-funding",
        N_("the family `{family}` has no money"),
        N_("name agreements of another family"),
        N_("Money is calculated only for families that describe a funding table."),
    )
    NO_FAMILY = (
        "no-family-with-money",
        N_("no agreement of the workspace has money"),
        N_("describe a funding table in a family: `funding.yaml`"),
        N_("Money is calculated only for families that describe a funding table."),
    )
    NO_AMOUNT = (
        "no-amount",
        N_("the yearly amount of {agreement} is not set yet"),
        N_("fill it in"),
        N_("Nothing is calculated from an amount that the parties have not set."),
    )
    INDEX_YEAR_TWICE = (
        "index-year-twice",
        N_("the index has {count} figures for {year}"),
        N_("keep one of them"),
        N_("Each year has one figure in the region's index, so that an amount has one value."),
    )
    FIGURE_OR_PERCENT = (
        "figure-or-percent",
        N_("the index of {year} has neither a figure nor a change, or both"),
        N_("write either `figure:` (the level) or `percent:` (the change from the year before)"),
        N_(
            "An index is published as a level or as a change in per cent. Taking one for the other "
            "would give a wrong amount, so that the key says which it is."
        ),
    )
    INDEX_MIXED = (
        "index-mixed",
        N_("some years of the index are levels, others changes in per cent"),
        N_("write all as `figure:` or all as `percent:`"),
        N_("Levels and changes of one series cannot be put together without a common base."),
    )
    INDEX_JUMP = (
        "index-jump",
        N_("the index changes by {change} % from {before} to {year}, more than {most} %"),
        N_(
            "correct the figure; if these are changes in per cent, write `percent:`; if it is "
            "right, add `confirmed: true`"
        ),
        N_(
            "A large jump is most often a change in per cent that was written as a level, or a "
            "slip of the key. `largest_change_percent` sets the bound; a figure that is right is "
            "confirmed in the file."
        ),
    )
    NO_YEARLY_RAISE = (
        "no-yearly-raise",
        N_("no file says that each yearly amount is raised by the index"),
        N_("if the parties have agreed so, add `yearly_raise: {{clause: …}}` to funding.yaml"),
        N_(
            "Raising each yearly amount is for the parties to agree, so that it is never assumed: "
            "the family's `funding.yaml` names the clause that allows it."
        ),
    )
    NO_INDEX_FIGURE = (
        "no-index-figure",
        N_("the index has no figure for {year}"),
        N_("add the published figure: {{year: {year}, figure: …, source: …, dated: …}}"),
        N_(
            "An amount is raised year by year, and each step is shown. Every year from the base "
            "year on therefore needs its published figure in `region.yaml`."
        ),
    )
    YEAR_BEFORE_BASE = (
        "year-before-base",
        N_("{year} is before the base year {base_year}"),
        N_("name a later year"),
        N_("An agreed amount holds from its base year on; it is not computed backwards."),
    )
    NOT_AS_INDEXED = (
        "not-as-indexed",
        N_("`indexed` leads to {computed} kr for {year}, not {amount} kr"),
        N_("correct the amount, or remove `indexed` if a new amount was agreed"),
        N_(
            "`indexed` states the amount and the year that the present amount was raised from. "
            "An amount that was changed by hand afterwards has another base."
        ),
    )
    NO_PRICE_YEAR = (
        "no-price-year",
        N_("no file states for which year the agreed amounts hold"),
        N_("add `price_year:` to the family's funding.yaml"),
        N_("An amount can be raised by an index only from a known year."),
    )
