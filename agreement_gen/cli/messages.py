"""Everything that the commands print themselves, and the problems that they find."""

from __future__ import annotations

from agreement_gen.messages import N_, Template
from agreement_gen.problems import ProblemCode


class CliCode(ProblemCode):
    """Problems of a command, whichever files it works on."""

    FILE_SYSTEM = (
        "file-system",
        N_("cannot be read or written: {reason}"),
        N_("name another file or directory, or make this one usable"),
        N_("The machine refuses access to a file or directory: permissions, a full disk, a name."),
    )
    NO_MEMORY = (
        "no-memory",
        N_("there is not enough memory"),
        N_("end other programs, or work on fewer municipalities at a time"),
        N_(
            "The machine gives the program no more memory, or a file needs more than any agreement."
        ),
    )
    FILE_EXISTS = (
        "file-exists",
        N_("this file already exists"),
        "",
        N_("A command that creates a file never replaces one."),
    )
    UNREADABLE_FILE = (
        "unreadable-file",
        N_("no text can be read from this file: {reason}"),
        N_("`textconv` reads Word and PDF files that were built here"),
        N_("Only Word files and tagged PDF files have text that can be read back in order."),
    )
    READING_TIME = (
        "reading-time",
        N_("reading this file takes more than {seconds} seconds"),
        N_("ask for the file anew; an agreement is read in two seconds"),
        N_("A file that somebody sends is read with limits, so that none can hang a command."),
    )
    READING_MEMORY = (
        "reading-memory",
        N_("reading this file takes more than {megabytes} MB of memory"),
        N_("ask for the file anew; an agreement takes a tenth of that"),
        N_("A file that somebody sends is read with limits, so that none can use up a machine."),
    )
    READING_CRASH = (
        "reading-crash",
        N_("reading this file ends in a crash, or needs more than {megabytes} MB of memory"),
        N_("ask for the file anew; it may have been made to do that"),
        N_("A file that somebody sends is read in a process of its own, which it may crash."),
    )
    READING_FAULT = (
        "reading-fault",
        N_("reading this file fails in a way that is not known: {error}"),
        N_("if it was built here, please report it with the file"),
        N_("A file that somebody sends can be wrong in ways that no program has thought of."),
    )
    EMPTY_REGISTER = (
        "no-agreement",
        N_("there is no agreement to list"),
        N_("`agreement-gen new NAME` adds a municipality"),
        N_("A register as PDF or Word takes its style from an agreement, so it needs one."),
    )


# Help, and wrong calls

VERSION = Template(N_("agreement-gen, version {version}"))
USAGE = Template(N_("Usage:"))
OPTIONS = Template(N_("Options"))
COMMANDS = Template(N_("Commands"))
HELP_OPTION = Template(N_("Show this message and exit."))
DEFAULT_IS = Template(N_("default: {value}"))
REQUIRED = Template(N_("required"))
ERROR = Template(N_("Error: {message}"))
TRY_HELP = Template(N_("Try '{command} --help' for help."))
DID_YOU_MEAN = Template(N_("Did you mean '{word}'?"))
COMMAND_MISSING = Template(N_("A command is missing."))
COMMAND_UNKNOWN = Template(N_("There is no command '{command}'. {suggestion}"))
OPTION_MISSING = Template(N_("Option '{option}' is missing."))
OPTION_UNKNOWN = Template(N_("There is no option '{option}'. {suggestion}"))
OPTION_NEEDS_VALUE = Template(N_("Option '{option}' needs a value."))
OPTION_TAKES_NONE = Template(N_("Option '{option}' takes no value."))
ARGUMENT_MISSING = Template(N_("Argument '{argument}' is missing."))
ARGUMENT_VALUES = Template(N_("An argument has too few values."))
ARGUMENTS_TOO_MANY = Template(
    N_("Unexpected argument: {arguments}"), N_("Unexpected arguments: {arguments}")
)
NOT_FOR_OPTION = Template(N_("Invalid value for '{name}': {message}"))
NOT_FOR_PARAMETER = Template(N_("Invalid value for the argument '{name}': {message}"))
NOT_ONE_OF = Template(N_("`{value}` is not one of {choices}"))
NOT_A_NUMBER = Template(N_("`{value}` is not a whole number"))
NUMBER_TOO_SMALL = Template(N_("{value} is less than {least}"))
NUMBER_OUTSIDE = Template(N_("{value} is not within {least} to {most}"))
NO_SUCH_FILE = Template(N_("the file '{path}' does not exist"))
NO_SUCH_DIRECTORY = Template(N_("the directory '{path}' does not exist"))
PATH_IS_DIRECTORY = Template(N_("'{path}' is a directory"))
PATH_IS_FILE = Template(N_("'{path}' is a file"))
NOT_READABLE = Template(N_("'{path}' cannot be read"))
NOT_WRITABLE = Template(N_("'{path}' cannot be written"))

