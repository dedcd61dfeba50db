"""The language of templates: what it can say, what it refuses, and that it always ends."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreement_gen.build.messages import TemplateCode
from agreement_gen.build.template.filters import FILTERS
from agreement_gen.build.template.run import MAX_CHARACTERS, MAX_SOURCE, run
from agreement_gen.build.template.values import Included, Rules, TemplateError, TemplateText
from agreement_gen.problems import Location

VALUES: dict[str, Any] = {
    "name": "Osby",
    "amount": 461_000,
    "date": dt.date(2021, 9, 1),
    "nothing": None,
    "yes": True,
    "region": {"name": "Skåne", "names": {"index": "KPI"}, "empty": None},
    "rows": [{"title": "a", "size": 1}, {"title": "b", "size": 2}],
    "pairs": [["x", 1], ["y", 2]],
    "many": list(range(300)),
}


def included(file: str, text: str) -> Included:
    return Included(text, lambda line: Location(file, line, 1))


INCLUDES = {
    "part": included("part.j2", "{{ name }}, {% set name = 'inner' %}{{ name }}\n"),
    "empty": included("empty.j2", "\n{{ nothing }}"),
    "faulty": included("faulty.j2", "\n\n{{ nobody }}"),
    "syntax": included("syntax.j2", "\n{% if %}"),
    "a": included("a.j2", "\n{% include 'b' %}"),
    "b": included("b.j2", "{% include 'a' %}"),
    "self": included("self.j2", "x{% include 'self' %}"),
    **{
        f"bomb{n}": included(f"bomb{n}.j2", f"{{% include 'bomb{n + 1}' %}}" * 10)
        for n in range(20)
    },
    "bomb20": included("bomb20.j2", "x" * 100),
    **{f"deep{n}": included("deep.j2", f"{{% include 'deep{n + 1}' %}}") for n in range(3000)},
}


def compose(source: str, **values: object) -> TemplateText:
    rules = Rules(FILTERS, lambda text: text, "[—]", INCLUDES)
    given_values: dict[str, Any] = {**VALUES, **values}
    return run(source, given_values, rules, lambda line: Location("t.j2", line, 1))


def refusal(source: str, **values: object) -> tuple[TemplateCode, int]:
    with pytest.raises(TemplateError) as caught:
        compose(source, **values)
    [code] = [member for member in TemplateCode if member == caught.value.problem.code]
    return code, caught.value.problem.location.line


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("plain", "plain"),
        ("{{ name }}", "Osby"),
        ("{{ region.names.index }}, {{ region['name'] }}", "KPI, Skåne"),
        ("{{ amount | kr }}", "461\u00a0000\u00a0kr"),
        ("{{ date | day }} {{ date }}", "1\u00a0september\u00a02021 2021-09-01"),
        ("{% if yes %}a{% elif name %}b{% else %}c{% endif %}", "a"),
        ("{% if nothing %}a{% elif name == 'Osby' %}b{% endif %}", "b"),
        ("{% if amount > 3 and not nothing %}a{% endif %}", "a"),
        ("{% if 'x' in ['x', 'y'] or nothing %}a{% endif %}", "a"),
        (
            ("{% for r in rows %}{{ loop.index }}{{ r.title }}"
            "{% if not loop.last %},{% endif %}{% endfor %}"),
            "1a,2b",
        ),
        ("{% for r in rows if r.size > 1 %}{{ r.title }}{{ loop.length }}{% endfor %}", "b1"),
        ("{% for r in rows if r.size > 9 %}x{% else %}none{% endfor %}", "none"),
        ("{% for k, n in pairs %}{{ k }}{{ n }}{% endfor %}", "x1y2"),
        ("{% for k, v in region.names | items %}{{ k }}={{ v }}{% endfor %}", "index=KPI"),
        ("{% set who = 'Region ' ~ region.name %}{{ who }}", "Region Skåne"),
        ("{{ 'a' if nothing else 'b' }}", "b"),
        ("{{ ['a', 'b'] | join(' och ') }} {{ rows | length }}", "a och b 2"),
        ("{% if region.other is defined %}a{% else %}b{% endif %}", "b"),
        ("{% if nothing is none %}a{% endif %}", "a"),
        ("{% if nothing is not none %}a{% endif %}", ""),
        ("{# a remark #}{{ rows[1].title }}", "b"),
    ],
)  # fmt: skip
def test_the_language_says_what_agreements_need(source: str, text: str) -> None:
    assert compose(source) == TemplateText(text, ())


@pytest.mark.parametrize(
    "source",
    [
        "{{ name.upper() }}",
        "{{ region.parse_raw('x', proto='pickle', allow_pickle=true) }}",
        "{{ range(9) }}",
        "{{ lipsum() }}",
        "{{ amount * amount }}",
        "{{ amount + 1 }}",
        "{{ amount ** amount }}",
        "{{ -amount }}",
        "{{ name * 1000 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ rows[0:1] }}",
        "{{ {'a': 1} }}",
        "{{ 1.5 }}",
        "{{ amount | kr(**rows) }}",
        "{{ rows | join(d=name) }}",
        "{% macro a() %}{% endmacro %}",
        "{% call name() %}{% endcall %}",
        "{% include name %}",
        "{% include 'x' ignore missing %}",
        "{% include 'x' without context %}",
        "{% include ['x', 'y'] %}",
        "{% import 'x' as y %}",
        "{% from 'x' import y %}",
        "{% extends 'x' %}",
        "{% block a %}{% endblock %}",
        "{% filter upper %}a{% endfilter %}",
        "{% set a %}text{% endset %}",
        "{% set rows.a = 1 %}",
        "{% set a, b = pairs %}",
        "{% with a = 1 %}{{ a }}{% endwith %}",
        "{% for a in rows recursive %}{% endfor %}",
        "{% for a.b in rows %}{% endfor %}",
        "{{ name if yes }}",
        "{{ name is divisibleby(2) }}",
    ],
)
def test_whatever_is_not_in_the_language_is_an_ordinary_problem(source: str) -> None:
    code, line = refusal("first line\n" + source)
    assert (code, line) in {
        (TemplateCode.NOT_IN_LANGUAGE, 2),
        (TemplateCode.SYNTAX, 2),
    }


def test_an_included_template_knows_the_values_and_keeps_its_own() -> None:
    text = compose("{% include 'part' %}{{ name }}").text
    assert text == f"{VALUES['name']}, inner\n{VALUES['name']}"


def test_an_empty_value_of_an_included_template_is_at_its_line() -> None:
    (empty,) = compose("{% include 'empty' %}").empty
    assert str(empty.location) == "empty.j2:2:1"


@pytest.mark.parametrize(
    ("source", "place", "code"),
    [
        ("a\n{% include 'nobody' %}", "t.j2:2:1", TemplateCode.UNKNOWN_INCLUDE),
        ("{% include '/etc/passwd' %}", "t.j2:1:1", TemplateCode.UNKNOWN_INCLUDE),
        ("{% include '../part' %}", "t.j2:1:1", TemplateCode.UNKNOWN_INCLUDE),
        ("{% include 'faulty' %}", "faulty.j2:3:1", TemplateCode.UNKNOWN_NAME),
        ("{% include 'part' %}{{ nobody }}", "t.j2:1:1", TemplateCode.UNKNOWN_NAME),
        ("{% include 'syntax' %}", "syntax.j2:2:1", TemplateCode.SYNTAX),
        ("{% include 'a' %}", "b.j2:1:1", TemplateCode.INCLUDE_CYCLE),
        ("{% include 'self' %}", "self.j2:1:1", TemplateCode.INCLUDE_CYCLE),
        ("{% include 'bomb0' %}", "bomb", TemplateCode.COMPOSES_TOO_MUCH),
        ("{% include 'deep0' %}", "", TemplateCode.NESTED_TOO_DEEP),
    ],
)
def test_what_cannot_be_included(source: str, place: str, code: TemplateCode) -> None:
    with pytest.raises(TemplateError) as caught:
        compose(source)
    assert caught.value.problem.code == code
    assert str(caught.value.problem.location).startswith(place)


@pytest.mark.parametrize(
    "name",
    ["lipsum", "random", "now", "range", "dict", "cycler", "joiner", "namespace", "self", "caller",
     "__class__", "super", "context"],
)  # fmt: skip
def test_names_that_nobody_gave_do_not_exist(name: str) -> None:
    assert refusal(f"{{{{ {name} }}}}")[0] is TemplateCode.UNKNOWN_NAME


@pytest.mark.parametrize(
    "part", ["__class__", "__init__", "mro", "format", "keys", "items", "get", "_sa", "model_dump"]
)
def test_a_value_has_no_parts_but_its_keys(part: str) -> None:
    assert refusal(f"{{{{ region.{part} }}}}")[0] is TemplateCode.UNKNOWN_NAME
    assert refusal(f"{{{{ region['{part}'] }}}}")[0] is TemplateCode.UNKNOWN_NAME
    assert refusal(f"{{{{ name.{part} }}}}")[0] is TemplateCode.HAS_NO_PARTS
    assert refusal(f"{{{{ rows.{part} }}}}")[0] is TemplateCode.HAS_NO_PARTS


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("{{ nam }}", TemplateCode.UNKNOWN_NAME),
        ("{{ region.nam }}", TemplateCode.UNKNOWN_NAME),
        ("{{ nam | day }}", TemplateCode.UNKNOWN_NAME),
        ("{{ date | dag }}", TemplateCode.UNKNOWN_FILTER),
        ("{{ date | default('x') }}", TemplateCode.UNKNOWN_FILTER),
        ("{{ name | day }}", TemplateCode.FILTER_TAKES_OTHER),
        ("{{ yes | kr }}", TemplateCode.FILTER_TAKES_OTHER),
        ("{{ amount | kr(2) }}", TemplateCode.FILTER_ARGUMENTS),
        ("{{ rows | join(', ') }}", TemplateCode.FILTER_FAILS),
        ("{{ region }}", TemplateCode.NOT_A_TEXT),
        ("{{ rows }}", TemplateCode.NOT_A_TEXT),
        ("{{ yes }}", TemplateCode.NOT_A_TEXT),
        ("{{ loop }}", TemplateCode.UNKNOWN_NAME),
        ("{% for r in rows %}{{ loop }}{% endfor %}", TemplateCode.NOT_A_TEXT),
        ("{% for a in name %}x{% endfor %}", TemplateCode.NOT_A_LIST),
        ("{% for a in region %}x{% endfor %}", TemplateCode.NOT_A_LIST),
        ("{% for a, b in rows %}x{% endfor %}", TemplateCode.NOT_SO_MANY),
        ("{{ rows[2] }}", TemplateCode.NO_SUCH_ITEM),
        ("{% if name > amount %}x{% endif %}", TemplateCode.NOT_COMPARABLE),
        ("{% if name is odd %}x{% endif %}", TemplateCode.UNKNOWN_TEST),
        ("{{ name", TemplateCode.SYNTAX),
        ("{% if name %}", TemplateCode.SYNTAX),
        ("{{ " + "9" * 5000 + " }}", TemplateCode.SYNTAX),
        ("{{ " + "(" * 500 + "1" + ")" * 500 + " }}", TemplateCode.NESTED_TOO_DEEP),
        ("{{ " + " ~ ".join(["name"] * 3) + " and " * 0 + "}}" + "{% if name %}" * 3000, None),
    ],
)
def test_a_fault_is_told_by_its_kind(source: str, code: TemplateCode | None) -> None:
    found, _ = refusal(source)
    assert found is code if code is not None else found in set(TemplateCode)


def test_a_suggestion_names_the_nearest_value() -> None:
    with pytest.raises(TemplateError) as caught:
        compose("{{ region.namn }}")
    assert caught.value.problem.hint == "did you mean `region.name`?"


@pytest.mark.parametrize("name", sorted(FILTERS))
def test_no_filter_fills_an_empty_value_in(name: str) -> None:
    composed = compose(f"a\n{{{{ nothing | {name} }}}}")
    assert composed.text == "a\n[—]"
    assert [(empty.name, empty.location.line) for empty in composed.empty] == [("nothing", 2)]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("{{ nothing }}", "nothing"),
        ("{{ region.empty }}", "region.empty"),
        ("{{ region.empty | months }}", "region.empty"),
        ("{{ 'a' ~ nothing }}", "nothing"),
        ("{% set x = nothing %}{{ x }}", "nothing"),
        ("{% set x = region.empty | day %}{{ x }}", "region.empty"),
        ("{% if nothing | day == 'x' %}a{% endif %}", "nothing"),
        ("{% for a in nothing %}{% endfor %}", "nothing"),
        ("{{ region.empty.part }}", "region.empty"),
        ("{% if nothing < 1 %}a{% endif %}", "nothing"),
        ("{% if 1 <= region.empty %}a{% endif %}", "region.empty"),
        ("{% if 0 < 1 < nothing %}a{% endif %}", "nothing"),
    ],
)
def test_an_empty_value_is_named_and_never_an_error(source: str, name: str) -> None:
    assert [empty.name for empty in compose(source).empty] == [name]


def test_a_condition_on_an_empty_value_inserts_nothing_and_misses_nothing() -> None:
    assert compose("{% if nothing %}{{ nothing }}{% endif %}") == TemplateText("", ())


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("{% for a in many %}" * 3 + "{% endfor %}" * 3, TemplateCode.TAKES_TOO_LONG),
        ("{% for a in many %}{{ long }}{% endfor %}", TemplateCode.COMPOSES_TOO_MUCH),
        ("{{ long ~ long }}", TemplateCode.COMPOSES_TOO_MUCH),
        ("x" * (MAX_SOURCE + 1), TemplateCode.SOURCE_TOO_LONG),
        ("{% for a in many %}{% set b = long | upper %}{% endfor %}",
         TemplateCode.COMPOSES_TOO_MUCH),
        ("{% for a in many %}{% for b in many %}{% if 'z' in third %}{% endif %}"
         + "{% endfor %}" * 2, TemplateCode.TAKES_TOO_LONG),
        ("{% for a in many %}{% for b in many %}{% if 400 in many %}{% endif %}"
         + "{% endfor %}" * 2, TemplateCode.TAKES_TOO_LONG),
    ],
)  # fmt: skip
def test_what_would_grow_without_end_is_stopped(source: str, code: TemplateCode) -> None:
    long, third = "x" * (MAX_CHARACTERS // 2 + 1), "x" * (MAX_CHARACTERS // 3)
    assert refusal(source, long=long, third=third)[0] is code


@pytest.mark.parametrize(
    "twice", ["a ~ a", "[a, a] | join", "['', '', ''] | join(a)", "a ~ a | upper"]
)
def test_doubling_a_text_is_stopped_before_it_fills_the_memory(twice: str) -> None:
    doubling = "{% set a = 'xx' %}" + f"{{% set a = {twice} %}}" * 64 + "{{ a | length }}"
    assert refusal(doubling)[0] is TemplateCode.COMPOSES_TOO_MUCH


def test_many_texts_are_stopped_before_they_fill_the_memory() -> None:
    keeping = "{% set a = '" + "x" * 1000 + "' %}" + "{% set b = a ~ 'x' %}" * 2000
    assert refusal(keeping)[0] is TemplateCode.COMPOSES_TOO_MUCH


@pytest.mark.parametrize("compared", ["a == b", "a in [b]", "a < b", "1 != b", "a == 1"])
def test_lists_are_not_compared_because_lists_in_lists_take_forever(compared: str) -> None:
    twins = "{% set a = [1, 1] %}{% set b = [1, 1] %}"
    doubling = "{% set a = [a, a] %}{% set b = [b, b] %}" * 64
    found = refusal(twins + doubling + "{% if " + compared + " %}{% endif %}")
    assert found[0] is TemplateCode.NOT_COMPARABLE


@pytest.mark.parametrize(
    "source", ["{{ 0x" + "f" * 20_000 + " }}", "{{ huge }}", "{{ huge | kr }}"]
)
def test_a_number_that_python_does_not_write_is_refused(source: str) -> None:
    code = refusal(source, huge=10**5000)[0]
    assert code in {TemplateCode.NUMBER_TOO_LARGE, TemplateCode.FILTER_FAILS}


PIECES = st.sampled_from(
    ["{{", "}}", "{%", "%}", " name ", " region.names ", " rows ", " nothing ", " for a in ", "if ",
     "endif", "endfor", " | ", "kr", "day", "join", "(", ")", "[", "]", "'", ".", "~", "==", " in ",
     "set x =", "__class__", "\n", "0", "{#", "#}", "-", "å", " and ", "not ", "is defined", ","]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_text_composes_or_is_refused_with_a_problem(source: str) -> None:
    found: TemplateError | None = None
    text = ""
    try:
        text = compose(source).text
    except TemplateError as error:
        found = error
    assert found is None or found.problem.location.line >= 1
    assert "object at 0x" not in text
    assert "built-in" not in text
