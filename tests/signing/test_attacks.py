"""A PDF that somebody made say something else than what was agreed is told from the true one."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from agreement_gen.build.build import Options, build
from agreement_gen.problems import InputError
from agreement_gen.signing.basis import find_basis
from agreement_gen.signing.signatures import certificates
from agreement_gen.signing.verify import open_file, verify
from tests.support.signers import authority, sign, signer
from tests.support.workspaces import edit, entry, load, small_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from agreement_gen.signing.findings import Verdict, Verification
    from agreement_gen.workspace.model import SigningProfile

pytestmark = pytest.mark.slow

PROVINCE = authority("Provinsens utfärdare")
STRANGERS = authority("En annan utfärdare")
ANNA = signer(PROVINCE, "Anna Exempel")
BO = signer(PROVINCE, "Bo Exempel")
SERVICE = signer(STRANGERS, "Underskriftstjänsten")
TRUSTED = certificates(PROVINCE.pem, "root.pem")

WHITE_BOX = b"q 1 1 1 rg 60 300 400 300 re f Q"


class Files(NamedTuple):
    """A workspace with its agreement built in three ways."""

    root: Path
    paper: bytes
    fields: bytes
    with_source: bytes


def built(root: Path, profile: SigningProfile | None = None, *, embed: bool = False) -> bytes:
    workspace = load(root)
    options = Options(formats=("pdf",), jobs=1, force=True, signing=profile, embed_source=embed)
    build(workspace, [entry(workspace, "alby")], root / "output", options)
    [pdf] = (root / "output").glob("*-alby.pdf")
    return pdf.read_bytes()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    root = small_workspace(tmp_path_factory.mktemp("attacks") / "workspace")
    return Files(root, built(root), built(root, "fields"), built(root, embed=True))


def judged(root: Path, data: bytes) -> Verification:
    file = open_file(data, "agreement.pdf")
    return verify(data, find_basis(root, file).expected, TRUSTED, "agreement.pdf")


def said(result: Verification, state: Verdict) -> Iterator[str]:
    return (finding.message for finding in result.findings if finding.state == state)


def fails(result: Verification, words: str) -> bool:
    return result.has_failed and any(words in message for message in said(result, "fails"))


def rewritten(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """The file written anew by another program, as somebody without a key would change it."""
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def appended(data: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The file with a change behind its end, so that every byte before it stays."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    change(writer)
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def draw(content: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].contents_add(pikepdf.Stream(pdf, content))

    return change


def cover_later(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    box = writer.add_object(StreamObject(stream_data=WHITE_BOX))
    page["/Contents"] = ArrayObject([page.raw_get("/Contents"), box])
    writer.update_container(page)


def add_page(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page()


def attach(name: str, data: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data, filename=name)  # type: ignore[call-arg]

    return change


def test_nothing_speaks_against_what_was_built(files: Files) -> None:
    for data in (files.paper, files.fields, files.with_source):
        result = judged(files.root, data)
        assert not result.has_failed
        assert result.is_text_proved


def test_another_program_may_write_the_same_pages_anew(files: Files) -> None:
    result = judged(files.root, rewritten(files.paper, lambda _: None))
    assert not result.has_failed
    assert result.is_text_proved


@pytest.mark.parametrize("order", [("region", "municipality"), ("municipality", "region")])
def test_two_parties_sign_in_either_order(files: Files, order: tuple[str, str]) -> None:
    first, second = order
    once = sign(files.fields, ANNA, first)
    result = judged(files.root, sign(once, BO, second))
    assert not result.has_failed
    assert [(s.field, s.signer, s.is_intact, s.is_trusted) for s in result.signatures] == [
        (first, "Anna Exempel", True, True),
        (second, "Bo Exempel", True, True),
    ]
    assert [s.is_covering for s in result.signatures] == [False, True]


def test_a_text_changed_since_is_told_with_its_clause(files: Files, tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    edit(root, "municipalities/alby.yaml", {"Tio ledare": "Elva ledare"})
    signed = sign(built(root), ANNA, "Signature1")
    result = judged(files.root, signed)
    assert fails(result, "clause 2 (Åtagande)")
    assert fails(result, "«Elvaledare")
    assert not result.is_text_proved


def test_another_amount_is_told(files: Files, tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    edit(
        root, "municipalities/alby.yaml", {"annual_amount_sek: 200000": "annual_amount_sek: 190000"}
    )
    edit(
        root,
        "municipalities/osby-a.yaml",
        {"annual_amount_sek: 100000": "annual_amount_sek: 110000"},
    )
    edit(
        root,
        "region.yaml",
        {
            "published: {annual_amount_sek: 200000": "published: {annual_amount_sek: 190000",
            "published: {annual_amount_sek: 100000": "published: {annual_amount_sek: 110000",
        },
    )
    result = judged(files.root, built(root))
    assert fails(result, "the text is not that of the workspace")
    assert fails(result, "190")


def test_a_file_that_claims_another_municipality_is_not_believed(files: Files) -> None:
    def claim(pdf: pikepdf.Pdf) -> None:
        packet = bytes(pdf.Root.Metadata.read_bytes())
        assert packet.count(b">alby<") == 1
        pdf.Root.Metadata = pikepdf.Stream(pdf, packet.replace(b">alby<", b">osby-a<"))

    result = judged(files.root, rewritten(files.paper, claim))
    assert fails(result, "the text is not that of the workspace")


def test_a_page_added_or_taken_away_is_told(files: Files) -> None:
    more = judged(files.root, rewritten(files.paper, add_page))
    assert fails(more, "page 3 was added")
    fewer = judged(files.root, rewritten(files.paper, lambda pdf: pdf.pages.__delitem__(0)))
    assert fails(fewer, "the title")


def test_a_page_added_after_signing_breaks_the_signature(files: Files) -> None:
    def append_page(writer: IncrementalPdfFileWriter) -> None:
        box = ArrayObject(map(NumberObject, (0, 0, 595, 842)))
        page = DictionaryObject(
            {NameObject("/Type"): NameObject("/Page"), NameObject("/MediaBox"): box}
        )  # type: ignore[no-untyped-call]
        writer.insert_page(page)  # type: ignore[no-untyped-call]

    signed = sign(files.fields, ANNA, "region")
    result = judged(files.root, appended(signed, append_page))
    assert fails(result, "«region» by Anna Exempel: the file was changed after it")
    assert fails(result, "page 3 was added")


def test_a_service_vouches_for_its_page_only_if_it_is_trusted(files: Files) -> None:
    added = rewritten(files.paper, add_page)
    sealed = sign(added, SERVICE, "Signature1")
    assert fails(judged(files.root, sealed), "page 3 was added")
    expected = find_basis(files.root, open_file(sealed, "f.pdf")).expected
    trust = certificates(STRANGERS.pem, "service.pem")
    result = verify(sealed, expected, trust)
    assert not result.has_failed
    assert any("page 3 was added" in message for message in said(result, "note"))


def test_a_party_does_not_vouch_for_an_added_page(files: Files) -> None:
    added = rewritten(files.fields, add_page)
    assert fails(judged(files.root, sign(added, ANNA, "region")), "page 3 was added")


def test_words_written_on_a_page_are_told(files: Files) -> None:
    font = b"BT /F9 12 Tf 100 100 Td (Dock 999 kr) Tj ET"

    def write(pdf: pikepdf.Pdf) -> None:
        fonts = pdf.pages[0].Resources.Font
        fonts.F9 = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        draw(font)(pdf)

    assert fails(judged(files.root, rewritten(files.paper, write)), "Dock999kr")


@pytest.mark.parametrize("field", ["Signature1", "municipality"])
def test_no_trusted_signer_vouches_for_words_on_the_agreement_s_own_pages(
    files: Files, field: str
) -> None:
    def write(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.Font.F9 = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        draw(b"BT /F9 12 Tf 100 100 Td (Dock 999 kr) Tj ET")(pdf)

    def comment(pdf: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.FreeText,
            Rect=[100, 100, 300, 130],
            Contents="Dock 999 kr",
        )
        pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(note)])

    data = files.paper if field == "Signature1" else files.fields
    assert fails(judged(files.root, sign(rewritten(data, write), ANNA, field)), "Dock999kr")
    assert fails(judged(files.root, sign(rewritten(data, comment), ANNA, field)), "FreeText")


def test_a_covered_line_is_not_proved(files: Files) -> None:
    result = judged(files.root, rewritten(files.paper, draw(WHITE_BOX)))
    assert any("drawn otherwise: 1" in message for message in said(result, "unproved"))


def test_a_signature_that_covers_the_text_is_not_proved(files: Files) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(files.paper))
    append_signature_field(writer, SigFieldSpec("Big", on_page=0, box=(60, 300, 500, 700)))
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    result = judged(files.root, sign(out.getvalue(), ANNA, "Big"))
    hidden = [message for message in said(result, "unproved") if "stands over" in message]
    assert len(hidden) == 1
    assert "page 1" in hidden[0]
    own_place = judged(files.root, sign(files.fields, ANNA, "region"))
    assert not any("stands over" in message for message in said(own_place, "unproved"))


def test_a_change_behind_the_last_signature_is_told(files: Files) -> None:
    signed = sign(sign(files.fields, ANNA, "region"), BO, "municipality")
    result = judged(files.root, appended(signed, cover_later))
    assert fails(result, "«region» by Anna Exempel: the file was changed after it")
    assert fails(result, "«municipality» by Bo Exempel: the file was changed after it")


def test_a_change_behind_an_unsigned_file_is_told(files: Files) -> None:
    assert fails(judged(files.root, appended(files.paper, cover_later)), "nobody signed that")


def test_a_byte_changed_inside_what_was_signed_breaks_the_signature(files: Files) -> None:
    signed = bytearray(sign(files.fields, ANNA, "region"))
    place = bytes(signed).index(b"%PDF-") + 7
    signed[place : place + 1] = b"6" if signed[place : place + 1] != b"6" else b"5"
    assert fails(judged(files.root, bytes(signed)), "it is broken")


def test_an_attachment_is_the_municipality_s_own_file(files: Files) -> None:
    swapped = rewritten(files.with_source, attach("alby.yaml", b"municipality: Alby\n"))
    assert fails(judged(files.root, swapped), "alby.yaml is not that of the workspace")
    more = rewritten(files.with_source, attach("bilaga.txt", b"dessutom"))
    assert fails(judged(files.root, more), "«bilaga.txt»")


def test_a_signature_of_a_stranger_is_not_trusted(files: Files) -> None:
    stranger = signer(STRANGERS, "Anna Exempel")
    result = judged(files.root, sign(files.fields, stranger, "region"))
    assert fails(result, "does not come from any")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda _: b"", "the file is empty"),
        (lambda _: b"Hej, vi ses i morgon.", "not a PDF"),
        (lambda pdf: pdf[: len(pdf) // 2], "damaged or cut off"),
        (lambda pdf: pdf[:-10], "damaged or cut off"),
    ],
    ids=["empty", "no PDF", "half", "end missing"],
)
def test_a_file_that_cannot_be_read_is_named(
    files: Files, make: Callable[[bytes], bytes], words: str
) -> None:
    with pytest.raises(InputError, match=rf"agreement\.pdf: error: .*{re.escape(words)}"):
        open_file(make(files.paper), "agreement.pdf")


@pytest.mark.parametrize("password", ["hemligt", ""])
def test_an_encrypted_file_is_refused(files: Files, password: str) -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(files.paper)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="ägare", user=password))
    with pytest.raises(InputError, match="encrypted"):
        open_file(out.getvalue(), "agreement.pdf")


def test_a_foreign_pdf_is_of_no_agreement_here(files: Files) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        out = BytesIO()
        pdf.save(out)
    file = open_file(out.getvalue(), "foreign.pdf")
    with pytest.raises(InputError, match=r"foreign\.pdf"):
        find_basis(files.root, file)
