"""The funding table, the invoice basis and the register, from the repository's own files."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from agreement_gen.cli import group
from agreement_gen.document.tree import Table, lines, text_of
from agreement_gen.funding.table import as_data, funding_table
from agreement_gen.invoicing.document import document, invoice_for, kronor, mixed
from agreement_gen.invoicing.files import files, reckon
from agreement_gen.invoicing.template import load_words
from agreement_gen.lifecycle.register import register
from agreement_gen.problems import InputError
from agreement_gen.workspace.tree import DiskTree
from tests.lifecycle.test_revise import FIGURES
from tests.support.peers import ooxml_errors, pdf_text, verapdf
from tests.support.workspaces import edit, entry, load, repository_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.document.tree import Document

ON = dt.date(2022, 1, 1)
MADE = dt.datetime(2021, 12, 31, tzinfo=dt.UTC)


def with_index(root: Path) -> Path:
    repository_workspace(root)
    changes = {"  figures: []\n": FIGURES, "funding:\n": "funding:\n  price_year: 2021\n"}
    edit(root, "region.yaml", changes)
    return root


def invoice_document(root: Path, slug: str, year: int) -> Document:
    workspace = load(root)
    found = invoice_for(workspace, entry(workspace, slug), year)
    assert found is not None
    return document(workspace, found, load_words(DiskTree(root), "halsocenter"))


def cells(tree: Document, kind: str) -> list[list[str]]:
    tables = [b for clause in tree.clauses for b in clause.blocks if isinstance(b, Table)]
    [table] = [table for table in tables if table.kind == kind]
    return [[text_of(cell).replace("\xa0", " ") for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize(("slug", "ore"), [("jonkoping", 110_000_000), ("vetlanda", 15_366_667)])
def test_the_first_year_is_invoiced_by_months_of_service(
    tmp_path: Path, slug: str, ore: int
) -> None:
    root = repository_workspace(tmp_path)
    workspace = load(root)
    found = invoice_for(workspace, entry(workspace, slug), 2021)
    assert found is not None
    assert found.basis.amount_ore == ore


def test_the_document_shows_each_step(tmp_path: Path) -> None:
    tree = invoice_document(repository_workspace(tmp_path), "vetlanda", 2021)
    assert cells(tree, "invoice-steps") == [
        ["Avtalat årsbelopp", "", "461 000 kr"],
        ["Betalda månader", "", "4"],
        ["Del av årsbeloppet", "461 000 kr × 4 / 12", "153 666 + 2/3 kr"],
        ["Belopp att fakturera", "avrundat till hela ören, halva uppåt", "153 666,67 kr"],
    ]
    months = cells(tree, "invoice-months")
    assert months[7] == ["augusti", "1", "0", "31", "0"]
    assert months[8] == ["september", "1", "30", "30", "1"]
    text = "\n".join(lines(tree)).replace("\xa0", " ")
    assert "Vetlanda kommun fakturerar Region Jönköpings län 153 666,67 kr för år 2021." in text


def test_two_posts_share_the_amount_by_their_degrees(tmp_path: Path) -> None:
    rows = cells(
        invoice_document(repository_workspace(tmp_path), "jonkoping", 2021), "invoice-posts"
    )
    assert [row[4:] for row in rows] == [
        ["100", "10", "5 + 5/9", "611 111,11"],
        ["80", "10", "4 + 4/9", "488 888,89"],
        ["", "", "10", "1 100 000,00"],
    ]


def test_a_vacancy_and_a_planned_degree_are_counted(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path)
    post = (
        "  - starts: 2021-09-01\n    degree_percent: 100\n"
        "    vacancies: [{starts: 2021-10-01, ends: 2021-10-31}]\nplanned_degree_percent: 200\n"
    )
    edit(
        root,
        "municipalities/vetlanda.yaml",
        {"  - {starts: 2021-09-01, degree_percent: 100}\n": post},
    )
    tree = invoice_document(root, "vetlanda", 2021)
    assert cells(tree, "invoice-steps")[-1][-1] == "57 625,00 kr"  # 461 000 × 3/2 / 12
    assert cells(tree, "invoice-posts")[0][3] == "2021-10-01–2021-10-31"


def test_a_vacancy_outside_its_post_is_told_with_its_place(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path)
    post = "  - {starts: 2021-09-01, vacancies: [{starts: 2020-01-01}]}\n"
    edit(
        root,
        "municipalities/vetlanda.yaml",
        {"  - {starts: 2021-09-01, degree_percent: 100}\n": post},
    )
    workspace = load(root)
    with pytest.raises(InputError, match=r"vetlanda\.yaml:12:5: error: a vacancy from 2020-01-01"):
        invoice_for(workspace, entry(workspace, "vetlanda"), 2021)


def test_another_year_is_raised_by_the_index_and_shown(tmp_path: Path) -> None:
    tree = invoice_document(with_index(tmp_path), "vetlanda", 2023)
    assert cells(tree, "invoice-steps")[:2] == [
        ["Avtalat årsbelopp, 2021 års nivå", "", "461 000 kr"],
        [
            "Årsbelopp uppräknat till 2023 års nivå",
            "461 000 kr × 107,1 / 100, avrundat till närmaste 1 000 kr, halva uppåt",
            "494 000 kr",
        ],
    ]


def test_a_year_beyond_the_index_is_an_error(tmp_path: Path) -> None:
    workspace = load(with_index(tmp_path))
    with pytest.raises(InputError, match="no figure for 2024"):
        reckon(workspace, workspace.entries, 2024)


def test_a_municipality_without_posts_is_told_apart(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path)
    output = tmp_path / "out"
    result = CliRunner().invoke(
        group,
        [
            "-C",
            str(root),
            "invoice",
            "2021",
            "Habo",
            "Vetlanda",
            "--to",
            "csv,xlsx",
            "--output",
            str(output),
        ],
    )
    assert result.exit_code == 0, result.output
    assert "Habo      not yet invoiceable: no posts" in result.stdout
    assert "Vetlanda     153\xa0666,67\xa0kr" in result.stdout
    assert "for which year the agreed amounts hold" in result.stderr
    assert sorted(path.name for path in output.iterdir()) == [
        "fakturaunderlag-2021-manader.csv",
        "fakturaunderlag-2021.csv",
        "fakturaunderlag-2021.xlsx",
    ]
    text = (output / "fakturaunderlag-2021.csv").read_bytes().decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text), delimiter=";")
    assert row["Kommunens belopp att fakturera (kr)"] == "153666,67"
    assert row["I tjänst (månader)"] == "4 mån"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(4), "4"),
        (Fraction(2, 3), "2/3"),
        (Fraction(461000, 3), "153 666 + 2/3"),
        (Fraction(0), "0"),
    ],
)
def test_an_exact_number_is_written_out(value: Fraction, shown: str) -> None:
    assert mixed(value).replace("\xa0", " ") == shown


def test_ore_are_written_with_two_decimals() -> None:
    assert kronor(5).replace("\xa0", " ") == "0,05 kr"


@pytest.mark.peer
def test_the_invoice_files_say_the_same_and_are_valid(tmp_path: Path) -> None:
    workspace = load(repository_workspace(tmp_path))
    invoices, _, _ = reckon(workspace, workspace.entries, 2021)
    made = files(workspace, DiskTree(tmp_path), invoices, ("pdf", "docx", "xlsx"), 2021, MADE)
    assert made == files(
        workspace, DiskTree(tmp_path), invoices, ("pdf", "docx", "xlsx"), 2021, MADE
    )
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
    pdfs = [tmp_path / name for name in made if name.endswith(".pdf")]
    others = [tmp_path / name for name in made if not name.endswith(".pdf")]
    assert verapdf(pdfs, "2a", "ua1") == {path: [] for path in pdfs}
    assert ooxml_errors(others) == {path: [] for path in others}
    assert "153 666,67 kr" in pdf_text(
        tmp_path / "fakturaunderlag-halsocenter-2021-vetlanda.pdf"
    ).replace("\xa0", " ")


def test_the_table_shows_published_and_computed_sums(tmp_path: Path) -> None:
    workspace = load(repository_workspace(tmp_path))
    table = funding_table(workspace, workspace.standards["halsocenter"])
    found = {line["title"]: line for line in as_data(table)["lines"]}
    assert found["Summa Norra"]["published"]["coach_hours"] == 92
    assert found["Summa Norra"]["computed"]["coach_hours"] == 91
    assert found["Totalsumma"]["computed"]["annual_amount_sek"] == 4_999_000
    assert found["Avsatt belopp"]["published"] == {"annual_amount_sek": 5_000_000}
    assert len(table.differences) == 9
    assert all(is_accepted for _, is_accepted in table.differences)


def test_a_year_of_the_index_raises_each_row_and_sums_them(tmp_path: Path) -> None:
    workspace = load(with_index(tmp_path))
    table = funding_table(workspace, workspace.standards["halsocenter"], 2023)
    raised = {line.title: line.raised_sek or 0 for line in table.lines}
    assert raised["Vetlanda"] == 494_000  # 493 731
    groups = [group.sum_title for group in workspace.region.record.funding.groups]
    assert raised["Totalsumma"] == sum(raised[title] for title in groups) == 5_355_000
    assert "index 2023: 107.1 (Invented, 2022-10-01)" in table.index


@pytest.mark.parametrize("form", ["text", "csv", "json", "xlsx"])
def test_the_funding_command_writes_each_form(tmp_path: Path, form: str) -> None:
    root = repository_workspace(tmp_path)
    result = CliRunner().invoke(group, ["-C", str(root), "funding", "--format", form])
    assert result.exit_code == 0, result.output
    data = result.stdout_bytes
    if form == "xlsx":
        from openpyxl import load_workbook

        rows = list(load_workbook(io.BytesIO(data)).worksheets[0].values)
        assert rows[1][:3] == ("Höglandet", "Aneby", 120000)
    elif form == "json":
        assert json.loads(data)[0]["lines"][0]["published"]["annual_amount_sek"] == 120000
    elif form == "csv":
        assert "Höglandet;Aneby;120000;8;2;6" in data.decode("utf-8-sig")
    else:
        assert "Sävsjö                         201000                13 (sum 14)" in data.decode()


def test_the_register_tells_parties_decisions_and_deviations(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path)
    family = root / "templates" / "halsocenter" / "family.yaml"
    allowed = "overridable: {terms: [notice_months]}\n"
    family.write_text(family.read_text(encoding="utf-8") + allowed, encoding="utf-8")
    edit(
        root,
        "municipalities/vetlanda.yaml",
        {
            "decision: {body: null, date: null": "decision: {body: Nämnden, date: 2021-02-03",
            "valid_from:\n": "valid_from: 2021-06-01\n"
            "overrides: {terms: {notice_months: {value: 6, reason: Beslut i nämnden}}}\n",
        },
    )
    workspace = load(root)
    standard = workspace.standards["halsocenter"].family.record
    [row] = register(workspace, [entry(workspace, "vetlanda")], ON)
    assert row.annual_amount_sek == 461_000
    assert [party.name for party in row.parties] == ["Region Jönköpings län", "Vetlanda kommun"]
    assert row.parties[1].decision.date == dt.date(2021, 2, 3)
    months = standard.terms.notice_months
    told = f"Uppsägningstid (månader): 6 i stället för {months} (Beslut i nämnden)"
    assert row.deviations == (told,)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "pdf", "docx"])
def test_the_register_is_written_in_each_form(tmp_path: Path, form: str) -> None:
    root, out = repository_workspace(tmp_path), tmp_path / "register"
    call = [
        "-C",
        str(root),
        "register",
        "--format",
        form,
        "--on",
        "2022-01-01",
        "--output",
        str(out),
    ]
    result = CliRunner().invoke(group, call)
    assert result.exit_code == 0, result.output
    first = out.read_bytes()
    assert CliRunner().invoke(group, call).exit_code == 0
    assert out.read_bytes() == first
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(first.decode("utf-8-sig")), delimiter=";"))
        assert len(rows) == 13
        assert rows[0]["Kommunkod"] == "0604"
        assert all(row["Läge"] == "utkast" for row in rows)
    elif form == "json":
        assert json.loads(first)[-1]["municipality"] == "Vetlanda"
    elif form == "pdf":
        assert first.startswith(b"%PDF")
    else:
        assert first.startswith(b"PK")


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_register_of_nothing_is_refused(tmp_path: Path, form: str) -> None:
    root = repository_workspace(tmp_path)
    for file in (root / "municipalities").iterdir():
        file.unlink()
    call = ["-C", str(root), "register", "--format", form, "--output", str(tmp_path / "out")]
    result = CliRunner().invoke(group, call)
    assert result.exit_code == 1
    assert "there is no agreement to list" in result.stderr
