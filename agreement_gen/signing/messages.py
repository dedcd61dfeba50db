"""What is reported of a PDF that was verified, and of one that cannot be."""

from __future__ import annotations

from enum import Enum

from agreement_gen.messages import N_, Template
from agreement_gen.problems import ProblemCode


class SigningCode(ProblemCode):
    """Problems of a PDF file that is verified or recorded as signed."""

    EMPTY_PDF = (
        "empty-pdf",
        N_("the file is empty"),
        "",
        N_("A download that was interrupted often leaves an empty file."),
    )
    NOT_PDF = (
        "not-pdf",
        N_("this is not a PDF file"),
        "",
        N_("A PDF file has `%PDF-` among its first 1,024 bytes."),
    )
    DAMAGED_PDF = (
        "bad-pdf",
        N_("the PDF is damaged or cut off: {reason}"),
        "",
        N_("The file breaks the format's rules, so nothing in it can be relied on."),
    )
    NO_PAGES = (
        "no-pages",
        N_("the PDF has no pages"),
        "",
        N_("The file is a PDF, but there is nothing in it that could be an agreement."),
    )
    UNUSABLE_PAGES = (
        "unusable-pages",
        N_("its pages cannot be compared: {reason}"),
        "",
        N_("The text of a page cannot be read, or the page cannot be drawn."),
    )
    ENCRYPTED = (
        "encrypted",
        N_("the PDF is encrypted, so nothing in it can be verified"),
        N_("ask for a copy without password or restrictions"),
        N_("PDF/A forbids encryption, and what is encrypted cannot be compared."),
    )
    NO_TEXT = (
        "no-text",
        N_("the PDF holds no text, so it cannot be verified (is it a scanned paper?)"),
        N_("`agreement-gen signed --scanned` records it; you vouch for its text then"),
        N_("A scan is a picture of a paper; its text cannot be compared with the agreement's."),
    )
    FOREIGN_PDF = (
        "foreign-pdf",
        N_("this is no agreement of this workspace"),
        N_("go to the workspace that it was built from, or name it with -C DIR"),
        N_("A file is verified in the workspace that it was built from."),
    )
    FOREIGN_MUNICIPALITY = (
        "foreign-municipality",
        N_(
            "this is no agreement of this workspace: it names `{slug}`, "
            "which the workspace does not have"
        ),
        N_("go to the workspace that it was built from, or name it with -C DIR"),
        N_("A built file names its municipality, so that it is compared with the right agreement."),
    )
    NO_SOURCE = (
        "no-source",
        N_("this PDF holds no municipality's file, so its text cannot be composed again"),
        N_("build with --embed-source, or compare with a revision: --from REV"),
        N_("A redline needs the old agreement as a document, not only its pages."),
    )
    SOURCE_TOO_LARGE = (
        "source-too-large",
        N_("the attached {name} is larger than {most} MB"),
        N_("a municipality's file is far smaller; is this the right PDF?"),
        N_("What a PDF embeds is read with the limits that hold for the files of a workspace."),
    )
    NOT_A_CERTIFICATE = (
        "bad-certificate",
        N_("this is not a certificate"),
        N_("a certificate is a .pem, .crt, .cer or .der file"),
        N_("The files named with `--trust` hold X.509 certificates, as PEM or DER."),
    )
    NO_CERTIFICATE = (
        "no-certificate",
        N_("there is no certificate in the file"),
        N_("a certificate is a .pem, .crt, .cer or .der file"),
        N_("The files named with `--trust` hold X.509 certificates, as PEM or DER."),
    )
    NO_ROOT = (
        "no-root-certificate",
        N_("the signing service's root certificate `{path}` is not in the workspace"),
        N_("get it from the service, and write its path under `signing_service: root`"),
        N_("What a service adds to a file is accepted only under a seal that leads to this one."),
    )
    NOT_AS_AGREED = (
        "not-as-agreed",
        N_("this is not what was agreed: {finding}"),
        "",
        N_("Only a file with the text of the workspace is recorded as signed."),
    )
    OTHER_AGREEMENT = (
        "other-agreement",
        N_("this is the agreement of {municipality}"),
        "",
        N_("A signed file is recorded with the municipality whose agreement it is."),
    )
    NOT_VERIFIED = (
        "not-verified",
        N_("it cannot be verified that the file's text is what was agreed"),
        N_("a scanned paper copy needs --scanned; you vouch for its text then"),
        N_("Nothing is recorded as signed on the mere absence of a difference."),
    )
    DRAFT = (
        "draft",
        N_("this file is a draft, which nobody may sign"),
        "",
        N_("A draft lacks something that the family requires before an agreement is signed."),
    )
    UNSIGNED = (
        "unsigned",
        N_("nobody has signed this PDF electronically"),
        N_("a paper that was signed and scanned needs --scanned"),
        N_("A file is recorded as signed only if it holds a signature, or is a scanned paper."),
    )
    OTHER_COMMIT = (
        "other-commit",
        N_("its text is that of commit {commit}, and the files say something else today"),
        N_("if the parties signed that text: --as-of {commit}"),
        N_(
            "The words that are recorded are those of the file. Where the workspace has changed "
            "since the file was built, whoever records it names the commit, so that nobody takes "
            "one text for the other."
        ),
    )
    NOT_AS_OF = (
        "not-as-of",
        N_("it was built from commit {commit}, not from {as_of}"),
        N_("name the commit that the file states, or leave --as-of out"),
        N_("`--as-of` names the commit whose text was signed."),
    )
    NO_BUILT_FILE = (
        "no-built-file",
        N_("the built file that was printed and signed is not at {file}"),
        N_("name the PDF that was printed, or the .json file beside it: --built FILE"),
        N_(
            "A scan has no text of its own. What was signed is the text of the built file, which "
            "states its commit; it is taken from the output folder, or from `--built`."
        ),
    )
    NOT_A_SIDECAR = (
        "not-a-sidecar",
        N_("this is not what a build writes beside a PDF"),
        N_("name the PDF that was printed, or the .json file beside it"),
        N_("The .json file beside a built PDF states the commit and the text of the PDF."),
    )
    NOT_SCANNED = (
        "not-scanned",
        N_("this PDF was built, not scanned, so its text can be verified"),
        N_("leave --scanned out"),
        N_("A person vouches for a text only where a program cannot compare it."),
    )


