"""What a signing service adds is accepted under its own seal, where the workspace allows it."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

import pikepdf
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from agreement_gen.problems import InputError
from agreement_gen.signing.basis import find_basis
from agreement_gen.signing.findings import Outcome, Verdict
from agreement_gen.signing.messages import (
    FOREIGN_TEXT,
    MARK_FOREIGN,
    MARKS_COVER,
    ORIGINAL_FAILS,
    ORIGINAL_HOLDS,
    PAGE_ADDED,
    SEALED,
    TOO_MANY_PAGES,
)
from agreement_gen.signing.reading import parse_pdf
from agreement_gen.signing.service import Seal, Service
from agreement_gen.signing.signatures import certificates
from agreement_gen.signing.verify import Expected, verify
from tests.support import forgeries
from tests.support.forgeries import forged
from tests.support.signers import authority, sign, signer
from tests.support.signing_samples import built, finished_workspace, opened, saved, with_page
from tests.support.verification import templates, texts

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.signing.findings import Verification

pytestmark = pytest.mark.slow

ROOT = authority("Tjänstens rot")
TRUST = certificates(ROOT.pem, "root.pem")
SERVICE = signer(ROOT, "Underskriftstjänsten")
ANNA = signer(ROOT, "Anna Ek")
MARGIN = (10.0, 300.0, 62.0, 560.0)
"""An area of each page that holds no text."""

NAMED = Service(TRUST, "Underskriftstjänsten", MARGIN, 1)


class Agreement(NamedTuple):
    """A workspace, its built file, and what a signed file is compared with."""

    workspace: Path
    data: bytes
    expected: Expected


@pytest.fixture(scope="module")
def agreement(tmp_path_factory: pytest.TempPathFactory) -> Agreement:
    workspace = finished_workspace(tmp_path_factory.mktemp("service") / "workspace")
    data = built(workspace, "service")
    expected = find_basis(workspace, parse_pdf(data, "built.pdf")).expected
    return Agreement(workspace, data, replace(expected, service=NAMED))


def checked(agreement: Agreement, data: bytes, service: Service | None = NAMED) -> Verification:
    expected = replace(agreement.expected, service=service)
    return verify(parse_pdf(data, "file.pdf"), expected)


def stamped(data: bytes, x: int = 15, y: int = 400, text: str = "Anna Ek") -> bytes:
    """A stamp drawn on each page, as a service draws it."""
    with opened(data) as pdf:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        for page in pdf.pages:
            page.add_resource(font, pikepdf.Name.Font, pikepdf.Name("/Stamp"))
            drawn = f"q {x} {y} 40 20 re S BT /Stamp 6 Tf {x + 2} {y + 6} Td ({text}) Tj ET Q"
            page.contents_add(pikepdf.Stream(pdf, drawn.encode("latin-1")))
        return saved(pdf)


def sealed_visibly(data: bytes, box: tuple[int, int, int, int]) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(data))
    append_signature_field(writer, SigFieldSpec("Seal", on_page=0, box=box))
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return sign(out.getvalue(), SERVICE, "Seal")


def test_a_mark_in_its_area_is_accepted_under_the_services_seal(agreement: Agreement) -> None:
    result = checked(agreement, sign(stamped(agreement.data), SERVICE, "Seal"))
    assert texts(result, Verdict.FAILS) == []
    assert result.outcome is Outcome.PROVED
    pages = len(parse_pdf(agreement.data, "built.pdf").pages)
    assert [text.template for text in texts(result, Verdict.NOTE)].count(SEALED) == pages


def test_a_mark_that_the_service_did_not_seal_fails(agreement: Agreement) -> None:
    for data in (stamped(agreement.data), sign(stamped(agreement.data), ANNA, "Seal")):
        result = checked(agreement, data)
        assert FOREIGN_TEXT in templates(result, Verdict.FAILS)
    other = replace(NAMED, trust=certificates(authority("En annan rot").pem, "other.pem"))
    stranger = checked(agreement, sign(stamped(agreement.data), SERVICE, "Seal"), other)
    assert FOREIGN_TEXT in templates(stranger, Verdict.FAILS)


def test_a_mark_outside_its_area_fails_whoever_sealed_it(agreement: Agreement) -> None:
    result = checked(agreement, sign(stamped(agreement.data, x=300), SERVICE, "Seal"))
    assert FOREIGN_TEXT in templates(result, Verdict.FAILS)


def test_letters_outside_the_area_are_no_mark(agreement: Agreement) -> None:
    both = stamped(stamped(agreement.data), x=300, text="999 000 kronor")
    result = checked(agreement, sign(both, SERVICE, "Seal"))
    assert FOREIGN_TEXT in templates(result, Verdict.FAILS)


def test_a_mark_where_there_is_text_may_cover_it(agreement: Agreement) -> None:
    everywhere = replace(NAMED, area=(0.0, 0.0, 595.0, 842.0))
    result = checked(agreement, sign(stamped(agreement.data, x=300), SERVICE, "Seal"), everywhere)
    assert MARKS_COVER in templates(result, Verdict.UNVERIFIED)
    assert result.outcome is Outcome.UNPROVED


def test_a_visible_seal_is_accepted_in_its_area_only(agreement: Agreement) -> None:
    inside = checked(agreement, sealed_visibly(agreement.data, (12, 310, 60, 340)))
    assert inside.outcome is Outcome.PROVED
    assert SEALED in templates(inside, Verdict.NOTE)
    outside = checked(agreement, sealed_visibly(agreement.data, (300, 310, 360, 340)))
    assert MARK_FOREIGN in templates(outside, Verdict.FAILS)


def test_the_service_adds_no_more_pages_than_it_may(agreement: Agreement) -> None:
    one = checked(agreement, sign(with_page(agreement.data), SERVICE, "Seal"))
    assert one.outcome is Outcome.PROVED
    two = checked(agreement, sign(with_page(with_page(agreement.data)), SERVICE, "Seal"))
    assert [text.template for text in texts(two, Verdict.FAILS)] == [TOO_MANY_PAGES]
    nobody = checked(agreement, with_page(agreement.data))
    assert [text.template for text in texts(nobody, Verdict.FAILS)] == [PAGE_ADDED]


def test_who_signed_for_a_party_seals_nothing(agreement: Agreement) -> None:
    data = built(agreement.workspace, "fields")
    expected = find_basis(agreement.workspace, parse_pdf(data, "built.pdf")).expected
    # The party's own certificate is issued in the service's name.
    signed = sign(sign(with_page(data), SERVICE, "region"), SERVICE, "Seal")
    for service in (NAMED, None):
        result = verify(parse_pdf(signed, "file.pdf"), replace(expected, service=service), TRUST)
        assert result.outcome is Outcome.FAILS
    other = sign(sign(with_page(data), ANNA, "region"), SERVICE, "Seal")
    result = verify(parse_pdf(other, "file.pdf"), replace(expected, service=NAMED), TRUST)
    assert texts(result, Verdict.FAILS) == []


def test_the_services_seal_need_not_be_trusted_twice(agreement: Agreement) -> None:
    province = authority("Provinsens utfärdare")
    trust = certificates(province.pem, "root.pem")
    signed = sign(sign(agreement.data, signer(province, "Bo Alm"), "Bo"), SERVICE, "Seal")
    result = verify(parse_pdf(signed, "file.pdf"), agreement.expected, trust)
    assert texts(result, Verdict.FAILS) == []
    unnamed = replace(agreement.expected, service=None)
    assert verify(parse_pdf(signed, "file.pdf"), unnamed, trust).outcome is Outcome.FAILS


def test_an_attached_original_is_verified_itself(agreement: Agreement) -> None:
    def attaching(original: bytes) -> bytes:
        with opened(agreement.data) as pdf:
            pdf.attachments["original.pdf"] = original
            return saved(pdf)

    good = checked(agreement, attaching(agreement.data))
    assert ORIGINAL_HOLDS(name="original.pdf") in texts(good, Verdict.HOLDS)
    assert texts(good, Verdict.FAILS) == []
    bad = checked(agreement, attaching(forged(agreement.data, forgeries.title)))
    assert [text.template for text in texts(bad, Verdict.FAILS)] == [ORIGINAL_FAILS]
    broken = checked(agreement, attaching(b"%PDF-1.7 hej"))
    assert [text.template for text in texts(broken, Verdict.FAILS)] == [ORIGINAL_FAILS]


def test_the_workspace_names_its_service(tmp_path: Path) -> None:
    workspace = finished_workspace(tmp_path / "workspace")
    region = workspace / "region.yaml"
    text = region.read_text(encoding="utf-8")
    service = (
        "signing_service:\n  root: service.pem\n  certificate: Underskriftstjänsten\n"
        "  marks: {left_mm: 0, right_mm: 25, bottom_mm: 100, top_mm: 200}\n  added_pages: 2\n"
    )
    region.write_text(f"{text}\n{service}", encoding="utf-8")
    data = built(workspace, "service")
    with pytest.raises(InputError, match=r"region\.yaml.*service\.pem"):
        find_basis(workspace, parse_pdf(data, "built.pdf"))
    (workspace / "service.pem").write_bytes(ROOT.pem)
    found = find_basis(workspace, parse_pdf(data, "built.pdf")).expected.service
    assert found is not None
    assert (found.name, found.added_pages) == ("Underskriftstjänsten", 2)
    assert found.area is not None
    assert [round(edge) for edge in found.area] == [0, 283, 71, 567]


def test_a_seal_allows_what_is_wholly_in_its_area() -> None:
    seal = Seal(("Tjänsten",), (0, 0, 100, 100))
    assert seal.allows((10, 10, 90, 100))
    assert not seal.allows((10, 10, 110, 20))
    assert not Seal((), (0, 0, 100, 100)).allows((10, 10, 20, 20))
    assert not Seal(("Tjänsten",)).allows((10, 10, 20, 20))
