"""What is reported of a workspace's files: their fields, their reading and writing, and git."""

from __future__ import annotations

from agreement_gen.messages import N_, Template
from agreement_gen.problems import ProblemCode

ADD_KEY = Template(N_("add `{key}:`"))
ADD_TITLED_KEY = Template(N_("add `{key}:` – {title}"))

NUMBER_WANTED = Template(N_("a whole number is expected"))
DATE_WANTED = Template(N_("a date is expected: 2026-09-01"))
FIGURE_WANTED = Template(N_("a figure above zero is expected: 104.25"))
TEXT_WANTED = Template(N_("a text is expected"))
MAPPING_WANTED = Template(N_("keys with values are expected"))
LIST_WANTED = Template(N_("a list is expected, one `- ` a line"))
CHOICE_WANTED = Template(N_("true or false is expected"))

WITHOUT_FRACTIONS = Template(N_("no fractions"))
ONLY_THESE_DIGITS = Template(N_("write only the digits: {digits}"))
ONLY_DIGITS = Template(N_("write only digits"))

EXIT_STATUS = Template(N_("exit status {status}"))

FOLDER = Template(N_("a folder"))
PIPE = Template(N_("a pipe"))
SOCKET = Template(N_("a socket"))
DEVICE = Template(N_("a device"))
NOT_A_NAME = Template(N_("no file can have this name"))

STANDARDS_TERMS = Template(N_("the standard's terms"))
STYLE_SHEET = Template(N_("the style of PDF and web page"))
WORD_STYLES = Template(N_("the style of the Word file"))


