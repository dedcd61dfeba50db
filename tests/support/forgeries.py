"""What forgers do to a PDF beside its text, each as a function of an opened file."""

from __future__ import annotations

import warnings
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.support.signing_samples import opened, saved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

AMOUNT = (60.0, 300.0, 400.0, 330.0)
"""A box on the first page."""


def forged(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """The file changed and written anew."""
    with opened(data) as pdf, warnings.catch_warnings():
        # A field outside the form is what some forgers need.
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
        change(pdf)
        return saved(pdf)


def appearance(pdf: pikepdf.Pdf, content: bytes = b"0 g 0 0 300 20 re f") -> pikepdf.Object:
    """A drawing that an annotation shows."""
    return pdf.make_indirect(
        pikepdf.Stream(
            pdf, content, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 340, 30], Resources={}
        )
    )


def annotated(pdf: pikepdf.Pdf, **entries: Any) -> Any:
    """A new annotation on the first page."""
    annotation = pdf.make_indirect(Dictionary(Type=Name.Annot, Rect=list(AMOUNT), F=4, **entries))
    page = pdf.pages[0].obj
    if "/Annots" not in page:
        page.Annots = Array()
    page.Annots.append(annotation)
    return annotation


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """The structure's elements."""
    waiting: list[Any] = [pdf.Root.StructTreeRoot]
    while waiting:
        node = waiting.pop()
        if "/S" in node:
            yield node
        kids = node.get("/K", [])
        below = list(kids) if isinstance(kids, Array) else [kids]
        waiting += [kid for kid in below if isinstance(kid, Dictionary) and "/S" in kid]


def paragraph(pdf: pikepdf.Pdf) -> Any:
    return next(each for each in elements(pdf) if each.S == "/P")


def drawing_link(pdf: pikepdf.Pdf) -> None:
    annotated(pdf, Subtype=Name.Link, Dest=String("ekonomi"), AP=Dictionary(N=appearance(pdf)))


