"""The language that a workspace's families are written in, found without reading the families.

It chooses the language of every message, so that finding it must cost no time and can fail in no
way: whatever is wrong in a file is reported by who reads it.
"""

from __future__ import annotations

import re
from pathlib import Path

from agreement_gen.problems import InputError
from agreement_gen.translation import known_language
from agreement_gen.workspace.files import MOST_OF_TEXT, names_below, read_below
from agreement_gen.workspace.root import TEMPLATES, find_root

_LANGUAGE = re.compile(rb"^language:[ \t]*[\"']?([A-Za-z-]{2,35})[\"']?[ \t]*(?:#.*)?\r?$", re.M)
"""The key at the top level of a ``family.yaml``, as everybody writes it."""


def workspace_language(chosen: Path | None) -> str | None:
    """The one language of all families of a workspace; None where they have several, or none.

    Args:
        chosen: The workspace's folder; None for the nearest one from the current folder up.
    """
    try:
        root = chosen if chosen is not None else find_root(Path())
        found = {_language_of(root, name) for name in names_below(root, TEMPLATES)}
    except (InputError, OSError, ValueError):
        return None
    found -= {None}
    return found.pop() if len(found) == 1 else None


def _language_of(root: Path, family: str) -> str | None:
    data = read_below(root, f"{TEMPLATES}/{family}/family.yaml", MOST_OF_TEXT)
    found = None if data is None else _LANGUAGE.search(data)
    return None if found is None else known_language(found[1].decode("ascii"))
