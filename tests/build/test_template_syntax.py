"""Why a text is no template: in the program's own words, whatever Jinja2 says."""

from __future__ import annotations

import pytest

from agreement_gen.build.template.run import parse
from agreement_gen.build.template.syntax import reason_of


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("{{ a", "something is opened in it and never closed"),
        ("{% if a %}", "something is opened in it and never closed"),
        ("{# a", "something is opened in it and never closed"),
        ("{{ }}", "there is no name and no value before `}}`"),
        ("{% do a %}", "the template language has no `{% do %}`"),
        ("{{ a b }}", "`b` is found where `}}` is expected"),
        ("{{ a) }}", "there cannot be `)` here"),
        ("{{ a | }}", "`}}` is found where `name` is expected"),
        ("{{ a § b }}", "there cannot be `§` here"),
        ("{% for in a %}{% endfor %}", "`a` is found where `in` is expected"),
    ],
)
def test_the_reason_is_the_program_s_own(source: str, reason: str) -> None:
    found = parse(source)
    assert isinstance(found, tuple)
    assert str(reason_of(found[1])) == reason


def test_a_sentence_that_nobody_has_thought_of_is_not_shown() -> None:
    assert str(reason_of("A new sentence.")) == "it is not written as the template language is"
