"""What is reported of a text that is not in the subset of Markdown that agreements allow."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from agreement_gen.messages import N_, Template
from agreement_gen.problems import ProblemCode

if TYPE_CHECKING:
    from collections.abc import Mapping


class MarkdownCode(ProblemCode):
    """Problems of a clause's or a local text's Markdown."""

    MARKUP = (
        "markup",
        N_("{markup} may not be used in this text"),
        N_(
            "use paragraphs, `- ` or `1. ` lists, *emphasis*, **strong**; "
            "put `\\` before a character that is meant literally"
        ),
        N_(
            "Local texts may have paragraphs, bullet lists, lists numbered from 1, emphasis and "
            "strong emphasis; clauses also headings, tables, pictures, links to clauses and "
            "directives. Other markup would come out as nobody has seen it before it is signed."
        ),
    )
    INVISIBLE_CHARACTER = (
        "invisible-character",
        N_("the invisible character {codepoint} may not be used in this text"),
        N_("delete it"),
        N_(
            "A character that cannot be seen, or that turns the reading order, changes what is "
            "signed without anybody noticing."
        ),
    )
    ENTITY = (
        "entity",
        N_("`{entity}` may not be used in this text"),
        N_("write the character itself, or `\\` before `&` if it is meant literally"),
        N_(
            "Markdown and HTML read a code between `&` and `;` as another character, also as one "
            "that cannot be seen. What is signed has to be what was written."
        ),
    )
    TEXT_LOST = (
        "text-lost",
        N_("from here on, text would not be shown as it is written: `{text}`"),
        N_("put `\\` before characters that are meant literally"),
        N_(
            "Each character of a text has to be in the agreement, or to be markup of something "
            "that is. What Markdown would drop in silence, such as the `##` at the end of a "
            "heading, is refused."
        ),
    )
    UNREADABLE = (
        "unreadable-markdown",
        N_("the text cannot be read as Markdown"),
        N_("leave parts of it out, to find the one that cannot be read"),
        N_("The parser of Markdown failed on the text, which is a fault of the parser."),
    )
    TOO_LONG = (
        "text-too-long",
        N_("the text has {count} characters, more than {most}"),
        N_("shorten it"),
        N_("A single text of an agreement has a limit, so that no file can occupy the machine."),
    )
    LONG_PARAGRAPH = (
        "long-paragraph",
        N_("the paragraph has {count} characters, more than {most}"),
        N_("divide it by empty lines"),
        N_("A paragraph of several pages is not read; comparing two of them would take minutes."),
    )
    LONG_WORD = (
        "long-word",
        N_("a word of {count} characters may not be used; a line has room for at most {most}"),
        N_("put spaces into it"),
        N_("A word that is wider than the page would be cut off at its edge."),
    )
    HEADING_LEVEL = (
        "heading-level",
        N_("a heading of the fourth level or below may not be used in a clause"),
        N_("use ## or ###"),
        N_("The title of a clause is its first level; two levels of headings may follow."),
    )
    UNKNOWN_DIRECTIVE = (
        "unknown-directive",
        N_("there is no directive `{name}`"),
        "",
        N_(
            "A directive (`::: name`) places a table, the local texts or the signatures; only "
            "those that the program knows can be placed."
        ),
    )
    DIRECTIVE_CONTENT = (
        "directive-content",
        N_("a directive may not contain text"),
        N_("close it with `:::` before the text"),
        N_("What a directive shows comes from the workspace; text inside it would be lost."),
    )
    LIST_DEPTH = (
        "list-depth",
        N_("a list inside {depth} other lists may not be used"),
        N_("write fewer levels"),
        N_("Lists that are nested deeply cannot be referred to, nor numbered the same in Word."),
    )
    LIST_START = (
        "list-start",
        N_("a list that starts at {number} may not be used"),
        N_("lists are numbered from 1"),
        N_("Every numbered list of an agreement starts at 1, in all its formats."),
    )
    LIST_NUMBER = (
        "list-number",
        N_("this list item is written as number {written}, but would be shown as number {shown}"),
        N_("number the items 1, 2, 3 …"),
        N_("What an agreement refers to by its number has to have that number in the text too."),
    )
    LONG_LIST = (
        "long-list",
        N_("a list of more than {most} items may not be used"),
        N_("divide it into several lists"),
        N_("A list that long is not read; a comparison of two of them would take minutes."),
    )
    TABLE_CELLS = (
        "table-cells",
        N_("number of cells in this row of the table: {written}; in its first row: {expected}"),
        N_("write each row with the same number of cells; `\\|` is a pipe inside a cell"),
        N_(
            "Markdown would fill up a row that is too short and drop what is too much. A cell that "
            "is meant to be empty is written: `| a | | c |`."
        ),
    )
    EMPTY_TABLE = (
        "empty-table",
        N_("the table has no rows below its headings"),
        N_("add a row, or write it as a text"),
        N_("The first row of a table holds the headings of its columns; they need something."),
    )
    WIDE_TABLE = (
        "wide-table",
        N_("the table has {count} columns, more than {most}"),
        N_("divide it into several tables"),
        N_("A column of less than a centimetre has no room for its text."),
    )
    LONG_TABLE = (
        "long-table",
        N_("a table of more than {most} rows may not be used"),
        N_("divide it into several tables"),
        N_("A table that long is not read; a comparison of two of them would take minutes."),
    )
    PICTURE_IN_TEXT = (
        "picture-in-text",
        N_("a picture stands in a paragraph of its own"),
        N_("put an empty line before and after it"),
        N_("A picture inside a line of text would break it differently in each format."),
    )
    PICTURE_WITHOUT_TEXT = (
        "picture-without-text",
        N_("the picture `{name}` has no alternative text"),
        N_('write `![what it shows]({name})`, or `![]({name} "decorative")` if it shows nothing'),
        N_(
            "Those who do not see a picture get its alternative text instead. A picture that says "
            "nothing is marked as decorative, and is then passed over."
        ),
    )
    PICTURE_WITH_BOTH = (
        "picture-with-both",
        N_("the picture `{name}` is marked as decorative and has an alternative text"),
        N_("remove one of them"),
        N_("A decorative picture is passed over by those who do not see it, with all its text."),
    )
    PICTURE_TITLE = (
        "picture-title",
        N_("`{title}` cannot be used after the name of a picture"),
        N_('write a width, `"80 mm"` (5 to 160), or `"decorative"`, or both with a comma'),
        N_("What is written there says how the picture is placed; it is not shown."),
    )
    EMPTY_LIST_ITEM = (
        "empty-list-item",
        N_("a list item has no text of its own"),
        N_("begin it with a text"),
        N_("The number or bullet of a list item needs a text to stand beside."),
    )
    EXTERNAL_LINK = (
        "external-link",
        N_("a link to `{address}` may not be used"),
        N_("link to a clause: [avsnitt](#its-id)"),
        N_("An agreement must say what it says on paper too, so it links only to its clauses."),
    )
    UNKNOWN_LINK = (
        "unknown-link",
        N_("there is no clause `{clause}` to link to"),
        "",
        N_("A link names the id of a clause of the agreement, which is its file's name."),
    )


class DocumentCode(ProblemCode):
    """Problems of a whole document, wherever its text came from."""

    HIDDEN_CHARACTER = (
        "hidden-character",
        N_("the composed document has the invisible character {codepoint} after «{before}»"),
        N_("delete it from the value or the template that it comes from"),
        N_(
            "A character that cannot be seen, or that turns the reading order, changes what is "
            "signed without anybody noticing, whatever it came from."
        ),
    )
    WIDE_WORD = (
        "wide-word",
        N_("the composed document has a word of {count} characters, more than {most}: «{begins}…»"),
        N_("put spaces into the value or the template that it comes from"),
        N_("A word that is wider than the page would be cut off at its edge."),
    )
    MANY_LINES = (
        "many-lines",
        N_("the composed document has {count} paragraphs and table cells, more than {most}"),
        N_("shorten its texts and tables"),
        N_("An agreement has a limit, so that no file can occupy the machine."),
    )
    MANY_CHARACTERS = (
        "many-characters",
        N_("the composed document has {count} characters, more than {most}"),
        N_("shorten its texts"),
        N_("An agreement has a limit, so that no file can occupy the machine."),
    )
    MANY_PICTURES = (
        "many-pictures",
        N_("the composed document has {count} pictures, more than {most}"),
        N_("leave some out"),
        N_("An agreement has a limit, so that no file can occupy the machine."),
    )
    LARGE_PICTURES = (
        "large-pictures",
        N_("the pictures of the composed document have more than {most} MB"),
        N_("make the pictures smaller, or leave some out"),
        N_("An agreement has a limit, so that it can be sent and archived."),
    )
    MANY_COLUMNS = (
        "many-columns",
        N_("a table of the composed document has {count} columns, more than {most}"),
        N_("give the table fewer columns"),
        N_("A column of less than a centimetre has no room for its figures."),
    )


REFUSED_MARKUP: Final[Mapping[str, Template]] = MappingProxyType(
    {
        "heading_open": Template(N_("a heading")),
        "code_block": Template(N_("a text indented by four spaces")),
        "fence": Template(N_("a block of code")),
        "directive": Template(N_("a directive")),
        "html_block": Template(N_("HTML")),
        "html_inline": Template(N_("HTML")),
        "blockquote_open": Template(N_("a quotation (`>`)")),
        "hr": Template(N_("a rule")),
        "table_open": Template(N_("a table")),
        "image": Template(N_("a picture")),
        "code_inline": Template(N_("code (a pair of backticks)")),
        "definition": Template(N_("a link definition (`[…]:`)")),
        "link_title": Template(N_("the title of a link")),
        "underlined_heading": Template(N_("a heading that is underlined (`===`)")),
        "s_open": Template(N_("struck-out text (`~~`)")),
        "link_open": Template(N_("a link")),
        "hardbreak": Template(N_("a forced line break (`\\` at the end of a line)")),
    }
)
"""What each token of markdown-it is called that a text may not have, and some more markup."""

LIST_WITH_PARENTHESIS = Template(N_("a list numbered `1)`"))
"""It would be shown as ``1.``, which the text may refer to otherwise."""

OTHER_MARKUP = Template(N_("`{token}`"))
"""A token that is not among them, by its name in markdown-it."""
