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