# All commands

ERRORS = Template(N_("{count} error"), N_("{count} errors"))
FAULT_OF_THE_PROGRAM = Template(
    N_(
        "\nThis is a fault of agreement-gen {version}, not of your files. No file was left half "
        "written.\nPlease report it with the lines above.\n"
    )
)
STOPPED = Template(N_("agreement-gen: stopped by {signal}"))
NO_ANSWER = Template(N_("agreement-gen: a question was not answered; nothing was written"))
OUTPUT_LOST = Template(N_("agreement-gen: the output could not be written: {reason}"))
FILE_WRITTEN = Template(N_("{path} is written"))
FILES_WRITTEN = Template(N_("{count} file in {directory}"), N_("{count} files in {directory}"))

NOT_A_DATE = Template(N_("`{value}` is not a date; write it as 2026-09-01"))
DATE_OUTSIDE = Template(N_("{value} is not a date of the years {first} to {last}"))
NO_SUCH_DATE = Template(N_("the date {value} does not exist"))
NO_SUCH_FORMAT = Template(N_("no format `{name}`; {suggestion}"))
WITHOUT_FORMAT = Template(N_("name at least one of {formats}"))
NOT_A_FIGURE = Template(N_("`{value}` is not KEY=NUMBER, e.g. hours_per_week=31"))

MUNICIPALITY = Template(N_("Municipality"))
STATE = Template(N_("State"))
EDITION = Template(N_("Edition"))
SIGNED = Template(N_("Signed"))
MISSING = Template(N_("Missing"))
MISSING_LOCALLY = Template(N_("Missing locally"))
OLD_DECISIONS = Template(N_("Decided before the edition"))
OLD_DECISION = Template(
    N_("{party} {decided} ({count} day before)"), N_("{party} {decided} ({count} days before)")
)
MISSING_REGION = Template(N_("Missing from the region"))

# build

BUILDING = Template(N_("Building"))
BUILT = Template(N_("built {name}"))
PAGES = Template(N_("Pages"))
FILES = Template(N_("Files"))
READY = Template(N_("ready"))
DRAFT = Template(N_("draft ({count} missing)"))
UP_TO_DATE = Template(N_("{files} (up to date)"))
DRAFTS = Template(
    N_("\n{count} draft, not to be signed. What is missing: agreement-gen check --ready"),
    N_("\n{count} drafts, not to be signed. What is missing: agreement-gen check --ready"),
)
DRAFT_DOCUMENTS = Template(
    N_("\n{count} draft, not to be used before what is missing is there"),
    N_("\n{count} drafts, not to be used before what is missing is there"),
)

# check

NO_ERRORS = Template(N_("{count} agreement: no errors"), N_("{count} agreements: no errors"))
READY_TO_SIGN = Template(
    N_("{count} agreement: ready to sign"), N_("{count} agreements: ready to sign")
)

# diff, redline

WORKING_TREE = Template(N_("the files on the disk"))
"""What the files on the disk are called beside a revision."""

# doctor

PRESENT = Template(N_("ok"))
NEEDED = Template(N_("missing"))
ABSENT = Template(N_("absent"))
FIX = Template(N_("{detail}: {command}"))
CANNOT_BUILD = Template(N_("\nThis machine cannot build agreements yet. Run:"))
COMMAND_TO_RUN = Template(N_("  {command}"))
CAN_BUILD = Template(N_("\nThis machine can build agreements."))

# funding

AMOUNT_OF_YEAR = Template(N_("{year} (kr)"))
ROW_IN_GROUP = Template(N_("  {title}"))
OTHER_SUM = Template(N_("{published} (sum {computed})"))
KNOWN_DIFFERENCE = Template(N_("{difference}; known"))
UNKNOWN_DIFFERENCE = Template(N_("{difference}; NOT LISTED as known"))

# init

