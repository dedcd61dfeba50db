"""A finished agreement to sign, and what forgers and services do to its PDF file."""

from __future__ import annotations

import shutil
from io import BytesIO
from typing import TYPE_CHECKING, cast

import pikepdf
from pyhanko.pdf_utils.generic import ArrayObject, StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from agreement_gen.build.compose import compose
from agreement_gen.build.provenance import provenance
from agreement_gen.clock import stamp
from agreement_gen.formats.render import DocumentStyle, Origin, render
from tests.support.workspaces import REPOSITORY, entry, load

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.workspace.model import SigningProfile

SLUG = "exempelby"
FILE = "municipalities/exempelby.yaml"
A4 = (595, 842)


def finished_workspace(root: Path) -> Path:
    """Copy the workspace of the invented region, where one agreement is finished."""
    source = REPOSITORY / "examples" / "exempelbygden"
    shutil.copytree(source, root, ignore=shutil.ignore_patterns("output", ".agreement-gen"))
    return root


def built(
    root: Path,
    signing: SigningProfile = "paper",
    *,
    slug: str = SLUG,
    commit: str | None = None,
    is_source_embedded: bool = False,
) -> bytes:
    """The PDF of an agreement as the build writes it.

    Args:
        root: The workspace.
        signing: How it is to be signed.
        slug: The municipality.
        commit: The commit that the file names.
        is_source_embedded: Whether the municipality's file is attached.
    """
    workspace = load(root)
    one = entry(workspace, slug)
    standard = workspace.standards[one.record.agreement]
    document = compose(workspace, one, signing=signing).document
    facts = tuple(provenance(workspace, one, standard, document, commit).items())
    source = (f"{slug}.yaml", one.data) if is_source_embedded else None
    origin = Origin(stamp(standard.family.record.edition), facts, source)
    [(_, data)] = render(
        document, DocumentStyle(standard.css, standard.reference), ("pdf",), origin
    ).files
    return data


def saved(pdf: pikepdf.Pdf) -> bytes:
    """The file written anew, as an editor does it."""
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(data))


def with_page(data: bytes, text: str = "Underskrivet av Anna Ek") -> bytes:
    """One page more at the end, without structure, as a signing service adds it."""
    with opened(data) as pdf:
        page = pdf.add_blank_page(page_size=A4)
        _write(pdf, page, text)
        return saved(pdf)


def with_overlay(data: bytes, text: str = "999 000 kronor") -> bytes:
    """A text written over the second page."""
    with opened(data) as pdf:
        _write(pdf, pdf.pages[1], text)
        return saved(pdf)


def _write(pdf: pikepdf.Pdf, page: pikepdf.Page, text: str) -> None:
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page.add_resource(font, pikepdf.Name.Font, pikepdf.Name("/Forged"))
    stream = f"q BT /Forged 12 Tf 1 0 0 1 100 400 Tm ({text}) Tj ET Q".encode("latin-1")
    page.contents_add(pikepdf.Stream(pdf, stream))


def with_rectangle(data: bytes) -> bytes:
    """A white rectangle drawn over a part of the second page."""
    with opened(data) as pdf:
        pdf.pages[1].contents_add(pikepdf.Stream(pdf, b"q 1 g 60 300 400 300 re f Q"))
        return saved(pdf)


def with_attachment(data: bytes, name: str, content: bytes) -> bytes:
    """A file attached, in the place of one of the same name."""
    with opened(data) as pdf:
        if name in pdf.attachments:
            cast("pikepdf.Stream", pdf.Root.AF[0].EF.F).write(content)
        else:
            pdf.attachments[name] = content
        return saved(pdf)


def with_comment(data: bytes) -> bytes:
    """A comment on the first page."""
    with opened(data) as pdf:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.FreeText,
            Rect=[100, 100, 300, 140],
            Contents=pikepdf.String("Gäller inte"),
        )
        pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(note)])
        return saved(pdf)


def with_script(data: bytes) -> bytes:
    with opened(data) as pdf:
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        pdf.Root.OpenAction = action
        return saved(pdf)


def untagged(data: bytes) -> bytes:
    """The file as a service leaves it that does not keep its structure."""
    with opened(data) as pdf:
        del pdf.Root.StructTreeRoot
        return saved(pdf)


def without_metadata(data: bytes) -> bytes:
    with opened(data) as pdf:
        del pdf.Root.Metadata
        return saved(pdf)


def scan() -> bytes:
    """A page without a letter on it, as a scanner without text recognition writes it."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=A4)
        return saved(pdf)


def encrypted(data: bytes, *, user: str) -> bytes:
    with opened(data) as pdf:
        out = BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user=user))
        return out.getvalue()


def updated(data: bytes) -> bytes:
    """An incremental update that draws over the last page, as some editors save."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    page = writer.root["/Pages"]["/Kids"][5]
    stream = writer.add_object(StreamObject(stream_data=b"q 1 g 60 500 400 100 re f Q"))
    old = page.raw_get("/Contents")
    page["/Contents"] = ArrayObject([old, stream])
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()
