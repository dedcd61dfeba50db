"""Every line of SECURITY.md names a test or a case that exists."""

from __future__ import annotations

import fnmatch
import re

from tests.support.workspaces import REPOSITORY

TEXT = (REPOSITORY / "SECURITY.md").read_text(encoding="utf-8")
CASES = REPOSITORY / "tests" / "hostile" / "cases"


def test_every_promise_names_what_shows_it() -> None:
    rows = re.findall(r"^\| (?!It cannot|---)(.+) \| (.+) \|$", TEXT, re.MULTILINE)
    assert len(rows) > 12
    for promise, shown in rows:
        assert "`" in shown, promise


def test_every_case_exists_and_every_case_is_named() -> None:
    existing = {path.name for path in CASES.iterdir()}
    lists = re.findall(r"cases? ((?:`[a-z*-]+`(?:, )?)+)", TEXT)
    patterns = [name for names in lists for name in re.findall("`([^`]+)`", names)]
    assert len(patterns) > 10
    named = {pattern: fnmatch.filter(existing, pattern) for pattern in patterns}
    assert [pattern for pattern, cases in named.items() if not cases] == []
    assert existing == {case for cases in named.values() for case in cases}
