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
            "strong emphasis; clauses also headings, links to clauses and directives. Other "
            "markup would come out as nobody has seen it before it is signed."
        ),
    )
    INVISIBLE_CHARACTER = (
        "invisible-character",
        N_("the invisible character U+{codepoint} ({name}) may not be used in this text"),
        N_("delete it"),
        N_(
            "A character that cannot be seen, or that turns the reading order, changes what is "
            "signed without anybody noticing."
        ),
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


REFUSED_MARKUP: Final[Mapping[str, Template]] = MappingProxyType(
    {
        "heading_open": Template(N_("a heading")),
        "code_block": Template(N_("a text indented by four spaces")),
        "fence": Template(N_("a block of code")),
        "colon_fence": Template(N_("a directive")),
        "html_block": Template(N_("HTML")),
        "html_inline": Template(N_("HTML")),
        "blockquote_open": Template(N_("a quotation (`>`)")),
        "hr": Template(N_("a rule")),
        "table_open": Template(N_("a table")),
        "image": Template(N_("a picture")),
        "code_inline": Template(N_("code (a pair of backticks)")),
        "s_open": Template(N_("struck-out text (`~~`)")),
        "link_open": Template(N_("a link")),
        "hardbreak": Template(N_("a forced line break (`\\` at the end of a line)")),
    }
)
"""What each token of markdown-it is called that a text may not have."""

OTHER_MARKUP = Template(N_("`{token}`"))
"""A token that is not among them, by its name in markdown-it."""