class FieldCode(ProblemCode):
    """Problems of one key or value in a file."""

    MISSING_KEY = (
        "missing-key",
        N_("the key `{key}` is missing"),
        N_("{next_step}"),
        N_("A key that the schema requires is in the file, also while its value is not known."),
    )
    UNKNOWN_KEY = (
        "unknown-key",
        N_("the key `{key}` is not known here"),
        N_("{suggestion}"),
        N_(
            "Only keys of the schema are allowed, because a misspelled key would otherwise be "
            "left out in silence."
        ),
    )
    UNKNOWN_CHOICE = (
        "unknown-choice",
        N_("`{value}` is not one of the choices"),
        N_("{suggestion}"),
        N_("The schema lists every value that the key may have."),
    )
    NO_VALUE = (
        "no-value",
        N_("there is no value here"),
        N_("{expected}"),
        N_("The key needs a value: a file without it cannot be read."),
    )
    WRONG_TYPE = (
        "wrong-type",
        N_("wrong kind of value: {expected}"),
        "",
        N_("The schema states whether a key holds a text, a list, or keys with values."),
    )
    TOO_FEW_ITEMS = (
        "too-few-items",
        N_("this list lacks an item"),
        "",
        N_("The schema states how many items this list has."),
    )
    TOO_MANY_ITEMS = (
        "too-many-items",
        N_("this list has {count} items, {most} at most are expected"),
        "",
        N_("The schema states how many items this list has."),
    )
    OTHER_VALUE = (
        "wrong-value",
        N_("this value cannot be used here: it breaks the rule `{rule}`"),
        "",
        N_("What the schema's validator reports where no other problem describes it better."),
    )
    NUMBER_IN_QUOTES = (
        "number-in-quotes",
        N_("a whole number is expected here"),
        N_("write it without quotes"),
        N_("What is in quotes is text; amounts, months and years are written without them."),
    )
    NOT_A_NUMBER = (
        "not-a-number",
        N_("`{value}` is not a whole number"),
        N_("{next_step}"),
        N_("A whole number is written with digits only, so that it can be read in one way."),
    )
    NEGATIVE = (
        "negative",
        N_("{value} is less than zero"),
        "",
        N_("Amounts, hours and months of notice are zero or more."),
    )
    NOT_POSITIVE = (
        "not-positive",
        N_("{value} is less than one"),
        "",
        N_("Years, intervals and units of rounding are one or more."),
    )
    TOO_LARGE = (
        "too-large",
        N_("{value} is more than {most}"),
        N_("is a digit too many?"),
        N_(
            "Amounts and figures are at most a million millions, months at most 1200, so that "
            "every calculation with them has a result."
        ),
    )
    YEAR_OUTSIDE = (
        "year-outside",
        N_("{value} is not a year from {first} to {last}"),
        "",
        N_("Years of an agreement are within the calendars of all programs that show them."),
    )
    DATE_OUTSIDE = (
        "date-outside",
        N_("{value} is not a date of the years {first} to {last}"),
        "",
        N_(
            "Dates of an agreement are within these years, so that a day some months before or "
            "after is a day of the calendar too."
        ),
    )
    BAD_FIELD_KEY = (
        "bad-field-key",
        N_("`{value}` cannot be the key of a field"),
        N_("use small letters a to z, digits and _, and do not begin with model_"),
        N_(
            "Texts insert a field by its key, as in `fields.budget`, where a hyphen would be read "
            "as something else."
        ),
    )
    UNSUPPORTED_LANGUAGE = (
        "unsupported-language",
        N_("`{value}` is not a language that documents can be written in"),
        N_("the languages are {supported}"),
        N_(
            "A family's language decides how its dates, amounts and numbers are written, how words "
            "are hyphenated, and what a screen reader speaks."
        ),
    )
    LONG_LINE = (
        "long-line",
        N_("this text has {count} characters, more than {most}"),
        N_("shorten it"),
        N_("Names, titles and sentences on one line have a limit, so that a page can hold them."),
    )
    NOT_A_DEGREE = (
        "not-a-degree",
        N_("{value} is not a degree of employment"),
        N_("1 to 100"),
        N_("A degree of employment is in percent of full time, which is 100."),
    )
    NOT_A_FIGURE = (
        "not-a-figure",
        N_("`{value}` is not a figure above zero"),
        N_("write it as 104.25, without quotes"),
        N_("An index figure is above zero, without quotes, with a point before its decimals."),
    )
    NOT_A_CHANGE = (
        "not-a-change",
        N_("`{value}` is not a change in per cent"),
        N_("write it as 2.5 or -0.4, without quotes"),
        N_(
            "A change in per cent is written without quotes, with a point before its decimals, "
            "and is above -100."
        ),
    )
    NOT_A_DATE = (
        "not-a-date",
        N_("`{value}` is not a date"),
        N_("write it as 2026-09-01"),
        N_("Dates are written as year, month and day (ISO 8601), so that none is misread."),
    )
    NO_SUCH_DATE = (
        "no-such-date",
        N_("the date {value} does not exist"),
        "",
        N_("The day exists in its month: 2023-02-29 does not."),
    )
    SEVERAL_LINES = (
        "several-lines",
        N_("this text must be on one line"),
        "",
        N_("Names, titles and the like are one line; only local texts and clauses have more."),
    )
    TAB = (
        "tab",
        N_("there is a tab in this text"),
        N_("write a space instead"),
        N_("A tab in a name or a title would look like a space and move what is beside it."),
    )
    EMPTY = (
        "empty",
        N_("a text is expected here, and it is empty"),
        "",
        N_("An empty text in quotes is no value; what is not known is left empty without quotes."),
    )
    BAD_CODE = (
        "bad-code",
        N_("`{value}` is not a kommunkod"),
        N_('four digits in quotes: "0685"'),
        N_("A kommunkod has four digits (SCB, kommunkoder); in quotes its first zero stays."),
    )
    BAD_COUNTY_CODE = (
        "bad-county-code",
        N_("`{value}` is not a county code"),
        N_('in quotes: "06"'),
        N_("A county code has two digits (SCB, länskoder); in quotes its first zero stays."),
    )
    BAD_COLOR = (
        "bad-color",
        N_("`{value}` is no colour"),
        N_('write `#` and six digits 0 to f, in quotes: `"#1f4e79"`'),
        N_("A colour is written as style sheets write it: red, green and blue, two digits each."),
    )
    BAD_PICTURE_NAME = (
        "bad-picture-name",
        N_("`{value}` is no name of a picture"),
        N_("small letters, digits, `.`, `_` and `-`, with .png, .jpg, .jpeg or .svg at the end"),
        N_("A picture is named by its file alone, in the folder that holds the pictures."),
    )
    BAD_KEY = (
        "bad-key",
        N_("`{value}` cannot be used as a key"),
        N_("small letters a to z, digits, _"),
        N_("Keys are names in templates, files and links, so they hold only what all of them can."),
    )
    BAD_ORGANISATION_NUMBER = (
        "bad-organisation-number",
        N_("`{value}` is not an organisation number"),
        N_("write it as 212000-0000"),
        N_("A Swedish organisation number has six digits, a hyphen and four digits."),
    )
    NOT_A_DAY_OF_YEAR = (
        "not-a-day-of-year",
        N_("`{value}` is not a day that every year has"),
        N_("write month and day as 10-31"),
        N_("A day that comes back each year is written as month and day; 29 February is not one."),
    )
    BAD_CHECK_DIGIT = (
        "bad-check-digit",
        N_("`{value}` is not an organisation number: its check digit is wrong"),
        N_("compare it with the party's own letter or invoice"),
        N_(
            "The last digit of an organisation number follows from the others (the Luhn "
            "algorithm), so that a slip of a finger is noticed."
        ),
    )
    BAD_SHA256 = (
        "bad-sha256",
        N_("`{value}` is not a SHA-256 hash"),
        N_("64 hexadecimal digits"),
        N_("The hash of a signed file is 64 digits 0 to 9 and a to f (FIPS 180-4)."),
    )
    BAD_COMMIT = (
        "bad-commit",
        N_("`{value}` is not a commit"),
        N_("a full git id"),
        N_("A commit is named by its full id, 40 or 64 hexadecimal digits, so that it is one."),
    )


