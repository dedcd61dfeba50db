"""YAML files are tidied without a change of their values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreement_gen.problems import InputError
from agreement_gen.yamlfile.tidy import tidy
from tests.support.workspaces import REPOSITORY

MUNICIPALITY = (REPOSITORY / "municipalities" / "vetlanda.yaml").read_text(encoding="utf-8")


def test_line_ends_and_white_space_before_them() -> None:
    data = b"\xef\xbb\xbfa: 1  \r\n# note\t\r\nb: |\r\n  x  \r\n\r\n  y\r\n\r\n\r\n"
    assert tidy(data, "f.yaml") == b"a: 1\n# note\nb: |\n  x\n\n  y\n"


@pytest.mark.parametrize(
    "data", [b"a: 1\n", b"a: 'x'\nb:\n  - {c: d}   # e\n", b"a: >-\n  x\n  y\n"]
)
def test_a_tidy_file_stays_as_it_is(data: bytes) -> None:
    assert tidy(data, "f.yaml") == data


@pytest.mark.parametrize("data", [b"a: [\n", b"a: 1\na: 2\n", b"\xff"])
def test_what_is_no_yaml_of_a_workspace_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        tidy(data, "f.yaml")


@given(st.lists(st.sampled_from(["", " ", "  ", "\t", "\r"]), min_size=60, max_size=60))
def test_white_space_at_the_end_of_any_line_is_removed(endings: list[str]) -> None:
    lines = MUNICIPALITY.splitlines()
    # YAML allows no tab on an empty line of a block of text.
    ends = [
        end if line else end.replace("\t", " ") for line, end in zip(lines, endings, strict=False)
    ]
    untidy = "".join(f"{line}{end}\n" for line, end in zip(lines, ends, strict=True))
    tidied = tidy(untidy.encode("utf-8"), "f.yaml").decode("utf-8")
    assert tidied == MUNICIPALITY
