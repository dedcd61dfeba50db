"""The pages of the documentation that are written from the code, by their paths.

``make reference`` writes them; ``tests/docs/`` compares them with the code. Each page is a function
without arguments that gives the file's text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.docs import api, commands, files, picture, problems, templates, terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PAGES: Mapping[str, Callable[[], str]] = {
    "docs/api.md": api.page,
    "docs/pictures/architecture.svg": picture.svg,
    "docs/reference/commands.md": commands.page,
    "docs/reference/files.md": files.page,
    "docs/reference/problems.md": problems.page,
    "docs/reference/templates.md": templates.page,
    **terminal.PICTURES,
}