class FileCode(ProblemCode):
    """Why a file is not read."""

    NO_FILE = (
        "no-file",
        N_("there is no such file"),
        "",
        N_("The file that a command was given does not exist, or was removed meanwhile."),
    )
    NOT_A_FILE = (
        "not-a-file",
        N_("this is {kind}, not a file"),
        N_("put a file here, or remove it"),
        N_("Only regular files are read: reading a pipe, a device or a socket might never end."),
    )
    TOO_LARGE = (
        "file-too-large",
        N_("this file is larger than {most} MB"),
        N_("a file of its kind is far smaller; is it the right one?"),
        N_(
            "Each kind of file has a limit: 1 MB for texts, 20 MB for the Word file with styles, "
            "100 MB for PDF and Word files that are given to a command. No file can use up the "
            "machine's memory."
        ),
    )
    LINK_OUT = (
        "link-out",
        N_("a link here leads out of the workspace"),
        N_("replace the link by the file itself"),
        N_(
            "A workspace is complete in itself: a link out of it would bring another file of the "
            "machine into an agreement, and would lead elsewhere in a clone."
        ),
    )
    LINK_LOOP = (
        "link-loop",
        N_("the links here lead in a circle"),
        N_("replace the link by the file itself"),
        N_("A link that leads back to itself, or over too many others, leads to no file."),
    )
    DANGLING_LINK = (
        "dangling-link",
        N_("this is a link to a file that does not exist"),
        N_("replace the link by the file itself, or remove it"),
        N_("What a link leads to is missing, so there is nothing to read."),
    )
    NAME_NOT_UTF8 = (
        "name-not-utf8",
        N_("this name is not UTF-8 text"),
        N_("rename the file: small letters a to z, digits and hyphens"),
        N_("A name that is not UTF-8 would be another one on other machines, and in git."),
    )
    NAME_UNSEEN = (
        "name-unseen",
        N_("the name of this file has a character that a reader cannot see: {character}"),
        N_("rename the file: small letters a to z, digits and hyphens"),
        N_("Two names that look the same could be two files, and one could write to a terminal."),
    )
    UNREADABLE = (
        "file-unreadable",
        N_("this cannot be read: {reason}"),
        N_("check its name and permissions, and the disk"),
        N_("The machine refuses to read the file or folder, for the reason that it gives."),
    )


