"""A PDF whose text was changed after it was agreed fails; the genuine one holds."""

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

from agreement_gen.problems import InputError
from agreement_gen.signing.basis import find_basis
from agreement_gen.signing.findings import Verdict
from agreement_gen.signing.messages import (
    APPEARANCE_DIFFERS,
    ATTACHED,
    BROKEN,
    CERTIFICATE_UNTRUSTED,
    CHANGED_AFTER,
    CHANGED_UNSIGNED,
    FOREIGN_TEXT,
    PAGE_COVERED,
    SEALED,
    SOURCE_DIFFERS,
    TEXT_DIFFERS,
    ExtraKind,
)
from agreement_gen.signing.reading import parse_pdf
from agreement_gen.signing.signatures import certificates
from tests.support import signing_samples
from tests.support.signers import authority, sign, signer
from tests.support.verification import templates, texts, verified
from tests.support.workspaces import edit, small_workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from agreement_gen.messages import Template
    from agreement_gen.signing.findings import Verification
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


def built(root: Path, profile: SigningProfile = "paper", *, embed: bool = False) -> bytes:
    return signing_samples.built(root, profile, slug="alby", is_source_embedded=embed)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    root = small_workspace(tmp_path_factory.mktemp("attacks") / "workspace")
    return Files(root, built(root), built(root, "fields"), built(root, embed=True))


def checked(root: Path, data: bytes) -> Verification:
    return verified(root, data, TRUSTED)


def fails(result: Verification, template: Template, words: str = "") -> bool:
    """Whether something fails for a reason, in a sentence that has these words."""
    failed = texts(result, Verdict.FAILS)
    return any(text.template is template and words in str(text) for text in failed)


def adds_a_page(result: Verification) -> bool:
    """Whether it fails that a third page was added, by whomever."""
    return any("page 3 was added" in str(text) for text in texts(result, Verdict.FAILS))


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


def test_what_was_built_has_no_problems(files: Files) -> None:
    for data in (files.paper, files.fields, files.with_source):
        result = checked(files.root, data)
        assert not result.has_failed
        assert result.is_text_verified


def test_another_program_may_write_the_same_pages_anew(files: Files) -> None:
    result = checked(files.root, rewritten(files.paper, lambda _: None))
    assert not result.has_failed
    assert result.is_text_verified


@pytest.mark.parametrize("order", [("region", "municipality"), ("municipality", "region")])
def test_two_parties_sign_in_either_order(files: Files, order: tuple[str, str]) -> None:
    first, second = order
    once = sign(files.fields, ANNA, first)
    result = checked(files.root, sign(once, BO, second))
    assert not result.has_failed
    assert [(s.field, s.signer, s.is_intact, s.is_trusted) for s in result.signatures] == [
        (first, "Anna Exempel", True, True),
        (second, "Bo Exempel", True, True),
    ]
    assert [s.is_covering for s in result.signatures] == [False, True]


def test_a_text_changed_since_is_found_with_its_clause(files: Files, tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    edit(root, "municipalities/alby.yaml", {"Tio ledare": "Elva ledare"})
    signed = sign(built(root), ANNA, "Signature1")
    result = checked(files.root, signed)
    assert fails(result, TEXT_DIFFERS, "clause 2 (Åtagande)")
    assert fails(result, TEXT_DIFFERS, "«Elvaledare")
    assert not result.is_text_verified


def test_another_amount_is_found(files: Files, tmp_path: Path) -> None:
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
        "templates/samverkan/funding.yaml",
        {
            "published: {annual_amount_sek: 200000": "published: {annual_amount_sek: 190000",
            "published: {annual_amount_sek: 100000": "published: {annual_amount_sek: 110000",
        },
    )
    result = checked(files.root, built(root))
    assert fails(result, TEXT_DIFFERS, "190")


def test_a_file_that_claims_another_municipality_is_not_believed(files: Files) -> None:
    def claim(pdf: pikepdf.Pdf) -> None:
        packet = bytes(pdf.Root.Metadata.read_bytes())
        assert packet.count(b">alby<") == 1
        pdf.Root.Metadata = pikepdf.Stream(pdf, packet.replace(b">alby<", b">osby-a<"))

    result = checked(files.root, rewritten(files.paper, claim))
    assert fails(result, TEXT_DIFFERS)


def test_a_page_added_or_removed_is_found(files: Files) -> None:
    more = checked(files.root, rewritten(files.paper, add_page))
    assert adds_a_page(more)
    fewer = checked(files.root, rewritten(files.paper, lambda pdf: pdf.pages.__delitem__(0)))
    assert fails(fewer, TEXT_DIFFERS, "the title")


def test_a_page_added_after_signing_breaks_the_signature(files: Files) -> None:
    def append_page(writer: IncrementalPdfFileWriter) -> None:
        box = ArrayObject(map(NumberObject, (0, 0, 595, 842)))
        page = DictionaryObject(
            {NameObject("/Type"): NameObject("/Page"), NameObject("/MediaBox"): box}
        )  # type: ignore[no-untyped-call]
        writer.insert_page(page)  # type: ignore[no-untyped-call]

    signed = sign(files.fields, ANNA, "region")
    result = checked(files.root, appended(signed, append_page))
    assert fails(result, CHANGED_AFTER, "«region» by Anna Exempel")
    assert adds_a_page(result)


