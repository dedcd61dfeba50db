"""What the checks report: broken rules, deviations from the standard, and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreement_gen.funding.messages import DIFFERENCE
from agreement_gen.messages import N_, Template
from agreement_gen.problems import ProblemCode

if TYPE_CHECKING:
    from collections.abc import Mapping

KEYS_ALLOWED = Template(N_("allowed here: {keys}"))
NO_KEY_ALLOWED = Template(
    N_("add it to overridable.{section} in the family's file if it is to be allowed")
)

DECISION_PARTS = {
    "body": Template(N_("body")),
    "date": Template(N_("date")),
    "paragraph": Template(N_("paragraph")),
    "case_number": Template(N_("case number")),
}
"""What a decision consists of, by the key in a file."""


class RuleCode(ProblemCode):
    """Broken rules across the files of a workspace."""

    FILE_NAME = (
        "file-name",
        N_("the file of {municipality} is named `{name}`"),
        N_("rename it to {expected}.yaml"),
        N_(
            "A municipality's file has the municipality's name in small letters a to z, so that "
            "it is found where one looks for it."
        ),
        "warning",
    )
    REFERENCE = (
        "bad-reference",
        N_("{fault}"),
        "",
        N_(
            "Every Word file has the styles, lists, margins and settings of `reference.docx`. It "
            "is a Word file without macros, embedded objects or anything that refers outside it, "
            "and its styles show every text."
        ),
    )
    OTHER_EDITION = (
        "other-edition",
        N_("this follows edition {edition}; the standard is of {standard_edition}"),
        N_("agreement-gen revise --edition {standard_edition}"),
        N_(
            "An agreement is composed from the present edition of its standard. A municipality "
            "that has not followed a revision yet holds up only its own agreement."
        ),
    )
    KEY_NOT_IN_STANDARD = (
        "key-not-in-standard",
        N_("the standard has no `{key}` under `{section}`"),
        N_("{suggestion}"),
        N_(
            "The keys under `funding` and `published` are the columns of the standard's funding "
            "table, those under `local_resources` its local items that are not fixed."
        ),
    )
    KEY_OF_STANDARD_MISSING = (
        "key-of-standard-missing",
        N_("the key `{key}` is missing under `{section}`"),
        N_("add `{key}:`"),
        N_(
            "Each column of the standard's funding table needs a figure, and each local item a "
            "key, also while its text is empty."
        ),
    )
    UNKNOWN_ROLE = (
        "unknown-role",
        N_("the standard has no role `{role}`"),
        N_("{suggestion}"),
        N_("A seat in the steering group is for one of the roles that the standard lists."),
    )
    LISTED_TWICE = (
        "listed-twice",
        N_("`{value}` is listed twice"),
        N_("keep one of them"),
        N_("Clauses, items, columns, roles, parties and groups are each listed once."),
    )
    NO_AMOUNTS = (
        "no-amounts",
        N_("the table has no column `{column}`"),
        N_("invoices and the index need the yearly amount in whole kronor"),
        N_("A funding table has a column of yearly amounts, whatever other columns it has."),
    )
    UNKNOWN_COLUMN = (
        "unknown-column",
        N_("the table has no column `{column}`"),
        N_("{suggestion}"),
        N_(
            "The parts that a column is the sum of, and the hours that posts are compared with, "
            "are columns of the same table."
        ),
    )
    UNKNOWN_CLAUSE_OF_RAISE = (
        "unknown-clause-of-raise",
        N_("the standard has no clause `{clause}`"),
        N_("{suggestion}"),
        N_(
            "`yearly_raise` names the clause of the standard by which the parties let each yearly "
            "amount be raised."
        ),
    )
    TERM_MONTHS = (
        "term-months",
        N_("`term_months` has no place with `duration: until_further_notice`"),
        "",
        N_(
            "An agreement for a fixed term states how long it runs; one until further notice "
            "does not."
        ),
    )
    RENEWAL_MONTHS = (
        "renewal-months",
        N_("`renewal_months` goes with `duration: renewed_term`, and only with it"),
        "",
        N_("A renewed term says for how long it goes on each time."),
    )
    REVISED_TWICE = (
        "revised-twice",
        N_("`revision_day` and `revision_months` cannot both be given"),
        N_("keep the one that the standard says"),
        N_("An agreement is revised at an interval of months, or by one day of each year."),
    )
    END_OF_OPEN_TERM = (
        "end-of-open-term",
        N_("an agreement until further notice has no `valid_to`"),
        N_("remove it; how an agreement was ended is recorded otherwise"),
        N_("Only a fixed or renewed term has an end that is agreed from the start."),
    )
    ENDS_BEFORE_START = (
        "ends-before-start",
        N_("the agreement ends {ends}, before it starts {starts}"),
        N_("correct one of the dates"),
        N_("A term ends on the day it starts or later."),
    )
    SAME_FILE_NAME = (
        "same-file-name",
        N_("this file is named like {file}"),
        N_("rename one of them; a built file is named after its source"),
        N_("Each agreement's file has a name of its own, also in different folders."),
    )
    DESCRIBED_KEY_MISSING = (
        "described-key-missing",
        N_("the key `{key}` is missing, which the family's `{part}` asks for"),
        N_("add `{key}:`"),
        N_("What a family describes, each of its agreements has, also while it is empty."),
    )
    KEY_NOT_DESCRIBED = (
        "key-not-described",
        N_("`{key}` has no place here: the family `{family}` describes no `{part}`"),
        N_("remove it, or describe `{part}` in templates/{family}/"),
        N_("What a family does not describe its agreements do not have, and do not print."),
    )
    NO_FUNDING_FILE = (
        "no-funding-file",
        N_("the family has a funding table but no money: funding.yaml is missing"),
        N_("write it, or for an older workspace: agreement-gen tidy --upgrade"),
        N_(
            "A family with a funding table has `funding.yaml` beside it: the amount set aside, "
            "the groups and the published sums."
        ),
    )
    NO_FUNDING_TABLE = (
        "no-funding-table",
        N_("the family has money but describes no funding table"),
        N_("describe the table under `funding` in family.yaml"),
        N_("`funding.yaml` goes with `funding` in `family.yaml`, which says how it is shown."),
    )
    UNKNOWN_JOINT_GROUP = (
        "unknown-joint-group",
        N_("the region's file has no joint group `{key}`"),
        N_("{suggestion}"),
        N_("`joint` names a group under `joint_groups` in `region.yaml`."),
    )
    POSTS_WITHOUT_FUNDING = (
        "posts-without-funding",
        N_("posts are paid for by money, and the family has none"),
        N_("describe `funding`, or remove `posts`"),
        N_("`posts: true` says that the family's money pays posts that are invoiced."),
    )
    NO_LOCAL_TEXT_WORDS = (
        "no-local-text-words",
        N_("the family has local texts but no words around them"),
        N_("add `local_texts: {{label: …, missing: …}}`"),
        N_("A local text is led in by a label, and shown as missing while it is empty."),
    )
    POST_ENDS_BEFORE_START = (
        "post-ends-before-start",
        N_("the post ends {ends}, before it starts {starts}"),
        N_("correct one of the dates"),
        N_("A post ends on the day it starts or later."),
    )
    STARTS_BEFORE_EDITION = (
        "starts-before-edition",
        N_("the agreement applies from {valid_from}, before its edition of {edition}"),
        N_("check both dates"),
        N_("An agreement does not apply before the edition of the standard that it follows."),
        "warning",
    )
    DECIDED_BEFORE_EDITION = (
        "decided-before-edition",
        N_("{party} decided {decided}, before the edition of {edition}"),
        N_("is there a newer decision?"),
        N_("A decision of an earlier edition is seldom a decision of this one."),
        "warning",
    )
    DECIDED_AFTER_SIGNING = (
        "decided-after-signing",
        N_("decided {decided}, after the agreement was signed {signed}"),
        N_("check both dates"),
        N_("A party decides before it signs."),
        "warning",
    )
    DECIDED_LONG_AFTER = (
        "decided-long-after-edition",
        N_("decided {decided}, more than {years} years after the edition {edition}"),
        N_("check the date"),
        N_("An edition is decided when it is new; a year far ahead is mostly written wrong."),
        "warning",
    )
    SAME_ORGANISATION_NUMBER = (
        "same-organisation-number",
        N_("{party} and {other} have the same organisation number, {number}"),
        N_("check both: each party is a legal person of its own"),
        N_("An organisation number is of one legal person, which cannot agree with itself."),
    )
    UNKNOWN_TEXT = (
        "unknown-text",
        N_("the municipality has no own text `{key}`"),
        N_("{suggestion}"),
        N_(
            "`unconfirmed` and `confirmed` name the keys under `local_resources`, or "
            "`steering_group`."
        ),
    )
    NO_SUCH_TEXT = (
        "no-such-text",
        N_("`{key}` is not written, so it cannot be confirmed or unconfirmed"),
        N_("remove it here"),
        N_("Only a text that is written can be confirmed."),
        "warning",
    )
    UNKNOWN_CASE_PARTY = (
        "unknown-case-party",
        N_("no file has facts of a party `{party}` other than the municipality"),
        N_("{suggestion}"),
        N_(
            "`case_numbers` gives the case number that another party has for this agreement. The "
            "municipality's own is under `decision`."
        ),
    )
    DECIDED_AFTER_START = (
        "decided-after-start",
        N_("decided {decided}, after the agreement applies from {valid_from}"),
        N_("check both dates"),
        N_("A party decides on an agreement before it applies; a later decision is unusual."),
        "warning",
    )
    SUM = (
        "sum",
        DIFFERENCE.text,
        N_(
            "correct the figure, or list it under accepted_differences: "
            "{{row: {row}, column: {column}, published: {published}, computed: {computed}}}"
        ),
        N_(
            "Published figures add up: a row's parts, a group's rows, all rows, and the amount "
            "set aside. Figures that were each rounded on their own may differ; such a "
            "difference is listed in `region.yaml`."
        ),
    )
    MIXED_SCRIPTS = (
        "mixed-scripts",
        N_("the word `{word}` has letters of several alphabets"),
        N_("write it anew on one keyboard"),
        N_(
            "A Cyrillic or Greek letter may look the same as a Latin one. A name that holds one "
            "is another name to every program, and nobody sees it."
        ),
        "warning",
    )
    STYLE_NOT_NAMED = (
        "style-not-named",
        N_("the style sheet does not name `{name}`, so that `{key}` changes nothing"),
        N_("write `{name}: …;` under `:root` in agreement.css, and use it as `var({name})`"),
        N_("The family's colour and fonts take the place of values that its style sheet names."),
    )
    UNUSED_DIFFERENCE = (
        "unused-difference",
        N_("{row}, {column}: the figures no longer differ like this"),
        N_("remove the line"),
        N_("A line under `accepted_differences` states a difference that exists."),
        "warning",
    )


class DeviationCode(ProblemCode):
    """A municipality's deviations from the standard: refused, allowed, and unused."""

    OVERRIDE_NOT_ALLOWED = (
        "override-not-allowed",
        N_("the standard does not let a municipality change `{key}`"),
        N_("{next_step}"),
        N_(
            "A municipality may change only the terms and clauses under the family's `overridable`."
        ),
    )
    UNKNOWN_CLAUSE = (
        "unknown-clause",
        N_("the standard has no clause `{clause}`"),
        N_("{suggestion}"),
        N_("A municipality's own clause replaces one of the standard's clauses."),
    )
    TEMPLATE_IN_CLAUSE = (
        "template-in-clause",
        N_(
            "a municipality's own clause is not a template: "
            "`{{{{`, `{{%` and `{{#` would be printed as they are"
        ),
        N_("write the words or the figure out"),
        N_("Only the standard's clauses are templates; a municipality's own text is plain text."),
    )
    ADDITION_NOT_ALLOWED = (
        "addition-not-allowed",
        N_("the standard does not let one agreement have `{section}` of its own"),
        N_("allow it under `overridable` in family.yaml; annexes are described there too"),
        N_("An agreement may add clauses or annexes only where its family says so."),
    )
    ID_TAKEN = (
        "id-taken",
        N_("there is a clause or an annex `{key}` already"),
        N_("choose another key"),
        N_("A link leads to one clause or annex, so each has an id of its own."),
    )
    CLAUSE_ADDED = (
        "clause-added",
        N_("adds the clause `{clause}` to the standard"),
        N_("reason: {reason}"),
        N_("A clause that only one agreement has is allowed here, and is always shown."),
        "warning",
    )
    ANNEX_ADDED = (
        "annex-added",
        N_("adds the annex `{annex}` to the standard"),
        N_("reason: {reason}"),
        N_("An annex that only one agreement has is allowed here, and is always shown."),
        "warning",
    )
    TERM_DEVIATES = (
        "term-deviates",
        N_("deviates from the standard in the term `{term}`: {own} for {standard}"),
        N_("reason: {reason}"),
        N_("A term that differs from the standard is allowed here, and is always shown."),
        "warning",
    )
    CLAUSE_DEVIATES = (
        "clause-deviates",
        N_("deviates from the standard in the clause `{clause}`"),
        N_("reason: {reason}"),
        N_("A clause that differs from the standard is allowed here, and is always shown."),
        "warning",
    )
    UNUSED_TERM = (
        "unused-term",
        N_("the term `{term}` is the same in the standard"),
        N_("remove it, so that the standard's next change reaches this agreement"),
        N_("An override without a difference would hide the standard's later changes."),
        "warning",
    )
    UNUSED_CLAUSE = (
        "unused-clause",
        N_("the clause `{clause}` is the same in the standard"),
        N_("remove it, so that the standard's next change reaches this agreement"),
        N_("An override without a difference would hide the standard's later changes."),
        "warning",
    )


