"""What building reports: faults of the standard's templates, and what a machine lacks."""

from __future__ import annotations

from agreement_gen.messages import N_, Template
from agreement_gen.problems import ProblemCode

KIND_NOTHING = Template(N_("nothing"))
KIND_YES_OR_NO = Template(N_("a yes or no"))
KIND_NUMBER = Template(N_("a whole number"))
KIND_TEXT = Template(N_("a text"))
KIND_DATE = Template(N_("a date"))
KIND_KEYS = Template(N_("keys with values"))
KIND_LIST = Template(N_("a list"))


class TemplateCode(ProblemCode):
    """Problems of a clause template or of a one-line template in a family's file."""

    SYNTAX = (
        "template-syntax",
        N_("this template cannot be read: {reason}"),
        "",
        N_("A template is text with Jinja's `{{ … }}` and `{% … %}`; each one opened is closed."),
    )
    SOURCE_TOO_LONG = (
        "template-too-long",
        N_("this template is longer than {limit} characters"),
        "",
        N_("A clause is prose of a few pages at most."),
    )
    NESTED_TOO_DEEP = (
        "template-too-deep",
        N_("this template is nested too deeply to be read"),
        N_("use fewer parentheses, conditions and loops inside each other"),
        N_("Expressions and blocks can be nested as deeply as a person can read, not endlessly."),
    )
    NOT_IN_LANGUAGE = (
        "template-construct",
        N_("`{construct}` is not part of the template language"),
        N_("use text, `{{{{ name }}}}`, filters, `if`, `for` over a list, `set` and `include`"),
        N_(
            "Templates insert given values and choose between texts. Calls, arithmetic, macros "
            "and imports do not exist, so that no template can run a program or loop "
            "without end."
        ),
    )
    UNKNOWN_INCLUDE = (
        "template-unknown-include",
        N_("there is no template `{name}` to include"),
        N_("{suggestion}"),
        N_(
            "A clause includes `NAME` from its family's `includes/NAME.md.j2`, and `shared/NAME` "
            "from `templates/shared/NAME.md.j2`. No other file can be included."
        ),
    )
    INCLUDE_CYCLE = (
        "template-include-cycle",
        N_("this template would include itself: {chain}"),
        N_("remove one of the includes"),
        N_("Included templates may include others, but never one that they are part of."),
    )
    UNKNOWN_NAME = (
        "template-unknown-name",
        N_("there is no `{name}` to insert"),
        N_("{suggestion}"),
        N_("A template can insert the values listed in the reference of templates, and no others."),
    )
    UNKNOWN_FILTER = (
        "template-unknown-filter",
        N_("there is no filter `{name}`"),
        N_("{suggestion}"),
        N_("A template can use the filters listed in the reference of templates."),
    )
    UNKNOWN_TEST = (
        "template-unknown-test",
        N_("there is no test `is {name}`"),
        N_("{suggestion}"),
        N_("A template can ask whether a value `is defined`, `none`, a `string` or a `number`."),
    )
    FILTER_TAKES_OTHER = (
        "template-filter-value",
        N_("the filter `{filter}` takes {expected}; `{name}` is {kind}"),
        "",
        N_("A filter writes one kind of value and refuses any other; it never fills a value in."),
    )
    FILTER_ARGUMENTS = (
        "template-filter-arguments",
        N_("the filter `{filter}` takes {count} values in parentheses"),
        "",
        N_("The reference of templates shows each filter with an example."),
    )
    FILTER_FAILS = (
        "template-filter-fails",
        N_("the filter `{filter}` cannot write the value of `{name}`"),
        N_("the value is outside what the filter can write"),
        N_("A filter covers the values that agreements hold, such as the years 1 to 9999."),
    )
    NOT_A_TEXT = (
        "template-not-a-text",
        N_("`{name}` is {kind}, which cannot be inserted as it is"),
        N_("insert one of its parts, loop over it, or choose with `if`"),
        N_("Only a text, a whole number or a date has one way to be written in an agreement."),
    )
    NOT_A_LIST = (
        "template-not-a-list",
        N_("`for` needs a list; `{name}` is {kind}"),
        "",
        N_("A loop goes over a list of the workspace's files and therefore ends."),
    )
    NOT_SO_MANY = (
        "template-not-so-many",
        N_("each item of this loop is to have {count} parts, and one has not"),
        "",
        N_("A loop with several names takes lists of exactly so many values."),
    )
    NO_SUCH_ITEM = (
        "template-no-such-item",
        N_("the list `{name}` has no such item"),
        "",
        N_("Items are counted from 0."),
    )
    HAS_NO_PARTS = (
        "template-no-parts",
        N_("`{name}` is {kind} and has no such part"),
        "",
        N_("Only keys with values have parts, written `name.part`."),
    )
    NOT_COMPARABLE = (
        "template-not-comparable",
        N_("{left} and {right} cannot be compared"),
        "",
        N_("Numbers compare with numbers, dates with dates, texts with texts."),
    )
    COMPOSES_TOO_MUCH = (
        "template-composes-too-much",
        N_("this template composes more than {limit} characters"),
        "",
        N_("A clause that grows beyond any agreement is a mistake, or an attack."),
    )
    TAKES_TOO_LONG = (
        "template-takes-too-long",
        N_("this template takes more than {limit} steps"),
        N_("use fewer loops inside each other"),
        N_("Loops inside loops multiply; a budget ends them."),
    )
    NUMBER_TOO_LARGE = (
        "template-number-too-large",
        N_("this number has more than {digits} digits"),
        "",
        N_("No amount, date or number of months of an agreement needs that many."),
    )


