"""Tables as CSV and XLSX files, the same bytes at each run, in which no text is a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from agreement_gen.characters import composed, one_line, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

Cell: TypeAlias = "str | int | Decimal | dt.date | None"

_FORMULA_SIGNS = frozenset("=+-@\u2212")
"""What begins a formula, also in its full-width, small and raised forms (NFKC)."""
_LOG_COMMAND = re.compile(r"#(?=#\w*\[)")
"""What a CI service takes for a command anywhere in its log, where a CSV may be printed."""
_CODED_CHARACTER = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""How Office writes a character that XML cannot hold (ECMA-376, part 1, 22.9.2.19)."""
_MAX_LENGTH = 32_767
"""The longest text of a cell of an Excel file, in characters (UTF-16 code units)."""
_FIRST_DAY = dt.date(1900, 3, 1)
"""The first day that all programs count alike in an Excel file."""
_FONT = "Arial"
"""A font that every office program has, so that widths are the same everywhere."""
_MAX_WIDTH = 60
"""The widest column, in characters."""
_MAX_NAME = 31
"""The longest name of a sheet, in characters."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its name, its headings (each with its unit), its rows.

    Attributes:
        name: What its tab is called.
        headings: Each with its unit.
        rows: A cell for each heading.
        total: The row of sums under the others, as values; None if nothing is summed.
        sign_off: What is filled in by hand below the table, a line each.
        mark: A word above the table and in the head of each printed page; empty if none.
    """

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    sign_off: tuple[str, ...] = ()
    mark: str = ""

    def with_mark(self, mark: str, heading: str) -> Sheet:
        """The sheet marked by a word: on every page, and in a column before the others."""
        total = None if self.total is None else (mark, *self.total)
        return replace(
            self,
            headings=(heading, *self.headings),
            rows=tuple((mark, *row) for row in self.rows),
            total=total,
            mark=mark,
        )

    @property
    def lines(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows with that of the sums."""
        return self.rows if self.total is None else (*self.rows, self.total)


def write_csv(*sheets: Sheet) -> bytes:
    """Sheets as CSV for a Swedish Excel, which other programs read too.

    UTF-8 with a byte order mark, semicolons between cells, CR LF after each row, decimal commas,
    dates as 2021-09-01; an empty row between two sheets. A text that a program would read as a
    formula, or the log of a CI service as a command, gets an apostrophe before it. A text is one
    line, with an escape for each character that cannot be seen.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for number, sheet in enumerate(sheets):
        if number:
            writer.writerow([])
        writer.writerow([_csv_text(heading) for heading in sheet.headings])
        writer.writerows([[_csv_text(cell) for cell in row] for row in sheet.lines])
    return out.getvalue().encode("utf-8-sig")


def _csv_text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Decimal():
            return f"{cell:f}".replace(".", ",")
        case int():
            return str(cell)
        case dt.date():
            return cell.isoformat()
        case str():
            text = visible(composed(one_line(cell)))
            text = _LOG_COMMAND.sub(lambda found: f"\\u{{{ord(found[0]):04X}}}", text)
            is_read = _is_formula(text) or text.lstrip().startswith("::")
            return f"'{text}" if is_read else text


def _is_formula(text: str) -> bool:
    """Whether a program may take a text for a formula; some leave out white space before it."""
    start = text.lstrip()[:1]
    return unicodedata.normalize("NFKC", start)[:1] in _FORMULA_SIGNS if start else False


def write_xlsx(sheets: Sequence[Sheet], created: dt.datetime) -> bytes:
    """Sheets as an Excel file: numbers are numbers, dates are dates, every text stays text.

    Args:
        sheets: The sheets, in order; names are shortened to the 31 characters that Excel allows.
        created: The time that is written into the file, without its time zone.

    Returns:
        The file (ECMA-376, transitional); the same input gives the same bytes.
    """
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for sheet in sheets:
        page = workbook.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", sheet.name)[:_MAX_NAME])
        _write_page(page, sheet)
    out = io.BytesIO()
    workbook.save(out)
    return _with_time(out.getvalue(), created.replace(tzinfo=None))


def _write_page(page: Any, sheet: Sheet) -> None:  # noqa: ANN401 - openpyxl has no types
    """Fill a sheet: a mark, the headings, the rows, their sums, what is filled in by hand.

    It prints in landscape, as wide as a page, with the headings on each; the headings and the
    first column stay in view, and each column has a filter.
    """
    from openpyxl.utils import get_column_letter

    top = 1
    if sheet.mark:
        _fill(page.cell(1, 1), sheet.mark, is_bold=True)
        page.oddHeader.center.text = sheet.mark
        page.oddHeader.center.size = 14
        top = 2
    for number, row in enumerate((sheet.headings, *sheet.lines), start=top):
        is_bold = number == top or (sheet.total is not None and number == top + len(sheet.lines))
        for column, value in enumerate(row, start=1):
            _fill(page.cell(number, column), value, is_bold=is_bold)
    below = top + len(sheet.lines) + 2
    for number, label in enumerate(sheet.sign_off, start=below):
        _fill(page.cell(number, 1), label, is_bold=False)
        _fill(page.cell(number, 2), "." * 40, is_bold=False)
    last = get_column_letter(max(1, len(sheet.headings)))
    page.freeze_panes = f"B{top + 1}"
    if sheet.headings:
        page.auto_filter.ref = f"A{top}:{last}{max(top, top + len(sheet.rows))}"
    page.print_title_rows = f"1:{top}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddFooter.right.text = "&P (&N)"
    _set_widths(page, sheet)


def _fill(cell: Any, value: Cell, *, is_bold: bool) -> None:  # noqa: ANN401
    from openpyxl.styles import Font

    if isinstance(value, str):
        cell.value = _excel_text(value)
        # openpyxl takes a text that begins with = for a formula.
        cell.data_type = "s"
        cell.quotePrefix = _is_formula(value)
        cell.number_format = "@"
    elif isinstance(value, dt.date) and value < _FIRST_DAY:
        cell.value = value.isoformat()
        cell.data_type = "s"
    else:
        cell.value = value
        cell.number_format = _number_format(value)
    cell.font = Font(name=_FONT, size=10, bold=is_bold)


def _set_widths(page: Any, sheet: Sheet) -> None:  # noqa: ANN401
    """Make each column as wide as its longest line, within limits."""
    from openpyxl.utils import get_column_letter

    for column, heading in enumerate(sheet.headings, start=1):
        cells = [heading, *(row[column - 1] for row in sheet.lines)]
        width = max(len(line) for cell in cells for line in (_csv_text(cell) or " ").split("\n"))
        page.column_dimensions[get_column_letter(column)].width = min(width + 3, _MAX_WIDTH)


def _number_format(value: Cell) -> str:
    match value:
        case Decimal():
            decimals = max(0, -int(value.as_tuple().exponent))
            return f"#,##0.{'0' * decimals}" if decimals else "#,##0"
        case int():
            return "#,##0" if abs(value) >= 10_000 else "0"
        case dt.date():
            return "yyyy-mm-dd"
        case _:
            return "General"


def _excel_text(text: str) -> str:
    """The text with escapes for what cannot be seen, and for what Excel would take for a code."""
    shown = "\n".join(visible(line) for line in composed(text).splitlines())
    coded = _CODED_CHARACTER.sub("_x005F_", shown)
    while len(coded.encode("utf-16-le")) > 2 * _MAX_LENGTH:
        coded = f"{coded[: _MAX_LENGTH // 2 - 1]}…"
    return coded


_FONT_ORDER = (
    "b",
    "i",
    "strike",
    "condense",
    "extend",
    "outline",
    "shadow",
    "u",
    "vertAlign",
    "sz",
    "color",
    "name",
    "family",
    "charset",
    "scheme",
)


def _in_order(styles: bytes) -> bytes:
    """The styles with each font's parts in the order of the schema (openpyxl's is another)."""
    from lxml import etree

    root = etree.fromstring(styles)
    for font in root.iter("{*}font"):
        font[:] = sorted(font, key=lambda part: _FONT_ORDER.index(etree.QName(part).localname))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _with_time(data: bytes, created: dt.datetime) -> bytes:
    """The file with the time ``created`` instead of the one at which it was written."""
    from openpyxl.packaging.core import DocumentProperties
    from openpyxl.xml.functions import tostring

    properties = DocumentProperties(creator="agreement-gen", created=created, modified=created)
    core = tostring(properties.to_tree())
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            part = old.read(name)
            if name == "xl/styles.xml":
                part = _in_order(part)
            new.writestr(member, core if name == "docProps/core.xml" else part)
    return out.getvalue()
