"""What the parties decided, and in which capacity a person signs, is in the agreement."""

from __future__ import annotations

import json
import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest

from agreement_gen.build.build import Options, build
from agreement_gen.build.compose import CASE_NUMBER_SLOT, compose
from agreement_gen.document.tree import Signatures, Table, lines, text_of
from tests.support.workspaces import REPOSITORY, edit, entry, load, repository_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.document.tree import Block, Document

EXAMPLE = REPOSITORY / "examples" / "exempelbygden"
VETLANDA = "municipalities/vetlanda.yaml"
NO_DECISION = "decision: {body: null, date: null, paragraph: null, case_number: null}"


def blocks(document: Document) -> list[Block]:
    return [block for clause in document.clauses for block in clause.blocks]


def decisions(document: Document) -> list[list[str]]:
    [table] = [b for b in blocks(document) if isinstance(b, Table) and b.kind == "decisions"]
    return [[text_of(cell) for cell in row.cells] for row in table.rows]


def composed(root: Path, slug: str) -> Document:
    workspace = load(root)
    return compose(workspace, entry(workspace, slug)).document


def test_body_date_paragraph_and_case_number_of_each_party_are_shown_by_party() -> None:
    rows = decisions(composed(EXAMPLE, "exempelby"))
    assert [row[0] for row in rows] == ["Region Exempelbygden", "Exempelby kommun"]
    assert rows[1][1:] == ["Kultur- och fritidsnämnden", "2021-06-10", "§\u00a042", "KFN 2021-0023"]
    assert all(cell != "Anges senare" for row in rows for cell in row)


def test_what_is_not_decided_is_shown_as_missing(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path)
    assert decisions(composed(root, "vetlanda"))[1] == ["Vetlanda kommun", *["Anges senare"] * 4]


def test_another_party_can_have_a_case_number_of_this_agreement(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path)
    path = root / VETLANDA
    path.write_text(
        path.read_text("utf-8") + "case_numbers: {region: RJL 2026/7}\n", encoding="utf-8"
    )
    assert decisions(composed(root, "vetlanda"))[0][-1] == "RJL 2026/7"
    assert decisions(composed(root, "aneby"))[0][-1] == "Anges senare"


def test_every_page_names_the_municipality_the_case_numbers_and_the_edition() -> None:
    header = composed(EXAMPLE, "exempelby").header_footer
    assert header.lines(2, 6) == (
        "Hälsocenter i Exempelbygds län · Exempelby kommun",
        "Utgåva 2020-12-22 · Sida 2 (6)",
        "Diarienummer, Region Exempelbygden: RS\u00a02021-0457",
        "Diarienummer, Exempelby kommun: KFN\u00a02021-0023",
    )


def test_a_draft_has_a_slot_for_each_case_number_that_is_not_known() -> None:
    document = composed(REPOSITORY, "vetlanda")
    assert [line.text for line in document.header_footer.case_numbers] == [
        f"Diarienummer, Region Jönköpings län: {CASE_NUMBER_SLOT}",
        f"Diarienummer, Vetlanda kommun: {CASE_NUMBER_SLOT}",
    ]
    assert document.metadata.keywords == (), "a slot is no keyword"


def test_the_only_days_are_those_of_the_edition_and_the_decisions() -> None:
    document = composed(EXAMPLE, "exempelby")
    text = "\n".join((*document.header_footer.lines(1, 1), *lines(document)))
    assert set(re.findall(r"\d{4}-\d\d-\d\d", text)) == {"2020-12-22", "2021-05-18", "2021-06-10"}


