"""What templates can reach: plain data, whatever the workspace, and documented filters."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from agreement_gen.build.compose import compose
from agreement_gen.build.template.filters import FILTERS
from agreement_gen.build.template.run import TESTS
from agreement_gen.build.templates import plain_value, variables
from tests.support.workspaces import REPOSITORY, entry, load, small_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PLAIN = {str, int, bool, dt.date, list, dict, type(None)}


def reachable(value: object, name: str = "") -> Iterator[tuple[str, object]]:
    yield name, value
    if type(value) is dict:
        for key, inner in value.items():
            assert type(key) is str
            yield from reachable(inner, f"{name}.{key}")
    if type(value) is list:
        for number, inner in enumerate(value):
            yield from reachable(inner, f"{name}[{number}]")


@pytest.mark.parametrize("folder", [".", "examples/exempelbygden", "examples/samverkansplan"])
def test_everything_that_a_template_can_reach_is_plain_data(folder: str) -> None:
    workspace = load(REPOSITORY / folder)
    for agreement, standard in workspace.with_standards():
        for name, value in reachable(variables(workspace, agreement, standard)):
            assert type(value) in PLAIN, f"{name} is {type(value)}"


def test_a_filter_or_test_of_the_language_is_documented_or_does_not_exist() -> None:
    assert {name for name, made in FILTERS.items() if not made.function.__doc__} == set()
    assert {name for name, made in FILTERS.items() if name not in made.example} == set()
    assert set(TESTS) == {"none", "string", "number"}


def test_a_value_that_is_not_plain_never_reaches_a_template() -> None:
    with pytest.raises(TypeError):
        plain_value(object())
    with pytest.raises(TypeError):
        plain_value({"a": [print]})


def test_an_empty_value_that_the_text_inserts_makes_a_draft_and_is_named(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    clause = root / "templates/samverkan/clauses/mal.md.j2"
    clause.write_text(
        clause.read_text(encoding="utf-8") + "\nNummer {{ parties.region.decision.paragraph }}.\n",
        encoding="utf-8",
    )
    workspace = load(root)
    composed = compose(workspace, entry(workspace, "osby-a"))
    named = [found for found in composed.missing if found.code == "missing-value"]
    assert [str(found.location).split(":")[0] for found in named] == ["region.yaml"]
    assert "parties.region.decision.paragraph" in named[0].message
    assert composed.document.header_footer.draft is not None
    blocks = [block for clause in composed.document.clauses for block in clause.blocks]
    assert "Nummer ……." in str(blocks)
