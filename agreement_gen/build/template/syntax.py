"""Why a text is no template, in the program's own words.

Jinja2's sentences are English and name its own tokens. What they are about is read from them, and
nothing else of them is shown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agreement_gen.build import messages

if TYPE_CHECKING:
    from agreement_gen.messages import Template, Text

_TOKENS = {
    "begin of print statement": "{{",
    "end of print statement": "}}",
    "begin of statement block": "{%",
    "end of statement block": "%}",
    "begin of comment": "{#",
    "end of comment": "#}",
}
"""What Jinja2 calls the signs of its language."""

_REASONS: tuple[tuple[str, Template], ...] = (
    (r"unknown tag '(?P<found>.+?)'", messages.SYNTAX_UNKNOWN_TAG),
    (r"end of template|Missing end of|end of file", messages.SYNTAX_ENDS_EARLY),
    (r"expected token '(?P<expected>.+?)', got '(?P<found>.+?)'", messages.SYNTAX_EXPECTED),
    (r"Expected an expression, got '(?P<found>.+?)'", messages.SYNTAX_NO_VALUE),
    (r"unexpected (?:char )?'(?P<found>.+?)'", messages.SYNTAX_UNEXPECTED),
)
"""What is in Jinja2's sentences, and what they mean; the first that fits decides."""


def reason_of(sentence: str) -> Text:
    """Why a text is no template, from Jinja2's sentence."""
    for pattern, template in _REASONS:
        if (match := re.search(pattern, sentence)) is not None:
            values = {name: _TOKENS.get(word, word) for name, word in match.groupdict().items()}
            return template(**values)
    return messages.SYNTAX_OTHER()
