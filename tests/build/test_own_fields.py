"""A family's own fields in the agreement: values, texts, rows as a table, and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from agreement_gen.build.compose import compose
from agreement_gen.checks.rules import check
from agreement_gen.document.tree import Table, lines, text_of
from agreement_gen.problems import InputError
from tests.build.test_compose import check_golden
from tests.support.outline import outline
from tests.support.workspaces import CASES, edit, entry, load, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.build.compose import Composed

FAMILY = "templates/samverkan/family.yaml"
CLAUSE = "templates/samverkan/clauses/mal.md.j2"
ALBY = "municipalities/alby.yaml"


def fields_workspace(root: Path) -> Path:
    return small_workspace(root, CASES / "fields")


def composed(root: Path, slug: str = "alby") -> Composed:
    workspace = load(root)
    return compose(workspace, entry(workspace, slug))


def text_in(made: Composed) -> str:
    return "\n".join(lines(made.document)).replace("\u00a0", " ")


def table(made: Composed) -> Table:
    blocks = made.document.clauses[0].blocks
    return next(block for block in blocks if isinstance(block, Table))


def cells(made: Composed) -> list[list[str]]:
    return [
        [text_of(cell).replace("\u00a0", " ") for cell in row.cells] for row in table(made).rows
    ]


def problems(made: Composed) -> dict[str, str]:
    """The codes and messages of what is missing, by place."""
    return {
        f"{p.location.file.rpartition('/')[2]}:{p.location.line}": f"{p.code}: {p.message}"
        for p in made.missing
    }


def test_golden_tree_of_every_type_of_field(tmp_path: Path) -> None:
    root = fields_workspace(tmp_path)
    assert check(load(root)) == ()
    check_golden(outline(composed(root).document), "fields")


def test_values_are_written_as_the_language_writes_them(tmp_path: Path) -> None:
    root = fields_workspace(tmp_path)
    assert "Insatsen är 125 000 kr och hallarna är 1 200." in text_in(composed(root))
    assert cells(composed(root))[0] == [
        "Prova på-dag", "Kommunen", "1 maj 2024", "2", "15 000 kr", "vår", "Ja",
    ]  # fmt: skip
    edit(root, FAMILY, {"language: sv-SE": "language: en"})
    assert "Insatsen är SEK 125,000 och hallarna är 1,200." in text_in(composed(root))
    assert cells(composed(root))[0] == [
        "Prova på-dag", "Kommunen", "1 May 2024", "2", "SEK 15,000", "vår", "Yes",
    ]  # fmt: skip


def test_a_row_of_sums_adds_up_the_columns_that_are_to_be(tmp_path: Path) -> None:
    made = composed(fields_workspace(tmp_path))
    assert table(made).rows[-1].role == "total"
    assert cells(made)[-1] == ["Summa", "", "", "12", "55 000 kr", "", ""]
    assert [column.align for column in table(made).columns].count("end") == 2


def test_a_cell_that_may_be_empty_is_a_dash_and_one_that_may_not_is_open(tmp_path: Path) -> None:
    root = fields_workspace(tmp_path)
    assert cells(composed(root))[1] == [
        "Ledarutbildning", "Förbundet", "–", "10", "40 000 kr", "–", "–",
    ]  # fmt: skip
    edit(root, ALBY, {"Ledarutbildning, by: Förbundet": "Ledarutbildning, by: "})
    made = composed(root)
    assert cells(made)[1][1] == "……"
    assert [*problems(made).values()] == [
        "missing-cell: row 2 of `plan` has nothing under Ansvarig"
    ]


def test_a_value_cannot_change_the_structure_around_it(tmp_path: Path) -> None:
    root = fields_workspace(tmp_path)
    hostile = "# *x* [y](#mal) {{ region.name }} ::: signatures | a | b"
    edit(root, ALBY, {"Fritidskontoret *dagtid*": f"'{hostile}'", "Prova på-dag": f"'{hostile}'"})
    text = text_in(composed(root))
    assert f"Kontakt tas med {hostile}, på nivån hög." in text
    assert f"\n{hostile}\nKommunen\n" in text
    assert f"• {hostile}, 1 av 2" in text


def test_what_is_required_is_missing_also_where_no_text_uses_it(tmp_path: Path) -> None:
    root = fields_workspace(tmp_path)
    (root / CLAUSE).write_text("# Mål\n\nPlanen gäller.\n", encoding="utf-8")
    assert composed(root).is_ready
    edit(root, ALBY, {"  budget: 125000\n": "  budget:\n"})
    assert problems(composed(root)) == {
        "alby.yaml:28": "missing-field: the field `budget` (Insats) is not filled in"
    }
    # Without any of the fields, each is named where they would be.
    text = (root / ALBY).read_text(encoding="utf-8")
    (root / ALBY).write_text(text[: text.index("fields:")], encoding="utf-8")
    made = composed(root)
    assert [p.code for p in made.missing] == ["missing-field"] * 3
    assert made.document.header_footer.draft == "UTKAST"


def test_what_the_text_uses_and_is_empty_makes_a_draft_that_names_it(tmp_path: Path) -> None:
    root = fields_workspace(tmp_path)
    assert composed(root).is_ready
    edit(root, ALBY, {"  contact: Fritidskontoret *dagtid*\n": "  contact:\n"})
    assert problems(composed(root)) == {
        "alby.yaml:20": "missing-value: the text inserts `fields.contact`, which is not given"
    }
    text = (root / ALBY).read_text(encoding="utf-8")
    start = text.index("  aims:")
    kept = text[:start] + text[text.index("  decided:") : text.index("  plan:")]
    (root / ALBY).write_text(kept, encoding="utf-8")
    made = composed(root)
    assert {p.message.split("`")[1] for p in made.missing} == {"fields.contact", "aims", "plan"}
    # The draft shows where the rows and the text are to be.
    assert cells(made) == [["……"] * 7]


def test_a_field_with_no_value_that_no_text_needs_holds_nothing_up(tmp_path: Path) -> None:
    root = fields_workspace(tmp_path)
    edit(
        root,
        CLAUSE,
        {"med {{ fields.contact }}": "{% if fields.contact %}med {{ fields.contact }}{% endif %}"},
    )
    edit(root, ALBY, {"  contact: Fritidskontoret *dagtid*\n": ""})
    assert composed(root).is_ready


def test_false_is_a_value_and_not_an_empty_one(tmp_path: Path) -> None:
    root = fields_workspace(tmp_path)
    edit(root, FAMILY, {"schema, title: Enligt ett schema, type: yes_no": (
        "schema, title: Enligt ett schema, type: yes_no, required: true")})  # fmt: skip
    assert composed(root).is_ready


@pytest.mark.parametrize(
    ("clause", "message"),
    [
        ("::: table plann\n:::\n", "the family has no field `plann` of type rows"),
        ("::: table aims\n:::\n", "the family has no field `aims` of type rows"),
        ("::: text plan\n:::\n", "the family has no field `plan` of type text"),
        ("::: table\n:::\n", "the family has no field `` of type rows"),
        ("{{ fields.plan }}\n", "`fields.plan` is a list, which cannot be inserted as it is"),
        ("{{ fields.unknown }}\n", "there is no `fields.unknown` to insert"),
    ],
)
def test_what_a_clause_cannot_place_is_reported_at_its_line(
    tmp_path: Path, clause: str, message: str
) -> None:
    root = fields_workspace(tmp_path)
    (root / CLAUSE).write_text(f"# Mål\n\n{clause}", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        composed(root)
    [found] = raised.value.problems
    assert (found.location.file, found.location.line) == (CLAUSE, 3)
    assert message in found.message


def test_a_text_goes_no_further_than_a_local_text(tmp_path: Path) -> None:
    root = fields_workspace(tmp_path)
    edit(root, ALBY, {"    Fler ska röra *på sig*:\n": "    ## Rubrik\n"})
    found = check(load(root))
    assert [(p.code, p.location.line) for p in found] == [("markup", 22)]
    with pytest.raises(InputError):
        composed(root)


@pytest.mark.parametrize("empty", ["~", "null", "''", ""])
def test_an_empty_text_is_an_empty_place_however_it_is_written(tmp_path: Path, empty: str) -> None:
    root = fields_workspace(tmp_path)
    text = (root / ALBY).read_text(encoding="utf-8")
    start, end = text.index("  aims:"), text.index("  decided:")
    (root / ALBY).write_text(f"{text[:start]}  aims: {empty}\n{text[end:]}", encoding="utf-8")
    made = composed(root)
    assert "aims" in {p.message.split("`")[1] for p in made.missing}
    written = text_in(made)
    assert "~" not in written
    assert "null" not in written


@pytest.mark.parametrize("character", ["\u200b", "\u202e", "\u00ad"])
def test_nothing_hidden_comes_in_with_a_field(tmp_path: Path, character: str) -> None:
    root = fields_workspace(tmp_path)
    edit(root, ALBY, {"Ledarutbildning": f"Ledar{character}utbildning"})
    with pytest.raises(InputError) as raised:
        load_all(root)
    assert "U+" in str(raised.value.problems[0].message)


def load_all(root: Path) -> None:
    found = check(load(root))
    if found:
        raise InputError(found)