class WorkspaceCode(ProblemCode):
    """Problems of the files that a workspace consists of."""

    NO_WORKSPACE = (
        "no-workspace",
        N_("no {file} here or in a folder above"),
        N_("go to the workspace, name it with -C DIR, or make one: agreement-gen init DIR"),
        N_("A workspace is the nearest folder upwards that holds `region.yaml`."),
    )
    NO_REGION = (
        "missing-region",
        N_("the region's file is missing"),
        N_("a workspace has one; agreement-gen init DIR makes a workspace"),
        N_("`region.yaml` holds what all agreements share; without it none can be composed."),
    )
    MISSING_FILE = (
        "missing-file",
        N_("this file is missing: {purpose}"),
        N_(
            "copy `{name}` from another family, or from the templates/avtal/ that "
            "agreement-gen init --kind blank DIR makes"
        ),
        N_("The folder of a standard holds its terms, its clauses and the style of its files."),
    )
    MISSING_CLAUSE = (
        "missing-clause",
        N_("the clause `{clause}` has no file {file}"),
        N_("{suggestion}"),
        N_(
            "Each clause that `family.yaml` lists is a file under the standard's `clauses/`, each "
            "annex one under its `annexes/`."
        ),
    )
    MANY_PICTURES = (
        "many-picture-files",
        N_("there are more than {most} pictures in this folder"),
        N_("remove those that no text shows"),
        N_("Every picture of a family is read for each of its agreements."),
    )
    ID_OF_CLAUSE = (
        "annex-id-of-clause",
        N_("a clause is called `{annex}` already"),
        N_("give the annex another name, and its file too"),
        N_("A link leads to one clause or annex, so each has an id of its own."),
    )
    UNKNOWN_NAME = (
        "unknown-name",
        N_("no such municipality"),
        N_("{suggestion}"),
        N_("A municipality is named by its name, its file's name without ending, or its code."),
    )
    UNKNOWN_FAMILY = (
        "unknown-family",
        N_("there is no folder templates/{agreement} with a family.yaml"),
        N_("{suggestion}"),
        N_("`--agreement` names the family of the agreements that are chosen, by its folder."),
    )
    NOTHING_CHOSEN = (
        "nothing-chosen",
        N_("no agreement is all of this"),
        "",
        N_("Names, `--agreement` and `--county` choose the agreements that are all of this."),
    )
    SEVERAL_AGREEMENTS = (
        "several-agreements",
        N_("this is the name of several agreements"),
        N_("name the file of one, or give its family with --agreement: {files}"),
        N_("A municipality can have several agreements; each has a file of its own."),
    )
    NOT_EMPTY = (
        "not-empty",
        N_("this folder is not empty: it holds {name}"),
        N_("name a folder that does not exist yet"),
        N_("A new workspace is made in a folder of its own, so that it replaces nothing."),
    )
    FILE_IN_THE_WAY = (
        "file-in-the-way",
        N_("there is a file here"),
        N_("name a folder that does not exist yet"),
        N_("A new workspace is made in a folder of its own, so that it replaces nothing."),
    )
    CHANGED_MEANWHILE = (
        "changed-meanwhile",
        N_("somebody changed this file while the command worked on it"),
        N_("look at the file, then run the command again"),
        N_(
            "A command that edits a file replaces it only while it holds what the command has "
            "read, so that no edit of anybody else is lost."
        ),
    )