STARTER_WRITTEN = Template(
    N_("{count} file written to {directory}"), N_("{count} files written to {directory}")
)
STARTER_NEXT = Template(
    N_("Next:\n  agreement-gen doctor\n  agreement-gen -C {argument} build\n  and read {readme}")
)

# invoice

WITHOUT_POSTS = Template(N_("not yet invoiceable: no posts"))
NOT_IN_FORCE = Template(N_("not in force that year"))
MONTHS = Template(N_("Months"))
TO_INVOICE = Template(N_("To invoice"))
SUM = Template(N_("Sum"))
MONEY_OF_YEAR = Template(
    N_("{family} {year}: set aside {set_aside}, allocated {allocated}, invoiced {invoiced}")
)
MONEY_OF_YEAR_PRELIMINARY = Template(
    N_(
        "{family} {year}: set aside {set_aside}, allocated {allocated}, preliminary {invoiced} "
        "(not invoiced)"
    )
)
SUM_PRELIMINARY = Template(N_("Preliminary sum"))
WITHOUT_MONEY = Template(
    N_("{count} agreement is of a family without money"),
    N_("{count} agreements are of families without money"),
)
NOTHING_INVOICED = Template(N_("Nothing is invoiced; no file is written."))

# new

NEW_FILE = Template(N_("{path} is written"))
NEW_NEXT = Template(N_("Fill it in, then: agreement-gen check {slug}"))
MISSING_OPTIONS = Template(N_("missing option {options}"), N_("missing options {options}"))
CODE_OPTION = Template(N_("--code ({county_code}..)"))
GROUP_OPTION = Template(N_("--group ({groups})"))
TITLE_OPTION = Template(N_("--title (of the person who signs)"))
AGREEMENT_OPTION = Template(N_("--agreement ({agreements})"))
NO_SUCH_AGREEMENT = Template(N_("--agreement: no `{key}`; {suggestion}"))
NO_MUNICIPALITY = Template(
    N_("agreements of `{agreement}` have no municipality: leave out --code, --group and --title")
)
ASK_CODE = Template(N_("Kommunkod (begins with {county_code})"))
ASK_GROUP = Template(N_("Group ({groups})"))
ASK_TITLE = Template(N_("Title of the person who signs"))
ASK_FIGURE = Template(N_("{column} (empty: later)"))
ONLY_DIGITS = Template(N_("Write only digits."))

# redline

NOT_IN_OLD = Template(N_("{municipality}: not in {old}, so there is nothing to compare with"))
NO_CHANGE = Template(N_("{municipality}: no change"))
REDLINE_VERIFIED = Template(N_("{municipality}: verified, {files}"))
PDF_COMMIT = Template(N_("{file} was built from commit {commit}"))
PDF_WITHOUT_COMMIT = Template(
    N_(
        "{file} names no commit of this repository; its text is composed with the present "
        "standard, so changes of the standard are not shown"
    )
)
PDF_OF_ONE = Template(N_("{file} is the agreement of {municipality} alone"))

# revise

YEARLY_AMOUNT = Template(N_("Yearly amount (kr)"))
ADDED = Template(N_("Added"))
DROPPED = Template(N_("Dropped"))
FROM_TO = Template(N_("{old} → {new}"))
TO_HISTORY = Template(N_("to history"))
NOTE_ON = Template(N_("{municipality}: {note}"))
MONEY_CHANGE = Template(N_("{file}: {change}"))
UNCHANGED = Template(N_("Nothing to change: {municipalities}"))
DRY_RUN = Template(N_("\nDry run; nothing changed."))
FILES_CHANGED = Template(N_("\n{count} file changed."), N_("\n{count} files changed."))
RECOVERED = Template(
    N_("{count} file is as it was before the interrupted revision."),
    N_("{count} files are as they were before the interrupted revision."),
)
RECOVER_ALONE = Template(N_("--recover takes no other option and no name"))
MISSING_EDITION = Template(N_("missing option --edition DATE"))
BOTH_DAYS = Template(N_("--from and --to go together"))
REVISE_NEXT = Template(N_("\nNext:"))
STEP = Template(N_("  {number}. {step}"))
STEP_REVIEW = Template(N_("look at the changes (git diff), and commit them"))
STEP_TEXTS = Template(
    N_("let the municipality write {count} new local text"),
    N_("let the municipalities write {count} new local texts"),
)
STEP_DECISIONS = Template(
    N_("ask whether there is a new decision: {count} agreement has the old one"),
    N_("ask whether there are new decisions: {count} agreements have the old ones"),
)
STEP_READY = Template(N_("see what is missing: agreement-gen check --ready"))
STEP_BUILD = Template(N_("build, and show what changed: agreement-gen build, then redline"))
STEP_SIGN = Template(N_("record what is signed: agreement-gen signed"))
STILL_IN_FORCE = Template(
    N_("\nUntil then {count} signed edition stays in force."),
    N_("\nUntil then {count} signed editions stay in force."),
)

