"""Building: whole files or none, only what is stale, the same bytes everywhere."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest

from agreement_gen.build.build import Options, PartlyBuiltError, build
from agreement_gen.build.compose import compose
from agreement_gen.clock import stamp
from agreement_gen.document.tree import fold, lines
from agreement_gen.formats.docx.reader import docx_lines
from agreement_gen.formats.pdf.reader import pdf_text
from agreement_gen.formats.render import DocumentStyle, Origin, RenderFailure, render
from agreement_gen.problems import InputError
from tests.support.workspaces import edit, entry, load, repository_workspace, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.build.build import Built

ONE_PROCESS = Options(jobs=1)


def built(root: Path, *slugs: str, options: Options = ONE_PROCESS) -> dict[str, Built]:
    workspace = load(root)
    entries = [e for e in workspace.entries if not slugs or e.slug in slugs]
    rows = build(workspace, entries, root / "output", options)
    return {row.municipality: row for row in rows}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def manifest(root: Path) -> list[dict[str, Any]]:
    rows = json.loads((root / "output/manifest.json").read_text(encoding="utf-8"))["agreements"]
    assert isinstance(rows, list)
    return rows


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = small_workspace(tmp_path_factory.mktemp("finished"))
    built(root)
    return root


def test_files_have_names_that_can_be_sent(finished: Path) -> None:
    assert sorted(contents(finished / "output")) == [
        "manifest.json",
        "samverkansplan-alby.docx",
        "samverkansplan-alby.json",
        "samverkansplan-alby.pdf",
        "samverkansplan-osby-a.docx",
        "samverkansplan-osby-a.json",
        "samverkansplan-osby-a.pdf",
    ]


def test_the_manifest_holds_state_hashes_and_what_is_missing(finished: Path) -> None:
    alby, osby = manifest(finished)
    assert (alby["state"], alby["missing"], alby["edition"]) == ("ready", [], "2024-01-15")
    assert osby["state"] == "draft"
    assert osby["missing"][0] == {
        "file": "municipalities/osby-a.yaml",
        "line": 9,
        "message": "the local text `halls` is not written",
    }
    for row in (alby, osby):
        assert row["pages"] >= 1
        for file in row["files"]:
            data = (finished / "output" / file["name"]).read_bytes()
            assert file["sha256"] == hashlib.sha256(data).hexdigest()
            assert file["bytes"] == len(data)


def test_nothing_is_rendered_twice_until_something_changes(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    assert not any(row.was_fresh for row in built(root).values())
    assert all(row.was_fresh for row in built(root).values())
    edit(root, "municipalities/alby.yaml", {"seat: Fritidskontoret": "seat: Kontoret"})
    assert {n: row.was_fresh for n, row in built(root).items()} == {"Alby": False, "Ösby Å": True}
    (root / "output/samverkansplan-osby-a.pdf").write_bytes(b"changed by hand")
    assert {n: row.was_fresh for n, row in built(root).items()} == {"Alby": True, "Ösby Å": False}


def test_a_change_of_another_municipalitys_amount_makes_all_stale(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    built(root)
    edit(root, "municipalities/alby.yaml", {"hours_per_week: 12": "hours_per_week: 13"})
    edit(
        root,
        "templates/samverkan/funding.yaml",
        {
            "hours_per_week: 12}": "hours_per_week: 13}",
            "hours_per_week: 18}": "hours_per_week: 19}",
        },
    )
    assert not any(row.was_fresh for row in built(root).values())


def test_a_fault_leaves_the_files_of_its_agreement_unchanged(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    built(root)
    before = contents(root / "output")
    edit(root, "municipalities/alby.yaml", {"seat: Fritidskontoret": "seat: Kontoret"})
    edit(root, "municipalities/osby-a.yaml", {"  leaders:": "  leaders: Här 漢字"})
    with pytest.raises(InputError, match="漢"):
        built(root)
    after = contents(root / "output")
    changed = {name for name in before if after[name] != before[name]}
    assert {name for name in changed if "osby" in name} == set()
    assert {name for name in changed if "alby" in name} != set()
    assert set(after) == set(before)


def test_who_has_not_followed_a_revision_holds_up_nobody_else(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    edit(root, "municipalities/osby-a.yaml", {"edition: 2024-01-15": "edition: 2022-01-15"})
    options = Options(formats=("txt",), jobs=1)
    assert built(root, "alby", options=options)["Alby"].state == "ready"
    with pytest.raises(InputError, match="follows edition 2022-01-15"):
        built(root, options=options)


def test_a_bad_style_sheet_fails_the_build(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    css = root / "templates/samverkan/agreement.css"
    css.write_text(css.read_text(encoding="utf-8") + "\np { colour: red }\n", encoding="utf-8")
    with pytest.raises(InputError, match="colour"):
        built(root, "alby")
    assert not (root / "output").exists()


def test_formats_are_chosen_and_old_ones_of_another_text_are_removed(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    built(root, "alby", options=Options(formats=("pdf", "docx", "html", "txt"), jobs=1))
    edit(root, "municipalities/alby.yaml", {"seat: Fritidskontoret": "seat: Kontoret"})
    built(root, "alby", options=Options(formats=("txt",), jobs=1))
    assert sorted(contents(root / "output")) == ["manifest.json", "samverkansplan-alby.txt"]
    assert "Kontoret" in (root / "output/samverkansplan-alby.txt").read_text(encoding="utf-8")


def test_formats_of_one_text_add_up(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    built(root, "alby", options=Options(formats=("docx",), jobs=1))
    built(root, "alby", options=Options(formats=("txt",), jobs=1))
    [row] = manifest(root)
    assert [f["name"] for f in row["files"]] == [
        "samverkansplan-alby.docx",
        "samverkansplan-alby.txt",
    ]


def test_a_municipality_that_is_gone_takes_its_files_along(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    options = Options(formats=("txt",), jobs=1)
    built(root, options=options)
    (root / "output/anteckning.txt").write_text("mine")
    (root / "municipalities/osby-a.yaml").unlink()
    edit(
        root,
        "templates/samverkan/funding.yaml",
        {
            "{annual_amount_sek: 100000, hours_per_week: 6}": (
                "{annual_amount_sek: 0, hours_per_week: 0}"
            ),
            "{annual_amount_sek: 300000, hours_per_week: 18}": (
                "{annual_amount_sek: 200000, hours_per_week: 12}"
            ),
            "set_aside_sek: 300000": "set_aside_sek: 200000",
        },
    )
    built(root, options=options)
    assert sorted(contents(root / "output")) == [
        "anteckning.txt",
        "manifest.json",
        "samverkansplan-alby.txt",
    ]


def test_word_pdf_and_tree_hold_the_same_text(finished: Path) -> None:
    workspace = load(finished)
    for own in workspace.entries:
        expected = fold("".join(lines(compose(workspace, own).document)))
        stem = finished / f"output/samverkansplan-{own.slug}"
        assert fold("".join(docx_lines(stem.with_suffix(".docx").read_bytes()))) == expected
        assert fold(pdf_text(stem.with_suffix(".pdf").read_bytes())) == expected


@pytest.mark.usefixtures("any_style")
def test_a_text_that_the_renderer_drops_fails_the_build(tmp_path: Path) -> None:
    """A style sheet can hide a sentence; the text read back from the PDF shows it."""
    workspace = load(small_workspace(tmp_path))
    standard = workspace.standards["samverkan"]
    document = compose(workspace, entry(workspace, "alby")).document
    created = stamp(standard.family.record.edition)
    css = standard.css + "\n#atagande > p { display: none }\n"
    with pytest.raises(RenderFailure, match=r"clause 2 \(Åtagande\)"):
        render(document, DocumentStyle(css, standard.reference), ("pdf",), Origin(created))


def test_source_date_epoch_is_honoured_and_nothing_else_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = small_workspace(tmp_path)
    built(root, "alby")
    first = contents(root / "output")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    built(root, "alby")
    second = contents(root / "output")
    pdf = pypdfium2.PdfDocument(second["samverkansplan-alby.pdf"])
    assert pdf.get_metadata_value("CreationDate").startswith("D:20231114221320")
    pdf.close()
    assert first["samverkansplan-alby.docx"] != second["samverkansplan-alby.docx"]


def test_a_bad_source_date_epoch_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(InputError, match="SOURCE_DATE_EPOCH"):
        built(small_workspace(tmp_path))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["aneby", "vetlanda"])
def test_same_input_same_bytes_anywhere(name: str, tmp_path: Path) -> None:
    """Two processes with other folders, time zones, locales and hash seeds."""
    outputs = []
    for folder, zone, lang, seed in (
        ("a", "UTC", "C", "0"),
        ("mapp med å", "Pacific/Kiritimati", "sv_SE.UTF-8", "4711"),
    ):
        root = repository_workspace(tmp_path / folder)
        command = [
            sys.executable,
            "-m",
            "agreement_gen",
            "build",
            name,
            "--to",
            "pdf,docx,html,txt",
        ]
        environment = {**os.environ, "TZ": zone, "LANG": lang, "LC_ALL": lang}
        environment |= {"PYTHONHASHSEED": seed, "HOME": str(root)}
        subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True)
        outputs.append(contents(root / "output"))
    assert len(outputs[0]) == 6
    assert outputs[0] == outputs[1]


def test_many_processes_give_the_bytes_of_one(finished: Path, tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    built(root, options=Options(jobs=2))
    assert contents(root / "output") == contents(finished / "output")


PDF = "samverkansplan-alby.pdf"
ALBY = "municipalities/alby.yaml"


def signed_pdf(root: Path, more: bytes = b"") -> bytes:
    """Build Alby's PDF, sign it in its place, and record that; gives its bytes."""
    built(root, "alby", options=Options(("pdf",), jobs=1))
    data = (root / "output" / PDF).read_bytes() + more
    (root / "output" / PDF).write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    with (root / ALBY).open("a", encoding="utf-8") as file:
        file.write(f'signed: {{date: 2026-05-18, edition: 2024-01-15, sha256: "{digest}"}}\n')
    return data


