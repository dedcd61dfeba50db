"""Nothing composed depends on the day: two clocks give equal documents, and equal files."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import babel.dates
import pytest

from agreement_gen import clock
from agreement_gen.build.compose import compose
from agreement_gen.clock import stamp
from agreement_gen.formats.render import DocumentStyle, Origin, render
from tests.support.other_day import other_day
from tests.support.workspaces import REPOSITORY, load, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.document.tree import Document
    from agreement_gen.workspace.reader import Workspace

FIRST = dt.datetime(1999, 12, 31, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=-11)))
SECOND = dt.datetime(2077, 2, 28, 0, 30, tzinfo=dt.timezone(dt.timedelta(hours=14)))
FOLDERS = [".", "examples/exempelbygden"]


def composed(workspace: Workspace) -> dict[str, tuple[Document, object, object]]:
    found = {entry.slug: compose(workspace, entry) for entry in workspace.entries}
    return {slug: (one.document, one.missing, one.facts) for slug, one in found.items()}


@pytest.mark.parametrize("moment", [FIRST, SECOND])
def test_the_clock_of_these_tests_is_another(moment: dt.datetime) -> None:
    """Without it the others could not fail."""
    with other_day(moment):
        assert clock.today().year in {moment.year, moment.astimezone().year}
        assert babel.dates.format_date(None, "yyyy-MM-dd") == moment.strftime("%Y-%m-%d")
        assert dt.date.today() == dt.date(moment.year, moment.month, moment.day)
        assert isinstance(dt.date(2020, 1, 1), dt.date)
    assert dt.date.today() != dt.date(moment.year, moment.month, moment.day)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_agreement_is_the_same_on_two_days(folder: str) -> None:
    with other_day(FIRST):
        one = composed(load(REPOSITORY / folder))
    with other_day(SECOND):
        other = composed(load(REPOSITORY / folder))
    assert one == other
    assert one == composed(load(REPOSITORY / folder))
    assert len(one) == {".": 13, "examples/exempelbygden": 3}[folder]


def test_another_family_is_the_same_on_two_days(tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "workspace")
    with other_day(FIRST):
        one = composed(load(root))
    with other_day(SECOND):
        assert composed(load(root)) == one


@pytest.mark.slow
def test_every_format_is_the_same_on_two_days() -> None:
    workspace = load(REPOSITORY / "examples" / "exempelbygden")
    [(entry, standard), *_] = workspace.with_standards()
    document = compose(workspace, entry).document
    style = DocumentStyle(standard.css, standard.reference)
    written = []
    for moment in (FIRST, SECOND):
        with other_day(moment):
            origin = Origin(stamp(standard.family.record.edition), ())
            written.append(render(document, style, ("pdf", "docx", "html", "txt"), origin).files)
    assert len(written[0]) == 4
    assert written[0] == written[1]
