"""A family's own colour and fonts, and whether its style sheet has a place for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreement_gen.checks.messages import RuleCode
from agreement_gen.formats.look import Look, unnamed
from agreement_gen.problems import problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agreement_gen.problems import Problem
    from agreement_gen.workspace.reader import Standard


def look_of(standard: Standard) -> Look:
    """The colour and the fonts that a family has of its own."""
    style = standard.family.record.style
    return Look(style.accent, style.text_font, style.heading_font)


def look_problems(standard: Standard) -> Iterator[Problem]:
    """Each colour or font that the family's style sheet does not name, and so cannot take."""
    for key in unnamed(standard.css, look_of(standard)):
        name = f"--{key.replace('_', '-')}"
        location = standard.family.at("style", key)
        yield problem(location, RuleCode.STYLE_NOT_NAMED, key=key, name=name)