@pytest.mark.parametrize("more", [b"", b"% signed"], ids=["on paper", "in its place"])
def test_no_build_takes_away_the_file_that_was_signed(tmp_path: Path, more: bytes) -> None:
    """An edited text removed the PDF that the workspace records as the signed original."""
    root = small_workspace(tmp_path)
    data = signed_pdf(root, more)
    edit(root, ALBY, {"Tio ledare": "Elva ledare"})
    built(root, "alby", options=Options(("docx",), jobs=1))
    assert (root / "output" / PDF).read_bytes() == data
    assert (root / "output" / PDF).with_suffix(".json").is_file()
    with pytest.raises(PartlyBuiltError) as raised:
        built(root, options=Options(("pdf",), jobs=1))
    assert [found.code for found in raised.value.problems] == ["signed-in-the-way"]
    assert [row.municipality for row in raised.value.built] == ["Ösby Å"]
    assert (root / "output" / PDF).read_bytes() == data
    (root / "output" / PDF).rename(root / PDF)
    assert not built(root, "alby", options=Options(("pdf",), jobs=1))["Alby"].was_fresh


def test_a_file_that_was_signed_in_its_place_is_up_to_date(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    data = signed_pdf(root, b"% signed")
    assert built(root, "alby", options=Options(("pdf",), jobs=1))["Alby"].was_fresh
    assert (root / "output" / PDF).read_bytes() == data