class MissingCode(ProblemCode):
    """What a family requires before an agreement may be signed, and that is not there yet."""

    LOCAL_TEXT = (
        "missing-local-text",
        N_("the local text `{item}` is not written"),
        "",
        N_("`requires: local_texts`: every local item that is not fixed has a text."),
        "warning",
    )
    PLACEHOLDER = (
        "missing-answer",
        N_("“{text}” only fills the place of an answer"),
        N_("write what it is to say, or leave it empty"),
        N_(
            "A text without a letter or a digit, or one that the family itself shows where "
            "something is missing, is no answer; a source that has fewer than three letters names "
            "nothing. The agreement stays a draft."
        ),
        "warning",
    )
    FIELD = (
        "missing-field",
        N_("the field `{key}` ({title}) is not filled in"),
        "",
        N_("A field that the family describes with `required: true` has a value."),
        "warning",
    )
    CELL = (
        "missing-cell",
        N_("row {row} of `{key}` has nothing under {title}"),
        "",
        N_("A column that the family describes with `required: true` has a value in each row."),
        "warning",
    )
    NOT_SIGNED = (
        "missing-signing",
        N_("edition {edition} is not signed, which `{document}` requires"),
        N_("once it is signed: agreement-gen signed {slug} FILE --on DATE"),
        N_(
            "`requires: [signed]` of a document that goes with an agreement: it makes sense only "
            "for an agreement that is signed, as a notice that ends one. It is a draft before."
        ),
        "warning",
    )
    ROLE = (
        "missing-role",
        N_("the steering group lacks the mandatory role `{role}` ({title})"),
        "",
        N_("`requires: steering_group`: every mandatory role has a seat."),
        "warning",
    )
    NAME = (
        "missing-name",
        N_("the signatory of {party} is unnamed"),
        "",
        N_("`requires: signatories`: the name of everybody who signs for a party is known."),
        "warning",
    )
    DECISION = (
        "missing-decision",
        N_("the {part} of the decision of {party} is not given"),
        "",
        N_(
            "`requires: decisions`: each party's decision is known by its body, date, paragraph "
            "and case number."
        ),
        "warning",
    )
    END = (
        "missing-end",
        N_("the day on which the agreement ends is not given"),
        N_("write it under `valid_to`"),
        N_("A fixed term without a length in months ends on a day that each agreement states."),
        "warning",
    )
    FIGURE = (
        "missing-figure",
        N_("the figure `{column}` of {row} is not set"),
        "",
        N_("A funding table is complete when each of its rows has all its figures."),
        "warning",
    )
    GROUP = (
        "missing-group",
        N_("the group in the funding table is not given"),
        "",
        N_("A row of the funding table is in one of its groups."),
        "warning",
    )
    SIGNATORY = (
        "missing-signatory",
        N_("who signs for {party} is not given"),
        N_("write the title and the name under `signatory`"),
        N_("`requires: signatories`: the person who signs for a party is known."),
        "warning",
    )
    ORGANISATION_NUMBER = (
        "missing-organisation-number",
        N_("the organisation number of {party} is not given"),
        "",
        N_("`requires: organisation_numbers`: the agreement names each party by its number."),
        "warning",
    )
    ORGANISATION_NUMBER_SOURCE = (
        "missing-number-source",
        N_("where the organisation number of {party} was checked is not given"),
        N_("write it under `organisation_number_source`"),
        N_(
            "`requires: organisation_numbers`: a number that nobody has checked may be another's, "
            "also when its check digit is right."
        ),
        "warning",
    )
    UNCONFIRMED = (
        "missing-confirmation",
        N_("`{key}` is not confirmed by the municipality"),
        N_("when it is: agreement-gen confirm {slug} {key} --by ROLE --on DATE --source TEXT"),
        N_(
            "A text that the municipality has not confirmed is marked under `unconfirmed`; its "
            "agreement is a draft."
        ),
        "warning",
    )
    CHANGED = (
        "missing-new-confirmation",
        N_("`{key}` has changed since {by} confirmed it on {on}"),
        N_("when it is confirmed: agreement-gen confirm {slug} {key} --by ROLE --on DATE …"),
        N_("A confirmation is of the text that was confirmed, not of one written later."),
        "warning",
    )
    START = (
        "missing-start",
        N_("the date from which the agreement applies is not given"),
        "",
        N_("`requires: valid_from`: the day from which the agreement applies is known."),
        "warning",
    )
    SUM = (
        "missing-sum",
        DIFFERENCE.text,
        "",
        N_(
            "`requires: sums`: the published figures add up, or the difference is listed in "
            "`region.yaml`."
        ),
        "warning",
    )


