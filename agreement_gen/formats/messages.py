"""Why a document cannot be rendered, a file not be read, or where a file and its text differ.

What is written into a document's file is Swedish, as the document is.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from agreement_gen.messages import N_, Template
from agreement_gen.problems import ProblemCode

if TYPE_CHECKING:
    from collections.abc import Mapping

# The comparison of a file with its document

FILE_DIFFERS = Template(N_("the {format} file does not say what the agreement says: {difference}"))
FILE_UNREADABLE = Template(N_("the {format} file cannot be read back: {reason}"))
TEXT_DIFFERS = Template(N_("{part}: the agreement says «{expected}», the file says «{found}»"))
TEXT_ADDED = Template(N_("after the last clause the file also says «{found}»"))
PICTURE_DIFFERS = Template(
    N_("picture {number} is not the agreement's; the agreement has {expected}, the file {found}")
)
PICTURE_UNREADABLE = Template(N_("it cannot be decoded"))
PICTURE_TOO_MANY_PIXELS = Template(N_("it has {count} million pixels, more than {most}"))
PICTURE_TOO_THIN = Template(N_("one of its sides is more than {most} times the other"))
SVG_NOT_XML = Template(N_("it is not an SVG file that can be read"))
SVG_ELEMENT = Template(N_("it has the element `{element}`, which may not be used"))
SVG_ATTRIBUTE = Template(N_("it has the attribute `{attribute}`, which may not be used"))
SVG_VALUE = Template(N_("`{attribute}` may not be `{value}`"))
SVG_TOO_LARGE = Template(N_("it has more than {most} elements"))
SVG_WITHOUT_SIZE = Template(N_("it has no `viewBox`, nor width and height in numbers"))
HEADER_LACKS = Template(N_("page {page} should show «{expected}», its header says «{found}»"))
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


class StyleCode(ProblemCode):
    """What a style sheet holds that a house style may not."""

    TOO_LONG = (
        "style-too-long",
        N_("the style sheet has {count} characters, more than {most}"),
        N_("shorten it"),
        N_("A style sheet has a limit, so that no file can occupy the machine."),
    )
    TOO_DEEP = (
        "style-too-deep",
        N_("the style sheet has brackets inside more than {most} others"),
        "",
        N_("A style sheet has a limit, so that no file can occupy the machine."),
    )
    CHARACTER = (
        "style-character",
        N_("the character {character} may not be used in a style sheet"),
        N_("write letters as they are, and leave HTML out"),
        N_(
            "Escapes hide what a style sheet says, and `<` could end it in a web page. Programs "
            "differ in how they read both."
        ),
    )
    SYNTAX = (
        "style-syntax",
        N_("this is no rule or declaration that a style sheet may have"),
        N_("a rule is written `selector {{ property: value; }}`, without rules inside it"),
        N_("What one program skips as an error, another one may apply."),
    )
    AT_RULE = (
        "style-at-rule",
        N_("`@{name}` may not be used in a style sheet"),
        N_("use `@media print`, `@media screen` and `@page`; the header's style is `.page-header`"),
        N_(
            "Other rules would read further files (`@import`), replace letters (`@font-face`), "
            "or apply only where nobody looks. What is in the margin of every page, the header "
            "and the mark of a draft, is not a matter of style."
        ),
    )
    SELECTOR = (
        "style-selector",
        N_("the selector `{selector}` may not be used in a style sheet"),
        N_("name elements, classes and ids, at most four, with a space, `>` or `+` between them"),
        N_(
            "Selectors that ask for attributes or count siblings can pick out a single "
            "sentence, or take hours to apply; pseudo-elements can show what nobody agreed on."
        ),
    )
    PROPERTY = (
        "style-property",
        N_("`{name}` may not be set here"),
        N_("{suggestion}"),
        N_(
            "A house style sets fonts, sizes, colours, spaces and lines. Properties that can hide, "
            "cover, move, turn or add text are refused, in PDF and web page alike."
        ),
    )
    VALUE = (
        "style-value",
        N_("`{name}: {value}` may not be used here"),
        N_("allowed: {allowed}"),
        N_(
            "Values have limits both ways, so that no text is too small to read or runs off the "
            "page, and only what is deleted is struck out."
        ),
    )
    IMPORTANT = (
        "style-important",
        N_("`!important` may not be used (`{name}`)"),
        N_("put the rule after the one that it replaces"),
        N_("It would replace what the program itself sets."),
    )
    NAMED_TWICE = (
        "style-name-twice",
        N_("`{name}` is set more than once"),
        "",
        N_("A name for a value has the same value everywhere, so that it can be checked."),
    )
    NAME_PLACE = (
        "style-name-place",
        N_("`{name}` may only be set in `:root`"),
        "",
        N_("A name for a value has the same value everywhere, so that it can be checked."),
    )
    CONTRAST = (
        "style-contrast",
        N_("the colour `{color}` has too little contrast with a background or a text"),
        N_("text is dark on light: a contrast of {least} between each text and each background"),
        N_(
            "Text in the colour of the page cannot be seen. The contrast is that of WCAG 2.2, "
            "criterion 1.4.3, between all colours of text and all backgrounds of the style sheet."
        ),
    )


STYLE_AT = Template(N_("agreement.css, line {line}, column {column}: {reason}"))
STYLE_NO_HINT = Template("")
STYLE_WORDS = Template(N_("{words}"))
STYLE_LENGTHS = Template(
    N_("lengths from {least} to {most} mm, in mm, cm, in, pt, pc, px, em or rem")
)
STYLE_NUMBERS = Template(N_("numbers from {least} to {most}"))
STYLE_SIZES = Template(N_("{least} to {most} pt, in pt, mm, px or rem; for html 9 to 16 pt"))
STYLE_COLORS = Template(N_("an opaque colour, by its name or as #rrggbb"))
STYLE_BORDERS = Template(N_("a width up to 2 mm, solid, dotted, dashed or double, a colour"))
STYLE_OUTLINE = Template(N_("a line up to 2 mm, on a screen, with :focus or :focus-visible"))
STYLE_FONTS = Template(N_("{fonts} first, then {others}"))
STYLE_FIGURES = Template(N_("tabular-nums, proportional-nums, lining-nums, oldstyle-nums"))
STYLE_DECORATION = Template(
    N_("underline; none for `a`; line-through for `del`, and nothing else for it")
)
STYLE_LISTS = Template(N_("decimal for `ol`; disc or a string with • for `ul`"))
STYLE_DISPLAY = Template(
    N_(
        "table-header-group for `thead`, inline-block for `.number`, grid for `.signatures`, "
        "block for header, main and section"
    )
)
STYLE_GRID = Template(N_("1fr up to three times, or repeat(auto-fit, minmax(60mm, 1fr))"))
STYLE_WIDTH = Template(N_("width: 100% for `table`; max-width from 80 mm for `body` and `main`"))
STYLE_VARIABLE = Template(N_("var() with a name that `:root` sets, and without another value"))
STYLE_NO_VAR = Template(N_("a value without var()"))

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
REFERENCE_PARTS = Template(N_("reference.docx has more than {most} parts"))
REFERENCE_PART_TWICE = Template(N_("reference.docx has the part “{part}” twice"))
REFERENCE_TOO_LARGE = Template(N_("reference.docx is larger than {most} MB when it is unpacked"))
REFERENCE_WITHOUT_PART = Template(N_("reference.docx is not a Word file: it has no {part}"))
REFERENCE_BROKEN_PART = Template(N_("{part} in reference.docx is broken: {reason}"))
REFERENCE_DOCTYPE = Template(
    N_("{part} in reference.docx has a document type definition, which no Word file has")
)
REFERENCE_PART = Template(
    N_(
        "reference.docx holds {part}, of a kind that a reference may not have ({kind}); save it in "
        "Word as a .docx without macros and embedded objects"
    )
)
REFERENCE_EXTERNAL = Template(
    N_("reference.docx refers to something outside it ({kind}: {target}); remove that in Word")
)
REFERENCE_SETTING = Template(
    N_("reference.docx has the setting {name}, which agreements would inherit; remove it in Word")
)
REFERENCE_MEASURE = Template(N_("a measure in the styles of reference.docx is no number: {reason}"))
REFERENCE_HIDES = Template(
    N_("the style “{style}” of reference.docx hides or strikes out text ({property})")
)
REFERENCE_SIZE = Template(
    N_(
        "the style “{style}” of reference.docx has letters of {size} half points, not of {least} "
        "to {most} pt"
    )
)
REFERENCE_COLOUR = Template(
    N_("the style “{style}” of reference.docx has text in {colour}, too light to read on white")
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
