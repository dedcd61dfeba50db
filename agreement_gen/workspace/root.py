"""Where a workspace is, found without reading it.

What chooses the language of messages asks this at every start, so that no model is loaded here.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from agreement_gen.problems import Location, fault
from agreement_gen.workspace.messages import WorkspaceCode

if TYPE_CHECKING:
    from pathlib import Path

REGION_FILE = "region.yaml"
"""The file that marks the folder."""

TEMPLATES = "templates"
"""The folder of the families."""


def find_root(start: Path) -> Path:
    """The nearest folder upwards that holds ``region.yaml``.

    Raises:
        InputError: if there is none.
    """
    try:
        above = start.absolute().parents
    except FileNotFoundError:  # the current directory was removed
        raise fault(Location(str(start)), WorkspaceCode.NO_WORKSPACE, file=REGION_FILE) from None
    for folder in (start, *above):
        # Whatever has this name marks the folder, so that reading it can report what it is.
        if os.path.lexists(folder / REGION_FILE):
            return folder
    raise fault(Location(str(start)), WorkspaceCode.NO_WORKSPACE, file=REGION_FILE)
