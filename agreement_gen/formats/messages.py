"""Why a document cannot be rendered, a file not be read, or where a file and its text differ.

What is written into a document's file is Swedish, as the document is.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from agreement_gen.messages import N_, Template

if TYPE_CHECKING:
    from collections.abc import Mapping

# The comparison of a file with its document

FILE_DIFFERS = Template(N_("the {format} file does not say what the agreement says: {difference}"))
FILE_UNREADABLE = Template(N_("the {format} file cannot be read back: {reason}"))
TEXT_DIFFERS = Template(N_("{part}: the agreement says «{expected}», the file says «{found}»"))
TEXT_ADDED = Template(N_("after the last clause the file also says «{found}»"))
STRUCTURE_DIFFERS = Template(
    N_("{part}: the structure of the PDF should have {expected}, it has {found}")
)
BOOKMARK_DIFFERS = Template(
    N_("{part}: the bookmarks of the PDF should have {expected}, they have {found}")
)
LANGUAGE_DIFFERS = Template(
    N_("the PDF states the language “{found}”, the agreement is in “{expected}”")
)
ELEMENT = Template(N_("{path} «{text}»"))
BOOKMARK = Template(N_("level {level}, page {page} «{text}»"))
NOTHING = Template(N_("nothing"))
THE_END = Template(N_("after the last clause"))
THE_TITLE = Template(N_("the title"))
THE_SUBTITLE = Template(N_("the subtitle"))
THE_FRONT = Template(N_("before the first clause"))
THE_CLAUSE = Template(N_("clause {number} ({title})"))

# The style sheet

STYLE_SHEET_ENDS = Template(N_("the style sheet holds `</style`, which would end it in a web page"))

# Word's reference document

NOT_WORD = Template(N_("reference.docx is not a Word file: {reason}"))
MISSING_STYLES: Final[Mapping[str, Template]] = MappingProxyType(
    {
        "paragraph": Template(
            N_("reference.docx lacks the paragraph style “{name}”; add it in Word under that name")
        ),
        "character": Template(
            N_("reference.docx lacks the character style “{name}”; add it in Word under that name")
        ),
        "table": Template(
            N_("reference.docx lacks the table style “{name}”; add it in Word under that name")
        ),
    }
)
"""By the kind of style (``w:type``)."""
MISSING_NUMBERING = Template(
    N_("the paragraph style “{name}” of reference.docx has no numbering; give it one in Word")
)
MISSING_PAGE_SIZE = Template(N_("reference.docx has no page size and margins; set them in Word"))
NO_ROOM_FOR_TEXT = Template(
    N_("the page size and margins of reference.docx leave no room for text; change them in Word")
)
MISSING_DEFAULTS = Template(
    N_("reference.docx has no default properties of text (w:rPrDefault); save it in Word")
)
LIST_TOO_DEEP = Template(
    N_("a list is {depth} levels deep, but numbered lists of reference.docx have {levels} levels")
)

# PDF

UNPRINTABLE = Template(
    N_("the character {character} ({name}) is invisible or not in the fonts: replace it")
)
CHARACTER_NAME = Template(N_("U+{codepoint} {name}"))
WITHOUT_NAME = Template(N_("without a name"))
NOT_NORMALISED = Template(
    N_("a letter and its accent are two characters: normalise the text (NFC)")
)
FOREIGN_FONT = Template(N_("the font `{font}` is not one of {fonts}"))
RENDERER_WARNING = Template(N_("the PDF renderer reports: {warning}"))
TRANSPARENT_HEADER = Template(
    N_("what every page shows must not be transparent: use a light colour instead of opacity")
)
TWO_FIELDS = Template(N_("the party `{party}` has more than one signature field"))
FIELD_NOT_ON_ONE_PAGE = Template(N_("the signature line of `{party}` is not on exactly one page"))
FIELD_WITHOUT_LINE = Template(
    N_("the signature line of `{party}` is not in the structure of the PDF")
)
SOURCE_DESCRIPTION = Template(N_("Källan till överenskommelsens lokala uppgifter"))
"""What an embedded source is called in the list of a PDF's attachments."""

# Reading files back

PDF_EMPTY = Template(N_("the PDF is empty"))
PDF_WITH_PASSWORD = Template(N_("the PDF cannot be read: it asks for a password"))
PDF_BROKEN = Template(N_("the PDF cannot be read: {reason}"))
PDF_WITHOUT_PAGES = Template(N_("the PDF has no pages"))
PDF_WITHOUT_TEXT = Template(N_("the PDF has no text with structure (it is not a tagged PDF)"))
WORD_TOO_LARGE = Template(N_("not a Word file that can be read: it is too large"))
WORD_BROKEN = Template(N_("not a Word file (.docx): {reason}"))
WORD_WITHOUT_BODY = Template(N_("not a Word file (.docx): its main part has no body"))
WORD_WITHOUT_PART = Template(N_("not a Word file (.docx): it has no {part}"))
WORD_BROKEN_PART = Template(N_("not a Word file (.docx): {part}: {reason}"))
LIST_WITHOUT_DEFINITION = Template(N_("the list {num} has no definition"))
UNKNOWN_LIST = Template(N_("a paragraph is in a list that does not exist: {num}, level {level}"))
UNKNOWN_NUMBERING = Template(N_("a list is numbered in a way that is not known here: {format}"))
