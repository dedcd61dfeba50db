"""Each way of signing gives the file that it needs, and signing leaves it valid."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from agreement_gen.build.compose import compose
from agreement_gen.document.tree import Document, Signatures
from tests.support.pdf_samples import rendered
from tests.support.peers import verapdf
from tests.support.signers import Authority, authority, sign, signer
from tests.support.signing_samples import built, finished_workspace, opened
from tests.support.workspaces import entry, load

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.workspace.model import SigningProfile

PARTIES = ("region", "municipality")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return finished_workspace(tmp_path_factory.mktemp("signing") / "workspace")


@pytest.fixture(scope="module")
def root() -> Authority:
    return authority("Roten")


def composed(workspace: Path, signing: SigningProfile, slug: str = "exempelby") -> Document:
    loaded = load(workspace)
    return compose(loaded, entry(loaded, slug), signing=signing).document


def signature_block(document: Document) -> Signatures:
    [block] = [b for c in document.clauses for b in c.blocks if isinstance(b, Signatures)]
    return block


@pytest.mark.peer
@pytest.mark.parametrize("is_source_embedded", [False, True])
def test_a_file_stays_valid_through_both_signatures_in_any_order(
    workspace: Path, root: Authority, tmp_path: Path, *, is_source_embedded: bool
) -> None:
    files: dict[str, bytes] = {}
    empty = built(workspace, "fields", is_source_embedded=is_source_embedded)
    files["fields"] = empty
    for first, second in (PARTIES, PARTIES[::-1]):
        files[f"{first}-1"] = sign(empty, signer(root, "Anna Ek"), first)
        files[f"{first}-2"] = sign(files[f"{first}-1"], signer(root, "Bo Alm"), second)
    for profile in ("service", "paper"):
        plain = built(workspace, profile, is_source_embedded=is_source_embedded)
        files[profile] = plain
        files[f"{profile}-1"] = sign(plain, signer(root, "Tjänsten"), "Stämpel")
        files[f"{profile}-2"] = sign(files[f"{profile}-1"], signer(root, "Bo Alm"), "Andra")
    paths = [tmp_path / f"{name}.pdf" for name in files]
    for path, data in zip(paths, files.values(), strict=True):
        path.write_bytes(data)
    level: Any = "3a" if is_source_embedded else "2a"
    assert verapdf(paths, level, "ua1") == {path: [] for path in paths}


@pytest.mark.parametrize("profile", ["paper", "service"])
def test_without_fields_there_is_no_form_and_no_encryption(
    workspace: Path, profile: SigningProfile
) -> None:
    with opened(built(workspace, profile)) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert not pdf.is_encrypted


def test_each_party_has_an_empty_field_on_its_line(workspace: Path) -> None:
    with opened(built(workspace, "fields")) as pdf:
        fields = list(pdf.Root.AcroForm.Fields)
        assert [str(field.T) for field in fields] == list(PARTIES)
        assert [str(field.TU) for field in fields] == [
            "För Region Exempelbygden: Namn",
            "För Exempelby kommun: Namn",
        ]
        last = pdf.pages[-1]
        assert all("/V" not in field and last.obj == field.P for field in fields)
        left, right = ([float(n) for n in field.Rect] for field in fields)
        assert left[2] < right[0]
        assert left[1] == right[1]
        for x1, y1, x2, y2 in (left, right):
            assert 100 < x2 - x1 < 300
            assert 15 < y2 - y1 < 60
        assert last.obj.Tabs == "/S"


def test_a_field_locks_itself_and_all_but_the_other_signatures(workspace: Path) -> None:
    with opened(built(workspace, "fields")) as pdf:
        for field in pdf.Root.AcroForm.Fields:
            assert field.Lock.Action == "/Include"
            assert [str(name) for name in field.Lock.Fields] == [str(field.T)]
            assert field.Lock.P == 2


def test_a_field_stands_in_the_structure_under_its_party(workspace: Path) -> None:
    with opened(built(workspace, "fields")) as pdf:
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        for field in pdf.Root.AcroForm.Fields:
            element = parents[int(field.StructParent)]
            assert isinstance(element, pikepdf.Object)
            assert element.S == "/Form"
            assert element.K.Obj == field
            party = element.P.P.P
            assert party.S == "/Div"
            assert any(kid == element.P for line in party.K for kid in line.get("/K", []))


def test_the_same_input_gives_the_same_fields(workspace: Path) -> None:
    assert built(workspace, "fields") == built(workspace, "fields")


def test_what_a_signature_says_itself_has_no_line(workspace: Path) -> None:
    labels = {
        profile: [
            line.label for line in signature_block(composed(workspace, profile)).signatures[0].lines
        ]
        for profile in ("paper", "service", "fields")
    }
    assert labels == {
        "paper": ["Ort och datum", "Namn", "Förtydligande"],
        "service": ["Förtydligande"],
        "fields": ["Namn", "Förtydligande"],
    }


def test_a_draft_has_nothing_to_sign_in(workspace: Path) -> None:
    draft = composed(workspace, "fields", "provsjo")
    assert draft.header_footer.draft is not None
    with opened(rendered(draft)) as pdf:
        assert "/AcroForm" not in pdf.Root


def test_a_service_finds_room_for_its_stamp(workspace: Path) -> None:
    import pypdfium2

    # However far down the last page the signatures come, four centimetres stay free below them.
    document = composed(workspace, "service")
    paragraphs = document.clauses[0].blocks[:1]
    for number in range(0, 24, 3):
        clause = replace(document.clauses[0], blocks=paragraphs * number + paragraphs)
        longer = replace(document, clauses=(clause, *document.clauses[-2:]))
        pdf = pypdfium2.PdfDocument(rendered(longer))
        try:
            page = pdf[len(pdf) - 1]
            lows = [box.get_bounds()[1] for box in page.get_objects(filter=[1])]
            body = [low for low in lows if low > 24 / 25.4 * 72]
            assert min(body) - 24 / 25.4 * 72 >= 40 / 25.4 * 72
        finally:
            pdf.close()


def test_two_fields_of_one_party_are_refused(workspace: Path) -> None:
    from agreement_gen.formats.errors import RenderFailure

    document = composed(workspace, "fields")
    block = signature_block(document)
    twice = replace(block, signatures=(block.signatures[0], block.signatures[0]))
    clause = replace(document.clauses[-1], blocks=(twice,))
    with pytest.raises(RenderFailure, match=r"region.* more than one"):
        rendered(replace(document, clauses=(*document.clauses[:-1], clause)))
