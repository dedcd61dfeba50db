"""Every target keeps the promise on the corpus, and on some new inputs; see `targets.py`.

`make fuzz` looks for longer. An input that breaks the promise is kept in `.cache/fuzz/`; put it
into `corpus/TARGET/`, under a name that says what it is, together with the fix.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.fuzz.targets import TARGETS, corpus
from tests.support.strategies import examples

if TYPE_CHECKING:
    from tests.fuzz.targets import Field, Input

KEPT = corpus()


@pytest.mark.parametrize("path", KEPT)
def test_a_kept_input_keeps_the_promise(path: str, field: Field) -> None:
    field.try_out(KEPT[path])


@pytest.mark.slow
@pytest.mark.parametrize("name", TARGETS)
def test_new_inputs_keep_the_promise(name: str, field: Field) -> None:
    @settings(
        max_examples=examples(20),
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(field.inputs(name))
    def keeps_the_promise(tried: Input) -> None:
        field.try_out(tried)

    keeps_the_promise()
