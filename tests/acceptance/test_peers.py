"""Each peer is shown a good and a bad file: a check that never fails verifies nothing."""

import zipfile
from importlib.resources import as_file, files
from pathlib import Path

import docx
import pytest
from weasyprint import HTML

from tests.support import peers

pytestmark = pytest.mark.peer

_SENTENCE = "Räksmörgås för 1 234 kronor"


def _write_pdf(path: Path, variant: str | None) -> Path:
    with as_file(files("font_source_sans_pro") / "files" / "SourceSansPro-Regular.ttf") as font:
        face = f"@font-face {{ font-family: S; src: url({font.as_uri()}) }}"
        style = f"<style>{face} body {{ font-family: S }}</style>"
        html = f"<html lang=sv><title>T</title>{style}<p>{_SENTENCE}</p></html>"
        HTML(string=html).write_pdf(path, pdf_variant=variant)
    return path


def _write_docx(path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph(_SENTENCE)
    document.save(str(path))
    return path


def _write_docx_with_forbidden_element(path: Path) -> Path:
    good = _write_docx(path.with_suffix(".good"))
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            member = source.read(name)
            if name == "word/document.xml":
                member = member.replace(b"<w:body>", b"<w:body><w:unheardOf/>", 1)
            target.writestr(name, member)
    return path


def test_verapdf_tells_valid_from_invalid(tmp_path: Path) -> None:
    tagged = _write_pdf(tmp_path / "märkt avtal.pdf", "pdf/a-2a")
    plain = _write_pdf(tmp_path / "plain.pdf", None)
    not_pdf = tmp_path / "not.pdf"
    not_pdf.write_text("no PDF at all", encoding="utf-8")

    faults = peers.verapdf([tagged, plain, not_pdf], "2a", "ua1")

    # PDF/A-2a is fulfilled; of PDF/UA-1 only its mark in the metadata is missing.
    assert [fault.partition(":")[0] for fault in faults[tagged]] == ["ua1 5-1"]
    assert any(fault.startswith("2a 6.7.3.3-1: StructTreeRoot") for fault in faults[plain])
    assert any(fault.startswith("ua1 ") for fault in faults[plain])
    assert [fault.split(":")[0] for fault in faults[not_pdf]] == [
        "2a not readable",
        "ua1 not readable",
    ]


def test_open_xml_sdk_tells_valid_from_invalid(tmp_path: Path) -> None:
    good = _write_docx(tmp_path / "avtal på svenska.docx")
    bad = _write_docx_with_forbidden_element(tmp_path / "bad.docx")
    not_word = tmp_path / "not.docx"
    not_word.write_text("no Word file at all", encoding="utf-8")

    errors = peers.ooxml_errors([good, bad, not_word])

    assert errors[good] == []
    assert len(errors[bad]) == 1
    assert errors[bad][0].startswith("/word/document.xml /w:document[1]/w:body[1]: ")
    assert "unheardOf" in errors[bad][0]
    assert errors[not_word] == ["File contains corrupted data."]


def test_libreoffice_converts_many_files_and_keeps_their_order(tmp_path: Path) -> None:
    first = _write_docx(tmp_path / "b.docx")
    second = _write_docx(tmp_path / "a å.docx")

    made = peers.libreoffice_convert([first, second], "pdf", tmp_path / "out")

    assert made == [tmp_path / "out" / "b.pdf", tmp_path / "out" / "a å.pdf"]
    assert [peers.pdf_text(pdf).strip() for pdf in made] == [_SENTENCE, _SENTENCE]


def test_libreoffice_that_writes_nothing_is_an_error(tmp_path: Path) -> None:
    stale = tmp_path / "broken.pdf"
    stale.write_bytes(b"left from an earlier run")
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04 and nothing more")

    with pytest.raises(AssertionError, match=r"did not write \['broken.pdf'\]"):
        peers.libreoffice_convert([broken], "pdf", tmp_path)


def test_libreoffice_is_not_asked_to_write_two_files_as_one(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="same stem"):
        peers.libreoffice_convert([tmp_path / "a.docx", tmp_path / "a.odt"], "pdf", tmp_path)


def test_poppler_reads_and_draws_each_page(tmp_path: Path) -> None:
    pdf = tmp_path / "two.pdf"
    HTML(string="<p>one</p><p style='break-before: page'>two</p>").write_pdf(pdf)

    assert [page.strip() for page in peers.pdf_text(pdf).split("\f")] == ["one", "two", ""]
    pages = peers.pdf_to_png(pdf, tmp_path / "png", dpi=30)
    assert [page.name for page in pages] == ["two-1.png", "two-2.png"]
    assert all(page.read_bytes().startswith(b"\x89PNG") for page in pages)


def test_poppler_on_a_broken_file_is_an_error(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_text("no PDF at all", encoding="utf-8")

    with pytest.raises(AssertionError, match=r"pdftotext .* ended with 1"):
        peers.pdf_text(broken)


def test_missing_program_skips_here_and_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no-such-program is not installed"):
        peers.require("no-such-program")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no-such-program is not installed"):
        peers.require("no-such-program")


@pytest.mark.parametrize(("ci", "outcome"), [("", {"skipped": 1}), ("true", {"failed": 1})])
def test_skip_of_a_peer_test_is_a_failure_in_ci(
    ci: str, outcome: dict[str, int], pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", ci)
    pytester.makeconftest(
        (Path(__file__).parent.parent / "conftest.py").read_text(encoding="utf-8")
    )
    pytester.makeini("[pytest]\nmarkers = peer: as in the project")
    pytester.makepyfile(
        "import pytest\n@pytest.mark.peer\ndef test_peer():\n    pytest.skip('no peer')\n"
    )

    pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(**outcome)