def test_a_service_vouches_for_its_page_only_if_it_is_trusted(files: Files) -> None:
    added = rewritten(files.paper, add_page)
    sealed = sign(added, SERVICE, "Signature1")
    assert adds_a_page(checked(files.root, sealed))
    result = verified(files.root, sealed, certificates(STRANGERS.pem, "service.pem"))
    assert not result.has_failed
    [note] = [text for text in texts(result, Verdict.NOTE) if text.template is SEALED]
    assert "page 3 was added" in str(note)


def test_a_party_does_not_vouch_for_an_added_page(files: Files) -> None:
    added = rewritten(files.fields, add_page)
    assert adds_a_page(checked(files.root, sign(added, ANNA, "region")))


def test_words_written_on_a_page_are_found(files: Files) -> None:
    font = b"BT /F9 12 Tf 100 100 Td (Dock 999 kr) Tj ET"

    def write(pdf: pikepdf.Pdf) -> None:
        fonts = pdf.pages[0].Resources.Font
        fonts.F9 = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        draw(font)(pdf)

    assert fails(checked(files.root, rewritten(files.paper, write)), FOREIGN_TEXT, "Dock999kr")


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
    written = checked(files.root, sign(rewritten(data, write), ANNA, field))
    assert fails(written, FOREIGN_TEXT, "Dock999kr")
    commented = checked(files.root, sign(rewritten(data, comment), ANNA, field))
    assert fails(commented, ExtraKind.ANNOTATION.value, "FreeText")


def test_a_covered_line_is_not_verified(files: Files) -> None:
    result = checked(files.root, rewritten(files.paper, draw(WHITE_BOX)))
    assert APPEARANCE_DIFFERS(pages="1") in texts(result, Verdict.UNVERIFIED)


def test_a_signature_that_covers_the_text_is_not_verified(files: Files) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(files.paper))
    append_signature_field(writer, SigFieldSpec("Big", on_page=0, box=(60, 300, 500, 700)))
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    result = checked(files.root, sign(out.getvalue(), ANNA, "Big"))
    [hidden] = [t for t in texts(result, Verdict.UNVERIFIED) if t.template is PAGE_COVERED]
    assert "page 1" in str(hidden)
    own_place = checked(files.root, sign(files.fields, ANNA, "region"))
    assert PAGE_COVERED not in templates(own_place, Verdict.UNVERIFIED)


def test_a_change_behind_the_last_signature_is_found(files: Files) -> None:
    signed = sign(sign(files.fields, ANNA, "region"), BO, "municipality")
    result = checked(files.root, appended(signed, cover_later))
    assert fails(result, CHANGED_AFTER, "«region» by Anna Exempel")
    assert fails(result, CHANGED_AFTER, "«municipality» by Bo Exempel")


def test_a_change_behind_an_unsigned_file_is_found(files: Files) -> None:
    assert fails(checked(files.root, appended(files.paper, cover_later)), CHANGED_UNSIGNED)


def test_a_byte_changed_inside_what_was_signed_breaks_the_signature(files: Files) -> None:
    signed = bytearray(sign(files.fields, ANNA, "region"))
    index = bytes(signed).index(b"%PDF-") + 7
    signed[index : index + 1] = b"6" if signed[index : index + 1] != b"6" else b"5"
    assert fails(checked(files.root, bytes(signed)), BROKEN)


def test_an_attachment_is_the_municipality_s_own_file(files: Files) -> None:
    swapped = rewritten(files.with_source, attach("alby.yaml", b"municipality: Alby\n"))
    assert fails(checked(files.root, swapped), SOURCE_DIFFERS, "alby.yaml")
    more = rewritten(files.with_source, attach("bilaga.txt", b"dessutom"))
    assert fails(checked(files.root, more), ATTACHED, "«bilaga.txt»")


def test_a_signature_of_a_stranger_is_not_trusted(files: Files) -> None:
    stranger = signer(STRANGERS, "Anna Exempel")
    result = checked(files.root, sign(files.fields, stranger, "region"))
    assert fails(result, CERTIFICATE_UNTRUSTED)


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
        parse_pdf(make(files.paper), "agreement.pdf")


@pytest.mark.parametrize("password", ["hemligt", ""])
def test_an_encrypted_file_is_refused(files: Files, password: str) -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(files.paper)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="ägare", user=password))
    with pytest.raises(InputError, match="encrypted"):
        parse_pdf(out.getvalue(), "agreement.pdf")


def test_a_foreign_pdf_is_of_no_agreement_here(files: Files) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        out = BytesIO()
        pdf.save(out)
    file = parse_pdf(out.getvalue(), "foreign.pdf")
    with pytest.raises(InputError, match=r"foreign\.pdf"):
        find_basis(files.root, file)