def test_files_and_sidecar_carry_each_partys_decision_and_case_number(tmp_path: Path) -> None:
    workspace = load(EXAMPLE)
    chosen = [entry(workspace, "exempelby")]
    build(workspace, chosen, tmp_path / "output", Options(jobs=1))
    name = "overenskommelse-halsocenter-exempelby"
    with pikepdf.open(tmp_path / "output" / f"{name}.pdf") as pdf:
        xmp = pdf.Root.Metadata.read_bytes().decode("utf-8")
        keywords = str(pdf.docinfo["/Keywords"])
    with zipfile.ZipFile(BytesIO((tmp_path / "output" / f"{name}.docx").read_bytes())) as word:
        custom = word.read("docProps/custom.xml").decode("utf-8")
    facts = {
        "region_decision_body": "Regionstyrelsen",
        "region_decision_date": "2021-05-18",
        "region_decision_paragraph": "§ 117",
        "region_case_number": "RS 2021-0457",
        "municipality_decision_body": "Kultur- och fritidsnämnden",
        "municipality_decision_date": "2021-06-10",
        "municipality_decision_paragraph": "§ 42",
        "municipality_case_number": "KFN 2021-0023",
    }
    for key, value in facts.items():
        assert re.search(rf"<[\w:]*{key}>{value}<", xmp), key
        assert re.search(rf'name="{key}"[^>]*><vt:lpwstr>{value}<', custom), key
    assert "RS\u00a02021-0457" in keywords
    assert "KFN\u00a02021-0023" in keywords
    about = json.loads((tmp_path / "output" / f"{name}.json").read_text(encoding="utf-8"))
    assert [
        {key: party[key] for key in party if key not in {"name"}} for party in about["parties"]
    ] == [
        {
            "organisation_number": number,
            **{
                key.removeprefix(f"{party}_"): value
                for key, value in facts.items()
                if key.startswith(f"{party}_")
            },
        }
        for party, number in (("region", "999999-0006"), ("municipality", "999999-0014"))
    ]


def test_a_draft_carries_only_what_is_known(tmp_path: Path) -> None:
    workspace = load(REPOSITORY)
    build(workspace, [entry(workspace, "vetlanda")], tmp_path / "output", Options(("pdf",), jobs=1))
    with pikepdf.open(tmp_path / "output" / "overenskommelse-halsocenter-vetlanda.pdf") as pdf:
        xmp = pdf.Root.Metadata.read_bytes().decode("utf-8")
    assert "fingerprint" in xmp
    assert "case_number" not in xmp
    assert "decision" not in xmp


def test_a_deputy_signs_in_the_deputys_capacity_and_with_the_delegation(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path)
    signatory = (
        "signatory: {title: Fritidschef, name: N N, acting_as: Tillförordnad fritidschef, "
        "delegation: delegationsordningen 4.2}"
    )
    edit(root, VETLANDA, {"signatory: {title: Fritidschef, name: null}": signatory})
    [signatures] = [b for b in blocks(composed(root, "vetlanda")) if isinstance(b, Signatures)]
    details = [text_of(runs) for runs in signatures.signatures[1].details]
    assert details[:2] == ["Tillförordnad fritidschef", "Enligt delegationsordningen 4.2"]


@pytest.mark.parametrize(("language", "words"), [("sv-SE", "Enligt"), ("en-GB", "Under")])
def test_a_family_without_words_for_a_delegation_has_those_of_its_language(
    language: str, words: str, tmp_path: Path
) -> None:
    root = repository_workspace(tmp_path)
    changes = {"language: sv-SE": f"language: {language}", "delegation_label: Enligt\n": ""}
    edit(root, "templates/halsocenter/family.yaml", changes)
    signatory = "signatory: {title: Fritidschef, name: N N, delegation: Delegation 4.2}"
    edit(root, VETLANDA, {"signatory: {title: Fritidschef, name: null}": signatory})
    [signatures] = [b for b in blocks(composed(root, "vetlanda")) if isinstance(b, Signatures)]
    assert text_of(signatures.signatures[1].details[1]) == f"{words} Delegation 4.2"


def test_the_opening_names_the_parties_with_their_numbers() -> None:
    [opening] = [
        text_of(block.runs)
        for block in composed(EXAMPLE, "exempelby").clauses[0].blocks[:1]
        if hasattr(block, "runs")
    ]
    assert "organisationsnummer 999999-0006, nedan kallad Regionen" in opening
    assert "organisationsnummer 999999-0014, nedan kallad Kommunen" in opening


def test_a_value_that_the_family_requires_is_named_although_no_text_inserts_it(
    tmp_path: Path,
) -> None:
    root = repository_workspace(tmp_path)
    family = "templates/halsocenter/family.yaml"
    values = "required_values: [valid_from, terms.term_months]\n"
    edit(root, family, {"\nrequires: [": f"\n{values}requires: ["})
    workspace = load(root)
    missing = compose(workspace, entry(workspace, "vetlanda")).missing
    named = {dict(p.values)["name"]: p.location.file for p in missing if p.code == "missing-value"}
    assert named == {"valid_from": VETLANDA, "terms.term_months": family}
