"""What is reported of the standard that an agreement follows, of its parties, of its events."""

from __future__ import annotations

from agreement_gen.messages import N_, Template
from agreement_gen.problems import ProblemCode


class AgreementCode(ProblemCode):
    """Problems of what an agreement refers to."""

    UNKNOWN_AGREEMENT = (
        "unknown-agreement",
        N_("there is no folder templates/{agreement} with a family.yaml"),
        N_("{suggestion}"),
        N_(
            "A municipality's file names under `agreement` the folder of the standard that it "
            "follows. Without its standard an agreement has no text."
        ),
    )
    UNKNOWN_PARTY = (
        "unknown-party",
        N_("no file has facts of the party `{party}`"),
        N_("{suggestion}"),
        N_(
            "A party of an agreement is `municipality`, whose facts are at the top of the "
            "agreement's file, or one under `parties` there or in `region.yaml`, or a file in "
            "`parties/`. A party without facts could neither be named nor sign."
        ),
    )
    NO_PARTY_FILE = (
        "no-party-file",
        N_("there is no file parties/{file}.yaml"),
        N_("{suggestion}"),
        N_("`file` names one of the files in `parties/`, without its ending."),
    )
    PARTY_WITHOUT_NAME = (
        "party-without-name",
        N_("the party `{party}` has no name"),
        N_("add `{key}:`"),
        N_("An agreement names each of its parties."),
    )
    PARTY_WITHOUT_CODE = (
        "party-without-code",
        N_("the party `{party}` is a municipality and has no kommunkod"),
        N_('add `code: "0000"` with its four digits'),
        N_("A municipality is known by its kommunkod (SCB, kommunkoder)."),
    )
    PARTY_OF_OTHER_KIND = (
        "party-of-other-kind",
        N_("the family wants the party `{party}` to be a {kind}"),
        N_("write `kind: {kind}`, or name another party"),
        N_("A family can say what kind each of its parties has to be."),
    )
    SIGNATORY_AND_SIGNATORIES = (
        "signatory-and-signatories",
        N_("a party has either `signatory` or `signatories`"),
        N_("move the one under `signatory` into the list"),
        N_("Several persons who sign for one party are listed under `signatories`, in order."),
    )


class OwnFieldCode(ProblemCode):
    """Problems of how a family describes its own fields."""

    SAME_KEY = (
        "same-field",
        N_("`{key}` is described twice"),
        N_("give one of them another key"),
        N_(
            "A field has a key of its own among the family's fields and those of `region.yaml`, "
            "and a column among those of its field."
        ),
    )
    NO_CHOICES = (
        "no-choices",
        N_("`{key}` is a choice of nothing"),
        N_("add `choices: [one, another]`"),
        N_("A field or column with `type: choice` lists what can be chosen."),
    )
    CHOICES_OF_OTHER = (
        "choices-of-other",
        N_("`{key}` has choices but is no choice"),
        N_("write `type: choice`, or remove `choices`"),
        N_("Only a field or column with `type: choice` has something to choose from."),
    )
    NO_COLUMNS = (
        "no-columns",
        N_("`{key}` has rows but no columns"),
        N_("add `columns:` with a key and a title for each"),
        N_("A field with `type: rows` describes the columns of its rows."),
    )
    COLUMNS_OF_OTHER = (
        "columns-of-other",
        N_("`{key}` has `{part}` but no rows"),
        N_("write `type: rows`, or remove `{part}`"),
        N_("Only a field with `type: rows` has columns and a row of sums."),
    )
    NOT_SUMMED = (
        "not-summed",
        N_("the column `{key}` cannot be added up"),
        N_("only a column of type number or money can, and not the first one"),
        N_("A sum is of figures; the first column names the row, and that of the sums too."),
    )
    SUM_TITLE = (
        "sum-title",
        N_("a row of sums of `{key}` needs both a `sum_title` and a column with `sum: true`"),
        N_("add the one that is missing, or remove the other"),
        N_("The row of sums begins with its title and has a sum in at least one column."),
    )
    SOME_WIDTHS = (
        "some-widths",
        N_("some columns of `{key}` have a width, and this one has none"),
        N_("give each column a width, or none"),
        N_("Widths are shares of the table's width, so that they are known for all or for none."),
    )