class FactCode(ProblemCode):
    """Facts of the standard that a composed agreement does not say, or says otherwise."""

    NO_CLAUSE = (
        "fact-without-clause",
        N_("the fact {id} is about the clause `{clause}`, which the family does not have"),
        N_("name one of the family's clauses"),
        N_("Every fact in `facts.yaml` names the clause that says it."),
    )
    LOST = (
        "fact-lost",
        N_("this clause no longer says the fact {id} ({fact}): “{words}” is missing"),
        N_("say it again, or change the fact in facts.yaml if the parties have adopted a change"),
        N_(
            "A standard's `facts.yaml` lists what it says, with the words that must be found in "
            "each clause, so that an edit cannot change what the parties adopted."
        ),
    )
    CHANGED = (
        "fact-changed",
        N_("this clause says the fact {id} ({fact}) otherwise: it has “{words}”"),
        N_("say it again, or change the fact in facts.yaml if the parties have adopted a change"),
        N_("Some words would give a fact another legal force; `facts.yaml` names them."),
    )
    RESERVATION = (
        "fact-reservation",
        N_("this clause has “{word}” {found} times, and the adopted text {adopted} times"),
        N_(
            "which fact does this change ({facts})? restore the text, or, if the parties have "
            "adopted the change, write `{word}: {found}` for `{clause}` under `reservations` in "
            "facts.yaml"
        ),
        N_(
            "A word such as *inte*, *endast* or *om*, or another figure, gives what is said "
            "another force and leaves its words in place. `reservations` in `facts.yaml` lists "
            "such words, and how often each is in the template of a clause. A clause that a "
            "municipality has its own version of is not counted for it."
        ),
    )
    RESERVATION_WITHOUT_CLAUSE = (
        "reservation-without-clause",
        N_("reservations are counted in the clause `{clause}`, which the family does not have"),
        N_("name one of the family's clauses"),
        N_("Every key under `reservations: clauses:` in `facts.yaml` names a clause or an annex."),
    )
    LOST_IN_OWN_CLAUSE = (
        "own-clause-loses-fact",
        N_("this own clause does not say the standard's fact {id} ({fact}): no “{words}”"),
        "",
        N_("A municipality's own version of a clause gives up a fact of the standard."),
        "warning",
    )
    CHANGED_IN_OWN_CLAUSE = (
        "own-clause-changes-fact",
        N_("this own clause says the standard's fact {id} ({fact}) otherwise: “{words}”"),
        "",
        N_("A municipality's own version of a clause changes a fact of the standard."),
        "warning",
    )


