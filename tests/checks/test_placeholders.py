"""A text that only fills its place is missing: the agreement stays a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from agreement_gen.build.compose import compose
from agreement_gen.checks.placeholders import is_answer
from agreement_gen.workspace import scaffold as starter
from tests.support.cli import run_cli
from tests.support.workspaces import edit, entry, load

if TYPE_CHECKING:
    from pathlib import Path

OWN = "municipalities/exempelby.yaml"
REGION = "region.yaml"


def missing(root: Path, name: str = "exempelby") -> list[str]:
    workspace = load(root)
    made = compose(workspace, entry(workspace, name))
    assert (made.document.header_footer.draft is None) == made.is_ready
    return [f"{gap.location.file}:{gap.location.line} {gap.code}" for gap in made.missing]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (OWN, "marketing: |", 'marketing: "…"\nlogotype: |'),
        (OWN, "seat: Folkhälsoutvecklare", "seat: Utses lokalt"),
        (OWN, "seat: Folkhälsoutvecklare", "seat: '...'"),
        (OWN, "name: Tilltalsnamn Efternamn", "name: '?'"),
        (OWN, "case_number: KFN 2021-0023", "case_number: '.'"),
        (OWN, "paragraph: § 42", "paragraph: §"),
        (OWN, "body: Kultur- och fritidsnämnden", "body: anges senare"),
        (OWN, "number_source: Påhittat nummer i ett exempel", "number_source: x"),
        (REGION, "number_source: Påhittat nummer i ett exempel", "number_source: '12 34'"),
        (REGION, "name: Förnamn Efternamnsson", "name: –"),
    ],
)
def test_a_placeholder_is_missing_where_it_is_written(
    tmp_path: Path, path: str, old: str, new: str
) -> None:
    root = tmp_path / "avtal"
    starter.write_starter(root)
    assert missing(root) == []
    text = (root / path).read_text("utf-8")
    if "marketing" in old:
        start, end = text.index("  marketing: |"), text.index("  premises: |")
        text = text[:start] + '  marketing: "…"\n' + text[end:]
        (root / path).write_text(text, "utf-8")
        line = text[:start].count("\n") + 1
    else:
        edit(root, path, {old: new})
        line = text[: text.index(old)].count("\n") + 1
    assert missing(root) == [f"{path}:{line} missing-answer"]


@pytest.mark.parametrize("text", ["**Fylls i av kommunen.**", "FYLLS I AV\n\n  KOMMUNEN", "- …"])
def test_the_familys_own_words_for_a_gap_are_no_local_text(tmp_path: Path, text: str) -> None:
    root = tmp_path / "avtal"
    starter.write_starter(root)
    own = (root / OWN).read_text("utf-8")
    start, end = own.index("  marketing: |"), own.index("  premises: |")
    block = "".join(f"    {line}\n" for line in text.split("\n"))
    (root / OWN).write_text(own[:start] + "  marketing: |\n" + block + own[end:], "utf-8")
    assert [found.split()[1] for found in missing(root)] == ["missing-answer"]
    done = run_cli("check", "--ready", "exempelby", root=root, exit_code=1)
    assert "only fills the place of an answer" in done.output


def test_a_required_own_field_and_cell_want_an_answer(tmp_path: Path) -> None:
    root = tmp_path / "avtal"
    starter.write_starter(root, "samverkansplan")
    path = "municipalities/provby.yaml"
    edit(root, path, {"activity: Gemensam uppföljning": "activity: '-'"})
    assert [found.split()[1] for found in missing(root, "provby")] == ["missing-answer"]


def test_an_answer_may_be_short_and_have_the_words_of_a_gap_among_others() -> None:
    phrases = frozenset({"utses lokalt"})
    assert is_answer("7", phrases)
    assert is_answer("Utses lokalt av nämnden", phrases)
    assert is_answer("", phrases)
    assert not is_answer(" – ", phrases)


def test_an_empty_text_in_quotes_is_like_nothing_and_hides_no_other_gap(tmp_path: Path) -> None:
    root = tmp_path / "avtal"
    starter.write_starter(root)
    edit(
        root, OWN, {"paragraph: § 42": "paragraph: ''", "valid_from: 2021-09-01": 'valid_from: ""'}
    )
    edit(root, REGION, {"case_number: RS 2021-0457": "case_number: ' '"})
    codes = {found.split()[1] for found in missing(root)}
    assert codes == {"missing-decision", "missing-start"}


def test_an_empty_text_in_quotes_is_an_error_where_a_value_must_be(tmp_path: Path) -> None:
    root = tmp_path / "avtal"
    starter.write_starter(root)
    edit(root, OWN, {"seat: Folkhälsoutvecklare": "seat: ''"})
    done = run_cli("check", root=root, exit_code=1)
    assert "a text is expected here, and it is empty" in done.output
