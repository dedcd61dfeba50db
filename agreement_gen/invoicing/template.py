"""The words of an agreement family's invoice basis (``templates/FAMILY/invoice.yaml``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from agreement_gen.invoicing.messages import InvoiceCode
from agreement_gen.problems import Location, fault
from agreement_gen.workspace.fields import Key, Line  # noqa: TC001 - pydantic reads them
from agreement_gen.workspace.load import Loaded, load
from agreement_gen.workspace.reader import TEMPLATES
from agreement_gen.workspace.record import Record

if TYPE_CHECKING:
    from agreement_gen.workspace.tree import Tree

INVOICE_FILE = "invoice.yaml"


class Section(Record):
    """One numbered part: its title, its paragraphs (Jinja2), and the table after them."""

    id: Key = Field(title="Nyckel")
    title: Line = Field(title="Rubrik")
    paragraphs: tuple[Line, ...] = Field((), title="Stycken (Jinja2)")
    table: Literal["steps", "posts", "months", "assumptions"] | None = Field(None, title="Tabell")


class StepsTable(Record):
    """The table of the calculation: its columns and the titles of its rows (Jinja2)."""

    caption: Line = Field(title="Tabellrubrik")
    columns: tuple[Line, Line, Line] = Field(title="Kolumnrubriker")
    agreed: Line = Field(title="Det avtalade beloppet")
    agreed_year: Line = Field(title="Det avtalade beloppet med dess år")
    indexed: Line = Field(title="Det uppräknade beloppet")
    paid_months: Line = Field(title="Betalda månader")
    exact: Line = Field(title="Beloppet före avrundning")
    rounded: Line = Field(title="Beloppet att fakturera")


class PostsTable(Record):
    """The table of posts."""

    caption: Line = Field(title="Tabellrubrik")
    columns: tuple[Line, Line, Line, Line, Line, Line, Line, Line] = Field(title="Kolumnrubriker")
    until_further: Line = Field(title="Ord för tills vidare")
    sum: Line = Field(title="Summaradens rubrik")


class MonthsTable(Record):
    """The table of months."""

    caption: Line = Field(title="Tabellrubrik")
    columns: tuple[Line, Line, Line, Line, Line] = Field(title="Kolumnrubriker")


class PartMonthsWords(Record):
    """A sentence for each way to count months (Jinja2)."""

    whole_months: Line = Field(title="Bara hela månader")
    by_days: Line = Field(title="Efter dagar")
    begun_months: Line = Field(title="Även påbörjade månader")


class DegreeWords(Record):
    """A sentence for each way to weigh degrees (Jinja2)."""

    not_weighted: Line = Field(title="Graden påverkar inte")
    planned_degree: Line = Field(title="Mot den planerade sysselsättningen")
    table_hours: Line = Field(title="Mot tabellens timmar")


class RuleWords(Record):
    """What the basis says of the rules that it follows, as ``rules`` in its paragraphs."""

    part_months: PartMonthsWords = Field(title="Månader")
    degree: DegreeWords = Field(title="Sysselsättningsgrad")


class InvoiceWords(Record):
    """All words of the document."""

    title: Line = Field(title="Titel (Jinja2)")
    subtitle: Line = Field(title="Underrubrik (Jinja2)")
    subject: Line = Field(title="Ämne i dokumentets egenskaper (Jinja2)")
    header: Line = Field(title="Sidhuvud (Jinja2)")
    file_prefix: Key = Field(title="Filnamnens början")
    rules: RuleWords | None = Field(None, title="Meningar om reglerna, var och en för sitt val")
    sections: tuple[Section, ...] = Field(title="Delar i ordning")
    steps: StepsTable = Field(title="Uträkningen")
    posts: PostsTable = Field(title="Tjänsterna")
    months: MonthsTable = Field(title="Månaderna")


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