class BuildCode(ProblemCode):
    """Problems of composing and rendering an agreement."""

    NO_TITLE = (
        "no-title",
        N_("a clause begins with its title"),
        N_("`# Title`"),
        N_("The first line of a clause is its title; the clause is numbered by its place."),
    )
    UNKNOWN_FIELD = (
        "unknown-field",
        N_("the family has no field `{key}` of type {type}"),
        N_("{suggestion}"),
        N_(
            "`::: table KEY` places a field with rows, `::: text KEY` one with a text. They are "
            "described under `fields` in `family.yaml` or `region.yaml`."
        ),
    )
    NOT_DESCRIBED = (
        "part-not-described",
        N_("a clause places what the family does not describe: `{part}`"),
        N_("describe it in the family's folder, or remove the directive"),
        N_("A directive takes its words and its content from what the family describes."),
    )
    UNKNOWN_DOCUMENT = (
        "unknown-document",
        N_("the family has no document `{document}`"),
        N_("{suggestion}"),
        N_(
            "Each document that goes with an agreement is described under the family's `documents`."
        ),
    )
    UNKNOWN_SENDER = (
        "unknown-sender",
        N_("the agreement has no party `{party}` that the document could come from"),
        N_("{suggestion}"),
        N_("`by` names one of the family's parties, which alone signs the document."),
    )
    UNKNOWN_PICTURE = (
        "unknown-picture",
        N_("there is no picture `{name}`"),
        N_("{suggestion}"),
        N_(
            "A text shows pictures of its family's folder `pictures/`, by their names: small "
            "letters, digits, `.`, `_` and `-`, with `.png`, `.jpg`, `.jpeg` or `.svg` at the end."
        ),
    )
    UNUSABLE_PICTURE = (
        "unusable-picture",
        N_("the picture `{name}` cannot be shown: {reason}"),
        N_("save it anew as PNG or JPEG, or as SVG of plain shapes with its text as paths"),
        N_(
            "A picture is drawn from its pixels or shapes alone. What could run, read something "
            "else, change by itself or take up the machine is refused."
        ),
    )
    ANNEXES_IN_ANNEX = (
        "annexes-in-annex",
        N_("an annex places the list of the annexes"),
        N_("place `::: annexes` in a clause"),
        N_("The agreement itself says which annexes are part of it."),
    )
    ANNEXES_NOT_LISTED = (
        "annexes-not-listed",
        N_("no clause lists the agreement's annexes"),
        N_("place `::: annexes` in a clause"),
        N_("An annex is part of the agreement because a clause says so, by number and title."),
    )
    ADDED_AFTER_SIGNATURES = (
        "added-after-signatures",
        N_("the clause `{clause}` would come after the signatures"),
        N_("let it follow an earlier clause"),
        N_("What the parties sign stands above their signatures; only annexes follow."),
    )
    SIGNATURES_IN_ANNEX = (
        "signatures-in-annex",
        N_("an annex places the signatures"),
        N_("place them in a clause"),
        N_("The parties sign the agreement; its annexes follow the signatures."),
    )
    UNKNOWN_VALUE = (
        "unknown-required-value",
        N_("templates know no value `{name}`"),
        N_("{suggestion}"),
        N_("`required_values` names values as templates write them, such as `valid_from`."),
    )
    EMPTY_VALUE = (
        "missing-value",
        N_("the text inserts `{name}`, which is not given"),
        "",
        N_(
            "Whatever the clauses, the tables and the family's phrases insert has to be there "
            "before an agreement can be signed; until then it is a draft, and the place is left "
            "open."
        ),
        "warning",
    )
    WORKER_DIED = (
        "renderer-ended",
        N_("the process that wrote the files of this agreement ended twice, the last time {how}"),
        N_("end other programs that need memory, or build this agreement alone"),
        N_(
            "A process that ends in the middle of its work was killed, or ran out of memory. Its "
            "agreement is written once more, by a process that has the machine to itself, before "
            "this is reported."
        ),
    )
    RENDER = (
        "render",
        N_("{reason}"),
        "",
        N_(
            "A file that differs from the agreement's text, or that a renderer had to warn of, "
            "is not written: no agreement is built with less than it says."
        ),
    )