class JournalCode(ProblemCode):
    """Problems of an edit of several files that was interrupted."""

    BUSY = (
        "busy",
        N_("another agreement-gen is changing files here"),
        N_("wait until it is done"),
        N_("One program at a time edits a workspace's files, so that none undoes another's edit."),
    )
    INTERRUPTED = (
        "interrupted",
        N_("a revision was interrupted: {changed} of {count} files are changed"),
        N_("agreement-gen revise --recover restores them"),
        N_(
            "A revision changes all its files or none. One that was killed has left some of them "
            "changed, so that nothing is read from them before they are restored."
        ),
    )
    EDITED_SINCE = (
        "edited-since",
        N_("edited after a revision was interrupted, which therefore cannot be undone"),
        N_("its old text is in {kept}; when the file is as it should be, remove {journal}"),
        N_(
            "After an interruption every file is restored; a file that was edited since is left "
            "alone, because restoring it would lose the edit."
        ),
    )
    BROKEN = (
        "broken-journal",
        N_("what was kept of an interrupted revision cannot be used"),
        N_("compare the files with the last commit, then remove {journal}"),
        N_(
            "The journal of a revision lists files of the workspace and keeps their old bytes. One "
            "that lists anything else, or that cannot be read, restores nothing."
        ),
    )
    NO_STATE_FOLDER = (
        "no-state-folder",
        N_("there is no folder to keep the old files in while they are replaced"),
        N_("work in a git repository, or set HOME"),
        N_(
            "While several files are replaced their old bytes are kept in the git directory, or "
            "outside git in the user's state folder (`XDG_STATE_HOME`, by default "
            "`~/.local/state`)."
        ),
    )


KOMMUNKOD_OF = Template(N_("the kommunkod of {name} is {kommunkod}"))


class MunicipalityCode(ProblemCode):
    """Problems of what a municipality is called, in its file or when a new file is asked for."""

    BAD_NAME = (
        "bad-name",
        N_("`{name}` cannot be a municipality's name"),
        "",
        N_("A name is one line and has a letter or a digit that a file's name can hold."),
    )
    NAME_IS_PATH = (
        "name-is-path",
        N_("`{name}` is a path, not a name"),
        N_("give the name alone: the file is put in its folder, and `-C` names the workspace"),
        N_("`agreement-gen new` takes the name of a municipality or of an agreement."),
    )
    SAME_MUNICIPALITY = (
        "same-municipality",
        N_("`{value}` is also in {file}"),
        N_("keep one file for each municipality"),
        N_("A municipality has one file; its name and its kommunkod occur in no other."),
    )
    NOT_FOUR_DIGITS = (
        "not-four-digits",
        N_("`{kommunkod}` is not a kommunkod"),
        N_("four digits"),
        N_("A kommunkod has four digits (SCB, kommunkoder)."),
    )
    CODE_OF_ANOTHER_COUNTY = (
        "code-of-another-county",
        N_("`{kommunkod}` is not a kommunkod of {county}"),
        N_("it begins with {county_code}"),
        N_("The first two digits of a kommunkod are the county's code (SCB, kommunkoder)."),
    )
    UNKNOWN_KOMMUNKOD = (
        "unknown-kommunkod",
        N_("Sweden has no municipality with the kommunkod `{kommunkod}`"),
        N_("{suggestion}"),
        N_(
            "A kommunkod is one of the 290 of Statistics Sweden. Codes that begin with 99 are for "
            "invented examples."
        ),
    )
    KOMMUNKOD_OF_ANOTHER = (
        "kommunkod-of-another",
        N_("`{kommunkod}` is the kommunkod of {name}"),
        N_("{suggestion}"),
        N_(
            "The kommunkod and the municipality's name belong together (SCB, kommunkoder). A name "
            "that is written otherwise on purpose can stay."
        ),
        "warning",
    )
    UNKNOWN_GROUP = (
        "unknown-group",
        N_("the region has no group `{group}`"),
        N_("{suggestion}"),
        N_("A municipality's row is in one of the groups of the region's funding table."),
    )
    UNKNOWN_FIGURE = (
        "unknown-figure",
        N_("the funding table has no column `{key}`"),
        N_("{suggestion}"),
        N_("A figure of a new municipality is for a column of its standard's funding table."),
    )
    NEGATIVE_FIGURE = (
        "negative-figure",
        N_("{key}: {figure} is less than zero"),
        "",
        N_("A figure of the funding table is zero or more."),
    )


