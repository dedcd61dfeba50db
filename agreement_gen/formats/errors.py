"""Why a document cannot be written faithfully, or a file cannot be read, as texts for the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agreement_gen.messages import Text


class RenderFailure(Exception):  # noqa: N818 - a failure of the user's files, reported as problems
    """A document cannot be rendered faithfully; ``messages`` say why, one cause each."""

    def __init__(self, messages: Iterable[Text]) -> None:
        self.messages = tuple(messages)
        super().__init__("; ".join(map(str, self.messages)))

    def __reduce__(self) -> tuple[type[RenderFailure], tuple[tuple[Text, ...]]]:
        """Keep the messages when the exception crosses from a worker process."""
        return (RenderFailure, (self.messages,))


class UnreadableFileError(ValueError):
    """The text of a file cannot be read back; ``reason`` says why."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(str(reason))
