"""Writes a document as an archivable (PDF/A-2a or 3a) and accessible (PDF/UA-1) PDF file.

The page comes from the HTML writer; this module has it laid out and refuses whatever the
renderer would only have logged.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from functools import cache, lru_cache
from multiprocessing.util import Finalize
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal
from unicodedata import category, is_normalized, name

from agreement_gen.document.tree import all_pictures, lines, text_of
from agreement_gen.formats import messages
from agreement_gen.formats.errors import RenderFailure
from agreement_gen.formats.fonts import common_characters, faces, font_face_css
from agreement_gen.formats.html import write_html
from agreement_gen.formats.pdf.hyphenation import use_exceptions
from agreement_gen.formats.pdf.page_sheet import (
    LOOSE,
    PAGE_SHEET,
    has_moved_in_vain,
    header_overflow,
    mark_sheet,
    taller_margin,
)
from agreement_gen.formats.pdf.signature_fields import add_fields, place_fields
from agreement_gen.formats.pdf.tags import tidy_tags
from agreement_gen.formats.pdf.xmp import complete_xmp, describe_attachments
from agreement_gen.formats.style_sheet import require_house_style
from agreement_gen.temporary import holding_temporary_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from agreement_gen.document.tree import Document, Picture
    from agreement_gen.messages import Text

# A hyphen that the line breaker sets. When the file is read back, the figure space, which no text
# may have, distinguishes it from a hyphen that was written.
LINE_END_HYPHEN = "-\u2007"

Relationship = Literal["Source", "Data", "Alternative", "Supplement", "Unspecified"]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to embed; ``relationship`` is its relationship to the document (ISO 19005-3, annex E).

    ``mime`` is its media type.
    """

    name: str
    data: bytes
    description: str
    mime: str
    relationship: Relationship