MISSING_KINDS: Mapping[ProblemCode, Template] = {
    MissingCode.LOCAL_TEXT: Template(N_("{count} local text"), N_("{count} local texts")),
    MissingCode.FIELD: Template(N_("{count} field"), N_("{count} fields")),
    MissingCode.PLACEHOLDER: Template(N_("{count} placeholder"), N_("{count} placeholders")),
    MissingCode.CELL: Template(N_("{count} cell"), N_("{count} cells")),
    MissingCode.ROLE: Template(N_("{count} role"), N_("{count} roles")),
    MissingCode.NAME: Template(N_("{count} name"), N_("{count} names")),
    MissingCode.DECISION: Template(N_("{count} decision part"), N_("{count} decision parts")),
    MissingCode.END: Template(N_("{count} end"), N_("{count} ends")),
    MissingCode.FIGURE: Template(N_("{count} figure"), N_("{count} figures")),
    MissingCode.GROUP: Template(N_("{count} group"), N_("{count} groups")),
    MissingCode.SIGNATORY: Template(N_("{count} signatory"), N_("{count} signatories")),
    MissingCode.ORGANISATION_NUMBER: Template(
        N_("{count} organisation number"), N_("{count} organisation numbers")
    ),
    MissingCode.ORGANISATION_NUMBER_SOURCE: Template(
        N_("{count} number's source"), N_("{count} numbers' sources")
    ),
    MissingCode.UNCONFIRMED: Template(N_("{count} confirmation"), N_("{count} confirmations")),
    MissingCode.CHANGED: Template(N_("{count} new confirmation"), N_("{count} new confirmations")),
    MissingCode.NOT_SIGNED: Template(N_("{count} signing"), N_("{count} signings")),
    MissingCode.START: Template(N_("{count} start"), N_("{count} starts")),
    MissingCode.SUM: Template(N_("{count} sum"), N_("{count} sums")),
}
"""How many of each kind are missing, in a list of agreements."""

