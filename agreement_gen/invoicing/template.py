"""The words of an agreement family's invoice basis (``templates/FAMILY/invoice.yaml``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from agreement_gen.invoicing.messages import InvoiceCode
from agreement_gen.problems import Location, fault
from agreement_gen.workspace.fields import Key, Line  # noqa: TC001 - pydantic reads them
from agreement_gen.workspace.load import Loaded, load
from agreement_gen.workspace.record import Record
from agreement_gen.workspace.root import TEMPLATES

if TYPE_CHECKING:
    from agreement_gen.workspace.tree import Tree

INVOICE_FILE = "invoice.yaml"


class Section(Record):
    """One numbered part: its title, its paragraphs (Jinja2), and the table after them."""

    id: Key = Field(title="Key")
    title: Line = Field(title="Heading")
    paragraphs: tuple[Line, ...] = Field((), title="Paragraphs (Jinja2)")
    table: Literal["steps", "posts", "months", "assumptions"] | None = Field(None, title="Table")


class StepsTable(Record):
    """The table of the calculation: its columns and the titles of its rows (Jinja2)."""

    caption: Line = Field(title="Heading of the table")
    columns: tuple[Line, Line, Line] = Field(title="Column headings")
    agreed: Line = Field(title="The agreed amount")
    agreed_year: Line = Field(title="The agreed amount with its year")
    indexed: Line = Field(title="The raised amount")
    paid_months: Line = Field(title="Months paid")
    exact: Line = Field(title="The amount before rounding")
    rounded: Line = Field(title="The amount to invoice")


class PostsTable(Record):
    """The table of posts."""

    caption: Line = Field(title="Heading of the table")
    columns: tuple[Line, Line, Line, Line, Line, Line, Line, Line] = Field(title="Column headings")
    until_further: Line = Field(title="Words for until further notice")
    sum: Line = Field(title="Heading of the row of sums")


class MonthsTable(Record):
    """The table of months."""

    caption: Line = Field(title="Heading of the table")
    columns: tuple[Line, Line, Line, Line, Line] = Field(title="Column headings")


class PartMonthsWords(Record):
    """A sentence for each way to count months (Jinja2)."""

    whole_months: Line = Field(title="Whole months only")
    by_days: Line = Field(title="By days")
    begun_months: Line = Field(title="Also months that have begun")


class DegreeWords(Record):
    """A sentence for each way to weigh degrees (Jinja2)."""

    not_weighted: Line = Field(title="The degree has no effect")
    planned_degree: Line = Field(title="Against the planned employment")
    table_hours: Line = Field(title="Against the table's hours")


class RuleWords(Record):
    """What the basis says of the rules that it follows, as ``rules`` in its paragraphs."""

    part_months: PartMonthsWords = Field(title="Months")
    degree: DegreeWords = Field(title="Degree of employment")


class InvoiceWords(Record):
    """All words of the document."""

    title: Line = Field(title="Title (Jinja2)")
    subtitle: Line = Field(title="Subtitle (Jinja2)")
    subject: Line = Field(title="Subject in the document's properties (Jinja2)")
    header: Line = Field(title="Page header (Jinja2)")
    file_prefix: Key = Field(title="What the files' names begin with")
    rules: RuleWords | None = Field(None, title="Sentences on the rules, each for its choice")
    sections: tuple[Section, ...] = Field(title="Parts in order")
    steps: StepsTable = Field(title="The calculation")
    posts: PostsTable = Field(title="The posts")
    months: MonthsTable = Field(title="The months")


def load_words(tree: Tree, agreement: str) -> Loaded[InvoiceWords]:
    """The words of one family.

    Raises:
        InputError: if the family has no such file, or it cannot be read.
    """
    path = f"{TEMPLATES}/{agreement}/{INVOICE_FILE}"
    data = tree.read(path)
    if data is None:
        raise fault(Location(path), InvoiceCode.NO_WORDS)
    return load(data, path, InvoiceWords)
