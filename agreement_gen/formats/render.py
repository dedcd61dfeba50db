"""One composed agreement to the bytes of one or more files; the same input, the same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, assert_never, get_args

from agreement_gen.document.tree import fold, pictures
from agreement_gen.formats import messages
from agreement_gen.formats.errors import RenderFailure, UnreadableFileError
from agreement_gen.formats.text_check import difference, header_difference, picture_difference
from agreement_gen.languages import language_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from agreement_gen.document.tree import Document
    from agreement_gen.messages import Text

__all__ = [
    "FORMATS",
    "DocumentStyle",
    "Origin",
    "OutputFormat",
    "RenderFailure",
    "Rendered",
    "Task",
    "outcome",
    "render",
]

OutputFormat = Literal["pdf", "docx", "html", "txt"]
FORMATS: tuple[OutputFormat, ...] = get_args(OutputFormat)


@dataclass(frozen=True, slots=True)
class DocumentStyle:
    """What a document looks like: the style sheet of PDF and web page, Word's reference file."""

    css: str
    reference: bytes


@dataclass(frozen=True, slots=True)
class Rendered:
    """The files of one document by format, and the PDF's page count (None without a PDF)."""

    files: tuple[tuple[OutputFormat, bytes], ...]
    pages: int | None


@dataclass(frozen=True, slots=True)
class Origin:
    """What a file carries about its making: its date, facts by name, the embedded source.

    ``source`` is a file's name with its bytes; a PDF that carries it is PDF/A-3a.
    """

    created: dt.datetime
    facts: tuple[tuple[str, str], ...] = ()
    source: tuple[str, bytes] | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One agreement to render; crosses into a worker process."""

    document: Document
    style: DocumentStyle
    formats: tuple[OutputFormat, ...]
    origin: Origin


def outcome(task: Task) -> Rendered | RenderFailure:
    """Do a task; a failure is its result, so that the other tasks are done too."""
    try:
        return render(task.document, task.style, task.formats, task.origin)
    except RenderFailure as failure:
        return failure


def render(
    document: Document, style: DocumentStyle, formats: Sequence[OutputFormat], origin: Origin
) -> Rendered:
    """Write a document in each format and read PDF and Word back.

    Args:
        document: What to write.
        style: What it looks like.
        formats: The files to write.
        origin: What the files state about how they were made.

    Returns:
        The files in the order of ``formats``; the same input gives the same bytes.

    Raises:
        RenderFailure: A renderer warns (a missing font, glyph, image or style, bad CSS), or a
            file does not say what the document says, or a PDF does not have its structure.
    """
    files = tuple(
        (output_format, _write(document, style, output_format, origin)) for output_format in formats
    )
    pages = None
    failures: list[Text] = []
    for output_format, data in files:
        try:
            where, pages_of_file = _read_back(document, output_format, data)
        except UnreadableFileError as error:
            failures.append(messages.FILE_UNREADABLE(format=output_format, reason=error.reason))
            continue
        pages = pages_of_file or pages
        if where is not None:
            failures.append(messages.FILE_DIFFERS(format=output_format, difference=where))
    if failures:
        raise RenderFailure(failures)
    return Rendered(files, pages)


def _read_back(
    document: Document, output_format: OutputFormat, data: bytes
) -> tuple[Text | None, int | None]:
    """Where a file differs from its document, if it does, and the number of pages of a PDF.

    Raises:
        UnreadableFileError: The file cannot be read.
    """
    match output_format:
        case "pdf":
            from agreement_gen.formats.pdf.structure_check import read_back

            found = read_back(document, data)
            return found.difference, found.pages
        case "docx":
            from agreement_gen.formats.docx.reader import docx_header, docx_lines

            where = difference(document, "\n".join(docx_lines(data)))
            if any(True for _ in pictures(document)):
                from agreement_gen.formats.docx.reader import docx_pictures

                where = where or picture_difference(document, docx_pictures(data))
            return where or header_difference(document, [fold("".join(docx_header(data)))]), None
        case "html" | "txt":
            return None, None
        case _:
            assert_never(output_format)


def _write(
    document: Document, style: DocumentStyle, output_format: OutputFormat, origin: Origin
) -> bytes:
    # Each renderer is imported where it is used: the PDF renderer alone takes half a second.
    match output_format:
        case "pdf":
            from agreement_gen.formats.pdf.writer import Attachment, write_pdf

            attachments = []
            if origin.source is not None:
                name, data = origin.source
                about = language_of(document.metadata.language).source
                attachments = [Attachment(name, data, about, "application/yaml", "Source")]
            return write_pdf(
                document,
                style.css,
                created=origin.created,
                provenance=dict(origin.facts),
                attachments=attachments,
            )
        case "docx":
            from agreement_gen.formats.docx.writer import write_docx

            return write_docx(
                document, style.reference, created=origin.created, properties=dict(origin.facts)
            )
        case "html":
            from agreement_gen.formats.html import write_html

            return write_html(document, style.css).encode("utf-8")
        case "txt":
            from agreement_gen.formats.text import write_text

            return write_text(document).encode("utf-8")
        case _:
            assert_never(output_format)
