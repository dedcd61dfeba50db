"""Which language the command line speaks."""

from __future__ import annotations

from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

from agreement_gen.translation import (
    LANGUAGES,
    language_of_environment,
    language_of_locale,
    use_language,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_OPTION, _FOLDER = "--lang", "-C"
_is_asked_for = ContextVar("is_asked_for", default=False)
"""Whether the option or the environment variable has chosen the language."""


def choose_language(arguments: Sequence[str]) -> None:
    """Choose the language before the arguments are parsed, so that their errors and help have it.

    ``--lang`` goes first, then the environment variable, the language of the workspace's families,
    and the locale. What names no known language is passed over; the option's own type reports it.
    """
    asked, folder = _before_the_command(arguments)
    chosen = asked if asked in LANGUAGES else language_of_environment()
    _is_asked_for.set(chosen is not None)
    if chosen is None:
        from agreement_gen.workspace.language import workspace_language

        chosen = (
            workspace_language(None if folder is None else Path(folder)) or language_of_locale()
        )
    use_language(chosen)


def follow(folder: Path) -> None:
    """Speak the language of a workspace that was just made, unless the person chose another one."""
    from agreement_gen.workspace.language import workspace_language

    if not _is_asked_for.get() and (language := workspace_language(folder)) is not None:
        use_language(language)


def _before_the_command(arguments: Sequence[str]) -> tuple[str | None, str | None]:
    """The values of ``--lang`` and ``-C`` among the options before the command's name."""
    found: dict[str, str] = {}
    rest = iter(arguments)
    for word in rest:
        if not word.startswith("-") or word == "--":
            break
        if word in {_OPTION, _FOLDER}:
            found[word] = next(rest, "")
        elif word.startswith(f"{_OPTION}="):
            found[_OPTION] = word.partition("=")[2]
        elif word.startswith(_FOLDER) and not word.startswith("--"):
            found[_FOLDER] = word[len(_FOLDER) :]
    return found.get(_OPTION), found.get(_FOLDER)