class EventCode(ProblemCode):
    """Why a notice, an amendment or an extension cannot be."""

    NOT_SIGNED = (
        "nothing-signed",
        N_("the agreement with {agreement} is not signed on that day"),
        N_("record first what was signed: agreement-gen signed"),
        N_("Only an agreement that is signed can be ended, amended or extended."),
    )
    NOT_IN_FORCE = (
        "not-in-force",
        N_("the agreement is not in force on {day}"),
        N_("correct the day, or record first what holds on it"),
        N_("A notice or an amendment changes what is in force."),
    )
    UNDER_NOTICE = (
        "under-notice",
        N_("a notice that came in on {received} is recorded already"),
        N_("correct the one in the file by hand if it is wrong"),
        N_("An agreement ends once. A new edition, signed after the notice, replaces it."),
    )
    NO_SUCH_PARTY = (
        "no-such-party",
        N_("the agreement has no party `{party}`"),
        N_("{suggestion}"),
        N_("Notice is given by one of the agreement's parties, named by its name or its id."),
    )
    NO_NOTICE = (
        "no-notice",
        N_("the terms let no party give notice"),
        N_("if the parties agree on an end: --ends DATE --agreed (`agreed: true` in the file)"),
        N_(
            "A fixed term ends by itself, and terms without `notice_months` have no notice. The "
            "parties can still agree that their agreement ends."
        ),
    )
    ENDS_BEFORE_NOTICE = (
        "ends-before-notice",
        N_("{ends} is before the day when the notice came in, {received}"),
        N_("correct one of the dates"),
        N_("Nothing ends an agreement backwards."),
    )
    NOTICE_TOO_SHORT = (
        "notice-too-short",
        N_("{ends} is earlier than the period of notice allows; the first day is {first}"),
        N_("leave out --ends; if the parties agree on that day, add --agreed (`agreed: true`)"),
        N_("The period of notice of the terms counts from the day when the notice came in."),
    )
    NO_MONEY = (
        "no-money",
        N_("the agreement has no yearly amount to change"),
        N_("leave out the amount"),
        N_("Only a family with a funding table has yearly amounts."),
    )
    NO_FIXED_TERM = (
        "no-fixed-term",
        N_("the agreement has no fixed term that could be extended"),
        "",
        N_("An agreement until further notice or with renewal goes on by itself."),
    )
    EXTENSION_ORDER = (
        "extension-order",
        N_("{starts} to {ends} is no term after the present one"),
        N_("correct the dates"),
        N_("An extension begins after the first day of the present term and ends after it begins."),
    )


class SignedTextCode(ProblemCode):
    """What is wrong with the words of a signed agreement."""

    CHANGED = (
        "signed-text-changed",
        N_("the agreement does not say what was signed on {date}: {difference}"),
        N_(
            "undo the change; or record what the parties have agreed since (agreement-gen amend), "
            "or begin a new edition (agreement-gen revise)"
        ),
        N_(
            "`signed` keeps the words that were signed in `signed/`. As long as the file follows "
            "that edition, it has to say the same: what is built, invoiced and listed would "
            "otherwise be what nobody signed. The change may be in the municipality's file, in a "
            "clause or in another municipality's row of the funding table."
        ),
        "warning",
    )
    LOST = (
        "signed-text-lost",
        N_("the words that were signed are not there: {file}"),
        N_("bring the file back from git"),
        N_("What was signed is kept in `signed/` and committed with the other files."),
        "warning",
    )
    ALTERED = (
        "signed-text-altered",
        N_("{file} is not the file that was written when the agreement was signed"),
        N_("bring the file back from git"),
        N_("The municipality's file records the hash of the words that were signed."),
        "warning",
    )


LINE_DIFFERS = Template(N_("signed is «{was}», the files say «{now}»"))
LINE_ADDED = Template(N_("the files add «{now}»"))
LINE_LOST = Template(N_("the files lack «{was}»"))
CHANGED_SINCE_SIGNED = Template(N_("the text that was signed"))