def write_pdf(
    document: Document,
    css: str,
    *,
    created: datetime,
    provenance: Mapping[str, str] = MappingProxyType({}),
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """A document as a PDF file: PDF/A-2a or, with attachments, PDF/A-3a (ISO 19005) and PDF/UA-1.

    The same input gives the same bytes.

    Args:
        document: What to write.
        css: The style sheet; the font families it may use are those of ``fonts.faces``.
        created: The only time that is written; it must have a time zone.
        provenance: What the document was made from, written in the file's XMP metadata. A key
            is an XML name of ASCII letters, digits, hyphens and underscores.
        attachments: Files to embed, which makes the file a PDF/A-3a.

    Raises:
        RenderFailure: The style sheet is no house style, a character is in none of the fonts, the
            renderer warned of anything, or the file cannot be accessible or have its signature
            fields.
        ValueError: ``created`` has no time zone, or a key of ``provenance`` is not a name.
    """
    if created.tzinfo is None:
        raise ValueError("the time of creation has no time zone")
    require_house_style(css)
    if unprintable := _unprintable(document):
        raise RenderFailure(unprintable)
    labels = {clause.id: f"{clause.mark} {text_of(clause.title)}" for clause in document.clauses}
    moment = created.astimezone(UTC)

    def finish(rendering: Any, pdf: Any) -> None:  # noqa: ANN401 - no types
        tidy_tags(pdf, rendering.pages, labels)
        add_fields(pdf, place_fields(document, rendering.pages))
        complete_xmp(pdf, provenance)
        describe_attachments(pdf, [attachment.mime for attachment in attachments])

    # Imported here because it takes half a second that no other command should pay.
    import weasyprint

    use_exceptions()
    sheets = [_own_sheet(), _style_sheet(css)]
    smaller = mark_sheet(document.header_footer.draft)
    shown = tuple(all_pictures(document))
    with listening() as warnings, holding_temporary_files():
        if smaller:
            sheets.append(weasyprint.CSS(string=smaller))
        if shown:
            sheets.append(weasyprint.CSS(string=_picture_sheet(shown)))
        fetcher = data_fetcher() if shown else _fetcher()
        page = weasyprint.HTML(string=write_html(document, ""), url_fetcher=fetcher)
        rendering = page.render(font_config=_font_configuration(), stylesheets=sheets)
        overflow = header_overflow(rendering.pages)
        if overflow > 0:
            sheets.append(weasyprint.CSS(string=taller_margin(rendering.pages[0], overflow)))
            rendering = page.render(font_config=_font_configuration(), stylesheets=sheets)
        if has_moved_in_vain(rendering.pages):
            sheets.append(weasyprint.CSS(string=LOOSE))
            rendering = page.render(font_config=_font_configuration(), stylesheets=sheets)
        rendering.metadata.created = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        rendering.metadata.modified = rendering.metadata.created
        data: bytes = rendering.write_pdf(
            finisher=finish,
            pdf_variant="pdf/a-3a" if attachments else "pdf/a-2a",
            attachments=[_embedded(attachment, moment) for attachment in attachments],
        )
    # A picture without a text only decorates; that no other one lacks it is read back.
    relevant = (warning for warning in warnings if not warning.endswith(_NO_ALTERNATIVE))
    failures = [*_reported(relevant), *_foreign_fonts(rendering.fonts.values())]
    if failures:
        raise RenderFailure(failures)
    return data


_NO_ALTERNATIVE: Final = " has no required alt description"


def _picture_sheet(shown: Iterable[Picture]) -> str:
    """The sizes of pictures, which a renderer of pages does not take from their elements."""
    sizes = sorted({(picture.width, picture.height) for picture in shown})
    rules = [f".size-{width}-{height} {{ width: {width / 10}mm }}" for width, height in sizes]
    placing = (
        ".picture { break-inside: avoid; margin: 3mm 0 } "
        ".picture img { display: block } "
        ".logotypes img { margin-right: 4mm; vertical-align: middle } "
        "img { height: auto; max-width: 100%; image-rendering: pixelated }"
    )
    return "\n".join((placing, *rules))


def _embedded(attachment: Attachment, moment: datetime) -> Any:  # noqa: ANN401
    import weasyprint

    return weasyprint.Attachment(
        string=attachment.data,
        name=attachment.name,
        description=attachment.description,
        relationship=attachment.relationship,
        created=moment,
        modified=moment,
    )


def _unprintable(document: Document) -> list[Text]:
    """Why the document's text cannot be printed as it is: one message for each character."""
    joined = "".join([*lines(document), *document.header_footer.lines(1, 1)])
    failures = [
        messages.UNPRINTABLE(character=repr(char), name=_character_name(char))
        for char in sorted(set(joined) - common_characters() | _invisible(joined))
        if char not in "\n\t"
    ]
    if not is_normalized("NFC", joined):
        failures.append(messages.NOT_NORMALISED())
    return failures


def _character_name(char: str) -> Text:
    known = name(char, "") or messages.WITHOUT_NAME()
    return messages.CHARACTER_NAME(codepoint=f"{ord(char):04X}", name=known)


def _invisible(text: str) -> set[str]:
    """Characters that nobody sees on paper, soft hyphens and the like, and the figure space."""
    return {char for char in set(text) if category(char) in ("Cc", "Cf") or char == "\u2007"}


def _foreign_fonts(fonts: Iterable[Any]) -> list[Text]:
    """Each font that came from the machine: on another one the file would look different."""
    known = {face.family for face in faces()}
    families = sorted({str(font.family) for font in fonts} - known)
    own = ", ".join(sorted(known))
    return [messages.FOREIGN_FONT(font=family, fonts=own) for family in families]


def _reported(warnings: Iterable[str]) -> list[Text]:
    """The renderer's warnings, each once."""
    return [messages.RENDERER_WARNING(warning=warning) for warning in dict.fromkeys(warnings)]


@contextmanager
def listening() -> Iterator[list[str]]:
    """The messages that the renderer logs as a warning or worse while the context lasts."""
    warnings: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: warnings.append(record.getMessage())  # type: ignore[method-assign]
    loggers = [logging.getLogger("weasyprint"), logging.getLogger("fontTools")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.WARNING)
    try:
        yield warnings
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.removeHandler(handler)
            logger.setLevel(level)


@cache
def _font_configuration() -> Any:  # noqa: ANN401 - weasyprint has no types
    """The fonts, read once for each process.

    The renderer copies them to a temporary folder that is removed with this object, which must
    therefore be dropped before the interpreter ends, in a worker process too.
    """
    from weasyprint.text.fonts import FontConfiguration

    Finalize(None, _font_configuration.cache_clear, exitpriority=10)
    return FontConfiguration()


def _fetcher(*protocols: str) -> Any:  # noqa: ANN401
    """Reads what is named by an address of these protocols; without any, nothing at all."""
    from weasyprint import URLFetcher

    return URLFetcher(allowed_protocols=protocols)


def data_fetcher() -> Any:  # noqa: ANN401
    """Reads what an address itself holds, and nothing else."""
    return _fetcher("data")


@cache
def _own_sheet() -> Any:  # noqa: ANN401
    """What every document has: the fonts, the header, annexes' pages, a line breaker's hyphen."""
    rules = (
        f'html {{ hyphenate-character: "{LINE_END_HYPHEN}" !important }}',
        ".annex { break-before: page !important }",
    )
    return _parsed("\n".join((font_face_css(), *rules, PAGE_SHEET)), "file")


@lru_cache(maxsize=8)
def _style_sheet(css: str) -> Any:  # noqa: ANN401
    """The style sheet, parsed once for each process; one with faults is not kept."""
    return _parsed(css)


def _parsed(css: str, *protocols: str) -> Any:  # noqa: ANN401
    import weasyprint

    with listening() as warnings, holding_temporary_files():
        try:
            sheet = weasyprint.CSS(
                string=css, font_config=_font_configuration(), url_fetcher=_fetcher(*protocols)
            )
        except ValueError as error:
            raise RenderFailure(_reported([*warnings, str(error)])) from error
    if warnings:
        raise RenderFailure(_reported(warnings))
    return sheet