# What is missing, as a letter

LETTER_TITLE = Template(N_("{agreement}: what is missing before edition {edition} can be signed"))
LETTER_NOTHING = Template(N_("{agreement}: nothing is missing; the agreement can be signed"))
LETTER_PARTS = {
    "local": Template(N_("{party} is asked to give:")),
    "region": Template(N_("The region itself is to settle:")),
}
LETTER_ITEM = Template(N_("- {what}"))
LIST_ALONE = Template("{last}")
LIST_GOES_ON = Template("{first}, {next}")
LIST_ENDS = Template(N_("{first} and {last}"))

ASK_LOCAL_TEXT = Template(N_("the local text on “{text}”"))
ASK_ANSWER = Template(N_("what is to be written instead of “{text}”"))
ASK_FIELD = Template(N_("“{title}”"))
ASK_CELL = Template(N_("“{title}” in row {row} of the table"))
ASK_ROLE = Template(N_("who fills the role {title} in the steering group (a function, no name)"))
ASK_NAME = Template(N_("the name of the person who signs for {party}"))
ASK_SIGNATORY = Template(N_("who signs for {party}: title and name"))
ASK_DECISION = Template(N_("from the decision of {party}: {parts}"))
ASK_ORGANISATION_NUMBER = Template(N_("the organisation number of {party}"))
ASK_NUMBER_SOURCE = Template(N_("where the organisation number of {party} was checked, and when"))
ASK_CONFIRMED = Template(N_("that the text on “{text}” is right, with who confirms it and when"))
ASK_CONFIRMED_GROUP = Template(
    N_("that the steering group is right, with who confirms it and when")
)
ASK_END = Template(N_("the last day of the agreement"))
ASK_START = Template(N_("the day from which the agreement applies"))
ASK_FIGURE_OF_ROW = Template(N_("the figure “{title}” in the funding table"))
ASK_GROUP_OF_TABLE = Template(N_("the group in the funding table"))
ASK_SIGNING = Template(N_("the signing of edition {edition}"))
ASK_SUM = Template(N_("sums of the funding table that agree with its rows ({row}, {column})"))