class OutputCode(ProblemCode):
    """Problems of the folder that agreements are built into."""

    OUTPUT_AMONG_INPUTS = (
        "output-among-inputs",
        N_("agreements are made from the files in this folder, and cannot be built into it"),
        N_("name a folder of their own with --output"),
        N_(
            "What is built is kept apart from what it is built from: the workspace's own folder, "
            "`templates` and `municipalities` hold only what people write."
        ),
    )
    OUTPUT_LEADS_OUT = (
        "output-leads-out",
        N_("this is a link that leads out of the workspace, to {folder}"),
        N_("name the folder itself with --output, or remove the link"),
        N_(
            "A link that is part of a workspace would let whoever wrote it choose a folder of the "
            "machine in which files are replaced. A folder that is named with `--output` may be "
            "anywhere."
        ),
    )
    NOT_A_FOLDER = (
        "output-not-a-folder",
        N_("this is not a folder that agreements can be built into"),
        N_("name another folder with --output, or remove what has this name"),
        N_("A file, or a link that leads nowhere, has the name of the output folder."),
    )
    BUSY = (
        "output-busy",
        N_("another agreement-gen is writing to this folder; waiting"),
        "",
        N_("Only one command at a time changes an output folder, so that no agreement is lost."),
        "warning",
    )
    LOCKED = (
        "output-locked",
        N_("another agreement-gen has been writing to this folder for over {seconds} seconds"),
        N_("wait until it has ended, or end it, and run this command again"),
        N_(
            "Putting agreements in place takes seconds. A command that holds the folder for longer "
            "hangs, or was stopped; one that has ended holds nothing."
        ),
    )
    NO_LOCKS = (
        "output-no-locks",
        N_("files in this folder cannot be locked"),
        N_("build into a folder on this machine with --output, and copy the files"),
        N_(
            "Two commands that write to one folder at the same time are kept apart by a lock, "
            "which some network file systems do not have."
        ),
    )
    NAME_TAKEN = (
        "name-taken",
        N_("a file is to have this name, and something else has it"),
        N_("remove the folder or link of this name, or move it away"),
        N_(
            "A folder, a link or a pipe that has the name of a file to be built is never replaced. "
            "The agreement stays as it was."
        ),
    )
    SIGNED_IN_THE_WAY = (
        "signed-in-the-way",
        N_("this file is recorded as signed, and another text would replace it"),
        N_("move it to the archive, and build again; or build into another folder with --output"),
        N_(
            "A file whose SHA-256 is recorded in an agreement's file, under `signed`, `history` or "
            "`amendments`, is the original that was signed, and may be the only copy. No build "
            "replaces it; its agreement stays as it was."
        ),
    )
    SIGNED_KEPT = (
        "signed-kept",
        N_("this file is recorded as signed, and is kept; it holds an earlier text"),
        N_("move it to the archive"),
        N_(
            "A build removes the files of an agreement's earlier text. One that is recorded as "
            "signed, and the metadata beside it, is kept, and is the output folder's no longer."
        ),
        "warning",
    )
    REMOVED = (
        "file-removed",
        N_("removed, because it held an earlier text"),
        "",
        N_(
            "A file of an agreement whose text has changed, or that is gone, would be taken for "
            "what holds now. A build removes what it wrote itself, as it wrote it, and says so."
        ),
        "warning",
    )
    SAME_FILE = (
        "same-file",
        N_("its file `{name}` would be one of {other} too"),
        N_("rename the municipality's file, or change `file_prefix` in the family's"),
        N_(
            "A file's name is made of the family's `file_prefix` and the name of the "
            "municipality's file; two agreements never share one, whatever the capitals."
        ),
    )
    NO_FILE_NAME = (
        "no-file-name",
        N_("no file can be named `{name}` everywhere"),
        N_("rename the municipality's file: small letters a to z, digits and hyphens"),
        N_(
            "What is built is named after the municipality's file, and is sent to people with "
            'other systems: no control characters, none of `\\/:*?"<>|`, at most 255 bytes.'
        ),
    )
    NOT_IN_PLACE = (
        "not-in-place",
        N_("the files of this agreement could not be put in place: {reason}"),
        N_("those of before are there; make the folder usable, and build again"),
        N_("An agreement's files and its row in the manifest are replaced together or not at all."),
    )
    FOREIGN_MANIFEST = (
        "foreign-manifest",
        N_("this is not a manifest that agreement-gen wrote; agreements are built anew"),
        "",
        N_(
            "The manifest says which files are up to date and which go. One that is damaged, or "
            "names files that are not agreements', is not believed."
        ),
        "warning",
    )
    INTERRUPTED = (
        "build-interrupted",
        N_("a build was interrupted here: some files of an agreement may be new and others old"),
        N_("agreement-gen build"),
        N_(
            "A build that is killed while it puts files in place leaves a record of what it was "
            "doing. The next build finishes or undoes it; commands that only read report it."
        ),
        "warning",
    )
    SETTLED = (
        "build-settled",
        N_("a build was interrupted here; each of its agreements is whole now, new or old"),
        "",
        N_("A build first finishes or undoes what an interrupted one has left."),
        "warning",
    )
    FOREIGN_RECORD = (
        "foreign-record",
        N_("`{name}` does not hold the record of a build of agreement-gen; it is not believed"),
        "",
        N_(
            "The record of an interrupted build names only files that agreements could have. Any "
            "other is ignored, and the agreements are built anew where their files differ."
        ),
        "warning",
    )


