"""A copy that was printed into a new file is recognised, and never proved or called foreign."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest

from agreement_gen.problems import InputError
from agreement_gen.signing.findings import Outcome, Verdict
from agreement_gen.signing.messages import (
    ORIGIN_NOT_STATED,
    TAGS_LOST,
    TEXT_UNTAGGED,
    UNTAGGED_DIFFERS,
    UNTAGGED_HOLDS,
)
from agreement_gen.signing.report import verify_file
from tests.support import peers
from tests.support.signing_samples import FILE, built, finished_workspace
from tests.support.verification import texts
from tests.support.workspaces import edit

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.peer, pytest.mark.slow]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return finished_workspace(tmp_path_factory.mktemp("printed") / "workspace")


def printed(data: bytes, folder: Path) -> Path:
    """The file as a printer that writes PDF leaves it."""
    source, copy = folder / "built.pdf", folder / "printed.pdf"
    source.write_bytes(data)
    peers.require("pdftocairo")
    peers.run(["pdftocairo", "-pdf", source, copy])
    return copy


def test_a_printed_copy_is_recognised_by_its_words(workspace: Path, tmp_path: Path) -> None:
    file = verify_file(workspace, printed(built(workspace, "service"), tmp_path))
    assert file.basis.slug == "exempelby"
    assert file.outcome is Outcome.UNPROVED
    unproved = texts(file.verification, Verdict.UNVERIFIED)
    assert {UNTAGGED_HOLDS(), TAGS_LOST(), ORIGIN_NOT_STATED()} <= set(unproved)


def test_a_printed_copy_of_another_text_is_not_taken_for_the_same(
    workspace: Path, tmp_path: Path
) -> None:
    other = finished_workspace(tmp_path / "other")
    edit(other, FILE, {"annual_amount_sek: 640000": "annual_amount_sek: 660000"})
    file = verify_file(workspace, printed(built(other), tmp_path))
    assert file.outcome is Outcome.UNPROVED
    unproved = texts(file.verification, Verdict.UNVERIFIED)
    assert UNTAGGED_HOLDS() not in unproved
    assert {each.template for each in unproved} & {UNTAGGED_DIFFERS, TEXT_UNTAGGED}


def test_pages_that_are_pictures_are_no_text(workspace: Path, tmp_path: Path) -> None:
    copy = printed(built(workspace), tmp_path)
    [page, *_] = peers.pdf_to_png(copy, tmp_path)
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        picture = pikepdf.Stream(
            pdf,
            b"\x00" * 300,
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=10,
            Height=10,
            ColorSpace=pikepdf.Name.DeviceRGB,
            BitsPerComponent=8,
        )
        name = pdf.pages[0].add_resource(picture, pikepdf.Name.XObject)
        pdf.pages[0].contents_add(pikepdf.Stream(pdf, b"q 500 0 0 500 0 0 cm %s Do Q" % name))
        pdf.save(page.with_suffix(".pdf"))
    with pytest.raises(InputError, match=r"--scanned.*no-text"):
        verify_file(workspace, page.with_suffix(".pdf"))
