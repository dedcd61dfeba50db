"""Texts for people as data: templates with named placeholders, filled when they are shown.

No sentence is put together in the code that reports it. A template is in the ``messages`` module
of its package, where a reader, the reference page and a translator find it; the code names the
template and gives the values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from agreement_gen.translation import translated, translated_number

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal

Value: TypeAlias = "str | int | Decimal | dt.date | Text"
"""What a placeholder can be filled with; a text is filled in turn."""


def N_(text: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Mark a text to be extracted for translation; gives it back unchanged."""
    return text


def of_code(text: str) -> Text:
    """A text without placeholders that is no template: of the code, or of a file that stays."""
    return Text(Template(text.replace("{", "{{").replace("}", "}}")))


@dataclass(frozen=True, slots=True)
class Template:
    """A text with named placeholders (``{name}``, as :meth:`str.format` reads them).

    ``plural`` is used instead of ``text`` where the placeholder ``count`` is not 1.
    """

    text: str
    plural: str | None = None

    def __call__(self, **values: Value) -> Text:
        """The text with values for its placeholders."""
        return Text(self, tuple(values.items()))


@dataclass(frozen=True, slots=True)
class Text:
    """A template with its values; ``str()`` gives the sentence in the present language."""

    template: Template
    values: tuple[tuple[str, Value], ...] = ()

    def __str__(self) -> str:
        """The sentence, in the language that people are addressed in when it is asked for.

        Raises:
            KeyError: a placeholder has no value, which is a fault of the program.
        """
        values = dict(self.values)
        text, plural = self.template.text, self.template.plural
        if plural is None:
            text = translated(text)
        else:
            count = values["count"]
            if not isinstance(count, int):
                raise TypeError(f"the count of {text!r} is no whole number")
            text = translated_number(text, plural, count)
        return text.format_map({name: str(value) for name, value in values.items()})