# Why a text is no template

SYNTAX_UNKNOWN_TAG = Template(N_("the template language has no `{{% {found} %}}`"))
SYNTAX_ENDS_EARLY = Template(N_("something is opened in it and never closed"))
SYNTAX_EXPECTED = Template(N_("`{found}` is found where `{expected}` is expected"))
SYNTAX_NO_VALUE = Template(N_("there is no name and no value before `{found}`"))
SYNTAX_UNEXPECTED = Template(N_("there cannot be `{found}` here"))
SYNTAX_OTHER = Template(N_("it is not written as the template language is"))

ENDED_BY_SIGNAL = Template(N_("by signal {number}"))
ENDED_WITH_STATUS = Template(N_("with exit status {status}"))
ENDED_WITHOUT_MEMORY = Template(N_("because it got no more memory"))
NO_PROCESS = Template(N_("before it began, because the machine starts no more processes"))

INSTALL_PYTHON = Template(N_("install Python {version} or later"))
LIBRARY_MISSING = Template(N_("the shared library cannot be loaded"))
INSTALL_LIBRARY = Template(N_("install {name} (a shared library)"))
LIBRARY_NOT_LOOKED_FOR = Template(N_("it is in {folder}, where it is not looked for"))
INSTALL_WITH_MSYS2 = Template(
    N_("install MSYS2 (https://www.msys2.org), and in its UCRT64 window: pacman -S {packages}")
)
INSTALL_PACKAGES = Template(N_("install {packages}"))
FONTS = Template(N_("fonts"))
FONT_FILES = Template(N_("{count} file"), N_("{count} files"))
PAGE = Template(N_("a test page"))
PAGE_RENDERED = Template(N_("rendered as PDF"))
FIX_PAGE = Template(
    N_("{command}; if this is still reported afterwards, report it with the text above")
)
GIT_USE = Template(N_("keeps the agreements' history; needed to compare with an earlier edition"))

EMPTY_VALUES = Template(N_("{count} value"), N_("{count} values"))
"""How many values that an agreement's text shows are empty, in a list of agreements."""
