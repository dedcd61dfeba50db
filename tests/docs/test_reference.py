"""The pages that come from the code say what the code says."""

from __future__ import annotations

import pytest

from agreement_gen.workspace.schema import schemas
from scripts.docs import PAGES
from scripts.docs.problems import catalogues
from tests.support.workspaces import REPOSITORY


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_what_the_code_says(path: str) -> None:
    written = PAGES[path]()
    assert len(written) > 1000
    assert (REPOSITORY / path).read_text(encoding="utf-8") == written, "run `make reference`"


def test_every_kind_of_file_is_in_the_reference() -> None:
    """The keys of `funding.yaml` and `facts.yaml` were in no page."""
    page = PAGES["docs/reference/files.md"]()
    missing = [
        key
        for schema in schemas(None).values()
        for key in schema["properties"]
        if f"\n| `{key}` |" not in page
    ]
    assert missing == []
    assert "\n### `funding.yaml`: `invoicing`\n" in page


def test_every_problem_has_a_help_text_and_is_in_the_reference() -> None:
    page = PAGES["docs/reference/problems.md"]()
    codes = [code for catalogue in catalogues() for code in catalogue]
    assert len(codes) == len(set(codes)), "two packages have a code of the same name"
    assert [code for code in codes if len(code.help.split()) < 5] == []
    assert [code for code in codes if f"\n### {code}\n" not in page] == []