_LOOK = N_("look into it; if it is right all the same: --accept REASON")


class DoubtCode(ProblemCode):
    """What is odd about a file that is to be recorded as signed; a person may accept it."""

    UNKNOWN_SIGNER = (
        "unknown-signer",
        N_("{finding}"),
        N_("name a certificate that you trust with --trust; otherwise: --accept REASON"),
        N_("Anybody can make a certificate with any name. Only who issued it shows whose it is."),
    )
    UNTRUSTED_CERTIFICATE = (
        "untrusted-certificate",
        N_("{finding}"),
        _LOOK,
        N_("A signature counts by whoever issued its certificate."),
    )
    EXPIRED_CERTIFICATE = (
        "expired-certificate",
        N_("{finding}"),
        _LOOK,
        N_("Whoever gets hold of an expired certificate's key can sign with it, and set the time."),
    )
    MISSING_PARTY = (
        "missing-party",
        N_("{count} of {wanted} have signed"),
        _LOOK,
        N_(
            "An agreement is signed on the date of its last signature. A party may have signed on "
            "paper, or through a service whose seal is the only signature."
        ),
    )
    EMPTY_FIELD = (
        "empty-field",
        N_("not all have signed: {finding}"),
        N_("record it when all have signed; if they have in another way: --accept REASON"),
        N_("An agreement is signed on the date of its last signature."),
    )
    SAME_SIGNER = (
        "same-signer",
        N_("«{signer}» has signed more than once: {fields}"),
        _LOOK,
        N_("Each party signs by itself. One certificate, or one name, for two of them is odd."),
    )
    NOT_PROVED = (
        "not-proved",
        N_("it cannot be verified: {finding}"),
        _LOOK,
        N_("What `verify` cannot prove may hide a change: look at the pages that it names."),
    )
    NOT_IN_HISTORY = (
        "not-in-history",
        N_("commit {commit} is not in the history of this branch"),
        _LOOK,
        N_(
            "A file may have been built from a proposal that was never accepted. In a clone "
            "without its whole history this is not known either."
        ),
    )
    IN_FUTURE = (
        "signed-in-future",
        N_("{date} is in the future"),
        N_("is the year right? otherwise: --accept REASON"),
        N_("Nobody can have signed on a day that is still to come."),
    )
    BEFORE_BUILD = (
        "signed-before-build",
        N_("it cannot have been signed on {date}: commit {commit} is of {built}"),
        N_("is the date right, and the built file? otherwise: --accept REASON"),
        N_("A file is signed after it was built, and built after its text was committed."),
    )
    BEFORE_EDITION = (
        "signed-before-edition",
        N_("{date} is before the edition of {edition}"),
        N_("is the date right? otherwise: --accept REASON"),
        N_("An edition is signed after it was made."),
    )
    AFTER_START = (
        "signed-after-start",
        N_("{date} is after the agreement starts, on {starts}"),
        N_("is the date right, and `valid_from`? otherwise: --accept REASON"),
        N_("An agreement can be signed late, but a wrong year looks the same."),
    )
    LONG_BEFORE_START = (
        "signed-long-before-start",
        N_("{date} is more than a year before the agreement starts, on {starts}"),
        N_("is the date right, and `valid_from`? otherwise: --accept REASON"),
        N_("An agreement can be signed early, but a wrong year looks the same."),
    )
    AFTER_END = (
        "signed-after-end",
        N_("{date} is after the agreement ends, on {ends}"),
        N_("is the date right, and `valid_to`? otherwise: --accept REASON"),
        N_("An agreement that has ended cannot begin to apply."),
    )
    OTHER_DAY = (
        "other-day",
        N_("the last signature states {stated}, not {date}"),
        N_("give the date of the last signature with --on; otherwise: --accept REASON"),
        N_("The date that is recorded is that of the last signature."),
    )


