"""The package around a Word file's text: parts, properties and a zip file of fixed bytes."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from agreement_gen.formats.docx.revision import utc
from agreement_gen.formats.docx.xml import tag

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime

    from docx.document import Document as WordFile
    from docx.opc.rel import Relationships
    from lxml.etree import _Element

    from agreement_gen.document.tree import Metadata

_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# Without a prefix of its own the one that another library registered first would be written.
etree.register_namespace("r", _RELATIONSHIPS)
_CUSTOM: Final = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
# The format id that [MS-OFFCRYPTO] and Word use for properties named by a user.
_FORMAT_ID: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
# Where the look of a Word file is: ECMA-376, part 1, clause 11.3.
_LOOK: Final = frozenset(
    {
        RELATIONSHIP_TYPE.STYLES,
        RELATIONSHIP_TYPE.NUMBERING,
        RELATIONSHIP_TYPE.SETTINGS,
        RELATIONSHIP_TYPE.WEB_SETTINGS,
        RELATIONSHIP_TYPE.FONT_TABLE,
        RELATIONSHIP_TYPE.THEME,
    }
)
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def keep_only_look(word: WordFile) -> None:
    """Leave out all parts of the reference but those that its look is in.

    What else it holds (headers, notes, comments, pictures, data) is its own text, which no
    agreement should carry in its file.
    """
    part = word.part
    if part.package is not None:
        _keep_relationships(part.package.rels, {RELATIONSHIP_TYPE.OFFICE_DOCUMENT})
    _keep_relationships(part.rels, _LOOK)
    settings = word.settings.element
    for name in ("footnotePr", "endnotePr"):
        for child in settings.findall(tag(name)):
            settings.remove(child)
    section = word.element.body.sectPr
    for name in ("headerReference", "footerReference", "titlePg"):
        for child in section.findall(tag(name)):
            section.remove(child)


def _keep_relationships(relationships: Relationships, kinds: Collection[str]) -> None:
    for key, relationship in list(relationships.items()):
        if relationship.reltype not in kinds:
            relationships.pop(key)


def add_header(word: WordFile, header: Callable[[Callable[[bytes], str]], list[_Element]]) -> None:
    """Give all pages one header, made with what embeds a picture into its part.

    Different even pages are switched off, so that no page lacks it (ECMA-376, part 1, 17.10).
    """
    section = word.sections[-1]
    word.settings.odd_and_even_pages_header_footer = False
    section.header.is_linked_to_previous = False
    part = section.header.part
    part.element[:] = header(lambda data: str(part.get_or_add_image(BytesIO(data))[0]))


def set_properties(
    word: WordFile,
    metadata: Metadata,
    created: datetime,
    author: str,
    properties: Mapping[str, str],
) -> None:
    """Write the document properties.

    They are the core properties of ECMA-376, part 2, and the custom ones of part 1, clause 22.3.

    Args:
        word: The file.
        metadata: Title, subject, author, keywords and language.
        created: When it was made and last changed.
        author: Who changed it last.
        properties: Custom properties by name.

    Raises:
        ValueError: ``created`` has no time zone.
    """
    package = word.part.package
    if package is None:
        raise ValueError("the reference document is not in a package")
    time = utc(created).replace(tzinfo=None)
    core = package.core_properties
    core.title = metadata.title
    core.subject = metadata.subject
    core.author = metadata.author
    core.keywords = ", ".join(metadata.keywords)
    core.language = metadata.language
    core.created = core.modified = time
    core.last_modified_by = author
    if properties:
        part = Part(
            PackURI("/docProps/custom.xml"),
            CONTENT_TYPE.OFC_CUSTOM_PROPERTIES,
            _custom_properties(properties),
            package,
        )
        package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def packed(word: WordFile) -> bytes:
    """The file's bytes, the same for the same parts whenever and wherever they are packed."""
    saved, fixed = BytesIO(), BytesIO()
    word.save(saved)
    with ZipFile(saved) as source, ZipFile(fixed, "w") as target:
        # Readers that look at a file's head find its type in the first member.
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            member = ZipInfo(name, _EPOCH)
            member.compress_type = ZIP_DEFLATED
            member.create_system = 0
            target.writestr(member, source.read(name))
    return fixed.getvalue()


def _custom_properties(properties: Mapping[str, str]) -> bytes:
    root = etree.Element(f"{{{_CUSTOM}}}Properties", nsmap={None: _CUSTOM, "vt": _TYPES})
    # Word counts from 2; the first two numbers are reserved.
    for number, (name, text) in enumerate(sorted(properties.items()), start=2):
        attributes = {"fmtid": _FORMAT_ID, "pid": str(number), "name": name}
        element = etree.SubElement(root, f"{{{_CUSTOM}}}property", attributes)
        etree.SubElement(element, f"{{{_TYPES}}}lpwstr").text = text
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
