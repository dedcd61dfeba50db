"""What is said of a YAML file that cannot be read, or cannot be edited line by line."""

from __future__ import annotations

from agreement_gen.messages import N_
from agreement_gen.problems import ProblemCode


class YamlCode(ProblemCode):
    """Problems of a YAML file, whatever it is about."""

    NOT_UTF8 = (
        "not-utf8",
        N_("this is not UTF-8 text"),
        N_("save the file as UTF-8"),
        N_("Every text file of a workspace is UTF-8, so that å, ä and ö are the same everywhere."),
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
        N_("A command never removes a comment, as only a person can tell what it is about."),
    )