class ExtraKind(Enum):
    """What an agreement's PDF never holds, with the sentence that reports it.

    A person would see or do something else than what was agreed (ISO 32000-2, 12.6 actions,
    12.5 annotations, 8.11 optional content, 12.7 forms).
    """

    OPEN_ACTION = Template(N_("the file holds an action that runs when the file is opened"))
    SCRIPT = Template(N_("the file holds a script"))
    LAYERS = Template(N_("the file holds layers that can be shown and hidden"))
    XFA_FORM = Template(N_("the file holds an XFA form"))
    FORM_FIELD = Template(N_("the file holds a form field that is not for signing"))
    PAGE_ACTION = Template(N_("the file holds an action on page {page}"))
    LINK_OUT = Template(N_("the file holds a link out of the document on page {page}"))
    COLLECTION = Template(N_("the file holds a collection of other files, which is shown instead"))
    ENTRY = Template(N_("the file holds an entry that the agreement does not ({subtype})"))
    PAGE_ENTRY = Template(
        N_("the file holds an entry that the agreement does not ({subtype}) on page {page}")
    )
    ANNOTATION_ACTION = Template(
        N_("the file holds a {subtype} with an action of its own on page {page}")
    )
    LINK_ACTION = Template(
        N_("the file holds a link that runs an action ({subtype}) on page {page}")
    )
    LINK_DRAWN = Template(N_("the file holds a link that draws something on page {page}"))
    ANNOTATION = Template(N_("the file holds a comment or drawing ({subtype}) on page {page}"))


# Where the file was built

NO_COMMIT = Template(
    N_("the file names no commit, so it is compared with the workspace on the disk")
)
UNKNOWN_COMMIT = Template(
    N_("the file names commit {commit}, which is not in this repository, as where it was built")
)
COMPARED_AT = Template(N_("compared with the workspace at commit {commit} of {date}"))
CHANGED_SINCE = Template(N_("the workspace has changed this agreement since that commit"))
ORIGIN_NOT_STATED = Template(
    N_("the file does not state where it was built (a service may have removed it)")
)
ORIGIN_DIFFERS = Template(N_("what the file states of its origin is not so: {facts}"))
FACT_DIFFERS = Template(N_("{name} is {stated}, not {expected}"))
FACT_NOT_STATED = Template(N_("{name} is missing, not {expected}"))
ORIGIN_HOLDS = Template(N_("what the file states of its origin is so"))

# Its text

