"""A reference document gives Word files their look; it cannot act, hide a text or lead outside."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from agreement_gen.formats.docx.reference_check import reference_faults
from agreement_gen.formats.errors import RenderFailure
from tests.support.cli import run_cli
from tests.support.docx_samples import REFERENCE, edited, written
from tests.support.sample_documents import final_document
from tests.support.workspaces import small_workspace

if TYPE_CHECKING:
    from pathlib import Path

OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
STYLES, SETTINGS, RELATIONS = "word/styles.xml", "word/settings.xml", "word/_rels/document.xml.rels"


def with_part(name: str, data: bytes, kind: str = "") -> bytes:
    """The reference with one more part; ``kind`` is its content type."""

    def declare(part: str, content: bytes) -> bytes:
        if part == "[Content_Types].xml" and kind:
            override = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'
            return content.replace(b"</Types>", override.encode())
        return content

    new = BytesIO(edited(declare))
    with warnings.catch_warnings(), ZipFile(new, "a", ZIP_DEFLATED) as package:
        warnings.simplefilter("ignore", UserWarning)  # the name is there already
        package.writestr(name, data)
    return new.getvalue()


def replaced(name: str, old: bytes, new: bytes) -> bytes:
    """The reference with a text of one part replaced."""

    def edit(part: str, content: bytes) -> bytes:
        if part != name:
            return content
        assert old in content
        return content.replace(old, new, 1)

    return edited(edit)


def related(kind: bytes, target: bytes, mode: bytes = b"External") -> bytes:
    """The reference with one more relationship of its document."""
    relation = b'<Relationship Id="rId99" Type="%s%s" Target="%s" TargetMode="%s"/>'
    end = b"</Relationships>"
    return replaced(RELATIONS, end, relation % (OFFICE, kind, target, mode) + end)


def in_style(name: bytes, properties: bytes) -> bytes:
    """The reference with properties of text in one style, before those it has."""

    def edit(part: str, content: bytes) -> bytes:
        if part != STYLES:
            return content
        head, mark, rest = content.partition(b'<w:name w:val="%s"/>' % name)
        assert mark
        style, end, tail = rest.partition(b"</w:style>")
        return head + mark + style + b"<w:rPr>" + properties + b"</w:rPr>" + end + tail

    return edited(edit)


NOT_WORD = {
    "a text": b"hej",
    "nothing": b"",
    "half a file": REFERENCE[: len(REFERENCE) // 2],
    "an empty archive": b"PK\x05\x06" + bytes(18),
}

ATTACKS = {
    "a macro": (
        with_part("word/vbaProject.bin", b"x", "application/vnd.ms-office.vbaProject"),
        "word/vbaProject.bin",
    ),
    "a macro that is not declared": (with_part("word/vbaProject.bin", b"x"), "vbaProject.bin"),
    "an embedded object": (
        with_part(
            "word/embeddings/a.bin",
            b"x",
            "application/vnd.openxmlformats-officedocument.oleObject",
        ),
        "oleObject",
    ),
    "another document": (
        with_part(
            "word/afchunk.docx",
            b"x",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        "afchunk.docx",
    ),
    "a web page": (with_part("word/afchunk.html", b"x", "text/html"), "text/html"),
    "a document with macros": (
        replaced(
            "[Content_Types].xml",
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
        "macroEnabled",
    ),
    "an attached template": (related(b"attachedTemplate", b"http://h/x"), "attachedTemplate"),
    "a linked picture": (related(b"image", b"file:///etc/passwd"), "image: file:///etc/passwd"),
    "a linked subdocument": (related(b"subDocument", b"//h/x.docx"), "subDocument"),
    "a linked frame": (related(b"frame", b"http://h"), "frame"),
    "a template in the settings": (
        replaced(
            SETTINGS,
            b"<w:zoom",
            b'<w:attachedTemplate xmlns:r="%s" r:id="rId1"/><w:zoom' % OFFICE[:-1],
        ),
        "attachedTemplate",
    ),
    "a mail merge": (
        replaced(SETTINGS, b"<w:zoom", b"<w:mailMerge/><w:zoom"),
        "mailMerge",
    ),
    "an entity": (
        replaced(STYLES, b"<w:styles", b'<!DOCTYPE x [<!ENTITY a "b">]><w:styles'),
        "document type definition",
    ),
    "a file as an entity": (
        replaced(
            STYLES, b"<w:styles", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:styles'
        ),
        "document type definition",
    ),
    "broken XML": (replaced(STYLES, b"</w:styles>", b""), "word/styles.xml"),
    "a bomb": (with_part("word/theme.xml", b" " * 21_000_000), "larger than 20 MB"),
    "a part twice": (with_part("word/styles.xml", b"<a/>"), "twice"),
    "hidden text": (in_style(b"Body Text", b"<w:vanish/>"), "w:vanish"),
    "hidden by default": (
        replaced(STYLES, b"<w:rPrDefault><w:rPr>", b"<w:rPrDefault><w:rPr><w:vanish/>"),
        "w:vanish",
    ),
    "struck out": (in_style(b"Local text", b'<w:strike w:val="true"/>'), "w:strike"),
    "white": (in_style(b"Table figure", b'<w:color w:val="FEFEFE"/>'), "FEFEFE"),
    "white by theme": (
        in_style(b"Strong", b'<w:color w:val="000000" w:themeColor="background1"/>'),
        "too light",
    ),
    "no colour": (in_style(b"Strong", b'<w:color w:val="mist"/>'), "mist"),
    "small": (in_style(b"Emphasis", b'<w:sz w:val="1"/>'), "1 half points"),
    "enormous": (in_style(b"Title", b'<w:sz w:val="99999"/>'), "99999 half points"),
    "a measure that is none": (
        replaced("word/numbering.xml", b'w:left="', b'w:left="x'),
        "no number",
    ),
}


def test_the_references_here_have_no_fault() -> None:
    assert reference_faults(REFERENCE) == ()


@pytest.mark.parametrize("name", NOT_WORD)
def test_what_is_no_word_file_is_refused(name: str) -> None:
    data = NOT_WORD[name]
    faults = reference_faults(data)
    assert faults, name
    with pytest.raises(RenderFailure):
        written(final_document(), data)


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_acts_hides_or_leads_outside_is_refused(attack: str) -> None:
    data, part_of_message = ATTACKS[attack]
    assert part_of_message in "\n".join(map(str, reference_faults(data)))
    with pytest.raises(RenderFailure):
        written(final_document(), data)


@pytest.mark.parametrize(
    "harmless",
    [
        in_style(b"Body Text", b'<w:vanish w:val="0"/>'),
        in_style(b"Body Text", b'<w:color w:val="auto"/>'),
        with_part("docProps/thumbnail.jpeg", b"x", "image/jpeg"),
        with_part(
            "word/comments.xml",
            b"<a/>",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml",
        ),
    ],
)
def test_what_word_saves_of_itself_is_no_fault(harmless: bytes) -> None:
    assert reference_faults(harmless) == ()
    assert written(final_document(), harmless)


def test_more_parts_than_any_file_has_are_refused() -> None:
    new = BytesIO(REFERENCE)
    with ZipFile(new, "a") as package:
        for number in range(1_001):
            package.writestr(f"word/{number}.xml", b"<a/>")
    assert "more than 1000 parts" in str(reference_faults(new.getvalue())[0])


def test_check_and_build_report_it_alike(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path)
    reference = workspace / "templates/samverkan/reference.docx"
    reference.write_bytes(ATTACKS["an attached template"][0])
    for words in (("check",), ("build", "--to", "docx")):
        result = run_cli(*words, root=workspace, exit_code=1)
        shown = result.stdout + result.stderr
        assert "templates/samverkan/reference.docx: error: reference.docx refers to" in shown
        assert "[bad-reference]" in shown
    assert not (workspace / "output").exists()


def test_a_file_has_nothing_of_its_references_own_text() -> None:
    """Notes, comments and headers of the reference are somebody's text, not the agreement's."""
    comments = with_part(
        "word/comments.xml",
        b'<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>',
        "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml",
    )
    relation = b'<Relationship Id="rId99" Type="%scomments" Target="comments.xml"/></Relationships>'

    def relate(name: str, content: bytes) -> bytes:
        if name == RELATIONS:
            return content.replace(b"</Relationships>", relation % OFFICE)
        return content

    reference = edited(relate, comments)
    assert reference_faults(reference) == ()
    assert written(final_document(), reference) == written(final_document())