class UpgradeCode(ProblemCode):
    """Why an older workspace cannot be brought to the present form by itself."""

    WHOSE_MONEY = (
        "whose-money",
        N_("the money in region.yaml is to become one family's own; with a table are: {families}"),
        N_("move the block to templates/FAMILY/funding.yaml by hand"),
        N_("`funding` of `region.yaml` is in each family's `funding.yaml` now."),
    )
    NOT_BLOCKS = (
        "not-in-blocks",
        N_("this file is written in braces, so that its money cannot be moved line by line"),
        N_("move the block to templates/FAMILY/funding.yaml by hand"),
        N_("An upgrade moves whole lines, so that comments and order stay."),
    )


class GitCode(ProblemCode):
    """Problems of the git repository that holds a workspace."""

    NO_GIT = (
        "no-git",
        N_("git is not installed"),
        N_("install it from https://git-scm.com"),
        N_("Revisions are read with git; building and checking work without it."),
    )
    NO_REPOSITORY = (
        "no-repository",
        N_("the workspace is not in a git repository"),
        N_("in the workspace: git init && git add . && git commit"),
        N_("Comparing with an earlier state needs a repository that has it."),
    )
    UNTRUSTED_REPOSITORY = (
        "untrusted-repository",
        N_("the repository belongs to another user, so git does not read it"),
        N_("git config --global --add safe.directory {folder}"),
        N_("git reads another user's repository only if its folder is listed as safe."),
    )
    BARE_REPOSITORY = (
        "bare-repository",
        N_("this repository has no working tree, so it holds no workspace"),
        N_("clone it and work in the clone"),
        N_("A bare repository holds only the history; the files are in a clone of it."),
    )
    UNKNOWN_REVISION = (
        "unknown-revision",
        N_("there is no such revision"),
        N_("a branch, a tag, a commit's id or HEAD~1; `git log --oneline` lists commits"),
        N_("A revision is a name that git resolves to a commit of this repository."),
    )
    NO_COMMIT = (
        "no-commit",
        N_("there is no such revision"),
        N_("nothing is committed yet: git add . && git commit"),
        N_("A repository without a commit has no state to compare with."),
    )
    REVISION_NOT_FETCHED = (
        "revision-not-fetched",
        N_("no such revision here; this clone holds only the newest part of the history"),
        N_("git fetch --unshallow (in a workflow: check out with fetch-depth: 0)"),
        N_("A shallow clone lacks older commits, also those that the repository has."),
    )
    MISSING_OBJECT = (
        "missing-object",
        N_("the repository does not hold this file's text"),
        N_("git fetch, or git fsck to see what is missing"),
        N_("A clone may lack the text of files that it lists (a partial clone, a damaged one)."),
    )
    UNUSABLE_AUTHOR = (
        "unusable-author",
        N_("this commit does not state its author and time in a way that can be used"),
        N_("git show --format=raw shows what it states"),
        N_(
            "A commit states who wrote it and when, within the years 1900 to 2999. One that was "
            "not made by git may state anything, which could not be put into a document."
        ),
    )
    TOO_LONG = (
        "git-takes-too-long",
        N_("git {command} did not end within {seconds} seconds"),
        N_("git fsck checks the data; is .git/config a usual one?"),
        N_("Git is ended where it takes far longer than a workspace can need."),
    )
    FAILED = (
        "git-failed",
        N_("git {command}: {detail}"),
        N_("git fsck checks the data"),
        N_("What git itself reports where no other problem describes it better."),
    )