TEXT_HOLDS = Template(N_("the text is that of the workspace"))
TEXT_DIFFERS = Template(N_("the text is not that of the workspace: {difference}"))
TEXT_UNTAGGED = Template(
    N_("the text cannot be compared, because the PDF has lost its structure (tags)")
)
UNTAGGED_HOLDS = Template(
    N_(
        "each page holds the letters of the agreement's, but in which order they are read is not "
        "known, because the PDF has lost its structure (tags): is it a copy that was printed?"
    )
)
UNTAGGED_DIFFERS = Template(
    N_(
        "these pages do not hold the letters of the agreement's, and the PDF has lost its "
        "structure (tags): {pages}"
    )
)
TEXT_SCANNED = Template(
    N_(
        "the text cannot be compared, because the PDF holds no text (a scanned paper); "
        "`agreement-gen signed --scanned` records it, and you vouch for its text then"
    )
)
IS_DRAFT = Template(N_("it is a draft ({mark}), not to be signed"))

# Its pages

SAME_BYTES = Template(N_("the file is byte for byte the one that is built from the workspace"))
SAME_START = Template(
    N_("the file begins with the one that is built from the workspace, byte for byte")
)
FIELDS_FILLED = Template(
    N_("since it was built, only signature fields were filled in: {fields}"),
)
SAME_APPEARANCE = Template(N_("every page looks exactly as the one that was built"))
PAGE_ADDED = Template(N_("page {page} was added after the agreement's {count}: «{text}»"))
PAGE_COVERED = Template(
    N_("page {page} may not be readable as a whole: a signature's picture covers «{text}»")
)
FOREIGN_TEXT = Template(N_("page {page} holds a text that the agreement does not: «{text}»"))
FOREIGN_PICTURE = Template(N_("page {page} holds a picture that the agreement does not"))
NOTHING_ELSE = Template(
    N_("its page holds nothing beside the agreement"),
    N_("its {count} pages hold nothing beside the agreement"),
)
APPEARANCE_UNKNOWN = Template(
    N_("the pages' appearance is not compared, because the agreement cannot be rendered today")
)
APPEARANCE_HOLDS = Template(N_("the pages look as the program draws them"))
APPEARANCE_DIFFERS = Template(
    N_("something may be hidden or drawn over, because these pages are drawn differently: {pages}")
)

LINK_DIFFERS = Template(
    N_("page {page} holds a link that leads elsewhere or says something else than the agreement's")
)
MARK_FOREIGN = Template(
    N_("page {page} shows a form field that the agreement does not have there: «{field}»")
)
FIELD_FOREIGN = Template(N_("page {page} holds a form field that is not for signing: «{field}»"))
FIELD_DIFFERS = Template(N_("the field «{field}» on page {page} is not as the program makes it"))
PAGES_REVERSED = Template(N_("its pages are in reverse order"))
PAGES_REORDERED = Template(N_("its pages are in another order than agreed: {pages}"))

# What is read out and listed

READING_HOLDS = Template(
    N_("title, bookmarks and all that a screen reader says are what the program writes")
)
READING_UNKNOWN = Template(
    N_(
        "title, bookmarks and what a screen reader says are not compared, because the agreement "
        "cannot be rendered today"
    )
)
PROPERTY_DIFFERS = Template(N_("its {name} is «{stated}», not «{expected}»"))
PROPERTY_FOREIGN = Template(N_("its {name} is «{stated}», where the agreement has none"))
SETTING_DIFFERS = Template(N_("it is not to be shown or read out as agreed: {name} is another"))
READING_LOST = Template(
    N_("it has lost what programs list, show or read out beside the text: {names}")
)
LINKS_LOST = Template(N_("these pages have lost links within the agreement: {pages}"))
TAGS_LOST = Template(
    N_("it has lost its structure (tags), so a screen reader may say anything, or nothing")
)
TAGS_DIFFER = Template(
    N_("its structure (tags) is not the one that the program writes, so it is read out otherwise")
)
READ_IN_ANOTHER_ORDER = Template(N_("a screen reader reads its text in another order"))
SPOKEN_FOREIGN = Template(N_("a screen reader says what the agreement does not: «{text}» ({kind})"))
BOOKMARK_FOREIGN = Template(N_("its bookmarks hold one that the agreement does not: «{title}»"))
BOOKMARKS_REORDERED = Template(N_("its bookmarks are in another order, or some are missing"))
DESTINATION_DIFFERS = Template(N_("its links lead to other places: «{name}» is another"))