# schema

KIND_OR_WRITE = Template(N_("name a kind of file (municipality, family, region), or --write"))

# signed

ALREADY_RECORDED = Template(N_("{path}: already recorded"))
FILES_OR_UPGRADE = Template(N_("name files to tidy, or give --upgrade for the whole workspace"))
UPGRADED = Template(N_("{file}: brought to the form of this version"))
NOT_UPGRADED = Template(N_("{file}: of an older form"))
NOTHING_TO_UPGRADE = Template(N_("The workspace has the form of this version."))
CONFIRMED = Template(N_("{path}: {key} confirmed by {by} on {on}"))
ALREADY_CONFIRMED = Template(N_("{path}: this is recorded already"))
IN_THE_FUTURE = Template(N_("warning: {date} is in the future; is the year right?"))
REPLACED = Template(N_("warning: replaced what was recorded: signed {date}, SHA-256 {sha256}"))
RECORDED = Template(N_("{path}: signed {date}, edition {edition} (text verified)"))
SCAN_RECORDED = Template(
    N_("{path}: signed {date}, edition {edition} (a scanned paper, text not verified)")
)
KEEP_FILE = Template(N_("Keep {file} as it is; its SHA-256 is {sha256}"))
TEXT_KEPT = Template(N_("The words that were signed are in {path}; commit it with the file"))
NOT_VERIFIED = Template(N_("cannot be verified: {finding}"))
SCAN_OF = Template(N_("It belongs to what was built from commit {commit}"))
SCAN_OF_UNKNOWN = Template(N_("It belongs to what was built from files of no known commit"))
ACCEPTED = Template(N_("Recorded as accepted: {codes} ({reason})"))
NOTHING_TO_ACCEPT = Template(N_("Nothing is odd about it, so no reason is recorded"))
WITHOUT_REASON = Template(N_("--accept needs a reason"))
BUILT_WITH_SCANNED = Template(N_("--built goes with --scanned"))
NOT_WITH_OUTSIDE = Template(N_("--as-of, --accept and --built do not go with --outside"))

# terminate, amend, extend

TERMINATED = Template(N_("{path}: notice by {by} on {received}; the last day is {ends}"))
AMENDED = Template(N_("{path}: amended, signed {date}, in force from {effective}"))
EXTENDED = Template(N_("{path}: extended, {starts} to {ends}"))
OUTSIDE_RECORDED = Template(
    N_("{path}: signed {date}, edition {edition} (outside the program, text never verified)")
)
OUTSIDE_NEEDS_EDITION = Template(N_("--outside needs --edition DATE"))
ONLY_OUTSIDE = Template(N_("--edition, --from and --amount go with --outside"))
OUTSIDE_OR_SCANNED = Template(N_("--outside and --scanned exclude each other"))
TEXT_OR_FILE = Template(N_("give either --text or --text-file"))

# status

STATES = {
    "draft": Template(N_("draft")),
    "ready": Template(N_("ready")),
    "signed": Template(N_("signed")),
    "in_force": Template(N_("in force")),
    "due": Template(N_("due")),
    "overdue": Template(N_("overdue")),
    "under_notice": Template(N_("under notice")),
    "terminated": Template(N_("terminated")),
    "expired": Template(N_("expired")),
}
STATE_AND_NEXT = Template(N_("{state} ({edition}: {next_state})"))
ENDS = Template(N_("Ends"))
NEXT_REVISION = Template(N_("Next revision"))
NOTICE_BY = Template(N_("Notice by"))
TO_END_ON = Template(N_("to end on"))
NOTICE_TODAY_ENDS = Template(N_("Notice today ends"))
NOTHING_MISSING = Template(N_("nothing"))
DATE_HEADING = Template(N_("{heading} (date)"))
COUNT_HEADING = Template(N_("{heading} (count)"))

# tidy

NOT_TIDY = Template(N_("not tidy: {file}"))
TIDIED = Template(N_("tidied: {file}"))
