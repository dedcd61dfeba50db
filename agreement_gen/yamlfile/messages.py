"""What is reported of a YAML file that cannot be read, or cannot be edited line by line."""

from __future__ import annotations

from agreement_gen.messages import N_, Template
from agreement_gen.problems import ProblemCode

# Why a text is not YAML, where no problem of its own says it

BAD_ESCAPE = Template(N_("the backslash in double quotes does not begin a character"))
OTHER_VERSION = Template(N_("it asks for another version of YAML"))
BAD_TAG = Template(N_("a word that begins with `!` is not written as a tag is"))
BAD_BLOCK = Template(N_("nothing but a number, `+` or `-` may follow `|` or `>`"))
BAD_CHARACTER = Template(N_("it has a character that YAML does not have"))
BAD_DIRECTIVE = Template(N_("a line that begins with `%` is no directive"))
BAD_ALIAS = Template(N_("a word that begins with `*` or `&` has no name"))
NOT_READABLE = Template(N_("it cannot be read from here on"))


class YamlCode(ProblemCode):
    """Problems of a YAML file, whatever it is about."""

    EMPTY_FILE = (
        "empty-file",
        N_("the file is empty"),
        N_("`agreement-gen new NAME` writes a municipality's file, `init DIR` all others"),
        N_("A file holds at least one key with its value; comments alone are none."),
    )
    SYNTAX = (
        "yaml-syntax",
        N_("this is not YAML: {detail}"),
        "",
        N_("What the YAML parser reports where no other problem describes it better."),
    )
    COLON = (
        "yaml-colon",
        N_("this is not YAML: there cannot be a colon here"),
        N_("put a text that holds a colon in quotes, or write it as a block after `|`"),
        N_("A colon and a space end a key; a line has one key, unless braces hold several."),
    )
    MISSING_COLON = (
        "yaml-missing-colon",
        N_("this is not YAML: a colon is missing before this"),
        N_("a key ends with a colon and a space; check the indentation too"),
        N_("A line that begins a value is a key with a colon, or an item after `- `."),
    )
    BRACKETS = (
        "yaml-brackets",
        N_("this is not YAML: a comma or a closing bracket is missing before this"),
        N_("close `{{` with `}}` and `[` with `]`, and put commas between what they hold"),
        N_("What begins with a bracket or a brace ends with its counterpart."),
    )
    QUOTES = (
        "yaml-quotes",
        N_("this is not YAML: a text in quotes is not closed"),
        N_("end the text with the quote that it begins with"),
        N_("A text that begins with a quote runs to the next quote of the same kind."),
    )
    INDENTATION = (
        "yaml-indentation",
        N_("this is not YAML: neither a key nor an item can begin here"),
        N_("check the indentation; put all of a text that begins with a quote in quotes"),
        N_("The keys of one mapping, and the items of one list, begin in the same column."),
    )
    FIRST_CHARACTER = (
        "yaml-first-character",
        N_("this is not YAML: a text cannot begin with this character"),
        N_("put the text in quotes"),
        N_("Some characters mean something in YAML where a text begins: `@`, `%`, `` ` `` …"),
    )
    TAB = (
        "yaml-tab",
        N_("this is not YAML: there cannot be a tab here"),
        N_("indent with spaces"),
        N_("YAML's indentation is spaces; how wide a tab is would depend on the editor."),
    )
    SEVERAL_DOCUMENTS = (
        "several-documents",
        N_("a second document begins here"),
        N_("keep one document in a file"),
        N_("`---` begins a new YAML document; a workspace's file holds one."),
    )
    ALIAS = (
        "alias",
        N_("the alias `*{name}` is not allowed"),
        N_("write the value out wherever it is used, so that a diff shows it there"),
        N_("A change at an anchor would change every alias of it, far from what the diff shows."),
    )
    ANCHOR = (
        "anchor",
        N_("the anchor `&{name}` is not allowed"),
        N_("write the value out wherever it is used, so that a diff shows it there"),
        N_("A change at an anchor would change every alias of it, far from what the diff shows."),
    )
    TAG = (
        "tag",
        N_("the tag `{tag}` is not allowed"),
        N_("leave the tag out"),
        N_("What kind of value a key holds is stated by the schema, never by the file."),
    )
    TOO_DEEP = (
        "too-deep",
        N_("nested deeper than {levels} levels"),
        "",
        N_(
            "The files of a workspace need six levels; a file far deeper than that is no such file."
        ),
    )
    TOO_MANY = (
        "too-many-values",
        N_("this file holds more than {most} keys and values"),
        "",
        N_("No file of a workspace holds a tenth of that; one that does is no such file."),
    )
    KEY_NOT_TEXT = (
        "key-not-text",
        N_("a key must be a single word"),
        "",
        N_("YAML allows lists and mappings as keys; no file of a workspace has any."),
    )
    DUPLICATE_KEY = (
        "duplicate-key",
        N_("the key `{key}` exists twice"),
        N_("it is also on line {line}; keep one of them"),
        N_("A key occurs once in a mapping; YAML readers would silently keep the last one."),
    )
    CANNOT_EDIT = (
        "cannot-edit",
        N_("this file is written in a way that cannot be edited line by line"),
        N_("write it with one key a line, or make the change by hand"),
        N_(
            "A command changes only the lines that it must; where the file's style keeps it from "
            "that, it changes nothing."
        ),
    )
    KEY_INSIDE_LINE = (
        "key-inside-line",
        N_("the key `{key}` cannot be edited, because it does not begin its line"),
        N_("write one key a line, or make the change by hand"),
        N_("A command adds and removes whole lines, so that no other text on them changes."),
    )
    COMMENT_LOST = (
        "comment-would-be-lost",
        N_("this cannot be removed: a comment inside the braces would be lost"),
        N_("write one key a line, or make the change by hand"),
        N_("A command never removes a comment, because only a person knows what it is about."),
    )
    NOT_TIDIED = (
        "not-tidied",
        N_("white space at the end of a line is part of a text here"),
        N_("remove it by hand if it is not meant"),
        N_("Tidying never changes a value, so it leaves white space in a text alone."),
    )