def link_of_the_agreement_that_draws(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots[0].AP = Dictionary(N=appearance(pdf))


def link_elsewhere(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots[0].Dest = String("bakgrund")


def link_with_other_words(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots[0].Contents = String("999 kr")


def link_that_launches(pdf: pikepdf.Pdf) -> None:
    annotated(pdf, Subtype=Name.Link, A=Dictionary(S=Name.Launch, F=String("calc.exe")))


def link_out(pdf: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.URI, URI=String("https://example.org/"))
    annotated(pdf, Subtype=Name.Link, A=action)


def text_field(pdf: pikepdf.Pdf) -> None:
    annotated(pdf, Subtype=Name.Widget, FT=Name.Tx, T=String("t"), AP=Dictionary(N=appearance(pdf)))


def listed_text_field(pdf: pikepdf.Pdf) -> None:
    text_field(pdf)
    pdf.Root.AcroForm.Fields.append(pdf.pages[0].Annots[-1])


def button_with_states(pdf: pikepdf.Pdf) -> None:
    states = Dictionary(On=appearance(pdf), Off=appearance(pdf, b""))
    entries = {"FT": Name.Btn, "T": String("b"), "AS": Name.Off, "AP": Dictionary(N=states)}
    annotated(pdf, Subtype=Name.Widget, **entries)


def visible_signature_field(pdf: pikepdf.Pdf) -> None:
    entries = {"FT": Name.Sig, "T": String("s"), "AP": Dictionary(N=appearance(pdf))}
    pdf.Root.AcroForm.Fields.append(annotated(pdf, Subtype=Name.Widget, **entries))


def own_field_drawn(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields[0].AP = Dictionary(N=appearance(pdf))


def own_field_moved(pdf: pikepdf.Pdf) -> None:
    field = pdf.Root.AcroForm.Fields[0]
    field.Rect = Array([60, 300, 400, 700])
    field.AP = Dictionary(N=appearance(pdf))


def own_field_renamed(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields[0].TU = String("Avtalet gäller inte")


def own_field_with_action(pdf: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.JavaScript, JS=String("1"))
    pdf.Root.AcroForm.Fields[0].AA = Dictionary(E=action)


def own_field_that_changes_under_the_mouse(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields[0].AP.R = appearance(pdf)


def stamp(pdf: pikepdf.Pdf) -> None:
    annotated(pdf, Subtype=Name.Stamp, AP=Dictionary(N=appearance(pdf)))


def rich_media(pdf: pikepdf.Pdf) -> None:
    annotated(pdf, Subtype=Name.RichMedia)


def script(pdf: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    pdf.Root.Names.JavaScript = Dictionary(Names=[String("a"), action])


def collection(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Collection = Dictionary(Type=Name.Collection)


def layers(pdf: pikepdf.Pdf) -> None:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("a")))
    pdf.Root.OCProperties = Dictionary(OCGs=[group], D=Dictionary(OFF=[group]))


def base_address(pdf: pikepdf.Pdf) -> None:
    pdf.Root.URI = Dictionary(Base=String("https://example.org/"))


def page_that_passes(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Dur = 1


def page_with_another_picture(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Thumb = appearance(pdf)


def actual_text(pdf: pikepdf.Pdf) -> None:
    paragraph(pdf).ActualText = String("999 000 kronor")


def alternative_text(pdf: pikepdf.Pdf) -> None:
    paragraph(pdf).Alt = String("999 000 kronor")


def expansion(pdf: pikepdf.Pdf) -> None:
    paragraph(pdf).E = String("999 000 kronor")


def language_of_a_paragraph(pdf: pikepdf.Pdf) -> None:
    paragraph(pdf).Lang = String("zu")


def text_spoken_by_the_content(pdf: pikepdf.Pdf) -> None:
    content = pdf.pages[0].Contents.read_bytes()
    spoken = content.replace(b"<</MCID 1>>", b"<</MCID 1/ActualText(999 000 kronor)>>")
    assert spoken != content
    pdf.pages[0].Contents = pdf.make_stream(spoken)


def text_spoken_by_named_properties(pdf: pikepdf.Pdf) -> None:
    content = pdf.pages[0].Contents.read_bytes()
    spoken = content.replace(b"<</MCID 1>>", b"/Said")
    said = Dictionary(MCID=1, ActualText=String("999 000 kronor"))
    pdf.pages[0].Resources.Properties = Dictionary(Said=said)
    pdf.pages[0].Contents = pdf.make_stream(spoken)


def reading_order(pdf: pikepdf.Pdf) -> None:
    parent = paragraph(pdf).P
    parent.K = Array(reversed(list(parent.K)))


def roles(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(P=Name.Artifact)


def heading_that_is_none(pdf: pikepdf.Pdf) -> None:
    next(each for each in elements(pdf) if each.S == "/H2").S = Name.P


def bookmark(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.First.Title = String("1 Avtalet gäller inte")


def bookmark_elsewhere(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.First.Dest[0] = pdf.pages[2].obj


def place(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names.Dests.Names[1][0] = pdf.pages[3].obj


def title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo[Name.Title] = "Överenskommelse om 999 000 kronor"


def keywords(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo[Name.Keywords] = "gäller inte"


def xmp_title(pdf: pikepdf.Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes()
    changed = packet.replace(b'x-default">', b'x-default">999 000 kronor ', 1)
    assert changed != packet
    pdf.Root.Metadata.write(changed)


def xmp_title_in_another_language(pdf: pikepdf.Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes()
    item = b'<rdf:li xml:lang="sv">999 000 kronor</rdf:li></rdf:Alt></dc:title>'
    pdf.Root.Metadata.write(packet.replace(b"</rdf:Alt></dc:title>", item))


def page_labels(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PageLabels = Dictionary(Nums=[0, Dictionary(P=String("Bilaga "))])


def preferences(pdf: pikepdf.Pdf) -> None:
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


def language(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Lang = String("en")


def reversed_pages(pdf: pikepdf.Pdf) -> None:
    pdf.pages.reverse()


def swapped_pages(pdf: pikepdf.Pdf) -> None:
    pdf.pages.insert(1, pdf.pages[2])
    del pdf.pages[3]


SHOWN: Mapping[str, Callable[[pikepdf.Pdf], None]] = MappingProxyType(
    {
        each.__name__: each
        for each in (
            drawing_link,
            link_of_the_agreement_that_draws,
            link_elsewhere,
            link_with_other_words,
            link_that_launches,
            link_out,
            text_field,
            listed_text_field,
            button_with_states,
            visible_signature_field,
            own_field_drawn,
            own_field_moved,
            own_field_renamed,
            own_field_with_action,
            own_field_that_changes_under_the_mouse,
            stamp,
            rich_media,
            script,
            collection,
            layers,
            base_address,
            page_that_passes,
            page_with_another_picture,
            reversed_pages,
            swapped_pages,
        )
    }
)
"""What a reader sees or runs."""

HEARD: Mapping[str, Callable[[pikepdf.Pdf], None]] = MappingProxyType(
    {
        each.__name__: each
        for each in (
            actual_text,
            alternative_text,
            expansion,
            language_of_a_paragraph,
            text_spoken_by_the_content,
            text_spoken_by_named_properties,
            reading_order,
            bookmark,
            bookmark_elsewhere,
            place,
            title,
            keywords,
            xmp_title,
            xmp_title_in_another_language,
            page_labels,
            preferences,
            language,
        )
    }
)
"""What is read out or listed."""
