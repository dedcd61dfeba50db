"""Any family: random parts and random fields, composed, rendered in each format, compared.

The build reads Word and PDF back and compares them with the tree, so a document that is rendered
says the same in each format.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreement_gen.build.compose import compose
from agreement_gen.build.directives import FIELD_DIRECTIVES
from agreement_gen.checks.rules import check
from agreement_gen.clock import stamp
from agreement_gen.document.diff import accept, redline, reject
from agreement_gen.document.tree import lines
from agreement_gen.formats.render import DocumentStyle, Origin, render
from tests.support.changes import compared
from tests.support.strategies import examples
from tests.support.workspaces import REPOSITORY, entry, load

assert FIELD_DIRECTIVES.keys() == {"table", "text"}, "place the new one in `_clause`"

STYLE = REPOSITORY / "examples/blank/templates/avtal"
WORDS = (
    "Fler rör på sig",
    "*inte* kursiv",
    "# ingen rubrik",
    "| a | b |",
    "::: table plan",
    "{{ region.name }}",
    "12 500 kr den 1 maj 2027",
    "Å, ä & ö <b>",
    "1. ingen lista",
    "snedstreck \\ och `kod`",
)
TEXTS = ("Ett stycke.", "Ett stycke\n\n- en *punkt*\n- **två**.\n", "1. ett\n2. två\n")
SCALARS = ("line", "date", "number", "money", "choice", "yes_no")
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "line": st.sampled_from(WORDS),
    "text": st.sampled_from(TEXTS),
    "date": st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2090, 1, 1)),
    "number": st.integers(0, 10**12),
    "money": st.integers(0, 10**12),
    "choice": st.sampled_from(("vår", "höst")),
    "yes_no": st.booleans(),
    "list": st.lists(st.sampled_from(WORDS), min_size=1, max_size=3),
}
KEYS = ("a", "schema", "copy", "items", "title", "fields", "json", "class")


@dataclass(frozen=True)
class Family:
    """A family's description and one agreement's values."""

    parts: dict[str, Any]
    fields: list[dict[str, Any]]
    values: dict[str, Any]
    clause: str


@st.composite
def families(draw: st.DrawFn) -> Family:
    keys = draw(st.lists(st.sampled_from(KEYS), max_size=4, unique=True))
    fields: list[dict[str, Any]] = []
    values: dict[str, Any] = {}
    clause = ["# Avsnitt", "Text."]
    for key in keys:
        kind = draw(st.sampled_from((*VALUES, "rows")))
        field: dict[str, Any] = {"key": key, "title": f"Fältet {key}", "type": kind}
        field["required"] = draw(st.booleans())
        if kind == "choice":
            field["choices"] = ["vår", "höst"]
        if kind == "rows":
            field |= _rows(draw)
            value = [_row(draw, field) for _ in range(draw(st.integers(0, 3)))]
        else:
            value = draw(st.one_of(st.none(), VALUES[kind]))
        if value is not None and draw(st.integers(0, 5)):
            values[key] = value
        fields.append(field)
        clause.append(_clause(key, kind))
    parts: dict[str, Any] = {"language": draw(st.sampled_from(("sv", "en", "sv-SE", "en-US")))}
    if draw(st.booleans()):
        parts["decisions"] = {
            "caption": "Beslut", "party": "Part", "body": "Organ", "date": "Datum",
            "paragraph": "Paragraf", "case_number": "Nummer", "missing": "Anges senare",
        }  # fmt: skip
        clause.append("::: decisions\n:::")
    if draw(st.booleans()):
        parts["steering_group"] = {
            "caption": "Grupp", "columns": ["Roll", "Vem"], "missing": "Utses",
            "joint": "lansgruppen", "roles": [{"key": "r", "title": "R", "mandatory": True}],
        }  # fmt: skip
        clause.append("::: steering-group\n:::")
    if draw(st.booleans()):
        clause.append("::: signatures\n:::")
    parts["terms"] = draw(
        st.sampled_from(
            (
                {"duration": "until_further_notice"},
                {"duration": "until_further_notice", "notice_months": 3, "revision_day": "10-31"},
                {"duration": "fixed_term", "term_months": 12},
                {"duration": "renewed_term", "term_months": 12, "renewal_months": 6},
            )
        )
    )
    return Family(parts, fields, values, "\n\n".join(clause) + "\n")


def _rows(draw: st.DrawFn) -> dict[str, Any]:
    columns: list[dict[str, Any]] = [{"key": "first", "title": "Vad", "required": True}]
    for number in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from(SCALARS))
        column: dict[str, Any] = {"key": f"c{number}", "title": f"Kolumn {number}", "type": kind}
        if kind == "choice":
            column["choices"] = ["vår", "höst"]
        if kind in {"number", "money"} and draw(st.booleans()):
            column["sum"] = True
        columns.append(column)
    if draw(st.booleans()):
        for column in columns:
            column["width"] = draw(st.integers(1, 5))
    found: dict[str, Any] = {"columns": columns}
    if any(column.get("sum") for column in columns):
        found["sum_title"] = "Summa"
    return found


def _row(draw: st.DrawFn, field: dict[str, Any]) -> dict[str, Any]:
    return {
        column["key"]: draw(st.one_of(st.none(), VALUES[column.get("type", "line")]))
        for column in field["columns"]
    }


def _clause(key: str, kind: str) -> str:
    """What places a field of a type in a clause."""
    match kind:
        case "rows":
            return f"::: table {key}\n:::"
        case "text":
            return f"::: text {key}\n:::"
        case "list":
            loop = f"{{% for one in fields.{key} %}}"
            return f"Lista:\n\n{loop}\n- {{{{ one }}}}\n{{% endfor %}}\n- sist"
        case "yes_no":
            return f"{{% if fields.{key} %}}\nJa.\n{{% endif %}}\nSvarat."
        case "date" | "money":
            return f"Värdet är {{{{ fields.{key} | {'day' if kind == 'date' else 'kr'} }}}}."
        case "number":
            return f"Värdet är {{{{ fields.{key} | number }}}}."
        case _:
            return f"Värdet är {{{{ fields.{key} }}}}."


def written(root: Path, family: Family) -> Path:
    """The workspace with one family and one agreement."""
    folder = root / "templates/avtal"
    (folder / "clauses").mkdir(parents=True)
    (root / "municipalities").mkdir()
    for name in ("agreement.css", "reference.docx"):
        (folder / name).write_bytes((STYLE / name).read_bytes())
    region = yaml.safe_load((STYLE.parents[1] / "region.yaml").read_text("utf-8"))
    region["joint_groups"] = {"lansgruppen": [{"role": "r", "seat": "En funktion"}]}
    del region["parties"]["region"]["signatory"]
    described = yaml.safe_load((STYLE / "family.yaml").read_text("utf-8"))
    described |= family.parts | {"fields": family.fields, "clauses": ["avsnitt"], "requires": []}
    agreement = {
        "municipality": "Provby",
        "legal_name": "Provby kommun",
        "code": "9911",
        "agreement": "avtal",
        "edition": "2026-01-01",
        "valid_from": "2026-02-01",
        "fields": family.values,
    }
    for path, data in (
        (root / "region.yaml", region),
        (folder / "family.yaml", described),
        (root / "municipalities/provby.yaml", agreement),
    ):
        text = yaml.dump(data, allow_unicode=True, sort_keys=False, width=10_000)
        # Dates are written without quotes, as a person does.
        path.write_text(text, encoding="utf-8")
    (folder / "clauses/avsnitt.md.j2").write_text(family.clause, encoding="utf-8")
    return root


@pytest.mark.slow
@settings(
    max_examples=examples(30),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(families())
def test_any_family_is_the_same_in_each_format_and_differs_in_nothing_from_itself(
    family: Family,
) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = written(Path(name), family)
        workspace = load(root)
        assert [str(found) for found in check(workspace)] == []
        one = entry(workspace, "provby")
        made = compose(workspace, one)
        document = made.document
        assert made.is_ready == (document.header_footer.draft is None)
        merged = redline(document, document)
        assert list(lines(accept(merged))) == list(lines(reject(merged))) == list(lines(document))
        assert not compared(root, root)
        standard = workspace.standards["avtal"]
        style = DocumentStyle(standard.css, standard.reference)
        rendered = render(
            document, style, ["pdf", "docx", "html", "txt"], Origin(stamp(dt.date(2026, 1, 1)))
        )
        assert len(rendered.files) == 4