# What was added

ATTACHED = Template(N_("the file «{name}» is attached"))
SOURCE_HOLDS = Template(N_("the attached {name} is that of the workspace"))
SOURCE_DIFFERS = Template(N_("the attached {name} is not that of the workspace"))
MARKED = Template(N_("page {page} has a mark where the signing service may put one"))
MARKS_COVER = Template(
    N_("page {page} may not be readable as a whole: the service's mark may cover «{text}»")
)
TOO_MANY_PAGES = Template(N_("{addition}, more than the {count} that the service may add"))
ORIGINAL_HOLDS = Template(N_("the attached original «{name}» is proved to be what was agreed"))
ORIGINAL_FAILS = Template(
    N_("the attached «{name}» is not proved to be what was agreed: {finding}")
)
SEALED = Template(N_("{addition}; signed for by {signers}"))
NOT_SEALED = Template(
    N_(
        "{addition} (if a signing service added it, name the service under `signing_service` in "
        "region.yaml)"
    )
)

# Its signatures

SIGNATURE = Template(N_("signature «{field}» by {signer}"))
TIME_STAMP = Template(N_("time stamp «{field}» by {signer}"))
INTACT = Template(N_("{signature} is intact"))
BROKEN = Template(N_("{signature} is broken: what it covers was changed"))
COVERS_ALL = Template(N_("{signature} covers the whole file"))
COVERS_REVISION = Template(
    N_("{signature} covers the file as it was then; since then, only signatures were added")
)
CHANGED_AFTER = Template(N_("the file was changed after {signature}, and not by signing alone"))
TIME_VERIFIED = Template(N_("{signature} is time-stamped {time}"))
TIME_UNTRUSTED = Template(
    N_(
        "{signature} is time-stamped {time}, but the time stamp's certificate is not among those "
        "given with --trust"
    )
)
TIME_CLAIMED = Template(N_("{signature} states the time {time}, which only the signer vouches for"))
TIME_NOT_STATED = Template(N_("{signature} does not state when it was made"))
SIGNER_UNKNOWN = Template(
    N_("whose {signature} is depends on its certificate; name one that you trust with --trust")
)
CERTIFICATE_TRUSTED = Template(N_("the certificate of {signature} is trusted"))
CERTIFICATE_REVOCABLE = Template(
    N_(
        "whether the certificate of {signature} was revoked is not checked: the file keeps no "
        "evidence of it, and nothing is looked up"
    )
)
CERTIFICATE_EXPIRED = Template(
    N_(
        "the certificate of {signature} is not valid today, and no trusted time stamp shows when "
        "it was used"
    )
)
CERTIFICATE_UNTRUSTED = Template(
    N_("the certificate of {signature} does not come from any that was given with --trust")
)
LEVEL = Template(N_("{signature} is of level {level}"))
NOT_REVOKED = Template(
    N_("the certificate of {signature} was not revoked, as evidence in the file shows")
)
REVOKED = Template(N_("the certificate of {signature} was revoked before it was used"))
NOBODY_SIGNED = Template(N_("no electronic signature in the file shows who agreed to it"))
CHANGED_UNSIGNED = Template(N_("the file was changed after it was built, and nobody signed that"))
FIELD_EMPTY = Template(N_("nobody has signed in the field «{field}»"))

# The report

FILE_HEADING = Template(N_("{file}: agreement of {municipality}, edition {edition}"))
LINE_HOLDS = Template(N_("  verified: {finding}"))
LINE_FAILS = Template(N_("  FAILS: {finding}"))
LINE_UNVERIFIED = Template(N_("  cannot be verified: {finding}"))
LINE_NOTE = Template(N_("  note: {finding}"))
PROVED = Template(N_("  verdict: proved: this is what was agreed"))
NOT_AGREED = Template(N_("  verdict: fails: this is NOT what was agreed"))
NOT_PROVED = Template(
    N_("  verdict: cannot be proved: look at each line that cannot be verified, and judge")
)
